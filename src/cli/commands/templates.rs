//! `templates`: lists, shows and checks forms.

use std::path::PathBuf;

use clap::Subcommand;

use crate::cli::exit::Outcome;
use crate::cli::messages::catalogue::results;
use crate::cli::messages::console::Console;
use crate::cli::messages::errors::{configuration_failure, io_reason};
use crate::form::{Library, check, parse_form};
use crate::model::{Failure, counted, listed};
use crate::pipeline::messages::settings;

#[derive(Debug, Subcommand)]
pub(crate) enum Templates {
    /// 使える様式の一覧
    ///
    /// The forms there are
    List,
    /// 様式の内容（TOML）
    ///
    /// What a form says (TOML)
    Show {
        /// 様式の名前
        ///
        /// The form's name
        name: String,
    },
    /// 書きかけの様式を点検する
    ///
    /// Check a form you are writing
    Check {
        /// TOML ファイル
        ///
        /// The TOML file
        file: PathBuf,
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
        Templates::Check { file } => {
            let text = crate::source::settings::text(&file)
                .map_err(|error| settings::unreadable_toml(file.display(), io_reason(&error)))?;
            let form = parse_form(&file, &text).map_err(|fault| configuration_failure(&fault))?;
            for remark in check::remarks(&form) {
                console.say(remark);
            }
            console.result(results::form_sound(&form.name, &form.id, counted(form.columns.len(), "column", "columns")));
        }
    }
    Ok(Outcome::Done)
}
