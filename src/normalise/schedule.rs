//! Year matrices, blocks and lists with years become schedules.

use std::collections::{BTreeMap, BTreeSet};

use super::bars;
use super::cells::{self, Cells};
use super::context::Context;
use super::number::code;
use super::place::belonging;
use super::text::{absence, without_glossary_marks};
use super::{Draft, Terms};
use crate::form::{FieldType, Form, Layout};
use crate::model::text::fold;
use crate::model::{Address, Certainty, Finding, FiscalYears, Missing, Place, Plan, Records, Schedule, Span, fiscal_year};
use crate::recognise::{RawField, RawTable};
use crate::rules;

/// The schedules of a table.
pub fn schedule(
    table: &RawTable,
    form: &Form,
    place: &Place,
    terms: &Terms<'_>,
    context: &mut Context,
) -> (Vec<Draft>, Vec<Finding>) {
    let years = Years::of(table, form);
    let mut findings: Vec<Finding> =
        years.columns.iter().filter_map(|(_, of, cell)| outside_plan(*of, terms.plan, place.clone().at(*cell))).collect();
    let (drafts, mut found) = cells::drafts(table, form, place, terms, |mut cells| {
        let record = record(&mut cells, &years, form, terms, context);
        let (origin, missing) = cells.finish();
        vec![Records { schedule: vec![Schedule { origin, missing, ..record }], ..Records::default() }]
    });
    findings.append(&mut found);
    (drafts, findings)
}

/// One record; where it came from is put in when all its cells are read.
fn record(cells: &mut Cells<'_, '_>, years: &Years, form: &Form, terms: &Terms<'_>, context: &mut Context) -> Schedule {
    let text =
        |cells: &mut Cells<'_, '_>, field: &str| cells.value_of(context, field).map(|value| without_glossary_marks(&value));
    let any = form.layout == Layout::Any;
    let (direction, direction_text, direction_name) = cells.belonging_of(context, "direction", "direction_name");
    let direction_name = direction_name.map(|value| without_glossary_marks(&value));
    let mut section = text(cells, "section").map(|value| if any { code(&value) } else { value });
    let policy = text(cells, "policy");
    let basic_policy = text(cells, "basic_policy");
    let policy_title = text(cells, "policy_title");
    let (no, no_text) = cells.number_of(context, "no");
    let mut title = text(cells, "title");
    let titled = title.as_deref().filter(|_| any).map(belonging);
    if let Some(found) = titled.filter(|found| found.code.is_some() && found.name.is_some()) {
        section = section.or(found.code);
        title = found.name;
    }
    let name = text(cells, "name");
    let target = form.column("target").and_then(|_| cells.text("target"));
    let written = form.column("departments").and_then(|_| cells.text("departments"));
    let departments = terms.departments("departments", written.as_deref(), cells);
    let and_others = written.is_some_and(|text| text.contains("ほか"));
    let what = name.as_deref().or(title.as_deref()).unwrap_or_default();
    let mut spans = if any { bars::bars(cells, &years.columns, what, terms.plan) } else { years.spans(cells, form, what) };
    let stated = if any { None } else { stated(cells, form, what, terms.plan) };
    let mut texts: Vec<String> = spans.iter().filter(|span| !span.done).map(|span| span.text.clone()).collect();
    if any {
        texts.extend(bars::without_years(cells));
        texts.dedup();
    }
    if let Some(stated) = stated {
        texts.extend(stated.texts);
        spans.extend(stated.span);
    }
    let by_year = years.cells(&spans, cells);
    let field = |name: &str| match name {
        "no" => no.map(|no| no.to_string()),
        "direction" => direction.map(|no| no.to_string()),
        "section" => section.clone(),
        "part" => section
            .clone()
            .or_else(|| direction.map(|no| no.to_string()))
            .or_else(|| departments.first().map(ToString::to_string)),
        _ => None,
    };
    let id = context.id(form, field).into();
    let (origin, missing) = (Default::default(), Default::default());
    let cells = by_year;
    Schedule {
        id,
        direction,
        direction_text,
        direction_name,
        section,
        policy,
        basic_policy,
        policy_title,
        no,
        no_text,
        title,
        name,
        departments,
        and_others,
        texts,
        spans,
        cells,
        target,
        origin,
        missing,
    }
}

