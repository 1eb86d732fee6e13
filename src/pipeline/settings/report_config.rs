//! The `[report]` part of `torimatome.toml`: how the report is set.

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

/// The `[report]` part of the configuration.
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
    /// How far it is approved.
    pub(crate) state: Option<String>,
    /// What the office calls its stages of approval, the last one for what is settled.
    pub(crate) states: Option<Vec<String>>,
    pub(crate) origins: Option<bool>,
    /// Texts that changed, side by side.
    pub(crate) changes: Option<ChangeDetail>,
    /// Whom the report is for: on the cover.
    pub(crate) recipient: Option<String>,
    /// Who approves it: a blank box each, on the cover.
    pub(crate) approvals: Vec<String>,
    /// Write 報告書.html too.
    pub(crate) html: Option<bool>,
    /// How data files in CSV are encoded.
    pub(crate) csv_encoding: Option<CsvEncoding>,
}

/// How much of the changes is printed.
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
    /// The state that is configured, else 案; `None`: the word is none of them.
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
