//! Routes: which view answers which path.

use std::sync::Arc;

use axum::http::{Method, StatusCode};
use maud::html;

use crate::model::Failure;
use crate::model::{Lang, Message, Period};
use crate::page::answer::Answer;
use crate::page::ask::{Ask, url};
use crate::page::frame::{Place, View};
use crate::page::job::{End, Kind};
use crate::page::messages;
use crate::page::words::count;
use crate::page::{
    Page, assets, close, draft, files, findings, folders, forms, frame, history, lock, outputs, period, periods, reading,
    record_edit, records, start, tables, trend,
};
use crate::pipeline;
use crate::pipeline::build::{Built, Request};
use crate::pipeline::settings::print_options::PrintOptions;

/// Answers a request that passed the gate.
pub(super) fn answer(page: &Arc<Page>, ask: &Ask) -> Answer {
    if let Some(name) = ask.path.strip_prefix("/assets/") {
        return assets::get(name).unwrap_or_else(|| missing(page));
    }
    let answered = if ask.method == Method::POST { change(page, ask) } else { view(page, ask) };
    answered.unwrap_or_else(|failure| failed(page, ask, &failure))
}

fn view(page: &Arc<Page>, ask: &Ask) -> Result<Answer, Failure> {
    let Some(root) = page.root() else {
        return Ok(match ask.path.as_str() {
            "/" | "/start" => start::view(&place(page, None, ask)),
            "/folders" => folders::view(&place(page, None, ask), ask),
            "/alive" => Answer::Json(serde_json::json!({})),
            _ => Answer::See("/start".to_owned()),
        });
    };
    let place = place(page, Some(&root), ask);
    if matches!(ask.path.as_str(), "/period" | "/findings" | "/records" | "/outputs" | "/close" | "/tables" | "/draft" | "/trend")
    {
        reading::ensure(page, &root, place.period);
    }
    match ask.path.as_str() {
        "/" => Ok(Answer::See(place.url("/period", &[]))),
        "/start" => Ok(start::view(&place)),
        "/folders" => Ok(folders::view(&place, ask)),
        "/period" => Ok(period::view(&place, &root)),
        "/findings" => Ok(findings::view(&place, ask)),
        "/cell" => Ok(findings::cell(&place, &root, ask)),
        "/records" => Ok(records::view(&place, ask)),
        "/outputs" => Ok(outputs::view(&place, &root)),
        "/file" => Ok(files::get(&root, ask).unwrap_or_else(|| missing(page))),
        "/close" => Ok(close::view(&place)),
        "/history" => history::view(&place, &root),
        "/trend" => Ok(trend::view(&place)),
        "/tables" => Ok(tables::view(&place, &root)),
        "/draft" => draft::view(&place, &root, ask),
        "/job" => Ok(job(&place)),
        // polled by a script: the page is still open
        "/alive" => Ok(Answer::Json(serde_json::json!({}))),
        _ => Ok(missing(page)),
    }
}

fn change(page: &Arc<Page>, ask: &Ask) -> Result<Answer, Failure> {
    match ask.path.as_str() {
        "/lang" => {
            *lock(&page.lang) = if ask.get("lang") == Some("en") { Lang::En } else { Lang::Ja };
            // findings carry values, so no second reading is needed
            return Ok(Answer::See("/".to_owned()));
        }
        "/quit" => {
            if let Some(job) = page.job().filter(|job| job.is_running()) {
                job.stop();
            }
            page.end.notify_one();
            let text = "終了しました。この画面は閉じて構いません。 / Ended. You may close this page.";
            return Ok(Answer::page(frame::bare(page.lang(), text)));
        }
        "/workspace" => return start::open(page, ask),
        "/init" => return start::make(page, ask),
        _ => {}
    }
    let Some(root) = page.root() else { return Ok(Answer::See("/start".to_owned())) };
    let period = ask.period().or_else(|| periods(&root).first().copied());
    let id = period.map(Period::id).unwrap_or_default();
    let here = |path: &str| Answer::See(url(path, &[("p", &id)]));
    match ask.path.as_str() {
        "/build" | "/close" => {
            let closing = ask.path == "/close";
            if closing && ask.get("sure").is_none() {
                return Ok(here("/close"));
            }
            let discard = ask.get("discard").is_some();
            let kind = if closing { Kind::Close } else { Kind::Build };
            let folder = root.clone();
            super::job::begin(page, kind, period, move |page, job| build(page, job, &folder, period, (closing, discard)))?;
            Ok(here("/period"))
        }
        "/read" => {
            reading::begin(page, &root, period)?;
            Ok(here("/period"))
        }
        "/stop" => {
            if let Some(job) = page.job() {
                job.stop();
            }
            Ok(here("/period"))
        }
        "/period" => period::make(&root, ask),
        "/answer" => findings::answer(page, &root, ask),
        "/undo" => findings::undo(page, &root, ask),
        "/edit" => record_edit::edit(page, &root, ask),
        "/draft" => draft::save(page, &root, ask),
        "/forms" => forms::make(page, &root, ask),
        "/reminders" => forms::remind(page, &root, ask),
        _ => Ok(missing(page)),
    }
}

