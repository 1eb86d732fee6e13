//! The walk over a sheet.

mod classify;
mod example;
mod kinds;
mod looks;
mod nearest;
mod numbering;
mod ours;
mod outside;
mod pair;
mod pick;
mod report;
mod row_shape;
mod rows;
mod table;
mod unknown;

use std::collections::{BTreeMap, HashSet};
use std::ops::RangeInclusive;
use std::sync::Arc;

use self::classify::RowKind;
use self::example::Example;
pub(crate) use self::report::shorten;
use super::columns::Mapping;
use super::comments::own_comment;
use super::heading::{HeadingBlock, Headings};
use super::info::Info;
use super::kinds as kinds_of;
use super::ledger_builder::{LedgerBuilder, Use};
use super::merges::Merges;
use super::pairs::Held;
use super::{Caption, RawTable, Recognised, Vocabulary, bars, beside, blocks, cards, shape};
use crate::form::{Column, Form};
use crate::model::{Address, CellRange, Period, Place, Reason, Spot, Visibility};
use crate::source::budget::Budget;
use crate::source::refusal::{self, Limit};
use crate::source::{Grid, RawCell};

/// So many rows are looked at for a first heading; further down only those after a gap.
const HEAD_ROWS: usize = 2_000;

/// Work that a row costs, and each of its cells; more where a heading may begin.
const ROW_WORK: u64 = 20;
const CELL_WORK: u64 = 10;
const LOOK_WORK: u64 = 300;

/// Reads one sheet. `period` is the report's, where an option gave it; `budget` is what is left for its file.
pub fn read_sheet(
    grid: &Grid,
    path: &Arc<str>,
    vocabulary: &Vocabulary<'_>,
    period: Option<Period>,
    budget: &Budget<'_>,
) -> Recognised {
    read_named(grid, path, vocabulary, period, budget, true)
}

/// Reads one sheet; one called 記入例 is an example only `by_name`, else it may hold answers.
pub(super) fn read_named(
    grid: &Grid,
    path: &Arc<str>,
    vocabulary: &Vocabulary<'_>,
    period: Option<Period>,
    budget: &Budget<'_>,
    by_name: bool,
) -> Recognised {
    let read = |headings: &Headings<'_, '_>, apart: bool| {
        let mut walk = Walk::new(headings, path, period, budget);
        walk.apart = apart;
        walk.by_name = by_name;
        walk.run();
        walk.finish()
    };
    let merges = Merges::new(&grid.merges);
    let headings = Headings::new(grid, &merges, vocabulary, period);
    let parts = beside::split(&headings).unwrap_or_default();
    let read_part = |part: &Grid| read(&Headings::new(part, &Merges::new(&part.merges), vocabulary, period), true);
    let united = parts.iter().map(read_part).reduce(Recognised::with);
    united.unwrap_or_else(|| read(&headings, false))
}

struct OpenTable<'f> {
    form: &'f Form,
    table: RawTable,
    heading: HeadingBlock,
    mapping: Mapping,
    /// Column of the sheet → place of the form's column.
    fields: BTreeMap<u32, usize>,
    /// The captions its form knows.
    captions: &'f [crate::form::Caption],
    /// The rows of its parts that are done.
    done: Vec<u32>,
    /// The last value of each column that repeats down: field → cell.
    repeated: BTreeMap<usize, Address>,
    /// The column of departments, where it stands before what names a row: a blank one is that of the row above.
    groups: Option<usize>,
    /// What the last row holds, where texts stand one below the other.
    held: Option<Held>,
    /// Its columns on the sheet, from the first to the last; what stands beside them after a gap is none of its own.
    reach: RangeInclusive<u32>,
    /// Did something else begin below it?
    ended: bool,
    /// Is that another table?
    other_table: bool,
}

