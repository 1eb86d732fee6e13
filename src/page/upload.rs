//! Uploads: files go into the inbox of the period under their own names. Nothing is ever overwritten.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::extract::{FromRequest, Multipart, Request};
use axum::http::StatusCode;
use serde_json::json;

use crate::model::digest::sha256;
use crate::model::{Lang, Message, Period};
use crate::page::answer::Answer;
use crate::page::ask::{Ask, url};
use crate::page::messages;
use crate::page::{Page, frame, periods};
use crate::pipeline::errors::io_reason;
use crate::pipeline::settings::workspace::INBOX;
use crate::source::Limits;
use crate::source::settings::bytes_up_to;

/// The path of uploads.
pub(super) const PATH: &str = "/upload";

/// The result of an upload.
enum Received {
    /// Saved under this name.
    Kept(String),
    /// The same file is there already, under this name.
    Same(String),
    /// Refused: name and reason.
    Refused(String, Message),
}

/// Saves the files of a form, one by one, each up to the reader's own limit.
pub(super) async fn receive(page: &Arc<Page>, ask: Ask, request: Request) -> Answer {
    let lang = page.lang();
    let Some(root) = page.root() else {
        return refused(lang, &messages::no_workspace());
    };
    // a period that cannot be read is no other one
    let period = if ask.get("p").is_some() { ask.period() } else { periods(&root).first().copied() };
    let Some(period) = period else { return refused(lang, &messages::no_period()) };
    let Ok(mut form) = Multipart::from_request(request, &()).await else {
        return refused(lang, &messages::unreadable_request());
    };
    let limits = Limits::default();
    let mut room = limits.run_memory;
    let mut received = Vec::new();
    while let Ok(Some(mut field)) = form.next_field().await {
        let Some(given) = field.file_name().map(str::to_owned) else { continue };
        if given.is_empty() {
            continue;
        }
        let shown = shown(&given);
        if received.len() as u64 >= limits.zip_entries {
            received.push(Received::Refused(shown, messages::too_many_files()));
            break;
        }
        let mut bytes: Vec<u8> = Vec::new();
        let mut fault = name_of(&given).err();
        loop {
            match field.chunk().await {
                Ok(Some(chunk)) => {
                    let length = (bytes.len() + chunk.len()) as u64;
                    if length > limits.file_bytes || length > room {
                        // read to the end, so that the browser gets a response
                        fault = fault.or_else(|| Some(messages::too_large()));
                        bytes = Vec::new();
                    }
                    if fault.is_none() {
                        bytes.extend_from_slice(&chunk);
                    }
                }
                Ok(None) => break,
                Err(_) => {
                    fault = Some(messages::cut_off());
                    break;
                }
            }
        }
        room = room.saturating_sub(bytes.len() as u64);
        let folder = crate::page::reading::inbox(&root, Some(period));
        let placed = match (fault, name_of(&given)) {
            (None, Ok(name)) => tokio::task::spawn_blocking(move || place(&folder, &name, &bytes))
                .await
                .unwrap_or(Err(std::io::Error::other("panic")))
                .unwrap_or_else(|error| Received::Refused(shown, messages::inbox_unwritable(io_reason(&error)))),
            (fault, refusal) => Received::Refused(shown, fault.or(refusal.err()).unwrap_or_default()),
        };
        received.push(placed);
    }
    page.touch();
    answered(&ask, period, lang, &received)
}

fn answered(ask: &Ask, period: Period, lang: Lang, received: &[Received]) -> Answer {
    let lines: Vec<String> = received.iter().map(|one| line(one).text(lang).to_owned()).collect();
    if ask.script {
        let refused = received.iter().filter(|one| matches!(one, Received::Refused(..))).count();
        return Answer::Json(json!({ "lines": lines, "refused": refused }));
    }
    Answer::See(url("/period", &[("p", &period.id()), ("result", &lines.join(" / "))]))
}

fn line(one: &Received) -> Message {
    match one {
        Received::Kept(name) => messages::uploaded(name),
        Received::Same(name) => messages::uploaded_before(name),
        Received::Refused(name, reason) => messages::upload_refused(name, reason),
    }
}

fn refused(lang: Lang, reason: &Message) -> Answer {
    Answer::Html(StatusCode::BAD_REQUEST, frame::bare(lang, reason.text(lang)))
}

