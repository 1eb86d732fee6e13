//! History: every run of the workspace, and the corrections of closed periods.

use std::path::Path;

use maud::html;

use crate::model::Failure;
use crate::model::{Erratum, Period};
use crate::page::answer::Answer;
use crate::page::frame::{self, Place, View};
use crate::page::words::count;
use crate::pipeline::errors::history_failure;
use crate::pipeline::settings::config::Config;
use crate::pipeline::settings::workspace::{CONFIG, Workspace};
use crate::source::Collected;
use crate::source::settings::in_any_case;

/// How many runs are listed.
const LISTED: usize = 200;

pub(super) fn view(place: &Place<'_>, root: &Path) -> Result<Answer, Failure> {
    let config = Config::load(Some(&in_any_case(&root.join(CONFIG))), &[], &Collected::default())?;
    let workspace = Workspace::of(&config);
    let history = match &workspace {
        Some(workspace) => workspace.known_history()?,
        None => None,
    };
    let failed = |error| history_failure(&error);
    let runs = history.as_ref().map(|history| history.runs()).transpose().map_err(failed)?.unwrap_or_default();
    let mut periods: Vec<Period> = runs.iter().filter_map(|run| Period::parse(&run.period)).collect();
    periods.sort();
    periods.dedup();
    let mut errata: Vec<Erratum> = Vec::new();
    if let Some(history) = &history {
        for period in periods {
            errata.extend(history.errata(period).map_err(failed)?);
        }
    }
    let number = |number: i64| count(usize::try_from(number).unwrap_or_default());
    let content = html! {
        @if runs.is_empty() { p { (place.t("履歴はまだありません。取りまとめると残ります。", "There is no history yet: it begins with the first build.")) } }
        @else {
            div.scroll tabindex="0" role="group" aria-label=(place.t("取りまとめの履歴", "Runs")) {
                table {
                    caption.hidden { (place.t("取りまとめの履歴", "Runs")) }
                    thead { tr {
                        @for (ja, en) in [("番号", "No."), ("期間", "Period"), ("日時", "When"), ("提出", "Handed in"), ("記録", "Records"), ("エラー", "Errors"), ("注意", "Warnings"), ("フォルダー", "Folder"), ("状態", "State")] {
                            th scope="col" { (place.t(ja, en)) }
                        }
                    } }
                    tbody { @for run in runs.iter().rev().take(LISTED) {
                        tr {
                            th.n scope="row" { (run.id) }
                            td.whole { (run.label) "（" (run.period) "）" }
                            td.whole { (run.made.replace('T', " ")) }
                            td.n { (run.submitted) "/" (run.departments) }
                            td.n { (number(run.records)) }
                            td.n { (number(run.errors)) }
                            td.n { (number(run.warnings)) }
                            td.whole { (run.folder) }
                            td { @if run.closed { (place.t("締め", "closed")) } }
                        }
                    } }
                }
            }
        }
        @if !errata.is_empty() {
            section aria-labelledby="errata" {
                h2 id="errata" { (place.t("正誤", "Errata")) "（" (count(errata.len())) "）" }
                @for erratum in errata.iter().take(LISTED) {
                    article.erratum {
                        h3 { (erratum.period.label()) " " (erratum.id) " " (erratum.name) " " (erratum.class) }
                        dl { dt { (place.t("誤", "was")) } dd.t { (erratum.before) } dt { (place.t("正", "is")) } dd.t { (erratum.after) } }
                    }
                }
            }
        }
    };
    Ok(Answer::page(frame::whole(place, View::History, place.t("履歴", "History"), &content)))
}
