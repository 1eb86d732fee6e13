//! Who writes to a folder, for others who want to: a name beside the lock, no more than a hint.

use std::env;
use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

use crate::store::publish::names::STAGING;

const NAME: &str = "holder";
/// No name is longer.
const LONGEST: u64 = 200;

/// Writes down that this process has the folder. That it cannot be written harms nobody.
pub(super) fn note(staging: &Path) {
    let named = |names: &[&str]| names.iter().find_map(|name| env::var(name).ok().filter(|value| !value.is_empty()));
    let user = named(&["USERNAME", "USER", "LOGNAME"]).unwrap_or_default();
    let machine = named(&["COMPUTERNAME", "HOSTNAME"]).or_else(|| fs::read_to_string("/etc/hostname").ok()).unwrap_or_default();
    let text = format!("{user}@{} {}", machine.trim(), std::process::id());
    let _ = fs::write(staging.join(NAME), text);
}

/// Who has the folder, as far as it is written down: `user@machine`, and the process.
pub fn holder(folder: &Path) -> Option<String> {
    let path = folder.join(STAGING).join(NAME);
    if !fs::metadata(&path).ok()?.is_file() {
        return None;
    }
    let mut text = String::new();
    File::open(path).ok()?.take(LONGEST).read_to_string(&mut text).ok()?;
    let text = text.trim();
    (!text.is_empty() && !text.contains(char::is_control)).then(|| text.to_owned())
}
