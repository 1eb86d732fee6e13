//! Cards: a record whose labels stand at the left of its values, one below the other; or several records side by side,
//! a column each, behind the same labels.

use std::collections::BTreeSet;

use super::comments::comments_of;
use super::heading::HeadingColumn;
use super::ledger_builder::Use;
use super::mapped::MappedColumn;
use super::merges::Merges;
use super::vocabulary::{Match, Vocabulary};
use super::{RawField, RawRow, RawTable, shape};
use crate::form::{Column, FieldType, Form, Layout};
use crate::model::Texts;
use crate::model::text::fold;
use crate::model::{Address, CellRange, Comment, RecordKind};
use crate::source::{Grid, RawCell};

/// So many labels make a card.
const LABELS: usize = 4;

/// How many characters a label has that the form does not know.
const LONGEST_LABEL: usize = 6;

/// So many lines with other labels can stand between.
const STRANGE: u32 = 2;

/// One label with its line.
struct Line<'g> {
    label: &'g RawCell,
    found: Match,
    values: Vec<&'g RawCell>,
}

/// The cards that begin at `row`, and what each of their cells is used for.
pub fn find(
    grid: &Grid,
    remarks: &[Comment],
    merges: &Merges,
    row: u32,
    vocabulary: &Vocabulary<'_>,
) -> Option<(RawTable, Vec<(Address, Use)>)> {
    let first = grid.row(row).first()?;
    // one look-up tells most rows apart
    vocabulary.find(&first.shown).first()?;
    let only = vocabulary.forms.len() == 1;
    let large =
        |form: &&Form| form.layout == Layout::Upright && form.columns.len() >= 6 && (only || form.record != RecordKind::Table);
    let forms = vocabulary.forms.iter().copied().enumerate().filter(|(_, form)| large(form));
    let found = forms.filter_map(|(index, form)| {
        let lines = lines(grid, merges, row, index, form, vocabulary);
        let fields: BTreeSet<usize> = lines.iter().map(|line| line.found.column).collect();
        let named = form.columns.iter().enumerate().any(|(at, column)| column.key && fields.contains(&at));
        // beside its name a card tells something; 担当課 and 番号 stand above tables, too
        let telling = |at: &&usize| {
            let tells = |column: &Column| !column.key && !column.fill_down && column.kind != FieldType::Departments;
            form.columns.get(**at).is_some_and(tells)
        };
        let has_texts = fields.iter().filter(telling).count() >= 2;
        (named && has_texts && fields.len() >= LABELS).then_some((fields.len(), index, form, lines))
    });
    let (_, index, form, lines) = found.max_by_key(|(count, index, ..)| (*count, std::cmp::Reverse(*index)))?;
    table(grid, remarks, merges, (index, form), &lines)
}

/// Does a row hold nothing but labels, each with its value behind it?
pub fn has_labels_and_values(cells: &[RawCell], vocabulary: &Vocabulary<'_>) -> bool {
    let known = |cell: &RawCell| !vocabulary.find(&cell.shown).is_empty();
    cells.len() >= 4 && cells.chunks(2).all(|pair| matches!(pair, [label, value] if known(label) && !known(value)))
}

/// The lines of a card from `row` down, up to where another begins.
fn lines<'g>(grid: &'g Grid, merges: &Merges, row: u32, index: usize, form: &Form, vocabulary: &Vocabulary<'_>) -> Vec<Line<'g>> {
    let mut out: Vec<Line<'g>> = Vec::new();
    let Some(left) = grid.row(row).first().map(|cell| cell.at.col) else { return out };
    let mut taken: BTreeSet<usize> = BTreeSet::new();
    let mut strange = 0;
    let mut at = row;
    while strange <= STRANGE {
        let cells = grid.row(at);
        let Some(first) = cells.first() else { break };
        let beside = merges.anchor(Address::new(at, left));
        let waits = |line: &Line<'_>| line.values.is_empty() && line.label.at.row + 1 == at && line.label.at.col == left;
        let strange_cell = !vocabulary.find(&first.shown).iter().any(|m| m.form == index);
        if cells.len() == 1 && first.at.col == left && strange_cell && out.last().is_some_and(waits) {
            // the value below its label
            if let Some(line) = out.last_mut() {
                line.values.push(first);
            }
        } else if first.at.col > left && beside.row < at && out.last().is_some_and(|line| line.label.at == beside) {
            // the label is merged down: more of its value
            if let Some(line) = out.last_mut() {
                line.values.extend(cells);
            }
        } else if first.at.col != left {
            break;
        } else {
            let before = out.len();
            // a label beside a label, or hardly anything but labels: a row of headings
            let is_label = |cell: &RawCell| vocabulary.find(&cell.shown).iter().any(|m| m.form == index);
            let labels = cells.iter().filter(|cell| is_label(cell)).count();
            let beside = cells.get(1).is_some_and(|next| is_label(first) && is_label(next));
            if beside || labels > 2 && labels * 2 > cells.len() {
                break;
            }
            let mut fits = true;
            let mut foreign = false;
            for (place, cell) in cells.iter().enumerate() {
                let next = cells.get(place + 1);
                // behind a value, a label that the form does not know has a value of its own; a name of words that headings have is none
                let facets = vocabulary.facets(&cell.shown);
                let labels = facets.is_label() && facets.known() >= 1.0 && cell.shown.trim().chars().count() <= LONGEST_LABEL;
                foreign |= place > 1 && next.is_some() && labels;
                match field(cell, next, index, form, &taken, vocabulary) {
                    Some(found) if place == 0 || before < out.len() && next.is_some() => {
                        foreign = false;
                        taken.insert(found.column);
                        out.push(Line { label: cell, found, values: Vec::new() });
                    }
                    _ if place == 0 => {
                        // the same label again: another card
                        fits = !is_label(cell);
                        break;
                    }
                    _ if foreign => {}
                    _ => {
                        if let Some(line) = out.last_mut() {
                            line.values.push(cell);
                        }
                    }
                }
            }
            if !fits || shape::is_note(&first.shown) {
                break;
            }
            strange = if out.len() > before { 0 } else { strange + 1 };
        }
        at += 1;
    }
    out
}

