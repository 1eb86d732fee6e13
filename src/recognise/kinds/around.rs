//! Lines around and between the rows of a table: captions that name a goal or a measure, units, the year of a title.

use unicode_normalization::UnicodeNormalization;

use super::Sheet;
use super::figure_role::role_of;
use super::heading::Block;
use super::units::{unit_at_end, unit_line};
use crate::form::vocabulary::{CellWord, Facet, FacetSet, HeadingFacets, Lexicon};
use crate::model::text::fold;
use crate::model::{Address, CellRange, FiscalYears, Period, ValueKind};
use crate::recognise::{info, shape};
use crate::source::RawCell;

/// So many lines above a heading are looked at.
const ABOVE: usize = 8;

/// So many rows below a heading tell whether lines between rows name measures.
const BELOW: usize = 40;

/// What stands around a table.
#[derive(Debug, Clone, Default)]
pub(super) struct Around {
    /// The fiscal year in a title.
    pub year: Option<i16>,
    /// The report's period, by an option, else by a title.
    pub report: Option<Period>,
    /// （単位：千円）.
    pub unit: Option<String>,
    /// 基準年度：令和5年度: the years of columns whose own headings tell none, by the words that they begin with.
    pub years_of: Vec<(String, FiscalYears)>,
    /// The role that a title says: 目標値一覧.
    pub role: Option<ValueKind>,
    /// 上段：目標　下段：実績: what the upper and the lower row of a record hold.
    pub halves: Option<(CellWord, CellWord)>,
    /// Does a line above the table name a measure?
    pub measure: bool,
    /// Does the first column name the records, whatever stands over it?
    pub turned: bool,
}

/// What a line says that all rows below it belong to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Level {
    /// A goal, a direction, a section.
    Place,
    /// A measure.
    Measure,
    /// A department.
    Office,
}

/// A line with its level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    pub level: Level,
    /// Does it say by a word which level it is?
    pub named: bool,
    pub at: Address,
    pub text: String,
}

/// Signs that lines between tables begin with.
const SIGNS: &[char] =
    &['■', '●', '◆', '◇', '□', '▼', '▽', '【', '＜', '<', '〈', '《', '≪', '〔', '［', '[', '▶', '►', '❖', '◎', '○'];

/// A line that names a place or a measure by its word and its number: 基本目標1 …, 施策1-2：…, 【分野】….
pub(super) fn named_level(text: &str) -> Option<Level> {
    let folded = fold(text);
    let body = folded.trim_start_matches(|c: char| SIGNS.contains(&c) || c == '(');
    let (level, rest) = leading(body)?;
    let rest = rest.trim_start_matches(['】', '>', ')', ']']);
    // 第7次総合計画, 第2期戦略: the title of a plan
    let counted = rest.trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c));
    if body.starts_with('第') && counted.len() < rest.len() && counted.starts_with(['次', '期', '回', '版', '四', '号']) {
        return None;
    }
    let numbered =
        rest.starts_with(|c: char| c.is_ascii_digit() || "(ivx一二三四五六七八九十".contains(c)) && !rest.starts_with("一覧");
    let named = rest.strip_prefix([':', '-', '・', '「']).is_some_and(|name| !name.is_empty());
    let name = rest.trim_start_matches(|c: char| c.is_ascii_digit() || "()-.:ivx一二三四五六七八九十 ".contains(c));
    // 第1章, 1章
    (numbered && !rest.is_empty() || named && name.chars().count() >= 2).then_some(level)
}

/// The level that the first word of a folded text says, and what follows it.
fn leading(folded: &str) -> Option<(Level, &str)> {
    let ends: Vec<usize> = folded.char_indices().map(|(at, c)| at + c.len_utf8()).take(8).collect();
    ends.into_iter().rev().find_map(|end| {
        let word = &folded[..end];
        let level = match word {
            "目標" | "方針" | "柱" | "第" => Level::Place,
            _ => {
                let facets = HeadingFacets::parse(word);
                if !facets.rest.is_empty() || facets.ordinal.is_some() || facets.time.is_some() {
                    return None;
                }
                let only = |wanted: Facet| facets.sets.contains(&FacetSet::of(wanted));
                if only(Facet::Measure) {
                    Level::Measure
                } else if only(Facet::Goal) || only(Facet::Direction) || only(Facet::Section) {
                    Level::Place
                } else {
                    return None;
                }
            }
        };
        Some((level, &folded[end..]))
    })
}

