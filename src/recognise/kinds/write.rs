//! The rows of a table, as they are written down: cells of the sheet under the columns of a form.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Found, Sheet};
use crate::form::Form;
use crate::form::vocabulary::HeadingFacets;
use crate::model::{Address, CellRange, Finding, FiscalYears, Reason};
use crate::recognise::comments::comments_of;
use crate::recognise::ledger_builder::Use;
use crate::recognise::{BesideColumn, MappedColumn, RawField, RawRow, RawTable};
use crate::rules;
use crate::source::{RawCell, RawValue};

/// What is known of a table so far.
pub(super) struct Writer<'s, 'g, 'f> {
    pub sheet: &'s Sheet<'g, 'f>,
    /// Place of the form in the vocabulary.
    pub form_index: usize,
    pub form: &'f Form,
    pub rows: Vec<RawRow>,
    pub uses: Vec<(Address, Use)>,
    pub loose: Vec<u32>,
    pub findings: Vec<Finding>,
    pub columns: Vec<MappedColumn>,
    pub beside: Vec<BesideColumn>,
    /// Cells of columns that are no field: heading cell → heading, how many.
    unmapped: BTreeMap<Address, (String, usize)>,
}

impl<'s, 'g, 'f> Writer<'s, 'g, 'f> {
    pub fn new(sheet: &'s Sheet<'g, 'f>, form_index: usize, form: &'f Form) -> Self {
        Self {
            sheet,
            form_index,
            form,
            rows: Vec::new(),
            uses: Vec::new(),
            loose: Vec::new(),
            findings: Vec::new(),
            columns: Vec::new(),
            beside: Vec::new(),
            unmapped: BTreeMap::new(),
        }
    }

    /// A record that begins at a row of the sheet.
    pub fn begin(&mut self, row: u32) {
        let hidden =
            self.sheet.grid.visibility != crate::model::Visibility::Visible || self.sheet.grid.hidden_rows.contains(&row);
        self.rows.push(RawRow {
            row,
            hidden,
            cells: Vec::new(),
            comments: Vec::new(),
            used: 0,
            id: None,
            stages: Vec::new(),
            earlier: Vec::new(),
        });
    }

    pub fn mark(&mut self, at: Address, usage: Use) {
        self.uses.push((at, usage));
    }

    pub fn aside(&mut self, cells: &[RawCell], reason: Reason) {
        for cell in cells {
            self.mark(cell.at, Use::Aside(reason));
        }
    }

    /// A cell of a column that is no field of the form.
    pub fn unmapped(&mut self, at: Address, heading: (Address, &str)) {
        self.mark(at, Use::Aside(Reason::OutsideForm));
        let entry = self.unmapped.entry(heading.0).or_insert_with(|| (heading.1.to_owned(), 0));
        entry.1 += 1;
    }

    /// Gives the last record a cell. One that is shared by several counts for none of them.
    pub fn push(&mut self, field: usize, cell: &RawCell, shared: bool) -> Option<&mut RawField> {
        let to = self.sheet.merges.at(cell.at).map_or(cell.at.col, |range| range.last.col);
        let tall = self.sheet.merges.at(cell.at).is_some_and(|range| range.last.row > range.first.row);
        let shared = shared || tall;
        self.mark(cell.at, if shared { Use::Shared } else { Use::Record });
        let comment = comments_of(&self.sheet.comments, cell.at.row).iter().find(|comment| comment.cell == cell.at);
        let row = self.rows.last_mut()?;
        row.used += u64::from(!shared && cell.value != RawValue::Uncalculated);
        if let Some(comment) = comment.filter(|_| row.comments.iter().all(|(_, taken)| taken.cell != cell.at)) {
            row.comments.push((field, comment.clone()));
        }
        row.cells.push(RawField::new(field, cell, to));
        row.cells.last_mut()
    }

    /// Gives the last record a text that stands in a heading, a caption or a line of a cell.
    pub fn push_text(&mut self, field: usize, at: Address, text: &str) -> Option<&mut RawField> {
        let row = self.rows.last_mut()?;
        row.cells.push(RawField {
            column: field,
            at,
            to: at.col,
            text: text.trim().to_owned(),
            value: RawValue::Text,
            years: None,
            unit: None,
            note: None,
            done: false,
            inferred: false,
            open: false,
        });
        row.cells.last_mut()
    }

    /// Names what is asked of the last record's item: its category, or a part of the one that it has.
    pub fn name_aspect(&mut self, field: usize, at: Address, name: &str) {
        let known = self.rows.last_mut().and_then(|row| row.cells.iter_mut().find(|cell| cell.column == field));
        match known {
            Some(cell) => cell.text = format!("{}／{}", cell.text, name.trim()),
            None => _ = self.push_text(field, at, name),
        }
    }

    /// Has the last record a cell of this field, from this address or with this text?
    pub fn has(&self, field: usize, cell: &RawCell) -> bool {
        self.rows.last().is_some_and(|row| {
            row.of(field).any(|known| {
                known.at == cell.at || crate::model::text::fold(&known.text) == crate::model::text::fold(&cell.shown)
            })
        })
    }

    /// A column of the sheet as a column of the form.
    pub fn column(
        &mut self,
        col: u32,
        field: usize,
        heading: (Address, &str),
        years: Option<FiscalYears>,
        fit: f64,
        because: &HeadingFacets,
    ) {
        self.columns.push(MappedColumn::by_facets(col, field, heading, years, fit, because));
    }

    /// The table, done.
    pub fn finish(mut self, heading: std::ops::Range<u32>, first: Address, end: u32, known: (usize, usize)) -> Option<Found> {
        if self.rows.is_empty() {
            return None;
        }
        for (cell, (heading, cells)) in std::mem::take(&mut self.unmapped) {
            let finding = Finding::new(rules::UNMAPPED_COLUMN, self.sheet.place.clone().at(cell));
            self.findings.push(finding.with("heading", heading.replace('\n', "")).with("cells", cells));
        }
        let mut last = first;
        for (at, usage) in &self.uses {
            if !matches!(usage, Use::Aside(Reason::Note)) {
                last = Address::new(last.row.max(at.row), last.col.max(at.col));
            }
        }
        let left = self.uses.iter().map(|(at, _)| at.col).min().unwrap_or(first.col).min(first.col);
        let kind = self.form.record;
        let table = RawTable {
            form: self.form_index,
            range: CellRange::new(Address::new(first.row, left), last),
            heading,
            columns: self.columns,
            beside: self.beside,
            captions: Vec::new(),
            notes: Vec::new(),
            info: Default::default(),
            period: None,
            rows: self.rows,
            totals: Vec::new(),
        };
        Some(Found { table, uses: self.uses, loose: self.loose, findings: self.findings, end, known, firm: false, kind })
    }
}

/// A unit to be shared by many figures.
pub(super) fn shared_unit(text: &str) -> Option<Arc<str>> {
    use unicode_normalization::UnicodeNormalization;
    let plain: String = text.nfkc().filter(|c| !c.is_whitespace()).collect();
    let plain = plain.strip_prefix(['(', '[']).map_or(plain.as_str(), |inner| inner.trim_end_matches([')', ']']));
    let plain = plain.trim_start_matches("単位").trim_start_matches(':');
    let plain = plain.strip_prefix(['(', '[']).map_or(plain, |inner| inner.trim_end_matches([')', ']']));
    (!plain.is_empty() && plain != "-").then(|| Arc::from(plain))
}
