//! A heading cut into words: its facets, its time, its unit, and what is left over.

use unicode_normalization::UnicodeNormalization;

use super::time::{self, Time};
use super::{Facet, FacetSet, Lexicon};
use crate::model::Lang;
use crate::model::text::fold;

/// A heading longer than this is seldom one.
const LONGEST: usize = 60;

/// So many ways to understand a heading are kept.
const WAYS: usize = 16;

/// What a heading says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeadingFacets {
    /// The sets of facets it can have: one, but where a word has several meanings.
    pub sets: Vec<FacetSet>,
    /// The time it names.
    pub time: Time,
    /// The unit in its brackets.
    pub unit: Option<String>,
    /// The number behind its words: 取組1.
    pub ordinal: Option<u32>,
    /// What no word knows.
    pub rest: String,
    /// The length of all of it in characters.
    pub length: usize,
}

impl Default for HeadingFacets {
    fn default() -> Self {
        Self { sets: vec![FacetSet::default()], time: Time::default(), unit: None, ordinal: None, rest: String::new(), length: 0 }
    }
}

impl HeadingFacets {
    /// Reads a heading.
    ///
    /// ```
    /// # use torimatome::form::vocabulary::{Facet, HeadingFacets};
    /// let found = HeadingFacets::parse("R7 目標値（％）");
    /// assert!(found.has(Facet::Target));
    /// assert_eq!((found.time.years.map(|years| years.from), found.unit.as_deref()), (Some(2025), Some("%")));
    /// ```
    pub fn parse(text: &str) -> Self {
        let mut out = Self::default();
        if text.chars().count() > LONGEST {
            text.clone_into(&mut out.rest);
            out.length = text.chars().count();
            return out;
        }
        let folded = fold(text);
        out.length = folded.chars().filter(|c| c.is_alphanumeric()).count();
        // 上 and 下 under a year
        if let Some((time, rest)) = time::short_half(&folded).filter(|(_, rest)| rest.is_empty() || rest.starts_with('(')) {
            out.time = time;
            out.read(rest);
        } else {
            out.read(&folded);
        }
        out.unit = out.unit.take().map(|unit| as_written(&unit, text));
        out
    }

    /// Does the text name a field, whatever the kind?
    pub fn is_label(&self) -> bool {
        let empty = [Facet::Filler, Facet::When, Facet::Concrete].into_iter().collect();
        let quiet = self.sets.iter().all(|set| set.without(empty).is_empty());
        !quiet && self.known() >= 0.75 && self.ordinal.is_none()
    }

    fn read(&mut self, folded: &str) {
        for token in tokens(folded) {
            match token {
                Token::Bracket(inner) => self.bracket(inner),
                Token::Time(time) => self.time = self.time.or(time),
                Token::Word(facets) => self.add(facets),
                Token::Number(number) => self.ordinal = self.ordinal.or(number),
                Token::Unit(unit) => self.unit = self.unit.take().or_else(|| Some(unit.to_owned())),
                Token::Rest(c) => self.rest.push(c),
                Token::Sign => {}
            }
        }
    }

    fn bracket(&mut self, inner: &str) {
        let lexicon = Lexicon::get();
        let unit = inner.strip_prefix("単位").map(|rest| rest.trim_start_matches([':', '/', '・']));
        if let Some(unit) = unit {
            if unit.is_empty() {
                self.add(&[Facet::Unit]);
            } else {
                self.unit = self.unit.take().or(Some(unit.to_owned()));
            }
            return;
        }
        let listed = |sign: char| inner.contains(sign) && inner.split(sign).all(|unit| lexicon.is_unit(unit));
        if lexicon.is_unit(inner) || ['、', ',', '・'].into_iter().any(listed) {
            self.unit = self.unit.take().or(Some(inner.to_owned()));
            return;
        }
        // what is in brackets and no word knows is a remark
        let rest = std::mem::take(&mut self.rest);
        let before = self.sets.clone();
        self.read(inner);
        // 主な事業（担当課）: who does it stands there, too
        let owner: FacetSet = [Facet::Owner, Facet::Office, Facet::Name].into_iter().collect();
        if before.iter().any(|set| !set.is_empty())
            && self.sets.iter().all(|set| before.iter().any(|own| set.holds(*own) && owner.holds(set.without(*own))))
        {
            self.sets = before;
        }
        let left = std::mem::replace(&mut self.rest, rest).chars().count();
        self.length = self.length.saturating_sub(left);
    }

