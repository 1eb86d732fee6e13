//! A cell as calamine gives it.

use std::fmt;

use calamine::{CellErrorType, Data, DataRef};

use crate::source::is_blank;

/// A value that is not blank.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum WitnessValue<'t> {
    Text(&'t str),
    Number(f64),
    Bool(bool),
    /// A date or a time, as an ISO text.
    Moment(&'t str),
    /// A span of time, as an ISO text.
    Span(&'t str),
    Error(&'t CellErrorType),
}

impl<'t> WitnessValue<'t> {
    /// A value that was streamed; none of a blank cell.
    pub(super) fn of(value: &'t DataRef<'_>) -> Option<Self> {
        Some(match value {
            DataRef::Empty => return None,
            DataRef::String(text) => Self::Text(text),
            DataRef::SharedString(text) => Self::Text(text),
            DataRef::Int(number) => Self::Number(*number as f64),
            DataRef::Float(number) => Self::Number(*number),
            DataRef::Bool(truth) => Self::Bool(*truth),
            DataRef::DateTime(moment) => Self::Number(moment.as_f64()),
            DataRef::DateTimeIso(text) => Self::Moment(text),
            DataRef::DurationIso(text) => Self::Span(text),
            DataRef::Error(error) => Self::Error(error),
        })
        .filter(Self::holds_something)
    }

    /// A value of a table; none of a blank cell.
    pub(super) fn of_table(value: &'t Data) -> Option<Self> {
        Some(match value {
            Data::Empty => return None,
            Data::String(text) => Self::Text(text),
            Data::Int(number) => Self::Number(*number as f64),
            Data::Float(number) => Self::Number(*number),
            Data::Bool(truth) => Self::Bool(*truth),
            Data::DateTime(moment) => Self::Number(moment.as_f64()),
            Data::DateTimeIso(text) => Self::Moment(text),
            Data::DurationIso(text) => Self::Span(text),
            Data::Error(error) => Self::Error(error),
        })
        .filter(Self::holds_something)
    }

    fn holds_something(&self) -> bool {
        !matches!(self, Self::Text(text) | Self::Moment(text) | Self::Span(text) if is_blank(text))
    }
}

impl fmt::Display for WitnessValue<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) | Self::Moment(text) | Self::Span(text) => f.write_str(text),
            Self::Number(number) => write!(f, "{number}"),
            Self::Bool(truth) => f.write_str(if *truth { "TRUE" } else { "FALSE" }),
            Self::Error(error) => write!(f, "{error}"),
        }
    }
}
