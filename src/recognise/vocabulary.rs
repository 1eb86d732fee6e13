//! The headings that the forms know, and how a written heading is matched with them.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::form::Form;
use crate::model::text::{fold, likeness};
use crate::model::{Era, FiscalYears, Period};

/// From this likeness on a heading is taken for a known one.
const NEAR: f64 = 0.72;

/// Longer texts are no headings.
const LONGEST: usize = 60;

/// Stands for a period in a heading, so that R7上半期までの取組内容 is one heading in all years.
const PERIOD: &str = "{p}";

/// Stands for a fiscal year in a heading.
const YEAR: &str = "{y}";

/// How a heading was matched, the better the greater.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Serialize, Deserialize)]
pub enum Closeness {
    /// Nearly: the likeness.
    Near(f64),
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
            Self::Alias => 0.9,
            Self::Exact => 1.0,
        }
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
}

#[derive(Debug, Clone, Copy)]
struct Entry {
    form: usize,
    column: usize,
    alias: bool,
    next: bool,
}

/// The headings of some forms.
#[derive(Debug)]
pub struct Vocabulary<'f> {
    /// The forms.
    pub forms: Vec<&'f Form>,
    entries: HashMap<String, Vec<Entry>>,
    /// The same, for near matches: sorted, so that the outcome does not depend on hashing.
    spellings: Vec<(String, Entry)>,
}

impl<'f> Vocabulary<'f> {
    /// Collects the headings of forms.
    pub fn new(forms: Vec<&'f Form>) -> Self {
        let mut entries: HashMap<String, Vec<Entry>> = HashMap::new();
        let mut spellings = Vec::new();
        for (form_index, form) in forms.iter().enumerate() {
            for (column_index, column) in form.columns.iter().enumerate() {
                let own = std::iter::once((&column.heading, false));
                for (heading, alias) in own.chain(column.aliases.iter().map(|alias| (alias, true))) {
                    let next = heading.contains("{next}");
                    let key = fold(&heading.replace("{period}", "{p}").replace("{next}", "{p}").replace("{year}", "{y}"));
                    let entry = Entry { form: form_index, column: column_index, alias, next };
                    let known = entries.entry(key.clone()).or_default();
                    if !known.iter().any(|other| (other.form, other.column) == (form_index, column_index)) {
                        known.push(entry);
                        spellings.push((key, entry));
                    }
                }
            }
        }
        Self { forms, entries, spellings }
    }

    /// The columns whose heading, or another spelling of it, a text is.
    pub fn find(&self, text: &str) -> Vec<Match> {
        if text.len() > LONGEST * 4 {
            return Vec::new();
        }
        // for each form the fullest spelling that it knows
        let mut out: Vec<Match> = Vec::new();
        for Spelling { key, period, years } in spellings_of(text) {
            let Some(entries) = self.entries.get(&key) else { continue };
            let known: Vec<usize> = out.iter().map(|m| m.form).collect();
            out.extend(entries.iter().filter(|entry| !known.contains(&entry.form)).map(|entry| Match {
                form: entry.form,
                column: entry.column,
                closeness: if entry.alias { Closeness::Alias } else { Closeness::Exact },
                period: if entry.next { period.map(Period::previous) } else { period },
                years,
            }));
        }
        out
    }

    /// The column of `form` whose heading a text nearly is.
    pub fn find_near(&self, text: &str, form: usize) -> Option<Match> {
        if text.len() > LONGEST * 4 {
            return None;
        }
        let Spelling { key, period, .. } = spellings_of(text).into_iter().next()?;
        let length = key.chars().count();
        if length < 3 {
            return None;
        }
        // texts of very different lengths cannot be near: what the one has more is all distance
        let may_be_near = |other: usize| length.min(other) as f64 >= length.max(other) as f64 * NEAR;
        self.spellings
            .iter()
            .filter(|(spelling, entry)| entry.form == form && may_be_near(spelling.chars().count()))
            .map(|(spelling, entry)| (likeness(&key, spelling), entry))
            .filter(|(likeness, _)| *likeness >= NEAR)
            .max_by(|a, b| a.0.total_cmp(&b.0))
            .map(|(likeness, entry)| Match {
                form,
                column: entry.column,
                closeness: Closeness::Near(likeness),
                period: if entry.next { period.map(Period::previous) } else { period },
                years: None,
            })
    }
}

