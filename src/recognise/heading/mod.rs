//! Finds heading rows: one to four rows whose cells are headings of one form.

mod stack;

use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

use self::stack::{Stacks, of_form};
use super::info;
use super::merges::Merges;
use super::vocabulary::{Closeness, Match, Vocabulary};
use crate::form::Layout;
use crate::model::{Address, CellRange, FiscalYears};
use crate::source::{Grid, RawCell, RawValue};

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

/// Forms whose scores differ by less fit equally well.
const SAME: f64 = 0.01;

/// The heading rows of one sheet. What begins at a row is looked at once.
pub struct Headings<'g, 'f> {
    /// The sheet.
    pub grid: &'g Grid,
    /// Its merged areas.
    pub merges: &'g Merges,
    /// The headings that are known.
    pub vocabulary: &'g Vocabulary<'f>,
    /// What begins at the rows that were looked at.
    known: RefCell<HashMap<u32, Option<HeadingBlock>>>,
}

impl<'g, 'f> Headings<'g, 'f> {
    /// The headings of a sheet, none of them looked for yet.
    pub fn new(grid: &'g Grid, merges: &'g Merges, vocabulary: &'g Vocabulary<'f>) -> Self {
        Self { grid, merges, vocabulary, known: RefCell::default() }
    }

    /// The heading that begins at `row`, of the form that fits best.
    pub fn find(&self, row: u32) -> Option<HeadingBlock> {
        let here = self.starting_at(row);
        if here.is_some() || !self.is_upper_row(row) {
            return here;
        }
        // few headings in this row, but the next goes on with it: 取組内容 over R7上半期まで and R7下半期以降
        let floor = self.starting_at(row + 1).map_or(0.0, |block| block.score - SAME);
        let block = self.look_at(row, Some(floor))?;
        let below = (row + 1..block.rows.end).filter_map(|next| self.starting_at(next));
        let best = below.map(|block| block.score).fold(0.0, f64::max);
        let groups = self.grid.row(row).iter().any(|cell| is_group(&block, self.merges, cell));
        (block.score > best + if groups { -0.01 } else { 0.4 }).then_some(block)
    }

    /// Does a row hold beginnings of headings only: merged over several, or making a heading with what stands below?
    fn is_upper_row(&self, row: u32) -> bool {
        let Self { grid, merges, vocabulary, .. } = self;
        if grid.row(row + 1).len() < 2 {
            return false;
        }
        let short = |cell: &RawCell| cell.value == RawValue::Text && cell.shown.chars().count() <= LONG;
        let begins = |cell: &RawCell| {
            let group = || merges.at(cell.at).is_some_and(|range| range.last.col > range.first.col);
            let below = grid.get(Address::new(row + 1, cell.at.col));
            short(cell)
                && (below.is_some() && group()
                    || !vocabulary.find(&cell.shown).is_empty()
                    || below.is_some_and(|below| !vocabulary.find(&format!("{}{}", cell.shown, below.shown)).is_empty()))
        };
        let other = |cell: &RawCell| short(cell) && info::label(&cell.shown).is_none();
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
        cells.iter().any(begins) && cells.iter().all(|cell| other(cell) || begins(cell))
    }

    /// The heading that begins at a row which holds some of it.
    fn starting_at(&self, row: u32) -> Option<HeadingBlock> {
        let known = self.known.borrow().get(&row).cloned();
        known.unwrap_or_else(|| {
            let found = self.look_at(row, None);
            self.known.borrow_mut().insert(row, found.clone());
            found
        })
    }

    /// The heading that begins at a row; at an upper one it has to score `floor` at least.
    fn look_at(&self, row: u32, upper: Option<f64>) -> Option<HeadingBlock> {
        let cells = self.grid.row(row);
        if cells.len() < 2 && upper.is_none() {
            return None;
        }
        let found: Vec<_> = cells.iter().map(|cell| self.vocabulary.find(&cell.shown)).collect();
        let hits = |form: usize| found.iter().filter(|found| found.iter().any(|m| m.form == form)).count();
        let forms = self.vocabulary.forms.iter().enumerate();
        let forms = forms.filter(|(form, layout)| layout.layout != Layout::Blocks && (upper.is_some() || hits(*form) >= 2));
        let forms: Vec<usize> = forms.map(|(form, _)| form).collect();
        let reach = Reach { headings: self, row, by_depth: Default::default() };
        let mut best = None;
        // the form that fits best by its words goes first: what cannot come near it is not looked at closely
        let first = forms.iter().copied().max_by(|a, b| reach.by_words(*a).total_cmp(&reach.by_words(*b)))?;
        reach.best(first, upper.unwrap_or_default(), &mut best);
        let floor = best.take().map_or(0.0, |block| block.score).max(upper.unwrap_or_default());
        for form in forms {
            reach.best(form, floor, &mut best);
        }
        let mut block = best?;
        // merged heading cells reach further down than the rows that made the match
        let reach = block.columns.iter().filter_map(|c| self.merges.at(c.cell)).map(|m| m.last.row + 1).max();
        block.rows.end = block.rows.end.max(reach.unwrap_or(0).min(row + DEEPEST));
        Some(block)
    }

