//! Heading rows of any table: one to four rows whose cells are words of headings.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use super::Sheet;
use super::around::upper_and_lower;
use super::figure_role::role_of;
use super::seen::Seen;
use super::units::unit_line;
use crate::form::vocabulary::{CellWord, Facet, FacetSet, HeadingFacets, Lexicon, Part};
use crate::model::text::fold;
use crate::model::{Address, FiscalYears};
use crate::recognise::{info, shape};
use crate::source::{RawCell, RawValue};

/// Most rows that a heading takes.
const DEEPEST: u32 = 4;

/// So many rows below a heading tell what a column without one holds.
const BELOW: u32 = 40;

/// A longer text is no heading.
const LONG: usize = 40;

/// Wider tables are not looked at.
const WIDEST: u32 = 400;

/// The headings over one column.
#[derive(Debug, Clone)]
pub(super) struct Stack {
    /// Column on the sheet.
    pub col: u32,
    /// The cells, from the top.
    pub cells: Vec<(Address, String)>,
    /// What the lowest says.
    pub leaf: Arc<HeadingFacets>,
    /// What all say together.
    pub all: HeadingFacets,
}

/// Heading rows and their columns.
#[derive(Debug, Clone)]
pub(super) struct Block {
    /// Rows of the sheet.
    pub rows: Range<u32>,
    /// Columns with a heading, from left to right.
    pub stacks: Vec<Stack>,
}

/// What a cell can be as a heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    /// Words that are known.
    Known,
    /// Some of its words are known: 電子化の実施.
    Weak,
    /// A word of a state or the name of a department: a heading below another.
    Below,
    /// Neither.
    Other,
}

impl Stack {
    /// The headings as one text, a line each.
    pub fn text(&self) -> String {
        self.cells.iter().map(|(_, text)| text.trim()).collect::<Vec<_>>().join("\n")
    }

    /// The lowest cell and its text.
    pub fn lowest(&self) -> (Address, &str) {
        self.cells.last().map_or((Address::new(0, self.col), ""), |(at, text)| (*at, text.as_str()))
    }
}

impl Block {
    /// The first column and the last.
    pub fn width(&self) -> (u32, u32) {
        let cols = self.stacks.iter().map(|stack| stack.col);
        (cols.clone().min().unwrap_or_default(), cols.max().unwrap_or_default())
    }
}

impl Sheet<'_, '_> {
    fn class(&self, cell: &RawCell) -> Class {
        let text = cell.shown.trim();
        let number = matches!(cell.value, RawValue::Number(_) | RawValue::Bool(_) | RawValue::Error | RawValue::Uncalculated);
        if text.chars().count() > LONG
            || crate::model::date(text).is_some()
            || text.contains('。')
            || text.ends_with(['：', ':'])
            || number && !is_year(text)
        {
            return Class::Other;
        }
        let facets = self.vocabulary.facets(text);
        if facets.says_something() && facets.known() >= 0.6 || facets.time.is_some() && facets.known() >= 0.5 {
            Class::Known
        } else if facets.says_something() && facets.known() >= 0.3 {
            Class::Weak
        } else if info::is_department_name(text) || !Lexicon::get().cell(text).is_empty() || facets.ordinal.is_some() {
            Class::Below
        } else {
            Class::Other
        }
    }

    /// Is a cell a heading, all of whose words are known?
    pub(in crate::recognise) fn is_heading(&self, cell: &RawCell) -> bool {
        self.class(cell) == Class::Known
    }

    /// Can headings begin at a row?
    fn starts(&self, row: u32) -> bool {
        let cells = self.grid.row(row);
        // （単位：人） and 上段：目標 stand above headings
        let explains = |cell: &RawCell| unit_line(&cell.shown).is_some() || upper_and_lower(&cell.shown).is_some();
        if cells.len() < 2 || shape::is_example_caption(cells) || cells.iter().any(explains) {
            return false;
        }
        if let [label, value] = cells
            && info::label(&label.shown).is_some()
            && (info::is_department_name(&value.shown) || self.class(value) == Class::Other)
        {
            return false;
        }
        let classes: Vec<Class> = cells.iter().map(|cell| self.class(cell)).collect();
        let known = classes.iter().filter(|class| matches!(class, Class::Known | Class::Weak)).count();
        let firm = classes.iter().filter(|class| **class == Class::Known).count();
        let fine = classes.iter().filter(|class| **class != Class::Other).count();
        // a row a department, a column an item: the marks below tell
        let lexicon = Lexicon::get();
        let marked = |cell: &RawCell| {
            // 総務部 may stand over 総務課
            let mut below = (row + 1..row + 4).filter_map(|row| self.grid.get(Address::new(row, cell.at.col)));
            below.any(|below| lexicon.is(&below.shown, CellWord::Yes) || lexicon.is(&below.shown, CellWord::No))
        };
        let short = |cell: &RawCell| cell.value == RawValue::Text && cell.shown.chars().count() <= LONG;
        let others =
            || cells.iter().zip(&classes).filter(|(cell, class)| **class == Class::Other && short(cell) && marked(cell)).count();
        // an item, and a column a department with marks in it
        let offices =
            || cells.iter().filter(|cell| info::is_department_name(cell.shown.trim()) && short(cell) && marked(cell)).count();
        firm >= 1 && known >= 2 && fine * 10 >= cells.len() * 6
            || firm >= 1 && fine == cells.len() && offices() >= 2
            || firm >= 1 && fine < cells.len() && others() >= 2 && fine + others() == cells.len()
    }

