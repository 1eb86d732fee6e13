//! Wrong usage, and the words around help texts.

use crate::model::Lang;
use crate::model::message::{failures, messages};

/// A heading in the help, in both languages.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Heading {
    ja: &'static str,
    en: &'static str,
}

impl Heading {
    pub(crate) const COMMANDS: Self = Self { ja: "コマンド", en: "Commands" };
    pub(crate) const ARGUMENTS: Self = Self { ja: "引数", en: "Arguments" };
    pub(crate) const OPTIONS: Self = Self { ja: "オプション", en: "Options" };
    pub(crate) const LIMITS: Self = Self { ja: "読み取りの上限", en: "Limits of reading" };
    /// Headings that stand at options (`help_heading`) in Japanese.
    pub(crate) const OF_OPTIONS: [Self; 3] =
        [Self { ja: "報告書", en: "Report" }, Self { ja: "共通のオプション", en: "Common options" }, Self::LIMITS];

    /// The heading in a language.
    pub(crate) const fn text(self, lang: Lang) -> &'static str {
        match lang {
            Lang::Ja => self.ja,
            Lang::En => self.en,
        }
    }
}

failures! { FAILURES:
    unknown_option(option, hint) { ja: "オプション {option} はありません。" => "{hint}", en: "There is no option {option}." => "{hint}" }
    superfluous_argument(argument, hint) { ja: "「{argument}」は余分です。" => "{hint}", en: "The argument “{argument}” is unexpected." => "{hint}" }
    unknown_command(command, hint) { ja: "コマンド「{command}」はありません。" => "{hint}", en: "There is no command “{command}”." => "{hint}" }
    missing_value(argument, hint) { ja: "{argument} の値がありません。" => "{hint}", en: "{argument} has no value." => "{hint}" }
    invalid_value(argument, value, valid) {
        ja: "{argument} に「{value}」は使えません。" => "使えるのは {valid} です。",
        en: "{argument} cannot be “{value}”." => "Valid values are {valid}.",
    }
    unreadable_value(argument, value, hint) {
        ja: "{argument} の「{value}」を読み取れません。" => "{hint}",
        en: "“{value}” is not a valid value of {argument}." => "{hint}",
    }
    missing_argument(argument, hint) { ja: "{argument} を指定してください。" => "{hint}", en: "{argument} is missing." => "{hint}" }
    conflict(argument, other, hint) {
        ja: "{argument} は {other} と一緒に使えません。" => "{hint}",
        en: "{argument} cannot be used with {other}." => "{hint}",
    }
    wrong_number_of_values(argument, hint) { ja: "{argument} の値の数が違います。" => "{hint}", en: "{argument} has the wrong number of values." => "{hint}" }
    wrong_usage(hint) { ja: "指定を読み取れません。" => "{hint}", en: "The arguments cannot be read." => "{hint}" }
    unknown_page(command, known) {
        ja: "コマンド「{command}」はありません。" => "使えるのは {known} です。",
        en: "There is no command “{command}”." => "Valid commands are {known}.",
    }
}

messages! { MESSAGES:
    see_help() { ja: "torimatome --help で使い方を確かめてください。", en: "See torimatome --help." }
    did_you_mean(known) { ja: "{known} のことですか。", en: "Did you mean {known}? " }
    usage() { ja: "使い方", en: "Usage" }
    help() { ja: "使い方を示す", en: "Print help" }
    limits() { ja: "読み取りの上限（--max-…）は torimatome build --help にあります。", en: "Limits of reading (--max-…): see torimatome build --help." }
    language() { ja: "メッセージの言語", en: "Language of messages" }
    encoding_out() { ja: "標準出力の文字コード（画面に出すときは無視する。CP932 にない文字は〓になる）", en: "Encoding of standard output, unless it is a terminal; characters that CP932 lacks become U+3013" }
    version() { ja: "版を示す", en: "Print version" }
    choices(values) { ja: "（{values}）", en: " ({values})" }
    choices_and_default(values, usual) { ja: "（{values}。省略すると {usual}）", en: " ({values}; default {usual})" }
}
