//! A form's table, neutral of the output that draws it: workbook, report and page draw the same one.

use std::borrow::Cow;
use std::ops::Range;

use crate::form::{Align, Column, Form, Print};
use crate::model::{Consolidation, Origin, Plan, Progress, RecordKind, Statement};

/// A table to be drawn.
#[derive(Debug, Clone)]
pub struct Table<'a> {
    /// The kind of its records.
    pub kind: RecordKind,
    /// Its title: 取組状況.
    pub title: String,
    /// Paper and type, as its form wants them.
    pub print: Print,
    /// Its columns.
    pub columns: Vec<TableColumn>,
    /// Rows of headings, the upper first.
    pub headings: Vec<Vec<Heading>>,
    /// Its sections, in order: 方向1, 方向2, …
    pub sections: Vec<Section<'a>>,
}

/// How a column is set.
#[derive(Debug, Clone, PartialEq)]
pub struct TableColumn {
    /// Field of the record that it shows; empty where it shows none.
    pub field: String,
    /// Width in full-width characters; the table's width is shared in these proportions.
    pub width: f32,
    /// Alignment of its cells.
    pub align: Align,
    /// Set in bold.
    pub bold: bool,
    /// Does it name the row? (Row header for a screen reader.)
    pub names_row: bool,
    /// Are equal cells of consecutive rows one merged cell? Drawn again after a page break.
    pub merges_down: bool,
}

/// A heading cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// Its text.
    pub text: String,
    /// First column it stands over.
    pub column: usize,
    /// How many columns it stands over.
    pub columns: usize,
    /// How many heading rows it takes.
    pub rows: usize,
}

/// A part of a table under a title of its own.
#[derive(Debug, Clone)]
pub struct Section<'a> {
    /// Title for bookmarks and contents: 方向1 地域社会のDX推進. Empty where the table has no parts.
    pub title: String,
    /// Its rows.
    pub rows: Vec<Row<'a>>,
}

/// One row: one record.
#[derive(Debug, Clone)]
pub struct Row<'a> {
    /// The record's id.
    pub id: &'a str,
    /// Short name for bookmarks and links: 1-5・6 観光デジタルマップ.
    pub label: String,
    /// Departments, for the index.
    pub departments: Vec<&'a str>,
    /// Where it came from.
    pub origin: &'a Origin,
    /// Its cells, one a column; a cell that spans several is followed by the next column it leaves free.
    pub cells: Vec<Cell<'a>>,
}

/// One cell.
#[derive(Debug, Clone, Default)]
pub struct Cell<'a> {
    /// Its whole text, with line breaks.
    pub text: Cow<'a, str>,
    /// Parts of the text that are stage tags (with their brackets), in order.
    pub badges: Vec<Badge<'a>>,
    /// How it is drawn.
    pub kind: CellKind,
    /// Columns it spans beyond its own.
    pub more_columns: usize,
}

/// A stage tag in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Badge<'a> {
    /// Bytes of the text, brackets included.
    pub range: Range<usize>,
    /// The plan's stages it means, by their place in the plan's list; empty for an unknown tag.
    pub stages: Vec<usize>,
    /// What stands between the brackets.
    pub label: &'a str,
}

/// How a cell is drawn.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub enum CellKind {
    /// A text.
    #[default]
    Text,
    /// A bar over the years it spans, with its text.
    Bar,
    /// A mark of a scale: ◎.
    Mark,
    /// A small bar for a ratio from 0 to 1, with its text.
    Gauge(f32),
}

impl<'a> Table<'a> {
    /// The table of a form, or none when the consolidation has no record of its kind.
    pub fn new(consolidation: &'a Consolidation, form: &Form) -> Option<Self> {
        match form.record {
            RecordKind::Progress => progress(consolidation, form),
            _ => None,
        }
    }

    /// All rows, across the sections.
    pub fn rows(&self) -> impl Iterator<Item = &Row<'a>> {
        self.sections.iter().flat_map(|section| &section.rows)
    }
}

