//! What a row below a heading is, by its shape.

use super::numbering::is_numeric;
use super::row_shape::{is_number_column, is_numbering, is_remark};
use super::{OpenTable, Walk};
use crate::form::{Column, FieldType};
use crate::model::numeral::number_of_day;
use crate::model::{Address, Reason, RecordKind};
use crate::recognise::info::Label;
use crate::recognise::{info, shape};
use crate::source::{RawCell, RawValue};

/// What a row turned out to be.
pub(super) enum RowKind {
    Record,
    /// More text of the record above.
    Continuation,
    /// A line that says where the rows below belong, or who hands them in.
    Caption,
    /// A caption across the table.
    Banner,
    Aside(Reason),
    /// Nothing but its number, direction and department, as in forms that are numbered in advance.
    NumberOnly,
    /// Inside the table, and of no kind: reported.
    Unclear,
    /// 該当なし, at this cell.
    NoRecords(Address),
    Footnote,
    OtherTable,
    /// Not of this table.
    Elsewhere,
}

/// A row below the heading of an open table, and what most checks ask about it.
struct Row<'a, 'g, 'f> {
    walk: &'a Walk<'g, 'f>,
    open: &'a OpenTable<'f>,
    at: u32,
    cells: &'a [RawCell],
    first: &'a RawCell,
    /// Does it stand in the column of numbers, whatever it holds?
    has_number: bool,
    /// Does its number look like one?
    numbered: bool,
    /// Does it fill a column that names records?
    keyed: bool,
    /// Does it fill a column that counts records, with a number?
    counted: bool,
    /// How many of its cells stand in columns of the form.
    mapped: usize,
    /// Is it right below the last row, and the table has not ended?
    close: bool,
    /// Can each of its cells go on with a text of the record above?
    goes_on: bool,
    /// The leftmost column of the form.
    left: Option<u32>,
}

impl<'g, 'f> Walk<'g, 'f> {
    /// Returns the kind of a row below a heading.
    pub(super) fn classify(&self, open: &OpenTable<'f>, row: u32) -> RowKind {
        Row::new(self, open, row).map_or(RowKind::Elsewhere, |row| row.kind())
    }
}

impl<'a, 'g, 'f> Row<'a, 'g, 'f> {
    /// Looks at a row; `None` where it is blank.
    fn new(walk: &'a Walk<'g, 'f>, open: &'a OpenTable<'f>, at: u32) -> Option<Self> {
        let cells = open.inside(walk.grid.row(at));
        let first = cells.first()?;
        let column = |cell: &RawCell| open.column(cell);
        let number = cells.iter().find(|cell| column(cell).is_some_and(|column| column.kind == FieldType::Numbers));
        // beside a name and more, 2月1日 was 2-1 before a spreadsheet wrote it as CSV
        let dated = |cell: &RawCell| cells.len() > 2 && number_of_day(&cell.shown).is_some();
        let keyed = cells.iter().any(|cell| column(cell).is_some_and(|column| column.key));
        let counted = cells.iter().any(|cell| column(cell).is_some_and(is_number_column) && is_numeric(cell));
        let is_next = walk.last_row == Some(at.wrapping_sub(1));
        Some(Self {
            walk,
            open,
            at,
            cells,
            first,
            has_number: number.is_some(),
            numbered: number.is_some_and(|cell| is_numeric(cell) || dated(cell)),
            keyed,
            counted,
            mapped: cells.iter().filter(|cell| column(cell).is_some()).count(),
            close: is_next && !open.ended,
            goes_on: !keyed && !counted && is_next && walk.continues(open, cells),
            left: open.fields.keys().next().copied(),
        })
    }

    fn kind(&self) -> RowKind {
        // The first check that knows the row decides, so the order matters: what is surely no record comes before records,
        // and these before what may only be text around the table.
        let checks: [fn(&Self) -> Option<RowKind>; 20] = [
            Self::known_caption,
            Self::page_number,
            Self::heading_remark,
            Self::example,
            Self::title_of_repeated_heading,
            Self::note,
            Self::about_rows_below,
            Self::numbered_without_records,
            Self::number_only,
            Self::no_records,
            Self::total_or_signature,
            Self::label,
            Self::of_other_table,
            Self::below_end,
            Self::heading_after_gap,
            Self::caption,
            Self::banner,
            Self::stray_answer,
            Self::record,
            Self::continuation,
        ];
        checks.iter().find_map(|check| check(self)).unwrap_or_else(|| self.text_or_unclear())
    }

