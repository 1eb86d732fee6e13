//! Messages of the page, each in both languages.

use crate::model::message::{failures, messages};

failures! { FAILURES:
    another_job() {
        ja: "ほかの作業が終わっていません。" => "終わるのを待つか、中止してから、もう一度行ってください。",
        en: "Another job is still running." => "Wait until it is over, or stop it, and try again.",
    }
    already_open() {
        ja: "この作業場所は、すでに別の画面で開いています。" => "開いている画面を使うか、そちらを終了してから、もう一度開いてください。",
        en: "This workspace is open in another page already." => "Use that page, or end it and try again.",
    }
    decision_unwritable(path, reason) {
        ja: "判断を {path} に書き込めません（{reason}）。" => "書き込みの権限と空き容量を確かめてください。",
        en: "The decision cannot be written to {path} ({reason})." => "Check permissions and free space.",
    }
    form_exists(path) {
        ja: "{path} はもうあります。" => "別のファイル名にして、もう一度保存してください。",
        en: "{path} is there already." => "Choose another file name.",
    }
    form_unwritable(path, reason) {
        ja: "様式を {path} に書き込めません（{reason}）。" => "書き込みの権限と空き容量を確かめてください。",
        en: "The form cannot be written to {path} ({reason})." => "Check permissions and free space.",
    }
    no_draft(file) {
        ja: "{file} からは様式の下書きを作れません。" => "見出しの行と、その下に記入済みの行があるか確かめてください。",
        en: "No form can be drafted from {file}." => "Check that it has a row of headings with filled-in rows below.",
    }
    no_form_id() {
        ja: "ファイル名に使えない文字があります。" => "半角の英数字と - _ だけで書いてください。",
        en: "The file name has other characters than a–z, 0–9, - and _." => "Use only these.",
    }
    no_such_file() {
        ja: "そのファイルは、もう inbox にありません。" => "画面を開き直してください。",
        en: "That file is no longer in the inbox." => "Load the page again.",
    }
    finding_gone() {
        ja: "その指摘は、もうありません。" => "画面を開き直してください。",
        en: "That finding is gone." => "Load the page again.",
    }
    no_answer(process, reason) {
        ja: "この作業場所を開いている画面（プロセス {process}）が答えません（{reason}）。" => "少し待ってもう一度開いてください。続くときは、そのプロセスを終わらせてください。",
        en: "The page that has this workspace open (process {process}) does not answer ({reason})." => "Try again in a moment. If it goes on, end that process.",
    }
    no_folder(path) {
        ja: "「{path}」にはフォルダーを作れません。" => "場所を C:\\… や \\\\サーバー\\… や /… から始めて書いてください。",
        en: "No folder can be made at “{path}”." => "Write the whole path.",
    }
    no_page(reason) {
        ja: "画面を開けません（{reason}）。" => "--no-page を付けて実行すると、画面を使わずに取りまとめます。",
        en: "The page cannot be opened ({reason})." => "With --no-page the files are consolidated without it.",
    }
    not_a_workspace(path, config) {
        ja: "{path} は作業場所ではありません（{config} がありません）。" => "フォルダーの場所を C:\\… や \\\\サーバー\\… や /… から始めて確かめるか、新しく作ってください。",
        en: "{path} is no workspace (there is no {config})." => "Check the whole path of the folder, or make a new one.",
    }
    not_read_yet() {
        ja: "まだ読み取っていません。" => "読み取りが終わってから、もう一度行ってください。",
        en: "Nothing has been read yet." => "Try again once the files are read.",
    }
    panicked() {
        ja: "プログラムの内部で誤りが起きました。成果物は書き換えていません。" => "入力ファイルを添えて開発元にお知らせください。",
        en: "An internal error occurred. No outputs were changed." => "Please report it with the input files.",
    }
    period_unwritable(reason) {
        ja: "期間のフォルダーを作れません（{reason}）。" => "書き込みの権限を確かめてください。",
        en: "The folder of the period cannot be made ({reason})." => "Check its permissions.",
    }
    port_taken(reason, port) {
        ja: "画面を開けません（{reason}）。" => "番号 {port} は使われているかもしれません。--port を付けずに実行してください。",
        en: "The page cannot be opened ({reason})." => "Port {port} may be in use. Run without --port.",
    }
    no_thread(reason) {
        ja: "作業を始められません（{reason}）。" => "ほかのプログラムを閉じて、もう一度行ってください。",
        en: "The work cannot begin ({reason})." => "Close other programs and try again.",
    }
    record_gone() {
        ja: "その記録は、もうありません。" => "画面を開き直してください。",
        en: "That record is gone." => "Load the page again.",
    }
}

