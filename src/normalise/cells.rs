//! The cells of one row, as a record's fields are taken from them.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::context::Context;
use super::number::integer;
use super::place::belonging;
use super::text::{absence, points_back, points_elsewhere, widen_katakana};
use super::{Draft, Terms};
use crate::form::{Form, Layout};
use crate::model::Texts;
use crate::model::lookalike::{compose_kana, unify_radicals};
use crate::model::{Absences, Address, Finding, Missing, Origin, Place, Records, Rule, Spot};
use crate::recognise::{RawField, RawRow, RawTable, shorten};
use crate::rules;
use crate::source::refusal::{self, Limit};
use crate::source::{Limits, RawValue};

/// Reads a table row by row: `read` makes records of a row's cells. The cells count once, with the first of them.
pub(super) fn drafts(
    table: &RawTable,
    form: &Form,
    place: &Place,
    terms: &Terms<'_>,
    mut read: impl FnMut(Cells<'_, '_>) -> Vec<Records>,
) -> (Vec<Draft>, Vec<Finding>) {
    let mut findings = Vec::new();
    let mut above = Above::new(terms);
    let mut drafts = Vec::new();
    for row in &table.rows {
        let records = read(Cells::new(row, form, place, &mut findings, &mut above));
        drafts.extend(records.into_iter().enumerate().map(|(index, records)| Draft {
            records,
            hidden: row.hidden,
            used: if index == 0 { row.used } else { 0 },
            key: None,
        }));
    }
    (drafts, findings)
}

/// The last value of each field of a table, for 〃.
pub(super) struct Above {
    /// Each with the row it stood in, counted.
    last: BTreeMap<String, (String, usize)>,
    /// How many rows were begun.
    rows: usize,
    /// Bytes that were repeated so far.
    repeated: u64,
    /// The cells without a number that were reported already.
    reported: BTreeSet<(String, Address)>,
    limits: Limits,
}

impl Above {
    /// Nothing yet.
    pub fn new(terms: &Terms<'_>) -> Self {
        Self { last: BTreeMap::new(), rows: 0, repeated: 0, reported: BTreeSet::new(), limits: terms.limits.clone() }
    }
}

impl Above {
    /// Notes the value of a field in the row at hand.
    fn keep(&mut self, field: &str, text: &str) {
        match self.last.get_mut(field) {
            Some((above, row)) => {
                text.clone_into(above);
                *row = self.rows;
            }
            None => _ = self.last.insert(field.to_owned(), (text.to_owned(), self.rows)),
        }
    }
}

/// Is a text what a spreadsheet writes out of a number that its column has no room for: #####, 1.23457E+11?
fn shows_no_value(text: &str) -> bool {
    let hashes = text.len() >= 3 && text.bytes().all(|byte| byte == b'#');
    let rounded = || {
        let (digits, exponent) = text.split_once("E+")?;
        let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        (is_number(digits) && is_number(exponent)).then_some(())
    };
    hashes || rounded().is_some()
}

/// Takes fields from a row and keeps account: where each came from, why an absent one is absent.
pub(super) struct Cells<'r, 'a> {
    pub row: &'r RawRow,
    form: &'r Form,
    place: &'r Place,
    /// Findings about the row.
    pub findings: &'a mut Vec<Finding>,
    origin: Vec<(Arc<str>, Address)>,
    missing: Absences,
    /// The last value of each field, for 〃.
    above: &'a mut Above,
}

impl<'r, 'a> Cells<'r, 'a> {
    pub fn new(row: &'r RawRow, form: &'r Form, place: &'r Place, findings: &'a mut Vec<Finding>, above: &'a mut Above) -> Self {
        above.rows += 1;
        Self { row, form, place, findings, origin: Vec::with_capacity(row.cells.len()), missing: BTreeMap::new(), above }
    }

