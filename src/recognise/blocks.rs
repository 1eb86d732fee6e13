//! Blocks: small tables one under another, a record each, whose headings stand in the first column.
//!
//! The first row names the fiscal years; each row below is a field.

use super::comments::comments_of;
use super::heading::Headings;
use super::mapped::MappedColumn;
use super::vocabulary::Closeness;
use super::{Caption, RawField, RawRow, RawTable};
use crate::form::{FieldType, Form, Layout};
use crate::model::Texts;
use crate::model::text::fold;
use crate::model::{Address, CellRange, Comment, FiscalYears, fiscal};
use crate::source::RawValue;

/// The block that begins at `row`, if one does.
pub fn find(headings: &Headings<'_, '_>, remarks: &[Comment], row: u32) -> Option<RawTable> {
    let forms = headings.vocabulary.forms.iter().copied().enumerate();
    forms.filter(|(_, form)| form.layout == Layout::Blocks).find_map(|form| block(headings, remarks, row, form))
}

fn block(headings: &Headings<'_, '_>, remarks: &[Comment], row: u32, (index, form): (usize, &Form)) -> Option<RawTable> {
    let Headings { grid, merges, vocabulary, .. } = headings;
    let (label, rest) = grid.row(row).split_first()?;
    let first = vocabulary.label(index, &label.shown)?;
    if form.columns.get(first)?.kind != FieldType::Years {
        return None;
    }
    let mut columns = vec![mapped(label.at, first, &label.shown, None)];
    let mut era = None;
    for cell in rest {
        let text = fold(cell.shown.split('\n').next().unwrap_or_default());
        let named = || FiscalYears::find(&fiscal::with_era(&text, era?)?);
        let years = FiscalYears::strip(&text).map(|(years, _)| years).or_else(named)?;
        era = fiscal::era_in(&text).or(era);
        columns.push(mapped(cell.at, first, &cell.shown, Some(years)));
    }
    if columns.len() < 3 {
        return None;
    }
    let right = columns.iter().map(|column| column.col).max().unwrap_or(label.at.col);
    let (mut cells, mut comments) = (Vec::new(), Vec::new());
    let mut last = row;
    while let Some((label, values)) = grid.row(last + 1).split_first() {
        let Some(field) = vocabulary.label(index, &label.shown).filter(|field| *field != first) else { break };
        last += 1;
        columns.push(mapped(label.at, field, &label.shown, None));
        for cell in values.iter().filter(|cell| cell.at.col <= right) {
            let to = merges.at(cell.at).map_or(cell.at.col, |range| range.last.col).min(right);
            cells.push(RawField::new(field, cell, to));
        }
        let own = comments_of(remarks, last).iter().filter(|one| (label.at.col..=right).contains(&one.cell.col));
        comments.extend(own.map(|comment| (field, comment.clone())));
    }
    // figures, or a line that the form does not know right below: years of an indicator
    let figures = cells.iter().all(|cell| matches!(cell.value, RawValue::Number(_)));
    let below = grid.row(last + 1);
    let goes_on = below.len() >= 2 && below.iter().all(|cell| (label.at.col..=right).contains(&cell.at.col));
    let strange = goes_on && below.first().is_some_and(|cell| cell.at.col == label.at.col);
    if figures && !cells.is_empty() || strange && below.first().is_some_and(|cell| vocabulary.label(index, &cell.shown).is_none())
    {
        return None;
    }
    let used = cells.len() as u64;
    let record = RawRow {
        row,
        hidden: grid.hidden_rows.contains(&row),
        cells,
        comments,
        used,
        id: None,
        stages: Vec::new(),
        earlier: Vec::new(),
    };
    Some(RawTable {
        form: index,
        heading: row..row + 1,
        range: CellRange::new(label.at, Address::new(last, right)),
        columns,
        beside: Vec::new(),
        captions: Vec::<Caption>::new(),
        notes: Vec::new(),
        info: Default::default(),
        period: None,
        rows: vec![record],
        totals: Vec::new(),
    })
}

fn mapped(at: Address, column: usize, heading: &str, years: Option<FiscalYears>) -> MappedColumn {
    MappedColumn {
        col: at.col,
        column,
        heading: heading.to_owned(),
        cell: at,
        closeness: Closeness::Exact,
        period: None,
        years,
        group: None,
        why: Texts::new("見出しが一致", "the heading is the same"),
        facets: None,
    }
}
