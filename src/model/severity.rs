//! How grave a finding is, and the language it is reported in.

use std::fmt;

use serde::{Deserialize, Serialize};

/// How grave a finding is; decides the exit status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Good to know.
    Info,
    /// Doubtful: somebody should look.
    Warning,
    /// Something is missing or could not be used.
    Error,
}

impl Severity {
    /// `info`, `warning` or `error`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    /// The word in reports and messages: 情報, 注意, エラー.
    pub const fn label(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Self::Info, Lang::Ja) => "情報",
            (Self::Warning, Lang::Ja) => "注意",
            (Self::Error, Lang::Ja) => "エラー",
            (_, Lang::En) => self.as_str(),
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Language of messages. Reports are in Japanese always; messages follow `--lang`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Lang {
    /// Japanese.
    #[default]
    Ja,
    /// English.
    En,
}