impl<'f> OpenTable<'f> {
    /// Returns the column of the form in which a cell stands.
    fn column(&self, cell: &RawCell) -> Option<&'f Column> {
        self.fields.get(&cell.at.col).and_then(|index| self.form.columns.get(*index))
    }

    /// The heading word for word from `row` on, as on a next page: it takes no row more than the first.
    fn heading_again(&self, grid: &Grid, row: u32) -> Option<HeadingBlock> {
        let rows = &self.heading.rows;
        let depth = rows.end - rows.start;
        let same = |(above, below): (&RawCell, &RawCell)| above.at.col == below.at.col && above.shown == below.shown;
        let again = (0..depth).all(|line| {
            let (above, below) = (grid.row(rows.start + line), grid.row(row + line));
            above.len() == below.len() && above.iter().zip(below).all(same)
        });
        again.then(|| HeadingBlock { rows: row..row + depth, ..self.heading.clone() })
    }

    /// The cells of a row that lie within its columns, or at their left.
    fn inside<'c>(&self, row: &'c [RawCell]) -> &'c [RawCell] {
        let end = row.partition_point(|cell| cell.at.col <= *self.reach.end());
        let inside = row.get(..end).unwrap_or_default();
        if inside.iter().any(|cell| cell.at.col >= *self.reach.start()) { inside } else { row }
    }
}

struct Walk<'g, 'f> {
    grid: &'g Grid,
    vocabulary: &'g Vocabulary<'f>,
    merges: &'g Merges,
    headings: &'g Headings<'g, 'f>,
    ledger: LedgerBuilder<'g>,
    place: Place,
    period: Option<Period>,
    open: Option<OpenTable<'f>>,
    info: Info,
    captions: Vec<Caption>,
    /// Tables that the form does not know, and how they begin.
    others: Vec<(CellRange, String)>,
    budget: &'g Budget<'g>,
    /// Bytes of text that rows got from cells of other rows.
    repeated: u64,
    /// Example rows that hold more than placeholders.
    examples: Vec<u32>,
    /// The caption of an example that is still open.
    example: Option<Example>,
    /// The last row that was set aside as an example.
    last_example: Option<u32>,
    /// Are there tables beside this one?
    apart: bool,
    /// Does its name tell whether it is an example?
    by_name: bool,
    /// Is it a sheet of ours that only explains?
    explains: bool,
    last_row: Option<u32>,
    /// The titles so far.
    titles: HashSet<String>,
    /// Rows of the open table that hold only their number, right above the row at hand.
    number_only: Vec<u32>,
    out: Recognised,
    /// The sheet as any office's tables are looked for.
    kinds: kinds_of::Sheet<'g, 'f>,
}

impl<'g, 'f> Walk<'g, 'f> {
    fn new(headings: &'g Headings<'g, 'f>, path: &Arc<str>, period: Option<Period>, budget: &'g Budget<'g>) -> Self {
        let Headings { grid, merges, vocabulary, .. } = *headings;
        let name: Option<Arc<str>> = grid.name.as_deref().map(Arc::from);
        Self {
            grid,
            vocabulary,
            merges,
            headings,
            ledger: LedgerBuilder::new(grid),
            place: Place::file(path.clone()).on(name.clone()),
            period,
            open: None,
            info: Info::default(),
            captions: Vec::new(),
            others: Vec::new(),
            budget,
            repeated: 0,
            examples: Vec::new(),
            example: None,
            last_example: None,
            apart: false,
            by_name: true,
            explains: false,
            last_row: None,
            kinds: kinds_of::Sheet::new(grid, merges, vocabulary, Place::file(path.clone()).on(name.clone()), period),
            titles: HashSet::new(),
            number_only: Vec::new(),
            out: Recognised {
                name,
                visibility: grid.visibility,
                tables: Vec::new(),
                ledger: Default::default(),
                titles: Vec::new(),
                unlabelled: Vec::new(),
                no_records: None,
                info: Info::default(),
                page_header: grid.page_header.clone(),
                stamp: None,
                comments: grid.comments.iter().filter_map(own_comment).collect(),
                findings: Vec::new(),
            },
        }
    }

