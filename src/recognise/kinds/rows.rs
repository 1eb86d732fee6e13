//! The rows below headings become records; what lies on its side is turned back.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::around::{Level, Line, is_signed, is_wide, named_level, only, unit_of_name};
use super::choice::{Around, Choice, Role};
use super::heading::{Block, Stack};
use super::seen::Seen;
use super::write::{Writer, shared_unit};
use super::{Found, Sheet};
use crate::form::vocabulary::{CellWord, Facet, Lexicon, years_in};
use crate::model::text::fold;
use crate::model::{Address, FiscalYears, Reason, RecordKind, ValueKind};
use crate::recognise::account::Use;
use crate::recognise::{BesideColumn, Caption, info, shape};
use crate::source::RawCell;

impl<'g, 'f> Sheet<'g, 'f> {
    /// The tables under the headings that begin at a row: one, or several side by side.
    pub(super) fn tables(&self, row: u32, floor: u32) -> Vec<Found> {
        if row > floor && self.is_within(row) {
            return Vec::new();
        }
        let Some(block) = self.block(row) else { return Vec::new() };
        let (around, lines) = self.around(&block, floor);
        let last = self.rows.last().map_or(block.rows.end, |row| row + 1);
        let parts = halves(&block);
        let found = parts.iter().filter_map(|stacks| self.table(&block, stacks, (&around, &lines), last));
        let mut found: Vec<Found> = found.collect();
        if found.len() < parts.len() {
            return Vec::new();
        }
        // side by side: what is none of one can be of another
        let used: Vec<Address> = found.iter().flat_map(|one| one.uses.iter().map(|(at, _)| *at)).collect();
        if found.len() > 1 {
            let end = found.iter().map(|one| one.end).max().unwrap_or_default();
            for one in &mut found {
                one.loose.retain(|row| !used.iter().any(|at| at.row == *row));
                one.end = end;
            }
        }
        found
    }

    fn table(&self, block: &Block, stacks: &[Stack], (around, lines): (&Around, &[Line]), last: u32) -> Option<Found> {
        let seen = self.seen(block, stacks, last);
        let choice = self.choose(stacks, &seen, around)?;
        let kind = self.vocabulary.kinds.get(choice.form)?;
        let form = *self.vocabulary.forms.get(kind.index)?;
        let mut reader = Reader {
            sheet: self,
            block,
            stacks,
            seen: &seen,
            choice: &choice,
            around,
            out: Writer::new(self, kind.index, form),
            captions: Vec::new(),
            above: BTreeMap::new(),
            repeated: BTreeMap::new(),
            key: None,
            titled: false,
            styles: Vec::new(),
        };
        for line in lines {
            reader.caption(line.clone());
        }
        reader.columns();
        let end = reader.run();
        let known = (choice.known(), stacks.len());
        let first = Address::new(block.rows.start, stacks.first()?.col);
        let mut found = reader.out.finish(block.rows.clone(), first, end, known)?;
        let placed = lines.iter().any(|line| line.level == Level::Place);
        if let Some(name) = self.grid.name.as_deref().filter(|name| !placed && names_a_place(name)) {
            found.table.captions.push(Caption { text: name.to_owned(), at: None, inside: false });
        }
        Some(Found { firm: choice.firm, ..found })
    }
}

/// The columns of a heading; where the same headings come again at the right, those of each table.
fn halves(block: &Block) -> Vec<Vec<Stack>> {
    let texts: Vec<String> = block.stacks.iter().map(|stack| fold(&stack.text())).collect();
    let count = texts.len();
    let again = (2..=count / 2).find(|width| {
        count.is_multiple_of(*width)
            && texts.chunks(*width).all(|chunk| Some(chunk) == texts.get(..*width))
            && texts.iter().take(*width).collect::<std::collections::BTreeSet<_>>().len() == *width
    });
    match again {
        Some(width) => block.stacks.chunks(width).map(<[Stack]>::to_vec).collect(),
        None => vec![block.stacks.clone()],
    }
}

/// What the rows before say of a row.
#[derive(Debug, Clone)]
struct Key {
    /// The text that names the record.
    text: String,
    /// The cell.
    at: Address,
}

/// What one row says of all its figures.
#[derive(Debug, Default, Clone)]
struct RowFacets {
    role: Option<CellWord>,
    years: Option<FiscalYears>,
    unit: Option<Arc<str>>,
}

struct Reader<'s, 'g, 'f> {
    sheet: &'s Sheet<'g, 'f>,
    block: &'s Block,
    stacks: &'s [Stack],
    seen: &'s [Seen],
    choice: &'s Choice,
    around: &'s Around,
    out: Writer<'s, 'g, 'f>,
    /// The lines that the rows at hand stand under, the upper first.
    captions: Vec<Line>,
    /// The last value of each field of its own, folded: what is said again is no new value.
    above: BTreeMap<usize, String>,
    /// The last cell of each column that repeats down.
    repeated: BTreeMap<usize, Address>,
    key: Option<Key>,
    /// Measures: has a record begun under a title in a row of its own?
    titled: bool,
    /// The looks of captions that no word tells apart, the upper first.
    styles: Vec<String>,
}

