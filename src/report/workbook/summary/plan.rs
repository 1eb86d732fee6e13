//! Compares the plan with the report: initiatives without a report, and the schedule beside the progress.

use crate::consolidate::crosswalk::Crosswalk;
use crate::consolidate::structure::{Line, structure};
use crate::report::ReportData;
use crate::report::tables::crosswalk::{NOTE, department_lists};
use crate::report::workbook::caption::{caption, column_sum, note};
use crate::report::workbook::error::Error;
use crate::report::workbook::grid::{Grid, Value, row_height};
use crate::report::workbook::height::wrapped_lines;
use crate::report::workbook::page::Flow;
use crate::report::workbook::style::Styles;
use crate::report::workbook::summary::{CAPTION, height};
use crate::report::workbook::text::put;

/// Writes the tables, if the plan names initiatives or has a schedule.
pub fn write(grid: &mut Grid<'_>, report: &ReportData<'_>, flow: &mut Flow, styles: &Styles) -> Result<(), Error> {
    initiatives(grid, report, flow, styles)?;
    crosswalk(grid, report, flow, styles)
}

/// The plan's initiatives by direction, and unreported ones.
fn initiatives(grid: &mut Grid<'_>, report: &ReportData<'_>, flow: &mut Flow, styles: &Styles) -> Result<(), Error> {
    let plan = &report.consolidation.plan;
    let lines = structure(report.consolidation);
    if lines.is_empty() {
        return Ok(());
    }
    let missing: Vec<&Line<'_>> = lines.iter().filter(|line| line.reported.is_empty()).collect();
    let mut directions: Vec<u32> = lines.iter().map(|line| line.initiative.direction).collect();
    directions.dedup();
    grid.row += 1;
    flow.block(grid.row, CAPTION + height(directions.len() + 2));
    caption(grid, "計画の取組と報告", styles)?;
    grid.row(&["方向・目標", "計画の取組", "報告あり", "報告なし"].map(|text| (Value::from(text), &styles.heading)))?;
    let first = grid.row;
    let mut totals = [0; 3];
    for no in directions {
        let own = lines.iter().filter(|line| line.initiative.direction == no);
        let reported = own.clone().filter(|line| !line.reported.is_empty()).count();
        let all = own.count();
        let title = plan.direction(no).map_or("", |direction| direction.title.as_str());
        let figures = [all, reported, all - reported];
        let mut cells = vec![(Value::from(format!("{no} {title}").trim_end().to_owned()), &styles.text)];
        cells.extend(figures.map(|figure| (Value::from(figure), &styles.number)));
        grid.row(&cells)?;
        for (total, figure) in totals.iter_mut().zip(figures) {
            *total += figure;
        }
    }
    super::sums(grid, first, "計", &totals, styles)?;
    if missing.is_empty() {
        return Ok(());
    }
    grid.row += 1;
    flow.block(grid.row, CAPTION + height(missing.len()));
    caption(grid, "報告のない取組", styles)?;
    for line in missing {
        let initiative = line.initiative;
        let number = format!("{}-{}", initiative.direction, initiative.no.replace('\n', "・"));
        let departments = initiative.departments.join("、");
        let name = initiative.name.replace('\n', "、");
        wide(grid, &number, &format!("{name}（{departments}）").replace("（）", ""), styles)?;
    }
    Ok(())
}

/// The schedule's initiatives that are reported, by direction, and the departments of both.
fn crosswalk(grid: &mut Grid<'_>, report: &ReportData<'_>, flow: &mut Flow, styles: &Styles) -> Result<(), Error> {
    let Some(crosswalk) = Crosswalk::of(report.consolidation) else { return Ok(()) };
    let counts = crosswalk.counts();
    grid.row += 1;
    flow.block(grid.row, CAPTION + height(counts.len() + 7));
    caption(grid, "工程表と取組状況の対応（件数）", styles)?;
    let headings = ["方向", "工程表", "うち一致", "工程表のみ", "取組状況のみ"];
    grid.row(&headings.map(|text| (Value::from(text), &styles.heading)))?;
    let first = grid.row;
    let mut totals = [0; 4];
    for (direction, [planned, both, reported]) in counts {
        let figures = [planned, both, planned - both, reported];
        let mut cells = vec![(direction.map_or(Value::from("なし"), |no| Value::Count(u64::from(no))), &styles.center)];
        cells.extend(figures.map(|figure| (Value::from(figure), &styles.number)));
        grid.row(&cells)?;
        for (total, figure) in totals.iter_mut().zip(figures) {
            *total += figure;
        }
    }
    let last = grid.row.saturating_sub(1).max(first);
    let mut cells = vec![(Value::from("計"), &styles.total_text)];
    for (col, total) in totals.into_iter().enumerate() {
        cells.push((column_sum(col + 1, first, last, total), &styles.total_number));
    }
    grid.row(&cells)?;
    note(grid, NOTE, styles)?;
    for (word, names) in department_lists(&crosswalk) {
        wide(grid, &format!("担当課：{word}"), &format!("{}　{}", names.len(), names.join("、")), styles)?;
    }
    Ok(())
}

/// A word, and a text over all columns beside it.
fn wide(grid: &mut Grid<'_>, word: &str, text: &str, styles: &Styles) -> Result<(), Error> {
    let row = grid.row;
    let last = u16::try_from(grid.widths.len().saturating_sub(1)).unwrap_or(u16::MAX);
    put(grid.sheet, row, 0, word, &styles.text)?;
    if last > 1 {
        grid.sheet.merge_range(row, 1, row, last, "", &styles.text)?;
    }
    put(grid.sheet, row, 1, text, &styles.text)?;
    let width: f32 = grid.widths.iter().skip(1).sum();
    let lines = wrapped_lines(text, width).max(grid.widths.first().map_or(1, |width| wrapped_lines(word, *width)));
    grid.sheet.set_row_height(row, row_height(lines))?;
    grid.row += 1;
    Ok(())
}
