//! The line that shows how far a run has come. `{{bar:30}}` and the like are filled by indicatif.

use crate::model::message::messages;

messages! { MESSAGES:
    reading() {
        ja: "読み取り [{{bar:30}}] {{pos}}/{{len}}ファイル{{msg}}　残り {{eta}}",
        en: "reading [{{bar:30}}] {{pos}}/{{len}} files{{msg}}, {{eta}} left",
    }
    rows_read(rows) { ja: "、{rows}行", en: ", {rows} rows" }
    writing() { ja: "{{spinner}} 書き出し {{msg}}　{{elapsed}}", en: "{{spinner}} writing {{msg}}, {{elapsed}}" }
    writing_volumes() {
        ja: "書き出し [{{bar:30}}] {{msg}}　残り {{eta}}",
        en: "writing [{{bar:30}}] {{msg}}, {{eta}} left",
    }
    files_written(files) { ja: "{files}ファイル", en: "{files} files" }
    pages_written(files, pages) { ja: "{files}ファイル、{pages}ページ", en: "{files} files, {pages} pages" }
}
