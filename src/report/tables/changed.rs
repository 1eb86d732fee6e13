//! Changes since the last report, cell by cell: a word, and the new phrases.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use crate::consolidate::compare::phrases;
use crate::model::{Change, ChangedColumn, Comparison, Difference, Field, TableChange, TableDifference, TableField, ValueKind};
use crate::report::tables::changes::joined;
use crate::report::tables::{Cell, Row, Table};

/// The change of a cell since the last report.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changed {
    /// Its word: 新, 変更, 統合 …
    pub word: &'static str,
    /// The byte ranges of the cell's text to mark as new or reworded, in order.
    pub phrases: Vec<Range<usize>>,
    /// Most of the text is new, so the cell is marked as a whole.
    pub rewritten: bool,
    /// From which stage to which, with an arrow: ↑ 導入→運用開始.
    pub moved: Option<String>,
}

impl Changed {
    /// 【変更】.
    pub fn tag(&self) -> String {
        format!("【{}】", self.word)
    }

    /// The text in front: how the stage moved, or the word if marks in the text do not suffice.
    pub fn lead(&self) -> String {
        match &self.moved {
            Some(moved) => format!("{moved}\n"),
            None if self.word == WORD && !self.only_removed() => String::new(),
            None => self.tag(),
        }
    }

    /// Are words only removed, so that there is nothing to mark in the text?
    pub fn only_removed(&self) -> bool {
        self.moved.is_none() && self.word == WORD && !self.rewritten && self.phrases.is_empty()
    }

    /// The mark of a change of stage.
    fn of_stage(from: &str, to: &str, up: bool) -> Self {
        let arrow = if up { "↑" } else { "↓" };
        Self { word: WORD, moved: Some(format!("{arrow} {from}→{to}")), ..Self::default() }
    }

    fn in_words(&self) -> String {
        self.moved.clone().unwrap_or_else(|| self.tag())
    }

    /// The description for screen readers: 変更：10、増設.
    pub fn spoken(&self, text: &str) -> String {
        /// Longer phrases are left out: the whole cell is read out anyway.
        const MOST: usize = 80;
        let parts: Vec<&str> = self
            .phrases
            .iter()
            .filter_map(|range| text.get(range.clone()))
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .collect();
        let joined = parts.join("、").replace('\n', " ");
        if joined.is_empty() || joined.chars().count() > MOST || joined.len() >= text.trim().len() {
            return self.in_words();
        }
        format!("{}変更箇所は「{joined}」。", self.in_words())
    }
}

/// The word for reworded texts.
const WORD: &str = "変更";
/// Texts with a larger share of new phrases, in percent, count as rewritten.
const REWRITTEN: usize = 50;
/// The largest share of a row, in percent, that is marked phrase by phrase.
const MARKED: usize = 20;

/// Reduces the marks of a row: texts that are mostly new are marked as a whole, and figures take precedence over
/// words.
fn lighten(row: &mut Row<'_>) {
    let count = |text: &str| text.chars().filter(|c| !c.is_whitespace()).count();
    let within = |text: &str, phrases: &[Range<usize>]| -> usize {
        phrases.iter().filter_map(|range| text.get(range.clone())).map(count).sum()
    };
    let mut budget = row.cells.iter().map(|cell| count(&cell.text)).sum::<usize>() * MARKED / 100;
    let mut open: Vec<(bool, usize, usize, Range<usize>)> = Vec::new();
    for (at, cell) in row.cells.iter_mut().enumerate() {
        let Some(changed) = cell.changed.as_mut().filter(|changed| changed.word == WORD) else { continue };
        if within(&cell.text, &changed.phrases) * 100 > count(&cell.text) * REWRITTEN {
            (changed.rewritten, changed.phrases) = (true, Vec::new());
        }
        for phrase in std::mem::take(&mut changed.phrases) {
            let text = cell.text.get(phrase.clone()).unwrap_or_default();
            open.push((!text.contains(|c: char| c.is_numeric()), count(text), at, phrase));
        }
    }
    open.sort_by_key(|(figures, size, at, phrase)| (*figures, *size, *at, phrase.start));
    for (_, size, at, phrase) in open {
        let Some(changed) = row.cells.get_mut(at).and_then(|cell| cell.changed.as_mut()) else { continue };
        if size <= budget {
            budget -= size;
            changed.phrases.push(phrase);
        } else {
            changed.rewritten = true;
        }
    }
    for changed in row.cells.iter_mut().filter_map(|cell| cell.changed.as_mut()) {
        changed.phrases.sort_by_key(|phrase| phrase.start);
    }
}

