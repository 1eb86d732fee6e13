//! Deadlines for submissions.

use std::path::Path;

use jiff::civil::Date;

use crate::form::line_and_column;
use crate::model::{Failure, Message, Period, closed, date};
use crate::pipeline::messages::settings as catalogue;
use crate::pipeline::settings::config::{Config, Due};
use crate::pipeline::settings::resolved::Settings;

impl Settings {
    /// Deadline of a period: the option, else the configuration.
    pub(crate) fn due(&self, option: Option<&str>, period: Option<Period>) -> Result<Option<Date>, Failure> {
        let configured = match &self.config.due {
            Some(Due::Always(text)) => Some(text.as_str()),
            Some(Due::Each(list)) => {
                list.iter().find(|(name, _)| period.is_some() && Period::parse(name) == period).map(|(_, text)| text.as_str())
            }
            None => None,
        };
        let Some(text) = option.or(configured) else { return Ok(None) };
        date(text).map(Some).ok_or_else(|| catalogue::due(text))
    }

    /// The deadline of a period if the office is closed on that day, and why.
    pub(crate) fn due_when_closed(&self, period: Option<Period>) -> Option<(Date, Message)> {
        let day = self.due(None, period).ok().flatten()?;
        Some((day, closed(day)?))
    }

    /// Whether an office that sends requests has no deadline for this period.
    pub(crate) fn lacks_due(&self, period: Option<Period>) -> bool {
        let writes = self.config.due.is_some() || self.config.office.name.is_some();
        writes && matches!(self.due(None, period), Ok(None))
    }
}

/// Checks every period and date of `[due]`: a deadline that cannot be read would never be missed.
pub(super) fn check(config: &Config, path: &Path, text: &str) -> Result<(), Failure> {
    let wrong: Option<(&str, bool)> = match &config.due {
        None => None,
        Some(Due::Always(day)) => Some((day.as_str(), false)).filter(|_| date(day).is_none()),
        Some(Due::Each(list)) => list.iter().find_map(|(period, day)| match Period::parse(period) {
            None => Some((period.as_str(), true)),
            Some(_) => Some((day.as_str(), false)).filter(|_| date(day).is_none()),
        }),
    };
    let Some((word, is_period)) = wrong else { return Ok(()) };
    let after_due = text.find("due").unwrap_or_default();
    let at = text.get(after_due..).and_then(|rest| rest.find(word)).map_or(after_due, |at| after_due + at);
    let (line, column) = line_and_column(text, at);
    let path = path.display();
    Err(if is_period { catalogue::due_period(path, line, column, word) } else { catalogue::due_date(path, line, column, word) })
}
