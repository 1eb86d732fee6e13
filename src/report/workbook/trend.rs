//! 推移: the last periods side by side: stages, indicators against their targets, who handed in in time.

use rust_xlsxwriter::{Color, Format, Sparkline, SparklineType};

use crate::model::{HandIn, IndicatorTrend, Period, Punctuality, StageTrend, Trend};
use crate::report::workbook::book::{Rows, Sheets};
use crate::report::workbook::caption::{caption, column_sum, note};
use crate::report::workbook::chart::{self, About, Block, Place};
use crate::report::workbook::error::Error;
use crate::report::workbook::grid::{Grid, Value, row_height, set_widths};
use crate::report::workbook::page::{Flow, Page};
use crate::report::workbook::style::{Styles, Tab};
use crate::report::workbook::text::put;

const NAME: &str = "推移";

/// Widths in half columns: of the names, of a period, of what follows the periods.
const NAMES: f32 = 34.0;
const PERIOD: f32 = 11.0;
const AFTER: [f32; 4] = [11.0, 11.0, 10.0, 16.0];

/// Height of the chart in pixels.
const CHART: u32 = 260;

/// Heights of a caption and of the space before it, in points.
const CAPTION: f64 = 18.0 + 14.0;

const ABOUT: About = About {
    title: "段階の推移（取組数）",
    alt: "期間ごとに、取組がどの段階にあるかを積み上げた縦棒グラフ。数値は上の表と同じ。",
    upright: true,
};

/// Writes the sheet; none where only one period is known.
pub fn write(sheets: &mut Sheets<'_, '_>) -> Result<(), Error> {
    let report = sheets.report();
    let trend = &report.consolidation.trend;
    if !trend.has_past() {
        return Ok(());
    }
    let page = Page::landscape(Tab::Report);
    let (sheet, name, styles, _) = sheets.add(NAME, Rows::Anyhow)?;
    let natural: Vec<f32> = std::iter::once(NAMES).chain(std::iter::repeat_n(PERIOD, trend.periods.len())).chain(AFTER).collect();
    let widths = set_widths(sheet, &natural, page.width())?;
    sheet.set_row_height(0, 24)?;
    put(sheet, 0, 0, &format!("{} 推移", report.title), &styles.title)?;
    sheet.set_row_height(1, 15)?;
    put(sheet, 1, 0, &report.subtitle(), &styles.subtitle)?;
    let mut flow = Flow::new(page, &natural, 24.0 + 15.0 + row_height(1));
    let mut grid = Grid::from_row(sheet, widths, 3);
    let periods: Vec<String> = trend.periods.iter().map(|figures| label(figures.period)).collect();

    let all = trend.stages();
    if all.periods.iter().any(|period| period.total() > 0) {
        let rows = all.stages.len() + 4;
        flow.block(grid.row, CAPTION + height(rows) + f64::from(chart::rows(CHART)) * 13.5);
        let block = stages(&mut grid, &all, &periods, styles)?;
        grid.row += 1;
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a paper's width")]
        let place = Place { row: grid.row, col: 0, width: (page.width() * 0.9) as u32, height: CHART };
        chart::insert(grid.sheet, &name, (block, all.stages.len()), ABOUT, place)?;
        grid.row += chart::rows(CHART);
        let each = trend.directions();
        if each.len() > 1 {
            grid.row += 1;
            let rows: usize = each.iter().map(|direction| direction.stages.len() + 3).sum();
            flow.block(grid.row, CAPTION + height(rows));
            directions(&mut grid, &each, &periods, styles)?;
        }
    }
    let figures = trend.indicators();
    if !figures.is_empty() {
        grid.row += 1;
        flow.block(grid.row, CAPTION + height(figures.len() + 2));
        indicators(&mut grid, (&figures, trend), &name, &periods, styles)?;
    }
    let departments = trend.departments();
    if !departments.is_empty() {
        grid.row += 1;
        flow.block(grid.row, CAPTION + height(departments.len() + 3));
        hand_ins(&mut grid, trend, &periods, styles)?;
    }
    let end = grid.row;
    sheet.set_page_breaks(&flow.breaks())?;
    sheet.set_freeze_panes(2, 1)?;
    let columns = u16::try_from(natural.len()).unwrap_or(u16::MAX);
    page.set_up(sheet, report, NAME, Some((0, 1)), (end, columns))?;
    Ok(())
}

