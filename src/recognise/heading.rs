//! Finds heading rows: one to four rows whose cells are headings of one form.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::merges::Merges;
use super::vocabulary::{Closeness, Match, Vocabulary};
use crate::form::Layout;
use crate::model::text::fold;
use crate::model::{Address, FiscalYears, fiscal, stamp};
use crate::source::{Grid, is_blank};

/// Most rows that a heading takes.
const DEEPEST: u32 = 4;

/// A heading that was found.
#[derive(Debug, Clone)]
pub struct HeadingBlock {
    /// Place of the form in the vocabulary.
    pub form: usize,
    /// Its rows.
    pub rows: Range<u32>,
    /// Its columns, from left to right.
    pub columns: Vec<HeadingColumn>,
    /// Sum of the closeness of its columns; the greater the better.
    score: f64,
    /// The other form that fits as well, if there is one.
    pub rival: Option<usize>,
}

/// One column of a heading.
#[derive(Debug, Clone)]
pub struct HeadingColumn {
    /// Column on the sheet.
    pub col: u32,
    /// The cell that holds the heading.
    pub cell: Address,
    /// The heading as written, its rows joined by a line break.
    pub text: String,
    /// The form's columns it can be; empty: none.
    pub matches: Vec<Match>,
}

/// The heading that begins at `row`, of the form that fits best.
pub fn find(grid: &Grid, merges: &Merges, row: u32, vocabulary: &Vocabulary<'_>) -> Option<HeadingBlock> {
    let cells = grid.row(row);
    if cells.len() < 2 {
        return None;
    }
    let hits: Vec<(u32, Vec<Match>)> =
        cells.iter().map(|cell| (cell.at.col, vocabulary.find(&cell.shown))).filter(|(_, matches)| !matches.is_empty()).collect();
    let mut best: Option<HeadingBlock> = None;
    for (form, layout) in vocabulary.forms.iter().enumerate() {
        let here: BTreeSet<u32> =
            hits.iter().filter(|(_, matches)| matches.iter().any(|m| m.form == form)).map(|(col, _)| *col).collect();
        if here.len() < 2 {
            continue;
        }
        if layout.layout == Layout::Blocks {
            continue;
        }
        // a small form is recognised only by all it needs; a large one by less, so that what is missing can be said
        let required = layout.columns.iter().filter(|column| column.required).count();
        let enough = if layout.columns.len() >= 6 { 3 } else { required.max(2) };
        for depth in 1..=DEEPEST {
            if depth > 1 && grid.row(row + depth - 1).is_empty() {
                break;
            }
            let columns = columns(grid, merges, row, depth, form, vocabulary);
            let fields: BTreeSet<usize> = columns.iter().flat_map(|column| &column.matches).map(|m| m.column).collect();
            if fields.len() < enough {
                continue;
            }
            let score = score(&columns);
            let block = HeadingBlock { form, rows: row..row + depth, columns, score, rival: None };
            match &mut best {
                None => best = Some(block),
                Some(known) if known.score + 0.01 < score => best = Some(block),
                Some(known) if known.form != form && (known.score - score).abs() < 0.01 && known.rows == block.rows => {
                    known.rival = Some(form);
                }
                Some(_) => {}
            }
        }
    }
    let mut block = best?;
    // merged heading cells reach further down than the rows that made the match
    let reach = block.columns.iter().filter_map(|c| merges.at(c.cell)).map(|m| m.last.row + 1).max();
    block.rows.end = block.rows.end.max(reach.unwrap_or(0).min(row + DEEPEST));
    Some(block)
}

/// How well headings fit a form: what each of its fields is matched with, a field counted once (a year once).
fn score(columns: &[HeadingColumn]) -> f64 {
    let mut best: BTreeMap<(usize, Option<FiscalYears>), f64> = BTreeMap::new();
    for m in columns.iter().flat_map(|column| &column.matches) {
        let known = best.entry((m.column, m.years)).or_default();
        *known = known.max(m.closeness.confidence());
    }
    best.values().sum()
}

