//! Forms that extend another: they say what is their own, the rest is the other's.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

use super::declared::{Pick, Repeat, Rest};
use super::library::{Fault, FindForm, Library};
use super::{Align, Column, FieldType, Form, Layout, Print, from_toml, messages};
use crate::model::{Message, RecordKind, listed};

/// Forms may extend one another so often.
const DEEPEST: usize = 4;

/// A form as it is written: what it does not say is that of the form it extends.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Written {
    id: String,
    extends: Option<String>,
    name: Option<String>,
    record: Option<RecordKind>,
    layout: Option<Layout>,
    titles: Option<Vec<String>>,
    captions: Option<Vec<String>>,
    record_id: Option<String>,
    constants: Option<BTreeMap<String, String>>,
    footnote: Option<bool>,
    priority: Option<String>,
    #[serde(default, rename = "column")]
    pub(super) columns: Vec<WrittenColumn>,
    #[serde(default, rename = "repeat")]
    repeats: Vec<Repeat>,
    rest: Option<Rest>,
    titled: Option<bool>,
    sheet: Option<String>,
    table: Option<Pick>,
    print: Option<Print>,
}

/// A column as it is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenColumn {
    field: String,
    heading: Option<String>,
    aliases: Option<Vec<String>>,
    also: Option<Vec<String>>,
    stage_headings: Option<Vec<String>>,
    facets: Option<Vec<String>>,
    #[serde(rename = "type")]
    kind: Option<FieldType>,
    key: Option<bool>,
    required: Option<bool>,
    elsewhere: Option<bool>,
    fill_down: Option<bool>,
    width: Option<f32>,
    align: Option<Align>,
    bold: Option<bool>,
    choices: Option<Vec<String>>,
    carry: Option<bool>,
}

impl Written {
    /// The whole form, with what it extends.
    pub(super) fn whole(self, file: &Path, text: &str, depth: usize, find_form: FindForm<'_>) -> Result<Form, Fault> {
        let fault = |key: &str, message: Message| {
            let line = text.lines().position(|line| line.trim_start().starts_with(key)).map_or(0, |at| at + 1);
            Fault { file: file.to_owned(), line, column: usize::from(line > 0), message }
        };
        let base = match &self.extends {
            None => None,
            Some(_) if depth >= DEEPEST => {
                return Err(fault("extends", messages::extends_too_deep()));
            }
            Some(id) => Some(extended(id, depth, find_form).map_err(|message| fault("extends", message))?),
        };
        let lacks = |key: &str| Fault { file: file.to_owned(), line: 0, column: 1, message: messages::missing_key(key) };
        let Self { id, name, record, layout, titles, captions, record_id, constants, footnote, priority, columns, .. } = self;
        let has_columns = !columns.is_empty() || !self.repeats.is_empty();
        let known = base.as_ref().map(|base| base.columns.clone()).unwrap_or_default();
        let mut own = Vec::with_capacity(columns.len());
        for column in columns {
            let of_base = known.iter().find(|known| known.field == column.field);
            // where columns are known by the words of their headings, a heading is for print
            let named = base.as_ref().is_some_and(|base| base.layout != Layout::Any);
            let field = column.field.clone();
            own.push(column.whole(of_base, named).ok_or_else(|| fault("[[column]]", messages::no_heading(&field)))?);
        }
        let (form_name, form_record) = match &base {
            Some(base) => (name.unwrap_or_else(|| base.name.clone()), record.unwrap_or(base.record)),
            None => (name.ok_or_else(|| lacks("name"))?, record.ok_or_else(|| lacks("record"))?),
        };
        if base.as_ref().is_some_and(|base| base.record != form_record) {
            return Err(fault("record", messages::extends_kind()));
        }
        let mut form = base.unwrap_or_else(|| Form::blank(form_record));
        (form.id, form.name, form.record) = (id, form_name, form_record);
        form.layout = layout.unwrap_or(form.layout);
        // a title belongs to one form
        form.titles = titles.unwrap_or_default();
        form.captions = captions.unwrap_or(form.captions);
        form.record_id = record_id.or(form.record_id);
        form.constants.extend(constants.unwrap_or_default());
        form.footnote = footnote.unwrap_or(form.footnote);
        form.priority = priority.or(form.priority);
        if has_columns {
            form.columns = own;
            form.repeats = self.repeats;
        }
        form.rest = self.rest.unwrap_or(form.rest);
        form.titled = self.titled.unwrap_or_default();
        form.sheet = self.sheet.or(form.sheet);
        form.table = self.table.or(form.table);
        form.print = self.print.unwrap_or(form.print);
        form.forget();
        Ok(form)
    }
}

impl WrittenColumn {
    /// The whole column; none where nothing says its heading.
    fn whole(self, base: Option<&Column>, named: bool) -> Option<Column> {
        let mut column = match base {
            Some(base) => base.clone(),
            None => Column::named(&self.field, FieldType::default()),
        };
        let mut aliases = self.aliases.unwrap_or_default();
        let known = column.aliases.drain(..).collect::<Vec<_>>();
        if let Some(heading) = self.heading {
            // what the other form calls it is another name of it
            let former = std::mem::replace(&mut column.heading, heading);
            aliases.extend(Some(former).filter(|former| named && !former.is_empty() && *former != column.heading));
        }
        aliases.extend(known);
        let mut distinct: Vec<String> = Vec::new();
        aliases.retain(|alias| *alias != column.heading);
        for alias in aliases {
            if !distinct.contains(&alias) {
                distinct.push(alias);
            }
        }
        column.aliases = distinct;
        column.also = self.also.unwrap_or(column.also);
        column.stage_headings = self.stage_headings.unwrap_or(column.stage_headings);
        column.facets = self.facets.unwrap_or(column.facets);
        column.kind = self.kind.unwrap_or(column.kind);
        column.key = self.key.unwrap_or(column.key);
        column.required = self.required.unwrap_or(column.required);
        column.elsewhere = self.elsewhere.unwrap_or(column.elsewhere);
        column.fill_down = self.fill_down.unwrap_or(column.fill_down);
        column.width = self.width.unwrap_or(column.width);
        column.align = self.align.unwrap_or(column.align);
        column.bold = self.bold.unwrap_or(column.bold);
        column.choices = self.choices.unwrap_or(column.choices);
        column.carry = self.carry.unwrap_or(column.carry);
        (!column.heading.is_empty()).then_some(column)
    }
}

/// The form that is extended: one beside it, else a built-in one.
fn extended(id: &str, depth: usize, find_form: FindForm<'_>) -> Result<Form, Message> {
    let own = find_form(id);
    let Some(text) = own.as_deref().or_else(|| Library::form_text(id)) else {
        return Err(messages::extends_unknown(id, listed(Library::form_ids())));
    };
    let path = Path::new(id).with_extension("toml");
    let written: Written = from_toml(&path, text).map_err(|fault| fault.message)?;
    written.whole(&path, text, depth + 1, find_form).map_err(|fault| fault.message)
}
