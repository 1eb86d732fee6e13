//! Paper: size, margins, repeated rows, header and footer.

use rust_xlsxwriter::{Worksheet, XlsxError};

use crate::form::{Paper, Print};
use crate::model::era::wareki_date;
use crate::report::ReportData;
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
        let natural: f64 = widths.iter().map(|width| f64::from(*width) * HALF_COLUMN + PADDING).sum();
        (self.width() / natural.max(1.0)).min(1.0)
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
