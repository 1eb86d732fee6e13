//! 記入要領: how the form is filled in, for the department.

use rust_xlsxwriter::Worksheet;

use crate::model::stamp::check_cell;
use crate::model::{RecordKind, Stamp};
use crate::report::handouts::forms::{Handout, look};
use crate::report::workbook::Error;
use crate::report::workbook::grid::row_height;
use crate::report::workbook::height::wrapped_lines;
use crate::report::workbook::style::{Styles, Tab};
use crate::report::workbook::text::put;

const NAME: &str = "記入要領";
/// Width of the text in half columns of ten points, and in pixels.
const WIDTH: f32 = 73.0;
/// LibreOffice does not shrink a single column to the page, and without the font draws it a quarter wider.
const PIXELS: u32 = 530;

/// Writes the sheet.
pub fn write(sheet: &mut Worksheet, handout: &Handout<'_>) -> Result<(), Error> {
    sheet.set_name(NAME)?;
    sheet.set_tab_color(Tab::Check.color());
    sheet.set_screen_gridlines(false);
    sheet.set_column_width_pixels(0, PIXELS)?;
    put(sheet, 0, 0, NAME, &Styles::default().title)?;
    put(sheet, 0, 1, &Stamp::Note.to_string(), &look::hidden())?;
    sheet.set_column_hidden(1)?;
    sheet.set_row_height(0, 24)?;
    let format = look::paragraph();
    let mut row = 1;
    for text in paragraphs(handout) {
        put(sheet, row, 0, &text, &format)?;
        put(sheet, row, 1, &check_cell(&text), &look::hidden())?;
        #[allow(clippy::cast_precision_loss, reason = "a few lines")]
        sheet.set_row_height(row, row_height(wrapped_lines(&text, WIDTH)) * 1.15 + 3.0)?;
        row += 1;
    }
    sheet.set_paper_size(9);
    sheet.set_print_area(0, 0, row - 1, 0)?;
    // 180 mm between the margins: the column is narrower
    sheet.set_margins(0.59, 0.59, 0.59, 0.59, 0.3, 0.3);
    sheet.set_print_fit_to_pages(1, 0);
    sheet.set_footer("&C&P / &N");
    sheet.protect();
    Ok(())
}

fn paragraphs(handout: &Handout<'_>) -> Vec<String> {
    if handout.form.record == RecordKind::Table {
        return of_table(handout);
    }
    let heading = |field: &str| {
        handout
            .form
            .column(field)
            .and_then(|index| handout.form.columns.get(index))
            .map(|column| column.heading_for(handout.period))
    };
    let mut out = vec![
        "1　淡い黄色の欄に記入してください。灰色の欄は前回までの報告から記入済みです（保護されています）。".to_owned(),
        "2　提出日、担当者、内線も記入してください。".to_owned(),
    ];
    if let (Some(done), Some(planned)) = (heading("done"), heading("planned")) {
        out.push(format!(
            "3　「{done}」には、この期間までに行ったことを記入してください。左隣の「前回の予定（参考）」は前回の報告に書かれた予定です。予定のとおり進んだか、変わったかが分かるように書いてください。「{planned}」には、その後の予定を記入してください。"
        ));
    }
    if !handout.plan.stages.is_empty() {
        let stages: Vec<String> = handout.plan.stages.iter().map(|stage| format!("【{}】", stage.name)).collect();
        out.push(format!(
            "4　内容の前に段階を {} の中から書いてください。欄の右の▼から選び、続けて内容を入力できます。段階が2つあるときは、行を改めて段階から書いてください。欄の中の改行は Alt＋Enter です。",
            stages.concat()
        ));
    }
    let request = handout.request.line().map(|line| format!("10　{line}"));
    out.extend([
        "5　新しい取組は、表の下の空いている行に記入してください。1行に1つの取組を、方向の番号から記入します。".to_owned(),
        "6　報告する取組が1つもないときは、空いている行の取組名の欄に「該当なし」と記入してください。".to_owned(),
        "7　記入済みの欄に誤りや変更（担当課の変更、取組の統合など）があるときは、「校閲」→「シート保護の解除」（パスワードはありません）で直すか、取りまとめ担当に連絡してください。".to_owned(),
        "8　行の挿入、列の追加、シート名の変更はしないでください。行の高さは変えて構いません。".to_owned(),
        "9　Excel のほか LibreOffice でも記入できます。保存の形式は .xlsx のままにしてください（.ods でも構いません）。".to_owned(),
    ]);
    out.extend(request);
    out
}

/// The same for a table of declared columns.
fn of_table(handout: &Handout<'_>) -> Vec<String> {
    let mut out = vec![
        "1　淡い黄色の欄に記入してください。灰色の欄は記入済みです（保護されています）。".to_owned(),
        "2　提出日、担当者、内線も記入してください。".to_owned(),
        "3　追加する行は、表の下の空いている行に、1行に1件を記入してください。".to_owned(),
        "4　選択肢のある欄は、欄の右の▼から選んでください。欄の中の改行は Alt＋Enter です。".to_owned(),
        "5　記入することが1つもないときは、空いている行の名前の欄に「該当なし」と記入してください。".to_owned(),
        "6　記入済みの欄に誤りがあるときは、「校閲」→「シート保護の解除」（パスワードはありません）で直すか、取りまとめ担当に連絡してください。".to_owned(),
        "7　行の挿入、列の追加、シート名の変更はしないでください。保存の形式は .xlsx のままにしてください（.ods でも構いません）。".to_owned(),
    ];
    out.extend(handout.request.line().map(|line| format!("8　{line}")));
    out
}
