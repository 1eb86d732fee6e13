//! Lists the folders of this computer, to choose a workspace without typing. Opens no file.

use std::path::{Path, PathBuf};

use maud::html;

use crate::page::answer::Answer;
use crate::page::ask::{Ask, url};
use crate::page::frame::{self, Place, View};
use crate::page::start::suggested;
use crate::pipeline::settings::workspace::config_in;

/// How many folders are listed.
const LISTED: usize = 500;

pub(super) fn view(place: &Place<'_>, ask: &Ask) -> Answer {
    let path = ask.get("path").map(PathBuf::from).filter(|path| path.is_absolute() && path.is_dir()).unwrap_or_else(suggested);
    let folders = folders(&path);
    let to = |path: &Path| url("/folders", &[("path", &path.to_string_lossy())]);
    let is_workspace = config_in(&path).is_some();
    let content = html! {
        p { b { (path.display()) } }
        ul.list {
            @if let Some(parent) = path.parent() { li { a href=(to(parent)) { "↑ " (place.t("1つ上のフォルダー", "the folder above")) } } }
            @for usual in usual() { li { a href=(to(&usual)) { (usual.display()) } } }
            @for drive in drives() { li { a href=(to(&drive)) { (drive.display()) } } }
        }
        @if is_workspace { (open(place, &path)) }
        @if folders.is_empty() { p { (place.t("この中にフォルダーはありません。", "There are no folders in it.")) } }
        ul.list {
            @for folder in folders.iter().take(LISTED) {
                li {
                    a href=(to(folder)) { (folder.file_name().unwrap_or_default().to_string_lossy()) }
                    @if config_in(folder).is_some() { " " (open(place, folder)) }
                }
            }
        }
        @if folders.len() > LISTED { p { (place.t("多いため、はじめの500だけを示しています。", "Only the first 500 are listed.")) } }
        @if !is_workspace {
            section aria-labelledby="here" {
                h2 id="here" { (place.t("ここに新しい作業場所を作る", "Make a new workspace here")) }
                form.fields method="post" action="/init" {
                    input type="hidden" name="parent" value=(path.display());
                    p { label for="name" { (place.t("フォルダーの名前", "Name of the folder")) }
                        input id="name" name="path" type="text" required value=(place.t("取りまとめ", "torimatome")) autocomplete="off"; }
                    p { label { input type="checkbox" name="demo" value="yes"; " " (place.t("練習用のファイルを入れる", "Put the demo's files in")) } }
                    p { button type="submit" { (place.t("作る", "Make it")) } }
                }
            }
        }
        p { a href="/start" { (place.t("戻る", "Back")) } }
    };
    Answer::page(frame::whole(place, View::Start, place.t("フォルダーを選ぶ", "Choose a folder"), &content))
}

fn open(place: &Place<'_>, path: &Path) -> maud::Markup {
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
    html! {
        form.inline method="post" action="/workspace" {
            input type="hidden" name="path" value=(path.display());
            button type="submit" { (place.t("作業場所として開く", "Open this workspace")) span.hidden { " " (name) } }
        }
    }
}

/// The folders in a folder, sorted, without hidden ones and those of programs.
fn folders(path: &Path) -> Vec<PathBuf> {
    /// How many entries are looked at.
    const MOST: usize = 20_000;
    let entries = std::fs::read_dir(path).into_iter().flatten().flatten().take(MOST);
    let is_shown = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        !name.starts_with(['.', '$']) && path.is_dir()
    };
    let mut folders: Vec<PathBuf> = entries.map(|entry| entry.path()).filter(is_shown).collect();
    folders.sort();
    folders
}

/// Where Explorer keeps people's own files: on this computer, and what OneDrive keeps for it.
fn usual() -> Vec<PathBuf> {
    let named = |names: &[&str]| names.iter().find_map(std::env::var_os).map(PathBuf::from).filter(|path| path.is_absolute());
    let homes = [named(&["USERPROFILE", "HOME"]), named(&["OneDriveCommercial", "OneDrive"])];
    let inside =
        |home: PathBuf| ["Desktop", "Documents", "Downloads", "デスクトップ", "ドキュメント"].map(|name| home.join(name));
    homes.into_iter().flatten().flat_map(inside).filter(|path| path.is_dir()).collect()
}

/// The drives of a Windows computer.
fn drives() -> Vec<PathBuf> {
    if !cfg!(windows) {
        return Vec::new();
    }
    ('C'..='Z').map(|letter| PathBuf::from(format!("{letter}:\\"))).filter(|drive| drive.is_dir()).collect()
}
