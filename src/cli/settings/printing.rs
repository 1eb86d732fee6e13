//! How the report is set: options, and the `[report]` part of `torimatome.toml`, over which options win.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use serde::Deserialize;

use crate::cli::commands::build::reason;
use crate::cli::messages::Failure;
use crate::cli::settings::config::Config;
use crate::form::{Binding, Paper};
use crate::model::Lang;
use crate::report::{State, pdf};

/// How the report is set.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "報告書")]
pub(crate) struct PrintOptions {
    /// 分冊（department、direction、またはページ数）
    #[arg(long, value_name = "department|direction|N")]
    volumes: Option<String>,
    /// 用紙
    #[arg(long, value_name = "SIZE", ignore_case = true)]
    paper: Option<PaperSize>,
    /// 縦置き
    #[arg(long, conflicts_with = "landscape")]
    portrait: bool,
    /// 横置き
    #[arg(long)]
    landscape: bool,
    /// とじしろ
    #[arg(long, value_name = "EDGE", ignore_case = true)]
    binding: Option<Edge>,
    /// 両面印刷（とじしろを偶数ページで反対側に置く）
    #[arg(long)]
    duplex: bool,
    /// 書体（TrueType または OpenType ファイル）
    #[arg(long, value_name = "FILE")]
    font: Option<PathBuf>,
    /// 版（例: 第2版）
    #[arg(long, value_name = "TEXT")]
    edition: Option<String>,
    /// 出所（ファイル・シート・セル）を印刷する
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

#[derive(Debug, Clone, Copy, ValueEnum, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Edge {
    Left,
    Right,
    Top,
    None,
}

/// The `[report]` part of the configuration.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Report {
    volumes: Option<Volumes>,
    paper: Option<Paper>,
    orientation: Option<Orientation>,
    binding: Option<Edge>,
    duplex: Option<bool>,
    font: Option<PathBuf>,
    edition: Option<String>,
    state: Option<Settled>,
    origins: Option<bool>,
    /// Write 報告書.html too.
    pub(crate) html: Option<bool>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
enum Volumes {
    Pages(usize),
    By(String),
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Orientation {
    Portrait,
    Landscape,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Settled {
    #[serde(alias = "案")]
    Draft,
    #[serde(alias = "確定")]
    Final,
}

impl PrintOptions {
    /// What is asked for: by option, else in the configuration; the rest is the form's.
    pub(crate) fn resolve(&self, config: &Config, finalise: bool, lang: Lang) -> Result<pdf::Options, Failure> {
        let set = &config.report;
        let volumes = match (&self.volumes, &set.volumes) {
            (Some(word), _) | (None, Some(Volumes::By(word))) => volumes(word, lang)?,
            (None, Some(Volumes::Pages(pages))) => volumes(&pages.to_string(), lang)?,
            (None, None) => pdf::Volumes::One,
        };
        let own_font = self.font.clone().or_else(|| config.file(set.font.as_deref()));
        let font = own_font.as_deref().map(|path| font(path, lang)).transpose()?;
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
        let settled = finalise || matches!(set.state, Some(Settled::Final));
        Ok(pdf::Options {
            volumes,
            origins: self.origins || set.origins.unwrap_or_default(),
            state: if settled { State::Final } else { State::Draft },
            version: self.edition.clone().or_else(|| set.edition.clone()),
            paper: paper.or(set.paper),
            portrait,
            binding,
            duplex: if self.duplex { Some(true) } else { set.duplex },
            font,
            ..pdf::Options::default()
        })
    }
}

fn volumes(word: &str, lang: Lang) -> Result<pdf::Volumes, Failure> {
    match word {
        "department" => Ok(pdf::Volumes::Department),
        "direction" => Ok(pdf::Volumes::Direction),
        pages => match pages.parse() {
            Ok(pages) if pages > 0 => Ok(pdf::Volumes::Pages(pages)),
            _ => Err(Failure::in_lang(
                lang,
                (format!("--volumes「{pages}」を読み取れません。"), "department、direction、またはページ数を指定してください。"),
                (format!("--volumes “{pages}” is not understood."), "Give department, direction or a number of pages."),
            )),
        },
    }
}

fn font(path: &Path, lang: Lang) -> Result<pdf::FontFiles, Failure> {
    let regular = std::fs::read(path).map_err(|error| {
        Failure::in_lang(
            lang,
            (
                format!("書体 {} を読めません（{}）。", path.display(), reason(&error, lang)),
                "TrueType（.ttf）か OpenType（.otf）のファイルを指定してください。",
            ),
            (
                format!("The font {} cannot be read ({}).", path.display(), reason(&error, lang)),
                "Give a TrueType or OpenType file.",
            ),
        )
    })?;
    Ok(pdf::FontFiles { regular, bold: None })
}

/// Why there is no report, and what to do.
pub(crate) fn unmade(error: &pdf::Error, lang: Lang) -> Failure {
    match error {
        pdf::Error::ColumnsDoNotFit { columns, fit } => Failure::in_lang(
            lang,
            (
                format!(
                    "報告書.pdf を作れません。表の列（{columns}列）が用紙に収まりません。この用紙に収まるのは{fit}列までです。"
                ),
                "様式の列を減らすか、--paper A3 で用紙を大きくするか、--no-pdf で報告書を省いてください。成果物は書き出していません。",
            ),
            (
                format!("報告書.pdf cannot be made: the table has {columns} columns, and the paper holds {fit}."),
                "Take columns out of the form, give a larger paper (--paper A3), or leave the report out (--no-pdf). Nothing was written.",
            ),
        ),
        pdf::Error::Font { reason } => {
            let ja = match reason {
                pdf::FontFault::Unreadable => "書体のファイルが壊れているか、TrueType・OpenType ではありません",
                pdf::FontFault::NoCharacters => "書体に文字の表がありません",
                pdf::FontFault::NotJapanese => "書体に日本語の文字がありません",
            };
            Failure::in_lang(
                lang,
                (
                    format!("報告書.pdf を作れません。{ja}。"),
                    "--font（設定では [report] の font）に日本語の書体を指定するか、指定をやめて内蔵の書体を使ってください。成果物は書き出していません。",
                ),
                (
                    format!("報告書.pdf cannot be made: {error}."),
                    "Give a Japanese font with --font (font in [report]), or none to use the built-in one. Nothing was written.",
                ),
            )
        }
        pdf::Error::Writer { reason } => Failure::in_lang(
            lang,
            (
                format!("報告書.pdf を作れません（{reason}）。"),
                "プログラムの不具合です。--no-pdf を付けると、ほかの成果物を書き出せます。",
            ),
            (
                format!("報告書.pdf cannot be made ({reason})."),
                "This is a fault of the program. The other outputs can be written with --no-pdf.",
            ),
        ),
    }
}
