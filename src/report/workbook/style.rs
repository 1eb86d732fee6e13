//! Cell formats: restrained, readable in black and white.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, FormatUnderline};

use crate::form::Align;

/// The Japanese gothic of Windows since 2018.
pub const FONT: &str = "BIZ UDPゴシック";

/// Its monospaced variant. Column widths are measured in digits of the default font; those of this
/// font are half an em in every substitute too, so that columns never become narrower than intended.
pub const MEASURE_FONT: &str = "BIZ UDゴシック";

/// Type size of cells in points.
pub const SIZE: f64 = 9.0;

/// Line distance in points, enough for substitute fonts, which need a little more than ours.
pub const LINE: f64 = 13.0;

/// Space above and below the lines of a row.
pub const ROOM: f64 = 5.25;

/// Pixels of a half column: half an em of the type size.
pub const HALF_COLUMN: f64 = SIZE * 96.0 / 72.0 / 2.0;

/// Pixels of a column besides its text.
pub const PADDING: f64 = 6.0;

const RULE: Color = Color::RGB(0x80_80_80);
const HEADING: Color = Color::RGB(0xE4_EA_F1);
const TOTAL: Color = Color::RGB(0xF2_F2_F2);
const BAR: Color = Color::RGB(0xD0_DC_E8);
const EDITED: Color = Color::RGB(0xFF_F4_CC);
const AWAITED: Color = Color::RGB(0xE6_E6_E6);
const MISSING: Color = Color::RGB(0xF6_C9_C3);
const LATE: Color = Color::RGB(0xFB_E5_B6);
const INPUT: Color = Color::RGB(0xF7_FB_F0);
const GREY: Color = Color::RGB(0x50_50_50);

/// Colours of the sheets' tabs.
#[derive(Debug, Clone, Copy)]
pub enum Tab {
    /// For people: tables and figures.
    Report,
    /// For checking.
    Check,
    /// For programs.
    Data,
}

impl Tab {
    /// Its colour.
    pub const fn color(self) -> Color {
        match self {
            Self::Report => Color::RGB(0x4F_6D_8C),
            Self::Check => Color::RGB(0x9A_8A_5B),
            Self::Data => Color::RGB(0x8C_8C_8C),
        }
    }
}

/// The formats that every sheet uses.
#[derive(Debug)]
pub struct Styles {
    /// Title of a sheet.
    pub title: Format,
    /// Title of one of several tables on a sheet.
    pub caption: Format,
    /// Line below the title.
    pub subtitle: Format,
    /// Heading of a column.
    pub heading: Format,
    /// Text, from the upper left, wrapped.
    pub text: Format,
    /// Text in the middle.
    pub center: Format,
    /// A whole number.
    pub number: Format,
    /// A day.
    pub date: Format,
    /// Text with a link.
    pub link: Format,
    /// Count with a link.
    pub link_number: Format,
    /// Text that the coordinator edited.
    pub edited: Format,
    /// The same, in the middle.
    pub edited_center: Format,
    /// Text of missing rows and of settled findings.
    pub awaited: Format,
    /// The same, in the middle.
    pub awaited_center: Format,
    /// Word for missing submissions.
    pub missing: Format,
    /// Word for late submissions.
    pub late: Format,
    /// A number with its decimals.
    pub decimal: Format,
    /// Text that the coordinator fills in.
    pub input: Format,
    /// Word of a row of totals.
    pub total_text: Format,
    /// Figure of a row of totals.
    pub total_number: Format,
    /// Remark below a table, without borders.
    pub note: Format,
    /// Remark below a table, wrapped over its width.
    pub remark: Format,
    /// Title of a section across the table.
    pub section: Format,
    /// Heading of a data sheet: no wrap.
    pub data_heading: Format,
    /// Text of a data sheet.
    pub data_text: Format,
    /// Text of a long data sheet: one line per row, since a height costs more than the row.
    pub data_line: Format,
    /// Number of a data sheet.
    pub data_number: Format,
    /// Text of a rich string.
    pub run: Format,
    /// Stage tag in a rich string.
    pub tag: Format,
    /// New words in a rich string.
    pub new_words: Format,
}

