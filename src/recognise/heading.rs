//! Finds heading rows: one to four rows whose cells are headings of one form.

use std::collections::BTreeSet;
use std::ops::Range;

use super::info;
use super::merges::Merges;
use super::vocabulary::{Closeness, Match, Vocabulary};
use crate::form::Layout;
use crate::model::text::fold;
use crate::model::{Address, CellRange, FiscalYears, fiscal, stamp};
use crate::source::{Grid, RawCell, RawValue, is_blank};

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

/// A heading longer than this is seldom one.
const LONG: usize = 30;

/// A row with a longer text holds no headings.
const LONGEST: usize = 60;

/// The heading that begins at `row`, of the form that fits best.
pub fn find(grid: &Grid, merges: &Merges, row: u32, vocabulary: &Vocabulary<'_>) -> Option<HeadingBlock> {
    let here = starting_at(grid, merges, row, vocabulary, false);
    if here.is_some() || !is_upper_row(grid, merges, row, vocabulary) {
        return here;
    }
    // few headings in this row, but the next goes on with it: 取組内容 over R7上半期まで and R7下半期以降
    let block = starting_at(grid, merges, row, vocabulary, true)?;
    let below = (row + 1..block.rows.end).filter_map(|next| starting_at(grid, merges, next, vocabulary, false));
    let best = below.map(|block| block.score).fold(0.0, f64::max);
    let groups = grid.row(row).iter().any(|cell| is_group(&block, merges, cell));
    (block.score > best + if groups { -0.01 } else { 0.4 }).then_some(block)
}

/// Is a cell merged over some of the headings, but not over most of them, as a title is?
fn is_group(block: &HeadingBlock, merges: &Merges, cell: &RawCell) -> bool {
    let known = block.columns.iter().filter(|column| !column.matches.is_empty());
    let over = |range: CellRange| known.clone().filter(|column| (range.first.col..=range.last.col).contains(&column.col)).count();
    merges.at(cell.at).is_some_and(|range| (2..=known.clone().count() / 2).contains(&over(range)))
}

/// Does a row hold beginnings of headings only: merged over several, or making a heading with what stands below?
fn is_upper_row(grid: &Grid, merges: &Merges, row: u32, vocabulary: &Vocabulary<'_>) -> bool {
    let begins = |cell: &RawCell| {
        if cell.value != RawValue::Text || cell.shown.chars().count() > LONG {
            return false;
        }
        let group = merges.at(cell.at).is_some_and(|range| range.last.col > range.first.col);
        let below = || grid.get(Address::new(row + 1, cell.at.col));
        group && below().is_some()
            || !vocabulary.find(&cell.shown).is_empty()
            || below().is_some_and(|below| !vocabulary.find(&format!("{}{}", cell.shown, below.shown)).is_empty())
    };
    let other =
        |cell: &RawCell| cell.value == RawValue::Text && cell.shown.chars().count() <= LONG && info::label(&cell.shown).is_none();
    let cells = grid.row(row);
    // 提出日 beside its value is no heading, though it is merged over two columns
    let labels = |pair: &[RawCell]| match pair {
        [first, next] => {
            let of_info = info::label(&first.shown).is_some() && vocabulary.find(&first.shown).is_empty();
            of_info && !begins(next) && info::label(&next.shown).is_none()
        }
        _ => false,
    };
    if cells.windows(2).any(labels) {
        return false;
    }
    cells.iter().any(begins) && cells.iter().all(|cell| begins(cell) || other(cell)) && grid.row(row + 1).len() >= 2
}

