//! 読取台帳: the ledger, one row for each sheet.

use std::collections::BTreeSet;

use crate::model::{Input, InputStatus, Reason, SheetReport, Visibility, column_letters};
use crate::report::tables::file_department::FileDepartments;
use crate::report::workbook::book::{Rows, Sheets};
use crate::report::workbook::caption::column_sum;
use crate::report::workbook::error::Error;
use crate::report::workbook::grid::{Grid, Value, figure_width, set_widths};
use crate::report::workbook::page::Page;
use crate::report::workbook::style::Tab;
use crate::report::workbook::text::put;

const NAME: &str = "読取台帳";
const HEADINGS: [(&str, f32); 7] =
    [("ファイル", 36.0), ("状態", 9.0), ("担当課", 18.0), ("形式", 7.0), ("文字コード", 10.0), ("シート", 14.0), ("表示", 7.0)];

/// Writes the sheet.
pub fn write(sheets: &mut Sheets<'_, '_>) -> Result<(), Error> {
    let report = sheets.report();
    let consolidation = report.consolidation;
    let inputs = &consolidation.inputs;
    let page = Page::landscape(Tab::Check);
    let reasons: Vec<Reason> = inputs
        .iter()
        .flat_map(|input| &input.sheets)
        .flat_map(|sheet| sheet.ledger.set_aside.keys().copied())
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect();
    let (sheet, _, styles, _) = sheets.add(NAME, Rows::Anyhow)?;
    let mut headings: Vec<(&str, f32)> = HEADINGS.to_vec();
    headings.extend([("値のあるセル", 8.0), ("記録に使用", 8.0)]);
    headings.extend(reasons.iter().map(|reason| (reason.label(), 8.0)));
    headings.extend([("差引", 7.0), ("未計算の数式", 8.0), ("照合", 9.0)]);
    let cells: u64 = inputs.iter().flat_map(|input| &input.sheets).map(|sheet| sheet.ledger.non_empty).sum();
    let figures = figure_width(cells);
    let natural = |(col, (_, width)): (usize, &(&str, f32))| if col < HEADINGS.len() { *width } else { width.max(figures) };
    let natural: Vec<f32> = headings.iter().enumerate().map(natural).collect();
    let widths = set_widths(sheet, &natural, page.width())?;
    sheet.set_row_height(0, 24)?;
    put(sheet, 0, 0, &format!("{} 読取台帳", report.title), &styles.title)?;
    sheet.set_row_height(1, 15)?;
    let line = "値のあるセルは、記録に使ったものと、理由を付けて除いたものに分けられ、差引は0になります。照合は、別の読み取り方でも同じ値だったかです。";
    put(sheet, 1, 0, &format!("{line}　{}", report.subtitle()), &styles.subtitle)?;

    let mut grid = Grid::from_row(sheet, widths, 2);
    let cells: Vec<_> = headings.iter().map(|(text, _)| (Value::from(*text), &styles.heading)).collect();
    grid.row(&cells)?;
    let first = grid.row;
    let mut totals = vec![0u64; reasons.len() + 2];
    let mut uncalculated = 0;
    let departments = FileDepartments::of(consolidation);
    for input in inputs {
        let sheets: Vec<Option<&SheetReport>> =
            if input.sheets.is_empty() { vec![None] } else { input.sheets.iter().map(Some).collect() };
        for report in sheets {
            let mut cells =
                described(input, departments.name(input).unwrap_or_default(), report).map(|value| (value, &styles.text)).to_vec();
            if let Some(report) = report {
                let ledger = &report.ledger;
                let figures: Vec<u64> = [ledger.non_empty, ledger.used]
                    .into_iter()
                    .chain(reasons.iter().map(|reason| ledger.set_aside.get(reason).copied().unwrap_or_default()))
                    .collect();
                let accounted: u64 = figures.iter().skip(1).sum();
                for (total, figure) in totals.iter_mut().zip(&figures) {
                    *total += figure;
                }
                uncalculated += ledger.uncalculated;
                cells.extend(figures.iter().map(|figure| (Value::from(*figure), &styles.number)));
                cells.push((difference(grid.row, reasons.len(), ledger.non_empty.saturating_sub(accounted)), &styles.number));
                cells.push((Value::from(ledger.uncalculated), &styles.number));
                cells.push((Value::from(ledger.witness.label()), &styles.text));
            } else {
                cells.extend((0..reasons.len() + 4).map(|_| (Value::Blank, &styles.number)));
                cells.push((Value::Blank, &styles.text));
            }
            grid.row(&cells)?;
        }
    }
    let last = grid.row;
    if last > first {
        let mut cells = vec![(Value::from("計"), &styles.total_text)];
        cells.extend((1..HEADINGS.len()).map(|_| (Value::Blank, &styles.total_text)));
        let accounted: u64 = totals.iter().skip(1).sum();
        let difference = totals.first().copied().unwrap_or_default().saturating_sub(accounted);
        totals.extend([difference, uncalculated]);
        for (col, total) in (HEADINGS.len()..).zip(&totals) {
            let total = usize::try_from(*total).unwrap_or(usize::MAX);
            cells.push((column_sum(col, first, last - 1, total), &styles.total_number));
        }
        cells.push((Value::Blank, &styles.total_text));
        grid.row(&cells)?;
        let columns = u16::try_from(headings.len()).unwrap_or(u16::MAX);
        grid.sheet.autofilter(first - 1, 0, last - 1, columns - 1)?;
    }
    let (end, heights) = (grid.row, grid.heights);
    let columns = u16::try_from(headings.len()).unwrap_or(u16::MAX);
    sheet.set_freeze_panes(first, 1)?;
    page.set_up(sheet, report, NAME, Some((first - 1, first - 1)), (end, columns))?;
    page.tighten_below_title(sheet, &natural, &heights);
    Ok(())
}

/// The columns that identify the sheet.
fn described<'a>(input: &'a Input, department: &'a str, report: Option<&'a SheetReport>) -> [Value<'a>; 7] {
    let status = match input.status {
        InputStatus::Read => "使用",
        InputStatus::Superseded => "旧版",
        InputStatus::Ignored => "対象外",
        InputStatus::Rejected => "読取不可",
    };
    let visibility = match report.map(|report| report.visibility) {
        Some(Visibility::Visible) => "表示",
        Some(_) => "非表示",
        None => "",
    };
    [
        Value::from(&*input.path),
        Value::from(status),
        Value::from(department),
        Value::from(input.format.map(|format| name_of(&format)).unwrap_or_default()),
        Value::from(input.encoding.map(|encoding| name_of(&encoding)).unwrap_or_default()),
        Value::from(report.and_then(|report| report.name.as_deref()).unwrap_or_default()),
        Value::from(visibility),
    ]
}

/// The name a value is written with: `xlsx`, `cp932`.
pub fn name_of(value: &impl serde::Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(name)) => name,
        _ => String::new(),
    }
}

/// 差引: non-empty cells minus those accounted for.
fn difference(row: u32, reasons: usize, result: u64) -> Value<'static> {
    let col = |n: usize| column_letters(u32::try_from(n).unwrap_or_default());
    let non_empty = HEADINGS.len();
    let row = row + 1;
    let formula = format!("={0}{row}-SUM({1}{row}:{2}{row})", col(non_empty), col(non_empty + 1), col(non_empty + 1 + reasons));
    Value::Formula(formula, result)
}
