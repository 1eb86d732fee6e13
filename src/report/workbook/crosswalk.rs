//! 対応表: the plan's schedule beside the reported progress, name by name, and the departments of both.

use crate::consolidate::crosswalk::Crosswalk;
use crate::report::tables::crosswalk::{HEADINGS, NOTE, department_lists, lines};
use crate::report::workbook::book::{Rows, Sheets};
use crate::report::workbook::caption::{caption, column_sum, note};
use crate::report::workbook::error::Error;
use crate::report::workbook::grid::{Grid, Value, row_height, set_widths};
use crate::report::workbook::height::wrapped_lines;
use crate::report::workbook::page::Page;
use crate::report::workbook::style::Tab;
use crate::report::workbook::text::put;

const NAME: &str = "対応表";
/// Widths in half columns, under [`HEADINGS`].
const WIDTHS: [f32; 9] = [6.0, 7.0, 30.0, 20.0, 12.0, 9.0, 30.0, 20.0, 20.0];

/// Writes the sheet; none unless both a schedule and progress were read.
pub fn write(sheets: &mut Sheets<'_, '_>) -> Result<(), Error> {
    let report = sheets.report();
    let Some(crosswalk) = Crosswalk::of(report.consolidation) else { return Ok(()) };
    let page = Page::landscape(Tab::Report);
    let (sheet, _, styles, _) = sheets.add(NAME, Rows::Anyhow)?;
    let widths = set_widths(sheet, &WIDTHS, page.width())?;
    sheet.set_row_height(0, 24)?;
    put(sheet, 0, 0, &format!("{} 工程表と取組状況の対応", report.title), &styles.title)?;
    sheet.set_row_height(1, 15)?;
    put(sheet, 1, 0, &report.subtitle(), &styles.subtitle)?;
    let mut grid = Grid { sheet, widths, row: 2 };
    grid.row(&HEADINGS.map(|text| (Value::from(text), &styles.heading)))?;
    let first = grid.row;
    for line in lines(&crosswalk) {
        let mut column = 0..;
        let cells = line.texts.map(|text| match column.next() {
            // the numbers of the direction and of the schedule
            Some(0 | 1) => (text.parse().map_or(Value::Blank, Value::Count), &styles.center),
            Some(4 | 5) => (Value::from(text), &styles.center),
            _ => (Value::from(text), &styles.text),
        });
        grid.row(&cells)?;
    }
    let last = grid.row.saturating_sub(1).max(first);
    grid.sheet.autofilter(first - 1, 0, last, 8)?;
    note(&mut grid, NOTE, styles)?;
    grid.row += 1;
    caption(&mut grid, "方向ごとの件数", styles)?;
    let headings = ["方向", "工程表", "うち一致", "工程表のみ", "取組状況のみ"];
    grid.row(&headings.map(|text| (Value::from(text), &styles.heading)))?;
    let top = grid.row;
    let mut totals = [0; 4];
    for (direction, [planned, both, reported]) in crosswalk.counts() {
        let figures = [planned, both, planned - both, reported];
        let mut cells = vec![(direction.map_or(Value::from("なし"), |no| Value::Count(u64::from(no))), &styles.center)];
        cells.extend(figures.map(|figure| (Value::from(figure), &styles.number)));
        grid.row(&cells)?;
        for (total, figure) in totals.iter_mut().zip(figures) {
            *total += figure;
        }
    }
    let bottom = grid.row.saturating_sub(1).max(top);
    let mut cells = vec![(Value::from("計"), &styles.total_text)];
    for (col, total) in totals.into_iter().enumerate() {
        cells.push((column_sum(col + 1, top, bottom, total), &styles.total_number));
    }
    grid.row(&cells)?;
    grid.row += 1;
    caption(&mut grid, "担当課", styles)?;
    for (word, names) in department_lists(&crosswalk) {
        let row = grid.row;
        let joined = names.join("、");
        grid.sheet.merge_range(row, 0, row, 1, word, &styles.text)?;
        grid.sheet.merge_range(row, 2, row, 8, "", &styles.text)?;
        let text = format!("{}　{joined}", names.len());
        put(grid.sheet, row, 2, &text, &styles.text)?;
        let (before, after) = grid.widths.split_at(2);
        let lines = wrapped_lines(word, before.iter().sum()).max(wrapped_lines(&text, after.iter().sum()));
        grid.sheet.set_row_height(row, row_height(lines))?;
        grid.row += 1;
    }
    let end = grid.row;
    sheet.set_freeze_panes(first, 0)?;
    page.set_up(sheet, report, NAME, Some((first - 1, first - 1)), (end, 9))?;
    Ok(())
}
