//! Which heading is which field, decided for all headings of a table together.
//!
//! What can be one field only is decided first; what can be several takes what is left, distinguished by period,
//! by what stands below, and by the order on the sheet.

use std::collections::BTreeMap;

use super::heading::HeadingColumn;
use super::mapped::MappedColumn;
use super::parts;
use super::reported::{LOOK, are_paired, is_next, is_statement, of_report, reference};
use super::vocabulary::{Closeness, Match};
use crate::form::{FieldType, Form};
use crate::model::Texts;
use crate::model::text::fold;
use crate::model::{Address, Period};
use crate::source::{Grid, RawCell, is_blank};

/// So many characters are a mark or a word, and no answer.
const SHORT: usize = 6;

/// The headings of a table, assigned.
#[derive(Debug, Default)]
pub struct Assigned {
    /// Those that fill a field.
    pub columns: Vec<MappedColumn>,
    /// Those that are as good for a field as the one that took it.
    pub rivals: Vec<Rival>,
    /// Those of another period.
    pub other_period: Vec<HeadingColumn>,
    /// Those that mean nothing to the form, or nothing that is still free.
    pub unknown: Vec<HeadingColumn>,
}

/// A heading that could be a field that another is.
#[derive(Debug)]
pub struct Rival {
    /// The heading.
    pub heading: HeadingColumn,
    /// Place of the form's column.
    pub field: usize,
    /// The heading that took it.
    pub taken: Address,
}

/// Assigns headings to the fields of a form. `period` is the report's, where it is known.
pub fn assign(grid: &Grid, data_from: u32, form: &Form, headings: Vec<&HeadingColumn>, period: Option<Period>) -> Assigned {
    let dated = parts::dated(&headings, form, period);
    let headings = dated.as_ref().map_or(headings, |dated| dated.iter().collect());
    let paired = are_paired(&headings, form);
    let given = period;
    let period = reference(grid, data_from, &headings, form, paired, period);
    let mut open: Vec<Choice<'_>> = headings.into_iter().map(|heading| Choice::new(heading, form, paired, period)).collect();
    expected_of_report(&mut open, form, period);
    let mut assigner = ColumnAssigner { grid, data_from, form, open, period, taken: BTreeMap::new(), out: Assigned::default() };
    assigner.shared(true);
    for closeness in [Closeness::Exact, Closeness::Alias] {
        assigner.single(closeness, false);
    }
    // 取組 is the name where it can be, whatever 取組内容 beside it could be
    assigner.single(Closeness::Exact, true);
    assigner.shared(false);
    for closeness in [Closeness::Exact, Closeness::Alias, Closeness::Also] {
        assigner.single(closeness, true);
    }
    assigner.shared(false);
    assigner.near();
    let mut assigned = assigner.finish();
    if dated.is_some() && given.is_none() {
        // the year of the parts is not known
        assigned.columns.iter_mut().for_each(|column| column.period = None);
    }
    assigned
}

/// 下半期見込 in the report of that half: what is expected of it stands for what was done, where nothing tells that.
fn expected_of_report(open: &mut [Choice<'_>], form: &Form, period: Option<Period>) {
    let Some(period) = period else { return };
    let is_done = |m: &Match| is_statement(m, form) && !is_next(m, form);
    let is_reported = open.iter().flat_map(|choice| &choice.matches).any(|m| is_done(m) && m.period == Some(period));
    let Some(done) = form.columns.iter().position(|column| column.field == "done").filter(|_| !is_reported) else { return };
    for choice in open.iter_mut().filter(|choice| choice.stale && parts::is_expected(choice.heading)) {
        let own = choice.matches.iter().find(|m| is_next(m, form) && m.period.map(Period::next) == Some(period)).copied();
        if let Some(own) = own {
            choice.matches = vec![Match { column: done, period: Some(period), ..own }];
            choice.stale = false;
        }
    }
}

/// A heading that is still to be decided.
struct Choice<'h> {
    heading: &'h HeadingColumn,
    matches: Vec<Match>,
    /// It speaks of another period than the report's.
    stale: bool,
}

impl<'h> Choice<'h> {
    fn new(heading: &'h HeadingColumn, form: &Form, paired: bool, period: Option<Period>) -> Self {
        let mut matches = heading.matches.clone();
        let mut stale = false;
        if matches.iter().any(|m| m.period.is_some()) {
            let end = |period: Option<Period>| period.map(Period::end);
            // R7.10～ goes on where R7上半期 ends
            let fits = |m: &Match| m.period.is_none() || end(of_report(m, form, paired)) == end(period);
            stale = !matches.iter().any(fits);
            // of several months none stands for another
            let of_months = matches.iter().all(|m| matches!(m.period, Some(Period::Month(..))));
            if !stale || of_months {
                matches.retain(fits);
            }
        }
        Self { heading, matches, stale }
    }