/// A year that the plan does not cover.
fn outside_plan(years: FiscalYears, plan: &Plan, place: Place) -> Option<Finding> {
    let (from, to) = (plan.from?, plan.to?);
    let outside = (years.from..=years.to).find(|year| !(from..=to).contains(year))?;
    let finding = Finding::new(rules::YEAR_OUTSIDE_PLAN, place).with("year", format!("{outside}年度"));
    let finding = finding.with("year_en", format!("Fiscal {outside}"));
    Some(finding.with("from", from).with("to", to))
}

/// What a row says in words about its years: 令和7～9年度.
struct StatedYears {
    texts: Vec<String>,
    span: Option<Span>,
}

/// The years of a row that has them in a cell instead of under headings: 実施年度, or 開始年度 and 終了年度.
fn stated(cells: &mut Cells<'_, '_>, form: &Form, name: &str, plan: &Plan) -> Option<StatedYears> {
    let is_list = |field: &str| {
        form.column(field).is_some_and(|index| form.layout != Layout::Blocks && form.kind_at(index) != Some(FieldType::Span))
    };
    let (field, written) = if is_list("years") {
        ("years", cells.text("years")?)
    } else if is_list("from") {
        let first = cells.text("from")?;
        ("from", cells.text("to").map_or(first.clone(), |last| format!("{first}～{last}")))
    } else {
        return None;
    };
    let what =
        form.column("spans").filter(|index| form.kind_at(*index) != Some(FieldType::Span)).and_then(|_| cells.text("spans"));
    let text = what.clone().unwrap_or_else(|| name.to_owned());
    let folded = fold(&written);
    // 令和7年度～: to the end of the plan, as far as there is one
    let open = fiscal_year(&folded).filter(|(_, rest)| matches!(*rest, "~" | "以降" | "から"));
    let (years, certainty) = match (FiscalYears::find(&folded), open, cells.cell(field)) {
        (None, Some((from, _)), Some(at)) => {
            let (to, certainty) = bars::open_end(cells, FiscalYears::one(from), at, plan);
            (Some(FiscalYears { from, to }), certainty.unwrap_or(Certainty::Inferred))
        }
        (years, ..) => (years, Certainty::Cell),
    };
    if let Some(years) = years {
        let finding = outside_plan(years, plan, cells.place_of(&[field]));
        cells.findings.extend(finding);
    }
    let span = years.map(|years| Span { from: years.from, to: years.to, text: text.clone(), lane: 1, certainty, done: false });
    // years that nobody can tell (未定) are kept as they are written
    let texts = if span.is_some() { vec![text] } else { what.into_iter().chain([written]).collect() };
    Some(StatedYears { texts, span })
}

/// Which column of the sheet is which fiscal year.
struct Years {
    columns: Vec<(u32, FiscalYears, Address)>,
    /// Places of the form's columns that hold texts for years.
    fields: Vec<usize>,
}

impl Years {
    fn of(table: &RawTable, form: &Form) -> Self {
        let columns = table.columns.iter().filter_map(|column| Some((column.col, column.years?, column.cell))).collect();
        let is_span = |kind: FieldType| kind == FieldType::Span;
        let fields = form.columns.iter().enumerate().filter(|(_, column)| is_span(column.kind)).map(|(index, _)| index).collect();
        Self { columns, fields }
    }

    /// The years a cell stands under.
    fn range(&self, cell: &RawField) -> Option<FiscalYears> {
        if let Some(years) = cell.years.filter(|_| cell.inferred) {
            return Some(years);
        }
        let under = self.columns.iter().filter(|(col, _, _)| (cell.at.col..=cell.to).contains(col)).map(|(_, years, _)| years);
        let from = under.clone().map(|years| years.from).min()?;
        Some(FiscalYears { from, to: under.map(|years| years.to).max()? })
    }

