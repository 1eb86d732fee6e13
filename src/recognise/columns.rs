//! Decides which column of the sheet is which column of the form.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::heading::{HeadingBlock, HeadingColumn};
use super::vocabulary::{Closeness, Match};
use crate::form::{FieldType, Form};
use crate::model::{Address, Finding, FiscalYears, Period, Place, rule, stamp};
use crate::source::{Grid, is_blank};

/// A column of the sheet that fills a field.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MappedColumn {
    /// Column on the sheet.
    pub col: u32,
    /// Place of the form's column.
    pub column: usize,
    /// The heading as written.
    pub heading: String,
    /// The cell it stands in.
    pub cell: Address,
    /// How it was matched.
    pub closeness: Closeness,
    /// The period in the heading.
    pub period: Option<Period>,
    /// The fiscal years in the heading; mostly one.
    pub years: Option<FiscalYears>,
    /// Why, in a few words for `inspect`, which reads by itself.
    #[serde(skip)]
    pub why: &'static str,
}

/// The columns of a table, decided.
#[derive(Debug, Default)]
pub struct Mapping {
    /// Those that fill a field, by column of the sheet.
    pub columns: Vec<MappedColumn>,
    /// Those of another period.
    pub other_period: Vec<HeadingColumn>,
    /// The hidden column of a form of ours that holds the records' ids.
    pub ids: Option<u32>,
    /// Those the form does not know.
    pub unknown: Vec<HeadingColumn>,
    /// Those that could be a field that another column is; said already.
    pub rivals: Vec<HeadingColumn>,
    /// What is to be said of them.
    pub findings: Vec<Finding>,
}

/// Decides the columns of a heading. `period` is the report's, where it is known already.
pub fn map(grid: &Grid, block: &HeadingBlock, form: &Form, period: Option<Period>, place: &Place) -> Mapping {
    let mut mapping = Mapping::default();
    let mut taken: BTreeMap<usize, MappedColumn> = BTreeMap::new();
    let mut open: Vec<&HeadingColumn> = block.columns.iter().collect();
    open.retain(|column| {
        if stamp::is_id_heading(&column.text) {
            mapping.ids = Some(column.col);
        } else if stamp::is_last_plan_heading(&column.text) {
            mapping.other_period.push((*column).clone());
        } else {
            return true;
        }
        false
    });

    // a column that the form knows and does not want, however often it comes
    let mut yearly: Vec<MappedColumn> = Vec::new();
    open.retain(|column| {
        let is_skipped = |m: &&Match| form.columns.get(m.column).is_some_and(|c| c.kind == FieldType::Skip);
        let skipped = column.matches.iter().find(is_skipped).filter(|_| column.matches.iter().all(|m| is_skipped(&m)));
        yearly.extend(skipped.map(|m| mapped(column, m, "読み飛ばす列")));
        skipped.is_none()
    });

    // a heading with a year can stand over several columns
    open.retain(|column| {
        let by_year = |m: &&Match| m.years.is_some() && form.columns.get(m.column).is_some_and(|c| c.heading.contains("{year}"));
        let Some(m) = column.matches.iter().find(by_year) else { return true };
        if yearly.iter().any(|known| known.column == m.column && known.years == m.years) {
            return true;
        }
        yearly.push(mapped(column, m, "見出しの年度"));
        false
    });

    // headings that mean several fields (取組 and 取組) are told apart by what stands below them
    let mut shared: BTreeMap<Vec<usize>, Vec<&HeadingColumn>> = BTreeMap::new();
    for column in &open {
        if column.matches.len() > 1 {
            shared.entry(column.matches.iter().map(|m| m.column).collect()).or_default().push(column);
        }
    }
    for (fields, columns) in shared {
        for (column, field, why) in tell_apart(grid, block.rows.end, form, &fields, &columns) {
            if let Some(m) = column.matches.iter().find(|m| m.column == field) {
                taken.insert(field, mapped(column, m, why));
                open.retain(|other| other.col != column.col);
            }
        }
    }

    // then one field at a time, the closest heading first
    for closest in [true, false] {
        for (field, column) in form.columns.iter().enumerate() {
            let fits = |heading: &&HeadingColumn| {
                heading.matches.iter().any(|m| m.column == field && (m.closeness == Closeness::Exact) == closest)
            };
            let candidates: Vec<&HeadingColumn> = open.iter().copied().filter(fits).collect();
            let Some((chosen, rest)) = choose(&candidates, field, period) else { continue };
            if let Some(known) = taken.get(&field) {
                for rival in candidates {
                    let weak = rival.matches.iter().all(|m| matches!(m.closeness, Closeness::Near(_)));
                    if is_other_period(rival, field, known.period) {
                        mapping.other_period.push(rival.clone());
                        open.retain(|other| other.col != rival.col);
                    } else if !weak && rival.matches.len() == 1 && column.kind != FieldType::Numbers {
                        mapping.findings.push(ambiguous(column, place, known.cell, rival.cell));
                        mapping.rivals.push(rival.clone());
                        open.retain(|other| other.col != rival.col);
                    }
                }
                continue;
            }
            let Some(m) = chosen.matches.iter().find(|m| m.column == field) else { continue };
            let why = match m.closeness {
                Closeness::Exact => "見出しが一致",
                Closeness::Alias => "別名が一致",
                Closeness::Near(_) => "見出しが似ている",
            };
            let known = mapped(chosen, m, why);
            open.retain(|other| other.col != chosen.col);
            for rival in rest {
                if is_other_period(rival, field, known.period) {
                    mapping.other_period.push(rival.clone());
                    open.retain(|other| other.col != rival.col);
                } else if m.closeness != Closeness::Near(m.closeness.confidence()) && column.kind != FieldType::Numbers {
                    mapping.findings.push(ambiguous(column, place, known.cell, rival.cell));
                    mapping.rivals.push(rival.clone());
                    open.retain(|other| other.col != rival.col);
                }
            }
            taken.insert(field, known);
        }
    }

    let fields: BTreeSet<usize> = taken.keys().copied().chain(yearly.iter().map(|column| column.column)).collect();
    report(form, &taken, &fields, place, block, &mut mapping);
    mapping.unknown = open.into_iter().cloned().collect();
    mapping.columns = taken.into_values().chain(yearly).collect();
    mapping.columns.sort_by_key(|column| column.col);
    mapping
}