/// A file name from outside, made safe to display.
fn shown(given: &str) -> String {
    given.chars().filter(|c| !c.is_control()).take(120).collect()
}

/// The file's own name without folders, if every system allows it.
fn name_of(given: &str) -> Result<String, Message> {
    let name = given.rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_ascii_uppercase();
    let device = matches!(stem.as_str(), "CON" | "PRN" | "AUX" | "NUL")
        || ["COM", "LPT"]
            .iter()
            .any(|word| stem.len() == 4 && stem.starts_with(word) && stem.ends_with(|c: char| c.is_ascii_digit()));
    let hidden = |c: char| c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let bad = name.is_empty()
        || name.starts_with('.')
        || name.ends_with(['.', ' '])
        || name.contains(['<', '>', ':', '"', '|', '?', '*'])
        || name.contains(hidden)
        || device;
    match (bad, name.len() > 240) {
        (true, _) => Err(messages::odd_name()),
        (_, true) => Err(messages::long_name()),
        (false, false) => Ok(name.to_owned()),
    }
}

/// Saves a file in a folder, with a number after its name if that is taken.
fn place(folder: &Path, name: &str, bytes: &[u8]) -> std::io::Result<Received> {
    /// How many files of one name are kept.
    const MOST: u32 = 1000;
    std::fs::create_dir_all(folder)?;
    let mut waiting = tempfile::Builder::new().prefix("~$torimatome-").suffix(".part").tempfile_in(folder)?;
    waiting.write_all(bytes)?;
    waiting.as_file().sync_all()?;
    #[cfg(unix)]
    {
        // permissions of a copied file, not of a temporary one
        let permissions = std::os::unix::fs::PermissionsExt::from_mode(0o644);
        waiting.as_file().set_permissions(permissions)?;
    }
    let own = sha256(bytes);
    let (stem, end) = name.rsplit_once('.').map_or((name, String::new()), |(stem, end)| (stem, format!(".{end}")));
    for number in 1..MOST {
        let named = if number == 1 { name.to_owned() } else { format!("{stem} ({number}){end}") };
        let path: PathBuf = folder.join(&named);
        match waiting.persist_noclobber(&path) {
            Ok(_) => return Ok(Received::Kept(named)),
            Err(error) if error.error.kind() == std::io::ErrorKind::AlreadyExists => {
                let same = bytes_up_to(&path, Limits::default().file_bytes).is_ok_and(|there| sha256(&there) == own);
                if same {
                    return Ok(Received::Same(named));
                }
                waiting = error.file;
            }
            Err(error) => return Err(error.error),
        }
    }
    Err(std::io::Error::from(std::io::ErrorKind::AlreadyExists))
}

/// Creates the folder of a period.
pub(super) fn make_period(root: &Path, period: Period) -> std::io::Result<()> {
    std::fs::create_dir_all(root.join(INBOX).join(period.id()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_a_name_and_never_a_way_out() {
        assert_eq!(name_of("建設課.xlsx").unwrap(), "建設課.xlsx");
        assert_eq!(name_of("C:\\Users\\a\\総務課 (1).csv").unwrap(), "総務課 (1).csv");
        assert_eq!(name_of("../../etc/passwd.csv").unwrap(), "passwd.csv");
        for name in ["", "..", "a/..", ".htaccess", "a\u{0}.csv", "con.xlsx", "COM1", "a:b.csv", "x.", "a\u{202e}xslx.exe"] {
            assert!(name_of(name).is_err(), "{name:?}");
        }
    }

    #[test]
    fn nothing_is_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let put = |bytes: &[u8]| match place(folder.path(), "a.csv", bytes).unwrap() {
            Received::Kept(name) => name,
            Received::Same(name) => format!("same {name}"),
            Received::Refused(..) => unreachable!(),
        };
        assert_eq!(put(b"1"), "a.csv");
        assert_eq!(put(b"1"), "same a.csv");
        assert_eq!(put(b"2"), "a (2).csv");
        assert_eq!(put(b"2"), "same a (2).csv");
        assert_eq!(std::fs::read(folder.path().join("a.csv")).unwrap(), b"1");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2, "nothing else stays");
    }
}