messages! { MESSAGES:
    // jobs
    built(records, outputs) {
        ja: "{records}件を取りまとめ、{outputs}個のファイルを書き出しました。",
        en: "{records} records brought together, {outputs} files written.",
    }
    closed(label) {
        ja: "{label}を締めました。以後の変更は正誤として記録します。",
        en: "{label} is closed. Later changes are recorded as errata.",
    }
    collecting() { ja: "ファイルを集めています", en: "collecting the files" }
    forms_written(count, folder) {
        ja: "{count}課分の様式と照会文を {folder} に作りました。",
        en: "{count} forms and the letter were written to {folder}.",
    }
    no_due(label, period) {
        ja: "{label}の提出期限がないため、様式と照会文に期限が載っていません。作業場所の torimatome.toml をメモ帳で開き、[due] の行の下に \"{period}\" = \"2026-10-10\" のように期限を書いて保存し、もう一度作ってください。",
        en: "There is no due date for {label}: forms and letter have none. Open the workspace's torimatome.toml in an editor, write it below the line [due] as \"{period}\" = \"2026-10-10\", save it and make them again.",
    }
    reminders_drafted(count, folder) {
        ja: "督促のメールの下書き {count}通を {folder} に作りました。",
        en: "{count} drafts were written to {folder}.",
    }
    nobody_to_remind() { ja: "督促する課はありません。", en: "No department has to be reminded." }

    // decisions and edits
    answered(answer) { ja: "「{answer}」にしました。", en: "{answer}." }
    answer_withdrawn() { ja: "取消し", en: "taken back" }
    undone(what) { ja: "元に戻しました（{what}）。", en: "Undone: {what}." }
    nothing_to_undo() { ja: "元に戻すものはありません。", en: "There is nothing to undo." }
    edit_of(record) { ja: "手直し {record}", en: "edit {record}" }
    edit_saved() { ja: "手直しを残しました。次の取りまとめから成果物に入ります。", en: "Saved. The next build includes it." }
    nothing_edited() { ja: "変えたところはありません。", en: "Nothing was changed." }

    form_saved(name, path) {
        ja: "様式「{name}」を {path} に保存し、読み直しています。",
        en: "The form “{name}” is saved as {path}; the files are being read again.",
    }

    // uploads
    uploaded(name) { ja: "{name} を inbox に入れました", en: "{name} was put into the inbox" }
    uploaded_before(name) { ja: "同じ内容の {name} がすでにあります", en: "the same file is there already: {name}" }
    upload_refused(name, reason) { ja: "{name} は受け取れません（{reason}）", en: "{name} was not taken: {reason}" }
    too_many_files() { ja: "一度に送れるファイルの数を超えています", en: "there are too many at once" }
    too_large() { ja: "大きすぎます（256 MB まで）", en: "it is too large (256 MB at most)" }
    cut_off() { ja: "途中で切れました", en: "it was cut off" }
    inbox_unwritable(reason) { ja: "inbox に書き込めません。{reason}", en: "the inbox cannot be written: {reason}" }
    odd_name() { ja: "ファイルの名前に使えない文字があります", en: "its name has characters that no file can have" }
    long_name() { ja: "ファイルの名前が長すぎます", en: "its name is too long" }

    // requests that are refused
    no_such_method() { ja: "この操作はありません。", en: "This method is not supported." }
    request_too_long() { ja: "送られた内容が長すぎます。", en: "The request is too long." }
    unreadable_request() { ja: "送られた内容を読み取れません。", en: "The request cannot be read." }
    no_workspace() { ja: "作業場所を開いてください。", en: "Open a workspace first." }
    no_period() { ja: "期間を選んでください。", en: "Choose a period first." }
    no_such_page() { ja: "その画面はありません。", en: "There is no such page." }
    wrong_host() {
        ja: "この番地では開けません。torimatome が示した番地（http://127.0.0.1:…）で開いてください。",
        en: "Open it at the address that torimatome showed (http://127.0.0.1:…).",
    }
    wrong_origin() { ja: "ほかのページからの操作は受け付けません。", en: "Requests of other sites are refused." }
    no_cookie() {
        ja: "このブラウザーでは開かれていません。torimatome をもう一度起動すると、新しい番地で開きます。",
        en: "The page is not open in this browser. Start torimatome again: it opens at a new address.",
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_message_speaks_both_languages() {
        for catalogue in [super::FAILURES, super::MESSAGES] {
            assert_eq!(crate::model::message::faults(catalogue), Vec::<String>::new());
        }
    }
}
