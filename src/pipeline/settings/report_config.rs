//! `[report]` in `torimatome.toml`: the layout of the report.

use std::path::PathBuf;

use clap::ValueEnum;
use serde::Deserialize;

use crate::form::Paper;
use crate::report::State;
use crate::report::data::CsvEncoding;

#[derive(Debug, Clone, Copy, ValueEnum, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Edge {
    Left,
    Right,
    Top,
    None,
}

/// `[report]` in the configuration.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Report {
    pub(crate) volumes: Option<Volumes>,
    pub(crate) paper: Option<Paper>,
    pub(crate) orientation: Option<Orientation>,
    pub(crate) binding: Option<Edge>,
    pub(crate) duplex: Option<bool>,
    pub(crate) font: Option<PathBuf>,
    pub(crate) edition: Option<String>,
    /// Stage of approval.
    pub(crate) state: Option<String>,
    /// The office's names for its stages of approval; the last one means final.
    pub(crate) states: Option<Vec<String>>,
    pub(crate) origins: Option<bool>,
    /// Whether old and new texts are printed side by side.
    pub(crate) changes: Option<ChangeDetail>,
    /// Recipient, printed on the cover.
    pub(crate) recipient: Option<String>,
    /// Approvers, each with an empty box on the cover.
    pub(crate) approvals: Vec<String>,
    /// Whether to write 報告書.html too.
    pub(crate) html: Option<bool>,
    /// Encoding of CSV data files.
    pub(crate) csv_encoding: Option<CsvEncoding>,
}

/// How changes are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum ChangeDetail {
    /// 動きだけ
    Moves,
    /// 動きと新旧対照
    Full,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub(crate) enum Volumes {
    Pages(usize),
    By(String),
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Orientation {
    Portrait,
    Landscape,
}

impl Report {
    /// Returns the configured state, by default 案, or `None` for an unknown word.
    pub(crate) fn approval(&self, is_final: bool) -> Option<State> {
        let standard = [State::Draft, State::Review, State::Final];
        let own = |at: usize| match self.states.as_ref().and_then(|names| names.get(at)) {
            Some(name) => State::Named(name.as_str().into()),
            None => standard.get(at).cloned().unwrap_or_default(),
        };
        let last = self.states.as_ref().map_or(standard.len(), Vec::len).max(1) - 1;
        let Some(word) = self.state.as_deref().filter(|_| !is_final) else { return Some(own(if is_final { last } else { 0 })) };
        let named = self.states.as_ref().and_then(|names| names.iter().position(|name| name == word));
        named.map(own).or_else(|| match word {
            "draft" => Some(own(0)),
            "final" => Some(own(last)),
            word => standard.iter().find(|state| state.label() == word).cloned(),
        })
    }
}
