//! Bars of a schedule that are drawn as coloured cells: cells under years that have a ground and no text.
//!
//! A run of cells of one colour is a bar. It has the text that stands in it, else the one that the legend gives to its colour,
//! else the name of its row where the row has no text under years. Colours that are decoration are left out: that of the whole
//! row, and that of a whole column and its heading.

use std::collections::BTreeMap;

use super::merges::Merges;
use super::{RawField, RawTable};
use crate::form::{FieldType, Form};
use crate::model::{Address, CellRange, Finding, FiscalYears, Place, RecordKind, Spot};
use crate::rules;
use crate::source::{Grid, RawCell, RawValue, is_blank};

/// A legend's text is not longer.
const LEGEND: usize = 15;

/// A column of a year or a part of it.
#[derive(Debug, Clone, Copy)]
struct Slot {
    col: u32,
    field: usize,
    years: FiscalYears,
}

/// A run of cells of one colour.
#[derive(Debug)]
struct Bar {
    row: u32,
    colour: u32,
    slots: Vec<Slot>,
}

impl Bar {
    /// The years of its cells from one to another.
    fn years(&self, from: usize, to: usize) -> Option<FiscalYears> {
        let own = self.slots.get(from..=to)?.iter().map(|slot| slot.years);
        own.reduce(|all, next| FiscalYears { from: all.from.min(next.from), to: all.to.max(next.to) })
    }
}

/// What came of the coloured cells of a table.
#[derive(Debug, Default)]
pub struct Outcome {
    /// What a person has to know.
    pub findings: Vec<Finding>,
    /// The cells of the legend that was used.
    pub legend: Vec<Address>,
}

/// Adds the coloured bars of a table to its rows.
pub fn read(grid: &Grid, merges: &Merges, form: &Form, place: &Place, table: &mut RawTable) -> Outcome {
    let mut outcome = Outcome::default();
    let slots = slots(table, form);
    if form.record != RecordKind::Schedule || slots.len() < 2 || grid.fills.is_empty() {
        return outcome;
    }
    let sheet = Colours { grid, merges };
    let legend = sheet.legend(table);
    let painted = sheet.painted_columns(table, &slots);
    let starts: Vec<u32> = table.rows.iter().map(|row| row.row).collect();
    let end = table.range.last.row + 1;
    let (mut read, mut unread): (Vec<Address>, Vec<CellRange>) = (Vec::new(), Vec::new());
    let name = form.columns.iter().position(|column| column.key);
    for (at, row) in table.rows.iter_mut().enumerate() {
        let below = starts.get(at + 1).copied().unwrap_or_else(|| end.max(row.row + 1));
        let decoration: Vec<u32> = {
            let others = row.cells.iter().filter(|cell| !slots.iter().any(|slot| slot.col == cell.at.col));
            others.filter_map(|cell| sheet.colour(cell.at)).collect()
        };
        let has_text = row.cells.iter().any(|cell| slots.iter().any(|slot| slot.field == cell.column) && !is_blank(&cell.text));
        let title = row.cells.iter().find(|cell| Some(cell.column) == name).map(|cell| cell.text.clone());
        for line in row.row..below.max(row.row + 1) {
            for bar in sheet.bars(line, &slots) {
                let plain = |slot: &Slot| painted.get(&slot.col) == Some(&bar.colour);
                if decoration.contains(&bar.colour) || bar.slots.iter().all(plain) {
                    continue;
                }
                let Some((first, last)) = bar.slots.first().zip(bar.slots.last()) else { continue };
                // a text that the row does not have is another part of the sheet: a heading that is repeated
                if extend(&mut row.cells, &bar, &mut read) || sheet.has_text(&bar) {
                    continue;
                }
                let of_legend = legend.get(&bar.colour).map(|(_, text)| text.clone());
                let text = of_legend.or_else(|| title.clone().filter(|_| !has_text));
                let at = Address::new(line, first.col);
                match (text, bar.years(0, bar.slots.len() - 1)) {
                    (Some(text), Some(years)) => {
                        let (column, to) = (first.field, last.col);
                        let value = RawValue::Text;
                        let (years, unit, inferred, open) = (Some(years), None, true, false);
                        row.cells.push(RawField {
                            column,
                            at,
                            to,
                            text,
                            value,
                            years,
                            unit,
                            note: None,
                            done: false,
                            inferred,
                            open,
                        });
                        read.push(at);
                        outcome.legend.extend(legend.get(&bar.colour).map(|(cell, _)| *cell));
                    }
                    _ => unread.push(CellRange::new(at, Address::new(line, last.col))),
                }
            }
        }
    }
    let count = |cells: usize| u64::try_from(cells).unwrap_or(u64::MAX);
    if let Some(first) = read.first() {
        let finding = Finding::new(rules::COLOURED_BAR, place.clone().at(*first));
        outcome.findings.push(finding.with("bars", count(read.len())));
    }
    if let Some(first) = unread.first() {
        let finding = Finding::new(rules::UNREAD_BAR, place.clone().at(Spot::Range(*first)));
        outcome.findings.push(finding.with("bars", count(unread.len())));
    }
    outcome
}

