//! The rows from one on, held against each form: how many of them are headings, and how well they fit.

use std::cell::OnceCell;
use std::collections::{BTreeSet, HashMap};

use super::stack::Stacks;
use super::{DEEPEST, HeadingBlock, HeadingColumn, Headings, LONGEST, SAME, is_about_the_sheet, names_a_department};
use crate::form::Form;
use crate::model::text::fold;
use crate::model::{Address, FiscalYears, RecordKind};
use crate::recognise::shape;
use crate::recognise::vocabulary::{Closeness, Match};
use crate::source::{Grid, RawCell, RawValue};

/// The rows from one on, as headings of any form.
pub(super) struct Reach<'h, 'g, 'f> {
    headings: &'h Headings<'g, 'f>,
    row: u32,
    by_depth: [OnceCell<Stacks<'g, 'f>>; DEEPEST as usize],
}

impl<'h, 'g, 'f> Reach<'h, 'g, 'f> {
    /// The rows from `row` on, none of them read yet.
    pub(super) fn new(headings: &'h Headings<'g, 'f>, row: u32) -> Self {
        Self { headings, row, by_depth: Default::default() }
    }

    /// Does a line above, or the name of the sheet, hold a title of the form?
    fn is_titled(&self, form: &Form) -> bool {
        let grid = self.headings.grid;
        let above = grid.cells.iter().take_while(|cell| cell.at.row < self.row).take(200).map(|cell| cell.shown.as_str());
        let mut texts = above.chain(grid.name.as_deref()).map(fold);
        texts.any(|text| form.titles.iter().map(|title| fold(title)).any(|title| !title.is_empty() && text.contains(&title)))
    }

    /// Is a table of declared columns meant: that was asked for, or that has all it needs?
    fn is_meant(&self, form: &Form, columns: &[HeadingColumn]) -> bool {
        let Headings { grid, vocabulary, .. } = self.headings;
        if form.record != RecordKind::Table {
            return true;
        }
        let firm = |at: usize| {
            let is = |m: &Match| m.column == at && matches!(m.closeness, Closeness::Exact | Closeness::Alias);
            columns.iter().any(|column| column.matches.iter().any(is))
        };
        let asked = vocabulary.forms.len() == 1;
        form.wants_sheet(grid.name.as_deref()) && (asked || form.defines(firm) && (!form.titled || self.is_titled(form)))
    }

    fn stacks(&self, depth: u32) -> Option<&Stacks<'g, 'f>> {
        let Headings { grid, merges, vocabulary, .. } = self.headings;
        let known = self.by_depth.get(depth as usize - 1)?;
        let rows = self.row..self.row + depth;
        Some(known.get_or_init(|| Stacks::new(grid, merges, &rows, vocabulary, self.headings.months(&rows))))
    }

    /// Puts the heading of a form in the place of `best`, where it is better. One that cannot reach `floor` is left out.
    pub(super) fn best(&self, form: usize, floor: f64, best: &mut Option<HeadingBlock>) {
        let Headings { grid, vocabulary, merges, .. } = self.headings;
        let Some(layout) = vocabulary.forms.get(form) else { return };
        // a small form is recognised only by all it needs; a large one by less, so that missing columns can be reported
        let required = layout.columns.iter().filter(|column| column.required).count();
        let enough = if layout.columns.len() >= 6 { 3 } else { required.max(2) };
        let row = self.row;
        let mut found = false;
        for depth in 1..=DEEPEST {
            let next = grid.row(row + depth - 1);
            // the same word again below is data, unless the row above is a heading by itself
            let again = |cell: &RawCell| {
                let above = cell.at.row.checked_sub(1).and_then(|row| grid.get(Address::new(row, cell.at.col)));
                above.is_some_and(|above| above.shown == cell.shown)
            };
            // a name over several rows, right below a heading of its own column: the first record
            let tall = |cell: &RawCell| {
                let own = merges.at(cell.at).is_some_and(|range| range.last.row > cell.at.row);
                let above = cell.at.row.checked_sub(1).and_then(|row| grid.get(Address::new(row, cell.at.col)));
                let narrow = |above: &RawCell| merges.at(above.at).is_none_or(|range| range.first.col == range.last.col);
                own && above.is_some_and(narrow)
            };
            if depth > 1
                && (!could_be_headings(next)
                    || next.iter().any(tall)
                    || !found && next.iter().any(again)
                    || found && names_a_department(next))
            {
                break;
            }
            let Some(stacks) = self.stacks(depth) else { break };
            let meant = stacks.meant(form);
            let spread_out = meant.iter().filter(|meant| meant.len() > 1).count();
            let most = score(meant.iter().map(Vec::as_slice)) + (stacks.open(&meant) + spread_out) as f64;
            if most + SAME < floor {
                found = true;
                continue;
            }
            let mut columns = stacks.columns(form, meant);
            drop_weaker_near_matches(&mut columns);
            spread(grid, row + depth, &mut columns);
            let fields: BTreeSet<usize> = columns.iter().flat_map(|column| &column.matches).map(|m| m.column).collect();
            // a heading that can be several fields is one of them only
            let known = columns.iter().filter(|column| !column.matches.is_empty()).count();
            if fields.len().min(known) < enough || !self.is_meant(layout, &columns) {
                continue;
            }
            let score = score(columns.iter().map(|column| column.matches.as_slice()));
            // a row that only goes on with the headings above it belongs to them, though they were known without
            if depth < DEEPEST && self.headings.goes_on(&columns, row + depth, form) {
                continue;
            }
            found = true;
            let block = HeadingBlock { form, rows: row..row + depth, columns, score, rival: None };
            match best {
                None => *best = Some(block),
                Some(known) if known.score + SAME < score => *best = Some(block),
                Some(known) if known.form != form && (known.score - score).abs() < SAME && known.rows == block.rows => {
                    known.rival = Some(form);
                }
                Some(_) => {}
            }
        }
    }
}

