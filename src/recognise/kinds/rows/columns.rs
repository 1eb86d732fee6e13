//! What each column of a table is, written down for people and for later stages.

use super::Reader;
use crate::form::vocabulary::Part;
use crate::model::{Address, Finding, FiscalYears, Lang, Period, Reason, RecordKind, ValueKind};
use crate::recognise::BesideColumn;
use crate::recognise::kinds::choice::Role;
use crate::recognise::ledger_builder::Use;
use crate::recognise::parts::period_of;
use crate::rules;

impl Reader<'_, '_, '_> {
    /// Notes which column is what, for people and for the findings of later stages.
    pub(super) fn columns(&mut self) {
        let spans = self.field("years");
        let mut others = Vec::new();
        for (at, stack) in self.stacks.iter().enumerate() {
            let (cell, _) = stack.lowest();
            let text = stack.text();
            let fit = self.choice.fits.get(at).copied().unwrap_or_default();
            for (at, _) in &stack.cells {
                self.out.mark(*at, Use::Aside(Reason::Heading));
            }
            let filled = self.seen.get(at).map_or(0, |seen| seen.filled);
            if self.choice.roles.get(at) == Some(&Role::Aside(Reason::OtherPeriod)) && filled > 0 {
                others.push((cell, text.replace('\n', ""), filled));
            }
            let found = match self.choice.roles.get(at) {
                Some(Role::Field(field)) => Some((*field, None)),
                Some(Role::Figure(kind, years)) => self.field(kind.field()).map(|field| (field, *years)),
                Some(Role::Slot(years, _)) if self.choice.kind == RecordKind::Schedule => {
                    spans.map(|field| (field, Some(*years)))
                }
                Some(Role::State(_)) => self.field("status").map(|field| (field, None)),
                Some(Role::Crossing(_) | Role::Item(_) | Role::Aspect(_)) => self.field("supported").map(|field| (field, None)),
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
        self.other_periods(&others);
    }

    /// Columns of other periods than the one that is read: one finding for all.
    fn other_periods(&mut self, columns: &[(Address, String, usize)]) {
        let Some((first, ..)) = columns.first() else { return };
        let headings: Vec<&str> = columns.iter().map(|(_, heading, _)| heading.as_str()).collect();
        let headings = match headings.as_slice() {
            [first, _, .., last] => format!("{first}」…「{last}"),
            few => few.join("」「"),
        };
        let period = self.period_read().or(self.around.report.map(Period::short_label)).unwrap_or_else(|| "今回".to_owned());
        let cells: usize = columns.iter().map(|(.., filled)| filled).sum();
        let finding = Finding::new(rules::OTHER_PERIOD, self.sheet.place.clone().at(*first)).with("period", period);
        self.out.findings.push(finding.with("heading", headings).with("cells", cells));
    }

    /// What is read of the parts of a year: 9月, or the column that adds them up.
    fn period_read(&self) -> Option<String> {
        let read = |role: &Role| matches!(role, Role::Figure(ValueKind::Actual, _) | Role::Slot(..));
        let own = || self.stacks.iter().zip(&self.choice.roles).filter(|(_, role)| read(role)).map(|(stack, _)| stack);
        let part = own().find_map(|stack| Some((stack.all.time.part?, stack.all.time.years.and_then(FiscalYears::only))));
        let label = |(part, year): (Part, Option<i16>)| match year.or(self.around.year) {
            Some(year) => period_of(part, year).short_label(),
            None => part.describe(Lang::Ja),
        };
        part.map(label).or_else(|| own().next_back().map(|stack| format!("「{}」の列", stack.lowest().1.trim())))
    }
}
