//! `L1-08`: machine-dependent characters.

use std::collections::BTreeSet;

use super::{Hits, Sheet};
use crate::model::{Finding, rule};

/// So many of them are named.
const NAMED: usize = 12;

pub(super) fn check(sheet: &Sheet<'_>) -> Option<Finding> {
    let mut hits = Hits::default();
    let mut seen: BTreeSet<char> = BTreeSet::new();
    for cell in sheet.cells() {
        let before = seen.len();
        let mut any = false;
        for c in cell.shown.chars().filter(|c| is_machine_dependent(*c)) {
            any = true;
            if before < 1_000 {
                seen.insert(c);
            }
        }
        if any {
            hits.add(cell.at);
        }
    }
    let named: Vec<String> = seen.iter().take(NAMED).map(|c| name(*c)).collect();
    let more = if seen.len() > NAMED { "…" } else { "" };
    Some(hits.finding(rule::L1_08, &sheet.place)?.with("characters", format!("{}{more}", named.join(" "))))
}

/// Vendor characters beyond JIS X 0208: numbers in circles, Roman numerals, ㈱, ㎡, half-width katakana, gaiji.
const fn is_machine_dependent(c: char) -> bool {
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