/// Marks the cells of a table of progress.
pub(super) fn mark(table: &mut Table<'_>, comparison: &Comparison) {
    let mut changes: BTreeMap<&str, &Change> = BTreeMap::new();
    for change in &comparison.changes {
        let gone = change.differences.iter().any(|difference| matches!(difference, Difference::Gone { .. }));
        if !gone {
            changes.entry(&change.id).or_insert(change);
        }
    }
    let column = |field: &str| table.columns.iter().position(|column| column.field == field);
    let (names, departments) = (column(Field::Names.as_str()), column("departments"));
    let texts = [Field::Names, Field::Description, Field::Done, Field::Planned].map(|field| (field, column(field.as_str())));
    for row in table.sections.iter_mut().flat_map(|section| &mut section.rows) {
        let Some(change) = changes.get(row.id) else { continue };
        for difference in &change.differences {
            let (at, changed) = match difference {
                Difference::New => (names, whole("新")),
                Difference::Merged => (names, none("統合")),
                Difference::Split { .. } => (names, none("分割")),
                Difference::Moved { from, .. } => (departments, others(from)),
                Difference::Text { field, before, after, phrases } => {
                    let word = match (before, after) {
                        (None, _) => "新",
                        (_, None) => "削除",
                        _ => "変更",
                    };
                    let own = reworded(word, before.as_deref(), after.as_deref(), phrases);
                    (texts.iter().find(|(known, _)| known == field).and_then(|(_, at)| *at), own)
                }
                Difference::Figure { field, before, after, phrases } => {
                    let own = reworded("変更", Some(before), Some(after), phrases);
                    (texts.iter().find(|(known, _)| known == field).and_then(|(_, at)| *at), own)
                }
                _ => continue,
            };
            if let Some(cell) = at.and_then(|at| row.cells.get_mut(at))
                && cell.changed.is_none()
            {
                cell.changed = Some(changed(cell));
            }
        }
        let done = texts.iter().find(|(field, _)| *field == Field::Done).and_then(|(_, at)| *at);
        let stage = change.differences.iter().find_map(|difference| match difference {
            Difference::StageUp { from, to } => Some(Changed::of_stage(from.as_deref().unwrap_or("記載なし"), to, true)),
            Difference::StageDown { from, to } => Some(Changed::of_stage(from, to.as_deref().unwrap_or("記載なし"), false)),
            _ => None,
        });
        if let (Some(stage), Some(cell)) = (stage, done.and_then(|at| row.cells.get_mut(at))) {
            cell.changed.get_or_insert_with(|| Changed { word: WORD, ..Changed::default() }).moved = stage.moved;
        }
        lighten(row);
    }
}

/// Marks the cells of any other table.
pub(super) fn mark_table(table: &mut Table<'_>, comparison: &Comparison) {
    let of_kind = comparison.tables.iter().filter(|change| change.kind == table.kind);
    let mut changes: BTreeMap<&str, &TableChange> = BTreeMap::new();
    for change in of_kind.filter(|change| !change.differences.iter().any(|one| matches!(one, TableDifference::Gone { .. }))) {
        changes.entry(&change.id).or_insert(change);
    }
    let fields: Vec<String> = table.columns.iter().map(|column| column.field.clone()).collect();
    let names = table.columns.iter().position(|column| column.names_row);
    let headings: Vec<String> = match table.headings.as_slice() {
        [row] if row.iter().all(|heading| heading.columns == 1) => row.iter().map(|heading| heading.text.clone()).collect(),
        _ => Vec::new(),
    };
    for row in table.sections.iter_mut().flat_map(|section| &mut section.rows).filter(|row| !row.continues) {
        let Some(change) = changes.get(row.id) else { continue };
        let starts: Vec<usize> = row.spans().map(|(column, _)| column).collect();
        for difference in &change.differences {
            let (at, changed) = match difference {
                TableDifference::New => (names, whole("新")),
                TableDifference::Moved { from, .. } => (fields.iter().position(|field| field == "departments"), others(from)),
                TableDifference::Text { what, before, after: Some(after), .. } => {
                    (column_of(row, (&fields, &headings), names, what, after), reworded("変更", before.as_deref(), None, &[]))
                }
                TableDifference::Mark { what, after: Some(after), .. }
                | TableDifference::Figure { what, after: Some(after), .. } => {
                    (column_of(row, (&fields, &headings), names, what, after), whole("変更"))
                }
                _ => continue,
            };
            let cell = at.and_then(|at| starts.iter().position(|start| *start == at)).and_then(|at| row.cells.get_mut(at));
            if let Some(cell) = cell.filter(|cell| cell.changed.is_none() && !cell.text.is_empty()) {
                cell.changed = Some(changed(cell));
            }
        }
    }
}