    fn run(&mut self) {
        if self.stamped_as_note() {
            return;
        }
        let name = self.grid.name.as_deref().unwrap_or_default();
        if self.by_name && shape::is_example_sheet(name) {
            self.ledger.mark_all(Reason::Example);
            return;
        }
        if shape::is_instructions(name) {
            self.ledger.mark_all(Reason::Note);
            return;
        }
        if self.is_other_sheet() {
            self.ledger.mark_all(Reason::OtherTable);
            return;
        }
        let mut rows: Vec<u32> = self.grid.cells.iter().map(|cell| cell.at.row).collect();
        rows.dedup();
        let mut index = 0;
        while let Some(&row) = rows.get(index) {
            let after_gap = self.last_row.is_none_or(|last| row > last + 1 || self.grid.row(last).len() < 2);
            let look = match &self.open {
                None => index < HEAD_ROWS || after_gap,
                // below a line of its own, a number and a name go on with the table: nothing else is looked for
                Some(open) if self.is_numbered_record(open, row) => repeats(self.grid, open, row),
                Some(open) => after_gap || open.ended || repeats(self.grid, open, row),
            };
            let grid_row = self.grid.row(row);
            let work = ROW_WORK + CELL_WORK * grid_row.len() as u64 + if look { LOOK_WORK } else { 0 };
            if let Err(limit) = self.budget.work(work) {
                return self.give_up(row, limit);
            }
            if look && let Some(mut table) = blocks::find(self.headings, &self.out.comments, row) {
                self.close_table();
                table.captions = std::mem::take(&mut self.captions);
                table.info = std::mem::take(&mut self.info);
                for field in table.rows.iter().flat_map(|row| &row.cells) {
                    self.ledger.mark(field.at, Use::Record);
                }
                for column in &table.columns {
                    self.ledger.mark(column.cell, Use::Aside(Reason::Heading));
                }
                let end = table.range.last.row;
                self.out.tables.push(table);
                while let Some(&row) = rows.get(index).filter(|row| **row <= end) {
                    self.last_row = Some(row);
                    index += 1;
                }
                continue;
            }
            if look
                && cards::has_labels_and_values(grid_row, self.vocabulary)
                && let Some(found) = cards::find(self.grid, &self.out.comments, self.merges, row, self.vocabulary)
                && !self.lies_on_its_side(row, &found.0)
            {
                index = self.cards(found, &rows, index);
                continue;
            }
            let again = self.open.as_ref().filter(|_| look).and_then(|open| open.heading_again(self.grid, row));
            // whose table it is was settled at the first
            let is_again = again.is_some();
            let of_form =
                again.or_else(|| if look { self.headings.find(row).filter(|block| self.is_of_its_kind(block)) } else { None });
            let of_card = look
                && of_form.is_none()
                && cards::find(self.grid, &self.out.comments, self.merges, row, self.vocabulary)
                    .is_some_and(|(table, _)| !self.lies_on_its_side(row, &table));
            if look
                && !of_card
                && !is_again
                && let Some(below) = self.of_a_kind(row, of_form.as_ref())
            {
                index = rows.partition_point(|row| *row < below).max(index + 1);
                continue;
            }
            if let Some(block) = of_form {
                let end = block.rows.end;
                if let Some(stop) = self.example_table(&block, &rows, index) {
                    index = stop;
                    continue;
                }
                self.begin_table(block);
                while let Some(&row) = rows.get(index).filter(|row| **row < end) {
                    self.last_row = Some(row);
                    index += 1;
                }
                continue;
            }
            if look && let Some(found) = cards::find(self.grid, &self.out.comments, self.merges, row, self.vocabulary) {
                index = self.cards(found, &rows, index);
                continue;
            }
            if !self.opens_example(row) {
                self.row(row);
            }
            self.last_row = Some(row);
            index += 1;
        }
        self.close_table();
    }

    /// What the file may cost is spent: half a sheet would look like a whole one.
    fn give_up(&mut self, row: u32, limit: Limit) {
        self.open = None;
        self.out.tables.clear();
        self.ledger = LedgerBuilder::new(self.grid);
        self.ledger.mark_all(Reason::OutsideForm);
        self.out.findings = vec![refusal::beyond(self.place.clone().at(Spot::Row(row)), limit, self.budget.limits)];
    }

