//! 指摘: what a person has to know, each with a link to the row it is about.

use crate::model::{Finding, Lang, Severity};
use crate::report::listed;
use crate::report::workbook::book::{Rows, Sheets};
use crate::report::workbook::error::Error;
use crate::report::workbook::grid::{Grid, ROWS, Value, end_rows, figure_width, set_widths};
use crate::report::workbook::page::Page;
use crate::report::workbook::style::Tab;
use crate::report::workbook::text::put;

const NAME: &str = "指摘";
const HEADINGS: [(&str, f32); 10] = [
    ("No.", 6.0),
    ("程度", 7.0),
    ("担当課", 14.0),
    ("ファイル", 24.0),
    ("シート", 10.0),
    ("セル", 8.0),
    ("内容", 36.0),
    ("対応", 36.0),
    ("記録", 10.0),
    ("規則", 18.0),
];

/// Links that a sheet may have.
const LINKS: usize = 65_530;

/// Writes the sheet.
pub fn write(sheets: &mut Sheets<'_, '_>) -> Result<(), Error> {
    let report = sheets.report();
    let findings: Vec<&Finding> = report.findings().collect();
    let page = Page::landscape(Tab::Check);
    let places: Vec<Option<(&str, String)>> = findings.iter().map(|finding| sheets.targets.find(&finding.place)).collect();
    let (sheet, _, styles, _) = sheets.add(NAME, Rows::Downwards)?;
    let number = figure_width(findings.len() as u64);
    let natural = HEADINGS.map(|(heading, width)| if heading == "No." { number.max(width) } else { width });
    let widths = set_widths(sheet, &natural, page.width())?;
    sheet.set_row_height(0, 24)?;
    put(sheet, 0, 0, &format!("{} 指摘", report.title), &styles.title)?;
    sheet.set_row_height(1, 15)?;
    let counts: Vec<String> = [Severity::Error, Severity::Warning, Severity::Info]
        .iter()
        .map(|severity| {
            let count = findings.iter().filter(|finding| finding.severity() == *severity).count();
            format!("{} {count}件", severity.label(Lang::Ja))
        })
        .collect();
    put(sheet, 1, 0, &format!("{}　{}", counts.join("、"), report.subtitle()), &styles.subtitle)?;
    let mut grid = Grid { sheet, widths, row: 2 };
    grid.row(&HEADINGS.map(|(text, _)| (Value::from(text), &styles.heading)))?;
    let first = grid.row;
    let mut links = 0;
    for (n, (finding, place)) in findings.iter().zip(places).enumerate() {
        if grid.row + 1 >= ROWS {
            break;
        }
        let (record, format) = match place {
            Some((id, link)) if links < LINKS => {
                links += 1;
                (Value::Link(id.to_owned(), link), &styles.link)
            }
            Some((id, _)) => (Value::from(id), &styles.text),
            None => (Value::Blank, &styles.text),
        };
        let departments: Vec<&str> = finding.departments().into_iter().map(|department| &**department).collect();
        let spot = finding.place.spot.map(|spot| spot.to_string()).unwrap_or_default();
        grid.row(&[
            (Value::from(n + 1), &styles.number),
            (Value::from(finding.severity().label(Lang::Ja)), &styles.center),
            (Value::from(listed(&departments)), &styles.text),
            (Value::from(finding.place.file.as_deref().unwrap_or_default()), &styles.text),
            (Value::from(finding.place.sheet.as_deref().unwrap_or_default()), &styles.text),
            (Value::from(spot), &styles.center),
            (Value::from(finding.message(Lang::Ja)), &styles.text),
            (Value::from(finding.hint(Lang::Ja)), &styles.text),
            (record, format),
            (Value::from(finding.rule.id), &styles.text),
        ])?;
    }
    if findings.is_empty() {
        put(grid.sheet, grid.row, 0, "指摘はありません。", &styles.note)?;
        grid.row += 1;
    } else {
        grid.sheet.autofilter(first - 1, 0, grid.row - 1, 9)?;
    }
    let end = grid.row;
    end_rows(sheet, end)?;
    sheet.set_freeze_panes(first, 0)?;
    page.set_up(sheet, report, NAME, Some((first - 1, first - 1)), (end, 10))?;
    Ok(())
}
