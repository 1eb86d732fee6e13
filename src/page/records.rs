//! Records: searched, filtered and edited as in the sheet 一覧, each value with its origin and the previous one.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use maud::{Markup, html};

use crate::consolidate::edit::{label, value};
use crate::model::Failure;
use crate::model::{ChangedCell, Consolidation, Edit, MEMO, Origin, Period, Progress, RecordKind};
use crate::page::answer::Answer;
use crate::page::ask::Ask;
use crate::page::findings::not_read;
use crate::page::frame::{self, Place, View};
use crate::page::messages;
use crate::page::reading::Reading;
use crate::page::record_parts;
use crate::page::tables_of_records;
use crate::page::undo::{self, Change};
use crate::page::words::count;
use crate::page::{Page, lock, periods};
use crate::store::decisions::Decisions;

/// How many are shown on a page.
const SHOWN: usize = 30;
/// The longest value, in characters.
const LONGEST: usize = 100_000;
/// The editable fields, as in 一覧.
const FIELDS: [&str; 6] = ["names", "departments", "description", "stage", "done", "planned"];

pub(super) fn view(place: &Place<'_>, ask: &Ask) -> Answer {
    let title = place.t("記録", "Records");
    let Some(reading) = place.page.reading(place.period) else {
        return Answer::page(frame::whole(place, View::Records, title, &not_read(place)));
    };
    let consolidation = reading.consolidation();
    let others = tables_of_records::titles(&reading, &consolidation);
    let table: Option<usize> = ask.get("table").and_then(|text| text.parse().ok());
    let table = table.or_else(|| (consolidation.records.progress.is_empty() && !others.is_empty()).then_some(0));
    if let Some(table) = table.filter(|at| *at < others.len()) {
        let content = html! {
            (filter(place, &reading, ask, (&others, consolidation.records.progress.len(), Some(table))))
            (tables_of_records::content(place, &reading, &consolidation, (table, ask)))
        };
        return Answer::page(frame::whole(place, View::Records, title, &content));
    }
    let decisions = reading.decisions();
    let (text, department, only) = (ask.get("q"), ask.get("department"), ask.get("only"));
    let edits = edits_of(&decisions, place.period);
    let is_edited = |record: &Progress| edits.keys().any(|(id, _)| **id == *record.id);
    let is_changed =
        |record: &Progress| consolidation.comparison.as_ref().is_some_and(|comparison| comparison.of(&record.id).is_some());
    let holds = |record: &Progress, text: &str| {
        record.id.contains(text)
            || FIELDS.iter().any(|field| value(record, field, &consolidation.plan).is_some_and(|value| value.contains(text)))
    };
    let taken: Vec<&Progress> = consolidation
        .records
        .progress
        .iter()
        .filter(|record| department.is_none_or(|name| record.departments.iter().any(|known| &**known == name)))
        .filter(|record| match only {
            Some("changed") => is_changed(record),
            Some("edited") => is_edited(record),
            _ => true,
        })
        .filter(|record| text.is_none_or(|text| holds(record, text)))
        .collect();
    let pages = taken.len().div_ceil(SHOWN).max(1);
    let page = ask.page().min(pages);
    let values: Vec<(&str, &str)> = [("q", text), ("department", department), ("only", only)]
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?)))
        .collect();
    let last = lock(&place.page.undo).last().map(|step| step.what.clone());
    let content = html! {
        (filter(place, &reading, ask, (&others, consolidation.records.progress.len(), None)))
        @if let Some(last) = &last {
            form method="post" action="/undo" { input type="hidden" name="p" value=(place.period_id()); button type="submit" { (place.t("元に戻す", "Undo")) "（" (last) "）" } }
        }
        p role="status" { b { (count(taken.len())) } (place.t("件", " records")) @if pages > 1 { "（" (page) " / " (pages) "）" } }
        @for record in taken.iter().skip((page - 1) * SHOWN).take(SHOWN) { (article(place, &consolidation, record, &edits)) }
        (frame::pages(place, "/records", &values, page, pages))
    };
    Answer::page(frame::whole(place, View::Records, title, &content))
}

fn edits_of(decisions: &Decisions, period: Option<Period>) -> BTreeMap<(&str, &str), &Edit> {
    let id = period.map(Period::id);
    let own = decisions.edits.iter().filter(|edit| edit.period == id && edit.kind == RecordKind::Progress);
    own.map(|edit| ((edit.record.as_str(), edit.field.as_str()), edit)).collect()
}

