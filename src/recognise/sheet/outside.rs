//! What stands around tables: titles, labels, notes, captions, other tables.

use jiff::ToSpan;
use jiff::civil::Date;

use super::Walk;
use super::report::excerpt;
use crate::model::lookalike::{compose_kana, unify_radicals};
use crate::model::text::fold;
use crate::model::{Address, CellRange, Finding, Period, Reason, date, date_of_form};
use crate::recognise::info::{self, Info, Label, is_department_name};
use crate::recognise::kinds::years_of_words;
use crate::recognise::ledger_builder::Use;
use crate::recognise::{Caption, shape};
use crate::rules;
use crate::source::{RawCell, RawValue};

impl Walk<'_, '_> {
    /// A row of a table that the form does not know.
    pub(super) fn other_table(&mut self, row: u32) {
        let cells = self.grid.row(row);
        let (Some(first), Some(last)) = (cells.first(), cells.last()) else { return };
        let range = CellRange::new(first.at, last.at);
        for cell in cells {
            self.ledger.mark(cell.at, Use::Aside(Reason::OtherTable));
        }
        match self.others.last_mut() {
            Some((known, _)) if known.last.row + 1 == row => {
                known.last = Address::new(row, known.last.col.max(range.last.col));
                known.first.col = known.first.col.min(range.first.col);
            }
            _ => self.others.push((range, excerpt(cells.iter()))),
        }
    }

    /// A row outside tables: title, labels, notes, captions.
    pub(super) fn outside(&mut self, cells: &[RawCell]) {
        let mut index = 0;
        // a title beside 担当課 and its value stands alone
        let mut loose: Vec<&RawCell> = Vec::new();
        while let Some(cell) = cells.get(index) {
            index += 1;
            if !self.ledger.is_open(cell.at) {
                continue;
            }
            let text = cell.shown.trim();
            if let Some(label) = info::label(text) {
                self.ledger.mark(cell.at, Use::Aside(Reason::SubmissionInfo));
                match cells.get(index) {
                    // 担当課 | 手数料の名称: headings of a table that is not known
                    Some(value) if cells.len() > 2 && self.kinds.is_heading(value) => {}
                    Some(value) if info::label(&value.shown).is_none() => {
                        self.take_info(label, value);
                        index += 1;
                    }
                    _ => self.info_below(label, cell),
                }
                continue;
            }
            let pairs = info::inline(text);
            if !pairs.is_empty() {
                self.ledger.mark(cell.at, Use::Aside(Reason::SubmissionInfo));
                for (label, value) in pairs {
                    self.note_info(label, &value, None, cell.at);
                }
                continue;
            }
            if let Some((label, value)) = info::spaced(text) {
                self.ledger.mark(cell.at, Use::Aside(Reason::SubmissionInfo));
                self.note_info(label, value, None, cell.at);
                continue;
            }
            loose.push(cell);
        }
        for cell in &loose {
            if let Some(reason) = self.shape_outside(cell, loose.len()) {
                self.ledger.mark(cell.at, Use::Aside(reason));
            }
        }
    }

    fn take_info(&mut self, label: Label, value: &RawCell) {
        self.ledger.mark(value.at, Use::Aside(Reason::SubmissionInfo));
        self.note_info(label, value.shown.trim(), Some(value), value.at);
    }

    /// A label without a value beside it: what stands below it, where it looks like one.
    fn info_below(&mut self, label: Label, cell: &RawCell) {
        let row = self.merges.at(cell.at).map_or(cell.at.row, |range| range.last.row) + 1;
        let Some(value) = self.grid.get(Address::new(row, cell.at.col)) else { return };
        let text = value.shown.trim();
        let fits = match label {
            Label::Department => is_department_name(text),
            Label::Submitted => day(text, Some(value)).is_some() || info::is_meant_as_day(text),
            // beside labels whose values stand below them, too
            Label::Contact | Label::Version => {
                let below = self.grid.row(row).len();
                below > 1 && below <= self.grid.row(cell.at.row).len() && text.chars().count() <= 20
            }
        };
        if fits && info::label(text).is_none() && self.vocabulary.find(text).is_empty() {
            self.take_info(label, value);
        }
    }

