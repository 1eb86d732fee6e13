//! 取組状況: the sheet that a department fills in, in the form's layout.

use rust_xlsxwriter::{ProtectionOptions, Worksheet};

use crate::form::{Column, EXTRA, FieldType, Paper};
use crate::model::RecordKind;
use crate::model::limits::CELL_UNITS;
use crate::model::stamp::{self, ID_HEADING, LAST_PLAN_HEADING, id_cell};
use crate::report::handouts::forms::choices::Choices;
use crate::report::handouts::forms::look::{self, Hold};
use crate::report::handouts::forms::prefill::{Entry, is_asked};
use crate::report::handouts::forms::{Handout, checks};
use crate::report::workbook::Error;
use crate::report::workbook::grid::{cell_pieces, end_rows, fits, most_lines, row_height, set_widths};
use crate::report::workbook::height::{pieces, wrapped_lines};
use crate::report::workbook::names::cut;
use crate::report::workbook::page::{Room, scale};
use crate::report::workbook::style::{FONT, Styles, Tab};
use crate::report::workbook::text::{put, put_note};

/// Name of the sheet.
const NAME: &str = "取組状況";
const TITLE: u32 = 0;
const REMARK: u32 = 1;
const INFO: u32 = 2;
const HEADING: u32 = 4;

/// Blank rows for new initiatives.
const BLANK_ROWS: usize = 5;
const BLANK_ROWS_OF_RETURN: usize = 2;
/// Height of a row to fill in, in lines.
const ROOM_LINES: usize = 6;

/// Millimetres between the side margins of landscape A4, and the same in pixels.
const BOUND: f64 = 15.0;
const FREE: f64 = 12.0;
const INCH: f64 = 25.4;

/// Positions on a written sheet.
#[derive(Debug, Clone)]
pub struct Written {
    /// The sheet's name.
    pub name: String,
    first: u32,
    /// For each column of the form, the column on the sheet.
    columns: Vec<u16>,
}

impl Written {
    /// The cell of an entry's field: row and column from 0.
    pub fn cell(&self, entry: usize, column: usize) -> Option<(u32, u16)> {
        Some((self.first.checked_add(u32::try_from(entry).ok()?)?, *self.columns.get(column)?))
    }
}

/// The columns on the sheet, from left to right.
struct Layout<'a> {
    slots: Vec<Slot<'a>>,
    widths: Vec<f32>,
}

#[derive(Clone, Copy)]
enum Slot<'a> {
    Form(usize, &'a Column),
    LastPlan,
}

/// Writes the sheet.
///
/// # Errors
/// [`Error::Writer`] is a fault of the program's own.
pub fn write_sheet(sheet: &mut Worksheet, handout: &Handout<'_>, choices: Option<&Choices>) -> Result<Written, Error> {
    let styles = Styles::default();
    let name = sheet_name(handout);
    sheet.set_name(&name)?;
    sheet.set_tab_color(Tab::Report.color());
    let mut layout = Layout::of(handout);
    let natural: Vec<f32> = layout.slots.iter().map(Slot::width).collect();
    layout.widths = set_widths(sheet, &natural, paper_width(handout))?;
    let ids = index(layout.slots.len());

    // row by row: in constant-memory mode a sheet cannot go back
    put(sheet, TITLE, ids, &handout.stamp().to_string(), &look::hidden())?;
    head(sheet, handout, &layout, &styles)?;
    headings(sheet, handout, &layout, &styles)?;
    put(sheet, HEADING, ids, ID_HEADING, &styles.heading)?;
    let mut row = HEADING + 1;
    if !handout.is_return() {
        example(sheet, handout, &layout, row)?;
        row += 1;
    }
    let first = row;
    let mut heights = Vec::with_capacity(handout.entries.len());
    for entry in handout.entries {
        let (last_plan, height) = write_entry(sheet, handout, &layout, entry, row)?;
        let id = entry.id.as_deref().map(|id| id_cell(id, last_plan)).unwrap_or_default();
        put(sheet, row, ids, &id, &look::hidden())?;
        heights.push(height);
        row += 1;
    }
    let blank = row;
    for _ in 0..if handout.is_return() { BLANK_ROWS_OF_RETURN } else { BLANK_ROWS } {
        for (col, slot) in (0u16..).zip(&layout.slots) {
            match slot {
                Slot::Form(_, column) => sheet.write_blank(row, col, &look::cell(column, Hold::Open))?,
                Slot::LastPlan => sheet.write_blank(row, col, &look::last_plan())?,
            };
        }
        sheet.set_row_height(row, row_height(ROOM_LINES / 2))?;
        row += 1;
    }
    for (col, slot) in (0u16..).zip(&layout.slots) {
        let Slot::Form(_, column) = slot else { continue };
        // rows from the last report may hold several numbers in a cell
        let typed = matches!(column.kind, FieldType::Integer | FieldType::Numbers);
        let from = if typed { blank } else { first };
        checks::column(sheet, col, (from, row - 1), column, handout.plan, choices)?;
    }
    end_rows(sheet, row)?;
    sheet.set_column_hidden(ids)?;
    // the blank rows of a return are not printed: they would take a page
    let printed = if handout.is_return() { blank } else { row };
    set_up(sheet, handout, printed, ids)?;
    if handout.is_return() {
        Room::below(paper_height(handout) / scale(&natural, paper_width(handout)), HEAD, HEADINGS)
            .fitted(&heights, 0.0)
            .print(sheet);
    }
    let columns = (0..handout.form.columns.len())
        .map(|wanted| index(layout.slots.iter().position(|slot| matches!(slot, Slot::Form(at, _) if *at == wanted)).unwrap_or(0)))
        .collect();
    Ok(Written { name, first, columns })
}

