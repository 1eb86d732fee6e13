//! The walk over a sheet.

mod classify;
mod ours;
mod outside;
mod report;

use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::sync::Arc;

use self::classify::RowKind;
use super::account::{Account, Use};
use super::columns::{self, Mapping};
use super::heading::{self, HeadingBlock, HeadingColumn};
use super::info::Info;
use super::merges::Merges;
use super::{Caption, RawField, RawRow, RawTable, RawTotal, Recognised, Vocabulary, beside, blocks, cards, shape};
use crate::form::{FieldType, Form};
use crate::model::{Address, CellRange, Comment, Finding, Period, Place, Reason, Spot, Visibility, rule, stamp};
use crate::source::{Grid, RawCell, RawValue};

/// So many rows are looked at for a first heading; further down only those after a gap.
const HEAD_ROWS: usize = 2_000;

/// Reads one sheet. `period` is the report's, where an option gave it.
pub fn read_sheet(grid: &Grid, path: &Arc<str>, vocabulary: &Vocabulary<'_>, period: Option<Period>) -> Recognised {
    let read = |grid: &Grid| {
        let mut walk = Walk::new(grid, path, vocabulary, period);
        walk.run();
        walk.finish()
    };
    let parts = beside::split(grid, vocabulary).unwrap_or_default();
    let united = parts.iter().map(read).reduce(Recognised::with);
    united.unwrap_or_else(|| read(grid))
}

struct OpenTable<'f> {
    form: &'f Form,
    table: RawTable,
    heading: HeadingBlock,
    mapping: Mapping,
    /// Column of the sheet → place of the form's column.
    fields: BTreeMap<u32, usize>,
    /// The captions its form knows.
    captions: Vec<crate::form::Caption>,
    /// The rows of its parts that are done.
    done: Vec<u32>,
    /// The last value of each column that repeats down: field → cell.
    repeated: BTreeMap<usize, Address>,
    /// Its columns on the sheet, from the first to the last; what stands beside them after a gap is none of its own.
    reach: RangeInclusive<u32>,
    /// Did something else begin below it?
    ended: bool,
    /// Is that another table?
    other_table: bool,
}

impl OpenTable<'_> {
    /// The cells of a row that lie within its columns, or at their left.
    fn inside<'c>(&self, row: &'c [RawCell]) -> &'c [RawCell] {
        let end = row.partition_point(|cell| cell.at.col <= *self.reach.end());
        let inside = &row[..end];
        if inside.iter().any(|cell| cell.at.col >= *self.reach.start()) { inside } else { row }
    }
}

/// The columns of a table: those that fill a field, and those next to them.
fn reach(block: &HeadingBlock, fields: &BTreeMap<u32, usize>) -> RangeInclusive<u32> {
    let mut first = fields.keys().next().copied().unwrap_or_default();
    let mut last = fields.keys().next_back().copied().unwrap_or_default();
    let cols: Vec<u32> = block.columns.iter().map(|column| column.col).collect();
    while cols.contains(&(last + 1)) {
        last += 1;
    }
    while first > 0 && cols.contains(&(first - 1)) {
        first -= 1;
    }
    first..=last
}

struct Walk<'g, 'f> {
    grid: &'g Grid,
    vocabulary: &'g Vocabulary<'f>,
    merges: Merges,
    account: Account<'g>,
    /// The captions that any of the forms knows.
    patterns: Vec<crate::form::Caption>,
    place: Place,
    period: Option<Period>,
    open: Option<OpenTable<'f>>,
    info: Info,
    captions: Vec<Caption>,
    /// Tables that the form does not know, and how they begin.
    others: Vec<(CellRange, String)>,
    /// Example rows that hold more than placeholders.
    examples: Vec<u32>,
    last_row: Option<u32>,
    out: Recognised,
}

impl<'g, 'f> Walk<'g, 'f> {
    fn new(grid: &'g Grid, path: &Arc<str>, vocabulary: &'g Vocabulary<'f>, period: Option<Period>) -> Self {
        let name: Option<Arc<str>> = grid.name.as_deref().map(Arc::from);
        Self {
            grid,
            vocabulary,
            merges: Merges::new(&grid.merges),
            account: Account::new(grid),
            patterns: vocabulary.forms.iter().flat_map(|form| form.caption_patterns()).collect(),
            place: Place::file(path.clone()).on(name.clone()),
            period,
            open: None,
            info: Info::default(),
            captions: Vec::new(),
            others: Vec::new(),
            examples: Vec::new(),
            last_row: None,
            out: Recognised {
                name,
                visibility: grid.visibility,
                tables: Vec::new(),
                ledger: Default::default(),
                titles: Vec::new(),
                unlabelled: Vec::new(),
                no_records: None,
                info: Info::default(),
                stamp: None,
                comments: grid.comments.iter().filter_map(own_comment).collect(),
                findings: Vec::new(),
            },
        }
    }

