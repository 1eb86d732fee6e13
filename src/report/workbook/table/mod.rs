//! A table as it is printed: headings, runs of equal cells of a page merged downwards, stage tags in bold.

mod pages;

use std::ops::Range;

use rust_xlsxwriter::{Format, IgnoreError, Worksheet};

use crate::model::RecordKind;
use crate::report::workbook::book::{Rows, Sheets};
use crate::report::workbook::error::Error;
use crate::report::workbook::grid::{ROWS, cell_pieces, end_rows, most_lines, row_height, set_widths};
use crate::report::workbook::height::wrapped_lines;
use crate::report::workbook::page::{Page, Room};
use crate::report::workbook::style::{self, Styles, Tab};
use crate::report::workbook::targets::Target;
use crate::report::workbook::text::{put, put_note, put_tagged};
use crate::report::{Cell, CellKind, Row, Table};
use pages::{MOST_BREAKS, RowSize, lay, page_end, run_end};

/// Rows above the headings: the title, and the line below it.
const HEAD: u32 = 2;

/// Heights of title and subtitle, and the extra height of a section's title, in points.
const TITLE: f64 = 24.0;
const SUBTITLE: f64 = 15.0;
const SECTION: f64 = 3.0;

/// Width of 「（続き）」, in half columns.
const CONTINUED_WIDTH: f32 = 8.0;

/// Writes the table; continues on another sheet if one is full.
pub fn write<'e>(sheets: &mut Sheets<'_, 'e>, table: &'e Table<'e>) -> Result<(), Error> {
    let rows: Vec<(usize, &Row<'e>)> =
        table.sections.iter().enumerate().flat_map(|(section, part)| part.rows.iter().map(move |row| (section, row))).collect();
    let mut from = 0;
    loop {
        let done = write_sheet(sheets, table, &rows, from)?;
        if done >= rows.len() || done == from {
            return Ok(());
        }
        from = done;
    }
}

