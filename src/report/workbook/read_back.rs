//! Reads the coordinator's changes in 取りまとめ.xlsx: answers to findings, and edits of records.
//!
//! Rows are found by their hidden ids, columns by their headings, and each cell is compared with what the
//! program wrote there, which a hidden sheet of the same file records. So sorting, filtering, inserted or deleted
//! rows and columns, and saving by another program change nothing.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::model::digest::sha256;
use crate::model::{Address, Answer, CHECK, ChangedCell, GivenAnswer, MEMO, Question, RecordKind};
use crate::report::workbook::findings::{ANSWER, HELP, KEY, NOTE};
use crate::report::workbook::list::{EDITED, ID};
use crate::report::workbook::written::{self, FINDING, NUMBER, SCHEMA, TOO_LONG, mark};
use crate::source::{Book, Grid, RawCell, RawValue, is_blank};

/// The changes in a workbook.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReadBack {
    /// Id of the workbook's period.
    pub period: Option<String>,
    /// Answers that were given or withdrawn.
    pub answers: Vec<GivenAnswer>,
    /// Cells of 一覧 that were changed.
    pub cells: Vec<ChangedCell>,
    /// Changes that cannot be read back: place and content.
    pub unread: Vec<String>,
}

impl ReadBack {
    /// Was nothing changed?
    pub const fn is_empty(&self) -> bool {
        self.answers.is_empty() && self.cells.is_empty() && self.unread.is_empty()
    }
}

/// A digest of the texts of each sheet, without numbers, which programs round differently.
pub fn digests(book: &Book) -> BTreeMap<String, String> {
    let named = book.sheets.iter().filter_map(|grid| Some((grid.name.clone()?, digest(grid))));
    named.filter(|(name, _)| name != written::NAME).collect()
}

fn digest(grid: &Grid) -> String {
    let mut text = String::new();
    let is_text = |cell: &&RawCell| matches!(cell.value, RawValue::Text) && cell.shown.trim().parse::<f64>().is_err();
    for cell in grid.cells.iter().filter(is_text) {
        text.push_str(&cell.at.to_string());
        text.push('\u{1f}');
        text.push_str(&clean(&cell.shown).unwrap_or_default());
        text.push('\u{1e}');
    }
    for comment in &grid.comments {
        text.push_str(&format!("{}\u{1d}{}\u{1e}", comment.cell, clean(&comment.text).unwrap_or_default()));
    }
    let mut hash = sha256(text.as_bytes());
    hash.truncate(16);
    hash
}

/// Reads a workbook back. `known` are the digests of the sheets as written. `None` if the workbook does not record
/// what was written: from an earlier version, or from another program.
pub fn read_back(book: &Book, known: &BTreeMap<String, String>) -> Option<ReadBack> {
    let memory = Memory::of(book)?;
    let mut found = ReadBack { period: memory.period.clone(), ..ReadBack::default() };
    for grid in &book.sheets {
        let name = grid.name.as_deref().unwrap_or_default();
        if name == written::NAME {
            continue;
        }
        if let Some(table) = Table::find(grid, KEY, &[ANSWER, NOTE]) {
            answers(&table, &memory, &mut found);
        } else if let Some(table) = Table::find(grid, ID, &[]) {
            if let Some(list) = memory.list(name, &table) {
                edits(&table, list, &memory, &mut found);
            } else if known.get(name).is_some_and(|before| *before != digest(grid)) {
                found.unread.push(format!("シート「{name}」の変更"));
            }
        } else if !memory.sheets.contains(name) && !grid.cells.is_empty() {
            found.unread.push(format!("足されたシート「{name}」"));
        } else if known.get(name).is_some_and(|before| *before != digest(grid)) {
            found.unread.push(format!("シート「{name}」の変更"));
        }
    }
    Some(found)
}