    /// Does a row hold headings over groups of columns, whose own headings begin a row lower?
    fn is_upper(&self, row: u32) -> bool {
        let (cells, below) = (self.grid.row(row), self.grid.row(row + 1));
        let (Some(first), Some(left)) = (cells.first(), below.first()) else { return false };
        let plain = |cell: &RawCell| {
            let facets = self.vocabulary.facets(cell.shown.trim());
            self.class(cell) == Class::Known && facets.rest.is_empty() && unit_line(&cell.shown).is_none()
        };
        first.at.col > left.at.col && cells.len() < below.len() && cells.iter().all(plain) && self.starts(row + 1)
    }

    /// The headings that begin at a row.
    pub(super) fn block(&self, row: u32) -> Option<Block> {
        if !self.starts(row) && !self.is_upper(row) {
            return None;
        }
        let mut end = row + 1;
        while end - row < DEEPEST && self.goes_on(row..end) {
            end += 1;
        }
        let stacks = self.stacks(&(row..end));
        let (first, last) = (stacks.first()?.col, stacks.last()?.col);
        let data = (end..end + 4).any(|row| self.grid.row(row).iter().any(|cell| (first..=last).contains(&cell.at.col)));
        (stacks.len() >= 2 && data).then_some(Block { rows: row..end, stacks })
    }

    /// Is the row below these headings one of them?
    fn goes_on(&self, rows: Range<u32>) -> bool {
        let next = self.grid.row(rows.end);
        let heads: Vec<&RawCell> = rows.clone().flat_map(|row| self.grid.row(row)).collect();
        let reaches = |cell: &RawCell| self.merges.at(cell.at).is_some_and(|range| range.last.row >= rows.end);
        let tall = heads.iter().filter(|cell| reaches(cell)).count();
        if next.is_empty() {
            return tall > 0;
        }
        if shape::is_example_caption(next) {
            return false;
        }
        // text files have no merged cells: blank at its right, and headings below
        let spreads = |cell: &RawCell| {
            let right = Address::new(cell.at.row, cell.at.col + 1);
            self.grid.merges.is_empty() && self.grid.get(right).is_none() && next.iter().any(|next| next.at.col == right.col)
        };
        let wide =
            |cell: &RawCell| self.merges.at(cell.at).is_some_and(|range| range.last.col > range.first.col) || spreads(cell);
        let over = |cell: &RawCell| {
            let own = heads.iter().rev().find(|head| {
                let to = self.merges.at(head.at).map_or(head.at.col, |range| range.last.col);
                (head.at.col..=to).contains(&cell.at.col)
            });
            own.copied()
        };
        let counted = self.counts_up(rows.end);
        // 7, 8, 9 under 令和7年度 are months, under 実施年度（令和） years
        let of_time = |cell: &RawCell| {
            let facets = self.vocabulary.facets(cell.shown.trim());
            facets.time.is_some() && self.holds_months(rows.end) || facets.has(Facet::Year)
        };
        let dated = self.dates_roles(next, &heads);
        // 行政, 社協 under 実施主体, beside R7, R8 under 年度別計画
        let is_dated =
            |cell: &&RawCell| self.vocabulary.facets(cell.shown.trim()).time.is_some() && self.class(cell) == Class::Known;
        let several_years = next.iter().filter(is_dated).count() >= 2;
        let mut groups = 0;
        let mut new = 0;
        for cell in next {
            let above = over(cell);
            let grouped = above.is_none_or(wide);
            groups += usize::from(above.is_some_and(wide));
            new += usize::from(above.is_none());
            match self.class(cell) {
                Class::Known => {}
                Class::Other if counted && above.is_some_and(of_time) => {}
                Class::Below if grouped || above.is_some_and(|above| info::is_department_name(&above.shown)) => {}
                Class::Other | Class::Weak
                    if grouped
                        && (tall > 0 || several_years)
                        && cell.value == RawValue::Text
                        && cell.shown.chars().count() <= 15 => {}
                _ => return false,
            }
            // the same word again is data, or the heading of a next page
            if above.is_some_and(|above| fold(&above.shown) == fold(&cell.shown) && !wide(above)) {
                return false;
            }
        }
        let units = next.iter().all(|cell| fold(&cell.shown).starts_with('('));
        tall > 0 || groups > 0 && groups + new == next.len() || new > 0 && next.len() >= 2 || (units || dated) && next.len() >= 2
    }

