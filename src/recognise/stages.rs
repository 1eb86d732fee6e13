//! Columns that say the stage apart from the text: 段階 over 導入, or a column a stage with ○ in it.

use super::heading::{HeadingBlock, HeadingColumn, Headings};
use super::mapped::MappedColumn;
use super::shape;
use super::spelling::undecorated;
use super::vocabulary::Vocabulary;
use crate::form::{FieldType, Form};
use crate::model::text::fold;
use crate::model::{Address, Period};
use crate::source::{RawCell, RawValue};

/// So many rows of a column are looked at.
const LOOK: u32 = 60;

/// So many characters a stage has at most.
const LONGEST: usize = 20;

/// A column that says stages.
#[derive(Debug, Clone)]
pub struct StageColumn {
    /// Its heading.
    pub heading: HeadingColumn,
    /// Place of the form's column whose text they are of.
    pub column: usize,
    /// The period that its heading speaks of.
    period: Option<Period>,
    /// The stage that a mark in it stands for; without one its cells name the stages.
    pub mark: Option<String>,
}

/// What a cell of such a column says.
pub enum StageCell {
    /// A stage.
    Stage(String),
    /// ×, －: not this one.
    Not,
}

impl StageColumn {
    /// What a cell says; none where it is neither a stage nor a mark.
    pub fn read(&self, cell: &RawCell) -> Option<StageCell> {
        let text = cell.shown.trim();
        match &self.mark {
            Some(_) if is_not(text) => Some(StageCell::Not),
            Some(stage) => is_mark(text).then(|| StageCell::Stage(stage.clone())),
            None => {
                let words = text.trim_matches(|c: char| c.is_whitespace() || "【】［］[]〔〕〈〉＜＞《》「」".contains(c));
                // ③導入
                let words = undecorated(words);
                let short = (1..=LONGEST).contains(&words.chars().count()) && !words.contains(['【', '】']);
                let named = !fold(words).contains(|c: char| c.is_ascii_digit()) && words.chars().any(char::is_alphanumeric);
                let fits = cell.value == RawValue::Text && short && named && !is_mark(words);
                fits.then(|| StageCell::Stage(words.to_owned()))
            }
        }
    }
}

/// The columns under a heading that say stages, whatever stands over them; which of them count is settled when the fields
/// are known.
pub fn find(headings: &Headings<'_, '_>, block: &HeadingBlock) -> Vec<StageColumn> {
    let Headings { grid, vocabulary, .. } = *headings;
    let mut found: Vec<StageColumn> = Vec::new();
    let mut unclear: Vec<usize> = Vec::new();
    for heading in &block.columns {
        let lines = headings.over(block, heading.col);
        let Some((cell, lowest)) = lines.last() else { continue };
        let Some((column, period)) = meant(block.form, vocabulary, &lines) else { continue };
        let rows = (block.rows.end..block.rows.end + LOOK).take_while(|row| headings.find(*row).is_none());
        let below = rows.filter(|row| grid.row(*row).len() > 1 && !is_aside(grid.row(*row)));
        let cells: Vec<&RawCell> = below.filter_map(|row| grid.get(Address::new(row, heading.col))).collect();
        let marks = cells.iter().all(|cell| is_mark(cell.shown.trim()) || is_not(cell.shown.trim()));
        let text = lines.iter().map(|(_, line)| line.as_str()).collect::<Vec<_>>().join("\n");
        let heading = HeadingColumn { col: heading.col, cell: *cell, text, matches: Vec::new() };
        let stage = StageColumn { heading, column, period, mark: marks.then(|| name_in(lowest)) };
        if cells.iter().all(|cell| stage.read(cell).is_some()) {
            found.push(stage);
        } else {
            unclear.push(column);
        }
    }
    // half of the columns would give a lower stage than was reached
    found.retain(|stage| stage.mark.is_none() || !unclear.contains(&stage.column));
    // a single column of ○ says something else
    let marked = |column: usize| found.iter().filter(|stage| stage.mark.is_some() && stage.column == column).count();
    let lone: Vec<u32> =
        found.iter().filter(|stage| stage.mark.is_some() && marked(stage.column) < 2).map(|stage| stage.heading.col).collect();
    found.retain(|stage| !lone.contains(&stage.heading.col));
    found
}

