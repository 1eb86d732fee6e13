//! `torimatome.toml`: the same settings as the options; options win over it.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

use serde::Deserialize;

use crate::form::{Library, from_toml, line_and_column, parse_form_with, parse_plan};
use crate::model::{Failure, Lang, Office};
use crate::pipeline::errors::{configuration_failure, io_reason};
use crate::pipeline::messages::settings as catalogue;
use crate::pipeline::settings::due;
use crate::pipeline::settings::report_config::Report;
use crate::pipeline::settings::workspace::{CONFIG, INBOX, config_in};
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
    /// Output folder.
    pub output: Option<PathBuf>,
    /// Whether a history is kept; by default, if there is an inbox.
    pub history: Option<bool>,
    /// Deadlines for submissions.
    pub due: Option<Due>,
    /// The office that sends the requests.
    pub office: Office,
    /// Layout of the report.
    pub report: Report,
    /// The folder of the file; paths in it are relative to it.
    #[serde(skip)]
    pub folder: Option<PathBuf>,
}

/// One deadline for all periods, or one for each.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub(crate) enum Due {
    Always(String),
    Each(BTreeMap<String, String>),
}

impl Config {
    /// The named file, else the one in an input folder, else the nearest one above it. Files in an inbox are submissions and
    /// configure nothing: for them it is the workspace's file.
    pub(crate) fn load(named: Option<&Path>, inputs: &[PathBuf], collected: &Collected) -> Result<Self, Failure> {
        let in_folder = || settings::named(&collected.configuration, CONFIG).cloned();
        let above = || inputs.first().and_then(|input| find_above(input));
        let Some(path) = named.map(Path::to_owned).or_else(in_folder).or_else(above) else { return Ok(Self::default()) };
        let text =
            settings::text(&path).map_err(|error| catalogue::configuration_unreadable(path.display(), io_reason(&error)))?;
        let mut config: Self = from_toml(&path, &text)
            .map_err(|fault| catalogue::configuration_fault(path.display(), fault.line, fault.column, &fault.message))?;
        config.readable(&path, &text)?;
        due::check(&config, &path, &text)?;
        config.folder = Some(path.parent().map(Path::to_owned).unwrap_or_default());
        config.stay_inside(&path)?;
        Ok(config)
    }

    /// Rejects values that are valid TOML but obvious mistakes: `"C:\temp"` holds a tab, and a mail needs its address.
    fn readable(&self, path: &Path, text: &str) -> Result<(), Failure> {
        let paths = [&self.output, &self.departments, &self.password_file].map(|path| path.as_ref()?.to_str());
        let names = [self.template.as_deref(), self.plan.as_deref()];
        let broken = paths.into_iter().chain(names).flatten().find(|value| value.contains(char::is_control));
        let mail = self.office.mail.as_deref().filter(|mail| !is_mail_address(mail));
        let place = |value: &str| line_and_column(text, text.find(value).unwrap_or_default());
        if broken.is_some() {
            let (line, column) = place("\\");
            return Err(catalogue::configuration_path(path.display(), line, column));
        }
        let Some(mail) = mail else { return Ok(()) };
        let (line, column) = place(mail);
        Err(catalogue::configuration_mail(path.display(), line, column))
    }

    /// Rejects paths outside the configuration's folder, which only options may name.
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
                return Err(catalogue::configuration_outside(path.display(), key, value.display()));
            }
        }
        Ok(())
    }

    /// Language of messages: the option, else the configuration, else Japanese.
    pub(crate) fn language(&self, option: Option<&str>) -> Result<Lang, Failure> {
        match option.or(self.lang.as_deref()) {
            None | Some("ja") => Ok(Lang::Ja),
            Some("en") => Ok(Lang::En),
            Some(other) => Err(catalogue::language(other)),
        }
    }

    /// Resolves a path relative to the configuration's folder.
    pub(crate) fn file(&self, path: Option<&Path>) -> Option<PathBuf> {
        let path = path?;
        Some(match &self.folder {
            Some(folder) => folder.join(path),
            None => path.to_owned(),
        })
    }

    /// Adds the workspace's forms and plans, which override built-in ones.
    pub(crate) fn extend(&self, library: &mut Library) -> Result<(), Failure> {
        let Some(folder) = &self.folder else { return Ok(()) };
        for (name, is_form) in [("templates", true), ("seeds", false)] {
            let Ok(entries) = std::fs::read_dir(folder.join(name)) else { continue };
            let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
            paths.sort();
            for path in paths.into_iter().filter(|path| path.extension().is_some_and(|end| end.eq_ignore_ascii_case("toml"))) {
                let text =
                    settings::text(&path).map_err(|error| catalogue::unreadable_toml(path.display(), io_reason(&error)))?;
                if is_form {
                    library
                        .add_form(parse_form_with(&path, &text, &beside(&path)).map_err(|fault| configuration_failure(&fault))?);
                } else {
                    library.add_plan(parse_plan(&path, &text).map_err(|fault| configuration_failure(&fault))?);
                }
            }
        }
        Ok(())
    }
}

/// Whether the text is a single mail address.
pub(crate) fn is_mail_address(text: &str) -> bool {
    let allowed = |c: char| c.is_ascii_graphic() && !matches!(c, '<' | '>' | '(' | ')' | ',' | ';' | ':' | '"' | '\\');
    // the longest that a mail program has to take (RFC 5321)
    let fits = text.len() <= 254;
    text.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.') && !host.contains('@'))
        && fits
        && text.chars().all(allowed)
}

/// Whether the path is in a workspace's inbox, where anyone may put files.
pub(crate) fn is_handed_in(input: &Path) -> bool {
    let Ok(whole) = std::fs::canonicalize(input) else { return false };
    let is_inbox = |folder: &&Path| folder.file_name().is_some_and(|name| name == INBOX);
    let workspace = |inbox: &Path| inbox.parent().is_some_and(|root| config_in(root).is_some());
    whole.ancestors().filter(is_inbox).any(workspace)
}

pub(crate) fn find_above(input: &Path) -> Option<PathBuf> {
    let start = std::path::absolute(input).ok()?;
    let handed_in = is_handed_in(input);
    let mut folders = start.ancestors();
    // within an inbox, the search begins at its workspace
    if handed_in {
        folders.by_ref().find(|folder| folder.file_name().is_some_and(|name| name == INBOX) && !is_handed_in_parent(folder))?;
    }
    folders.find_map(config_in)
}

/// Whether a folder further up is a workspace's inbox, too.
fn is_handed_in_parent(folder: &Path) -> bool {
    folder.parent().is_some_and(is_handed_in)
}

/// The forms in the folder of a form, which it may extend: the text of `<id>.toml`.
pub(crate) fn beside(form: &Path) -> impl Fn(&str) -> Option<String> {
    let folder = form.parent().map(Path::to_owned);
    let own = form.file_stem().map(std::ffi::OsStr::to_owned);
    move |id| {
        let plain = id.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_') && own.as_deref() != Some(id.as_ref());
        settings::text(&folder.as_ref().filter(|_| plain)?.join(id).with_extension("toml")).ok()
    }
}
