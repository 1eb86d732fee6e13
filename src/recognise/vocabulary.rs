//! The headings that the forms know, and how a written heading is matched with them.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::info::{self, Label};
use super::kind_form::KindForm;
use super::lookup_cache::LookupCache;
use super::spelling::{LOST, Relation, Spelling, has_brackets, key_of, spellings_of};
use crate::form::vocabulary::HeadingFacets;
use crate::form::{Column, EXTRA, Form, Layout, spellings};
use crate::model::text::{fold, likeness};
use crate::model::{FiscalYears, Period};

/// From this likeness on a heading is taken for a known one.
const NEAR: f64 = 0.72;

/// Longer texts are no headings.
const LONGEST: usize = 60;

/// How a heading was matched, the better the greater.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Serialize, Deserialize)]
pub enum Closeness {
    /// Nearly: the likeness.
    Near(f64),
    /// A heading that the form knows for another column first.
    Also,
    /// Another heading that the form knows.
    Alias,
    /// The form's own heading.
    Exact,
}

impl Closeness {
    /// From 0 to 1, for people.
    pub const fn confidence(self) -> f64 {
        match self {
            Self::Near(likeness) => likeness,
            Self::Also => 0.8,
            Self::Alias => 0.9,
            Self::Exact => 1.0,
        }
    }

    /// Is it only alike?
    pub const fn is_near(self) -> bool {
        matches!(self, Self::Near(_))
    }
}

/// A heading's match with a column of a form.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Match {
    /// Place of the form in the vocabulary's list.
    pub form: usize,
    /// Place of the column in the form.
    pub column: usize,
    /// How close.
    pub closeness: Closeness,
    /// The period written in the heading, as that of the report: a `{next}` heading gives the one before.
    pub period: Option<Period>,
    /// The fiscal years written in the heading; mostly one.
    pub years: Option<FiscalYears>,
    /// Does the heading speak of last time (前回の, 昨年度の)?
    pub old: bool,
}

/// The time that a heading holds.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Time {
    years: Option<FiscalYears>,
    period: Option<Period>,
}

/// What a text can mean, in any of the forms.
pub type Found = Arc<[Match]>;

/// A line of a form: what all its spellings mean.
#[derive(Debug)]
struct Entry {
    form: usize,
    column: usize,
    closeness: Closeness,
    /// The form's own heading, only folded: what is written so is exact.
    own: Option<String>,
    /// Does the column speak of a period at all, and is it the next one?
    dated: bool,
    next: bool,
}

/// The headings of some forms.
#[derive(Debug)]
pub struct Vocabulary<'f> {
    /// The forms.
    pub forms: Vec<&'f Form>,
    /// Their lines.
    entries: Vec<Entry>,
    /// Spelling → the lines that have it.
    by_spelling: HashMap<Arc<str>, Vec<usize>>,
    /// Headings that hold a year or a period themselves: the line with the time that it has.
    literal: HashMap<String, Vec<(usize, Time)>>,
    /// The spellings that a text can be near to, form by form.
    near_by: Vec<Vec<Known>>,
    /// The kanji that a heading can have, those included that are taken out of it.
    kanji: HashSet<char>,
    /// All characters of the spellings.
    chars: HashSet<char>,
    nothing: Found,
    /// Of each form of blocks the labels, folded, with their columns.
    labels: Vec<HashMap<String, usize>>,
    /// Of each form the headings of columns that say stages apart, with the columns of their texts.
    stages: Vec<HashMap<String, usize>>,
    /// What was looked up before: the files of one run have their headings in common.
    found: [LookupCache<Found>; 2],
    /// Near matches looked up before, a cache for each form.
    near: Vec<LookupCache<Option<Match>>>,
    /// The forms that take any arrangement.
    pub(super) kinds: Vec<KindForm>,
    /// What headings say, looked up before.
    facets: LookupCache<Arc<HeadingFacets>>,
}

/// A spelling that a text can be near to.
#[derive(Debug)]
struct Known {
    key: Arc<str>,
    /// Its characters, counted.
    length: usize,
    signature: u64,
    /// Place of its line.
    entry: usize,
}

