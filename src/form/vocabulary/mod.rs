//! The words of headings, by what they say of a column.

mod boxes;
mod heading;
mod time;

use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

pub use boxes::Boxes;
pub use heading::{HeadingFacets, as_written, unit_label};
pub use time::{Part, Time, without_time, years_in};

use crate::model::Texts;
use crate::model::text::fold;

/// The words themselves.
const WORDS: &str = include_str!("words.toml");

/// What a word of a heading says of its column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[repr(u8)]
pub enum Facet {
    /// 指標, KPI.
    Indicator,
    /// 施策.
    Measure,
    /// 取組.
    Initiative,
    /// 事業.
    Project,
    /// 手続, 業務.
    Procedure,
    /// 項目.
    Item,
    /// 主な, 具体的な.
    Concrete,
    /// 名, 名称.
    Name,
    /// 内容: what is done.
    Content,
    /// 概要, 目的: its description.
    Description,
    /// 担当, 所管.
    Owner,
    /// 課, 部署.
    Office,
    /// 番号.
    Number,
    /// 基本目標, 政策.
    Goal,
    /// 方向, 基本方針.
    Direction,
    /// 分野, 区分.
    Section,
    /// 基準, 現状.
    Baseline,
    /// 目標.
    Target,
    /// 実績.
    Actual,
    /// 見込.
    Forecast,
    /// 評価, 達成状況.
    Evaluation,
    /// 達成率, 増減: computed.
    Rate,
    /// 値.
    Value,
    /// 年度, 期間.
    Year,
    /// 開始.
    From,
    /// 終了.
    To,
    /// 単位.
    Unit,
    /// 出典.
    Source,
    /// 備考.
    Note,
    /// 状況, 対応, 有無.
    State,
    /// 再掲.
    Relisted,
    /// 重点.
    Priority,
    /// までの.
    Done,
    /// 今後の, 以降.
    Planned,
    /// 中間, 最終.
    When,
    /// の, 及び.
    Filler,
}

/// Their names, in their order.
const NAMES: [Texts; 36] = [
    Texts::new("指標", "indicator"),
    Texts::new("施策", "measure"),
    Texts::new("取組", "initiative"),
    Texts::new("事業", "project"),
    Texts::new("手続", "procedure"),
    Texts::new("項目", "item"),
    Texts::new("主な", "concrete"),
    Texts::new("名称", "name"),
    Texts::new("内容", "content"),
    Texts::new("説明", "description"),
    Texts::new("担当", "owner"),
    Texts::new("課", "office"),
    Texts::new("番号", "number"),
    Texts::new("目標・政策", "goal"),
    Texts::new("方向・方針", "direction"),
    Texts::new("分野・区分", "section"),
    Texts::new("基準", "baseline"),
    Texts::new("目標", "target"),
    Texts::new("実績", "actual"),
    Texts::new("見込", "forecast"),
    Texts::new("評価", "evaluation"),
    Texts::new("率・増減", "rate"),
    Texts::new("値", "value"),
    Texts::new("年度・期間", "year"),
    Texts::new("開始", "from"),
    Texts::new("終了", "to"),
    Texts::new("単位", "unit"),
    Texts::new("出典", "source"),
    Texts::new("備考", "note"),
    Texts::new("状況", "state"),
    Texts::new("再掲", "relisted"),
    Texts::new("重点", "priority"),
    Texts::new("これまで", "done"),
    Texts::new("今後", "planned"),
    Texts::new("時期", "when"),
    Texts::new("の", "filler"),
];

/// The facets of a heading.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FacetSet(u64);

impl FacetSet {
    /// The set of one facet.
    pub const fn of(facet: Facet) -> Self {
        Self(1 << facet as u8)
    }

    /// Both sets together.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// This set without the facets of another.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Is a facet in it?
    pub const fn has(self, facet: Facet) -> bool {
        self.0 & (1 << facet as u8) != 0
    }

    /// Are all facets of another in it?
    pub const fn holds(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Have both a facet in common?
    pub const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Is there none?
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The names of its facets.
    pub fn names(self) -> impl Iterator<Item = Texts> {
        NAMES.iter().enumerate().filter(move |(at, _)| self.0 & (1 << at) != 0).map(|(_, name)| *name)
    }

    /// How many there are.
    pub const fn len(self) -> u32 {
        self.0.count_ones()
    }
}

impl FromIterator<Facet> for FacetSet {
    fn from_iter<I: IntoIterator<Item = Facet>>(facets: I) -> Self {
        facets.into_iter().fold(Self::default(), |set, facet| set.with(Self::of(facet)))
    }
}

/// What a short text in a cell, or at the end of a heading, can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CellWord {
    /// ○, 済.
    Yes,
    /// ×, 未.
    No,
    /// △.
    Half,
    /// 実施中, 検討中.
    Status,
    /// ◎, A, 達成.
    Evaluation,
    /// 目標 at the left of its figures.
    Target,
    /// 実績.
    Actual,
    /// 見込.
    Forecast,
    /// 基準.
    Baseline,
    /// 予定.
    Planned,
    /// 達成率.
    Rate,
    /// 件, ％.
    Units,
}

