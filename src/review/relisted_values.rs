//! An indicator that is listed twice has to say the same both times.

use crate::model::text::fold;
use crate::model::{Consolidation, Finding, Indicator, IndicatorValue, Place};
use crate::rules;

/// （再掲） values that differ from those of the first listing.
pub fn check(consolidation: &Consolidation) -> Vec<Finding> {
    let records = &consolidation.records.indicators;
    let mut out = Vec::new();
    for again in records.iter().filter(|record| record.relisted) {
        let name = fold(&again.indicator);
        let Some(first) = records.iter().find(|record| !record.relisted && fold(&record.indicator) == name) else { continue };
        out.extend(again.values.iter().filter_map(|value| differing(first, again, value)));
    }
    out
}

fn differing(first: &Indicator, again: &Indicator, value: &IndicatorValue) -> Option<Finding> {
    value.text.as_ref()?;
    let same = |other: &&IndicatorValue| other.kind == value.kind && other.fy == value.fy && other.text.is_some();
    let other = first.values.iter().find(same)?;
    let equal = match (value.value, other.value) {
        (Some(own), Some(theirs)) => own == theirs && value.unit == other.unit,
        _ => value.text.as_deref().map(fold) == other.text.as_deref().map(fold),
    };
    if equal {
        return None;
    }
    let place = Place::file(again.origin.file.clone()).on(again.origin.sheet.clone());
    let key = value.fy.map_or_else(|| value.kind.field().to_owned(), |year| format!("{}.{year}", value.kind.field()));
    let cell = again.origin.cell(&key).or_else(|| again.origin.cell("indicator"));
    let place = match cell {
        Some(cell) => place.at(cell),
        None => place,
    };
    let what = format!("再掲の指標「{}」の{}", again.indicator, value.kind.label());
    let finding = Finding::new(rules::CONFLICTING_VALUES, place).with("what", what);
    let finding = finding.with("what_en", format!("{} of the indicator “{}” listed again", value.kind.field(), again.indicator));
    let finding = finding.with("first", other.raw.as_deref().unwrap_or_default());
    Some(finding.with("second", value.raw.as_deref().unwrap_or_default()))
}
