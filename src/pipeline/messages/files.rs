//! Files that cannot be read or written, and outputs that cannot be made.

use crate::model::message::{failures, messages};

failures! { FAILURES:
    // outputs
    unwritable(path, reason) {
        ja: "{path} に書き出せません（{reason}）。" => "書き込みの権限と空き容量を確かめるか、-o で別のフォルダーを指定してください。前回の成果物はそのまま残っています。",
        en: "{path} cannot be written ({reason})." => "Check permissions and free space, or give another folder with -o. The earlier outputs are untouched.",
    }
    foreign_files(paths) {
        ja: "torimatome の成果物ではないか、作成後に変更されたファイルがあるため、書き出しません: {paths}" => "そのファイルを移すか、-o で別のフォルダーを指定してください。何も書き換えていません。",
        en: "Files that torimatome did not write, or that were changed since, are not replaced: {paths}" => "Move them away, or give another folder with -o. Nothing was changed.",
    }
    closed_outputs(path, period) {
        ja: "{path} は締めた期間（{period}）の成果物なので、置き換えません。" => "-o を付けずに実行するか、別のフォルダーを指定してください。",
        en: "{path} holds the closed report of {period} and is not replaced." => "Run without -o, or give another folder.",
    }
    in_use(path, reason) {
        ja: "{path} を置き換えられません（{reason}）。" => "Excel や PDF の閲覧ソフトで開いたままなら閉じてください。OneDrive の同期やウイルス対策ソフトの検査の途中なら、少し待ってください。そのあと、もう一度実行してください。前回の成果物はそのまま残っています。",
        en: "{path} cannot be replaced ({reason})." => "Close it in Excel or the PDF viewer, or wait a moment for OneDrive or the virus scanner; then run again. The earlier outputs are untouched.",
    }
    protected(path, reason) {
        ja: "{path} を置き換えられません（{reason}）。" => "ファイルの「読み取り専用」の印を外し、書き込みの権限を確かめてください。前回の成果物はそのまま残っています。",
        en: "{path} cannot be replaced ({reason})." => "Clear its read-only attribute and check the permissions. The earlier outputs are untouched.",
    }
    busy(path, holder) {
        ja: "{path} には別の torimatome{holder} が書き出しています。" => "終わるのを待って、もう一度実行してください。",
        en: "Another torimatome{holder} is writing to {path}." => "Wait for it to end and run again.",
    }
    halfway(path, reason) {
        ja: "成果物を入れ替える途中で {path} を置き換えられませんでした（{reason}）。" => "新しい成果物は控えてあります。開いていれば閉じて、もう一度実行してください。続きから入れ替えます。",
        en: "{path} could not be replaced after other files already were ({reason})." => "The new outputs are kept. Close the file and run again: the move is completed then.",
    }
    stopped() {
        ja: "中断しました。" => "前からあった成果物はそのままです。",
        en: "Interrupted." => "The earlier outputs are untouched.",
    }
    unmakable(output, reason) {
        ja: "{output}を作れません（{reason}）。" => "ほかの成果物も書き出していません。様式の列や書体の設定を確かめてください。",
        en: "{output} cannot be made ({reason})." => "Nothing was written. Check the form's columns and the font.",
    }
    columns_do_not_fit(columns, fit) {
        ja: "報告書.pdf を作れません。表の列（{columns}列）が用紙に収まりません。この用紙に収まるのは{fit}列までです。" => "様式の列を減らすか、--paper A3 で用紙を大きくするか、--no-pdf で報告書を省いてください。成果物は書き出していません。",
        en: "報告書.pdf cannot be made: the table has {columns} columns, and the paper holds {fit}." => "Remove columns from the form, use larger paper (--paper A3), or leave the report out (--no-pdf). Nothing was written.",
    }
    font(fault) {
        ja: "報告書.pdf を作れません。{fault}。" => "--font（設定では [report] の font）に日本語の書体を指定するか、指定をやめて内蔵の書体を使ってください。成果物は書き出していません。",
        en: "報告書.pdf cannot be made: {fault}." => "Give a Japanese font with --font (or font in [report]), or none to use the built-in one. Nothing was written.",
    }
    pdf_writer(reason) {
        ja: "報告書.pdf を作れません（{reason}）。" => "プログラムの不具合です。--no-pdf を付けると、ほかの成果物を書き出せます。",
        en: "報告書.pdf cannot be made ({reason})." => "This is a bug in torimatome. With --no-pdf the other outputs can be written.",
    }
    forms(reason) {
        ja: "様式を作れません（{reason}）。" => "何も書き出していません。様式（--template）の列を確かめてください。",
        en: "The forms cannot be made ({reason})." => "Nothing was written. Check the form's columns (--template).",
    }
    filled_in(path) {
        ja: "{path} は作成後に変更されています（記入済みかもしれません）。置き換えません。" => "そのファイルを移すか、-o で別のフォルダーを指定してください。",
        en: "{path} was changed after it was written, perhaps filled in. It is not replaced." => "Move it away, or give another folder with -o.",
    }
    letter(reason) {
        ja: "照会文を作れません（{reason}）。" => "templates の 照会文.txt を確かめてください。",
        en: "The letter cannot be made ({reason})." => "Check 照会文.txt in templates.",
    }
    letter_unreadable(path, reason) {
        ja: "{path} を読めません（{reason}）。" => "読み取りの権限と文字コードを確かめてください。ファイルを消すと、組み込みの文を使います。",
        en: "{path} cannot be read ({reason})." => "Check its permissions and encoding. Without the file the built-in text is used.",
    }
    mail(reason) {
        ja: "メールを作れません（{reason}）。" => "--mail を付けずに実行してください。",
        en: "The mail cannot be made ({reason})." => "Run without --mail.",
    }
    manual(reason) {
        ja: "マニュアルを書き出せません（{reason}）。" => "空き容量を確かめてください。",
        en: "The manual cannot be written ({reason})." => "Check free space.",
    }
    workspace(path, reason) {
        ja: "{path} を作れません（{reason}）。" => "書き込みの権限と空き容量を確かめるか、別のフォルダーを指定してください。",
        en: "{path} cannot be made ({reason})." => "Check permissions and free space, or give another folder.",
    }
    standard_output(reason) {
        ja: "結果を標準出力に書けません（{reason}）。" => "出力先の空き容量と権限を確かめて、もう一度実行してください。",
        en: "The result cannot be written to standard output ({reason})." => "Check free space and permissions where it goes, and run again.",
    }
    panic(reason) {
        ja: "プログラムの内部で誤りが起きました（{reason}）。成果物は書き換えていません。" => "入力ファイルとこのメッセージを添えて開発元にお知らせください。",
        en: "The program failed ({reason}). No output was changed." => "Please report this message together with the input files.",
    }

    // decisions and the workbook of the last run
    decisions_unreadable(path, reason) {
        ja: "{path} を読めません（{reason}）。" => "UTF-8 で保存されているか、権限があるか確かめてください。",
        en: "{path} cannot be read ({reason})." => "Check that it is saved as UTF-8 and is readable.",
    }
    decisions_unwritable(path, reason) {
        ja: "判断と手直しを {path} に書き込めません（{reason}）。" => "書き込みの権限と空き容量を確かめてください。取りまとめ.xlsx はそのままです。",
        en: "Decisions and edits cannot be written to {path} ({reason})." => "Check permissions and free space. 取りまとめ.xlsx is untouched.",
    }
    edits_unreadable(path, reason) {
        ja: "{path} の手直しを読み取れません（{reason}）。何も書き換えていません。" => "Excel で開けるか確かめ、開いていれば保存して閉じてください。手直しを捨てて作り直すときは build --discard-edits を付けます。",
        en: "The edits in {path} cannot be read ({reason}). Nothing was changed." => "Check that Excel opens it; if it is open, save and close it. build --discard-edits drops the edits.",
    }
    workbook_open(path, lock) {
        ja: "{path} が開かれています（{lock} があります）。何も書き換えていません。" => "保存して閉じてから、もう一度実行してください。誰も開いていないときは {lock} を消してください。",
        en: "{path} is open ({lock} exists). Nothing was changed." => "Save and close it, then run again. If nobody has it open, delete {lock}.",
    }

    // history
    history_lost(folder, history, period) {
        ja: "{folder} は締めた期間（{period}）の成果物ですが、履歴 {history} にその記録がありません。履歴が失われたか、古いか、別の作業場所のものです。" => "控えの history.sqlite を元の場所に戻してください。控えがないときは torimatome history --rebuild で成果物から作り直せます。何も書き換えていません。",
        en: "{folder} holds the closed report of {period}, but the history {history} does not know it: it was lost, is older, or belongs to another workspace." => "Restore history.sqlite from a copy, or make it again from the outputs with torimatome history --rebuild. Nothing was changed.",
    }
    history_newer(path, found, known) {
        ja: "履歴 {path} は、より新しい torimatome で作られています（版 {found}、この torimatome は {known} まで）。" => "新しい torimatome を使ってください。履歴は書き換えていません。",
        en: "The history {path} was written by a newer torimatome (schema {found}; this one knows up to {known})." => "Use the newer torimatome. The history is untouched.",
    }
    history_foreign(path) {
        ja: "{path} は torimatome の履歴ではありません。" => "そのファイルを別の場所へ移してください。新しい履歴を作ります。",
        en: "{path} is not a history of torimatome." => "Move it away; a new history will be made.",
    }
    history_busy(path) {
        ja: "履歴 {path} は別の torimatome が使用中です。" => "終わるのを待って、もう一度実行してください。",
        en: "Another torimatome is using the history {path}." => "Wait for it to end and run again.",
    }
    history_read_only(path) {
        ja: "履歴 {path} に書き込めません。" => "ファイルやフォルダーが読み取り専用か、書き込みの権限がありません。「読み取り専用」の印を外すか、作業場所を書き込めるフォルダーに写して実行してください。履歴を使わないときは torimatome.toml に history = false と書きます。",
        en: "The history {path} cannot be written." => "The file or its folder is read-only. Clear the attribute, or work in a writable copy of the workspace. To work without a history, set history = false in torimatome.toml.",
    }
    history_unusable(path, reason) {
        ja: "履歴 {path} を使えません（{reason}）。" => "書き込みの権限と空き容量を確かめてください。履歴を使わないときは torimatome.toml に history = false と書きます。",
        en: "The history {path} cannot be used ({reason})." => "Check permissions and free space. To work without a history, set history = false in torimatome.toml.",
    }
    history_broken(path, reason) {
        ja: "履歴 {path} の内容が壊れています（{reason}）。" => "控えから戻すか、ファイルを別の場所へ移してください。",
        en: "The history {path} is damaged ({reason})." => "Restore it from a copy, or move the file away.",
    }
}

