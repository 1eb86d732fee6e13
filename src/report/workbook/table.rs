//! A table as it is printed: headings, runs of equal cells merged downwards, stage tags in bold.

use std::ops::Range;

use rust_xlsxwriter::{Format, IgnoreError, Worksheet};

use crate::model::RecordKind;
use crate::report::workbook::book::{Rows, Sheets};
use crate::report::workbook::error::Error;
use crate::report::workbook::grid::{ROWS, cell_pieces, end_rows, fits, most_lines, row_height, set_widths};
use crate::report::workbook::height::wrapped_lines;
use crate::report::workbook::page::Page;
use crate::report::workbook::style::{self, Styles, Tab};
use crate::report::workbook::targets::Target;
use crate::report::workbook::text::{put, put_note, put_tagged};
use crate::report::{Cell, CellKind, Row, Table};

/// Rows above the headings: the title, and the line below it.
const HEAD: u32 = 2;

/// Room that 「（続き）」 takes, in half columns.
const CONTINUED_WIDTH: f32 = 8.0;

/// How a record's row lies on the sheet.
#[derive(Debug, Clone, Copy)]
struct RowSize {
    /// Rows it takes: more than one where a text is too tall for a row.
    rows: u32,
    /// Lines of its only row.
    lines: usize,
}

/// Writes the table; goes on on another sheet when one is full.
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

/// Writes rows from the `from`th on; returns how far it came.
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

    sheet.set_row_height(0, 24)?;
    let title = match table.kind {
        RecordKind::Progress => report.title.clone(),
        _ => format!("{} {}", report.consolidation.plan.title, table.title),
    };
    put(sheet, 0, 0, &title, &styles.title)?;
    sheet.set_row_height(1, 15)?;
    put(sheet, 1, 0, &report.subtitle(), &styles.subtitle)?;
    let first = headings(sheet, table, &widths, styles)?;

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

    // (column, width, where its run ends) of the columns that are merged downwards
    let mut runs: Vec<(usize, f32, usize)> = table
        .columns
        .iter()
        .zip(&widths)
        .enumerate()
        .filter(|(_, (column, _))| column.merges_down)
        .map(|(col, (_, width))| (col, *width, 0))
        .collect();
    let mut at = first;
    let mut section_before = None;
    for (index, (section, row)) in rows.iter().enumerate() {
        if titled && section_before != Some(*section) {
            section_before = Some(*section);
            at = section_row(sheet, at, columns, table.sections.get(*section).map_or("", |part| &part.title), styles)?;
        }
        let Some(here) = size.get(index) else { break };
        let mut lines = here.lines;
        let covered: Vec<usize> = runs.iter().filter(|(_, _, until)| *until > index).map(|(col, _, _)| *col).collect();
        for (col, width, run_until) in &mut runs {
            if *run_until > index {
                continue;
            }
            let end = run_end(table, rows, index, *col);
            *run_until = end;
            let height: u32 = size.get(index..end).unwrap_or_default().iter().map(|size| size.rows).sum();
            // what such a cell cannot show stands in the data sheets
            let text = first_piece(cell_text(row, *col), *width);
            if height > 1 {
                let (wide, format) = (col_index(*col), look.cell(*col, CellKind::Text));
                sheet.merge_range(at, wide, at + height - 1, wide, "", format)?;
            }
            // each row of the run carries its share of the merged cell's lines
            let share = wrapped_lines(text, *width).div_ceil(height.max(1) as usize);
            lines = lines.max(share.min(most_lines()));
        }
        // the fields of a record of several lanes are one cell over all of them
        let lanes = rows.iter().skip(index + 1).take_while(|(_, next)| next.continues).count();
        if !row.continues && lanes > 0 {
            let height: u32 = size.get(index..=index + lanes).unwrap_or_default().iter().map(|size| size.rows).sum();
            for (col, cell, _) in spans(row, table.columns.len()) {
                if cell.more_columns == 0 && cell.kind != CellKind::Bar && !look.merges_down(col) && !look.is_year(col) {
                    sheet.merge_range(at, col_index(col), at + height - 1, col_index(col), "", look.cell(col, cell.kind))?;
                }
            }
        }
        write_row(sheet, &look, (&widths, styles), row, at, RowSize { lines, ..*here })?;
        notes(sheet, table, row, at, &covered)?;
        at += here.rows;
    }

    if at > first {
        sheet.autofilter(first - 1, 0, at - 1, columns.saturating_sub(1))?;
        sheet.ignore_error_range(first, 0, at - 1, columns.saturating_sub(1), IgnoreError::NumberStoredAsText)?;
    }
    let frozen = table.columns.iter().position(|column| column.names_row).map_or(0, |col| col_index(col) + 1);
    sheet.set_freeze_panes(first, frozen)?;
    let end = remarks(sheet, table, at, columns, (&widths, styles))?;
    end_rows(sheet, end)?;
    page.set_up(sheet, report, &table.title, Some((HEAD, first - 1)), (end, columns))?;

    let mut at = first;
    let mut section_before = None;
    let sheet_index = sheets.targets.sheet(name);
    for (index, (section, row)) in rows.iter().enumerate() {
        if titled && section_before != Some(*section) {
            section_before = Some(*section);
            at += 1;
        }
        sheets.targets.add(row.id, row.origin, Target { sheet: sheet_index, row: at });
        at += size.get(index).map_or(1, |size| size.rows);
    }
    Ok(until)
}

