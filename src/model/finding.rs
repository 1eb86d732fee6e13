//! Findings: what a person has to know.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::digest::sha256;
use super::{Answer, Cause, Decided, Lang, Place, Rule, Severity, placeholders};

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
    /// The other places of the same cause, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<Occurrence>,
    /// What the coordinator decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<Box<Decided>>,
}

/// A further place of a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Occurrence {
    /// Where.
    pub place: Place,
    /// Whose hand-in it is about, where that is known.
    pub department: Option<Arc<str>>,
    /// What the cell shows in the file.
    pub shown: Option<Arc<str>>,
    /// How many cells are concerned, where the message says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cells: Option<u64>,
}

/// The value that says how many cells are concerned: it adds up over the places of one finding.
const CELLS: &str = "cells";

/// Values that say where and how often, or what is only a guess: they are no part of what a finding asks.
const PASSING: [&str; 11] =
    ["cells", "count", "row", "rows", "other", "near", "likeness", "coverage", "stages", "kept", "treated"];

/// Longer questions are cut, and a hash keeps them distinct.
const SUBJECT: usize = 160;

/// A finding's message names this many of its places.
const NAMED: usize = 3;

/// What findings of one cause have in common: the rule, the file where it is one of a file, the values.
pub type CauseKey = (&'static str, Option<Arc<str>>, Vec<Option<String>>);

impl Finding {
    /// A finding of `rule` at `place`.
    pub fn new(rule: &'static Rule, place: Place) -> Self {
        Self { rule, place, department: None, values: Vec::new(), shown: None, others: Vec::new(), decision: None }
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

    /// What happened; of several places, the first three and how many there are.
    pub fn message(&self, lang: Lang) -> String {
        let mut message = self.statement(lang);
        if self.count() > 1 {
            let named: Vec<String> = self.places().take(NAMED).scan(None, |before, place| Some(beside(before, place))).collect();
            let (all, more) = (self.count(), self.count().saturating_sub(NAMED));
            message.push_str(&match lang {
                Lang::Ja if more > 0 => format!("（全{all}か所: {}、ほか{more}か所）", named.join("、")),
                Lang::Ja => format!("（全{all}か所: {}）", named.join("、")),
                Lang::En if more > 0 => format!(" ({all} places: {} and {more} more)", named.join(", ")),
                Lang::En => format!(" ({all} places: {})", named.join(", ")),
            });
        }
        message
    }

    /// What happened, without a word on where.
    pub fn statement(&self, lang: Lang) -> String {
        self.fill(self.rule.message.get(lang))
    }

    /// How many places it is met at.
    pub fn count(&self) -> usize {
        1 + self.others.len()
    }

    /// Its places, in order.
    pub fn places(&self) -> impl Iterator<Item = &Place> {
        std::iter::once(&self.place).chain(self.others.iter().map(|other| &other.place))
    }

    /// The departments it is about, each once, in the order of its places.
    pub fn departments(&self) -> Vec<&Arc<str>> {
        let mut known = BTreeSet::new();
        let all = self.department.iter().chain(self.others.iter().filter_map(|other| other.department.as_ref()));
        all.filter(|department| known.insert(*department)).collect()
    }

    /// Each place as a finding of its own.
    pub fn split(&self) -> impl Iterator<Item = Self> + '_ {
        let others = self.others.iter().map(|other| {
            let cells = |name: &str, value: &str| match other.cells {
                Some(cells) if name == CELLS => cells.to_string(),
                _ => value.to_owned(),
            };
            Self {
                rule: self.rule,
                place: other.place.clone(),
                department: other.department.clone(),
                values: self.values.iter().map(|(name, value)| (name.clone(), cells(name, value))).collect(),
                shown: other.shown.clone(),
                others: Vec::new(),
                decision: self.decision.clone(),
            }
        });
        std::iter::once(Self { others: Vec::new(), ..self.clone() }).chain(others)
    }

    /// What findings of the same cause have in common; nothing where every place is by itself.
    pub fn cause(&self) -> Option<CauseKey> {
        let values = |names: &[&str]| names.iter().map(|name| self.given(name).map(str::to_owned)).collect();
        let file = || self.place.file.clone();
        match self.rule.cause {
            Cause::Place => None,
            Cause::File => Some((self.rule.id, file(), Vec::new())),
            Cause::InFile(names) => Some((self.rule.id, file(), values(names))),
            Cause::Anywhere(names) => Some((self.rule.id, None, values(names))),
        }
    }

    /// The content of what it asks: the values of its message that do not hang on where the cell lies or how many there are.
    pub fn subject(&self) -> String {
        let values: Vec<&str> = match self.rule.cause {
            Cause::File => Vec::new(),
            Cause::InFile(names) | Cause::Anywhere(names) => names.iter().filter_map(|name| self.given(name)).collect(),
            Cause::Place => {
                let kept = |name: &str| !name.ends_with("_en") && !PASSING.contains(&name);
                self.values.iter().filter(|(name, _)| kept(name)).map(|(_, value)| value.as_str()).collect()
            }
        };
        let mut words: Vec<String> = values.iter().map(|value| value.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
        words.retain(|word| !word.is_empty());
        if words.is_empty() && self.rule.cause == Cause::Place {
            words.extend(self.shown.as_deref().map(|shown| shown.split_whitespace().collect::<Vec<_>>().join(" ")));
        }
        let whole = words.join(" / ");
        if whole.chars().count() <= SUBJECT {
            return whole;
        }
        let mut hash = sha256(whole.as_bytes());
        hash.truncate(8);
        whole.chars().take(SUBJECT).chain("… ".chars()).chain(hash.chars()).collect()
    }

    /// The record that its message names, where it has no place.
    pub fn record_id(&self) -> Option<&str> {
        self.given("id").filter(|id| !id.is_empty())
    }

    /// Are its places one finding?
    pub fn is_united(&self) -> bool {
        self.rule.cause != Cause::Place
    }

    /// Are its places one finding in whatever file they lie?
    pub fn is_anywhere(&self) -> bool {
        matches!(self.rule.cause, Cause::Anywhere(_))
    }

    /// The coordinator's answer.
    pub fn answer(&self) -> Option<Answer> {
        self.decision.as_ref()?.answer
    }

    /// The remark of a 差戻し, which the department gets with its return.
    pub fn note_to_department(&self) -> Option<&str> {
        let decided = self.decision.as_deref().filter(|decided| decided.answer == Some(Answer::Returned))?;
        decided.note.as_deref().map(str::trim).filter(|note| !note.is_empty())
    }

    /// Does it still wait for an answer?
    pub fn is_open(&self) -> bool {
        self.answer().is_none()
    }

    /// Takes in the places of a finding of the same cause.
    pub fn join(&mut self, other: Self) {
        let cells = other.own_cells();
        self.others.push(Occurrence { place: other.place, department: other.department, shown: other.shown, cells });
        self.others.extend(other.others);
    }

    /// How many cells are concerned at its first place.
    fn own_cells(&self) -> Option<u64> {
        self.given(CELLS)?.parse().ok()
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
    fn value(&self, name: &str) -> Option<Cow<'_, str>> {
        if name == CELLS && !self.others.is_empty() {
            let others: u64 = self.others.iter().filter_map(|other| other.cells).sum();
            return self.own_cells().map(|own| (own + others).to_string().into());
        }
        self.given(name).or_else(|| self.given(name.strip_suffix("_en")?)).map(Cow::Borrowed)
    }

    /// The value that was given for `{name}`.
    pub fn given(&self, name: &str) -> Option<&str> {
        self.values.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    fn fill(&self, template: &str) -> String {
        let mut out = String::with_capacity(template.len() + 32);
        let mut rest = template;
        while let Some(open) = rest.find('{') {
            out.push_str(&rest[..open]);
            let Some(close) = rest[open..].find('}') else { break };
            let name = &rest[open + 1..open + close];
            out.push_str(&self.value(name).unwrap_or_default());
            rest = &rest[open + close + 1..];
        }
        out.push_str(rest);
        out
    }
}

/// A place as it is named after another: what is the same is left out.
fn beside(before: &mut Option<Place>, place: &Place) -> String {
    let same = before.as_ref().is_some_and(|before| before.file == place.file && before.sheet == place.sheet);
    let named = place.spot.filter(|_| same).map_or_else(|| place.to_string(), |spot| spot.to_string());
    *before = Some(place.clone());
    named
}
