//! Year matrices and blocks become schedules.

use std::collections::BTreeMap;

use super::cells::Cells;
use super::context::Context;
use super::number::integer;
use super::text::without_glossary_marks;
use super::{Draft, Terms};
use crate::form::{FieldType, Form};
use crate::model::{Certainty, Finding, Missing, Place, Records, Schedule, Span, rule};
use crate::recognise::{RawField, RawTable};

/// The schedules of a table.
pub fn schedule(
    table: &RawTable,
    form: &Form,
    place: &Place,
    terms: &Terms<'_>,
    context: &mut Context,
) -> (Vec<Draft>, Vec<Finding>) {
    let mut findings = Vec::new();
    let mut above = BTreeMap::new();
    let mut drafts = Vec::new();
    let years = Years::of(table, form);
    years.outside_plan(place, terms, &mut findings);
    for row in &table.rows {
        let mut cells = Cells::new(row, form, place, &mut findings, &mut above);
        let text =
            |cells: &mut Cells<'_, '_>, field: &str| cells.value_of(context, field).map(|value| without_glossary_marks(&value));
        let direction = text(&mut cells, "direction").and_then(|value| integer(&value));
        let direction_name = text(&mut cells, "direction_name");
        let section = text(&mut cells, "section");
        let policy = text(&mut cells, "policy");
        let basic_policy = text(&mut cells, "basic_policy");
        let policy_title = text(&mut cells, "policy_title");
        let no = text(&mut cells, "no").and_then(|value| integer(&value));
        let title = text(&mut cells, "title");
        let name = text(&mut cells, "name");
        let target = form.column("target").and_then(|_| cells.text("target"));
        let written = form.column("departments").and_then(|_| cells.text("departments"));
        let departments = terms.departments(written.as_deref(), &mut cells);
        let and_others = written.is_some_and(|text| text.contains("ほか"));
        let spans = years.spans(&mut cells, form);
        let by_year = years.cells(&spans, &mut cells);
        let field = |name: &str| match name {
            "no" => no.map(|no| no.to_string()),
            "direction" => direction.map(|no| no.to_string()),
            _ => None,
        };
        let id = context.id(form, field);
        let texts = spans.iter().map(|span| span.text.clone()).collect();
        let (origin, missing) = cells.finish();
        let record = Schedule {
            id: id.into(),
            direction,
            direction_name,
            section,
            policy,
            basic_policy,
            policy_title,
            no,
            title,
            name,
            departments,
            and_others,
            texts,
            spans,
            cells: by_year,
            target,
            origin,
            missing,
        };
        let records = Records { schedule: vec![record], ..Records::default() };
        drafts.push(Draft { records, hidden: row.hidden, used: row.used, key: None });
    }
    (drafts, findings)
}

/// Which column of the sheet is which fiscal year.
struct Years {
    columns: Vec<(u32, i16, crate::model::Address)>,
    /// Places of the form's columns that hold texts for years.
    fields: Vec<usize>,
}

impl Years {
    fn of(table: &RawTable, form: &Form) -> Self {
        let columns = table.columns.iter().filter_map(|column| Some((column.col, column.year?, column.cell))).collect();
        let is_span = |kind: FieldType| kind == FieldType::Span;
        let fields = form.columns.iter().enumerate().filter(|(_, column)| is_span(column.kind)).map(|(index, _)| index).collect();
        Self { columns, fields }
    }

    fn outside_plan(&self, place: &Place, terms: &Terms<'_>, findings: &mut Vec<Finding>) {
        let (Some(from), Some(to)) = (terms.plan.from, terms.plan.to) else { return };
        for (_, year, cell) in self.columns.iter().filter(|(_, year, _)| !(from..=to).contains(year)) {
            let finding = Finding::new(rule::YEAR_OUTSIDE_PLAN, place.clone().at(*cell)).with("year", format!("{year}年度"));
            findings.push(finding.with("from", from).with("to", to));
        }
    }

    /// The years a cell stands under.
    fn range(&self, cell: &RawField) -> Option<(i16, i16)> {
        let under = self.columns.iter().filter(|(col, _, _)| (cell.at.col..=cell.to).contains(col)).map(|(_, year, _)| *year);
        Some((under.clone().min()?, under.max()?))
    }

    /// The texts with their years; rows of one record one below the other are lanes.
    fn spans(&self, cells: &mut Cells<'_, '_>, form: &Form) -> Vec<Span> {
        let row = cells.row;
        let mut rows: Vec<u32> = Vec::new();
        let mut spans: Vec<Span> = Vec::new();
        for cell in row.cells.iter().filter(|cell| self.fields.contains(&cell.column)) {
            let Some((from, to)) = self.range(cell) else { continue };
            let key = from.to_string();
            cells.note_origin(&key, cell.at);
            let text = match cells.value(cell) {
                Ok(text) => text,
                Err(why) => {
                    for year in from..=to {
                        cells.note_missing(&year.to_string(), why);
                    }
                    continue;
                }
            };
            if !rows.contains(&cell.at.row) {
                rows.push(cell.at.row);
            }
            let lane = rows.iter().position(|known| *known == cell.at.row).map_or(1, |at| at as u32 + 1);
            let text = if form.columns[cell.column].kind == FieldType::Span { without_glossary_marks(&text) } else { text };
            let certainty = if to > from { Certainty::Merge } else { Certainty::Cell };
            let rival = spans.iter().find(|span| span.lane == lane && span.from <= to && from <= span.to);
            if let Some(rival) = rival {
                let finding =
                    Finding::new(rule::OVERLAPPING_SPANS, cells.place_of(&[&key])).with("years", format!("{from}〜{to}年度"));
                let finding = finding.with("first", &rival.text).with("second", &text);
                cells.findings.push(finding);
            }
            spans.push(Span { from, to, text, lane, certainty });
        }
        spans
    }

    /// The text of each year, lanes one below the other; why there is none.
    fn cells(&self, spans: &[Span], cells: &mut Cells<'_, '_>) -> BTreeMap<i16, Option<String>> {
        let mut out = BTreeMap::new();
        for (_, year, _) in &self.columns {
            let texts: Vec<&str> =
                spans.iter().filter(|span| (span.from..=span.to).contains(year)).map(|span| span.text.as_str()).collect();
            if texts.is_empty() && cells.cell(&year.to_string()).is_none() {
                cells.note_missing(&year.to_string(), Missing::Blank);
            }
            out.insert(*year, (!texts.is_empty()).then(|| texts.join("\n")));
        }
        out
    }
}
