//! Why a command did not run, and what to do next.

use crate::model::Lang;

/// Why a run did not take place: wrong usage or configuration, or an output that cannot be written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}\n  → {hint}")]
pub(crate) struct Failure {
    /// What happened, and where.
    pub message: String,
    /// What to do next.
    pub hint: String,
}

impl Failure {
    pub(crate) fn new(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { message: message.into(), hint: hint.into() }
    }

    /// In the language of the messages.
    pub(crate) fn in_lang(
        lang: Lang,
        ja: (impl Into<String>, impl Into<String>),
        en: (impl Into<String>, impl Into<String>),
    ) -> Self {
        match lang {
            Lang::Ja => Self::new(ja.0, ja.1),
            Lang::En => Self::new(en.0, en.1),
        }
    }
}