/// The content of the hidden sheet.
#[derive(Debug, Default)]
struct Memory {
    period: Option<String>,
    sheets: BTreeSet<String>,
    /// By the names of their kinds.
    lists: BTreeMap<String, List>,
    /// Kind and id → what was written, in the order of the list's columns.
    rows: HashMap<(String, String), Written>,
    questions: HashMap<String, Question>,
}

#[derive(Debug, Default)]
struct List {
    kind: Option<RecordKind>,
    /// What its rows are remembered by: progress, tables/<form>.
    stem: String,
    names: BTreeSet<String>,
    /// Heading and field.
    columns: Vec<(String, String)>,
}

#[derive(Debug, Default)]
struct Written {
    values: Vec<String>,
    own: Option<Vec<String>>,
    awaited: bool,
}

impl Memory {
    fn of(book: &Book) -> Option<Self> {
        let grid = book.sheets.iter().find(|grid| grid.name.as_deref() == Some(written::NAME))?;
        let mut rows = rows_of(grid).into_iter().map(|(_, cells)| cells);
        let first = rows.next()?;
        if first.first().map(String::as_str) != Some(SCHEMA) {
            return None;
        }
        let mut memory = Self { period: first.get(1).filter(|id| !id.is_empty()).cloned(), ..Self::default() };
        for cells in rows {
            memory.row(cells);
        }
        Some(memory)
    }

    /// Finds the list on a sheet: by its name, or by its headings if the sheet was renamed.
    fn list(&self, name: &str, table: &Table<'_>) -> Option<&List> {
        let alike = |list: &&List| list.columns.iter().filter(|(heading, _)| table.columns.contains_key(heading)).count();
        let renamed = || self.lists.values().filter(|_| !self.sheets.contains(name)).max_by_key(alike);
        self.lists.values().find(|list| list.names.contains(name)).or_else(renamed)
    }

    fn row(&mut self, cells: Vec<String>) {
        let mut cells = cells.into_iter();
        let mark = cells.next().unwrap_or_default();
        if mark == mark::SHEETS {
            self.sheets.extend(cells);
            return;
        }
        let kind = cells.next().unwrap_or_default();
        let id = cells.next().unwrap_or_default();
        match mark.as_str() {
            mark::HEADINGS => {
                let stem = kind.split('/').next().unwrap_or_default();
                let known = RecordKind::ALL.into_iter().find(|known| known.file_stem() == stem);
                let columns = cells.map(|heading| (heading, String::new())).collect();
                let list = self.lists.entry(kind.clone()).or_default();
                (list.kind, list.stem, list.columns) = (known, kind, columns);
                list.names.insert(id);
            }
            mark::FIELDS => {
                // a list that continues on another sheet repeats them
                for ((_, own), field) in self.lists.entry(kind).or_default().columns.iter_mut().zip(cells) {
                    *own = field;
                }
            }
            mark::QUESTION => {
                let mut next = || cells.next().unwrap_or_default();
                let mut some = || Some(next()).filter(|text| !text.is_empty());
                let (rule, department, record) = (some().unwrap_or_default(), some(), some());
                let subject = some().unwrap_or_default();
                self.questions.insert(id, Question { rule, department, record, subject });
            }
            mark::OWN => self.rows.entry((kind, id)).or_default().own = Some(cells.collect()),
            mark::ROW | mark::AWAITED => {
                let row = self.rows.entry((kind, id)).or_default();
                row.values = cells.collect();
                row.awaited = mark == mark::AWAITED;
            }
            _ => {}
        }
    }
}

/// A table of a sheet under a row of headings.
struct Table<'g> {
    sheet: String,
    columns: BTreeMap<String, u32>,
    ids: u32,
    heading: u32,
    grid: &'g Grid,
}

impl<'g> Table<'g> {
    /// The table whose headings have `ids` and all `others`.
    fn find(grid: &'g Grid, ids: &str, others: &[&str]) -> Option<Self> {
        let at = grid.cells.iter().find(|cell| cell.shown.trim() == ids)?.at;
        let mut columns = BTreeMap::new();
        for cell in grid.row(at.row) {
            columns.entry(cell.shown.trim().to_owned()).or_insert(cell.at.col);
        }
        let sheet = grid.name.clone().unwrap_or_default();
        others.iter().all(|heading| columns.contains_key(*heading)).then_some(Self {
            sheet,
            columns,
            ids: at.col,
            heading: at.row,
            grid,
        })
    }

