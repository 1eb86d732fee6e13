//! Findings about a sheet: hidden parts, objects, cells that belong to nothing.

use std::collections::BTreeSet;

use super::Walk;
use crate::model::{Address, CellRange, Finding, Reason, Spot, Visibility, stamp};
use crate::recognise::info;
use crate::rules;
use crate::source::{ObjectKind, RawCell, RawValue, is_blank};

/// What stands for a name or a telephone number: these stay out of messages and reports.
const CONTACT: &str = "連絡先の記載";

impl Walk<'_, '_> {
    pub(super) fn report_hidden(&mut self) {
        if self.grid.visibility != Visibility::Visible && !self.grid.cells.is_empty() {
            // without its choices a drop-down is broken
            if self.grid.choices && self.out.tables.is_empty() {
                self.grid.cells.iter().for_each(|cell| self.ledger.set_aside(cell.at, Reason::Note));
                return;
            }
            self.out.findings.push(Finding::new(rules::HIDDEN_SHEET, self.place.clone()));
            return;
        }
        for row in &self.grid.hidden_rows {
            let content = excerpt(self.grid.row(*row).iter());
            if !content.is_empty() {
                let finding = Finding::new(rules::HIDDEN_ROW, self.place.clone().at(Spot::Row(*row)));
                self.out.findings.push(finding.with("content", content));
            }
        }
        for col in &self.grid.hidden_columns {
            let own = |cell: &&RawCell| cell.at.col == *col && !stamp::is_hidden_text(&cell.shown);
            let content = excerpt(self.grid.cells.iter().filter(own));
            if !content.is_empty() {
                let finding = Finding::new(rules::HIDDEN_COLUMN, self.place.clone().at(Spot::Column(*col)));
                self.out.findings.push(finding.with("content", content));
            }
        }
    }

    /// A remark on a blank cell of no record: nothing else would lead to it.
    pub(super) fn report_comments(&mut self) {
        let rows = self.out.tables.iter().flat_map(|table| &table.rows);
        let taken: BTreeSet<Address> = rows.flat_map(|row| &row.comments).map(|(_, comment)| comment.cell).collect();
        let lost = self.out.comments.iter().filter(|one| self.grid.get(one.cell).is_none() && !taken.contains(&one.cell));
        let findings: Vec<Finding> = lost
            .map(|comment| {
                let finding = Finding::new(rules::OBJECT_WITH_TEXT, self.place.clone().at(comment.cell));
                let content = format!("（{}）", shorten(&comment.text, 30));
                finding.with("kind", "空のセルへのコメント").with("kind_en", "comment on a blank cell").with("content", content)
            })
            .collect();
        self.out.findings.extend(findings);
    }

    pub(super) fn report_objects(&mut self) {
        let mut boxes: Option<Finding> = None;
        for object in &self.grid.objects {
            let place = match object.at {
                Some(at) => self.place.clone().at(at),
                None => self.place.clone(),
            };
            let finding = Finding::new(rules::OBJECT_WITH_TEXT, place);
            match object.kind {
                ObjectKind::Shape if !is_blank(&object.text) => {
                    let content = format!("（{}）", shorten(&object.text, 30));
                    let finding = finding.with("kind", "図形の文字").with("kind_en", "text box");
                    self.out.findings.push(finding.with("content", content));
                }
                ObjectKind::CheckBox { checked } => {
                    let label = shorten(object.text.trim(), 30);
                    let mark = if checked { '☑' } else { '☐' };
                    let finding = finding.with("kind", "図形のチェックボックス").with("kind_en", "drawn check box");
                    let finding = finding.with("content", format!("（{mark}{label}）"));
                    // those of a sheet are one matter
                    match &mut boxes {
                        Some(first) => first.join(finding),
                        None => boxes = Some(finding),
                    }
                }
                _ => {}
            }
        }
        self.out.findings.extend(boxes);
    }

