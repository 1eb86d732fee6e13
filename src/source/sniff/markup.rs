//! Text that is a document of its own: HTML, XML, JSON, mail.

use super::{Content, HEAD};
use crate::model::Format;
use crate::model::Texts;

/// The kind of a marked-up text, or `None` for any other text.
pub(super) fn kind(bytes: &[u8]) -> Option<Content> {
    let head = bytes.get(..bytes.len().min(HEAD)).unwrap_or_default();
    // Marks are ASCII: dropping zeros reads UTF-16 well enough.
    let mut head = head.iter().filter(|b| **b != 0 && **b < 0x80).map(|b| char::from(b.to_ascii_lowercase())).peekable();
    while head.next_if(|c| c.is_whitespace()).is_some() {}
    // The first letter of nearly every table rules all of them out.
    if !head.peek().is_some_and(|c| matches!(c, '<' | 'm' | 'f' | 'i' | '{' | '[')) {
        return None;
    }
    let head: String = head.collect();
    let head = head.as_str();

    if head.starts_with('<') {
        return markup(head);
    }
    if head.starts_with("mime-version:") || (head.starts_with("from:") && head.contains("content-type:")) {
        return Some(Content::Other(if head.contains("multipart/related") {
            Texts::new("Web ページ（MHTML）", "web page (MHTML)")
        } else {
            Texts::new("メール", "mail")
        }));
    }
    if head.starts_with("id;p") {
        return Some(Content::Foreign(Texts::same("SYLK")));
    }
    if head.starts_with(['{', '[']) && is_json(bytes) {
        return Some(Content::Other(Texts::same("JSON")));
    }
    None
}

fn markup(head: &str) -> Option<Content> {
    if head.contains("<office:document") {
        return Some(if head.contains("opendocument.spreadsheet") {
            Content::Workbook(Format::Fods)
        } else {
            Content::Other(Texts::new("OpenDocument の文書", "OpenDocument file"))
        });
    }
    if head.contains("urn:schemas-microsoft-com:office:spreadsheet") || head.contains("progid=\"excel.sheet\"") {
        // A web page saved by Excel declares the name space too.
        if !head.contains("<html") {
            return Some(Content::Foreign(Texts::new("Excel 2003 XML スプレッドシート", "Excel 2003 XML spreadsheet")));
        }
    }
    if ["<!doctype html", "<html", "<head", "<body", "<table", "<meta", "<style"].iter().any(|tag| head.contains(tag)) {
        return Some(Content::Other(Texts::new("Web ページ（HTML）", "web page (HTML)")));
    }
    if head.contains("<svg") {
        return Some(Content::Other(Texts::new("画像（SVG）", "picture (SVG)")));
    }
    (head.starts_with("<?xml") || head.starts_with("<!")).then_some(Content::Other(Texts::same("XML")))
}

/// A list or an object from the first to the last byte; a CSV that begins with a bracket is none.
fn is_json(bytes: &[u8]) -> bool {
    let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    serde_json::from_slice::<serde::de::IgnoredAny>(text).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marked_up_texts_are_kept_apart() {
        let kinds = [
            ("<html><table><tr><td>課", Some(Content::Other(Texts::new("Web ページ（HTML）", "web page (HTML)")))),
            ("\u{feff}<!DOCTYPE html>", Some(Content::Other(Texts::new("Web ページ（HTML）", "web page (HTML)")))),
            (
                "<html xmlns:x=\"urn:schemas-microsoft-com:office:spreadsheet\">",
                Some(Content::Other(Texts::new("Web ページ（HTML）", "web page (HTML)"))),
            ),
            (
                "<?xml version=\"1.0\"?><?mso-application progid=\"Excel.Sheet\"?><Workbook>",
                Some(Content::Foreign(Texts::new("Excel 2003 XML スプレッドシート", "Excel 2003 XML spreadsheet"))),
            ),
            (
                "<?xml version=\"1.0\"?><office:document office:mimetype=\"application/vnd.oasis.opendocument.spreadsheet\">",
                Some(Content::Workbook(Format::Fods)),
            ),
            ("{\"a\": [1, 2]}\n", Some(Content::Other(Texts::same("JSON")))),
            ("[総務課],済\n", None),
            ("<総務課>,済\n", None),
            ("ID,課名\n1,総務課", None),
            ("ID;PWXL;N;E\n", Some(Content::Foreign(Texts::same("SYLK")))),
            (
                "MIME-Version: 1.0\nContent-Type: multipart/related",
                Some(Content::Other(Texts::new("Web ページ（MHTML）", "web page (MHTML)"))),
            ),
        ];
        for (text, expected) in kinds {
            assert_eq!(kind(text.as_bytes()), expected, "{text}");
        }
    }
}
