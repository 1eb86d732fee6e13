//! Cards: a record whose labels stand at the left of its values, with a small table of years inside it, or a line an item.

use std::sync::Arc;

use super::around::Around;
use super::choice::{Choice, Role};
use super::figure_role::role_of;
use super::heading::Stack;
use super::seen::Seen;
use super::shapes::is_sign;
use super::write::{Writer, shared_unit};
use super::{Found, Sheet};
use crate::form::vocabulary::{Facet, HeadingFacets, years_in};
use crate::model::text::fold;
use crate::model::{Address, FiscalYears, Reason, RecordKind, ValueKind};
use crate::recognise::ledger_builder::Use;
use crate::recognise::shape;
use crate::source::RawCell;

/// So many labels make a card that stands alone.
const LABELS: usize = 3;

/// A label with its values.
struct Entry {
    label: RawCell,
    facets: Arc<HeadingFacets>,
    values: Vec<RawCell>,
}

/// Years down, inside a card: 年度, 目標, 実績 over R6, R7, ….
struct Years {
    heads: Vec<(RawCell, ValueKind, Option<String>)>,
    label: RawCell,
    rows: Vec<(RawCell, FiscalYears, bool, Vec<RawCell>)>,
}

/// Years across, inside a card.
struct Times {
    label: RawCell,
    cells: Vec<(RawCell, FiscalYears, bool)>,
}

/// A card, taken apart.
struct Card {
    entries: Vec<Entry>,
    times: Option<Times>,
    years: Option<Years>,
    /// The first row below it.
    end: u32,
}

impl Sheet<'_, '_> {
    /// The cards that begin at a row, one below the other.
    pub(super) fn cards(&self, row: u32) -> Vec<Found> {
        self.read_cards(row).into_iter().collect()
    }

