//! The XMP packet: what the file tells archives (PDF/A-2a) and screen readers (PDF/UA-1) about itself.

use jiff::civil;
use xmp_writer::pdfa::PdfUAIdDescriptionMode;
use xmp_writer::{DateTime, LangId, Timezone, XmpWriter};

/// A document's metadata.
pub(crate) struct About<'a> {
    pub title: &'a str,
    pub author: &'a str,
    pub subject: &'a str,
    pub tool: &'a str,
    pub producer: &'a str,
    /// In Japan's time.
    pub issued: civil::DateTime,
}

/// The packet's text.
pub(super) fn packet(about: &About<'_>) -> String {
    let [title, author, subject, tool, producer] =
        [about.title, about.author, about.subject, about.tool, about.producer].map(one_line);
    let issued = date_time(about.issued);
    let mut xmp = XmpWriter::new();
    xmp.format("application/pdf");
    xmp.title([(None, title.as_str())]);
    xmp.creator([author.as_str()]);
    xmp.description([(None, subject.as_str())]);
    xmp.language([LangId("ja-JP")]);
    xmp.creator_tool(&tool);
    xmp.create_date(issued).modify_date(issued).metadata_date(issued);
    xmp.producer(&producer);
    xmp.pdfa_part(2).pdfa_conformance("A");
    xmp.pdfua_part(1);
    // PDF/A demands a description of every schema that is not its own
    xmp.extension_schemas().pdfua_id().properties().describe_all(PdfUAIdDescriptionMode::UA1);
    xmp.finish(None)
}

/// Nine hours before UTC, as in the information dictionary.
const JAPAN: Timezone = Timezone::Local { hour: 9, minute: 0 };

fn date_time(at: civil::DateTime) -> DateTime {
    let [month, day, hour, minute, second] = [at.month(), at.day(), at.hour(), at.minute(), at.second()].map(i8::unsigned_abs);
    DateTime::new(at.year().unsigned_abs(), month, day, hour, minute, second, JAPAN)
}

/// xmp-writer escapes markup, but passes on characters that XML does not allow.
fn one_line(text: &str) -> String {
    text.chars()
        .filter_map(|c| match c {
            '\t' | '\n' | '\r' => Some(' '),
            '\u{fffe}' | '\u{ffff}' => None,
            c => (!c.is_control()).then_some(c),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_in_a_title_stays_text() {
        let packet = packet(&About {
            title: "<A&B>\u{1}",
            author: "",
            subject: "",
            tool: "t",
            producer: "p",
            issued: civil::DateTime::constant(2025, 10, 31, 9, 0, 0, 0),
        });
        assert!(packet.contains("&lt;A&amp;B&gt;</rdf:li>"));
        assert!(packet.contains("<xmp:CreateDate>2025-10-31T09:00:00+09:00</xmp:CreateDate>"));
    }
}
