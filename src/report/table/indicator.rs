//! Figures: baseline, actual, forecast, target, and the office's mark.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::{Cell, CellKind, Counts, Row, Sources, Table, TableColumn, departments, heading, lines, part, table_column, text};
use crate::consolidate::attainment;
use crate::form::{Align, Column, FieldType, Form};
use crate::model::era::short_fiscal_year;
use crate::model::{Consolidation, Indicator, Plan, ValueKind};

/// What a printed column shows.
enum Shown<'f> {
    /// A field of the form.
    Field(&'f Column),
    /// The value of a fiscal year.
    Value(&'f Column, ValueKind, i16),
    /// How far the indicator has come.
    Attainment,
}

/// The indicators of a form.
pub(super) fn table<'a>(consolidation: &'a Consolidation, form: &Form, sources: &Sources<'_>) -> Table<'a> {
    let records: Vec<&Indicator> =
        consolidation.records.indicators.iter().filter(|record| sources.holds(&record.origin)).collect();
    let shown = shown(form, &records);
    let columns = shown.iter().map(column).collect();
    let headings = heading::levels(heading::row(shown.iter().map(|shown| heading_text(shown, consolidation, &records))));
    let rows = records.iter().map(|record| {
        let cells = shown.iter().map(|shown| cell(record, shown)).collect();
        let departments = record.departments.iter().map(|department| &**department).collect();
        let label = format!("{} {}", record.id, record.indicator);
        (section(record), Row { id: &record.id, label, departments, origin: &record.origin, continues: false, cells })
    });
    let mut table = Table::made(form, &form.name, columns, headings, rows);
    let relisted = records.iter().filter(|record| record.relisted).count();
    if relisted > 0 {
        table.figure.unit = format!("件（うち再掲{relisted}件）");
    }
    let marks = marks(&consolidation.plan, &records);
    table.counts = Some(counts(&consolidation.plan, &table, &records, &marks));
    if !marks.is_empty() {
        table.legend.push(marks_legend(&marks));
    }
    if shown.iter().any(|shown| matches!(shown, Shown::Attainment)) {
        table.legend.extend(attainment_legend(&records));
    }
    let note_column = shown.iter().position(|shown| matches!(shown, Shown::Field(column) if column.field == "notes"));
    for part in &mut table.sections {
        let within = || records.iter().filter(|record| part.rows.iter().any(|row| std::ptr::eq(row.origin, &record.origin)));
        part.headings = note_column
            .and_then(|column| Some((column, within().find_map(|record| record.note_heading.clone())?)))
            .filter(|(column, text)| table.headings.iter().flatten().any(|h| h.column == *column && h.text != *text))
            .into_iter()
            .collect();
        let mut notes: Vec<String> = Vec::new();
        for note in within().filter_map(|record| record.footnote.as_deref()) {
            let note = if note.starts_with('※') { note.to_owned() } else { format!("※{note}") };
            if !notes.contains(&note) {
                notes.push(note);
            }
        }
        part.notes = notes;
        if !marks.is_empty() && !part.title.is_empty() {
            let count = |mark: &str| within().filter(|record| record.evaluation.as_deref() == Some(mark)).count();
            let told: Vec<String> = marks.iter().map(|(mark, _)| format!("{mark}{}", count(mark))).collect();
            part.title = format!("{}（{}）", part.title, told.join(" "));
        }
    }
    table
}

/// The marks of the scale that is used, with what they say; then those that the plan does not have.
fn marks(plan: &Plan, records: &[&Indicator]) -> Vec<(String, String)> {
    let used: Vec<&str> = records.iter().filter_map(|record| record.evaluation.as_deref()).collect();
    let scale = plan
        .scales
        .iter()
        .max_by_key(|scale| used.iter().filter(|mark| scale.marks.iter().any(|known| known.mark == **mark)).count());
    let mut out: Vec<(String, String)> = match scale {
        Some(scale) if !used.is_empty() => scale.marks.iter().map(|mark| (mark.mark.clone(), mark.label.clone())).collect(),
        _ => Vec::new(),
    };
    for record in records {
        if let Some(mark) = &record.evaluation
            && out.iter().all(|(known, _)| known != mark)
        {
            out.push((mark.clone(), record.evaluation_label.clone().unwrap_or_default()));
        }
    }
    out
}

fn marks_legend(marks: &[(String, String)]) -> String {
    let told = marks.iter().map(|(mark, label)| if label.is_empty() { mark.clone() } else { format!("{mark}：{label}") });
    format!("凡例　{}", told.collect::<Vec<_>>().join("　"))
}

/// How 達成率 is reckoned, as far as this table does.
fn attainment_legend(records: &[&Indicator]) -> Vec<String> {
    let found: Vec<_> = records.iter().filter_map(|record| attainment::of(record)).collect();
    let mut rules = Vec::new();
    if found.iter().any(|found| found.from_baseline) {
        rules.push("（最新の値－基準値）÷（目標値－基準値）");
    }
    if found.iter().any(|found| !found.from_baseline) {
        rules.push("最新の値÷目標値（少ないほど良い指標は目標値÷最新の値）");
    }
    let mut out = vec![format!(
        "達成率（計算）＝{}。最新の値は、見込値があれば見込値、なければ最も新しい実績値です。小数第2位を四捨五入しています。",
        rules.join("、基準値のないものは")
    )];
    if found.len() < records.len() {
        out.push("達成率の「—」は、値がない、単位が異なるなど、計算できないものです。".to_owned());
    }
    out
}

/// Goals by marks; where nothing is marked, how many indicators each part has.
fn counts(plan: &Plan, table: &Table<'_>, records: &[&Indicator], marks: &[(String, String)]) -> Counts {
    let head = if records.iter().any(|record| record.goal.is_some()) { "基本目標" } else { "区分" };
    let mut counts = Counts { head: head.to_owned(), ..Counts::default() };
    let records = records.iter().copied();
    let part = |record: &&Indicator| part(plan, section(record), record.section.as_deref());
    if marks.is_empty() {
        counts.title = format!("{}の数", table.title);
        counts.columns = ["件数", "うち再掲"].map(str::to_owned).to_vec();
        if !records.clone().any(|record| record.relisted) {
            counts.columns.truncate(1);
        }
        return counts.fill(records, part, |record| vec![1, usize::from(record.relisted)]);
    }
    counts.title = format!("{}：評価の内訳", table.title);
    counts.columns = marks.iter().map(|(mark, _)| mark.clone()).collect();
    counts.parted = true;
    counts.notes.push(marks_legend(marks));
    if records.clone().any(|record| record.evaluation.is_none()) {
        counts.columns.push("記載なし".to_owned());
    }
    let of = |record: &&Indicator| {
        let own = record.evaluation.as_deref();
        let mut figures: Vec<usize> = marks.iter().map(|(mark, _)| usize::from(own == Some(mark))).collect();
        figures.push(usize::from(own.is_none()));
        figures
    };
    counts.fill(records, part, of)
}

fn shown<'f>(form: &'f Form, records: &[&Indicator]) -> Vec<Shown<'f>> {
    let mut out = Vec::new();
    for column in &form.columns {
        let kind = value_kind(&column.field).filter(|_| column.kind == FieldType::Quantity && column.heading.contains("{year}"));
        match kind {
            Some(kind) => {
                let years: BTreeSet<i16> = records
                    .iter()
                    .flat_map(|record| &record.values)
                    .filter(|value| value.kind == kind)
                    .filter_map(|value| value.fy)
                    .collect();
                // a year that only a cell of its own names stays in the column of the others
                let usual = |year: &i16| {
                    records.iter().flat_map(|r| &r.values).filter(|v| v.kind == kind && v.fy == Some(*year)).count() * 4
                        >= records.len()
                };
                let mut usual_years: Vec<i16> = years.iter().copied().filter(usual).collect();
                if usual_years.is_empty() {
                    usual_years.extend(years.iter().next_back());
                }
                out.extend(usual_years.into_iter().map(|year| Shown::Value(column, kind, year)));
            }
            None => out.push(Shown::Field(column)),
        }
    }
    if records.iter().any(|record| attainment::of(record).is_some()) {
        let at = out
            .iter()
            .position(|shown| matches!(shown, Shown::Field(column) if column.kind == FieldType::Mark))
            .unwrap_or(out.len());
        out.insert(at, Shown::Attainment);
    }
    out
}

