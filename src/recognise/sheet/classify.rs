//! What a row below a heading is, told by its shape.
#![expect(clippy::indexing_slicing, reason = "columns are indices into the form's own list")]

use super::super::{RawRow, info, shape};
use super::{OpenTable, Walk};
use crate::form::{Column, FieldType};
use crate::model::numeral::{circled, kanji, number_of_day, roman};
use crate::model::text::fold;
use crate::model::{Address, Reason, RecordKind, date};
use crate::recognise::info::Label;
use crate::source::{RawCell, RawValue};

/// What a row turned out to be.
pub(super) enum RowKind {
    Record,
    Continuation,
    Caption,
    Banner,
    Aside(Reason),
    /// Nothing but its number, direction and department, as in forms that are numbered in advance.
    NumberOnly,
    /// Inside the table, and of no kind: reported.
    Unclear,
    NoRecords(Address),
    Footnote,
    OtherTable,
    Elsewhere,
}

impl Walk<'_, '_> {
    /// Tells a row below a heading by its shape.
    pub(super) fn classify(&self, open: &OpenTable<'_>, row: u32) -> RowKind {
        let cells = open.inside(self.grid.row(row));
        let Some(first) = cells.first() else { return RowKind::Elsewhere };
        let field = |cell: &RawCell| open.fields.get(&cell.at.col).map(|index| &open.form.columns[*index]);
        let number = cells.iter().find(|cell| field(cell).is_some_and(|column| column.kind == FieldType::Numbers));
        // beside a name and more, 2月1日 was 2-1 before a spreadsheet wrote it as CSV
        let dated = |cell: &RawCell| cells.len() > 2 && number_of_day(&cell.shown).is_some();
        let numbered = number.is_some_and(|cell| is_numeric(cell) || dated(cell));
        if let ([only], true) = (cells, !open.captions.is_empty())
            && open.captions.iter().any(|caption| caption.find(only.shown.trim()).is_some())
        {
            return RowKind::Caption;
        }
        let keyed = cells.iter().any(|cell| field(cell).is_some_and(|column| column.key));
        // rows below rows, without a gap
        let close = self.last_row == Some(row.wrapping_sub(1)) && !open.ended;
        let counted = cells.iter().any(|cell| field(cell).is_some_and(is_number_column) && is_numeric(cell));
        let mapped = cells.iter().filter(|cell| open.fields.contains_key(&cell.at.col)).count();

        if cells.len() == 1 && shape::is_page_number(&first.shown) {
            return RowKind::Aside(Reason::Mark);
        }
        if is_numbering(open, cells) || open.table.rows.is_empty() && row == open.heading.rows.end && cells.iter().all(is_remark)
        {
            return RowKind::Aside(Reason::Heading);
        }
        if self.is_example(open, row, cells) {
            return RowKind::Aside(Reason::Example);
        }
        // a line right above the same headings again names the table below
        if cells.len() == 1 && !numbered && open.form.table.is_some() && open.heading_again(self.grid, row + 1).is_some() {
            return RowKind::Banner;
        }
        let goes_on = !keyed && !counted && self.last_row == Some(row.wrapping_sub(1)) && self.continues(open, cells);
        let at_edge = open.fields.keys().next().is_some_and(|left| first.at.col <= *left);
        // a name can begin like a note
        let named = keyed && cells.len() > 1 && (mapped > 2 || !shape::is_note_mark(&first.shown));
        if shape::is_note(&first.shown) && !numbered && !named && cells.len() <= 3 && (at_edge || !goes_on) {
            return match open.form.footnote {
                true => RowKind::Footnote,
                // between records it may be about them
                false if close && self.goes_on_below(open, row) => RowKind::Unclear,
                false => RowKind::Aside(Reason::Note),
            };
        }
        if let [only] = cells
            && !goes_on
            && shape::is_about_rows_below(&only.shown)
            && self.goes_on_below(open, row)
        {
            return RowKind::Unclear;
        }
        if numbered && let Some(cell) = self.nothing_to_report(open, row, cells) {
            return RowKind::NoRecords(cell);
        }
        if self.is_number_only(open, row, cells) {
            return RowKind::NumberOnly;
        }
        if !numbered {
            if cells.len() <= 3
                && let Some(cell) = cells.iter().find(|cell| shape::is_no_records(&cell.shown))
                && cells.iter().all(|other| other.at == cell.at || other.shown.chars().count() <= 20)
                // what says more than that is an answer
                && !(keyed && cells.iter().any(|other| {
                    field(other).is_some_and(|column| column.kind == FieldType::Stages) && !shape::is_no_records(&other.shown)
                }))
            {
                return RowKind::NoRecords(cell.at);
            }
            let is_total =
                |cell: &&RawCell| (cell.at == first.at || field(cell).is_some_and(|c| c.key)) && shape::is_total(&cell.shown);
            if let Some(total) = cells.iter().find(is_total)
                && !(keyed && open.form.record == RecordKind::Progress && shape::tells_more(cells, total))
            {
                return RowKind::Aside(Reason::Total);
            }
            let signatures = cells.iter().filter(|cell| shape::is_signature(&cell.shown)).count();
            if signatures > 0 && signatures * 2 >= cells.len() {
                return RowKind::Aside(Reason::Signature);
            }
            let left = open.fields.keys().next().copied().unwrap_or_default();
            if first.at.col <= left && cells.len() <= 4 && info::label(&first.shown).is_some() {
                return RowKind::Elsewhere;
            }
            let labelled = |cell: &RawCell| match info::label(&cell.shown) {
                Some(Label::Contact) => cells.len() <= 4,
                Some(_) => true,
                None => !keyed && cells.len() <= 4 && !info::inline(&cell.shown).is_empty(),
            };
            let inline = cells.iter().filter(|cell| !info::inline(&cell.shown).is_empty()).count();
            let labels = cells.iter().filter(|cell| info::label(&cell.shown).is_some()).count();
            if inline * 2 > cells.len()
                || cells.len() == 2 && labels == 1 && info::label(&first.shown).is_some()
                || !keyed && cells.iter().any(labelled)
            {
                return RowKind::Elsewhere;
            }
        }
        if open.other_table && cells.len() > 1 {
            return RowKind::OtherTable;
        }
        // what stood between was no end, where a full record follows
        let full =
            keyed && mapped * 2 > open.fields.len() && (numbered || number.is_none() && mapped * 3 > open.fields.len() * 2);
        if open.ended && !full {
            return RowKind::Elsewhere;
        }
        let after_gap = self.last_row.is_some_and(|last| row > last + 1);
        let words = |cell: &RawCell| {
            cell.value == RawValue::Text && (1..=15).contains(&cell.shown.trim().chars().count()) && !is_numeric(cell)
        };
        if after_gap && cells.len() >= 2 && number.is_some() && !numbered && cells.iter().all(words) {
            return RowKind::OtherTable;
        }
        if open.form.record == RecordKind::Table
            && cells.len() >= 2
            && cells.iter().all(words)
            && self.heads_another(open, row, cells)
        {
            return RowKind::OtherTable;
        }
        let is_answered = |column: &Column| column.kind == FieldType::Stages;
        if cells.len() == 1
            && !numbered
            && (!goes_on && !field(first).is_some_and(is_answered) || self.is_wide(open, first))
            && words(first) | (first.shown.chars().count() <= 60)
            && self.is_caption(first.shown.trim())
        {
            return RowKind::Caption;
        }
        if !numbered && self.is_banner(open, row, cells) {
            return RowKind::Banner;
        }
        // 【導入】… in a column of answers is no caption
        if let [only] = cells
            && !goes_on
            && !self.is_wide(open, only)
            && field(only).is_some_and(is_answered)
            && !open.table.rows.last().is_some_and(|last| self.covered_by(open, last, row))
        {
            return RowKind::Unclear;
        }
        let numbered_form = open.fields.values().any(|index| is_number_column(&open.form.columns[*index]));
        // a sparse row does not end the table
        let sparse = close && keyed && cells.len() > 1 && !numbered_form && mapped > 0;
        if (keyed || counted && mapped > 1)
            && (numbered || counted && mapped > 1 || sparse || self.is_plain_record(open, row, cells, number.is_some(), mapped))
        {
            return RowKind::Record;
        }
        let last = open.table.rows.last();
        let covered = last.is_some_and(|last| self.covered_by(open, last, row));
        if mapped > 0 && (covered || goes_on) {
            // who answers and two texts: a row of somebody else whose number and name were left out
            if !covered && !keyed && mapped >= 3 && self.is_of_another_department(open, row, cells) {
                return RowKind::Unclear;
            }
            return RowKind::Continuation;
        }
        // rows go on right below
        let inside = close && mapped > 0 && self.goes_on_below(open, row);
        if cells.len() == 1 && !keyed && first.shown.chars().count() <= 60 && !shape::is_note(&first.shown) {
            let office = info::is_office_name(&first.shown);
            return if inside && !office { RowKind::Unclear } else { RowKind::Caption };
        }
        if inside && cells.iter().all(|cell| open.reach.contains(&cell.at.col)) { RowKind::Unclear } else { RowKind::Elsewhere }
    }