    fn run(&mut self) {
        let name = self.grid.name.as_deref().unwrap_or_default();
        if shape::is_example_sheet(name) {
            self.account.book_all(Reason::Example);
            return;
        }
        if ["要領", "記入方法", "記載方法"].iter().any(|word| name.contains(word)) {
            self.account.book_all(Reason::Note);
            return;
        }
        if self.stamped_as_note() {
            return;
        }
        let mut rows: Vec<u32> = self.grid.cells.iter().map(|cell| cell.at.row).collect();
        rows.dedup();
        let mut index = 0;
        let mut example_caption = false;
        while index < rows.len() {
            let row = rows[index];
            let after_gap = self.last_row.is_none_or(|last| row > last + 1 || self.grid.row(last).len() < 2);
            let look = match &self.open {
                None => index < HEAD_ROWS || after_gap,
                Some(open) => after_gap || open.ended || repeats(self.grid, open, row),
            };
            if look && let Some(mut table) = blocks::find(self.grid, &self.out.comments, &self.merges, row, self.vocabulary) {
                self.close_table();
                table.captions = std::mem::take(&mut self.captions);
                table.info = std::mem::take(&mut self.info);
                for field in table.rows.iter().flat_map(|row| &row.cells) {
                    self.account.book(field.at, Use::Record);
                }
                for column in &table.columns {
                    self.account.book(column.cell, Use::Aside(Reason::Heading));
                }
                let end = table.range.last.row;
                self.out.tables.push(table);
                while index < rows.len() && rows[index] <= end {
                    self.last_row = Some(rows[index]);
                    index += 1;
                }
                continue;
            }
            if look && let Some(block) = heading::find(self.grid, &self.merges, row, self.vocabulary) {
                let end = block.rows.end;
                if example_caption {
                    // 記入例 above a heading: the whole small table below it is an example
                    self.close_table();
                    let mut first = true;
                    while index < rows.len() {
                        let below = rows[index] >= end;
                        let gap = rows[index] > self.last_row.unwrap_or(row) + if first { 2 } else { 1 };
                        if below && (gap || heading::find(self.grid, &self.merges, rows[index], self.vocabulary).is_some()) {
                            break;
                        }
                        first &= !below;
                        self.account.book_row(rows[index], Reason::Example);
                        self.last_row = Some(rows[index]);
                        index += 1;
                    }
                    example_caption = false;
                    continue;
                }
                self.begin_table(block);
                while index < rows.len() && rows[index] < end {
                    self.last_row = Some(rows[index]);
                    index += 1;
                }
                continue;
            }
            if look && let Some((table, uses)) = cards::find(self.grid, &self.out.comments, &self.merges, row, self.vocabulary) {
                let end = table.range.last.row;
                self.cards(table, uses);
                while index < rows.len() && rows[index] <= end {
                    self.last_row = Some(rows[index]);
                    index += 1;
                }
                continue;
            }
            let caption_of_example =
                self.grid.row(row).len() == 1 && self.grid.row(row).iter().any(|cell| shape::is_example(&cell.shown));
            self.row(row);
            example_caption = caption_of_example && self.open.as_ref().is_none_or(|open| open.table.rows.is_empty());
            self.last_row = Some(row);
            index += 1;
        }
        self.close_table();
    }

    /// Records with their labels at the left.
    fn cards(&mut self, mut table: RawTable, uses: Vec<(Address, Use)>) {
        self.close_table();
        table.captions = std::mem::take(&mut self.captions);
        table.info = std::mem::take(&mut self.info);
        for (cell, usage) in uses {
            self.account.book(cell, usage);
        }
        for column in &table.columns {
            self.account.book(column.cell, Use::Aside(Reason::Heading));
        }
        if let Some(form) = self.vocabulary.forms.get(table.form) {
            let has = |at: usize| table.columns.iter().any(|column| column.column == at);
            let missing =
                form.columns.iter().enumerate().filter(|(at, column)| column.required && !column.elsewhere && !has(*at));
            for (_, column) in missing {
                let place = self.place.clone().at(Spot::Row(table.range.first.row));
                self.out.findings.push(Finding::new(rule::MISSING_COLUMN, place).with("heading", column.heading_for(None)));
            }
        }
        self.out.tables.push(table);
    }

