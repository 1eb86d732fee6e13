//! The figures of a row: which year, which kind, how much.

use crate::form::{FieldType, Form, Layout};
use crate::model::text::fold;
use crate::model::{Address, FiscalYears, IndicatorValue, Missing, Period, ValueKind, fiscal_year};
use crate::normalise::cells::Cells;
use crate::normalise::quantity::{Quantity, quantity};
use crate::normalise::text::absence;
use crate::normalise::unread_figure::holds_a_figure;
use crate::recognise::{MappedColumn, RawField, RawTable};
use crate::source::RawValue;

/// The values of a row with their cells, in the order of the table.
pub(super) fn values(table: &RawTable, form: &Form, cells: &mut Cells<'_, '_>) -> Vec<(IndicatorValue, Option<Address>)> {
    if form.layout == Layout::Any {
        return placed(form, cells);
    }
    let unit = form.column("unit").and_then(|_| cells.text("unit")).map(|text| unit_in(&text));
    let mut out: Vec<(IndicatorValue, Option<Address>)> = Vec::new();
    for column in &table.columns {
        let Some(wanted) = form.columns.get(column.column).filter(|column| column.kind == FieldType::Quantity) else { continue };
        let Some(kind) = ValueKind::of_field(&wanted.field) else { continue };
        let year = heading_year(kind, column, form, &wanted.field, cells);
        let row = cells.row;
        let cell = row.cells.iter().find(|cell| cell.column == column.column && cell.at.col == column.col);
        let mut value = match cell {
            Some(cell) => figure(kind, year, cell, cells, &wanted.field),
            None => IndicatorValue { fy: year, ..IndicatorValue::absent(kind) },
        };
        if cell.is_none() {
            cells.note_missing(&key(&wanted.field, year), Missing::Blank);
        }
        if value.value.is_some() {
            in_its_unit(&mut value, unit.as_deref());
        }
        out.push((value, cell.map(|cell| cell.at)));
    }
    out
}

/// The values of a row whose cells know their year and their unit.
fn placed(form: &Form, cells: &mut Cells<'_, '_>) -> Vec<(IndicatorValue, Option<Address>)> {
    let row = cells.row;
    let mut out = Vec::new();
    for cell in &row.cells {
        let Some(wanted) = form.columns.get(cell.column).filter(|column| column.kind == FieldType::Quantity) else { continue };
        let Some(kind) = ValueKind::of_field(&wanted.field) else { continue };
        let year = cell.years.and_then(|years| if kind == ValueKind::Target { Some(years.to) } else { years.only() });
        let mut value = figure(kind, year, cell, cells, &wanted.field);
        if value.value.is_some() {
            in_its_unit(&mut value, cell.unit.as_deref());
        }
        out.push((value, Some(cell.at)));
    }
    out
}

/// The unit that stands outside of the cell; 45万 of 円 are 450,000.
fn in_its_unit(value: &mut IndicatorValue, unit: Option<&str>) {
    const MEASURES: [(&str, f64); 4] = [("百万", 1e6), ("億", 1e8), ("万", 1e4), ("千", 1e3)];
    let Some(unit) = unit else { return };
    let measure = MEASURES.iter().find(|(measure, _)| value.unit.as_deref() == Some(measure));
    let is_plain = !MEASURES.iter().any(|(measure, _)| unit.starts_with(measure));
    match (measure, &value.unit) {
        (Some((_, scale)), _) if is_plain => {
            value.value = value.value.map(|number| number * scale);
            value.unit = Some(unit.to_owned());
        }
        (None, None) => value.unit = Some(unit.to_owned()),
        _ => {}
    }
}

/// Under which a value's cell is noted: actual.2024.
pub(super) fn key(field: &str, year: Option<i16>) -> String {
    year.map_or_else(|| field.to_owned(), |year| format!("{field}.{year}"))
}

/// The year in the heading, else that of the year's own column. A target for several years is that of the last.
fn heading_year(kind: ValueKind, column: &MappedColumn, form: &Form, field: &str, cells: &Cells<'_, '_>) -> Option<i16> {
    let last = |years: FiscalYears| if kind == ValueKind::Target { Some(years.to) } else { years.only() };
    let by_column = || {
        let index = form.column(&format!("{field}_year"))?;
        cells.row.of(index).next().and_then(|cell| year_in(&cell.text))
    };
    column.years.and_then(last).or_else(by_column)
}

/// The fiscal year that a text speaks of: R5, 令和5年度末, and the one that 令和6年1月 lies in.
fn year_in(text: &str) -> Option<i16> {
    let folded = fold(text);
    let month = || Period::find(&folded).filter(|period| matches!(period, Period::Month(..))).map(Period::fiscal_year);
    fiscal_year(&folded).map(|(year, _)| year).or_else(month)
}