/// Height of so many rows of one line.
#[allow(clippy::cast_precision_loss, reason = "a few rows")]
fn height(rows: usize) -> f64 {
    rows as f64 * row_height(1)
}

fn columns(periods: usize) -> u16 {
    u16::try_from(periods).unwrap_or(u16::MAX)
}

/// R7上半期, on two lines where it is long.
fn label(period: Period) -> String {
    period.short_label()
}

fn headings(grid: &mut Grid<'_>, first: &str, periods: &[String], after: &[&str], styles: &Styles) -> Result<u32, Error> {
    let mut cells = vec![(Value::from(first), &styles.heading)];
    cells.extend(periods.iter().map(|period| (Value::from(period.as_str()), &styles.heading)));
    cells.extend(after.iter().map(|text| (Value::from(*text), &styles.heading)));
    Ok(grid.row(&cells)?)
}

fn without_stage(trend: &StageTrend) -> bool {
    trend.periods.iter().any(|period| period.without_stage > 0)
}

fn not_reported(trend: &StageTrend) -> bool {
    trend.periods.iter().any(|period| period.not_reported > 0)
}

/// Stages × periods, of all directions together.
fn stages(grid: &mut Grid<'_>, trend: &StageTrend, periods: &[String], styles: &Styles) -> Result<Block, Error> {
    caption(grid, "段階の推移（取組数）", styles)?;
    let heading = headings(grid, "段階", periods, &[], styles)?;
    let first = grid.row;
    stage_lines(grid, trend, styles)?;
    Ok(Block { heading, first, last: grid.row - 2, columns: columns(periods.len()) })
}

/// The same, direction by direction.
fn directions(grid: &mut Grid<'_>, trends: &[StageTrend], periods: &[String], styles: &Styles) -> Result<(), Error> {
    caption(grid, "方向別の段階の推移（取組数）", styles)?;
    headings(grid, "方向・段階", periods, &[], styles)?;
    for trend in trends {
        let title = match trend.direction {
            Some(no) => format!("方向{no} {}", trend.title),
            None => "方向の記載なし".to_owned(),
        };
        let row = grid.row;
        grid.sheet.merge_range(row, 0, row, columns(periods.len()), "", &styles.section)?;
        put(grid.sheet, row, 0, title.trim_end(), &styles.section)?;
        grid.sheet.set_row_height(row, row_height(1))?;
        grid.row += 1;
        stage_lines(grid, trend, styles)?;
    }
    Ok(())
}

/// A line a stage, and their sum.
fn stage_lines(grid: &mut Grid<'_>, trend: &StageTrend, styles: &Styles) -> Result<(), Error> {
    let first = grid.row;
    let mut line = |name: &str, counts: Vec<usize>| -> Result<(), Error> {
        let mut cells = vec![(Value::from(name.to_owned()), &styles.text)];
        cells.extend(counts.into_iter().map(|count| (Value::from(count), &styles.number)));
        grid.row(&cells)?;
        Ok(())
    };
    for (at, stage) in trend.stages.iter().enumerate() {
        let counts = trend.periods.iter().map(|period| period.records.get(at).copied().unwrap_or_default()).collect();
        line(stage, counts)?;
    }
    if without_stage(trend) {
        line("段階の記載なし", trend.periods.iter().map(|period| period.without_stage).collect())?;
    }
    if not_reported(trend) {
        line("未提出の課の取組", trend.periods.iter().map(|period| period.not_reported).collect())?;
    }
    let last = grid.row - 1;
    let mut cells = vec![(Value::from("計"), &styles.total_text)];
    for (at, period) in trend.periods.iter().enumerate() {
        cells.push(match period.total() {
            // nothing is known of the period
            0 => (Value::from("―"), &styles.total_text),
            total => (column_sum(at + 1, first, last, total), &styles.total_number),
        });
    }
    grid.row(&cells)?;
    Ok(())
}

