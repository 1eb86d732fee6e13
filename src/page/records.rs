//! Records: searched, filtered and edited as in the sheet 一覧, each value with its origin and the previous one.

use maud::{Markup, html};

use crate::consolidate::edit::value;
use crate::model::{Consolidation, Origin, Progress, RecordKind};
use crate::page::answer::Answer;
use crate::page::ask::Ask;
use crate::page::findings::not_read;
use crate::page::frame::{self, Place, View};
use crate::page::lock;
use crate::page::reading::Reading;
use crate::page::record_edit::{self, Edits, FIELDS, heading};
use crate::page::record_parts;
use crate::page::tables_of_records;
use crate::page::words::{count, holds};

/// How many are shown on a page.
const SHOWN: usize = 30;

pub(super) fn view(place: &Place<'_>, ask: &Ask) -> Answer {
    let title = place.t("記録", "Records");
    let Some(reading) = place.page.reading(place.period) else {
        return Answer::page(frame::whole(place, View::Records, title, &not_read(place)));
    };
    let consolidation = reading.consolidation();
    let others = &reading.others;
    let table: Option<usize> = ask.get("table").and_then(|text| text.parse().ok());
    let table = table.or_else(|| (consolidation.records.progress.is_empty() && !others.is_empty()).then_some(0));
    let decisions = reading.decisions();
    let edits = Edits::of(&decisions, place.period);
    if let Some(table) = table.filter(|at| *at < others.len()) {
        let content = html! {
            (filter(place, &reading, ask, (others, consolidation.records.progress.len(), Some(table))))
            (undo(place, ask))
            (tables_of_records::content(place, &reading, &consolidation, &edits, (table, ask)))
        };
        return Answer::page(frame::whole(place, View::Records, title, &content));
    }
    let (text, department, only) = (ask.get("q"), ask.get("department"), ask.get("only"));
    let is_changed =
        |record: &Progress| consolidation.comparison.as_ref().is_some_and(|comparison| comparison.of(&record.id).is_some());
    let fits = |record: &Progress, text: &str| {
        holds(&record.id, text)
            || FIELDS.iter().any(|field| value(record, field, &consolidation.plan).is_some_and(|value| holds(&value, text)))
    };
    let taken: Vec<&Progress> = consolidation
        .records
        .progress
        .iter()
        .filter(|record| department.is_none_or(|name| record.departments.iter().any(|known| &**known == name)))
        .filter(|record| match only {
            Some("changed") => is_changed(record),
            Some("edited") => edits.has(RecordKind::Progress, &record.id),
            _ => true,
        })
        .filter(|record| text.is_none_or(|text| fits(record, text)))
        .collect();
    let pages = taken.len().div_ceil(SHOWN).max(1);
    let page = ask.page().min(pages);
    let values: Vec<(&str, &str)> = [("q", text), ("department", department), ("only", only)]
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?)))
        .collect();
    let content = html! {
        (filter(place, &reading, ask, (others, consolidation.records.progress.len(), None)))
        (undo(place, ask))
        p role="status" { b { (count(taken.len())) } (place.t("件", " records")) @if pages > 1 { "（" (page) " / " (pages) "）" } }
        @for record in taken.iter().skip((page - 1) * SHOWN).take(SHOWN) { (article(place, &consolidation, (record, &edits), ask)) }
        (frame::pages(place, "/records", &values, page, pages))
    };
    Answer::page(frame::whole(place, View::Records, title, &content))
}

/// Takes the last change back.
fn undo(place: &Place<'_>, ask: &Ask) -> Markup {
    let last = lock(&place.page.undo).last().map(|step| step.what.clone());
    html! {
        @if let Some(last) = &last {
            form.act method="post" action="/undo" {
                input type="hidden" name="p" value=(place.period_id());
                input type="hidden" name="view" value="records";
                @for (name, value) in record_edit::state(ask) { input type="hidden" name=(name) value=(value); }
                button type="submit" { (place.t("元に戻す", "Undo")) "（" (last) "）" }
            }
        }
    }
}

