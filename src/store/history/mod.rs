//! What a workspace remembers: every run with its submissions, records, findings, files and outputs, in SQLite.
//!
//! Outputs and history change together. A run is written here first, in one transaction, as *pending*, with the
//! hash of the `run.json` that it is about to publish; when the outputs stand in their place it is settled. After a
//! crash the `run.json` that stands there tells whether a pending run took place, so that both are as before or as after.
//!
//! A period that was closed cannot be changed: triggers of the database refuse it. What is corrected later is an
//! [`Erratum`](crate::model::Erratum).

mod errata;
mod read;
mod rebuild;
mod schema;
mod trend;
mod write;

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

pub use read::{Closed, HandInLine, RunLine, Version};
pub use rebuild::PublishedRun;
pub use write::{NewRun, Pending, Written, content_of};

/// The memory of a workspace.
#[derive(Debug)]
pub struct History {
    db: Connection,
    path: PathBuf,
}

/// Why the history cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum HistoryError {
    /// A later version of this program wrote it.
    #[error("the history {path} has schema {found}, and this program knows up to {known}")]
    Newer {
        /// The database.
        path: PathBuf,
        /// Its schema.
        found: i64,
        /// The latest schema this program knows.
        known: i64,
    },
    /// A database of another program, or no database at all.
    #[error("{0} is not a history of this program")]
    Foreign(PathBuf),
    /// Another program holds it.
    #[error("the history {0} is in use")]
    Busy(PathBuf),
    /// It may be read only.
    #[error("the history {0} may not be written")]
    ReadOnly(PathBuf),
    /// It cannot be opened, read or written.
    #[error("the history {path} cannot be used")]
    Database {
        /// The database.
        path: PathBuf,
        /// What SQLite says.
        source: rusqlite::Error,
    },
    /// It holds something that this program did not write.
    #[error("the history {path} is damaged: {reason}")]
    Broken {
        /// The database.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
}

impl History {
    /// Opens the history, or begins one; an older schema is brought up to date.
    ///
    /// # Errors
    /// When it is newer than this program, another program's, in use, or cannot be written.
    pub fn open(path: &Path) -> Result<Self, HistoryError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let failed = |source| translate(path, source);
        let db = Connection::open_with_flags(whole(path), flags).map_err(failed)?;
        let mut history = Self { db, path: path.to_owned() };
        history.db.busy_timeout(Duration::from_secs(10)).map_err(failed)?;
        schema::prepare(&mut history.db, path)?;
        // a rollback journal rather than a write-ahead log: workspaces lie on file shares
        history.db.execute_batch("PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL;").map_err(failed)?;
        Ok(history)
    }

    /// Opens the history where there is one.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub fn open_existing(path: &Path) -> Result<Option<Self>, HistoryError> {
        if path.exists() { Self::open(path).map(Some) } else { Ok(None) }
    }

    fn failed(&self, source: rusqlite::Error) -> HistoryError {
        translate(&self.path, source)
    }

    fn broken(&self, reason: impl std::fmt::Display) -> HistoryError {
        HistoryError::Broken { path: self.path.clone(), reason: reason.to_string() }
    }
}

/// SQLite opens a path of more than 260 characters on Windows only if it says so itself; the standard library does.
fn whole(path: &Path) -> PathBuf {
    const SHORT: usize = 240;
    match std::path::absolute(path) {
        Ok(whole) if cfg!(windows) && whole.as_os_str().len() > SHORT => {
            let text = whole.to_string_lossy();
            match text.strip_prefix(r"\\") {
                _ if text.starts_with(r"\\?\") => PathBuf::from(&*text),
                Some(share) => PathBuf::from(format!(r"\\?\UNC\{share}")),
                None => PathBuf::from(format!(r"\\?\{text}")),
            }
        }
        _ => path.to_owned(),
    }
}

/// SQLite's errors in our words.
fn translate(path: &Path, source: rusqlite::Error) -> HistoryError {
    use rusqlite::ErrorCode;
    match source.sqlite_error_code() {
        Some(ErrorCode::NotADatabase) => HistoryError::Foreign(path.to_owned()),
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => HistoryError::Busy(path.to_owned()),
        Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::CannotOpen) => {
            HistoryError::ReadOnly(path.to_owned())
        }
        _ => HistoryError::Database { path: path.to_owned(), source },
    }
}

#[cfg(test)]
mod tests;
