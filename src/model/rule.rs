//! What a finding rule is. The catalogue of all rules is [`rules`](crate::rules).

use serde::{Serialize, Serializer};

use super::{Lang, Severity};

/// A text in both languages.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Texts {
    /// Japanese.
    pub ja: &'static str,
    /// English.
    pub en: &'static str,
}

impl Texts {
    /// A text in Japanese and in English.
    pub const fn new(ja: &'static str, en: &'static str) -> Self {
        Self { ja, en }
    }

    /// A name that is the same in both languages.
    pub const fn same(name: &'static str) -> Self {
        Self { ja: name, en: name }
    }

    /// Returns the text in `lang`.
    pub const fn get(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::Ja => self.ja,
            Lang::En => self.en,
        }
    }
}

/// Who can act on the findings of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Audience {
    /// The department that handed the file in: warnings and errors go back to it in its return.
    Department,
    /// The coordinator: a decision, a setting, or something that is settled already.
    Coordinator,
    /// Whoever designs the form: a remark on machine readability.
    Data,
}

/// What a finding tells the department itself. A rule's `hint` speaks to the coordinator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Advice {
    /// Why it matters, in Japanese, where that is not plain.
    pub why: Option<&'static str>,
    /// How to correct it, in Japanese.
    pub how: &'static str,
}

/// Which places of a rule's findings have one cause: they are one finding, with a count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Cause {
    /// Every place has its own, to be looked at by itself.
    Place,
    /// What a file does throughout, whatever the values.
    File,
    /// The same values in one file; of the values, only these.
    InFile(&'static [&'static str]),
    /// The same values in any file; of the values, only these.
    Anywhere(&'static [&'static str]),
}

/// A finding rule: what a finding means, how severe it is, and what to do.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// Public id, in kebab-case (`hidden-row`) or the Digital Agency's (`L1-12`).
    pub id: &'static str,
    /// Severity of every finding of this rule.
    pub severity: Severity,
    /// Who can act on it.
    pub audience: Audience,
    /// Which of its findings are one.
    pub cause: Cause,
    /// Summary in one English sentence.
    pub about: &'static str,
    /// An example, in Japanese.
    pub example: &'static str,
    /// What happened, with `{names}` for the values.
    pub message: Texts,
    /// What the coordinator does next, with `{names}` for the values.
    pub hint: Texts,
    /// What the department does, where it is another thing than the coordinator's hint.
    pub advice: Option<Advice>,
}

impl Rule {
    /// Returns whether this is one of the Digital Agency's rules of machine readability (`L1-12`).
    pub fn is_machine_readability(&self) -> bool {
        self.audience == Audience::Data
    }
}

/// Serialises as the id.
impl Serialize for Rule {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.id)
    }
}

/// Returns the `{names}` in a text, in order.
pub fn placeholders(text: &'static str) -> Vec<&'static str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}').map(|(name, _)| name)).collect()
}
