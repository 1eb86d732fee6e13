//! `templates` and `plans`: drafts and checks of forms.

use crate::model::message::{failures, messages};

messages! { MESSAGES:
    plan_drafted(departments, directions, marks) {
        ja: "課 {departments}、方向 {directions}、評価の記号 {marks} を見つけました。「要確認」の行を確かめてください。",
        en: "Found {departments} departments, {directions} directions and {marks} marks. Check the lines marked CHECK.",
    }
    extends_known(form) {
        ja: "様式「{form}」で読める表です。その様式を引き継ぐ下書きにしました。",
        en: "The form “{form}” reads this table; the draft extends it.",
    }
    how_it_reads(records, used, aside, outside, errors, warnings) {
        ja: "もとのファイルをこの様式で読むと {records}件。使うセル {used}、表題・見出しなど {aside}、様式の外 {outside}、エラー {errors}、注意 {warnings}。",
        en: "The form reads {records} records from the files: {used} cells used, {aside} titles, headings and the like, {outside} outside, {errors} errors, {warnings} warnings.",
    }
    another_table(file) {
        ja: "{file} には別の表があるため、下書きに使いませんでした。",
        en: "{file} holds another table and is left out.",
    }
    further_table(sheet, headings, rows) {
        ja: "「{sheet}」にはほかの表（{headings} … {rows}行）もあります。その表だけのファイルから下書きすれば、その表の様式になります。",
        en: "There is another table on “{sheet}” ({headings} … {rows} rows). To draft a form for it, use a file that contains only that table.",
    }
    next_step(name) {
        ja: "「要確認」の行を直し、torimatome templates check {name} で点検してから、--template {name} で使ってください。",
        en: "Correct the lines marked CHECK, check the form with torimatome templates check {name}, then use it with --template {name}.",
    }
    unmatchable(field, line, why) {
        ja: "注意: {field} の列の見出し「{line}」は、どのファイルにも見つかりません。{why}。",
        en: "Note: the heading “{line}” of the column {field} is in none of the files: {why}.",
    }
    one_column() {
        ja: "注意: 見出しが2つ以上並ぶ行を表の見出しとみなすため、列が1つだけの様式は使われません。",
        en: "Note: a row of headings has at least two; a form of one column is never used.",
    }
}

failures! { FAILURES:
    no_file(path) {
        ja: "{path} が見つかりません。" => "ファイルの名前と場所を確かめてください。",
        en: "There is no {path}." => "Check its name and folder.",
    }
    nothing_to_read() {
        ja: "読み取れるファイルがありません。" => "記入済みのファイル（xlsx、xls、ods、csv）を指定してください。",
        en: "There is no file to read." => "Give files that are filled in (xlsx, xls, ods, csv).",
    }
    unreadable(reason) {
        ja: "ファイルを読めません。{reason}" => "記入済みのファイルを指定してください。",
        en: "The file cannot be read. {reason}" => "Give files that are filled in.",
    }
    no_table() {
        ja: "見出しの行と、その下に続く行のある表が見つかりません。" => "見出しが1行か数行にまとまった表に、少なくとも1件を記入したファイルを指定してください。",
        en: "There is no table with a row of headings and rows below it." => "Give a file with at least one filled-in row.",
    }
    file_exists(path) {
        ja: "{path} に書けません。" => "同じ名前のファイルがあります。別の名前にするか、そのファイルを移してください。",
        en: "{path} cannot be written." => "There is a file of this name. Choose another, or move it.",
    }
    unwritable(path) {
        ja: "{path} に書けません。" => "フォルダーがあるか、書き込みの権限があるかを確かめてください。",
        en: "{path} cannot be written." => "Check that the folder exists and is writable.",
    }
}
