//! A letter as a Word document.

use std::io::{self, Cursor};

use docx_rs::{AlignmentType, Docx, LineSpacing, PageMargin, Paragraph, Run, RunFonts};

use crate::report::handouts::letters::template::{Side, lines};
use crate::report::package::Package;

/// A font of Windows.
const FONT: &str = "BIZ UDMincho Medium";
/// Eleven points, in halves.
const SIZE: usize = 22;
/// A4, in twentieths of a point.
const PAPER: (u32, u32) = (11906, 16838);
/// 25 mm, in twentieths of a point.
const MARGIN: i32 = 1418;

/// The document of a letter.
///
/// # Errors
/// Errors of packing.
pub fn docx(text: &str) -> io::Result<Vec<u8>> {
    let margin = PageMargin::new().top(MARGIN).right(MARGIN).bottom(MARGIN).left(MARGIN).header(851).footer(851).gutter(0);
    let fonts = RunFonts::new().ascii(FONT).hi_ansi(FONT).east_asia(FONT);
    let mut document = Docx::new().page_size(PAPER.0, PAPER.1).page_margin(margin).default_fonts(fonts).default_size(SIZE);
    for (index, (side, line)) in lines(text).enumerate() {
        let side = match side {
            Side::Left => AlignmentType::Left,
            Side::Center => AlignmentType::Center,
            Side::Right => AlignmentType::Right,
        };
        let line: String = line.chars().filter(|c| !c.is_control()).collect();
        // a fixed id: the crate's own ids count per process
        let paragraph = Paragraph::new().id(format!("{:08x}", index + 1)).align(side).line_spacing(LineSpacing::new().line(360));
        document = document.add_paragraph(paragraph.add_run(Run::new().add_text(line)));
    }
    let mut bytes = Cursor::new(Vec::new());
    document.pack(Package(&mut bytes)).map_err(io::Error::other)?;
    Ok(bytes.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_letter_is_the_same_document() {
        let text = "[右]令和8年3月2日\n\n[中央]取組状況 <調査> について\n　本文\u{1}です。";
        let first = docx(text).unwrap();
        assert_eq!(first, docx(text).unwrap());
        let mut package = zip::ZipArchive::new(Cursor::new(first)).unwrap();
        let mut xml = String::new();
        io::Read::read_to_string(&mut package.by_name("word/document.xml").unwrap(), &mut xml).unwrap();
        assert!(xml.contains("取組状況 &lt;調査&gt; について") && xml.contains("　本文です。"), "{xml}");
        assert!(xml.contains(r#"w:val="center""#) && xml.contains(r#"w:val="right""#), "{xml}");
    }
}
