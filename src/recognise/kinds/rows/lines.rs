//! Rows of one cell: captions of the rows below them, notes, and lines that are none of the table.

use super::Reader;
use crate::model::text::fold;
use crate::model::{Reason, RecordKind};
use crate::recognise::info::{self, Label};
use crate::recognise::kinds::around::{Level, Line, is_signed, is_wide, named_level, only, without_signs};
use crate::recognise::kinds::choice::Role;
use crate::recognise::ledger_builder::Use;
use crate::source::RawCell;

impl Reader<'_, '_, '_> {
    /// A row with one cell: a caption, a note, or none of the table. False: a row like others.
    pub(super) fn line(&mut self, cell: &RawCell, gap: bool, width: (u32, u32), next: Option<u32>) -> bool {
        let text = cell.shown.trim();
        let range = self.sheet.merges.at(cell.at);
        let wide = is_wide(range, width);
        let at_left = cell.at.col <= width.0 + 1;
        let named = named_level(text);
        let tree = self.tree();
        let in_tree = tree.contains(&cell.at.col) && range.is_none_or(|range| tree.contains(&range.last.col));
        let long = text.chars().count() > 60 || text.ends_with('。');
        // 担当課：総務課 over the rows of that department
        if let [(Label::Department, name)] = info::inline(text).as_slice()
            && (wide || at_left)
            && self.takes_offices()
        {
            self.out.mark(cell.at, Use::Shared);
            self.caption(Line { level: Level::Office, named: true, at: cell.at, text: name.clone() });
            return true;
        }
        if info::label(text).is_some() || !info::inline(text).is_empty() || info::spaced(text).is_some() {
            self.out.loose.push(cell.at.row);
            return true;
        }
        if tree.len() > 1 && in_tree && !(named == Some(Level::Place)) {
            return false;
        }
        let office = info::is_department_name(without_signs(text)) && self.takes_offices();
        let level = match named {
            _ if office && (wide || at_left && !self.names_offices()) => Some((Level::Office, true)),
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
            self.out.mark(cell.at, Use::Shared);
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
    pub(super) fn level_of_style(&mut self, cell: &RawCell, wide: bool, next: Option<u32>) -> Level {
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

    pub(super) fn caption(&mut self, line: Line) {
        // what stands under a line of the same level is done with
        if let Some(at) = self.captions.iter().position(|known| known.level == line.level) {
            self.captions.truncate(at);
        }
        self.captions.retain(|known| line.level != Level::Place || known.level != Level::Measure);
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

    /// Has the kind a field of departments that no column fills?
    fn takes_offices(&self) -> bool {
        self.office_field().is_some_and(|field| !self.choice.roles.contains(&Role::Field(field)))
    }

    /// Are the records themselves departments?
    fn names_offices(&self) -> bool {
        self.key_column().and_then(|at| self.seen.get(at)).is_some_and(|seen| seen.offices * 2 >= seen.filled)
    }

    fn office_field(&self) -> Option<usize> {
        self.field("departments").or_else(|| self.field("department"))
    }

    /// Has the table a column of titles beside one of items?
    pub(super) fn takes_titles_from_rows(&self) -> bool {
        let items = self.field("items").is_some_and(|field| self.choice.roles.contains(&Role::Field(field)));
        items && self.key_column().is_some()
    }

    /// The fields that captions give to a record.
    pub(super) fn write_captions(&mut self) {
        let place = match self.choice.kind {
            RecordKind::Checklist => "category",
            RecordKind::Schedule => "direction",
            _ => "goal",
        };
        for line in self.captions.clone() {
            let field = match line.level {
                Level::Place => self.field(place),
                Level::Measure => self.field("title"),
                Level::Office => self.office_field(),
            };
            let Some(field) = field.filter(|field| !self.choice.roles.contains(&Role::Field(*field))) else { continue };
            let text = if line.level == Level::Office { without_signs(&line.text) } else { &line.text };
            self.out.push_text(field, line.at, text);
        }
    }
}