    /// Is a cell a heading with those merged over it, or with the lowest of them, read either way?
    fn is_under(above: &str, cell: &str, whole: &impl Fn(&str) -> Vec<Match>) -> bool {
        let lines: Vec<&str> = above.split('\n').collect();
        let mut lower = (0..lines.len()).map(|from| lines[from..].concat());
        lower.any(|upper| !whole(&format!("{upper}{cell}")).is_empty() || !whole(&format!("{cell}{upper}")).is_empty())
    }

    /// Is every cell of a row the rest of a heading above it: 取組 over の名称, or R7上半期まで under 取組内容? Those under
    /// nothing that is known say neither yes nor no.
    fn goes_on(&self, columns: &[HeadingColumn], row: u32, form: usize) -> bool {
        let whole = |text: &str| of_form(&self.vocabulary.find(text), form);
        let rest = |cell: &RawCell| {
            let above = columns.iter().find(|column| column.col == cell.at.col)?;
            let group = self.merges.at(above.cell).is_some_and(|range| range.last.col > range.first.col);
            let short = cell.value == RawValue::Text && cell.shown.chars().count() <= LONG;
            if group && short && above.matches.is_empty() {
                return None;
            }
            let below = whole(&format!("{}{}", above.text, cell.shown));
            let same = above.matches.iter().any(|m| below.iter().any(|other| other.column == m.column));
            let alone = above.matches.is_empty() && !below.is_empty();
            Some(short && (same || alone || group && Self::is_under(&above.text, &cell.shown, &whole)))
        };
        let told: Vec<bool> = self.grid.row(row).iter().filter_map(rest).collect();
        !told.is_empty() && told.iter().all(|rest| *rest)
    }
}

/// The rows from one on, as headings of any form.
struct Reach<'h, 'g, 'f> {
    headings: &'h Headings<'g, 'f>,
    row: u32,
    by_depth: [OnceCell<Stacks<'g, 'f>>; DEEPEST as usize],
}

impl<'g, 'f> Reach<'_, 'g, 'f> {
    fn stacks(&self, depth: u32) -> Option<&Stacks<'g, 'f>> {
        let Headings { grid, merges, vocabulary, .. } = self.headings;
        let known = self.by_depth.get(depth as usize - 1)?;
        Some(known.get_or_init(|| Stacks::new(grid, merges, &(self.row..self.row + depth), vocabulary)))
    }

    /// How well the rows are headings of a form by their words alone.
    fn by_words(&self, form: usize) -> f64 {
        let grid = self.headings.grid;
        let depths = (1..=DEEPEST).take_while(|depth| *depth == 1 || could_be_headings(grid.row(self.row + depth - 1)));
        let scores = depths.filter_map(|depth| self.stacks(depth)).map(|stacks| score(stacks.meant(form).iter().map(Vec::as_slice)));
        scores.fold(0.0, f64::max)
    }

    /// Puts the heading of a form in the place of `best`, where it is better. One that cannot reach `floor` is left out.
    fn best(&self, form: usize, floor: f64, best: &mut Option<HeadingBlock>) {
        let Headings { grid, vocabulary, .. } = self.headings;
        let Some(layout) = vocabulary.forms.get(form) else { return };
        // a small form is recognised only by all it needs; a large one by less, so that what is missing can be said
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
            if depth > 1 && (!could_be_headings(next) || !found && next.iter().any(again)) {
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
            if fields.len().min(known) < enough {
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

/// Is a cell merged over some of the headings, but not over most of them, as a title is?
fn is_group(block: &HeadingBlock, merges: &Merges, cell: &RawCell) -> bool {
    let known = block.columns.iter().filter(|column| !column.matches.is_empty());
    let over = |range: CellRange| known.clone().filter(|column| (range.first.col..=range.last.col).contains(&column.col)).count();
    merges.at(cell.at).is_some_and(|range| (2..=known.clone().count() / 2).contains(&over(range)))
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
