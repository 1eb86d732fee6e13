//! Examples under a caption of their own: 【記入例】, and which of the rows below it are one.
//!
//! A caption may be left standing over answers, and an example may look like one: what is doubtful is a finding, either way.

use std::collections::BTreeSet;

use super::classify::RowKind;
use super::report::excerpt;
use super::{OpenTable, Walk};
use crate::form::FieldType;
use crate::model::Texts;
use crate::model::text::fold;
use crate::model::{Address, Finding, Reason, Spot};
use crate::recognise::heading::HeadingBlock;
use crate::recognise::ledger_builder::Use;
use crate::recognise::shape;
use crate::rules;
use crate::source::RawCell;

/// So many rows below are held against a row, and so many answers in a table of its own are no example.
const PEERS: u32 = 60;
const MANY: usize = 3;

/// A caption that is still open.
#[derive(Debug, Clone, Copy)]
pub(super) struct Example {
    /// The row of the caption.
    pub caption: u32,
    /// Stand records above it?
    below: bool,
    /// Stands a heading of its own under it?
    headed: bool,
    /// Do all rows without a gap belong to it?
    whole: bool,
    /// The last row that was taken for its example.
    last: Option<u32>,
}

impl Walk<'_, '_> {
    /// Is a row nothing but the caption of an example?
    pub(super) fn opens_example(&mut self, row: u32) -> bool {
        let cells = match &self.open {
            Some(open) => open.inside(self.grid.row(row)),
            None => self.grid.row(row),
        };
        if !shape::is_example_caption(cells) {
            return false;
        }
        // （例） can be a line of a text; 記入例 is none
        if let Some(open) = &self.open {
            let left = open.fields.keys().next().copied().unwrap_or_default();
            let beside = |cell: &RawCell| cell.at.col > left && !shape::names_an_example(&cell.shown);
            if cells.iter().any(beside) && self.last_row.is_some_and(|last| last + 1 == row) {
                return false;
            }
        }
        for cell in cells {
            self.ledger.mark(cell.at, Use::Aside(Reason::Example));
        }
        let below = self.open.as_ref().is_some_and(|open| !(open.table.rows.is_empty() && open.done.is_empty()));
        self.example = Some(Example { caption: row, below, headed: false, whole: false, last: None });
        true
    }

    /// Does a row below a caption belong to its example? Says what cannot be decided.
    pub(super) fn takes_as_example(&mut self, row: u32, kind: &RowKind) -> bool {
        let Some(open) = &self.open else { return false };
        let goes_on = self.last_example.is_some_and(|last| {
            let covered = || {
                let keys = open.fields.iter().filter(|(_, index)| open.form.is_key(**index)).map(|(col, _)| *col);
                let anchors: Vec<Address> = keys.map(|col| self.merges.anchor(Address::new(row, col))).collect();
                !anchors.is_empty() && anchors.iter().all(|anchor| anchor.row == last && self.grid.get(*anchor).is_some())
            };
            self.last_row == Some(last) && row == last + 1 && (matches!(kind, RowKind::Continuation) || covered())
        });
        if goes_on {
            return true;
        }
        let Some(example) = self.example else { return false };
        let cells = open.inside(self.grid.row(row));
        let (from, gap) = example.last.map_or((example.caption, 2), |last| (last, 1));
        let near = row <= from + gap;
        match kind {
            RowKind::Aside(Reason::Example) if near => {
                self.example = Some(Example { last: Some(row), ..example });
                return false;
            }
            RowKind::Aside(Reason::Note | Reason::Heading) if near && example.last.is_none() => {
                self.example = Some(Example { caption: row, ..example });
                return false;
            }
            RowKind::Continuation if near => {}
            RowKind::Record | RowKind::OtherTable | RowKind::Elsewhere if near && cells.len() > 1 => {}
            _ => {
                self.example = None;
                return false;
            }
        }
        let shows = shows_placeholders(cells);
        let record = matches!(kind, RowKind::Record);
        let first = example.last.is_none();
        let more = first && matches!(kind, RowKind::Continuation);
        let whole = example.whole && !self.is_of_those_who_hand_in(open, row);
        let taken = shows || more || record && (whole || first && example.below || self.stands_out(open, row));
        if taken && !shows {
            self.say_example(row, true);
        } else if !taken && record && (first || example.below && !example.headed) {
            self.say_example(row, false);
        }
        self.example = taken.then_some(Example { last: Some(row), ..example });
        taken
    }

    /// Does a row differ from the others as an example does: by a number that another has, or by its department?
    fn stands_out(&self, open: &OpenTable<'_>, row: u32) -> bool {
        let field = |kind: FieldType| {
            let of = |index: usize| open.form.kind_at(index) == Some(kind);
            open.fields.iter().find(|(_, index)| of(**index)).map(|(col, _)| *col)
        };
        let text = |row: u32, col: Option<u32>| {
            let cell = self.grid.get(self.merges.anchor(Address::new(row, col?)))?;
            Some(fold(&cell.shown)).filter(|text| !text.is_empty())
        };
        let above = open.table.rows.iter().rev().take(PEERS as usize).map(|record| record.row);
        let ends = |row: &u32| shape::is_example_caption(self.grid.row(*row)) || self.headings.find(*row).is_some();
        let answer = |row: &u32| self.grid.row(*row).len() > 2 && !shows_placeholders(self.grid.row(*row));
        let below = (row + 1..row + PEERS).take_while(|row| !ends(row)).filter(answer);
        let peers: Vec<u32> = above.chain(below).collect();
        let (direction, number) = (field(FieldType::Integer), field(FieldType::Numbers));
        let id = |row: u32| Some((text(row, direction), text(row, number)?));
        let same = |other: &u32| id(row).is_some_and(|own| id(*other).is_some_and(|id| id == own));
        let department = field(FieldType::Departments);
        let others: BTreeSet<String> = peers.iter().filter_map(|row| text(*row, department)).collect();
        let foreign = peers.len() > 1 && others.len() == 1 && text(row, department).is_some_and(|own| !others.contains(&own));
        peers.iter().any(same) || foreign
    }

