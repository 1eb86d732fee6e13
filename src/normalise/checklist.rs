//! Lists of what is done or supported.

use super::cells::{self, Cells};
use super::context::Context;
use super::text::{circled, lines};
use super::{Draft, Terms};
use crate::form::vocabulary::{CellWord, Lexicon, years_in};
use crate::form::{FieldType, Form, Layout};
use crate::model::text::fold;
use crate::model::{ChecklistItem, Finding, Place, Records};
use crate::recognise::RawTable;
use crate::rules;

/// The items of a table; a cell can hold a list of entries, each an item.
pub fn checklist(
    table: &RawTable,
    form: &Form,
    place: &Place,
    terms: &Terms<'_>,
    context: &mut Context,
) -> (Vec<Draft>, Vec<Finding>) {
    let list = form.constants.get("list").cloned().unwrap_or_else(|| form.id.clone());
    cells::drafts(table, form, place, terms, |mut cells| {
        let (frame, entries) = row(&mut cells, &list, form, (terms, context));
        let (origin, missing) = cells.finish();
        let frame = ChecklistItem { origin, missing, ..frame };
        let records = match entries {
            None => vec![frame],
            Some(entries) => entries.into_iter().map(|entry| entry.record(&frame)).collect(),
        };
        let named = records.into_iter().map(|record| {
            let field = |name: &str| match name {
                "list" => Some(list.clone()),
                "part" => record.department.as_deref().map(str::to_owned),
                _ => None,
            };
            let id = context.id(form, field).into();
            ChecklistItem { id, ..record }
        });
        named.map(|record| Records { checklists: vec![record], ..Records::default() }).collect()
    })
}

