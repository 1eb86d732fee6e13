//! The role of figures that a heading says: 基準, 目標, 実績, 見込.

use crate::form::vocabulary::{Facet, FacetSet, HeadingFacets};
use crate::model::ValueKind;

/// The roles of figures, by their facets.
const ROLES: [(Facet, ValueKind); 4] = [
    (Facet::Baseline, ValueKind::Baseline),
    (Facet::Target, ValueKind::Target),
    (Facet::Actual, ValueKind::Actual),
    (Facet::Forecast, ValueKind::Forecast),
];

/// The role of figures that a heading says; a part of it that says something else counts first.
pub(super) fn role_of(heading: &HeadingFacets) -> Option<ValueKind> {
    let other: FacetSet = [
        Facet::Goal,
        Facet::Direction,
        Facet::Office,
        Facet::Number,
        Facet::Description,
        Facet::Note,
        Facet::Source,
        Facet::Content,
        Facet::Section,
        Facet::Evaluation,
        Facet::Rate,
        Facet::Unit,
        Facet::Relisted,
        Facet::Priority,
        Facet::Name,
        Facet::Done,
        Facet::Planned,
    ]
    .into_iter()
    .collect();
    let of = |set: &FacetSet| {
        let mut found = ROLES.iter().filter(|(facet, _)| set.has(*facet));
        let (_, kind) = found.next().filter(|_| !set.meets(other))?;
        // 目標 over 実績: the lower counts, and is asked alone
        found.next().is_none().then_some(*kind)
    };
    heading.sets.iter().find_map(of)
}
