//! `templates` and `plans`: the forms and plans that are there.

use std::path::PathBuf;

use clap::Subcommand;

use crate::cli::exit::Outcome;
use crate::cli::messages::Failure;
use crate::cli::messages::console::Console;
use crate::form::{Library, check, parse_form};
use crate::model::Lang;

#[derive(Debug, Subcommand)]
pub(crate) enum Templates {
    /// 使える様式の一覧
    List,
    /// 様式の内容（TOML）
    Show {
        /// 様式の名前
        name: String,
    },
    /// 書きかけの様式を点検する
    Check {
        /// TOML ファイル
        file: PathBuf,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Plans {
    /// 使える計画の一覧
    List,
    /// 計画の内容（TOML）
    Show {
        /// 計画の名前
        name: String,
    },
}

pub(crate) fn templates(command: Templates) -> Result<Outcome, Failure> {
    let console = Console::plain();
    let library = Library::builtin();
    match command {
        Templates::List => {
            for form in &library.forms {
                console.result(&format!("{:<12} {}（{}列）", form.id, form.name, form.columns.len()));
            }
        }
        Templates::Show { name } => match Library::form_text(&name) {
            Some(text) => console.bytes(text.as_bytes()),
            None => return Err(unknown("様式", &name, library.forms.iter().map(|form| form.id.as_str()))),
        },
        Templates::Check { file } => {
            let text = std::fs::read_to_string(&file).map_err(|error| {
                Failure::new(
                    format!("{} を読めません（{error}）。", file.display()),
                    "UTF-8 で保存されているか確かめてください。",
                )
            })?;
            let form = parse_form(&file, &text).map_err(|fault| crate::cli::settings::config::faulty(&fault, Lang::Ja))?;
            for remark in check::remarks(&form) {
                console.say(&remark);
            }
            console.result(&format!(
                "様式「{}」（{}）に誤りはありません。列は{}つです。",
                form.name,
                form.id,
                form.columns.len()
            ));
        }
    }
    Ok(Outcome::Done)
}

pub(crate) fn plans(command: Plans) -> Result<Outcome, Failure> {
    let console = Console::plain();
    let library = Library::builtin();
    match command {
        Plans::List => {
            for plan in &library.plans {
                let years = match (plan.from, plan.to) {
                    (Some(from), Some(to)) => format!("（{from}〜{to}年度）"),
                    _ => String::new(),
                };
                let held = [(plan.initiatives.len(), "取組"), (plan.indicators.len(), "指標")];
                let held: Vec<String> =
                    held.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{what}{count}件")).collect();
                let held = if held.is_empty() { String::new() } else { format!(" {}", held.join("、")) };
                console.result(&format!("{:<12} {} {}{years}{held}", plan.id, plan.municipality, plan.title));
            }
        }
        Plans::Show { name } => match Library::plan_text(&name) {
            Some(text) => console.bytes(text.as_bytes()),
            None => return Err(unknown("計画", &name, library.plans.iter().map(|plan| plan.id.as_str()))),
        },
    }
    Ok(Outcome::Done)
}

fn unknown<'n>(what: &str, name: &str, known: impl Iterator<Item = &'n str>) -> Failure {
    let known = known.collect::<Vec<_>>().join("、");
    Failure::new(format!("{what}「{name}」はありません。"), format!("使えるのは {known} です。"))
}
