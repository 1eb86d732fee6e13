//! A form for an unknown table: drafted from its file, corrected column by column, saved into the workspace's templates.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;

use maud::{Markup, html};

use crate::form::draft::{Assigned, assign, assigned};
use crate::form::{Library, parse_form};
use crate::model::Failure;
use crate::page::answer::Answer;
use crate::page::ask::Ask;
use crate::page::findings::not_read;
use crate::page::frame::{self, Place, View};
use crate::page::reading::{self, Reading, inbox};
use crate::page::words::count;
use crate::page::{Page, messages, periods};
use crate::pipeline::draft::{FormDraft, draft_form};
use crate::pipeline::errors::{configuration_failure, io_reason};
use crate::source;

/// The types of declared columns, in words.
const TYPES: [(&str, &str, &str); 11] = [
    ("text", "文", "text"),
    ("lines", "文（1行に1つ）", "lines"),
    ("number", "数", "number"),
    ("quantity", "数と単位", "figure with its unit"),
    ("date", "日付", "date"),
    ("year", "年度", "fiscal year"),
    ("period", "期間", "period"),
    ("mark", "記号（○、A など）", "mark"),
    ("departments", "担当課", "departments"),
    ("url", "アドレス（URL）", "URL"),
    ("skip", "取りまとめに入れない", "left out"),
];

/// The draft and its columns.
pub(super) fn view(place: &Place<'_>, root: &Path, ask: &Ask) -> Result<Answer, Failure> {
    let title = place.t("様式の下書き", "Draft of a form");
    let Some(reading) = place.page.reading(place.period) else {
        return Ok(Answer::page(frame::whole(place, View::Findings, title, &not_read(place))));
    };
    let file = ask.get("file").unwrap_or_default();
    let draft = drafted(root, &reading, place, file)?;
    let columns = assigned(&draft.text, draft.known.is_some());
    let form = parse_form(Path::new("draft.toml"), &draft.text).map_err(|fault| configuration_failure(&fault))?;
    let options = options(place, &draft);
    let account = &draft.account;
    let content = html! {
        p { b { (file) } }
        p {
            (place.t("この様式で読むと ", "With this form: ")) b { (count(account.records)) } (place.t("件。使うセル ", " records; cells used "))
            (account.used) (place.t("、様式の外のセル ", ", outside the form ")) (account.outside)
            (place.t("、エラー ", ", errors ")) (account.errors) (place.t("、注意 ", ", warnings ")) (account.warnings)
        }
        @if let Some(known) = &draft.known {
            p { (place.t("知っている様式をもとにしています: ", "It extends a known form: ")) b { (known) } }
        }
        form method="post" action="/draft" {
            input type="hidden" name="p" value=(place.period_id());
            input type="hidden" name="file" value=(file);
            div.fields {
                p { label for="name" { (place.t("様式の名前", "Name of the form")) } input id="name" name="name" type="text" required maxlength="80" value=(form.name); }
                p { label for="id" { (place.t("ファイル名（半角の英数字と - _）", "File name (a–z, 0–9, - and _)")) }
                    input id="id" name="id" type="text" required pattern="[A-Za-z0-9_\\-]+" maxlength="40" value=(free_id(root)); }
            }
            (table(place, &columns, &options))
            p { button.main type="submit" { (place.t("様式を保存して、読み直す", "Save the form and read again")) } " "
                a href=(place.url("/tables", &[])) { (place.t("やめる", "Not now")) } }
            p.hint { (place.t("様式は作業場所の templates に入ります。後からメモ帳でも直せます。", "The form goes into the workspace's templates; it can be edited there later.")) }
        }
    };
    Ok(Answer::page(frame::whole(place, View::Findings, title, &content)))
}