/// Writes the heading rows; returns the first row below them.
fn headings(sheet: &mut Worksheet, table: &Table<'_>, widths: &[f32], styles: &Styles) -> Result<u32, Error> {
    let mut row = HEAD;
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
        row += 1;
    }
    Ok(row)
}

/// What the marks mean and the ※ notes of the parts, below the table; returns the row after them.
fn remarks(
    sheet: &mut Worksheet,
    table: &Table<'_>,
    below: u32,
    columns: u16,
    (widths, styles): (&[f32], &Styles),
) -> Result<u32, Error> {
    let notes = table.sections.iter().flat_map(|part| {
        let name = if part.title.is_empty() { String::new() } else { format!("{}：", part.title) };
        part.notes.iter().map(move |note| format!("{name}{note}"))
    });
    let lines: Vec<String> = table.legend.iter().cloned().chain(notes).collect();
    let mut row = below;
    if lines.is_empty() || below.saturating_add(u32::try_from(lines.len()).unwrap_or(u32::MAX)) >= ROWS {
        return Ok(row);
    }
    for line in lines {
        if columns > 1 {
            sheet.merge_range(row, 0, row, columns - 1, "", &styles.remark)?;
        }
        put(sheet, row, 0, &line, &styles.remark)?;
        sheet.set_row_height(row, row_height(wrapped_lines(&line, span_width(widths, 0..widths.len()))))?;
        row += 1;
    }
    Ok(row)
}

fn section_row(sheet: &mut Worksheet, row: u32, columns: u16, title: &str, styles: &Styles) -> Result<u32, Error> {
    if columns > 1 {
        sheet.merge_range(row, 0, row, columns - 1, "", &styles.section)?;
    }
    put(sheet, row, 0, title, &styles.section)?;
    sheet.set_row_height(row, row_height(1) + 3.0)?;
    Ok(row + 1)
}

/// Formats of a table's columns.
struct Look {
    columns: Vec<Format>,
    merges_down: Vec<bool>,
    years: Vec<bool>,
    bar: Format,
    mark: Format,
}

impl Look {
    fn new(table: &Table<'_>) -> Self {
        let columns = table.columns.iter().map(|column| style::table_cell(column.align, column.bold)).collect();
        let merges_down = table.columns.iter().map(|column| column.merges_down).collect();
        let years = table.columns.iter().map(|column| column.field.parse::<i16>().is_ok()).collect();
        Self { columns, merges_down, years, bar: style::bar(), mark: style::mark() }
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
            // a gauge's text says its ratio; a data bar would need the text to become a number
            CellKind::Text | CellKind::Gauge(_) => self.columns.get(col).unwrap_or(&self.mark),
        }
    }
}

/// How many rows and lines a record takes. Cells merged downwards are seen to later.
fn lay(table: &Table<'_>, row: &Row<'_>, widths: &[f32]) -> RowSize {
    let mut size = RowSize { rows: 1, lines: 1 };
    for (col, cell, span) in spans(row, table.columns.len()) {
        if table.columns.get(col).is_some_and(|column| column.merges_down) {
            continue;
        }
        let width = span_width(widths, col..col + span);
        let lines = wrapped_lines(&cell.text, width);
        if lines > most_lines() || !fits(&cell.text) {
            let parts = cell_pieces(&cell.text, width).len();
            size.rows = size.rows.max(u32::try_from(parts).unwrap_or(u32::MAX));
        }
        size.lines = size.lines.max(lines);
    }
    size
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
    row: &Row<'_>,
    at: u32,
    size: RowSize,
) -> Result<(), Error> {
    if size.rows == 1 {
        sheet.set_row_height(at, row_height(size.lines))?;
        for (col, cell, span) in spans(row, look.columns.len()) {
            let format = look.cell(col, cell.kind);
            let wide = col_index(col);
            if row.continues && cell.kind != CellKind::Bar && !look.merges_down(col) && !look.is_year(col) {
                // lies under the merged cell of the first lane
                continue;
            }
            if span > 1 {
                sheet.merge_range(at, wide, at, col_index(col + span - 1), "", format)?;
            }
            if look.merges_down(col) {
                // the cells under a merged one hold its text too, so that the filter finds every row
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
            let format = look.cell(*col, cell.kind);
            let wide = col_index(*col);
            let width = span_width(widths, *col..*col + *span);
            if *span > 1 {
                sheet.merge_range(here, wide, here, col_index(*col + *span - 1), "", format)?;
            }
            if look.merges_down(*col) {
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

/// Hangs what a department remarked on the cells they became; one under a merged cell would not be seen.
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

/// As much of a text as one row shows.
fn first_piece(text: &str, width: f32) -> &str {
    cell_pieces(text, width).first().map_or("", |(piece, _)| piece)
}

/// Where the run of equal cells that begins at `index` ends. It ends with its section, and where a run to its left ends.
fn run_end(table: &Table<'_>, rows: &[(usize, &Row<'_>)], index: usize, col: usize) -> usize {
    let Some((section, first)) = rows.get(index) else { return index };
    let same = |row: &Row<'_>| {
        (0..=col).filter(|c| table.columns.get(*c).is_some_and(|column| column.merges_down)).all(|c| {
            let (a, b) = (cell_text(first, c), cell_text(row, c));
            a == b && (c < col || !a.is_empty())
        })
    };
    let more = rows.iter().skip(index + 1).take_while(|(other, row)| other == section && same(row)).count();
    index + 1 + more
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
