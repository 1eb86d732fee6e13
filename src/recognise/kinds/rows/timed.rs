//! Rows of schedules and indicators: texts and figures of years, roles and units.

use super::facets::RowFacets;
use super::{Key, Reader};
use crate::form::vocabulary::{CellWord, Facet, Lexicon, years_in};
use crate::model::text::fold;
use crate::model::{Address, Finding, FiscalYears, Reason, RecordKind, ValueKind};
use crate::recognise::kinds::choice::Role;
use crate::recognise::kinds::shapes::is_sign;
use crate::recognise::ledger_builder::Use;
use crate::rules;
use crate::source::RawCell;

impl Reader<'_, '_, '_> {
    /// Rows of schedules and indicators.
    pub(super) fn timed_row(&mut self, row: u32, cells: &[RawCell], gap: bool) {
        let Some(key) = self.key_column() else { return };
        let Some(key_col) = self.stacks.get(key).map(|stack| stack.col) else { return };
        let key_cell = self.cell(row, key_col).cloned();
        let own = key_cell.as_ref().is_some_and(|cell| cell.at.row == row);
        let pivoted = self.choice.roles.iter().any(|role| matches!(role, Role::KindOfRow | Role::RowYears | Role::From));
        let goes_on = match (&key_cell, &self.key) {
            (Some(cell), Some(known)) if cell.at == known.at => true,
            (Some(cell), Some(known)) => pivoted && fold(&cell.shown) == fold(&known.text) && self.same_identity(row),
            // behind a blank row something else begins: a legend, another table
            (None, Some(_)) => !gap && !self.ended && !self.is_of_another(row),
            (_, None) => false,
        };
        self.ended = !own && !goes_on;
        if !goes_on && !own {
            // nothing names it
            return;
        }
        if !goes_on {
            self.out.begin(row);
            self.above.clear();
            if let Some(cell) = &key_cell {
                self.key = Some(Key { text: cell.shown.clone(), at: cell.at });
            }
            self.write_captions();
        }
        let mut facets = self.row_facets(row);
        if !self.choice.roles.contains(&Role::KindOfRow) {
            facets.role = self.around.halves.map(|(upper, lower)| if goes_on { lower } else { upper });
        }
        // a unit in the first of several rows
        match &facets.unit {
            Some(unit) => self.unit = Some(unit.clone()),
            None if goes_on => facets.unit.clone_from(&self.unit),
            None => self.unit = None,
        }
        if facets.role == Some(CellWord::Rate) {
            return self.computed_row(row, cells, own.then_some(key_col).filter(|_| !goes_on));
        }
        if let Some(label) = &facets.other {
            let known = |at: usize| matches!(self.choice.roles.get(at), Some(Role::Slot(..) | Role::Figure(..)));
            let timed = (0..self.stacks.len()).filter(|at| known(*at)).filter_map(|at| self.stacks.get(at));
            for at in timed.map(|stack| Address::new(row, stack.col)) {
                if self.sheet.grid.get(at).is_some() {
                    self.out.unmapped(at, (label.at, label.shown.trim()));
                }
            }
        }
        let content = self.content(row);
        for at in 0..self.stacks.len() {
            self.timed_cell(row, at, &facets, goes_on, content.as_ref());
        }
    }

    /// 達成率: computed from the rows above it, or not; a person decides.
    fn computed_row(&mut self, row: u32, cells: &[RawCell], key: Option<u32>) {
        let is_role = |cell: &&RawCell| {
            let role = self.stack_at(cell.at.col).and_then(|at| self.choice.roles.get(at));
            role == Some(&Role::KindOfRow) && cell.at.row == row
        };
        let label = cells.iter().find(is_role).cloned();
        for cell in cells.iter().filter(|cell| Some(cell.at.col) != key) {
            let is_figure = label.as_ref().is_some_and(|label| label.at != cell.at) && cell.shown.contains(char::is_numeric);
            self.out.mark(cell.at, Use::Aside(if is_figure { Reason::OutsideForm } else { Reason::Note }));
        }
        let Some(label) = label else { return };
        let content = format!("{}の行", label.shown.trim());
        let finding = Finding::new(rules::OUTSIDE_FORM, self.sheet.place.clone().at(label.at)).with("content", content);
        let finding = finding.with("content_en", format!("rows of {}", label.shown.trim()));
        match &mut self.computed {
            Some(first) => first.join(finding),
            None => self.computed = Some(finding),
        }
    }

    /// The cell that tells what is done in the years that stand in words.
    fn content(&self, row: u32) -> Option<RawCell> {
        let field = self.field("years").filter(|_| self.choice.kind == RecordKind::Schedule)?;
        let at = self.choice.roles.iter().position(|role| *role == Role::Field(field))?;
        self.cell(row, self.stacks.get(at)?.col).cloned()
    }

    /// Does a row without a name have a number or a place of its own, another than the record above?
    pub(super) fn is_of_another(&self, row: u32) -> bool {
        let identity = ["no", "section", "goal", "goal_name", "direction", "direction_name"];
        let Some(record) = self.out.rows.last() else { return false };
        self.stacks.iter().zip(&self.choice.roles).any(|(stack, role)| {
            let Role::Field(field) = role else { return false };
            let is_identity = self.out.form.columns.get(*field).is_some_and(|column| identity.contains(&column.field.as_str()));
            let own = self.sheet.grid.get(Address::new(row, stack.col)).filter(|_| is_identity);
            let known = record.cells.iter().any(|cell| cell.column == *field);
            own.is_some_and(|cell| known && !self.out.has(*field, cell))
        })
    }

    /// Do number, section and department of a row say nothing else than the record's?
    fn same_identity(&self, row: u32) -> bool {
        let identity = ["section", "no", "title"];
        self.stacks.iter().zip(&self.choice.roles).all(|(stack, role)| {
            let Role::Field(field) = role else { return true };
            let name = self.out.form.columns.get(*field).map(|column| column.field.as_str()).unwrap_or_default();
            if !identity.contains(&name) {
                return true;
            }
            let Some(cell) = self.cell(row, stack.col) else { return true };
            self.above.get(field).is_none_or(|known| *known == fold(&cell.shown))
        })
    }

    fn timed_cell(&mut self, row: u32, at: usize, facets: &RowFacets, goes_on: bool, content: Option<&RawCell>) {
        let Some(stack) = self.stacks.get(at) else { return };
        let role = self.choice.roles.get(at).cloned().unwrap_or(Role::Unknown);
        if facets.other.is_some() && matches!(role, Role::Slot(..) | Role::Figure(..)) {
            return;
        }
        let schedule = self.choice.kind == RecordKind::Schedule;
        let spans = self.field("years").filter(|_| schedule);
        match role {
            Role::Field(field) if Some(field) == spans => {
                let Some(cell) = self.cell(row, stack.col).cloned().filter(|cell| cell.at.row == row) else { return };
                if let Some(written) = self.out.push(field, &cell, false) {
                    (written.years, written.open) = (facets.years, facets.open);
                }
            }
            Role::Field(field) => {
                let Some((cell, shared)) = self.filled(row, at) else { return };
                if goes_on && self.out.has(field, &cell) {
                    self.out.mark(cell.at, Use::Shared);
                    return;
                }
                if self
                    .out
                    .rows
                    .last()
                    .is_some_and(|row| row.cells.iter().any(|known| known.at == cell.at && known.column == field))
                {
                    return;
                }
                self.above.insert(field, fold(&cell.shown));
                self.out.push(field, &cell, shared);
            }
            Role::Figure(kind, years) => {
                // 基準値 stays one, whatever 上段 and 下段 hold, and stands in the upper row
                let by_column = self.choice.roles.contains(&Role::KindOfRow);
                let blank = self.sheet.grid.get(Address::new(row, stack.col)).is_none();
                if goes_on && blank && !by_column && self.around.halves.is_some() {
                    return;
                }
                let kind = match facets.role.filter(|_| by_column) {
                    Some(CellWord::Target) => ValueKind::Target,
                    Some(CellWord::Forecast) => ValueKind::Forecast,
                    Some(CellWord::Baseline) => ValueKind::Baseline,
                    _ => kind,
                };
                let own = self.year_of(kind, row);
                self.other_year(kind, row, own, years);
                let years = years.or(own).or(facets.years).or_else(|| self.title_year(kind));
                self.figure(row, at, kind, years, facets);
                let day = self.day_of(kind, row);
                if let Some(written) = self.out.rows.last_mut().and_then(|row| row.cells.last_mut()) {
                    written.note = day;
                }
            }
            Role::Slot(years, _) if schedule => {
                let Some(field) = spans else { return };
                let Some(cell) = self.cell(row, stack.col).cloned().filter(|cell| cell.at.row == row) else { return };
                if cell.at.col < stack.col
                    && self.stack_at(cell.at.col).is_some_and(|left| matches!(self.choice.roles.get(left), Some(Role::Slot(..))))
                {
                    return;
                }
                let to = self.sheet.merges.at(cell.at).map_or(cell.at.col, |range| range.last.col);
                let last = self.slots_to(stack.col, to).unwrap_or(years);
                let open = self.stacks.iter().any(|other| other.all.time.open && (stack.col..=to).contains(&other.col));
                let by_column = Lexicon::get().is(stack.lowest().1.trim(), CellWord::Actual);
                let done = by_column || facets.role == Some(CellWord::Actual);
                if let Some(written) = self.out.push(field, &cell, false) {
                    written.open = open;
                    written.done = done;
                    written.years = Some(FiscalYears { from: years.from.min(last.from), to: years.to.max(last.to) });
                }
            }
            Role::Slot(years, _) => {
                let kind = match facets.role {
                    Some(CellWord::Target | CellWord::Planned) => Some(ValueKind::Target),
                    Some(CellWord::Actual) => Some(ValueKind::Actual),
                    Some(CellWord::Forecast) => Some(ValueKind::Forecast),
                    Some(CellWord::Baseline) => Some(ValueKind::Baseline),
                    _ => self.around.role,
                };
                let baseline = stack.all.has(Facet::Baseline);
                let Some(kind) = (if baseline { Some(ValueKind::Baseline) } else { kind }) else { return };
                self.figure(row, at, kind, Some(years), facets);
            }
            Role::YearOf(_) => {
                if let Some(cell) = self.cell(row, stack.col).cloned() {
                    self.out.mark(cell.at, Use::Record);
                    if let Some(record) = self.out.rows.last_mut() {
                        record.used += 1;
                    }
                    if years_in(&cell.shown).is_none() && !is_sign(&cell.shown) && cell.at.row == row {
                        self.unread_time(at, &cell);
                    }
                }
            }
            Role::To if !facets.ends_only => {}
            Role::RowYears | Role::From | Role::To if schedule && (content.is_none() || facets.years.is_none()) => {
                // nothing but the name tells what is done
                let has_content = spans.is_some_and(|field| {
                    self.choice.roles.contains(&Role::Field(field))
                        || self.choice.roles.iter().any(|role| matches!(role, Role::Slot(..)))
                });
                let Some(cell) = self.cell(row, stack.col).cloned() else { return };
                let name = self.key.as_ref().map(|key| key.text.clone()).unwrap_or_default();
                let is_free = !has_content || content.is_some();
                if let Some(field) = spans.filter(|_| is_free && cell.at.row == row) {
                    let text = if facets.years.is_some() { name } else { cell.shown.clone() };
                    if let Some(written) = self.out.push_text(field, cell.at, &text) {
                        (written.years, written.open) = (facets.years, facets.open);
                    }
                }
            }
            Role::KindOfRow | Role::RowYears | Role::From | Role::To | Role::Unit => {}
            // computed from the other figures, or not: a person decides
            Role::Aside(Reason::Note) => self.unmapped(row, at),
            Role::Aside(reason) => {
                if let Some(cell) = self.sheet.grid.get(Address::new(row, stack.col)) {
                    self.out.mark(cell.at, Use::Aside(reason));
                }
            }
            _ => self.unmapped(row, at),
        }
    }

    /// The years under a merged cell.
    fn slots_to(&self, from: u32, to: u32) -> Option<FiscalYears> {
        let years = self.stacks.iter().zip(&self.choice.roles).filter(|(stack, _)| (from..=to).contains(&stack.col)).filter_map(
            |(_, role)| match role {
                Role::Slot(years, _) => Some(*years),
                _ => None,
            },
        );
        years.reduce(|all, next| FiscalYears { from: all.from.min(next.from), to: all.to.max(next.to) })
    }
}
