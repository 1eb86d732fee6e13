//! Mails as files that mail programs open as drafts.

use jiff::civil::DateTime;
use mail_builder::MessageBuilder;
use mail_builder::headers::content_type::ContentType;
use mail_builder::headers::raw::Raw;
use mail_builder::mime::MimePart;

use crate::model::digest::sha256;
use crate::model::{Office, japan};

const WORKBOOK: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// A mail that has not been sent.
#[derive(Debug, Clone, Copy)]
pub struct Draft<'a> {
    /// The sender.
    pub office: &'a Office,
    /// Name and address of the recipient; without an address, the sender fills it in.
    pub to: (&'a str, Option<&'a str>),
    /// The text, 件名 first.
    pub text: &'a str,
    /// Name and content of the attached workbook.
    pub workbook: Option<(&'a str, &'a [u8])>,
    /// When it was made.
    pub issued: DateTime,
}

impl Draft<'_> {
    /// The subject and the body of the text.
    pub fn subject_and_body(text: &str) -> (&str, &str) {
        let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
        match first.strip_prefix("件名:").or_else(|| first.strip_prefix("件名：")) {
            Some(subject) => (subject.trim(), rest.trim_matches('\n')),
            None => ("", text),
        }
    }

    /// The file (`.eml`): RFC 5322 in UTF-8, and `X-Unsent` for a draft.
    ///
    /// # Errors
    /// Errors of writing.
    pub fn eml(&self) -> std::io::Result<Vec<u8>> {
        let (subject, body) = Self::subject_and_body(self.text);
        let seconds = japan::time_zone().to_timestamp(self.issued).map_or(0, |at| at.as_second());
        let hash = sha256([self.to.0, self.text, &self.issued.to_string()].join("\n").as_bytes());
        let unique = hash.get(..32).unwrap_or_default();
        let from = self.office.mail.as_deref().unwrap_or_default();
        let host = from.rsplit('@').next().filter(|host| !host.is_empty()).unwrap_or("localhost");
        let mut parts = vec![MimePart::new("text/plain", body.replace('\n', "\r\n"))];
        if let Some((name, bytes)) = self.workbook {
            parts.push(MimePart::new(WORKBOOK, bytes).attachment(name));
        }
        let whole = ContentType::new("multipart/mixed").attribute("boundary", format!("=_torimatome_{unique}"));
        let mut message = MessageBuilder::new()
            .date(seconds)
            .message_id(format!("{unique}@{host}"))
            .subject(one_line(subject))
            .header("X-Unsent", Raw::new("1"))
            .body(MimePart::new(whole, parts));
        if !from.is_empty() {
            message = message.from((one_line(&self.office.full_name()), from.to_owned()));
        }
        if let (name, Some(address)) = self.to {
            message = message.to((one_line(name), address.to_owned()));
        }
        message.write_to_vec()
    }
}

/// A text for a header: line breaks would begin another one in programs that decode it first.
fn one_line(text: &str) -> String {
    text.split(|c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')).collect::<Vec<_>>().join(" ").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_is_the_same_twice_and_says_that_it_is_unsent() {
        let office = Office { name: Some("総務課".into()), mail: Some("dx@example.jp".into()), ..Office::default() };
        let draft = Draft {
            office: &office,
            to: ("財政課", Some("zaisei@example.jp")),
            text: "件名: 【依頼】様式\n\n財政課 御中\n",
            workbook: Some(("財政課_取組状況.xlsx", b"PK")),
            issued: DateTime::constant(2026, 4, 1, 9, 0, 0, 0),
        };
        let eml = draft.eml().unwrap();
        assert_eq!(eml, draft.eml().unwrap());
        let text = String::from_utf8(eml).unwrap();
        for line in ["X-Unsent: 1\r\n", "<dx@example.jp>", "<zaisei@example.jp>", "MIME-Version: 1.0\r\n", "multipart/mixed"] {
            assert!(text.contains(line), "{line}: {text}");
        }
        assert!(text.is_ascii() && text.lines().all(|line| line.len() < 998));
        // a line break within an encoded name would begin a header in programs that decode it first
        let broken = Draft { to: ("財政課\r\nBcc: a@example.jp", Some("zaisei@example.jp")), ..draft };
        let to = |draft: &Draft<'_>| {
            let eml = String::from_utf8(draft.eml().unwrap()).unwrap();
            eml.lines().find(|line| line.starts_with("To:")).map(str::to_owned)
        };
        assert_eq!(to(&broken), to(&Draft { to: ("財政課  Bcc: a@example.jp", Some("zaisei@example.jp")), ..draft }));
        let nobody = Draft { to: ("財政課", None), ..draft }.eml().unwrap();
        assert!(!String::from_utf8(nobody).unwrap().contains("\nTo:"));
    }
}