/// The columns of years, from left to right.
fn slots(table: &RawTable, form: &Form) -> Vec<Slot> {
    let is_span = |column: usize| form.columns.get(column).is_some_and(|column| column.kind == FieldType::Span);
    let mut slots: Vec<Slot> = table
        .columns
        .iter()
        .filter(|column| is_span(column.column))
        .filter_map(|column| Some(Slot { col: column.col, field: column.column, years: column.years? }))
        .collect();
    slots.sort_by_key(|slot| slot.col);
    slots.dedup_by_key(|slot| slot.col);
    slots
}

/// Gives texts that stand in a bar its years: one text those of all of it, several each up to the next.
fn extend(cells: &mut [RawField], bar: &Bar, read: &mut Vec<Address>) -> bool {
    let Some((first, last)) = bar.slots.first().zip(bar.slots.last()) else { return false };
    let within = |cell: &RawField| cell.at.row == bar.row && cell.to >= first.col && cell.at.col <= last.col;
    let mut own: Vec<&mut RawField> = cells.iter_mut().filter(|cell| within(cell) && !is_blank(&cell.text)).collect();
    own.sort_by_key(|cell| cell.at.col);
    let place = |col: u32| bar.slots.iter().position(|slot| slot.col >= col).unwrap_or(bar.slots.len() - 1);
    let starts: Vec<usize> = own.iter().map(|cell| place(cell.at.col)).collect();
    let found = !own.is_empty();
    for (at, cell) in own.into_iter().enumerate() {
        let from = if at == 0 { 0 } else { starts.get(at).copied().unwrap_or_default() };
        let to = starts.get(at + 1).map_or(bar.slots.len() - 1, |next| next.saturating_sub(1));
        let (Some(left), Some(right)) = (bar.slots.get(from), bar.slots.get(to)) else { continue };
        // a sign goes on with what stands before it, and a cell that covers all of its bar needs nothing
        let is_sign = cell.text.chars().all(|c| !c.is_alphanumeric());
        if is_sign || cell.at.col <= left.col && cell.to >= right.col {
            continue;
        }
        cell.years = bar.years(from, to);
        cell.to = cell.to.max(right.col);
        cell.inferred = true;
        read.push(cell.at);
    }
    found
}

struct Colours<'g> {
    grid: &'g Grid,
    merges: &'g Merges,
}

