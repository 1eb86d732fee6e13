//! Messages of the page, each in both languages.

use crate::model::message::failures;

failures! { FAILURES:
    decision_unwritable(path, reason) {
        ja: "判断を {path} に書き込めません（{reason}）。" => "書き込みの権限と空き容量を確かめてください。",
        en: "The decision cannot be written to {path} ({reason})." => "Check permissions and free space.",
    }
    no_answer(process, reason) {
        ja: "この作業場所を開いている画面（プロセス {process}）が答えません（{reason}）。" => "少し待ってもう一度開いてください。続くときは、そのプロセスを終わらせてください。",
        en: "The page that has this workspace open (process {process}) does not answer ({reason})." => "Try again in a moment. If it goes on, end that process.",
    }
    no_page(reason) {
        ja: "画面を開けません（{reason}）。" => "--no-page を付けて実行すると、画面を使わずに取りまとめます。",
        en: "The page cannot be opened ({reason})." => "With --no-page the files are consolidated without it.",
    }
    port_taken(reason, port) {
        ja: "画面を開けません（{reason}）。" => "番号 {port} は使われているかもしれません。--port を付けずに実行してください。",
        en: "The page cannot be opened ({reason})." => "Port {port} may be in use. Run without --port.",
    }
    no_thread(reason) {
        ja: "作業を始められません（{reason}）。" => "ほかのプログラムを閉じて、もう一度行ってください。",
        en: "The work cannot begin ({reason})." => "Close other programs and try again.",
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_message_speaks_both_languages() {
        assert_eq!(crate::model::message::faults(super::FAILURES), Vec::<String>::new());
    }
}
