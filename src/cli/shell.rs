//! `completions` and `man`.

use clap::Args;
use clap_complete::Shell;

use super::{Failure, Outcome};

#[derive(Debug, Args)]
pub(crate) struct Completions {
    /// シェル（bash、zsh、fish、powershell、elvish）
    shell: Shell,
}

pub(crate) fn completions(arguments: &Completions) -> Result<Outcome, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut super::command(), "torimatome", &mut script);
    super::Console::plain().bytes(&script);
    Ok(Outcome::Done)
}

pub(crate) fn man() -> Result<Outcome, Failure> {
    let mut page = Vec::new();
    clap_mangen::Man::new(super::command())
        .render(&mut page)
        .map_err(|error| Failure::new(format!("マニュアルを書き出せません（{error}）。"), "空き容量を確かめてください。"))?;
    super::Console::plain().bytes(&page);
    Ok(Outcome::Done)
}