    /// The text of a field; an absent one is noted with its reason. None, too, where the form has no such column.
    pub fn text(&mut self, field: &str) -> Option<String> {
        let column = self.form.column(field)?;
        let row = self.row;
        let mut parts: Vec<String> = Vec::new();
        let mut why = Missing::Blank;
        let mut sign = None;
        for cell in row.of(column) {
            self.note_origin(field, cell.at);
            match self.value(cell) {
                Ok(text) => parts.push(text),
                Err(reason) => (why, sign) = (reason, Some(cell)),
            }
        }
        if parts.is_empty()
            && why == Missing::Repeated
            && let Some(above) = sign.and_then(|sign| self.repeated(field, sign))
        {
            parts.push(above);
            self.note_missing(field, why);
        } else if parts.is_empty() {
            self.note_missing(field, why);
            self.in_a_remark(column, why);
            return None;
        }
        let text = if let [only] = parts.as_mut_slice() { std::mem::take(only) } else { parts.join("\n") };
        self.above.keep(field, &text);
        Some(text)
    }

    /// A blank cell with a remark on it: the answer may be there.
    fn in_a_remark(&mut self, column: usize, why: Missing) {
        let remark = self.row.comments.iter().find(|(own, comment)| *own == column && comment.cell.row == self.row.row);
        if let Some((_, comment)) = remark.filter(|_| why == Missing::Blank) {
            self.elsewhere(comment.cell, Texts::new("セルのコメント", "a comment on it"), &comment.text);
        }
    }

    /// The text of a field is nothing but a pointer to another paper.
    pub fn point_elsewhere(&mut self, field: &str, text: &str) {
        let place = match () {
            () if points_elsewhere(text) => Texts::new("別の資料", "another paper"),
            () if points_back(text) => Texts::new("以前の報告", "an earlier report"),
            () => return,
        };
        if let Some(cell) = self.cell(field) {
            self.elsewhere(cell, place, text.trim());
        }
    }

    /// An answer that is not in the cell of its field.
    pub fn elsewhere(&mut self, cell: Address, place: Texts, content: &str) {
        let finding = Finding::new(rules::ANSWER_ELSEWHERE, self.place.clone().at(cell));
        let finding = finding.with("where", place.ja).with("where_en", place.en);
        self.findings.push(finding.with("content", shorten(content.trim(), 30)));
    }

    /// The value of a field wherever its form puts it: in a column, in a caption above the table, or the same for all.
    pub fn value_of(&mut self, context: &Context, field: &str) -> Option<String> {
        let value = match self.form.column(field) {
            Some(_) => self.text(field),
            None => context.get(field).map(|(value, at)| {
                if let Some(at) = at {
                    self.note_origin(field, at);
                }
                value.to_owned()
            }),
        };
        let of_sheet = context.get(field).filter(|(_, at)| at.is_none() && value.is_none());
        if let Some((text, _)) = of_sheet {
            self.found(field);
            return Some(text.to_owned());
        }
        value.or_else(|| self.form.constants.get(field).cloned())
    }

    /// The text of one cell, or why it has none; errors and half-width katakana are findings.
    pub fn value(&mut self, cell: &RawField) -> Result<String, Missing> {
        let place = self.place.clone().at(cell.at);
        match cell.value {
            RawValue::Error => {
                self.findings.push(Finding::new(rules::ERROR_VALUE, place).with("value", &cell.text));
                Err(Missing::Error)
            }
            RawValue::Uncalculated => Err(Missing::Uncalculated),
            RawValue::Picture => {
                let content = shorten(cell.text.trim(), 30);
                self.findings.push(Finding::new(rules::PICTURE_IN_CELL, place).with("content", content));
                Err(Missing::Picture)
            }
            _ => {
                if let RawValue::Text = cell.value
                    && shows_no_value(&cell.text)
                {
                    self.findings.push(Finding::new(rules::ERROR_VALUE, place.clone()).with("value", &cell.text));
                }
                let text = self.readable(&cell.text, &place);
                match absence(&text) {
                    Some(reason) => Err(reason),
                    None => Ok(text.into_owned()),
                }
            }
        }
    }

