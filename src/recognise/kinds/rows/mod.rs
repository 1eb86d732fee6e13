//! The rows below headings become records; what lies on its side is turned back.

mod cells;
mod checklist;
mod columns;
mod facets;
mod figures;
mod lines;
mod measure;
mod timed;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::around::{Around, Level, Line, named_level, only, upper_and_lower};
use super::choice::Choice;
use super::heading::{Block, Stack};
use super::seen::Seen;
use super::shapes::is_numbering;
use super::units::{unit_at_end, unit_line};
use super::write::Writer;
use super::{Found, Sheet};
use crate::model::text::fold;
use crate::model::{Address, Finding, Reason, RecordKind};
use crate::recognise::ledger_builder::Use;
use crate::recognise::{Caption, RawRow, info, shape, shorten};
use crate::rules;
use crate::source::RawCell;

impl<'g, 'f> Sheet<'g, 'f> {
    /// The tables under the headings that begin at a row: one, or several side by side.
    pub(super) fn tables(&self, row: u32, floor: u32) -> Vec<Found> {
        if row > floor && self.is_within(row) {
            return Vec::new();
        }
        let Some(block) = self.block(row) else { return Vec::new() };
        let (around, lines) = self.around(&block, floor);
        let last = self.rows.last().map_or(block.rows.end, |row| row + 1);
        let parts = halves(&block);
        let found = parts.iter().filter_map(|stacks| self.table(&block, stacks, (&around, &lines), last));
        let mut found: Vec<Found> = found.collect();
        if found.len() < parts.len() {
            return Vec::new();
        }
        // side by side: what is none of one can be of another
        let used: Vec<Address> = found.iter().flat_map(|one| one.uses.iter().map(|(at, _)| *at)).collect();
        if found.len() > 1 {
            let end = found.iter().map(|one| one.end).max().unwrap_or_default();
            for one in &mut found {
                one.loose.retain(|row| !used.iter().any(|at| at.row == *row));
                one.end = end;
            }
        }
        found
    }

    fn table(&self, block: &Block, stacks: &[Stack], (around, lines): (&Around, &[Line]), last: u32) -> Option<Found> {
        let seen = self.seen(block, stacks, last);
        let choice = self.choose(stacks, &seen, around)?;
        let kind = self.vocabulary.kinds.get(choice.form)?;
        let form = *self.vocabulary.forms.get(kind.index)?;
        let mut reader = Reader {
            sheet: self,
            block,
            stacks,
            seen: &seen,
            choice: &choice,
            around,
            out: Writer::new(self, kind.index, form),
            captions: Vec::new(),
            above: BTreeMap::new(),
            repeated: BTreeMap::new(),
            key: None,
            unit: None,
            ended: false,
            titled: false,
            styles: Vec::new(),
            computed: None,
            other_years: None,
            reported: BTreeSet::new(),
        };
        for line in lines {
            reader.caption(line.clone());
        }
        reader.columns();
        let end = reader.run();
        reader.set_aside_last_line();
        reader.out.findings.extend(reader.computed.take());
        reader.out.findings.extend(reader.other_years.take());
        let known = (choice.known(), stacks.len());
        let first = Address::new(block.rows.start, stacks.first()?.col);
        let mut found = reader.out.finish(block.rows.clone(), first, end, known)?;
        let placed = lines.iter().any(|line| line.level == Level::Place);
        if let Some(name) = self.grid.name.as_deref().filter(|name| !placed && names_a_place(name)) {
            found.table.captions.push(Caption { text: name.to_owned(), at: None, inside: false });
        }
        Some(Found { firm: choice.firm, ..found })
    }

