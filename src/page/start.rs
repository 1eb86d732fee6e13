//! Start: chooses or creates a workspace.

use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use maud::html;

use crate::form::Library;
use crate::model::Failure;
use crate::page::answer::Answer;
use crate::page::ask::Ask;
use crate::page::frame::{self, Place, View};
use crate::page::messages;
use crate::page::{Page, recent};
use crate::pipeline::init;
use crate::pipeline::settings::workspace::{CONFIG, config_in};

pub(super) fn view(place: &Place<'_>) -> Answer {
    let known = recent::workspaces();
    let library = Library::builtin();
    let suggested = suggested();
    let is_new = known.is_empty() && place.root.is_none();
    let demo = html! {
        section aria-labelledby="demo" {
            h2 id="demo" { (place.t("試してみる", "Try it")) }
            p { (place.t("毎月報告する架空の市のファイルが入った作業場所を作ります。", "Makes a workspace with the files of a made-up city that reports every month.")) }
            form.fields method="post" action="/init" {
                input type="hidden" name="demo" value="yes";
                p { label for="demo-path" { (place.t("作るフォルダーの場所", "Path of the new folder")) }
                    input id="demo-path" name="path" type="text" required size="50" value=(suggested.join(place.t("取りまとめの練習", "torimatome-demo")).display()) autocomplete="off" spellcheck="false"; }
                p { button type="submit" { (place.t("練習用に作る", "Make the demo")) } }
            }
        }
    };
    let content = html! {
        @if let Some(root) = place.root {
            p { (place.t("開いている作業場所: ", "Open workspace: ")) b { (root.display()) } }
        } @else {
            p { (place.t("作業場所は、各課のファイルと取りまとめの結果を置くフォルダーです。まず1つ開くか、新しく作ってください。",
                "A workspace is a folder for the departments' files and the results. Open one, or make a new one."))
                @if is_new { (place.t("はじめての方は「試してみる」で練習できます。", " Newcomers may try the demo first.")) } }
        }
        @if !known.is_empty() {
            section aria-labelledby="recent" {
                h2 id="recent" { (place.t("最近使った作業場所", "Recent workspaces")) }
                ul.list {
                    @for root in &known {
                        li {
                            form method="post" action="/workspace" {
                                input type="hidden" name="path" value=(root.display());
                                button type="submit" { b { (root.file_name().unwrap_or(root.as_os_str()).to_string_lossy()) } }
                                " " span.path { (root.display()) }
                            }
                        }
                    }
                }
            }
        }
        // who has never used it tries it first
        @if is_new { (demo) }
        section aria-labelledby="open" {
            h2 id="open" { (place.t("作業場所を開く", "Open a workspace")) }
            p { a.button href="/folders" { (place.t("フォルダーを見て選ぶ", "Look for the folder")) } }
            form.fields method="post" action="/workspace" {
                p { label for="path" { (place.t("フォルダーの場所（エクスプローラーのアドレス欄からコピーできます）", "Path of the folder")) }
                    input id="path" name="path" type="text" required size="50" autocomplete="off" spellcheck="false"; }
                p { button type="submit" { (place.t("開く", "Open")) } }
            }
        }
        section aria-labelledby="make" {
            h2 id="make" { (place.t("新しく作る", "Make a new one")) }
            form.fields method="post" action="/init" {
                p { label for="new" { (place.t("作るフォルダーの場所", "Path of the new folder")) }
                    input id="new" name="path" type="text" required size="50" value=(suggested.join(place.t("取りまとめ", "torimatome")).display()) autocomplete="off" spellcheck="false"; }
                p { label for="plan" { (place.t("計画", "Plan")) }
                    select id="plan" name="plan" {
                        option value="" { (place.t("あとで決める", "Decide later")) }
                        option value="blank" { (place.t("新しく書く（ひな型を入れます）", "Write one (a draft is put in)")) }
                        @for plan in &library.plans { option value=(plan.id) { (plan.municipality) " " (plan.title) } }
                    } }
                p { label for="first" { (place.t("最初の期間（空欄なら今の半期。例: 2025-10、2025H1、R7上半期）", "First period (blank: this half-year; 2025-10, 2025H1)")) }
                    input id="first" name="period" type="text" size="16" autocomplete="off"; }
                p { button type="submit" { (place.t("作る", "Make it")) } }
            }
        }
        @if !is_new { (demo) }
    };
    let title = if place.root.is_some() { place.t("作業場所", "Workspace") } else { place.t("はじめに", "Start") };
    Answer::page(frame::whole(place, View::Start, title, &content))
}

/// The user's documents folder.
pub(super) fn suggested() -> PathBuf {
    let home = ["USERPROFILE", "HOME"].into_iter().find_map(std::env::var_os).map(PathBuf::from).unwrap_or_default();
    let documents = home.join("Documents");
    if documents.is_dir() { documents } else { home }
}

/// A pasted path, perhaps in quotes or with blanks around it. A bare name means a folder of the displayed one.
fn path_of(ask: &Ask) -> PathBuf {
    let path = PathBuf::from(ask.get("path").unwrap_or_default().trim().trim_matches('"').trim());
    match ask.get("parent") {
        Some(parent) if matches!(path.components().collect::<Vec<_>>().as_slice(), [Component::Normal(_)]) => {
            Path::new(parent).join(path)
        }
        _ => path,
    }
}

/// Opens a workspace.
pub(super) fn open(page: &Arc<Page>, ask: &Ask) -> Result<Answer, Failure> {
    let path = path_of(ask);
    let is_config = path.file_name().is_some_and(|name| name.eq_ignore_ascii_case(CONFIG));
    let path = if is_config { path.parent().map(Path::to_owned).unwrap_or_default() } else { path };
    if !path.is_absolute() || config_in(&path).is_none() {
        return Err(messages::not_a_workspace(path.display(), CONFIG));
    }
    page.enter(&path)?;
    Ok(Answer::See("/".to_owned()))
}

/// Creates a workspace and opens it.
pub(super) fn make(page: &Arc<Page>, ask: &Ask) -> Result<Answer, Failure> {
    let path = path_of(ask);
    if !path.is_absolute() {
        return Err(messages::no_folder(path.display()));
    }
    let wanted = init::WorkspaceRequest {
        root: &path,
        plan: ask.get("plan"),
        period: ask.get("period"),
        demo: ask.get("demo").is_some(),
        now: page.now.as_deref(),
    };
    let period = init::make(&wanted)?;
    page.enter(&path)?;
    Ok(Answer::See(crate::page::ask::url("/period", &[("p", &period.id())])))
}
