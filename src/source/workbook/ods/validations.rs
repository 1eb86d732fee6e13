//! Drop-downs of an OpenDocument file, and what its cells compute with: which hidden sheets only hold choices.

use std::collections::BTreeSet;

use quick_xml::events::BytesStart;

use super::super::choices::References;
use super::super::xml::{attribute, attributes, unescape};
use crate::source::Grid;

/// More different formulas, names or drop-downs than this are not looked at.
const MOST: usize = 1_000;

/// Longer ones are not, either.
const LONGEST: usize = 1_024;

/// What drop-downs and formulas refer to, as they are written.
#[derive(Debug, Default)]
pub(super) struct Validations {
    lists: BTreeSet<String>,
    /// Without the numbers of rows.
    formulas: BTreeSet<String>,
    /// Names of ranges, and for what they stand.
    names: Vec<(String, String)>,
    /// Was something left out?
    left_out: bool,
}

impl Validations {
    /// Takes in the rule of a drop-down.
    pub(super) fn rule(&mut self, element: &BytesStart<'_>) {
        let condition = attribute(element, "condition").unwrap_or_default();
        if let Some((_, list)) = condition.split_once("cell-content-is-in-list(").filter(|_| self.lists.len() < MOST) {
            self.lists.insert(list.chars().take(LONGEST).collect());
        }
    }

    /// Takes in a name of a range.
    pub(super) fn name(&mut self, element: &BytesStart<'_>) {
        let text = |name: &str| attribute(element, name).unwrap_or_default().into_owned();
        let range = [text("cell-range-address"), text("expression")].concat();
        self.left_out |= self.names.len() >= MOST;
        if !self.left_out {
            self.names.push((text("name"), range));
        }
    }

    /// Takes in the formula of a cell, if its tag has one.
    pub(super) fn cell(&mut self, raw: &str) {
        if self.lists.is_empty() || self.left_out || !raw.contains("formula=") {
            return;
        }
        let formula = attributes(raw).find(|(name, _)| name.ends_with("formula")).map(|(_, text)| unescape(text.into()));
        let Some(formula) = formula else { return };
        let formula = without_rows(&formula);
        self.left_out |= formula.len() > LONGEST || self.formulas.len() >= MOST;
        if !self.left_out {
            self.formulas.insert(formula);
        }
    }

    /// Marks the hidden sheets that hold nothing but choices.
    pub(super) fn mark(self, sheets: &mut [Grid]) {
        if self.lists.is_empty() || self.left_out {
            return;
        }
        let named: Vec<String> = sheets.iter().filter_map(|grid| grid.name.clone()).collect();
        let names: Vec<(String, String)> =
            self.names.into_iter().map(|(name, range)| (name, as_in_excel(&range, &named))).collect();
        let listed = sheets.iter().map(|grid| (grid.name.as_deref().unwrap_or_default(), grid.visibility));
        let mut references = References::new(listed, &names);
        for list in &self.lists {
            references.list(as_in_excel(list, &named));
        }
        for formula in &self.formulas {
            references.cell(formula);
        }
        for grid in sheets {
            grid.choices = references.only_choices(grid);
        }
    }
}

/// `[$リスト.$A$1:.$A$5]` as `リスト!$A$1:$A$5`.
fn as_in_excel(text: &str, sheets: &[String]) -> String {
    let mut out = text.replace(":.", ":");
    for sheet in sheets {
        let quoted = format!("'{}'", sheet.replace('\'', "''"));
        out = out.replace(&format!("{quoted}."), &format!("{quoted}!")).replace(&format!("${sheet}."), &format!("{sheet}!"));
    }
    out
}

/// A formula without the rows of its references, so that it is the same in all rows.
fn without_rows(formula: &str) -> String {
    let mut out = String::with_capacity(formula.len());
    let (mut inside, mut quoted) = (false, false);
    for c in formula.chars() {
        match c {
            '\'' => quoted = !quoted,
            '.' if !quoted => inside = true,
            ']' | ';' | '(' | ')' => inside = false,
            _ => {}
        }
        if !(inside && !quoted && c.is_ascii_digit()) {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_written_as_excel_does() {
        let sheets = ["リスト".to_owned(), "選択 肢".to_owned()];
        assert_eq!(as_in_excel("[$リスト.$A$1:.$B$5])", &sheets), "[リスト!$A$1:$B$5])");
        assert_eq!(as_in_excel("$'選択 肢'.$C$2", &sheets), "$'選択 肢'!$C$2");
        assert_eq!(without_rows("of:=[.A12]+[$Sheet2.B7:.B9]*3"), "of:=[.A]+[$Sheet2.B:.B]*3");
    }
}