/// The characters of a text as a set of 64 bits: each bit that only one of two texts has is an edit between them.
fn signature(text: &str) -> u64 {
    text.chars().fold(0, |bits, c| bits | 1 << (u32::from(c).wrapping_mul(0x9e37_79b1) >> 26))
}

impl<'f> Vocabulary<'f> {
    /// Collects the headings of forms.
    pub fn new(forms: Vec<&'f Form>) -> Self {
        let kinds = forms.iter().enumerate().filter(|(_, form)| form.layout == Layout::Any);
        let mut vocabulary = Self {
            forms: Vec::new(),
            entries: Vec::new(),
            by_spelling: HashMap::new(),
            literal: HashMap::new(),
            near_by: forms.iter().map(|_| Vec::new()).collect(),
            kanji: LOST.chars().collect(),
            chars: HashSet::new(),
            nothing: Arc::default(),
            labels: forms.iter().map(|form| labels(form)).collect(),
            stages: forms.iter().map(|form| stage_headings(form)).collect(),
            found: [LookupCache::new(), LookupCache::new()],
            near: forms.iter().map(|_| LookupCache::new()).collect(),
            kinds: kinds.map(|(index, form)| KindForm::new(index, form)).collect(),
            facets: LookupCache::new(),
        };
        for (form_index, form) in forms.iter().enumerate().filter(|(_, form)| form.layout != Layout::Any) {
            for (column_index, column) in form.columns.iter().enumerate() {
                let dated = headings(column).any(|(heading, _)| heading.contains("{period}") || heading.contains("{next}"));
                let next = column.heading.contains("{next}");
                let group = (column.derived && column.field != EXTRA).then(|| column.group_heading());
                let printed = column.unwritten.then(|| column.heading.clone());
                let own: Vec<String> = group.into_iter().chain(printed).collect();
                let own = own.iter().map(|line| (line.as_str(), Closeness::Alias));
                for (line, closeness) in headings(column).chain(own) {
                    let own = variables(line).first().filter(|_| closeness == Closeness::Exact).map(|line| fold(line));
                    let entry = Entry { form: form_index, column: column_index, closeness, own, dated, next };
                    vocabulary.entries.push(entry);
                    if !line.contains(['{', '|']) {
                        vocabulary.add_literal(line);
                    }
                    for line in variables(line) {
                        vocabulary.add(&key_of(&fold(&line)));
                    }
                }
            }
        }
        vocabulary.forms = forms;
        vocabulary
    }

    /// Adds the last line, where its text holds a year or a period: 令和5年度の取組内容.
    fn add_literal(&mut self, text: &str) {
        let Some(place) = self.entries.len().checked_sub(1) else { return };
        let plain = key_of(&fold(text));
        for spelling in spellings_of(text).into_iter().filter(|spelling| !spelling.shortened) {
            let time = Time { years: spelling.years, period: spelling.period };
            if time != Time::default() || spelling.key != plain {
                self.literal.entry(spelling.key).or_default().push((place, time));
            }
        }
        // word for word, whatever time it holds
        let timed = self.literal.values().flatten().any(|(own, _)| *own == place);
        if timed {
            self.literal.entry(plain).or_default().push((place, Time::default()));
        }
    }

    /// The columns whose headings hold the very time of a text; it is part of their names.
    fn literal_matches(&self, text: &str) -> Vec<Match> {
        let mut out: Vec<Match> = Vec::new();
        if self.literal.is_empty() {
            return out;
        }
        let written = spellings_of(text).into_iter().filter(|spelling| !spelling.shortened);
        let timed = written.map(|spelling| (spelling.key, Time { years: spelling.years, period: spelling.period }));
        for (key, time) in std::iter::once((key_of(&fold(text)), Time::default())).chain(timed) {
            for (place, _) in self.literal.get(&key).into_iter().flatten().filter(|(_, own)| *own == time) {
                let Some(entry) = self.entries.get(*place) else { continue };
                if out.iter().all(|m| m.form != entry.form) {
                    let (form, column, closeness) = (entry.form, entry.column, entry.closeness);
                    out.push(Match { form, column, closeness, period: None, years: None, old: false });
                }
            }
        }
        out
    }