impl<'a> Layout<'a> {
    fn of(handout: &Handout<'a>) -> Self {
        let mut slots = Vec::new();
        // skipped and unlisted columns are not part of a form
        let asked = |column: &Column| column.kind != FieldType::Skip && column.field != EXTRA;
        let is_table = handout.form.record == RecordKind::Table;
        for (at, column) in handout.form.columns.iter().enumerate().filter(|(_, column)| !is_table || asked(column)) {
            if column.field == "done" && !handout.is_return() {
                slots.push(Slot::LastPlan);
            }
            slots.push(Slot::Form(at, column));
        }
        Self { slots, widths: Vec::new() }
    }

    fn width(&self, col: usize) -> f32 {
        self.widths.get(col).copied().unwrap_or(20.0)
    }
}

impl Slot<'_> {
    /// In half columns.
    fn width(&self) -> f32 {
        match self {
            Slot::Form(_, column) => column.width * 2.0,
            Slot::LastPlan => 32.0,
        }
    }
}

/// Title, remark, and the fields for department, person and date.
fn head(sheet: &mut Worksheet, handout: &Handout<'_>, layout: &Layout<'_>, styles: &Styles) -> Result<(), Error> {
    sheet.set_row_height(TITLE, 24)?;
    put(sheet, TITLE, 0, cut(&handout.title(), 78), &styles.title)?;
    let remark = if handout.is_return() {
        "※ 色の付いた欄を確かめて直し、そのまま提出してください。内容と直し方は欄のコメントと「指摘一覧」シートにあります。"
    } else {
        "※ 淡い黄色の欄に記入してください。灰色の欄は記入済みです。詳しくは「記入要領」シートをご覧ください。"
    };
    let remarks: Vec<String> =
        handout.request.line().map(|line| format!("※ {line}")).into_iter().chain([remark.to_owned()]).collect();
    let width: f32 = layout.widths.iter().sum();
    let lines = remarks.iter().map(|line| wrapped_lines(line, width)).sum::<usize>();
    span(sheet, REMARK, (0, index(layout.slots.len().saturating_sub(1))), &look::remark())?;
    put(sheet, REMARK, 0, &remarks.join("\n"), &look::remark())?;
    sheet.set_row_height(REMARK, row_height(lines).max(15.0))?;

    let version = if handout.is_return() { format!("第{}版（差戻し）", handout.version) } else { String::new() };
    let mut rows = vec![[("提出日", None), ("担当課", Some(handout.department))], [("担当者", None), ("内線", None)]];
    if let (true, Some(second)) = (handout.is_return(), rows.get_mut(1)) {
        *second = [("版", Some(version.as_str())), ("担当者", None)];
    }
    for (row, pairs) in (INFO..).zip(rows) {
        sheet.set_row_height(row, row_height(1) + 3.0)?;
        let mut col = 0;
        for (label, value) in pairs {
            let (from, to) = boxed(layout, &mut col, 9.0);
            span(sheet, row, (from, to), &look::label())?;
            put(sheet, row, from, label, &look::label())?;
            let (from, to) = boxed(layout, &mut col, 20.0);
            let format = if label == "提出日" { look::day() } else { look::value(value.is_some()) };
            span(sheet, row, (from, to), &format)?;
            match value {
                Some(value) => {
                    let width = f32::from(to - from + 1) * layout.width(usize::from(from));
                    let lines = wrapped_lines(value, width.min(24.0));
                    sheet.set_row_height(row, row_height(lines.min(4)) + 3.0)?;
                    put(sheet, row, from, cell_pieces(value, 24.0).first().map_or("", |(piece, _)| piece), &format)?;
                }
                None => {
                    sheet.write_blank(row, from, &format)?;
                    let rule = if label == "提出日" { checks::day()? } else { checks::contact()? };
                    sheet.add_data_validation(row, from, row, to, &rule)?;
                }
            }
        }
    }
    Ok(())
}