    /// The texts with their years; rows of one record one below the other are lanes. `what` is done where there is only an arrow.
    fn spans(&self, cells: &mut Cells<'_, '_>, form: &Form, what: &str) -> Vec<Span> {
        let row = cells.row;
        let mut rows: Vec<u32> = Vec::new();
        let mut spans: Vec<Span> = Vec::new();
        // the places right of texts that are the row's own
        let mut written: Vec<(u32, u32)> = Vec::new();
        for cell in row.cells.iter().filter(|cell| self.fields.contains(&cell.column)) {
            let Some(FiscalYears { from, to }) = self.range(cell) else { continue };
            let key = from.to_string();
            cells.note_origin(&key, cell.at);
            // 実施 | 〃 | 〃: as at its left, where that is not from above itself
            let repeats = absence(&cell.text) == Some(Missing::Repeated);
            let of_left = repeats && !cell.text.contains('上') && written.contains(&(cell.at.row, cell.at.col));
            if of_left || absence(&cell.text).is_none() {
                written.push((cell.at.row, cell.to + 1));
            }
            let value = if of_left { Err(Missing::Continues) } else { cells.value_or_above(&key, cell) };
            let text = match value {
                Ok(text) => text,
                Err(why) => {
                    for year in from..=to {
                        cells.note_missing(&year.to_string(), why);
                    }
                    let lane = lane(&rows, cell.at.row);
                    if why == Missing::Continues {
                        // → goes on with what stands before it
                        match spans.iter_mut().rev().find(|span| span.lane == lane) {
                            Some(span) if span.to + 1 == from => {
                                span.to = to;
                                span.certainty = Certainty::Inferred;
                            }
                            before => {
                                let text = before.map_or(what, |span| &span.text).to_owned();
                                if !rows.contains(&cell.at.row) {
                                    rows.push(cell.at.row);
                                }
                                spans.push(Span { from, to, text, lane, certainty: Certainty::Inferred, done: false });
                            }
                        }
                    }
                    continue;
                }
            };
            if !rows.contains(&cell.at.row) {
                rows.push(cell.at.row);
            }
            let lane = lane(&rows, cell.at.row);
            let text = if form.kind_at(cell.column) == Some(FieldType::Span) { without_glossary_marks(&text) } else { text };
            let merged = cell.to > cell.at.col && to > from;
            let certainty = match merged {
                _ if cell.inferred => Certainty::Inferred,
                true => Certainty::Merge,
                false => Certainty::Cell,
            };
            let rival = spans.iter().find(|span| span.lane == lane && span.from <= to && from <= span.to);
            if let Some(rival) = rival {
                let place = Place { spot: Some(cell.at.into()), ..cells.place_of(&[&key]) };
                let (years, english) = match from == to {
                    true => (format!("{from}年度"), format!("fiscal {from}")),
                    false => (format!("{from}〜{to}年度"), format!("fiscal {from}–{to}")),
                };
                let finding = Finding::new(rules::OVERLAPPING_SPANS, place).with("years", years).with("years_en", english);
                cells.findings.push(finding.with("first", &rival.text).with("second", &text));
            }
            spans.push(Span { from, to, text, lane, certainty, done: false });
        }
        spans
    }

    /// The text of each year, lanes one below the other; why there is none.
    fn cells(&self, spans: &[Span], cells: &mut Cells<'_, '_>) -> BTreeMap<i16, Option<String>> {
        let under = self.columns.iter().flat_map(|(_, years, _)| years.from..=years.to);
        let stated = spans.iter().flat_map(|span| span.from..=span.to);
        let years: BTreeSet<i16> = under.chain(stated).collect();
        let mut out = BTreeMap::new();
        for year in years {
            let own = spans.iter().filter(|span| !span.done && (span.from..=span.to).contains(&year));
            let mut texts: Vec<&str> = own.map(|span| span.text.as_str()).collect();
            // the same text again in the next quarter
            texts.dedup();
            if texts.is_empty() && cells.cell(&year.to_string()).is_none() {
                cells.note_missing(&year.to_string(), Missing::Blank);
            }
            out.insert(year, (!texts.is_empty()).then(|| texts.join("\n")));
        }
        out
    }
}

/// Which lane a row of the record is; one that is not known yet is the next.
fn lane(rows: &[u32], row: u32) -> u32 {
    u32::try_from(rows.iter().position(|known| *known == row).unwrap_or(rows.len())).unwrap_or(u32::MAX - 1) + 1
}
