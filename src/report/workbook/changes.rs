//! 変更点: changes since the last period, and corrections of closed periods.

use std::ops::Range;

use crate::model::{Difference, TableDifference};
use crate::report::workbook::book::{Rows, Sheets};
use crate::report::workbook::error::Error;
use crate::report::workbook::grid::{Grid, ROWS, Value, set_widths};
use crate::report::workbook::page::Page;
use crate::report::workbook::style::Tab;
use crate::report::workbook::text::{put, put_marked};

const NAME: &str = "変更点";
const HEADINGS: [(&str, f32); 7] =
    [("No.", 6.0), ("区分", 18.0), ("記録", 9.0), ("取組名", 26.0), ("担当課", 18.0), ("前回", 52.0), ("今回", 52.0)];
const COLUMNS: u16 = 7;

/// Writes the sheet, if there is a previous report or a correction.
pub fn write(sheets: &mut Sheets<'_, '_>) -> Result<(), Error> {
    let report = sheets.report();
    let (comparison, errata) = (report.consolidation.comparison.as_ref(), &report.consolidation.errata);
    if comparison.is_none() && errata.is_empty() {
        return Ok(());
    }
    let page = Page::landscape(Tab::Check);
    let (sheet, _, styles, _) = sheets.add(NAME, Rows::Anyhow)?;
    let widths = set_widths(sheet, &HEADINGS.map(|(_, width)| width), page.width())?;
    sheet.set_row_height(0, 24)?;
    put(sheet, 0, 0, &format!("{} 変更点", report.title), &styles.title)?;
    sheet.set_row_height(1, 15)?;
    let previous = comparison.and_then(|comparison| comparison.previous);
    let previous = previous.map_or_else(|| "前回".to_owned(), |period| format!("前回（{}）", period.label()));
    let line = format!("{previous}との比較　太字・下線は新しい語句　{}", report.subtitle());
    put(sheet, 1, 0, &line, &styles.subtitle)?;
    let mut grid = Grid::from_row(sheet, widths, 2);
    grid.row(&HEADINGS.map(|(text, _)| (Value::from(text), &styles.heading)))?;
    let first = grid.row;
    let mut n = 0usize;
    let progress = comparison.into_iter().flat_map(|comparison| &comparison.changes).flat_map(|change| {
        let of = (&*change.id, change.name.as_str(), change.departments.as_slice());
        change.differences.iter().map(move |difference| (of, difference.label(), difference.sides(), new_words(difference)))
    });
    let tables = comparison.into_iter().flat_map(|comparison| &comparison.tables).flat_map(|change| {
        let of = (&*change.id, change.name.as_str(), change.departments.as_slice());
        change.differences.iter().map(move |difference| {
            let words = match difference {
                TableDifference::Text { phrases, .. } => phrases.as_slice(),
                _ => &[],
            };
            (of, difference.label(), difference.sides(), words)
        })
    });
    let errata = errata.iter().map(|erratum| {
        let of = (&*erratum.id, erratum.name.as_str(), erratum.departments.as_slice());
        let class = format!("正誤（{}）: {}", erratum.period.label(), erratum.class);
        (of, class, (erratum.before.clone(), erratum.after.clone()), [].as_slice())
    });
    for ((id, name, departments), class, (before, after), words) in progress.chain(tables).chain(errata) {
        if grid.row + 1 >= ROWS {
            break;
        }
        n += 1;
        let down = class.starts_with("段階下降") || class == "今回報告なし";
        let row = grid.row(&[
            (Value::from(n), &styles.number),
            (Value::from(class), if down { &styles.late } else { &styles.text }),
            (Value::from(id.replace('_', "・")), &styles.text),
            (Value::from(name), &styles.text),
            (Value::from(departments.join("、")), &styles.text),
            (Value::from(before), &styles.text),
            (Value::from(after.as_str()), &styles.text),
        ])?;
        // a text that continues in the rows below stays plain
        if !words.is_empty() && grid.row == row + 1 {
            put_marked(grid.sheet, row, COLUMNS - 1, (&after, words), styles)?;
        }
    }
    if n == 0 {
        put(grid.sheet, grid.row, 0, "変更点はありません。", &styles.note)?;
        grid.row += 1;
    } else {
        grid.sheet.autofilter(first - 1, 0, grid.row - 1, COLUMNS - 1)?;
    }
    let (end, heights) = (grid.row, grid.heights);
    sheet.set_freeze_panes(first, 3)?;
    page.set_up(sheet, report, NAME, Some((first - 1, first - 1)), (end, COLUMNS))?;
    page.tighten_below_title(sheet, &HEADINGS.map(|(_, width)| width), &heights);
    Ok(())
}

/// The new words of `after`.
fn new_words(difference: &Difference) -> &[Range<usize>] {
    match difference {
        Difference::Text { phrases, .. } | Difference::Figure { phrases, .. } => phrases,
        _ => &[],
    }
}