/// 取組状況 by direction.
fn progress<'a>(consolidation: &'a Consolidation, form: &Form) -> Option<Table<'a>> {
    let records = &consolidation.records.progress;
    if records.is_empty() {
        return None;
    }
    let plan = &consolidation.plan;
    let columns = form.columns.iter().map(table_column).collect();
    let headings = vec![heading_row(consolidation, form)];
    let mut sections: Vec<Section<'a>> = Vec::new();
    let mut current: Option<Option<u32>> = None;
    for record in records {
        if current != Some(record.direction) {
            current = Some(record.direction);
            sections.push(Section { title: direction_title(plan, record.direction), rows: Vec::new() });
        }
        let cells = form.columns.iter().map(|column| progress_cell(plan, record, &column.field)).collect();
        let departments = record.departments.iter().map(|department| &**department).collect();
        let row = Row { id: &record.id, label: row_label(record), departments, origin: &record.origin, cells };
        if let Some(section) = sections.last_mut() {
            section.rows.push(row);
        }
    }
    let print = form.print.clone();
    Some(Table { kind: RecordKind::Progress, title: "取組状況".to_owned(), print, columns, headings, sections })
}

fn table_column(column: &Column) -> TableColumn {
    TableColumn {
        field: column.field.clone(),
        width: column.width,
        align: column.align,
        bold: column.bold,
        names_row: column.field == "names",
        merges_down: column.fill_down,
    }
}

/// One heading row; neighbours with the same heading share a cell.
fn heading_row(consolidation: &Consolidation, form: &Form) -> Vec<Heading> {
    let mut row: Vec<Heading> = Vec::new();
    for (index, column) in form.columns.iter().enumerate() {
        let text = column.heading_for(consolidation.period);
        match row.last_mut() {
            Some(last) if last.text == text => last.columns += 1,
            _ => row.push(Heading { text, column: index, columns: 1, rows: 1 }),
        }
    }
    row
}

fn direction_title(plan: &Plan, direction: Option<u32>) -> String {
    match direction {
        None => "方向の記載なし".to_owned(),
        Some(no) => match plan.direction(no) {
            Some(direction) => format!("方向{no} {}", direction.title),
            None => format!("方向{no}"),
        },
    }
}

fn row_label(record: &Progress) -> String {
    let numbers = record.numbers.join("・");
    let name = record.names.first().map(String::as_str).unwrap_or_default();
    let more = if record.names.len() > 1 { " ほか" } else { "" };
    match record.direction {
        Some(direction) => format!("{direction}-{numbers} {name}{more}"),
        None => format!("{numbers} {name}{more}"),
    }
}

fn progress_cell<'a>(plan: &Plan, record: &'a Progress, field: &str) -> Cell<'a> {
    let text: Cow<'a, str> = match field {
        "direction" => record.direction.map(|no| no.to_string()).unwrap_or_default().into(),
        "numbers" => lines(&record.numbers),
        "names" => lines(&record.names),
        "departments" => match record.departments.as_slice() {
            [only] => Cow::Borrowed(&**only),
            all => all.join("\n").into(),
        },
        "description" => record.description.as_deref().unwrap_or_default().into(),
        "done" => return statement_cell(plan, record.done.as_ref()),
        "planned" => return statement_cell(plan, record.planned.as_ref()),
        _ => Cow::Borrowed(""),
    };
    Cell { text, ..Cell::default() }
}

fn lines(lines: &[String]) -> Cow<'_, str> {
    match lines {
        [only] => Cow::Borrowed(only),
        all => all.join("\n").into(),
    }
}

/// A statement's text with its tags found again, in the order of its stage entries.
fn statement_cell<'a>(plan: &Plan, statement: Option<&'a Statement>) -> Cell<'a> {
    let Some(statement) = statement else { return Cell::default() };
    let text = statement.text.as_str();
    let mut badges: Vec<Badge<'a>> = Vec::new();
    let mut from = 0;
    for entry in &statement.stages {
        let stage = entry.stage.as_deref().and_then(|name| plan.stages.iter().position(|stage| stage.name == name));
        // 【導入・運用開始】 is one tag and two entries
        if let Some(last) = badges.last_mut()
            && last.label == entry.stage_raw
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

fn has_tag(text: &str, label: &str) -> bool {
    text.find(label).is_some_and(|at| text[..at].ends_with('【') && text[at + label.len()..].starts_with('】'))
}