/// The next columns that are `width` half columns wide together.
fn boxed(layout: &Layout<'_>, col: &mut usize, width: f32) -> (u16, u16) {
    let from = *col;
    let mut got = layout.width(*col);
    while got < width && *col + 1 < layout.slots.len() {
        *col += 1;
        got += layout.width(*col);
    }
    let to = *col;
    *col += 1;
    (index(from), index(to))
}

fn span(sheet: &mut Worksheet, row: u32, (from, to): (u16, u16), format: &rust_xlsxwriter::Format) -> Result<(), Error> {
    if to > from {
        sheet.merge_range(row, from, row, to, "", format)?;
    }
    Ok(())
}

fn headings(sheet: &mut Worksheet, handout: &Handout<'_>, layout: &Layout<'_>, styles: &Styles) -> Result<(), Error> {
    let texts: Vec<String> = layout
        .slots
        .iter()
        .map(|slot| match slot {
            Slot::Form(_, column) => column.handout_heading(handout.period),
            Slot::LastPlan => LAST_PLAN_HEADING.to_owned(),
        })
        .collect();
    let mut lines = 1;
    let mut col = 0;
    while let Some(text) = texts.get(col) {
        // neighbours with the same heading share a cell, as number and name of a 取組 do
        let same = texts.iter().skip(col + 1).take_while(|other| *other == text).count();
        let width: f32 = (col..=col + same).map(|at| layout.width(at)).sum();
        lines = lines.max(wrapped_lines(text, width));
        span(sheet, HEADING, (index(col), index(col + same)), &styles.heading)?;
        put(sheet, HEADING, index(col), text, &styles.heading)?;
        col += same + 1;
    }
    sheet.set_row_height(HEADING, row_height(lines) + 4.0)?;
    Ok(())
}

/// 記入例: an example of a filled-in row.
fn example(sheet: &mut Worksheet, handout: &Handout<'_>, layout: &Layout<'_>, row: u32) -> Result<(), Error> {
    let steps: Vec<&str> =
        handout.plan.stages.iter().filter(|stage| stage.step.is_some()).map(|stage| stage.name.as_str()).collect();
    let stage = |n: usize| steps.get(n).map(|name| format!("【{name}】")).unwrap_or_default();
    let mut lines = 1;
    let mut begun = false;
    for (col, slot) in layout.slots.iter().enumerate() {
        let (text, format) = match slot {
            Slot::LastPlan => (format!("{}○○を試行する。", stage(0)), look::last_plan().set_italic()),
            Slot::Form(_, column) => {
                let text = match column.field.as_str() {
                    _ if !begun => "記入例".to_owned(),
                    "direction" => "1".to_owned(),
                    "numbers" => "99".to_owned(),
                    "names" => "○○システムの導入".to_owned(),
                    "departments" => "○○課".to_owned(),
                    "description" => "○○の手続をオンラインで行えるようにする。".to_owned(),
                    "done" => format!("{}○○を試行し、利用者30人から意見を聞いた。", stage(0)),
                    "planned" => format!("{}令和○年○月に○○を始める。", stage(1)),
                    _ => String::new(),
                };
                begun = true;
                (text, look::example(column))
            }
        };
        lines = lines.max(wrapped_lines(&text, layout.width(col)));
        put(sheet, row, index(col), &text, &format)?;
    }
    sheet.set_row_height(row, row_height(lines))?;
    Ok(())
}

