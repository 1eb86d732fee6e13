//! `templates`: lists, shows, checks and drafts forms.

use std::path::PathBuf;

use clap::Subcommand;

use crate::cli::messages::catalogue::{forms, results};
use crate::cli::messages::console::Console;
use crate::cli::messages::errors::{configuration_failure, io_reason};
use crate::form::{Library, check, parse_form_with};
use crate::model::{Failure, Message, counted, listed};
use crate::pipeline::messages::settings;
use crate::pipeline::outcome::Outcome;
use crate::pipeline::settings::config::beside;
use crate::recognise::{Unmatchable, unmatchable};

#[derive(Debug, Subcommand)]
pub(crate) enum Templates {
    /// 使える様式の一覧
    ///
    /// List the available forms
    List,
    /// 様式の内容（TOML）
    ///
    /// Print a form (TOML)
    Show {
        /// 様式の名前
        ///
        /// Name of the form
        name: String,
    },
    /// 書きかけの様式を点検する
    ///
    /// Check a form
    Check {
        /// TOML ファイル
        ///
        /// The TOML file
        file: PathBuf,
    },
    /// 記入済みのファイルから様式の下書きを作る
    ///
    /// Draft a form from filled-in files
    Draft {
        /// 記入済みのファイル（複数の課のものを並べると、書き方の違いも様式に入る）
        ///
        /// Filled-in files; with files of several departments, the form gets the spellings of all
        #[arg(value_name = "FILE", required = true)]
        files: Vec<PathBuf>,
        /// 書き出す TOML ファイル（省略すると標準出力）
        ///
        /// TOML file to write (default: standard output)
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
                console.result(results::form_line(&form.id, &form.name, counted(form.columns.len(), "column", "columns")));
            }
        }
        Templates::Show { name } => match Library::form_text(&name) {
            Some(text) => console.bytes(text.as_bytes()),
            None => return Err(settings::no_builtin_form(&name, listed(library.forms.iter().map(|form| &form.id)))),
        },
        Templates::Draft { files, output } => return super::draft::form(&files, output.as_deref()),
        Templates::Check { file } => {
            let text = crate::source::settings::text(&file)
                .map_err(|error| settings::unreadable_toml(file.display(), io_reason(&error)))?;
            let form = parse_form_with(&file, &text, &beside(&file)).map_err(|fault| configuration_failure(&fault))?;
            for remark in check::remarks(&form) {
                console.say(remark);
            }
            for Unmatchable { field, line, why } in unmatchable(&form) {
                console.say(forms::unmatchable(field, line, Message::new(why.ja, why.en)));
            }
            if form.columns.iter().filter(|column| !column.derived).count() < 2 && form.repeats.is_empty() {
                console.say(forms::one_column());
            }
            console.result(results::form_sound(&form.name, &form.id, counted(form.columns.len(), "column", "columns")));
        }
    }
    Ok(Outcome::Done)
}
