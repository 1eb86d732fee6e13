//! A letter as a Word document.

use std::io::Cursor;

use docx_rs::{AlignmentType, Docx, LineSpacing, PageMargin, Paragraph, Run, RunFonts};
use jiff::civil::DateTime;

use crate::report::handouts::letters::template::{Side, lines};

/// A4 and its margins, in twentieths of a point.
const PAGE: (u32, u32) = (11_906, 16_838);
const MARGIN: i32 = 1_418;
/// Size of the text in half points.
const SIZE: usize = 22;
const FONT: &str = "BIZ UD明朝 Medium";

/// The document of a filled letter.
///
/// # Errors
/// What packing it says.
pub fn docx(text: &str, issued: DateTime) -> std::io::Result<Vec<u8>> {
    let made = issued.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    let margin = PageMargin::new().top(MARGIN).bottom(MARGIN).left(MARGIN).right(MARGIN);
    let fonts = RunFonts::new().east_asia(FONT).ascii(FONT).hi_ansi(FONT);
    let mut document = Docx::new()
        .page_size(PAGE.0, PAGE.1)
        .page_margin(margin)
        .default_fonts(fonts)
        .default_size(SIZE)
        .default_line_spacing(LineSpacing::new().line(360))
        .created_at(&made)
        .updated_at(&made);
    for (index, (side, line)) in lines(text).enumerate() {
        let alignment = match side {
            Side::Left => AlignmentType::Left,
            Side::Center => AlignmentType::Center,
            Side::Right => AlignmentType::Right,
        };
        let plain: String = line.chars().filter(|c| !c.is_control()).collect();
        let paragraph = Paragraph::new().id(format!("{:08x}", index + 1)).align(alignment);
        document = document.add_paragraph(paragraph.add_run(Run::new().add_text(plain)));
    }
    let mut out = Cursor::new(Vec::new());
    document.pack(&mut out).map_err(std::io::Error::other)?;
    Ok(out.into_inner())
}
