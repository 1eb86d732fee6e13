//! Serves files that this program wrote, and no others.

use std::path::Path;

use crate::page::answer::Answer;
use crate::page::ask::Ask;
use crate::page::outputs;
use crate::source::settings::bytes_up_to;
use crate::store::publish::{Purpose, manifest_of};

/// We write no larger output.
const LARGEST: u64 = 1 << 30;

/// The requested file, if the `run.json` of its folder lists it.
pub(super) fn get(root: &Path, ask: &Ask) -> Option<Answer> {
    let (folder, path) = (ask.get("folder")?, ask.get("path")?);
    let is_plain = |name: &str| !name.is_empty() && !name.starts_with('.') && !name.contains(['/', '\\', '\0', ':']);
    let (folder, purpose) = match folder.strip_prefix("forms/") {
        Some(period) if is_plain(period) => (root.join("forms").join(period), Purpose::Forms),
        None if is_plain(folder) => (outputs::out(root)?.join(folder), Purpose::Outputs),
        _ => return None,
    };
    let run = manifest_of(&folder, purpose)?;
    run.outputs.iter().find(|output| output.path == path)?;
    // anybody may have written that `run.json`: never leave the folder
    if !path.split('/').all(is_plain) {
        return None;
    }
    let whole = folder.join(path);
    let real = std::fs::canonicalize(&whole).ok()?;
    if !real.starts_with(std::fs::canonicalize(&folder).ok()?) {
        return None;
    }
    let bytes = bytes_up_to(&real, LARGEST).ok()?;
    let end = path.rsplit_once('.').map_or("", |(_, end)| end).to_ascii_lowercase();
    // only formats that cannot contain scripts are displayed
    let (media, can_be_shown) = match end.as_str() {
        "pdf" => ("application/pdf", true),
        "xlsx" => ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", false),
        "docx" => ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", false),
        "json" => ("application/json", false),
        "csv" => ("text/csv; charset=utf-8", false),
        "txt" => ("text/plain; charset=utf-8", true),
        "html" => ("text/html; charset=utf-8", false),
        "eml" => ("message/rfc822", false),
        _ => ("application/octet-stream", false),
    };
    let name = path.rsplit('/').next().unwrap_or(path).to_owned();
    Some(Answer::File { name, media, bytes, shown: can_be_shown && ask.get("show").is_some() })
}