    /// Behind a gap: words over figures or days, or in the place of the numbers above them: headings of another table.
    fn heads_another(&self, open: &OpenTable<'_>, row: u32, cells: &[RawCell]) -> bool {
        let Some(last) = self.last_row.filter(|last| row > last + 1) else { return false };
        let is_figure = |row: u32, col: u32| {
            let cell = self.grid.get(Address::new(row, col));
            cell.is_some_and(|cell| matches!(cell.value, RawValue::Number(_) | RawValue::Date(_)) || is_numeric(cell))
        };
        let numbers =
            |cell: &RawCell| open.fields.get(&cell.at.col).is_some_and(|index| is_number_column(&open.form.columns[*index]));
        let of_number = cells.iter().any(|cell| numbers(cell) && is_figure(last, cell.at.col));
        let over_figures = row > last + 2 && cells.iter().any(|cell| is_figure(row + 1, cell.at.col));
        let below = self.grid.row(row + 1);
        below.len() >= 2 && (of_number || over_figures)
    }

    /// Does a row right below the last one hold a number and a name where the table has them?
    pub(super) fn is_numbered_record(&self, open: &OpenTable<'_>, row: u32) -> bool {
        let column = |cell: &RawCell| open.fields.get(&cell.at.col).map(|index| &open.form.columns[*index]);
        let cells = self.grid.row(row);
        !open.ended
            && self.last_row.is_some_and(|last| last + 1 == row)
            && cells.iter().any(|cell| is_numeric(cell) && column(cell).is_some_and(is_number_column))
            && cells.iter().any(|cell| column(cell).is_some_and(|column| column.key && !is_number_column(column)))
    }

