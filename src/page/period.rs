//! This period: who submitted, what is new, and the button that builds the report.

use std::path::Path;

use jiff::civil::Date;
use maud::{Markup, html};

use crate::model::Failure;
use crate::model::Severity;
use crate::model::era::wareki_date;
use crate::model::{Lang, Period, SubmissionStatus};
use crate::page::answer::Answer;
use crate::page::ask::{Ask, url};
use crate::page::changes::{Changes, LastRun};
use crate::page::frame::{self, Place, View};
use crate::page::messages;
use crate::page::reading::{Reading, inbox, inbox_files};
use crate::page::upload;
use crate::page::words::{count, severity_class, status as status_word};
use crate::pipeline::errors::io_reason;
use crate::pipeline::settings::values::period_named;
use crate::pipeline::status::{self, Line};

/// How many file names are listed.
const NAMED: usize = 12;

pub(super) fn view(place: &Place<'_>, root: &Path) -> Answer {
    let reading = place.page.reading(place.period);
    let last = super::outputs::folder(root, place.period).and_then(|folder| place.page.last_run(&folder));
    let files = inbox_files(root, place.period).len();
    let content = html! {
        (since_last(place, root, last.as_deref(), reading.as_deref()))
        div.act {
            form method="post" action="/build" {
                input type="hidden" name="p" value=(place.period_id());
                button.main type="submit" disabled[files == 0] { (place.t("取りまとめる", "Build")) }
            }
            (receive(place))
        }
        @match (&reading, &last) {
            (Some(reading), _) => (departments(place, reading)),
            (None, Some(last)) => (as_built(place, last)),
            (None, None) => @if files == 0 {
                p { (place.t("まだファイルがありません。各課から届いたファイルをこの画面に放すか、次のフォルダーに入れてください。",
                    "There are no files yet. Drop the departments' files here, or put them into this folder.")) }
                p.path { (inbox(root, place.period).display()) }
            } @else {
                p { (place.t("読み取ると、提出状況がここに出ます。", "Who handed in is shown here once the files are read.")) }
            },
        }
        (next_period(place, root))
    };
    let label = place.period_label();
    let title = if label.is_empty() { place.t("この期間", "This period").to_owned() } else { label };
    Answer::page(frame::whole(place, View::Period, &title, &content))
}

/// What changed since the last build. Comes first, because it says whether there is anything to do.
fn since_last(place: &Place<'_>, root: &Path, last: Option<&LastRun>, reading: Option<&Reading>) -> Markup {
    let Some(last) = last else {
        return html! { p { (place.t("この期間はまだ取りまとめていません。", "This period has not been built yet.")) } };
    };
    let changes = Changes::since(last, root, place.period);
    let list = |names: &[String]| {
        html! {
            ul.names { @for name in names.iter().take(NAMED) { li { (name) } } @if names.len() > NAMED { li { (place.t("ほか", "and ")) (count(names.len() - NAMED)) (place.t("件", " more")) } } }
        }
    };
    let turned: Vec<(&Line, Option<SubmissionStatus>)> = reading
        .map(|reading| {
            let before =
                |line: &Line| last.submissions.iter().find(|old| *old.department == *line.department).map(|old| old.status);
            reading.lines.iter().map(|line| (line, before(line))).filter(|(line, before)| *before != Some(line.status)).collect()
        })
        .unwrap_or_default();
    html! {
        section.news aria-labelledby="news" {
            h2 id="news" { (place.t("前回の取りまとめから", "Since the last build")) }
            @if last.state.as_deref() == Some(crate::model::manifest::FINAL) {
                p { strong { (place.t("この期間は締めてあります。", "This period is closed.")) } }
            }
            @if changes.is_empty() && turned.is_empty() {
                p { (place.t("変わったファイルはありません。", "No file has changed.")) }
            }
            @for (names, ja, en) in [(&changes.new, "新しいファイル", "New files"), (&changes.changed, "変わったファイル", "Changed files"), (&changes.gone, "なくなったファイル", "Files that are gone")] {
                @if !names.is_empty() { p { (place.t(ja, en)) " " b { (count(names.len())) } } (list(names)) }
            }
            @if !turned.is_empty() {
                p { (place.t("状況の変わった課", "Departments whose status changed")) }
                ul.names { @for (line, before) in turned.iter().take(NAMED) {
                    li { (line.department) ": " @if let Some(before) = before { (status_word(*before, place.lang)) " → " } (status_word(line.status, place.lang)) }
                } }
            }
        }
    }
}

/// Adds files, with and without scripts.
fn receive(place: &Place<'_>) -> Markup {
    html! {
        form.receive method="post" enctype="multipart/form-data" action=(place.url(upload::PATH, &[])) data-upload {
            label for="files" { (place.t("届いたファイルを入れる（この画面に放しても入ります）", "Put in files (or drop them on this page)")) }
            input id="files" type="file" name="files" multiple required;
            button type="submit" { (place.t("inbox に入れる", "Put into the inbox")) }
            div data-upload-result role="status" {}
        }
    }
}

