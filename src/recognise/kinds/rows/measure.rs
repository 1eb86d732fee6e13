//! Rows of measures: a title with its items, an item of the title above, or a title alone.

use super::{Key, Reader};
use crate::form::vocabulary::Facet;
use crate::model::text::fold;
use crate::model::{Address, Reason, RecordKind};
use crate::recognise::kinds::around::{Level, named_level};
use crate::recognise::kinds::choice::Role;
use crate::recognise::kinds::shapes::{is_item, is_sign};
use crate::recognise::ledger_builder::Use;
use crate::source::RawCell;

impl Reader<'_, '_, '_> {
    /// The columns under one heading with the titles: 施策・主な取組 over a column of titles and one of items.
    pub(super) fn tree(&self) -> Vec<u32> {
        let Some(key) = self.key_column().and_then(|at| self.stacks.get(at)) else { return Vec::new() };
        if self.choice.kind != RecordKind::Measure || !key.leaf.has(Facet::Initiative) && !key.all.has(Facet::Initiative) {
            return Vec::new();
        }
        self.stacks.iter().filter(|stack| stack.lowest().0 == key.lowest().0).map(|stack| stack.col).collect()
    }

    pub(super) fn begin_measure(&mut self, at: Address, text: &str) {
        let Some(title) = self.field("title") else { return };
        self.out.begin(at.row);
        self.write_captions();
        self.out.push_text(title, at, text);
        self.key = Some(Key { text: text.to_owned(), at });
        self.titled = true;
        self.above.clear();
    }

    /// Rows of measures: a title with its items, an item of the title above, or a title alone.
    pub(super) fn measure_row(&mut self, row: u32, cells: &[RawCell]) {
        let tree = self.tree();
        let (Some(title), Some(items)) = (self.field("title"), self.field("items")) else { return };
        if !tree.is_empty() && !self.takes_titles_from_rows() || self.key_column().is_none() {
            return self.tree_row(row, cells, &tree, (title, items));
        }
        let Some(key) = self.key_column().and_then(|at| self.stacks.get(at)) else { return };
        let key_cell = self.cell(row, key.col).cloned();
        let goes_on = match (&key_cell, &self.key) {
            (Some(cell), Some(known)) => cell.at == known.at || fold(&cell.shown) == fold(&known.text) || is_sign(&cell.shown),
            (None, Some(_)) => !self.is_of_another(row),
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
                        self.out.mark(cell.at, Use::Shared);
                    } else if !goes_on || cell.at.row == row {
                        self.out.push(field, &cell, shared);
                    }
                }
                Some(Role::Aside(reason)) => {
                    if let Some(cell) = self.stacks.get(at).and_then(|stack| self.sheet.grid.get(Address::new(row, stack.col))) {
                        self.out.mark(cell.at, Use::Aside(reason));
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
        // ◆ before every title, ・ before the items
        let signed = |text: &str| text.chars().next().filter(|sign| !sign.is_alphanumeric());
        let as_title =
            self.key.as_ref().is_some_and(|title| signed(&title.text).is_some() && signed(&title.text) == signed(&cell.shown));
        let bulleted = is_item(&cell.shown) && !(named_level(&cell.shown) == Some(Level::Measure)) && !as_title;
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
            // a blank place is that of the title above
            let repeated = if is_item { None } else { self.filled(row, at).map(|(cell, _)| cell) };
            let Some(cell) = own(stack.col).cloned().or(repeated) else { continue };
            let number = self.field("no").is_some_and(|field| self.choice.roles.get(at) == Some(&Role::Field(field)));
            match self.choice.roles.get(at).cloned() {
                _ if number && is_item => self.out.mark(cell.at, Use::Aside(Reason::Mark)),
                Some(Role::Field(field)) if field != title && field != items => {
                    self.out.push(field, &cell, false);
                }
                Some(Role::Aside(reason)) => self.out.mark(cell.at, Use::Aside(reason)),
                _ => self.unmapped(row, at),
            }
        }
    }
}
