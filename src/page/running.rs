//! Pages that are being served: a second start of the program finds the first.
//!
//! What says so lies among the user's own files, never on a share: a lock that the system lets go of when the program
//! ends, and beside it, for this user's eyes only, where the page is and what to show for a token.

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

/// The header by which another start of the program asks for a token.
pub(super) const SECRET: &str = "x-torimatome-secret";
/// Where it asks.
pub(super) const AGAIN: &str = "/again";
/// For how long the other page is waited for.
const PATIENCE: Duration = Duration::from_secs(3);
/// No account and no answer is longer.
const LONGEST: u64 = 8 << 10;

/// Where a page is, for other starts of the program.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Running {
    /// The process.
    pub pid: u32,
    /// The port on the loopback address.
    pub port: u16,
    secret: String,
}

/// Keeps others from serving the same workspace for this user.
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
    /// Says where the page is.
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

/// The folder for what a program remembers of its user; none where the system names none.
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

/// The name under which a workspace is known; without one, the page on which one is chosen.
fn name_of(root: Option<&Path>) -> String {
    let mut name = root.map_or_else(|| "start".to_owned(), |root| sha256(root.to_string_lossy().as_bytes()));
    name.truncate(16);
    format!("page-{name}")
}

/// Takes a workspace for this process: the claim, or the page that has it. Without a folder of the user's own there is neither.
pub(crate) fn take(root: Option<&Path>) -> Result<Option<Claim>, Option<Running>> {
    let Some(folder) = user_folder(false) else { return Ok(None) };
    let name = name_of(root);
    let account = folder.join(format!("{name}.json"));
    let Ok(lock) = File::options().create(true).truncate(false).write(true).open(folder.join(format!("{name}.lock"))) else {
        return Ok(None);
    };
    match lock.try_lock() {
        Ok(()) => Ok(Some(Claim { account, _lock: lock })),
        // a file system without locks
        Err(TryLockError::Error(_)) => Ok(None),
        Err(TryLockError::WouldBlock) => {
            let begun = Instant::now();
            loop {
                let read = bytes_up_to(&account, LONGEST).ok().and_then(|text| serde_json::from_slice::<Running>(&text).ok());
                if read.is_some() || begun.elapsed() > PATIENCE {
                    return Err(read);
                }
                // the other one is only about to say where it is
                std::thread::sleep(Duration::from_millis(50));
            }
        }
    }
}

/// Takes a workspace for the page at this port.
pub(super) fn claim(root: Option<&Path>) -> Result<Option<Claim>, Failure> {
    take(root).map_err(|_| {
        Failure::of(
            (
                "この作業場所は、すでに別の画面で開いています。",
                "開いている画面を使うか、そちらを終了してから、もう一度開いてください。",
            ),
            ("This workspace is open in another page already.", "Use that page, or end it and try again."),
        )
    })
}

/// A fresh address of a page that is being served.
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
