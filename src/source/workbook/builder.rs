//! Puts a sheet together from what a reader finds, in whatever order it finds it.

use std::collections::{BTreeMap, BTreeSet};

use super::budget::{Budget, CELL_BYTES, too_large};
use super::damage::{Damage, part};
use super::drawn::Rich;
use super::fault::{Fault, WorkbookLimit};
use super::shown::{Epoch, Pattern, in_full};
use super::styles::Styles;
use crate::model::{Address, CellRange, Comment, Texts, Visibility};
use crate::source::{Grid, Look, Object, RawCell, RawValue, is_blank, is_picture};

/// The largest sheet that any program makes: 1,048,576 rows.
const MAX_ROW: u32 = 1_048_575;
/// LibreOffice goes to 16,384 columns, as Excel does.
const MAX_COLUMN: u32 = 16_383;
/// Drawings beyond this are not looked at: nobody draws so many by hand.
const MAX_OBJECTS: usize = 20_000;

/// Coloured cells beyond this are formatting of whole sheets, not marks that somebody made.
const MAX_FILLS: usize = 200_000;

/// A sheet in the making.
pub(super) struct Builder<'a> {
    budget: &'a Budget<'a>,
    grid: Grid,
    hidden_rows: Vec<(u32, u32)>,
    hidden_columns: Vec<(u32, u32)>,
    comments: BTreeMap<Address, String>,
    damage: Vec<Damage>,
}

impl<'a> Builder<'a> {
    /// An empty sheet.
    pub(super) fn new(budget: &'a Budget<'a>, name: String, visibility: Visibility) -> Self {
        let grid = Grid { name: Some(name), visibility, ..Grid::default() };
        Self { budget, grid, hidden_rows: Vec::new(), hidden_columns: Vec::new(), comments: BTreeMap::new(), damage: Vec::new() }
    }

    /// A part of the sheet, or the cell at `at`, could not be read.
    pub(super) fn damage(&mut self, at: Option<Address>, part: Texts, detail: Texts) {
        Damage::note(&mut self.damage, self.grid.name.as_deref(), at, part, detail);
    }

    /// The end of reading a part of the sheet: what was read before a fault stays.
    pub(super) fn end_of(&mut self, part: Texts, read: Result<(), Fault>) -> Result<(), Fault> {
        if let Err(fault) = read {
            self.damage(None, part, fault.in_a_part()?);
        }
        Ok(())
    }

    /// A text; blank ones are passed over.
    pub(super) fn text(&mut self, at: Address, text: String) -> Result<(), Fault> {
        if is_blank(&text) {
            self.budget.tick()
        } else if is_picture(&text) {
            self.picture(at, "")
        } else {
            self.push(at, RawValue::Text, text)
        }
    }

    /// A text in a cell of this format, with its pieces. What the format hides is a text all the same.
    pub(super) fn styled(
        &mut self,
        at: Address,
        (styles, style): (&Styles, usize),
        text: String,
        rich: Option<&Rich>,
    ) -> Result<(), Fault> {
        if is_blank(&text) {
            return self.budget.tick();
        }
        let drawn = styles.drawn(style);
        self.fill(at, drawn.fill)?;
        self.look(at, drawn.look(rich))?;
        if styles.hides_text(style) {
            self.look(at, Some(Look::Unseen))?;
        }
        match styles.show_text(style, &text) {
            Some(shown) if shown != text => {
                self.stored(at, text)?;
                self.text(at, shown)
            }
            _ => self.text(at, text),
        }
    }

    /// The text that a cell holds, where its format shows another.
    pub(super) fn stored(&mut self, at: Address, text: String) -> Result<(), Fault> {
        self.budget.memory(48 + text.len() as u64)?;
        self.grid.stored.texts.push((at, text));
        Ok(())
    }

    /// A cell that refers to a shared text that is blank, or to one that the file does not have.
    pub(super) fn no_text(&mut self, at: Address, missing: bool) -> Result<(), Fault> {
        if missing {
            self.damage(
                Some(at),
                part::CELL,
                Texts::new("文字列がファイルの中にありません", "its text is missing from the file"),
            );
        }
        self.budget.tick()
    }

    /// A number in a cell of this format.
    pub(super) fn number(&mut self, at: Address, (styles, style): (&Styles, usize), number: f64) -> Result<(), Fault> {
        let drawn = styles.drawn(style);
        self.fill(at, drawn.fill)?;
        self.look(at, drawn.look(None))?;
        let (value, shown) = styles.show(style, number);
        self.typed(at, value, shown)
    }

    /// A value and what is shown for it: a number has all its digits, and a picture is no text.
    pub(super) fn typed(&mut self, at: Address, value: RawValue, shown: String) -> Result<(), Fault> {
        match value {
            RawValue::Number(number) => match in_full(number, &shown) {
                Some(full) => {
                    self.look(at, Some(Look::Shortened(shown)))?;
                    self.push(at, value, full)
                }
                None => self.push(at, value, shown),
            },
            RawValue::Text => self.text(at, shown),
            _ => self.push(at, value, shown),
        }
    }

