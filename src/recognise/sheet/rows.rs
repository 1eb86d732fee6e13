//! The rows of a table: records, lines that go on with one, totals, and the parts that captions make.

use std::sync::Arc;

use super::pair::field_of;
use super::{OpenTable, Walk};
use crate::form::FieldType;
use crate::model::text::fold;
use crate::model::{Address, Period, Reason, stamp};
use crate::recognise::comments::comments_of;
use crate::recognise::heading::HeadingColumn;
use crate::recognise::ledger_builder::Use;
use crate::recognise::pairs::Held;
use crate::recognise::stages::StageCell;
use crate::recognise::vocabulary::Match;
use crate::recognise::{RawField, RawRow, RawStage, RawTable, RawTotal, shape};
use crate::source::refusal::{self, Limit};
use crate::source::{RawCell, RawValue, is_blank};

impl Walk<'_, '_> {
    /// Captions between the rows of a table: what follows is a part of its own with the same columns.
    pub(super) fn begin_part(&mut self, row: u32) {
        let another = self.names_another_department();
        if self.captions.is_empty() && !another {
            return;
        }
        let captions = std::mem::take(&mut self.captions);
        let Some(open) = &mut self.open else { return };
        if open.table.rows.is_empty() {
            open.table.captions.extend(captions);
            if another {
                open.table.info = std::mem::take(&mut self.info);
            }
            return;
        }
        let mut next = RawTable { captions, notes: Vec::new(), info: std::mem::take(&mut self.info), ..open.table.clone_frame() };
        // the heading stands in the first part; the others begin with their caption
        let first = next.captions.iter().filter_map(|caption| caption.at).map(|at| at.row).min().unwrap_or(row);
        (next.range.first.row, next.range.last.row) = (first.min(row), row);
        let mut done = std::mem::replace(&mut open.table, next);
        let own = data_rows(&done);
        done.range.last.row = own.iter().copied().max().unwrap_or_default().max(done.range.last.row);
        open.done.extend(own);
        self.out.tables.push(done);
    }

    /// Does a label since the last rows name another department than the one before it?
    pub(super) fn names_another_department(&self) -> bool {
        let Some((name, _)) = &self.info.department else { return false };
        let tables = self.open.iter().map(|open| &open.table).chain(self.out.tables.iter().rev());
        let known = tables.filter_map(|table| table.info.department.as_ref()).next();
        known.is_none_or(|(known, _)| fold(known) != fold(name))
    }

    /// A record: its own cells, those it shares by merging, and those repeated from above.
    pub(super) fn record(&mut self, row: u32) {
        self.begin_part(row);
        let Some(mut open) = self.open.take() else { return };
        let mut record = RawRow {
            row,
            hidden: self.is_hidden(row),
            cells: Vec::with_capacity(open.fields.len()),
            comments: Vec::new(),
            used: 0,
            id: None,
            stages: Vec::new(),
            earlier: self.earlier(&open, row),
        };
        self.note_text(&mut open, row);
        let text = open.text_of_row();
        let fields: Vec<(u32, usize)> = open.fields.iter().map(|(col, index)| (*col, *index)).collect();
        for (col, index) in fields {
            let Some(index) = field_of(text, col, Some(index)) else { continue };
            let Some(column) = open.form.columns.get(index) else { continue };
            let cell = Address::new(row, col);
            let anchor = self.merges.anchor(cell);
            let own = anchor == cell;
            let from = if anchor.row >= open.heading.rows.end { anchor } else { cell };
            let remark = comments_of(&self.out.comments, from.row).iter().find(|comment| comment.cell == from);
            if let Some(comment) = remark.filter(|_| record.comments.iter().all(|(_, taken)| taken.cell != from)) {
                record.comments.push((index, comment.clone()));
            }
            let mut source = self.grid.get(from).map(|found| found.at);
            let repeats = column.fill_down || open.groups == Some(index);
            if repeats {
                match source {
                    Some(at) => {
                        open.repeated.insert(index, at);
                    }
                    None => source = open.repeated.get(&index).copied(),
                }
            }
            let Some(found) = source.and_then(|at| self.grid.get(at)) else { continue };
            if column.kind == FieldType::Skip {
                self.ledger.mark(found.at, Use::Aside(Reason::Note));
                continue;
            }
            // a cell merged over several years is one span, taken at its first
            if from.col < col && record.cells.iter().any(|cell| cell.at == found.at) {
                continue;
            }
            let tall = self.merges.at(found.at).is_some_and(|range| range.last.row > range.first.row);
            let shared = repeats || tall || !own;
            if self.ledger.mark(found.at, if shared { Use::Shared } else { Use::Record })
                && !shared
                && found.value != RawValue::Uncalculated
            {
                record.used += 1;
            }
            if found.at.row != row && !self.may_repeat(found) {
                continue;
            }
            let to = self.merges.at(found.at).map_or(found.at.col, |range| range.last.col);
            record.cells.push(RawField::new(index, found, to));
        }
        let (stages, used) = self.stages(&open, row);
        record.stages = stages;
        record.used += used;
        let id = open.mapping.ids.and_then(|col| self.grid.get(Address::new(row, col)));
        if let Some(cell) = id
            && let Some(id) = stamp::id_in(&cell.shown)
        {
            record.id = Some(Arc::from(id));
            record.used += u64::from(self.ledger.mark(cell.at, Use::Record));
        }
        open.table.rows.push(record);
        self.open = Some(open);
    }

