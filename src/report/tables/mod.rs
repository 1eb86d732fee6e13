//! Neutral tables: workbook, report and page draw the same one.

pub(crate) mod anchor;
pub(crate) mod by_direction;
mod changed;
pub mod changes;
mod checklist;
pub(crate) mod concerns;
mod count;
pub(crate) mod crosswalk;
mod declared;
pub(crate) mod figure;
pub(crate) mod file_department;
mod heading;
pub(crate) mod headline;
mod indicator;
pub(crate) mod lagging;
pub(crate) mod left_out;
mod measure;
mod progress;
mod schedule;
mod split_wide;
pub(crate) mod spotlight;
pub(crate) mod step;
pub(crate) mod trend;

pub use changed::Changed;
pub use count::{Counts, KeyFigure};

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use jiff::civil::Date;

use crate::form::{Align, Column, Form, Print};
use crate::model::era::short_fiscal_year;
use crate::model::{Consolidation, Origin, Plan, RecordKind, TableReport};

/// A table to be drawn.
#[derive(Debug, Clone)]
pub struct Table<'a> {
    /// The kind of its records.
    pub kind: RecordKind,
    /// Its title: 取組状況.
    pub title: String,
    /// Paper and type of its form.
    pub print: Print,
    /// Its columns.
    pub columns: Vec<TableColumn>,
    /// Rows of headings, the upper first.
    pub headings: Vec<Vec<Heading>>,
    /// Its sections, in order: 方向1, 方向2, …
    pub sections: Vec<Section<'a>>,
    /// Notes in small type: meaning of marks, calculation of figures.
    pub legend: Vec<String>,
    /// How many records it holds, in large type on a first page.
    pub figure: KeyFigure,
    /// Counts by its parts, if there is something to count.
    pub counts: Option<Counts>,
    /// Its figures in a sentence, or empty.
    pub sentence: String,
    /// The current fiscal year, if it has a column.
    pub current_year: Option<i16>,
    /// The fiscal year whose entries a first page lists: the current one, else the table's year nearest to it.
    pub listed_year: Option<i16>,
}

/// A column.
#[derive(Debug, Clone, PartialEq)]
pub struct TableColumn {
    /// The record's field that it shows, or empty.
    pub field: String,
    /// Width in full-width characters; the table's width is shared in these proportions.
    pub width: f32,
    /// Alignment of its cells.
    pub align: Align,
    /// In bold.
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
    /// Its first column.
    pub column: usize,
    /// Number of columns that it spans.
    pub columns: usize,
    /// Number of heading rows that it spans.
    pub rows: usize,
}

/// A part of a table with its own title.
#[derive(Debug, Clone)]
pub struct Section<'a> {
    /// Title for bookmarks and contents: 方向1 地域社会のDX推進. Empty where the table has no parts.
    pub title: String,
    /// Its rows.
    pub rows: Vec<Row<'a>>,
    /// ※ notes below its rows.
    pub notes: Vec<String>,
    /// Headings of this part that differ from the table's: column and text.
    pub headings: Vec<(usize, String)>,
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
    /// Its origin.
    pub origin: &'a Origin,
    /// A further lane of the record in the row above: more bars, without repeating its fields.
    pub continues: bool,
    /// A row of a missing department, from the period before.
    pub awaited: bool,
    /// Its cells, one for each column; after a cell that spans several, the next one is in the next free column.
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
    /// Its figures over the years, for a sparkline beside its text.
    pub trend: Vec<f32>,
    /// Its change since the last report, if any.
    pub changed: Option<Changed>,
}