    /// Rows between others that hold only their numbers.
    pub(super) fn report_number_only(&mut self, rows: &[u32]) {
        for row in rows {
            let content = excerpt(self.grid.row(*row).iter());
            let finding = Finding::new(rules::NUMBER_ONLY_ROW, self.place.clone().at(Spot::Row(*row)));
            self.out.findings.push(finding.with("content", content));
        }
    }

    /// A table that the form does not know is set aside, with a finding.
    pub(super) fn report_others(&mut self) {
        for (range, content) in std::mem::take(&mut self.others) {
            self.out.findings.push(Finding::new(rules::OUTSIDE_FORM, self.place.clone().at(range)).with("content", content));
        }
    }

    /// Where there is nothing but an example, it may be the answer.
    pub(super) fn report_examples(&mut self) {
        let empty = !self.out.tables.is_empty() && self.out.tables.iter().all(|table| table.rows.is_empty());
        if !empty || self.out.no_records.is_some() {
            return;
        }
        let unclear = self.out.findings.iter().filter(|finding| finding.rule == rules::UNCLEAR_EXAMPLE);
        let reported: BTreeSet<Option<Spot>> = unclear.map(|finding| finding.place.spot).collect();
        for row in std::mem::take(&mut self.examples) {
            if reported.contains(&Some(Spot::Row(row))) {
                continue;
            }
            let content = excerpt(self.grid.row(row).iter());
            let finding = Finding::new(rules::OUTSIDE_FORM, self.place.clone().at(Spot::Row(row)));
            let finding = finding.with("content", format!("記入例: {content}"));
            self.out.findings.push(finding.with("content_en", format!("an example: {content}")));
        }
    }

    /// What is still open is outside the form: one finding for each block of neighbouring rows.
    pub(super) fn report_open(&mut self) {
        let mut blocks: Vec<Vec<&RawCell>> = Vec::new();
        for cell in self.ledger.open().filter(|cell| cell.value != RawValue::Uncalculated) {
            match blocks.last_mut() {
                Some(block) if block.last().is_some_and(|last| cell.at.row <= last.at.row + 1) => block.push(cell),
                _ => blocks.push(vec![cell]),
            }
        }
        for block in blocks {
            let rows = block.iter().map(|cell| cell.at.row);
            let cols = block.iter().map(|cell| cell.at.col);
            let (Some(top), Some(bottom), Some(left), Some(right)) =
                (rows.clone().min(), rows.max(), cols.clone().min(), cols.max())
            else {
                continue;
            };
            let range = CellRange::new(Address::new(top, left), Address::new(bottom, right));
            let content = excerpt(block.iter().copied());
            self.out.findings.push(Finding::new(rules::OUTSIDE_FORM, self.place.clone().at(range)).with("content", content));
        }
    }

    pub(super) fn report_uncalculated(&mut self) {
        for cell in self.grid.cells.iter().filter(|cell| cell.value == RawValue::Uncalculated) {
            self.out.findings.push(Finding::new(rules::FORMULA_NOT_CALCULATED, self.place.clone().at(cell.at)));
        }
    }
}

pub(super) fn excerpt<'c>(cells: impl Iterator<Item = &'c RawCell>) -> String {
    let mut out = String::new();
    let mut is_labelled = false;
    for cell in cells {
        if is_blank(&cell.shown) {
            continue;
        }
        if !out.is_empty() {
            out.push_str(" / ");
        }
        out.push_str(if is_labelled || info::tells_a_contact(&cell.shown) { CONTACT } else { cell.shown.trim() });
        // 担当者 in one cell, the name in the next
        is_labelled = info::label(&cell.shown) == Some(info::Label::Contact);
        if out.chars().count() > 40 {
            break;
        }
    }
    shorten(&out, 40)
}

/// The first characters of a text, on one line; nothing of one that tells how to reach somebody.
pub(crate) fn shorten(text: &str, most: usize) -> String {
    if info::tells_a_contact(text) {
        return CONTACT.to_owned();
    }
    let line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    if line.chars().count() <= most { line } else { line.chars().take(most).chain(std::iter::once('…')).collect() }
}
