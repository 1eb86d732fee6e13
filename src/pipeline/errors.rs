//! The messages for errors of other modules.

use std::io;
use std::path::{Path, PathBuf};

use crate::form;
use crate::model::{Lang, Period};
use crate::pipeline::failure::Failure;
use crate::report::pdf;
use crate::store::history::HistoryError;
use crate::store::publish::{self, PublishError};
use crate::store::shards::ShardError;

/// Outputs that cannot be written.
pub(crate) fn publish_failure(error: &PublishError, lang: Lang) -> Failure {
    match error {
        PublishError::Folder { path, source } => Failure::in_lang(
            lang,
            (
                format!("{} に書き出せません（{}）。", path.display(), io_reason(source, lang)),
                "書き込みの権限と空き容量を確かめるか、-o で別のフォルダーを指定してください。前回の成果物はそのまま残っています。",
            ),
            (
                format!("{} cannot be written ({}).", path.display(), io_reason(source, lang)),
                "Check permissions and free space, or give another folder with -o. What was there is untouched.",
            ),
        ),
        PublishError::Foreign(paths) => {
            let names = first_of(paths);
            Failure::in_lang(
                lang,
                (
                    format!("torimatome の成果物ではないか、作成後に変更されたファイルがあるため、書き出しません: {names}"),
                    "そのファイルを移すか、-o で別のフォルダーを指定してください。何も書き換えていません。",
                ),
                (
                    format!("Files that torimatome did not make, or that were changed since, are not replaced: {names}"),
                    "Move them away, or give another folder with -o. Nothing was changed.",
                ),
            )
        }
        PublishError::Closed { path, period } => Failure::in_lang(
            lang,
            (
                format!("{} は締めた期間（{period}）の成果物なので、置き換えません。", path.display()),
                "-o を付けずに実行するか、別のフォルダーを指定してください。",
            ),
            (
                format!("{} holds what was closed for {period} and is not replaced.", path.display()),
                "Run without -o, or give another folder.",
            ),
        ),
        PublishError::InUse { path, source } => Failure::in_lang(
            lang,
            (
                format!("{} を置き換えられません（{}）。", path.display(), io_reason(source, lang)),
                "Excel などで開いたままなら閉じて、もう一度実行してください。前回の成果物はそのまま残っています。",
            ),
            (
                format!("{} cannot be replaced ({}).", path.display(), io_reason(source, lang)),
                "Close it in Excel and run again. What was there is untouched.",
            ),
        ),
        PublishError::Busy(path) => {
            let holder = publish::holder(path);
            let (ja, en) = holder.map(|who| (format!("（{who}）"), format!(" ({who})"))).unwrap_or_default();
            Failure::in_lang(
                lang,
                (
                    format!("{} には別の torimatome{ja} が書き出しています。", path.display()),
                    "終わるのを待って、もう一度実行してください。",
                ),
                (format!("Another torimatome{en} writes to {}.", path.display()), "Wait for it and run again."),
            )
        }
        PublishError::Halfway { path, source } => Failure::in_lang(
            lang,
            (
                format!(
                    "成果物を入れ替える途中で {} を置き換えられませんでした（{}）。",
                    path.display(),
                    io_reason(source, lang)
                ),
                "新しい成果物は控えてあります。開いていれば閉じて、もう一度実行してください。続きから入れ替えます。",
            ),
            (
                format!("{} could not be replaced, after others had been ({}).", path.display(), io_reason(source, lang)),
                "The new outputs are kept. Close it and run again: the rest is put in place then.",
            ),
        ),
        PublishError::Stopped => Failure::in_lang(
            lang,
            ("中断しました。", "前からあった成果物はそのままです。"),
            ("Stopped.", "What was there is untouched."),
        ),
    }
}

/// The first paths, and how many more there are.
fn first_of(paths: &[PathBuf]) -> String {
    const NAMED: usize = 10;
    let mut names: Vec<String> = paths.iter().take(NAMED).map(|path| path.display().to_string()).collect();
    if paths.len() > NAMED {
        names.push(format!("… (+{})", paths.len() - NAMED));
    }
    names.join(", ")
}

/// Outputs say that their period is closed, and the history does not know it.
pub(crate) fn lost_history(history: &Path, folder: &Path, period: &str, lang: Lang) -> Failure {
    Failure::in_lang(
        lang,
        (
            format!(
                "{} は締めた期間（{period}）の成果物ですが、履歴 {} にその記録がありません。履歴が失われたか、古いか、別の作業場所のものです。",
                folder.display(),
                history.display()
            ),
            "控えの history.sqlite を元の場所に戻してください。控えがないときは torimatome history --rebuild で成果物から作り直せます。何も書き換えていません。",
        ),
        (
            format!(
                "{} holds what was closed for {period}, but the history {} does not know it: it is lost, older, or of another workspace.",
                folder.display(),
                history.display()
            ),
            "Put a copy of history.sqlite back in its place, or run torimatome history --rebuild to make it again from the outputs. Nothing was changed.",
        ),
    )
}

