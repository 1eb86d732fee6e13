//! Heading cells one over another, and what they can mean: read once, for all forms.

use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::ops::Range;

use super::HeadingColumn;
use super::months::{Months, month};
use crate::model::text::fold;
use crate::model::{Address, fiscal, stamp};
use crate::recognise::merges::Merges;
use crate::recognise::vocabulary::{Found, Match, Vocabulary};
use crate::source::{Grid, is_blank};

/// The heading cells of some rows, column by column.
pub(super) struct Stacks<'v, 'f> {
    stacks: Vec<Stack>,
    vocabulary: &'v Vocabulary<'f>,
    by_era: OnceCell<Vec<Vec<Found>>>,
}

/// The heading cells of one column.
struct Stack {
    col: u32,
    /// The lowest of them.
    cell: Address,
    /// Their texts, from the top, joined by a line break.
    text: String,
    /// Their texts, from the bottom.
    backwards: String,
    /// What they can mean, the fullest first.
    readings: Vec<Reading>,
    /// Is it a heading of ours that is no field?
    own: bool,
}

struct Reading {
    found: Found,
    /// Is it that of a cell over several columns? It speaks of one of them only where it means several fields.
    group: bool,
}

impl<'v, 'f> Stacks<'v, 'f> {
    /// The columns of the heading rows `rows`.
    pub(super) fn new(grid: &Grid, merges: &Merges, rows: &Range<u32>, vocabulary: &'v Vocabulary<'f>, months: Months) -> Self {
        let mut cols: BTreeSet<u32> = BTreeSet::new();
        for cell in rows.clone().flat_map(|row| grid.row(row)) {
            cols.insert(cell.at.col);
            if let Some(range) = merges.at(cell.at) {
                cols.extend(range.first.col..=range.last.col.min(range.first.col + 255));
            }
        }
        let stacks = cols.into_iter().filter_map(|col| Stack::new(grid, merges, rows, col, vocabulary, months)).collect();
        Self { stacks, vocabulary, by_era: OnceCell::new() }
    }

    /// What each column is in a form by its words alone.
    pub(super) fn meant(&self, form: usize) -> Vec<Vec<Match>> {
        self.stacks.iter().map(|stack| stack.meant(form)).collect()
    }

    /// How many of the columns, that mean nothing by their words, could still mean something.
    pub(super) fn open(&self, meant: &[Vec<Match>]) -> usize {
        self.stacks.iter().zip(meant).filter(|(stack, meant)| meant.is_empty() && !stack.own).count()
    }

    /// The columns with what they mean in a form: by their words, else nearly, else by the era beside them.
    pub(super) fn columns(&self, form: usize, meant: Vec<Vec<Match>>) -> Vec<HeadingColumn> {
        let columns = self.stacks.iter().zip(meant).enumerate().map(|(place, (stack, mut matches))| {
            if matches.is_empty() && !stack.own {
                let near = [&stack.text, &stack.backwards].into_iter().filter_map(|text| self.vocabulary.find_near(text, form));
                matches.extend(near.max_by(|a, b| a.closeness.confidence().total_cmp(&b.closeness.confidence())));
            }
            if matches.is_empty() {
                let by_era = self.by_era().get(place).into_iter().flatten();
                matches = by_era
                    .map(|found| of_form(found, form))
                    .find(|found| found.iter().any(|m| m.years.is_some()))
                    .unwrap_or_default();
            }
            HeadingColumn { col: stack.col, cell: stack.cell, text: stack.text.clone(), matches }
        });
        columns.collect()
    }