impl Reader<'_, '_, '_> {
    fn field(&self, name: &str) -> Option<usize> {
        self.out.form.column(name)
    }

    /// Place of the column that names the records.
    fn key_column(&self) -> Option<usize> {
        let name = match self.choice.kind {
            RecordKind::Indicator => "indicator",
            RecordKind::Measure => "title",
            RecordKind::Checklist => "item",
            _ => "name",
        };
        self.choice.column_of(self.out.form, name)
    }

    /// Notes which column is what, for people and for the findings of later stages.
    fn columns(&mut self) {
        let spans = self.field("years");
        for (at, stack) in self.stacks.iter().enumerate() {
            let (cell, _) = stack.lowest();
            let text = stack.text();
            let fit = self.choice.fits.get(at).copied().unwrap_or_default();
            for (at, _) in &stack.cells {
                self.out.book(*at, Use::Aside(Reason::Heading));
            }
            let found = match self.choice.roles.get(at) {
                Some(Role::Field(field)) => Some((*field, None)),
                Some(Role::Figure(kind, years)) => self.field(kind.field()).map(|field| (field, *years)),
                Some(Role::Slot(years, _)) if self.choice.kind == RecordKind::Schedule => {
                    spans.map(|field| (field, Some(*years)))
                }
                Some(Role::State(_)) => self.field("status").map(|field| (field, None)),
                Some(Role::Crossing(_) | Role::Item(_)) => self.field("supported").map(|field| (field, None)),
                Some(Role::List(_)) => self.field("item").map(|field| (field, None)),
                _ => None,
            };
            let meaning = match self.choice.roles.get(at) {
                Some(Role::Unit) => Some("unit"),
                Some(Role::RowYears) => Some("years"),
                Some(Role::From) => Some("from"),
                Some(Role::To) => Some("to"),
                Some(Role::KindOfRow) => Some("role"),
                Some(Role::YearOf(ValueKind::Baseline)) => Some("baseline_year"),
                Some(Role::YearOf(ValueKind::Target)) => Some("target_year"),
                Some(Role::YearOf(ValueKind::Actual)) => Some("actual_year"),
                Some(Role::YearOf(ValueKind::Forecast)) => Some("forecast_year"),
                _ => None,
            };
            if let Some(meaning) = meaning {
                let facets = Box::new(stack.all.clone());
                self.out.beside.push(BesideColumn { cell, heading: text.clone(), meaning, confidence: fit, facets });
            }
            if let Some((field, years)) = found {
                self.out.column(stack.col, field, (cell, &text), years, fit, &stack.all);
            }
        }
    }

    /// Reads the rows below the headings; gives the first row that is none of the table.
    fn run(&mut self) -> u32 {
        let (first, last) = Block { rows: self.block.rows.clone(), stacks: self.stacks.to_vec() }.width();
        let rows: Vec<u32> = self.sheet.rows_from(self.block.rows.end).to_vec();
        let mut index = 0;
        let mut before = self.block.rows.end.saturating_sub(1);
        while let Some(row) = rows.get(index).copied() {
            let all = self.sheet.grid.row(row);
            let from = all.partition_point(|cell| cell.at.col < first);
            let to = all.partition_point(|cell| cell.at.col <= last);
            let cells = all.get(from..to).unwrap_or_default();
            if let Some(depth) = self.heading_again(row) {
                for line in row..row + depth {
                    let cells = self.sheet.grid.row(line);
                    let own = cells.iter().filter(|cell| (first..=last).contains(&cell.at.col));
                    let own: Vec<RawCell> = own.cloned().collect();
                    self.out.aside(&own, Reason::Heading);
                }
                index += rows.get(index..).unwrap_or_default().iter().take_while(|next| **next < row + depth).count();
                before = row + depth - 1;
                continue;
            }
            let gap = row > before + 1;
            if (gap || only(all).is_some() || before_was_single(self.sheet, before))
                && self.begins_another(row, rows.get(index + 1..).unwrap_or_default(), gap)
            {
                return row;
            }
            if cells.is_empty() {
                // beside the table
                self.out.loose.push(row);
            } else {
                self.row(row, cells, gap, (first, last), rows.get(index + 1).copied());
            }
            before = row;
            index += 1;
        }
        rows.last().map_or(self.block.rows.end, |row| row + 1)
    }

    /// The heading again, as on a next page: how many rows it takes.
    fn heading_again(&self, row: u32) -> Option<u32> {
        let depth = self.block.rows.end - self.block.rows.start;
        let same = |line: u32| {
            let (above, below) = (self.sheet.grid.row(self.block.rows.start + line), self.sheet.grid.row(row + line));
            above.len() == below.len()
                && above
                    .iter()
                    .zip(below)
                    .all(|(above, below)| above.at.col == below.at.col && fold(&above.shown) == fold(&below.shown))
        };
        (0..depth).all(same).then_some(depth)
    }

    /// Does a heading of another table begin at a row, or below the lines that begin there?
    fn begins_another(&self, row: u32, later: &[u32], gap: bool) -> bool {
        let is_other = |row: u32| {
            self.heading_again(row).is_none()
                && self.sheet.block(row).is_some_and(|block| {
                    // words only, most of them known, and not simply the words of a row
                    let cells = self.sheet.grid.row(row);
                    let texts: Vec<String> = block.stacks.iter().map(|stack| fold(&stack.text())).collect();
                    let ours: Vec<String> = self.stacks.iter().map(|stack| fold(&stack.text())).collect();
                    let known = block.stacks.iter().filter(|stack| stack.leaf.known() >= 0.6 && !stack.leaf.is_empty()).count();
                    let same = texts.iter().filter(|text| ours.contains(text)).count();
                    cells.len() >= 2
                        && (known * 10 >= block.stacks.len() * 7 || same * 2 >= texts.len().max(1))
                        && self.sheet.is_a_table(&block)
                })
        };
        if only(self.sheet.grid.row(row)).is_none() {
            return gap && is_other(row) || before_was_single(self.sheet, row.saturating_sub(1)) && is_other(row);
        }
        // lines, and then a heading
        let mut next = later.iter().copied().take(4).skip_while(|row| only(self.sheet.grid.row(*row)).is_some());
        next.next().is_some_and(is_other)
    }

    fn row(&mut self, row: u32, cells: &[RawCell], gap: bool, width: (u32, u32), next: Option<u32>) {
        let Some(first) = cells.first() else { return };
        let key = self.key_column().and_then(|at| self.stacks.get(at)).map(|stack| stack.col);
        let own_key = key.and_then(|col| cells.iter().find(|cell| cell.at.col == col));
        let text = first.shown.trim();
        if shape::is_note(text) && (cells.len() <= 2 || own_key.is_none_or(|cell| cell.at == first.at)) {
            return self.out.aside(cells, Reason::Note);
        }
        if self.is_example(cells) {
            return self.out.aside(cells, Reason::Example);
        }
        if self.is_total(cells, key) {
            return self.out.aside(cells, Reason::Total);
        }
        if cells.len() == 1 && shape::is_page_number(text) || self.out.rows.is_empty() && is_numbering(cells) {
            return self.out.aside(cells, Reason::Mark);
        }
        if let Some(cell) = only(cells)
            && self.line(cell, gap, width, next)
        {
            return;
        }
        let labelled = |cell: &RawCell| info::label(&cell.shown).is_some() || !info::inline(cell.shown.trim()).is_empty();
        let signed = cells.iter().filter(|cell| shape::is_signature(&cell.shown)).count();
        let is_key_part = own_key.is_some() && cells.len() > 2;
        if !is_key_part && (cells.iter().any(labelled) && own_key.is_none_or(labelled) || signed * 2 > cells.len()) {
            self.out.loose.push(row);
            return;
        }
        match self.choice.kind {
            RecordKind::Measure => self.measure_row(row, cells),
            RecordKind::Checklist => self.checklist_row(row, cells),
            _ => self.timed_row(row, cells),
        }
    }

    /// A row with one cell: a caption, a note, or none of the table. False: a row like others.
    fn line(&mut self, cell: &RawCell, gap: bool, width: (u32, u32), next: Option<u32>) -> bool {
        let text = cell.shown.trim();
        let range = self.sheet.merges.at(cell.at);
        let wide = is_wide(range, width);
        let at_left = cell.at.col <= width.0 + 1;
        let named = named_level(text);
        let tree = self.tree();
        let in_tree = tree.contains(&cell.at.col) && range.is_none_or(|range| tree.contains(&range.last.col));
        let long = text.chars().count() > 60 || text.ends_with('。');
        if info::label(text).is_some() || !info::inline(text).is_empty() || info::spaced(text).is_some() {
            self.out.loose.push(cell.at.row);
            return true;
        }
        if tree.len() > 1 && in_tree && !(named == Some(Level::Place)) {
            return false;
        }
        let level = match named {
            Some(level) if at_left || wide => Some((level, true)),
            _ if wide && !long => Some((Level::Place, false)),
            // the heading comes again below it, as for each part of a table
            _ if at_left && !long && next.is_some_and(|next| self.heading_again(next).is_some()) => Some((Level::Place, false)),
            _ if at_left && is_signed(text) && !long && self.choice.kind != RecordKind::Measure => Some((Level::Place, false)),
            _ => None,
        };
        let key = self.key_column().and_then(|at| self.stacks.get(at)).map(|stack| stack.col);
        if let Some((level, named)) = level {
            let level = if named { level } else { self.level_of_style(cell, wide, next) };
            self.out.book(cell.at, Use::Shared);
            self.caption(Line { level, named, at: cell.at, text: text.to_owned() });
            return true;
        }
        if long
            && (gap || Some(cell.at.col) != key)
            && at_left
            && self
                .stack_at(cell.at.col)
                .is_none_or(|at| !matches!(self.choice.roles.get(at), Some(Role::Field(_) | Role::Slot(..))))
        {
            self.out.aside(std::slice::from_ref(cell), Reason::Note);
            return true;
        }
        if gap && self.stack_at(cell.at.col).is_none() {
            self.out.loose.push(cell.at.row);
            return true;
        }
        false
    }

    /// Of captions without a word of their level: the first kind to come is the upper one where another follows it.
    fn level_of_style(&mut self, cell: &RawCell, wide: bool, next: Option<u32>) -> Level {
        let text = fold(&cell.shown);
        let sign: String = text
            .chars()
            .take(1)
            .map(|c| {
                if c.is_ascii_digit() {
                    '1'
                } else if c.is_alphabetic() {
                    'a'
                } else {
                    c
                }
            })
            .collect();
        let style = format!("{sign}{wide}");
        if !self.styles.contains(&style) {
            self.styles.push(style.clone());
        }
        let follows = next.and_then(|row| only(self.sheet.grid.row(row))).is_some_and(|next| {
            is_wide(self.sheet.merges.at(next.at), (cell.at.col, cell.at.col + 1))
                || named_level(&next.shown) == Some(Level::Measure)
        });
        let is_upper = follows
            || self.choice.kind != RecordKind::Measure
            || self.choice.column_of(self.out.form, "items").is_some() && self.key_column().is_some();
        if is_upper || self.styles.first() == Some(&style) && self.styles.len() > 1 { Level::Place } else { Level::Measure }
    }

    fn caption(&mut self, line: Line) {
        self.captions.retain(|known| match line.level {
            Level::Place => false,
            Level::Measure => known.level == Level::Place,
        });
        if line.level == Level::Measure && self.choice.kind == RecordKind::Measure && !self.takes_titles_from_rows() {
            // the measure's own line
            self.begin_measure(line.at, &line.text);
            return;
        }
        self.titled = false;
        self.captions.push(line);
        self.key = None;
        self.repeated.clear();
    }

    /// Has the table a column of titles beside one of items?
    fn takes_titles_from_rows(&self) -> bool {
        let items = self.field("items").is_some_and(|field| self.choice.roles.contains(&Role::Field(field)));
        items && self.key_column().is_some()
    }

    /// The fields that captions give to a record.
    fn write_captions(&mut self) {
        let place = match self.choice.kind {
            RecordKind::Checklist => "category",
            RecordKind::Schedule => "direction",
            _ => "goal",
        };
        for line in self.captions.clone() {
            let field = match line.level {
                Level::Place => self.field(place),
                Level::Measure => self.field("title"),
            };
            let Some(field) = field.filter(|field| !self.choice.roles.contains(&Role::Field(*field))) else { continue };
            self.out.push_text(field, line.at, &line.text);
        }
    }

    fn stack_at(&self, col: u32) -> Option<usize> {
        self.stacks.iter().position(|stack| stack.col == col)
    }

    /// The cell that stands for a column in a row: its own, or the one merged over it. Not that of a heading.
    fn cell(&self, row: u32, col: u32) -> Option<&'_ RawCell> {
        let anchor = self.sheet.merges.anchor(Address::new(row, col));
        self.sheet.grid.get(anchor).filter(|_| anchor.row >= self.block.rows.end)
    }

    fn is_example(&self, cells: &[RawCell]) -> bool {
        let marked = cells.iter().take(2).any(|cell| shape::is_example(&cell.shown));
        let holders = cells.iter().filter(|cell| shape::is_placeholder(&cell.shown)).count();
        marked || holders >= 2
    }

    /// 計, 合計, 対応済の数 over the columns that name a row.
    fn is_total(&self, cells: &[RawCell], key: Option<u32>) -> bool {
        let Some(first) = cells.first() else { return false };
        let of_key = |cell: &&RawCell| Some(cell.at.col) == key;
        if shape::is_total(&first.shown) || cells.iter().find(of_key).is_some_and(|cell| shape::is_total(&cell.shown)) {
            return true;
        }
        let over = self.sheet.merges.at(first.at).filter(|range| range.last.col > range.first.col);
        let covers = over.is_some_and(|range| key.is_some_and(|key| (range.first.col..=range.last.col).contains(&key)));
        let text = fold(&first.shown);
        let counted = ["計", "の数", "件数", "合計", "平均", "割合", "率", "総数"].iter().any(|end| text.ends_with(end))
            || text.starts_with('計');
        let figures = cells.iter().skip(1).all(|cell| cell.shown.trim().starts_with(|c: char| c.is_numeric()));
        covers && counted && figures && text.chars().count() <= 14
    }

    /// A repeating column's cell: the row's own, else that of the row above where such columns repeat down.
    fn filled(&mut self, row: u32, at: usize) -> Option<(RawCell, bool)> {
        let col = self.stacks.get(at)?.col;
        if let Some(cell) = self.cell(row, col).cloned() {
            let shared = cell.at.row != row;
            self.repeated.insert(at, cell.at);
            return Some((cell, shared));
        }
        if !self.repeats(at) {
            return None;
        }
        let above = self.repeated.get(&at)?;
        self.sheet.grid.get(*above).cloned().map(|cell| (cell, true))
    }

    /// Is a blank cell of this column that of the row above?
    fn repeats(&self, at: usize) -> bool {
        let Some(Role::Field(field)) = self.choice.roles.get(at) else { return false };
        let Some(column) = self.out.form.columns.get(*field) else { return false };
        let before = self.key_column().is_some_and(|key| at < key);
        let filled = |at: usize| self.seen.get(at).map_or(0, |seen| seen.filled);
        let sparse = self.key_column().is_some_and(|key| filled(at) * 10 <= filled(key) * 7);
        // where it is written again and again, a blank says that there is none
        if self.seen.get(at).is_some_and(|seen| seen.again > 0) {
            return false;
        }
        let departments = matches!(column.field.as_str(), "department" | "departments");
        (column.fill_down || departments) && !column.key && (before || sparse && column.fill_down && !departments)
    }

    /// Rows of schedules and indicators.
    fn timed_row(&mut self, row: u32, cells: &[RawCell]) {
        let Some(key) = self.key_column() else { return };
        let Some(key_col) = self.stacks.get(key).map(|stack| stack.col) else { return };
        let key_cell = self.cell(row, key_col).cloned();
        let own = key_cell.as_ref().is_some_and(|cell| cell.at.row == row);
        let pivoted = self.choice.roles.iter().any(|role| matches!(role, Role::KindOfRow | Role::RowYears | Role::From));
        let goes_on = match (&key_cell, &self.key) {
            (Some(cell), Some(known)) if cell.at == known.at => true,
            (Some(cell), Some(known)) => pivoted && fold(&cell.shown) == fold(&known.text) && self.same_identity(row),
            (None, Some(_)) => true,
            (_, None) => false,
        };
        if !goes_on && !own {
            // nothing names it
            return;
        }
        if !goes_on {
            self.out.begin(row);
            self.above.clear();
            if let Some(cell) = &key_cell {
                self.key = Some(Key { text: cell.shown.clone(), at: cell.at });
            }
            self.write_captions();
        }
        let facets = self.row_facets(row);
        if facets.role == Some(CellWord::Rate) {
            let keyed = |cell: &RawCell| cell.at.col == key_col && own && !goes_on;
            let rest: Vec<RawCell> = cells.iter().filter(|cell| !keyed(cell)).cloned().collect();
            return self.out.aside(&rest, Reason::Note);
        }
        let content = self.content(row);
        for at in 0..self.stacks.len() {
            self.timed_cell(row, at, &facets, goes_on, content.as_ref());
        }
    }

    /// The cell that tells what is done in the years that stand in words.
    fn content(&self, row: u32) -> Option<RawCell> {
        let field = self.field("years").filter(|_| self.choice.kind == RecordKind::Schedule)?;
        let at = self.choice.roles.iter().position(|role| *role == Role::Field(field))?;
        self.cell(row, self.stacks.get(at)?.col).cloned()
    }

    /// Do number, section and department of a row say nothing else than the record's?
    fn same_identity(&self, row: u32) -> bool {
        let identity = ["section", "no", "title"];
        self.stacks.iter().zip(&self.choice.roles).all(|(stack, role)| {
            let Role::Field(field) = role else { return true };
            let name = self.out.form.columns.get(*field).map(|column| column.field.as_str()).unwrap_or_default();
            if !identity.contains(&name) {
                return true;
            }
            let Some(cell) = self.cell(row, stack.col) else { return true };
            self.above.get(field).is_none_or(|known| *known == fold(&cell.shown))
        })
    }

    fn row_facets(&mut self, row: u32) -> RowFacets {
        let mut facets = RowFacets::default();
        let lexicon = Lexicon::get();
        let (mut from, mut to) = (None, None);
        for at in 0..self.stacks.len() {
            let role = self.choice.roles.get(at).cloned().unwrap_or(Role::Unknown);
            if !matches!(role, Role::KindOfRow | Role::RowYears | Role::From | Role::To | Role::Unit) {
                continue;
            }
            let Some(cell) = self.stacks.get(at).and_then(|stack| self.cell(row, stack.col)).cloned() else { continue };
            let text = cell.shown.trim();
            let shared =
                cell.at.row != row || self.sheet.merges.at(cell.at).is_some_and(|range| range.last.row > range.first.row);
            self.out.book(cell.at, if shared { Use::Shared } else { Use::Record });
            if let Some(record) = self.out.rows.last_mut().filter(|_| !shared) {
                record.used += 1;
            }
            let years = || years_in(text).and_then(|time| self.open_end(time));
            match role {
                Role::KindOfRow => {
                    facets.role = lexicon.cell(text).iter().copied().find(|word| {
                        matches!(
                            word,
                            CellWord::Target
                                | CellWord::Actual
                                | CellWord::Forecast
                                | CellWord::Baseline
                                | CellWord::Rate
                                | CellWord::Planned
                        )
                    })
                }
                Role::RowYears => facets.years = years(),
                Role::From => from = years(),
                Role::To => to = years(),
                _ => facets.unit = shared_unit(text),
            }
        }
        if let Some(first) = from {
            let last = to.map_or(first.to, |years: FiscalYears| years.to);
            facets.years = Some(FiscalYears { from: first.from, to: last.max(first.from) });
        }
        facets
    }

    fn open_end(&self, time: crate::form::vocabulary::Time) -> Option<FiscalYears> {
        let era = self.stacks.iter().find_map(|stack| stack.all.time.years).map(|_| crate::model::Era::Reiwa);
        time.resolve(era, self.around.year)
    }

    fn timed_cell(&mut self, row: u32, at: usize, facets: &RowFacets, goes_on: bool, content: Option<&RawCell>) {
        let Some(stack) = self.stacks.get(at) else { return };
        let role = self.choice.roles.get(at).cloned().unwrap_or(Role::Unknown);
        let schedule = self.choice.kind == RecordKind::Schedule;
        let spans = self.field("years").filter(|_| schedule);
        match role {
            Role::Field(field) if Some(field) == spans => {
                let Some(cell) = self.cell(row, stack.col).cloned().filter(|cell| cell.at.row == row) else { return };
                if let Some(written) = self.out.push(field, &cell, false) {
                    written.years = facets.years;
                }
            }
            Role::Field(field) => {
                let Some((cell, shared)) = self.filled(row, at) else { return };
                if goes_on && self.out.has(field, &cell) {
                    self.out.book(cell.at, Use::Shared);
                    return;
                }
                if self
                    .out
                    .rows
                    .last()
                    .is_some_and(|row| row.cells.iter().any(|known| known.at == cell.at && known.column == field))
                {
                    return;
                }
                self.above.insert(field, fold(&cell.shown));
                self.out.push(field, &cell, shared);
            }
            Role::Figure(kind, years) => {
                let kind = match facets.role {
                    Some(CellWord::Target) => ValueKind::Target,
                    Some(CellWord::Forecast) => ValueKind::Forecast,
                    Some(CellWord::Baseline) => ValueKind::Baseline,
                    _ => kind,
                };
                let own = self.year_of(kind, row);
                let years = own.or(years).or(facets.years).or_else(|| self.title_year(kind));
                self.figure(row, at, kind, years, facets);
            }
            Role::Slot(years, _) if schedule => {
                let Some(field) = spans else { return };
                let Some(cell) = self.cell(row, stack.col).cloned().filter(|cell| cell.at.row == row) else { return };
                if cell.at.col < stack.col
                    && self.stack_at(cell.at.col).is_some_and(|left| matches!(self.choice.roles.get(left), Some(Role::Slot(..))))
                {
                    return;
                }
                let to = self.sheet.merges.at(cell.at).map_or(cell.at.col, |range| range.last.col);
                let last = self.slots_to(stack.col, to).unwrap_or(years);
                if let Some(written) = self.out.push(field, &cell, false) {
                    written.years = Some(FiscalYears { from: years.from.min(last.from), to: years.to.max(last.to) });
                }
            }
            Role::Slot(years, _) => {
                let kind = match facets.role {
                    Some(CellWord::Target | CellWord::Planned) => Some(ValueKind::Target),
                    Some(CellWord::Actual) => Some(ValueKind::Actual),
                    Some(CellWord::Forecast) => Some(ValueKind::Forecast),
                    Some(CellWord::Baseline) => Some(ValueKind::Baseline),
                    _ => self.around.role,
                };
                let baseline = stack.all.has(Facet::Baseline);
                let Some(kind) = (if baseline { Some(ValueKind::Baseline) } else { kind }) else { return };
                self.figure(row, at, kind, Some(years), facets);
            }
            Role::YearOf(_) => {
                if let Some(cell) = self.cell(row, stack.col).cloned() {
                    self.out.book(cell.at, Use::Record);
                    if let Some(record) = self.out.rows.last_mut() {
                        record.used += 1;
                    }
                }
            }
            Role::RowYears | Role::From if schedule && content.is_none() => {
                // nothing but the name tells what is done
                let has_content = spans.is_some_and(|field| {
                    self.choice.roles.contains(&Role::Field(field))
                        || self.choice.roles.iter().any(|role| matches!(role, Role::Slot(..)))
                });
                let Some(cell) = self.cell(row, stack.col).cloned() else { return };
                let name = self.key.as_ref().map(|key| key.text.clone()).unwrap_or_default();
                if let Some(field) = spans.filter(|_| !has_content && cell.at.row == row) {
                    let text = if facets.years.is_some() { name } else { cell.shown.clone() };
                    if let Some(written) = self.out.push_text(field, cell.at, &text) {
                        written.years = facets.years;
                    }
                }
            }
            Role::KindOfRow | Role::RowYears | Role::From | Role::To | Role::Unit => {}
            Role::Aside(reason) => {
                if let Some(cell) = self.sheet.grid.get(Address::new(row, stack.col)) {
                    self.out.book(cell.at, Use::Aside(reason));
                }
            }
            _ => self.unmapped(row, at),
        }
    }

    fn unmapped(&mut self, row: u32, at: usize) {
        let Some(stack) = self.stacks.get(at) else { return };
        if self.sheet.grid.get(Address::new(row, stack.col)).is_some() {
            let text = stack.text();
            self.out.unmapped(Address::new(row, stack.col), (stack.lowest().0, &text));
        }
    }

    /// The years under a merged cell.
    fn slots_to(&self, from: u32, to: u32) -> Option<FiscalYears> {
        let years = self.stacks.iter().zip(&self.choice.roles).filter(|(stack, _)| (from..=to).contains(&stack.col)).filter_map(
            |(_, role)| match role {
                Role::Slot(years, _) => Some(*years),
                _ => None,
            },
        );
        years.reduce(|all, next| FiscalYears { from: all.from.min(next.from), to: all.to.max(next.to) })
    }

    /// The year that stands in a column of its own beside the figures of a role.
    fn year_of(&self, kind: ValueKind, row: u32) -> Option<FiscalYears> {
        let at = self.choice.roles.iter().position(|role| *role == Role::YearOf(kind))?;
        let cell = self.cell(row, self.stacks.get(at)?.col)?;
        years_in(&cell.shown).and_then(|time| self.open_end(time))
    }

    /// The year of the title, where no column has one of its own.
    fn title_year(&self, kind: ValueKind) -> Option<FiscalYears> {
        let dated = self.choice.roles.iter().any(|role| matches!(role, Role::Figure(own, Some(_)) if *own == kind));
        self.around.year.filter(|_| !dated && kind != ValueKind::Baseline).map(FiscalYears::one)
    }

    fn figure(&mut self, row: u32, at: usize, kind: ValueKind, years: Option<FiscalYears>, facets: &RowFacets) {
        let Some(stack) = self.stacks.get(at) else { return };
        let Some(field) = self.field(kind.field()) else { return };
        let unit = facets
            .unit
            .clone()
            .or_else(|| stack.all.unit.as_deref().and_then(shared_unit))
            .or_else(|| self.name_unit())
            .or_else(|| self.around.unit.as_deref().and_then(shared_unit));
        let cell = self.cell(row, stack.col).cloned();
        let written = match &cell {
            Some(cell) => {
                let shared = cell.at.row != row;
                self.out.push(field, cell, shared)
            }
            None => self.out.push_text(field, Address::new(row, stack.col), ""),
        };
        if let Some(written) = written {
            written.years = years;
            written.unit = unit;
        }
    }

    /// The unit in the brackets behind the name.
    fn name_unit(&self) -> Option<Arc<str>> {
        let key = self.key.as_ref()?;
        let any = self.key_column().and_then(|at| self.stacks.get(at)).is_some_and(|stack| stack.all.has(Facet::Unit));
        unit_of_name(&key.text, any).map(Arc::from)
    }

    /// Rows of checklists: an item each; in a matrix a record a crossing.
    fn checklist_row(&mut self, row: u32, cells: &[RawCell]) {
        let field = |name: &str| self.out.form.column(name);
        let (item, supported, status, department) = (field("item"), field("supported"), field("status"), field("department"));
        let lists = self.choice.roles.iter().any(|role| matches!(role, Role::List(_) | Role::Item(_)));
        let key = self.key_column();
        let key_cell = key.and_then(|at| self.stacks.get(at)).and_then(|stack| self.cell(row, stack.col)).cloned();
        if !lists && key_cell.as_ref().is_none_or(|cell| cell.at.row != row || is_sign(&cell.shown)) {
            return;
        }
        if lists && cells.len() < 2 {
            return;
        }
        let frame: Vec<(usize, RawCell, bool)> = (0..self.stacks.len())
            .filter_map(|at| {
                let Some(Role::Field(field)) = self.choice.roles.get(at).cloned() else { return None };
                let (cell, shared) = self.filled(row, at)?;
                Some((field, cell, shared))
            })
            .collect();
        let yes_no = self.choice.roles.iter().all(|role| match role {
            Role::State(word) | Role::List(word) => !Lexicon::get().is(word, CellWord::Status),
            _ => true,
        });
        let mut several = 0;
        for at in 0..self.stacks.len() {
            let role = self.choice.roles.get(at).cloned().unwrap_or(Role::Unknown);
            let Some(stack) = self.stacks.get(at) else { continue };
            let own = self.sheet.grid.get(Address::new(row, stack.col)).cloned();
            match (role, own) {
                (Role::Crossing(name), Some(cell)) => {
                    self.checklist_record(row, &frame, several > 0);
                    several += 1;
                    if let Some(field) = department {
                        self.out.push_text(field, stack.lowest().0, &name);
                    }
                    if let Some(field) = supported {
                        self.out.push(field, &cell, false);
                    }
                }
                (Role::Item(name), Some(cell)) => {
                    self.checklist_record(row, &frame, several > 0);
                    several += 1;
                    if let Some(field) = item {
                        self.out.push_text(field, stack.lowest().0, &name);
                    }
                    if let Some(field) = supported {
                        self.out.push(field, &cell, false);
                    }
                }
                (Role::State(word), Some(cell)) => {
                    if Lexicon::get().is(&cell.shown, CellWord::No) {
                        self.out.book(cell.at, Use::Aside(Reason::Mark));
                        continue;
                    }
                    self.checklist_record(row, &frame, several > 0);
                    several += 1;
                    if let Some(field) = if yes_no { supported } else { status } {
                        self.out.push(field, &cell, false);
                        if let Some(written) = self.out.rows.last_mut().and_then(|row| row.cells.last_mut()) {
                            word.clone_into(&mut written.text);
                        }
                    }
                }
                (Role::List(word), Some(cell)) => {
                    for (place, line) in list_lines(&cell.shown).into_iter().enumerate() {
                        self.checklist_record(row, &frame, several > 0);
                        several += 1;
                        if let Some(field) = item {
                            if place == 0 {
                                self.out.push(field, &cell, false);
                            } else {
                                self.out.push_text(field, cell.at, "");
                            }
                            if let Some(written) = self.out.rows.last_mut().and_then(|row| row.cells.last_mut()) {
                                written.text = line;
                            }
                        }
                        if let Some(field) = if yes_no { supported } else { status } {
                            self.out.push_text(field, stack.lowest().0, &word);
                        }
                    }
                }
                (Role::Aside(reason), Some(cell)) => self.out.book(cell.at, Use::Aside(reason)),
                (Role::Unknown, Some(_)) => self.unmapped(row, at),
                _ => {}
            }
        }
        if several == 0 && !lists {
            self.checklist_record(row, &frame, false);
        }
    }

    fn checklist_record(&mut self, row: u32, frame: &[(usize, RawCell, bool)], again: bool) {
        self.out.begin(row);
        self.write_captions();
        for (field, cell, shared) in frame {
            self.out.push(*field, cell, *shared || again);
        }
    }

    /// The columns under one heading with the titles: 施策・主な取組 over a column of titles and one of items.
    fn tree(&self) -> Vec<u32> {
        let Some(key) = self.key_column().and_then(|at| self.stacks.get(at)) else { return Vec::new() };
        if self.choice.kind != RecordKind::Measure || !key.leaf.has(Facet::Initiative) && !key.all.has(Facet::Initiative) {
            return Vec::new();
        }
        self.stacks.iter().filter(|stack| stack.lowest().0 == key.lowest().0).map(|stack| stack.col).collect()
    }

    fn begin_measure(&mut self, at: Address, text: &str) {
        let Some(title) = self.field("title") else { return };
        self.out.begin(at.row);
        self.write_captions();
        self.out.push_text(title, at, text);
        self.key = Some(Key { text: text.to_owned(), at });
        self.titled = true;
        self.above.clear();
    }

    /// Rows of measures: a title with its items, an item of the title above, or a title alone.
    fn measure_row(&mut self, row: u32, cells: &[RawCell]) {
        let tree = self.tree();
        let (Some(title), Some(items)) = (self.field("title"), self.field("items")) else { return };
        if !tree.is_empty() && !self.takes_titles_from_rows() || self.key_column().is_none() {
            return self.tree_row(row, cells, &tree, (title, items));
        }
        let Some(key) = self.key_column().and_then(|at| self.stacks.get(at)) else { return };
        let key_cell = self.cell(row, key.col).cloned();
        let goes_on = match (&key_cell, &self.key) {
            (Some(cell), Some(known)) => cell.at == known.at || fold(&cell.shown) == fold(&known.text) || is_sign(&cell.shown),
            (None, Some(_)) => true,
            (_, None) => false,
        };
        if !goes_on {
            let Some(cell) = key_cell.filter(|cell| cell.at.row == row && !is_sign(&cell.shown)) else { return };
            self.out.begin(row);
            self.above.clear();
            self.key = Some(Key { text: cell.shown.clone(), at: cell.at });
            self.write_captions();
        }
        for at in 0..self.stacks.len() {
            match self.choice.roles.get(at).cloned() {
                Some(Role::Field(field)) if field == items => {
                    let Some(stack) = self.stacks.get(at) else { continue };
                    let own = Address::new(row, stack.col);
                    let Some(cell) = self.cell(row, stack.col).cloned().filter(|cell| cell.at == own) else { continue };
                    self.out.push(field, &cell, false);
                }
                Some(Role::Field(field)) => {
                    let Some((cell, shared)) = self.filled(row, at) else { continue };
                    if goes_on && self.out.has(field, &cell) {
                        self.out.book(cell.at, Use::Shared);
                    } else if !goes_on || cell.at.row == row {
                        self.out.push(field, &cell, shared);
                    }
                }
                Some(Role::Aside(reason)) => {
                    if let Some(cell) = self.stacks.get(at).and_then(|stack| self.sheet.grid.get(Address::new(row, stack.col))) {
                        self.out.book(cell.at, Use::Aside(reason));
                    }
                }
                _ => self.unmapped(row, at),
            }
        }
    }

    /// A row of a table whose titles and items share their columns.
    fn tree_row(&mut self, row: u32, cells: &[RawCell], tree: &[u32], (title, items): (usize, usize)) {
        let items_col = self
            .choice
            .roles
            .iter()
            .position(|role| *role == Role::Field(items))
            .and_then(|at| self.stacks.get(at))
            .map(|stack| stack.col);
        let own = |col: u32| cells.iter().find(|cell| cell.at.col == col);
        let named = tree.iter().copied().chain(items_col).find_map(|col| own(col).map(|cell| (col, cell.clone())));
        let Some((col, cell)) = named else { return };
        let deeper = tree.len() > 1 && tree.first().is_some_and(|first| col > *first);
        let bulleted = is_item(&cell.shown) && !(named_level(&cell.shown) == Some(Level::Measure));
        let is_item = deeper || Some(col) == items_col || tree.len() == 1 && (self.titled || bulleted && self.key.is_some());
        if is_item && self.key.is_some() {
            self.out.push(items, &cell, false);
        } else if !is_item || items_col.is_none() {
            self.out.begin(row);
            self.write_captions();
            self.key = Some(Key { text: cell.shown.clone(), at: cell.at });
            self.out.push(title, &cell, false);
        }
        for (at, stack) in self.stacks.iter().enumerate() {
            if stack.col == col {
                continue;
            }
            let Some(cell) = own(stack.col).cloned() else { continue };
            let number = self.field("no").is_some_and(|field| self.choice.roles.get(at) == Some(&Role::Field(field)));
            match self.choice.roles.get(at).cloned() {
                _ if number && is_item => self.out.book(cell.at, Use::Aside(Reason::Mark)),
                Some(Role::Field(field)) if field != title && field != items => {
                    self.out.push(field, &cell, false);
                }
                Some(Role::Aside(reason)) => self.out.book(cell.at, Use::Aside(reason)),
                _ => self.unmapped(row, at),
            }
        }
    }
}

