//! Hidden sheets that only hold the choices of drop-downs.

use std::collections::BTreeSet;

use crate::model::{Address, Visibility};
use crate::source::Grid;

/// Every formula is searched for every hidden sheet and name: beyond so many, hidden sheets are reported as any other.
const MAX_SHEETS: usize = 8;
const MAX_NAMES: usize = 32;
/// More different drop-downs than anybody makes by hand.
const MAX_LISTS: usize = 1_000;
/// The longest list that Excel takes, in bytes.
const LONGEST: usize = 1_024;

/// A hidden sheet.
#[derive(Debug)]
struct Hidden {
    sheet: String,
    /// Names of the workbook that stand for cells of it, and for what.
    names: Vec<(String, String)>,
    /// Does a cell compute with it?
    computed: bool,
}

/// What drop-downs and formulas refer to.
#[derive(Debug, Default)]
pub(super) struct References {
    hidden: Vec<Hidden>,
    /// What drop-downs take their choices from.
    lists: BTreeSet<String>,
}

impl References {
    /// Of a workbook with these sheets and names.
    pub(super) fn new<'s>(sheets: impl Iterator<Item = (&'s str, Visibility)>, names: &[(String, String)]) -> Self {
        let hidden = sheets.filter(|(_, visibility)| *visibility != Visibility::Visible);
        let hidden = hidden.map(|(sheet, _)| {
            let names = names.iter().filter(|(name, text)| !name.is_empty() && !columns(text, sheet).is_empty());
            Hidden { sheet: sheet.to_owned(), names: names.cloned().collect(), computed: false }
        });
        let mut hidden: Vec<Hidden> = hidden.take(MAX_SHEETS + 1).collect();
        if hidden.len() > MAX_SHEETS || hidden.iter().map(|hidden| hidden.names.len()).sum::<usize>() > MAX_NAMES {
            hidden.clear();
        }
        Self { hidden, lists: BTreeSet::new() }
    }

    /// A drop-down takes its choices from there.
    pub(super) fn list(&mut self, formula: String) {
        if !self.hidden.is_empty() && self.lists.len() < MAX_LISTS && formula.len() <= LONGEST {
            self.lists.insert(formula);
        }
    }

    /// A cell computes with this.
    pub(super) fn cell(&mut self, formula: &str) {
        for hidden in self.hidden.iter_mut().filter(|hidden| !hidden.computed) {
            let named = hidden.names.iter().any(|(name, _)| formula.contains(name));
            hidden.computed = named || formula.contains(&hidden.sheet);
        }
    }

    /// Does a sheet hold nothing but the choices of drop-downs?
    pub(super) fn only_choices(&self, grid: &Grid) -> bool {
        let name = grid.name.as_deref().unwrap_or_default();
        let Some(hidden) = self.hidden.iter().find(|hidden| hidden.sheet == name && !hidden.computed) else { return false };
        // what INDIRECT reads stands in a cell: it can be any name
        let is_used = |name: &str| self.lists.iter().any(|list| list.contains(name) || list.contains("INDIRECT"));
        let named = hidden.names.iter().filter(|(name, _)| is_used(name)).map(|(_, text)| text);
        let ranges: BTreeSet<(u32, u32)> = self.lists.iter().chain(named).flat_map(|text| columns(text, name)).collect();
        let filled: BTreeSet<u32> = grid.cells.iter().map(|cell| cell.at.col).collect();
        filled.iter().all(|col| ranges.iter().any(|(first, last)| (first..=last).contains(&col)))
    }
}

/// The columns of a sheet that a formula reads: from, to.
fn columns(formula: &str, sheet: &str) -> Vec<(u32, u32)> {
    let column = |corner: &str| {
        let letters: String = corner.chars().filter(|c| *c != '$').take_while(char::is_ascii_alphabetic).collect();
        format!("{letters}1").parse::<Address>().ok().map(|at| at.col)
    };
    let quoted = format!("'{}'!", sheet.replace('\'', "''"));
    let plain = format!("{sheet}!");
    let of = |start: &str| -> Vec<(u32, u32)> {
        let mut found = Vec::new();
        for (at, _) in formula.match_indices(start) {
            let before = formula.get(..at).and_then(|head| head.chars().next_back());
            let Some(rest) = formula.get(at + start.len()..).filter(|_| !before.is_some_and(char::is_alphanumeric)) else {
                continue;
            };
            let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '$' | ':'))).unwrap_or(rest.len());
            let (first, last) = rest.get(..end).map(|range| range.split_once(':').unwrap_or((range, range))).unwrap_or_default();
            found.extend(column(first).zip(column(last)));
        }
        found
    };
    let mut found = of(&quoted);
    found.extend(of(&plain));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_hidden_sheets_and_names_are_not_searched_for() {
        let names = |count: usize| (0..count).map(|n| (format!("名{n}"), "リスト!$A$1".to_owned())).collect::<Vec<_>>();
        let hidden = |sheets: usize, count: usize| {
            let sheets = std::iter::repeat_n(("リスト", Visibility::Hidden), sheets);
            References::new(sheets, &names(count)).hidden.len()
        };
        assert_eq!((hidden(1, MAX_NAMES), hidden(1, MAX_NAMES + 1), hidden(MAX_SHEETS + 1, 0)), (1, 0, 0));
    }

    #[test]
    fn a_reference_tells_its_columns() {
        assert_eq!(columns("リスト!$A$1:$B$6", "リスト"), [(0, 1)]);
        assert_eq!(columns("OFFSET('段階 一覧'!$C$2,0,0,COUNTA('段階 一覧'!$C:$C),1)", "段階 一覧"), [(2, 2), (2, 2)]);
        assert!(columns("旧リスト!A1", "リスト").is_empty());
    }
}