/// Does a row hold words only, and is it not blank?
fn could_be_headings(cells: &[RawCell]) -> bool {
    let heading = |cell: &RawCell| {
        let text = cell.shown.trim();
        let number = text.chars().count() <= 3 && text.chars().all(char::is_numeric);
        cell.value != RawValue::Error && !number && text.chars().count() <= LONGEST && !text.contains('。')
    };
    !cells.is_empty() && cells.iter().all(heading) && !shape::is_example_caption(cells) && !is_about_the_sheet(cells)
}

/// How well headings fit a form: what each of its fields is matched with, a field counted once (a year once) and a heading once.
fn score<'m>(columns: impl Iterator<Item = &'m [Match]>) -> f64 {
    let mut taken: BTreeSet<(usize, Option<FiscalYears>)> = BTreeSet::new();
    let mut by_choice: Vec<&[Match]> = columns.collect();
    by_choice.sort_by_key(|matches| matches.len());
    let mut score = 0.0;
    for matches in by_choice {
        let free = matches.iter().filter(|m| !taken.contains(&(m.column, m.years)));
        if let Some(best) = free.max_by(|a, b| a.closeness.confidence().total_cmp(&b.closeness.confidence())) {
            taken.insert((best.column, best.years));
            score += best.closeness.confidence();
        }
    }
    score
}

/// A near match does not compete with a heading that says the same exactly.
fn drop_weaker_near_matches(columns: &mut [HeadingColumn]) {
    let taken: BTreeSet<usize> = columns
        .iter()
        .flat_map(|column| &column.matches)
        .filter(|m| !matches!(m.closeness, Closeness::Near(_)))
        .map(|m| m.column)
        .collect();
    for column in columns {
        column.matches.retain(|m| !matches!(m.closeness, Closeness::Near(_)) || !taken.contains(&m.column));
    }
}

/// A heading that means several columns (取組: number and name) reaches over a blank neighbour that holds data;
/// delimited text has no merged cells to say so.
fn spread(grid: &Grid, data_from: u32, columns: &mut Vec<HeadingColumn>) {
    let mut times: HashMap<String, u32> = HashMap::new();
    for column in columns.iter().filter(|column| column.matches.len() > 1) {
        *times.entry(column.text.clone()).or_default() += 1;
    }
    if times.is_empty() {
        return;
    }
    let mut rest = std::mem::take(columns).into_iter().peekable();
    while let Some(column) = rest.next() {
        let next = column.col + 1;
        let free = rest.peek().is_none_or(|right| right.col > next);
        let alone = times.get(&column.text).is_some_and(|times| *times == 1);
        let filled = || {
            let run = (data_from..data_from + 20).take_while(|row| *row <= data_from + 2 || !grid.row(*row).is_empty());
            let rows = run.filter(|row| grid.get(Address::new(*row, column.col)).is_some());
            let (both, all) =
                rows.fold((0, 0), |(both, all), row| (both + u32::from(grid.get(Address::new(row, next)).is_some()), all + 1));
            both * 2 >= all && both > 0
        };
        let copy = (column.matches.len() > 1 && free && alone && filled()).then(|| HeadingColumn { col: next, ..column.clone() });
        columns.push(column);
        columns.extend(copy);
    }
}