    /// A heading: the same table goes on, or another begins.
    fn begin_table(&mut self, block: HeadingBlock) {
        for row in block.rows.clone() {
            self.account.book_row(row, Reason::Heading);
        }
        let Some(form) = self.vocabulary.forms.get(block.form).copied() else { return };
        let title_period =
            self.captions.iter().map(|c| &c.text).chain(&self.out.titles).rev().find_map(|title| Period::find(title));
        let stamped = self.out.stamp.as_ref().and_then(|stamp| stamp.period);
        let wanted = self.period.or(stamped).or(title_period);
        let mapping = columns::map(self.grid, &block, form, wanted, &self.place);
        let fields: BTreeMap<u32, usize> = mapping.columns.iter().map(|column| (column.col, column.column)).collect();
        if let Some(open) = &mut self.open
            && open.heading.form == block.form
            && open.fields == fields
            && self.captions.is_empty()
        {
            open.ended = false;
            return;
        }
        self.close_table();
        if let Some(rival) = block.rival.and_then(|rival| self.vocabulary.forms.get(rival)) {
            let finding = Finding::new(rule::AMBIGUOUS_PLAN, self.place.clone().at(Spot::Row(block.rows.start)));
            let candidates = format!("{}、{}", form.id, rival.id);
            self.out.findings.push(finding.with("kind", "様式").with("candidates", candidates).with("option", "--template"));
        }
        let first = block.columns.iter().map(|column| column.col).min().unwrap_or_default();
        let last = block.columns.iter().map(|column| column.col).max().unwrap_or_default();
        let period = mapping.columns.iter().filter(|c| !form.columns[c.column].heading.contains("{next}")).find_map(|c| c.period);
        let table = RawTable {
            form: block.form,
            range: CellRange::new(Address::new(block.rows.start, first), Address::new(block.rows.end.saturating_sub(1), last)),
            heading: block.rows.clone(),
            columns: mapping.columns.clone(),
            captions: std::mem::take(&mut self.captions),
            notes: Vec::new(),
            info: std::mem::take(&mut self.info),
            period: stamped.or(period).or_else(|| mapping.columns.iter().find_map(|column| column.period)).or(title_period),
            rows: Vec::new(),
            totals: Vec::new(),
        };
        self.out.findings.extend(mapping.findings.iter().cloned());
        self.open = Some(OpenTable {
            form,
            table,
            reach: reach(&block, &fields),
            heading: block,
            mapping,
            fields,
            captions: form.caption_patterns(),
            done: Vec::new(),
            repeated: BTreeMap::new(),
            ended: false,
            other_table: false,
        });
    }

    /// The cells of the columns that fill no field are booked; the table is done.
    fn close_table(&mut self) {
        let Some(mut open) = self.open.take() else { return };
        let own = data_rows(&open.table);
        let data = [std::mem::take(&mut open.done), own.clone()].concat();
        for column in &open.mapping.other_period {
            self.book_column(&data, column, Reason::OtherPeriod);
        }
        for column in &open.mapping.rivals {
            self.book_column(&data, column, Reason::OutsideForm);
        }
        for column in &open.mapping.unknown {
            let beside: Vec<u32>;
            let rows = if open.reach.contains(&column.col) {
                &data
            } else {
                // a list beside the table goes on as long as it has no gap
                let from = open.heading.rows.end;
                beside = (from..).take_while(|row| self.grid.get(Address::new(*row, column.col)).is_some()).collect();
                &beside
            };
            let cells = self.book_column(rows, column, Reason::OutsideForm);
            let finding = Finding::new(rule::UNMAPPED_COLUMN, self.place.clone().at(column.cell));
            self.out.findings.push(finding.with("heading", column.text.replace('\n', "")).with("cells", cells));
        }
        if let Some(last) = own.iter().max() {
            open.table.range.last.row = open.table.range.last.row.max(*last);
        }
        self.out.tables.push(open.table);
    }

    fn book_column(&mut self, rows: &[u32], column: &HeadingColumn, reason: Reason) -> usize {
        let mut booked = 0;
        let mut last = None;
        for row in rows {
            if last != Some(*row) && self.account.book(Address::new(*row, column.col), Use::Aside(reason)) {
                booked += 1;
            }
            last = Some(*row);
        }
        booked
    }

