//! The coordinator's decisions and edits: read from `decisions.toml` and from the 取りまとめ.xlsx of the last run.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::consolidate::edit::label;
use crate::form::{Column, from_toml};
use crate::model::digest::sha256;
use crate::model::text::fold;
use crate::model::{Answer, Failure, Finding, Format, Lang, Message, Place, RecordKind};
use crate::pipeline::errors::{configuration_failure, io_reason};
use crate::pipeline::messages::files;
use crate::pipeline::outputs::WORKBOOK;
use crate::pipeline::settings::resolved::Settings;
use crate::recognise::column_spelling;
use crate::report::workbook::read_back::{ReadBack, read_back};
use crate::rules;
use crate::source;
use crate::source::settings::in_any_case;
use crate::store::decisions::{Decisions, FILE, Occasion};

/// We write no larger file. The limit also ends reading from a pipe.
const LARGEST: u64 = 1 << 30;

/// Where a run writes, and what it does with edits there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Target {
    /// The output folder.
    pub folder: PathBuf,
    /// Discard the changes in the last workbook?
    pub discard: bool,
}

/// The coordinator's decisions and edits.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Coordination {
    /// The saved decisions, and those of the workbook.
    pub known: Decisions,
    /// The same, and those of the input folder.
    pub applied: Decisions,
    /// The path of `decisions.toml`.
    path: PathBuf,
    /// Its content when this run began.
    before: Decisions,
    /// What the workbook adds.
    taken: Option<(ReadBack, Occasion)>,
    /// Changes in the workbook that cannot be read back.
    pub unread: Vec<String>,
    /// What was discarded on request.
    pub dropped: Vec<Message>,
    /// SHA-256 of the last workbook, if it was edited and all changes were read back or discarded.
    pub settled: Option<String>,
}

impl Coordination {
    /// Reads the saved decisions. A run that writes also reads the last workbook back.
    pub(crate) fn read(settings: &Settings, configuration: &[PathBuf], target: Option<&Target>) -> Result<Self, Failure> {
        let folder = target.map(|target| target.folder.clone());
        let path = match &settings.workspace {
            Some(workspace) => workspace.root.join(FILE),
            None => folder.unwrap_or_else(|| settings.output_folder()).join(FILE),
        };
        let path = in_any_case(&path);
        let known = parsed(&path)?;
        let mut coordination = Self { before: known.clone(), known, path, ..Self::default() };
        if let Some(target) = target {
            coordination.read_workbook(settings, target)?;
        }
        coordination.applied = coordination.known.clone();
        let brought = configuration.iter().filter(|path| path.file_name().is_some_and(|name| name.eq_ignore_ascii_case(FILE)));
        for path in brought.filter(|path| **path != coordination.path) {
            let Decisions { decisions, edits, .. } = parsed(path)?;
            coordination.applied.decisions.extend(decisions);
            coordination.applied.edits.extend(edits);
        }
        Ok(coordination)
    }

    fn read_workbook(&mut self, settings: &Settings, target: &Target) -> Result<(), Failure> {
        let (found, sha256, is_certain) = match workbook(&target.folder, settings, target.discard)? {
            Workbook::AsWritten => return Ok(()),
            Workbook::Unreadable => {
                // an unreadable workbook is kept: it may be repaired
                self.dropped.push(files::unreadable_workbook(WORKBOOK));
                return Ok(());
            }
            Workbook::Forgetful => {
                self.unread.push(format!("{WORKBOOK}（手直しを読み取れない版）"));
                return Ok(());
            }
            Workbook::Changed { found, sha256, is_certain } => (found, sha256, is_certain),
        };
        if target.discard {
            self.dropped = described(&found);
            self.settled = Some(sha256);
            return Ok(());
        }
        let on = Some(settings.now.date());
        let occasion = Occasion { period: found.period.clone(), on, by: settings.config.office.person.clone() };
        take(&mut self.known, &found, &occasion);
        // without digests, other changes may go unnoticed
        self.settled = (found.unread.is_empty() && is_certain).then_some(sha256);
        self.unread.clone_from(&found.unread);
        self.taken = Some((found, occasion));
        Ok(())
    }

    /// The finding about changes that cannot be read back.
    pub(crate) fn finding(&self) -> Option<Finding> {
        const NAMED: usize = 8;
        if self.unread.is_empty() {
            return None;
        }
        let mut content = self.unread.iter().take(NAMED).cloned().collect::<Vec<_>>().join("、");
        if self.unread.len() > NAMED {
            content.push_str(&format!("、ほか{}件", self.unread.len() - NAMED));
        }
        Some(Finding::new(rules::UNREAD_EDIT, Place::nowhere()).with("content", content))
    }

    /// Saves everything, together with what others decided during this run.
    pub(crate) fn save(&self) -> Result<(), Failure> {
        let there = parsed(&self.path)?;
        let mut merged = self.known.clone();
        if there != self.before {
            merged = there;
            self.taken.iter().for_each(|(found, occasion)| take(&mut merged, found, occasion));
        }
        merged.save(&self.path).map_err(|error| files::decisions_unwritable(self.path.display(), io_reason(&error)))
    }
}

