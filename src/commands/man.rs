//! `labproof man`: the whole command line as one page of a manual.

use std::io;

use clap::{Command, CommandFactory as _};
use clap_mangen::Man;

use crate::cli::Arguments;
use crate::{Exit, Failure, print};

pub(super) fn man() -> Result<Exit, Failure> {
    // What `help` prints is the page itself; its copies of all commands would double it.
    let mut command = Arguments::command().disable_help_subcommand(true);
    command.build();
    let page = page(command).map_err(Failure::unreachable)?;
    print::out(&String::from_utf8_lossy(&page))?;
    Ok(Exit::Conforms)
}

/// The command, then each of its commands in a section, then what follows the flags in its help.
fn page(command: Command) -> io::Result<Vec<u8>> {
    let commands: Vec<Command> = command.get_subcommands().cloned().collect();
    let man = Man::new(command).manual("labproof");
    let mut page = Vec::new();
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_description_section(&mut page)?;
    man.render_options_section(&mut page)?;
    for command in commands {
        section(command, &mut page)?;
    }
    man.render_extra_section(&mut page)?;
    man.render_version_section(&mut page)?;
    Ok(page)
}

/// A command and those below it; one that only groups others has nothing to say of itself.
fn section(command: Command, page: &mut Vec<u8>) -> io::Result<()> {
    let commands: Vec<Command> = command.get_subcommands().cloned().collect();
    if !commands.is_empty() {
        return commands
            .into_iter()
            .try_for_each(|command| section(command, page));
    }
    let name = command.get_bin_name().unwrap_or_else(|| command.get_name());
    page.extend(format!(".SH \"{}\"\n", name.to_uppercase()).into_bytes());
    let man = Man::new(command);
    let mut parts = Vec::new();
    man.render_description_section(&mut parts)?;
    man.render_synopsis_section(&mut parts)?;
    man.render_options_section(&mut parts)?;
    // Sections of the command's own page are subsections of this one.
    let parts = String::from_utf8_lossy(&parts).replace("\n.SH ", "\n.SS ");
    page.extend(parts.into_bytes());
    Ok(())
}