impl Colours<'_> {
    /// The colour of a cell, or of the merged cell over it.
    fn colour(&self, at: Address) -> Option<u32> {
        self.grid.fill(at).or_else(|| self.grid.fill(self.merges.anchor(at)))
    }

    /// Does a text stand in a bar?
    fn has_text(&self, bar: &Bar) -> bool {
        bar.slots.iter().any(|slot| self.grid.get(Address::new(bar.row, slot.col)).is_some_and(|cell| !is_blank(&cell.shown)))
    }

    /// The runs of one colour in a row.
    fn bars(&self, row: u32, slots: &[Slot]) -> Vec<Bar> {
        let mut bars: Vec<Bar> = Vec::new();
        let mut before: Option<u32> = None;
        for slot in slots {
            let colour = self.colour(Address::new(row, slot.col));
            if let Some(colour) = colour {
                match bars.last_mut().filter(|_| before == Some(colour)) {
                    Some(bar) => bar.slots.push(*slot),
                    None => bars.push(Bar { row, colour, slots: vec![*slot] }),
                }
            }
            before = colour;
        }
        bars
    }

    /// Columns that are coloured from their heading down: the year at hand.
    fn painted_columns(&self, table: &RawTable, slots: &[Slot]) -> BTreeMap<u32, u32> {
        let of = |slot: &Slot| {
            let colour = self.colour(Address::new(table.heading.end.checked_sub(1)?, slot.col))?;
            let all = table.rows.iter().all(|row| self.colour(Address::new(row.row, slot.col)) == Some(colour));
            all.then_some((slot.col, colour))
        };
        slots.iter().filter_map(of).collect()
    }

    /// What the colours mean: cells above or below the table that are coloured, with a text in them or at their right.
    fn legend(&self, table: &RawTable) -> BTreeMap<u32, (Address, String)> {
        let named = self.grid.cells.iter().any(|cell| cell.shown.contains("凡例"));
        let last = table.rows.iter().map(|row| row.row).max().unwrap_or(table.range.last.row).max(table.range.last.row);
        let outside = |row: u32| row < table.heading.start || row > last;
        let mut legend: BTreeMap<u32, (Address, String)> = BTreeMap::new();
        for (at, colour) in self.grid.fills.iter().filter(|(at, _)| outside(at.row)) {
            let cell: Option<&RawCell> = match self.grid.get(*at) {
                Some(own) => Some(own).filter(|_| named),
                None => self.grid.get(Address::new(at.row, at.col + 1)).filter(|right| self.grid.fill(right.at).is_none()),
            };
            let Some(cell) = cell else { continue };
            let text = cell.shown.trim().trim_start_matches(|c: char| !c.is_alphanumeric()).trim();
            if (1..=LEGEND).contains(&text.chars().count()) && !text.contains("凡例") {
                legend.entry(*colour).or_insert_with(|| (cell.at, text.to_owned()));
            }
        }
        legend
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_that_is_repeated_has_its_text() {
        let slot = Slot { col: 3, field: 2, years: FiscalYears::one(2025) };
        let (at, value) = (Address::new(9, 3), RawValue::Text);
        let grid = Grid { cells: vec![RawCell { at, value, shown: "R7".to_owned() }], ..Grid::default() };
        let merges = Merges::new(&[]);
        let sheet = Colours { grid: &grid, merges: &merges };
        let bar = |row| Bar { row, colour: 7, slots: vec![slot] };
        assert!(sheet.has_text(&bar(9)) && !sheet.has_text(&bar(8)));
    }

    #[test]
    fn several_texts_in_a_bar_go_on_to_the_next() {
        let slots: Vec<Slot> =
            (0..4).map(|n| Slot { col: 3 + n, field: 2, years: FiscalYears::one(2025 + i16::try_from(n).unwrap()) }).collect();
        let bar = Bar { row: 1, colour: 7, slots };
        let field = |col: u32, text: &str| RawField {
            column: 2,
            at: Address::new(1, col),
            to: col,
            text: text.to_owned(),
            value: RawValue::Text,
            years: Some(FiscalYears::one(2022 + i16::try_from(col).unwrap())),
            unit: None,
            note: None,
            done: false,
            inferred: false,
            open: false,
        };
        let mut cells = vec![field(3, "設計"), field(5, "工事")];
        assert!(extend(&mut cells, &bar, &mut Vec::new()));
        let years: Vec<_> = cells.iter().filter_map(|cell| cell.years).map(|years| (years.from, years.to)).collect();
        assert_eq!(years, [(2025, 2026), (2027, 2028)]);
        let mut alone = vec![field(4, "検討")];
        extend(&mut alone, &bar, &mut Vec::new());
        assert_eq!(alone.first().and_then(|cell| cell.years), Some(FiscalYears { from: 2025, to: 2028 }));
    }
}