fn value_kind(field: &str) -> Option<ValueKind> {
    match field {
        "baseline" => Some(ValueKind::Baseline),
        "target" => Some(ValueKind::Target),
        "actual" => Some(ValueKind::Actual),
        "forecast" => Some(ValueKind::Forecast),
        _ => None,
    }
}

fn column(shown: &Shown<'_>) -> TableColumn {
    match shown {
        Shown::Field(column) | Shown::Value(column, ..) => TableColumn { names_row: column.key, ..table_column(column) },
        Shown::Attainment => TableColumn {
            field: "attainment".to_owned(),
            width: 8.0,
            align: Align::Right,
            bold: false,
            names_row: false,
            merges_down: false,
        },
    }
}

fn heading_text(shown: &Shown<'_>, consolidation: &Consolidation, records: &[&Indicator]) -> String {
    match shown {
        Shown::Field(column) if column.field == "notes" => {
            // where the parts differ, both are said; each part has its own again
            let own: BTreeSet<&str> = records.iter().filter_map(|record| record.note_heading.as_deref()).collect();
            if own.is_empty() { column.heading.clone() } else { own.into_iter().collect::<Vec<_>>().join("／") }
        }
        Shown::Field(column) => column.heading_for(consolidation.period),
        Shown::Value(column, _, year) => column
            .heading
            .replace("（{year}）", &format!("\n（{}）", short_fiscal_year(*year)))
            .replace("{year}", &short_fiscal_year(*year)),
        Shown::Attainment => "達成率\n（計算）".to_owned(),
    }
}

