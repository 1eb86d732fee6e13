//! The look of a form's cells: grey is locked, pale yellow is to be filled in, strong colours have findings.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

use crate::form::{Align, Column};
use crate::report::workbook::style::{base, table_cell};

const LOCKED: Color = Color::RGB(0xF0_F0_F0);
const OPEN: Color = Color::RGB(0xFF_FC_EB);
const GREY: Color = Color::RGB(0x50_50_50);
const DOUBTFUL: Color = Color::RGB(0xFF_E6_99);
const WRONG: Color = Color::RGB(0xF8_CB_AD);
const LABEL: Color = Color::RGB(0xE4_EA_F1);
const RULE: Color = Color::RGB(0x80_80_80);

/// The state of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hold {
    /// Prefilled and locked.
    Locked,
    /// To be filled in.
    Open,
    /// With a warning.
    Doubtful,
    /// With an error.
    Wrong,
}

/// A cell of the table. One with a finding has a firm outline too, for black and white.
pub fn cell(column: &Column, hold: Hold) -> Format {
    let format = table_cell(column.align, column.bold && hold == Hold::Locked);
    let firm = |format: Format| format.set_border(FormatBorder::Medium).set_border_color(Color::RGB(0xC0_50_00));
    match hold {
        Hold::Locked => format.set_background_color(LOCKED),
        Hold::Open => format.set_background_color(OPEN).set_unlocked(),
        Hold::Doubtful => firm(format.set_background_color(DOUBTFUL)).set_unlocked(),
        Hold::Wrong => firm(format.set_background_color(WRONG)).set_unlocked(),
    }
}

/// A cell of a return without a finding.
pub fn plain(column: &Column) -> Format {
    table_cell(column.align, column.bold).set_unlocked()
}

/// Last period's plan.
pub fn last_plan() -> Format {
    table_cell(Align::Left, false).set_background_color(LOCKED).set_font_color(GREY)
}

/// The example row.
pub fn example(column: &Column) -> Format {
    table_cell(column.align, false).set_background_color(LOCKED).set_font_color(GREY).set_italic()
}

/// 提出日, 担当課: the word.
pub fn label() -> Format {
    ruled().set_background_color(LABEL).set_align(FormatAlign::Center).set_text_wrap()
}

/// The value beside the word.
pub fn value(locked: bool) -> Format {
    let format = ruled().set_align(FormatAlign::Left).set_text_wrap();
    if locked { format.set_background_color(LOCKED) } else { format.set_background_color(OPEN).set_unlocked() }
}

/// 提出日: the value.
pub fn day() -> Format {
    value(false).set_num_format("[$-411]ggge\"年\"m\"月\"d\"日\"")
}

/// A remark over the whole width.
pub fn remark() -> Format {
    base().set_align(FormatAlign::Left).set_align(FormatAlign::VerticalCenter).set_text_wrap()
}

/// A paragraph of the guide.
pub fn paragraph() -> Format {
    base().set_font_size(10).set_align(FormatAlign::Top).set_text_wrap()
}

/// The hidden column.
pub fn hidden() -> Format {
    base().set_font_color(GREY)
}

fn ruled() -> Format {
    base().set_border(FormatBorder::Thin).set_border_color(RULE).set_align(FormatAlign::VerticalCenter)
}
