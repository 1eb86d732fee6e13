//! Outputs: the report displayed, everything else to download; forms; closing the period.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use maud::{Markup, html};

use crate::model::Period;
use crate::model::manifest::FINAL;
use crate::page::answer::Answer;
use crate::page::changes::{LastOutput, LastRun};
use crate::page::frame::{self, Place, View};
use crate::page::words::count;
use crate::pipeline::settings::config::Config;
use crate::pipeline::settings::workspace::{CONFIG, Workspace};
use crate::source::Collected;
use crate::source::settings::in_any_case;
use crate::store::publish::{Purpose, manifest_of};

/// How many files of a kind are listed.
const LISTED: usize = 400;

/// The output folder of a workspace.
pub(super) fn out(root: &Path) -> Option<PathBuf> {
    let config = Config::load(Some(&in_any_case(&root.join(CONFIG))), &[], &Collected::default()).ok()?;
    Workspace::of(&config).map(|workspace| workspace.out)
}

/// The folder of a period's outputs; for a closed period, that of its correction.
pub(super) fn folder(root: &Path, period: Option<Period>) -> Option<PathBuf> {
    let [first, correction] = folders(root, period)?;
    let is_closed = crate::store::publish::read_manifest(&first.join("run.json")).is_some_and(|run| run.is_final());
    let is_corrected = correction.join("run.json").is_file();
    Some(if is_closed && is_corrected { correction } else { first })
}

/// The folders that can hold a period's outputs: its own, and that of a correction.
fn folders(root: &Path, period: Option<Period>) -> Option<[PathBuf; 2]> {
    let out = out(root)?;
    let id = period?.id();
    Some([out.join(&id), out.join(format!("{id}-訂正"))])
}

pub(super) fn view(place: &Place<'_>, root: &Path) -> Answer {
    let runs: Vec<Arc<LastRun>> =
        folders(root, place.period).into_iter().flatten().rev().filter_map(|folder| place.page.last_run(&folder)).collect();
    let is_closed = runs.iter().any(|run| run.state.as_deref() == Some(FINAL));
    let content = html! {
        @if runs.is_empty() {
            p { (place.t("この期間はまだ取りまとめていません。", "This period has not been built yet.")) }
            p { a href=(place.url("/period", &[])) { (place.t("「この期間」の画面で取りまとめる", "Build it in the view “This period”")) } }
        }
        @for run in &runs { (one(place, run)) }
        (forms_of(place, root))
        @if !runs.is_empty() && !is_closed {
            section aria-labelledby="closing" {
                h2 id="closing" { (place.t("期間を締める", "Close the period")) }
                p { (place.t("締めると、報告書は確定になり、以後の変更は正誤として次の報告書に載ります。",
                    "The report becomes final; later changes are printed as errata in the next one.")) }
                p { a.button href=(place.url("/close", &[])) { (place.t("締める前の確認へ", "Look before closing")) } }
            }
        }
    };
    Answer::page(frame::whole(place, View::Outputs, place.t("成果物", "Outputs"), &content))
}

/// The outputs of one run.
fn one(place: &Place<'_>, run: &LastRun) -> Markup {
    let name = run.folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let of = |kinds: &[&str]| run.outputs.iter().filter(|output| kinds.contains(&output.kind.as_str())).collect::<Vec<_>>();
    let reports = of(&["report", "annex"]);
    let id = format!("run-{name}");
    let title = place.period.map_or_else(|| name.clone(), Period::label);
    let state = match run.state.as_deref() {
        Some(FINAL) => place.t("確定", "final"),
        Some("correction") => place.t("訂正", "correction"),
        _ => place.t("案", "draft"),
    };
    html! {
        section aria-labelledby=(id) {
            h2 id=(id) { (title) "（" (state) "）" }
            p.path { (run.folder.display()) }
            (list(place, &name, place.t("取りまとめの表と報告書", "Workbook and report"), &of(&["workbook", "report", "annex", "html", "review"])))
            @for report in reports.iter().take(1) {
                details.pdf {
                    summary { (place.t("報告書をここで見る", "Look at the report here")) }
                    iframe src=(address(&name, &report.path, true)) title=(report.path) loading="lazy" {}
                }
            }
            (list(place, &name, place.t("差戻し", "Returns"), &of(&["return", "mail"])))
            (list(place, &name, place.t("データ", "Data"), &of(&["data"])))
        }
    }
}

/// The URL of an output.
pub(super) fn address(folder: &str, path: &str, shown: bool) -> String {
    crate::page::ask::url("/file", &[("folder", folder), ("path", path), ("show", if shown { "yes" } else { "" })])
}

fn list(place: &Place<'_>, folder: &str, title: &str, outputs: &[&LastOutput]) -> Markup {
    html! {
        @if !outputs.is_empty() {
            h3 { (title) "（" (count(outputs.len())) "）" }
            ul.outputs {
                @for output in outputs.iter().take(LISTED) {
                    li {
                        a href=(address(folder, &output.path, false)) download { (output.path) }
                        @if let Some(pages) = output.pages { " " (count(pages)) (place.t("ページ", " pages")) }
                        @if output.path.ends_with(".pdf") {
                            " " a href=(address(folder, &output.path, true)) target="_blank" rel="noopener" { (place.t("別の画面で見る", "open")) span.hidden { " " (output.path) } }
                        }
                        @if let Some(hint) = purpose(place, &output.kind) { span.hint { (hint) } }
                    }
                }
                @if outputs.len() > LISTED { li { (place.t("ほかはフォルダーにあります。", "The others are in the folder.")) } }
            }
        }
    }
}

/// What an output is for.
fn purpose<'t>(place: &Place<'_>, kind: &str) -> Option<&'t str> {
    Some(match kind {
        "workbook" => place.t(
            "一覧・指摘・データ。Excel で書いた答えと手直しは、次に取りまとめるときに読みます",
            "lists, findings, data; answers and edits that you write in it are read by the next build",
        ),
        "report" => place.t("配る報告書", "the report to hand out"),
        "annex" => place.t("事務局の手元用（提出状況と指摘）", "for the office: submissions and findings"),
        "review" => place.t("指摘の一覧をブラウザーで見る", "the findings, for a browser"),
        _ => return None,
    })
}

/// The forms, and the button that makes those of the next period.
fn forms_of(place: &Place<'_>, root: &Path) -> Markup {
    let next = place.period.map(Period::next);
    let files = next.and_then(|next| manifest_of(&root.join("forms").join(next.id()), Purpose::Forms));
    html! {
        section aria-labelledby="forms" {
            h2 id="forms" { (place.t("次の期間の様式と照会文", "Forms and the letter for the next period")) }
            @if let (Some(files), Some(next)) = (&files, next) {
                p.path { (root.join("forms").join(next.id()).display()) }
                ul.outputs { @for file in files.outputs.iter().take(LISTED) {
                    li { a href=(address(&format!("forms/{}", next.id()), &file.path, false)) download { (file.path) } }
                } }
            }
            @if let Some(next) = next {
                form.fields method="post" action="/forms" {
                    input type="hidden" name="p" value=(place.period_id());
                    p { label { input type="checkbox" name="mail" value="yes"; " " (place.t("課ごとのメールの下書きも作る", "Drafts of mails too")) } }
                    p { button type="submit" { (next.label()) (place.t("の様式を作る", ": make the forms")) } }
                }
            }
        }
    }
}
