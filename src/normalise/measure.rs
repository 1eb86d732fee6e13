//! 基本施策 with their items.

use super::cells::{self, Cells};
use super::context::Context;
use super::number::integer;
use super::text::{circled, numbered_items, without_glossary_marks};
use super::{Draft, Terms};
use crate::form::{Form, Layout};
use crate::model::text::fold;
use crate::model::{Finding, Measure, Place, Records};
use crate::recognise::RawTable;

/// The measures of a table.
pub fn measures(
    table: &RawTable,
    form: &Form,
    place: &Place,
    terms: &Terms<'_>,
    context: &mut Context,
) -> (Vec<Draft>, Vec<Finding>) {
    cells::drafts(table, form, place, terms, |mut cells| {
        let any = form.layout == Layout::Any;
        let (goal, goal_text, goal_name) = cells.belonging_of(context, "goal", "goal_name");
        let Some(written) = cells.name("title") else { return Vec::new() };
        let (body, mut priority) = without_priority(&written, form.priority.as_deref());
        priority |= any && form.column("priority").and_then(|_| cells.text("priority")).is_some_and(|text| says_priority(&text));
        let (body, starred) = if any { without_star(&body) } else { (body, false) };
        priority |= starred;
        let (mark, title) = circled(&body);
        let items = listed(&mut cells);
        let own = if any { cells.value_of(context, "no").and_then(|value| integer(&value)) } else { None };
        let no = mark.as_deref().and_then(integer).or(own);
        let owner = form.column("departments").and_then(|_| cells.text("departments"));
        let departments = terms.departments("departments", owner.as_deref(), &mut cells);
        if priority {
            cells.shared("priority", "title");
        }
        if no.is_some() {
            cells.shared("no", "title");
        }
        let field = |name: &str| match name {
            "goal" | "part" => goal.map(|no| no.to_string()),
            "mark" => mark.clone(),
            "no" => no.map(|no| no.to_string()),
            _ => None,
        };
        let id = context.id(form, field).into();
        let (origin, missing) = cells.finish();
        let title = without_glossary_marks(&title);
        let record = Measure { id, goal, goal_text, goal_name, mark, no, title, priority, departments, items, origin, missing };
        vec![Records { measures: vec![record], ..Records::default() }]
    })
}

/// The items of all cells, each cell one or several.
fn listed(cells: &mut Cells<'_, '_>) -> Vec<String> {
    let Some(column) = cells.column("items") else { return Vec::new() };
    let row = cells.row;
    let mut out = Vec::new();
    for cell in row.of(column) {
        cells.note_origin("items", cell.at);
        match cells.value(cell) {
            Ok(text) => out.extend(numbered_items(&text)),
            Err(why) => cells.note_missing("items", why),
        }
    }
    if !out.is_empty() {
        cells.found("items");
    }
    out
}

/// ○, 重点, ★ in a column of priorities; － and × are none.
fn says_priority(text: &str) -> bool {
    !matches!(text.trim(), "×" | "－" | "-" | "無" | "なし" | "△" | "一般" | "通常" | "✕")
}

/// Takes off the ★ before a title that is a priority.
fn without_star(text: &str) -> (String, bool) {
    for sign in [
        "★",
        "☆",
        "【重点】",
        "［重点］",
        "[重点]",
        "（重点）",
        "(重点)",
        "〔重点〕",
        "【重点施策】",
        "【重点取組】",
        "【重要】",
        "【優先】",
    ] {
        if let Some(rest) = text.trim().strip_prefix(sign).or_else(|| text.trim().strip_suffix(sign)) {
            return (rest.trim().to_owned(), true);
        }
    }
    (text.to_owned(), false)
}

/// Takes off the word of a priority, which stands in brackets on a line of its own or before the title.
fn without_priority(text: &str, word: Option<&str>) -> (String, bool) {
    let Some(word) = word else { return (text.to_owned(), false) };
    let is_mark = |line: &str| fold(line).trim_matches(|c: char| "<>[]()【】〈〉《》★◎●".contains(c)) == fold(word);
    let lines: Vec<&str> = text.split('\n').collect();
    if lines.iter().any(|line| is_mark(line)) {
        return (lines.into_iter().filter(|line| !is_mark(line)).collect::<Vec<_>>().join("\n"), true);
    }
    for (open, close) in [("＜", "＞"), ("<", ">"), ("【", "】"), ("（", "）"), ("〈", "〉")] {
        let mark = format!("{open}{word}{close}");
        if let Some(at) = text.find(&mark) {
            return (format!("{}{}", &text[..at], &text[at + mark.len()..]).trim().to_owned(), true);
        }
    }
    (text.to_owned(), false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_word_of_a_priority_is_taken_off() {
        let found = |text: &str| without_priority(text, Some("重点"));
        for text in ["【重点】窓口の電子化", "＜重点＞\n窓口の電子化"] {
            assert_eq!(found(text), ("窓口の電子化".to_owned(), true), "{text}");
        }
        assert_eq!(found("窓口の電子化"), ("窓口の電子化".to_owned(), false));
        assert_eq!(without_priority("【重点】窓口", None), ("【重点】窓口".to_owned(), false));
    }
}