    /// A picture in the place of a value; `text` is its alternative text, if any.
    pub(super) fn picture(&mut self, at: Address, text: &str) -> Result<(), Fault> {
        let text = if is_blank(text) { "画像" } else { text };
        self.push(at, RawValue::Picture, text.to_owned())
    }

    /// A truth value.
    pub(super) fn truth(&mut self, at: Address, truth: bool) -> Result<(), Fault> {
        self.push(at, RawValue::Bool(truth), if truth { "TRUE" } else { "FALSE" }.to_owned())
    }

    /// A cell that has a format only.
    pub(super) fn blank(&mut self, at: Address, (styles, style): (&Styles, usize)) -> Result<(), Fault> {
        self.fill(at, styles.drawn(style).fill)?;
        self.budget.tick()
    }

    /// The ground of the cell at `at` has this colour; 0 is plain paper.
    pub(super) fn fill(&mut self, at: Address, colour: u32) -> Result<(), Fault> {
        if colour != 0 && self.grid.fills.len() <= MAX_FILLS {
            self.budget.memory(12)?;
            self.grid.fills.push((at, colour));
        }
        Ok(())
    }

    /// Any value that is not blank. A number beyond all numbers is what it shows, a text.
    pub(super) fn push(&mut self, at: Address, value: RawValue, shown: String) -> Result<(), Fault> {
        if at.row > MAX_ROW || at.col > MAX_COLUMN {
            self.damage(Some(at), part::CELL, Texts::new("シートの範囲の外にあります", "it lies outside the sheet"));
            return self.budget.tick();
        }
        let value = if matches!(value, RawValue::Number(number) if !number.is_finite()) { RawValue::Text } else { value };
        if value == RawValue::Text && is_blank(&shown) {
            return self.budget.tick();
        }
        let hidden = matches!(value, RawValue::Number(number) if number != 0.0) && is_blank(&shown);
        let shown = match value {
            // hidden by its format, not by its value: the value counts, with a finding
            RawValue::Number(number) if hidden => {
                self.look(at, Some(Look::Unseen))?;
                let shown = Pattern::parse("General").show(number, Epoch::default()).1;
                in_full(number, &shown).unwrap_or(shown)
            }
            _ => shown,
        };
        self.budget.cell(&shown)?;
        self.grid.cells.push(RawCell { at, value, shown });
        Ok(())
    }

    /// The cell at `at` is drawn so.
    pub(super) fn look(&mut self, at: Address, look: Option<Look>) -> Result<(), Fault> {
        let Some(look) = look else { return Ok(()) };
        let length = if let Look::StruckPart(text) | Look::Shortened(text) = &look { text.len() } else { 0 };
        self.budget.memory(48 + length as u64)?;
        self.grid.looks.push((at, look));
        Ok(())
    }

    /// The cell at `at` is written in a way that other readers pass over.
    pub(super) fn passed_over(&mut self, at: Address) -> Result<(), Fault> {
        self.budget.memory(8)?;
        self.grid.stored.passed_over.push(at);
        Ok(())
    }

    /// A cell does not say where it stands.
    pub(super) fn without_address(&mut self) {
        self.grid.stored.without_address = true;
    }

    /// The cell at `at` has reading aids over its letters.
    pub(super) fn aided(&mut self, at: Address) -> Result<(), Fault> {
        self.budget.memory(8)?;
        self.grid.stored.aided.push(at);
        Ok(())
    }

    /// What is printed at the head of each page, with the codes of a workbook.
    pub(super) fn page_header(&mut self, code: &str) -> Result<(), Fault> {
        let text = header_text(code);
        if !is_blank(&text) && self.grid.page_header.is_none() {
            self.budget.memory(text.len() as u64)?;
            self.grid.page_header = Some(text);
        }
        Ok(())
    }

    /// A cell holds a formula, whatever came of it.
    pub(super) fn formula(&mut self, at: Address) {
        match &mut self.grid.formulas {
            Some((_, count)) => *count += 1,
            none => *none = Some((at, 1)),
        }
    }

    /// A merged area; one of a single cell says nothing.
    pub(super) fn merge(&mut self, range: CellRange) -> Result<(), Fault> {
        let (a, b) = (range.first, range.last);
        let first = Address::new(a.row.min(b.row), a.col.min(b.col));
        let last = Address::new(a.row.max(b.row).min(MAX_ROW), a.col.max(b.col).min(MAX_COLUMN));
        if first != last && first.row <= MAX_ROW && first.col <= MAX_COLUMN {
            if self.grid.merges.len() as u64 >= self.budget.limits.cells {
                return Err(too_large(WorkbookLimit::Cells, self.budget.limits.cells));
            }
            self.budget.tick()?;
            self.grid.merges.push(CellRange::new(first, last));
        }
        Ok(())
    }

    /// Rows that are not shown, both ends included.
    pub(super) fn hide_rows(&mut self, first: u32, last: u32) {
        match self.hidden_rows.last_mut() {
            Some((_, end)) if end.checked_add(1) == Some(first) => *end = last,
            _ => self.hidden_rows.push((first, last)),
        }
    }

