//! The chart of 集計: stages stacked by direction, told apart by pattern and outline, not by colour alone.

use rust_xlsxwriter::{
    Chart, ChartDataLabel, ChartFont, ChartFormat, ChartLegendPosition, ChartLine, ChartPatternFill, ChartPatternFillType,
    ChartSolidFill, ChartType, Color, Worksheet, XlsxError,
};

use crate::report::workbook::style::FONT;

/// Where a block of figures stands.
#[derive(Debug, Clone, Copy)]
pub struct Block {
    /// Row of its headings.
    pub heading: u32,
    /// Its first row of figures.
    pub first: u32,
    /// Its last row of figures, before the total.
    pub last: u32,
    /// Columns of figures, from 1.
    pub columns: u16,
}

/// Height of a row left at its default, in pixels.
const ROW: u32 = 18;

const DARK: Color = Color::RGB(0x2F_4A_66);
const WHITE: Color = Color::RGB(0xFF_FF_FF);

/// Puts the chart at `row`; returns how many rows it covers.
pub fn insert(sheet: &mut Worksheet, name: &str, block: Block, row: u32, page_width: f64) -> Result<u32, XlsxError> {
    let mut chart = Chart::new(ChartType::BarStacked);
    let font = |size: f64| {
        let mut font = ChartFont::new();
        font.set_name(FONT).set_size(size);
        font
    };
    for (n, line) in (block.first..=block.last).enumerate() {
        let mut label = ChartDataLabel::new();
        let mut label_font = font(9.0);
        label_font.set_bold();
        if is_dark(n) {
            label_font.set_color(WHITE);
        }
        // a nought would only be in the way
        label.show_value().set_num_format("0;;").set_font(&label_font);
        if is_patterned(n) {
            let mut box_fill = ChartSolidFill::new();
            box_fill.set_color(WHITE);
            let mut ground = ChartFormat::new();
            ground.set_solid_fill(&box_fill);
            label.set_format(&mut ground);
        }
        chart
            .add_series()
            .set_name((name, line, 0))
            .set_categories((name, block.heading, 1, block.heading, block.columns))
            .set_values((name, line, 1, line, block.columns))
            .set_format(&mut fill(n))
            .set_data_label(&label)
            .set_gap(60);
    }
    let mut title_font = font(10.5);
    title_font.set_bold();
    chart.title().set_name("方向別にみた取組の段階（取組数）").set_font(&title_font);
    // bars run from the top like the table; their figures stand in them, so an axis of figures says nothing more
    chart.y_axis().set_reverse().set_font(&font(9.0));
    chart.x_axis().set_hidden(true).set_major_gridlines(false).set_min(0.0);
    chart.legend().set_position(ChartLegendPosition::Bottom).set_font(&font(9.0));
    chart.set_alt_text("方向ごとに、取組がどの段階にあるかを積み上げた横棒グラフ。数値は上の表と同じ。");
    let height = (u32::from(block.columns) * 44 + 130).clamp(200, 620);
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a paper's width")]
    chart.set_width((page_width * 0.9) as u32).set_height(height);
    sheet.insert_chart_with_offset(row, 0, &chart, 4, 4)?;
    Ok((height + 8).div_ceil(ROW))
}

fn is_dark(n: usize) -> bool {
    n % 7 == 4
}

fn is_patterned(n: usize) -> bool {
    matches!(n % 7, 1 | 3 | 5)
}

/// From white over hatchings to dark, each with an outline.
fn fill(n: usize) -> ChartFormat {
    let mut format = ChartFormat::new();
    let mut line = ChartLine::new();
    line.set_color(DARK).set_width(0.75);
    format.set_border(&line);
    let pattern = match n % 7 {
        0 => return solid(format, WHITE),
        1 => ChartPatternFillType::DiagonalStripesWideUpwards,
        2 => return solid(format, Color::RGB(0xC9_D6_E3)),
        3 => ChartPatternFillType::HorizontalStripesNarrow,
        4 => return solid(format, DARK),
        5 => ChartPatternFillType::Dotted20Percent,
        _ => return solid(format, Color::RGB(0x8F_A5_BB)),
    };
    let mut fill = ChartPatternFill::new();
    fill.set_pattern(pattern).set_foreground_color(DARK).set_background_color(WHITE);
    format.set_pattern_fill(&fill);
    format
}

fn solid(mut format: ChartFormat, color: Color) -> ChartFormat {
    let mut fill = ChartSolidFill::new();
    fill.set_color(color);
    format.set_solid_fill(&fill);
    format
}