    fn row(&mut self, row: u32) {
        let grid = self.grid;
        let Some(open) = &self.open else {
            self.outside(grid.row(row));
            return;
        };
        let inside = open.inside(grid.row(row)).len();
        let cells = &grid.row(row)[..inside];
        if self.is_prefilled_only(open, row) {
            for cell in self.grid.row(row) {
                let is_id = open.mapping.ids == Some(cell.at.col);
                self.account.book(cell.at, Use::Aside(if is_id { Reason::Mark } else { Reason::OtherPeriod }));
            }
            return;
        }
        match self.classify(open, row) {
            RowKind::Record => {
                if let Some(open) = &mut self.open {
                    open.ended = false;
                }
                self.record(row);
            }
            RowKind::Continuation => self.continuation(row),
            RowKind::Aside(reason) => {
                let own = |cell: &RawCell| cell.shown.chars().count() > 8 && !shape::is_placeholder(&cell.shown);
                if reason == Reason::Total {
                    self.total(row);
                } else if reason == Reason::Example && cells.iter().filter(|cell| own(cell)).count() >= 2 {
                    self.examples.push(row);
                }
                self.account.book_row(row, reason);
            }
            RowKind::NoRecords(cell) => {
                let text = self.text(cell);
                self.account.book_row(row, Reason::NoRecords);
                self.out.no_records.get_or_insert((cell, text));
            }
            RowKind::Footnote => {
                for cell in self.grid.row(row) {
                    self.account.book(cell.at, Use::Shared);
                    let note = Caption { text: cell.shown.trim().to_owned(), at: Some(cell.at) };
                    if let Some(open) = &mut self.open {
                        open.table.notes.push(note);
                    }
                }
            }
            RowKind::Caption => self.outside(cells),
            RowKind::Banner => {
                for cell in cells {
                    self.account.book(cell.at, Use::Aside(Reason::Title));
                    self.captions.push(Caption { text: cell.shown.trim().to_owned(), at: Some(cell.at) });
                }
            }
            RowKind::OtherTable => {
                if let Some(open) = &mut self.open {
                    open.ended = true;
                    open.other_table = true;
                }
                self.other_table(row);
            }
            RowKind::Elsewhere => {
                if let Some(open) = &mut self.open {
                    open.ended = true;
                }
                self.outside(grid.row(row));
            }
        }
    }

    /// Captions between the rows of a table: what follows is a part of its own with the same columns.
    fn begin_part(&mut self) {
        if self.captions.is_empty() {
            return;
        }
        let captions = std::mem::take(&mut self.captions);
        let Some(open) = &mut self.open else { return };
        if open.table.rows.is_empty() {
            open.table.captions.extend(captions);
            return;
        }
        let next = RawTable { captions, notes: Vec::new(), info: std::mem::take(&mut self.info), ..open.table.clone_frame() };
        let done = std::mem::replace(&mut open.table, next);
        open.done.extend(data_rows(&done));
        self.out.tables.push(done);
    }

    /// A record: its own cells, those it shares by merging, and those repeated from above.
    fn record(&mut self, row: u32) {
        self.begin_part();
        let Some(mut open) = self.open.take() else { return };
        let mut record = RawRow { row, hidden: self.is_hidden(row), cells: Vec::new(), comments: Vec::new(), used: 0, id: None };
        let fields: Vec<(u32, usize)> = open.fields.iter().map(|(col, index)| (*col, *index)).collect();
        for (col, index) in fields {
            let column = &open.form.columns[index];
            let cell = Address::new(row, col);
            let anchor = self.merges.anchor(cell);
            let own = anchor == cell;
            let from = if anchor.row >= open.heading.rows.end { anchor } else { cell };
            let remark = comments_of(&self.out.comments, from.row).iter().find(|comment| comment.cell == from);
            if let Some(comment) = remark.filter(|_| record.comments.iter().all(|(_, taken)| taken.cell != from)) {
                record.comments.push((index, comment.clone()));
            }
            let mut source = self.grid.get(from).map(|found| found.at);
            if column.fill_down {
                match source {
                    Some(at) => {
                        open.repeated.insert(index, at);
                    }
                    None => source = open.repeated.get(&index).copied(),
                }
            }
            let Some(found) = source.and_then(|at| self.grid.get(at)) else { continue };
            if column.kind == FieldType::Skip {
                self.account.book(found.at, Use::Aside(Reason::Note));
                continue;
            }
            // a cell merged over several years is one span, taken at its first
            if from.col < col && record.cells.iter().any(|cell| cell.at == found.at) {
                continue;
            }
            let tall = self.merges.at(found.at).is_some_and(|range| range.last.row > range.first.row);
            let shared = column.fill_down || tall || !own;
            if self.account.book(found.at, if shared { Use::Shared } else { Use::Record })
                && !shared
                && found.value != RawValue::Uncalculated
            {
                record.used += 1;
            }
            let to = self.merges.at(found.at).map_or(found.at.col, |range| range.last.col);
            record.cells.push(RawField::new(index, found, to));
        }
        let id = open.mapping.ids.and_then(|col| self.grid.get(Address::new(row, col)));
        if let Some(cell) = id
            && let Some(id) = stamp::id_in(&cell.shown)
        {
            record.id = Some(Arc::from(id));
            record.used += u64::from(self.account.book(cell.at, Use::Record));
        }
        open.table.rows.push(record);
        self.open = Some(open);
    }

