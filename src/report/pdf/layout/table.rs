//! The form's table, section by section.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::rc::Rc;

use crate::form::Align;
use crate::model::RecordKind;
use crate::report::options::Options;
use crate::report::pdf::error::Error;
use crate::report::pdf::layout::display_list::{Anchor, Target};
use crate::report::pdf::layout::grid::{CELL_PADDING, Grid, GridWriter, SMALL_TYPE};
use crate::report::pdf::layout::page_builder::PageBuilder;
use crate::report::pdf::layout::row::{GridCell, GridRow};
use crate::report::pdf::layout::theme::{BODY, BadgeLook, SMALL, event_look, stage_looks};
use crate::report::pdf::layout::tree::{NodeId, Role};
use crate::report::pdf::layout::type_size::type_size;
use crate::report::pdf::layout::{Entry, Part, halves, legend, point, widths};
use crate::report::tables::anchor::record_anchor;
use crate::report::{Changed, Heading, ReportData, Row, Table, TableColumn};

/// A table begins on a page only if this much height is left.
const LEAST_ROOM: f32 = 0.36;
/// The least rows on a page.
const TOGETHER: usize = 3;

/// A table of up to this many rows, and up to a third of a page, is not split.
const SHORT_TABLE: usize = 6;

/// The rows laid out so far.
#[derive(Default)]
pub(in crate::report::pdf) struct Progress<'e> {
    /// Number of rows.
    pub rows: usize,
    /// Department → its rows: label and anchor, in the order of print.
    pub by_department: BTreeMap<&'e str, Vec<(&'e Row<'e>, Anchor)>>,
    /// The anchor of each record's row; targets of the first page are known in advance.
    pub anchors: BTreeMap<(RecordKind, &'e str), Anchor>,
    /// The rows that begin on pages, by their anchors.
    by_page: Vec<Anchor>,
    /// Tables over several pages, and their last page.
    tails: Vec<(String, usize)>,
    section: Option<NodeId>,
    title: String,
    /// The columns of the current table, the same for all its parts.
    grid: Option<Rc<Grid>>,
}