fn mapped(column: &HeadingColumn, m: &Match, why: &'static str) -> MappedColumn {
    MappedColumn {
        col: column.col,
        column: m.column,
        heading: column.text.clone(),
        cell: column.cell,
        closeness: m.closeness,
        period: m.period,
        years: m.years,
        why,
    }
}

/// Of several headings for one field the one of the report's period, else the latest, else the first.
fn choose<'h>(
    candidates: &[&'h HeadingColumn],
    field: usize,
    period: Option<Period>,
) -> Option<(&'h HeadingColumn, Vec<&'h HeadingColumn>)> {
    let of = |column: &HeadingColumn| column.matches.iter().find(|m| m.column == field).and_then(|m| m.period);
    let best = |column: &&&HeadingColumn| {
        let own = of(column);
        let close = column.matches.iter().filter(|m| m.column == field).map(|m| m.closeness.confidence()).fold(0.0, f64::max);
        let rank = u8::from(own.is_some() && own == period);
        (rank, own, (close * 1000.0) as u32, std::cmp::Reverse(column.col))
    };
    let chosen = candidates.iter().max_by_key(best).copied()?;
    Some((chosen, candidates.iter().copied().filter(|other| other.col != chosen.col).collect()))
}

fn is_other_period(column: &HeadingColumn, field: usize, chosen: Option<Period>) -> bool {
    let own = column.matches.iter().find(|m| m.column == field).and_then(|m| m.period);
    matches!((own, chosen), (Some(own), Some(chosen)) if own != chosen)
}

fn ambiguous(column: &crate::form::Column, place: &Place, first: Address, second: Address) -> Finding {
    Finding::new(rule::AMBIGUOUS_COLUMN, place.clone().at(second))
        .with("heading", column.heading_for(None))
        .with("first", first)
        .with("second", second)
}

