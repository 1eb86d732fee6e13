//! Of several sheets and tables those that a form wants.

use super::Walk;
use crate::form::Pick;
use crate::model::text::fold;
use crate::model::{Reason, Spot};
use crate::recognise::RawTable;

impl Walk<'_, '_> {
    /// Does the form that was asked for want another sheet?
    pub(super) fn is_other_sheet(&self) -> bool {
        matches!(self.vocabulary.forms.as_slice(), [form] if !form.wants_sheet(self.grid.name.as_deref()))
    }

    /// Sets aside the tables that a form does not want.
    pub(super) fn leave_others(&mut self) {
        let mut unwanted: Vec<RawTable> = Vec::new();
        let titles: Vec<String> = self.out.titles.iter().map(|title| fold(title)).collect();
        let mut before: Vec<(usize, u32)> = Vec::new();
        for table in std::mem::take(&mut self.out.tables) {
            let pick = self.vocabulary.forms.get(table.form).and_then(|form| form.table.as_ref());
            // parts of a table have its heading in common
            if !before.contains(&(table.form, table.heading.start)) {
                before.push((table.form, table.heading.start));
            }
            let nth = before.iter().filter(|(form, _)| *form == table.form).count();
            let wanted = match pick {
                None => true,
                Some(Pick::Nth(wanted)) => *wanted as usize == nth,
                Some(Pick::Titled(text)) => {
                    let text = fold(text);
                    let captions = table.captions.iter().map(|caption| fold(&caption.text));
                    captions.chain(titles.iter().filter(|_| nth == 1).cloned()).any(|title| title.contains(&text))
                }
            };
            if wanted { self.out.tables.push(table) } else { unwanted.push(table) }
        }
        for table in unwanted {
            let rows = table.rows.iter().flat_map(|row| &row.cells).chain(table.totals.iter().flat_map(|total| &total.cells));
            for cell in rows {
                self.ledger.take_back(cell.at, Reason::OtherTable);
            }
            let within = |row: u32| (table.range.first.row..=table.range.last.row).contains(&row);
            self.out.findings.retain(|finding| {
                let row = match finding.place.spot {
                    Some(Spot::Cell(cell)) => Some(cell.row),
                    Some(Spot::Row(row)) => Some(row),
                    Some(Spot::Range(range)) => Some(range.first.row),
                    _ => None,
                };
                !row.is_some_and(within)
            });
        }
    }
}