/// Another program has the file.
const OPEN: (&str, &str) = ("ほかのプログラムが開いています", "another program has it open");

/// The reason of an I/O error, in the language of the messages.
pub(crate) fn io_reason(error: &io::Error, lang: Lang) -> String {
    use std::io::ErrorKind as Kind;
    let (ja, en) = match error.kind() {
        Kind::PermissionDenied => ("書き込みの権限がありません", "no permission"),
        Kind::StorageFull | Kind::QuotaExceeded => ("空き容量がありません", "the disk is full"),
        Kind::ReadOnlyFilesystem => ("読み取り専用です", "it is read-only"),
        Kind::NotADirectory | Kind::AlreadyExists => ("同じ名前のファイルがあります", "a file of that name is in the way"),
        Kind::NotFound => ("場所が見つかりません", "there is no such place"),
        Kind::ResourceBusy | Kind::ExecutableFileBusy => (OPEN.0, OPEN.1),
        _ if publish::is_in_use(error) => (OPEN.0, OPEN.1),
        Kind::FileTooLarge => ("大きすぎて書けないか、空き容量がありません", "it is too large for the disk"),
        Kind::InvalidFilename => ("名前が長すぎるか、使えない文字があります", "the name is too long or not allowed"),
        _ => return error.to_string(),
    };
    (if lang == Lang::Ja { ja } else { en }).to_owned()
}

/// A history that cannot be used.
pub(crate) fn history_failure(error: &HistoryError, lang: Lang) -> Failure {
    match error {
        HistoryError::Newer { path, found, known } => Failure::in_lang(
            lang,
            (
                format!(
                    "履歴 {} は、より新しい torimatome で作られています（版 {found}、この torimatome は {known} まで）。",
                    path.display()
                ),
                "新しい torimatome を使ってください。履歴は書き換えていません。",
            ),
            (
                format!(
                    "The history {} was written by a newer torimatome (schema {found}; this one knows {known}).",
                    path.display()
                ),
                "Use the newer torimatome. The history was not touched.",
            ),
        ),
        HistoryError::Foreign(path) => Failure::in_lang(
            lang,
            (
                format!("{} は torimatome の履歴ではありません。", path.display()),
                "そのファイルを別の場所へ移してください。新しい履歴を作ります。",
            ),
            (format!("{} is no history of torimatome.", path.display()), "Move it away; a new history will be begun."),
        ),
        HistoryError::Busy(path) => Failure::in_lang(
            lang,
            (format!("履歴 {} は別の torimatome が使用中です。", path.display()), "終わるのを待って、もう一度実行してください。"),
            (format!("Another torimatome uses the history {}.", path.display()), "Wait for it and run again."),
        ),
        HistoryError::Database { path, source } => Failure::in_lang(
            lang,
            (
                format!("履歴 {} を使えません（{source}）。", path.display()),
                "書き込みの権限と空き容量を確かめてください。履歴を使わないときは torimatome.toml に history = false と書きます。",
            ),
            (
                format!("The history {} cannot be used ({source}).", path.display()),
                "Check permissions and free space. To do without it write history = false in torimatome.toml.",
            ),
        ),
        HistoryError::Broken { path, reason } => Failure::in_lang(
            lang,
            (
                format!("履歴 {} の内容が壊れています（{reason}）。", path.display()),
                "控えから戻すか、ファイルを別の場所へ移して torimatome history --rebuild を実行してください。",
            ),
            (
                format!("The history {} is broken ({reason}).", path.display()),
                "Restore a copy, or move the file away and run torimatome history --rebuild.",
            ),
        ),
    }
}