messages! { REASONS:
    holder(who) { ja: "（{who}）", en: " ({who})" }
    unreadable_workbook(name) { ja: "{name}（読み取れません）", en: "{name} (cannot be read)" }
    no_permission() { ja: "権限がありません", en: "permission denied" }
    disk_full() { ja: "空き容量がありません", en: "the disk is full" }
    read_only() { ja: "読み取り専用です", en: "it is read-only" }
    name_taken() { ja: "同じ名前のファイルがあります", en: "a file of that name is in the way" }
    not_found() { ja: "見つかりません", en: "it does not exist" }
    is_a_folder() { ja: "フォルダーです", en: "it is a folder" }
    open_elsewhere() { ja: "ほかのプログラムが開いています", en: "another program has it open" }
    too_large_for_disk() { ja: "大きすぎて書けないか、空き容量がありません", en: "it is too large for the disk" }
    bad_name() { ja: "名前が長すぎるか、使えない文字があります", en: "the name is too long or not allowed" }
    no_regular_file() { ja: "通常のファイルではありません", en: "it is not a regular file" }
    larger_than(mebibytes) { ja: "{mebibytes} MiB を超えています", en: "it is larger than {mebibytes} MiB" }
    unknown_encoding() { ja: "文字コードが分かりません", en: "it is not in UTF-8, UTF-16 or CP932" }
    font_unreadable() { ja: "書体のファイルが壊れているか、TrueType・OpenType ではありません", en: "the font is damaged, or not a TrueType or OpenType file" }
    font_without_characters() { ja: "書体に文字の表がありません", en: "the font has no table of characters" }
    font_not_japanese() { ja: "書体に日本語の文字がありません", en: "the font has no Japanese characters" }
    and_more(paths, count) { ja: "{paths}、ほか{count}件", en: "{paths} and {count} more" }
}
