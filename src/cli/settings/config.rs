//! `torimatome.toml`: the same settings as the options; options win over it.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

use serde::Deserialize;

use crate::cli::messages::Failure;
use crate::cli::messages::errors::configuration_failure;
use crate::cli::settings::report_config::Report;
use crate::cli::settings::workspace::INBOX;
use crate::form::{Library, parse_form, parse_plan};
use crate::model::{Lang, Period, date};
use crate::source::{Collected, settings};

/// The settings of a workspace.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Config {
    pub plan: Option<String>,
    pub template: Option<String>,
    pub period: Option<String>,
    pub departments: Option<PathBuf>,
    pub password_file: Option<PathBuf>,
    pub lang: Option<String>,
    /// Where outputs go.
    pub output: Option<PathBuf>,
    /// Is the workspace's history kept? Default: where there is an inbox.
    pub history: Option<bool>,
    /// By when departments have to hand in.
    pub due: Option<Due>,
    /// The office that asks.
    pub office: Office,
    /// How the report is set.
    pub report: Report,
    /// The folder of the file; paths in it are relative to it.
    #[serde(skip)]
    pub folder: Option<PathBuf>,
}

/// The office that asks: who decides is written down with each decision.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Office {
    /// The person in charge.
    pub person: Option<String>,
}

/// A day for every period, or one for each.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub(crate) enum Due {
    Always(String),
    Each(BTreeMap<String, String>),
}

impl Config {
    /// The file that was named, else the one in an input folder, else the first above it. What lies in an inbox was handed
    /// in and configures nothing: there it is the workspace's own.
    pub(crate) fn load(named: Option<&Path>, inputs: &[PathBuf], collected: &Collected) -> Result<Self, Failure> {
        let in_folder = || collected.configuration.iter().find(|path| path.ends_with("torimatome.toml")).cloned();
        let above = || inputs.first().and_then(|input| find_above(input));
        let Some(path) = named.map(Path::to_owned).or_else(in_folder).or_else(above) else { return Ok(Self::default()) };
        let text = settings::text(&path).map_err(|error| {
            Failure::new(format!("設定ファイル {} を読めません（{error}）。", path.display()), "パスと権限を確かめてください。")
        })?;
        let mut config: Self = toml::from_str(text.trim_start_matches('\u{feff}')).map_err(|error| {
            Failure::new(format!("設定ファイル {} に誤りがあります。\n{error}", path.display()), "示された行を直してください。")
        })?;
        check_due(&config, &path, &text)?;
        config.folder = Some(path.parent().map(Path::to_owned).unwrap_or_default());
        config.stay_inside(&path)?;
        Ok(config)
    }

    /// Paths of a configuration stay in its folder: only an option may lead elsewhere.
    fn stay_inside(&self, path: &Path) -> Result<(), Failure> {
        let named = [("output", &self.output), ("departments", &self.departments), ("password-file", &self.password_file)];
        let texts = [("template", &self.template), ("plan", &self.plan)];
        let texts = texts.map(|(key, text)| (key, text.as_ref().map(PathBuf::from)));
        let all = named
            .iter()
            .map(|(key, path)| (*key, path.as_deref()))
            .chain(texts.iter().map(|(key, path)| (*key, path.as_deref())));
        let leaves = |path: &Path| {
            let mut depth = 0_usize;
            path.components().any(|part| match part {
                Component::Prefix(_) | Component::RootDir => true,
                Component::ParentDir => depth.checked_sub(1).map(|less| depth = less).is_none(),
                Component::Normal(_) => {
                    depth += 1;
                    false
                }
                Component::CurDir => false,
            })
        };
        for (key, value) in all.filter_map(|(key, value)| Some((key, value?))) {
            if leaves(value) {
                return Err(Failure::new(
                    format!(
                        "設定ファイル {} の {key} = \"{}\" は、設定ファイルのフォルダーの外を指しています。",
                        path.display(),
                        value.display()
                    ),
                    "設定ファイルのフォルダーからの相対パスにするか、コマンドのオプション（-o、--departments など）で指定してください。",
                ));
            }
        }
        Ok(())
    }

    /// The language of messages: the option's, else the file's, else Japanese.
    pub(crate) fn language(&self, option: Option<&str>) -> Result<Lang, Failure> {
        match option.or(self.lang.as_deref()) {
            None | Some("ja") => Ok(Lang::Ja),
            Some("en") => Ok(Lang::En),
            Some(other) => Err(Failure::new(format!("--lang「{other}」は使えません。"), "ja か en を指定してください。")),
        }
    }

