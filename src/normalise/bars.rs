//! Texts that know their years become bars, whatever arrangement they stood in.

use super::cells::Cells;
use super::text::{absence, repeats_left, without_glossary_marks};
use crate::model::{Address, Certainty, Finding, FiscalYears, Missing, Plan, Span};
use crate::recognise::RawField;
use crate::rules;

/// The texts of a row with their years: those of one row of the sheet are a lane, as far as no other is at the same time.
/// `what` is done where there is only an arrow.
pub(super) fn bars(cells: &mut Cells<'_, '_>, columns: &[(u32, FiscalYears, Address)], what: &str, plan: &Plan) -> Vec<Span> {
    let row = cells.row;
    let slots: Vec<u32> = columns.iter().map(|(col, ..)| *col).collect();
    let mut spans: Vec<(Span, RawField)> = Vec::new();
    // the place at the right of a text that is the row's own
    let mut written_at_left = None;
    for cell in &row.cells {
        let Some(FiscalYears { from, to }) = cell.years else { continue };
        let key = from.to_string();
        cells.note_origin(&key, cell.at);
        let same_row = |span: &&mut (Span, RawField)| span.1.at.row == cell.at.row;
        let repeats = absence(&cell.text) == Some(Missing::Repeated);
        let value = match () {
            // 実施 | 〃 | 〃: as at its left, where that is not from above itself
            () if repeats && !cell.text.contains('上') && written_at_left == Some((cell.at.row, cell.at.col)) => {
                Err(Missing::Continues)
            }
            () => match cells.value_or_above(&key, cell) {
                // 同左
                Ok(text) if repeats_left(&text) => Err(Missing::Continues),
                value => value,
            },
        };
        let value = match value {
            Ok(_) | Err(Missing::Dash) if is_drawn(&cell.text) => Err(Missing::Continues),
            value => value,
        };
        let next_slot = slots.iter().find(|slot| **slot > cell.to);
        let own = value.is_ok() && !repeats || value == Err(Missing::Continues);
        written_at_left = next_slot.filter(|_| own).map(|slot| (cell.at.row, *slot));
        match value {
            Ok(text) => {
                let text = without_glossary_marks(&text);
                let merged = cell.to > cell.at.col && to > from;
                let (to, unended) = if cell.open { open_end(cells, FiscalYears { from, to }, cell.at, plan) } else { (to, None) };
                let certainty = unended.unwrap_or(match merged {
                    _ if cell.inferred => Certainty::Inferred,
                    true => Certainty::Merge,
                    false => Certainty::Cell,
                });
                // the next quarter says the same
                let before = spans.last_mut().filter(|(span, last)| {
                    let next = slots.iter().find(|slot| **slot > last.to) == Some(&cell.at.col);
                    span.text == text && span.to == from && last.at.row == cell.at.row && next
                });
                if let Some((span, last)) = before {
                    span.to = to;
                    last.to = cell.to;
                    span.certainty = Certainty::Repeated;
                } else {
                    spans.push((Span { from, to, text, lane: 0, certainty, done: cell.done }, cell.clone()));
                }
            }
            Err(why) => {
                for year in from..=to {
                    if !spans.iter().any(|(span, _)| (span.from..=span.to).contains(&year)) {
                        cells.note_missing(&year.to_string(), why);
                    }
                }
                if why == Missing::Continues {
                    // → goes on with what stands before it
                    let next = |last: &RawField| slots.iter().find(|slot| **slot > last.to) == Some(&cell.at.col);
                    match spans.iter_mut().rev().find(same_row) {
                        Some((span, last)) if next(last) => {
                            span.to = span.to.max(to);
                            last.to = cell.to;
                            span.certainty = Certainty::Inferred;
                        }
                        before => {
                            let text = before.map_or(what, |(span, _)| &span.text).to_owned();
                            let certainty = Certainty::Inferred;
                            spans.push((Span { from, to, text, lane: 0, certainty, done: cell.done }, cell.clone()));
                        }
                    }
                }
            }
        }
    }
    lanes(spans)
}

/// The last year of what goes on without an end, by the plan as far as there is one, and how sure it is.
pub(super) fn open_end(cells: &mut Cells<'_, '_>, years: FiscalYears, at: Address, plan: &Plan) -> (i16, Option<Certainty>) {
    if let Some(end) = plan.to {
        return (end.max(years.to), (end > years.to).then_some(Certainty::Inferred));
    }
    let finding = Finding::new(rules::UNREADABLE_VALUE, cells.place_at(at)).with("heading", "年度");
    let finding = finding.with("text", format!("{}年度以降", years.to)).with("kind", "終わりの年度");
    cells.findings.push(finding.with("kind_en", "the last year"));
    (years.to, Some(Certainty::Unknown))
}

/// Gives each row of the sheet the first lane that is free in its years.
fn lanes(mut spans: Vec<(Span, RawField)>) -> Vec<Span> {
    let mut rows: Vec<u32> = spans.iter().map(|(_, cell)| cell.at.row).collect();
    rows.sort_unstable();
    rows.dedup();
    let mut done: Vec<Span> = Vec::new();
    for row in rows {
        let own: Vec<Span> = spans.iter().filter(|(_, cell)| cell.at.row == row).map(|(span, _)| span.clone()).collect();
        let meets = |span: &Span| own.iter().any(|one| one.done != span.done || span.from <= one.to && one.from <= span.to);
        let lane = (1..).find(|lane| !done.iter().any(|span| span.lane == *lane && meets(span))).unwrap_or(1);
        for (span, _) in spans.iter_mut().filter(|(_, cell)| cell.at.row == row) {
            span.lane = lane;
            done.push(span.clone());
        }
    }
    spans.into_iter().map(|(span, _)| span).collect()
}

/// Texts whose years nobody can tell: 未定.
pub(super) fn without_years(cells: &mut Cells<'_, '_>) -> Vec<String> {
    let Some(column) = cells.column("years") else { return Vec::new() };
    let row = cells.row;
    row.of(column).filter(|cell| cell.years.is_none()).filter_map(|cell| cells.value(cell).ok()).collect()
}

/// ━━━: a bar drawn with characters, and no dash for none.
fn is_drawn(text: &str) -> bool {
    let line = || text.chars().filter(|c| !c.is_whitespace());
    line().count() >= 2 && line().all(|c| matches!(c, '━' | '─' | '・' | '…' | '‥'))
}
