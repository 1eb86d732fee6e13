//! 集計: stages and movements by direction with a chart, departments by stage, counted over 一覧; the counts of the other
//! tables; the plan's initiatives compared with what is reported.

mod counts;
mod pivot;
mod plan;

use std::collections::BTreeSet;

use crate::model::RecordKind;
use crate::report::tables::changes::ChangeRow;
use crate::report::workbook::book::{Rows, Sheets};
use crate::report::workbook::caption::{caption, column_sum, note, row_sum};
use crate::report::workbook::chart::{self, About, Block, Place};
use crate::report::workbook::error::Error;
use crate::report::workbook::grid::{Grid, Value, row_height, set_widths};
use crate::report::workbook::page::{Flow, Page};
use crate::report::workbook::style::{Styles, Tab};
use crate::report::workbook::text::put;
use crate::report::{ChangeKind, ReportData};
use pivot::{Criterion, Pivot};

const NAME: &str = "集計";

/// Height of a caption and of the space before it, in points.
const CAPTION: f64 = 18.0 + 14.0;
/// Height of a remark.
const NOTE: f64 = 15.0;

const ABOUT: About = About {
    title: "方向別にみた取組の段階（取組数）",
    alt: "方向ごとに、取組がどの段階にあるかを積み上げた横棒グラフ。数値は表と同じ。",
    upright: false,
};

/// Writes the sheet: progress by stage, then the counts of the other tables; none if nothing is counted.
pub fn write(sheets: &mut Sheets<'_, '_>) -> Result<(), Error> {
    let report = sheets.report();
    let pivot = Pivot::of(report, sheets.many());
    if !pivot.any(&[]) {
        return counts::write(sheets, NAME);
    }
    let page = Page::landscape(Tab::Report);
    let (sheet, name, styles, _) = sheets.add(NAME, Rows::Anyhow)?;
    let directions = directions_of(report);
    let stages: Vec<&str> = report.consolidation.plan.stages.iter().filter(|s| s.step.is_some()).map(|s| &*s.name).collect();
    let columns = (directions.len() + 1).max(stages.len() + 4).max(5);
    let natural: Vec<f32> = std::iter::once(30.0).chain(std::iter::repeat_n(13.0, columns)).collect();
    let widths = set_widths(sheet, &natural, page.width())?;

    sheet.set_row_height(0, 24)?;
    put(sheet, 0, 0, &format!("{} 集計", report.title), &styles.title)?;
    sheet.set_row_height(1, 15)?;
    put(sheet, 1, 0, &report.subtitle(), &styles.subtitle)?;
    let mut flow = Flow::new(page, &natural, 24.0 + 15.0 + 14.0);
    let mut grid = Grid::from_row(sheet, widths, 3);

    let events = report.summary.stages.iter().filter(|stage| stage.is_event).count();
    let compared = report.consolidation.comparison.is_some();
    let moved = if compared { CAPTION + height(pivot.movements().len() + 1) + row_height(2) } else { 0.0 };
    let charted = !directions.is_empty() && !stages.is_empty();
    // the chart fits beside narrow tables
    let free = columns.saturating_sub(directions.len() + 1);
    let beside = free >= 5;
    let wide = u32::try_from(directions.len()).unwrap_or(u32::MAX).saturating_mul(40).saturating_add(110).clamp(190, 520);
    let tables = CAPTION + height(stages.len() + events + 3) + row_height(2) + NOTE;
    let below = if charted && !beside { f64::from(chart::rows(wide) + 1) * 13.5 } else { 0.0 };
    flow.block(grid.row, tables + below);
    let top = grid.row + 1;
    let block = by_direction(&mut grid, report, &pivot, (&directions, &stages), styles)?;
    if charted && !beside {
        grid.row += 1;
        let place = Place { row: grid.row, col: 0, width: pixels(page.width() * 0.9), height: wide };
        chart::insert(grid.sheet, &name, (block, stages.len()), ABOUT, place)?;
        grid.row += chart::rows(wide);
    }
    if compared {
        grid.row += 1;
        flow.block(grid.row, moved);
        movements(&mut grid, report, &pivot, &directions, styles)?;
    }
    if charted && beside {
        let share: f32 = natural.iter().rev().take(free - 1).sum::<f32>() / natural.iter().sum::<f32>();
        let col = u16::try_from(directions.len() + 2).unwrap_or(u16::MAX);
        let place = Place {
            row: top,
            col,
            width: pixels(page.width() * f64::from(share) * 0.97),
            height: pixels(tables * 4.0 / 3.0 * 0.85),
        };
        chart::insert(grid.sheet, &name, (block, stages.len()), ABOUT, place)?;
    }
    grid.row += 1;
    flow.block(grid.row, CAPTION + height(report.summary.departments.len() + 1) + row_height(2) + NOTE);
    let light = pivot.light(report.summary.departments.len() * (stages.len() + 2));
    departments(&mut grid, report, &light, &stages, styles)?;
    for counts in report.tables.iter().filter_map(|table| table.counts.as_ref()) {
        grid.row += 1;
        flow.block(grid.row, CAPTION + height(counts.rows.len() + 1) + row_height(2));
        counts::table(&mut grid, counts, styles)?;
    }
    plan::write(&mut grid, report, &mut flow, styles)?;
    let end = grid.row;
    let counted = report.tables.iter().filter_map(|table| table.counts.as_ref()).map(|counts| counts.columns.len() + 1);
    let columns = counted.fold(columns, usize::max);
    sheet.set_page_breaks(&flow.breaks())?;
    sheet.set_freeze_panes(2, 1)?;
    let columns = u16::try_from(columns + 1).unwrap_or(u16::MAX);
    page.set_up(sheet, report, NAME, Some((0, 1)), (end, columns))?;
    Ok(())
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a part of a page")]
const fn pixels(length: f64) -> u32 {
    length as u32
}

/// Height of this many rows of one line.
#[allow(clippy::cast_precision_loss, reason = "a few rows")]
fn height(rows: usize) -> f64 {
    rows as f64 * row_height(1)
}

/// The directions of records and missing initiatives, with their titles.
fn directions_of<'e>(report: &'e ReportData<'e>) -> Vec<(Option<u32>, &'e str)> {
    let whole = report.consolidation;
    let reported = whole.records.progress.iter().map(|record| record.direction);
    let found: BTreeSet<(bool, Option<u32>)> =
        reported.chain(whole.awaited.iter().map(|awaited| awaited.direction)).map(|no| (no.is_none(), no)).collect();
    let title = |no: u32| whole.plan.direction(no).map_or("", |direction| direction.title.as_str());
    found.into_iter().map(|(_, no)| (no, no.map_or("", title))).collect()
}