    /// The rows below the headings with their ids.
    fn rows(&self) -> impl Iterator<Item = (u32, Option<String>)> {
        let mut rows: Vec<u32> = self.grid.cells.iter().map(|cell| cell.at.row).filter(|row| *row > self.heading).collect();
        rows.dedup();
        rows.into_iter().map(|row| (row, self.text(row, self.ids)))
    }

    fn text(&self, row: u32, col: u32) -> Option<String> {
        let cell = self.grid.get(Address::new(row, col))?;
        clean(&cell.shown)
    }

    /// A cell's number, or a text that is a number.
    fn number(&self, row: u32, col: u32) -> Option<f64> {
        let cell = self.grid.get(Address::new(row, col))?;
        match cell.value {
            RawValue::Number(number) => Some(number),
            _ => cell.shown.trim().parse().ok(),
        }
    }

    /// A formula without a stored result.
    fn is_unknown(&self, row: u32, col: u32) -> bool {
        self.grid.get(Address::new(row, col)).is_some_and(|cell| matches!(cell.value, RawValue::Uncalculated | RawValue::Error))
    }

    fn place(&self, row: u32, col: u32) -> String {
        format!("{}!{}", self.sheet, Address::new(row, col))
    }
}

/// A cell's text for comparison: uniform line ends, no blanks around it.
fn clean(text: &str) -> Option<String> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let text = text.trim();
    (!is_blank(text)).then(|| text.to_owned())
}

fn answers(table: &Table<'_>, memory: &Memory, found: &mut ReadBack) {
    let (Some(answer), Some(note)) = (table.columns.get(ANSWER), table.columns.get(NOTE)) else { return };
    let mut seen = BTreeSet::new();
    for (row, key) in table.rows() {
        let (word, now_note) = (table.text(row, *answer), table.text(row, *note));
        let Some(key) = key else {
            if word.is_some() || now_note.is_some() {
                found.unread.push(format!("{} の行の対応・メモ", table.place(row, *answer)));
            }
            continue;
        };
        let (Some(question), Some(written)) = (memory.questions.get(&key), memory.rows.get(&(FINDING.to_owned(), key.clone())))
        else {
            continue;
        };
        let was = |at: usize| written.values.get(at).and_then(|text| clean(text));
        if (&word, &now_note) == (&was(0), &was(1)) {
            continue;
        }
        let given = word.as_deref().map(Answer::parse);
        if given == Some(None) {
            found.unread.push(format!("{} の対応「{}」", table.place(row, *answer), word.unwrap_or_default()));
            continue;
        }
        // findings with the same question are answered together
        if seen.insert(key) {
            found.answers.push(GivenAnswer { question: question.clone(), answer: given.flatten(), note: now_note });
        }
    }
    if let Some(list) = memory.lists.get(FINDING) {
        besides(table, list, KEY, found);
    }
}

