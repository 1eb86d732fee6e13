//! The `[report]` part of `torimatome.toml`: how the report is set.

use std::path::PathBuf;

use clap::ValueEnum;
use serde::Deserialize;

use crate::form::Paper;

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
    pub(crate) state: Option<Settled>,
    pub(crate) origins: Option<bool>,
    /// Texts that changed, side by side.
    pub(crate) changes: Option<ChangeDetail>,
    /// Whom the report is for: on the cover.
    pub(crate) recipient: Option<String>,
    /// Who approves it: a blank box each, on the cover.
    pub(crate) approvals: Vec<String>,
    /// Write 報告書.html too.
    pub(crate) html: Option<bool>,
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

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Settled {
    #[serde(alias = "案")]
    Draft,
    #[serde(alias = "確定")]
    Final,
}