/// Writes rows from the `from`th on; returns the next one.
fn write_sheet<'e>(
    sheets: &mut Sheets<'_, 'e>,
    table: &'e Table<'e>,
    rows: &[(usize, &Row<'e>)],
    from: usize,
) -> Result<usize, Error> {
    let page = Page::of(&table.print, Tab::Report);
    let columns = u16::try_from(table.columns.len()).unwrap_or(u16::MAX);
    let (sheet, name, styles, report) = sheets.add(&table.title, Rows::Downwards)?;
    let natural: Vec<f32> = table.columns.iter().map(|column| column.width * 2.0).collect();
    let widths = set_widths(sheet, &natural, page.width())?;
    let look = Look::new(table);

    sheet.set_row_height(0, TITLE)?;
    let title = match table.kind {
        RecordKind::Progress => report.title.clone(),
        _ => format!("{} {}", report.consolidation.plan.title, table.title),
    };
    put(sheet, 0, 0, &title, &styles.title)?;
    sheet.set_row_height(1, SUBTITLE)?;
    put(sheet, 1, 0, &report.subtitle(), &styles.subtitle)?;
    let (first, headed) = headings(sheet, table, &widths, styles)?;

    let titled = table.sections.len() > 1 && !table.columns.iter().any(|column| column.merges_down);
    let mut size: Vec<RowSize> = Vec::new();
    let mut used = first;
    for (_, row) in rows.get(from..).unwrap_or_default() {
        let one = lay(table, row, &widths);
        used = used.saturating_add(one.rows + u32::from(titled));
        if used >= ROWS {
            break;
        }
        size.push(one);
    }
    let until = from + size.len();
    let rows = rows.get(from..until).unwrap_or_default();
    let room = Room::below(page.height() / page.scale(&natural), TITLE + SUBTITLE, headed);
    let section_of = |row: usize| rows.get(row).map(|(section, _)| *section);
    let titles = |row: usize| titled && (row == 0 || section_of(row) != section_of(row - 1));
    let above = |row: usize| if titles(row) { row_height(1) + SECTION } else { 0.0 };
    let heights: Vec<f64> = size.iter().enumerate().map(|(at, size)| size.height() + above(at)).collect();
    let tail = remarks_of(table).iter().map(|line| remark_height(line, &widths)).sum();
    let fitted = room.fitted(&heights, tail);
    let starts = pages::pages(table, rows, &mut size, (&widths, fitted.room), above);
    let mut breaks: Vec<u32> = Vec::new();

    // (column, end of its run) of the columns that are merged downwards
    let mut runs: Vec<(usize, usize)> =
        table.columns.iter().enumerate().filter(|(_, column)| column.merges_down).map(|(col, _)| (col, 0)).collect();
    let mut at = first;
    for (index, (section, row)) in rows.iter().enumerate() {
        if index > 0 && starts.binary_search(&index).is_ok() {
            breaks.push(at);
        }
        if titles(index) {
            at = section_row(sheet, at, columns, table.sections.get(*section).map_or("", |part| &part.title), styles)?;
        }
        let Some(here) = size.get(index) else { break };
        let covered: Vec<usize> = runs.iter().filter(|(_, until)| *until > index).map(|(col, _)| *col).collect();
        for (col, run_until) in &mut runs {
            if *run_until > index {
                continue;
            }
            let end = run_end(table, rows, index, *col, page_end(&starts, index, rows.len()));
            *run_until = end;
            let height: u32 = size.get(index..end).unwrap_or_default().iter().map(|size| size.rows).sum();
            if height > 1 {
                let (wide, format) = (col_index(*col), look.cell(*col, CellKind::Text));
                sheet.merge_range(at, wide, at + height - 1, wide, "", format)?;
            }
        }
        // the fields of a record are one cell over all of its lanes
        let lanes = rows.iter().skip(index + 1).take_while(|(_, next)| next.continues).count();
        if !row.continues && lanes > 0 {
            let height: u32 = size.get(index..=index + lanes).unwrap_or_default().iter().map(|size| size.rows).sum();
            for (col, cell, _) in spans(row, table.columns.len()) {
                if cell.more_columns == 0 && cell.kind != CellKind::Bar && !look.merges_down(col) && !look.is_year(col) {
                    sheet.merge_range(at, col_index(col), at + height - 1, col_index(col), "", look.cell(col, cell.kind))?;
                }
            }
        }
        write_row(sheet, &look, (&widths, styles), (row, &covered), at, *here)?;
        notes(sheet, table, row, at, &covered)?;
        at += here.rows;
    }

    if at > first {
        sheet.ignore_error_range(first, 0, at - 1, columns.saturating_sub(1), IgnoreError::NumberStoredAsText)?;
    }
    let frozen = table.columns.iter().position(|column| column.names_row).map_or(0, |col| col_index(col) + 1);
    sheet.set_freeze_panes(first, frozen)?;
    let end = remarks(sheet, table, at, columns, (&widths, styles))?;
    end_rows(sheet, end)?;
    breaks.truncate(MOST_BREAKS);
    sheet.set_page_breaks(&breaks)?;
    page.set_up(sheet, report, &table.title, Some((HEAD, first - 1)), (end, columns))?;
    fitted.print(sheet);

    let mut at = first;
    let titled_rows: Vec<bool> = (0..rows.len()).map(titles).collect();
    let sheet_index = sheets.targets.sheet(name);
    for (index, (_, row)) in rows.iter().enumerate() {
        at += u32::from(titled_rows.get(index) == Some(&true));
        sheets.targets.add(row.id, row.origin, Target { sheet: sheet_index, row: at });
        at += size.get(index).map_or(1, |size| size.rows);
    }
    Ok(until)
}

/// Writes the heading rows; returns the first row below them, and their height.
fn headings(sheet: &mut Worksheet, table: &Table<'_>, widths: &[f32], styles: &Styles) -> Result<(u32, f64), Error> {
    let mut row = HEAD;
    let mut height = 0.0;
    for line in &table.headings {
        let mut lines = 1;
        for heading in line {
            let (col, last) = (heading.column, heading.column + heading.columns.max(1) - 1);
            let last_row = row + u32::try_from(heading.rows.max(1)).unwrap_or(1) - 1;
            // a heading over several rows has its lines in all of them
            let own = wrapped_lines(&heading.text, span_width(widths, col..last + 1));
            lines = lines.max(own.div_ceil(heading.rows.max(1)));
            let (wide, last) = (col_index(col), col_index(last));
            if last > wide || last_row > row {
                sheet.merge_range(row, wide, last_row, last, "", &styles.heading)?;
            }
            put(sheet, row, wide, &heading.text, &styles.heading)?;
        }
        sheet.set_row_height(row, row_height(lines) + 4.0)?;
        height += row_height(lines) + 4.0;
        row += 1;
    }
    Ok((row, height))
}

/// Writes the legend and the ※ notes below the table; returns the row after them.
fn remarks(
    sheet: &mut Worksheet,
    table: &Table<'_>,
    below: u32,
    columns: u16,
    (widths, styles): (&[f32], &Styles),
) -> Result<u32, Error> {
    let lines = remarks_of(table);
    let mut row = below;
    if lines.is_empty() || below.saturating_add(u32::try_from(lines.len()).unwrap_or(u32::MAX)) >= ROWS {
        return Ok(row);
    }
    for line in lines {
        if columns > 1 {
            sheet.merge_range(row, 0, row, columns - 1, "", &styles.remark)?;
        }
        put(sheet, row, 0, &line, &styles.remark)?;
        sheet.set_row_height(row, remark_height(&line, widths))?;
        row += 1;
    }
    Ok(row)
}

/// The legend and the ※ notes of a table.
fn remarks_of(table: &Table<'_>) -> Vec<String> {
    let notes = table.sections.iter().flat_map(|part| {
        let name = if part.title.is_empty() { String::new() } else { format!("{}：", part.title) };
        part.notes.iter().map(move |note| format!("{name}{note}"))
    });
    table.legend.iter().cloned().chain(notes).collect()
}

fn remark_height(line: &str, widths: &[f32]) -> f64 {
    row_height(wrapped_lines(line, span_width(widths, 0..widths.len())))
}

fn section_row(sheet: &mut Worksheet, row: u32, columns: u16, title: &str, styles: &Styles) -> Result<u32, Error> {
    if columns > 1 {
        sheet.merge_range(row, 0, row, columns - 1, "", &styles.section)?;
    }
    put(sheet, row, 0, title, &styles.section)?;
    sheet.set_row_height(row, row_height(1) + SECTION)?;
    Ok(row + 1)
}

/// Formats of a table's columns.
struct Look {
    columns: Vec<Format>,
    /// The same for rows of missing departments.
    awaited: Vec<Format>,
    merges_down: Vec<bool>,
    years: Vec<bool>,
    bar: Format,
    mark: Format,
}

impl Look {
    fn new(table: &Table<'_>) -> Self {
        let columns: Vec<Format> = table.columns.iter().map(|column| style::table_cell(column.align, column.bold)).collect();
        let awaited = columns.iter().cloned().map(style::awaited).collect();
        let merges_down = table.columns.iter().map(|column| column.merges_down).collect();
        let years = table.columns.iter().map(|column| column.field.parse::<i16>().is_ok()).collect();
        Self { columns, awaited, merges_down, years, bar: style::bar(), mark: style::mark() }
    }

    fn merges_down(&self, col: usize) -> bool {
        self.merges_down.get(col).copied().unwrap_or_default()
    }

    fn is_year(&self, col: usize) -> bool {
        self.years.get(col).copied().unwrap_or_default()
    }

    fn cell(&self, col: usize, kind: CellKind) -> &Format {
        match kind {
            CellKind::Bar => &self.bar,
            CellKind::Mark => &self.mark,
            // the text contains the ratio; a data bar would need a number instead
            CellKind::Text | CellKind::Gauge(_) => self.columns.get(col).unwrap_or(&self.mark),
        }
    }

    /// The format of a row's cell. One that is merged downwards is shared with rows of other departments.
    fn cell_of(&self, row: &Row<'_>, col: usize, kind: CellKind) -> &Format {
        match self.awaited.get(col) {
            Some(awaited) if row.awaited && !self.merges_down(col) => awaited,
            _ => self.cell(col, kind),
        }
    }
}

/// The cells of a row with their columns and how many of the table's `columns` they span.
fn spans<'r, 'a>(row: &'r Row<'a>, columns: usize) -> impl Iterator<Item = (usize, &'r Cell<'a>, usize)> {
    row.spans()
        .take_while(move |(col, _)| *col < columns)
        .map(move |(col, cell)| (col, cell, (cell.more_columns + 1).min(columns - col)))
}

/// Writes one record.
fn write_row(
    sheet: &mut Worksheet,
    look: &Look,
    (widths, styles): (&[f32], &Styles),
    (row, covered): (&Row<'_>, &[usize]),
    at: u32,
    size: RowSize,
) -> Result<(), Error> {
    if size.rows == 1 {
        sheet.set_row_height(at, row_height(size.lines))?;
        for (col, cell, span) in spans(row, look.columns.len()) {
            let format = look.cell_of(row, col, cell.kind);
            let wide = col_index(col);
            if row.continues && cell.kind != CellKind::Bar && !look.merges_down(col) && !look.is_year(col) {
                // covered by the merged cell of the first lane
                continue;
            }
            if span > 1 {
                sheet.merge_range(at, wide, at, col_index(col + span - 1), "", format)?;
            }
            if covered.contains(&col) {
                // covered by a merged cell
                sheet.write_blank(at, wide, format)?;
            } else if look.merges_down(col) {
                // 一覧 has what such a cell cannot show
                put(sheet, at, wide, first_piece(&cell.text, span_width(widths, col..col + 1)), format)?;
            } else {
                put_cell(sheet, (at, wide), (&cell.text, 0), cell, styles, format)?;
            }
        }
        return Ok(());
    }
    let cells: Vec<_> = spans(row, look.columns.len())
        .map(|(col, cell, span)| (col, cell, span, cell_pieces(&cell.text, span_width(widths, col..col + span))))
        .collect();
    let mut offsets = vec![0; cells.len()];
    for part in 0..size.rows {
        let here = at + part;
        let mut lines = if part == 0 { size.lines.min(most_lines()) } else { 1 };
        let mut marked = part == 0;
        for ((col, cell, span, parts), offset) in cells.iter().zip(&mut offsets) {
            let format = look.cell_of(row, *col, cell.kind);
            let wide = col_index(*col);
            let width = span_width(widths, *col..*col + *span);
            if *span > 1 {
                sheet.merge_range(here, wide, here, col_index(*col + *span - 1), "", format)?;
            }
            if covered.contains(col) || (part > 0 && look.merges_down(*col)) {
                sheet.write_blank(here, wide, format)?;
            } else if look.merges_down(*col) {
                put(sheet, here, wide, first_piece(&cell.text, width), format)?;
            } else if let Some((piece, feed)) = parts.get(part as usize) {
                lines = lines.max(wrapped_lines(piece, width));
                put_cell(sheet, (here, wide), (piece, *offset), cell, styles, format)?;
                *offset += piece.len() + usize::from(*feed);
            } else if !marked && width >= CONTINUED_WIDTH {
                marked = true;
                put(sheet, here, wide, "（続き）", format)?;
            } else {
                put(sheet, here, wide, "", format)?;
            }
        }
        sheet.set_row_height(here, row_height(lines))?;
    }
    Ok(())
}

fn put_cell(
    sheet: &mut Worksheet,
    (row, col): (u32, u16),
    (text, offset): (&str, usize),
    cell: &Cell<'_>,
    styles: &Styles,
    format: &Format,
) -> Result<(), Error> {
    if cell.badges.is_empty() {
        put(sheet, row, col, text, format)?;
    } else {
        put_tagged(sheet, row, col, (text, offset, &cell.badges), styles, format)?;
    }
    Ok(())
}

/// Adds the department's comments to its cells; one under a merged cell would be invisible.
fn notes(sheet: &mut Worksheet, table: &Table<'_>, row: &Row<'_>, at: u32, covered: &[usize]) -> Result<(), Error> {
    if row.continues {
        return Ok(());
    }
    for (field, text) in &row.origin.comments {
        let column = table.columns.iter().position(|column| column.field == **field);
        if let Some(col) = column.filter(|col| !covered.contains(col)) {
            put_note(sheet, at, col_index(col), text)?;
        }
    }
    Ok(())
}

/// The part of a text that one row shows.
fn first_piece(text: &str, width: f32) -> &str {
    cell_pieces(text, width).first().map_or("", |(piece, _)| piece)
}

fn cell_text<'r>(row: &'r Row<'_>, col: usize) -> &'r str {
    row.cell_at(col).map_or("", |cell| &cell.text)
}

/// Width of columns that are one cell.
fn span_width(widths: &[f32], columns: Range<usize>) -> f32 {
    widths.get(columns).unwrap_or_default().iter().sum::<f32>().max(2.0)
}

fn col_index(col: usize) -> u16 {
    u16::try_from(col).unwrap_or(u16::MAX)
}
