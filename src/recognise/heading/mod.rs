//! Finds heading rows: one to four rows whose cells are headings of one form.

mod months;
mod reach;
mod stack;

use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::Range;

use self::months::Months;
use self::reach::Reach;
use self::stack::of_form;
use super::merges::Merges;
use super::vocabulary::{Match, Vocabulary};
use super::{info, shape};
use crate::form::Layout;
use crate::form::vocabulary::{CellWord, Lexicon};
use crate::model::text::fold;
use crate::model::{Address, CellRange, Period, RecordKind, date_of_form};
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
    pub(super) score: f64,
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
    /// The report's period, where it is known.
    period: Option<Period>,
    /// What begins at the rows that were looked at.
    known: RefCell<HashMap<u32, Option<HeadingBlock>>>,
    /// The same, with upper rows.
    found: RefCell<HashMap<u32, Option<HeadingBlock>>>,
}

impl<'g, 'f> Headings<'g, 'f> {
    /// The headings of a sheet, none of them looked for yet.
    pub fn new(grid: &'g Grid, merges: &'g Merges, vocabulary: &'g Vocabulary<'f>, period: Option<Period>) -> Self {
        Self { grid, merges, vocabulary, period, known: RefCell::default(), found: RefCell::default() }
    }

    /// The heading that begins at `row`, of the form that fits best.
    pub fn find(&self, row: u32) -> Option<HeadingBlock> {
        let known = self.found.borrow().get(&row).cloned();
        known.unwrap_or_else(|| {
            let found = self.search(row);
            self.found.borrow_mut().insert(row, found.clone());
            found
        })
    }

    fn search(&self, row: u32) -> Option<HeadingBlock> {
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
        if is_about_the_sheet(cells) {
            return false;
        }
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

    /// The months that heading rows name, if any.
    fn months(&self, rows: &Range<u32>) -> Months {
        let cells = rows.clone().flat_map(|row| self.grid.row(row));
        let any = cells.flat_map(|cell| cell.shown.lines()).any(|line| months::month(line).is_some());
        if any { Months::above(self.grid, rows.start, self.period) } else { Months::default() }
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
        let reports = self.reports_in_sentences(row + 1);
        let forms = forms.filter(|(_, layout)| !(reports && layout.record == RecordKind::Schedule));
        let forms = forms.filter(|(form, layout)| {
            !matches!(layout.layout, Layout::Blocks | Layout::Any) && (upper.is_some() || hits(*form) >= 2)
        });
        let forms: Vec<usize> = forms.map(|(form, _)| form).collect();
        let reach = Reach::new(self, row);
        let mut best = None;
        // what cannot come near the form that most cells are headings of is not looked at closely
        let first = forms.iter().copied().max_by_key(|form| hits(*form)).filter(|_| upper.is_none());
        if let Some(first) = first {
            reach.best(first, 0.0, &mut best);
        }
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

    /// Does a row have 実績 over sentences? No form of a schedule has that.
    fn reports_in_sentences(&self, row: u32) -> bool {
        self.grid.row(row).iter().filter(|cell| Lexicon::get().is(cell.shown.trim(), CellWord::Actual)).any(|cell| {
            let below = (row + 1..row + 11).filter_map(|row| self.grid.get(Address::new(row, cell.at.col)));
            let (count, length) = below.fold((0, 0), |(count, length), cell| (count + 1, length + cell.shown.chars().count()));
            count > 0 && length >= count * shape::SENTENCE
        })
    }

    /// The heading cells over a column, from the top, without line breaks.
    pub fn over(&self, block: &HeadingBlock, col: u32) -> Vec<(Address, String)> {
        let mut out: Vec<(Address, String)> = Vec::new();
        for row in block.rows.clone() {
            let anchor = self.merges.anchor(Address::new(row, col));
            let Some(cell) = self.grid.get(anchor).filter(|_| anchor.row >= block.rows.start) else { continue };
            let text: String = cell.shown.split_whitespace().collect();
            if !text.is_empty() && out.last().is_none_or(|(at, _)| *at != anchor) {
                out.push((anchor, text));
            }
        }
        out
    }

    /// Is a cell a heading with those merged over it, or with the lowest of them, read either way?
    fn is_under(above: &str, cell: &str, whole: &impl Fn(&str) -> Vec<Match>) -> bool {
        let lines: Vec<&str> = above.split('\n').collect();
        let mut lower = (0..lines.len()).filter_map(|from| lines.get(from..)).map(<[&str]>::concat);
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
            // a name over several rows: the first record
            if !group && self.merges.at(cell.at).is_some_and(|range| range.last.row > range.first.row) {
                return Some(false);
            }
            let below = whole(&format!("{}{}", above.text, cell.shown));
            let same = above.matches.iter().any(|m| below.iter().any(|other| other.column == m.column));
            let alone = above.matches.is_empty() && !below.is_empty();
            Some(short && (same || alone || group && Self::is_under(&above.text, &cell.shown, &whole)))
        };
        let cells = self.grid.row(row);
        // 【総務課】 alone is a caption
        let caption = matches!(cells, [only] if only.shown.trim().starts_with(['【', '＜', '<', '〈', '■', '◆', '●']));
        if caption || names_a_department(cells) || shape::is_example_caption(cells) || is_about_the_sheet(cells) {
            return false;
        }
        let remainders: Vec<bool> = cells.iter().filter_map(rest).collect();
        !remainders.is_empty() && remainders.iter().all(|rest| *rest)
    }
}

/// Is a row nothing but the name of a department: a caption over the rows below?
fn names_a_department(cells: &[RawCell]) -> bool {
    matches!(cells, [only] if info::is_department_name(only.shown.trim().trim_matches(['（', '(', '）', ')'])))
}

/// Does a row say whose the sheet is or when it was handed in (部署 | 総務課 | 記入日 | R7.10.3)?
fn is_about_the_sheet(cells: &[RawCell]) -> bool {
    cells.windows(2).any(|pair| match pair {
        [first, next] => match info::label(&first.shown) {
            Some(info::Label::Department) => info::is_department_name(&fold(&next.shown)),
            Some(info::Label::Submitted) => date_of_form(next.shown.trim()).is_some(),
            _ => false,
        },
        _ => false,
    })
}

/// Is a cell merged over some of the headings, but not over most of them, as a title is?
fn is_group(block: &HeadingBlock, merges: &Merges, cell: &RawCell) -> bool {
    let known = block.columns.iter().filter(|column| !column.matches.is_empty());
    let over = |range: CellRange| known.clone().filter(|column| (range.first.col..=range.last.col).contains(&column.col)).count();
    merges.at(cell.at).is_some_and(|range| (2..=known.clone().count() / 2).contains(&over(range)))
}
