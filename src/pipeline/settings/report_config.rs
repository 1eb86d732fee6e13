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
    /// Write 報告書.html too.
    pub(crate) html: Option<bool>,
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
