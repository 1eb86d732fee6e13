//! Lists of what is done or supported.

use std::collections::BTreeMap;

use super::cells::Cells;
use super::context::Context;
use super::text::{circled, lines};
use super::{Draft, Terms};
use crate::form::{FieldType, Form};
use crate::model::text::fold;
use crate::model::{ChecklistItem, Finding, Place, Records, rule};
use crate::recognise::RawTable;

/// The items of a table; a cell can hold a list of entries, each an item.
pub fn checklist(
    table: &RawTable,
    form: &Form,
    place: &Place,
    terms: &Terms<'_>,
    context: &mut Context,
) -> (Vec<Draft>, Vec<Finding>) {
    let mut findings = Vec::new();
    let mut above = BTreeMap::new();
    let mut drafts = Vec::new();
    let list = form.constants.get("list").cloned().unwrap_or_else(|| form.id.clone());
    for row in &table.rows {
        let mut cells = Cells::new(row, form, place, &mut findings, &mut above);
        let written = form.column("departments").and_then(|_| cells.text("departments"));
        let written = written.or_else(|| form.column("department").and_then(|_| cells.text("department")));
        let department = terms.departments(written.as_deref(), &mut cells).into_iter().next();
        let status = form.column("status").and_then(|_| cells.text("status")).or_else(|| form.constants.get("status").cloned());
        let note = form.column("note").and_then(|_| cells.text("note"));
        let mark = form.column("supported").and_then(|_| cells.text("supported"));
        let supported = mark.as_deref().and_then(|mark| supported(mark, &mut cells));
        let item = form.column("item").and_then(|_| cells.text("item"));
        let entries = form.columns.iter().find(|column| column.kind == FieldType::Entries);
        let entries = entries.and_then(|column| cells.text(&column.field)).map(|text| entries_in(&text));
        let (origin, missing) = cells.finish();
        let frame = ChecklistItem {
            id: "".into(),
            list: list.clone(),
            department,
            status,
            category: None,
            group: None,
            mark,
            name: None,
            item,
            supported,
            note,
            origin,
            missing,
        };
        let records: Vec<ChecklistItem> = match entries {
            None => vec![frame],
            Some(entries) => entries
                .into_iter()
                .map(|entry| ChecklistItem {
                    category: entry.category,
                    group: entry.group,
                    mark: entry.mark,
                    name: Some(entry.name),
                    note: entry.note,
                    ..frame.clone()
                })
                .collect(),
        };
        for (index, mut record) in records.into_iter().enumerate() {
            record.id = context.id(form, |name| (name == "list").then(|| list.clone())).into();
            let records = Records { checklists: vec![record], ..Records::default() };
            // the row's cells count once, with its first entry
            drafts.push(Draft { records, hidden: row.hidden, used: if index == 0 { row.used } else { 0 }, key: None });
        }
    }
    (drafts, findings)
}

fn supported(mark: &str, cells: &mut Cells<'_, '_>) -> Option<bool> {
    match fold(mark).as_str() {
        "○" | "〇" | "◯" | "◎" | "有" | "済" | "可" | "対応" => Some(true),
        "×" | "x" | "✕" | "✖" | "無" | "未" | "不可" | "未対応" => Some(false),
        _ => {
            let place = cells.place_of(&["supported"]);
            cells.findings.push(Finding::new(rule::UNKNOWN_MARK, place).with("mark", mark).with("scale", "○×"));
            None
        }
    }
}

#[derive(Debug, Default, PartialEq, Eq)]
struct Entry {
    category: Option<String>,
    group: Option<String>,
    mark: Option<String>,
    name: String,
    note: Option<String>,
}

/// ① and ・ begin an entry, ＜…＞ a group, a line in brackets is the remark of the entry above; any other line is a
/// category.
fn entries_in(text: &str) -> Vec<Entry> {
    let mut out: Vec<Entry> = Vec::new();
    let (mut category, mut group) = (None, None);
    for line in lines(text) {
        let folded = fold(&line);
        let inside = |open: char, close: char| folded.starts_with(open) && folded.ends_with(close);
        if inside('<', '>') || inside('〈', '〉') || inside('《', '》') {
            group = Some(line.trim_matches(|c| "<>＜＞〈〉《》".contains(c)).trim().to_owned());
            continue;
        }
        if inside('(', ')')
            && let Some(last) = out.last_mut()
        {
            last.note = Some(line.trim_matches(|c| "()（）".contains(c)).trim().to_owned());
            continue;
        }
        let (mark, name) = circled(&line);
        let bulleted = ["・", "･", "•", "-", "－", "○", "●", "□", "■"].iter().find_map(|bullet| line.strip_prefix(bullet));
        match (mark, bulleted) {
            (Some(mark), _) => {
                out.push(Entry { category: category.clone(), group: group.clone(), mark: Some(mark), name, note: None })
            }
            (None, Some(name)) => out.push(Entry {
                category: category.clone(),
                group: group.clone(),
                name: name.trim().to_owned(),
                ..Entry::default()
            }),
            (None, None) => {
                category = Some(line);
                group = None;
            }
        }
    }
    out
}
