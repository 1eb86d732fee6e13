//! 提出状況: who submitted, when, in which file.

use std::collections::{BTreeSet, HashMap};

use crate::model::era::wareki_date;
use crate::model::{HandIn, Punctuality, Severity, SubmissionStatus};
use crate::report::handouts::returns;
use crate::report::workbook::book::{Rows, Sheets};
use crate::report::workbook::caption::column_sum;
use crate::report::workbook::error::Error;
use crate::report::workbook::grid::{Grid, Value, figure_width, set_widths};
use crate::report::workbook::page::Page;
use crate::report::workbook::style::Tab;
use crate::report::workbook::text::put;
use crate::report::workbook::trend::{look, word};

const NAME: &str = "提出状況";
const HEADINGS: [(&str, f32); 11] = [
    ("No.", 6.0),
    ("担当課", 26.0),
    ("状況", 10.0),
    ("提出日", 14.0),
    ("期限", 13.0),
    ("ファイル", 54.0),
    ("記録数", 8.0),
    ("エラー", 8.0),
    ("注意", 8.0),
    ("情報", 8.0),
    ("差戻し", 8.0),
];

/// Columns of figures, as wide as the largest.
const NARROW: [&str; 5] = ["No.", "記録数", "エラー", "注意", "情報"];

/// Writes the sheet, if any department has to submit.
pub fn write(sheets: &mut Sheets<'_, '_>) -> Result<(), Error> {
    let report = sheets.report();
    let consolidation = report.consolidation;
    // a plan's own tables are no submissions
    if consolidation.submissions.is_empty() {
        return Ok(());
    }
    let page = Page::landscape(Tab::Report);
    let (sheet, _, styles, _) = sheets.add(NAME, Rows::Anyhow)?;
    let largest = figure_width(report.summary.records.max(consolidation.findings.len()) as u64);
    let natural = HEADINGS.map(|(heading, width)| if NARROW.contains(&heading) { largest.max(width) } else { width });
    let widths = set_widths(sheet, &natural, page.width())?;
    sheet.set_row_height(0, 24)?;
    put(sheet, 0, 0, &format!("{} 提出状況", report.title), &styles.title)?;
    sheet.set_row_height(1, 15)?;
    let counts: Vec<String> = SubmissionStatus::ALL
        .iter()
        .filter_map(|status| report.summary.submissions.get(status).map(|n| format!("{} {n}課", status.label())))
        .collect();
    let own = consolidation.trend.periods.last().filter(|figures| Some(figures.period) == consolidation.period);
    let due = own.and_then(|figures| figures.due);
    let deadline = due.map(|due| format!("提出期限 {}　", wareki_date(due))).unwrap_or_default();
    put(sheet, 1, 0, &format!("{}　{deadline}{}", counts.join("、"), report.subtitle()), &styles.subtitle)?;
    let hand_ins: HashMap<&str, &HandIn> =
        own.into_iter().flat_map(|figures| &figures.departments).map(|hand_in| (&*hand_in.department, hand_in)).collect();
    let today = report.issued.date();

    let mut findings: HashMap<(&str, Severity), usize> = HashMap::new();
    let owners: HashMap<&str, &str> =
        consolidation.inputs.iter().filter_map(|input| Some((&*input.path, input.department.as_deref()?))).collect();
    for finding in report.findings() {
        let mut departments: BTreeSet<&str> = finding.departments().into_iter().map(|department| &**department).collect();
        if departments.is_empty() {
            departments.extend(finding.places().filter_map(|place| owners.get(place.file.as_deref()?).copied()));
        }
        for department in departments {
            *findings.entry((department, finding.severity())).or_default() += 1;
        }
    }
    let mut grid = Grid::from_row(sheet, widths, 2);
    grid.row(&HEADINGS.map(|(text, _)| (Value::from(text), &styles.heading)))?;
    let first = grid.row;
    let mut totals = [0; 4];
    let returns = returns::states(consolidation);
    for (n, submission) in consolidation.submissions.iter().enumerate() {
        let files = if submission.files.is_empty() {
            submission.file.as_deref().unwrap_or_default().to_owned()
        } else {
            submission.files.join("\n")
        };
        let count = |severity| findings.get(&(&*submission.department, severity)).copied().unwrap_or_default();
        let figures = [submission.records.len(), count(Severity::Error), count(Severity::Warning), count(Severity::Info)];
        let waited = submission.required && !submission.status.is_handed_in();
        let overdue = due.and_then(|due| due.until(today).ok()).map(|span| span.get_days()).filter(|days| *days > 0);
        let against_due = match (hand_ins.get(&*submission.department), overdue) {
            _ if !submission.required && !submission.status.is_handed_in() => (Value::from("対象外"), &styles.center),
            (_, Some(days)) if waited => (Value::from(format!("{days}日経過")), &styles.missing),
            (Some(hand_in), _) if !waited && due.is_some() => {
                let word =
                    if hand_in.punctuality == Punctuality::HandedIn { "提出日なし".to_owned() } else { word(hand_in) };
                (Value::from(word), look(hand_in.punctuality, styles))
            }
            _ => (Value::Blank, &styles.center),
        };
        let mut cells = vec![
            (Value::from(n + 1), &styles.number),
            (Value::from(&*submission.department), &styles.text),
            (Value::from(submission.status.label()), if waited { &styles.missing } else { &styles.center }),
            (submission.submitted.map_or(Value::Blank, Value::Day), &styles.date),
            against_due,
            (Value::from(files), &styles.text),
        ];
        cells.extend(figures.map(|figure| (Value::from(figure), &styles.number)));
        let returned = returns.get(&submission.department).copied().unwrap_or_default();
        cells.push((Value::from(returned), &styles.center));
        grid.row(&cells)?;
        for (total, figure) in totals.iter_mut().zip(figures) {
            *total += figure;
        }
    }
    let last = grid.row;
    if last > first {
        let mut cells = vec![
            (Value::Blank, &styles.total_text),
            (Value::from("計"), &styles.total_text),
            (Value::Blank, &styles.total_text),
            (Value::Blank, &styles.total_text),
            (Value::Blank, &styles.total_text),
            (Value::Blank, &styles.total_text),
        ];
        for (col, total) in (6..).zip(totals) {
            cells.push((column_sum(col, first, last - 1, total), &styles.total_number));
        }
        cells.push((Value::Blank, &styles.total_text));
        grid.row(&cells)?;
        grid.sheet.autofilter(first - 1, 0, last - 1, 10)?;
    }
    let (end, heights) = (grid.row, grid.heights);
    sheet.set_freeze_panes(first, 2)?;
    page.set_up(sheet, report, NAME, Some((first - 1, first - 1)), (end, 11))?;
    page.tighten_below_title(sheet, &natural, &heights);
    Ok(())
}