    /// What a row says of months before the report's, in columns of their own.
    fn earlier(&self, open: &OpenTable<'_>, row: u32) -> Vec<(Period, RawField)> {
        let Some(period) = open.table.period else { return Vec::new() };
        let of_month = |column: &HeadingColumn| {
            let done = |m: &&Match| {
                let own = open.form.columns.get(m.column);
                own.is_some_and(|own| own.kind == FieldType::Stages && !own.heading.contains("{next}"))
            };
            let m = column.matches.iter().find(done)?;
            let month = m.period.filter(|month| matches!(month, Period::Month(..)) && month.end() < period.end())?;
            let cell = self.grid.get(Address::new(row, column.col)).filter(|cell| !is_blank(&cell.shown))?;
            Some((month, RawField::new(m.column, cell, column.col)))
        };
        open.mapping.other_period.iter().filter_map(of_month).collect()
    }

    /// The stages that a row says in columns of their own, and how many cells are the record's alone. Where texts stand one
    /// below the other, they are of the row's.
    pub(super) fn stages(&mut self, open: &OpenTable<'_>, row: u32) -> (Vec<RawStage>, u64) {
        let (mut stages, mut used) = (Vec::new(), 0);
        let text = open.text_of_row().map(|(_, held)| held);
        for stage in &open.mapping.stages {
            let column = match text {
                Some(Held::Text(own)) => own,
                Some(Held::Other) => continue,
                None => stage.column,
            };
            let cell = Address::new(row, stage.heading.col);
            let anchor = self.merges.anchor(cell);
            let from = if anchor.row >= open.heading.rows.end { anchor } else { cell };
            let Some(found) = self.grid.get(from) else { continue };
            match stage.read(found) {
                Some(StageCell::Stage(label)) => {
                    let tall = self.merges.at(from).is_some_and(|range| range.last.row > range.first.row);
                    used += u64::from(self.ledger.mark(from, if tall { Use::Shared } else { Use::Record }) && !tall);
                    stages.push(RawStage { column, at: from, label });
                }
                Some(StageCell::Not) => _ = self.ledger.mark(from, Use::Aside(Reason::Mark)),
                None => {}
            }
        }
        (stages, used)
    }

    /// A long text that many rows share would be there many times: not beyond the limit, which is one finding.
    fn may_repeat(&mut self, cell: &RawCell) -> bool {
        let most = self.budget.limits.repeated_bytes;
        let before = self.repeated;
        self.repeated = before.saturating_add(cell.shown.len() as u64);
        if before <= most && self.repeated > most {
            let place = self.place.clone().at(cell.at);
            self.out.findings.push(refusal::beyond(place, Limit::RepeatedBytes, self.budget.limits));
        }
        self.repeated <= most
    }

    /// A row of totals is kept beside the rows: it says what they have to add up to.
    pub(super) fn total(&mut self, row: u32) {
        let Some(open) = &mut self.open else { return };
        let cells = self.grid.row(row);
        let partial = cells.iter().any(|cell| shape::is_subtotal(&cell.shown));
        let field =
            |cell: &crate::source::RawCell| open.fields.get(&cell.at.col).map(|index| RawField::new(*index, cell, cell.at.col));
        let total = RawTotal { after: open.table.rows.len(), partial, cells: cells.iter().filter_map(field).collect() };
        open.table.totals.push(total);
    }

    pub(super) fn continuation(&mut self, row: u32) {
        let Some(open) = &mut self.open else { return };
        let text = open.text_of_row();
        let Some(record) = open.table.rows.last_mut() else { return };
        for cell in self.grid.row(row) {
            let Some(index) = field_of(text, cell.at.col, open.fields.get(&cell.at.col).copied()) else { continue };
            if open.form.kind_at(index) == Some(FieldType::Skip) {
                self.ledger.mark(cell.at, Use::Aside(Reason::Note));
                continue;
            }
            if self.ledger.mark(cell.at, Use::Record) && cell.value != RawValue::Uncalculated {
                record.used += 1;
            }
            let to = self.merges.at(cell.at).map_or(cell.at.col, |range| range.last.col);
            record.cells.push(RawField::new(index, cell, to));
        }
        let remarks = comments_of(&self.out.comments, row).iter();
        record.comments.extend(remarks.filter_map(|comment| Some((*open.fields.get(&comment.cell.col)?, comment.clone()))));
    }
}

/// The rows of the sheet that hold a table's cells.
pub(super) fn data_rows(table: &RawTable) -> Vec<u32> {
    table.rows.iter().flat_map(|row| row.cells.iter().map(|cell| cell.at.row)).collect()
}