/// 移行済, 未移行, 移行中: a word with its state.
fn composed_state(folded: &str) -> &'static [CellWord] {
    let stem = |stem: &str| {
        (2..=4).contains(&stem.chars().count())
            && stem.chars().all(|c| matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{30a1}'..='\u{30fc}'))
    };
    let ends = |end: &str| folded.strip_suffix(end).is_some_and(stem);
    if ends("済") || ends("済み") {
        &[CellWord::Yes]
    } else if folded.strip_prefix('未').is_some_and(stem) {
        &[CellWord::No]
    } else if ends("中") {
        &[CellWord::Status]
    } else {
        &[]
    }
}

#[derive(Deserialize)]
struct Words {
    headings: BTreeMap<Facet, Vec<String>>,
    cells: BTreeMap<CellWord, Vec<String>>,
}

/// All words, ready to be looked up.
#[derive(Debug, Default)]
pub struct Lexicon {
    words: HashMap<String, Vec<Facet>>,
    cells: HashMap<String, Vec<CellWord>>,
    /// The longest word in characters.
    longest: usize,
}

impl Lexicon {
    /// The words that are built in.
    pub fn get() -> &'static Self {
        static LEXICON: OnceLock<Lexicon> = OnceLock::new();
        // a test reads the file
        LEXICON.get_or_init(|| Self::parse(WORDS).unwrap_or_default())
    }

    fn parse(text: &str) -> Result<Self, toml::de::Error> {
        let words: Words = toml::from_str(text)?;
        let mut lexicon = Self::default();
        for (facet, list) in words.headings {
            for word in list {
                let word = fold(&word);
                lexicon.longest = lexicon.longest.max(word.chars().count());
                let facets = lexicon.words.entry(word).or_default();
                if !facets.contains(&facet) {
                    facets.push(facet);
                }
            }
        }
        for (kind, list) in words.cells {
            for word in list {
                let kinds = lexicon.cells.entry(fold(&word)).or_default();
                if !kinds.contains(&kind) {
                    kinds.push(kind);
                }
            }
        }
        Ok(lexicon)
    }

    /// The facets that a folded word can have.
    fn word(&self, folded: &str) -> &[Facet] {
        self.words.get(folded).map(Vec::as_slice).unwrap_or_default()
    }

    /// What the text of a cell can be as a word.
    pub fn cell(&self, text: &str) -> &[CellWord] {
        if text.len() > 60 {
            return &[];
        }
        let folded = fold(text);
        self.cells.get(&folded).map_or_else(|| composed_state(&folded), Vec::as_slice)
    }

    /// Is the text of a cell such a word?
    pub fn is(&self, text: &str, word: CellWord) -> bool {
        self.cell(text).contains(&word)
    }

    /// Is a text nothing but a unit?
    pub fn is_unit(&self, text: &str) -> bool {
        const SCALES: [&str; 10] = ["百万", "千万", "十億", "百億", "十万", "十", "百", "千", "万", "億"];
        let plain = |text: &str| self.is(text, CellWord::Units);
        let one = |text: &str| {
            plain(text) || SCALES.iter().filter_map(|scale| text.strip_prefix(scale)).any(|unit| !unit.is_empty() && plain(unit))
        };
        one(text) || text.split_once('/').is_some_and(|(unit, per)| one(unit) && (one(per) || ["人", "日", "月"].contains(&per)))
    }
}

/// A word that is no facet.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no facet `{0}`")]
pub struct UnknownFacet(pub String);

/// A set of facets as a form writes it: `initiative name`.
///
/// # Errors
/// An [`UnknownFacet`] for the first word that is no facet.
pub fn facet_set(text: &str) -> Result<FacetSet, UnknownFacet> {
    #[derive(Deserialize)]
    struct One {
        facet: Facet,
    }
    let facet = |word: &str| {
        let one: Result<One, _> = toml::from_str(&format!("facet = \"{word}\""));
        one.map(|one| one.facet).map_err(|_| UnknownFacet(word.to_owned()))
    };
    text.split_whitespace().map(facet).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_are_sound() {
        let lexicon = Lexicon::parse(WORDS).unwrap();
        assert!(lexicon.word("指標").contains(&Facet::Indicator));
        assert!(lexicon.is("○", CellWord::Yes) && lexicon.is("％", CellWord::Units));
        assert!(facet_set("initiative name").is_ok() && facet_set("x").is_err());
    }
}
