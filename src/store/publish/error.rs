//! Why outputs could not be published.

use std::io;
use std::path::PathBuf;

/// Why outputs could not be published. The folder is as it was.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PublishError {
    /// The folder cannot be made or written.
    #[error("{path} cannot be written")]
    Folder {
        /// The folder or file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// Files of other people have the names of outputs, or were changed since this program wrote them.
    #[error("files of others are in the way: {}", .0.iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join(", "))]
    Foreign(Vec<PathBuf>),
    /// The folder holds what was closed for a period.
    #[error("{path} holds the closed report of {period}")]
    Closed {
        /// The folder.
        path: PathBuf,
        /// The period, where it is known.
        period: String,
    },
    /// A file of the last run is open in another program.
    #[error("{path} is open in another program")]
    InUse {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// Another run writes to the folder.
    #[error("another run is writing to {0}")]
    Busy(PathBuf),
    /// A file could not be moved after others had been: the next run goes on with it.
    #[error("{path} could not be replaced after others had been")]
    Halfway {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The program is being ended.
    #[error("the program is being ended")]
    Stopped,
}