fn table(place: &Place<'_>, columns: &[Assigned], options: &[(String, String)]) -> Markup {
    html! {
        @if columns.is_empty() { p { (place.t("列は、もとの様式のとおりです。", "The columns are those of the known form.")) } }
        @else {
            div.scroll tabindex="0" role="group" aria-label=(place.t("列の割り当て", "Columns")) {
                table {
                    caption { (place.t("列の割り当て", "What each column is")) }
                    thead { tr {
                        th scope="col" { (place.t("見出し", "Heading")) }
                        th scope="col" { (place.t("値の例", "Values")) }
                        th scope="col" { (place.t("何の列か", "Is")) }
                    } }
                    tbody {
                        @for (at, column) in columns.iter().enumerate() {
                            tr {
                                th scope="row" id={ "h" (at) } { (column.heading) }
                                td { (column.examples) }
                                td {
                                    select name={ "c" (at) } aria-labelledby={ "h" (at) } {
                                        @if !options.iter().any(|(value, _)| *value == column.taken) {
                                            option value=(column.taken) selected { (column.taken) }
                                        }
                                        @for (value, label) in options {
                                            option value=(value) selected[*value == column.taken] { (label) }
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// What a column can be: the fields of the known form, or a type.
fn options(place: &Place<'_>, draft: &FormDraft) -> Vec<(String, String)> {
    let Some(known) = &draft.known else {
        return TYPES.iter().map(|(value, ja, en)| ((*value).to_owned(), place.t(ja, en).to_owned())).collect();
    };
    let library = Library::builtin();
    let columns = library.forms.iter().filter(|form| form.id == *known).flat_map(|form| &form.columns);
    let skip = ("skip".to_owned(), place.t("取りまとめに入れない", "left out").to_owned());
    let mut options: Vec<(String, String)> = Vec::new();
    for column in columns {
        let label = column.heading.replace("{period}", "").replace("{next}", "").replace("{year}", "");
        if options.iter().all(|(field, _)| *field != column.field) {
            options.push((column.field.clone(), format!("{}（{}）", label.trim(), column.field)));
        }
    }
    options.push(skip);
    options
}

fn drafted(root: &Path, reading: &Reading, place: &Place<'_>, file: &str) -> Result<FormDraft, Failure> {
    let options = &reading.settings.reading;
    let collected = source::collect_handed_in(&[inbox(root, place.period)], &options.limits);
    let found = collected.found.into_iter().find(|found| *found.path == *file).ok_or_else(messages::no_such_file)?;
    draft_form(std::slice::from_ref(&found), "form", &Library::builtin(), options, place.lang)
        .map_err(|_| messages::no_draft(file))
}

/// A name that no form of the workspace has.
fn free_id(root: &Path) -> String {
    let is_free = |id: &String| !root.join("templates").join(format!("{id}.toml")).exists();
    (1..).map(|number| format!("form-{number}")).find(is_free).unwrap_or_default()
}

/// Saves the draft with the chosen columns, and reads the files again.
pub(super) fn save(page: &Arc<Page>, root: &Path, ask: &Ask) -> Result<Answer, Failure> {
    let period = ask.period().or_else(|| periods(root).first().copied());
    let lang = page.lang();
    let place = Place { page, lang, root: Some(root), period, result: None };
    let reading = page.reading(period).ok_or_else(messages::not_read_yet)?;
    let draft = drafted(root, &reading, &place, ask.get("file").unwrap_or_default())?;
    let id = ask.get("id").unwrap_or_default().trim().to_owned();
    let is_plain = |id: &str| !id.is_empty() && id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    if !is_plain(&id) {
        return Err(messages::no_form_id());
    }
    let known = draft.known.is_some();
    let columns = assigned(&draft.text, known);
    let names: Vec<String> = (0..columns.len()).map(|at| format!("c{at}")).collect();
    let chosen = names.iter().zip(&columns).map(|(name, column)| ask.get(name).unwrap_or(&column.taken));
    let name = ask.get("name").unwrap_or(&id).trim();
    let text = assign(&draft.text, known, (&id, name), &chosen.collect::<Vec<_>>());
    let path = root.join("templates").join(format!("{id}.toml"));
    parse_form(&path, &text).map_err(|fault| configuration_failure(&fault))?;
    let unwritable = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => messages::form_exists(path.display()),
        _ => messages::form_unwritable(path.display(), io_reason(&error)),
    };
    fs::create_dir_all(root.join("templates")).map_err(unwritable)?;
    let mut file = File::create_new(&path).map_err(unwritable)?;
    file.write_all(text.as_bytes()).map_err(unwritable)?;
    reading::begin(page, root, period)?;
    Ok(Answer::See(place.url("/tables", &[("result", messages::form_saved(name, path.display()).text(lang))])))
}