/// Does the name of a sheet say where its rows belong: 基本目標1, 2.産業, ③福祉?
fn names_a_place(name: &str) -> bool {
    let folded = fold(name);
    let body = folded.trim_start_matches('(');
    let rest = body.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = body.len() - rest.len();
    let numbered =
        (1..=2).contains(&digits) && rest.starts_with(['.', ')', '_', '、', '-', ':']) && rest.chars().any(char::is_alphabetic);
    named_level(name) == Some(Level::Place) || numbered
}

fn before_was_single(sheet: &Sheet<'_, '_>, row: u32) -> bool {
    only(sheet.grid.row(row)).is_some()
}

/// －, →, 〃: no name.
pub(super) fn is_sign(text: &str) -> bool {
    text.trim().chars().all(|c| !c.is_alphanumeric())
}

/// ①②③ below the headings number the columns.
fn is_numbering(cells: &[RawCell]) -> bool {
    let numbers: Option<Vec<u32>> = cells.iter().map(|cell| fold(&cell.shown).trim_matches(['(', ')']).parse().ok()).collect();
    cells.len() >= 3
        && numbers.is_some_and(|numbers| numbers.windows(2).all(|pair| matches!(pair, [one, two] if *two == one + 1)))
}

/// Does a text begin as items do: ・, (1), ①, indented?
fn is_item(text: &str) -> bool {
    let start = text.trim_start_matches('\n');
    start.starts_with(char::is_whitespace)
        || start.starts_with([
            '・', '･', '•', '○', '●', '◇', '◆', '□', '■', '-', '－', '‐', '▪', '└', '├', '→', '①', '②', '③', '④', '⑤', '⑥', '⑦',
            '⑧', '⑨', '⑩', '⑪', '⑫', '⑬', '⑭', '⑮',
        ])
        || start.starts_with(['(', '（']) && fold(start).trim_start_matches('(').starts_with(|c: char| c.is_ascii_digit())
}

