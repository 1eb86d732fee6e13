//! Forms that take any arrangement of their columns.

use crate::form::Form;
use crate::form::vocabulary::{FacetSet, facet_set};

/// A form of any arrangement, with the facets of its columns.
#[derive(Debug)]
pub struct KindForm {
    /// Place of the form in the vocabulary.
    pub index: usize,
    /// The sets of each of its columns, the best first.
    pub facets: Vec<Vec<FacetSet>>,
}

impl KindForm {
    /// The facets of a form's columns.
    pub fn new(index: usize, form: &Form) -> Self {
        let sets = form.columns.iter().map(|column| column.facets.iter().filter_map(|text| facet_set(text).ok()).collect());
        Self { index, facets: sets.collect() }
    }
}