    fn add(&mut self, facets: &[Facet]) {
        let mut sets: Vec<FacetSet> =
            facets.iter().flat_map(|facet| self.sets.iter().map(move |set| set.with(FacetSet::of(*facet)))).collect();
        sets.sort_unstable();
        sets.dedup();
        sets.truncate(WAYS);
        self.sets = sets;
    }

    /// Can it have a facet?
    pub fn has(&self, facet: Facet) -> bool {
        self.sets.iter().any(|set| set.has(facet))
    }

    /// Has it a facet, however it is understood?
    pub fn must_have(&self, facet: Facet) -> bool {
        self.sets.iter().all(|set| set.has(facet))
    }

    /// The part of it that words know, from 0 to 1.
    pub fn known(&self) -> f64 {
        if self.length == 0 {
            return if self.unit.is_some() { 1.0 } else { 0.0 };
        }
        1.0 - (self.rest.chars().count() as f64 / self.length as f64).min(1.0)
    }

    /// Its facets in words, for `inspect`: 目標・値・2025・%.
    pub fn describe(&self, lang: Lang) -> String {
        let quiet = FacetSet::of(Facet::Filler);
        let set = self.sets.first().copied().unwrap_or_default().without(quiet);
        let mut words: Vec<String> = set.names().map(|name| name.get(lang).to_owned()).collect();
        if let Some(years) = self.time.years {
            words.push(years.only().map_or_else(|| format!("{}-{}", years.from, years.to), |year| year.to_string()));
        }
        words.extend(self.time.part.map(|part| part.describe(lang)));
        words.extend(self.unit.iter().cloned());
        if !self.rest.is_empty() {
            words.push(format!("?{}", self.rest));
        }
        words.join(if lang == Lang::Ja { "＋" } else { " + " })
    }

    /// Does it say nothing?
    pub fn is_empty(&self) -> bool {
        self.sets.iter().all(|set| set.is_empty()) && !self.time.is_some() && self.unit.is_none()
    }

    /// This heading below another: both together, what this one says counting first.
    #[must_use]
    pub fn under(&self, upper: &Self) -> Self {
        let mut sets: Vec<FacetSet> = self.sets.iter().flat_map(|low| upper.sets.iter().map(|high| low.with(*high))).collect();
        sets.sort_unstable();
        sets.dedup();
        sets.truncate(WAYS);
        Self {
            sets,
            time: self.time.or(upper.time),
            unit: self.unit.clone().or_else(|| upper.unit.clone()),
            ordinal: self.ordinal.or(upper.ordinal),
            rest: format!("{}{}", upper.rest, self.rest),
            length: self.length + upper.length,
        }
    }
}

/// A folded unit with the capitals that the text has: kWh.
pub fn as_written(folded: &str, text: &str) -> String {
    let plain: String = text.nfkc().filter(|c| !c.is_whitespace()).collect();
    let at = plain
        .char_indices()
        .map(|(at, _)| at)
        .find(|at| plain[*at..].chars().flat_map(char::to_lowercase).take(folded.chars().count()).eq(folded.chars()));
    at.map_or_else(|| folded.to_owned(), |at| plain[at..].chars().take(folded.chars().count()).collect())
}

/// The unit that a folded text names to its end: 単位:千円, 単位人.
pub fn unit_label(folded: &str) -> Option<&str> {
    const LONGEST: usize = 8;
    let rest = folded.strip_prefix("単位")?;
    let unit = rest.trim_start_matches([':', '/', '・', '-', '=']);
    let is_known = |unit: &str| Lexicon::get().is_unit(unit);
    let short = unit.len() < rest.len() && !unit.is_empty() && unit.chars().count() <= LONGEST;
    let stated = rest.strip_prefix('は').filter(|unit| is_known(unit));
    stated.or_else(|| (short || is_known(rest)).then_some(unit))
}

/// What stands in the brackets that a text begins with, and what follows them.
fn brackets(text: &str) -> Option<(&str, &str)> {
    let pairs = [('(', ')'), ('[', ']'), ('【', '】'), ('〔', '〕'), ('<', '>'), ('〈', '〉'), ('《', '》'), ('「', '」')];
    let open = text.chars().next()?;
    let (_, close) = pairs.iter().find(|(sign, _)| *sign == open)?;
    let mut depth = 0_usize;
    for (at, c) in text.char_indices() {
        if c == open {
            depth += 1;
        } else if c == *close {
            depth -= 1;
            if depth == 0 {
                return Some((&text[open.len_utf8()..at], &text[at + c.len_utf8()..]));
            }
        }
    }
    None
}