    /// 7年度 beside 令和6年度 is of the same era: what each column means with the era before it.
    fn by_era(&self) -> &[Vec<Found>] {
        self.by_era.get_or_init(|| {
            let mut era = None;
            let read = |stack: &Stack| {
                // line breaks part the levels of a heading: only its own line is given an era
                let named =
                    |line: &str| era.and_then(|era| fiscal::with_era(&fold(line), era)).unwrap_or_else(|| line.to_owned());
                let lines: Vec<String> = stack.text.split('\n').map(named).collect();
                let found = (0..lines.len())
                    .filter_map(|from| lines.get(from..))
                    .map(|lines| self.vocabulary.find(&lines.join("\n")))
                    .collect();
                era = fiscal::era_in(&fold(&stack.text)).or(era);
                found
            };
            self.stacks.iter().map(read).collect()
        })
    }
}

impl Stack {
    fn new(
        grid: &Grid,
        merges: &Merges,
        rows: &Range<u32>,
        col: u32,
        vocabulary: &Vocabulary<'_>,
        months: Months,
    ) -> Option<Self> {
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
        let (cell, _) = *parts.last()?;
        let texts: Vec<&str> = parts.iter().map(|(_, text)| *text).collect();
        let text = texts.join("\n");
        let backwards: String = texts.iter().rev().copied().collect();
        let own = stamp::is_last_plan_heading(&text) || stamp::is_id_heading(&text);
        // in text files a month stands over its first column only
        let at_left = || {
            let upper = rows.start..cell.row;
            upper.clone().find_map(|row| {
                let left = grid.row(row).iter().rev().find(|left| left.at.col <= col)?;
                (left.at.col < col && merges.at(left.at).is_none())
                    .then_some(left.shown.trim())
                    .filter(|text| month(text).is_some())
            })
        };
        let over = if months.year.is_some() { at_left() } else { None };
        let dated = over.map_or_else(|| text.clone(), |over| format!("{over}\n{text}"));
        let of_month = months.dated(&dated).map(|text| vocabulary.find(&text)).filter(|found| !found.is_empty());
        let readings = match of_month {
            Some(found) => vec![Reading { found, group: false }],
            None => readings(merges, &parts, &text, &backwards, vocabulary),
        };
        Some(Self { col, cell, text, backwards, readings, own })
    }

    fn meant(&self, form: usize) -> Vec<Match> {
        let speaks = |reading: &Reading| {
            let found = of_form(&reading.found, form);
            (!found.is_empty() && (!reading.group || found.len() > 1)).then_some(found)
        };
        self.readings.iter().find_map(speaks).unwrap_or_default()
    }
}

/// What heading cells one over another can mean, the fullest reading first.
fn readings(
    merges: &Merges,
    parts: &[(Address, &str)],
    joined: &str,
    backwards: &str,
    vocabulary: &Vocabulary<'_>,
) -> Vec<Reading> {
    let mut out: Vec<Reading> = Vec::new();
    let mut add = |found: Found, group: bool| {
        if !found.is_empty() {
            out.push(Reading { found, group });
        }
    };
    let [.., (_, last)] = parts else { return out };
    if parts.len() == 1 {
        add(vocabulary.find(joined), false);
        return out;
    }
    // with all that is in their brackets: R7下半期（予定） under 取組内容 is a plan;
    // the lower heading first: 取組内容 over R7上半期まで reads R7上半期までの取組内容
    add(vocabulary.find_whole(joined), false);
    add(vocabulary.find_whole(backwards), false);
    if last.ends_with(['）', ')']) {
        add(vocabulary.find_whole(last), false);
    }
    // without the headings that stand over everything: 令和7年度 over 目標, whatever is above them
    for from in 0..parts.len() - 1 {
        let lower: Vec<&str> = parts.iter().skip(from).map(|(_, text)| *text).collect();
        add(vocabulary.find(&lower.join("\n")), false);
    }
    add(vocabulary.find(backwards), false);
    for (at, text) in parts.iter().rev() {
        add(vocabulary.find(text), merges.at(*at).is_some_and(|range| range.last.col > range.first.col));
    }
    out
}

/// What a text means in one form.
pub(super) fn of_form(found: &[Match], form: usize) -> Vec<Match> {
    found.iter().filter(|m| m.form == form).copied().collect()
}