    fn row(&mut self, row: u32) {
        let grid = self.grid;
        let Some(open) = &self.open else {
            self.outside(grid.row(row));
            return;
        };
        let inside = open.inside(grid.row(row)).len();
        let cells = grid.row(row).get(..inside).unwrap_or_default();
        if self.is_prefilled_only(open, row) {
            for cell in self.grid.row(row) {
                let is_id = open.mapping.ids == Some(cell.at.col);
                self.ledger.mark(cell.at, Use::Aside(if is_id { Reason::Mark } else { Reason::OtherPeriod }));
            }
            return;
        }
        // its cells stay open, and are reported
        if self.is_under_last_plan(open, row) {
            return;
        }
        if self.is_of_pair(open, row) {
            return self.pair(row);
        }
        let kind = self.classify(open, row);
        let waiting = std::mem::take(&mut self.number_only);
        let kind = if self.takes_as_example(row, &kind) { RowKind::Aside(Reason::Example) } else { kind };
        match kind {
            RowKind::Record => {
                if let Some(open) = &mut self.open {
                    open.ended = false;
                }
                // numbers in advance stand below the last row; between others something may have been forgotten
                if waiting.last().is_some_and(|last| last + 1 == row) {
                    self.report_number_only(&waiting);
                }
                self.record(row);
            }
            RowKind::NumberOnly => {
                self.ledger.mark_row(row, Reason::Mark);
                let goes_on = waiting.last().is_none_or(|last| last + 1 == row);
                self.number_only = if goes_on { waiting } else { Vec::new() };
                self.number_only.push(row);
            }
            // its cells stay open, and are reported
            RowKind::Unclear => {}
            RowKind::Continuation => self.continuation(row),
            RowKind::Aside(reason) => {
                let own = |cell: &RawCell| cell.shown.chars().count() > 8 && !shape::is_placeholder(&cell.shown);
                if reason == Reason::Total {
                    self.total(row);
                } else if reason == Reason::Example {
                    self.last_example = Some(row);
                    if cells.iter().filter(|cell| own(cell)).count() >= 2 {
                        self.examples.push(row);
                    }
                    if self.example.is_none() && self.is_own_row(row) {
                        self.say_example(row, true);
                    }
                }
                self.ledger.mark_row(row, reason);
            }
            RowKind::NoRecords(cell) => {
                let text = self.text(cell);
                self.ledger.mark_row(row, Reason::NoRecords);
                self.out.no_records.get_or_insert((cell, text));
            }
            RowKind::Footnote => {
                for cell in self.grid.row(row) {
                    self.ledger.mark(cell.at, Use::Shared);
                    let note = Caption { text: cell.shown.trim().to_owned(), at: Some(cell.at), inside: false };
                    if let Some(open) = &mut self.open {
                        open.table.notes.push(note);
                    }
                }
            }
            RowKind::Caption => self.outside(cells),
            RowKind::Banner => {
                let headed = self.open.as_ref().is_some_and(|open| open.heading_again(grid, row + 1).is_some());
                for cell in cells {
                    self.ledger.mark(cell.at, Use::Aside(Reason::Title));
                    let text = cell.shown.trim().to_owned();
                    self.captions.push(Caption { text, at: Some(cell.at), inside: !headed });
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

    /// Hidden itself, or on a hidden sheet.
    fn is_hidden(&self, row: u32) -> bool {
        self.grid.visibility != Visibility::Visible || self.grid.hidden_rows.contains(&row)
    }

    fn text(&self, cell: Address) -> String {
        self.grid.get(cell).map(|cell| cell.shown.trim().to_owned()).unwrap_or_default()
    }

    /// Adds the bars of schedules that are only coloured cells.
    fn read_bars(&mut self) {
        for table in &mut self.out.tables {
            let Some(form) = self.vocabulary.forms.get(table.form) else { continue };
            let outcome = bars::read(self.grid, self.merges, form, &self.place, table);
            self.out.findings.extend(outcome.findings);
            for cell in outcome.legend {
                self.ledger.set_aside(cell, Reason::Note);
            }
        }
    }

    fn finish(mut self) -> Recognised {
        let name = self.grid.name.as_deref().unwrap_or_default();
        if self.out.tables.is_empty() && shape::is_guide_sheet(name) {
            self.ledger.mark_all(Reason::Note);
        }
        self.read_bars();
        self.report_hidden();
        self.report_objects();
        self.report_comments();
        self.report_looks();
        self.report_unknown_tables();
        self.leave_others();
        self.report_others();
        self.report_examples();
        self.report_open();
        self.report_uncalculated();
        self.out.ledger = self.ledger.close();
        self.out
    }
}

/// Does a row say again what the heading of the table says?
fn repeats(grid: &Grid, open: &OpenTable<'_>, row: u32) -> bool {
    let same = open.mapping.columns.iter().filter(|column| {
        let Some(cell) = grid.get(Address::new(row, column.col)) else { return false };
        column.heading.split('\n').any(|line| !line.is_empty() && cell.shown.contains(line))
    });
    same.count() >= 2
}