    /// Adds the spellings that a text stands for to the last line.
    fn add(&mut self, text: &str) {
        let Some((place, entry)) = self.entries.iter().enumerate().next_back() else { return };
        self.chars.extend(text.chars());
        self.kanji.extend(text.chars().filter(|c| is_kanji(*c)));
        for key in spellings(text) {
            let key: Arc<str> = Arc::from(key);
            let known = self.by_spelling.entry(key.clone()).or_default();
            let same = |other: &Entry| (other.form, other.column) == (entry.form, entry.column);
            if known.iter().filter_map(|other| self.entries.get(*other)).any(same) {
                continue;
            }
            known.push(place);
            if let Some(near_by) = self.near_by.get_mut(entry.form).filter(|_| entry.closeness != Closeness::Also) {
                near_by.push(Known { length: key.chars().count(), signature: signature(&key), key, entry: place });
            }
        }
    }

    /// The column of a form of blocks whose label a text is, as it is written.
    pub fn label(&self, form: usize, text: &str) -> Option<usize> {
        if text.len() > LONGEST {
            return None;
        }
        self.labels.get(form)?.get(&fold(text)).copied()
    }

    /// The column of a form whose stages a heading says apart, and the period it speaks of; not of last time.
    pub fn stages(&self, form: usize, text: &str) -> Option<(usize, Option<Period>)> {
        if text.len() > LONGEST * 4 {
            return None;
        }
        let known = self.stages.get(form).filter(|known| !known.is_empty())?;
        let spellings = spellings_of(text);
        let (column, period) = spellings.iter().find_map(|own| Some((*known.get(own.key.as_str())?, own.period)))?;
        let next = self.forms.get(form)?.columns.get(column)?.heading.contains("{next}");
        let period = if next { period.map(Period::previous) } else { period };
        (!spellings.iter().any(|own| own.old)).then_some((column, period))
    }

    /// What the words of a heading say.
    pub fn facets(&self, text: &str) -> Arc<HeadingFacets> {
        self.facets.get_or(text, || Arc::new(HeadingFacets::parse(text)))
    }

    /// The columns whose heading, or another spelling of it, a text is.
    pub fn find(&self, text: &str) -> Found {
        self.look_up(text, false)
    }

    /// The same, for a text with all that stands in its brackets.
    pub fn find_whole(&self, text: &str) -> Found {
        self.look_up(text, true)
    }

    fn look_up(&self, text: &str, whole: bool) -> Found {
        if text.len() > LONGEST * 4 || self.is_foreign(text) {
            return self.nothing.clone();
        }
        let [parts, wholes] = &self.found;
        let found = if whole { wholes } else { parts };
        found.get_or(text, || Arc::from(self.matches(text, whole)))
    }

    /// Is there a kanji in the text that no heading has? The first one rules out most cells of a table.
    fn is_foreign(&self, text: &str) -> bool {
        text.chars().any(|c| is_kanji(c) && !self.kanji.contains(&c)) && !has_brackets(text)
    }

    fn matches(&self, text: &str, whole: bool) -> Vec<Match> {
        // for each form the fullest spelling that it knows
        let mut out = self.literal_matches(text);
        for spelling in spellings_of(text).into_iter().filter(|spelling| !whole || !spelling.shortened) {
            let Some(places) = self.by_spelling.get(spelling.key.as_str()) else { continue };
            let known: Vec<usize> = out.iter().map(|m| m.form).collect();
            let entries = places.iter().filter_map(|place| self.entries.get(*place));
            out.extend(entries.filter(|entry| !known.contains(&entry.form)).map(|entry| {
                let exact = entry.own.as_deref() == Some(&spelling.folded);
                let closeness = if entry.closeness == Closeness::Exact && !exact { Closeness::Alias } else { entry.closeness };
                matched(entry, &spelling, closeness)
            }));
        }
        out
    }

    /// The column of `form` whose heading a text nearly is.
    pub fn find_near(&self, text: &str, form: usize) -> Option<Match> {
        // 担当者名 is near 担当課名, and means a person
        if text.len() > LONGEST * 4 || info::label(text) == Some(Label::Contact) {
            return None;
        }
        self.near.get(form)?.get_or(text, || self.nearest(text, form))
    }

