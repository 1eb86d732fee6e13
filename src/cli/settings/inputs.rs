//! What a command reads.

use std::path::PathBuf;

use crate::cli::messages::Failure;
use crate::cli::settings::config::Config;
use crate::cli::settings::options::Common;
use crate::cli::settings::workspace::{INBOX, periods_in};
use crate::model::Period;
use crate::source::Collected;

/// The inputs of a command: those given, else the inbox of the workspace that the command runs in, of the period
/// that was asked for or the newest one.
pub(crate) fn of(given: &[PathBuf], common: &Common) -> Result<Vec<PathBuf>, Failure> {
    if !given.is_empty() {
        return Ok(given.to_vec());
    }
    let config = Config::load(common.config.as_deref(), &[PathBuf::from(".")], &Collected::default())?;
    let lang = config.language(common.lang.as_deref())?;
    let Some(root) = config.folder.as_deref() else {
        return Err(Failure::in_lang(
            lang,
            (
                "入力がありません。ここは作業場所でもありません（torimatome.toml が見つかりません）。",
                "提出ファイルのあるフォルダーを指定する（例: torimatome build 提出ファイル -o out）か、torimatome init 作業場所 で作業場所を作ってください。",
            ),
            (
                "There is no input, and this is no workspace (no torimatome.toml was found).",
                "Give the folder of the files (torimatome build FILES -o out), or make a workspace with torimatome init DIR.",
            ),
        ));
    };
    let inbox = root.join(INBOX);
    let wanted = common.period.as_deref().or(config.period.as_deref()).and_then(Period::parse);
    let mut periods = periods_in(&inbox);
    if let Some(wanted) = wanted {
        periods.retain(|(period, _)| *period == wanted);
        if periods.is_empty() && inbox.is_dir() && !periods_in(&inbox).is_empty() {
            let folder = inbox.join(wanted.id());
            return Err(Failure::in_lang(
                lang,
                (
                    format!("{}（{}）の提出フォルダー {} がありません。", wanted.label(), wanted.id(), folder.display()),
                    "フォルダーを作り、各課のファイルを入れてください。",
                ),
                (
                    format!("There is no folder {} for {}.", folder.display(), wanted.id()),
                    "Make it and put the departments' files into it.",
                ),
            ));
        }
    }
    Ok(vec![periods.pop().map_or(inbox, |(_, folder)| folder)])
}
