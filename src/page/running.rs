//! Running pages: a second start of the program finds the first.
//!
//! Two files among the user's own, never on a share: a lock that the system releases when the process
//! ends, and beside it, readable by this user only, the page's port and the key for a token.

use std::fs::{File, TryLockError};
use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use crate::model::Failure;
use crate::model::digest::sha256;
use crate::page::messages;
use crate::pipeline::errors::io_reason;
use crate::source::settings::bytes_up_to;

/// The header with the key.
pub(super) const SECRET: &str = "x-torimatome-secret";
/// The path that answers with a token.
pub(super) const AGAIN: &str = "/again";
/// How long to wait for the other page.
const PATIENCE: Duration = Duration::from_secs(3);
/// The longest file or answer, in bytes.
const LONGEST: u64 = 8 << 10;

/// What another start of the program needs to reach the page.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Running {
    /// Process id.
    pub pid: u32,
    /// Port on the loopback address.
    pub port: u16,
    secret: String,
}

/// The lock that keeps this user from serving a workspace twice.
#[derive(Debug)]
pub(crate) struct Claim {
    account: PathBuf,
    _lock: File,
}

impl Drop for Claim {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.account);
    }
}

impl Claim {
    /// Publishes the page's port.
    pub(super) fn tell(&self, port: u16, secret: &str) -> std::io::Result<()> {
        let account = Running { pid: std::process::id(), port, secret: secret.to_owned() };
        let waiting = self.account.with_extension("new");
        let _ = std::fs::remove_file(&waiting);
        let mut options = File::options();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&waiting)?;
        file.write_all(&serde_json::to_vec(&account).unwrap_or_default())?;
        drop(file);
        std::fs::rename(&waiting, &self.account)
    }
}

/// The user's folder for program state, if the system has one.
pub(super) fn user_folder(lasting: bool) -> Option<PathBuf> {
    let named = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let home = || named("HOME").map(|home| home.join(".local/state"));
    let folder = if cfg!(windows) {
        named("LOCALAPPDATA")
    } else if lasting {
        named("XDG_STATE_HOME").or_else(home)
    } else {
        named("XDG_RUNTIME_DIR").or_else(|| named("XDG_STATE_HOME")).or_else(home)
    }?;
    let folder = folder.join("torimatome");
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(&folder).ok()?;
    Some(folder)
}

/// The file name for a workspace, or for the page that asks for one.
fn name_of(root: Option<&Path>) -> String {
    let mut name = root.map_or_else(|| "start".to_owned(), |root| sha256(root.to_string_lossy().as_bytes()));
    name.truncate(16);
    format!("page-{name}")
}

/// Claims a workspace for this process, or finds the page that has it. Without a user folder, neither.
pub(crate) fn take(root: Option<&Path>) -> Result<Option<Claim>, Option<Running>> {
    let Some(folder) = user_folder(false) else { return Ok(None) };
    let name = name_of(root);
    let account = folder.join(format!("{name}.json"));
    let Ok(lock) = File::options().create(true).truncate(false).write(true).open(folder.join(format!("{name}.lock"))) else {
        return Ok(None);
    };
    match lock.try_lock() {
        Ok(()) => Ok(Some(Claim { account, _lock: lock })),
        // the file system has no locks
        Err(TryLockError::Error(_)) => Ok(None),
        Err(TryLockError::WouldBlock) => {
            let begun = Instant::now();
            loop {
                let read = bytes_up_to(&account, LONGEST).ok().and_then(|text| serde_json::from_slice::<Running>(&text).ok());
                if read.is_some() || begun.elapsed() > PATIENCE {
                    return Err(read);
                }
                // the other process has not published its port yet
                std::thread::sleep(Duration::from_millis(50));
            }
        }
    }
}

/// Claims a workspace for the page at this port.
pub(super) fn claim(root: Option<&Path>) -> Result<Option<Claim>, Failure> {
    take(root).map_err(|_| messages::already_open())
}

/// A fresh URL of a running page.
pub(crate) fn ask_running(running: &Running) -> Result<String, Failure> {
    let ask = || -> std::io::Result<String> {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, running.port));
        let mut stream = TcpStream::connect_timeout(&address, PATIENCE)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_write_timeout(Some(PATIENCE))?;
        write!(
            stream,
            "POST {AGAIN} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n{SECRET}: {}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
            running.port, running.secret
        )?;
        let mut answer = String::new();
        stream.take(LONGEST).read_to_string(&mut answer)?;
        let token = answer.split_once("\r\n\r\n").map(|(_, body)| body.trim());
        let is_token = |token: &&str| token.len() == 64 && token.bytes().all(|byte| byte.is_ascii_hexdigit());
        let token = token.filter(|_| answer.starts_with("HTTP/1.1 200")).filter(is_token);
        let token = token.ok_or_else(|| std::io::Error::other("no token"))?;
        Ok(format!("http://127.0.0.1:{}/?token={token}", running.port))
    };
    ask().map_err(|error| messages::no_answer(running.pid, io_reason(&error)))
}
