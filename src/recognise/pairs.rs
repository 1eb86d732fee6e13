//! What was done and what is planned as rows of one initiative: a column that says 実績 or 予定, beside the words.

use super::heading::{HeadingBlock, HeadingColumn, Headings};
use super::mapped::MappedColumn;
use super::vocabulary::{Closeness, Match, Vocabulary};
use crate::form::FieldType;
use crate::model::Address;
use crate::model::Texts;
use crate::model::text::fold;

/// So many rows of a column are looked at.
const LOOK: u32 = 40;

/// A table whose texts stand one below the other.
#[derive(Debug)]
pub struct Pairs {
    /// The column that says which text a row holds.
    pub col: u32,
    /// The column of the texts.
    pub text: u32,
    /// Which form's columns the texts are of, the first of them standing for all.
    pub columns: Vec<MappedColumn>,
    /// What else the first column says, folded: 目標, 課題.
    others: Vec<String>,
}

/// What a row of such a table holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Held {
    /// A text of this column of the form.
    Text(usize),
    /// One that the form has no column for.
    Other,
}

/// So many kinds of rows beside the form's own, and so long their words.
const OTHERS: usize = 3;
const LONGEST: usize = 8;

/// A longer text names no other: R7下半期以降の取組内容（予定） is 45 bytes.
const BYTES: usize = 72;

impl Pairs {
    /// The texts of a heading, if they stand so: each cell of a column names one of them, no other column is one of them.
    pub fn find(headings: &Headings<'_, '_>, block: &HeadingBlock) -> Option<Self> {
        let cols = block.columns.iter().map(|column| column.col);
        let (first, last) = (cols.clone().min()?, cols.max()?);
        (first..=last).find_map(|col| Self::at(headings, block, col))
    }

    fn at(headings: &Headings<'_, '_>, block: &HeadingBlock, col: u32) -> Option<Self> {
        let Headings { grid, vocabulary, .. } = *headings;
        // a column of numbers or names says nothing of texts
        let field =
            |m: &Match| vocabulary.forms.get(m.form).and_then(|form| form.columns.get(m.column)).map(|column| column.kind);
        let named = |column: &HeadingColumn| {
            column
                .matches
                .iter()
                .any(|m| !m.closeness.is_near() && m.closeness != Closeness::Also && field(m) != Some(FieldType::Stages))
        };
        let from = block.columns.partition_point(|column| column.col < col);
        if block.columns.get(from..).into_iter().flatten().take_while(|column| column.col == col).any(named) {
            return None;
        }
        let cell = |row: u32| grid.get(Address::new(row, col));
        let start = block.rows.end;
        // one look-up tells most columns apart
        let mut first = (start..start + LOOK).filter_map(cell).take(OTHERS + 1);
        if first.all(|cell| meant(vocabulary, block.form, &cell.shown).is_none()) {
            return None;
        }
        // the same heading again is that of the next page
        let mut again = 0..0;
        let mut found: Vec<Match> = Vec::new();
        let mut kinds: Vec<String> = Vec::new();
        for row in start..start + LOOK {
            if let Some(other) = headings.find(row) {
                if other.form != block.form || other.columns.len() != block.columns.len() {
                    break;
                }
                again = other.rows;
            }
            let Some(cell) = cell(row).filter(|_| !again.contains(&row)) else { continue };
            match meant(vocabulary, block.form, &cell.shown) {
                Some(m) if found.iter().all(|known| known.column != m.column) => found.push(m),
                Some(_) => {}
                None => kinds.push(fold(&cell.shown)),
            }
        }
        let rows = kinds.len();
        kinds.sort_unstable();
        kinds.dedup();
        // each comes again and again, unless there is one initiative only
        let few = kinds.len() <= OTHERS && (rows >= 2 * kinds.len() || rows == kinds.len() && rows <= 1);
        if !few || kinds.iter().any(|kind| kind.chars().count() > LONGEST) {
            return None;
        }
        let text = col + 1;
        let own = |column: &&HeadingColumn| column.col == col || column.col == text;
        let firm = |m: &Match| !matches!(m.closeness, Closeness::Near(_) | Closeness::Also);
        let is_one =
            |column: &HeadingColumn| column.matches.iter().any(|m| firm(m) && found.iter().any(|one| one.column == m.column));
        let others = block.columns.iter().filter(|column| !own(column));
        // one of several columns of months or years
        let timed = |column: &HeadingColumn| fold(&column.text).contains(|c: char| c.is_ascii_digit());
        let several =
            block.columns.iter().filter(|column| column.col >= text && column.col <= text + 1 && timed(column)).count() > 1;
        if found.len() < 2 || several || others.clone().any(is_one) {
            return None;
        }
        let heading = block.columns.iter().filter(own).max_by_key(|column| column.col)?;
        let heading = HeadingColumn { col: text, ..heading.clone() };
        found.sort_by_key(|m| m.column);
        let why = Texts::new("左の列が行ごとに示す", "the column at its left says so, row by row");
        let columns = found.iter().map(|m| MappedColumn::new(&heading, m, why)).collect();
        Some(Self { col, text, columns, others: kinds })
    }

    /// What a row holds, by its cell.
    pub fn held(&self, vocabulary: &Vocabulary<'_>, form: usize, text: &str) -> Option<Held> {
        let own = meant(vocabulary, form, text).map(|m| m.column);
        match own.filter(|own| self.columns.iter().any(|column| column.column == *own)) {
            Some(column) => Some(Held::Text(column)),
            None => self.others.contains(&fold(text)).then_some(Held::Other),
        }
    }
}

/// The one text of a form that a word names: 実績, 予定.
fn meant(vocabulary: &Vocabulary<'_>, form: usize, text: &str) -> Option<Match> {
    if text.len() > BYTES {
        return None;
    }
    let found = vocabulary.find(text);
    let mut own = found.iter().filter(|m| m.form == form);
    let m = own.next().filter(|m| !m.old && own.next().is_none())?;
    let column = vocabulary.forms.get(form)?.columns.get(m.column)?;
    (column.kind == FieldType::Stages).then_some(*m)
}