    /// Does a row name a department of its own, another than the record above?
    fn is_of_another_department(&self, open: &OpenTable<'_>, row: u32, cells: &[RawCell]) -> bool {
        let departments = |index: &usize| open.form.columns[*index].field == "departments";
        let Some((col, _)) = open.fields.iter().find(|(_, index)| departments(index)) else { return false };
        let Some(own) = cells.iter().find(|cell| cell.at == Address::new(row, *col)) else { return false };
        let above = open.table.rows.last().and_then(|last| self.grid.get(Address::new(last.row, *col)));
        info::is_department_name(own.shown.trim()) && above.is_some_and(|above| fold(&above.shown) != fold(&own.shown))
    }

    /// Do records go on below a row, without a gap?
    fn goes_on_below(&self, open: &OpenTable<'_>, row: u32) -> bool {
        let below = (row + 1..row + 4).map(|row| self.grid.row(row)).take_while(|cells| !cells.is_empty());
        let key = |cell: &RawCell| {
            let column = open.fields.get(&cell.at.col).map(|index| &open.form.columns[*index]);
            column.is_some_and(|column| column.key || is_number_column(column) && is_numeric(cell))
        };
        let mut records = below.filter(|cells| {
            let mapped = cells.iter().filter(|cell| open.fields.contains_key(&cell.at.col)).count();
            let around = cells.first().is_some_and(|first| info::label(&first.shown).is_some() || shape::is_note(&first.shown));
            mapped > 1 && !around && cells.iter().any(key)
        });
        records.next().is_some()
    }

