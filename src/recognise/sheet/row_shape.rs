//! The shapes of rows below a heading that [`classify`](super::classify) tells apart.

use super::numbering::is_numeric;
use super::{OpenTable, Walk};
use crate::form::{Column, FieldType};
use crate::model::text::fold;
use crate::model::{Address, date};
use crate::recognise::{RawRow, info, shape};
use crate::source::{RawCell, RawValue};

impl Walk<'_, '_> {
    /// Does a row right below the last one hold a number and a name where the table has them?
    pub(super) fn is_numbered_record(&self, open: &OpenTable<'_>, row: u32) -> bool {
        let column = |cell: &RawCell| open.column(cell);
        let cells = self.grid.row(row);
        !open.ended
            && self.last_row.is_some_and(|last| last + 1 == row)
            && cells.iter().any(|cell| is_numeric(cell) && column(cell).is_some_and(is_number_column))
            && cells.iter().any(|cell| column(cell).is_some_and(|column| column.key && !is_number_column(column)))
    }

    /// Behind a gap: words over figures or days, or in the place of the numbers above them: headings of another table.
    pub(super) fn heads_another(&self, open: &OpenTable<'_>, row: u32, cells: &[RawCell]) -> bool {
        let Some(last) = self.last_row.filter(|last| row > last + 1) else { return false };
        let is_figure = |row: u32, col: u32| {
            let cell = self.grid.get(Address::new(row, col));
            cell.is_some_and(|cell| matches!(cell.value, RawValue::Number(_) | RawValue::Date(_)) || is_numeric(cell))
        };
        let numbers = |cell: &RawCell| open.column(cell).is_some_and(is_number_column);
        let of_number = cells.iter().any(|cell| numbers(cell) && is_figure(last, cell.at.col));
        let over_figures = row > last + 2 && cells.iter().any(|cell| is_figure(row + 1, cell.at.col));
        let below = self.grid.row(row + 1);
        below.len() >= 2 && (of_number || over_figures)
    }

    /// Does a row name a department of its own, another than the record above?
    pub(super) fn is_of_another_department(&self, open: &OpenTable<'_>, row: u32, cells: &[RawCell]) -> bool {
        let departments = |index: &usize| open.form.columns.get(*index).is_some_and(|column| column.field == "departments");
        let Some((col, _)) = open.fields.iter().find(|(_, index)| departments(index)) else { return false };
        let Some(own) = cells.iter().find(|cell| cell.at == Address::new(row, *col)) else { return false };
        let above = open.table.rows.last().and_then(|last| self.grid.get(Address::new(last.row, *col)));
        info::is_department_name(own.shown.trim()) && above.is_some_and(|above| fold(&above.shown) != fold(&own.shown))
    }

    /// Do records go on below a row, without a gap?
    pub(super) fn goes_on_below(&self, open: &OpenTable<'_>, row: u32) -> bool {
        let below = (row + 1..row + 4).map(|row| self.grid.row(row)).take_while(|cells| !cells.is_empty());
        let key = |cell: &RawCell| {
            let column = open.column(cell);
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
    pub(super) fn nothing_to_report(&self, open: &OpenTable<'_>, row: u32, cells: &[RawCell]) -> Option<Address> {
        let is_nothing = |cell: &&RawCell| cell.shown.chars().count() <= 20 && shape::is_no_records(&cell.shown);
        let answers = cells.iter().filter(|cell| is_answer(open, cell)).collect::<Vec<_>>();
        let name = answers.iter().find(|cell| open.column(cell).is_some_and(|column| column.key));
        let all = name.is_none() && !self.is_answered_above(open, row) && !answers.is_empty() && answers.iter().all(is_nothing);
        let found = name.filter(|cell| is_nothing(cell) && answers.len() <= 2).or(answers.first().filter(|_| all));
        found.map(|cell| cell.at)
    }

    /// A line that was only numbered, or the number of a page.
    pub(super) fn is_number_only(&self, open: &OpenTable<'_>, row: u32, cells: &[RawCell]) -> bool {
        let number = |cell: &RawCell| {
            let column = open.column(cell);
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
    pub(super) fn is_banner(&self, open: &OpenTable<'_>, row: u32, cells: &[RawCell]) -> bool {
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
    pub(super) fn is_wide(&self, open: &OpenTable<'_>, cell: &RawCell) -> bool {
        let reach = self.merges.at(cell.at).map_or(cell.at.col, |range| range.last.col);
        (reach - cell.at.col + 1) * 2 > open.reach.end() - open.reach.start() + 1
    }

    pub(super) fn is_example(&self, open: &OpenTable<'_>, row: u32, cells: &[RawCell]) -> bool {
        let left = open.fields.keys().next().copied().unwrap_or_default();
        let marked = |cell: &RawCell| {
            let key = open.column(cell).is_some_and(|column| column.key || column.fill_down);
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
            let named = open.column(cell).is_some_and(|column| column.key || column.kind == FieldType::Departments);
            named && shape::is_placeholder(&cell.shown)
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
            let column = open.column(cell);
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
        let keys: Vec<u32> = open
            .fields
            .iter()
            .filter(|(_, index)| open.form.columns.get(**index).is_some_and(|column| column.key))
            .map(|(col, _)| *col)
            .collect();
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
            open.fields.get(&cell.at.col).zip(open.column(cell)).is_some_and(|(index, column)| {
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
pub(super) fn is_number_column(column: &Column) -> bool {
    column.kind == FieldType::Numbers || matches!(column.field.as_str(), "numbers" | "no")
}

/// Does a cell say something of an initiative: more than its number, direction and department?
pub(super) fn is_answer(open: &OpenTable<'_>, cell: &RawCell) -> bool {
    open.column(cell).is_some_and(|column| {
        let frame = matches!(column.kind, FieldType::Numbers | FieldType::Integer | FieldType::Departments);
        !column.fill_down && !frame && !is_number_column(column)
    })
}

/// ①②③ right below the headings number the columns.
pub(super) fn is_numbering(open: &OpenTable<'_>, cells: &[RawCell]) -> bool {
    if !open.table.rows.is_empty() || cells.len() < 3 {
        return false;
    }
    let number = |cell: &RawCell| {
        let folded = fold(&cell.shown);
        folded.trim_matches(['(', ')']).parse::<u32>().ok()
    };
    let numbers: Option<Vec<u32>> = cells.iter().map(number).collect();
    numbers.is_some_and(|numbers| numbers.windows(2).all(|pair| matches!(pair, [one, next] if *next == one + 1)))
}

/// （200字以内） below a heading.
pub(super) fn is_remark(cell: &RawCell) -> bool {
    let text = cell.shown.trim();
    let inner = text.trim_matches(['（', '(', '）', ')']);
    text.starts_with(['（', '(', '※'])
        && (text.ends_with(['）', ')']) || text.starts_with('※'))
        && text.chars().count() <= 40
        && !info::is_department_name(inner)
}
