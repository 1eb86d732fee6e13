//! 指摘一覧: what to correct, with links to the cells.

use rust_xlsxwriter::{Url, Worksheet};

use crate::model::{Lang, Stamp};
use crate::report::handouts::forms::{Handout, Written};
use crate::report::handouts::returns::{FROM_OFFICE, Item, advice};
use crate::report::workbook::Error;
use crate::report::workbook::grid::{Grid, Value, end_rows, set_widths};
use crate::report::workbook::style::{FONT, Styles, Tab};
use crate::report::workbook::text::put;

const NAME: &str = "指摘一覧";
const HEADINGS: [(&str, f32); 6] = [
    ("No.", 6.0),
    ("程度", 8.0),
    ("指摘の内容", 46.0),
    ("理由と直し方", 46.0),
    ("提出されたファイルでの位置", 40.0),
    ("直す欄", 10.0),
];
/// Pixels between the side margins of landscape A4.
const PAGE: f64 = 1_000.0;
/// The most findings that are listed; Excel allows 65,530 links on a sheet.
const LINKS: usize = 65_000;

/// Writes the sheet. `table` is the position of the department's own table, if there is one to return;
/// `is_read`: did its submission contain anything?
pub fn write(
    sheet: &mut Worksheet,
    handout: &Handout<'_>,
    items: &[Item<'_>],
    (table, is_read): (Option<&Written>, bool),
    styles: &Styles,
) -> Result<(), Error> {
    sheet.set_name(NAME)?;
    sheet.set_tab_color(Tab::Check.color());
    let widths = set_widths(sheet, &HEADINGS.map(|(_, width)| width), PAGE)?;
    let period = handout.period.map(|period| format!("（{}）", period.label())).unwrap_or_default();
    let department: String = handout.department.chars().filter(|c| !c.is_control()).collect();
    sheet.set_row_height(0, 24)?;
    put(sheet, 0, 0, &format!("{department} 指摘一覧{period}"), &styles.title)?;
    let ids = 6;
    put(sheet, 0, ids, &Stamp::Note.to_string(), &styles.note)?;
    sheet.set_column_hidden(ids)?;
    let remark = match table {
        Some(table) => {
            format!("「直す欄」を選ぶと「{}」シートの欄に移ります。直したファイルをそのまま提出してください。", table.name)
        }
        None if is_read => "次の点を提出されたファイルで直して、もう一度提出してください。".to_owned(),
        None => "提出されたファイルから表を読み取れませんでした。次の点を直して、もう一度提出してください。".to_owned(),
    };
    // each in a row of its own: a longer one is cut at the edge of the page
    let mut heading = 1;
    for line in std::iter::once(remark).chain(handout.request.lines()) {
        put(sheet, heading, 0, &line, &styles.subtitle)?;
        heading += 1;
    }
    let mut grid = Grid::from_row(sheet, widths, heading);
    grid.row(&HEADINGS.map(|(text, _)| (Value::from(text), &styles.heading)))?;
    for (n, item) in items.iter().enumerate().take(LINKS) {
        let target = table.zip(item.cell).and_then(|(table, (entry, column))| {
            let (row, col) = table.cell(entry, column)?;
            Some((row, col, &table.name))
        });
        let (why, how) = advice(item.finding);
        let note = item.finding.note_to_department().map(|note| format!("{FROM_OFFICE}{note}\n")).unwrap_or_default();
        let advice = format!("{note}{}{how}", why.unwrap_or_default());
        let row = grid.row(&[
            (Value::from(n + 1), &styles.number),
            (Value::from(item.finding.severity().label(Lang::Ja)), &styles.center),
            (Value::from(item.finding.message(Lang::Ja)), &styles.text),
            (Value::from(advice), &styles.text),
            (Value::from(item.finding.place.to_string()), &styles.text),
            (Value::from(if target.is_some() { "" } else { "―" }), &styles.center),
        ])?;
        if let Some((at_row, at_col, name)) = target {
            let cell = crate::model::Address::new(at_row, u32::from(at_col)).to_string();
            let link = Url::new(format!("internal:'{name}'!{cell}")).set_text(cell);
            grid.sheet.write_url_with_format(row, 5, link, &styles.link)?;
        }
    }
    let end = grid.row;
    end_rows(sheet, end)?;
    sheet.set_freeze_panes(heading + 1, 0)?;
    sheet.set_paper_size(9);
    sheet.set_landscape();
    sheet.set_print_fit_to_pages(1, 0);
    sheet.set_repeat_rows(heading, heading)?;
    sheet.set_print_area(0, 0, end.saturating_sub(1), 5)?;
    sheet.set_screen_gridlines(false);
    sheet.set_footer(format!("&C&\"{FONT},標準\"&8&P / &N"));
    Ok(())
}