/// What a row says of all its entries, and the entries where one cell holds several.
fn row(
    cells: &mut Cells<'_, '_>,
    list: &str,
    form: &Form,
    (terms, context): (&Terms<'_>, &Context),
) -> (ChecklistItem, Option<Vec<Entry>>) {
    let own = |cells: &mut Cells<'_, '_>, field: &str| form.column(field).and_then(|_| cells.text(field));
    let written = own(cells, "departments").or_else(|| own(cells, "department"));
    let department = terms.departments("department", written.as_deref(), cells).into_iter().next();
    let any = form.layout == Layout::Any;
    let category = if any { cells.value_of(context, "category").map(|text| unsigned(&text)) } else { None };
    let status = own(cells, "status").or_else(|| form.constants.get("status").cloned());
    let note = own(cells, "note");
    let mark = own(cells, "supported");
    let conflicts = any && ["supported", "status"].iter().any(|field| conflicts(field, cells));
    let supported = mark.as_deref().filter(|_| !conflicts).and_then(|mark| supported(mark, cells));
    let item = own(cells, "item").map(|text| if any { unbulleted(&text) } else { text });
    let entries = form.columns.iter().find(|column| column.kind == FieldType::Entries);
    let entries = entries.and_then(|column| Some((column, cells.text(&column.field)?)));
    let entries = entries.map(|(column, text)| {
        let (entries, total) = entries_in(&text);
        if let Some((stated, count)) = total
            && count != entries.len()
        {
            let finding = Finding::new(rules::TOTAL_MISMATCH, cells.place_of(&[&column.field]));
            cells.findings.push(finding.with("stated", stated).with("computed", entries.len()));
        }
        entries
    });
    let (origin, missing) = Default::default();
    let frame = ChecklistItem {
        id: "".into(),
        list: list.to_owned(),
        department,
        status,
        category,
        group: None,
        mark,
        name: None,
        item,
        supported,
        note,
        origin,
        missing,
    };
    (frame, entries)
}

/// Do several cells of a row answer differently: ○ under both はい and いいえ? That is a finding.
fn conflicts(field: &str, cells: &mut Cells<'_, '_>) -> bool {
    let Some(column) = cells.column(field) else { return false };
    let row = cells.row;
    let mut answers = row.of(column);
    let Some(first) = answers.next() else { return false };
    let Some(second) = answers.find(|other| fold(&other.text) != fold(&first.text)) else { return false };
    let finding = Finding::new(rules::CONFLICTING_VALUES, cells.place_at(second.at)).with("what", "回答");
    let finding = finding.with("what_en", "The answer").with("first", &first.text).with("second", &second.text);
    cells.findings.push(finding);
    true
}

fn supported(mark: &str, cells: &mut Cells<'_, '_>) -> Option<bool> {
    // 済（R5）
    let of_year = mark.trim_end().strip_suffix(['）', ')']).and_then(|rest| rest.rsplit_once(['（', '(']));
    let mark = of_year.filter(|(_, year)| years_in(year).is_some_and(|time| time.years.is_some())).map_or(mark, |(word, _)| word);
    match fold(mark).as_str() {
        "○" | "〇" | "◯" | "◎" | "有" | "済" | "可" | "対応" => Some(true),
        "×" | "x" | "✕" | "✖" | "無" | "未" | "不可" | "未対応" => Some(false),
        _ if Lexicon::get().is(mark, CellWord::Yes) => Some(true),
        _ if Lexicon::get().is(mark, CellWord::No) => Some(false),
        _ if Lexicon::get().is(mark, CellWord::Half) => None,
        _ => {
            let place = cells.place_of(&["supported"]);
            cells.findings.push(Finding::new(rules::UNKNOWN_MARK, place).with("mark", mark).with("scale", "○×"));
            None
        }
    }
}

/// ■ 届出・証明: a caption without its sign.
fn unsigned(text: &str) -> String {
    let signs: &[char] = &[
        '■', '●', '◆', '◇', '□', '▼', '▽', '★', '【', '】', '＜', '＞', '<', '>', '〈', '〉', '《', '》', '≪', '≫', '○', '◎',
        '▶', '〔', '〕', '［', '］', '[', ']',
    ];
    let plain = text.trim().trim_start_matches(signs).trim();
    if plain.len() == text.trim().len() { plain.to_owned() } else { plain.trim_end_matches(signs).trim().to_owned() }
}

/// A name without the ・ before it.
fn unbulleted(text: &str) -> String {
    text.trim().trim_start_matches(['・', '･', '•']).trim().to_owned()
}

#[derive(Debug, Default, PartialEq, Eq)]
struct Entry {
    category: Option<String>,
    group: Option<String>,
    mark: Option<String>,
    name: String,
    note: Option<String>,
}

impl Entry {
    fn record(self, frame: &ChecklistItem) -> ChecklistItem {
        let Self { category, group, mark, name, note } = self;
        ChecklistItem { category, group, mark, name: Some(name), note, ..frame.clone() }
    }
}

/// The entries of a cell, and the total that it says they are: 計17業務.
///
/// ① and ・ begin an entry, ＜…＞ a group, a line in brackets is the remark of the entry above; any other line is a
/// category.
fn entries_in(text: &str) -> (Vec<Entry>, Option<(String, usize)>) {
    let mut out: Vec<Entry> = Vec::new();
    let mut total = None;
    let (mut category, mut group) = (None, None);
    for line in lines(text) {
        let folded = fold(&line);
        let inside = |open: char, close: char| folded.starts_with(open) && folded.ends_with(close);
        if inside('<', '>') || inside('〈', '〉') || inside('《', '》') {
            group = Some(line.trim_matches(|c| "<>＜＞〈〉《》".contains(c)).trim().to_owned());
            continue;
        }
        if let Some(count) = total_in(&folded) {
            total = Some((line, count));
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
    (out, total)
}

/// 計17業務, 合計 5件.
fn total_in(folded: &str) -> Option<usize> {
    let rest = folded.trim_matches(['(', ')']);
    let rest = ["合計", "総計", "小計", "計"].iter().find_map(|word| rest.strip_prefix(word))?.trim_start_matches(':');
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let unit = &rest[end..];
    let is_count = unit.chars().count() <= 3 && !unit.contains(|c: char| c.is_ascii_digit() || c == '/');
    rest[..end].parse().ok().filter(|_| is_count)
}
