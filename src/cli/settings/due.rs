//! By when departments have to hand in.

use jiff::civil::Date;

use crate::cli::messages::Failure;
use crate::cli::settings::config::Due;
use crate::cli::settings::options::Settings;
use crate::model::{Period, date};

impl Settings {
    /// The day by which departments have to hand in: the option, else the configuration's for this period.
    pub(crate) fn due(&self, option: Option<&str>, period: Option<Period>) -> Result<Option<Date>, Failure> {
        let configured = match &self.config.due {
            Some(Due::Always(text)) => Some(text.as_str()),
            Some(Due::Each(list)) => {
                list.iter().find(|(name, _)| period.is_some() && Period::parse(name) == period).map(|(_, text)| text.as_str())
            }
            None => None,
        };
        let Some(text) = option.or(configured) else { return Ok(None) };
        date(text).map(Some).ok_or_else(|| {
            Failure::in_lang(
                self.lang,
                (
                    format!("提出期限「{text}」を読み取れません。"),
                    "2025-10-10、R7.10.10、令和7年10月10日 のように指定してください。",
                ),
                (format!("“{text}” is no day."), "Write it like 2025-10-10."),
            )
        })
    }
}
