//! 集計 of other tables than progress: records counted by part. Totals are formulas with their results.

use crate::report::Counts;
use crate::report::workbook::book::{Rows, Sheets};
use crate::report::workbook::caption::{caption, column_sum, note, row_sum};
use crate::report::workbook::error::Error;
use crate::report::workbook::grid::{Grid, Value, set_widths};
use crate::report::workbook::page::Page;
use crate::report::workbook::style::{Styles, Tab};
use crate::report::workbook::text::put;

/// Writes a sheet with these counts only, if there are any.
pub fn write(sheets: &mut Sheets<'_, '_>, name: &'static str) -> Result<(), Error> {
    let report = sheets.report();
    if report.tables.is_empty() {
        return Ok(());
    }
    let page = Page::landscape(Tab::Report);
    let (sheet, _, styles, _) = sheets.add(name, Rows::Anyhow)?;
    let all = || report.tables.iter().filter_map(|table| table.counts.as_ref());
    let columns = all().map(|counts| counts.columns.len() + 1).max().unwrap_or(1).max(6);
    let widths: Vec<f32> = std::iter::once(40.0).chain(std::iter::repeat_n(11.0, columns)).collect();
    let widths = set_widths(sheet, &widths, page.width())?;
    sheet.set_row_height(0, 24)?;
    put(sheet, 0, 0, &format!("{} {name}", report.title), &styles.title)?;
    sheet.set_row_height(1, 15)?;
    put(sheet, 1, 0, &report.subtitle(), &styles.subtitle)?;
    let mut grid = Grid::from_row(sheet, widths, 3);
    caption(&mut grid, "件数", styles)?;
    let top = grid.row;
    grid.row(&["表", "件数"].map(|text| (Value::from(text), &styles.heading)))?;
    for table in &report.tables {
        let figure = &table.figure;
        grid.row(&[(Value::from(figure.label.as_str()), &styles.text), (Value::from(figure.value), &styles.number)])?;
        // 件（うち再掲1件）: the note beside a figure
        let inside = figure.unit.find('（').and_then(|at| figure.unit.get(at..)).unwrap_or_default();
        put(grid.sheet, grid.row - 1, 2, inside, &styles.note)?;
    }
    for counts in all() {
        grid.row += 1;
        self::table(&mut grid, counts, styles)?;
    }
    let end = grid.row;
    sheet.set_freeze_panes(0, 1)?;
    let columns = u16::try_from(columns + 1).unwrap_or(u16::MAX);
    page.set_up(sheet, report, name, None, (end.max(top), columns))?;
    Ok(())
}

/// One table of counts.
pub fn table(grid: &mut Grid<'_>, counts: &Counts, styles: &Styles) -> Result<(), Error> {
    caption(grid, &counts.title, styles)?;
    let width = counts.columns.len();
    let mut cells = vec![(Value::from(counts.head.as_str()), &styles.heading)];
    cells.extend(counts.columns.iter().map(|text| (Value::from(text.as_str()), &styles.heading)));
    if counts.parted {
        cells.push((Value::from("計"), &styles.heading));
    }
    grid.row(&cells)?;
    let first = grid.row;
    for (name, figures) in &counts.rows {
        let mut cells = vec![(Value::from(name.as_str()), &styles.text)];
        cells.extend(figures.iter().map(|figure| (Value::from(*figure), &styles.number)));
        if counts.parted {
            cells.push((row_sum(grid.row, width, figures.iter().sum()), &styles.number));
        }
        grid.row(&cells)?;
    }
    if counts.rows.len() > 1 {
        let last = grid.row - 1;
        let mut totals = counts.totals();
        if counts.parted {
            totals.push(totals.iter().sum());
        }
        let mut cells = vec![(Value::from("計"), &styles.total_text)];
        for (col, total) in totals.into_iter().enumerate() {
            cells.push((column_sum(col + 1, first, last, total), &styles.total_number));
        }
        grid.row(&cells)?;
    }
    for text in &counts.notes {
        note(grid, text, styles)?;
    }
    Ok(())
}