/// Keeps the columns whose text is there and of the same period; of several that name the stages of one text, each is of the
/// text beside it. `within` tells which stand in the table: a list of words beside it may be one of choices.
/// Returns these columns, and the headings of the others.
pub fn settle(
    found: Vec<StageColumn>,
    form: &Form,
    columns: &[MappedColumn],
    within: impl Fn(u32) -> bool,
) -> (Vec<StageColumn>, Vec<HeadingColumn>) {
    let texts: Vec<(u32, usize, Option<Period>)> = columns
        .iter()
        .filter(|known| form.kind_at(known.column) == Some(FieldType::Stages))
        .map(|known| (known.col, known.column, known.period))
        .collect();
    let (found, outside): (Vec<_>, Vec<_>) =
        found.into_iter().partition(|stage| stage.mark.is_some() || within(stage.heading.col));
    let mut unknown: Vec<HeadingColumn> = outside.into_iter().map(|stage| stage.heading).collect();
    let named = |column: usize| found.iter().filter(move |stage| stage.mark.is_none() && stage.column == column);
    let beside = |stage: &StageColumn, behind: bool| {
        let col = if behind { stage.heading.col.checked_sub(1) } else { stage.heading.col.checked_add(1) };
        texts.iter().find(|(own, ..)| Some(*own) == col).map(|(_, column, _)| *column)
    };
    let mut settled = Vec::new();
    for stage in &found {
        let several = named(stage.column).count() > 1 && stage.mark.is_none();
        let side = [false, true].into_iter().find(|side| named(stage.column).all(|one| beside(one, *side).is_some()));
        let column = if several { side.and_then(|side| beside(stage, side)) } else { Some(stage.column) };
        let text = texts.iter().find(|(_, own, _)| Some(*own) == column);
        let fits = |period: Option<Period>| several || stage.period.is_none() || stage.period == period;
        match text.filter(|(.., period)| fits(*period)) {
            Some((_, column, _)) => settled.push(StageColumn { column: *column, ..stage.clone() }),
            None => unknown.push(stage.heading.clone()),
        }
    }
    (settled, unknown)
}

/// The stage in a heading over marks: without 実績 or 予定, and what adorns it.
fn name_in(heading: &str) -> String {
    let bare = heading.split(['（', '(']).find(|part| !part.is_empty()).unwrap_or(heading);
    let which = ["実績", "予定", "計画", "目標"];
    let name = which.iter().find_map(|word| bare.strip_prefix(word)).filter(|rest| !rest.is_empty());
    undecorated(name.unwrap_or(bare)).to_owned()
}

/// The column whose stages a heading says, and the period it speaks of: by all its cells, else by the lower ones under
/// those that say which text is meant.
fn meant(form: usize, vocabulary: &Vocabulary<'_>, lines: &[(Address, String)]) -> Option<(usize, Option<Period>)> {
    let from = |from: usize| -> String { lines.iter().skip(from).map(|(_, line)| line.as_str()).collect() };
    if let Some(found) = vocabulary.stages(form, &from(0)) {
        return Some(found);
    }
    let low = (1..lines.len()).find(|low| vocabulary.stages(form, &from(*low)).is_some())?;
    let (mut column, mut period) = vocabulary.stages(form, &from(low))?;
    let kind = |field: usize| vocabulary.forms.get(form).and_then(|form| form.kind_at(field));
    for (_, line) in lines.iter().take(low) {
        let found = vocabulary.find(line);
        if let Some(upper) = found.iter().find(|m| m.form == form && kind(m.column) == Some(FieldType::Stages)) {
            if upper.old {
                return None;
            }
            (column, period) = (upper.column, upper.period.or(period));
        } else if let Some((upper, own)) = vocabulary.stages(form, line) {
            (column, period) = (upper, own.or(period));
        } else if Period::find(line).is_some() || ["前回", "前期", "前年", "昨年"].iter().any(|word| line.contains(word))
        {
            return None;
        }
    }
    Some((column, period))
}

/// Rows that are no answers: ①②③ below the headings, （200字以内）, an example.
fn is_aside(cells: &[RawCell]) -> bool {
    let number = |cell: &RawCell| fold(&cell.shown).trim_matches(['(', ')']).parse::<u32>().is_ok();
    let remark = |cell: &RawCell| cell.shown.trim().starts_with(['（', '(']) && cell.shown.trim().ends_with(['）', ')']);
    cells.len() > 2 && cells.iter().take(3).all(number)
        || cells.iter().all(remark)
        || cells.iter().any(|cell| shape::is_example(&cell.shown))
}

/// ○ and what is put in its place.
fn is_mark(text: &str) -> bool {
    matches!(
        text,
        "○" | "〇"
            | "◯"
            | "●"
            | "◎"
            | "■"
            | "レ"
            | "ﾚ"
            | "✓"
            | "✔"
            | "☑"
            | "✅"
            | "済"
            | "済み"
            | "O"
            | "o"
            | "v"
            | "V"
            | "1"
            | "１"
    )
}

/// × and what is put in its place.
fn is_not(text: &str) -> bool {
    matches!(text, "×" | "✕" | "✗" | "☐" | "□" | "-" | "－" | "ー" | "―" | "—" | "0" | "０")
}