/// Columns that share a heading: those that hold numbers are the numbers; otherwise the order of period and sheet counts.
fn tell_apart<'h>(
    grid: &Grid,
    data_from: u32,
    form: &Form,
    fields: &[usize],
    columns: &[&'h HeadingColumn],
) -> Vec<(&'h HeadingColumn, usize, &'static str)> {
    let numeric_field = fields
        .iter()
        .copied()
        .find(|field| form.columns.get(*field).is_some_and(|c| matches!(c.kind, FieldType::Numbers | FieldType::Integer)));
    let mut fields: Vec<usize> = fields.to_vec();
    let mut columns: Vec<&HeadingColumn> = columns.to_vec();
    let mut out = Vec::new();
    if let Some(field) = numeric_field {
        let best = columns
            .iter()
            .map(|column| (numeric_share(grid, column.col, data_from), std::cmp::Reverse(column.col)))
            .enumerate()
            .max_by(|a, b| a.1.0.total_cmp(&b.1.0).then(a.1.1.cmp(&b.1.1)));
        match best {
            Some((index, (share, _))) if share > 0.5 || (columns.len() == fields.len() && share > 0.0) => {
                out.push((columns.remove(index), field, "同じ見出しのうち番号が並ぶ列"));
                fields.retain(|f| *f != field);
            }
            // an empty table: the order of the form
            _ if columns.len() < fields.len() && has_data(grid, &columns, data_from) => fields.retain(|f| *f != field),
            _ => {}
        }
    }
    columns.sort_by_key(|column| (column.matches.iter().find_map(|m| m.period), column.col));
    out.extend(columns.into_iter().zip(fields).map(|(column, field)| (column, field, "同じ見出しのうち残る列")));
    out
}

fn has_data(grid: &Grid, columns: &[&HeadingColumn], data_from: u32) -> bool {
    columns.iter().any(|column| (data_from..data_from + 40).any(|row| grid.get(Address::new(row, column.col)).is_some()))
}

/// How many of a column's first cells hold numbers only.
fn numeric_share(grid: &Grid, col: u32, data_from: u32) -> f64 {
    let mut filled = 0_u32;
    let mut numeric = 0_u32;
    for row in data_from..data_from + 40 {
        let Some(cell) = grid.get(Address::new(row, col)) else { continue };
        if is_blank(&cell.shown) {
            continue;
        }
        filled += 1;
        if crate::model::text::fold(&cell.shown).chars().all(|c| c.is_ascii_digit() || "・、,./-~()no取組".contains(c)) {
            numeric += 1;
        }
    }
    if filled == 0 { 0.0 } else { f64::from(numeric) / f64::from(filled) }
}

/// Aliases and near matches are said; a needed column that is not there is an error.
fn report(
    form: &Form,
    taken: &BTreeMap<usize, MappedColumn>,
    fields: &BTreeSet<usize>,
    place: &Place,
    block: &HeadingBlock,
    mapping: &mut Mapping,
) {
    let mut said: BTreeSet<Address> = BTreeSet::new();
    for (field, known) in taken {
        let Some(column) = form.columns.get(*field) else { continue };
        if !said.insert(known.cell) {
            continue;
        }
        let finding = match known.closeness {
            Closeness::Exact => continue,
            Closeness::Alias => Finding::new(rule::ALIAS_HEADING, place.clone().at(known.cell)),
            Closeness::Near(likeness) => Finding::new(rule::NEAR_HEADING, place.clone().at(known.cell))
                .with("likeness", format!("{:.0}", likeness * 100.0)),
        };
        let written = known.heading.replace('\n', "");
        mapping.findings.push(finding.with("heading", written).with("field", column.heading_for(known.period)));
    }
    for (field, column) in form.columns.iter().enumerate() {
        if column.required && !column.elsewhere && !fields.contains(&field) {
            let row = block.rows.start;
            let finding = Finding::new(rule::MISSING_COLUMN, place.clone().at(crate::model::Spot::Row(row)));
            mapping.findings.push(finding.with("heading", column.heading_for(None)));
        }
    }
}