/// One figure. A year in the cell beats the column's; a bracket that holds just the year is no remark.
fn figure(kind: ValueKind, heading_year: Option<i16>, cell: &RawField, cells: &mut Cells<'_, '_>, field: &str) -> IndicatorValue {
    let raw = Some(cell.text.clone()).filter(|text| !text.is_empty());
    let by_heading = key(field, heading_year);
    let absent = |why: Missing, cells: &mut Cells<'_, '_>, note: Option<String>| {
        cells.note_origin(&by_heading, cell.at);
        cells.note_missing(&by_heading, why);
        IndicatorValue { fy: heading_year, raw: raw.clone(), note, ..IndicatorValue::absent(kind) }
    };
    // a zero that its format shows as a dash, as nothing or as its unit alone was measured
    let zero = cell.value == RawValue::Number(0.0);
    let text = match cells.value_or_above(&by_heading, cell) {
        Ok(text) if zero && !text.contains(|c: char| c.is_numeric()) => format!("0{text}"),
        Ok(text) => text,
        Err(Missing::Dash | Missing::Blank) if zero => {
            cells.found(&by_heading);
            "0".to_owned()
        }
        Err(why) => return absent(if why == Missing::Dash { Missing::NotMeasured } else { why }, cells, None),
    };
    let (found, own_year) = dated(&text);
    if let Some(why) = not_there(&found) {
        return absent(why, cells, found.note);
    }
    if found.value.is_none() && holds_a_figure(&text) {
        let heading = heading_year.map_or_else(|| kind.label().to_owned(), |year| format!("{year}年度の{}", kind.label()));
        cells.unread_figure(cell, &heading, &text);
    }
    let by_note = found.note.as_deref().and_then(year_of_note);
    let fy = own_year.or(by_note.map(|(year, _)| year)).or(heading_year).or_else(|| year_in(found.note.as_deref()?));
    let says_more = by_note.is_none_or(|(_, says_more)| says_more);
    cells.note_origin(&key(field, fy), cell.at);
    IndicatorValue {
        kind,
        fy,
        raw,
        text: Some(found.text).filter(|text| !text.is_empty()),
        value: found.value,
        unit: found.unit,
        comparator: found.comparator,
        recurrence: found.recurrence,
        per: found.per,
        note: found.note.filter(|_| says_more).or_else(|| cell.note.as_deref().map(str::to_owned)),
    }
}

/// Why a text in the place of a figure is none: 未定, and — with a unit or a remark behind it.
fn not_there(found: &Quantity) -> Option<Missing> {
    let folded = fold(&found.text);
    if matches!(folded.as_str(), "未定" | "未決定") {
        return Some(Missing::Undecided);
    }
    let sign: String = found.text.chars().take_while(|c| !c.is_alphanumeric() && *c != '%' && *c != '％').collect();
    let unit = found.text[sign.len()..].chars().count();
    let is_dash = absence(sign.trim()) == Some(Missing::Dash);
    (is_dash && unit <= 2 && !folded.contains(|c: char| c.is_ascii_digit())).then_some(Missing::NotMeasured)
}

/// A remark that names the value's year, and whether it says more than that: （R6年度）, （令和6年度末時点）.
fn year_of_note(note: &str) -> Option<(i16, bool)> {
    let folded = fold(note);
    let (year, rest) = fiscal_year(&folded)?;
    let of_the_year = matches!(
        rest,
        "末" | "末時点"
            | "末現在"
            | "時点"
            | "現在"
            | "実績"
            | "実績値"
            | "見込"
            | "見込み"
            | "見込値"
            | "決算"
            | "値"
    );
    match rest {
        "" => Some((year, false)),
        // 令和5年12月時点 is a day, 令和5年末 the end of a calendar year
        _ if of_the_year && (folded.contains("年度") || !folded.contains('年')) => Some((year, true)),
        _ => None,
    }
}

/// A figure with its year before it: R6年度：3,096人, 令和9年度までに50％. The text stays whole.
fn dated(text: &str) -> (Quantity, Option<i16>) {
    let plain = quantity(text);
    if plain.value.is_some() || plain.text.chars().count() > 40 {
        return (plain, None);
    }
    let joints = text.char_indices().map(|(at, _)| at).filter(|at| (1..60).contains(at));
    let found = joints.rev().find_map(|at| {
        let (head, tail) = text.split_at(at);
        let folded = fold(head.trim_end_matches(['：', ':', '、', '・']));
        let (year, rest) = fiscal_year(&folded)?;
        let joined = head.ends_with(|c: char| c.is_ascii_digit()) && tail.starts_with(|c: char| c.is_ascii_digit());
        if joined || !matches!(rest, "" | "末" | "実績" | "まで" | "までに" | "末まで" | "末までに" | "に" | "には" | "時点")
        {
            return None;
        }
        let figure = quantity(tail);
        figure.value.is_some().then_some((year, figure))
    });
    match found {
        Some((year, figure)) => (Quantity { text: plain.text, ..figure }, Some(year)),
        None => (plain, None),
    }
}

/// The unit of a column of units: 件, （％）, 単位：千円.
fn unit_in(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let folded: String = text.nfkc().filter(|c| !c.is_whitespace()).collect();
    folded.trim_start_matches("単位").trim_matches(|c: char| "()[]:".contains(c)).to_owned()
}