fn heading(grid: &mut Grid<'_>, first: &str, directions: &[(Option<u32>, &str)], styles: &Styles) -> Result<u32, Error> {
    let mut cells = vec![(Value::from(first), &styles.heading)];
    for (no, title) in directions {
        let text = match no {
            Some(no) => format!("方向{no} {title}"),
            None => "方向の記載なし".to_owned(),
        };
        cells.push((text.trim_end().to_owned().into(), &styles.heading));
    }
    cells.push((Value::from("計"), &styles.heading));
    Ok(grid.row(&cells)?)
}

/// A line for each word: the number of rows in each direction, and the sum.
fn line(
    grid: &mut Grid<'_>,
    name: &str,
    (pivot, criterion): (&Pivot<'_>, Criterion<'_>),
    directions: &[(Option<u32>, &str)],
    styles: &Styles,
) -> Result<(), Error> {
    let mut cells = vec![(Value::from(name), &styles.text)];
    for (no, _) in directions {
        cells.push((pivot.cell(&[Criterion::Direction(*no), criterion]), &styles.number));
    }
    cells.push((row_sum(grid.row, directions.len(), pivot.count(&[criterion])), &styles.number));
    grid.row(&cells)?;
    Ok(())
}

/// The sums of the rows from `first` on.
fn sums(grid: &mut Grid<'_>, first: u32, name: &'static str, results: &[usize], styles: &Styles) -> Result<(), Error> {
    let last = grid.row - 1;
    let mut cells = vec![(Value::from(name), &styles.total_text)];
    for (at, result) in results.iter().enumerate() {
        cells.push((column_sum(at + 1, first, last, *result), &styles.total_number));
    }
    grid.row(&cells)?;
    Ok(())
}

/// Stages × directions: the highest stage that each record's done work names.
fn by_direction(
    grid: &mut Grid<'_>,
    report: &ReportData<'_>,
    pivot: &Pivot<'_>,
    (directions, stages): (&[(Option<u32>, &str)], &[&str]),
    styles: &Styles,
) -> Result<Block, Error> {
    caption(grid, "段階別・方向別の取組数（各取組が到達した最も進んだ段階）", styles)?;
    let heading = self::heading(grid, "段階", directions, styles)?;
    let first = grid.row;
    for stage in stages {
        line(grid, stage, (pivot, Criterion::Stage(Some(stage))), directions, styles)?;
    }
    line(grid, "段階の記載なし", (pivot, Criterion::Stage(None)), directions, styles)?;
    let last = grid.row - 1;
    let reported = |no: Option<u32>| {
        let all = pivot.count(&[Criterion::Direction(no)]);
        all - pivot.count(&[Criterion::Direction(no), Criterion::Awaited])
    };
    let mut results: Vec<usize> = directions.iter().map(|(no, _)| reported(*no)).collect();
    results.push(results.iter().sum());
    sums(grid, first, "計（報告のあった取組）", &results, styles)?;
    if pivot.any(&[Criterion::Awaited]) {
        line(grid, "（別掲）未提出の課の取組", (pivot, Criterion::Awaited), directions, styles)?;
    }
    let summary = &report.summary;
    for stage in summary.stages.iter().filter(|stage| stage.is_event) {
        let of = |no: &Option<u32>| {
            let column = summary.directions.iter().position(|(known, _)| known == no);
            column.and_then(|column| stage.records.get(column)).copied().unwrap_or_default()
        };
        let name = format!("（別掲）{}", stage.name);
        let mut cells = vec![(Value::from(name), &styles.text)];
        cells.extend(directions.iter().map(|(no, _)| (Value::from(of(no)), &styles.number)));
        cells.push((row_sum(grid.row, directions.len(), stage.records.iter().sum()), &styles.number));
        grid.row(&cells)?;
    }
    let text = format!(
        "「一覧」を数えています。取組の番号は{}件、【】の記載は{}か所（段階の数え方では{}件）です。",
        summary.numbers, summary.written_tags, summary.stage_entries
    );
    note(grid, &text, styles)?;
    Ok(Block { heading, first, last, columns: u16::try_from(directions.len()).unwrap_or(u16::MAX) })
}

