//! What changed since the last report, as reports print it: what moved, the texts then and now side by side, what stayed
//! the same, and the corrections of reports that were closed.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::consolidate::compare::phrases;
use crate::model::{Change, Comparison, Consolidation, Difference, Erratum, Period};

/// The changes of an edition.
#[derive(Debug, Clone, Default)]
pub struct Changes<'a> {
    /// Was there anything to compare with?
    pub compared: bool,
    /// The period compared with, where that is known.
    pub previous: Option<Period>,
    /// How many records each is true of.
    counts: BTreeMap<Turn, usize>,
    /// Records that came, went, were merged or split, moved, or changed their stage.
    pub moves: Vec<Shift<'a>>,
    /// Texts that changed.
    pub texts: Vec<Reworded<'a>>,
    /// Records of which nothing changed.
    pub unchanged: Vec<&'a Change>,
    /// Corrections of closed reports.
    pub errata: &'a [Erratum],
}

/// What moved: one difference of a record.
#[derive(Debug, Clone)]
pub struct Shift<'a> {
    /// Its record.
    pub change: &'a Change,
    /// What kind of change.
    pub turn: Turn,
    /// The word for it: 新規.
    pub class: String,
    /// Then.
    pub before: String,
    /// Now.
    pub after: String,
}

/// A text then and now.
#[derive(Debug, Clone)]
pub struct Reworded<'a> {
    /// Its record.
    pub change: &'a Change,
    /// Which of its texts: 取組内容.
    pub field: &'static str,
    /// Then.
    pub before: Side<'a>,
    /// Now.
    pub after: Side<'a>,
}

/// A text with the phrases that the other side does not have.
#[derive(Debug, Clone, Default)]
pub struct Side<'a> {
    /// The text; empty where there was none.
    pub text: &'a str,
    /// Bytes of it.
    pub phrases: Vec<Range<usize>>,
}

/// The kinds of change that are counted, in the order in which they are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "named after the differences")]
pub enum Turn {
    New,
    Gone,
    Late,
    Unclear,
    Joined,
    Moved,
    StageUp,
    StageDown,
    Event,
    Text,
    Unchanged,
}

impl Turn {
    /// The word in Japanese reports.
    pub const fn label(self) -> &'static str {
        match self {
            Self::New => "新規",
            Self::Gone => "なくなった",
            Self::Late => "更新なし（未提出）",
            Self::Unclear => "対応不明",
            Self::Joined => "統合・分割",
            Self::Moved => "担当課変更",
            Self::StageUp => "段階上昇",
            Self::StageDown => "段階下降",
            Self::Event => "予算化など",
            Self::Text => "文章の変更",
            Self::Unchanged => "変更なし",
        }
    }

    const fn of(difference: &Difference) -> Option<Self> {
        Some(match difference {
            Difference::New => Self::New,
            Difference::Gone { handed_in: true } => Self::Gone,
            Difference::Gone { handed_in: false } => Self::Late,
            Difference::Unclear { .. } => Self::Unclear,
            Difference::Merged | Difference::Split { .. } => Self::Joined,
            Difference::Moved { .. } => Self::Moved,
            Difference::StageUp { .. } => Self::StageUp,
            Difference::StageDown { .. } => Self::StageDown,
            Difference::Event { .. } => Self::Event,
            Difference::Text { .. } | Difference::Figure { .. } => Self::Text,
            Difference::Unchanged { .. } => Self::Unchanged,
            // these are findings: they are told there
            Difference::NearlyCopied
            | Difference::OldDates { .. }
            | Difference::PastPlan { .. }
            | Difference::ForgottenPlan { .. } => return None,
        })
    }
}

impl<'a> Changes<'a> {
    /// Gathers what changed; nothing where there was nothing to compare with and nothing to correct.
    pub fn of(consolidation: &'a Consolidation) -> Self {
        let mut changes = Self { errata: &consolidation.errata, ..Self::default() };
        if let Some(comparison) = &consolidation.comparison {
            changes.gather(comparison);
        }
        changes
    }