/// A stage tag in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Badge<'a> {
    /// Bytes of the text, brackets included.
    pub range: Range<usize>,
    /// Indices of the plan's stages; empty for an unknown tag.
    pub stages: Vec<usize>,
    /// The text between the brackets.
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
    ///
    /// `today` gives the current fiscal year if the report has no period.
    pub fn new(consolidation: &'a Consolidation, form: &Form, today: Date) -> Option<Self> {
        let sources = Sources::of(consolidation, form);
        let table = match form.record {
            RecordKind::Progress => progress::table(consolidation, form, &sources),
            RecordKind::Schedule => schedule::table(consolidation, form, &sources, year_at_hand(consolidation, today)),
            RecordKind::Indicator => indicator::table(consolidation, form, &sources),
            RecordKind::Measure => measure::table(consolidation, form, &sources),
            RecordKind::Checklist => checklist::table(consolidation, form, &sources),
            RecordKind::Table => declared::table(consolidation, form, &sources),
        };
        let mut table = table;
        if form.print.triangle {
            table.triangles();
        }
        match &consolidation.comparison {
            Some(comparison) if table.kind == RecordKind::Progress => changed::mark(&mut table, comparison),
            Some(comparison) => changed::mark_table(&mut table, comparison),
            None => {}
        }
        table.leave_out_blank_columns();
        table.mark_edited(consolidation);
        (!table.sections.is_empty()).then_some(table)
    }

    /// A table of these columns and sections; its figure is the number of its records.
    fn made(
        form: &Form,
        title: &str,
        columns: Vec<TableColumn>,
        headings: Vec<Vec<Heading>>,
        rows: impl Iterator<Item = (String, Row<'a>)>,
    ) -> Self {
        let sections = sectioned(rows);
        let value = sections.iter().flat_map(|section| &section.rows).filter(|row| !row.continues && !row.awaited).count();
        Self {
            kind: form.record,
            title: title.to_owned(),
            print: form.print.clone(),
            columns,
            headings,
            sections,
            legend: Vec::new(),
            sentence: String::new(),
            current_year: None,
            listed_year: None,
            figure: KeyFigure { label: title.to_owned(), value, unit: "件".to_owned() },
            counts: None,
        }
    }

    /// Marks a text as edited by the coordinator.
    fn mark_edited(&mut self, consolidation: &Consolidation) {
        if consolidation.edited.is_empty() {
            return;
        }
        let kind = self.kind;
        for row in self.sections.iter_mut().flat_map(|section| &mut section.rows) {
            let Some(edited) = consolidation.edited(kind, row.id) else { continue };
            for (cell, column) in row.cells.iter_mut().zip(&self.columns) {
                // the stage is part of what was done
                let stage = column.field == "done" && edited.contains_key("stage");
                if stage || edited.contains_key(&column.field) {
                    cell.text = format!("{}\n（事務局修正）", cell.text).trim_start().to_owned().into();
                }
            }
        }
    }

    /// Negative figures with ▲ for their minus.
    fn triangles(&mut self) {
        let figures: Vec<bool> = self.columns.iter().map(|column| column.align == Align::Right).collect();
        for row in self.sections.iter_mut().flat_map(|section| &mut section.rows) {
            let mut next = 0;
            for cell in &mut row.cells {
                let rest = cell.text.strip_prefix(['-', '－', '−']).filter(|rest| rest.starts_with(|c: char| c.is_numeric()));
                if let Some(rest) = rest.filter(|_| figures.get(next) == Some(&true)) {
                    cell.text = format!("▲{rest}").into();
                }
                next += cell.more_columns + 1;
            }
        }
    }

    /// Removes columns without any text; a year without a bar is information and stays.
    fn leave_out_blank_columns(&mut self) {
        for at in (0..self.columns.len()).rev() {
            let is_year = self
                .columns
                .get(at)
                .is_some_and(|column| column.field.rsplit('.').next().is_some_and(|year| year.parse::<i16>().is_ok()));
            // in 取組状況, a blank column is information; a skipped one is not
            let is_progress =
                self.kind == RecordKind::Progress && self.columns.get(at).is_some_and(|column| column.field != "skip");
            let filled = self.rows().any(|row| row.cell_at(at).is_none_or(|cell| !cell.text.is_empty()));
            if is_year || is_progress || filled || self.columns.len() < 2 {
                continue;
            }
            self.columns.remove(at);
            for row in self.sections.iter_mut().flat_map(|section| &mut section.rows) {
                let cell = row.spans().position(|(column, _)| column == at);
                if let Some(cell) = cell {
                    row.cells.remove(cell);
                }
            }
            heading::take_out(&mut self.headings, at);
            for section in &mut self.sections {
                section.headings.retain(|(column, _)| *column != at);
                for (column, _) in &mut section.headings {
                    *column -= usize::from(*column > at);
                }
            }
        }
    }

    /// Removes the rows of missing departments.
    pub(in crate::report) fn leave_out_awaited(&mut self) {
        for section in &mut self.sections {
            section.rows.retain(|row| !row.awaited);
        }
        self.sections.retain(|section| !section.rows.is_empty());
    }

    /// All rows, across the sections.
    pub fn rows(&self) -> impl Iterator<Item = &Row<'a>> {
        self.sections.iter().flat_map(|section| &section.rows)
    }
}

impl<'a> Row<'a> {
    /// Its cells, each with the column it begins in.
    pub fn spans(&self) -> impl Iterator<Item = (usize, &Cell<'a>)> {
        let mut next = 0;
        self.cells.iter().map(move |cell| {
            let column = next;
            next += cell.more_columns + 1;
            (column, cell)
        })
    }

    /// The cell that begins in a column.
    pub fn cell_at(&self, column: usize) -> Option<&Cell<'a>> {
        self.spans().find(|(at, _)| *at == column).map(|(_, cell)| cell)
    }
}