impl<'e> Progress<'e> {
    /// Nothing laid out yet; links may target the rows of these records.
    pub(super) fn leading_to(anchors: BTreeMap<(RecordKind, &'e str), Anchor>) -> Self {
        Self { anchors, ..Self::default() }
    }

    /// Lays out a part; returns false if the volume is full before its end.
    pub(super) fn draw(
        &mut self,
        builder: &mut PageBuilder<'_>,
        report: &'e ReportData<'e>,
        options: &Options,
        (part, parts_after): (&Part<'e>, usize),
        (heading, entry): (Option<Anchor>, Option<&Entry>),
        limit: usize,
    ) -> Result<bool, Error> {
        let (table, is_last) = (part.table, parts_after == 0);
        // a table's first part begins its section
        let fresh = (self.section.is_none() || self.title != table.title).then(|| {
            let anchor = match heading {
                Some(anchor) => anchor,
                None => builder.anchor(),
            };
            // on the same page, if more than its first rows fit
            builder.section_below(&table.title, anchor, (builder.sheet.bottom - builder.sheet.top) * LEAST_ROOM)
        });
        if let Some(sect) = fresh {
            if table.kind == RecordKind::Progress {
                legend::draw(builder, report, sect);
            }
            for line in &table.legend {
                builder.paragraph(sect, SMALL, line);
            }
            builder.y += if table.legend.is_empty() { 0.0 } else { 6.0 };
        }
        let Some(sect) = fresh.or(self.section) else { return Ok(true) };
        self.section = Some(sect);
        self.title.clone_from(&table.title);
        let grid = match &self.grid {
            Some(grid) if fresh.is_none() => Rc::clone(grid),
            _ => Rc::new(grid(builder, table, options)),
        };
        self.grid = Some(Rc::clone(&grid));
        let grid = with_headings(grid, &part.section.headings);
        let looks = stage_looks(&report.consolidation.plan);
        let sub = builder.node(sect, Role::Sect);
        let mut writer = GridWriter::begin(builder, sub, &grid)?;
        let level = if part.heading().is_none() { 2 } else { 3 };
        if part.heading().is_none() && !part.section.title.is_empty() {
            builder.paragraph(sub, BODY, &part.section.title);
            builder.y += 4.0;
        }
        if let Some(title) = part.heading() {
            // keeps the heading with the first row, and a short table whole
            let rows = part.rows.iter().map(|row| grid_row(table, row, &looks, options, (level, Anchor(usize::MAX))));
            let rows: Vec<GridRow<'_>> = rows.take(if part.rows.len() > SHORT_TABLE { 1 } else { SHORT_TABLE }).collect();
            let whole = writer.whole(builder, &rows).filter(|whole| *whole <= (builder.sheet.bottom - builder.sheet.top) / 3.0);
            let least = whole.or_else(|| rows.first().map(|row| writer.needed(builder, row))).unwrap_or_default();
            // a last part of a row or two is not alone on a page
            let joined = parts_after == 1 && fresh.is_none() && builder.joined_parts.contains(&table.title);
            if joined || builder.y + 16.0 + builder.subheading_height(title) + least > builder.sheet.bottom {
                builder.page();
            } else if fresh.is_none() {
                builder.y += 14.0;
            }
            let anchor = match entry {
                Some(entry) => entry.anchor,
                None => builder.anchor(),
            };
            builder.drop_anchor(anchor, builder.y - 6.0);
            builder.bookmark(2, title, anchor);
            builder.subheading(sub, title);
        }
        if halves::is_thin(builder, table, grid.size) {
            let rows: Vec<GridRow<'_>> = part
                .rows
                .iter()
                .map(|row| {
                    let anchor = self.anchor(builder, table, row);
                    grid_row(table, row, &looks, options, (level, anchor))
                })
                .collect();
            self.rows += rows.len();
            let thin = Rc::new(halves::in_half(builder, false, |builder| self::grid(builder, table, options)));
            halves::draw(builder, sub, &with_headings(thin, &part.section.headings), &rows)?;
            notes(builder, sub, part);
            return Ok(true);
        }
        for (at, row) in part.rows.iter().enumerate() {
            let left = part.rows.get(at..).unwrap_or_default();
            // more of the table's rows follow a part that is not the last
            if (2..=if is_last { TOGETHER } else { 2 }).contains(&left.len()) {
                let set = |row: &&'e Row<'e>| grid_row(table, row, &looks, options, (level, Anchor(usize::MAX)));
                writer.keep(builder, &left.iter().map(set).collect::<Vec<_>>());
            }
            // a volume has at least one row, however long its contents
            if self.rows > 0 && builder.doc.pages.len() > limit {
                writer.end(builder);
                return Ok(false);
            }
            if row.continues {
                let mut set = grid_row(table, row, &looks, options, (level, Anchor(usize::MAX)));
                set.mark = None;
                writer.row(builder, &set);
                self.rows += 1;
                continue;
            }
            let anchor = self.anchor(builder, table, row);
            let set = grid_row(table, row, &looks, options, (level, anchor));
            writer.row(builder, &set);
            self.rows += 1;
        }
        let begins = fresh.is_some().then_some(builder.doc.pages.len());
        writer.end(builder);
        notes(builder, sub, part);
        self.tail(builder, &table.title, is_last, begins);
        Ok(true)
    }

    /// Records where a table ends.
    fn tail(&mut self, builder: &PageBuilder<'_>, title: &str, is_last: bool, begins: Option<usize>) {
        if is_last && begins.is_none_or(|first| first != builder.doc.pages.len()) {
            self.tails.push((title.to_owned(), builder.doc.pages.len()));
        }
    }

    /// The tables over several pages whose last page has too few rows and nothing else.
    pub(super) fn lonely(&self, builder: &PageBuilder<'_>) -> Vec<String> {
        let mut rows: BTreeMap<usize, usize> = BTreeMap::new();
        for anchor in self.by_page.iter().filter_map(|anchor| builder.doc.spot(*anchor)) {
            *rows.entry(anchor.page + 1).or_default() += 1;
        }
        let sections: BTreeSet<usize> = builder
            .doc
            .outline
            .iter()
            .filter(|mark| mark.level == 1)
            .filter_map(|mark| builder.doc.spot(mark.anchor))
            .map(|at| at.page + 1)
            .collect();
        let is_lonely = |page: &usize| rows.get(page).copied().unwrap_or_default() < TOGETHER && !sections.contains(page);
        self.tails.iter().filter(|(_, page)| is_lonely(page)).map(|(title, _)| title.clone()).collect()
    }

    /// The anchor of a new row; links to a record lead to its first row.
    fn anchor(&mut self, builder: &mut PageBuilder<'_>, table: &'e Table<'e>, row: &'e Row<'e>) -> Anchor {
        let known = self.anchors.get(&(table.kind, row.id)).copied().filter(|known| builder.doc.spot(*known).is_none());
        let anchor = known.unwrap_or_else(|| builder.anchor());
        self.anchors.entry((table.kind, row.id)).or_insert(anchor);
        for department in &row.departments {
            self.by_department.entry(department).or_default().push((row, anchor));
        }
        self.by_page.push(anchor);
        anchor
    }
}

/// The ※ notes below the rows of a part.
fn notes(builder: &mut PageBuilder<'_>, sub: NodeId, part: &Part<'_>) {
    for note in &part.section.notes {
        let (_, height) = builder.lines(0.0, 0.0, builder.sheet.measure(), SMALL, SMALL.size * 1.6, note);
        builder.room(height + 4.0);
        builder.y += 4.0;
        builder.paragraph(sub, SMALL, note);
    }
}

/// The grid with the headings of a part.
fn with_headings(grid: Rc<Grid>, own: &[(usize, String)]) -> Rc<Grid> {
    if own.is_empty() {
        return grid;
    }
    let mut changed = Grid::clone(&grid);
    for heading in changed.headings.iter_mut().flatten() {
        if let Some((_, text)) = own.iter().find(|(column, _)| *column == heading.column && heading.columns == 1) {
            heading.text.clone_from(text);
        }
    }
    Rc::new(changed)
}

/// The table's columns, and one for the origin if requested.
fn grid(builder: &PageBuilder<'_>, table: &Table<'_>, options: &Options) -> Grid {
    let mut columns = table.columns.clone();
    let mut headings = table.headings.clone();
    let size = type_size(builder, table, options);
    if options.origins {
        let given = columns.iter().map(|column| column.width).sum::<f32>();
        let own = origin_width(builder, table, size);
        let rows = headings.len();
        if let Some(first) = headings.first_mut() {
            first.push(Heading { text: "出所".to_owned(), column: columns.len(), columns: 1, rows });
        }
        columns.push(TableColumn {
            field: String::new(),
            width: given * own / (builder.sheet.measure() - own),
            align: Align::Left,
            bold: false,
            names_row: false,
            merges_down: false,
        });
    }
    let of = |field: &str| columns.iter().position(|column| column.field == field);
    let aligned = of("numbers").zip(of("names"));
    widths::widen(builder, table, &mut columns, size);
    if table.print.balance {
        widths::balance(builder, table, &mut columns, size);
    }
    let points = points(builder, table, &columns);
    if let Some(at) = table.current_year.and_then(|year| columns_of_year(table, year)) {
        let own = headings.iter_mut().flatten().filter(|heading| heading.column == at && heading.columns == 1);
        own.for_each(|heading| heading.text.push_str(" 今年度"));
    }
    Grid {
        columns,
        headings,
        size,
        continued: "（続き）",
        points,
        aligned,
        current: table.current_year.and_then(|year| columns_of_year(table, year)),
        small: options.origins.then_some(table.columns.len()),
    }
}

/// The column of a fiscal year.
fn columns_of_year(table: &Table<'_>, year: i16) -> Option<usize> {
    table.columns.iter().position(|column| column.field.parse() == Ok(year))
}

/// Width of the column of origins: a file's name in two lines, and the cell under it.
fn origin_width(builder: &PageBuilder<'_>, table: &Table<'_>, size: f32) -> f32 {
    let longest = |row: &Row<'_>| {
        let text = row.origin.place("").to_string();
        let (file, cell) = text.rsplit_once(" › ").unwrap_or((&text, ""));
        (builder.fonts.width(false, file) / 2.0 + 1.0).max(builder.fonts.width(false, cell))
    };
    let most = table.rows().map(longest).fold(0.0, f32::max) * size * SMALL_TYPE + CELL_PADDING;
    most.clamp(size * 4.0, builder.sheet.measure() * 0.14)
}

fn grid_row<'e>(
    table: &Table<'_>,
    row: &'e Row<'e>,
    looks: &[BadgeLook],
    options: &Options,
    (level, anchor): (u8, Anchor),
) -> GridRow<'e> {
    let last_year = table.columns.iter().rposition(|column| column.field.parse::<i16>().is_ok());
    let mut cells: Vec<GridCell<'e>> = Vec::with_capacity(row.cells.len() + 1);
    for cell in &row.cells {
        let _field = table.columns.get(cells.len()).map_or("", |column| &column.field);
        let shift = cell.changed.as_ref().map_or(0, |changed| changed.lead().len());
        let badges = cell
            .badges
            .iter()
            .map(|badge| {
                (
                    badge.range.start + shift..badge.range.end + shift,
                    badge.stages.last().and_then(|stage| looks.get(*stage)).copied().unwrap_or(event_look(false)),
                )
            })
            .collect();
        let word = cell.changed.as_ref().map(Changed::lead).unwrap_or_default();
        let after = |range: &Range<usize>| range.start + word.len()..range.end + word.len();
        let text = if word.is_empty() { cell.text.as_ref().into() } else { format!("{word}{}", cell.text).into() };
        cells.push(GridCell {
            text,
            badges,
            word: word.len(),
            spoken: cell.changed.as_ref().map(|changed| changed.spoken(&cell.text).into()),
            phrases: cell.changed.iter().flat_map(|changed| &changed.phrases).map(after).collect(),
            more_columns: cell.more_columns,
            trend: &cell.trend,
            kind: cell.kind,
            muted: row.awaited,
            rewritten: cell.changed.as_ref().is_some_and(|changed| changed.rewritten),
            pointed: last_year == Some(cells.len() + cell.more_columns),
            is_record: true,
            ..GridCell::default()
        });
        cells.extend((0..cell.more_columns).map(|_| GridCell { covered: true, ..GridCell::default() }));
    }
    let origin = row.origin.place("").to_string();
    if options.origins && row.awaited {
        cells.push(GridCell::default());
    } else if options.origins {
        // 確認結果.html beside the report has the details of every record
        let more = format!("%E7%A2%BA%E8%AA%8D%E7%B5%90%E6%9E%9C.html#{}", record_anchor(table.kind, row.id));
        let link = Some(Target::Page(more.into()));
        cells.push(GridCell { link, ..GridCell::text(origin.replacen(" › ", " ›\n", 1)) });
    }
    let origin = Some(origin).filter(|_| !row.awaited);
    GridRow { cells, origin, continues: row.continues, muted: row.awaited, mark: Some((level, row.label.clone(), anchor)) }
}

/// For each column of figures, the widest text after a point, units included.
fn points(builder: &PageBuilder<'_>, table: &Table<'_>, columns: &[TableColumn]) -> Vec<f32> {
    let mut out = vec![0.0_f32; columns.len()];
    for row in table.rows() {
        for (at, cell) in row.spans() {
            let (Some(most), Some(column)) = (out.get_mut(at), columns.get(at)) else { continue };
            if column.align != Align::Right {
                continue;
            }
            for (_, tail) in cell.text.lines().filter_map(point::cut) {
                *most = most.max(builder.fonts.width(column.bold, tail));
            }
        }
    }
    out
}
