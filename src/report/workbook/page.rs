//! Paper: size, margins, repeated rows, header and footer.

use rust_xlsxwriter::{Worksheet, XlsxError};

use crate::form::{Paper, Print};
use crate::model::era::wareki_date;
use crate::report::ReportData;
use crate::report::workbook::grid::row_height;
use crate::report::workbook::names::cut;
use crate::report::workbook::style::{FONT, HALF_COLUMN, PADDING, SIZE, Tab};

/// Margins in millimetres: the bound edge first.
const BOUND: f64 = 20.0;
const FREE: f64 = 12.0;
const TOP: f64 = 20.0;
const BOTTOM: f64 = 16.0;
const INCH: f64 = 25.4;

/// The least type size of a printed list, in points.
const LEAST: f64 = 7.0;

/// The page setup of a sheet.
#[derive(Debug, Clone, Copy)]
pub struct Page {
    /// Paper.
    pub paper: Paper,
    /// Portrait.
    pub portrait: bool,
    /// Colour of its tab.
    pub tab: Tab,
}

impl Page {
    /// A4 landscape.
    pub const fn landscape(tab: Tab) -> Self {
        Self { paper: Paper::A4, portrait: false, tab }
    }

    /// Landscape for a list of these columns (in half columns): A3 if they would be too small on A4.
    pub fn list(tab: Tab, widths: &[f32]) -> Self {
        let page = Self::landscape(tab);
        if page.scale(widths) * SIZE < LEAST { Self { paper: Paper::A3, ..page } } else { page }
    }

    /// The page setup of a form.
    pub const fn of(print: &Print, tab: Tab) -> Self {
        Self { paper: print.paper, portrait: print.portrait, tab }
    }

    /// Pixels (96 an inch) between the side margins.
    pub fn width(self) -> f64 {
        (self.sides().0 - BOUND - FREE) / INCH * 96.0
    }

    /// Points between the margins above and below.
    pub fn height(self) -> f64 {
        (self.sides().1 - TOP - BOTTOM) / INCH * 72.0
    }

    /// The scale at which columns of these widths (in half columns) fit the paper: at most 1.
    pub fn scale(self, widths: &[f32]) -> f64 {
        scale(widths, self.width())
    }

    /// Prints a list smaller where its last page would have hardly a row: `rows` are the heights of its rows, `title` and
    /// `headings` those of what stands above them.
    pub fn tighten(self, sheet: &mut Worksheet, widths: &[f32], (title, headings): (f64, f64), rows: &[f64]) {
        let room = Room::below(self.height() / self.scale(widths), title, headings);
        room.fitted(rows, 0.0).print(sheet);
    }

    /// The same for a list below a title and a subtitle; the first height is that of its headings.
    pub fn tighten_below_title(self, sheet: &mut Worksheet, widths: &[f32], heights: &[f64]) {
        const TITLES: f64 = 39.0;
        if let [headings, rows @ ..] = heights {
            self.tighten(sheet, widths, (TITLES, *headings), rows);
        }
    }

    /// Width and height in millimetres.
    const fn sides(self) -> (f64, f64) {
        let (short, long) = match self.paper {
            Paper::A4 => (210.0, 297.0),
            Paper::A3 => (297.0, 420.0),
        };
        if self.portrait { (short, long) } else { (long, short) }
    }

    /// Sets up a sheet of `rows` rows and `columns` columns; `heading` is repeated on every page.
    pub fn set_up(
        self,
        sheet: &mut Worksheet,
        report: &ReportData<'_>,
        title: &str,
        heading: Option<(u32, u32)>,
        (rows, columns): (u32, u16),
    ) -> Result<(), XlsxError> {
        sheet.set_tab_color(self.tab.color());
        sheet.set_paper_size(match self.paper {
            Paper::A4 => 9,
            Paper::A3 => 8,
        });
        if self.portrait {
            sheet.set_portrait();
        } else {
            sheet.set_landscape();
        }
        sheet.set_margins(BOUND / INCH, FREE / INCH, TOP / INCH, BOTTOM / INCH, 9.0 / INCH, 8.0 / INCH);
        sheet.set_print_fit_to_pages(1, 0);
        sheet.set_screen_gridlines(false);
        if let Some((first, last)) = heading {
            sheet.set_repeat_rows(first, last)?;
        }
        if rows > 0 && columns > 0 {
            sheet.set_print_area(0, 0, rows - 1, columns - 1)?;
        }
        let font = format!("&\"{FONT},標準\"&8");
        // Excel's limit is 255 units in all; titles are truncated well below
        let left = literal(cut(&report.title, 80));
        sheet.set_header(format!("&L{font} {left}&R{font} {}", literal(cut(title, 40))));
        let as_of = report.as_of.map(|day| format!("（{}現在）", wareki_date(day))).unwrap_or_default();
        let period = literal(cut(&format!("{}{as_of}", report.period), 60));
        let issued = wareki_date(report.issued.date());
        sheet.set_footer(format!("&L{font} {period}&C{font} &P / &N&R{font} {issued}作成"));
        Ok(())
    }
}

