//! 基本施策 with their items; priorities are marked in words.

use std::borrow::Cow;

use super::{Row, Sources, Table, TableColumn, heading_row, lines, sectioned, table_column, text};
use crate::form::Form;
use crate::model::{Consolidation, Measure, RecordKind};

/// The measures of a form.
pub(super) fn table<'a>(consolidation: &'a Consolidation, form: &Form, sources: &Sources<'_>) -> Table<'a> {
    let columns = form.columns.iter().map(|column| TableColumn { names_row: column.key, ..table_column(column) }).collect();
    let headings = vec![heading_row(consolidation, form)];
    let priority = form.priority.as_deref();
    let records = consolidation.records.measures.iter().filter(|record| sources.holds(&record.origin));
    let rows = records.map(|record| {
        let cells = form.columns.iter().map(|column| text(field(record, &column.field, priority))).collect();
        let label = format!("{} {}", record.id, record.title);
        (section(record), Row { id: &record.id, label, departments: Vec::new(), origin: &record.origin, cells })
    });
    let sections = sectioned(rows);
    Table { kind: RecordKind::Measure, title: form.name.clone(), print: form.print.clone(), columns, headings, sections }
}

fn section(record: &Measure) -> String {
    match (record.goal, &record.goal_name) {
        (Some(goal), Some(name)) => format!("基本目標{goal} {name}"),
        (Some(goal), None) => format!("基本目標{goal}"),
        _ => String::new(),
    }
}

fn field<'a>(record: &'a Measure, field: &str, priority: Option<&str>) -> Cow<'a, str> {
    match field {
        "title" => {
            let title = match &record.mark {
                Some(mark) => format!("{mark} {}", record.title),
                None => record.title.clone(),
            };
            match priority.filter(|_| record.priority) {
                Some(word) => format!("＜{word}＞\n{title}").into(),
                None => title.into(),
            }
        }
        "items" => {
            if record.items.len() == 1 {
                lines(&record.items)
            } else {
                record.items.iter().map(|item| format!("・{item}")).collect::<Vec<_>>().join("\n").into()
            }
        }
        "goal" => record.goal.map(|goal| goal.to_string()).unwrap_or_default().into(),
        _ => Cow::Borrowed(""),
    }
}
