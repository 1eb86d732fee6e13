//! Rows of checklists: an item each; in a matrix a record a crossing.

use super::Reader;
use crate::form::vocabulary::{Boxes, CellWord, Lexicon};
use crate::model::{Address, Reason};
use crate::recognise::kinds::choice::Role;
use crate::recognise::kinds::shapes::{is_dash, is_sign, list_lines};
use crate::recognise::ledger_builder::Use;
use crate::source::RawCell;

impl Reader<'_, '_, '_> {
    /// Rows of checklists: an item each; in a matrix a record a crossing.
    pub(super) fn checklist_row(&mut self, row: u32, cells: &[RawCell]) {
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
        // where a cross says no, a blank crossing is left unanswered; where there is only ○, it is none
        let is_crossed =
            |at: usize| matches!(self.choice.roles.get(at), Some(Role::Crossing(_) | Role::Item(_) | Role::Aspect(_)));
        let says_no = (0..self.stacks.len()).filter(|at| is_crossed(*at)).any(|at| {
            self.seen.get(at).is_some_and(|seen| seen.distinct.iter().any(|text| Lexicon::get().is(text, CellWord::No)))
        });
        let field_of_aspect = field("category");
        let mut several = 0;
        let mut stated = false;
        for at in 0..self.stacks.len() {
            let role = self.choice.roles.get(at).cloned().unwrap_or(Role::Unknown);
            let Some(stack) = self.stacks.get(at) else { continue };
            let own = self.sheet.grid.get(Address::new(row, stack.col)).cloned();
            match (role, own) {
                (Role::Crossing(name), cell) if says_no || cell.is_some() => {
                    self.checklist_record(row, &frame, several > 0);
                    several += 1;
                    if let Some(field) = department {
                        self.out.push_text(field, stack.lowest().0, &name);
                    }
                    if let Some((field, cell)) = supported.zip(cell) {
                        self.push_answer(field, &cell, false);
                    }
                }
                (Role::Aspect(name), cell) if says_no || cell.is_some() => {
                    self.checklist_record(row, &frame, several > 0);
                    several += 1;
                    if let Some(field) = field_of_aspect {
                        self.out.name_aspect(field, stack.lowest().0, &name);
                    }
                    if let Some((field, cell)) = supported.zip(cell) {
                        self.push_answer(field, &cell, false);
                    }
                }
                (Role::Item(name), cell) if says_no || cell.is_some() => {
                    self.checklist_record(row, &frame, several > 0);
                    several += 1;
                    if let Some(field) = item {
                        self.out.push_text(field, stack.lowest().0, &name);
                    }
                    if let Some((field, cell)) = supported.zip(cell) {
                        self.push_answer(field, &cell, false);
                    }
                }
                (Role::State(word), Some(cell)) => {
                    let is_box = Boxes::of(&cell.shown).is_some_and(|boxes| boxes.marked().next().is_none());
                    if Lexicon::get().is(&cell.shown, CellWord::No) || is_dash(&cell.shown) || is_box {
                        self.out.mark(cell.at, Use::Aside(Reason::Mark));
                        continue;
                    }
                    // ○ under two states are two answers of one row
                    if !stated {
                        self.checklist_record(row, &frame, several > 0);
                        several += 1;
                        stated = true;
                    }
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
                (Role::Aside(reason), Some(cell)) => self.out.mark(cell.at, Use::Aside(reason)),
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
            self.push_answer(*field, cell, *shared || again);
        }
    }

    /// Gives the last record a cell; of choices with boxes those that are marked, each by itself.
    fn push_answer(&mut self, field: usize, cell: &RawCell, shared: bool) {
        let answers =
            self.out.form.columns.get(field).is_some_and(|column| matches!(column.field.as_str(), "supported" | "status"));
        let boxes = Boxes::of(&cell.shown).filter(|_| answers);
        self.out.push(field, cell, shared);
        let Some(boxes) = boxes else { return };
        let mut marked = boxes.marked();
        if let Some(written) = self.out.rows.last_mut().and_then(|row| row.cells.last_mut()) {
            marked.next().unwrap_or_default().clone_into(&mut written.text);
        }
        for other in marked {
            self.out.push_text(field, cell.at, other);
        }
    }
}