/// Writes the row of an entry; gives the plan of last period as it stands there, and the row's height.
fn write_entry<'e>(
    sheet: &mut Worksheet,
    handout: &Handout<'_>,
    layout: &Layout<'_>,
    entry: &'e Entry,
    row: u32,
) -> Result<(Option<&'e str>, f64), Error> {
    let mut last_plan = None;
    let mut lines = if handout.is_return() { 1 } else { ROOM_LINES };
    for (col, slot) in layout.slots.iter().enumerate() {
        let (text, format, remark, theirs) = match slot {
            Slot::LastPlan => (entry.last_plan.as_str(), look::last_plan(), None, None),
            Slot::Form(at, column) => {
                let text = entry.texts.get(*at).map_or("", String::as_str);
                let remark = entry.remarks.get(at);
                let to_fill = is_asked(column, handout.form) || column.carry;
                let format = match remark {
                    Some(remark) => look::cell(column, if remark.is_error { Hold::Wrong } else { Hold::Doubtful }),
                    None if handout.is_return() => look::plain(column),
                    None => look::cell(column, if to_fill || text.is_empty() { Hold::Open } else { Hold::Locked }),
                };
                (text, format, remark, entry.comments.get(at).map(String::as_str))
            }
        };
        let width = layout.width(col);
        lines = lines.max(wrapped_lines(text, width));
        // more than a cell holds is not in any workbook; what came as text is cut where a line ends
        let whole = if fits(text) { text } else { first_piece(text, width) };
        if matches!(slot, Slot::LastPlan) {
            last_plan = Some(whole);
        }
        put(sheet, row, index(col), whole, &format)?;
        if let Some(remark) = remark {
            let theirs = theirs.map(|text| cut(text, THEIRS));
            put_note(sheet, row, index(col), &stamp::comment(theirs, cut(&remark.text, OURS)))?;
        } else if let Some(theirs) = theirs {
            put_note(sheet, row, index(col), theirs)?;
        }
    }
    let height = row_height(lines.min(most_lines()));
    sheet.set_row_height(row, height)?;
    Ok((last_plan, height))
}

/// About what stands above the rows of a page: on the first, and on every one.
const HEAD: f64 = 90.0;
const HEADINGS: f64 = 36.0;

/// Longest comment of ours, and of a department: one cell holds both.
const OURS: usize = 3_000;
const THEIRS: usize = 20_000;

fn first_piece(text: &str, width: f32) -> &str {
    pieces(text, width, usize::MAX, CELL_UNITS - 1).first().map_or("", |(piece, _)| piece)
}

fn set_up(sheet: &mut Worksheet, handout: &Handout<'_>, rows: u32, ids: u16) -> Result<(), Error> {
    let key = || layout_key(handout);
    let named = handout.form.column("names").or_else(key).map_or(1, |at| index(at) + 1);
    sheet.set_freeze_panes(HEADING + 1, named)?;
    sheet.set_paper_size(if handout.form.print.paper == Paper::A3 { 8 } else { 9 });
    if handout.form.print.portrait {
        sheet.set_portrait();
    } else {
        sheet.set_landscape();
    }
    sheet.set_margins(BOUND / INCH, FREE / INCH, 15.0 / INCH, 15.0 / INCH, 8.0 / INCH, 8.0 / INCH);
    sheet.set_print_fit_to_pages(1, 0);
    sheet.set_repeat_rows(HEADING, HEADING)?;
    sheet.set_print_area(0, 0, rows.saturating_sub(1), ids.saturating_sub(1))?;
    sheet.set_screen_gridlines(false);
    let department: String = handout.department.chars().filter(|c| !c.is_control()).collect();
    let department = cut(&department, 60).replace('&', "&&");
    sheet.set_footer(format!("&L&\"{FONT},標準\"&8{department}&C&\"{FONT},標準\"&8&P / &N"));
    // no password, so that people can unprotect the sheet
    sheet.protect_with_options(&ProtectionOptions {
        format_rows: true,
        format_columns: true,
        edit_objects: handout.is_return(),
        ..ProtectionOptions::default()
    });
    Ok(())
}

/// Width and height of the paper, in millimetres.
fn sides(handout: &Handout<'_>) -> (f64, f64) {
    let (short, long) = match handout.form.print.paper {
        Paper::A4 => (210.0, 297.0),
        Paper::A3 => (297.0, 420.0),
    };
    if handout.form.print.portrait { (short, long) } else { (long, short) }
}

/// Pixels between the side margins.
fn paper_width(handout: &Handout<'_>) -> f64 {
    (sides(handout).0 - BOUND - FREE) / INCH * 96.0
}

/// Points between the margins above and below.
fn paper_height(handout: &Handout<'_>) -> f64 {
    (sides(handout).1 - 2.0 * 15.0) / INCH * 72.0
}

fn index(col: usize) -> u16 {
    u16::try_from(col).unwrap_or(u16::MAX)
}

/// The column that names the rows of a table.
fn layout_key(handout: &Handout<'_>) -> Option<usize> {
    let is_table = handout.form.record == RecordKind::Table;
    handout.form.columns.iter().position(|column| column.key).filter(|at| is_table && *at < 6)
}

/// 取組状況, or the form's name.
fn sheet_name(handout: &Handout<'_>) -> String {
    if handout.form.record != RecordKind::Table {
        return NAME.to_owned();
    }
    let name: String = handout.form.name.chars().filter(|c| !c.is_control() && !"[]:*?/\\'".contains(*c)).take(31).collect();
    if name.trim().is_empty() { NAME.to_owned() } else { name }
}
