//! `--help` in the reader's language. Each command and argument has two paragraphs of help, Japanese and
//! English; a test fails for one without the other.

mod refusal;

use std::ffi::OsString;

use clap::builder::{Resettable, StyledStr};
use clap::{Arg, ArgAction, Command};

use crate::cli::messages::catalogue::usage::{self, Heading};
use crate::model::{InLang, Lang, Message, listed};
pub(crate) use refusal::refusal;

/// The option for the encoding of results.
pub(crate) const ENCODING_OUT: &str = "encoding-out";

/// The language of the arguments, if they set one.
pub(super) fn asked(arguments: &[OsString]) -> Option<Lang> {
    let mut values = arguments.iter().filter_map(|argument| argument.to_str()).skip_while(|text| !text.starts_with("--lang"));
    let first = values.next()?;
    match first.strip_prefix("--lang=").or_else(|| values.next())? {
        "en" => Some(Lang::En),
        "ja" => Some(Lang::Ja),
        _ => None,
    }
}

/// The language of `--help`: `--lang`, else English if the locale is English, else Japanese.
pub(crate) fn language(arguments: &[OsString]) -> Lang {
    let spoken = || {
        let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(set)?;
        locale.to_ascii_lowercase().starts_with("en").then_some(Lang::En)
    };
    asked(arguments).or_else(spoken).unwrap_or(Lang::Ja)
}

/// The command with its help in a language.
pub(crate) fn in_language(command: Command, lang: Lang) -> Command {
    let version = Arg::new("version").short('V').long("version").action(ArgAction::Version).help(usage::version().in_lang(lang));
    // accepted before and after the command; commands that read define it themselves
    let language = Arg::new("lang").long("lang").value_name("LANG").value_parser(["ja", "en"]).global(true);
    let language = language.help(usage::language().in_lang(lang));
    let encoding = Arg::new(ENCODING_OUT).long(ENCODING_OUT).value_name("NAME").value_parser(["utf-8", "cp932"]).global(true);
    let encoding = encoding.help(usage::encoding_out().in_lang(lang));
    of_command(command.disable_version_flag(true).arg(version).arg(language).arg(encoding), lang)
}

fn of_command(command: Command, lang: Lang) -> Command {
    let help = Arg::new("help").short('h').long("help").action(ArgAction::HelpShort);
    let help = help.help(usage::help().in_lang(lang)).help_heading(Heading::OPTIONS.text(lang));
    let about = paragraph(command.get_about(), command.get_long_about(), lang);
    // what hardly anybody sets is in the help of one command
    let is_limit = |argument: &Arg| argument.get_help_heading() == Some(Heading::LIMITS.text(Lang::Ja));
    let elsewhere = command.get_name() != "build" && command.get_arguments().any(is_limit);
    let command = if elsewhere { command.after_help(usage::limits().in_lang(lang)) } else { command };
    let after = if elsewhere { "{after-help}" } else { "" };
    command
        .about(about)
        .long_about(Resettable::Reset)
        .disable_help_flag(true)
        .disable_help_subcommand(true)
        .arg(help)
        .help_template(format!("{{about}}\n\n{}: {{usage}}\n\n{{all-args}}{after}", usage::usage().text(lang)))
        .subcommand_help_heading(Heading::COMMANDS.text(lang))
        .mut_args(|argument| {
            let hidden = elsewhere && is_limit(&argument) || argument.is_hide_set();
            of_argument(argument, lang).hide(hidden)
        })
        .mut_subcommands(|sub| of_command(sub, lang))
}

fn of_argument(argument: Arg, lang: Lang) -> Arg {
    let heading = match argument.get_help_heading() {
        Some(own) => Heading::OF_OPTIONS.into_iter().find(|known| known.text(Lang::Ja) == own).unwrap_or(Heading::OPTIONS),
        None if argument.is_positional() => Heading::ARGUMENTS,
        None => Heading::OPTIONS,
    };
    let mut help = paragraph(argument.get_help(), argument.get_long_help(), lang);
    help.push_str(choices(&argument).text(lang));
    let mut argument = argument.help(help).long_help(Resettable::Reset).help_heading(heading.text(lang));
    if argument.get_action().takes_values() {
        argument = argument.hide_possible_values(true).hide_default_value(true);
    }
    argument
}

/// The paragraph of a language: the first is Japanese, the second English. A single one serves both.
fn paragraph(short: Option<&StyledStr>, long: Option<&StyledStr>, lang: Lang) -> String {
    let short = short.map(ToString::to_string).unwrap_or_default();
    match (lang, long.map(ToString::to_string)) {
        (Lang::En, Some(long)) => long.split_once("\n\n").map_or(short, |(_, english)| english.trim_end_matches('.').to_owned()),
        _ => short,
    }
}

/// Possible values and the default.
fn choices(argument: &Arg) -> Message {
    if !argument.get_action().takes_values() {
        return Message::default();
    }
    let values: Vec<String> = argument.get_possible_values().iter().map(|value| value.get_name().to_owned()).collect();
    if values.is_empty() {
        return Message::default();
    }
    match argument.get_default_values() {
        [] => usage::choices(listed(values)),
        [usual, ..] => usage::choices_and_default(listed(values), usual.to_string_lossy()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::message::{is_japanese, without_quotations};

    fn each(command: &mut Command, look: &mut impl FnMut(&Command)) {
        look(command);
        command.get_subcommands_mut().for_each(|sub| each(sub, look));
    }

    /// Commands and arguments without help in one of the languages.
    fn faults(lang: Lang, right: impl Fn(&str) -> bool) -> Vec<String> {
        let mut found = Vec::new();
        each(&mut in_language(crate::cli::command(), lang), &mut |command| {
            let texts = command.get_arguments().map(|argument| (argument.get_id().as_str(), argument.get_help()));
            for (id, text) in texts.chain([("", command.get_about())]) {
                let text = text.map(ToString::to_string).unwrap_or_default();
                if !right(&text) {
                    found.push(format!("{} {id}: {text}", command.get_name()));
                }
            }
        });
        found
    }

    #[test]
    fn every_command_and_argument_speaks_both_languages() {
        assert_eq!(faults(Lang::En, |text| !text.is_empty() && !is_japanese(&without_quotations(text))), Vec::<String>::new());
        assert_eq!(faults(Lang::Ja, is_japanese), Vec::<String>::new());
    }

    #[test]
    fn the_language_is_asked_for() {
        let words = |text: &str| text.split(' ').map(OsString::from).collect::<Vec<_>>();
        assert_eq!(asked(&words("build --lang en")), Some(Lang::En));
        assert_eq!(asked(&words("--help --lang=ja")), Some(Lang::Ja));
        assert_eq!(asked(&words("build x")), None);
    }
}
