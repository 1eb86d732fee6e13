//! The frame around every view: title, workspace, period, navigation, running job.

use std::path::Path;

use maud::{DOCTYPE, Markup, html};

use crate::model::Failure;
use crate::model::{Lang, Period};
use crate::page::ask::url;
use crate::page::job::{End, Job, Kind};
use crate::page::words::t;
use crate::page::{Page, periods};

/// An entry of the navigation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum View {
    Start,
    Period,
    Findings,
    Records,
    Outputs,
    Trend,
    History,
    /// A view outside the navigation.
    Other,
}

/// The context of a view.
pub(super) struct Place<'a> {
    pub page: &'a Page,
    pub lang: Lang,
    pub root: Option<&'a Path>,
    pub period: Option<Period>,
    /// The result of the last action.
    pub result: Option<String>,
}

impl Place<'_> {
    /// A URL for the same period.
    pub(super) fn url(&self, path: &str, values: &[(&str, &str)]) -> String {
        let period = self.period_id();
        let mut all = vec![("p", period.as_str())];
        all.extend_from_slice(values);
        url(path, &all)
    }

    pub(super) fn period_id(&self) -> String {
        self.period.map(Period::id).unwrap_or_default()
    }

    pub(super) fn period_label(&self) -> String {
        self.period.map(Period::label).unwrap_or_default()
    }

    pub(super) const fn t<'t>(&self, ja: &'t str, en: &'t str) -> &'t str {
        t(self.lang, ja, en)
    }
}

/// A whole page: the frame with a view inside.
pub(super) fn whole(place: &Place<'_>, view: View, title: &str, content: &Markup) -> Markup {
    let lang = place.lang;
    let workspace = place.root.and_then(|root| root.file_name()).map(|name| name.to_string_lossy().into_owned());
    let views = [
        (View::Period, "/period", "この期間", "This period"),
        (View::Findings, "/findings", "指摘", "Findings"),
        (View::Records, "/records", "記録", "Records"),
        (View::Outputs, "/outputs", "成果物", "Outputs"),
        (View::Trend, "/trend", "推移", "Trend"),
        (View::History, "/history", "履歴", "History"),
        (View::Start, "/start", "作業場所", "Workspace"),
    ];
    let job = place.page.job();
    let is_running = job.as_ref().is_some_and(|job| job.is_running());
    html! {
        (DOCTYPE)
        html lang=(t(lang, "ja", "en")) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) " – " (t(lang, "取りまとめ", "torimatome")) }
                link rel="stylesheet" href="/assets/page.css";
                link rel="icon" type="image/svg+xml" href="/assets/icon.svg";
                // without scripts, the view reloads itself while a job runs
                @if is_running { noscript { meta http-equiv="refresh" content="2"; } }
                script type="module" src="/assets/page.js" {}
            }
            body data-period=(place.period_id()) data-drop=[place.root.map(|_| "yes")] {
                a.skip href="#main" { (t(lang, "本文へ", "Skip to the content")) }
                header {
                    div.bar {
                        p.name { (t(lang, "取りまとめ", "torimatome")) @if let Some(name) = &workspace { span.workspace { (name) } } }
                        @if let Some(root) = place.root { (period_choice(place, root, view)) }
                        form.lang method="post" action="/lang" {
                            input type="hidden" name="lang" value=(t(lang, "en", "ja"));
                            button.plain type="submit" lang=(t(lang, "en", "ja")) { (t(lang, "English", "日本語")) }
                        }
                    }
                    @if place.root.is_some() {
                        nav aria-label=(t(lang, "画面", "Views")) {
                            ul {
                                @for (known, path, ja, en) in views {
                                    li { a href=(place.url(path, &[])) aria-current=[(known == view).then_some("page")] { (t(lang, ja, en)) } }
                                }
                            }
                        }
                    }
                }
                (job_bar(place, job.as_deref()))
                @if let Some(result) = &place.result { p.result role="status" { (result) } }
                main id="main" tabindex="-1" {
                    h1 { (title) }
                    (content)
                }
                footer {
                    form method="post" action="/quit" { button.plain type="submit" { (t(lang, "終了する", "End the program")) } }
                    p { (t(lang, "この画面は、このパソコンの中だけで動いています。画面を10分間開かないと、自動で終わります。",
                        "This page runs on this computer only. It ends by itself ten minutes after it was closed.")) }
                }
                div id="ended" role="alert" hidden {
                    p { (t(lang, "プログラムは終わっています。torimatome をもう一度起動してください。", "The program has ended. Start torimatome again.")) }
                }
                div id="dropzone" hidden aria-hidden="true" { p { (t(lang, "ここに放すと、この期間の inbox に入れます", "Drop to put the files into the inbox")) } }
            }
        }
    }
}

