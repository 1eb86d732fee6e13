//! Where a table begins and ends, and what becomes of its columns that fill no field.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use super::rows::data_rows;
use super::{OpenTable, Walk};
use crate::form::FieldType;
use crate::model::{Address, CellRange, Finding, Period, Reason, Spot, stamp};
use crate::recognise::RawTable;
use crate::recognise::columns;
use crate::recognise::groups;
use crate::recognise::heading::{HeadingBlock, HeadingColumn};
use crate::recognise::ledger_builder::Use;
use crate::recognise::pairs::Pairs;
use crate::recognise::stages;
use crate::rules;

impl Walk<'_, '_> {
    /// Records with their labels at the left; gives the place of the first row below them.
    pub(super) fn cards(&mut self, (mut table, uses): (RawTable, Vec<(Address, Use)>), rows: &[u32], from: usize) -> usize {
        self.close_table();
        table.captions = std::mem::take(&mut self.captions);
        table.info = std::mem::take(&mut self.info);
        for (cell, usage) in uses {
            self.ledger.mark(cell, usage);
        }
        for column in &table.columns {
            self.ledger.mark(column.cell, Use::Aside(Reason::Heading));
        }
        if let Some(form) = self.vocabulary.forms.get(table.form) {
            let has = |at: usize| table.columns.iter().any(|column| column.column == at);
            let missing =
                form.columns.iter().enumerate().filter(|(at, column)| column.required && !column.elsewhere && !has(*at));
            for (_, column) in missing {
                let place = self.place.clone().at(Spot::Row(table.range.first.row));
                self.out.findings.push(Finding::new(rules::MISSING_COLUMN, place).with("heading", column.heading_for(None)));
            }
        }
        let below = rows.partition_point(|row| *row <= table.range.last.row).max(from + 1);
        self.last_row = rows.get(below - 1).copied();
        self.out.tables.push(table);
        below
    }

    /// A heading: the same table goes on, or another begins.
    pub(super) fn begin_table(&mut self, block: HeadingBlock) {
        for row in block.rows.clone() {
            self.ledger.mark_row(row, Reason::Heading);
        }
        let Some(form) = self.vocabulary.forms.get(block.form).copied() else { return };
        let title_period =
            self.captions.iter().map(|c| &c.text).chain(&self.out.titles).rev().find_map(|title| Period::find(title));
        let stamped = self.out.stamp.as_ref().and_then(|stamp| stamp.period);
        let wanted = self.period.or(stamped).or(title_period);
        let apart = stages::find(self.headings, &block);
        let of_stages = |col: u32| apart.iter().any(|stage| stage.heading.col == col);
        let mut mapping =
            columns::map(self.grid, &block, form, wanted, Pairs::find(self.headings, &block), (&self.place, of_stages));
        let fields = |mapping: &columns::Mapping| -> BTreeMap<u32, usize> {
            mapping.columns.iter().rev().map(|column| (column.col, column.column)).collect()
        };
        let reach = reach(&block, &fields(&mapping));
        groups::take_rest(&mut mapping, form, &reach);
        let fields = fields(&mapping);
        for column in &mut mapping.unknown {
            // what stands lower than the heading that was found tells more of it: 時期 under 取組内容
            let over = self.headings.over(&block, column.col);
            if let Some((cell, _)) = over.last().filter(|(cell, _)| *cell != column.cell) {
                column.cell = *cell;
                column.text = over.iter().map(|(_, text)| text.as_str()).collect();
            }
        }
        let (settled, others) = stages::settle(apart, form, &mapping.columns, |col| reach.contains(&col));
        mapping.stages = settled;
        mapping.unknown.extend(others);
        let another = self.names_another_department();
        if let Some(open) = &mut self.open
            && open.heading.form == block.form
            && open.fields == fields
            && form.table.is_none()
            && self.captions.is_empty()
            && !another
        {
            open.ended = false;
            return;
        }
        self.close_table();
        if let Some(rival) = block.rival.and_then(|rival| self.vocabulary.forms.get(rival)) {
            let finding = Finding::new(rules::AMBIGUOUS_PLAN, self.place.clone().at(Spot::Row(block.rows.start)));
            let candidates = format!("{}, {}", form.id, rival.id);
            let finding = finding.with("kind", "様式").with("kind_en", "form");
            self.out.findings.push(finding.with("candidates", candidates).with("option", "--template"));
        }
        let first = block.columns.iter().map(|column| column.col).min().unwrap_or_default();
        let last = block.columns.iter().map(|column| column.col).max().unwrap_or_default();
        let period = mapping.columns.iter().filter(|c| !form.is_next(c.column)).find_map(|c| c.period);
        let table = RawTable {
            form: block.form,
            range: CellRange::new(Address::new(block.rows.start, first), Address::new(block.rows.end.saturating_sub(1), last)),
            heading: block.rows.clone(),
            columns: mapping.columns.clone(),
            beside: Vec::new(),
            captions: std::mem::take(&mut self.captions),
            notes: Vec::new(),
            info: std::mem::take(&mut self.info),
            period: stamped.or(period).or_else(|| mapping.columns.iter().find_map(|column| column.period)).or(title_period),
            rows: Vec::new(),
            totals: Vec::new(),
        };
        self.out.findings.extend(mapping.findings.iter().cloned());
        let key = fields.iter().find(|(_, index)| form.is_key(**index)).map(|(col, _)| *col);
        let departments = fields.iter().find(|(_, index)| form.kind_at(**index) == Some(FieldType::Departments));
        let groups = departments.filter(|(col, _)| key.is_some_and(|key| **col < key)).map(|(_, index)| *index);
        self.open = Some(OpenTable {
            form,
            table,
            reach,
            heading: block,
            mapping,
            fields,
            captions: form.caption_patterns(),
            done: Vec::new(),
            repeated: BTreeMap::new(),
            groups,
            held: None,
            ended: false,
            other_table: false,
        });
    }

