//! Options for the layout of the report. They override `[report]` in `torimatome.toml`.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use crate::form::{Binding, Paper};
use crate::model::{Failure, listed};
use crate::pipeline::errors::io_reason;
use crate::pipeline::messages::settings as catalogue;
use crate::pipeline::settings::config::Config;
use crate::pipeline::settings::report_config::{ChangeDetail, Edge, Orientation, Report, Volumes};
use crate::report::pdf;

/// Layout of the report.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "報告書")]
pub(crate) struct PrintOptions {
    /// 分冊（department、direction、またはページ数）
    ///
    /// Split into volumes: by department, by direction, or by number of pages
    #[arg(long, value_name = "department|direction|N")]
    volumes: Option<String>,
    /// 用紙
    ///
    /// Paper size
    #[arg(long, value_name = "SIZE", ignore_case = true)]
    paper: Option<PaperSize>,
    /// 縦置き
    ///
    /// Portrait
    #[arg(long, conflicts_with = "landscape")]
    portrait: bool,
    /// 横置き
    ///
    /// Landscape
    #[arg(long)]
    landscape: bool,
    /// とじしろ
    ///
    /// Binding edge, which gets a wider margin
    #[arg(long, value_name = "EDGE", ignore_case = true)]
    binding: Option<Edge>,
    /// 両面印刷（とじしろを偶数ページで反対側に置く）
    ///
    /// Duplex printing: the binding margin alternates
    #[arg(long)]
    duplex: bool,
    /// 書体（TrueType または OpenType ファイル）
    ///
    /// Font: a TrueType or OpenType file
    #[arg(long, value_name = "FILE")]
    font: Option<PathBuf>,
    /// 版（例: 第2版）
    ///
    /// Edition to print, such as 第2版
    #[arg(long, value_name = "TEXT")]
    edition: Option<String>,
    /// 変更点の載せ方（full: 記載の新旧対照も載せる）
    ///
    /// How to print changes (full: old and new texts side by side, too)
    #[arg(long, value_name = "moves|full", ignore_case = true, hide_possible_values = true)]
    changes: Option<ChangeDetail>,
    /// 出所（ファイル・シート・セル）を印刷する
    ///
    /// Print the origin of each row (file, sheet, cell)
    #[arg(long)]
    origins: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum PaperSize {
    #[value(name = "A4")]
    A4,
    #[value(name = "A3")]
    A3,
}

impl PrintOptions {
    /// Resolves the layout: options first, then the configuration, then the form.
    pub(crate) fn resolve(&self, config: &Config, finalise: bool) -> Result<pdf::Options, Failure> {
        let set = &config.report;
        let volumes = match (&self.volumes, &set.volumes) {
            (Some(word), _) | (None, Some(Volumes::By(word))) => volumes(word)?,
            (None, Some(Volumes::Pages(pages))) => volumes(&pages.to_string())?,
            (None, None) => pdf::Volumes::One,
        };
        let own_font = self.font.clone().or_else(|| config.file(set.font.as_deref()));
        let font = own_font.as_deref().map(font).transpose()?;
        let paper = self.paper.map(|paper| match paper {
            PaperSize::A4 => Paper::A4,
            PaperSize::A3 => Paper::A3,
        });
        let portrait = match (self.portrait, self.landscape) {
            (true, _) => Some(true),
            (_, true) => Some(false),
            _ => set.orientation.map(|orientation| matches!(orientation, Orientation::Portrait)),
        };
        let binding = self.binding.or(set.binding).map(|edge| match edge {
            Edge::Left => Binding::Left,
            Edge::Right => Binding::Right,
            Edge::Top => Binding::Top,
            Edge::None => Binding::None,
        });
        let state = set.approval(finalise).ok_or_else(|| unknown_state(set))?;
        Ok(pdf::Options {
            volumes,
            origins: self.origins || set.origins.unwrap_or_default(),
            state,
            version: self.edition.clone().or_else(|| set.edition.clone()),
            paper: paper.or(set.paper),
            portrait,
            binding,
            duplex: if self.duplex { Some(true) } else { set.duplex },
            font,
            side_by_side: self.changes.or(set.changes) == Some(ChangeDetail::Full),
            office: Some(config.office.full_name()).filter(|office| !office.is_empty()),
            recipient: set.recipient.clone(),
            approvals: set.approvals.clone(),
            ..pdf::Options::default()
        })
    }
}

fn unknown_state(set: &Report) -> Failure {
    let usual = || ["案", "確認中", "確定"].map(str::to_owned).to_vec();
    catalogue::report_state(set.state.clone().unwrap_or_default(), listed(set.states.clone().unwrap_or_else(usual)))
}

fn volumes(word: &str) -> Result<pdf::Volumes, Failure> {
    match word {
        "department" => Ok(pdf::Volumes::Department),
        "direction" => Ok(pdf::Volumes::Direction),
        pages => match pages.parse() {
            Ok(pages) if pages > 0 => Ok(pdf::Volumes::Pages(pages)),
            _ => Err(catalogue::volumes(pages)),
        },
    }
}

fn font(path: &Path) -> Result<pdf::FontFiles, Failure> {
    let regular = crate::source::settings::bytes_up_to(path, 256 << 20)
        .map_err(|error| catalogue::font(path.display(), io_reason(&error)))?;
    Ok(pdf::FontFiles { regular, bold: None })
}
