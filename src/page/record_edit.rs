//! Edits of records of every kind, the same as in 一覧 of 取りまとめ.xlsx: fields of 取組状況 and of declared tables; 確認 and
//! メモ of all.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use maud::{Markup, html};

use crate::consolidate::edit::{label, value};
use crate::model::{CHECK, ChangedCell, ColumnType, Consolidation, Edit, Failure, Lang, MEMO, Period, RecordKind, TableRow};
use crate::page::answer::Answer;
use crate::page::ask::{Ask, encode};
use crate::page::frame::Place;
use crate::page::messages;
use crate::page::reading::Reading;
use crate::page::tables_of_records;
use crate::page::undo::{self, Change};
use crate::page::{Page, periods};
use crate::store::decisions::Decisions;

/// The longest value, in characters.
const LONGEST: usize = 100_000;
/// The editable fields of 取組状況, as in 一覧.
pub(super) const FIELDS: [&str; 6] = ["names", "departments", "description", "stage", "done", "planned"];
/// The marks of 確認, and what they are in English.
const MARKS: [(&str, &str); 2] = [("確認済み", "checked"), ("要確認", "to be checked")];
/// What a list of records shows: kept by an edit, so that the list stays where it was.
const STATE: [&str; 5] = ["table", "q", "department", "only", "page"];

/// The edits of a period.
pub(super) struct Edits<'d>(BTreeMap<(RecordKind, &'d str, &'d str), &'d Edit>);

impl<'d> Edits<'d> {
    pub(super) fn of(decisions: &'d Decisions, period: Option<Period>) -> Self {
        let id = period.map(Period::id);
        let own = decisions.edits.iter().filter(|edit| edit.period == id);
        Self(own.map(|edit| ((edit.kind, edit.record.as_str(), edit.field.as_str()), edit)).collect())
    }

    pub(super) fn get(&self, kind: RecordKind, record: &str, field: &str) -> Option<&'d Edit> {
        self.0.get(&(kind, record, field)).copied()
    }

    /// Is anything of a record edited?
    pub(super) fn has(&self, kind: RecordKind, record: &str) -> bool {
        self.0.range((kind, record, "")..).next().is_some_and(|((of, id, _), _)| (*of, *id) == (kind, record))
    }

    fn text(&self, kind: RecordKind, record: &str, field: &str) -> Option<&'d str> {
        self.get(kind, record, field).and_then(|edit| edit.after.as_deref())
    }
}

/// A field that may be edited.
pub(super) struct Field<'r> {
    name: &'r str,
    heading: &'r str,
    /// What the record has in it.
    value: Option<String>,
}

/// The fields of a row of a declared table.
pub(super) fn fields_of_row(row: &TableRow) -> Vec<Field<'_>> {
    let columns = || row.shape.iter().flat_map(|shape| &shape.columns);
    let field = |name, heading| Field { name, heading, value: row.listed(name) };
    let declared = columns().map(|column| field(&*column.field, column.heading.as_str()));
    let has_owner = columns().any(|column| column.kind == ColumnType::Departments);
    let owner = (!has_owner && !row.departments.is_empty()).then(|| Field {
        name: "departments",
        heading: label("departments"),
        value: Some(row.departments.join("\n")),
    });
    owner.into_iter().chain(declared).collect()
}

/// The name of a field's input. A form may call its fields anything, also as other inputs are called.
fn input_of(kind: RecordKind, field: &str) -> String {
    let is_declared = kind == RecordKind::Table && field != CHECK && field != MEMO;
    if is_declared { format!("f.{field}") } else { field.to_owned() }
}

/// Inputs for the fields of a row.
pub(super) fn inputs_of_row(row: &TableRow, edits: &Edits<'_>) -> Markup {
    html! {
        @for field in fields_of_row(row) {
            @let id = format!("e-{}-{}", row.id, field.name);
            @let edit = edits.get(RecordKind::Table, &row.id, field.name);
            p { label for=(id) { (field.heading) }
                textarea id=(id) name=(input_of(RecordKind::Table, field.name)) rows="1" { (edit.map_or(field.value, |edit| edit.after.clone()).unwrap_or_default()) } }
        }
    }
}