    /// A text with whole characters: half-width katakana widened, decomposed kana composed, kanji in place of radicals; each
    /// with a finding.
    fn readable<'t>(&mut self, text: &'t str, place: &Place) -> Cow<'t, str> {
        type Rewrite = fn(&str) -> Cow<'_, str>;
        let steps: [(&'static Rule, Rewrite); 3] = [
            (rules::WIDENED_KATAKANA, widen_katakana),
            (rules::COMPOSED_KANA, compose_kana),
            (rules::REPLACED_RADICAL, unify_radicals),
        ];
        let mut out = Cow::Borrowed(text);
        for (rule, mend) in steps {
            let Cow::Owned(mended) = mend(&out) else { continue };
            if mended != *out {
                let content: String = out.chars().take(20).collect();
                self.findings.push(Finding::new(rule, place.clone()).with("content", content));
                out = Cow::Owned(mended);
            }
        }
        out
    }

    /// The text of a field that has to have one: a sign for nothing (－) names a row that holds other values.
    pub fn name(&mut self, field: &str) -> Option<String> {
        let name = self.text(field);
        if name.is_some() {
            return name;
        }
        let column = self.form.column(field)?;
        let (row, key) = (self.row, self.form.field_name(field));
        let sign = row.of(column).find(|cell| !cell.text.is_empty() && cell.value != RawValue::Error);
        let is_answered = row.cells.iter().any(|cell| cell.column != column && absence(&cell.text).is_none());
        let sign = sign.filter(|_| is_answered && self.missing.get(&key) == Some(&Missing::Dash));
        if sign.is_none() && !row.cells.is_empty() {
            let content = row.cells.iter().map(|cell| cell.text.as_str()).filter(|text| !text.is_empty()).collect::<Vec<_>>();
            let place = self.place.clone().at(Spot::Row(row.row));
            let content = shorten(&content.join(" / "), 40);
            self.findings.push(Finding::new(rules::NAMELESS_ROW, place).with("content", content));
        }
        sign.map(|cell| cell.text.clone())
    }

    /// The number of a field wherever its form puts it, or the text that stands in its place.
    pub fn number_of(&mut self, context: &Context, field: &str) -> (Option<u32>, Option<String>) {
        let Some(text) = self.value_of(context, field) else { return (None, None) };
        let number = integer(&text);
        if number.is_none() {
            self.no_number(field, &text);
        }
        (number, Some(text).filter(|_| number.is_none()))
    }

    /// The number of a part and its name, each in a field of its own, or both in one text: 基本目標1 安心なまち. Where a form
    /// has fields for both, a text without a number is a finding.
    pub fn belonging_of(&mut self, context: &Context, number: &str, name: &str) -> (Option<u32>, Option<String>, Option<String>) {
        if self.form.layout != Layout::Any {
            let (value, text) = self.number_of(context, number);
            return (value, text, self.value_of(context, name));
        }
        let (text, own) = (self.value_of(context, number), self.value_of(context, name));
        let found = belonging(text.as_deref().or(own.as_deref()).unwrap_or_default());
        let value = found.number.or_else(|| integer(text.as_deref()?));
        if text.is_some() && own.is_none() && found.name.is_some() {
            self.shared(name, number);
        }
        if text.is_none() && value.is_some() {
            self.shared(number, name);
        }
        let name = if text.is_some() { own.or(found.name) } else { found.name };
        (value, None, name)
    }

    /// A field has its value from the cell of another one.
    pub fn shared(&mut self, field: &str, with: &str) {
        if let Some(at) = self.cell(with) {
            self.note_origin(field, at);
        }
        self.found(field);
    }

    /// The text of a cell that is no number where one belongs; one finding for each cell.
    pub fn no_number(&mut self, field: &str, text: &str) {
        let Some(cell) = self.cell(field) else { return };
        if self.above.reported.insert((field.to_owned(), cell)) {
            let column = self.form.column(field).and_then(|index| self.form.columns.get(index));
            let heading = column.map_or_else(|| field.to_owned(), |column| column.heading_for(None));
            let finding = Finding::new(rules::NOT_A_NUMBER, self.place.clone().at(cell));
            self.findings.push(finding.with("heading", heading).with("text", shorten(text, 30)));
        }
    }

    /// A text in a column of figures that holds one and cannot be read as one quantity.
    pub fn unread_figure(&mut self, cell: &RawField, heading: &str, text: &str) {
        let finding = Finding::new(rules::UNREADABLE_VALUE, self.place.clone().at(cell.at)).with("heading", heading);
        let finding = finding.with("text", shorten(text, 30)).with("kind", "1つの数値").with("kind_en", "one figure");
        self.findings.push(finding);
    }

    /// The value of a field in the row above, unless too much was repeated already, which is one finding. A sign below a blank
    /// cell repeats nothing that is known.
    fn repeated(&mut self, field: &str, sign: &RawField) -> Option<String> {
        let above = self.above.last.get(field).filter(|(_, row)| row + 1 >= self.above.rows);
        let Some((text, _)) = above else {
            let blank = Texts::new("上の欄（空欄）", "the cell above, which is blank");
            self.elsewhere(sign.at, blank, &sign.text);
            return None;
        };
        let most = self.above.limits.repeated_bytes;
        let before = self.above.repeated;
        self.above.repeated = before.saturating_add(text.len() as u64);
        if self.above.repeated <= most {
            return Some(text.clone());
        }
        if before <= most {
            let place = self.place.clone().at(Spot::Row(self.row.row));
            self.findings.push(refusal::beyond(place, Limit::RepeatedBytes, &self.above.limits));
        }
        None
    }

    /// The text of one cell under a key of its own; 〃 repeats what stands above it there.
    pub fn value_or_above(&mut self, key: &str, cell: &RawField) -> Result<String, Missing> {
        let value = self.value(cell);
        let above = if value == Err(Missing::Repeated) { self.repeated(key, cell) } else { None };
        match (value, above) {
            (Ok(text), _) => {
                self.above.keep(key, &text);
                Ok(text)
            }
            (Err(Missing::Repeated), Some(text)) => {
                self.above.keep(key, &text);
                self.note_missing(key, Missing::Repeated);
                Ok(text)
            }
            (Err(why), _) => {
                self.note_missing(key, why);
                Err(why)
            }
        }
    }

    /// Notes the cell of a field; the first one counts.
    pub fn note_origin(&mut self, field: &str, at: Address) {
        if self.cell(field).is_none() {
            self.origin.push((self.form.field_name(field), at));
        }
    }

    /// Notes why a field has no value of its own.
    pub fn note_missing(&mut self, field: &str, why: Missing) {
        self.missing.insert(self.form.field_name(field), why);
    }

    /// A field has a value after all, from another place; that it repeats the one above stays recorded.
    pub fn found(&mut self, field: &str) {
        self.missing.retain(|name, why| &**name != field || *why == Missing::Repeated);
    }

    /// The cell that a field came from.
    pub fn cell(&self, field: &str) -> Option<Address> {
        self.origin.iter().find(|(name, _)| &**name == field).map(|(_, cell)| *cell)
    }

    /// The place of a cell.
    pub fn place_at(&self, at: Address) -> Place {
        self.place.clone().at(at)
    }

    /// The place of a field's column in the form.
    pub fn column(&self, field: &str) -> Option<usize> {
        self.form.column(field)
    }

    /// The place of a field, or of the row where it has none.
    pub fn place_of(&self, fields: &[&str]) -> Place {
        let cell = fields.iter().find_map(|field| self.cell(field));
        self.place.clone().at(cell.unwrap_or(Address::new(self.row.row, 0)))
    }

    /// Where the record came from, and what is absent.
    pub fn finish(self) -> (Origin, Absences) {
        let mut comments: BTreeMap<Arc<str>, String> = BTreeMap::new();
        for (column, comment) in &self.row.comments {
            let named = self.origin.iter().find(|(_, cell)| *cell == comment.cell).map(|(field, _)| field.clone());
            let field = named.or_else(|| self.form.columns.get(*column).map(|column| self.form.field_name(&column.field)));
            let Some(field) = field else { continue };
            let whole = comments.entry(field).or_default();
            if !whole.is_empty() {
                whole.push('\n');
            }
            whole.push_str(&comment.text);
        }
        let origin = Origin {
            file: self.place.file.clone().unwrap_or_else(|| Arc::from("")),
            sheet: self.place.sheet.clone(),
            row: self.row.row,
            cells: self.origin,
            comments,
            elsewhere: Vec::new(),
        };
        (origin, self.missing)
    }
}