/// Finds the records that were read with a form: records have cells, tables have forms.
struct Sources<'a> {
    form: &'a str,
    tables: BTreeMap<(&'a str, Option<&'a str>), Vec<&'a TableReport>>,
}

impl<'a> Sources<'a> {
    fn of(consolidation: &'a Consolidation, form: &'a Form) -> Self {
        let mut tables: BTreeMap<_, Vec<&TableReport>> = BTreeMap::new();
        for input in &consolidation.inputs {
            for sheet in &input.sheets {
                tables.entry((&*input.path, sheet.name.as_deref())).or_default().extend(&sheet.tables);
            }
        }
        Self { form: &form.id, tables }
    }

    /// Was the record read with this form? A record outside of all tables matches every form of its kind.
    fn holds(&self, origin: &Origin) -> bool {
        let Some(tables) = self.tables.get(&(&*origin.file, origin.sheet.as_deref())) else { return true };
        let holds = |table: &&&TableReport| (table.range.first.row..=table.range.last.row).contains(&origin.row);
        tables.iter().find(holds).is_none_or(|table| &*table.form == self.form)
    }
}

/// The fiscal year of the report's period, else of its date.
fn year_at_hand(consolidation: &Consolidation, today: Date) -> i16 {
    consolidation.period.map_or_else(|| fiscal_year_of(today), |period| period.fiscal_year())
}

/// The fiscal year of a day: it begins in April.
fn fiscal_year_of(day: Date) -> i16 {
    if day.month() < 4 { day.year() - 1 } else { day.year() }
}

/// The title of a part by its goal: as the form's captions write it, else 基本目標1 and its name.
fn goal_title(form: &Form, goal: Option<u32>, name: Option<&str>) -> String {
    let Some(no) = goal else { return String::new() };
    let value = |field: &str| match field {
        "goal" => Some(no.to_string()),
        "goal_name" => name.map(str::to_owned),
        _ => None,
    };
    form.caption_line("goal", value).unwrap_or_else(|| match name {
        Some(name) => format!("基本目標{no} {name}"),
        None => format!("基本目標{no}"),
    })
}

/// The heading of the parts in a table of counts.
fn goal_word(form: &Form) -> String {
    form.caption_word("goal").unwrap_or_else(|| "基本目標".to_owned())
}

/// The number by which people know a record: that of its section where it has one, which several records share; else its id.
fn number<'a>(section: Option<&'a str>, id: &'a str) -> &'a str {
    section.filter(|section| id.starts_with(section)).unwrap_or(id)
}

/// Groups rows into parts; a part begins where the title changes.
fn sectioned<'a>(rows: impl Iterator<Item = (String, Row<'a>)>) -> Vec<Section<'a>> {
    let mut sections: Vec<Section<'a>> = Vec::new();
    for (title, row) in rows {
        match sections.last_mut() {
            Some(section) if section.title == title => section.rows.push(row),
            _ => sections.push(Section { title, rows: vec![row], notes: Vec::new(), headings: Vec::new() }),
        }
    }
    sections
}

/// The upper level of the plan that a code begins with: (1) and its title, of (1)-2-1.
fn direction_title(plan: &Plan, code: Option<&str>) -> Option<String> {
    let head = code?.split_once('-')?.0;
    let no = head.trim_matches(['(', ')', '（', '）']).parse().ok()?;
    plan.direction(no).map(|direction| format!("{head} {}", direction.title))
}

/// The group in which a record is counted: its section, or the upper level of the plan in its code.
fn part(plan: &Plan, section: String, code: Option<&str>) -> String {
    if !section.is_empty() {
        return section;
    }
    // a code of one level has no part
    let head = || code.and_then(|code| code.split_once('-')).map_or("全体", |(head, _)| head).to_owned();
    direction_title(plan, code).unwrap_or_else(head)
}

/// Several lines as one text.
fn lines(lines: &[String]) -> Cow<'_, str> {
    match lines {
        [only] => Cow::Borrowed(only),
        all => all.join("\n").into(),
    }
}

/// Departments, one per line.
fn departments(names: &[Arc<str>]) -> Cow<'_, str> {
    match names {
        [only] => Cow::Borrowed(&**only),
        all => all.join("\n").into(),
    }
}

fn text<'a>(text: impl Into<Cow<'a, str>>) -> Cell<'a> {
    Cell { text: text.into(), ..Cell::default() }
}

/// A fiscal year over its column: R6年度 and, below, 2024.
fn year_heading(year: i16) -> String {
    format!("{}年度\n（{year}）", short_fiscal_year(year))
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

/// One heading row of a form; neighbours with the same heading share a cell.
fn heading_row(consolidation: &Consolidation, form: &Form) -> Vec<Heading> {
    heading::row(form.columns.iter().map(|column| column.heading_for(consolidation.period)))
}