/// The fields of a form that show a compared column.
const fn fields_of(field: TableField) -> &'static [&'static str] {
    match field {
        // its own column
        TableField::Name | TableField::Declared => &[],
        TableField::Value(ValueKind::Baseline) => &["baseline"],
        TableField::Value(ValueKind::Target) | TableField::Target => &["target"],
        TableField::Value(ValueKind::Actual) => &["actual"],
        TableField::Value(ValueKind::Forecast) => &["forecast"],
        TableField::Evaluation => &["evaluation"],
        TableField::Source => &["source"],
        TableField::Items => &["items"],
        TableField::Status => &["status", "supported"],
        TableField::Priority => &["title"],
        TableField::Year | TableField::Note => &["note", "notes"],
    }
}

/// Finds the column of a difference: by field and year, and by its text if several match.
fn column_of(
    row: &Row<'_>,
    (fields, headings): (&[String], &[String]),
    names: Option<usize>,
    what: &ChangedColumn,
    after: &str,
) -> Option<usize> {
    if what.field == TableField::Name {
        return names;
    }
    if what.field == TableField::Declared {
        return headings.iter().position(|heading| *heading == what.name);
    }
    let known = fields_of(what.field);
    let candidates: Vec<(usize, &str)> = row
        .spans()
        .filter(|(at, _)| {
            fields.get(*at).is_some_and(|field| {
                let (name, year) = field.split_once('.').unwrap_or((field, field));
                let of_year = year.parse().is_ok_and(|year| what.fy == Some(year));
                of_year && (name == year || known.contains(&name)) || !field.contains('.') && known.contains(&name)
            })
        })
        .map(|(at, cell)| (at, &*cell.text))
        .collect();
    match candidates.as_slice() {
        [(only, _)] => Some(*only),
        several => several.iter().find(|(_, text)| *text == after).map(|(at, _)| *at),
    }
}

/// Marks a cell whose text is known.
type Marking<'c> = Box<dyn FnOnce(&Cell<'_>) -> Changed + 'c>;

fn none(word: &'static str) -> Marking<'static> {
    Box::new(move |_| Changed { word, ..Changed::default() })
}

fn whole(word: &'static str) -> Marking<'static> {
    Box::new(move |cell| Changed { word, phrases: lines(&cell.text).collect(), ..Changed::default() })
}

/// The names that are new.
fn others(before: &[Arc<str>]) -> Marking<'_> {
    Box::new(move |cell| {
        let new = |range: &Range<usize>| cell.text.get(range.clone()).is_some_and(|name| before.iter().all(|old| &**old != name));
        Changed { word: WORD, phrases: lines(&cell.text).filter(new).collect(), ..Changed::default() }
    })
}

fn reworded<'c>(word: &'static str, before: Option<&'c str>, after: Option<&'c str>, known: &'c [Range<usize>]) -> Marking<'c> {
    Box::new(move |cell| {
        // a cell that shows the text differently, such as names on lines, is compared again
        // one with its stages drawn above contains the whole text
        let phrases = match after.and_then(|after| cell.text.strip_suffix(after)) {
            Some(above) => known.iter().map(|range| range.start + above.len()..range.end + above.len()).collect(),
            None => phrases(before.unwrap_or_default(), &cell.text),
        };
        Changed { word, phrases: joined(&cell.text, phrases), ..Changed::default() }
    })
}

/// The lines of a text, without their ends.
fn lines(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    text.split('\n').map(move |line| {
        let range = start..start + line.len();
        start = range.end + 1;
        range
    })
}