fn section(record: &Indicator) -> String {
    match (record.goal, &record.goal_name) {
        (Some(goal), Some(name)) => format!("基本目標{goal} {name}"),
        (Some(goal), None) => format!("基本目標{goal}"),
        _ => String::new(),
    }
}

fn cell<'a>(record: &'a Indicator, shown: &Shown<'_>) -> Cell<'a> {
    match shown {
        Shown::Value(_, kind, year) => {
            let value = record
                .values
                .iter()
                .find(|value| value.kind == *kind && value.fy == Some(*year))
                .or_else(|| record.values.iter().find(|value| value.kind == *kind && only(record, *kind)));
            text(value.and_then(|value| value.raw.as_deref()).unwrap_or_default())
        }
        Shown::Attainment => match attainment::of(record) {
            Some(found) => Cell { text: found.shown().into(), kind: CellKind::Gauge(found.ratio as f32), ..Cell::default() },
            None => text("—"),
        },
        Shown::Field(column) => match column.kind {
            FieldType::Mark => Cell { kind: CellKind::Mark, ..text(record.evaluation.as_deref().unwrap_or_default()) },
            FieldType::Year => text(year_of(record, &column.field)),
            _ => text(field(record, &column.field)),
        },
    }
}

/// Is it the record's only value of its kind? Then its own year does not put it into another column.
fn only(record: &Indicator, kind: ValueKind) -> bool {
    record.values.iter().filter(|value| value.kind == kind).count() == 1
}

fn year_of(record: &Indicator, field: &str) -> String {
    let kind = field.strip_suffix("_year").and_then(value_kind);
    let value = record.values.iter().find(|value| Some(value.kind) == kind);
    value.and_then(|value| value.fy).map(short_fiscal_year).unwrap_or_default()
}

fn field<'a>(record: &'a Indicator, field: &str) -> Cow<'a, str> {
    let own = |text: &'a Option<String>| Cow::Borrowed(text.as_deref().unwrap_or_default());
    match field {
        "section" => own(&record.section),
        "mark" => own(&record.mark),
        "title" => own(&record.title),
        "departments" => departments(&record.departments),
        "indicator" if record.relisted => format!("{}（再掲）", record.indicator).into(),
        "indicator" => Cow::Borrowed(&record.indicator),
        "source" => own(&record.source),
        "notes" => lines(&record.notes),
        "goal" => record.goal.map(|goal| goal.to_string()).unwrap_or_default().into(),
        _ => {
            let kind = value_kind(field);
            let value = record.values.iter().find(|value| Some(value.kind) == kind);
            Cow::Borrowed(value.and_then(|value| value.raw.as_deref()).unwrap_or_default())
        }
    }
}
