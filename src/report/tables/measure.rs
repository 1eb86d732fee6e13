//! 基本施策 with their items; priorities are marked in words.

use std::borrow::Cow;

use crate::form::Form;
use crate::model::{Consolidation, Measure};
use crate::report::tables::{
    Counts, Row, Sources, Table, TableColumn, departments, goal_title, goal_word, heading_row, lines, table_column, text,
};

/// The measures of a form.
pub(super) fn table<'a>(consolidation: &'a Consolidation, form: &Form, sources: &Sources<'_>) -> Table<'a> {
    let columns = form.columns.iter().map(|column| TableColumn { names_row: column.key, ..table_column(column) }).collect();
    let headings = vec![heading_row(consolidation, form)];
    let priority = form.priority.as_deref();
    let section = |record: &Measure| goal_title(form, record.goal, record.goal_name.as_deref());
    let records = consolidation.records.measures.iter().filter(|record| sources.holds(&record.origin));
    let rows = records.clone().map(|record| {
        let cells = form.columns.iter().map(|column| text(field(record, &column.field, priority))).collect();
        let label = format!("{} {}", record.id, record.title);
        (
            section(record),
            Row {
                id: &record.id,
                label,
                departments: record.departments.iter().map(|department| &**department).collect(),
                origin: &record.origin,
                continues: false,
                awaited: false,
                cells,
            },
        )
    });
    let mut table = Table::made(form, &form.name, columns, headings, rows);
    let records: Vec<&Measure> = records.collect();
    let priorities = records.iter().filter(|record| record.priority).count();
    if priorities > 0 {
        table.figure.unit = format!("件（うち重点{priorities}件）");
    }
    let counts = Counts {
        title: format!("{}の数", table.title),
        head: goal_word(form),
        columns: ["施策", "うち重点", "取組内容"].map(str::to_owned).to_vec(),
        ..Counts::default()
    };
    let of = |record: &&Measure| vec![1, usize::from(record.priority), record.items.len()];
    table.counts = Some(counts.fill(records.into_iter(), |record| section(record), of));
    table
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
        "departments" => departments(&record.departments),
        "goal" => record.goal.map(|goal| goal.to_string()).unwrap_or_default().into(),
        _ => Cow::Borrowed(""),
    }
}
