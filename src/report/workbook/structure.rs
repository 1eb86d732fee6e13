//! 施策体系: the plan's directions, measures and initiatives as a tree, with their figures and what is reported of them.

use crate::consolidate::structure::{Line, structure};
use crate::model::era::short_fiscal_year;
use crate::model::{Plan, PlanIndicator};
use crate::report::workbook::book::{Rows, Sheets};
use crate::report::workbook::caption::{caption, note};
use crate::report::workbook::error::Error;
use crate::report::workbook::grid::{Grid, Value, row_height, set_widths};
use crate::report::workbook::height::wrapped_lines;
use crate::report::workbook::page::Page;
use crate::report::workbook::style::{Styles, Tab};
use crate::report::workbook::text::put;

const NAME: &str = "施策体系";

/// A column of the sheet.
struct Column {
    heading: &'static str,
    width: f32,
    text: fn(&Line<'_>, &Plan) -> String,
    /// Are equal texts one below the other one merged cell?
    merges: bool,
    is_short: bool,
}

const COLUMNS: [Column; 7] = [
    Column { heading: "方向・目標", width: 22.0, text: direction, merges: true, is_short: false },
    Column {
        heading: "施策分野",
        width: 24.0,
        text: |line, _| line.initiative.group.clone().unwrap_or_default(),
        merges: true,
        is_short: false,
    },
    Column { heading: "番号", width: 9.0, text: |line, _| line.initiative.no.clone(), merges: false, is_short: true },
    Column { heading: "取組・施策", width: 36.0, text: name, merges: false, is_short: false },
    Column {
        heading: "担当課",
        width: 16.0,
        text: |line, _| line.initiative.departments.join("\n"),
        merges: false,
        is_short: false,
    },
    Column { heading: "指標（現状値 → 目標値）", width: 36.0, text: indicators, merges: false, is_short: false },
    Column { heading: "報告", width: 11.0, text: |line, plan| line.reported(plan), merges: false, is_short: true },
];

/// Writes the sheet; none where the plan names no initiatives.
pub fn write(sheets: &mut Sheets<'_, '_>) -> Result<(), Error> {
    let report = sheets.report();
    let plan = &report.consolidation.plan;
    let lines = structure(report.consolidation);
    if lines.is_empty() {
        return Ok(());
    }
    let reports = !report.consolidation.records.progress.is_empty();
    let texts: Vec<Vec<String>> =
        COLUMNS.iter().map(|column| lines.iter().map(|line| (column.text)(line, plan)).collect()).collect();
    // a column that says nothing is left out; what is reported only where something is
    let shown: Vec<usize> = (0..COLUMNS.len())
        .filter(|at| texts[*at].iter().any(|text| !text.is_empty()) && (reports || COLUMNS[*at].heading != "報告"))
        .collect();
    let page = Page::landscape(Tab::Report);
    let (sheet, _, styles, _) = sheets.add(NAME, Rows::Anyhow)?;
    let widths: Vec<f32> = shown.iter().map(|at| COLUMNS[*at].width).collect();
    let widths = set_widths(sheet, &widths, page.width())?;
    sheet.set_row_height(0, 24)?;
    put(sheet, 0, 0, &format!("{} 施策体系", plan.title), &styles.title)?;
    sheet.set_row_height(1, 15)?;
    put(sheet, 1, 0, &report.subtitle(), &styles.subtitle)?;
    let mut grid = Grid { sheet, widths, row: 2 };
    let headings: Vec<_> = shown.iter().map(|at| (Value::from(COLUMNS[*at].heading), &styles.heading)).collect();
    let first = grid.row(&headings)? + 1;
    for (row, _) in lines.iter().enumerate() {
        let cells: Vec<_> = shown
            .iter()
            .map(|at| {
                // a merged cell is written with its area, and its text makes no row higher
                let text = if COLUMNS[*at].merges { "" } else { texts[*at][row].as_str() };
                (Value::from(text), if COLUMNS[*at].is_short { &styles.center } else { &styles.text })
            })
            .collect();
        grid.row(&cells)?;
    }
    merge(&mut grid, first, &shown, &texts, styles)?;
    if reports {
        let without = lines.iter().filter(|line| line.reported.is_empty()).count();
        let text = format!(
            "計画の取組{}件のうち、報告のあったもの{}件、報告のないもの{without}件。「報告」は、取組内容に記載された最も進んだ段階です。",
            lines.len(),
            lines.len() - without
        );
        note(&mut grid, &text, styles)?;
    }
    goals(&mut grid, plan, styles)?;
    let end = grid.row;
    sheet.set_freeze_panes(first, 0)?;
    page.set_up(sheet, report, NAME, Some((first - 1, first - 1)), (end, u16::try_from(shown.len()).unwrap_or(u16::MAX)))?;
    Ok(())
}

/// The figures of whole directions, which no initiative has for itself.
fn goals(grid: &mut Grid<'_>, plan: &Plan, styles: &Styles) -> Result<(), Error> {
    let direction = |indicator: &PlanIndicator| plan.directions.iter().find(|direction| direction.no.to_string() == indicator.no);
    let own = |indicator: &&PlanIndicator| plan.initiatives.iter().all(|initiative| initiative.no != indicator.no);
    let found: Vec<_> = plan.indicators.iter().filter(own).collect();
    if found.is_empty() {
        return Ok(());
    }
    grid.row += 1;
    caption(grid, "目標の指標", styles)?;
    for indicator in found {
        let title = direction(indicator).map_or(indicator.no.clone(), |found| format!("{} {}", found.no, found.title));
        let row = grid.row;
        put(grid.sheet, row, 0, &title, &styles.text)?;
        let width: f32 = grid.widths.iter().skip(1).sum();
        let last = u16::try_from(grid.widths.len().saturating_sub(1)).unwrap_or(u16::MAX);
        let text = indicator_text(indicator);
        let lines = wrapped_lines(&text, width).max(grid.widths.first().map_or(1, |width| wrapped_lines(&title, *width)));
        if last > 1 {
            grid.sheet.merge_range(row, 1, row, last, &text, &styles.text)?;
        } else {
            put(grid.sheet, row, 1, &text, &styles.text)?;
        }
        grid.sheet.set_row_height(row, row_height(lines))?;
        grid.row += 1;
    }
    Ok(())
}

/// Equal texts of the merging columns become one cell; a measure does not reach over two directions.
fn merge(grid: &mut Grid<'_>, first: u32, shown: &[usize], texts: &[Vec<String>], styles: &Styles) -> Result<(), Error> {
    let rows = texts.first().map_or(0, Vec::len);
    for (col, at) in shown.iter().enumerate().filter(|(_, at)| COLUMNS[**at].merges) {
        let col = u16::try_from(col).unwrap_or(u16::MAX);
        let same = |a: usize, b: usize| texts[..=*at].iter().zip(&COLUMNS).all(|(own, c)| !c.merges || own[a] == own[b]);
        let mut from = 0;
        while from < rows {
            let to = (from + 1..rows).find(|row| !same(from, *row)).unwrap_or(rows);
            #[allow(clippy::cast_possible_truncation, reason = "a sheet has fewer rows")]
            let (top, bottom) = (first + from as u32, first + to as u32 - 1);
            if top == bottom {
                put(grid.sheet, top, col, &texts[*at][from], &styles.text)?;
            } else {
                grid.sheet.merge_range(top, col, bottom, col, &texts[*at][from], &styles.text)?;
            }
            from = to;
        }
    }
    Ok(())
}

fn direction(line: &Line<'_>, plan: &Plan) -> String {
    let no = line.initiative.direction;
    let title = plan.direction(no).map(|direction| direction.title.as_str()).unwrap_or_default();
    format!("{no} {title}").trim_end().to_owned()
}

fn name(line: &Line<'_>, _: &Plan) -> String {
    let mark = if line.initiative.priority { "【重点】" } else { "" };
    format!("{mark}{}", line.initiative.name)
}

fn indicators(line: &Line<'_>, _: &Plan) -> String {
    line.indicators.iter().map(|indicator| indicator_text(indicator)).collect::<Vec<_>>().join("\n")
}

/// マイナンバー取得率　88.0%（R5） → 95%（R11）
fn indicator_text(indicator: &PlanIndicator) -> String {
    let value = |text: &Option<String>, year: Option<i16>| {
        let year = year.map(|year| format!("（{}）", short_fiscal_year(year))).unwrap_or_default();
        text.as_ref().map(|text| format!("{text}{year}"))
    };
    let again = if indicator.relisted { "（再掲）" } else { "" };
    let name = format!("{}{again}", indicator.name);
    match (value(&indicator.baseline, indicator.baseline_year), value(&indicator.target, indicator.target_year)) {
        (Some(from), Some(to)) => format!("{name}　{from} → {to}"),
        (None, Some(to)) => format!("{name}　→ {to}"),
        (Some(from), None) => format!("{name}　{from}"),
        (None, None) => name,
    }
}