    /// Columns that are not shown, both ends included.
    pub(super) fn hide_columns(&mut self, first: u32, last: u32) {
        self.hidden_columns.push((first, last));
    }

    /// A remark on a cell; several on one cell follow each other.
    pub(super) fn comment(&mut self, at: Address, text: &str) -> Result<(), Fault> {
        let text = text.trim_matches('\n');
        if is_blank(text) {
            return self.budget.tick();
        }
        self.budget.cell(text)?;
        let whole = self.comments.entry(at).or_default();
        if !whole.is_empty() {
            whole.push('\n');
        }
        whole.push_str(text);
        Ok(())
    }

    /// Something that stands on the sheet but in no cell.
    pub(super) fn object(&mut self, object: Object) -> Result<(), Fault> {
        if self.grid.objects.len() < MAX_OBJECTS {
            self.budget.memory(64 + object.text.len() as u64)?;
            self.grid.objects.push(object);
        }
        Ok(())
    }

    /// The sheet, as the contract of [`Grid`] wants it.
    pub(super) fn finish(self) -> Result<(Grid, Vec<Damage>), Fault> {
        let Self { mut grid, hidden_rows, hidden_columns, comments, damage, budget } = self;
        if !grid.cells.is_sorted_by(|a, b| a.at < b.at) {
            // sorting in order takes half the cells' room once more
            budget.memory(grid.cells.len() as u64 * CELL_BYTES / 2)?;
            grid.cells.sort_by_key(|cell| cell.at);
            // of a cell written twice the later one counts, as in Excel
            grid.cells.dedup_by(|later, kept| {
                let same = later.at == kept.at;
                if same {
                    std::mem::swap(later, kept);
                }
                same
            });
        }
        grid.looks.sort_by_key(|(at, _)| *at);
        grid.looks.dedup_by_key(|(at, _)| *at);
        let cells = &grid.cells;
        grid.looks.retain(|(at, _)| cells.binary_search_by_key(at, |cell| cell.at).is_ok());
        grid.comments = comments.into_iter().map(|(cell, text)| Comment { cell, text }).collect();
        grid.merges.sort_unstable();
        grid.merges.dedup();
        if !hidden_rows.is_empty() {
            grid.hidden_rows = among(hidden_rows, grid.cells.iter().map(|cell| cell.at.row));
        }
        if !hidden_columns.is_empty() {
            grid.hidden_columns = among(hidden_columns, grid.cells.iter().map(|cell| cell.at.col));
        }
        if grid.fills.len() > MAX_FILLS {
            grid.fills = Vec::new();
        }
        grid.fills.sort_unstable();
        grid.fills.dedup_by_key(|(at, _)| *at);
        grid.stored.texts.sort_by_key(|(at, _)| *at);
        grid.stored.aided.sort_unstable();
        grid.stored.passed_over.sort_unstable();
        grid.cells.shrink_to_fit();
        Ok((grid, damage))
    }
}

/// The texts of a page header, its left, middle and right one on lines of their own: `&L総務課&C&"-,Bold"&14工程表&R&P`.
fn header_text(code: &str) -> String {
    let mut out = String::new();
    let mut chars = code.chars().peekable();
    while let Some(c) = chars.next() {
        if c != '&' {
            out.push(c);
            continue;
        }
        match chars.next() {
            Some('&') => out.push('&'),
            Some('L' | 'C' | 'R') if !out.is_empty() => out.push('\n'),
            // a font
            Some('"') => while chars.next().is_some_and(|c| c != '"') {},
            // a colour
            Some('K') => {
                for _ in 0..6 {
                    chars.next_if(char::is_ascii_hexdigit);
                }
            }
            // a size
            Some('0'..='9') => while chars.next_if(char::is_ascii_digit).is_some() {},
            _ => {}
        }
    }
    out.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// Those of `lines` that lie in one of the ranges.
fn among(mut ranges: Vec<(u32, u32)>, lines: impl Iterator<Item = u32>) -> BTreeSet<u32> {
    ranges.sort_unstable();
    // a range can hold a later one: the farthest end so far decides
    let mut ends = Vec::with_capacity(ranges.len());
    let mut far = 0;
    for (_, last) in &ranges {
        far = far.max(*last);
        ends.push(far);
    }
    let mut seen = None;
    let mut found = BTreeSet::new();
    for line in lines {
        if seen == Some(line) {
            continue;
        }
        seen = Some(line);
        let before = ranges.partition_point(|(first, _)| *first <= line);
        if before.checked_sub(1).and_then(|i| ends.get(i)).is_some_and(|end| *end >= line) {
            found.insert(line);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_headers_are_texts_with_codes() {
        assert_eq!(header_text("&L&\"ＭＳ ゴシック,標準\"&12総務課&C工程表&R&P / &N"), "総務課\n工程表\n/");
        assert_eq!(header_text("R&&D&K00FF00課"), "R&D課");
    }
}