/// A piece of a heading.
#[derive(Debug, Clone, Copy)]
enum Token<'t> {
    Bracket(&'t str),
    Time(Time),
    Word(&'static [Facet]),
    Number(Option<u32>),
    Unit(&'t str),
    Rest(char),
    Sign,
}

/// The best way to a place of the text so far.
#[derive(Debug, Clone, Copy)]
struct Segmentation<'t> {
    cost: u32,
    from: usize,
    token: Token<'t>,
    /// Is it known what stands before the place?
    known: bool,
}

/// What a character that no word knows costs; a word costs 1.
const REST: u32 = 10;

/// What a word of one character costs.
const SINGLE: u32 = 4;

/// Cuts a folded text into pieces so that as little as possible is left over.
fn tokens(folded: &str) -> Vec<Token<'_>> {
    let lexicon = Lexicon::get();
    let mut ways: Vec<Option<Segmentation<'_>>> = vec![None; folded.len() + 1];
    for (at, c) in folded.char_indices() {
        let (before, known) = match ways.get(at).copied().flatten() {
            Some(way) => (way.cost, way.known),
            None if at == 0 => (0, true),
            None => continue,
        };
        let rest = &folded[at..];
        let mut put = |to: usize, cost: u32, token, known| {
            let way = Segmentation { cost: before + cost, from: at, token, known };
            if let Some(place) = ways.get_mut(to)
                && place.is_none_or(|other| other.cost > way.cost)
            {
                *place = Some(way);
            }
        };
        if let Some((inner, tail)) = brackets(rest) {
            put(folded.len() - tail.len(), 0, Token::Bracket(inner), true);
            continue;
        }
        if at > 0
            && let Some(unit) = unit_label(rest)
        {
            put(folded.len(), 0, Token::Unit(unit), true);
            continue;
        }
        let joined = folded[..at].ends_with(|c: char| c.is_ascii_alphanumeric()) && c.is_ascii_alphanumeric();
        if !joined && let Some((time, tail)) = time::strip(rest) {
            put(folded.len() - tail.len(), 1, Token::Time(time), true);
        }
        for (count, (end, last)) in rest.char_indices().take(lexicon.longest).enumerate() {
            let end = end + last.len_utf8();
            let facets = lexicon.word(&rest[..end]);
            // a single character is a word only behind a word, at the end, or alone
            let single = count == 0;
            let stands = !single
                || known
                    && (at > 0 || end == rest.len())
                    && !rest[end..].starts_with(|c: char| c.is_alphanumeric() && !facets.contains(&Facet::Filler));
            if !facets.is_empty() && stands {
                put(at + end, if single { SINGLE } else { 1 }, Token::Word(facets), true);
            }
        }
        let width = c.len_utf8();
        if c.is_ascii_digit() && !joined {
            let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
            if known || end == rest.len() {
                put(at + end, 2, Token::Number(rest[..end].parse().ok()), true);
            }
        }
        if c.is_alphanumeric() {
            put(at + width, REST, Token::Rest(c), false);
        } else {
            put(at + width, 0, Token::Sign, known);
        }
    }
    let mut out = Vec::new();
    let mut at = folded.len();
    while let Some(way) = ways.get(at).copied().flatten() {
        out.push(way.token);
        at = way.from;
        if at == 0 {
            break;
        }
    }
    out.reverse();
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn composed_headings() {
        let found = HeadingFacets::parse("目標値\n（令和１０年度）");
        assert!(found.has(Facet::Target) && found.time.years.is_some() && found.rest.is_empty(), "{found:?}");
        let found = HeadingFacets::parse("取組１");
        assert_eq!((found.ordinal, found.rest.as_str()), (Some(1), ""));
        let found = HeadingFacets::parse("第2四半期");
        assert!(found.time.part.is_some() && found.rest.is_empty(), "{found:?}");
        for text in ["所管課", "担当部署", "課名", "主管課名", "主担当課"] {
            let found = HeadingFacets::parse(text);
            assert!(found.has(Facet::Office) && found.rest.is_empty(), "{text} {found:?}");
        }
        let found = HeadingFacets::parse("目標（件）");
        assert_eq!(found.unit.as_deref(), Some("件"));
        let found = HeadingFacets::parse("R7目標値 単位：千円");
        assert!(found.has(Facet::Target) && found.rest.is_empty() && found.unit.as_deref() == Some("千円"), "{found:?}");
        assert!(HeadingFacets::parse("課題の整理").has(Facet::Description));
    }
}