    fn column(&self, cell: &RawCell) -> Option<&'a Column> {
        self.open.column(cell)
    }

    /// Is it merged with the key cells of the record above?
    fn is_covered(&self) -> bool {
        self.open.table.rows.last().is_some_and(|last| self.walk.covered_by(self.open, last, self.at))
    }

    /// A line that the form declares as a caption.
    fn known_caption(&self) -> Option<RowKind> {
        let [only] = self.cells else { return None };
        self.open.captions.iter().any(|caption| caption.find(only.shown.trim()).is_some()).then_some(RowKind::Caption)
    }

    fn page_number(&self) -> Option<RowKind> {
        (self.cells.len() == 1 && shape::is_page_number(&self.first.shown)).then_some(RowKind::Aside(Reason::Mark))
    }

    /// ①②③ or （200字以内） right below the heading.
    fn heading_remark(&self) -> Option<RowKind> {
        let is_first = self.open.table.rows.is_empty() && self.at == self.open.heading.rows.end;
        let remarks = is_first && self.cells.iter().all(is_remark);
        (remarks || is_numbering(self.open, self.cells)).then_some(RowKind::Aside(Reason::Heading))
    }

    fn example(&self) -> Option<RowKind> {
        self.walk.is_example(self.open, self.at, self.cells).then_some(RowKind::Aside(Reason::Example))
    }

    /// A line right above the same heading again: it names the table below.
    fn title_of_repeated_heading(&self) -> Option<RowKind> {
        let alone = self.cells.len() == 1 && !self.numbered && self.open.form.table.is_some();
        (alone && self.open.heading_again(self.walk.grid, self.at + 1).is_some()).then_some(RowKind::Banner)
    }

    fn note(&self) -> Option<RowKind> {
        let is_mark = shape::is_note_mark(&self.first.shown);
        // a name can begin like a note
        let named = self.keyed && self.cells.len() > 1 && (self.mapped > 2 || !is_mark);
        let at_edge = self.left.is_some_and(|left| self.first.at.col <= left);
        let alone = self.cells.len() <= 3 && (at_edge || !self.goes_on);
        if !shape::is_note(&self.first.shown) || self.numbered || named || !alone {
            return None;
        }
        Some(match self.open.form.footnote {
            true => RowKind::Footnote,
            // between records it may be about them
            false if self.close && self.walk.goes_on_below(self.open, self.at) => RowKind::Unclear,
            false => RowKind::Aside(Reason::Note),
        })
    }

    /// （以下は財政課分）, with records below.
    fn about_rows_below(&self) -> Option<RowKind> {
        let [only] = self.cells else { return None };
        let about = !self.goes_on && shape::is_about_rows_below(&only.shown);
        (about && self.walk.goes_on_below(self.open, self.at)).then_some(RowKind::Unclear)
    }

    fn numbered_without_records(&self) -> Option<RowKind> {
        self.numbered.then(|| self.walk.nothing_to_report(self.open, self.at, self.cells)).flatten().map(RowKind::NoRecords)
    }

    fn number_only(&self) -> Option<RowKind> {
        self.walk.is_number_only(self.open, self.at, self.cells).then_some(RowKind::NumberOnly)
    }

    /// 該当なし, with at most a few words beside it.
    fn no_records(&self) -> Option<RowKind> {
        if self.numbered || self.cells.len() > 3 {
            return None;
        }
        let cell = self.cells.iter().find(|cell| shape::is_no_records(&cell.shown))?;
        let brief = self.cells.iter().all(|other| other.at == cell.at || other.shown.chars().count() <= 20);
        let is_answer = |other: &RawCell| {
            self.column(other).is_some_and(|column| column.kind == FieldType::Stages) && !shape::is_no_records(&other.shown)
        };
        // what says more than that is an answer
        let answered = self.keyed && self.cells.iter().any(is_answer);
        (brief && !answered).then_some(RowKind::NoRecords(cell.at))
    }

    fn total_or_signature(&self) -> Option<RowKind> {
        if self.numbered {
            return None;
        }
        let is_total = |cell: &&RawCell| {
            let names = cell.at == self.first.at || self.column(cell).is_some_and(|column| column.key);
            names && shape::is_total(&cell.shown)
        };
        if let Some(total) = self.cells.iter().find(is_total) {
            let is_name = self.keyed && self.open.form.record == RecordKind::Progress && shape::tells_more(self.cells, total);
            if !is_name {
                return Some(RowKind::Aside(Reason::Total));
            }
        }
        let signatures = self.cells.iter().filter(|cell| shape::is_signature(&cell.shown)).count();
        (signatures > 0 && signatures * 2 >= self.cells.len()).then_some(RowKind::Aside(Reason::Signature))
    }

    /// 担当課：総務課 and other labels with their values.
    fn label(&self) -> Option<RowKind> {
        if self.numbered {
            return None;
        }
        let cells = self.cells;
        let few = cells.len() <= 4;
        let label = |cell: &RawCell| info::label(&cell.shown);
        let has_inline = |cell: &RawCell| !info::inline(&cell.shown).is_empty();
        let at_left = self.first.at.col <= self.left.unwrap_or_default() && few && label(self.first).is_some();
        let mostly_inline = cells.iter().filter(|cell| has_inline(cell)).count() * 2 > cells.len();
        let labels = cells.iter().filter(|cell| label(cell).is_some()).count();
        let pair = cells.len() == 2 && labels == 1 && label(self.first).is_some();
        let labelled = |cell: &RawCell| match label(cell) {
            Some(Label::Contact) => few,
            Some(_) => true,
            None => few && has_inline(cell),
        };
        (at_left || mostly_inline || pair || !self.keyed && cells.iter().any(labelled)).then_some(RowKind::Elsewhere)
    }

    fn of_other_table(&self) -> Option<RowKind> {
        (self.open.other_table && self.cells.len() > 1).then_some(RowKind::OtherTable)
    }

    /// Below what ended the table, unless a full record follows: then what stood between was no end.
    fn below_end(&self) -> Option<RowKind> {
        let columns = self.open.fields.len();
        let enough = self.numbered || !self.has_number && self.mapped * 3 > columns * 2;
        let full = self.keyed && self.mapped * 2 > columns && enough;
        (self.open.ended && !full).then_some(RowKind::Elsewhere)
    }

    /// Words only, below a gap, where the table has a number, or where they stand over figures.
    fn heading_after_gap(&self) -> Option<RowKind> {
        let after_gap = self.walk.last_row.is_some_and(|last| self.at > last + 1);
        let unnumbered = self.has_number && !self.numbered;
        let declared = self.open.form.record == RecordKind::Table && self.walk.heads_another(self.open, self.at, self.cells);
        let words = after_gap && self.cells.len() >= 2 && self.cells.iter().all(is_word);
        (words && (unnumbered || declared)).then_some(RowKind::OtherTable)
    }

    fn caption(&self) -> Option<RowKind> {
        let [only] = self.cells else { return None };
        let apart = !self.goes_on && !self.column(only).is_some_and(is_answered) || self.walk.is_wide(self.open, only);
        let short = only.shown.chars().count() <= 60 || is_word(only);
        (!self.numbered && apart && short && self.walk.is_caption(only.shown.trim())).then_some(RowKind::Caption)
    }

    fn banner(&self) -> Option<RowKind> {
        (!self.numbered && self.walk.is_banner(self.open, self.at, self.cells)).then_some(RowKind::Banner)
    }

    /// 【導入】… alone in a column of answers: no caption, and whose it is nobody knows.
    fn stray_answer(&self) -> Option<RowKind> {
        let [only] = self.cells else { return None };
        let answers = !self.goes_on && !self.walk.is_wide(self.open, only) && self.column(only).is_some_and(is_answered);
        (answers && !self.is_covered()).then_some(RowKind::Unclear)
    }

    fn record(&self) -> Option<RowKind> {
        let open = self.open;
        let counted = self.counted && self.mapped > 1;
        let numbered_form = open.fields.values().any(|index| open.form.columns.get(*index).is_some_and(is_number_column));
        // a sparse row does not end the table
        let sparse = self.close && self.keyed && self.cells.len() > 1 && !numbered_form && self.mapped > 0;
        let is_record = (self.keyed || counted)
            && (self.numbered
                || counted
                || sparse
                || self.walk.is_plain_record(open, self.at, self.cells, self.has_number, self.mapped));
        is_record.then_some(RowKind::Record)
    }

    fn continuation(&self) -> Option<RowKind> {
        let covered = self.is_covered();
        if self.mapped == 0 || !covered && !self.goes_on {
            return None;
        }
        // who answers and two texts: a row of somebody else whose number and name were left out
        let other =
            !covered && !self.keyed && self.mapped >= 3 && self.walk.is_of_another_department(self.open, self.at, self.cells);
        Some(if other { RowKind::Unclear } else { RowKind::Continuation })
    }

    /// What no check knows: text around the table, or a row inside it that is reported.
    fn text_or_unclear(&self) -> RowKind {
        // rows go on right below
        let inside = self.close && self.mapped > 0 && self.walk.goes_on_below(self.open, self.at);
        let text = &self.first.shown;
        if self.cells.len() == 1 && !self.keyed && text.chars().count() <= 60 && !shape::is_note(text) {
            return if inside && !info::is_office_name(text) { RowKind::Unclear } else { RowKind::Caption };
        }
        let within = self.cells.iter().all(|cell| self.open.reach.contains(&cell.at.col));
        if inside && within { RowKind::Unclear } else { RowKind::Elsewhere }
    }
}

/// Is a cell a short text that is no number?
fn is_word(cell: &RawCell) -> bool {
    cell.value == RawValue::Text && (1..=15).contains(&cell.shown.trim().chars().count()) && !is_numeric(cell)
}

/// Does a column hold answers?
fn is_answered(column: &Column) -> bool {
    column.kind == FieldType::Stages
}