/// Indicators × periods, with a line of their figures.
fn indicators(
    grid: &mut Grid<'_>,
    (figures, trend): (&[IndicatorTrend<'_>], &Trend),
    name: &str,
    periods: &[String],
    styles: &Styles,
) -> Result<(), Error> {
    caption(grid, "指標の推移", styles)?;
    headings(grid, "指標（単位）", periods, &["基準値", "目標値", "達成度", "動き"], styles)?;
    let number = |value: f64| (Value::Number(value), if value.fract() == 0.0 { &styles.number } else { &styles.decimal });
    let blank = || (Value::Blank, &styles.number);
    for figure in figures {
        let latest = figure.latest;
        let unit = latest.unit.as_deref().map(|unit| format!("（{unit}）")).unwrap_or_default();
        let mut cells: Vec<(Value<'_>, &Format)> = vec![(Value::from(format!("{}{unit}", latest.indicator)), &styles.text)];
        cells.extend(figure.periods.iter().map(|period| period.map_or_else(blank, |period| number(period.value))));
        cells.push(latest.baseline.map_or_else(blank, number));
        cells.push(number(latest.target));
        let attainment = latest.attainment.map(crate::consolidate::attainment::percent);
        cells.push((Value::from(attainment.unwrap_or_default()), &styles.center));
        cells.push((Value::Blank, &styles.center));
        let row = grid.row(&cells)?;
        let last = columns(trend.periods.len());
        let line = Sparkline::new()
            .set_range((name, row, 1, row, last))
            .set_type(SparklineType::Line)
            .show_markers(true)
            .set_sparkline_color(Color::RGB(0x2F_4A_66));
        grid.sheet.add_sparkline(row, last + 4, &line)?;
    }
    note(grid, "基準値、目標値、達成度は、最も新しい期間のものです。", styles)
}

/// Departments × periods.
fn hand_ins(grid: &mut Grid<'_>, trend: &Trend, periods: &[String], styles: &Styles) -> Result<(), Error> {
    caption(grid, "提出の推移", styles)?;
    headings(grid, "担当課", periods, &["遅れ・未提出の回数"], styles)?;
    for department in trend.departments() {
        let mut cells = vec![(Value::from(department.department.to_string()), &styles.text)];
        cells.extend(department.periods.iter().map(|hand_in| match hand_in {
            None => (Value::from("―"), &styles.center),
            Some(hand_in) => (Value::from(word(hand_in)), look(hand_in.punctuality, styles)),
        }));
        cells.push((Value::from(department.late()), &styles.number));
        grid.row(&cells)?;
    }
    let mut cells = vec![(Value::from("遅れ・未提出の課"), &styles.total_text)];
    for period in &trend.periods {
        let late =
            period.departments.iter().filter(|hand_in| matches!(hand_in.punctuality, Punctuality::Late | Punctuality::Missing));
        cells.push(match period.departments.is_empty() {
            true => (Value::from("―"), &styles.total_text),
            false => (Value::from(late.count()), &styles.total_number),
        });
    }
    grid.row(&cells)?;
    Ok(())
}

/// 遅れ 3日.
pub fn word(hand_in: &HandIn) -> String {
    let days = hand_in.days_late.map(|days| format!(" {days}日")).unwrap_or_default();
    format!("{}{days}", hand_in.punctuality.label())
}

/// How the word looks.
pub const fn look(punctuality: Punctuality, styles: &Styles) -> &Format {
    match punctuality {
        Punctuality::Missing => &styles.missing,
        Punctuality::Late => &styles.late,
        Punctuality::InTime | Punctuality::HandedIn | Punctuality::NoRecords => &styles.center,
    }
}