fn starting_at(grid: &Grid, merges: &Merges, row: u32, vocabulary: &Vocabulary<'_>, upper: bool) -> Option<HeadingBlock> {
    let cells = grid.row(row);
    if cells.len() < 2 && !upper {
        return None;
    }
    let hits: Vec<(u32, Vec<Match>)> =
        cells.iter().map(|cell| (cell.at.col, vocabulary.find(&cell.shown))).filter(|(_, matches)| !matches.is_empty()).collect();
    let mut best: Option<HeadingBlock> = None;
    for (form, layout) in vocabulary.forms.iter().enumerate() {
        let here: BTreeSet<u32> =
            hits.iter().filter(|(_, matches)| matches.iter().any(|m| m.form == form)).map(|(col, _)| *col).collect();
        if here.len() < 2 && !upper {
            continue;
        }
        if layout.layout == Layout::Blocks {
            continue;
        }
        // a small form is recognised only by all it needs; a large one by less, so that what is missing can be said
        let required = layout.columns.iter().filter(|column| column.required).count();
        let enough = if layout.columns.len() >= 6 { 3 } else { required.max(2) };
        for depth in 1..=DEEPEST {
            let next = grid.row(row + depth - 1);
            // the same word again below is data, unless the row above is a heading by itself
            let again = |cell: &RawCell| {
                let above = cell.at.row.checked_sub(1).and_then(|row| grid.get(Address::new(row, cell.at.col)));
                above.is_some_and(|above| above.shown == cell.shown)
            };
            if depth > 1 && (!could_be_headings(next) || best.is_none() && next.iter().any(again)) {
                break;
            }
            let columns = columns(grid, merges, row, depth, form, vocabulary);
            let fields: BTreeSet<usize> = columns.iter().flat_map(|column| &column.matches).map(|m| m.column).collect();
            // a heading that can be several fields is one of them only
            let known = columns.iter().filter(|column| !column.matches.is_empty()).count();
            if fields.len().min(known) < enough {
                continue;
            }
            let score = score(&columns);
            // a row that only goes on with the headings above it belongs to them, though they were known without
            if depth < DEEPEST && goes_on(grid, &columns, row + depth, form, vocabulary) {
                continue;
            }
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

/// Does a row hold words only, and is it not blank?
fn could_be_headings(cells: &[RawCell]) -> bool {
    let heading = |cell: &RawCell| {
        let text = cell.shown.trim();
        let number = text.chars().count() <= 3 && text.chars().all(char::is_numeric);
        cell.value != RawValue::Error && !number && text.chars().count() <= LONGEST && !text.contains('。')
    };
    !cells.is_empty() && cells.iter().all(heading)
}

/// Is every cell of a row the rest of a heading above it: 取組 over の名称?
fn goes_on(grid: &Grid, columns: &[HeadingColumn], row: u32, form: usize, vocabulary: &Vocabulary<'_>) -> bool {
    let cells = grid.row(row);
    let rest = |cell: &RawCell| {
        let short = cell.value == RawValue::Text && cell.shown.chars().count() <= LONG;
        let above = columns.iter().find(|column| column.col == cell.at.col).filter(|_| short);
        above.is_some_and(|above| {
            let whole = of_form(vocabulary.find(&format!("{}{}", above.text, cell.shown)), form);
            above.matches.iter().any(|m| whole.iter().any(|other| other.column == m.column))
                || above.matches.is_empty() && !whole.is_empty()
        })
    };
    !cells.is_empty() && cells.iter().all(rest)
}

/// How well headings fit a form: what each of its fields is matched with, a field counted once (a year once) and a heading once.
fn score(columns: &[HeadingColumn]) -> f64 {
    let mut taken: BTreeSet<(usize, Option<FiscalYears>)> = BTreeSet::new();
    let mut by_choice: Vec<&HeadingColumn> = columns.iter().collect();
    by_choice.sort_by_key(|column| column.matches.len());
    let mut score = 0.0;
    for column in by_choice {
        let free = column.matches.iter().filter(|m| !taken.contains(&(m.column, m.years)));
        if let Some(best) = free.max_by(|a, b| a.closeness.confidence().total_cmp(&b.closeness.confidence())) {
            taken.insert((best.column, best.years));
            score += best.closeness.confidence();
        }
    }
    score
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
        // the lower heading first: 取組内容 over R7上半期まで reads R7上半期までの取組内容
        let backwards: String = parts.iter().rev().map(|(_, text)| *text).collect();
        let mut matches = whole(vocabulary, &parts, [&joined, &backwards], form);
        if matches.is_empty() {
            matches = of_form(vocabulary.find(&joined), form);
        }
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

/// The match of headings one over another with all that is in their brackets: R7下半期（予定） under 取組内容 is a plan.
fn whole(vocabulary: &Vocabulary<'_>, parts: &[(Address, &str)], joined: [&str; 2], form: usize) -> Vec<Match> {
    let last = parts.last().filter(|_| parts.len() > 1).map(|(_, text)| *text);
    let bracketed = |text: &&str| text.ends_with(['）', ')']);
    joined
        .into_iter()
        .chain(last.filter(bracketed))
        .map(|text| of_form(vocabulary.find_whole(text), form))
        .find(|found| !found.is_empty())
        .unwrap_or_default()
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
        let filled = || {
            let run = (data_from..data_from + 20).take_while(|row| *row <= data_from + 2 || !grid.row(*row).is_empty());
            let rows = run.filter(|row| grid.get(Address::new(*row, column.col)).is_some());
            let (both, all) =
                rows.fold((0, 0), |(both, all), row| (both + u32::from(grid.get(Address::new(row, next)).is_some()), all + 1));
            both * 2 >= all && both > 0
        };
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
