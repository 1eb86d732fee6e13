//! `decisions.toml`: what the coordinator decided and edited, readable and sorted.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::model::{Answer, ChangedCell, Decision, Edit, GivenAnswer, Question};

/// Name of the file, in the workspace or beside `run.json`.
pub const FILE: &str = "decisions.toml";

const HEADER: &str = "# 取りまとめの判断と手直し。取りまとめ.xlsx の「指摘」（対応、メモ）と「一覧」から読み取ったものです。
# この内容は次の取りまとめで使われます。手で直しても、ブロックごと消しても構いません。
";

/// Where the new file waits.
const WAITING: &str = ".decisions.toml.new";

/// What the file holds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decisions {
    /// Answers to findings.
    #[serde(default, rename = "decision", skip_serializing_if = "Vec::is_empty")]
    pub decisions: Vec<Decision>,
    /// Edits of records.
    #[serde(default, rename = "edit", skip_serializing_if = "Vec::is_empty")]
    pub edits: Vec<Edit>,
    /// Lines of remarks that somebody wrote into the file.
    #[serde(skip)]
    pub remarks: Vec<String>,
}

/// For which period, when and by whom something was changed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Occasion {
    /// The period of the workbook.
    pub period: Option<String>,
    /// The day.
    pub on: Option<Date>,
    /// The person.
    pub by: Option<String>,
}

impl Decisions {
    /// Takes an answer; one that was taken back is forgotten.
    pub fn answer(&mut self, given: &GivenAnswer, occasion: &Occasion) {
        let Question { rule, department, record, subject } = given.question.clone();
        let decision = Decision {
            rule,
            department,
            record,
            subject,
            answer: given.answer,
            note: given.note.clone(),
            period: occasion.period.clone(),
            on: occasion.on,
            by: occasion.by.clone(),
        };
        // what held for good and is answered anew was the question that is asked now
        let same = |known: &Decision| {
            known.question() == given.question && (known.period == decision.period || known.answer == Some(Answer::Always))
        };
        self.decisions.retain(|known| !same(known));
        if decision.answer.is_some() || decision.note.is_some() {
            self.decisions.push(decision);
        }
    }

    /// Takes an edit; a cell that was set back to what the department wrote is no edit.
    pub fn edit(&mut self, cell: &ChangedCell, occasion: &Occasion) {
        let period = occasion.period.as_deref();
        self.edits.retain(|known| !known.is_of(period, cell.kind, &cell.record, &cell.field));
        if cell.now != cell.own {
            self.edits.push(Edit {
                period: occasion.period.clone(),
                kind: cell.kind,
                record: cell.record.clone(),
                field: cell.field.clone(),
                department: cell.department.clone(),
                before: cell.own.clone(),
                after: cell.now.clone(),
                on: occasion.on,
                by: occasion.by.clone(),
            });
        }
    }

    /// Is there nothing?
    pub const fn is_empty(&self) -> bool {
        self.decisions.is_empty() && self.edits.is_empty() && self.remarks.is_empty()
    }

    /// Takes the remarks of a file's text: whole lines, outside the texts of values.
    #[must_use]
    pub fn with_remarks_of(mut self, text: &str) -> Self {
        let mut within = None;
        for line in text.lines() {
            match within {
                Some(quotes) if line.contains(quotes) => within = None,
                Some(_) => {}
                None if line.trim_start().starts_with('#') => self.remarks.extend(own_remark(line)),
                None => {
                    let value = line.split_once('=').map_or("", |(_, value)| value.trim_start());
                    let opens = |quotes: &&str| value.strip_prefix(*quotes).is_some_and(|rest| !rest.contains(*quotes));
                    within = ["\"\"\"", "'''"].into_iter().find(opens);
                }
            }
        }
        self
    }

    /// The file's text: sorted, a block each.
    pub fn to_text(&self) -> String {
        let mut sorted = self.clone();
        sorted.decisions.sort_by_cached_key(|decision| (decision.period.clone(), decision.question()));
        let key = |edit: &Edit| (edit.period.clone(), edit.kind, edit.record.clone(), edit.field.clone());
        sorted.edits.sort_by_cached_key(key);
        let mut seen = BTreeSet::new();
        sorted.edits.retain(|edit| seen.insert(key(edit)));
        // plain data: there is nothing that could fail
        let text = toml::to_string_pretty(&sorted).unwrap_or_default();
        let remarks: String = self.remarks.iter().map(|line| format!("{line}\n")).collect();
        if text.is_empty() { format!("{HEADER}{remarks}") } else { format!("{HEADER}{remarks}\n{text}") }
    }

    /// Replaces the file, whole or not at all. Where there is nothing to keep and no file, none is made.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn save(&self, path: &Path) -> io::Result<()> {
        let text = self.to_text();
        match fs::read(path) {
            Ok(there) if there == text.as_bytes() => return Ok(()),
            Err(_) if self.is_empty() => return Ok(()),
            _ => {}
        }
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            fs::create_dir_all(folder)?;
        }
        // where the file is a link, what it leads to is replaced
        let path = &fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let waiting = path.with_file_name(WAITING);
        match fs::remove_file(&waiting) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let mut file = File::create_new(&waiting)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        drop(file);
        fs::rename(&waiting, path)
    }
}

/// A line of remarks that is not this program's own.
fn own_remark(line: &str) -> Option<String> {
    (!HEADER.lines().any(|ours| ours == line)).then(|| line.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::RecordKind;

    fn cell(own: Option<&str>, now: Option<&str>) -> ChangedCell {
        let some = |text: Option<&str>| text.map(str::to_owned);
        ChangedCell {
            kind: RecordKind::Progress,
            record: "1-2".to_owned(),
            department: Some("総務課".to_owned()),
            field: "done".to_owned(),
            own: some(own),
            now: some(now),
        }
    }

    fn occasion() -> Occasion {
        Occasion { period: Some("2025-10".to_owned()), on: Some(Date::constant(2025, 11, 5)), by: Some("山田".to_owned()) }
    }

    #[test]
    fn what_is_written_comes_back_and_is_sorted() {
        let mut decisions = Decisions::default();
        for rule in ["stage-fall", "hidden-row"] {
            let question = Question { rule: rule.to_owned(), subject: "a \"b\"".to_owned(), ..Question::default() };
            let note = Some("二行の\n理由".to_owned());
            decisions.answer(&GivenAnswer { question, answer: Some(Answer::Confirmed), note }, &occasion());
        }
        decisions.edit(&cell(Some("済"), Some("完了\n二行目")), &occasion());
        let text = decisions.to_text();
        let back: Decisions = toml::from_str(&text).unwrap();
        assert_eq!(back.to_text(), text);
        assert!(text.find("hidden-row") < text.find("stage-fall"), "{text}");
        assert!(text.contains("answer = \"確認済み\"") && text.contains("on = \"2025-11-05\""), "{text}");
        assert!(toml::from_str::<Decisions>("[[decision]]\nrule = \"x\"\nfrob = 1\n").is_err());
    }

    #[test]
    fn setting_a_cell_back_takes_the_edit_away() {
        let mut decisions = Decisions::default();
        decisions.edit(&cell(Some("済"), Some("完了")), &occasion());
        decisions.edit(&cell(Some("済"), Some("完了した")), &occasion());
        assert_eq!(decisions.edits.len(), 1);
        decisions.edit(&cell(Some("済"), Some("済")), &occasion());
        assert!(decisions.is_empty());
    }
}