    /// Does a row go on with the columns of the one right above it, as rows of a table do?
    fn is_within(&self, row: u32) -> bool {
        let (above, cells) = (self.grid.row(row.saturating_sub(1)), self.grid.row(row));
        let over = |cell: &&RawCell| above.binary_search_by_key(&cell.at.col, |other| other.at.col).is_ok();
        let common = cells.iter().filter(over).count();
        // （単位：人） and 上段：目標 stand above tables, not in them
        let labelled = above.iter().any(|cell| {
            let text = cell.shown.trim();
            let explains = unit_line(text).is_some() || upper_and_lower(text).is_some();
            explains || info::label(text).is_some() || !info::inline(text).is_empty()
        });
        row > 0 && above.len() >= 2 && !labelled && common * 10 >= cells.len() * 6
    }

    /// Is what stands under these headings a table of some kind or form?
    pub(super) fn is_a_table(&self, block: &Block) -> bool {
        let last = self.rows.last().map_or(block.rows.end, |row| row + 1);
        let seen = self.seen(block, &block.stacks, last);
        let of_form = |stack: &Stack| self.vocabulary.find(stack.lowest().1).iter().any(|m| !m.closeness.is_near());
        self.choose(&block.stacks, &seen, &Around::default()).is_some()
            || block.stacks.iter().filter(|stack| of_form(stack)).count() >= 3
    }
}

/// The columns of a heading; where the same headings come again at the right, those of each table.
fn halves(block: &Block) -> Vec<Vec<Stack>> {
    let texts: Vec<String> = block.stacks.iter().map(|stack| fold(&stack.text())).collect();
    let count = texts.len();
    let again = (2..=count / 2).find(|width| {
        count.is_multiple_of(*width)
            && texts.chunks(*width).all(|chunk| Some(chunk) == texts.get(..*width))
            && texts.iter().take(*width).collect::<BTreeSet<_>>().len() == *width
    });
    match again {
        Some(width) => block.stacks.chunks(width).map(<[Stack]>::to_vec).collect(),
        None => vec![block.stacks.clone()],
    }
}

/// What the rows before say of a row.
#[derive(Debug, Clone)]
struct Key {
    /// The text that names the record.
    text: String,
    /// The cell.
    at: Address,
}

struct Reader<'s, 'g, 'f> {
    sheet: &'s Sheet<'g, 'f>,
    block: &'s Block,
    stacks: &'s [Stack],
    seen: &'s [Seen],
    choice: &'s Choice,
    around: &'s Around,
    out: Writer<'s, 'g, 'f>,
    /// The lines that the rows at hand stand under, the upper first.
    captions: Vec<Line>,
    /// The last value of each field of its own, folded: a repeated one is no new value.
    above: BTreeMap<usize, String>,
    /// The last cell of each column that repeats down.
    repeated: BTreeMap<usize, Address>,
    key: Option<Key>,
    /// The unit of the record.
    unit: Option<Arc<str>>,
    /// Has something begun behind a blank row that no record names?
    ended: bool,
    /// Measures: has a record begun under a title in a row of its own?
    titled: bool,
    /// The looks of captions that no word tells apart, the upper first.
    styles: Vec<String>,
    /// Rows of rates: one finding.
    computed: Option<Finding>,
    /// Years beside figures that are not those of their headings: one finding.
    other_years: Option<Finding>,
    /// What was reported already: names of rows whose unit nothing tells, years that are not those of the headings.
    reported: BTreeSet<Address>,
}

