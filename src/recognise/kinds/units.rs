//! Units outside of figures: in a line above a table, in the brackets behind a name.

use crate::form::vocabulary::{Lexicon, as_written};
use crate::model::text::fold;

/// （単位：千円）.
pub(super) fn unit_line(text: &str) -> Option<String> {
    let folded = fold(text);
    let body = folded.trim_matches(['(', ')', '[', ']', '【', '】', '※']);
    let unit = body.strip_prefix("単位")?.trim_start_matches([':', '/', '・', '-']);
    (!unit.is_empty() && unit.chars().count() <= 8).then(|| as_written(unit, text))
}

/// The unit in the last brackets of a name: 自主防災組織率（％）. Any, where the heading says that it stands there.
pub(super) fn unit_of_name(name: &str, any: bool) -> Option<String> {
    let text = name.trim();
    let inner = text.strip_suffix(['）', ')', '］', ']', '】'])?;
    let at = inner.rfind(['（', '(', '［', '[', '【'])?;
    let unit = fold(&inner[at..]);
    let unit = unit.trim_start_matches(['(', '[', '【']).trim_start_matches("単位").trim_start_matches(':');
    let known = Lexicon::get().is_unit(unit);
    (at > 0 && (known || any && unit.chars().count() <= 8)).then(|| as_written(unit, text))
}
