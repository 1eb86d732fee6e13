//! Wrong usage, in Japanese.

use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::cli::messages::Failure;

/// What is wrong with the arguments. `None`: it is no fault (help was asked for), or nothing we have words for.
pub(crate) fn refusal(error: &clap::Error) -> Option<Failure> {
    let one = |kind| text(error, kind).unwrap_or_default();
    let argument = one(ContextKind::InvalidArg);
    let value = one(ContextKind::InvalidValue);
    let see = "torimatome --help で使い方を確かめてください。".to_owned();
    let perhaps = |kind: ContextKind| match text(error, kind) {
        Some(known) => format!("{known} のことですか。{see}"),
        None => see.clone(),
    };
    let (message, hint) = match error.kind() {
        ErrorKind::UnknownArgument if argument.starts_with('-') => {
            (format!("オプション {argument} はありません。"), perhaps(ContextKind::SuggestedArg))
        }
        ErrorKind::UnknownArgument => (format!("「{argument}」は余分です。"), see),
        ErrorKind::InvalidSubcommand => (
            format!("コマンド「{}」はありません。", one(ContextKind::InvalidSubcommand)),
            perhaps(ContextKind::SuggestedSubcommand),
        ),
        ErrorKind::InvalidValue if value.is_empty() => (format!("{argument} の値がありません。"), see),
        ErrorKind::InvalidValue => (
            format!("{argument} に「{value}」は使えません。"),
            format!("使えるのは {} です。", text(error, ContextKind::ValidValue).unwrap_or_default()),
        ),
        ErrorKind::ValueValidation => (format!("{argument} の「{value}」を読み取れません。"), see),
        ErrorKind::MissingRequiredArgument => (format!("{argument} を指定してください。"), see),
        ErrorKind::ArgumentConflict => (format!("{argument} は {} と一緒に使えません。", one(ContextKind::PriorArg)), see),
        ErrorKind::TooManyValues | ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            (format!("{argument} の値の数が違います。"), see)
        }
        _ => return None,
    };
    Some(Failure::new(message, hint))
}

fn text(error: &clap::Error, kind: ContextKind) -> Option<String> {
    match error.get(kind)? {
        ContextValue::String(text) => Some(text.clone()),
        ContextValue::Strings(texts) => Some(texts.join("、")),
        ContextValue::StyledStr(text) => Some(text.to_string()),
        ContextValue::StyledStrs(texts) => Some(texts.iter().map(ToString::to_string).collect::<Vec<_>>().join("、")),
        _ => None,
    }
}