    /// R5, R7, R7 under 基準値, 目標値, 実績値, and nothing under what names the rows?
    fn dates_roles(&self, next: &[RawCell], heads: &[&RawCell]) -> bool {
        let dated = |cell: &RawCell| {
            let facets = self.vocabulary.facets(cell.shown.trim());
            facets.time.is_some() && facets.known() >= 0.9 && facets.sets.iter().all(|set| set.is_empty())
        };
        let of_figures = |cell: &RawCell| {
            let above = heads.iter().rev().find(|head| head.at.col == cell.at.col);
            above.is_some_and(|above| role_of(&self.vocabulary.facets(above.shown.trim())).is_some())
        };
        let beside = heads.iter().any(|head| next.iter().all(|cell| cell.at.col != head.at.col));
        beside && next.iter().all(|cell| dated(cell) && of_figures(cell))
    }

    /// 7, 8, 9: does a row hold nothing but whole numbers that follow each other, those of months or years?
    fn counts_up(&self, row: u32) -> bool {
        let cells = self.grid.row(row);
        let number = |cell: &RawCell| fold(&cell.shown).parse::<u32>().ok().filter(|number| (1..=40).contains(number));
        let numbers: Option<Vec<u32>> = cells.iter().map(number).collect();
        let follow = |pair: &[u32]| matches!(pair, [one, two] if one + 1 == *two || *one == 12 && *two == 1);
        cells.len() >= 3 && numbers.is_some_and(|numbers| numbers.windows(2).all(follow))
    }

    /// 4, 5, … 12, 1, 2, 3: does a row hold nothing but the numbers of months that follow each other?
    fn holds_months(&self, row: u32) -> bool {
        let cells = self.grid.row(row);
        let month = |cell: &RawCell| fold(&cell.shown).parse::<u32>().ok().filter(|month| (1..=12).contains(month));
        let months: Option<Vec<u32>> = cells.iter().map(month).collect();
        cells.len() >= 3
            && months.is_some_and(|months| months.windows(2).all(|pair| matches!(pair, [one, two] if one % 12 + 1 == *two)))
    }

    fn stacks(&self, rows: &Range<u32>) -> Vec<Stack> {
        let mut cols: BTreeSet<u32> = BTreeSet::new();
        for cell in rows.clone().flat_map(|row| self.grid.row(row)) {
            let to = self.merges.at(cell.at).map_or(cell.at.col, |range| range.last.col);
            cols.extend(cell.at.col..=to.min(cell.at.col + WIDEST));
        }
        let mut stacks: Vec<Stack> = cols.into_iter().take(WIDEST as usize).filter_map(|col| self.stack(rows, col)).collect();
        of_calendar_years(&mut stacks);
        for at in (1..stacks.len()).rev() {
            let (Some(left), Some(right)) = (stacks.get(at - 1), stacks.get(at)) else { continue };
            let between = left.col + 1..right.col;
            let found: Vec<Stack> = between.filter_map(|col| self.headless(rows, col, left)).collect();
            stacks.splice(at..at, found);
        }
        stacks
    }