    /// 該当なし in place of a name, or as all that a prepared line says.
    fn nothing_to_report(&self, open: &OpenTable<'_>, row: u32, cells: &[RawCell]) -> Option<Address> {
        let is_nothing = |cell: &&RawCell| cell.shown.chars().count() <= 20 && shape::is_no_records(&cell.shown);
        let answers = cells.iter().filter(|cell| is_answer(open, cell)).collect::<Vec<_>>();
        let name = answers.iter().find(|cell| open.fields.get(&cell.at.col).is_some_and(|index| open.form.columns[*index].key));
        let all = name.is_none() && !self.is_answered_above(open, row) && !answers.is_empty() && answers.iter().all(is_nothing);
        let found = name.filter(|cell| is_nothing(cell) && answers.len() <= 2).or(answers.first().filter(|_| all));
        found.map(|cell| cell.at)
    }

    /// A line that was only numbered, or the number of a page.
    fn is_number_only(&self, open: &OpenTable<'_>, row: u32, cells: &[RawCell]) -> bool {
        let number = |cell: &RawCell| {
            let column = open.fields.get(&cell.at.col).map(|index| &open.form.columns[*index]);
            column.is_some_and(is_number_column) && is_numeric(cell) || column.is_none() && is_numeric(cell)
        };
        let own = |cell: &RawCell| open.fields.contains_key(&cell.at.col);
        let prepared = |cell: &RawCell| !is_answer(open, cell);
        cells.iter().any(|cell| own(cell) && number(cell))
            && cells.iter().all(|cell| own(cell) && prepared(cell) || number(cell))
            && !self.is_answered_above(open, row)
    }

    /// Does a name or a text reach down to a row by merged cells?
    fn is_answered_above(&self, open: &OpenTable<'_>, row: u32) -> bool {
        open.fields.keys().any(|col| {
            let anchor = self.merges.anchor(Address::new(row, *col));
            let above = anchor.row < row && anchor.row >= open.heading.rows.end;
            above && self.grid.get(anchor).is_some_and(|cell| is_answer(open, cell))
        })
    }

    /// A short line of its own over a part of the table: across its columns, or at its left edge with a full row below.
    fn is_banner(&self, open: &OpenTable<'_>, row: u32, cells: &[RawCell]) -> bool {
        let [only] = cells else { return false };
        let text = only.shown.trim();
        let reach = self.merges.at(only.at).map_or(only.at.col, |range| range.last.col);
        let next = (row + 1..row + 4).map(|row| open.inside(self.grid.row(row))).find(|cells| !cells.is_empty());
        let beneath = next.is_some_and(|cells| cells.len() >= 3);
        let first = open.fields.keys().next().copied().unwrap_or_default();
        let edge = only.at.col <= first && reach == only.at.col && !is_numeric(only) && date(text).is_none();
        let fine = text.chars().count() <= 60 && !text.contains('\n') && !text.ends_with('。') && !shape::is_note(text);
        let covered = open.table.rows.last().is_some_and(|last| self.covered_by(open, last, row));
        fine && !covered && beneath && (self.is_wide(open, only) || edge)
    }

    /// Is a cell merged over more than half of the table's columns?
    fn is_wide(&self, open: &OpenTable<'_>, cell: &RawCell) -> bool {
        let reach = self.merges.at(cell.at).map_or(cell.at.col, |range| range.last.col);
        (reach - cell.at.col + 1) * 2 > open.reach.end() - open.reach.start() + 1
    }

    pub(super) fn is_example(&self, open: &OpenTable<'_>, row: u32, cells: &[RawCell]) -> bool {
        let left = open.fields.keys().next().copied().unwrap_or_default();
        let marked = |cell: &RawCell| {
            let key = open.fields.get(&cell.at.col).is_some_and(|index| {
                let column = &open.form.columns[*index];
                column.key || column.fill_down
            });
            // in a row of many answers the word can be part of a name
            let shown = if cells.len() > 2 { shape::is_example_mark(&cell.shown) } else { shape::is_example(&cell.shown) };
            (cell.at.col <= left || key) && shown
        };
        if cells.iter().any(marked) {
            return true;
        }
        let anchor = self.merges.anchor(Address::new(row, left));
        if anchor.row < row && self.grid.get(anchor).is_some_and(|cell| shape::is_example(&cell.shown)) {
            return true;
        }
        let holders = cells.iter().filter(|cell| {
            open.fields.get(&cell.at.col).is_some_and(|index| {
                let column = &open.form.columns[*index];
                (column.key || column.kind == FieldType::Departments) && shape::is_placeholder(&cell.shown)
            })
        });
        holders.count() >= 2
    }

