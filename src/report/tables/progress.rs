//! 取組状況 by direction.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::form::Form;
use crate::model::{Awaited, Consolidation, Origin, Plan, Progress, StageEntry, Statement, Submission, SubmissionStatus};
use crate::model::{limits, numeral};
use crate::report::tables::{Badge, Cell, Row, Sources, Table, departments, heading_row, lines, table_column};

/// 取組状況 by direction.
pub(super) fn table<'a>(consolidation: &'a Consolidation, form: &Form, sources: &Sources<'_>) -> Table<'a> {
    let plan = &consolidation.plan;
    let columns = form.columns.iter().map(table_column).collect();
    let headings = vec![heading_row(consolidation, form)];
    let records = consolidation.records.progress.iter().filter(|record| sources.holds(&record.origin));
    let rows = records.map(|record| {
        let cells = form.columns.iter().map(|column| cell(plan, record, &column.field)).collect();
        let departments = record.departments.iter().map(|department| &**department).collect();
        let label = row_label(record.direction, &record.numbers, &record.names);
        let row = Row { id: &record.id, label, departments, origin: &record.origin, continues: false, awaited: false, cells };
        (order(record.direction, &record.numbers), (direction_title(plan, record), row))
    });
    let awaited = consolidation.awaited.iter().map(|awaited| {
        let title = match awaited.direction {
            Some(no) => title_of(plan, no),
            None => "未提出の課".to_owned(),
        };
        (order(awaited.direction, &awaited.numbers), (title, awaited_row(consolidation, awaited, form)))
    });
    let mut rows: Vec<_> = records_first(rows, awaited);
    let rows = rows.drain(..).map(|(_, row)| row);
    let mut table = Table::made(form, "取組状況", columns, headings, rows);
    let numbers: usize = consolidation.records.progress.iter().map(|record| record.numbers.len()).sum();
    table.figure.unit = format!("行（番号{numbers}件）");
    table
}

/// The place of a row: by direction, then by its first number as people count.
type Order = (u32, bool, Vec<numeral::Part>);

fn order(direction: Option<u32>, numbers: &[String]) -> Order {
    let number = numbers.first().map(|number| numeral::order(number)).unwrap_or_default();
    (direction.unwrap_or(u32::MAX), number.is_empty(), number)
}

/// Puts what is awaited into its place among the records, which keep their order.
fn records_first<T>(records: impl Iterator<Item = (Order, T)>, awaited: impl Iterator<Item = (Order, T)>) -> Vec<(Order, T)> {
    let mut out: Vec<(Order, T)> = records.collect();
    for (order, row) in awaited {
        let at = out.iter().rposition(|(before, _)| *before <= order).map_or(0, |at| at + 1);
        out.insert(at, (order, row));
    }
    out
}

/// A row that says what is known of an initiative from before.
fn awaited_row<'a>(consolidation: &'a Consolidation, awaited: &'a Awaited, form: &Form) -> Row<'a> {
    static NOWHERE: LazyLock<Origin> = LazyLock::new(|| Origin {
        file: "".into(),
        sheet: None,
        row: 0,
        cells: Vec::new(),
        comments: BTreeMap::new(),
        elsewhere: Vec::new(),
    });
    let own = |submission: &&Submission| awaited.departments.contains(&submission.department);
    let status = consolidation.submissions.iter().find(own).map_or(SubmissionStatus::Missing, |submission| submission.status);
    let known = match &awaited.stage {
        Some(stage) => format!("{}（前回：{stage}）", status.label()),
        None => status.label().to_owned(),
    };
    let cell = |field: &str| -> Cow<'a, str> {
        match field {
            "direction" => awaited.direction.map(|no| no.to_string()).unwrap_or_default().into(),
            "numbers" => lines(&awaited.numbers),
            "names" => lines(&awaited.names),
            "departments" => departments(&awaited.departments),
            "done" => known.clone().into(),
            _ => Cow::Borrowed(""),
        }
    };
    let departments: Vec<&str> = awaited.departments.iter().map(|name| &**name).collect();
    let label = match awaited.names.is_empty() {
        true => departments.join("、"),
        false => row_label(awaited.direction, &awaited.numbers, &awaited.names),
    };
    let cells = form.columns.iter().map(|column| Cell { text: cell(&column.field), ..Cell::default() }).collect();
    Row {
        id: &awaited.id,
        label: format!("{label}（{}）", status.label()),
        departments,
        origin: &NOWHERE,
        continues: false,
        awaited: true,
        cells,
    }
}

fn direction_title(plan: &Plan, record: &Progress) -> String {
    match record.direction {
        None => record.direction_text.clone().unwrap_or_else(|| "方向の記載なし".to_owned()),
        Some(no) => title_of(plan, no),
    }
}

fn title_of(plan: &Plan, no: u32) -> String {
    match plan.direction(no) {
        Some(direction) => format!("方向{no} {}", direction.title),
        None => format!("方向{no}"),
    }
}