impl Default for Styles {
    fn default() -> Self {
        let base = base();
        let cell = ruled(base.clone());
        Self {
            title: base.clone().set_font_size(14).set_bold().set_align(FormatAlign::VerticalCenter),
            caption: base.clone().set_font_size(10.5).set_bold().set_align(FormatAlign::VerticalCenter),
            subtitle: base.clone().set_font_color(GREY).set_align(FormatAlign::VerticalCenter),
            heading: cell
                .clone()
                .set_bold()
                .set_background_color(HEADING)
                .set_align(FormatAlign::Center)
                .set_align(FormatAlign::VerticalCenter)
                .set_text_wrap(),
            text: cell.clone().set_align(FormatAlign::VerticalCenter).set_text_wrap(),
            center: centered(cell.clone()),
            number: figure(cell.clone()),
            date: cell.clone().set_align(FormatAlign::Center).set_align(FormatAlign::VerticalCenter).set_num_format("yyyy-mm-dd"),
            link: cell
                .clone()
                .set_align(FormatAlign::VerticalCenter)
                .set_text_wrap()
                .set_font_color(Color::RGB(0x1F_4E_9E))
                .set_underline(FormatUnderline::Single),
            link_number: figure(cell.clone()).set_font_color(Color::RGB(0x1F_4E_9E)).set_underline(FormatUnderline::Single),
            edited: cell.clone().set_background_color(EDITED).set_align(FormatAlign::VerticalCenter).set_text_wrap(),
            edited_center: cell
                .clone()
                .set_background_color(EDITED)
                .set_align(FormatAlign::Center)
                .set_align(FormatAlign::VerticalCenter)
                .set_text_wrap(),
            awaited: cell
                .clone()
                .set_background_color(AWAITED)
                .set_font_color(GREY)
                .set_align(FormatAlign::VerticalCenter)
                .set_text_wrap(),
            awaited_center: cell
                .clone()
                .set_background_color(AWAITED)
                .set_font_color(GREY)
                .set_align(FormatAlign::Center)
                .set_align(FormatAlign::VerticalCenter)
                .set_text_wrap(),
            missing: centered(cell.clone()).set_bold().set_background_color(MISSING),
            late: centered(cell.clone()).set_bold().set_background_color(LATE),
            decimal: figure(cell.clone()).set_num_format("#,##0.0##"),
            input: cell.clone().set_background_color(INPUT).set_align(FormatAlign::VerticalCenter).set_text_wrap(),
            total_text: cell
                .clone()
                .set_bold()
                .set_background_color(TOTAL)
                .set_align(FormatAlign::Center)
                .set_align(FormatAlign::VerticalCenter),
            total_number: figure(cell.clone()).set_bold().set_background_color(TOTAL),
            note: base.clone().set_font_size(8).set_font_color(GREY).set_align(FormatAlign::Top),
            remark: base.clone().set_font_size(8).set_font_color(GREY).set_align(FormatAlign::Top).set_text_wrap(),
            section: cell.clone().set_bold().set_background_color(TOTAL).set_align(FormatAlign::VerticalCenter).set_text_wrap(),
            data_heading: cell.clone().set_bold().set_background_color(HEADING),
            data_text: base.clone().set_align(FormatAlign::Top).set_text_wrap(),
            data_line: base.clone().set_align(FormatAlign::Top),
            data_number: base.clone().set_align(FormatAlign::Right).set_indent(1).set_align(FormatAlign::Top),
            run: base.clone(),
            tag: base.clone().set_bold(),
            new_words: base.set_bold().set_underline(FormatUnderline::Single).set_font_color(Color::RGB(0x9C_2A_1D)),
        }
    }
}

impl Styles {
    /// Those of the data sheets.
    pub const fn of_data(&self) -> [&Format; 4] {
        [&self.data_heading, &self.data_text, &self.data_line, &self.data_number]
    }
}

/// The base of all formats.
pub fn base() -> Format {
    Format::new().set_font_name(FONT).set_font_size(SIZE).set_font_charset(128).set_font_family(3)
}

/// The workbook's default format, for unformatted cells and column widths.
pub fn default_format() -> Format {
    Format::new().set_font_name(MEASURE_FONT).set_font_size(SIZE).set_font_charset(128).set_font_family(3)
}

/// A cell of a table: alignment and weight of its column.
pub fn table_cell(align: Align, bold: bool) -> Format {
    let format = ruled(base()).set_align(FormatAlign::Top).set_text_wrap();
    let format = match align {
        Align::Left => format.set_align(FormatAlign::Left),
        Align::Center => format.set_align(FormatAlign::Center),
        Align::Right => format.set_align(FormatAlign::Right),
    };
    if bold { format.set_bold() } else { format }
}

/// The same in a row of a missing department.
pub fn awaited(cell: Format) -> Format {
    cell.set_background_color(AWAITED)
}

/// A bar over years: filled, with a firm outline so that it stands out in black and white.
pub fn bar() -> Format {
    base()
        .set_background_color(BAR)
        .set_border(FormatBorder::Thin)
        .set_border_color(Color::RGB(0x30_30_30))
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter)
        .set_text_wrap()
}

/// A mark of a scale.
pub fn mark() -> Format {
    ruled(base()).set_align(FormatAlign::Center).set_align(FormatAlign::VerticalCenter).set_bold()
}

/// A whole number, a little off the rule to its right.
fn figure(format: Format) -> Format {
    format.set_align(FormatAlign::Right).set_indent(1).set_align(FormatAlign::VerticalCenter).set_num_format("#,##0")
}

/// A word in the middle of its cell.
fn centered(format: Format) -> Format {
    format.set_align(FormatAlign::Center).set_align(FormatAlign::VerticalCenter).set_text_wrap()
}

fn ruled(format: Format) -> Format {
    format.set_border(FormatBorder::Thin).set_border_color(RULE)
}
