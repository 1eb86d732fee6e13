//! A cell and its neighbours, from the file in the inbox.

use std::path::Path;
use std::sync::Arc;

use maud::{Markup, html};

use crate::model::{Address, Period, Place as Spot, Spot as At, column_letters};
use crate::page::frame::Place;
use crate::page::reading::{Reading, inbox};
use crate::page::{Page, key, lock};
use crate::source::{self, Book, Grid};

/// How many files are kept open.
const KEPT: usize = 4;
/// Rows shown before and after.
const ROWS: u32 = 2;
/// Columns shown before and after.
const COLUMNS: u32 = 3;
/// How many rows and columns of a range are shown.
const MOST: u32 = 12;
/// Longer texts are cut.
const LONGEST: usize = 160;

/// A file that stays open for further cells.
pub(super) struct Opened {
    period: String,
    path: Arc<str>,
    book: Arc<Book>,
}

/// The cell at a place and its neighbours. None without a file, or if the file cannot be read.
pub(super) fn cut(place: &Place<'_>, root: &Path, reading: &Reading, spot: &Spot) -> Option<Markup> {
    let book = book(place.page, root, place.period, reading, spot.file.as_ref()?)?;
    let is_named = |grid: &&Grid| grid.name.as_deref() == spot.sheet.as_deref();
    let grid = book.sheets.iter().find(is_named).or_else(|| book.sheets.first().filter(|_| spot.sheet.is_none()))?;
    Some(table(place, grid, spot))
}

fn table(place: &Place<'_>, grid: &Grid, spot: &Spot) -> Markup {
    let last = grid.cells.iter().fold((0, 0), |(row, col), cell| (cell.at.row.max(row), cell.at.col.max(col)));
    let width = last.1.min(MOST - 1);
    let ((from, to), (left, right)) = match spot.spot {
        Some(At::Cell(at)) => ((at.row, at.row), (at.col, at.col)),
        Some(At::Range(range)) => ((range.first.row, range.last.row), (range.first.col, range.last.col)),
        Some(At::Row(row)) => ((row, row), (0, width)),
        Some(At::Column(col)) => ((0, MOST.min(last.0)), (col, col)),
        None => ((0, MOST.min(last.0)), (0, width)),
    };
    let marked = |at: Address| match spot.spot {
        Some(_) => (from..=to).contains(&at.row) && (left..=right).contains(&at.col),
        None => false,
    };
    let rows = from.saturating_sub(ROWS)..=to.min(from.saturating_add(MOST)).saturating_add(ROWS).min(last.0.max(from));
    let columns =
        left.saturating_sub(COLUMNS)..=right.min(left.saturating_add(MOST)).saturating_add(COLUMNS).min(last.1.max(left));
    html! {
        div.scroll.cut tabindex="0" role="group" aria-label=(spot.to_string()) {
            table {
                caption { (spot.to_string()) }
                thead { tr { th scope="col" { span.hidden { (place.t("行", "row")) } } @for col in columns.clone() { th scope="col" { (column_letters(col)) } } } }
                tbody {
                    @for row in rows {
                        tr {
                            th scope="row" { (u64::from(row) + 1) }
                            @for col in columns.clone() { (cell(place, grid, Address::new(row, col), &marked)) }
                        }
                    }
                }
            }
        }
    }
}

fn cell(place: &Place<'_>, grid: &Grid, at: Address, marked: &impl Fn(Address) -> bool) -> Markup {
    let shown = grid.get(at).map(|cell| cell.shown.as_str()).unwrap_or_default();
    let text: String = shown.chars().take(LONGEST).collect();
    let is_cut = text.len() < shown.len();
    html! {
        td aria-current=[marked(at).then_some("true")] {
            @if marked(at) { span.hidden { (place.t("この指摘のセル: ", "The cell in question: ")) } }
            (text) @if is_cut { "…" }
        }
    }
}

fn book(page: &Page, root: &Path, period: Option<Period>, reading: &Reading, path: &Arc<str>) -> Option<Arc<Book>> {
    let own = |opened: &&Opened| opened.path == *path && opened.period == key(period);
    if let Some(opened) = lock(&page.books).iter().find(own) {
        return Some(Arc::clone(&opened.book));
    }
    let options = &reading.settings.reading;
    let collected = source::collect_handed_in(&[inbox(root, period)], &options.limits);
    let found = collected.found.iter().find(|found| found.path == *path)?;
    let book = Arc::new(source::read(found, options).book?);
    let mut books = lock(&page.books);
    books.push(Opened { period: key(period), path: Arc::clone(path), book: Arc::clone(&book) });
    if books.len() > KEPT {
        books.remove(0);
    }
    Some(book)
}
