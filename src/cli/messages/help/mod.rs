//! `--help` in the reader's language. The arguments carry Japanese; `english` has the other half, held against
//! them by a test, and `usage` says in Japanese what clap says in English.

mod english;
mod usage;

use std::ffi::OsString;

use clap::builder::StyledStr;
use clap::{Arg, ArgAction, Command};

use crate::model::Lang;
pub(crate) use usage::refusal;

/// The language that the arguments ask for; `None`: they do not say.
pub(super) fn asked(arguments: &[OsString]) -> Option<Lang> {
    let mut values = arguments.iter().filter_map(|argument| argument.to_str()).skip_while(|text| !text.starts_with("--lang"));
    let first = values.next()?;
    match first.strip_prefix("--lang=").or_else(|| values.next())? {
        "en" => Some(Lang::En),
        "ja" => Some(Lang::Ja),
        _ => None,
    }
}

/// The language of `--help`: `--lang`, else English where the system speaks English, else Japanese.
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
    let words = Words::of(lang);
    let version = Arg::new("version").short('V').long("version").action(ArgAction::Version).help(words.version);
    of_command(command.disable_version_flag(true).arg(version), "", lang, &words)
}

/// What clap itself says.
struct Words {
    usage: &'static str,
    commands: &'static str,
    arguments: &'static str,
    options: &'static str,
    help: &'static str,
    version: &'static str,
}

impl Words {
    const fn of(lang: Lang) -> Self {
        match lang {
            Lang::Ja => Self {
                usage: "使い方",
                commands: "コマンド",
                arguments: "引数",
                options: "オプション",
                help: "使い方を示す",
                version: "版を示す",
            },
            Lang::En => Self {
                usage: "Usage",
                commands: "Commands",
                arguments: "Arguments",
                options: "Options",
                help: "Print help",
                version: "Print version",
            },
        }
    }
}

fn of_command(command: Command, path: &str, lang: Lang, words: &Words) -> Command {
    let help = Arg::new("help").short('h').long("help").action(ArgAction::HelpShort).help(words.help).help_heading(words.options);
    let about = match lang {
        Lang::Ja => None,
        Lang::En => english::command(path).map(StyledStr::from),
    };
    let about = about.or_else(|| command.get_about().cloned()).unwrap_or_default();
    command
        .about(about)
        .disable_help_flag(true)
        .disable_help_subcommand(true)
        .arg(help)
        .help_template(format!("{{about}}\n\n{}: {{usage}}\n\n{{all-args}}", words.usage))
        .subcommand_help_heading(words.commands)
        .mut_args(|argument| of_argument(argument, path, lang, words))
        .mut_subcommands(|sub| {
            let path = format!("{path} {}", sub.get_name()).trim().to_owned();
            of_command(sub, &path, lang, words)
        })
}

fn of_argument(argument: Arg, path: &str, lang: Lang, words: &Words) -> Arg {
    let heading = match (lang, argument.get_help_heading()) {
        (Lang::Ja, Some(_)) => None,
        (Lang::En, Some(own)) => english::heading(own),
        (_, None) if argument.is_positional() => Some(words.arguments),
        (_, None) => Some(words.options),
    };
    let known = match lang {
        Lang::Ja => None,
        Lang::En => english::argument(path, argument.get_id().as_str()).map(str::to_owned),
    };
    let mut help = known.unwrap_or_else(|| argument.get_help().map(ToString::to_string).unwrap_or_default());
    help.push_str(&choices(&argument, lang));
    let mut argument = argument.help(help);
    if argument.get_action().takes_values() {
        argument = argument.hide_possible_values(true).hide_default_value(true);
    }
    match heading {
        Some(heading) => argument.help_heading(heading),
        None => argument,
    }
}

/// What can be chosen, and what is taken where nothing is.
fn choices(argument: &Arg, lang: Lang) -> String {
    if !argument.get_action().takes_values() {
        return String::new();
    }
    let values: Vec<String> = argument.get_possible_values().iter().map(|value| value.get_name().to_owned()).collect();
    if values.is_empty() {
        return String::new();
    }
    let usual: Vec<_> = argument.get_default_values().iter().map(|value| value.to_string_lossy()).collect();
    match (lang, usual.as_slice()) {
        (Lang::Ja, []) => format!("（{}）", values.join("、")),
        (Lang::Ja, [usual, ..]) => format!("（{}。省略すると {usual}）", values.join("、")),
        (Lang::En, []) => format!(" ({})", values.join(", ")),
        (Lang::En, [usual, ..]) => format!(" ({}; {usual} unless given)", values.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_japanese(text: &str) -> bool {
        text.chars().any(|c| matches!(c, '\u{3000}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}'))
    }

    fn each(command: &mut Command, look: &mut impl FnMut(&Command)) {
        look(command);
        command.get_subcommands_mut().for_each(|sub| each(sub, look));
    }

    /// Commands and arguments whose help is not as it should be.
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
        // spellings that the program reads or writes are Japanese in every language
        let quoted = ["R7上半期", "令和7年10月", "課名", "提出", "○", "報告書.html", "第2版", "取りまとめ.xlsx", "案", "確定"];
        let plain = |text: &str| quoted.iter().fold(text.to_owned(), |text, word| text.replace(word, ""));
        assert_eq!(faults(Lang::En, |text| !text.is_empty() && !is_japanese(&plain(text))), Vec::<String>::new());
        assert_eq!(faults(Lang::Ja, is_japanese), Vec::<String>::new());
    }

    #[test]
    fn nothing_english_is_left_over() {
        let mut known = std::collections::BTreeSet::new();
        let command = crate::cli::command();
        fn walk(command: &Command, path: &str, known: &mut std::collections::BTreeSet<String>) {
            known.insert(path.to_owned());
            for argument in command.get_arguments() {
                known.insert(format!("{path}/{}", argument.get_id()));
                known.insert(format!("/{}", argument.get_id()));
            }
            for sub in command.get_subcommands() {
                walk(sub, format!("{path} {}", sub.get_name()).trim(), known);
            }
        }
        walk(&command, "", &mut known);
        for key in english::keys() {
            assert!(known.contains(&key), "{key}");
        }
    }

    #[test]
    fn the_language_is_asked_for() {
        let words = |text: &str| text.split(' ').map(OsString::from).collect::<Vec<_>>();
        assert_eq!(asked(&words("build --lang en")), Some(Lang::En));
        assert_eq!(asked(&words("--help --lang=ja")), Some(Lang::Ja));
        assert_eq!(asked(&words("build x")), None);
    }
}
