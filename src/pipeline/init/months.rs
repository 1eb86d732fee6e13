//! The made-up city's months: what its departments hand in from April to July 2026, made from one list of texts.

use std::sync::Arc;

use jiff::civil::{Date, Time};
use serde::Deserialize;

use crate::form::{Form, Library};
use crate::model::era::wareki_date;
use crate::model::{Office, Period, Plan, working_day};
use crate::report::handouts::forms::{Entry, Handout, write};
use crate::report::handouts::letters::Request;

const TEXTS: &str = include_str!("assets/months.toml");

/// Who has to hand in, with the reorganisation of July.
pub(super) const DEPARTMENTS: &[u8] = include_bytes!("assets/departments.csv");
/// What the coordinator answered and edited in May.
pub(super) const DECISIONS: &[u8] = include_bytes!("assets/decisions.toml");

const MONTHS: [Period; 4] = [Period::Month(2026, 4), Period::Month(2026, 5), Period::Month(2026, 6), Period::Month(2026, 7)];
/// Departments that became one in July.
const MERGED: [&str; 2] = ["農林振興課", "産業観光課"];
const HEIR: &str = "産業振興課";
/// Hands in the program's own form; the others hand in CSV.
const BY_FORM: &str = "デジタル推進課";
/// In June its stage is first none of the plan's, then mended.
const MENDED: (&str, &str) = ("福祉支援課", "1-6");
/// In April it counts wrongly, and says so when the month is closed.
const CORRECTED: (&str, &str, &str) = ("財政課", "3社が参加", "8社が参加");
/// Where the corrected file waits for whoever plays the month through.
const ASIDE: &str = "見本";

#[derive(Deserialize)]
struct Texts {
    row: Vec<Row>,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    id: String,
    department: String,
    #[serde(default)]
    departments: Vec<String>,
    names: Vec<String>,
    description: String,
    stage: Vec<String>,
    done: Vec<String>,
    planned: String,
    then: Option<LaterPlan>,
}

/// Another plan, from a month on.
#[derive(Clone, Deserialize)]
struct LaterPlan {
    from: usize,
    planned: String,
}

impl Row {
    /// What was done in a month: the stage, and the text; nothing where nothing was handed in.
    fn done(&self, month: usize) -> Option<String> {
        let stage = self.stage.get(month).or_else(|| self.stage.first())?;
        let text = self.done.get(month).filter(|text| !text.is_empty())?;
        Some(format!("【{stage}】\n{text}"))
    }

    /// Its cells, by the fields of a form.
    fn text(&self, field: &str, done: &str) -> String {
        let (direction, numbers) = self.id.split_once('-').unwrap_or_default();
        match field {
            "direction" => direction.to_owned(),
            "numbers" => numbers.replace('_', "\n"),
            "names" => self.names.join("\n"),
            "departments" if self.departments.is_empty() => self.department.clone(),
            "departments" => self.departments.join("\n"),
            "description" => self.description.clone(),
            "done" => done.to_owned(),
            "planned" => self.planned.clone(),
            _ => String::new(),
        }
    }
}

/// The periods and the next one, and by when departments have to hand in.
pub(super) fn due() -> impl Iterator<Item = (Period, Date)> {
    let next = MONTHS.last().map(|month| month.next());
    let day = |month: Period| month.next().start().with().day(12).build().map_or(Date::MAX, working_day);
    MONTHS.into_iter().chain(next).map(move |month| (month, day(month)))
}

/// Path in the workspace and content of every file.
pub(super) fn files(plan: &Plan, library: &Library) -> Vec<(String, Vec<u8>)> {
    // a test reads the list, and a form that is built in cannot be missing
    let rows = toml::from_str::<Texts>(TEXTS).map(|texts| texts.row).unwrap_or_default();
    let Some(form) = library.form("progress") else { return Vec::new() };
    let mut files = Vec::new();
    for (month, period) in MONTHS.into_iter().enumerate() {
        for (number, (department, own)) in (1..).zip(by_department(&rows, plan, month)) {
            let path = |folder: &str, remark: &str, end: &str| {
                format!("{folder}/{}/{number:02}_{department}_取組状況{remark}.{end}", period.id())
            };
            let csv = |rows: &[(Row, String)], day: i8| csv(plan, period, &department, rows, day);
            if department == BY_FORM {
                if let Some(bytes) = workbook(plan, form, period, &department, &own) {
                    files.push((path("inbox", "", "xlsx"), bytes));
                }
            } else if department == CORRECTED.0 && month == 0 {
                files.push((path("inbox", "", "csv"), csv(&own, 8)));
                let right = own.iter().map(|(row, done)| (row.clone(), done.replace(CORRECTED.1, CORRECTED.2)));
                files.push((path(ASIDE, "（訂正版）", "csv"), csv(&right.collect::<Vec<_>>(), 20)));
            } else if department == MENDED.0 && month == 2 {
                let unknown = own.iter().map(|(row, done)| {
                    let done = if row.id == MENDED.1 { done.replace("導入", "配信中") } else { done.clone() };
                    (row.clone(), done)
                });
                files.push((path("inbox", "", "csv"), csv(&unknown.collect::<Vec<_>>(), 8)));
                files.push((path("inbox", "（再提出）", "csv"), csv(&own, 15)));
            } else {
                // a few take their time
                let day = if number % 7 == 0 { 14 } else { 6 + i8::try_from(number % 4).unwrap_or_default() };
                files.push((path("inbox", "", "csv"), csv(&own, day)));
            }
        }
    }
    files
}