/// A line without the signs around it: 保健福祉課 of ■保健福祉課, 【保健福祉課】.
pub(super) fn without_signs(text: &str) -> &str {
    text.trim()
        .trim_start_matches(SIGNS)
        .trim_start_matches(['（', '('])
        .trim_end_matches(['）', ')', '】', '＞', '>', '〉', '》', '〕', '］', ']', '≫'])
        .trim()
}

/// Does a line begin with a sign that lines between tables have?
pub(super) fn is_signed(text: &str) -> bool {
    let explains = ["は", "を", "：", ":", "こと", "ください"].iter().any(|word| text.contains(word))
        && !text.trim_end().ends_with(['】', '＞', '>', '》', '〉']);
    text.trim_start().starts_with(SIGNS) && !explains
}

/// (1) 防災・減災, Ⅱ　組織の改革: a short line with a number before it. A day is none.
pub(super) fn is_numbered(text: &str) -> bool {
    let text = text.trim();
    let plain: String = text.nfkc().collect();
    let body = plain.trim_start_matches(['(', '[']);
    let rest = body.trim_start_matches(|c: char| c.is_ascii_digit() || "IVXivx".contains(c));
    let digits = body.len() - rest.len();
    let ends = rest.starts_with([')', ']', '.', '、', ' ', '\u{3000}', '-']);
    let name = rest.trim_start_matches(|c: char| !c.is_alphabetic());
    (1..=3).contains(&digits)
        && ends
        && name.chars().count() >= 2
        && text.chars().count() <= 40
        && !text.contains('。')
        && crate::model::date(text).is_none()
        && year_in_title(text).is_none()
}

impl Sheet<'_, '_> {
    /// What stands above a heading, down from `floor`: captions from the top, and other facts.
    pub(super) fn around(&self, block: &Block, floor: u32) -> (Around, Vec<Line>) {
        let mut around = Around { turned: self.turned, report: self.period, ..Around::default() };
        let mut lines = Vec::new();
        let before = self.rows.partition_point(|row| *row < block.rows.start);
        let from = self.rows.partition_point(|row| *row < floor);
        let titles = self.rows.iter().take(before).skip(from.max(before.saturating_sub(ABOVE)));
        let cells = titles.flat_map(|row| self.grid.row(*row));
        let name = self.grid.name.as_deref().unwrap_or_default();
        self.note_title(name, &mut around);
        // titles of the whole sheet count for tables further down
        let first = self.rows.iter().take(2).filter(|row| **row < floor).flat_map(|row| self.grid.row(*row));
        for cell in first.chain(cells) {
            let text = cell.shown.trim();
            if let Some(unit) = unit_at_end(text) {
                around.unit = Some(unit);
            }
            if text.chars().count() > 60 || text.contains('。') {
                continue;
            }
            around.halves = around.halves.or_else(|| upper_and_lower(text));
            let years_of = years_of_words(text);
            if !years_of.is_empty() {
                around.years_of.extend(years_of);
                continue;
            }
            self.note_title(text, &mut around);
            // （単位：％） may stand beside a caption
            let beside = self.grid.row(cell.at.row).iter().filter(|other| unit_line(&other.shown).is_none()).count();
            if beside == 1 && cell.at.row >= floor && unit_line(text).is_none() {
                let near = block.rows.start - cell.at.row <= 2;
                let labelled = info::label(text).is_some() || info::spaced(text).is_some() || !info::inline(text).is_empty();
                if near && !labelled && info::is_department_name(without_signs(text)) {
                    lines.push(Line { level: Level::Office, named: true, at: cell.at, text: text.to_owned() });
                    continue;
                }
                let level = named_level(text).or_else(|| {
                    ((is_signed(text) || is_numbered(text)) && !shape::is_note(text) && near).then_some(Level::Place)
                });
                // 【指標】 says what the table holds, not what it belongs to
                let facets = self.vocabulary.facets(without_signs(text));
                let of_kind = facets.is_label() && facets.has(Facet::Indicator);
                if let Some(level) = level.filter(|_| !of_kind) {
                    around.measure |= level == Level::Measure;
                    lines.push(Line { level, named: named_level(text).is_some(), at: cell.at, text: text.to_owned() });
                }
            }
        }
        let mut below = self.rows_from(block.rows.end).iter().take(BELOW).filter_map(|row| only(self.grid.row(*row)));
        around.measure |= below.any(|cell| named_level(&cell.shown) == Some(Level::Measure));
        (around, lines)
    }

