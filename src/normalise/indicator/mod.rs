//! Rows of figures become indicators.

mod checks;
mod values;

use super::cells::{self, Cells};
use super::context::Context;
use super::number::code;
use super::place::belonging;
use super::text::{items, without_glossary_marks};
use super::{Draft, Terms};
use crate::form::{Form, Layout};
use crate::model::{Better, Finding, Indicator, IndicatorValue, Place, Records, Scale, ValueKind};
use crate::recognise::RawTable;
use crate::rules;

/// The indicators of a table.
pub fn indicators(
    table: &RawTable,
    form: &Form,
    place: &Place,
    terms: &Terms<'_>,
    context: &mut Context,
) -> (Vec<Draft>, Vec<Finding>) {
    let scale = scale(table, form, terms);
    let (drafts, mut findings) = cells::drafts(table, form, place, terms, |mut cells| {
        let Some(record) = record(&mut cells, table, form, terms, scale, context) else { return Vec::new() };
        let (origin, missing) = cells.finish();
        vec![Records { indicators: vec![Indicator { origin, missing, ..record }], ..Records::default() }]
    });
    let records: Vec<&Indicator> = drafts.iter().flat_map(|draft| &draft.records.indicators).collect();
    findings.extend(checks::years_outside_plan(&records, table, terms.plan, place));
    (drafts, findings)
}

/// One record; where it came from is put in when all its cells are read.
fn record(
    cells: &mut Cells<'_, '_>,
    table: &RawTable,
    form: &Form,
    terms: &Terms<'_>,
    scale: Option<&Scale>,
    context: &mut Context,
) -> Option<Indicator> {
    let own = |cells: &mut Cells<'_, '_>, field: &str| form.column(field).and_then(|_| cells.text(field));
    let mut section = cells.value_of(context, "section").map(|value| code(&value));
    let (goal, goal_text, goal_name) = cells.belonging_of(context, "goal", "goal_name");
    let mark = cells.value_of(context, "mark");
    let mut title = cells.value_of(context, "title");
    let titled = title.as_deref().filter(|_| form.layout == Layout::Any).map(belonging);
    if let Some(found) = titled.filter(|found| found.code.is_some() && found.name.is_some()) {
        if section.is_none() {
            section = found.code;
            cells.shared("section", "title");
        }
        title = found.name;
    }
    let written = own(cells, "departments");
    let departments = terms.departments("departments", written.as_deref(), cells);
    let (indicator, mut relisted) = without_relisting(&without_glossary_marks(&cells.name("indicator")?));
    relisted |= form.column("relisted").and_then(|_| cells.text("relisted")).is_some_and(|text| !is_no(&text));
    if relisted {
        cells.shared("relisted", "indicator");
    }
    let values = values::values(table, form, cells);
    checks::values(&values, &indicator, cells);
    let values: Vec<IndicatorValue> = values.into_iter().map(|(value, _)| value).collect();
    let evaluation = own(cells, "evaluation").map(|mark| if form.layout == Layout::Any { plain_mark(&mark) } else { mark });
    let evaluation_label = evaluation.as_deref().and_then(|mark| label(mark, scale, cells));
    let source = own(cells, "source");
    let notes = own(cells, "notes").map(|text| items(&text)).unwrap_or_default();
    let footnote = table.notes.first().map(|note| {
        if let Some(at) = note.at {
            cells.note_origin("footnote", at);
        }
        table.notes.iter().map(|note| note.text.as_str()).collect::<Vec<_>>().join("\n")
    });
    let field = |name: &str| match name {
        "section" => section.clone(),
        "goal" => goal.map(|no| no.to_string()),
        "mark" => mark.clone(),
        "part" => {
            section.clone().or_else(|| goal.map(|no| no.to_string())).or_else(|| departments.first().map(ToString::to_string))
        }
        _ => None,
    };
    let (origin, missing) = Default::default();
    let id = match mark.as_deref().map(str::trim) {
        Some(mark) if form.layout == Layout::Any && section.is_none() => context.marked_id(goal, mark),
        _ => context.id(form, field),
    };
    Some(Indicator {
        id: id.into(),
        section,
        goal,
        goal_text,
        goal_name,
        mark,
        title,
        departments,
        better: better(&values, &indicator),
        indicator,
        values,
        evaluation,
        evaluation_label,
        source,
        note_heading: heading(table, form, "notes"),
        notes,
        footnote,
        relisted,
        origin,
        missing,
    })
}