    fn nearest(&self, text: &str, form: usize) -> Option<Match> {
        let spelling = Spelling::of(text);
        let length = spelling.key.chars().count();
        if length < 3 {
            return None;
        }
        // every character that no heading has is an edit
        let foreign = spelling.key.chars().filter(|c| !self.chars.contains(c)).count();
        let own = signature(&spelling.key);
        let could_be = |known: &&Known| {
            let apart = (own & !known.signature).count_ones().max((known.signature & !own).count_ones()) as usize;
            let edits = length.abs_diff(known.length).max(foreign).max(apart);
            edits as f64 <= (1.0 - NEAR) * length.max(known.length) as f64
        };
        self.near_by
            .get(form)?
            .iter()
            .filter(could_be)
            .filter_map(|known| Some((likeness(&spelling.key, &known.key), self.entries.get(known.entry)?)))
            .filter(|(likeness, _)| *likeness >= NEAR)
            .max_by(|a, b| a.0.total_cmp(&b.0))
            .map(|(likeness, entry)| matched(entry, &spelling, Closeness::Near(likeness)))
    }
}

const fn is_kanji(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}')
}

/// The labels of a form of blocks; of columns with the same label the first has it.
fn labels(form: &Form) -> HashMap<String, usize> {
    let mut out = HashMap::new();
    for (index, column) in form.columns.iter().enumerate().filter(|_| form.layout == Layout::Blocks) {
        let aliases = column.aliases.iter().flat_map(|line| spellings(line));
        for label in aliases.chain([column.heading.clone()]) {
            out.entry(fold(&label)).or_insert(index);
        }
    }
    out
}

/// The headings of columns that say stages apart, in all their spellings; the first column has those that several have.
fn stage_headings(form: &Form) -> HashMap<String, usize> {
    let mut out = HashMap::new();
    for (index, column) in form.columns.iter().enumerate() {
        let lines = column.stage_headings.iter().flat_map(|line| variables(line));
        for key in lines.flat_map(|line| spellings(&key_of(&fold(&line)))) {
            out.entry(key).or_insert(index);
        }
    }
    out
}

/// The lines of a column: its heading, the others, and those it takes where they are left over.
fn headings(column: &Column) -> impl Iterator<Item = (&str, Closeness)> {
    let aliases = column.aliases.iter().map(|line| (line.as_str(), Closeness::Alias));
    let also = column.also.iter().map(|line| (line.as_str(), Closeness::Also));
    let own = (!column.derived && !column.unwritten).then_some((column.heading.as_str(), Closeness::Exact));
    own.into_iter().chain(aliases).chain(also)
}

/// A heading with the signs that stand for what can be written in place of its variables: a period, or 今期, or 次期.
fn variables(heading: &str) -> Vec<String> {
    let plain = heading.replace("{year}", Relation::YEAR);
    let mut out = vec![plain.replace("{period}", Relation::PERIOD).replace("{next}", Relation::PERIOD)];
    if plain.contains("{period}") || plain.contains("{next}") {
        out.push(plain.replace("{period}", Relation::CURRENT).replace("{next}", Relation::NEXT));
    }
    out
}

fn matched(entry: &Entry, spelling: &Spelling, closeness: Closeness) -> Match {
    let period = spelling.period.filter(|_| entry.dated);
    Match {
        form: entry.form,
        column: entry.column,
        closeness,
        period: if entry.next { period.map(Period::previous) } else { period },
        years: spelling.years,
        old: spelling.old,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_heading_is_taken_for_foreign() {
        let forms = crate::form::Library::builtin().forms;
        let vocabulary = Vocabulary::new(forms.iter().collect());
        let times = [
            "R7上半期",
            "令和7年度第2四半期",
            "令和７年９月末時点の",
            "前四半期の",
            "昨年度の",
            "9月末現在の",
            "報告期間の",
            "翌年度",
            "2025年度",
        ];
        let headings = || forms.iter().flat_map(|form| &form.columns).flat_map(headings).flat_map(|(line, _)| variables(line));
        for line in headings() {
            let plain = line.replace(['{', '}'], "");
            let written = times.iter().flat_map(|time| {
                [
                    line.replace(Relation::PERIOD, time).replace(Relation::YEAR, time),
                    format!("{time}{plain}"),
                    format!("①{plain}注1"),
                ]
            });
            for text in written {
                assert!(vocabulary.matches(&text, false).is_empty() || !vocabulary.is_foreign(&text), "{text}");
            }
        }
    }
}