    /// Is there nothing to be said?
    pub fn is_empty(&self) -> bool {
        !self.compared && self.errata.is_empty()
    }

    /// How many records a kind of change is true of.
    pub fn count(&self, turn: Turn) -> usize {
        self.counts.get(&turn).copied().unwrap_or_default()
    }

    /// The kinds that occur, with how many records.
    pub fn counts(&self) -> impl Iterator<Item = (Turn, usize)> {
        self.counts.iter().map(|(turn, count)| (*turn, *count)).filter(|(_, count)| *count > 0)
    }

    /// 前回（令和7年度上半期）.
    pub fn previous_label(&self) -> String {
        self.previous.map_or_else(|| "前回".to_owned(), |period| format!("前回（{}）", period.label()))
    }

    /// The changes that some records have, and the errata if `errata`.
    pub fn only(&self, wanted: impl Fn(&Change) -> bool, errata: bool) -> Self {
        let mut out = Self {
            compared: self.compared,
            previous: self.previous,
            counts: self.counts.clone(),
            moves: self.moves.iter().filter(|shift| wanted(shift.change)).cloned().collect(),
            texts: self.texts.iter().filter(|text| wanted(text.change)).cloned().collect(),
            unchanged: self.unchanged.iter().copied().filter(|change| wanted(change)).collect(),
            errata: if errata { self.errata } else { &[] },
        };
        out.recount();
        out
    }

    fn gather(&mut self, comparison: &'a Comparison) {
        self.compared = true;
        self.previous = comparison.previous;
        for change in &comparison.changes {
            for difference in &change.differences {
                match (difference, Turn::of(difference)) {
                    (Difference::Text { field, before, after, .. }, _) => {
                        self.reworded(change, field.label(), before.as_deref(), after.as_deref());
                    }
                    (Difference::Figure { field, before, after, .. }, _) => {
                        self.reworded(change, field.label(), Some(before), Some(after));
                    }
                    (Difference::Unchanged { .. }, _) => self.unchanged.push(change),
                    (_, Some(turn)) => {
                        let (before, after) = difference.sides();
                        self.moves.push(Shift { change, turn, class: difference.label(), before, after });
                    }
                    _ => {}
                }
            }
        }
        self.moves.sort_by_key(|shift| shift.turn);
        self.recount();
    }

    fn reworded(&mut self, change: &'a Change, field: &'static str, before: Option<&'a str>, after: Option<&'a str>) {
        let (before, after) = (before.unwrap_or_default(), after.unwrap_or_default());
        let side = |text: &'a str, other: &str| Side { text, phrases: joined(text, phrases(other, text)) };
        self.texts.push(Reworded { change, field, before: side(before, after), after: side(after, before) });
    }

    fn recount(&mut self) {
        let texts = self.texts.iter().map(|text| (Turn::Text, text.change));
        let unchanged = self.unchanged.iter().map(|change| (Turn::Unchanged, *change));
        let all = self.moves.iter().map(|shift| (shift.turn, shift.change)).chain(texts).chain(unchanged);
        let distinct: BTreeSet<_> = all.map(|(turn, change)| (turn, std::ptr::from_ref(change))).collect();
        self.counts.clear();
        for (turn, _) in distinct {
            *self.counts.entry(turn).or_default() += 1;
        }
    }
}

/// Phrases with hardly anything between them are read as one.
pub(super) fn joined(text: &str, phrases: Vec<Range<usize>>) -> Vec<Range<usize>> {
    /// So many 仮名 between two phrases are no resting place for the eye.
    const GAP: usize = 3;
    let mut out: Vec<Range<usize>> = Vec::with_capacity(phrases.len());
    for phrase in phrases {
        if let Some(last) = out.last_mut()
            && let Some(gap) = text.get(last.end..phrase.start)
            && gap.chars().count() <= GAP
            && gap.chars().all(|c| ('\u{3041}'..='\u{309f}').contains(&c))
        {
            last.end = phrase.end;
        } else {
            out.push(phrase);
        }
    }
    out
}