    /// A path of the configuration, from its folder.
    pub(crate) fn file(&self, path: Option<&Path>) -> Option<PathBuf> {
        let path = path?;
        Some(match &self.folder {
            Some(folder) => folder.join(path),
            None => path.to_owned(),
        })
    }

    /// Adds the workspace's own forms and plans, which win over those built in.
    pub(crate) fn extend(&self, library: &mut Library) -> Result<(), Failure> {
        let Some(folder) = &self.folder else { return Ok(()) };
        for (name, is_form) in [("templates", true), ("seeds", false)] {
            let Ok(entries) = std::fs::read_dir(folder.join(name)) else { continue };
            let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
            paths.sort();
            for path in paths.into_iter().filter(|path| path.extension().is_some_and(|end| end == "toml")) {
                let text = settings::text(&path).map_err(|error| {
                    Failure::new(
                        format!("{} を読めません（{error}）。", path.display()),
                        "UTF-8 で保存されているか確かめてください。",
                    )
                })?;
                if is_form {
                    library.add_form(parse_form(&path, &text).map_err(|fault| configuration_failure(&fault, Lang::Ja))?);
                } else {
                    library.add_plan(parse_plan(&path, &text).map_err(|fault| configuration_failure(&fault, Lang::Ja))?);
                }
            }
        }
        Ok(())
    }
}

/// Every period and every day of `[due]` has to be one: a deadline that nobody can read would never be missed.
fn check_due(config: &Config, path: &Path, text: &str) -> Result<(), Failure> {
    let wrong: Option<(&str, bool)> = match &config.due {
        None => None,
        Some(Due::Always(day)) => Some((day.as_str(), false)).filter(|_| date(day).is_none()),
        Some(Due::Each(list)) => list.iter().find_map(|(period, day)| match Period::parse(period) {
            None => Some((period.as_str(), true)),
            Some(_) => Some((day.as_str(), false)).filter(|_| date(day).is_none()),
        }),
    };
    let Some((word, is_period)) = wrong else { return Ok(()) };
    let after_due = text.find("due").unwrap_or_default();
    let at = text.get(after_due..).and_then(|rest| rest.find(word)).map_or(after_due, |at| after_due + at);
    let before = text.get(..at).unwrap_or_default();
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    let path = path.display();
    let lang = config.language(None).unwrap_or_default();
    Err(if is_period {
        Failure::in_lang(
            lang,
            (
                format!("設定ファイル {path} の {line}行{column}文字目: 提出期限 [due] の期間「{word}」を読み取れません。"),
                "期間は \"2025H1\"、\"2025-10\"、\"R7上半期\"、\"令和7年10月\" のように書いてください。",
            ),
            (
                format!("{path}, line {line}, column {column}: “{word}” in [due] is no period."),
                "Write it like \"2025H1\", \"2025-10\", \"R7上半期\" or \"令和7年10月\".",
            ),
        )
    } else {
        Failure::in_lang(
            lang,
            (
                format!("設定ファイル {path} の {line}行{column}文字目: 提出期限 [due] の日付「{word}」を読み取れません。"),
                "日付は \"2025-10-10\"、\"R7.10.10\"、\"令和7年10月10日\" のように書いてください。",
            ),
            (format!("{path}, line {line}, column {column}: “{word}” in [due] is no day."), "Write it like \"2025-10-10\"."),
        )
    })
}

/// Does it lie in the inbox of a workspace, where anybody may put files?
pub(crate) fn is_handed_in(input: &Path) -> bool {
    let Ok(whole) = std::fs::canonicalize(input) else { return false };
    let is_inbox = |folder: &&Path| folder.file_name().is_some_and(|name| name == INBOX);
    let workspace = |inbox: &Path| inbox.parent().is_some_and(|root| root.join("torimatome.toml").is_file());
    whole.ancestors().filter(is_inbox).any(workspace)
}

pub(crate) fn find_above(input: &Path) -> Option<PathBuf> {
    let start = std::path::absolute(input).ok()?;
    let handed_in = is_handed_in(input);
    let mut folders = start.ancestors();
    // in an inbox, the first folder that counts is the workspace around it
    if handed_in {
        folders.by_ref().find(|folder| folder.file_name().is_some_and(|name| name == INBOX) && !is_handed_in_parent(folder))?;
    }
    folders.map(|folder| folder.join("torimatome.toml")).find(|path| path.is_file())
}

/// Is there another inbox of a workspace further up?
fn is_handed_in_parent(folder: &Path) -> bool {
    folder.parent().is_some_and(is_handed_in)
}
