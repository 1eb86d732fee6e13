//! `L1-08`: machine-dependent characters.

use std::collections::BTreeSet;

use memchr::{memchr2, memchr3};

use super::{CellCheck, Hits, Sheet};
use crate::model::Finding;
use crate::rules;
use crate::source::RawCell;

/// So many of them are named.
const NAMED: usize = 12;

pub(super) const CHECK: CellCheck = CellCheck { data: |_, _, cell| holds_any(cell), heading: holds_any, finish };

fn holds_any(cell: &RawCell) -> bool {
    may_hold(cell.shown.as_bytes()) && cell.shown.chars().any(is_machine_dependent)
}

/// Names the first of the characters; only a sheet that holds any is looked at again.
fn finish(sheet: &Sheet<'_>, hits: Hits) -> Option<Finding> {
    let finding = hits.finding(rules::L1_08, &sheet.place)?;
    let mut seen: BTreeSet<char> = BTreeSet::new();
    for cell in sheet.cells().filter(|cell| may_hold(cell.shown.as_bytes())) {
        seen.extend(cell.shown.chars().filter(|c| is_machine_dependent(*c)));
        if seen.len() > NAMED {
            break;
        }
    }
    let named: Vec<String> = seen.iter().take(NAMED).map(|c| name(*c)).collect();
    let more = if seen.len() > NAMED { "…" } else { "" };
    Some(finding.with("characters", format!("{}{more}", named.join(" "))))
}

/// Can a text hold one of them? By the bytes that they begin with in UTF-8, as most texts hold none.
fn may_hold(text: &[u8]) -> bool {
    memchr3(0xe2, 0xee, 0xef, text).is_some()
        || memchr2(0xf3, 0xf4, text).is_some()
        || text.windows(2).any(|pair| matches!(pair, [0xe3, 0x88..=0x8f]))
}

/// Vendor characters beyond JIS X 0208: numbers in circles, Roman numerals, ㈱, ㎡, half-width katakana, gaiji.
const fn is_machine_dependent(c: char) -> bool {
    // most characters of a text are kana or kanji
    if matches!(c, '\u{0}'..='\u{2115}' | '\u{3000}'..='\u{31ff}' | '\u{3400}'..='\u{d7ff}') {
        return false;
    }
    matches!(c,
        '\u{2460}'..='\u{24ff}' | '\u{2776}'..='\u{2793}' | '\u{2160}'..='\u{217f}' | '\u{3200}'..='\u{33ff}'
        | '\u{2116}' | '\u{2121}' | '\u{ff61}'..='\u{ff9f}' | '\u{fffd}'
        | '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10fffd}')
}

/// The character, or its code where other machines show something else.
fn name(c: char) -> String {
    match c {
        '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10fffd}' | '\u{fffd}' => format!("U+{:04X}", u32::from(c)),
        _ => c.to_string(),
    }
}