/// The columns of the heading rows `row .. row + depth`, read for one form.
fn columns(grid: &Grid, merges: &Merges, row: u32, depth: u32, form: usize, vocabulary: &Vocabulary<'_>) -> Vec<HeadingColumn> {
    let rows = row..row + depth;
    let mut cols: BTreeSet<u32> = BTreeSet::new();
    for cell in rows.clone().flat_map(|row| grid.row(row)) {
        cols.insert(cell.at.col);
        if let Some(range) = merges.at(cell.at) {
            cols.extend(range.first.col..=range.last.col.min(range.first.col + 255));
        }
    }
    let mut out: Vec<HeadingColumn> = Vec::new();
    for col in cols {
        let mut parts: Vec<(Address, &str)> = Vec::new();
        for row in rows.clone() {
            let anchor = merges.anchor(Address::new(row, col));
            if anchor.row < rows.start {
                continue;
            }
            let Some(cell) = grid.get(anchor) else { continue };
            if !is_blank(&cell.shown) && parts.last().is_none_or(|(at, _)| *at != anchor) {
                parts.push((anchor, cell.shown.trim()));
            }
        }
        let Some((cell, _)) = parts.last().copied() else { continue };
        let joined: String = parts.iter().map(|(_, text)| *text).collect::<Vec<_>>().join("\n");
        let mut matches = of_form(vocabulary.find(&joined), form);
        // the lower heading first: 取組内容 over R7上半期まで reads R7上半期までの取組内容
        let backwards: String = parts.iter().rev().map(|(_, text)| *text).collect();
        // without the headings that stand over everything: 令和7年度 over 目標, whatever is above them
        for from in 1..parts.len() {
            if matches.is_empty() {
                let lower: Vec<&str> = parts.iter().skip(from).map(|(_, text)| *text).collect();
                if lower.len() > 1 {
                    matches = of_form(vocabulary.find(&lower.join("\n")), form);
                }
            }
        }
        if matches.is_empty() && parts.len() > 1 {
            matches = of_form(vocabulary.find(&backwards), form);
        }
        if matches.is_empty() && parts.len() > 1 {
            // a heading over several columns speaks for one of them only where it means several fields
            let speaks = |at: Address, found: &Vec<Match>| {
                let group = merges.at(at).is_some_and(|range| range.last.col > range.first.col);
                !found.is_empty() && (!group || found.len() > 1)
            };
            matches = parts
                .iter()
                .rev()
                .map(|(at, text)| (*at, of_form(vocabulary.find(text), form)))
                .find(|(at, found)| speaks(*at, found))
                .map(|(_, found)| found)
                .unwrap_or_default();
        }
        if matches.is_empty() && !stamp::is_last_plan_heading(&joined) && !stamp::is_id_heading(&joined) {
            let near = [&joined, &backwards].into_iter().filter_map(|text| vocabulary.find_near(text, form));
            matches.extend(near.max_by(|a, b| a.closeness.confidence().total_cmp(&b.closeness.confidence())));
        }
        out.push(HeadingColumn { col, cell, text: joined, matches });
    }
    name_eras(&mut out, form, vocabulary);
    drop_weaker_near_matches(&mut out);
    spread(grid, row + depth, &mut out);
    out
}

/// 7年度 beside 令和6年度 is of the same era.
fn name_eras(columns: &mut [HeadingColumn], form: usize, vocabulary: &Vocabulary<'_>) {
    let mut era = None;
    for column in columns {
        let folded = fold(&column.text);
        if column.matches.is_empty() {
            // line breaks part the levels of a heading: only its own line is given an era
            let named = |line: &str| era.and_then(|era| fiscal::with_era(&fold(line), era)).unwrap_or_else(|| line.to_owned());
            let text: Vec<String> = column.text.split('\n').map(named).collect();
            column.matches = (0..text.len())
                .map(|from| of_form(vocabulary.find(&text[from..].join("\n")), form))
                .find(|found| found.iter().any(|m| m.years.is_some()))
                .unwrap_or_default();
        }
        era = fiscal::era_in(&folded).or(era);
    }
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
    let mut index = 0;
    while index < columns.len() {
        let column = &columns[index];
        let next = column.col + 1;
        let free = columns.get(index + 1).is_none_or(|right| right.col > next);
        let alone =
            !columns.iter().enumerate().any(|(i, other)| i != index && other.matches.len() > 1 && other.text == column.text);
        let filled = || (data_from..data_from + 20).any(|row| grid.get(Address::new(row, next)).is_some());
        if column.matches.len() > 1 && free && alone && filled() {
            let copy = HeadingColumn { col: next, ..column.clone() };
            columns.insert(index + 1, copy);
            index += 1;
        }
        index += 1;
    }
}

fn of_form(mut matches: Vec<Match>, form: usize) -> Vec<Match> {
    matches.retain(|m| m.form == form);
    matches
}
