//! The walk over a sheet.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::ToSpan;
use jiff::civil::Date;

use super::account::{Account, Use};
use super::columns::{self, Mapping};
use super::heading::{self, HeadingBlock, HeadingColumn};
use super::info::{self, Info, Label, is_department_name};
use super::merges::Merges;
use super::{Caption, RawField, RawRow, RawTable, Recognised, Vocabulary, blocks, shape};
use crate::form::{FieldType, Form};
use crate::model::text::fold;
use crate::model::{Address, CellRange, Finding, Period, Place, Reason, Spot, Stamp, Visibility, date, rule, stamp};
use crate::source::{Grid, ObjectKind, RawCell, RawValue, is_blank};

/// The stamp of a form of ours stands beside its title.
const STAMP_ROWS: u32 = 2;

/// So many rows are looked at for a first heading; further down only those after a gap.
const HEAD_ROWS: usize = 2_000;

/// Reads one sheet. `period` is the report's, where an option gave it.
pub fn read_sheet(grid: &Grid, path: &Arc<str>, vocabulary: &Vocabulary<'_>, period: Option<Period>) -> Recognised {
    let mut walk = Walk::new(grid, path, vocabulary, period);
    walk.run();
    walk.finish()
}

/// What a row turned out to be.
enum RowKind {
    Record,
    Continuation,
    Caption,
    Aside(Reason),
    NoRecords(Address),
    Footnote,
    Elsewhere,
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
    /// The last value of each column that repeats down: field → cell.
    repeated: BTreeMap<usize, Address>,
    /// Did another table begin below it?
    ended: bool,
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
            if look && let Some(mut table) = blocks::find(self.grid, &self.merges, row, self.vocabulary) {
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
                    while index < rows.len() && (rows[index] < end || (rows[index] <= self.last_row.unwrap_or(row) + 1)) {
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
            let caption_of_example =
                self.grid.row(row).len() == 1 && self.grid.row(row).iter().any(|cell| shape::is_example(&cell.shown));
            self.row(row);
            example_caption = caption_of_example && self.open.as_ref().is_none_or(|open| open.table.rows.is_empty());
            self.last_row = Some(row);
            index += 1;
        }
        self.close_table();
    }

