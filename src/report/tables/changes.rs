//! The changes since the last report, as printed: what moved, texts side by side, what stayed
//! the same, and corrections of closed reports.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use crate::consolidate::compare::phrases;
use crate::consolidate::highest_stage;
use crate::model::{Change, Comparison, Consolidation, Difference, Erratum, Period, RecordKind, TableChange, TableDifference};

/// The changes of a report.
#[derive(Debug, Clone, Default)]
pub struct Changes<'a> {
    /// Was there a previous report?
    pub compared: bool,
    /// The previous period, if known.
    pub previous: Option<Period>,
    /// Number of records of each kind.
    counts: BTreeMap<ChangeKind, usize>,
    /// Records that are new, gone, merged, split, moved, or at another stage.
    pub moves: Vec<ChangeRow<'a>>,
    /// Texts that changed.
    pub texts: Vec<Reworded<'a>>,
    /// Unchanged records.
    pub unchanged: Vec<Subject<'a>>,
    /// Corrections of closed reports.
    pub errata: &'a [Erratum],
}

/// The record of a change.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// Its kind.
    pub kind: RecordKind,
    /// Its current id; for one that is gone, its last id.
    pub id: &'a str,
    /// Its name.
    pub name: &'a str,
    /// Its departments.
    pub departments: &'a [Arc<str>],
}

impl Subject<'_> {
    /// 1-2・3　名称.
    pub fn label(self) -> String {
        format!("{}　{}", self.id.replace('_', "・"), self.name.replace('\n', ""))
    }
}

impl<'a> From<&'a Change> for Subject<'a> {
    fn from(change: &'a Change) -> Self {
        Self { kind: RecordKind::Progress, id: &change.id, name: &change.name, departments: &change.departments }
    }
}

impl<'a> From<&'a TableChange> for Subject<'a> {
    fn from(change: &'a TableChange) -> Self {
        Self { kind: change.kind, id: &change.id, name: &change.name, departments: &change.departments }
    }
}

/// A move: one difference of a record.
#[derive(Debug, Clone)]
pub struct ChangeRow<'a> {
    /// Its record.
    pub of: Subject<'a>,
    /// What kind of change.
    pub kind: ChangeKind,
    /// Its word: 新規.
    pub class: String,
    /// Before.
    pub before: String,
    /// After.
    pub after: String,
}

/// A text then and now.
#[derive(Debug, Clone)]
pub struct Reworded<'a> {
    /// Its record.
    pub of: Subject<'a>,
    /// Which of its texts: 取組内容.
    pub field: &'a str,
    /// Before.
    pub before: Side<'a>,
    /// After.
    pub after: Side<'a>,
}

/// A text, and its phrases that the other side lacks.
#[derive(Debug, Clone, Default)]
pub struct Side<'a> {
    /// The text; empty if there was none.
    pub text: &'a str,
    /// Byte ranges of the phrases.
    pub phrases: Vec<Range<usize>>,
}

/// The counted kinds of change, in the order of print.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "named after the differences")]
pub enum ChangeKind {
    StageUp,
    StageDown,
    New,
    Gone,
    Ended,
    Late,
    Unclear,
    Joined,
    Moved,
    Event,
    Text,
    Unchanged,
}

impl ChangeKind {
    /// The word in Japanese reports.
    pub const fn label(self) -> &'static str {
        match self {
            Self::New => "新規",
            Self::Gone => "今回報告なし",
            Self::Ended => "終了",
            Self::Late => "未提出",
            Self::Unclear => "対応不明",
            Self::Joined => "統合・分割",
            Self::Moved => "担当課変更",
            Self::StageUp => "進んだ",
            Self::StageDown => "後退した",
            Self::Event => "予算化など",
            Self::Text => "記載の変更",
            Self::Unchanged => "変更なし",
        }
    }

    const fn of(difference: &Difference) -> Option<Self> {
        Some(match difference {
            Difference::New => Self::New,
            Difference::Gone { ended: true, .. } => Self::Ended,
            Difference::Gone { handed_in: true, .. } => Self::Gone,
            Difference::Gone { handed_in: false, .. } => Self::Late,
            Difference::Unclear { .. } => Self::Unclear,
            Difference::Merged | Difference::Split { .. } => Self::Joined,
            Difference::Moved { .. } => Self::Moved,
            Difference::StageUp { .. } => Self::StageUp,
            Difference::StageDown { .. } => Self::StageDown,
            Difference::Event { .. } => Self::Event,
            Difference::Text { .. } | Difference::Figure { .. } => Self::Text,
            Difference::Unchanged { .. } => Self::Unchanged,
            // these are findings
            Difference::NearlyCopied
            | Difference::OldDates { .. }
            | Difference::PastPlan { .. }
            | Difference::Restated { .. }
            | Difference::ForgottenPlan { .. } => return None,
        })
    }
}