    /// A row without a number: a name, and at least one more value besides, and no sign of another table.
    pub(super) fn is_plain_record(
        &self,
        open: &OpenTable<'_>,
        row: u32,
        cells: &[RawCell],
        has_number: bool,
        mapped: usize,
    ) -> bool {
        let numbers_mapped = open
            .form
            .columns
            .iter()
            .enumerate()
            .any(|(index, column)| column.kind == FieldType::Numbers && open.fields.values().any(|field| *field == index));
        if has_number && numbers_mapped {
            // a word where numbers belong: a heading of something else, unless the row is a full one
            let full = mapped * 3 > open.fields.len() * 2 && !cells.iter().all(|cell| cell.shown.chars().count() <= 12);
            return full || mapped >= 4 && Self::is_placed(open, cells);
        }
        let covered = open.table.rows.last().is_some_and(|last| self.covered_by(open, last, row));
        mapped >= 2 && !covered
    }

    /// Does a row say whose it is or where it belongs, as no row of headings does: a direction's number, an office, 【導入】…?
    fn is_placed(open: &OpenTable<'_>, cells: &[RawCell]) -> bool {
        cells.iter().any(|cell| {
            let column = open.fields.get(&cell.at.col).map(|index| &open.form.columns[*index]);
            column.is_some_and(|column| match column.kind {
                FieldType::Integer => is_numeric(cell),
                FieldType::Departments => info::is_office_name(&cell.shown),
                FieldType::Stages => cell.shown.trim_start().starts_with('【'),
                _ => false,
            })
        })
    }

    /// Do the key cells of this row belong to the record above, by merged cells?
    pub(super) fn covered_by(&self, open: &OpenTable<'_>, last: &RawRow, row: u32) -> bool {
        let keys: Vec<u32> =
            open.fields.iter().filter(|(_, index)| open.form.columns[**index].key).map(|(col, _)| *col).collect();
        !keys.is_empty()
            && keys.iter().all(|col| {
                let cell = Address::new(row, *col);
                let anchor = self.merges.anchor(cell);
                anchor.row < row && anchor.row >= last.row && self.grid.get(anchor).is_some()
            })
    }

    /// Text below text: every cell continues a text of the record above.
    pub(super) fn continues(&self, open: &OpenTable<'_>, cells: &[RawCell]) -> bool {
        let Some(last) = open.table.rows.last() else { return false };
        // a day, a department or 提出日：… below the last record belongs to the form, not to its text
        let around = |cell: &RawCell| {
            let text = cell.shown.trim();
            let is_office = |text: &str| info::is_department_name(text) && text.trim_end().ends_with(['課', '室', '局', '部']);
            let office = is_office(text) && !text.starts_with('・');
            // 作成：総務課
            let is_nothing =
                text.split_once(['：', ':']).is_some_and(|(label, name)| label.chars().count() <= 6 && is_office(name));
            date(text).is_some() || office || is_nothing || !info::inline(text).is_empty()
        };
        if cells.len() <= 3 && cells.iter().all(around) {
            return false;
        }
        cells.iter().all(|cell| {
            open.fields.get(&cell.at.col).is_some_and(|index| {
                let column = &open.form.columns[*index];
                // figures and marks are those of a row of their own
                let own = matches!(
                    column.kind,
                    FieldType::Quantity
                        | FieldType::Year
                        | FieldType::Mark
                        | FieldType::Supported
                        | FieldType::Numbers
                        | FieldType::Integer
                        | FieldType::Number
                        | FieldType::Date
                        | FieldType::Period
                        | FieldType::Choice
                );
                !own && !column.fill_down && !column.key && last.of(*index).next().is_some()
            })
        }) && cells.iter().any(|cell| is_answer(open, cell))
    }
}

/// Does a column number the rows?
fn is_number_column(column: &Column) -> bool {
    column.kind == FieldType::Numbers || matches!(column.field.as_str(), "numbers" | "no")
}

/// Does a cell say something of an initiative: more than its number, direction and department?
fn is_answer(open: &OpenTable<'_>, cell: &RawCell) -> bool {
    open.fields.get(&cell.at.col).is_some_and(|index| {
        let column = &open.form.columns[*index];
        let frame = matches!(column.kind, FieldType::Numbers | FieldType::Integer | FieldType::Departments);
        !column.fill_down && !frame && !is_number_column(column)
    })
}