/// Starts a build, as `build` does, and keeps its consolidation for the views.
fn build(
    page: &Page,
    job: &super::job::Job,
    root: &std::path::Path,
    period: Option<Period>,
    (finalise, discard_edits): (bool, bool),
) -> Result<Message, Failure> {
    let stamp = reading::Stamp::of(root, period);
    let common = page.common(root, period);
    let print = PrintOptions::default();
    let request = Request { finalise, discard_edits, ..Request::plain(&common, &print) };
    // no decisions while the build replaces what they are about
    let deciding = lock(&page.deciding);
    let Built { settings, consolidation, record, written, .. } = pipeline::build::build(&request, job)?;
    let history = settings.workspace.as_ref().map(|workspace| workspace.known_history()).transpose()?.flatten();
    let decisions = reading::decisions(root)?;
    drop(deciding);
    let records: usize = consolidation.records.counts().values().sum();
    let outputs = written.map_or(0, |written| written.outputs.len());
    let label = period.map(Period::label).unwrap_or_default();
    page.keep(period, reading::Reading::new(settings, consolidation, decisions, history.as_ref(), stamp)?);
    Ok(match record.closing {
        true => messages::closed(label),
        false => messages::built(count(records), count(outputs)),
    })
}

/// The context of a request.
fn place<'a>(page: &'a Page, root: Option<&'a std::path::Path>, ask: &Ask) -> Place<'a> {
    let period = ask.period().or_else(|| root.and_then(|root| periods(root).first().copied()));
    Place { page, lang: page.lang(), root, period, result: ask.get("result").map(|text| text.chars().take(4000).collect()) }
}

/// The progress of the job, for the script.
fn job(place: &Place<'_>) -> Answer {
    let Some(job) = place.page.job() else { return Answer::Json(serde_json::json!({ "running": false })) };
    let look = job.look(place.lang);
    let (done, all) = look.part.unwrap_or_default();
    let failed = matches!(look.end, Some(End::Failed(_)));
    Answer::Json(serde_json::json!({
        "running": look.end.is_none(), "text": look.text, "done": done, "all": all, "failed": failed,
    }))
}

fn failed(page: &Page, ask: &Ask, failure: &Failure) -> Answer {
    if ask.script {
        return Answer::Html(StatusCode::CONFLICT, frame::failed(failure, page.lang()));
    }
    let root = page.root();
    let place = place(page, root.as_deref(), ask);
    let back = if root.is_some() { place.url("/period", &[]) } else { "/start".to_owned() };
    let content = html! { (frame::failed(failure, page.lang())) p { a href=(back) { (place.t("戻る", "Back")) } } };
    Answer::Html(StatusCode::CONFLICT, frame::whole(&place, View::Other, place.t("できませんでした", "Not done"), &content))
}

fn missing(page: &Page) -> Answer {
    let lang = page.lang();
    Answer::Html(StatusCode::NOT_FOUND, frame::bare(lang, messages::no_such_page().text(lang)))
}