    pub(super) fn shape_outside(&mut self, cell: &RawCell, in_row: usize) -> Option<Reason> {
        let text = cell.shown.trim();
        if shape::is_note(text) || !years_of_words(text).is_empty() {
            return Some(Reason::Note);
        }
        if shape::is_example(text) {
            return Some(Reason::Example);
        }
        let below = self.open.is_some();
        if shape::is_no_records(text) && text.chars().count() <= 60 && in_row <= 2 {
            self.out.no_records.get_or_insert((cell.at, text.to_owned()));
            return Some(Reason::NoRecords);
        }
        if matches!(cell.value, RawValue::Date(_)) || date(text).is_some() {
            let as_of = text.ends_with("現在") || text.ends_with("時点");
            let known = if below { self.out.info.submitted } else { self.info.submitted };
            if !as_of && known.is_none() {
                self.note_info(Label::Submitted, text, Some(cell), cell.at);
            }
            return Some(Reason::SubmissionInfo);
        }
        let rows = self.open.as_ref().is_some_and(|open| !open.ended && !open.table.rows.is_empty());
        let inside = rows && self.last_row.is_some_and(|last| last + 1 == cell.at.row);
        if in_row <= 2 && if below { info::is_office_name(text) } else { is_department_name(text) } {
            self.out.unlabelled.push((cell.at, text.to_owned()));
            if in_row == 1 {
                self.captions.push(Caption { text: text.to_owned(), at: Some(cell.at), inside });
            }
            // below the headings only the plan can say whether a line without a label is an office
            if self.info.department.is_none() && !below && info::is_office_name(text) {
                self.info.department = Some((text.to_owned(), cell.at));
            }
            return Some(if inside { Reason::Title } else { Reason::SubmissionInfo });
        }
        if shape::is_signature(text) {
            return Some(Reason::Signature);
        }
        let length = text.chars().count();
        // a title again on the next page says nothing new; a caption does, where another stood between
        let again = in_row == 1 && self.titles.contains(text);
        if again && !(self.is_caption(text) && self.last_caption().is_some_and(|last| last != text)) {
            return Some(Reason::Title);
        }
        let caption = in_row == 1 && length <= 60 && !text.ends_with('。');
        if !below || caption && (self.is_caption(text) || self.is_title_of_next(text, cell.at.row)) {
            // a sentence above the title tells how to answer
            if text.contains('。') && !self.is_caption(text) {
                return Some(Reason::Note);
            }
            if length <= 80 && in_row <= 2 {
                self.captions.push(Caption { text: text.to_owned(), at: Some(cell.at), inside });
                if self.titles.insert(text.to_owned()) {
                    self.out.titles.push(text.to_owned());
                }
                return Some(Reason::Title);
            }
            return (text.ends_with(['。', '．']) || text.contains("ください") || length > 80).then_some(Reason::Note);
        }
        None
    }

    /// Does a line name the period or the form of another table whose heading follows?
    fn is_title_of_next(&self, text: &str, row: u32) -> bool {
        let folded = fold(text);
        let titles = || self.vocabulary.forms.iter().flat_map(|form| &form.titles);
        let names = Period::find(text).is_some() || titles().any(|title| folded.contains(&fold(title)));
        names && (row + 1..row + 6).any(|below| self.headings.find(below).is_some())
    }

    /// The caption nearest above.
    fn last_caption(&self) -> Option<&str> {
        let open = self.open.iter().flat_map(|open| &open.table.captions);
        let tables = self.out.tables.iter().flat_map(|table| &table.captions);
        tables.chain(open).chain(&self.captions).next_back().map(|caption| caption.text.as_str())
    }

    /// A caption between tables names a direction, a department or a table: (2) 行政のDX推進, 方向2, ＜…＞.
    pub(super) fn is_caption(&self, text: &str) -> bool {
        let mut patterns = self.vocabulary.forms.iter().flat_map(|form| form.caption_patterns());
        if patterns.any(|pattern| pattern.find(text).is_some()) {
            return true;
        }
        let folded = fold(text);
        let numbered = folded.trim_start_matches(['(', '<', '【', '[', '■', '●', '○', '◆', '◇', '・']);
        numbered.starts_with("方向")
            || numbered.starts_with("基本")
            || numbered.starts_with("施策")
            || folded.starts_with(['(', '<', '【', '■', '●', '○', '◆', '◇']) && folded.len() > 3
    }

    pub(super) fn note_info(&mut self, label: Label, value: &str, cell: Option<&RawCell>, at: Address) {
        if value.is_empty() {
            return;
        }
        let mut found = Info::default();
        match label {
            Label::Department => {
                let composed = compose_kana(value);
                let name = unify_radicals(&composed);
                let rules = [(rules::COMPOSED_KANA, composed != value), (rules::REPLACED_RADICAL, name != composed)];
                for (rule, _) in rules.into_iter().filter(|(_, changed)| *changed) {
                    self.out.findings.push(Finding::new(rule, self.place.clone().at(at)).with("content", value));
                }
                found.department = Some((name.into_owned(), at));
            }
            Label::Submitted => {
                found.submitted = day(value, cell);
                if found.submitted.is_none() && info::is_meant_as_day(value) {
                    self.out.findings.push(Finding::new(rules::UNREADABLE_DATE, self.place.clone().at(at)).with("text", value));
                }
            }
            Label::Version => found.version = Some(value.to_owned()),
            Label::Contact => {}
        }
        self.out.info.fill(&found);
        found.fill(&self.info);
        self.info = found;
    }
}

/// A day that a label announces: the cell's own, one written in words, or a serial number whose date format was lost.
fn day(text: &str, cell: Option<&RawCell>) -> Option<Date> {
    if let Some(RawValue::Date(day)) = cell.map(|cell| &cell.value) {
        return Some(day.date());
    }
    if let Some(day) = date_of_form(text) {
        return Some(day);
    }
    let serial: i64 = fold(text).parse().ok().filter(|serial| (36_526..73_050).contains(serial))?;
    Date::constant(1899, 12, 30).checked_add(serial.days()).ok()
}