/// ①②③ right below the headings number the columns.
fn is_numbering(open: &OpenTable<'_>, cells: &[RawCell]) -> bool {
    if !open.table.rows.is_empty() || cells.len() < 3 {
        return false;
    }
    let number = |cell: &RawCell| {
        let folded = fold(&cell.shown);
        folded.trim_matches(['(', ')']).parse::<u32>().ok()
    };
    let numbers: Option<Vec<u32>> = cells.iter().map(number).collect();
    numbers.is_some_and(|numbers| numbers.windows(2).all(|pair| pair[1] == pair[0] + 1))
}

/// （200字以内） below a heading.
fn is_remark(cell: &RawCell) -> bool {
    let text = cell.shown.trim();
    text.starts_with(['（', '(', '※']) && (text.ends_with(['）', ')']) || text.starts_with('※')) && text.chars().count() <= 40
}

/// Digits, with or without what stands around numbers of initiatives.
pub(super) fn is_numeric(cell: &RawCell) -> bool {
    // a date was 1-2 before
    if matches!(cell.value, RawValue::Number(_) | RawValue::Date(_)) {
        return true;
    }
    let folded = fold(&cell.shown);
    // 4（重点）, 3(再掲)
    let remark = folded.strip_suffix(')').and_then(|rest| rest.rsplit_once('(')).filter(|(number, _)| !number.is_empty());
    let number = remark.map_or(folded.as_str(), |(number, _)| number);
    let figures = |c: char| c.is_ascii_digit() || circled(c).is_some();
    let signs = |c: char| "・、,./-~()[]no取組第番号#の".contains(c);
    number.contains(figures) && number.chars().all(|c| figures(c) || signs(c)) || is_numeral(number) || is_itemised(number)
}

/// イ, (ア), 13-①-ア, 1(a): figures and single letters that count, with signs between them.
fn is_itemised(folded: &str) -> bool {
    let counts = |part: &str| {
        let mut chars = part.chars();
        let single = matches!((chars.next(), chars.next()), (Some(c), None) if is_counting_letter(c) || circled(c).is_some());
        single || part.bytes().all(|byte| byte.is_ascii_digit())
    };
    let parts = || folded.split(['-', '.', '(', ')', '・', '_']).filter(|part| !part.is_empty());
    let kana = |part: &str| part.chars().all(|c| matches!(c, 'あ'..='ん' | 'ア'..='ン'));
    let figure = |part: &str| part.contains(|c: char| c.is_ascii_digit() || circled(c).is_some());
    parts().all(counts) && (parts().any(figure) || parts().next().is_some() && parts().all(kana))
}

/// ア, い, a: letters that count as figures do.
const fn is_counting_letter(c: char) -> bool {
    matches!(c, 'ア'..='ン' | 'あ'..='ん' | 'a'..='z')
}

/// 十二, Ⅱ, A-1: as numbers are written without figures, or behind a letter.
fn is_numeral(folded: &str) -> bool {
    let word = folded.trim_matches(|c: char| "()第号番#.".contains(c));
    let whole = |found: Option<(u32, &str)>| found.is_some_and(|(_, rest)| rest.is_empty());
    let letters = word.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let code = letters.len() < word.len()
        && word.len() - letters.len() <= 2
        && letters.contains(|c: char| c.is_ascii_digit())
        && letters.chars().all(|c| c.is_ascii_digit() || "-._()".contains(c));
    whole(kanji(word)) || whole(roman(word)) || code
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_their_spellings() {
        let cell = |text: &str| RawCell { at: Address::new(0, 0), value: RawValue::Text, shown: text.to_owned() };
        for text in
            ["1", "1-2", "1(2)", "(1)①", "㉑", "❸", "二", "十二", "Ⅱ", "4（重点）", "3(再掲)", "A-01", "No.3", "1.10", "14～16"]
                .into_iter()
                .chain(["1の2", "イ", "（ア）", "13-①-ア", "1-ｲ", "1(a)"])
        {
            assert!(is_numeric(&cell(text)), "{text}");
        }
        for text in ["", "番号", "取組番号", "文書の電子化", "5月8日", "5G", "DX", "一般会計", "（重点）", "総務課"]
        {
            assert!(!is_numeric(&cell(text)), "{text}");
        }
    }
}
