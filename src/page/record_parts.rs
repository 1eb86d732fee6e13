//! Parts of a record's article that every kind has.

use maud::{Markup, html};

use crate::model::Origin;
use crate::page::frame::Place;

/// What changed since last time, folded away; each difference as its label and both sides.
pub(super) fn since_last_time(place: &Place<'_>, differences: &[(String, (String, String))]) -> Markup {
    html! {
        details {
            summary { (place.t("前回との違い", "Since last time")) "（" (differences.len()) "）" }
            @for (label, (before, after)) in differences {
                h3 { (label) }
                dl { dt { (place.t("前", "then")) } dd.t { (before) } dt { (place.t("今", "now")) } dd.t { (after) } }
            }
        }
    }
}

/// File, sheet and row that a record comes from.
pub(super) fn origin(place: &Place<'_>, origin: &Origin) -> Markup {
    html! {
        p.path { (place.t("出所: ", "From: ")) (origin.file) @if let Some(sheet) = &origin.sheet { " › " (sheet) } " " (u64::from(origin.row) + 1) (place.t("行", "")) }
    }
}
