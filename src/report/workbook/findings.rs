//! 指摘: findings, each with a link to its row and cells for the coordinator's answer.

use std::borrow::Cow;

use rust_xlsxwriter::DataValidation;

use crate::model::{Answer, Lang};
use crate::report::listed;
use crate::report::workbook::book::{Rows, Sheets};
use crate::report::workbook::error::Error;
use crate::report::workbook::grid::{ROWS, Value, end_rows, figure_width, most_lines, put_value, row_height, set_widths};
use crate::report::workbook::height::wrapped_lines;
use crate::report::workbook::list::Asked;
use crate::report::workbook::page::Page;
use crate::report::workbook::style::Tab;
use crate::report::workbook::text::{put, put_note};
use crate::report::workbook::written::{self, FINDING, mark};

/// Name of the sheet.
pub const NAME: &str = "指摘";

/// Heading of the hidden column that identifies rows.
pub const KEY: &str = "キー";

/// Heading of the coordinator's answer.
pub const ANSWER: &str = "対応";
/// Heading of the coordinator's reason.
pub const NOTE: &str = "メモ";

const HEADINGS: [(&str, f32); 13] = [
    ("No.", 6.0),
    ("程度", 7.0),
    (ANSWER, 11.0),
    (NOTE, 20.0),
    ("担当課", 14.0),
    ("内容", 36.0),
    ("次にすること", 34.0),
    ("記録", 10.0),
    ("ファイル", 22.0),
    ("シート", 10.0),
    ("セル", 8.0),
    ("判断", 13.0),
    ("規則", 18.0),
];

/// What hangs on the heading of the answer.
pub(super) const HELP: &str = "確認済み: このままでよい\n差戻し: 課に直してもらう\n今後も同じ: 次の期間からも聞かない。課名・段階・見出しの指摘では、メモに正しい課名・段階・列名を書くと、次からそう読みます\n対象外: 関係がない\n次の取りまとめで読み取ります。";

/// The most links on a sheet.
const LINKS: usize = 65_530;

/// Writes the sheet.
pub fn write(sheets: &mut Sheets<'_, '_>, asked: &[Asked<'_>]) -> Result<(), Error> {
    let places: Vec<Option<(&str, String)>> = asked.iter().map(|one| sheets.targets.find(&one.finding.place)).collect();
    let (sheet, name, styles, report) = sheets.add(NAME, Rows::Downwards)?;
    let number = figure_width(asked.len() as u64);
    let natural = HEADINGS.map(|(heading, width)| if heading == "No." { number.max(width) } else { width });
    let page = Page::list(Tab::Check, &natural);
    let widths = set_widths(sheet, &natural, page.width())?;
    let columns = u16::try_from(HEADINGS.len()).unwrap_or_default();
    sheet.set_column_hidden(columns)?;
    sheet.set_row_height(0, row_height(2))?;
    for (col, heading) in (0u16..).zip(HEADINGS.iter().map(|(heading, _)| *heading).chain([KEY])) {
        put(sheet, 0, col, heading, &styles.heading)?;
        if heading == ANSWER {
            put_note(sheet, 0, col, HELP)?;
        }
    }
    let mut remembered = Vec::with_capacity(asked.len() * 2 + 1);
    let headings = HEADINGS.iter().map(|(heading, _)| Cow::Borrowed(*heading));
    remembered.push(written::row(mark::HEADINGS, FINDING, std::iter::once(Cow::Borrowed(name.as_str())).chain(headings)));
    let mut links = 0;
    let mut heights = Vec::with_capacity(asked.len());
    let mut row = 0;
    for (n, (one, place)) in asked.iter().zip(places).enumerate() {
        if row + 2 >= ROWS {
            break;
        }
        row += 1;
        let finding = one.finding;
        let (record, link) = match place {
            Some((id, link)) if links < LINKS => {
                links += 1;
                (Value::Link(id.to_owned(), link), &styles.link)
            }
            Some((id, _)) => (Value::from(id), &styles.text),
            None => (one.record.map_or(Value::Blank, Value::from), &styles.text),
        };
        let departments: Vec<&str> = finding.departments().into_iter().map(|department| &**department).collect();
        let spot = finding.place.spot.map(|spot| spot.to_string()).unwrap_or_default();
        let decided = finding.decision.as_deref();
        let answer = finding.answer().map(Answer::label).unwrap_or_default();
        let note = decided.and_then(|decided| decided.note.as_deref()).unwrap_or_default();
        let by = decided.map(|decided| {
            let parts = [decided.on.map(|day| day.to_string()), decided.by.clone()];
            parts.into_iter().flatten().collect::<Vec<_>>().join("\n")
        });
        let (text, center) =
            if finding.is_open() { (&styles.text, &styles.center) } else { (&styles.awaited, &styles.awaited_center) };
        let cells = [
            (Value::from(n + 1), &styles.number),
            (Value::from(finding.severity().label(Lang::Ja)), center),
            (Value::from(answer), &styles.input),
            (Value::from(note), &styles.input),
            (Value::from(listed(&departments)), text),
            (Value::from(finding.message(Lang::Ja)), text),
            (Value::from(finding.hint(Lang::Ja)), text),
            (record, link),
            (Value::from(finding.place.file.as_deref().unwrap_or_default()), text),
            (Value::from(finding.place.sheet.as_deref().unwrap_or_default()), text),
            (Value::from(spot), center),
            (Value::from(by.unwrap_or_default()), center),
            (Value::from(finding.rule.id), text),
            (Value::from(one.question.key()), &styles.text),
        ];
        let mut lines = 1;
        for ((col, (value, format)), width) in (0u16..).zip(&cells).zip(widths.iter().chain([&20.0])) {
            lines = lines.max(wrapped_lines(value.shown(), *width));
            put_value(sheet, row, col, value, format)?;
        }
        let height = row_height(lines.min(most_lines()));
        sheet.set_row_height(row, height)?;
        heights.push(height);
        let key = || Cow::Owned(one.question.key());
        let question = &one.question;
        let texts = [Some(&question.rule), question.department.as_ref(), question.record.as_ref(), Some(&question.subject)];
        let texts = texts.map(|text| Cow::Borrowed(text.map(String::as_str).unwrap_or_default()));
        remembered.push(written::row(mark::QUESTION, FINDING, std::iter::once(key()).chain(texts)));
        remembered.push(written::row(mark::ROW, FINDING, [key(), answer.into(), note.into()]));
    }
    let last = row;
    if last == 0 {
        row += 1;
        put(sheet, row, 0, "指摘はありません。", &styles.note)?;
    } else {
        let words = Answer::ALL.map(Answer::label);
        let col = column_of(ANSWER);
        sheet.add_data_validation(1, col, last, col, &DataValidation::new().allow_list_strings(&words)?)?;
        sheet.autofilter(0, 0, last, columns)?;
    }
    end_rows(sheet, row + 1)?;
    sheet.set_freeze_panes(1, 4)?;
    page.set_up(sheet, report, NAME, Some((0, 0)), (row + 1, columns))?;
    page.tighten(sheet, &natural, (0.0, row_height(2)), &heights);
    sheets.remember(remembered);
    Ok(())
}

fn column_of(wanted: &str) -> u16 {
    (0u16..).zip(HEADINGS).find(|(_, (heading, _))| *heading == wanted).map_or(0, |(col, _)| col)
}