    /// A row of totals is kept beside the rows: it says what they have to add up to.
    fn total(&mut self, row: u32) {
        let Some(open) = &mut self.open else { return };
        let cells = self.grid.row(row);
        let partial = cells.iter().any(|cell| shape::is_subtotal(&cell.shown));
        let field =
            |cell: &crate::source::RawCell| open.fields.get(&cell.at.col).map(|index| RawField::new(*index, cell, cell.at.col));
        let total = RawTotal { after: open.table.rows.len(), partial, cells: cells.iter().filter_map(field).collect() };
        open.table.totals.push(total);
    }

    fn continuation(&mut self, row: u32) {
        let Some(open) = &mut self.open else { return };
        let Some(record) = open.table.rows.last_mut() else { return };
        for cell in self.grid.row(row) {
            let Some(index) = open.fields.get(&cell.at.col) else { continue };
            if open.form.columns[*index].kind == FieldType::Skip {
                self.account.book(cell.at, Use::Aside(Reason::Note));
                continue;
            }
            if self.account.book(cell.at, Use::Record) && cell.value != RawValue::Uncalculated {
                record.used += 1;
            }
            let to = self.merges.at(cell.at).map_or(cell.at.col, |range| range.last.col);
            record.cells.push(RawField::new(*index, cell, to));
        }
        let remarks = comments_of(&self.out.comments, row).iter();
        record.comments.extend(remarks.filter_map(|comment| Some((*open.fields.get(&comment.cell.col)?, comment.clone()))));
    }

    /// Hidden itself, or on a hidden sheet.
    fn is_hidden(&self, row: u32) -> bool {
        self.grid.visibility != Visibility::Visible || self.grid.hidden_rows.contains(&row)
    }

    fn text(&self, cell: Address) -> String {
        self.grid.get(cell).map(|cell| cell.shown.trim().to_owned()).unwrap_or_default()
    }

    fn finish(mut self) -> Recognised {
        let name = self.grid.name.as_deref().unwrap_or_default();
        if self.out.tables.is_empty() && shape::is_guide_sheet(name) {
            self.account.book_all(Reason::Note);
        }
        self.report_hidden();
        self.report_objects();
        self.report_comments();
        self.report_others();
        self.report_examples();
        self.report_open();
        self.report_uncalculated();
        self.out.ledger = self.account.close();
        self.out
    }
}

/// A remark without what we wrote into it when we sent the sheet back.
fn own_comment(comment: &Comment) -> Option<Comment> {
    stamp::own_words(&comment.text).map(|text| Comment { cell: comment.cell, text })
}

/// The remarks on the cells of a row.
pub(super) fn comments_of(comments: &[Comment], row: u32) -> &[Comment] {
    let from = comments.partition_point(|comment| comment.cell.row < row);
    let rest = comments.get(from..).unwrap_or_default();
    rest.get(..rest.partition_point(|comment| comment.cell.row == row)).unwrap_or_default()
}

/// The rows of the sheet that hold a table's cells.
fn data_rows(table: &RawTable) -> Vec<u32> {
    table.rows.iter().flat_map(|row| row.cells.iter().map(|cell| cell.at.row)).collect()
}

/// Does a row say again what the heading of the table says?
fn repeats(grid: &Grid, open: &OpenTable<'_>, row: u32) -> bool {
    let same = open.mapping.columns.iter().filter(|column| {
        let Some(cell) = grid.get(Address::new(row, column.col)) else { return false };
        let heading = column.heading.rsplit('\n').next().unwrap_or_default();
        cell.shown.contains(heading)
    });
    same.count() >= 2
}
