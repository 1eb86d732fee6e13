//! Rows of schedules and indicators: texts and figures of years, roles and units.

use std::sync::Arc;

use super::{Key, Reader};
use crate::form::vocabulary::{CellWord, Facet, Lexicon, Time, years_in};
use crate::model::text::fold;
use crate::model::{Address, Era, Finding, FiscalYears, Reason, RecordKind, ValueKind};
use crate::recognise::kinds::choice::Role;
use crate::recognise::kinds::heading::Stack;
use crate::recognise::kinds::shapes::{is_sign, repeats};
use crate::recognise::kinds::units::{unit_for, unit_of_name, units_in};
use crate::recognise::kinds::write::shared_unit;
use crate::recognise::ledger_builder::Use;
use crate::recognise::shorten;
use crate::rules;
use crate::source::RawCell;

/// What one row says of all its figures.
#[derive(Debug, Default, Clone)]
struct RowFacets {
    role: Option<CellWord>,
    years: Option<FiscalYears>,
    /// Have the years no end: R8以降, or a beginning alone?
    open: bool,
    /// Is there an end without a beginning?
    ends_only: bool,
    unit: Option<Arc<str>>,
}

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
        let facets = self.row_facets(row);
        if facets.role == Some(CellWord::Rate) {
            return self.computed_row(row, cells, own.then_some(key_col).filter(|_| !goes_on));
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

    fn row_facets(&mut self, row: u32) -> RowFacets {
        let mut facets = RowFacets::default();
        let lexicon = Lexicon::get();
        let (mut from, mut to) = (None, None);
        let mut last = None;
        for at in 0..self.stacks.len() {
            let role = self.choice.roles.get(at).cloned().unwrap_or(Role::Unknown);
            if !matches!(role, Role::KindOfRow | Role::RowYears | Role::From | Role::To | Role::Unit) {
                continue;
            }
            let Some(cell) = self.stacks.get(at).and_then(|stack| self.cell(row, stack.col)).cloned() else { continue };
            let text = cell.shown.trim();
            let shared =
                cell.at.row != row || self.sheet.merges.at(cell.at).is_some_and(|range| range.last.row > range.first.row);
            self.out.mark(cell.at, if shared { Use::Shared } else { Use::Record });
            if let Some(record) = self.out.rows.last_mut().filter(|_| !shared) {
                record.used += 1;
            }
            let time = years_in(text);
            let years = || time.and_then(|time| self.open_end(time));
            facets.open |= time.is_some_and(|time| time.open) && role != Role::From;
            let mut understood = true;
            match role {
                Role::KindOfRow => {
                    facets.role = lexicon.cell(text).iter().copied().find(|word| {
                        matches!(
                            word,
                            CellWord::Target
                                | CellWord::Actual
                                | CellWord::Forecast
                                | CellWord::Baseline
                                | CellWord::Rate
                                | CellWord::Planned
                        )
                    })
                }
                Role::RowYears => {
                    facets.years = years();
                    understood = facets.years.is_some();
                }
                Role::From => {
                    from = years();
                    understood = from.is_some();
                }
                Role::To => {
                    to = years();
                    understood = to.is_some();
                    last = Some(cell.clone());
                }
                _ if repeats(text) => {
                    facets.unit.clone_from(&self.unit_above);
                    understood = facets.unit.is_some();
                }
                _ => facets.unit = shared_unit(text),
            }
            if !understood && (!is_sign(text) || role == Role::Unit) && cell.at.row == row {
                self.unread_time(at, &cell);
            }
        }
        self.unit_above.clone_from(&facets.unit);
        match (from, to, last) {
            (Some(first), to, written) => {
                let last = to.map_or(first.to, |years: FiscalYears| years.to);
                facets.years = Some(FiscalYears { from: first.from, to: last.max(first.from) });
                facets.open |= written.is_none() && self.choice.roles.contains(&Role::To) && first.only().is_some();
            }
            (None, Some(last), Some(cell)) if cell.at.row == row => {
                // the end is there, the beginning is not
                facets.years = Some(FiscalYears::one(last.to));
                facets.ends_only = true;
                if let Some(at) = self.choice.roles.iter().position(|role| *role == Role::From) {
                    self.unread_time(at, &RawCell { shown: "空欄".to_owned(), ..cell });
                }
            }
            _ => {}
        }
        facets
    }

    /// A text in a column of years that names none.
    fn unread_time(&mut self, at: usize, cell: &RawCell) {
        let heading = self.stacks.get(at).map(Stack::text).unwrap_or_default();
        let finding = Finding::new(rules::UNREADABLE_VALUE, self.sheet.place.clone().at(cell.at));
        let finding = finding.with("heading", heading.replace('\n', "")).with("text", shorten(cell.shown.trim(), 30));
        self.out.findings.push(finding.with("kind", "年度").with("kind_en", "years"));
    }

    fn open_end(&self, time: Time) -> Option<FiscalYears> {
        let era = self.stacks.iter().find_map(|stack| stack.all.time.years).map(|_| Era::Reiwa);
        time.resolve(era, self.around.year)
    }

    fn timed_cell(&mut self, row: u32, at: usize, facets: &RowFacets, goes_on: bool, content: Option<&RawCell>) {
        let Some(stack) = self.stacks.get(at) else { return };
        let role = self.choice.roles.get(at).cloned().unwrap_or(Role::Unknown);
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
                let kind = match facets.role {
                    Some(CellWord::Target) => ValueKind::Target,
                    Some(CellWord::Forecast) => ValueKind::Forecast,
                    Some(CellWord::Baseline) => ValueKind::Baseline,
                    _ => kind,
                };
                let own = self.year_of(kind, row);
                self.other_year(kind, row, own, years);
                let years = years.or(own).or(facets.years).or_else(|| self.title_year(kind));
                self.figure(row, at, kind, years, facets);
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
                if let Some(written) = self.out.push(field, &cell, false) {
                    written.open = open;
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

    /// The year that stands in a column of its own beside the figures of a role.
    fn year_of(&self, kind: ValueKind, row: u32) -> Option<FiscalYears> {
        let at = self.choice.roles.iter().position(|role| *role == Role::YearOf(kind))?;
        let cell = self.cell(row, self.stacks.get(at)?.col)?;
        years_in(&cell.shown).and_then(|time| self.open_end(time))
    }

    /// 達成年度 R9 beside R7目標値: another year than that in the heading of the figures.
    fn other_year(&mut self, kind: ValueKind, row: u32, own: Option<FiscalYears>, heading: Option<FiscalYears>) {
        let (Some(own), Some(heading)) = (own, heading) else { return };
        let at = self.choice.roles.iter().position(|role| *role == Role::YearOf(kind));
        let cell = at.and_then(|at| self.stacks.get(at)).and_then(|stack| self.cell(row, stack.col));
        let Some(at) = cell.map(|cell| cell.at).filter(|_| own.to != heading.to) else { return };
        if self.reported.insert(at) {
            let finding = Finding::new(rules::CONFLICTING_VALUES, self.sheet.place.clone().at(at));
            let finding = finding.with("what", format!("{}の年度", kind.label()));
            let finding = finding.with("what_en", format!("The year of the {}", kind.field()));
            let finding = finding.with("first", format!("{}年度", heading.to)).with("second", format!("{}年度", own.to));
            self.out.findings.push(finding);
        }
    }

    /// The year of the title, where no column has one of its own.
    fn title_year(&self, kind: ValueKind) -> Option<FiscalYears> {
        let dated = self.choice.roles.iter().any(|role| match role {
            Role::Figure(own, years) => *own == kind && years.is_some(),
            Role::YearOf(own) => *own == kind,
            _ => false,
        });
        self.around.year.filter(|_| !dated && kind != ValueKind::Baseline).map(FiscalYears::one)
    }

    fn figure(&mut self, row: u32, at: usize, kind: ValueKind, years: Option<FiscalYears>, facets: &RowFacets) {
        let Some(stack) = self.stacks.get(at) else { return };
        let Some(field) = self.field(kind.field()) else { return };
        let unit = facets
            .unit
            .clone()
            .or_else(|| stack.all.unit.as_deref().and_then(shared_unit))
            .or_else(|| self.name_unit())
            .or_else(|| self.around.unit.as_deref().and_then(shared_unit));
        let cell = self.cell(row, stack.col).cloned();
        let unit = unit.and_then(|unit| self.one_of(unit, cell.as_ref()));
        let written = match &cell {
            Some(cell) => {
                let shared = cell.at.row != row;
                self.out.push(field, cell, shared)
            }
            None => self.out.push_text(field, Address::new(row, stack.col), ""),
        };
        if let Some(written) = written {
            written.years = years;
            written.unit = unit;
        }
    }

    /// The unit of a figure where several are listed: by what the row measures. One that nothing tells is said.
    fn one_of(&mut self, unit: Arc<str>, cell: Option<&RawCell>) -> Option<Arc<str>> {
        let units = units_in(&unit);
        if units.len() < 2 {
            return Some(unit);
        }
        let key = self.key.as_ref()?;
        let found = unit_for(&units, &key.text);
        let bare = |cell: &RawCell| fold(&cell.shown).chars().all(|c| c.is_ascii_digit() || ",.-".contains(c));
        let place = self.sheet.place.clone().at(key.at);
        if found.is_none() && cell.is_some_and(|cell| bare(cell) && !is_sign(&cell.shown)) && self.reported.insert(key.at) {
            let finding = Finding::new(rules::UNREADABLE_VALUE, place).with("heading", "単位").with("text", &unit);
            self.out.findings.push(finding.with("kind", "この指標の単位").with("kind_en", "the unit of this indicator"));
        }
        found.map(Arc::from)
    }

    /// The unit in the brackets behind the name.
    fn name_unit(&self) -> Option<Arc<str>> {
        let key = self.key.as_ref()?;
        let any = self.key_column().and_then(|at| self.stacks.get(at)).is_some_and(|stack| stack.all.has(Facet::Unit));
        unit_of_name(&key.text, any).map(Arc::from)
    }
}