/// Changes × directions.
fn movements(
    grid: &mut Grid<'_>,
    report: &ReportData<'_>,
    pivot: &Pivot<'_>,
    directions: &[(Option<u32>, &str)],
    styles: &Styles,
) -> Result<(), Error> {
    caption(grid, "前回からの動き・方向別の取組数", styles)?;
    heading(grid, "動き", directions, styles)?;
    for word in pivot.movements() {
        line(grid, word, (pivot, Criterion::Movement(word)), directions, styles)?;
    }
    // what is not reported any more has no row in 一覧
    for kind in [ChangeKind::Gone, ChangeKind::Ended] {
        let of = |change: &&ChangeRow<'_>| change.kind == kind && change.of.kind == RecordKind::Progress;
        let gone: Vec<&str> = report.changes.moves.iter().filter(of).map(|change| change.of.id).collect();
        if gone.is_empty() {
            continue;
        }
        let mut cells = vec![(Value::from(kind.label()), &styles.text)];
        let direction = |id: &str| id.split_once('-').and_then(|(no, _)| no.parse::<u32>().ok());
        let known = |no: Option<u32>| no.filter(|no| directions.iter().any(|(known, _)| *known == Some(*no)));
        for (no, _) in directions {
            let count = gone.iter().filter(|id| known(direction(id)) == *no).count();
            cells.push((Value::from(count), &styles.number));
        }
        cells.push((row_sum(grid.row, directions.len(), gone.len()), &styles.number));
        grid.row(&cells)?;
    }
    if pivot.any(&[Criterion::Awaited]) {
        line(grid, "未提出", (pivot, Criterion::Awaited), directions, styles)?;
    }
    Ok(())
}

/// Departments × stages.
fn departments(
    grid: &mut Grid<'_>,
    report: &ReportData<'_>,
    pivot: &Pivot<'_>,
    stages: &[&str],
    styles: &Styles,
) -> Result<(), Error> {
    caption(grid, "担当課別・段階別の取組数", styles)?;
    let mut cells = vec![(Value::from("担当課"), &styles.heading)];
    cells.extend(stages.iter().map(|stage| (Value::from(*stage), &styles.heading)));
    cells.extend(["段階の記載なし", "計", "未提出", "取組番号の数"].map(|text| (text.into(), &styles.heading)));
    grid.row(&cells)?;
    let first = grid.row;
    let mut totals = vec![0; stages.len() + 4];
    for department in &report.summary.departments {
        let own = Criterion::Department(&department.name);
        let mut criteria: Vec<Criterion<'_>> = stages.iter().map(|stage| Criterion::Stage(Some(stage))).collect();
        criteria.push(Criterion::Stage(None));
        let mut cells = vec![(Value::from(department.name.as_str()), &styles.text)];
        let mut counts: Vec<usize> = Vec::with_capacity(totals.len());
        for criterion in criteria {
            counts.push(pivot.count(&[own, criterion]));
            cells.push((pivot.cell(&[own, criterion]), &styles.number));
        }
        let sum: usize = counts.iter().sum();
        cells.push((row_sum(grid.row, counts.len(), sum), &styles.number));
        cells.push((pivot.cell(&[own, Criterion::Awaited]), &styles.number));
        cells.push((department.numbers.into(), &styles.number));
        grid.row(&cells)?;
        counts.extend([sum, pivot.count(&[own, Criterion::Awaited]), department.numbers]);
        for (total, count) in totals.iter_mut().zip(counts) {
            *total += count;
        }
    }
    if !report.summary.departments.is_empty() {
        sums(grid, first, "計（延べ）", &totals, styles)?;
    }
    note(grid, "複数の課が担当する取組は、それぞれの課に数えています。", styles)?;
    Ok(())
}