    /// Does a row that calls itself an example hold an answer? It names the department that hands in and no placeholder,
    /// or it is the example of a form of ours, whose texts all have placeholders, and one has none.
    pub(super) fn is_own_row(&self, row: u32) -> bool {
        let Some(open) = &self.open else { return false };
        let cells = open.inside(self.grid.row(row));
        let shows = |cell: &RawCell| shape::is_placeholder(&cell.shown) || shape::has_open_figure(&cell.shown);
        let typed = |cell: &&RawCell| {
            let text = cell.shown.trim();
            open.fields.contains_key(&cell.at.col)
                && text.chars().count() > 2
                && text.chars().any(|c| !c.is_numeric())
                && !shows(cell)
                && !shape::is_example(text)
        };
        let answered = self.out.stamp.is_some() && cells.iter().any(|cell| typed(&cell));
        answered || cells.len() >= 4 && !cells.iter().any(shows) && self.is_of_those_who_hand_in(open, row)
    }

    /// Is a row's department the one that hands the sheet in, as a label above, the sheet's name or the file's says? An example
    /// that everybody gets names another.
    fn is_of_those_who_hand_in(&self, open: &OpenTable<'_>, row: u32) -> bool {
        let departments = |index: &usize| open.form.kind_at(*index) == Some(FieldType::Departments);
        let col = open.fields.iter().find(|(_, index)| departments(index)).map(|(col, _)| *col);
        let cell = col.and_then(|col| self.grid.get(self.merges.anchor(Address::new(row, col))));
        let Some(own) = cell.map(|cell| fold(&cell.shown)).filter(|own| own.chars().count() > 1) else { return false };
        let labels = self.info.department.iter().chain(&self.out.info.department).chain(&open.table.info.department);
        let path = self.place.file.as_deref().unwrap_or_default();
        let names = [path.rsplit('/').next().unwrap_or(path), self.grid.name.as_deref().unwrap_or_default()];
        labels.map(|(label, _)| label.as_str()).chain(names).any(|text| fold(text).contains(&own))
    }

    /// Says that a row under a caption was taken for an example, or for an answer.
    pub(super) fn say_example(&mut self, row: u32, taken: bool) {
        let cells = self.open.as_ref().map_or(self.grid.row(row), |open| open.inside(self.grid.row(row)));
        let content = excerpt(cells.iter());
        let (example, answer) = (
            Texts::new("記入例とみなし、取りまとめに入れていません", "taken for an example and left out"),
            Texts::new("記入例ではなく回答として読みました", "read as an answer, not as an example"),
        );
        let treated = if taken { example } else { answer };
        let finding = Finding::new(rules::UNCLEAR_EXAMPLE, self.place.clone().at(Spot::Row(row))).with("content", content);
        self.out.findings.push(finding.with("treated", treated.ja).with("treated_en", treated.en));
    }

    /// A heading right under a caption, with the rows from `index` on: the small table is an example as a whole, and this is
    /// where it ends. None where it is the only table of the sheet: its rows are looked at one by one.
    pub(super) fn example_table(&mut self, block: &HeadingBlock, rows: &[u32], index: usize) -> Option<usize> {
        let end = block.rows.end;
        let above = self.example.take().filter(|example| Some(example.caption) == self.last_row)?;
        let example = Example { headed: true, caption: end - 1, ..above };
        if example.below {
            self.example = Some(example);
            return None;
        }
        let mut stop = index;
        // a heading merged down ends lower than its last cell
        let mut last = block.rows.start;
        let mut data: Vec<u32> = Vec::new();
        while let Some(row) = rows.get(stop).copied() {
            let inside = row < end;
            let gap = row > last.max(end - 1) + if data.is_empty() { 2 } else { 1 };
            if !inside && (gap || self.headings.find(row).is_some()) {
                break;
            }
            data.extend((!inside).then_some(row));
            last = row;
            stop += 1;
        }
        let other = self.apart || rows.iter().skip(stop).any(|row| self.headings.find(*row).is_some());
        data.retain(|row| self.grid.row(*row).len() > 1);
        let shows: Vec<bool> = data.iter().map(|row| shows_placeholders(self.grid.row(*row))).collect();
        if !other {
            let whole = shows.len() < MANY && !shows.contains(&true);
            self.example = Some(Example { whole, ..example });
            return None;
        }
        self.close_table();
        let begun = shows.iter().position(|shows| *shows);
        for (place, (row, shows)) in data.iter().zip(&shows).enumerate() {
            if !shows {
                self.examples.push(*row);
                if begun.is_some_and(|begun| begun < place) {
                    self.say_example(*row, true);
                }
            }
        }
        let table = rows.get(index..stop).unwrap_or_default();
        for row in table {
            self.ledger.mark_row(*row, Reason::Example);
        }
        self.last_row = table.last().copied().or(self.last_row);
        Some(stop)
    }
}

/// Do cells hold what is to be replaced: ○○課, 令和○年○月, （例）…?
fn shows_placeholders(cells: &[RawCell]) -> bool {
    let shows = |cell: &RawCell| {
        shape::is_placeholder(&cell.shown) || shape::has_open_figure(&cell.shown) || shape::is_example(&cell.shown)
    };
    cells.iter().any(shows)
}
