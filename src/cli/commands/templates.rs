//! `templates`: lists, shows, checks and drafts forms.

use std::path::PathBuf;

use clap::Subcommand;

use crate::cli::exit::Outcome;
use crate::cli::messages::Failure;
use crate::cli::messages::console::Console;
use crate::cli::messages::errors::{configuration_failure, unknown_name};
use crate::form::{Library, check, parse_form};
use crate::model::Lang;
use crate::recognise::{Unmatchable, unmatchable};

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
    /// 記入済みのファイルから様式の下書きを作る
    Draft {
        /// 記入済みのファイル（複数の課のものを並べると、書き方の違いも様式に入る）
        #[arg(value_name = "FILE", required = true)]
        files: Vec<PathBuf>,
        /// 書き出す TOML ファイル（省略すると標準出力）
        #[arg(short = 'o', long = "output", value_name = "FORM.toml")]
        output: Option<PathBuf>,
    },
}

pub(crate) fn run(command: Templates) -> Result<Outcome, Failure> {
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
            None => return Err(unknown_name("様式", &name, library.forms.iter().map(|form| form.id.as_str()))),
        },
        Templates::Draft { files, output } => return super::draft::form(&files, output.as_deref()),
        Templates::Check { file } => {
            let text = crate::source::settings::text(&file).map_err(|error| {
                Failure::new(
                    format!("{} を読めません（{error}）。", file.display()),
                    "UTF-8 で保存されているか確かめてください。",
                )
            })?;
            let form = parse_form(&file, &text).map_err(|fault| configuration_failure(&fault, Lang::Ja))?;
            for remark in check::remarks(&form) {
                console.say(&remark);
            }
            for Unmatchable { field, line, why } in unmatchable(&form) {
                console.say(&format!("注意: {field} の列の見出し「{line}」は、どのファイルにも見つかりません。{why}。"));
            }
            if form.columns.iter().filter(|column| !column.derived).count() < 2 && form.repeats.is_empty() {
                console.say("注意: 見出しが2つ以上並ぶ行を表の見出しとみなすため、列が1つだけの様式は使われません。");
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
