//! `inspect` for people.

use crate::model::message::messages;

messages! { MESSAGES:
    format_label() { ja: "形式", en: "format" }
    size_label() { ja: "大きさ", en: "size" }
    encoding_label() { ja: "文字コード", en: "encoding" }
    department_label() { ja: "担当課", en: "department" }
    result_label() { ja: "結果", en: "result" }
    bytes(count) { ja: "{count} バイト", en: "{count} bytes" }
    format_and_size(format, size) { ja: "{format}、{size}", en: "{format}, {size}" }
    rejected() { ja: "読めません（下の指摘を見てください）", en: "cannot be read (see the finding below)" }
    ignored() { ja: "提出物ではないので読みません", en: "not a submission, not read" }
    no_table() { ja: "読めましたが、様式にあたる表がありません", en: "read, but no table fits a form" }
    read(records) { ja: "読めました（記録 {records}件）", en: "read ({records})" }
    text_table() { ja: "■ 表データ", en: "■ the text" }
    sheet(name, hidden) { ja: "■ シート「{name}」{hidden}", en: "■ sheet “{name}”{hidden}" }
    hidden() { ja: "（非表示）", en: " (hidden)" }
    very_hidden() { ja: "（非表示。Excel の「再表示」にも出ません）", en: " (hidden, even from Excel's Unhide)" }
    comment(cell, text) { ja: "  コメント {cell}  {text}", en: "  comment {cell}  {text}" }
    ledger(cells, used, set_aside) {
        ja: "  セル {cells} = 記録に使用 {used} + 除外 {set_aside}",
        en: "  {cells} cells = {used} used in records + {set_aside} set aside",
    }
    set_aside(reasons) { ja: "（{reasons}）", en: " ({reasons})" }
    uncalculated(count) { ja: "、ほかに未計算の数式 {count}", en: ", plus {count} not calculated" }
    witnessed(result) { ja: "。{result}", en: "; {result}" }
    table(range, form, records) {
        ja: "  表 {range}（様式 {form}）: 記録 {records}件",
        en: "  table {range} (form {form}): {records}",
    }
    column(heading, field) { ja: "{heading}（{field}）", en: "{heading} ({field})" }

    // formats
    xlsx() { ja: "Excel ブック（xlsx）", en: "Excel workbook (xlsx)" }
    xlsm() { ja: "マクロ付き Excel ブック（xlsm）", en: "Excel workbook with macros (xlsm)" }
    xltx() { ja: "Excel テンプレート（xltx）", en: "Excel template (xltx)" }
    xltm() { ja: "マクロ付き Excel テンプレート（xltm）", en: "Excel template with macros (xltm)" }
    xlsb() { ja: "Excel バイナリ ブック（xlsb）", en: "Excel binary workbook (xlsb)" }
    xls() { ja: "Excel 97-2003 ブック（xls）", en: "Excel 97-2003 workbook (xls)" }
    ods() { ja: "OpenDocument 表計算（ods）", en: "OpenDocument spreadsheet (ods)" }
    fods() { ja: "OpenDocument 表計算（fods）", en: "OpenDocument spreadsheet (fods)" }
    csv() { ja: "区切り文字のあるテキスト（csv）", en: "delimited text (csv)" }
    tsv() { ja: "タブ区切りのテキスト（tsv）", en: "tab-separated text (tsv)" }
    zip() { ja: "zip 書庫", en: "zip archive" }
}
