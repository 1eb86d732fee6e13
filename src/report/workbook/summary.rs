//! 集計: stages by direction with a chart, departments by stage. Totals are formulas with their results.

use crate::consolidate::Summary;
use crate::report::workbook::book::{Rows, Sheets};
use crate::report::workbook::caption::{caption, column_sum, note, row_sum};
use crate::report::workbook::chart::{self, Block};
use crate::report::workbook::counts;
use crate::report::workbook::error::Error;
use crate::report::workbook::grid::{Grid, Value, set_widths};
use crate::report::workbook::page::Page;
use crate::report::workbook::style::{Styles, Tab};
use crate::report::workbook::text::put;

const NAME: &str = "集計";

/// Writes the sheet: progress by stage, then the counts of the other tables. None where nothing is counted.
pub fn write(sheets: &mut Sheets<'_, '_>) -> Result<(), Error> {
    let report = sheets.report();
    let summary = &report.summary;
    if summary.records == 0 {
        return counts::write(sheets, NAME);
    }
    let page = Page::landscape(Tab::Report);
    let (sheet, name, styles, _) = sheets.add(NAME, Rows::Anyhow)?;
    let steps: Vec<usize> = (0..summary.stages.len()).filter(|i| summary.stages.get(*i).is_some_and(|s| !s.is_event)).collect();
    let columns = (summary.directions.len() + 1).max(steps.len() + 4).max(4);
    let widths: Vec<f32> = std::iter::once(30.0).chain(std::iter::repeat_n(14.0, columns)).collect();
    let widths = set_widths(sheet, &widths, page.width())?;

    sheet.set_row_height(0, 24)?;
    put(sheet, 0, 0, &format!("{} 集計", report.title), &styles.title)?;
    sheet.set_row_height(1, 15)?;
    put(sheet, 1, 0, &report.subtitle(), &styles.subtitle)?;
    let mut grid = Grid { sheet, widths, row: 3 };

    let block = directions(&mut grid, summary, &steps, styles)?;
    grid.row += 1;
    let chart_row = grid.row;
    if !summary.directions.is_empty() && !steps.is_empty() {
        grid.row += chart::insert(grid.sheet, &name, block, chart_row, page.width())?;
    }
    let departments_row = grid.row + 1;
    grid.row = departments_row;
    let block = departments(&mut grid, summary, &steps, styles)?;
    let with_counts = report.tables.iter().filter_map(|table| table.counts.as_ref());
    let columns = with_counts.clone().map(|counts| counts.columns.len() + 1).fold(columns, usize::max);
    for counts in with_counts {
        grid.row += 1;
        counts::table(&mut grid, counts, styles)?;
    }
    let end = grid.row;
    // the second table begins a page of its own; its heading is what later pages repeat
    sheet.set_page_breaks(&[departments_row])?;
    sheet.set_freeze_panes(0, 1)?;
    let columns = u16::try_from(columns + 1).unwrap_or(u16::MAX);
    page.set_up(sheet, report, NAME, Some((block.heading, block.heading)), (end, columns))?;
    Ok(())
}

/// Stages × directions: the highest stage that each record's done work names.
fn directions(grid: &mut Grid<'_>, summary: &Summary, steps: &[usize], styles: &Styles) -> Result<Block, Error> {
    caption(grid, "段階別・方向別の取組数（各取組が到達した最も進んだ段階）", styles)?;
    let heading = grid.row;
    let mut cells = vec![(Value::from("段階"), &styles.heading)];
    for (no, title) in &summary.directions {
        let text = match no {
            Some(no) if title.is_empty() => format!("方向{no}"),
            Some(no) => format!("方向{no} {title}"),
            None => "方向の記載なし".to_owned(),
        };
        cells.push((text.into(), &styles.heading));
    }
    cells.push((Value::from("計"), &styles.heading));
    grid.row(&cells)?;

    let first = grid.row;
    let width = summary.directions.len();
    for stage in steps.iter().filter_map(|index| summary.stages.get(*index)) {
        figures(grid, &stage.name, &stage.records, styles)?;
    }
    figures(grid, "段階の記載なし", &summary.without_stage, styles)?;
    let last = grid.row - 1;
    let mut cells = vec![(Value::from("計"), &styles.total_text)];
    for col in 0..=width {
        let result: usize = summary
            .stages
            .iter()
            .filter(|stage| !stage.is_event)
            .map(|stage| &stage.records)
            .chain([&summary.without_stage])
            .map(|records| if col < width { records.get(col).copied().unwrap_or_default() } else { records.iter().sum() })
            .sum();
        cells.push((column_sum(col + 1, first, last, result), &styles.total_number));
    }
    grid.row(&cells)?;
    for stage in summary.stages.iter().filter(|stage| stage.is_event) {
        figures(grid, &format!("（別掲）{}", stage.name), &stage.records, styles)?;
    }
    note(
        grid,
        &format!(
            "取組の番号は{}件、【】の記載は{}か所（段階の数え方では{}件）です。",
            summary.numbers, summary.written_tags, summary.stage_entries
        ),
        styles,
    )?;
    Ok(Block { heading, first, last, columns: u16::try_from(width).unwrap_or(u16::MAX) })
}

/// Departments × stages.
fn departments(grid: &mut Grid<'_>, summary: &Summary, steps: &[usize], styles: &Styles) -> Result<Block, Error> {
    caption(grid, "担当課別・段階別の取組数", styles)?;
    let heading = grid.row;
    let mut cells = vec![(Value::from("担当課"), &styles.heading)];
    cells.extend(steps.iter().filter_map(|i| summary.stages.get(*i)).map(|stage| (stage.name.as_str().into(), &styles.heading)));
    for text in ["段階の記載なし", "計", "取組番号の数"] {
        cells.push((text.into(), &styles.heading));
    }
    grid.row(&cells)?;
    let first = grid.row;
    let mut totals = vec![0; steps.len() + 3];
    for department in &summary.departments {
        let mut counts: Vec<usize> =
            steps.iter().map(|stage| department.stages.get(*stage).copied().unwrap_or_default()).collect();
        counts.push(department.records.saturating_sub(counts.iter().sum()));
        let row = grid.row;
        let mut cells = vec![(Value::from(department.name.as_str()), &styles.text)];
        cells.extend(counts.iter().map(|count| (Value::from(*count), &styles.number)));
        cells.push((row_sum(row, counts.len(), department.records), &styles.number));
        cells.push((department.numbers.into(), &styles.number));
        grid.row(&cells)?;
        counts.extend([department.records, department.numbers]);
        for (total, count) in totals.iter_mut().zip(counts) {
            *total += count;
        }
    }
    let last = grid.row.saturating_sub(1).max(first);
    let mut cells = vec![(Value::from("計（延べ）"), &styles.total_text)];
    for (col, total) in totals.iter().enumerate() {
        cells.push((column_sum(col + 1, first, last, *total), &styles.total_number));
    }
    if !summary.departments.is_empty() {
        grid.row(&cells)?;
    }
    note(grid, "複数の課が担当する取組は、それぞれの課に数えています。", styles)?;
    Ok(Block { heading, first, last, columns: u16::try_from(steps.len() + 3).unwrap_or(u16::MAX) })
}

fn figures(grid: &mut Grid<'_>, name: &str, counts: &[usize], styles: &Styles) -> Result<(), Error> {
    let mut cells = vec![(Value::from(name), &styles.text)];
    cells.extend(counts.iter().map(|count| (Value::from(*count), &styles.number)));
    cells.push((row_sum(grid.row, counts.len(), counts.iter().sum()), &styles.number));
    grid.row(&cells)?;
    Ok(())
}
