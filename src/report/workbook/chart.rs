//! Charts of stacked figures, distinguished by darkness, pattern and outline, not by colour.

use rust_xlsxwriter::{
    Chart, ChartDataLabel, ChartFont, ChartFormat, ChartLegendPosition, ChartLine, ChartPatternFill, ChartPatternFillType,
    ChartSolidFill, ChartType, Color, Worksheet, XlsxError,
};

use crate::report::workbook::style::FONT;

/// The position of a block of figures.
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

/// A chart.
#[derive(Debug, Clone, Copy)]
pub struct About {
    /// Its title.
    pub title: &'static str,
    /// Its alternative text.
    pub alt: &'static str,
    /// Vertical columns, for time; else horizontal bars, like the rows of a table.
    pub upright: bool,
}

/// The position of a chart: its first cell and its size in pixels.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    /// Row of the upper left corner.
    pub row: u32,
    /// Column of the upper left corner.
    pub col: u16,
    /// Width.
    pub width: u32,
    /// Height.
    pub height: u32,
}

/// How many rows a chart of this height in pixels covers.
pub const fn rows(height: u32) -> u32 {
    (height + 8).div_ceil(ROW)
}

/// Puts a chart beside or below its table. The first `steps` rows are steps of a ladder, darker for later ones.
pub fn insert(
    sheet: &mut Worksheet,
    name: &str,
    (block, steps): (Block, usize),
    about: About,
    place: Place,
) -> Result<(), XlsxError> {
    let mut chart = Chart::new(if about.upright { ChartType::ColumnStacked } else { ChartType::BarStacked });
    let font = |size: f64| {
        let mut font = ChartFont::new();
        font.set_name(FONT).set_size(size);
        font
    };
    for (n, line) in (block.first..=block.last).enumerate() {
        let mut label = ChartDataLabel::new();
        let mut label_font = font(9.0);
        label_font.set_bold();
        if is_dark(n, steps) {
            label_font.set_color(WHITE);
        }
        // zeros are not shown
        label.show_value().set_num_format("0;;").set_font(&label_font);
        if n >= steps {
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
            .set_format(&mut fill(n, steps))
            .set_data_label(&label)
            .set_gap(60);
    }
    let mut title_font = font(10.5);
    title_font.set_bold();
    chart.title().set_name(about.title).set_font(&title_font);
    // the bars are labelled, so a value axis adds nothing
    if about.upright {
        chart.x_axis().set_font(&font(9.0));
        chart.y_axis().set_hidden(true).set_major_gridlines(false).set_min(0.0);
    } else {
        // bars in the order of the table's rows
        chart.y_axis().set_reverse().set_font(&font(9.0));
        chart.x_axis().set_hidden(true).set_major_gridlines(false).set_min(0.0);
    }
    chart.legend().set_position(ChartLegendPosition::Bottom).set_font(&font(9.0));
    chart.set_alt_text(about.alt);
    chart.set_width(place.width).set_height(place.height);
    sheet.insert_chart_with_offset(place.row, place.col, &chart, 4, 4)?;
    Ok(())
}

/// The grey level of a step, of 255.
fn darkness(n: usize, steps: usize) -> usize {
    n * 255 / steps.saturating_sub(1).max(1)
}

fn is_dark(n: usize, steps: usize) -> bool {
    n < steps && darkness(n, steps) > 140
}

/// From white to dark, with outlines; series that are no steps are hatched or dotted.
fn fill(n: usize, steps: usize) -> ChartFormat {
    let mut format = ChartFormat::new();
    let mut line = ChartLine::new();
    line.set_color(DARK).set_width(0.75);
    format.set_border(&line);
    if n < steps {
        let dark = darkness(n, steps);
        let mix = |light: usize, full: usize| u32::try_from(light - (light - full) * dark / 255).unwrap_or_default();
        let color = mix(0xFF, 0x2F) << 16 | mix(0xFF, 0x4A) << 8 | mix(0xFF, 0x66);
        let mut fill = ChartSolidFill::new();
        fill.set_color(Color::RGB(color));
        format.set_solid_fill(&fill);
        return format;
    }
    let pattern = match (n - steps) % 2 {
        0 => ChartPatternFillType::Dotted20Percent,
        _ => ChartPatternFillType::DiagonalStripesWideUpwards,
    };
    let mut fill = ChartPatternFill::new();
    fill.set_pattern(pattern).set_foreground_color(DARK).set_background_color(WHITE);
    format.set_pattern_fill(&fill);
    format
}