fn article(place: &Place<'_>, consolidation: &Consolidation, (record, edits): (&Progress, &Edits<'_>), ask: &Ask) -> Markup {
    let id = &record.id;
    let plan = &consolidation.plan;
    let change = consolidation.comparison.as_ref().and_then(|comparison| comparison.of(id));
    let edited = consolidation.edited(RecordKind::Progress, id);
    let kept = |field: &str| edits.get(RecordKind::Progress, id, field);
    let now = |field: &str| kept(field).map_or_else(|| value(record, field, plan), |edit| edit.after.clone());
    let own = |field: &str| {
        let kept = kept(field).map(|edit| edit.before.clone());
        kept.or_else(|| edited.and_then(|fields| fields.get(field)).map(|known| known.before.clone()))
    };
    let inputs = html! {
        @for field in FIELDS {
            p { label for={ "e-" (id) "-" (field) } { (heading(place.lang, field)) }
                @if field == "stage" {
                    select id={ "e-" (id) "-" (field) } name=(field) {
                        option value="" { }
                        @for stage in &plan.stages { option value=(stage.name) selected[now(field).as_deref() == Some(&stage.name)] { (stage.name) } }
                    }
                } @else {
                    textarea id={ "e-" (id) "-" (field) } name=(field) rows=(if matches!(field, "done" | "planned" | "description") { 3 } else { 1 }) { (now(field).unwrap_or_default()) }
                } }
        }
    };
    html! {
        article.record id={ "r-" (id) } {
            h2 { (id) " " (now("names").unwrap_or_default().replace('\n', "、")) }
            dl {
                @for field in FIELDS.iter().skip(1) {
                    @if let Some(text) = now(field) {
                        dt { (heading(place.lang, field)) }
                        dd.t title=(origin(&record.origin, field)) { (text)
                            @if let Some(before) = own(field) { (record_edit::wrote(place, before.as_deref())) } }
                    }
                }
                (record_edit::remarks(place, edits, RecordKind::Progress, id))
            }
            @if let Some(change) = change {
                @let differences: Vec<_> = change.differences.iter().map(|one| (one.label(), one.sides())).collect();
                (record_parts::since_last_time(place, &differences))
            }
            (record_parts::origin(place, &record.origin))
            (record_edit::form(place, ask, edits, (RecordKind::Progress, id, &inputs)))
        }
    }
}

/// The origin of a value: file › sheet › cell.
fn origin(origin: &Origin, field: &str) -> String {
    origin.place(if field == "stage" { "done" } else { field }).to_string()
}

/// The filter; a choice of the table where there are several. `others` are those beside 取組状況, `progress` its records.
fn filter(
    place: &Place<'_>,
    reading: &Reading,
    ask: &Ask,
    (others, progress, table): (&[(String, usize)], usize, Option<usize>),
) -> Markup {
    let (text, department, only) = (ask.get("q"), ask.get("department"), ask.get("only"));
    let shown = [
        ("", "すべて", "all"),
        ("changed", "前回から変わったもの", "changed since last time"),
        ("edited", "手直し・確認・メモのあるもの", "edited, checked or with a remark"),
    ];
    html! {
        form.filter method="get" action="/records" data-submit="change" {
            input type="hidden" name="p" value=(place.period_id());
            @if !others.is_empty() {
                p { label for="table" { (place.t("表", "Table")) }
                    select id="table" name="table" {
                        @if progress > 0 { option value="" selected[table.is_none()] { (place.t("取組状況", "取組状況 (progress)")) "（" (count(progress)) "）" } }
                        @for (at, (title, number)) in others.iter().enumerate() {
                            option value=(at) selected[table == Some(at)] { (title) "（" (count(*number)) "）" }
                        }
                    } }
            }
            p { label for="q" { (place.t("探す言葉", "Words")) } input id="q" name="q" type="search" value=[text]; }
            p { label for="department" { (place.t("課", "Department")) }
                select id="department" name="department" {
                    option value="" { (place.t("すべて", "all")) }
                    @for line in &reading.lines { option value=(line.department) selected[department == Some(&*line.department)] { (line.department) } }
                } }
            p { label for="only" { (place.t("表示", "Show")) }
                select id="only" name="only" {
                    @for (word, ja, en) in shown {
                        option value=(word) selected[only.unwrap_or_default() == word] { (place.t(ja, en)) }
                    }
                } }
            p { button type="submit" { (place.t("探す", "Search")) } }
        }
    }
}