/// What the coordinator made of a row's fields, for a list of terms.
pub(super) fn edits_of_row(place: &Place<'_>, row: &TableRow, edits: &Edits<'_>) -> Markup {
    html! {
        @for field in fields_of_row(row) {
            @if let Some(edit) = edits.get(RecordKind::Table, &row.id, field.name) {
                dt { (field.heading) (place.t("（手直し）", " (edited)")) }
                dd.t { (edit.after.as_deref().unwrap_or_default()) (wrote(place, edit.before.as_deref())) }
            }
        }
    }
}

/// What the department wrote, under an edit.
pub(super) fn wrote(place: &Place<'_>, before: Option<&str>) -> Markup {
    html! { p.before { (place.t("課の記入: ", "The department wrote: ")) del { (before.unwrap_or_default()) } } }
}

/// A field's heading.
pub(super) fn heading(lang: Lang, field: &str) -> &str {
    match (lang, field) {
        (Lang::Ja, field) => label(field),
        (Lang::En, "names") => "initiative",
        (Lang::En, "done") => "what was done",
        (Lang::En, "planned") => "what is planned",
        (Lang::En, MEMO) => "remark",
        (Lang::En, other) => other,
    }
}

/// 確認 and メモ of a record, where it has any: for a list of terms.
pub(super) fn remarks(place: &Place<'_>, edits: &Edits<'_>, kind: RecordKind, id: &str) -> Markup {
    let shown = |check| MARKS.iter().find(|(word, _)| *word == check).map_or(check, |(word, english)| place.t(word, english));
    html! {
        @if let Some(check) = edits.text(kind, id, CHECK) { dt { (heading(place.lang, CHECK)) } dd.t { (shown(check)) } }
        @if let Some(memo) = edits.text(kind, id, MEMO) { dt { (heading(place.lang, MEMO)) } dd.t { (memo) } }
    }
}

/// The form that edits a record, folded away. `fields` are its inputs beside 確認 and メモ.
pub(super) fn form(place: &Place<'_>, ask: &Ask, edits: &Edits<'_>, (kind, id, fields): (RecordKind, &str, &Markup)) -> Markup {
    let named = |field: &str| format!("e-{id}-{field}");
    let (check, memo) = (named(CHECK), named(MEMO));
    let marked = edits.text(kind, id, CHECK);
    html! {
        details {
            summary { @if matches!(kind, RecordKind::Progress | RecordKind::Table) { (place.t("手直しする", "Edit")) } @else { (place.t("確認・メモを書く", "Mark or remark")) } span.hidden { " " (id) } }
            form.fields method="post" action="/edit" {
                input type="hidden" name="p" value=(place.period_id());
                input type="hidden" name="record" value=(id);
                input type="hidden" name="kind" value=(kind.file_stem());
                @for (name, value) in state(ask) { input type="hidden" name=(name) value=(value); }
                (fields)
                p { label for=(check) { (place.t("確認", "Check")) }
                    select id=(check) name=(CHECK) {
                        option value="" { }
                        @for (word, english) in MARKS { option value=(word) selected[marked == Some(word)] { (place.t(word, english)) } }
                        // written into 取りまとめ.xlsx
                        @if let Some(other) = marked.filter(|text| MARKS.iter().all(|one| one.0 != *text)) { option value=(other) selected { (other) } }
                    } }
                p { label for=(memo) { (place.t("理由・メモ", "Reason or remark")) }
                    textarea id=(memo) name=(MEMO) rows="1" autocomplete="off" { (edits.text(kind, id, MEMO).unwrap_or_default()) } }
                p { button type="submit" { (place.t("手直しを残す", "Keep the edit")) } }
            }
        }
    }
}

/// What the list shows, as it was asked for.
pub(super) fn state(ask: &Ask) -> Vec<(&'static str, &str)> {
    STATE.iter().filter_map(|name| Some((*name, ask.get(name)?))).collect()
}

