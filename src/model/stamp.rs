//! The stamp: what a workbook that we hand out says of itself, so that it is read back without a guess.
//!
//! It is a text in a hidden column, not a property of the file: a text in a cell survives every program and
//! format that a department may save with, down to CSV.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::Period;
use super::digest::sha256;
use super::text::fold;

/// Heading of the hidden column with the records' ids.
pub const ID_HEADING: &str = "ID（編集不要）";

/// Heading of the column that shows last period's plan beside this period's blank.
pub const LAST_PLAN_HEADING: &str = "前回の予定（参考）";

const MARK: &str = "torimatome/1";
/// Keeps programs from taking `1-2` for a day.
const ID_MARK: &str = "id:";
/// Stands between an id and the checksum of what was written beside it.
const CHECK_MARK: &str = " check:";

/// What a sheet of ours is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stamp {
    /// Guidance, choices, a list of findings: nothing to be read.
    Note,
    /// A form that a department fills in.
    Form(FormStamp),
}

/// Whose form it is, and for when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormStamp {
    /// Id of the form.
    pub form: String,
    /// Id of the plan.
    pub plan: String,
    /// The period that is reported.
    pub period: Option<Period>,
    /// Which version of the hand-in it becomes; 0 for the first.
    pub version: u32,
    /// The department's name.
    pub department: String,
}

impl Stamp {
    /// The stamp that a cell's text is.
    ///
    /// ```
    /// use torimatome::model::{FormStamp, Stamp};
    /// let stamp = Stamp::parse("torimatome/1|form|progress|kirise|2025H2|0|総務課");
    /// assert!(matches!(stamp, Some(Stamp::Form(FormStamp { department, .. })) if department == "総務課"));
    /// assert_eq!(Stamp::parse("総務課"), None);
    /// ```
    pub fn parse(text: &str) -> Option<Self> {
        let rest = text.trim().strip_prefix(MARK)?.strip_prefix('|')?;
        if rest == "note" {
            return Some(Self::Note);
        }
        let mut parts = rest.strip_prefix("form|")?.splitn(5, '|');
        Some(Self::Form(FormStamp {
            form: parts.next()?.to_owned(),
            plan: parts.next()?.to_owned(),
            period: parts.next().and_then(Period::parse),
            version: parts.next()?.parse().ok()?,
            // the last part: a name may hold anything
            department: parts.next().filter(|name| !name.is_empty())?.to_owned(),
        }))
    }
}

impl fmt::Display for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Note => write!(f, "{MARK}|note"),
            Self::Form(form) => {
                let plain = |text: &str| text.replace(['|', '\n'], " ");
                let period = form.period.map(Period::id).unwrap_or_default();
                let (id, plan) = (plain(&form.form), plain(&form.plan));
                write!(f, "{MARK}|form|{id}|{plan}|{period}|{}|{}", form.version, form.department)
            }
        }
    }
}

/// How a comment of ours begins and ends: a department may have written before and after it.
const COMMENT: (&str, &str) = ("――取りまとめからの指摘――", "――指摘はここまで――");

/// A comment of ours, below what a department had written on its cell.
pub fn comment(theirs: Option<&str>, ours: &str) -> String {
    let (begin, end) = COMMENT;
    let theirs = theirs.map(|text| format!("{text}\n\n")).unwrap_or_default();
    format!("{theirs}{begin}\n{ours}\n{end}")
}

/// What a department wrote in a comment; what we wrote into it on an earlier return is left out.
///
/// ```
/// use torimatome::model::stamp::{comment, own_words};
/// assert_eq!(own_words(&comment(Some("確認済み"), "直し方：…")).as_deref(), Some("確認済み"));
/// assert_eq!(own_words(&comment(None, "直し方：…")), None);
/// ```
pub fn own_words(text: &str) -> Option<String> {
    let (begin, end) = COMMENT;
    let mut kept = text.to_owned();
    while let Some(from) = kept.find(begin) {
        let to = kept.get(from..).and_then(|rest| rest.find(end)).map_or(kept.len(), |at| from + at + end.len());
        kept.replace_range(from..to, "");
    }
    let kept = kept.trim_matches('\n');
    (!kept.trim().is_empty()).then(|| kept.to_owned())
}

/// A record's id as it stands in the hidden column, with the checksum of the plan of last period beside it, where one is shown.
pub fn id_cell(id: &str, last_plan: Option<&str>) -> String {
    let check = last_plan.map(|text| format!("{CHECK_MARK}{}", checksum(text))).unwrap_or_default();
    format!("{ID_MARK}{id}{check}")
}

/// The record's id in a cell of the hidden column.
pub fn id_in(text: &str) -> Option<&str> {
    id_and_check(text).map(|(id, _)| id)
}

/// The checksum of the plan of last period in a cell of the hidden column; forms made before there was one have none.
pub fn check_in(text: &str) -> Option<&str> {
    id_and_check(text)?.1
}

fn id_and_check(text: &str) -> Option<(&str, Option<&str>)> {
    let rest = text.trim().strip_prefix(ID_MARK).filter(|id| !id.is_empty())?;
    Some(rest.rsplit_once(CHECK_MARK).map_or((rest, None), |(id, check)| (id, Some(check))))
}

/// What a text of ours is known again by, whatever a program made of its blanks, widths and signs.
pub fn checksum(text: &str) -> String {
    let words: String = fold(text).chars().filter(|c| c.is_alphanumeric()).collect();
    let mut sum = sha256(words.as_bytes());
    sum.truncate(8);
    sum
}

/// The checksum of the text at its left, in the hidden column of a sheet that only explains.
pub fn check_cell(text: &str) -> String {
    format!("{}{}", CHECK_MARK.trim_start(), checksum(text))
}

/// The checksum in the hidden column of a sheet that only explains.
pub fn check_of(text: &str) -> Option<&str> {
    text.trim().strip_prefix(CHECK_MARK.trim_start())
}

/// Is it the heading of the hidden column?
pub fn is_id_heading(text: &str) -> bool {
    text.starts_with("ID") && fold(text) == fold(ID_HEADING)
}

/// Is it the heading of the column with last period's plan?
pub fn is_last_plan_heading(text: &str) -> bool {
    text.starts_with("前回") && fold(text) == fold(LAST_PLAN_HEADING)
}

/// Is it a text that only our own hidden column holds?
pub fn is_hidden_text(text: &str) -> bool {
    id_in(text).is_some() || check_of(text).is_some() || is_id_heading(text) || Stamp::parse(text).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stamp_is_read_as_it_was_written() {
        for (period, department) in [(Some(Period::Half(2025, 2)), "総務課"), (None, "a|b 課")] {
            let stamp = Stamp::Form(FormStamp {
                form: "progress".to_owned(),
                plan: "kirise".to_owned(),
                period,
                version: 2,
                department: department.to_owned(),
            });
            assert_eq!(Stamp::parse(&stamp.to_string()), Some(stamp));
        }
        assert_eq!(Stamp::parse(&Stamp::Note.to_string()), Some(Stamp::Note));
        assert_eq!(Stamp::parse("torimatome/1|form|progress"), None);
        assert_eq!((id_in(&id_cell("1-2_3", None)), check_in(&id_cell("1-2_3", None))), (Some("1-2_3"), None));
        let cell = id_cell("1-2", Some("【導入】 予約を始める"));
        assert_eq!((id_in(&cell), check_in(&cell)), (Some("1-2"), Some(checksum("【導入】\n予約を始める").as_str())));
        assert!(is_id_heading("ID（編集不要）") && is_last_plan_heading("前回の予定(参考)") && !is_hidden_text("前回の予定"));
    }
}
