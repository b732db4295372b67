//! Writing files that somebody else waits for.

use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::path::Path;

use anyhow::Context as _;

/// Who may read a file, as far as the umask lets them.
#[derive(Clone, Copy)]
enum Readers {
    Everybody,
    Owner,
}

impl Readers {
    #[cfg(unix)]
    const fn mode(self) -> u32 {
        match self {
            Self::Everybody => 0o666,
            Self::Owner => 0o600,
        }
    }
}

/// Writes a file whole or not at all, so that nobody ever reads half of it.
///
/// # Errors
///
/// Where it cannot be written; the path is named.
pub fn write(path: &Path, text: &str) -> anyhow::Result<()> {
    write_for(path, text, Readers::Everybody)
}

/// The same for its owner alone: what a server answered is nobody else's business.
///
/// # Errors
///
/// As for [`write`].
pub(crate) fn write_private(path: &Path, text: &str) -> anyhow::Result<()> {
    write_for(path, text, Readers::Owner)
}

/// A file for its owner alone, to be written bit by bit; what was there stays for now.
pub(crate) fn open_private(path: &Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, Readers::Owner.mode());
    let file = options.open(path)?;
    // One that was there has the mode that it had.
    #[cfg(unix)]
    if file.metadata()?.is_file() {
        file.set_permissions(std::os::unix::fs::PermissionsExt::from_mode(
            Readers::Owner.mode(),
        ))?;
    }
    Ok(file)
}

fn write_for(path: &Path, text: &str, readers: Readers) -> anyhow::Result<()> {
    // A link stays one, and the file it leads to is replaced.
    let place = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let written = match std::fs::metadata(&place) {
        // A pipe, a terminal or /dev/null is no file that another could take the place of.
        Ok(there) if !there.is_file() => std::fs::write(&place, text),
        _ => replace(&place, text, readers),
    };
    written.with_context(|| format!("cannot write {}", path.display()))
}

/// Writes a file that is going to be replaced by another text; of what is no file it only finds out whether it could be
/// written to, since who reads there wants one text.
///
/// # Errors
///
/// Where it cannot be written; the path is named.
pub(crate) fn write_for_now(path: &Path, text: &str) -> anyhow::Result<()> {
    write_for_now_for(path, text, Readers::Everybody)
}

/// The same for its owner alone.
///
/// # Errors
///
/// As for [`write_for_now`].
pub(crate) fn write_private_for_now(path: &Path, text: &str) -> anyhow::Result<()> {
    write_for_now_for(path, text, Readers::Owner)
}

fn write_for_now_for(path: &Path, text: &str, readers: Readers) -> anyhow::Result<()> {
    let tried = match std::fs::metadata(path) {
        // To open a pipe waits for its reader.
        Ok(there) if is_pipe(&there) => Ok(()),
        // A device that is full refuses even nothing.
        Ok(there) if !there.is_file() => OpenOptions::new()
            .write(true)
            .open(path)
            .and_then(|mut device| device.write(&[]).map(drop)),
        _ => return write_for(path, text, readers),
    };
    tried.with_context(|| format!("cannot write {}", path.display()))
}

#[cfg(unix)]
fn is_pipe(there: &std::fs::Metadata) -> bool {
    std::os::unix::fs::FileTypeExt::is_fifo(&there.file_type())
}

#[cfg(not(unix))]
fn is_pipe(_: &std::fs::Metadata) -> bool {
    false
}

#[cfg_attr(not(unix), allow(unused_variables, reason = "modes are of Unix"))]
fn replace(path: &Path, text: &str, readers: Readers) -> std::io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(readers.mode()));
    let mut file = builder.tempfile_in(folder.unwrap_or(Path::new(".")))?;
    file.write_all(text.as_bytes())?;
    file.persist(path)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_or_left_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        write(&path, "one").unwrap();
        write(&path, "two").unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "two");
        let error = write(&folder.path().join("none/a.txt"), "three").unwrap_err();
        assert!(format!("{error:#}").contains("none/a.txt"), "{error:#}");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn many_write_one_file_and_each_writes_it_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        let texts = ["a", "b", "c", "d"].map(|letter| letter.repeat(100_000));
        std::thread::scope(|scope| {
            let writers = texts.each_ref().map(|text| {
                let path = &path;
                scope.spawn(move || (0..50).try_for_each(|_| write(path, text)))
            });
            for writer in writers {
                writer.join().unwrap().unwrap();
            }
        });
        assert!(texts.contains(&std::fs::read_to_string(&path).unwrap()));
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn a_file_may_be_read_by_whoever_may_read_the_folders_other_files_unless_it_is_private() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let [ours, other, private, before] = ["a", "b", "c", "d"].map(|name| folder.path().join(name));
        write(&ours, "one").unwrap();
        for path in [&other, &before] {
            std::fs::write(path, "one").unwrap();
        }
        write_private(&private, "one").unwrap();
        let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&ours), mode(&other));
        assert_eq!(mode(&private), 0o600);
        drop(open_private(&before).unwrap());
        assert_eq!(mode(&before), 0o600);
        write_private(&other, "two").unwrap();
        assert_eq!(mode(&other), 0o600);
    }

    #[cfg(unix)]
    #[test]
    fn links_lead_to_what_is_replaced_and_devices_are_written_to() {
        let folder = tempfile::tempdir().unwrap();
        let (file, link) = (folder.path().join("a.txt"), folder.path().join("link"));
        std::fs::write(&file, "one").unwrap();
        std::os::unix::fs::symlink(&file, &link).unwrap();
        write(&link, "two").unwrap();
        assert!(link.is_symlink());
        assert_eq!(std::fs::read_to_string(&file).unwrap(), "two");
        write(Path::new("/dev/null"), "gone").unwrap();
        assert!(!Path::new("/dev/null").is_file());
    }
}
