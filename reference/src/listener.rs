//! Where a server listens: at an address with a port, or at a socket in the file system.

use std::error::Error;
use std::fmt;
use std::io;
use std::net::SocketAddr;
#[cfg(unix)]
use std::path::{Path, PathBuf};
use std::str::FromStr;

use tokio::net::TcpListener;
#[cfg(unix)]
use tokio::net::UnixListener;

/// What stands before the path of a socket.
const UNIX: &str = "unix:";

/// Where a server listens, as in `127.0.0.1:3001` or `unix:/run/labproof.sock`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Address {
    /// An IP address and a port; port 0 stands for any that is free.
    Tcp(SocketAddr),
    /// A Unix domain socket.
    #[cfg(unix)]
    Unix(PathBuf),
}

/// A text that says nowhere.
#[derive(Debug)]
pub struct AddressError;

impl Error for AddressError {}

impl fmt::Display for AddressError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "write an IP address and a port, such as 127.0.0.1:3001, or on Unix a path, such as unix:/run/labproof.sock",
        )
    }
}

impl FromStr for Address {
    type Err = AddressError;

    fn from_str(text: &str) -> Result<Self, AddressError> {
        match text.strip_prefix(UNIX) {
            None => text.parse().map(Self::Tcp).map_err(|_| AddressError),
            #[cfg(unix)]
            Some(path) if !path.is_empty() => Ok(Self::Unix(path.into())),
            Some(_) => Err(AddressError),
        }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tcp(address) => address.fmt(f),
            #[cfg(unix)]
            Self::Unix(path) => write!(f, "{UNIX}{}", path.display()),
        }
    }
}

impl From<SocketAddr> for Address {
    fn from(address: SocketAddr) -> Self {
        Self::Tcp(address)
    }
}

impl From<([u8; 4], u16)> for Address {
    fn from(address: ([u8; 4], u16)) -> Self {
        Self::Tcp(address.into())
    }
}

impl Address {
    /// The URL that clients reach it by; those of a socket have their own ways to write it.
    #[must_use]
    pub fn url(&self) -> Option<String> {
        self.tcp().map(|address| format!("http://{address}"))
    }

    /// The IP address and the port, if it is one.
    #[must_use]
    pub fn tcp(&self) -> Option<SocketAddr> {
        match self {
            Self::Tcp(address) => Some(*address),
            #[cfg(unix)]
            Self::Unix(_) => None,
        }
    }

    /// Why nobody can listen there, and what to do about it.
    pub(crate) fn advice(&self, fault: &io::Error) -> String {
        let is_tcp = self.tcp().is_some();
        let advice = match fault.kind() {
            io::ErrorKind::AddrInUse if is_tcp => {
                "something listens there already; stop it, or use port 0 to be given a free one"
            }
            io::ErrorKind::AddrInUse => {
                "something listens there already, or it is no socket; stop it, or use another path"
            }
            io::ErrorKind::PermissionDenied if is_tcp => "this user may not; use a port above 1023",
            io::ErrorKind::PermissionDenied => "this user may not; use a folder of your own",
            io::ErrorKind::AddrNotAvailable => "this machine does not have that address; use 127.0.0.1",
            io::ErrorKind::NotFound => "there is no such folder; make it, or use another path",
            _ => return fault.to_string(),
        };
        advice.to_owned()
    }
}

/// Somebody who listens.
pub(crate) enum Listener {
    Tcp(TcpListener),
    #[cfg(unix)]
    Unix(UnixListener, SocketFile),
}

impl Listener {
    /// Listens, and says where: port 0 has become the one that was free.
    pub(crate) async fn bind(address: Address) -> io::Result<(Self, Address)> {
        match address {
            Address::Tcp(address) => {
                let listener = TcpListener::bind(address).await?;
                let address = listener.local_addr()?;
                Ok((Self::Tcp(listener), Address::Tcp(address)))
            }
            #[cfg(unix)]
            Address::Unix(path) => {
                let listener = bind_socket(&path)?;
                let file = SocketFile(path.clone());
                Ok((Self::Unix(listener, file), Address::Unix(path)))
            }
        }
    }
}

/// The file of a socket, which is removed with its listener.
#[cfg(unix)]
pub(crate) struct SocketFile(PathBuf);

#[cfg(unix)]
impl Drop for SocketFile {
    fn drop(&mut self) {
        if let Err(fault) = std::fs::remove_file(&self.0) {
            tracing::warn!("cannot remove {}: {fault}", self.0.display());
        }
    }
}

/// A socket that nobody listens at is left by a server that was killed, and makes room.
#[cfg(unix)]
fn bind_socket(path: &Path) -> io::Result<UnixListener> {
    match UnixListener::bind(path) {
        Err(fault) if fault.kind() == io::ErrorKind::AddrInUse && is_deserted(path) => {
            std::fs::remove_file(path)?;
            UnixListener::bind(path)
        }
        bound => bound,
    }
}

#[cfg(unix)]
fn is_deserted(path: &Path) -> bool {
    use std::os::unix::fs::FileTypeExt;
    let is_socket = std::fs::symlink_metadata(path).is_ok_and(|found| found.file_type().is_socket());
    let answered = std::os::unix::net::UnixStream::connect(path);
    is_socket && answered.is_err_and(|fault| fault.kind() == io::ErrorKind::ConnectionRefused)
}
