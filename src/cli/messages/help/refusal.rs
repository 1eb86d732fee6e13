//! Wrong usage, in both languages.

use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::cli::messages::catalogue::usage;
use crate::model::{Failure, Lang, Message, listed};

/// The error in the arguments. None if they asked for help or the version.
pub(crate) fn refusal(error: &clap::Error) -> Option<Failure> {
    let one = |kind| text(error, kind).unwrap_or_default();
    let argument = one(ContextKind::InvalidArg);
    let value = one(ContextKind::InvalidValue);
    let perhaps = |kind| match text(error, kind) {
        Some(known) => usage::did_you_mean(known).then(&usage::see_help()),
        None => usage::see_help(),
    };
    let is_option = argument.text(Lang::En).starts_with('-');
    Some(match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => return None,
        ErrorKind::UnknownArgument if is_option => usage::unknown_option(argument, perhaps(ContextKind::SuggestedArg)),
        ErrorKind::UnknownArgument => usage::superfluous_argument(argument, usage::see_help()),
        ErrorKind::InvalidSubcommand => {
            usage::unknown_command(one(ContextKind::InvalidSubcommand), perhaps(ContextKind::SuggestedSubcommand))
        }
        ErrorKind::InvalidValue if value == Message::default() || value == Message::verbatim("") => {
            usage::missing_value(argument, usage::see_help())
        }
        ErrorKind::InvalidValue => usage::invalid_value(argument, value, one(ContextKind::ValidValue)),
        ErrorKind::ValueValidation => usage::unreadable_value(argument, value, usage::see_help()),
        ErrorKind::MissingRequiredArgument => usage::missing_argument(argument, usage::see_help()),
        ErrorKind::ArgumentConflict => usage::conflict(argument, one(ContextKind::PriorArg), usage::see_help()),
        ErrorKind::TooManyValues | ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            usage::wrong_number_of_values(argument, usage::see_help())
        }
        _ => usage::wrong_usage(usage::see_help()),
    })
}

fn text(error: &clap::Error, kind: ContextKind) -> Option<Message> {
    match error.get(kind)? {
        ContextValue::String(text) => Some(Message::verbatim(text)),
        ContextValue::Strings(texts) => Some(listed(texts)),
        ContextValue::StyledStr(text) => Some(Message::verbatim(text.to_string())),
        ContextValue::StyledStrs(texts) => Some(listed(texts)),
        _ => None,
    }
}