/// The field that a label means, not taken before; 取組 is the number where a number follows, else the name.
fn field(
    cell: &RawCell,
    next: Option<&RawCell>,
    index: usize,
    form: &Form,
    taken: &BTreeSet<usize>,
    vocabulary: &Vocabulary<'_>,
) -> Option<Match> {
    let free: Vec<Match> =
        vocabulary.find(&cell.shown).iter().filter(|m| m.form == index && !taken.contains(&m.column)).copied().collect();
    let digits = next.is_some_and(|next| fold(&next.shown).chars().all(|c| c.is_ascii_digit() || ",-.".contains(c)));
    let numbers = |m: &&Match| form.kind_at(m.column) == Some(FieldType::Numbers);
    free.iter().find(|m| numbers(m) == digits).or(free.first()).copied()
}

/// The records of a card: one, or one for each column of values.
fn table(
    grid: &Grid,
    remarks: &[Comment],
    merges: &Merges,
    (index, form): (usize, &Form),
    lines: &[Line<'_>],
) -> Option<(RawTable, Vec<(Address, Use)>)> {
    let key = |line: &&Line<'_>| form.is_key(line.found.column);
    let cols: BTreeSet<u32> = lines.iter().filter(key).flat_map(|line| &line.values).map(|cell| cell.at.col).collect();
    let labels = lines.iter().map(|line| line.label.at.col).collect::<BTreeSet<_>>().len();
    let top = lines.first()?.label.at;
    let across = labels == 1 && cols.len() > 1;
    let records: Vec<Option<u32>> = if across { cols.iter().copied().map(Some).collect() } else { vec![None] };
    let mut uses: Vec<(Address, Use)> = Vec::new();
    let mut rows = Vec::new();
    for record in records {
        let (mut cells, mut comments): (Vec<RawField>, Vec<_>) = (Vec::new(), Vec::new());
        let mut used = 0;
        for line in lines {
            for value in &line.values {
                let reach = merges.at(value.at).map_or(value.at.col, |range| range.last.col);
                if record.is_some_and(|col| !(value.at.col..=reach).contains(&col)) {
                    continue;
                }
                let shared = across && reach > value.at.col;
                uses.push((value.at, if shared { Use::Shared } else { Use::Record }));
                used += u64::from(!shared);
                cells.push(RawField::new(line.found.column, value, reach));
                let own = comments_of(remarks, value.at.row).iter().filter(|one| one.cell == value.at);
                comments.extend(own.map(|comment| (line.found.column, comment.clone())));
            }
        }
        rows.push(RawRow {
            row: top.row,
            hidden: grid.hidden_rows.contains(&top.row),
            cells,
            comments,
            used,
            id: None,
            stages: Vec::new(),
            earlier: Vec::new(),
        });
    }
    let columns: Vec<MappedColumn> = lines
        .iter()
        .map(|line| {
            let heading = HeadingColumn {
                col: line.label.at.col,
                cell: line.label.at,
                text: line.label.shown.trim().to_owned(),
                matches: Vec::new(),
            };
            MappedColumn::new(&heading, &line.found, Texts::new("左の見出しが一致", "the heading at its left is the same"))
        })
        .collect();
    let cells = lines.iter().flat_map(|line| line.values.iter().copied().chain([line.label]));
    let end = cells.fold(top, |end, cell| Address::new(end.row.max(cell.at.row), end.col.max(cell.at.col)));
    let period = columns.iter().filter(|column| !form.is_next(column.column)).find_map(|c| c.period);
    let table = RawTable {
        form: index,
        heading: top.row..top.row + 1,
        range: CellRange::new(top, end),
        columns,
        beside: Vec::new(),
        captions: Vec::new(),
        notes: Vec::new(),
        info: Default::default(),
        period,
        rows,
        totals: Vec::new(),
    };
    Some((table, uses))
}