fn row_label(direction: Option<u32>, numbers: &[String], names: &[String]) -> String {
    let numbers = numbers.join("・");
    // a name that was broken by hand stands on one line
    let name = names.first().map(|name| name.replace('\n', "")).unwrap_or_default();
    let more = if names.len() > 1 { " ほか" } else { "" };
    match direction {
        Some(direction) => format!("{direction}-{numbers} {name}{more}"),
        None => format!("{numbers} {name}{more}"),
    }
}

fn cell<'a>(plan: &Plan, record: &'a Progress, field: &str) -> Cell<'a> {
    let text: Cow<'a, str> = match field {
        "direction" => match record.direction {
            Some(no) => no.to_string().into(),
            None => record.direction_text.as_deref().unwrap_or_default().into(),
        },
        "numbers" => numbers(&record.numbers, &record.names),
        "names" => lines(&record.names),
        "departments" => departments(&record.departments),
        "description" => record.description.as_deref().unwrap_or_default().into(),
        "done" => return statement_cell(plan, record.done.as_ref()),
        "planned" => return statement_cell(plan, record.planned.as_ref()),
        _ => Cow::Borrowed(""),
    };
    Cell { text, ..Cell::default() }
}

/// Numbers, each on the line of its own name. Where they are not as many as the names they stand together: no line says which
/// is whose.
fn numbers<'a>(numbers: &'a [String], names: &[String]) -> Cow<'a, str> {
    if numbers.len() < 2 {
        return lines(numbers);
    }
    if numbers.len() == names.len() {
        let blank = |name: &String| "\n".repeat(name.matches('\n').count());
        let texts: Vec<String> = numbers.iter().zip(names).map(|(number, name)| format!("{number}{}", blank(name))).collect();
        return texts.join("\n").into();
    }
    let plain: Option<Vec<u32>> = numbers.iter().map(|number| number.parse().ok()).collect();
    match plain.as_deref() {
        Some([first, .., last]) if (*last as usize).checked_sub(*first as usize) == Some(numbers.len() - 1) => {
            format!("{first}～{last}").into()
        }
        _ => numbers.join("・").into(),
    }
}

/// A statement's text with its tags found again, in the order of its stage entries.
fn statement_cell<'a>(plan: &Plan, statement: Option<&'a Statement>) -> Cell<'a> {
    let Some(statement) = statement else { return Cell::default() };
    let text = statement.text.as_str();
    if statement.stages.len() > limits::DRAWN_TAGS {
        return Cell { text: Cow::Borrowed(text), ..Cell::default() };
    }
    if statement.stages.first().is_some_and(|entry| is_apart(entry, statement)) {
        return apart_cell(plan, statement);
    }
    let mut badges: Vec<Badge<'a>> = Vec::new();
    let mut from = 0;
    for entry in &statement.stages {
        let stage = entry.stage.as_deref().and_then(|name| plan.stages.iter().position(|stage| stage.name == name));
        // 【導入・運用開始】 is one tag and two entries
        if let Some(last) = badges.last_mut()
            && entry.stage_raw == last.label
            && !has_tag(&text[from..], &entry.stage_raw)
        {
            last.stages.extend(stage);
            continue;
        }
        let tag = format!("【{}】", entry.stage_raw);
        if let Some(at) = text[from..].find(&tag) {
            let range = from + at..from + at + tag.len();
            from = range.end;
            let label = &text[range.start + '【'.len_utf8()..range.end - '】'.len_utf8()];
            badges.push(Badge { range, stages: stage.into_iter().collect(), label });
        }
    }
    Cell { text: Cow::Borrowed(text), badges, ..Cell::default() }
}

/// Stands a stage in a column of its own? One that a tag gives has the text behind the tag.
fn is_apart(entry: &StageEntry, statement: &Statement) -> bool {
    entry.text == statement.text && !statement.text.contains(&format!("【{}】", entry.stage_raw))
}

/// A statement whose stages stand in columns of their own: they are drawn above it as tags.
fn apart_cell<'a>(plan: &Plan, statement: &'a Statement) -> Cell<'a> {
    let mut text = String::new();
    let mut badges: Vec<Badge<'a>> = Vec::new();
    for entry in &statement.stages {
        let stage = entry.stage.as_deref().and_then(|name| plan.stages.iter().position(|stage| stage.name == name));
        match badges.last_mut().filter(|last| last.label == &*entry.stage_raw) {
            Some(last) => last.stages.extend(stage),
            None => {
                let start = text.len();
                text.extend(["【", &entry.stage_raw, "】"]);
                badges.push(Badge { range: start..text.len(), stages: stage.into_iter().collect(), label: &entry.stage_raw });
            }
        }
    }
    text.push('\n');
    text.push_str(&statement.text);
    Cell { text: text.into(), badges, ..Cell::default() }
}

fn has_tag(text: &str, label: &str) -> bool {
    text.find(label).is_some_and(|at| text[..at].ends_with('【') && text[at + label.len()..].starts_with('】'))
}