/// Saves an edit of a record, as if made in the sheet 一覧.
pub(super) fn edit(page: &Arc<Page>, root: &Path, ask: &Ask) -> Result<Answer, Failure> {
    let lang = page.lang();
    let period = ask.period().or_else(|| periods(root).first().copied());
    let gone = messages::record_gone;
    let reading: Arc<Reading> = page.reading(period).ok_or_else(gone)?;
    let id = ask.get("record").unwrap_or_default();
    let kind = ask
        .get("kind")
        .map_or(Some(RecordKind::Progress), |stem| RecordKind::ALL.into_iter().find(|kind| kind.file_stem() == stem));
    let kind = kind.ok_or_else(gone)?;
    let changes = {
        let consolidation = reading.consolidation();
        let decisions = reading.decisions();
        let edits = Edits::of(&decisions, period);
        let records = &consolidation.records;
        let progress = records.progress.iter().find(|record| kind == RecordKind::Progress && *record.id == *id);
        let row = records.tables.iter().find(|row| kind == RecordKind::Table && *row.id == *id);
        let (fields, departments) = match (progress, row) {
            (Some(record), _) => {
                let value = |name| value(record, name, &consolidation.plan);
                let fields = FIELDS.map(|name| Field { name, heading: label(name), value: value(name) });
                (fields.into(), record.departments.join("、"))
            }
            (None, Some(row)) => (fields_of_row(row), row.departments.join("、")),
            (None, None) => (Vec::new(), tables_of_records::departments(&reading, &consolidation, kind, id).ok_or_else(gone)?),
        };
        let department = (!departments.is_empty()).then_some(departments);
        changes(&consolidation, &edits, (kind, id, fields), department.as_deref(), ask)
    };
    let place = Place { page, lang, root: Some(root), period, result: None };
    let back = |result: &str| {
        let mut values = vec![("result", result)];
        values.extend(state(ask));
        Ok(Answer::See(format!("{}#r-{}", place.url("/records", &values), encode(id))))
    };
    if changes.is_empty() {
        return back(messages::nothing_edited().text(lang));
    }
    let changes: Vec<Change> = changes.into_iter().map(Change::Edit).collect();
    let what = messages::edit_of(id).text(lang).to_owned();
    undo::change(page, root, period, what, &changes, reading.settings.config.office.person.as_deref())?;
    back(messages::edit_saved().text(lang))
}

/// The fields that the form changed.
fn changes(
    consolidation: &Consolidation,
    edits: &Edits<'_>,
    (kind, id, fields): (RecordKind, &str, Vec<Field<'_>>),
    department: Option<&str>,
    ask: &Ask,
) -> Vec<ChangedCell> {
    let edited = consolidation.edited(kind, id);
    let remarks = [CHECK, MEMO].map(|name| Field { name, heading: label(name), value: None });
    let changed = fields.into_iter().chain(remarks).filter_map(|field| {
        let input = input_of(kind, field.name);
        let sent = ask.form.iter().find(|(name, _)| *name == input).map(|(_, value)| value)?;
        let text: String = sent.replace("\r\n", "\n").trim().chars().take(LONGEST).collect();
        let now = (!text.is_empty()).then_some(text);
        let kept = edits.get(kind, id, field.name);
        let shown = kept.map_or_else(|| field.value.clone(), |edit| edit.after.clone());
        let own = match (kept, edited.and_then(|fields| fields.get(field.name))) {
            (Some(edit), _) => edit.before.clone(),
            (None, Some(known)) => known.before.clone(),
            (None, None) => field.value,
        };
        let same = |a: &Option<String>, b: &Option<String>| a.as_deref().map(str::trim) == b.as_deref().map(str::trim);
        (!same(&shown, &now)).then(|| ChangedCell {
            kind,
            record: id.to_owned(),
            department: department.map(str::to_owned),
            field: field.name.to_owned(),
            own,
            now,
        })
    });
    changed.collect()
}
