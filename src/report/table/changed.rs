//! What changed since last time, cell by cell: the word that says so, and the phrases that are new.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use super::{Cell, Table};
use crate::consolidate::compare::phrases;
use crate::model::{Change, Comparison, Difference, Field};
use crate::report::changes::joined;

/// What became of a cell's text since last time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// The word for it: 新, 変更, 統合 …
    pub word: &'static str,
    /// Bytes of the cell's text that are new or reworded, in order.
    pub phrases: Vec<Range<usize>>,
}

impl Changed {
    /// 【変更】.
    pub fn tag(&self) -> String {
        format!("【{}】", self.word)
    }

    /// What is said to who does not see colour and underline: 変更：10、増設.
    pub fn told(&self, text: &str) -> String {
        /// More than this is no phrase any more: the whole cell is read out anyway.
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
            return self.tag();
        }
        format!("{}変更箇所は「{joined}」。", self.tag())
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
    }
}

/// How a cell is marked once its text is known.
type Marking<'c> = Box<dyn FnOnce(&Cell<'_>) -> Changed + 'c>;

fn none(word: &'static str) -> Marking<'static> {
    Box::new(move |_| Changed { word, phrases: Vec::new() })
}

fn whole(word: &'static str) -> Marking<'static> {
    Box::new(move |cell| Changed { word, phrases: lines(&cell.text).collect() })
}

/// The names that were not there before.
fn others(before: &[Arc<str>]) -> Marking<'_> {
    Box::new(move |cell| {
        let new = |range: &Range<usize>| cell.text.get(range.clone()).is_some_and(|name| before.iter().all(|old| &**old != name));
        Changed { word: "変更", phrases: lines(&cell.text).filter(new).collect() }
    })
}

fn reworded<'c>(word: &'static str, before: Option<&'c str>, after: Option<&'c str>, known: &'c [Range<usize>]) -> Marking<'c> {
    Box::new(move |cell| {
        // a cell that shows the text in another way, as names one a line, is compared again
        let phrases = if after == Some(&*cell.text) { known.to_vec() } else { phrases(before.unwrap_or_default(), &cell.text) };
        Changed { word, phrases: joined(&cell.text, phrases) }
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
