//! Decides which column of the sheet is which column of the form.

use std::collections::BTreeSet;

use super::assign::{self, Rival};
use super::groups;
use super::heading::{HeadingBlock, HeadingColumn};
use super::mapped::MappedColumn;
use super::pairs::Pairs;
use super::stages::StageColumn;
use super::vocabulary::{Closeness, Match};
use crate::form::{FieldType, Form};
use crate::model::text::fold;
use crate::model::{Address, Finding, Period, Place, Texts, stamp};
use crate::rules;
use crate::source::Grid;

/// The columns of a table, decided.
#[derive(Debug, Default)]
pub struct Mapping {
    /// Those that fill a field, by column of the sheet.
    pub columns: Vec<MappedColumn>,
    /// Those of another period.
    pub other_period: Vec<HeadingColumn>,
    /// The hidden column of a form of ours that holds the records' ids.
    pub ids: Option<u32>,
    /// Those that say the stages of a text apart.
    pub stages: Vec<StageColumn>,
    /// Texts that stand one below the other.
    pub pairs: Option<Pairs>,
    /// Those the form does not know.
    pub unknown: Vec<HeadingColumn>,
    /// Those that could be a field that another column is; they have their finding.
    pub rivals: Vec<HeadingColumn>,
    /// Findings about them.
    pub findings: Vec<Finding>,
}

/// Decides the columns of a heading, but for those that say stages apart and for texts in pairs of rows. `period` is the
/// report's, where it is known already.
pub fn map(
    grid: &Grid,
    block: &HeadingBlock,
    form: &Form,
    period: Option<Period>,
    pairs: Option<Pairs>,
    (place, of_stages): (&Place, impl Fn(u32) -> bool),
) -> Mapping {
    let mut mapping = Mapping::default();
    let paired = |col: u32| pairs.as_ref().is_some_and(|pairs| col == pairs.col || col == pairs.text);
    let apart = |column: &&HeadingColumn| of_stages(column.col) || paired(column.col);
    let mut open: Vec<&HeadingColumn> = block.columns.iter().filter(|column| !apart(column)).collect();
    open.retain(|column| {
        if stamp::is_id_heading(&column.text) {
            mapping.ids = Some(column.col);
        } else if stamp::is_last_plan_heading(&column.text) || column.matches.iter().any(|m| m.old) {
            mapping.other_period.push((*column).clone());
        } else {
            return true;
        }
        false
    });
    let mut yearly = by_year(&mut open, form);
    yearly.extend(groups::take(&mut open, form));
    let assigned = assign::assign(grid, block.rows.end, form, open, period);
    for Rival { heading, field, taken } in assigned.rivals {
        let finding = Finding::new(rules::AMBIGUOUS_COLUMN, place.clone().at(heading.cell));
        let name = form.columns.get(field).map(|column| column.heading_for(None)).unwrap_or_default();
        mapping.findings.push(finding.with("heading", name).with("first", taken).with("second", heading.cell));
        mapping.rivals.push(heading);
    }
    mapping.other_period.extend(assigned.other_period);
    mapping.unknown = assigned.unknown;
    let pairs_columns = pairs.iter().flat_map(|pairs| &pairs.columns).cloned();
    let others: Vec<MappedColumn> = yearly.into_iter().chain(pairs_columns).collect();
    report(form, &assigned.columns, &others, place, block, &mut mapping);
    mapping.columns = assigned.columns.into_iter().chain(others).collect();
    mapping.columns.sort_by_key(|column| column.col);
    mapping.pairs = pairs;
    mapping
}

/// Columns that the form knows and does not want, and headings with a year: they can stand over several columns.
fn by_year(open: &mut Vec<&HeadingColumn>, form: &Form) -> Vec<MappedColumn> {
    let mut yearly: Vec<MappedColumn> = Vec::new();
    open.retain(|column| {
        let is_skipped = |m: &&Match| form.columns.get(m.column).is_some_and(|c| c.kind == FieldType::Skip);
        let skipped = column.matches.iter().find(is_skipped).filter(|_| column.matches.iter().all(|m| is_skipped(&m)));
        yearly.extend(skipped.map(|m| MappedColumn::new(column, m, Texts::new("読み飛ばす列", "a column to be left out"))));
        skipped.is_none()
    });

    open.retain(|column| {
        let by_year = |m: &&Match| m.years.is_some() && form.columns.get(m.column).is_some_and(|c| c.heading.contains("{year}"));
        let Some(m) = column.matches.iter().find(by_year) else { return true };
        if yearly.iter().any(|known| known.column == m.column && known.years == m.years) {
            return true;
        }
        yearly.push(MappedColumn::new(column, m, Texts::new("見出しの年度", "the year in the heading")));
        false
    });
    yearly
}

/// Aliases and near matches are findings; a required column that is absent is an error.
fn report(
    form: &Form,
    columns: &[MappedColumn],
    others: &[MappedColumn],
    place: &Place,
    block: &HeadingBlock,
    mapping: &mut Mapping,
) {
    let mut reported: BTreeSet<Address> = BTreeSet::new();
    for known in columns {
        let Some(column) = form.columns.get(known.column) else { continue };
        if !reported.insert(known.cell) {
            continue;
        }
        let finding = match known.closeness {
            Closeness::Exact => continue,
            Closeness::Alias | Closeness::Also => Finding::new(rules::ALIAS_HEADING, place.clone().at(known.cell)),
            Closeness::Near(likeness) => Finding::new(rules::NEAR_HEADING, place.clone().at(known.cell))
                .with("likeness", format!("{:.0}", likeness * 100.0)),
        };
        let (written, field) = (known.heading.replace('\n', ""), column.heading_for(known.period));
        // 「これまでの取組内容」を「これまでの取組内容」として tells nobody anything
        if fold(&written) != fold(&field) {
            mapping.findings.push(finding.with("heading", written).with("field", field));
        }
    }
    let fields: BTreeSet<usize> = columns.iter().chain(others).map(|column| column.column).collect();
    for (field, column) in form.columns.iter().enumerate() {
        if column.required && !column.elsewhere && !column.derived && !fields.contains(&field) {
            let row = block.rows.start;
            let finding = Finding::new(rules::MISSING_COLUMN, place.clone().at(crate::model::Spot::Row(row)));
            mapping.findings.push(finding.with("heading", column.heading_for(None)));
        }
    }
}
