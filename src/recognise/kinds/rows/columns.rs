//! What each column of a table is, written down for people and for later stages.

use super::Reader;
use crate::model::{Finding, Period, Reason, RecordKind, ValueKind};
use crate::recognise::BesideColumn;
use crate::recognise::kinds::choice::Role;
use crate::recognise::ledger_builder::Use;
use crate::rules;

impl Reader<'_, '_, '_> {
    /// Notes which column is what, for people and for the findings of later stages.
    pub(super) fn columns(&mut self) {
        let spans = self.field("years");
        for (at, stack) in self.stacks.iter().enumerate() {
            let (cell, _) = stack.lowest();
            let text = stack.text();
            let fit = self.choice.fits.get(at).copied().unwrap_or_default();
            for (at, _) in &stack.cells {
                self.out.mark(*at, Use::Aside(Reason::Heading));
            }
            let filled = self.seen.get(at).map_or(0, |seen| seen.filled);
            if self.choice.roles.get(at) == Some(&Role::Aside(Reason::OtherPeriod)) && filled > 0 {
                let period = self.around.report.map_or_else(|| "今回".to_owned(), Period::short_label);
                let finding = Finding::new(rules::OTHER_PERIOD, self.sheet.place.clone().at(cell)).with("period", period);
                self.out.findings.push(finding.with("heading", text.replace('\n', "")).with("cells", filled));
            }
            let found = match self.choice.roles.get(at) {
                Some(Role::Field(field)) => Some((*field, None)),
                Some(Role::Figure(kind, years)) => self.field(kind.field()).map(|field| (field, *years)),
                Some(Role::Slot(years, _)) if self.choice.kind == RecordKind::Schedule => {
                    spans.map(|field| (field, Some(*years)))
                }
                Some(Role::State(_)) => self.field("status").map(|field| (field, None)),
                Some(Role::Crossing(_) | Role::Item(_)) => self.field("supported").map(|field| (field, None)),
                Some(Role::List(_)) => self.field("item").map(|field| (field, None)),
                _ => None,
            };
            let meaning = match self.choice.roles.get(at) {
                Some(Role::Unit) => Some("unit"),
                Some(Role::RowYears) => Some("years"),
                Some(Role::From) => Some("from"),
                Some(Role::To) => Some("to"),
                Some(Role::KindOfRow) => Some("role"),
                Some(Role::YearOf(ValueKind::Baseline)) => Some("baseline_year"),
                Some(Role::YearOf(ValueKind::Target)) => Some("target_year"),
                Some(Role::YearOf(ValueKind::Actual)) => Some("actual_year"),
                Some(Role::YearOf(ValueKind::Forecast)) => Some("forecast_year"),
                _ => None,
            };
            if let Some(meaning) = meaning {
                let facets = Box::new(stack.all.clone());
                self.out.beside.push(BesideColumn { cell, heading: text.clone(), meaning, confidence: fit, facets });
            }
            if let Some((field, years)) = found {
                self.out.column(stack.col, field, (cell, &text), years, fit, &stack.all);
            }
        }
    }
}
