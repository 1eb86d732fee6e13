//! Findings: what a person has to know.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Place, Rule, placeholders};

/// How grave a finding is; decides the exit status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
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

/// One finding: a rule, a place, and the values its message speaks of.
///
/// It cannot be made without a place; a finding about the whole run says so with [`Place::nowhere`].
///
/// ```
/// use torimatome::model::{Finding, Lang, Place};
/// use torimatome::rules;
/// let finding = Finding::new(rules::EMPTY_FILE, Place::file("建設課.xlsx"));
/// assert_eq!(finding.rule.id, "empty-file");
/// assert!(finding.message(Lang::Ja).contains("空"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Which rule was met.
    pub rule: &'static Rule,
    /// Where.
    pub place: Place,
    /// Whose hand-in it is about, where that is known.
    pub department: Option<Arc<str>>,
    /// What the message's `{names}` stand for, in the order they were given.
    pub values: Vec<(Cow<'static, str>, String)>,
    /// What the cell shows in the file, before any normalising, where the place is one cell of a table.
    pub shown: Option<Arc<str>>,
}

impl Finding {
    /// A finding of `rule` at `place`.
    pub fn new(rule: &'static Rule, place: Place) -> Self {
        Self { rule, place, department: None, values: Vec::new(), shown: None }
    }

    /// Gives a value for `{name}` in the rule's texts.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        self.values.push((Cow::Borrowed(name), value.to_string()));
        self
    }

    /// Says whose hand-in it is about.
    #[must_use]
    pub fn of(mut self, department: impl Into<Arc<str>>) -> Self {
        self.department = Some(department.into());
        self
    }

    /// What happened.
    pub fn message(&self, lang: Lang) -> String {
        self.fill(self.rule.message.get(lang))
    }

    /// What to do next.
    pub fn hint(&self, lang: Lang) -> String {
        self.fill(self.rule.hint.get(lang))
    }

    /// Names in the rule's texts that this finding gives no value for; there should be none.
    pub fn unfilled(&self, lang: Lang) -> Vec<&'static str> {
        let texts = [self.rule.message.get(lang), self.rule.hint.get(lang)];
        let names = texts.into_iter().flat_map(placeholders);
        names.filter(|name| self.value(name).is_none()).collect()
    }

    /// How grave it is.
    pub const fn severity(&self) -> Severity {
        self.rule.severity
    }

    /// The value of a name. `{what_en}` is `what` where there is no other word for it in English.
    fn value(&self, name: &str) -> Option<&str> {
        let given = |name: &str| self.values.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
        given(name).or_else(|| given(name.strip_suffix("_en")?))
    }

    fn fill(&self, template: &str) -> String {
        let mut out = String::with_capacity(template.len() + 32);
        let mut rest = template;
        while let Some(open) = rest.find('{') {
            out.push_str(&rest[..open]);
            let Some(close) = rest[open..].find('}') else { break };
            let name = &rest[open + 1..open + close];
            out.push_str(self.value(name).unwrap_or_default());
            rest = &rest[open + close + 1..];
        }
        out.push_str(rest);
        out
    }
}
