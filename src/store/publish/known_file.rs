//! Files of the run before: what they were, and whether they still are.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;
use std::time::SystemTime;

use sha2::{Digest, Sha256};

use crate::model::digest::hex;

/// A file of the run before, as it was found when the folder was opened.
#[derive(Debug, Clone)]
pub(super) struct Known {
    pub(super) sha256: String,
    /// Length and time of its last change.
    pub(super) look: Option<(u64, SystemTime)>,
}

/// The file as it is; none where there is no such file.
pub(super) fn look_at(path: &Path) -> Option<Known> {
    look(path).ok()
}

pub(super) fn look(path: &Path) -> io::Result<Known> {
    let meta = fs::metadata(path)?;
    if !meta.is_file() {
        return Err(io::ErrorKind::NotFound.into());
    }
    let (mut file, mut hash) = (File::open(path)?, Sha256::new());
    let mut buffer = vec![0; 1 << 18];
    loop {
        match file.read(&mut buffer)? {
            0 => break,
            read => hash.update(buffer.get(..read).unwrap_or_default()),
        }
    }
    Ok(Known { sha256: hex(&hash.finalize()), look: meta.modified().ok().map(|time| (meta.len(), time)) })
}

/// Is the file still the one that was looked at? Its content is read again only where it looks different.
pub(super) fn is_as_before(path: &Path, known: &Known) -> bool {
    let look = fs::metadata(path).ok().and_then(|meta| Some((meta.len(), meta.modified().ok()?)));
    (look.is_some() && look == known.look) || look_at(path).is_some_and(|now| now.sha256 == known.sha256)
}
