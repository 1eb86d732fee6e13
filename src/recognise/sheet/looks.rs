//! Texts of records that are struck out or not to be seen.

use std::collections::BTreeSet;

use super::Walk;
use super::report::{excerpt, shorten};
use crate::model::{Address, Finding, Spot, Visibility};
use crate::rules;
use crate::source::{Look, RawCell};

impl Walk<'_, '_> {
    /// Cells whose formatting may change their meaning. A row that is struck out as a whole is one finding.
    pub(super) fn report_looks(&mut self) {
        if self.grid.looks.is_empty() || self.grid.visibility != Visibility::Visible {
            return;
        }
        let mut findings = Vec::new();
        let mut reported: BTreeSet<Address> = BTreeSet::new();
        for row in self.out.tables.iter().flat_map(|table| &table.rows) {
            let cells = || row.cells.iter().map(|cell| cell.at).filter(|at| at.row == row.row);
            let looks: Vec<(Address, &Look)> = cells().filter_map(|at| Some((at, self.look(at)?))).collect();
            if looks.len() > 1 && looks.len() == cells().count() && looks.iter().all(|(_, look)| **look == Look::Struck) {
                let content = excerpt(cells().filter_map(|at| self.grid.get(at)));
                let place = self.place.clone().at(Spot::Row(row.row));
                findings.push(Finding::new(rules::STRUCK_TEXT, place).with("content", content));
                continue;
            }
            let others =
                row.cells.iter().filter(|cell| cell.at.row != row.row).filter_map(|cell| Some((cell.at, self.look(cell.at)?)));
            for (at, look) in looks.iter().copied().chain(others) {
                let Some(cell) = self.grid.get(at) else { continue };
                // one finding for a cell that several rows share
                if reported.insert(at) {
                    findings.push(self.drawn(cell, look));
                }
            }
        }
        self.out.findings.extend(findings);
    }

    fn look(&self, at: Address) -> Option<&Look> {
        let looks = &self.grid.looks;
        looks.binary_search_by_key(&at, |(at, _)| *at).ok().and_then(|found| looks.get(found)).map(|(_, look)| look)
    }

    fn drawn(&self, cell: &RawCell, look: &Look) -> Finding {
        let place = self.place.clone().at(cell.at);
        match look {
            Look::Struck => Finding::new(rules::STRUCK_TEXT, place).with("content", shorten(cell.shown.trim(), 30)),
            Look::StruckPart(pieces) => Finding::new(rules::STRUCK_TEXT, place).with("content", shorten(pieces.trim(), 30)),
            Look::Shortened(shown) => {
                let finding = Finding::new(rules::SHORTENED_NUMBER, place).with("shown", shown.trim());
                finding.with("full", shorten(cell.shown.trim(), 30))
            }
            Look::Unseen => Finding::new(rules::INVISIBLE_TEXT, place).with("content", shorten(cell.shown.trim(), 30)),
        }
    }
}
