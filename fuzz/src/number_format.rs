//! A number under a number format: the first line is the number, the rest the format.

use super::{pack, read_workbook};
use torimatome::model::Format;

const RELATIONS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">"#;
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const MAIN: &str = r#"xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main""#;

/// One execution.
pub fn run(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let Some((number, format)) = text.split_once('\n') else { return };
    let (number, format) = (escaped(number), escaped(format));
    let parts = [
        (
            "_rels/.rels",
            format!(
                r#"{RELATIONS}<Relationship Id="a" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                r#"{RELATIONS}<Relationship Id="a" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="b" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>"#
            ),
        ),
        (
            "xl/workbook.xml",
            format!(r#"<workbook {MAIN} xmlns:r="{OFFICE}"><sheets><sheet name="a" sheetId="1" r:id="a"/></sheets></workbook>"#),
        ),
        (
            "xl/styles.xml",
            format!(
                r#"<styleSheet {MAIN}><numFmts count="1"><numFmt numFmtId="200" formatCode="{format}"/></numFmts><cellXfs count="1"><xf numFmtId="200"/></cellXfs></styleSheet>"#
            ),
        ),
        (
            "xl/worksheets/sheet1.xml",
            format!(
                r#"<worksheet {MAIN}><sheetData><row r="1"><c r="A1" s="0"><v>{number}</v></c></row></sheetData></worksheet>"#
            ),
        ),
    ];
    let parts: Vec<(&str, &[u8])> = parts.iter().map(|(name, content)| (*name, content.as_bytes())).collect();
    if let Some(packed) = pack(&parts) {
        read_workbook(&packed, Format::Xlsx);
    }
}

fn escaped(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_control() || *c == '\n')
        .flat_map(|c| match c {
            '&' => "&amp;".chars().collect::<Vec<_>>(),
            '<' => "&lt;".chars().collect(),
            '"' => "&quot;".chars().collect(),
            c => vec![c],
        })
        .collect()
}
