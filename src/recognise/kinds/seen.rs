//! What the cells of a column look like.

use std::collections::BTreeSet;

use super::Sheet;
use super::around::only;
use super::heading::{Block, Stack};
use crate::form::vocabulary::{Boxes, CellWord, Lexicon, years_in};
use crate::model::text::fold;
use crate::model::{Address, date};
use crate::recognise::{info, shape};
use crate::source::{RawCell, RawValue, is_blank};

/// So many rows are looked at.
const LOOK: u32 = 120;

/// Counts over the cells of a column.
#[derive(Debug, Clone, Default)]
pub(super) struct Seen {
    /// Cells that hold something.
    pub filled: usize,
    /// Figures, and signs for none.
    pub numeric: usize,
    /// Signs for none among them: －.
    pub dashes: usize,
    /// Whole numbers.
    pub whole: usize,
    /// Codes: 1-1, (1)-2.
    pub codes: usize,
    /// Fiscal years, one or several.
    pub years: usize,
    /// Days: 令和6年4月1日.
    pub days: usize,
    /// ○, ×, 済.
    pub marks: usize,
    /// Those that say yes or half.
    pub yes: usize,
    /// Those that say no.
    pub no: usize,
    /// Lists of choices with their boxes.
    pub choices: usize,
    /// Words of a state.
    pub states: usize,
    /// Marks of an evaluation.
    pub evaluations: usize,
    /// 目標, 実績.
    pub roles: usize,
    /// Names of departments.
    pub offices: usize,
    /// Arrows and the like.
    pub arrows: usize,
    /// Cells that say again what stands right above them.
    pub again: usize,
    /// Characters of the texts.
    pub characters: usize,
    /// Different texts.
    pub distinct: BTreeSet<String>,
}

impl Seen {
    /// A count as a share of the filled cells.
    pub fn share(&self, count: usize) -> f64 {
        if self.filled == 0 { 0.0 } else { count as f64 / self.filled as f64 }
    }

    /// Figures for the most part?
    pub fn is_numeric(&self) -> bool {
        self.share(self.numeric) >= 0.6
    }

    /// How long its texts are.
    pub fn length(&self) -> f64 {
        self.share(self.characters)
    }

    /// Counts some cells.
    pub fn take_all<'c>(&mut self, cells: impl Iterator<Item = &'c RawCell>) {
        for cell in cells {
            self.take(cell, Lexicon::get());
        }
    }

    /// ☑はい □いいえ: one mark or one state, whatever its words.
    fn take_boxes(&mut self, boxes: &Boxes) {
        let lexicon = Lexicon::get();
        let marked: Vec<&str> = boxes.marked().collect();
        self.choices += 1;
        self.states += 1;
        self.marks += usize::from(boxes.are_marks());
        self.no += usize::from(marked.iter().any(|word| lexicon.is(word, CellWord::No)));
        self.yes += usize::from(marked.iter().any(|word| lexicon.is(word, CellWord::Yes)));
    }

    fn take(&mut self, cell: &RawCell, lexicon: &Lexicon) {
        let text = cell.shown.trim();
        if is_blank(text) {
            return;
        }
        self.filled += 1;
        self.characters += text.chars().count();
        if self.distinct.len() < 60 {
            self.distinct.insert(fold(text));
        }
        let number = matches!(cell.value, RawValue::Number(_));
        let dash = text.chars().all(|c| "—―–－‐-ー−─".contains(c));
        let short = text.chars().count() <= 30;
        if number || dash || short && starts_with_figure(text) {
            self.numeric += 1;
        }
        self.dashes += usize::from(dash);
        if let Some(boxes) = Boxes::of(text) {
            return self.take_boxes(&boxes);
        }
        self.arrows += usize::from(text.chars().all(|c| "→⇒➡⟶⇨➔〃－-—ー>＞".contains(c)));
        if !short {
            return;
        }
        let folded = fold(text);
        let bare = folded.trim_matches(['(', ')', '.', '第']);
        let whole = !bare.is_empty() && bare.len() <= 5 && bare.bytes().all(|b| b.is_ascii_digit());
        self.whole += usize::from(whole);
        let code = folded.contains(|c: char| c.is_ascii_digit())
            && folded.contains(['-', '.', '('])
            && folded.chars().all(|c| c.is_ascii_alphanumeric() || "-.()".contains(c));
        self.codes += usize::from(code && !number);
        self.years += usize::from(years_in(text).is_some_and(|time| time.years.is_some() || time.bare.is_some()));
        self.days += usize::from(matches!(cell.value, RawValue::Date(_)) || date(text).is_some());
        // 済（R5）
        let of_year = text.strip_suffix(['）', ')']).and_then(|rest| rest.rsplit_once(['（', '(']));
        let of_year = of_year.filter(|(_, year)| years_in(year).is_some_and(|time| time.years.is_some()));
        let words = lexicon.cell(of_year.map_or(text, |(word, _)| word));
        let is = |word: CellWord| words.contains(&word);
        let mark = is(CellWord::Yes) || is(CellWord::No) || is(CellWord::Half);
        self.no += usize::from(is(CellWord::No));
        self.yes += usize::from(mark && !is(CellWord::No));
        self.marks += usize::from(mark);
        self.states += usize::from(mark || is(CellWord::Status));
        self.evaluations += usize::from(is(CellWord::Evaluation));
        self.roles += usize::from(
            [CellWord::Target, CellWord::Actual, CellWord::Forecast, CellWord::Baseline, CellWord::Planned, CellWord::Rate]
                .iter()
                .any(|word| is(*word)),
        );
        let office =
            |text: &str| info::is_department_name(text) || ["全庁", "全課", "各課", "各担当課", "全部署"].contains(&text);
        let names = text.split(['、', '・', '\n', ',', '，', '／', '/', ' ', '\u{3000}']).filter(|name| !name.is_empty());
        self.offices +=
            usize::from(names.clone().next().is_some() && names.clone().filter(|name| office(name)).count() * 2 >= names.count());
    }
}

/// 1,500部, 約5分, ▲3%, 1枚あたり約5分.
fn starts_with_figure(text: &str) -> bool {
    let folded = fold(text);
    let body = folded.trim_start_matches(['約', '▲', '△', '-', '+', '¥', '¥', '延', 'べ', '計']);
    body.starts_with(|c: char| c.is_ascii_digit())
}

impl Sheet<'_, '_> {
    /// Does a row hold nothing but a note?
    pub(super) fn is_note(&self, row: u32) -> bool {
        only(self.grid.row(row)).is_some_and(|cell| shape::is_note(cell.shown.trim()))
    }

    /// Looks at the cells below each heading.
    pub(super) fn seen(&self, block: &Block, stacks: &[Stack], end: u32) -> Vec<Seen> {
        let lexicon = Lexicon::get();
        let last = end.min(block.rows.end + LOOK);
        stacks
            .iter()
            .map(|stack| {
                let mut seen = Seen::default();
                for row in (block.rows.end..last).filter(|row| !self.is_note(*row)) {
                    let Some(cell) = self.grid.get(Address::new(row, stack.col)) else { continue };
                    let wide = self.merges.at(cell.at).is_some_and(|range| range.first.col < stack.col);
                    let heading = stack.cells.iter().any(|(_, text)| *text == cell.shown);
                    if !wide && !heading {
                        seen.take(cell, lexicon);
                        let above =
                            self.grid.get(Address::new(row - 1, stack.col)).filter(|above| above.at.row >= block.rows.end);
                        seen.again += usize::from(above.is_some_and(|above| above.shown == cell.shown));
                    }
                }
                seen
            })
            .collect()
    }
}