    /// A column without a heading that is filled in: units, or the names beside their numbers under one heading.
    fn headless(&self, rows: &Range<u32>, col: u32, left: &Stack) -> Option<Stack> {
        let column = |col: u32| {
            let mut seen = Seen::default();
            let below = (rows.end..rows.end + BELOW).filter(|row| !self.is_note(*row));
            seen.take_all(below.filter_map(|row| self.grid.get(Address::new(row, col))));
            seen
        };
        let own = column(col);
        if own.filled == 0 {
            return None;
        }
        let lexicon = Lexicon::get();
        if own.distinct.iter().all(|text| lexicon.is_unit(text)) {
            let leaf = self.vocabulary.facets("単位");
            let at = Address::new(rows.end.saturating_sub(1), col);
            return Some(Stack { col, cells: vec![(at, String::new())], all: (*leaf).clone(), leaf });
        }
        if own.filled >= 2 && own.share(own.roles) >= 0.9 {
            // 予定 and 実績 at the left of their rows
            let leaf = self.vocabulary.facets("区分");
            let at = Address::new(rows.end.saturating_sub(1), col);
            return Some(Stack { col, cells: vec![(at, String::new())], all: (*leaf).clone(), leaf });
        }
        let numbered = column(left.col);
        let numbers = numbered.filled > 0 && numbered.share(numbered.whole.max(numbered.codes)) >= 0.9;
        (numbers && !own.is_numeric()).then(|| Stack { col, ..left.clone() })
    }

    fn stack(&self, rows: &Range<u32>, col: u32) -> Option<Stack> {
        let mut cells: Vec<(Address, String)> = Vec::new();
        for row in rows.clone() {
            let anchor = self.merges.anchor(Address::new(row, col));
            let own = self.grid.get(anchor).filter(|_| anchor.row >= rows.start);
            let Some(cell) = own.or_else(|| self.group_at_left(rows, row, col)) else { continue };
            if cells.last().is_none_or(|(at, _)| *at != cell.at) {
                let text = cells.last().and_then(|(_, above)| self.counted_time(row, above, cell.shown.trim()));
                cells.push((cell.at, text.unwrap_or_else(|| cell.shown.clone())));
            }
        }
        let leaf = self.vocabulary.facets(cells.last()?.1.trim());
        let upper = cells.iter().rev().skip(1).map(|(_, text)| self.vocabulary.facets(text.trim()));
        let all = upper.fold((*leaf).clone(), |low, high| low.under(&high));
        Some(Stack { col, cells, leaf, all })
    }

    /// A number in a row of them as the month or the year that the heading above makes it.
    fn counted_time(&self, row: u32, above: &str, number: &str) -> Option<String> {
        let facets = self.vocabulary.facets(above.trim());
        if facets.time.is_some() && self.holds_months(row) {
            return Some(format!("{number}月"));
        }
        let era = ["令和", "平成"].into_iter().find(|era| above.contains(era)).unwrap_or_default();
        (facets.has(Facet::Year) && self.counts_up(row)).then(|| format!("{era}{number}年度"))
    }

    /// A heading that stands over several columns without being merged: in text files, and where nobody merged it.
    fn group_at_left(&self, rows: &Range<u32>, row: u32, col: u32) -> Option<&RawCell> {
        let lower = |col: u32| (row + 1..rows.end).any(|row| self.grid.get(Address::new(row, col)).is_some());
        let anchor = self.merges.anchor(Address::new(row, col));
        if row + 1 >= rows.end || anchor != Address::new(row, col) || !lower(col) {
            return None;
        }
        let left = self.grid.row(row).iter().rev().find(|cell| cell.at.col < col)?;
        let unbroken = (left.at.col..col).all(lower);
        (self.merges.at(left.at).is_none() && unbroken).then_some(left)
    }
}

/// 1月 to 3月 under 令和8年, and not behind 12月 under the same: they are of the fiscal year before.
fn of_calendar_years(stacks: &mut [Stack]) {
    let mut first: Option<(Address, u8)> = None;
    for stack in stacks {
        let [.., (above, text), _] = stack.cells.as_slice() else { continue };
        let (None, Some(Part::Month(month))) = (stack.leaf.time.years, stack.leaf.time.part) else { continue };
        let folded = fold(text);
        if !folded.contains('年') || folded.contains("年度") {
            continue;
        }
        let begins = match first {
            Some((at, month)) if at == *above => month,
            _ => month,
        };
        first = Some((*above, begins));
        if let Some(years) = stack.all.time.years.filter(|_| begins < 4 && month < 4) {
            stack.all.time.years = Some(FiscalYears { from: years.from - 1, to: years.to - 1 });
        }
    }
}

/// A year as a number of its own.
fn is_year(text: &str) -> bool {
    let folded = fold(text);
    folded.parse::<i16>().is_ok_and(|year| (1990..2100).contains(&year)) || folded.contains(['年', '月'])
}

impl HeadingFacets {
    /// Does one of its words say more than の or 主な?
    fn says_something(&self) -> bool {
        let quiet: FacetSet = [Facet::Filler, Facet::Concrete, Facet::When].into_iter().collect();
        self.unit.is_some() || self.sets.iter().any(|set| !set.without(quiet).is_empty())
    }
}
