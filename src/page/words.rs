//! Words of the page in both languages.

use crate::model::text::fold;
use crate::model::{Answer, Lang, Severity, SubmissionStatus};

pub(super) const fn t<'t>(lang: Lang, ja: &'t str, en: &'t str) -> &'t str {
    match lang {
        Lang::Ja => ja,
        Lang::En => en,
    }
}

/// Does a text hold what is searched for, however wide and high its letters are written?
pub(super) fn holds(text: &str, sought: &str) -> bool {
    text.contains(sought) || fold(text).contains(&fold(sought))
}

/// The label of an answer.
pub(super) const fn answer(answer: Answer, lang: Lang) -> &'static str {
    match (lang, answer) {
        (Lang::Ja, answer) => answer.label(),
        (Lang::En, Answer::Confirmed) => "Confirmed",
        (Lang::En, Answer::Returned) => "Return",
        (Lang::En, Answer::Always) => "Same from now on",
        (Lang::En, Answer::NotApplicable) => "Not applicable",
    }
}

/// The label of a status.
pub(super) const fn status(status: SubmissionStatus, lang: Lang) -> &'static str {
    match (lang, status) {
        (Lang::Ja, status) => status.label(),
        (Lang::En, SubmissionStatus::Submitted) => "submitted",
        (Lang::En, SubmissionStatus::NoRecords) => "nothing to report",
        (Lang::En, SubmissionStatus::Unfilled) => "not filled in",
        (Lang::En, SubmissionStatus::Missing) => "missing",
        (Lang::En, SubmissionStatus::Unreadable) => "unreadable",
    }
}

/// The CSS class of a severity.
pub(super) const fn severity_class(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
    }
}

/// A number with thousands separators.
pub(super) fn count(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}