impl<'a> Changes<'a> {
    /// Collects the changes; empty without a previous report and corrections.
    pub fn of(consolidation: &'a Consolidation) -> Self {
        let mut changes = Self { errata: &consolidation.errata, ..Self::default() };
        if let Some(comparison) = &consolidation.comparison {
            changes.gather(comparison);
        }
        // of a record that is waited for, the last stage is known
        for change in changes.moves.iter_mut().filter(|change| change.kind == ChangeKind::Late && change.before.is_empty()) {
            let last = consolidation.awaited.iter().find(|awaited| *awaited.id == *change.of.id);
            change.before = last.and_then(|awaited| awaited.stage.clone()).unwrap_or_default();
        }
        // and of a new one, its first
        for change in
            changes.moves.iter_mut().filter(|change| change.kind == ChangeKind::New && change.of.kind == RecordKind::Progress)
        {
            let record = consolidation.records.progress.iter().find(|record| *record.id == *change.of.id);
            let stage = record.and_then(|record| highest_stage(&consolidation.plan, record));
            let stage = stage.and_then(|at| consolidation.plan.stages.get(at));
            change.after = stage.map(|stage| stage.name.clone()).unwrap_or_default();
        }
        changes
    }

    /// Is there nothing to print?
    pub fn is_empty(&self) -> bool {
        !self.compared && self.errata.is_empty()
    }

    /// Number of records with a kind of change.
    pub fn count(&self, kind: ChangeKind) -> usize {
        self.counts.get(&kind).copied().unwrap_or_default()
    }

    /// The kinds that occur, with their number of records.
    pub fn counts(&self) -> impl Iterator<Item = (ChangeKind, usize)> {
        self.counts.iter().map(|(kind, count)| (*kind, *count)).filter(|(_, count)| *count > 0)
    }

    /// 前回（令和7年度上半期）.
    pub fn previous_label(&self) -> String {
        self.previous.map_or_else(|| "前回".to_owned(), |period| format!("前回（{}）", period.label()))
    }

    /// The changes of some records, and the errata if `errata`.
    pub fn only(&self, wanted: impl Fn(&Subject<'_>) -> bool, errata: bool) -> Self {
        let mut out = Self {
            compared: self.compared,
            previous: self.previous,
            counts: self.counts.clone(),
            moves: self.moves.iter().filter(|change| wanted(&change.of)).cloned().collect(),
            texts: self.texts.iter().filter(|text| wanted(&text.of)).cloned().collect(),
            unchanged: self.unchanged.iter().copied().filter(|of| wanted(of)).collect(),
            errata: if errata { self.errata } else { &[] },
        };
        out.recount();
        out
    }

    fn gather(&mut self, comparison: &'a Comparison) {
        self.compared = true;
        self.previous = comparison.previous;
        for change in &comparison.changes {
            let of = Subject::from(change);
            for difference in &change.differences {
                match (difference, ChangeKind::of(difference)) {
                    (Difference::Text { field, before, after, .. }, _) => {
                        self.reworded(of, field.label(), before.as_deref(), after.as_deref());
                    }
                    (Difference::Figure { field, before, after, .. }, _) => {
                        self.reworded(of, field.label(), Some(before), Some(after));
                    }
                    (Difference::Unchanged { .. }, _) => self.unchanged.push(of),
                    (_, Some(kind)) => {
                        let (before, after) = difference.sides();
                        self.moves.push(ChangeRow { of, kind, class: difference.label(), before, after });
                    }
                    _ => {}
                }
            }
        }
        comparison.tables.iter().for_each(|change| self.gather_table(change));
        self.moves.sort_by_key(|change| change.kind);
        self.recount();
    }

    fn gather_table(&mut self, change: &'a TableChange) {
        let of = Subject::from(change);
        for difference in &change.differences {
            let kind = match difference {
                TableDifference::New => ChangeKind::New,
                TableDifference::Gone { handed_in: true } => ChangeKind::Gone,
                TableDifference::Gone { handed_in: false } => ChangeKind::Late,
                TableDifference::Moved { .. } => ChangeKind::Moved,
                TableDifference::Mark { what, before, after }
                | TableDifference::Figure { what, before, after }
                | TableDifference::Text { what, before, after, .. } => {
                    self.reworded(of, &what.name, before.as_deref(), after.as_deref());
                    continue;
                }
                TableDifference::Unchanged => {
                    self.unchanged.push(of);
                    continue;
                }
            };
            let (before, after) = difference.sides();
            self.moves.push(ChangeRow { of, kind, class: difference.label(), before, after });
        }
    }

    fn reworded(&mut self, of: Subject<'a>, field: &'a str, before: Option<&'a str>, after: Option<&'a str>) {
        let (before, after) = (before.unwrap_or_default(), after.unwrap_or_default());
        let side = |text: &'a str, other: &str| Side { text, phrases: joined(text, phrases(other, text)) };
        self.texts.push(Reworded { of, field, before: side(before, after), after: side(after, before) });
    }

    fn recount(&mut self) {
        let texts = self.texts.iter().map(|text| (ChangeKind::Text, text.of));
        let unchanged = self.unchanged.iter().map(|of| (ChangeKind::Unchanged, *of));
        let all = self.moves.iter().map(|change| (change.kind, change.of)).chain(texts).chain(unchanged);
        let distinct: BTreeSet<_> = all.map(|(kind, of)| (kind, of.kind, of.id)).collect();
        self.counts.clear();
        for (kind, ..) in distinct {
            *self.counts.entry(kind).or_default() += 1;
        }
    }
}

/// Joins phrases with hardly anything in between.
pub(crate) fn joined(text: &str, phrases: Vec<Range<usize>>) -> Vec<Range<usize>> {
    /// How many 仮名 between two phrases are joined with them.
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