/// The lines of a cell without their bullets.
fn list_lines(text: &str) -> Vec<String> {
    let bullets: &[char] = &['・', '･', '•', '○', '●', '◇', '◆', '□', '■', '▪'];
    let lines = text.split('\n').map(|line| line.trim().trim_start_matches(bullets).trim().to_owned());
    lines.filter(|line| !line.is_empty() && !is_sign(line)).collect()
}

impl Sheet<'_, '_> {
    /// Does a row go on with the columns of the one right above it, as rows of a table do?
    fn is_within(&self, row: u32) -> bool {
        let (above, cells) = (self.grid.row(row.saturating_sub(1)), self.grid.row(row));
        let common = cells.iter().filter(|cell| above.iter().any(|other| other.at.col == cell.at.col)).count();
        let labelled = above.iter().any(|cell| info::label(&cell.shown).is_some() || !info::inline(&cell.shown).is_empty());
        row > 0 && above.len() >= 2 && !labelled && common * 10 >= cells.len() * 6
    }

    /// Is what stands under these headings a table of some kind or form?
    pub(super) fn is_a_table(&self, block: &Block) -> bool {
        let last = self.rows.last().map_or(block.rows.end, |row| row + 1);
        let seen = self.seen(block, &block.stacks, last);
        let of_form = |stack: &Stack| self.vocabulary.find(stack.lowest().1).iter().any(|m| !m.closeness.is_near());
        self.choose(&block.stacks, &seen, &Around::default()).is_some()
            || block.stacks.iter().filter(|stack| of_form(stack)).count() >= 3
    }
}