/// The departments that hand in for a month, in the order of the office, with their rows and what was done.
fn by_department(rows: &[Row], plan: &Plan, month: usize) -> Vec<(String, Vec<(Row, String)>)> {
    let mut departments: Vec<(String, Vec<(Row, String)>)> = Vec::new();
    for department in &plan.departments {
        for row in rows.iter().filter(|row| row.department == department.name) {
            let Some(done) = row.done(month) else { continue };
            let mut row = row.clone();
            if let Some(then) = row.then.take().filter(|then| month >= then.from) {
                row.planned = then.planned;
            }
            if month == 3 && MERGED.contains(&row.department.as_str()) {
                row.department = HEIR.to_owned();
            }
            match departments.iter_mut().find(|(name, _)| *name == row.department) {
                Some((_, own)) => own.push((row, done)),
                None => departments.push((row.department.clone(), vec![(row, done)])),
            }
        }
    }
    departments
}

/// As Excel saves it for people who open it again: UTF-8 with its mark.
fn csv(plan: &Plan, period: Period, department: &str, rows: &[(Row, String)], day: i8) -> Vec<u8> {
    let next = period.next();
    let submitted = next.start().with().day(day).build().map(wareki_date).unwrap_or_default();
    let mut lines: Vec<Vec<String>> = vec![
        vec![format!("{} 取組状況調査票（{}）", plan.title, period.label())],
        vec![format!("担当課：{department}"), String::new(), String::new(), String::new(), format!("提出日：{submitted}")],
        vec![String::new()],
    ];
    let headings = ["方向", "取組番号", "取組名", "担当課", "施策内容"].map(str::to_owned);
    let (done, planned) = (period.short_label(), next.short_label());
    let both = [format!("{done}までの取組内容"), format!("{planned}以降の取組内容（予定）")];
    lines.push(headings.into_iter().chain(both).collect());
    const FIELDS: [&str; 7] = ["direction", "numbers", "names", "departments", "description", "done", "planned"];
    lines.extend(rows.iter().map(|(row, done)| FIELDS.map(|field| row.text(field, done)).to_vec()));
    let quoted = |text: &String| match text.contains(['"', ',', '\n']) {
        true => format!("\"{}\"", text.replace('"', "\"\"")),
        false => text.clone(),
    };
    let width = FIELDS.len();
    let mut text = "\u{feff}".to_owned();
    for mut line in lines {
        line.resize(width, String::new());
        text.push_str(&line.iter().map(quoted).collect::<Vec<_>>().join(","));
        text.push_str("\r\n");
    }
    text.into_bytes()
}

/// The program's own form, filled in.
fn workbook(plan: &Plan, form: &Form, period: Period, department: &str, rows: &[(Row, String)]) -> Option<Vec<u8>> {
    let entry = |(row, done): &(Row, String)| Entry {
        id: Some(Arc::from(row.id.as_str())),
        texts: form.columns.iter().map(|column| row.text(&column.field, done)).collect(),
        ..Entry::default()
    };
    let entries: Vec<Entry> = rows.iter().map(entry).collect();
    let issued = period.end().to_datetime(Time::midnight());
    let request = Request { office: &Office::default(), due: None };
    write(&Handout { form, plan, period: Some(period), department, version: 0, issued, entries: &entries, request }).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_due_on_a_day_on_which_the_office_is_closed() {
        assert_eq!(due().map(|(_, day)| day.day()).collect::<Vec<_>>(), [12, 12, 13, 12, 14]);
    }

    #[test]
    fn every_month_has_its_files() {
        let library = Library::builtin();
        let files = files(library.plan("kirise").unwrap(), &library);
        let of = |folder: &str| files.iter().filter(|(path, _)| path.starts_with(folder)).count();
        let all = ["inbox/2026-04/", "inbox/2026-05/", "inbox/2026-06/", "inbox/2026-07/", "見本/2026-04/"].map(of);
        assert_eq!(all, [16, 16, 17, 14, 1]);
        let texts: Texts = toml::from_str(TEXTS).unwrap();
        for row in &texts.row {
            assert!(row.done.len() == 4 && matches!(row.stage.len(), 1 | 4), "{}", row.id);
        }
        let corrected = files.iter().find(|(path, _)| path.starts_with("見本/")).unwrap();
        assert!(String::from_utf8_lossy(&corrected.1).contains(CORRECTED.2));
    }
}