fn edits(table: &Table<'_>, list: &List, memory: &Memory, found: &mut ReadBack) {
    let Some(kind) = list.kind else { return };
    let stem = list.stem.clone();
    let department = list.columns.iter().position(|(heading, _)| heading == "担当課");
    let mut seen: BTreeMap<(String, String), Option<String>> = BTreeMap::new();
    for (row, id) in table.rows() {
        let Some((id, written)) = id.and_then(|id| Some((id.clone(), memory.rows.get(&(stem.clone(), id))?))) else {
            found.unread.push(format!("{} の行（足された行）", table.place(row, 0)));
            continue;
        };
        for (at, (heading, field)) in list.columns.iter().enumerate() {
            let Some(col) = table.columns.get(heading).copied() else { continue };
            let was = written.values.get(at).map(String::as_str).unwrap_or_default();
            if was == TOO_LONG || heading == "指摘" || heading == "提出" {
                continue;
            }
            if let Some(number) = was.strip_prefix(NUMBER).and_then(|number| number.parse::<f64>().ok())
                && table.number(row, col).is_some_and(|now| (now - number).abs() <= number.abs() * 1e-9)
            {
                continue;
            }
            let (now, was) = (table.text(row, col), clean(was));
            if now == was {
                continue;
            }
            let remark = field == MEMO || field == CHECK;
            if field.is_empty() || (written.awaited && !remark) || table.is_unknown(row, col) {
                let now = now.unwrap_or_default();
                found.unread.push(format!("{} の{heading}「{}」", table.place(row, col), shortened(&now)));
                continue;
            }
            let known = seen.entry((id.clone(), field.clone())).or_insert_with(|| now.clone());
            if *known != now {
                let now = now.unwrap_or_default();
                found.unread.push(format!("{} の{heading}「{}」（同じ記録の行が2つ）", table.place(row, col), shortened(&now)));
                continue;
            }
            let own = written.own.as_ref().unwrap_or(&written.values).get(at).and_then(|text| clean(text));
            let own = own.filter(|_| !remark);
            let own = own.map(|text| text.strip_prefix(NUMBER).map(str::to_owned).unwrap_or(text));
            let department = department.and_then(|at| written.values.get(at)).and_then(|text| clean(text));
            let department = department.map(|names| names.replace('\n', "、"));
            let cell = ChangedCell { kind, record: id.clone(), department, field: field.clone(), own, now };
            if !found.cells.contains(&cell) {
                found.cells.push(cell);
            }
        }
    }
    besides(table, list, ID, found);
}

/// What was written beside the columns of a table, and comments that were hung on it: neither has a place to be read to.
fn besides(table: &Table<'_>, list: &List, ids: &str, found: &mut ReadBack) {
    for (heading, col) in &table.columns {
        let ours = heading == ids || list.columns.iter().any(|(known, _)| known == heading);
        let below = table.grid.cells.iter().any(|cell| cell.at.col == *col && cell.at.row > table.heading);
        if !ours && below {
            found.unread.push(format!("{} の列「{}」", table.place(table.heading, *col), shortened(heading)));
        }
    }
    let headed: BTreeSet<u32> = table.columns.values().copied().collect();
    let is_loose = |cell: &&RawCell| cell.at.row < table.heading || !headed.contains(&cell.at.col);
    for cell in table.grid.cells.iter().filter(|cell| cell.at.row != table.heading).filter(is_loose) {
        found.unread.push(format!("{}「{}」", table.place(cell.at.row, cell.at.col), shortened(&cell.shown)));
    }
    let is_ours = |text: &str| text.starts_with(EDITED) || clean(text) == clean(HELP);
    for comment in table.grid.comments.iter().filter(|comment| !is_ours(&comment.text)) {
        let place = table.place(comment.cell.row, comment.cell.col);
        found.unread.push(format!("{place} のコメント「{}」", shortened(&comment.text)));
    }
}

fn shortened(text: &str) -> String {
    const SHOWN: usize = 20;
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= SHOWN { line } else { line.chars().take(SHOWN).chain(['…']).collect() }
}

/// The rows of a sheet that begins in its first column, blank cells as empty texts.
fn rows_of(grid: &Grid) -> Vec<(u32, Vec<String>)> {
    let mut rows: Vec<(u32, Vec<String>)> = Vec::new();
    for cell in &grid.cells {
        if rows.last().is_none_or(|(row, _)| *row != cell.at.row) {
            rows.push((cell.at.row, Vec::new()));
        }
        if let Some((_, cells)) = rows.last_mut() {
            let col = cell.at.col as usize;
            if col < 1_000 {
                cells.resize(cells.len().max(col), String::new());
                cells.push(cell.shown.clone());
            }
        }
    }
    rows
}
