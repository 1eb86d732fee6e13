//! What a run is compared with: `--previous`, else the period before it in the history.

use std::path::Path;

use crate::consolidate::Previous;
use crate::model::{Lang, Period};
use crate::pipeline::errors::history_failure;
use crate::pipeline::failure::Failure;
use crate::pipeline::settings::options::Settings;
use crate::source::{self, EarlierError};
use crate::store::history::History;

/// An earlier period, by its folder of outputs or its name.
#[derive(Debug)]
pub(crate) struct Found {
    pub previous: Previous,
    /// Id of its plan, where it is known.
    pub plan: Option<String>,
}

/// Finds what `name` means: a folder of outputs, or a period of the history.
pub(crate) fn find(name: &str, history: Option<&History>, settings: &Settings) -> Result<Found, Failure> {
    let lang = settings.lang;
    let folder = Path::new(name);
    if folder.join("run.json").is_file() {
        return read(folder, lang);
    }
    if let Some(period) = Period::parse(name) {
        let known =
            history.map(|history| history.latest(period)).transpose().map_err(|error| history_failure(&error, lang))?.flatten();
        if let Some(version) = known {
            return Ok(Found { previous: version.previous, plan: Some(version.plan) });
        }
        let outputs = settings.workspace.as_ref().map(|workspace| workspace.out_for(Some(period)));
        if let Some(folder) = outputs.filter(|folder| folder.join("run.json").is_file()) {
            return read(&folder, lang);
        }
        return Err(Failure::in_lang(
            lang,
            (
                format!("{}（{}）の結果は、履歴にも out にもありません。", period.label(), period.id()),
                "torimatome history で取りまとめ済みの期間を確かめるか、前回の成果物のフォルダーを指定してください。",
            ),
            (
                format!("There is nothing of {} in the history or in out.", period.id()),
                "See torimatome history, or give the folder of the earlier outputs.",
            ),
        ));
    }
    read(folder, lang)
}

/// The period before this one, as the history knows it.
pub(crate) fn before(period: Option<Period>, history: &History, lang: Lang) -> Result<Option<Previous>, Failure> {
    let Some(period) = period else { return Ok(None) };
    let version = history.before(period).map_err(|error| history_failure(&error, lang))?;
    Ok(version.map(|version| version.previous))
}

fn read(folder: &Path, lang: Lang) -> Result<Found, Failure> {
    let earlier = source::earlier(folder).map_err(|error| match &error {
        EarlierError::Unreadable { path, source } => Failure::in_lang(
            lang,
            (
                format!("前回の成果物 {} を読めません（{source}）。", path.display()),
                "torimatome build が書き出したフォルダー（run.json のあるところ）か、期間（2025H1 など）を指定してください。",
            ),
            (
                format!("{} cannot be read ({source}).", path.display()),
                "Give a folder that torimatome build wrote (where run.json is), or a period (2025H1).",
            ),
        ),
        EarlierError::Foreign { path, reason } => Failure::in_lang(
            lang,
            (
                format!("{} は torimatome の成果物として読めません（{reason}）。", path.display()),
                "torimatome build で作り直したフォルダーを指定してください。",
            ),
            (format!("{} is no output of torimatome ({reason}).", path.display()), "Give a folder that torimatome build wrote."),
        ),
    })?;
    let previous = Previous { period: earlier.period, records: earlier.records, unchanged: earlier.unchanged };
    Ok(Found { previous, plan: earlier.plan })
}