/// ×, － and 無 under 再掲.
fn is_no(text: &str) -> bool {
    matches!(text.trim(), "×" | "－" | "-" | "無" | "なし" | "x")
}

/// 〇 and ◯ are ○.
fn plain_mark(text: &str) -> String {
    match text.trim() {
        "〇" | "◯" => "○".to_owned(),
        "✕" | "✖" | "☓" | "╳" | "ｘ" => "×".to_owned(),
        other => other.to_owned(),
    }
}

/// The heading that a field has in this table.
fn heading(table: &RawTable, form: &Form, field: &str) -> Option<String> {
    let index = form.column(field)?;
    table.columns.iter().find(|column| column.column == index).map(|column| column.heading.replace('\n', ""))
}

/// （再掲） behind a name: listed elsewhere too.
fn without_relisting(name: &str) -> (String, bool) {
    for mark in ["（再掲）", "(再掲)", "【再掲】", "［再掲］", "〔再掲〕", "<再掲>", "＜再掲＞", "※再掲", "[再掲]"]
    {
        if let Some(at) = name.find(mark) {
            let rest = format!("{}{}", &name[..at], &name[at + mark.len()..]);
            return (rest.trim().to_owned(), true);
        }
    }
    (name.to_owned(), false)
}

/// The plan's scale that this table's marks are of.
fn scale<'p>(table: &RawTable, form: &Form, terms: &Terms<'p>) -> Option<&'p Scale> {
    let column = form.column("evaluation")?;
    let marks: Vec<&str> = table.rows.iter().flat_map(|row| row.of(column)).map(|cell| cell.text.as_str()).collect();
    terms.plan.scale_of(&marks)
}

/// What the office's mark says; one outside the scale is a finding.
fn label(mark: &str, scale: Option<&Scale>, cells: &mut Cells<'_, '_>) -> Option<String> {
    let scale = scale?;
    let found = scale.mark(mark);
    if found.is_none() {
        let known: String = scale.marks.iter().map(|known| known.mark.as_str()).collect();
        let place = cells.place_of(&["evaluation"]);
        cells.findings.push(Finding::new(rules::UNKNOWN_MARK, place).with("mark", mark).with("scale", known));
    }
    found.map(|known| known.label.clone())
}

/// Which way is better, as far as the figures and the words say.
fn better(values: &[IndicatorValue], name: &str) -> Option<Better> {
    let of = |kind: ValueKind| values.iter().filter(move |value| value.kind == kind);
    let target = of(ValueKind::Target).next_back()?;
    let down = ["短縮", "削減", "縮減", "減少", "以内", "以下", "未満", "抑制", "下回"];
    let says_down = |text: &str| down.iter().any(|word| text.contains(word));
    // the share of what was cut down shall rise: 削減率
    let of_rate = ["削減率", "削減数", "削減量", "削減額", "短縮率", "減少率", "縮減率"].iter().any(|word| name.contains(word));
    if target.text.as_deref().is_some_and(says_down) || (says_down(name) && !of_rate) {
        return Some(Better::Lower);
    }
    // without a baseline a row of targets tells: 20分, 15分, 10分
    let base = of(ValueKind::Baseline).find_map(|value| value.value).or_else(|| {
        let first = of(ValueKind::Target).next().filter(|first| !std::ptr::eq(*first, target))?;
        first.value
    })?;
    Some(match base.total_cmp(&target.value?) {
        std::cmp::Ordering::Less => Better::Higher,
        std::cmp::Ordering::Greater => Better::Lower,
        std::cmp::Ordering::Equal => Better::Maintain,
    })
}