/// A shard that cannot be used.
pub(crate) fn shard_failure(error: &ShardError, lang: Lang) -> Failure {
    match error {
        ShardError::Broken { path, reason } => Failure::in_lang(
            lang,
            (
                format!("部分 {} を使えません（{reason}）。", path.display()),
                "権限と空き容量を確かめ、途中で切れたファイルなら ingest をやり直してください。",
            ),
            (
                format!("The part {} cannot be used ({reason}).", path.display()),
                "Check permissions and free space; if it is cut off, ingest again.",
            ),
        ),
        ShardError::Foreign(path) => Failure::in_lang(
            lang,
            (
                format!("{} は torimatome ingest が書き出した部分ではありません。", path.display()),
                "--from には ingest の -o で書き出したファイルか、そのフォルダーを指定してください。",
            ),
            (format!("{} is no part that torimatome ingest wrote.", path.display()), "Give files that ingest wrote with -o."),
        ),
        ShardError::Taken(path) => Failure::in_lang(
            lang,
            (
                format!(
                    "{} には書き出せません。部分ではないファイルがあるか、締めた期間の成果物のフォルダーです。",
                    path.display()
                ),
                "-o に別のファイル名を指定してください。",
            ),
            (
                format!("{} is not written: a file that is no part is there, or closed outputs are beside it.", path.display()),
                "Give another file with -o.",
            ),
        ),
        ShardError::Newer { path, schema } => Failure::in_lang(
            lang,
            (
                format!("部分 {} は、より新しい torimatome で書かれています（{schema}）。", path.display()),
                "新しい torimatome で build してください。",
            ),
            (format!("The part {} was written by a newer torimatome ({schema}).", path.display()), "Use the newer torimatome."),
        ),
        ShardError::OtherForms(path) => Failure::in_lang(
            lang,
            (
                format!("部分 {} は別の様式で読み取られています。", path.display()),
                "ingest と build で同じ --template、同じ設定（--config）、同じ版の torimatome を使ってください。",
            ),
            (
                format!("The part {} was read with other forms.", path.display()),
                "Use the same --template, --config and version of torimatome for ingest and build.",
            ),
        ),
        ShardError::OtherPeriod { path, period } => {
            let id = period.map_or_else(|| "―".to_owned(), Period::id);
            Failure::in_lang(
                lang,
                (
                    format!("部分 {} は別の期間（{id}）として読み取られています。", path.display()),
                    "すべての ingest と build で同じ --period を指定してください。",
                ),
                (
                    format!("The part {} was read for another period ({id}).", path.display()),
                    "Give the same --period to every ingest and to build.",
                ),
            )
        }
    }
}

/// A report that cannot be made.
pub(crate) fn pdf_failure(error: &pdf::Error, lang: Lang) -> Failure {
    match error {
        pdf::Error::ColumnsDoNotFit { columns, fit } => Failure::in_lang(
            lang,
            (
                format!(
                    "報告書.pdf を作れません。表の列（{columns}列）が用紙に収まりません。この用紙に収まるのは{fit}列までです。"
                ),
                "様式の列を減らすか、--paper A3 で用紙を大きくするか、--no-pdf で報告書を省いてください。成果物は書き出していません。",
            ),
            (
                format!("報告書.pdf cannot be made: the table has {columns} columns, and the paper holds {fit}."),
                "Take columns out of the form, give a larger paper (--paper A3), or leave the report out (--no-pdf). Nothing was written.",
            ),
        ),
        pdf::Error::Font { reason } => {
            let ja = match reason {
                pdf::FontFault::Unreadable => "書体のファイルが壊れているか、TrueType・OpenType ではありません",
                pdf::FontFault::NoCharacters => "書体に文字の表がありません",
                pdf::FontFault::NotJapanese => "書体に日本語の文字がありません",
            };
            Failure::in_lang(
                lang,
                (
                    format!("報告書.pdf を作れません。{ja}。"),
                    "--font（設定では [report] の font）に日本語の書体を指定するか、指定をやめて内蔵の書体を使ってください。成果物は書き出していません。",
                ),
                (
                    format!("報告書.pdf cannot be made: {error}."),
                    "Give a Japanese font with --font (font in [report]), or none to use the built-in one. Nothing was written.",
                ),
            )
        }
        pdf::Error::Writer { reason } => Failure::in_lang(
            lang,
            (
                format!("報告書.pdf を作れません（{reason}）。"),
                "プログラムの不具合です。--no-pdf を付けると、ほかの成果物を書き出せます。",
            ),
            (
                format!("報告書.pdf cannot be made ({reason})."),
                "This is a fault of the program. The other outputs can be written with --no-pdf.",
            ),
        ),
    }
}

/// A form, plan or configuration that cannot be parsed.
pub(crate) fn configuration_failure(fault: &form::Fault, lang: Lang) -> Failure {
    Failure::in_lang(
        lang,
        (format!("設定に誤りがあります。{fault}"), "示された行を直してください。"),
        (format!("There is a mistake in {fault}"), "Mend the line that is named."),
    )
}

/// A name that is none of the known ones.
pub(crate) fn unknown_name<'n>(what: &str, name: &str, known: impl Iterator<Item = &'n str>) -> Failure {
    let known = known.collect::<Vec<_>>().join("、");
    Failure::new(format!("{what}「{name}」はありません。"), format!("使えるのは {known} です。"))
}
