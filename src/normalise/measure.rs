//! 基本施策 with their items.

use super::cells;
use super::context::Context;
use super::number::integer;
use super::text::{circled, items, without_glossary_marks};
use super::{Draft, Terms};
use crate::form::Form;
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
        let (goal, goal_text) = cells.number_of(context, "goal");
        let goal_name = cells.value_of(context, "goal_name");
        let Some(written) = cells.name("title") else { return Vec::new() };
        let (body, priority) = without_priority(&written, form.priority.as_deref());
        let (mark, title) = circled(&body);
        let items = cells.text("items").map(|text| items(&text)).unwrap_or_default();
        let no = mark.as_deref().and_then(integer);
        let field = |name: &str| match name {
            "goal" => goal.map(|no| no.to_string()),
            "mark" => mark.clone(),
            "no" => no.map(|no| no.to_string()),
            _ => None,
        };
        let id = context.id(form, field).into();
        let (origin, missing) = cells.finish();
        let title = without_glossary_marks(&title);
        let record = Measure { id, goal, goal_text, goal_name, mark, no, title, priority, items, origin, missing };
        vec![Records { measures: vec![record], ..Records::default() }]
    })
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
