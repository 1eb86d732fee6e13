//! Hashes that identify files.

use sha2::{Digest, Sha256};

/// The SHA-256 of these bytes, as sha256sum and certutil write it.
///
/// ```
/// assert!(torimatome::model::digest::sha256(b"abc").starts_with("ba7816bf"));
/// ```
pub fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Bytes in hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]).filter_map(|digit| char::from_digit(digit.into(), 16)).collect()
}