/// A heading's folded form, with what was taken out of it.
struct Spelling {
    key: String,
    period: Option<Period>,
    years: Option<FiscalYears>,
}

/// A heading's folded forms, the fullest first: as written, by its year, without footnote marks, without what is in brackets.
fn spellings_of(text: &str) -> Vec<Spelling> {
    let folded = fold(text);
    let (whole, period) = templated(&folded);
    let mut out = vec![Spelling { key: whole.clone(), period, years: None }];
    if let Some((key, years)) = by_year(text) {
        out.push(Spelling { key, period: None, years: Some(years) });
    }
    let plain = whole.trim_matches(['*', '※', ':', '・', '○', '●', '■', '□', '◆']).to_owned();
    let plain = match plain.rfind('※') {
        Some(at) if at > 0 => plain[..at].to_owned(),
        _ => plain,
    };
    let bracket = plain.find(['(', '[', '<', '〔']).filter(|open| *open > 0 && plain.ends_with([')', ']', '>', '〕']));
    let short = bracket.map(|open| plain[..open].to_owned());
    if plain != whole {
        out.push(Spelling { key: plain, period, years: None });
    }
    out.extend(short.map(|key| Spelling { key, period, years: None }));
    out.retain(|spelling| !spelling.key.is_empty());
    out
}

/// Puts `{y}` for the fiscal years in a heading: R3⏎2021 and 令和６年度（2024年度） are one year each.
fn by_year(text: &str) -> Option<(String, FiscalYears)> {
    let folded = text.split('\n').map(fold).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n");
    let mut key = String::new();
    let mut first = None;
    let mut rest = folded.as_str();
    let mut before = None;
    while let Some(c) = rest.chars().next() {
        let boundary = before.is_none_or(|c: char| !c.is_ascii_alphanumeric() && c != '.');
        if boundary && let Some((years, tail)) = FiscalYears::strip(rest) {
            first.get_or_insert(years);
            key.push_str(YEAR);
            before = Some('度');
            rest = tail;
            continue;
        }
        key.push(c);
        before = Some(c);
        rest = &rest[c.len_utf8()..];
    }
    let years = first?;
    let key = key.replace("{y}\n({y})", YEAR).replace("{y}({y})", YEAR).replace("{y}\n{y}", YEAR).replace('\n', "");
    Some((key, years))
}

/// Can a period begin with this character of a folded text: a figure, an era, `fy`?
fn may_begin_year(c: char) -> bool {
    c.is_ascii_digit() || c == 'f' || Era::may_begin(c)
}

/// Puts `{p}` for the first period in a folded heading.
fn templated(folded: &str) -> (String, Option<Period>) {
    for (at, first) in folded.char_indices() {
        // neither a period nor, at the beginning, a word for one
        if at > 0 && !may_begin_year(first) {
            continue;
        }
        if folded[..at].chars().next_back().is_some_and(|c| c.is_ascii_alphanumeric()) {
            continue;
        }
        let rest = &folded[at..];
        if let Some((period, tail)) = Period::strip(rest) {
            let tail = tail.strip_prefix("分").or_else(|| tail.strip_prefix('末')).unwrap_or(tail);
            return (format!("{}{PERIOD}{tail}", &folded[..at]), Some(period));
        }
        if at == 0 {
            for word in
                ["上半期", "下半期", "上期", "下期", "前期", "後期", "今期", "次期", "来期", "今月", "当月", "来月", "翌月"]
            {
                if let Some(tail) = rest.strip_prefix(word) {
                    return (format!("{PERIOD}{tail}"), None);
                }
            }
            let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(0);
            if (1..=2).contains(&digits)
                && let Some(tail) = rest[digits..].strip_prefix('月')
            {
                let tail = tail.strip_prefix("分").or_else(|| tail.strip_prefix('末')).unwrap_or(tail);
                return (format!("{PERIOD}{tail}"), None);
            }
        }
    }
    (folded.to_owned(), None)
}