/// The least rows on a last page.
pub const TOGETHER: usize = 3;
/// Fewer rows than these on a last page are saved by printing smaller, where that is enough.
const WORTH_A_PAGE: usize = 5;

/// Heights for rows on pages, in points.
#[derive(Debug, Clone, Copy)]
pub struct Room {
    /// On the first, below what stands above the rows.
    pub first: f64,
    /// On the others, below the headings.
    pub next: f64,
}

impl Room {
    /// Tolerance: printers measure differently, and a full page would push a row onto the next.
    const SURE: f64 = 0.96;

    /// The room that pages of this height have below a title and headings.
    pub fn below(page: f64, title: f64, headings: f64) -> Self {
        let least = row_height(1);
        Self { first: (page * Self::SURE - title - headings).max(least), next: (page * Self::SURE - headings).max(least) }
    }

    /// The pages for rows of these heights, smaller where the last would have hardly a row on it. What stands below the rows,
    /// `tail`, counts as none.
    pub fn fitted(self, rows: &[f64], tail: f64) -> Fitted {
        /// Another program may find less room than we do.
        const CLOSE: [f64; 3] = [1.06, 1.03, 1.0];
        const SMALLER: [f64; 5] = [1.0, 0.97, 0.94, 0.91, 0.88];
        let at = |scale: f64| Self { first: self.first / scale, next: self.next / scale };
        let lonely =
            CLOSE.into_iter().map(|scale| at(scale).pages(rows, tail)).find(|(pages, last)| *pages > 1 && *last < WORTH_A_PAGE);
        let Some((pages, _)) = lonely else { return Fitted { room: self, pages: None } };
        let mut fitting = SMALLER.into_iter().map(|scale| (at(scale), at(scale).pages(rows, tail).0));
        let fitting = fitting.find(|(_, fewer)| *fewer < pages);
        fitting.map_or(Fitted { room: self, pages: None }, |(room, pages)| Fitted { room, pages: u16::try_from(pages).ok() })
    }

    /// The number of pages, and of rows on the last.
    fn pages(self, rows: &[f64], tail: f64) -> (usize, usize) {
        let (mut pages, mut left, mut on_page) = (1, self.first, 0);
        for (height, counted) in rows.iter().map(|height| (height, 1)).chain([(&tail, 0)]) {
            if *height > left && left < self.next.max(self.first) {
                (pages, left, on_page) = (pages + 1, self.next, 0);
            }
            left -= height;
            on_page += counted;
        }
        (pages, on_page)
    }
}

/// The scale at which columns of these widths (in half columns) fit a page of this width in pixels: at most 1.
pub fn scale(widths: &[f32], page: f64) -> f64 {
    let natural: f64 = widths.iter().map(|width| f64::from(*width) * HALF_COLUMN + PADDING).sum();
    (page / natural.max(1.0)).min(1.0)
}

/// Pages that hold rows.
#[derive(Debug, Clone, Copy)]
pub struct Fitted {
    /// What each holds.
    pub room: Room,
    /// How many there are, if the sheet has to be printed smaller for it.
    pages: Option<u16>,
}

impl Fitted {
    /// Sets up a sheet.
    pub fn print(self, sheet: &mut Worksheet) {
        if let Some(pages) = self.pages {
            sheet.set_print_fit_to_pages(1, pages);
        }
    }
}

/// Escapes `&`, which begins a code in headers and footers, and removes control characters.
fn literal(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).collect::<String>().replace('&', "&&")
}

/// Puts blocks below each other on the pages of a sheet: one that does not fit begins a new page.
#[derive(Debug)]
pub struct Flow {
    room: f64,
    used: f64,
    /// Is only a title on the page?
    begins: bool,
    breaks: Vec<u32>,
}

impl Flow {
    /// A sheet with this many points used on its first page, and columns of these widths.
    pub fn new(page: Page, widths: &[f32], used: f64) -> Self {
        // slightly less than the page: printers measure differently
        Self { room: page.height() / page.scale(widths) * 0.95, used, begins: true, breaks: Vec::new() }
    }

    /// Adds a block of this height at this row.
    pub fn block(&mut self, row: u32, height: f64) {
        if !self.begins && self.used + height > self.room {
            self.breaks.push(row);
            self.used = 0.0;
        }
        self.begins = false;
        // a block longer than a page ends anywhere on one: the next begins a new page
        self.used = (self.used + height).min(self.room);
    }

    /// The rows that begin a page.
    pub fn breaks(self) -> Vec<u32> {
        self.breaks
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Pages for rows of ten points, twenty a page.
    fn fitted(rows: usize) -> (f64, Option<u16>) {
        let Fitted { room, pages } = Room { first: 200.0, next: 200.0 }.fitted(&vec![10.0; rows], 0.0);
        (room.first, pages)
    }

    #[test]
    fn a_last_page_with_hardly_a_row_is_saved_by_printing_smaller() {
        assert!(matches!(fitted(22), (room, Some(1)) if room >= 220.0));
        // full by our measure: another program may need a page more
        assert_eq!(fitted(20), (200.0, Some(1)));
        // six rows are worth a page, and eighteen leave room
        assert_eq!(fitted(26), (200.0, None));
        assert_eq!(fitted(18), (200.0, None));
    }
}