fn day(date: Date, lang: Lang) -> String {
    match lang {
        Lang::Ja => format!("{}月{}日", date.month(), date.day()),
        Lang::En => date.to_string(),
    }
}

/// The table of departments.
fn departments(place: &Place<'_>, reading: &Reading) -> Markup {
    let returned = status::returned(&reading.consolidation());
    let lang = place.lang;
    let waiting = reading.lines.iter().filter(|line| line.waits()).count();
    let (errors, warnings) = reading.open();
    html! {
        section aria-labelledby="departments" {
            h2 id="departments" { (place.t("提出状況", "Departments")) }
            p {
                @if let Some(due) = reading.due {
                    (place.t("提出期限 ", "Due ")) b { @if lang == Lang::Ja { (wareki_date(due)) } @else { (due) } } " / "
                }
                (place.t("待っている課 ", "Waiting for ")) b { (count(waiting)) } " / "
                a href=(place.url("/findings", &[])) { (place.t("答えていない指摘 ", "Open findings ")) b { (count(errors + warnings)) } }
            }
            div.scroll tabindex="0" role="group" aria-label=(place.t("課ごとの提出状況", "Status of each department")) {
                table.departments {
                    caption.hidden { (place.t("課ごとの提出状況", "Status of each department")) }
                    thead { tr {
                        th scope="col" { (place.t("担当課", "Department")) }
                        th scope="col" { (place.t("状況", "Status")) }
                        th scope="col" { (place.t("提出日", "Handed in")) }
                        th scope="col" { (place.t("版", "Version")) }
                        th.n scope="col" { (place.t("記録", "Records")) }
                        th.n scope="col" { (place.t("エラー", "Errors")) }
                        th.n scope="col" { (place.t("注意", "Warnings")) }
                    } }
                    tbody {
                        @for line in &reading.lines {
                            tr {
                                th scope="row" { (line.department) }
                                td { (state(place, line, returned.get(&line.department).copied())) }
                                td { @if let Some(day_) = line.submitted { (day(day_, lang)) } }
                                td { @if let Some(version) = line.version.filter(|version| *version > 1) { (place.t("第", "no. ")) (version) (place.t("版", "")) } }
                                td.n { (count(line.records)) }
                                td.n { (number(place, line, line.errors, Severity::Error)) }
                                td.n { (number(place, line, line.warnings, Severity::Warning)) }
                            }
                        }
                    }
                }
            }
            @if waiting > 0 {
                form method="post" action="/reminders" {
                    input type="hidden" name="p" value=(place.period_id());
                    button type="submit" { (place.t("督促のメールの下書きを作る", "Draft the reminders")) }
                }
            }
        }
    }
}

/// A number, linked to the findings it counts.
fn number(place: &Place<'_>, line: &Line, number: usize, severity: Severity) -> Markup {
    let to = place.url("/findings", &[("department", &line.department), ("severity", severity_class(severity)), ("show", "all")]);
    html! { @if number > 0 { a href=(to) aria-label={ (line.department) " " (severity.label(place.lang)) " " (number) } { (count(number)) } } @else { "0" } }
}

/// The status of a department, with the action it calls for.
fn state(place: &Place<'_>, line: &Line, returned: Option<usize>) -> Markup {
    let class = match line.status {
        SubmissionStatus::Submitted | SubmissionStatus::NoRecords => "good",
        _ if line.required => "bad",
        _ => "none",
    };
    html! {
        span.state.(class) { (status_word(line.status, place.lang)) }
        @if let Some(count) = returned { " " span.state.back { (place.t("差戻し中", "returned")) " " (count) } }
        @if let Some(days) = line.overdue { " " span.late { (days) (place.t("日遅れ", " days late")) } }
    }
}

/// The departments according to the last build, until the files are read.
fn as_built(place: &Place<'_>, last: &LastRun) -> Markup {
    html! {
        section aria-labelledby="departments" {
            h2 id="departments" { (place.t("前回の取りまとめの提出状況", "Departments at the last build")) }
            ul.names { @for line in &last.submissions { li { (line.department) " " span.state { (status_word(line.status, place.lang)) } } } }
        }
    }
}

/// The form that starts another period.
fn next_period(place: &Place<'_>, root: &Path) -> Markup {
    let next = super::periods(root).first().map(|newest| newest.next());
    html! {
        details {
            summary { (place.t("別の期間を始める", "Begin another period")) }
            form.fields method="post" action="/period" {
                p { label for="new-period" { (place.t("期間（例: 2025-10、2025Q3、2025H2、FY2025、R7下半期）", "Period (2025-10, 2025Q3, 2025H2, FY2025)")) }
                    input id="new-period" name="new" type="text" required size="16" value=[next.map(Period::id)] autocomplete="off"; }
                p { button type="submit" { (place.t("始める", "Begin")) } }
            }
        }
    }
}

/// Creates the folder of a period.
pub(super) fn make(root: &Path, ask: &Ask) -> Result<Answer, Failure> {
    let period = period_named(ask.get("new").unwrap_or_default().trim())?;
    upload::make_period(root, period).map_err(|error| messages::period_unwritable(io_reason(&error)))?;
    Ok(Answer::See(url("/period", &[("p", &period.id())])))
}