impl Reader<'_, '_, '_> {
    /// Reads the rows below the headings; gives the first row that is none of the table.
    fn run(&mut self) -> u32 {
        let (first, last) = Block { rows: self.block.rows.clone(), stacks: self.stacks.to_vec() }.width();
        let rows: Vec<u32> = self.sheet.rows_from(self.block.rows.end).to_vec();
        let mut index = 0;
        let mut before = self.block.rows.end.saturating_sub(1);
        while let Some(row) = rows.get(index).copied() {
            let all = self.sheet.grid.row(row);
            // a caption may begin at the left of the headings
            let from =
                all.partition_point(|cell| self.sheet.merges.at(cell.at).map_or(cell.at.col, |range| range.last.col) < first);
            let to = all.partition_point(|cell| cell.at.col <= last);
            let cells = all.get(from..to).unwrap_or_default();
            if let Some(depth) = self.heading_again(row) {
                for line in row..row + depth {
                    let cells = self.sheet.grid.row(line);
                    let own = cells.iter().filter(|cell| (first..=last).contains(&cell.at.col));
                    let own: Vec<RawCell> = own.cloned().collect();
                    self.out.aside(&own, Reason::Heading);
                }
                index += rows.get(index..).unwrap_or_default().iter().take_while(|next| **next < row + depth).count();
                before = row + depth - 1;
                continue;
            }
            let gap = row > before + 1;
            if (gap || only(all).is_some() || before_was_single(self.sheet, before))
                && self.begins_another(row, rows.get(index + 1..).unwrap_or_default(), gap)
            {
                return row;
            }
            if cells.is_empty() {
                // beside the table
                self.out.loose.push(row);
            } else {
                self.row(row, cells, gap, (first, last), rows.get(index + 1).copied());
            }
            before = row;
            index += 1;
        }
        rows.last().map_or(self.block.rows.end, |row| row + 1)
    }

    /// A line below the last record that fills nothing but the column of names, where every record above fills more: a remark.
    fn set_aside_last_line(&mut self) {
        let Some((last, before)) = self.out.rows.split_last() else { return };
        let own = |row: &RawRow| row.cells.iter().filter(|cell| cell.at.row == row.row).count();
        if self.choice.kind == RecordKind::Measure || before.len() < 2 || own(last) != 1 || before.iter().any(|row| own(row) < 2)
        {
            return;
        }
        let Some(cell) = last.cells.iter().find(|cell| cell.at.row == last.row) else { return };
        let (at, content) = (cell.at, shorten(&cell.text, 30));
        let alone = self.sheet.grid.row(at.row).len() == 1;
        if !alone || self.key_column().and_then(|at| self.stacks.get(at)).is_none_or(|stack| stack.col != at.col) {
            return;
        }
        self.out.rows.pop();
        self.out.uses.retain(|(used, _)| *used != at);
        self.out.mark(at, Use::Aside(Reason::OutsideForm));
        let finding = Finding::new(rules::OUTSIDE_FORM, self.sheet.place.clone().at(at));
        self.out.findings.push(finding.with("content_en", content.clone()).with("content", content));
    }

    /// Does a heading of another table begin at a row, or below the lines that begin there?
    fn begins_another(&self, row: u32, later: &[u32], gap: bool) -> bool {
        // below 基本目標1 … words of a row may look like headings
        let named = only(self.sheet.grid.row(row)).is_some_and(|cell| named_level(&cell.shown).is_some());
        let least = if named { 0.9 } else { 0.6 };
        let is_other = |row: u32| {
            self.heading_again(row).is_none()
                && self.sheet.block(row).is_some_and(|block| {
                    // words only, most of them known, and not simply the words of a row
                    let cells = self.sheet.grid.row(row);
                    let texts: Vec<String> = block.stacks.iter().map(|stack| fold(&stack.text())).collect();
                    let ours: Vec<String> = self.stacks.iter().map(|stack| fold(&stack.text())).collect();
                    let known = block.stacks.iter().filter(|stack| stack.leaf.known() >= least && !stack.leaf.is_empty()).count();
                    let same = texts.iter().filter(|text| ours.contains(text)).count();
                    cells.len() >= 2
                        && (known * 10 >= block.stacks.len() * 7 || same * 2 >= texts.len().max(1))
                        && self.sheet.is_a_table(&block)
                })
        };
        // ２ 率に関する指標 … （単位：％） over the next headings
        let cells = self.sheet.grid.row(row);
        if cells.len() <= 2
            && cells.iter().any(|cell| unit_at_end(&cell.shown).is_some())
            && later.first().is_some_and(|next| self.sheet.block(*next).is_some_and(|block| self.sheet.is_a_table(&block)))
        {
            return true;
        }
        if only(cells).is_none() {
            return gap && is_other(row) || before_was_single(self.sheet, row.saturating_sub(1)) && is_other(row);
        }
        // lines, and then a heading
        let mut next = later.iter().copied().take(4).skip_while(|row| only(self.sheet.grid.row(*row)).is_some());
        next.next().is_some_and(is_other)
    }

    fn row(&mut self, row: u32, cells: &[RawCell], gap: bool, width: (u32, u32), next: Option<u32>) {
        let Some(first) = cells.first() else { return };
        let key = self.key_column().and_then(|at| self.stacks.get(at)).map(|stack| stack.col);
        let own_key = key.and_then(|col| cells.iter().find(|cell| cell.at.col == col));
        let text = first.shown.trim();
        if shape::is_note(text) && (cells.len() <= 2 || own_key.is_none_or(|cell| cell.at == first.at)) {
            return self.out.aside(cells, Reason::Note);
        }
        if self.is_example(cells) {
            return self.out.aside(cells, Reason::Example);
        }
        if self.is_total(cells, key) {
            return self.out.aside(cells, Reason::Total);
        }
        if cells.len() == 1 && shape::is_page_number(text) || self.out.rows.is_empty() && is_numbering(cells) {
            return self.out.aside(cells, Reason::Mark);
        }
        if let Some(cell) = only(cells)
            && self.line(cell, gap, width, next)
        {
            return;
        }
        let labelled = |cell: &RawCell| info::label(&cell.shown).is_some() || !info::inline(cell.shown.trim()).is_empty();
        let signed = cells.iter().filter(|cell| shape::is_signature(&cell.shown)).count();
        let is_key_part = own_key.is_some() && cells.len() > 2;
        if !is_key_part && (cells.iter().any(labelled) && own_key.is_none_or(labelled) || signed * 2 > cells.len()) {
            self.out.loose.push(row);
            return;
        }
        match self.choice.kind {
            RecordKind::Measure => self.measure_row(row, cells),
            RecordKind::Checklist => self.checklist_row(row, cells),
            _ => self.timed_row(row, cells, gap),
        }
    }

    fn is_example(&self, cells: &[RawCell]) -> bool {
        let marked = cells.iter().take(2).any(|cell| shape::is_example(&cell.shown));
        let holders = cells.iter().filter(|cell| shape::is_placeholder(&cell.shown)).count();
        marked || holders >= 2
    }

    /// 計, 合計, 対応済の数 over the columns that name a row.
    fn is_total(&self, cells: &[RawCell], key: Option<u32>) -> bool {
        let Some(first) = cells.first() else { return false };
        let of_key = |cell: &&RawCell| Some(cell.at.col) == key;
        if shape::is_total(&first.shown) || cells.iter().find(of_key).is_some_and(|cell| shape::is_total(&cell.shown)) {
            return true;
        }
        let over = self.sheet.merges.at(first.at).filter(|range| range.last.col > range.first.col);
        let covers = over.is_some_and(|range| key.is_some_and(|key| (range.first.col..=range.last.col).contains(&key)));
        let text = fold(&first.shown);
        let counted = ["計", "の数", "件数", "合計", "平均", "割合", "率", "総数"].iter().any(|end| text.ends_with(end))
            || text.starts_with('計');
        let figures = cells.iter().skip(1).all(|cell| cell.shown.trim().starts_with(|c: char| c.is_numeric()));
        covers && counted && figures && text.chars().count() <= 14
    }
}

/// Does the name of a sheet say where its rows belong: 基本目標1, 2.産業, ③福祉?
fn names_a_place(name: &str) -> bool {
    let folded = fold(name);
    let body = folded.trim_start_matches('(');
    let rest = body.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = body.len() - rest.len();
    let numbered =
        (1..=2).contains(&digits) && rest.starts_with(['.', ')', '_', '、', '-', ':']) && rest.chars().any(char::is_alphabetic);
    named_level(name) == Some(Level::Place) || numbered
}

fn before_was_single(sheet: &Sheet<'_, '_>, row: u32) -> bool {
    only(sheet.grid.row(row)).is_some()
}