    /// The cells of the columns that fill no field are marked; the table is done.
    pub(super) fn close_table(&mut self) {
        let Some(mut open) = self.open.take() else { return };
        let own = data_rows(&open.table);
        let data = [std::mem::take(&mut open.done), own.clone()].concat();
        for column in &open.mapping.other_period {
            // one that we put there ourselves is known; what was written over it stays open, and is reported
            if stamp::is_last_plan_heading(&column.text) {
                let cells = data.iter().filter_map(|row| self.grid.get(Address::new(*row, column.col)));
                let own = cells.filter(|cell| self.is_last_plan(&open, cell)).map(|cell| cell.at.row);
                let own: Vec<u32> = own.collect();
                self.mark_column(&own, column, Reason::OtherPeriod);
                continue;
            }
            let cells = self.mark_column(&data, column, Reason::OtherPeriod);
            if cells > 0 {
                let period = open.table.period.map_or_else(|| "今回".to_owned(), Period::short_label);
                let finding = Finding::new(rules::OTHER_PERIOD, self.place.clone().at(column.cell)).with("period", period);
                self.out.findings.push(finding.with("heading", column.text.replace('\n', "")).with("cells", cells));
            }
        }
        for column in &open.mapping.rivals {
            self.mark_column(&data, column, Reason::OutsideForm);
        }
        for column in &open.mapping.unknown {
            let beside: Vec<u32>;
            let rows = if open.reach.contains(&column.col) {
                &data
            } else {
                // a list beside the table goes on as long as it has no gap, or beside its rows
                let from = open.heading.rows.end;
                let list = (from..).take_while(|row| self.grid.get(Address::new(*row, column.col)).is_some());
                beside = list.chain(data.iter().copied()).collect();
                &beside
            };
            let cells = self.mark_column(rows, column, Reason::OutsideForm);
            // the rest of a merged heading whose column was read
            if cells == 0 && open.mapping.columns.iter().any(|known| known.cell == column.cell) {
                continue;
            }
            let finding = Finding::new(rules::UNMAPPED_COLUMN, self.place.clone().at(column.cell));
            self.out.findings.push(finding.with("heading", column.text.replace('\n', "")).with("cells", cells));
        }
        for column in &open.mapping.stages {
            let Some(field) = open.form.columns.get(column.column) else { continue };
            let period = open.mapping.columns.iter().find(|known| known.column == column.column).and_then(|known| known.period);
            let finding = Finding::new(rules::STAGE_COLUMN, self.place.clone().at(column.heading.cell));
            let finding = finding.with("heading", column.heading.text.replace('\n', ""));
            self.out.findings.push(finding.with("field", field.heading_for(period)));
        }
        if let Some(last) = own.iter().max() {
            open.table.range.last.row = open.table.range.last.row.max(*last);
        }
        self.out.tables.push(open.table);
    }

    pub(super) fn mark_column(&mut self, rows: &[u32], column: &HeadingColumn, reason: Reason) -> usize {
        let mut marked = 0;
        let mut last = None;
        for row in rows {
            if last != Some(*row) && self.ledger.mark(Address::new(*row, column.col), Use::Aside(reason)) {
                marked += 1;
            }
            last = Some(*row);
        }
        marked
    }
}

/// The columns of a table: those that fill a field, and those next to them.
fn reach(block: &HeadingBlock, fields: &BTreeMap<u32, usize>) -> RangeInclusive<u32> {
    let mut first = fields.keys().next().copied().unwrap_or_default();
    let mut last = fields.keys().next_back().copied().unwrap_or_default();
    let cols: BTreeSet<u32> = block.columns.iter().map(|column| column.col).collect();
    while cols.contains(&(last + 1)) {
        last += 1;
    }
    while first > 0 && cols.contains(&(first - 1)) {
        first -= 1;
    }
    first..=last
}