/// The choice of periods.
fn period_choice(place: &Place<'_>, root: &Path, view: View) -> Markup {
    let known = periods(root);
    let path = match view {
        View::Findings => "/findings",
        View::Records => "/records",
        View::Outputs => "/outputs",
        View::Trend => "/trend",
        _ => "/period",
    };
    html! {
        @if !known.is_empty() {
            form.period method="get" action=(path) data-submit="change" {
                label for="period" { (place.t("期間", "Period")) }
                select id="period" name="p" {
                    @for period in &known {
                        option value=(period.id()) selected[Some(*period) == place.period] { (period.label()) "（" (period.id()) "）" }
                    }
                }
                button type="submit" data-hide { (place.t("開く", "Open")) }
            }
        }
    }
}

/// The running job, or how the last one ended.
pub(super) fn job_bar(place: &Place<'_>, job: Option<&Job>) -> Markup {
    let Some(job) = job.filter(|job| job.is_running() || job.period == place.period) else {
        return html! { div id="job" {} };
    };
    let look = job.look(place.lang);
    let name = match job.kind {
        Kind::Read => place.t("読み取っています", "Reading"),
        Kind::Build => place.t("取りまとめています", "Building"),
        Kind::Close => place.t("期間を締めています", "Closing the period"),
        Kind::Forms => place.t("様式を作っています", "Making forms"),
    };
    html! {
        div id="job" data-running=[look.end.is_none().then_some("yes")] {
            @match &look.end {
                None => {
                    div.job {
                        p role="status" { strong { (name) } " " span id="job-text" { (look.text) } }
                        @match look.part {
                            Some((done, all)) => progress id="job-part" aria-label=(name) max=(all) value=(done) {},
                            None => progress id="job-part" aria-label=(name) {},
                        }
                        form method="post" action="/stop" {
                            input type="hidden" name="p" value=(place.period_id());
                            button type="submit" { (place.t("中止", "Stop")) }
                        }
                        noscript { a href="" { (place.t("今の状況を見る", "See how far it is")) } }
                    }
                }
                Some(End::Done(result)) => @if job.kind != Kind::Read && job.is_news() { p.result role="status" { (result.text(place.lang)) } },
                Some(End::Stopped) => @if job.is_news() { p.result role="status" { (place.t("中止しました。前からあった成果物と履歴はそのままです。", "Stopped. Outputs and history are as they were.")) } },
                Some(End::Failed(failure)) => (failed(failure, place.lang)),
            }
        }
    }
}

/// A failure and its hint.
pub(super) fn failed(failure: &Failure, lang: Lang) -> Markup {
    html! { div.failure role="alert" { p { strong { (failure.message.text(lang)) } } p { "→ " (failure.hint.text(lang)) } } }
}

/// A bare page, for requests that the gate refuses.
pub(super) fn bare(lang: Lang, text: &str) -> Markup {
    html! {
        (DOCTYPE)
        html lang=(t(lang, "ja", "en")) {
            head { meta charset="utf-8"; meta name="viewport" content="width=device-width, initial-scale=1"; title { (t(lang, "取りまとめ", "torimatome")) } }
            body { main { h1 { (t(lang, "取りまとめ", "torimatome")) } p { (text) } } }
        }
    }
}

pub(super) fn pages(place: &Place<'_>, path: &str, values: &[(&str, &str)], page: usize, pages: usize) -> Markup {
    let to = |number: usize| {
        let number = number.to_string();
        let mut all = values.to_vec();
        all.push(("page", &number));
        place.url(path, &all)
    };
    html! {
        @if pages > 1 {
            nav.pages aria-label=(place.t("ページ", "Pages")) {
                @if page > 1 { a href=(to(page - 1)) rel="prev" { (place.t("前へ", "Previous")) } }
                span { (page) " / " (pages) }
                @if page < pages { a href=(to(page + 1)) rel="next" { (place.t("次へ", "Next")) } }
            }
        }
    }
}