/// Adds headings that permanent decisions explain to the forms, as spellings of their columns.
pub(crate) fn teach_headings(settings: &mut Settings, decisions: &Decisions) {
    let explained = decisions.decisions.iter().filter(|decision| {
        decision.answer == Some(Answer::Always) && decision.rule == rules::UNMAPPED_COLUMN.id && !decision.subject.is_empty()
    });
    for decision in explained {
        let Some(meant) = decision.note.as_deref() else { continue };
        let Some(spelling) = column_spelling(&decision.subject) else { continue };
        for form in settings.known.forms.iter_mut().chain(settings.form.as_mut()) {
            let kind = form.record;
            let column = form.columns.iter_mut().find(|column| means(column, kind, meant));
            if let Some(column) = column.filter(|column| !column.aliases.contains(&spelling)) {
                column.aliases.push(spelling.clone());
            }
        }
    }
}

/// Is this what the coordinator calls a column: by its heading in the form or in the sheet 一覧, by another of its headings?
fn means(column: &Column, kind: RecordKind, meant: &str) -> bool {
    let listed = (kind == RecordKind::Progress).then(|| label(&column.field)).filter(|label| *label != column.field);
    let names = [column.heading.as_str(), column.field.as_str()];
    let mut names = names.into_iter().chain(listed).chain(column.aliases.iter().map(String::as_str));
    names.any(|name| fold(name) == fold(meant))
}

/// Merges the changes of a workbook.
fn take(known: &mut Decisions, found: &ReadBack, occasion: &Occasion) {
    found.answers.iter().for_each(|given| known.answer(given, occasion));
    found.cells.iter().for_each(|cell| known.edit(cell, occasion));
}

/// Reads `decisions.toml`; a missing file has no decisions.
pub(crate) fn parsed(path: &Path) -> Result<Decisions, Failure> {
    let text = match source::settings::text(path) {
        Ok(text) => text,
        // a file in place of the folder is reported when the folder is opened
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => return Ok(Decisions::default()),
        Err(error) => {
            return Err(files::decisions_unreadable(path.display(), io_reason(&error)));
        }
    };
    let text = text.trim_start_matches('\u{feff}');
    let found: Decisions = from_toml(path, text).map_err(|fault| configuration_failure(&fault))?;
    Ok(found.with_remarks_of(text))
}

fn described(found: &ReadBack) -> Vec<Message> {
    let answers = found.answers.iter().map(|given| {
        let about = [given.question.department.as_deref(), given.question.record.as_deref(), Some(&given.question.subject)];
        let about = about.into_iter().flatten().collect::<Vec<_>>().join(" ");
        let answer = given.answer.map_or("（空欄）", Answer::label);
        format!("指摘 {} {about}: {answer} {}", given.question.rule, given.note.as_deref().unwrap_or_default())
    });
    let cells = found.cells.iter().map(|cell| {
        let now = cell.now.as_deref().unwrap_or("（空欄）").replace('\n', " ");
        format!("一覧 {} {}: {now}", cell.record, label(&cell.field))
    });
    answers.chain(cells).chain(found.unread.iter().cloned()).map(Message::verbatim).collect()
}

/// The state of the last run's workbook.
enum Workbook {
    /// Unchanged, or missing.
    AsWritten,
    /// Unreadable; it is discarded.
    Unreadable,
    /// Without the sheet that records what was written: from an earlier version, or from another program.
    Forgetful,
    /// Edited.
    Changed { found: ReadBack, sha256: String, is_certain: bool },
}

fn workbook(folder: &Path, settings: &Settings, discard: bool) -> Result<Workbook, Failure> {
    #[derive(Deserialize)]
    struct Run {
        outputs: Vec<Listed>,
    }
    #[derive(Deserialize)]
    struct Listed {
        path: String,
        sha256: String,
        #[serde(default)]
        sheets: BTreeMap<String, String>,
    }
    let path = folder.join(WORKBOOK);
    let Some(run) = source::settings::bytes_up_to(&folder.join("run.json"), LARGEST)
        .ok()
        .and_then(|text| serde_json::from_slice::<Run>(&text).ok())
    else {
        return Ok(Workbook::AsWritten);
    };
    let Some(listed) = run.outputs.iter().find(|output| output.path == WORKBOOK) else { return Ok(Workbook::AsWritten) };
    let bytes = match source::settings::bytes_up_to(&path, LARGEST) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Workbook::AsWritten),
        Err(error) => return Err(files::edits_unreadable(path.display(), io_reason(&error))),
    };
    if let Some(lock) = [format!("~${WORKBOOK}"), format!(".~lock.{WORKBOOK}#")].iter().find(|name| folder.join(name).exists()) {
        return Err(files::workbook_open(path.display(), lock));
    }
    let sha256 = sha256(&bytes);
    if sha256 == listed.sha256 {
        return Ok(Workbook::AsWritten);
    }
    match source::workbook::read(&bytes, Format::Xlsx, &WORKBOOK.into(), &settings.reading) {
        Ok((book, _)) => Ok(match read_back(&book, &listed.sheets) {
            Some(found) => Workbook::Changed { found, sha256, is_certain: !listed.sheets.is_empty() },
            None => Workbook::Forgetful,
        }),
        Err(_) if discard => Ok(Workbook::Unreadable),
        Err(finding) => {
            let reason = Message::new(finding.statement(Lang::Ja), finding.statement(Lang::En));
            Err(files::edits_unreadable(path.display(), reason))
        }
    }
}
