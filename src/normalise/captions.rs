//! Lines between the rows of a table: what they name, and those that name nothing.

use super::Terms;
use super::file_department::named_in;
use super::number::labelled_integer;
use crate::form::Form;
use crate::model::{Finding, Ledger, Place, Reason};
use crate::recognise::{Caption, RawTable, shorten};
use crate::rules;

/// Reports the lines between rows that name neither a direction nor a department, and that the form does not declare. They
/// were booked as titles: nothing of them reaches a record.
pub fn unused(table: &RawTable, form: &Form, place: &Place, terms: &Terms<'_>, ledger: Option<&mut Ledger>) -> Vec<Finding> {
    let unused = table.captions.iter().filter(|caption| caption.inside && !names_something(caption, form, terms));
    let findings: Vec<Finding> = unused
        .filter_map(|caption| {
            let content = shorten(caption.text.trim(), 40);
            Some(Finding::new(rules::OUTSIDE_FORM, place.clone().at(caption.at?)).with("content", content))
        })
        .collect();
    if let Some(ledger) = ledger.filter(|_| !findings.is_empty())
        && let Some(titles) = ledger.set_aside.get_mut(&Reason::Title)
    {
        let moved = (*titles).min(findings.len() as u64);
        *titles -= moved;
        if *titles == 0 {
            ledger.set_aside.remove(&Reason::Title);
        }
        *ledger.set_aside.entry(Reason::OutsideForm).or_default() += moved;
    }
    findings
}

/// Names a line something, or is it marked as a heading (■, 【…】, (1))?
fn names_something(caption: &Caption, form: &Form, terms: &Terms<'_>) -> bool {
    let text = caption.text.trim();
    let marked = text.starts_with(|c| "【［[〔〈＜<《■□●○◆◇▼▲★☆（(・".contains(c)) && text.chars().count() > 1;
    marked
        || labelled_integer(text).is_some()
        || terms.direction_in(text).is_some()
        || terms.direction_of(text).is_some()
        || named_in(text, terms).is_some()
        || terms.directory.resolve(text).iter().any(|department| department.known)
        || form.caption_patterns().iter().any(|pattern| pattern.find(text).is_some())
}
