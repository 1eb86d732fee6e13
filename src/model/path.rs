//! The order of paths.

use unicode_normalization::UnicodeNormalization as _;

/// Returns the key by which paths are sorted: the bytes of their NFC form, which is the same on all systems.
pub fn path_order(path: &str) -> (String, String) {
    (path.nfc().collect(), path.to_owned())
}