    fn note_title(&self, text: &str, around: &mut Around) {
        // 達成状況（担当課：農政課）: what stands before the label
        let before = text.split(['（', '(']).next().unwrap_or_default();
        let text = if info::inline(text).is_empty() { text } else { before };
        if text.is_empty() || info::label(text).is_some() || !info::inline(text).is_empty() {
            return;
        }
        if let Some(year) = year_in_title(text) {
            around.year = Some(year);
        }
        around.report = around.report.or_else(|| Period::find(text));
        let facets = self.vocabulary.facets(text);
        around.role = role_of(&facets).or_else(|| title_role(text)).or(around.role);
    }
}

fn title_role(text: &str) -> Option<ValueKind> {
    [
        ("目標値", ValueKind::Target),
        ("実績値", ValueKind::Actual),
        ("実績", ValueKind::Actual),
        ("見込", ValueKind::Forecast),
        ("目標", ValueKind::Target),
    ]
    .into_iter()
    .filter(|(word, _)| text.contains(word) && !text.contains("基本目標"))
    .map(|(_, kind)| kind)
    .next()
}

/// What 上段 and 下段 hold by a line: a target or a plan, and what was reached.
pub(super) fn upper_and_lower(text: &str) -> Option<(CellWord, CellWord)> {
    const ROLES: [CellWord; 5] = [CellWord::Target, CellWord::Actual, CellWord::Forecast, CellWord::Baseline, CellWord::Planned];
    let of = |part: &str| {
        let rest = &text[text.find(part)? + part.len()..];
        let rest = rest.trim_start_matches(['：', ':', '＝', '=', 'は', '（', '(', ' ', '\u{3000}']);
        let word: String = rest.chars().take_while(|c| c.is_alphanumeric()).collect();
        Lexicon::get().cell(&word).iter().copied().find(|word| ROLES.contains(word))
    };
    Some((of("上段")?, of("下段")?)).filter(|(upper, lower)| upper != lower)
}

/// 基準年度：令和5年度　最終目標：令和10年度: roles of figures, each with its year, and nothing else.
pub(in crate::recognise) fn years_of_words(text: &str) -> Vec<(String, FiscalYears)> {
    let body = text.trim().trim_start_matches(['※', '（', '(', '・']).trim_end_matches(['）', ')']);
    let parts = body.split(|c: char| c.is_whitespace() || "、，,／/；;".contains(c)).filter(|part| !part.is_empty());
    let pair = |part: &str| {
        let (label, year) = part.split_once(['：', ':', '＝', '='])?;
        let label = fold(label);
        let years = FiscalYears::find(&fold(year)).filter(|years| years.only().is_some())?;
        let word = ["年度", "年", "値"].iter().find_map(|end| label.strip_suffix(end)).unwrap_or(&label);
        (role_of(&HeadingFacets::parse(&label)).is_some() && !word.is_empty()).then(|| (word.to_owned(), years))
    };
    parts.map(pair).collect::<Option<Vec<_>>>().unwrap_or_default()
}

/// The one fiscal year that a title is about.
fn year_in_title(text: &str) -> Option<i16> {
    let folded = fold(text);
    let mut found: Option<FiscalYears> = None;
    let mut at = 0;
    while at < folded.len() {
        let rest = folded.get(at..)?;
        let fresh = !folded[..at].ends_with(|c: char| c.is_ascii_alphanumeric());
        if fresh && let Some((years, tail)) = FiscalYears::strip(rest) {
            if years.only().is_none() || found.is_some_and(|known| known != years) {
                return None;
            }
            found = Some(years);
            at = folded.len() - tail.len();
            continue;
        }
        at += rest.chars().next().map_or(1, char::len_utf8);
    }
    let period = || Period::find(text).filter(|period| !matches!(period, Period::Year(_))).map(Period::fiscal_year);
    found.and_then(FiscalYears::only).or_else(period)
}

/// Is a cell merged over more than half of these columns?
pub(super) fn is_wide(range: Option<CellRange>, (first, last): (u32, u32)) -> bool {
    range.is_some_and(|range| (range.last.col - range.first.col + 1) * 2 > last - first + 1 && range.last.col > range.first.col)
}

/// The only cell of a row.
pub(super) fn only(cells: &[RawCell]) -> Option<&RawCell> {
    match cells {
        [only] => Some(only),
        _ => None,
    }
}