    /// Looks for the stamp of a sheet that we handed out; one that only explains is done with that.
    fn stamped_as_note(&mut self) -> bool {
        let found =
            (0..STAMP_ROWS).flat_map(|row| self.grid.row(row)).find_map(|cell| Some((cell.at, Stamp::parse(&cell.shown)?)));
        match found {
            Some((_, Stamp::Note)) => {
                self.account.book_all(Reason::Note);
                true
            }
            Some((at, Stamp::Form(form))) => {
                self.account.book(at, Use::Aside(Reason::SubmissionInfo));
                self.out.stamp = Some(form);
                false
            }
            None => false,
        }
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
            columns: mapping.columns.clone(),
            captions: std::mem::take(&mut self.captions),
            notes: Vec::new(),
            info: std::mem::take(&mut self.info),
            period: stamped.or(period).or_else(|| mapping.columns.iter().find_map(|column| column.period)).or(title_period),
            rows: Vec::new(),
        };
        self.out.findings.extend(mapping.findings.iter().cloned());
        self.open = Some(OpenTable {
            form,
            table,
            heading: block,
            mapping,
            fields,
            captions: form.caption_patterns(),
            repeated: BTreeMap::new(),
            ended: false,
        });
    }

    /// The cells of the columns that fill no field are booked; the table is done.
    fn close_table(&mut self) {
        let Some(mut open) = self.open.take() else { return };
        let data: Vec<u32> = open.table.rows.iter().flat_map(|row| row.cells.iter().map(|cell| cell.at.row)).collect();
        for column in &open.mapping.other_period {
            self.book_column(&data, column, Reason::OtherPeriod);
        }
        for column in &open.mapping.unknown {
            let cells = self.book_column(&data, column, Reason::OutsideForm);
            let finding = Finding::new(rule::UNMAPPED_COLUMN, self.place.clone().at(column.cell));
            self.out.findings.push(finding.with("heading", column.text.replace('\n', "")).with("cells", cells));
        }
        if let Some(last) = data.iter().max() {
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
        let Some(open) = &self.open else {
            self.outside(row);
            return;
        };
        if self.is_prefilled_only(open, row) {
            for cell in self.grid.row(row) {
                let is_id = open.mapping.ids == Some(cell.at.col);
                self.account.book(cell.at, Use::Aside(if is_id { Reason::Mark } else { Reason::OtherPeriod }));
            }
            return;
        }
        match self.classify(open, row) {
            RowKind::Record => self.record(row),
            RowKind::Continuation => self.continuation(row),
            RowKind::Aside(reason) => self.account.book_row(row, reason),
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
            RowKind::Caption => self.outside(row),
            RowKind::Elsewhere => {
                if let Some(open) = &mut self.open {
                    open.ended = true;
                }
                self.outside(row);
            }
        }
    }

    /// A row of a form of ours whose initiative was cleared: only what we put beside it is left.
    fn is_prefilled_only(&self, open: &OpenTable<'_>, row: u32) -> bool {
        let ours = |col: u32| open.mapping.ids == Some(col) || open.mapping.other_period.iter().any(|other| other.col == col);
        open.mapping.ids.is_some() && self.grid.row(row).iter().all(|cell| ours(cell.at.col))
    }

    /// Tells a row below a heading by its shape.
    fn classify(&self, open: &OpenTable<'_>, row: u32) -> RowKind {
        let cells = self.grid.row(row);
        let Some(first) = cells.first() else { return RowKind::Elsewhere };
        let field = |cell: &RawCell| open.fields.get(&cell.at.col).map(|index| &open.form.columns[*index]);
        let number = cells.iter().find(|cell| field(cell).is_some_and(|column| column.kind == FieldType::Numbers));
        let numbered = number.is_some_and(is_numeric);
        if let ([only], true) = (cells, !open.captions.is_empty())
            && open.captions.iter().any(|caption| caption.find(only.shown.trim()).is_some())
        {
            return RowKind::Caption;
        }
        let keyed = cells.iter().any(|cell| field(cell).is_some_and(|column| column.key));
        let mapped = cells.iter().filter(|cell| open.fields.contains_key(&cell.at.col)).count();

        if self.is_example(open, row, cells) {
            return RowKind::Aside(Reason::Example);
        }
        if shape::is_note(&first.shown) && !numbered && cells.len() <= 3 {
            return if open.form.footnote { RowKind::Footnote } else { RowKind::Aside(Reason::Note) };
        }
        if !numbered {
            if cells.len() <= 3
                && let Some(cell) = cells.iter().find(|cell| shape::is_no_records(&cell.shown))
                && cells.iter().all(|other| other.at == cell.at || other.shown.chars().count() <= 20)
            {
                return RowKind::NoRecords(cell.at);
            }
            if cells
                .iter()
                .any(|cell| (cell.at == first.at || field(cell).is_some_and(|c| c.key)) && shape::is_total(&cell.shown))
            {
                return RowKind::Aside(Reason::Total);
            }
            let signatures = cells.iter().filter(|cell| shape::is_signature(&cell.shown)).count();
            if signatures > 0 && signatures * 2 >= cells.len() {
                return RowKind::Aside(Reason::Signature);
            }
            if cells.iter().any(|cell| info::label(&cell.shown).is_some_and(|l| l != Label::Contact || cells.len() <= 4))
                && !keyed
            {
                return RowKind::Elsewhere;
            }
        }
        if open.ended {
            return RowKind::Elsewhere;
        }
        if keyed && (numbered || self.is_plain_record(open, row, cells, number.is_some(), mapped)) {
            return RowKind::Record;
        }
        let last = open.table.rows.last();
        let covered = last.is_some_and(|last| self.covered_by(open, last, row));
        if mapped > 0
            && (covered
                || (!keyed && last.is_some() && self.last_row == Some(row.wrapping_sub(1)) && self.continues(open, cells)))
        {
            return RowKind::Continuation;
        }
        if cells.len() == 1 && !keyed && first.shown.chars().count() <= 60 && !shape::is_note(&first.shown) {
            return RowKind::Caption;
        }
        RowKind::Elsewhere
    }

    fn is_example(&self, open: &OpenTable<'_>, row: u32, cells: &[RawCell]) -> bool {
        let left = open.fields.keys().next().copied().unwrap_or_default();
        let marked = |cell: &RawCell| {
            let key = open.fields.get(&cell.at.col).is_some_and(|index| {
                let column = &open.form.columns[*index];
                column.key || column.fill_down
            });
            (cell.at.col <= left || key) && shape::is_example(&cell.shown)
        };
        if cells.iter().any(marked) {
            return true;
        }
        let anchor = self.merges.anchor(Address::new(row, left));
        if anchor.row < row && self.grid.get(anchor).is_some_and(|cell| shape::is_example(&cell.shown)) {
            return true;
        }
        let holders = cells.iter().filter(|cell| {
            open.fields.get(&cell.at.col).is_some_and(|index| {
                let column = &open.form.columns[*index];
                (column.key || column.kind == FieldType::Departments) && shape::is_placeholder(&cell.shown)
            })
        });
        holders.count() >= 2
    }

    /// A row without a number: a name, and at least one more value besides, and no sign of another table.
    fn is_plain_record(&self, open: &OpenTable<'_>, row: u32, cells: &[RawCell], has_number: bool, mapped: usize) -> bool {
        let numbers_mapped = open
            .form
            .columns
            .iter()
            .enumerate()
            .any(|(index, column)| column.kind == FieldType::Numbers && open.fields.values().any(|field| *field == index));
        if has_number && numbers_mapped {
            // a word where numbers belong: a heading of something else, unless the row is a full one
            return mapped * 3 > open.fields.len() * 2 && !cells.iter().all(|cell| cell.shown.chars().count() <= 12);
        }
        let covered = open.table.rows.last().is_some_and(|last| self.covered_by(open, last, row));
        mapped >= 2 && !covered
    }

    /// Do the key cells of this row belong to the record above, by merged cells?
    fn covered_by(&self, open: &OpenTable<'_>, last: &RawRow, row: u32) -> bool {
        let keys: Vec<u32> =
            open.fields.iter().filter(|(_, index)| open.form.columns[**index].key).map(|(col, _)| *col).collect();
        !keys.is_empty()
            && keys.iter().all(|col| {
                let cell = Address::new(row, *col);
                let anchor = self.merges.anchor(cell);
                anchor.row < row && anchor.row >= last.row && self.grid.get(anchor).is_some()
            })
    }

    /// Text below text: every cell continues a text of the record above.
    fn continues(&self, open: &OpenTable<'_>, cells: &[RawCell]) -> bool {
        let Some(last) = open.table.rows.last() else { return false };
        cells.iter().all(|cell| {
            open.fields.get(&cell.at.col).is_some_and(|index| {
                let column = &open.form.columns[*index];
                !column.fill_down && !column.key && last.of(*index).next().is_some()
            })
        })
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
        let next = RawTable {
            captions,
            notes: Vec::new(),
            info: std::mem::take(&mut self.info),
            rows: Vec::new(),
            ..open.table.clone_frame()
        };
        let done = std::mem::replace(&mut open.table, next);
        self.out.tables.push(done);
    }

    /// A record: its own cells, those it shares by merging, and those repeated from above.
    fn record(&mut self, row: u32) {
        self.begin_part();
        let Some(mut open) = self.open.take() else { return };
        let mut record = RawRow { row, hidden: self.grid.hidden_rows.contains(&row), cells: Vec::new(), used: 0, id: None };
        let fields: Vec<(u32, usize)> = open.fields.iter().map(|(col, index)| (*col, *index)).collect();
        for (col, index) in fields {
            let column = &open.form.columns[index];
            let cell = Address::new(row, col);
            let anchor = self.merges.anchor(cell);
            let own = anchor == cell;
            let from = if anchor.row >= open.heading.rows.end { anchor } else { cell };
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

    fn continuation(&mut self, row: u32) {
        let Some(open) = &mut self.open else { return };
        let Some(record) = open.table.rows.last_mut() else { return };
        for cell in self.grid.row(row) {
            let Some(index) = open.fields.get(&cell.at.col) else { continue };
            if self.account.book(cell.at, Use::Record) && cell.value != RawValue::Uncalculated {
                record.used += 1;
            }
            let to = self.merges.at(cell.at).map_or(cell.at.col, |range| range.last.col);
            record.cells.push(RawField::new(*index, cell, to));
        }
    }

    /// A row outside tables: title, labels, notes, captions.
    fn outside(&mut self, row: u32) {
        let cells = self.grid.row(row);
        let mut index = 0;
        while let Some(cell) = cells.get(index) {
            index += 1;
            if !self.account.is_open(cell.at) {
                continue;
            }
            let text = cell.shown.trim();
            if let Some(label) = info::label(text) {
                self.account.book(cell.at, Use::Aside(Reason::SubmissionInfo));
                if let Some(value) = cells.get(index)
                    && info::label(&value.shown).is_none()
                {
                    self.account.book(value.at, Use::Aside(Reason::SubmissionInfo));
                    self.note_info(label, value.shown.trim(), Some(value), value.at);
                    index += 1;
                }
                continue;
            }
            let pairs = info::inline(text);
            if !pairs.is_empty() {
                self.account.book(cell.at, Use::Aside(Reason::SubmissionInfo));
                for (label, value) in pairs {
                    self.note_info(label, &value, None, cell.at);
                }
                continue;
            }
            if let Some(reason) = self.shape_outside(cell, cells.len()) {
                self.account.book(cell.at, Use::Aside(reason));
            }
        }
    }

    fn shape_outside(&mut self, cell: &RawCell, in_row: usize) -> Option<Reason> {
        let text = cell.shown.trim();
        if shape::is_note(text) {
            return Some(Reason::Note);
        }
        if shape::is_example(text) {
            return Some(Reason::Example);
        }
        let below = self.open.is_some();
        if shape::is_no_records(text) && text.chars().count() <= 60 && in_row <= 2 {
            self.out.no_records.get_or_insert((cell.at, text.to_owned()));
            return Some(Reason::NoRecords);
        }
        if matches!(cell.value, RawValue::Date(_)) || date(text).is_some() {
            if !below && self.info.submitted.is_none() {
                self.note_info(Label::Submitted, text, Some(cell), cell.at);
            }
            return Some(Reason::SubmissionInfo);
        }
        if is_department_name(text) && in_row <= 2 {
            self.out.unlabelled.push((cell.at, text.to_owned()));
            if self.info.department.is_none() {
                self.info.department = Some((text.to_owned(), cell.at));
            }
            return Some(Reason::SubmissionInfo);
        }
        if shape::is_signature(text) {
            return Some(Reason::Signature);
        }
        let length = text.chars().count();
        if in_row == 1 && self.out.titles.iter().any(|title| title == text) {
            return Some(Reason::Title);
        }
        let caption = in_row == 1 && length <= 60 && !text.ends_with('。');
        if !below || caption && self.is_caption(text) {
            if length <= 80 && in_row <= 2 {
                self.captions.push(Caption { text: text.to_owned(), at: Some(cell.at) });
                self.out.titles.push(text.to_owned());
                return Some(Reason::Title);
            }
            return (text.ends_with(['。', '．']) || text.contains("ください") || length > 80).then_some(Reason::Note);
        }
        None
    }

    /// A caption between tables names a direction, a department or a table: (2) 行政のDX推進, 方向2, ＜…＞.
    fn is_caption(&self, text: &str) -> bool {
        if self.patterns.iter().any(|pattern| pattern.find(text).is_some()) {
            return true;
        }
        let folded = fold(text);
        let numbered = folded.trim_start_matches(['(', '<', '【', '[', '■', '●', '○', '◆', '◇', '・']);
        numbered.starts_with("方向")
            || numbered.starts_with("基本")
            || numbered.starts_with("施策")
            || folded.starts_with(['(', '<', '【', '■', '●', '○', '◆', '◇']) && folded.len() > 3
    }

    fn note_info(&mut self, label: Label, value: &str, cell: Option<&RawCell>, at: Address) {
        if value.is_empty() {
            return;
        }
        let mut found = Info::default();
        match label {
            Label::Department => found.department = Some((value.to_owned(), at)),
            Label::Submitted => found.submitted = day(value, cell),
            Label::Version => found.version = Some(value.to_owned()),
            Label::Contact => {}
        }
        self.out.info.fill(&found);
        found.fill(&self.info);
        self.info = found;
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
        self.report_open();
        self.report_uncalculated();
        self.out.ledger = self.account.close();
        self.out
    }

    fn report_hidden(&mut self) {
        if self.grid.visibility != Visibility::Visible && !self.grid.cells.is_empty() {
            self.out.findings.push(Finding::new(rule::HIDDEN_SHEET, self.place.clone()));
            return;
        }
        for row in &self.grid.hidden_rows {
            let content = excerpt(self.grid.row(*row).iter());
            if !content.is_empty() {
                let finding = Finding::new(rule::HIDDEN_ROW, self.place.clone().at(Spot::Row(*row)));
                self.out.findings.push(finding.with("content", content));
            }
        }
        for col in &self.grid.hidden_columns {
            let own = |cell: &&RawCell| cell.at.col == *col && !stamp::is_hidden_text(&cell.shown);
            let content = excerpt(self.grid.cells.iter().filter(own));
            if !content.is_empty() {
                let finding = Finding::new(rule::HIDDEN_COLUMN, self.place.clone().at(Spot::Column(*col)));
                self.out.findings.push(finding.with("content", content));
            }
        }
    }

    fn report_objects(&mut self) {
        for object in &self.grid.objects {
            if object.kind != ObjectKind::Shape || is_blank(&object.text) {
                continue;
            }
            let place = match object.at {
                Some(at) => self.place.clone().at(at),
                None => self.place.clone(),
            };
            let content = format!("（{}）", shorten(&object.text, 30));
            let finding = Finding::new(rule::OBJECT_WITH_TEXT, place).with("kind", "図形の文字").with("kind_en", "text box");
            self.out.findings.push(finding.with("content", content));
        }
    }

    /// What is still open is outside the form: one finding for each block of neighbouring rows.
    fn report_open(&mut self) {
        let mut blocks: Vec<Vec<&RawCell>> = Vec::new();
        for cell in self.account.open().filter(|cell| cell.value != RawValue::Uncalculated) {
            match blocks.last_mut() {
                Some(block) if block.last().is_some_and(|last| cell.at.row <= last.at.row + 1) => block.push(cell),
                _ => blocks.push(vec![cell]),
            }
        }
        for block in blocks {
            let rows = block.iter().map(|cell| cell.at.row);
            let cols = block.iter().map(|cell| cell.at.col);
            let (Some(top), Some(bottom), Some(left), Some(right)) =
                (rows.clone().min(), rows.max(), cols.clone().min(), cols.max())
            else {
                continue;
            };
            let range = CellRange::new(Address::new(top, left), Address::new(bottom, right));
            let content = excerpt(block.iter().copied());
            self.out.findings.push(Finding::new(rule::OUTSIDE_FORM, self.place.clone().at(range)).with("content", content));
        }
    }

    fn report_uncalculated(&mut self) {
        for cell in self.grid.cells.iter().filter(|cell| cell.value == RawValue::Uncalculated) {
            self.out.findings.push(Finding::new(rule::FORMULA_NOT_CALCULATED, self.place.clone().at(cell.at)));
        }
    }
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

/// A day: the cell's own, one written in words, or a serial number whose date format was lost.
fn day(text: &str, cell: Option<&RawCell>) -> Option<Date> {
    if let Some(RawValue::Date(day)) = cell.map(|cell| &cell.value) {
        return Some(day.date());
    }
    if let Some(day) = date(text) {
        return Some(day);
    }
    let serial: i64 = fold(text).parse().ok().filter(|serial| (36_526..73_050).contains(serial))?;
    Date::constant(1899, 12, 30).checked_add(serial.days()).ok()
}

/// Digits, with or without what stands around numbers of initiatives.
fn is_numeric(cell: &RawCell) -> bool {
    if matches!(cell.value, RawValue::Number(_)) {
        return true;
    }
    let folded = fold(&cell.shown);
    folded.contains(|c: char| c.is_ascii_digit())
        && folded.chars().all(|c| c.is_ascii_digit() || "・、,./-~()no取組第番号#".contains(c))
}

fn excerpt<'c>(cells: impl Iterator<Item = &'c RawCell>) -> String {
    let mut out = String::new();
    for cell in cells {
        if is_blank(&cell.shown) {
            continue;
        }
        if !out.is_empty() {
            out.push_str(" / ");
        }
        out.push_str(cell.shown.trim());
        if out.chars().count() > 40 {
            break;
        }
    }
    shorten(&out, 40)
}

/// The first characters of a text, on one line.
fn shorten(text: &str, most: usize) -> String {
    let line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    if line.chars().count() <= most { line } else { line.chars().take(most).chain(std::iter::once('…')).collect() }
}