    /// What it can still be; what it means only where its own field is taken counts last.
    fn free(&self, taken: &BTreeMap<usize, MappedColumn>) -> Vec<Match> {
        let free: Vec<Match> = self.matches.iter().copied().filter(|m| !taken.contains_key(&m.column)).collect();
        let first: Vec<Match> = free.iter().copied().filter(|m| m.closeness != Closeness::Also).collect();
        if first.is_empty() { free } else { first }
    }

    /// Can it fall back on another field than the one it means first?
    fn has_second(&self) -> bool {
        self.matches.iter().any(|m| m.closeness == Closeness::Also)
    }
}

struct ColumnAssigner<'d, 'h> {
    grid: &'d Grid,
    data_from: u32,
    form: &'d Form,
    open: Vec<Choice<'h>>,
    /// The period that the table reports.
    period: Option<Period>,
    taken: BTreeMap<usize, MappedColumn>,
    out: Assigned,
}

impl ColumnAssigner<'_, '_> {
    fn take(&mut self, at: usize, m: Match, why: Texts) {
        let choice = self.open.remove(at);
        self.taken.insert(m.column, MappedColumn::new(choice.heading, &m, why));
    }

    /// Headings that can be one field only, at one closeness. With `fallback` those too that have a second meaning.
    #[expect(
        clippy::indexing_slicing,
        reason = "fields are indices into the form's own list, open headings into the list that is searched"
    )]
    fn single(&mut self, closeness: Closeness, fallback: bool) {
        for field in 0..self.form.columns.len() {
            if self.taken.contains_key(&field) {
                continue;
            }
            let fits = |choice: &Choice<'_>| {
                let free = choice.free(&self.taken);
                let only = matches!(free.as_slice(), [m] if m.column == field && m.closeness == closeness);
                only && !choice.stale && (fallback || !choice.has_second())
            };
            let mut candidates: Vec<usize> = (0..self.open.len()).filter(|at| fits(&self.open[*at])).collect();
            if self.form.columns[field].kind == FieldType::Stages && candidates.iter().any(|at| self.is_verdict(&self.open[*at]))
            {
                // ◎ under 達成状況 is no answer, where 取組実績 tells of one
                let firm = |choice: &&Choice<'_>| choice.matches.iter().any(|m| m.column == field && !m.closeness.is_near());
                if self.open.iter().filter(firm).any(|choice| !choice.stale && self.tells(choice)) {
                    candidates.retain(|at| !self.is_verdict(&self.open[*at]));
                }
            }
            let numbers = self.form.columns[field].kind == FieldType::Numbers;
            let rank = |at: &usize| {
                let heading = self.open[*at].heading;
                // 取組番号 before No
                let full = if numbers { heading.text.chars().count() } else { 0 };
                // 取組名 before 施策名, where the form says 取組
                let word = has_own_word(self.form, field, &heading.text);
                // 下半期見込 is newer than 下半期計画
                let newer = !numbers && parts::is_expected(heading);
                (full, newer, word, std::cmp::Reverse(heading.col))
            };
            let Some(first) = candidates.iter().copied().max_by_key(rank) else { continue };
            // of columns under one merged heading the one that answers it: 内容 beside 時期, 課 beside 部
            let cell = self.open[first].heading.cell;
            let under = candidates.into_iter().filter(|at| self.open[*at].heading.cell == cell);
            let weight = |at: &usize| (self.weight(field, self.open[*at].heading.col), std::cmp::Reverse(*at));
            let Some(at) = under.max_by_key(weight) else { continue };
            let Some(m) = self.open[at].free(&self.taken).first().copied() else { continue };
            self.take(at, m, because(closeness));
        }
    }

    /// Do all cells below a heading hold hardly more than a mark: ◎, 順調?
    fn is_verdict(&self, choice: &Choice<'_>) -> bool {
        let mut cells = self.below(choice.heading.col).peekable();
        cells.peek().is_some() && cells.all(|cell| cell.shown.trim().chars().count() <= SHORT)
    }

    /// Does a cell below a heading hold words?
    fn tells(&self, choice: &Choice<'_>) -> bool {
        self.below(choice.heading.col).any(|cell| cell.shown.chars().count() > 2 * SHORT)
    }

    fn below(&self, col: u32) -> impl Iterator<Item = &RawCell> {
        let grid = self.grid;
        (self.data_from..self.data_from + LOOK).filter_map(move |row| grid.get(Address::new(row, col)))
    }

    /// How much a column holds of what a field asks for: words of a text, names of departments.
    fn weight(&self, field: usize, col: u32) -> usize {
        let cells = (self.data_from..self.data_from + LOOK).filter_map(|row| self.grid.get(Address::new(row, col)));
        match self.form.kind_at(field).unwrap_or_default() {
            FieldType::Text | FieldType::Stages => cells.map(|cell| cell.shown.chars().count()).sum(),
            FieldType::Departments => cells.filter(|cell| !cell.shown.trim().ends_with(['部', '局'])).count(),
            _ => cells.count(),
        }
    }

    /// Headings that mean several fields (取組 and 取組). With `complete` only where there is a heading for each field.
    #[expect(
        clippy::indexing_slicing,
        reason = "fields are indices into the form's own list, open headings into the list that is searched"
    )]
    fn shared(&mut self, complete: bool) {
        let mut groups: BTreeMap<Vec<usize>, Vec<usize>> = BTreeMap::new();
        for (at, choice) in self.open.iter().enumerate().filter(|(_, choice)| !choice.stale) {
            let free = choice.free(&self.taken);
            if free.len() > 1 && !free[0].closeness.is_near() {
                groups.entry(free.iter().map(|m| m.column).collect()).or_default().push(at);
            }
        }
        let mut chosen: Vec<(u32, usize, Texts)> = Vec::new();
        for (fields, places) in groups {
            if complete && places.len() < fields.len() {
                continue;
            }
            let columns: Vec<&HeadingColumn> = places.iter().map(|at| self.open[*at].heading).collect();
            chosen.extend(self.tell_apart(&fields, columns));
        }
        for (col, field, why) in chosen {
            let at = self.open.iter().position(|choice| choice.heading.col == col);
            let Some(at) = at.filter(|_| !self.taken.contains_key(&field)) else { continue };
            let Some(m) = self.open[at].matches.iter().find(|m| m.column == field).copied() else { continue };
            self.take(at, m, why);
        }
    }

    /// Columns that share a heading: those that hold numbers are the numbers; otherwise the order of period and sheet counts.
    fn tell_apart(&self, fields: &[usize], mut columns: Vec<&HeadingColumn>) -> Vec<(u32, usize, Texts)> {
        let is_numeric = |field: &usize| matches!(self.form.kind_at(*field), Some(FieldType::Numbers | FieldType::Integer));
        let mut fields: Vec<usize> = fields.to_vec();
        let mut out = Vec::new();
        if let Some(field) = fields.iter().copied().find(is_numeric) {
            let shares = columns.iter().map(|column| self.numeric_share(column.col));
            let best = shares.enumerate().max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)));
            match best {
                Some((index, share)) if share > 0.5 || (columns.len() == fields.len() && share > 0.0) => {
                    out.push((
                        columns.remove(index).col,
                        field,
                        Texts::new("同じ見出しのうち番号が並ぶ列", "of equal headings, the one over numbers"),
                    ));
                    fields.retain(|f| *f != field);
                }
                // an empty table: the order of the form
                _ if columns.len() < fields.len() && self.has_data(&columns) => fields.retain(|f| *f != field),
                _ => {}
            }
        }
        columns.sort_by_key(|column| column.col);
        let why = Texts::new("同じ見出しのうち残る列", "of equal headings, the one that is left");
        out.extend(columns.into_iter().zip(fields).map(|(column, field)| (column.col, field, why)));
        out
    }

    fn has_data(&self, columns: &[&HeadingColumn]) -> bool {
        let rows = self.data_from..self.data_from + LOOK;
        columns.iter().any(|column| rows.clone().any(|row| self.grid.get(Address::new(row, column.col)).is_some()))
    }

    /// How many of a column's first cells hold numbers only.
    fn numeric_share(&self, col: u32) -> f64 {
        let cells = (self.data_from..self.data_from + LOOK).filter_map(|row| self.grid.get(Address::new(row, col)));
        let (mut filled, mut numeric) = (0_u32, 0_u32);
        for cell in cells.filter(|cell| !is_blank(&cell.shown)) {
            filled += 1;
            numeric += u32::from(fold(&cell.shown).chars().all(|c| c.is_ascii_digit() || "・、,./-~()no取組".contains(c)));
        }
        if filled == 0 { 0.0 } else { f64::from(numeric) / f64::from(filled) }
    }

    /// Headings that are only alike, and those of another period, take what nothing else took.
    fn near(&mut self) {
        for stale in [false, true] {
            for field in 0..self.form.columns.len() {
                if self.taken.contains_key(&field) {
                    continue;
                }
                let fits = |m: &Match| m.column == field && !(stale && self.is_over(m));
                let of = |choice: &Choice<'_>| choice.free(&self.taken).into_iter().find(fits);
                let open = self.open.iter().enumerate().filter(|(_, choice)| choice.stale == stale);
                let best = open.filter_map(|(at, choice)| Some((at, of(choice)?))).max_by(|(i, a), (j, b)| {
                    let confidence = a.closeness.confidence().total_cmp(&b.closeness.confidence());
                    a.period.cmp(&b.period).then(confidence).then(j.cmp(i))
                });
                if let Some((at, m)) = best {
                    self.take(at, m, because(m.closeness));
                }
            }
        }
    }

    /// Is a column of a period that was over when the report's began, beside one of the report's?
    fn is_over(&self, m: &Match) -> bool {
        let own = m.period.map(|period| if is_next(m, self.form) { period.next() } else { period });
        let is_reported = self.taken.values().any(|taken| taken.period.is_some() && taken.period == self.period);
        is_reported && own.zip(self.period).is_some_and(|(own, report)| own.end() < report.start())
    }

    fn finish(mut self) -> Assigned {
        for choice in std::mem::take(&mut self.open) {
            let heading = choice.heading.clone();
            let firm = choice.matches.iter().find(|m| !m.closeness.is_near());
            let numbers = |field: usize| self.form.kind_at(field) == Some(FieldType::Numbers);
            // of the same period as the one that was taken, though not of the report's
            let same = |m: &Match| self.taken.get(&m.column).is_some_and(|taken| taken.period == m.period);
            let stale = choice.stale && !firm.is_some_and(same);
            let exact = |closeness: Closeness| closeness == Closeness::Exact;
            let own = |field: usize, text: &str| has_own_word(self.form, field, text);
            let surpassed = |field: usize| {
                let named = |m: &MappedColumn| own(field, &m.heading) && !own(field, &choice.heading.text);
                let taken = self.taken.get(&field);
                let exact = taken.is_some_and(|m| exact(m.closeness)) && !firm.is_some_and(|m| exact(m.closeness));
                match self.form.kind_at(field).unwrap_or_default() {
                    FieldType::Stages if taken.is_some_and(|m| is_newer(&m.heading, &choice.heading.text)) => true,
                    // 担当課 and 所管課: nobody but the department knows who answers
                    FieldType::Departments => false,
                    FieldType::Stages if self.is_verdict(&choice) => true,
                    _ => exact || taken.is_some_and(named),
                }
            };
            match firm.and_then(|m| Some((m.column, self.taken.get(&m.column)?.cell))) {
                _ if stale => self.out.other_period.push(heading),
                // 進捗状況 beside R7上半期までの取組内容: the form's own heading leaves no doubt
                Some((field, taken)) if !numbers(field) && taken != heading.cell && !surpassed(field) => {
                    self.out.rivals.push(Rival { heading, field, taken });
                }
                _ => self.out.unknown.push(heading),
            }
        }
        self.out.columns = self.taken.into_values().collect();
        self.out
    }
}

/// 下半期見込 beside 下半期計画.
fn is_newer(taken: &str, other: &str) -> bool {
    taken.contains("見込") && other.contains("計画")
}

/// Does a heading hold the form's own word for a field: 取組名 that of 取組?
fn has_own_word(form: &Form, field: usize, heading: &str) -> bool {
    let own = form.columns.get(field).map(|column| column.heading.as_str()).filter(|own| !own.contains('{'));
    own.is_some_and(|own| fold(heading).contains(&fold(own)))
}

const fn because(closeness: Closeness) -> Texts {
    match closeness {
        Closeness::Exact => Texts::new("見出しが一致", "the heading is the same"),
        Closeness::Alias => Texts::new("別名が一致", "another name of it"),
        Closeness::Also => {
            Texts::new("別名が一致（先にあたる列が別にある）", "another name of it (what it means first is another column)")
        }
        Closeness::Near(_) => Texts::new("見出しが似ている", "the heading is alike"),
    }
}
