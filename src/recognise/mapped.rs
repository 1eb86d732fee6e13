//! A column of the sheet that fills a field of the form.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::heading::HeadingColumn;
use super::vocabulary::{Closeness, Match};
use crate::form::vocabulary::HeadingFacets;
use crate::model::{Address, FiscalYears, Lang, Period, Texts};

/// A column of the sheet that fills a field.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MappedColumn {
    /// Column on the sheet.
    pub col: u32,
    /// Place of the form's column.
    pub column: usize,
    /// The heading as written.
    pub heading: String,
    /// The cell it stands in.
    pub cell: Address,
    /// How it was matched.
    pub closeness: Closeness,
    /// The period in the heading.
    pub period: Option<Period>,
    /// The fiscal years in the heading; mostly one.
    pub years: Option<FiscalYears>,
    /// What the group of columns is called that it stands in: 4月.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<Arc<str>>,
    /// Why, in a few words for `inspect`, which reads by itself.
    #[serde(skip)]
    pub why: Texts,
    /// The facets of its heading, where these decided.
    #[serde(skip)]
    pub facets: Option<Box<HeadingFacets>>,
}

impl MappedColumn {
    /// Why it was taken for what it is, in words.
    pub fn reason(&self, lang: Lang) -> String {
        let why = self.why.get(lang);
        match &self.facets {
            Some(facets) if lang == Lang::Ja => format!("{why}（{}）", facets.describe(lang)),
            Some(facets) => format!("{why} ({})", facets.describe(lang)),
            None => why.to_owned(),
        }
    }

    /// A heading as the column that a match says.
    pub fn new(heading: &HeadingColumn, m: &Match, why: Texts) -> Self {
        Self {
            col: heading.col,
            column: m.column,
            heading: heading.text.clone(),
            cell: heading.cell,
            closeness: m.closeness,
            period: m.period,
            years: m.years,
            group: None,
            why,
            facets: None,
        }
    }

    /// A column that the facets of its heading decided.
    pub fn by_facets(
        col: u32,
        column: usize,
        (cell, heading): (Address, &str),
        years: Option<FiscalYears>,
        fit: f64,
        facets: &HeadingFacets,
    ) -> Self {
        Self {
            col,
            column,
            heading: heading.to_owned(),
            cell,
            closeness: Closeness::Near(fit),
            period: None,
            years,
            group: None,
            why: Texts::new("見出しの語から", "by the words of the heading"),
            facets: Some(Box::new(facets.clone())),
        }
    }
}