fn article(place: &Place<'_>, consolidation: &Consolidation, record: &Progress, edits: &BTreeMap<(&str, &str), &Edit>) -> Markup {
    let id = &record.id;
    let plan = &consolidation.plan;
    let change = consolidation.comparison.as_ref().and_then(|comparison| comparison.of(id));
    let edited = consolidation.edited(RecordKind::Progress, id);
    let now = |field: &str| edits.get(&(&**id, field)).map_or_else(|| value(record, field, plan), |edit| edit.after.clone());
    let own = |field: &str| {
        let kept = edits.get(&(&**id, field)).map(|edit| edit.before.clone());
        kept.or_else(|| edited.and_then(|fields| fields.get(field)).map(|known| known.before.clone()))
    };
    let memo = edits.get(&(&**id, MEMO)).and_then(|edit| edit.after.clone());
    html! {
        article.record id={ "r-" (id) } {
            h2 { (id) " " (now("names").unwrap_or_default().replace('\n', "、")) }
            dl {
                @for field in FIELDS.iter().skip(1) {
                    @if let Some(text) = now(field) {
                        dt { (heading(place, field)) }
                        dd.t title=(origin(&record.origin, field)) { (text)
                            @if let Some(before) = own(field) { p.before { (place.t("課の記入: ", "The department wrote: ")) del { (before.unwrap_or_default()) } } } }
                    }
                }
                @if let Some(memo) = &memo { dt { (place.t("メモ", "Remark")) } dd.t { (memo) } }
            }
            @if let Some(change) = change {
                @let differences: Vec<_> = change.differences.iter().map(|one| (one.label(), one.sides())).collect();
                (record_parts::since_last_time(place, &differences))
            }
            (record_parts::origin(place, &record.origin))
            details {
                summary { (place.t("手直しする", "Edit")) span.hidden { " " (id) } }
                form.fields method="post" action="/edit" {
                    input type="hidden" name="p" value=(place.period_id());
                    input type="hidden" name="record" value=(id);
                    @for field in FIELDS {
                        p { label for={ "e-" (id) "-" (field) } { (heading(place, field)) }
                            @if field == "stage" {
                                select id={ "e-" (id) "-" (field) } name=(field) {
                                    option value="" { }
                                    @for stage in &plan.stages { option value=(stage.name) selected[now(field).as_deref() == Some(&stage.name)] { (stage.name) } }
                                }
                            } @else {
                                textarea id={ "e-" (id) "-" (field) } name=(field) rows=(if matches!(field, "done" | "planned" | "description") { 3 } else { 1 }) { (now(field).unwrap_or_default()) }
                            } }
                    }
                    p { label for={ "e-" (id) "-memo" } { (place.t("理由・メモ", "Reason")) } input id={ "e-" (id) "-memo" } name="memo" type="text" value=[memo] autocomplete="off"; }
                    p { button type="submit" { (place.t("手直しを残す", "Keep the edit")) } }
                }
            }
        }
    }
}

fn heading<'f>(place: &Place<'_>, field: &'f str) -> &'f str {
    match place.lang {
        crate::model::Lang::Ja => label(field),
        crate::model::Lang::En => match field {
            "names" => "initiative",
            "done" => "what was done",
            "planned" => "what is planned",
            other => other,
        },
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
        ("edited", "手直ししたもの", "edited"),
    ];
    // only records of 取組状況 are edited
    let shown = shown.into_iter().filter(|(word, ..)| table.is_none() || *word != "edited");
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

/// Saves an edit of a record, as if made in the sheet 一覧.
pub(super) fn edit(page: &Arc<Page>, root: &Path, ask: &Ask) -> Result<Answer, Failure> {
    let lang = page.lang();
    let period = ask.period().or_else(|| periods(root).first().copied());
    let gone = messages::record_gone;
    let reading: Arc<Reading> = page.reading(period).ok_or_else(gone)?;
    let id = ask.get("record").unwrap_or_default();
    let changes = {
        let consolidation = reading.consolidation();
        let decisions = reading.decisions();
        let record = consolidation.records.progress.iter().find(|record| *record.id == *id).ok_or_else(gone)?;
        changes(&consolidation, &edits_of(&decisions, period), record, ask)
    };
    let place = Place { page, lang, root: Some(root), period, result: None };
    if changes.is_empty() {
        let result = messages::nothing_edited();
        return Ok(Answer::See(place.url("/records", &[("result", result.text(lang)), ("q", id)])));
    }
    let changes: Vec<Change> = changes.into_iter().map(Change::Edit).collect();
    let what = messages::edit_of(id).text(lang).to_owned();
    undo::change(page, root, period, what, &changes, reading.settings.config.office.person.as_deref())?;
    Ok(Answer::See(place.url("/records", &[("result", messages::edit_saved().text(lang)), ("q", id)])))
}

fn changes(
    consolidation: &Consolidation,
    edits: &BTreeMap<(&str, &str), &Edit>,
    record: &Progress,
    ask: &Ask,
) -> Vec<ChangedCell> {
    let edited = consolidation.edited(RecordKind::Progress, &record.id);
    let department = record.departments.first().map(|name| name.to_string());
    let sent = |field: &str| ask.form.iter().find(|(name, _)| name == field).map(|(_, value)| value);
    FIELDS
        .iter()
        .chain(&[MEMO])
        .filter_map(|field| {
            let kept = edits.get(&(&*record.id, *field));
            let text: String = sent(field)?.replace("\r\n", "\n").trim().chars().take(LONGEST).collect();
            let now = (!text.is_empty()).then_some(text);
            let shown = kept.map_or_else(|| value(record, field, &consolidation.plan), |edit| edit.after.clone());
            let own = match (kept, edited.and_then(|fields| fields.get(*field))) {
                (Some(edit), _) => edit.before.clone(),
                (None, Some(known)) => known.before.clone(),
                (None, None) => value(record, field, &consolidation.plan),
            };
            let same = |a: &Option<String>, b: &Option<String>| a.as_deref().map(str::trim) == b.as_deref().map(str::trim);
            (!same(&shown, &now)).then(|| ChangedCell {
                kind: RecordKind::Progress,
                record: record.id.to_string(),
                department: department.clone(),
                field: (*field).to_owned(),
                own,
                now,
            })
        })
        .collect()
}