    fn read_cards(&self, row: u32) -> Option<Found> {
        let first = self.card(row)?;
        let start = first.entries.first()?.label.clone();
        let around = Around::default();
        let mut out: Option<(RecordKind, Writer<'_, '_, '_>)> = None;
        let mut known = (0, 0);
        let mut end = row;
        let mut next = Some(first);
        let mut count = 0;
        while let Some(card) = next {
            let choice = self.choose_card(&card, &around);
            let Some((choice, stacks)) = choice else { break };
            let kind = self.vocabulary.kinds.get(choice.form)?;
            let form = *self.vocabulary.forms.get(kind.index)?;
            if out.as_ref().is_some_and(|(own, _)| *own != choice.kind) {
                break;
            }
            let (_, writer) = out.get_or_insert_with(|| (choice.kind, Writer::new(self, kind.index, form)));
            known = (choice.known(), stacks.len());
            self.write_card(writer, &card, &choice, &stacks, count == 0);
            count += 1;
            end = card.end;
            let below = self.rows_from(end).iter().copied().take(3);
            next = below
                .filter(|row| {
                    self.grid
                        .row(*row)
                        .first()
                        .is_some_and(|cell| cell.at.col == start.at.col && fold(&cell.shown) == fold(&start.shown))
                })
                .find_map(|row| self.card(row));
            if next.as_ref().is_some_and(|next| next.entries.first().is_none_or(|entry| entry.label.at.row < end)) {
                break;
            }
        }
        let (_, writer) = out?;
        if count < 2 && known.1 < LABELS {
            return None;
        }
        writer.finish(row..row + 1, start.at, end, known)
    }

    /// The card that begins at a row.
    fn card(&self, row: u32) -> Option<Card> {
        let cells = self.grid.row(row);
        let first = cells.first()?;
        let left = first.at.col;
        if cells.len() < 2 || !self.is_label(first) {
            return None;
        }
        // headings stand beside headings; a value that looks like one has labels below its label
        let below = |line: u32| self.grid.row(row + line).first().is_some_and(|cell| cell.at.col == left && self.is_label(cell));
        if cells.get(1).is_some_and(|value| self.is_label(value)) && !(cells.len() == 2 && below(1) && below(2)) {
            return None;
        }
        let mut card = Card { entries: Vec::new(), times: None, years: None, end: row };
        let mut line = row;
        loop {
            let cells = self.grid.row(line);
            let Some(first) = cells.first() else {
                // rows that a merged label or value still covers
                let covered = self.merges.at(Address::new(line, left)).is_some_and(|range| range.first.row < line);
                if covered && line < row + 200 || card.times.is_none() && self.has_times(line + 1, left) {
                    line += 1;
                    continue;
                }
                break;
            };
            let anchor = self.merges.anchor(Address::new(line, left));
            if first.at.col == left && self.is_label(first) {
                if card.entries.iter().any(|entry| fold(&entry.label.shown) == fold(&first.shown)) {
                    break;
                }
                let facets = self.vocabulary.facets(first.shown.trim());
                if let Some((years, below)) = self.years(line) {
                    card.years = Some(years);
                    line = below;
                    continue;
                }
                if let Some(times) = self.times(first, cells.get(1..).unwrap_or_default(), &facets) {
                    card.times = Some(times);
                } else {
                    self.entries(cells, &mut card.entries);
                }
            } else if first.at.col == left && card.entries.is_empty() {
                break;
            } else if let Some(last) = card.entries.last_mut()
                && (first.at.col > left
                    && (anchor == last.label.at
                        || anchor.row == line
                            && last.label.at.row + 1 + u32::try_from(last.values.len()).unwrap_or_default() >= line))
            {
                last.values.extend(cells.iter().cloned());
            } else {
                break;
            }
            line += 1;
        }
        card.end = line;
        (card.entries.len() >= 2).then_some(card)
    }

    /// Do years across begin at a row: the small table of a card, below a blank line?
    fn has_times(&self, row: u32, left: u32) -> bool {
        let Some((label, values)) = self.grid.row(row).split_first() else { return false };
        let facets = self.vocabulary.facets(label.shown.trim());
        label.at.col == left && self.is_label(label) && self.times(label, values, &facets).is_some()
    }

    /// The labels of a row, each with the values behind it.
    fn entries(&self, cells: &[RawCell], out: &mut Vec<Entry>) {
        for (place, cell) in cells.iter().enumerate() {
            let opens = place == 0
                || self.is_label(cell)
                    && cells.get(place + 1).is_some_and(|next| !self.is_label(next))
                    && cells.len() >= 4
                    && !cells.get(place - 1).is_some_and(|before| self.is_label(before));
            if opens {
                out.push(Entry { label: cell.clone(), facets: self.vocabulary.facets(cell.shown.trim()), values: Vec::new() });
            } else if let Some(last) = out.last_mut() {
                last.values.push(cell.clone());
            }
        }
    }

    fn is_label(&self, cell: &RawCell) -> bool {
        let text = cell.shown.trim().trim_end_matches([':', '：']);
        let text = text.trim_matches(['【', '】', '■', '●', '◆', '○']);
        if text.chars().count() > 20 || shape::is_note(text) || matches!(cell.value, crate::source::RawValue::Number(_)) {
            return false;
        }
        self.vocabulary.facets(text).is_label()
    }

    /// A row of years: 年度 and R6, R7, ….
    fn times(&self, label: &RawCell, values: &[RawCell], facets: &HeadingFacets) -> Option<Times> {
        if values.len() < 2 || !(facets.has(Facet::Year) || facets.has(Facet::Content) || facets.has(Facet::Section)) {
            return None;
        }
        let mut cells = Vec::new();
        for cell in values {
            let own = self.vocabulary.facets(cell.shown.trim());
            let years = own.time.resolve(None, None)?;
            cells.push((cell.clone(), years, own.has(Facet::Baseline)));
        }
        Some(Times { label: label.clone(), cells })
    }

    /// Headings of roles beside 年度, and rows of years below them; and the first row below these.
    fn years(&self, row: u32) -> Option<(Years, u32)> {
        let (label, heads) = self.grid.row(row).split_first()?;
        if !self.vocabulary.facets(label.shown.trim()).has(Facet::Year) || heads.is_empty() {
            return None;
        }
        let kinds = heads.iter().map(|cell| {
            let facets = self.vocabulary.facets(cell.shown.trim());
            role_of(&facets).map(|kind| (cell.clone(), kind, facets.unit.clone()))
        });
        let kinds: Vec<_> = kinds.collect::<Option<_>>()?;
        let mut rows = Vec::new();
        let mut line = row + 1;
        while let Some((first, values)) = self.grid.row(line).split_first() {
            let own = self.vocabulary.facets(first.shown.trim());
            let Some(years) = own.time.resolve(None, None).filter(|_| first.at.col == label.at.col) else { break };
            rows.push((first.clone(), years, own.has(Facet::Baseline), values.to_vec()));
            line += 1;
        }
        (!rows.is_empty()).then(|| (Years { heads: kinds, label: label.clone(), rows }, line))
    }

    /// The kind of a card, with its labels as the columns of a table of one row.
    fn choose_card(&self, card: &Card, around: &Around) -> Option<(Choice, Vec<Stack>)> {
        let mut stacks: Vec<Stack> = Vec::new();
        let mut seen: Vec<Seen> = Vec::new();
        for (place, entry) in card.entries.iter().enumerate() {
            let text = entry.label.shown.trim().trim_end_matches([':', '：']).to_owned();
            let mut facets = (*self.vocabulary.facets(text.trim_matches(['【', '】', '■', '●', '◆', '○']))).clone();
            // texts under years across are those of a schedule
            if card.times.is_some() && entry.values.len() != 1 && role_of(&facets).is_none() && facets.has(Facet::Content) {
                facets = HeadingFacets::parse("内容");
            }
            stacks.push(Stack {
                col: u32::try_from(place).unwrap_or_default(),
                cells: vec![(entry.label.at, text)],
                leaf: Arc::new(facets.clone()),
                all: facets,
            });
            let mut own = Seen::default();
            own.take_all(entry.values.iter());
            seen.push(own);
        }
        for (place, (cell, ..)) in card.years.iter().flat_map(|years| years.heads.iter().enumerate()) {
            let facets = self.vocabulary.facets(cell.shown.trim());
            stacks.push(Stack {
                col: u32::try_from(2000 + place).unwrap_or_default(),
                cells: vec![(cell.at, cell.shown.clone())],
                leaf: facets.clone(),
                all: (*facets).clone(),
            });
            let mut own = Seen::default();
            own.take_all(
                card.years
                    .iter()
                    .flat_map(|years| &years.rows)
                    .flat_map(|(.., values)| values)
                    .filter(|value| value.at.col == cell.at.col),
            );
            seen.push(own);
        }
        let dated = card
            .times
            .as_ref()
            .filter(|_| !card.entries.iter().any(|entry| role_of(&entry.facets).is_some_and(|_| self.under_times(entry, card))));
        let content = dated.and_then(|_| card.entries.iter().rposition(|entry| self.under_times(entry, card)));
        if let (Some(times), Some(content)) = (dated, content) {
            stacks.truncate(content);
            seen.truncate(content);
            for (place, (cell, ..)) in times.cells.iter().enumerate() {
                let facets = self.vocabulary.facets(cell.shown.trim());
                stacks.push(Stack {
                    col: u32::try_from(1000 + place).unwrap_or_default(),
                    cells: vec![(cell.at, cell.shown.clone())],
                    leaf: facets.clone(),
                    all: (*facets).clone(),
                });
                let mut own = Seen::default();
                let value = card
                    .entries
                    .get(content)
                    .into_iter()
                    .flat_map(|entry| &entry.values)
                    .filter(|value| value.at.col == cell.at.col);
                own.take_all(value);
                seen.push(own);
            }
        }
        let choice = self.choose(&stacks, &seen, around)?;
        Some((choice, stacks))
    }

    /// Do values of a label stand under the years of a card?
    fn under_times(&self, entry: &Entry, card: &Card) -> bool {
        let Some(times) = &card.times else { return false };
        let below = entry.label.at.row > times.label.at.row;
        below && entry.values.iter().any(|value| times.cells.iter().any(|(cell, ..)| cell.at.col == value.at.col))
    }

    fn write_card(&self, out: &mut Writer<'_, '_, '_>, card: &Card, choice: &Choice, stacks: &[Stack], first: bool) {
        let Some(top) = card.entries.first().map(|entry| entry.label.at.row) else { return };
        out.begin(top);
        let role = |place: usize| choice.roles.get(place).cloned().unwrap_or(Role::Unknown);
        let unit = card
            .entries
            .iter()
            .enumerate()
            .find(|(place, _)| role(*place) == Role::Unit)
            .and_then(|(_, entry)| entry.values.first())
            .and_then(|cell| shared_unit(&cell.shown));
        let row_years = card
            .entries
            .iter()
            .enumerate()
            .find(|(place, _)| role(*place) == Role::RowYears)
            .and_then(|(_, entry)| years_in(&entry.values.first()?.shown))
            .and_then(|time| time.years);
        if let Some(times) = &card.times {
            out.mark(times.label.at, Use::Aside(Reason::Heading));
            for (cell, ..) in &times.cells {
                out.mark(cell.at, Use::Aside(Reason::Heading));
            }
        }
        if let Some(years) = &card.years {
            self.figures_down(out, years, unit.as_ref(), first);
        }
        let spans = out.form.column("years").filter(|_| choice.kind == RecordKind::Schedule);
        for (place, entry) in card.entries.iter().enumerate() {
            let text = entry.label.shown.trim();
            out.mark(entry.label.at, Use::Aside(Reason::Heading));
            let role = if place < stacks.len() && stacks.get(place).is_some_and(|stack| stack.col < 1000) {
                role(place)
            } else {
                Role::Unknown
            };
            let across = self.under_times(entry, card);
            let fit = choice.fits.get(place).copied().unwrap_or_default();
            match role {
                Role::Figure(kind, _) if across => {
                    let Some(field) = out.form.column(kind.field()) else { continue };
                    if first {
                        out.column(entry.label.at.col, field, (entry.label.at, text), None, fit, &entry.facets);
                    }
                    self.figures(out, card, entry, kind, unit.as_ref());
                }
                Role::Figure(kind, years) => {
                    let Some(field) = out.form.column(kind.field()) else { continue };
                    if first {
                        out.column(entry.label.at.col, field, (entry.label.at, text), years, fit, &entry.facets);
                    }
                    for cell in entry.values.iter().take(1) {
                        let unit = unit.clone().or_else(|| entry.facets.unit.as_deref().and_then(shared_unit));
                        if let Some(written) = out.push(field, cell, false) {
                            (written.years, written.unit) = (years.or(row_years), unit);
                        }
                    }
                }
                Role::Field(field) if Some(field) == spans && !across => {
                    for cell in &entry.values {
                        if let Some(written) = out.push(field, cell, false) {
                            written.years = row_years;
                        }
                    }
                }
                Role::Field(field) => {
                    if first {
                        out.column(entry.label.at.col, field, (entry.label.at, text), None, fit, &entry.facets);
                    }
                    let items = out.form.columns.get(field).is_some_and(|column| column.field == "items");
                    for cell in &entry.values {
                        let beside = entry.values.iter().any(|other| other.at.row == cell.at.row && other.at.col > cell.at.col);
                        let number = fold(&cell.shown).trim_matches(['(', ')', '.']).bytes().all(|b| b.is_ascii_digit());
                        if beside && (number || is_sign(&cell.shown)) && (items || entry.values.len() > 1) {
                            out.mark(cell.at, Use::Aside(Reason::Mark));
                        } else {
                            out.push(field, cell, false);
                        }
                    }
                }
                Role::Unit | Role::RowYears | Role::From | Role::To => {
                    for cell in &entry.values {
                        out.mark(cell.at, Use::Record);
                    }
                }
                Role::Aside(reason) => {
                    for cell in &entry.values {
                        out.mark(cell.at, Use::Aside(reason));
                    }
                }
                _ if across && spans.is_some() => self.bars(out, card, entry, spans.unwrap_or_default()),
                _ => {
                    for cell in &entry.values {
                        out.unmapped(cell.at, (entry.label.at, text));
                    }
                }
            }
        }
    }

    /// Figures in rows of years.
    fn figures_down(&self, out: &mut Writer<'_, '_, '_>, years: &Years, unit: Option<&Arc<str>>, first: bool) {
        out.mark(years.label.at, Use::Aside(Reason::Heading));
        for (cell, kind, _) in &years.heads {
            out.mark(cell.at, Use::Aside(Reason::Heading));
            if let Some(field) = out.form.column(kind.field()).filter(|_| first) {
                out.column(
                    cell.at.col,
                    field,
                    (cell.at, cell.shown.trim()),
                    None,
                    0.9,
                    &self.vocabulary.facets(cell.shown.trim()),
                );
            }
        }
        for (label, of, baseline, values) in &years.rows {
            out.mark(label.at, Use::Aside(Reason::Heading));
            for value in values {
                let Some((_, kind, own)) = years.heads.iter().find(|(head, ..)| head.at.col == value.at.col) else {
                    out.unmapped(value.at, (label.at, label.shown.trim()));
                    continue;
                };
                let kind = if *baseline { ValueKind::Baseline } else { *kind };
                let Some(field) = out.form.column(kind.field()) else { continue };
                if let Some(written) = out.push(field, value, false) {
                    written.years = Some(*of);
                    written.unit = unit.cloned().or_else(|| own.as_deref().and_then(shared_unit));
                }
            }
        }
    }

    fn figures(&self, out: &mut Writer<'_, '_, '_>, card: &Card, entry: &Entry, kind: ValueKind, unit: Option<&Arc<str>>) {
        let Some(times) = &card.times else { return };
        for value in &entry.values {
            let time = times.cells.iter().find(|(cell, ..)| cell.at.col == value.at.col);
            let Some((_, years, baseline)) = time else {
                out.unmapped(value.at, (entry.label.at, entry.label.shown.trim()));
                continue;
            };
            let kind = if *baseline { ValueKind::Baseline } else { kind };
            let Some(field) = out.form.column(kind.field()) else { continue };
            if let Some(written) = out.push(field, value, false) {
                (written.years, written.unit) = (Some(*years), unit.cloned());
            }
        }
    }

    fn bars(&self, out: &mut Writer<'_, '_, '_>, card: &Card, entry: &Entry, field: usize) {
        let Some(times) = &card.times else { return };
        for value in &entry.values {
            let to = self.merges.at(value.at).map_or(value.at.col, |range| range.last.col);
            let under = times.cells.iter().filter(|(cell, ..)| {
                let end = self.merges.at(cell.at).map_or(cell.at.col, |range| range.last.col);
                cell.at.col <= to && end >= value.at.col
            });
            let years = under
                .map(|(_, years, _)| *years)
                .reduce(|all, next| FiscalYears { from: all.from.min(next.from), to: all.to.max(next.to) });
            if let Some(written) = out.push(field, value, false) {
                written.years = years;
            }
        }
    }
}
