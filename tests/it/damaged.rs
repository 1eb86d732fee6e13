//! Workbooks that Excel or LibreOffice open although something is odd or damaged: what can be read is read, the rest is
//! a finding that names it.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use std::sync::Arc;

use torimatome::model::{Finding, Format, Lang, Unwitnessed, Witness};
use torimatome::source::sniff::{Content, sniff};
use torimatome::source::{Book, Look, Options, RawValue, workbook};

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACK: &str = "http://schemas.openxmlformats.org/package/2006/relationships";

fn zipped(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        archive.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// An xlsx of these sheets (none: its part is missing) with other parts beside them.
fn xlsx(sheets: &[Option<&str>], more: &[(&str, &str)]) -> Vec<u8> {
    let (mut list, mut relations) = (String::new(), String::new());
    for n in 1..=sheets.len() {
        write!(list, "<sheet name=\"表{n}\" sheetId=\"{n}\" r:id=\"r{n}\"/>").unwrap();
        write!(relations, "<Relationship Id=\"r{n}\" Type=\"{RELS}/worksheet\" Target=\"worksheets/sheet{n}.xml\"/>").unwrap();
    }
    let book = format!("<workbook xmlns=\"{MAIN}\" xmlns:r=\"{RELS}\"><sheets>{list}</sheets></workbook>");
    let relations = format!("<Relationships xmlns=\"{PACK}\">{relations}</Relationships>");
    let root = format!(
        "<Relationships xmlns=\"{PACK}\"><Relationship Id=\"r1\" Type=\"{RELS}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
    );
    let mut parts: Vec<(String, String)> =
        vec![("_rels/.rels".into(), root), ("xl/workbook.xml".into(), book), ("xl/_rels/workbook.xml.rels".into(), relations)];
    for (n, rows) in sheets.iter().enumerate() {
        if let Some(rows) = rows {
            let sheet = format!("<worksheet xmlns=\"{MAIN}\"><sheetData>{rows}</sheetData></worksheet>");
            parts.push((format!("xl/worksheets/sheet{}.xml", n + 1), sheet));
        }
    }
    parts.retain(|(name, _)| more.iter().all(|(own, _)| own != name));
    let mut all: Vec<(&str, &str)> = parts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    all.extend(more);
    zipped(&all)
}

fn try_read(bytes: &[u8], format: Format) -> Result<(Book, Vec<Finding>), Finding> {
    workbook::read(bytes, format, &Arc::from("x"), &Options::default())
}

/// The cells of all sheets (`A1 課`), and the findings with their cells and messages.
fn read(bytes: &[u8], format: Format) -> (Vec<String>, Vec<String>) {
    let (book, findings) = try_read(bytes, format).unwrap();
    let cells = book.sheets.iter().flat_map(|sheet| &sheet.cells).map(|cell| format!("{} {}", cell.at, cell.shown)).collect();
    let reported: Vec<String> =
        findings.iter().map(|one| format!("{} {} {}", one.rule.id, one.place, one.message(Lang::Ja))).collect();
    assert!(!reported.iter().any(|text| text.starts_with("readers-disagree")), "{reported:?}");
    (cells, reported)
}

fn formats(codes: &[&str]) -> String {
    let mut styles = format!("<styleSheet xmlns=\"{MAIN}\"><numFmts>");
    for (n, code) in codes.iter().enumerate() {
        write!(styles, "<numFmt numFmtId=\"{}\" formatCode=\"{}\"/>", 170 + n, code.replace('"', "&quot;")).unwrap();
    }
    styles.push_str("</numFmts><cellXfs><xf numFmtId=\"0\"/>");
    for n in 0..codes.len() {
        write!(styles, "<xf numFmtId=\"{}\"/>", 170 + n).unwrap();
    }
    styles + "</cellXfs></styleSheet>"
}

#[test]
fn a_sheet_that_is_missing_or_cut_off_costs_itself_alone() {
    let row = "<row r=\"1\"><c r=\"A1\" t=\"str\"><v>課</v></c></row>";
    let cut = "<worksheet><sheetData><row r=\"1\"><c r=\"B1\"><v>7</v></c></row><row r=\"2\"><c r=\"B2\"><v>8";
    let file = xlsx(&[Some(row), None, None, Some(row)], &[("xl/worksheets/sheet3.xml", cut)]);
    let (cells, reported) = read(&file, Format::Xlsx);
    assert_eq!(cells, ["A1 課", "B1 7", "A1 課"]);
    assert_eq!(reported.len(), 2, "{reported:?}");
    assert!(
        reported[0].starts_with("damaged-part x › 表2 ") && reported[0].contains("本体がファイルの中にありません"),
        "{reported:?}"
    );
    assert!(reported[1].starts_with("damaged-part x › 表3 ") && reported[1].contains("途中で切れています"), "{reported:?}");
    // nothing but damage is a broken file
    assert_eq!(try_read(&xlsx(&[None], &[]), Format::Xlsx).unwrap_err().rule.id, "unreadable-workbook");
}

#[test]
fn damaged_formats_texts_and_remarks_cost_themselves_alone() {
    let row =
        "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" s=\"1\"><v>0.5</v></c><c r=\"C1\" t=\"s\"><v>7</v></c></row>";
    let rels = format!(
        "<Relationships xmlns=\"{PACK}\"><Relationship Id=\"r1\" Type=\"{RELS}/comments\" Target=\"../comments1.xml\"/></Relationships>"
    );
    let more = [
        ("xl/styles.xml", "<styleSheet><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"9\"/></cellXfs><a"),
        ("xl/sharedStrings.xml", "<sst><si><t>課</t></si><si><t>係"),
        ("xl/worksheets/_rels/sheet1.xml.rels", &rels),
        ("xl/comments1.xml", "<comments><commentList><comment ref=\"A1\"><text><t>後で</t></text></comment><comment ref"),
    ];
    let (cells, reported) = read(&xlsx(&[Some(row)], &more), Format::Xlsx);
    assert_eq!(cells, ["A1 課", "B1 50%"]);
    let rules: Vec<&str> = reported.iter().map(|text| text.split_once('（').unwrap().1).collect();
    assert!(rules.iter().any(|text| text.starts_with("書式")), "{reported:?}");
    assert!(rules.iter().any(|text| text.starts_with("共有文字列")), "{reported:?}");
    assert!(rules.iter().any(|text| text.starts_with("コメント")), "{reported:?}");
    assert!(
        reported.iter().any(|text| text.contains("表1!C1") && text.contains("文字列がファイルの中にありません")),
        "{reported:?}"
    );
}

#[test]
fn a_cell_that_names_no_text_is_blank() {
    for blank in ["<v/>", "<v></v>", "<v> </v>", ""] {
        let row = format!("<row r=\"1\"><c r=\"A1\" t=\"s\">{blank}</c><c r=\"B1\"><v>1</v></c></row>");
        assert_eq!(read(&xlsx(&[Some(&row)], &[]), Format::Xlsx), (vec!["B1 1".to_owned()], vec![]), "{blank}");
    }
}

#[test]
fn cells_without_letters_in_their_addresses_are_counted() {
    let row = "<row r=\"2\"><c r=\"0\"><v>1</v></c><c r=\"1\"><v>2</v></c></row><row r=\"3\"><c r=\"!\"><v>3</v></c></row>";
    let (cells, reported) = read(&xlsx(&[Some(row)], &[]), Format::Xlsx);
    assert_eq!(cells, ["A2 1", "B2 2", "A3 3"]);
    assert!(reported.len() == 1 && reported[0].contains("A3"), "{reported:?}");
}

#[test]
fn a_text_that_its_format_hides_is_a_text() {
    let codes =
        ["0;0;0;General", "G/標準;G/標準;G/標準;G/標準", "0;-0;0; ", ";;;", "0;0;0;\"－\"", "_ @_ ", "@\"様\"", "0;0;0;@"];
    let mut row = "<row r=\"1\">".to_owned();
    for n in 1..=codes.len() {
        write!(row, "<c s=\"{n}\" t=\"str\"><v>課</v></c>").unwrap();
    }
    row += "</row><row r=\"2\"><c s=\"3\"><v>5</v></c><c s=\"4\"><v>5</v></c></row>";
    let file = xlsx(&[Some(&row)], &[("xl/styles.xml", &formats(&codes))]);
    let (cells, reported) = read(&file, Format::Xlsx);
    assert_eq!(cells, ["A1 課", "B1 課", "C1 課", "D1 課", "E1 課", "F1 課", "G1 課様", "H1 課", "A2 5", "B2 5"]);
    assert!(reported.is_empty());
    let sheet = &try_read(&file, Format::Xlsx).unwrap().0.sheets[0];
    let unseen: Vec<String> =
        sheet.looks.iter().filter(|(_, look)| *look == Look::Unseen).map(|(at, _)| at.to_string()).collect();
    assert_eq!(unseen, ["C1", "D1", "E1", "B2"]);
}

#[test]
fn long_numbers_keep_their_digits() {
    let codes = ["0.00E+00", "#,##0"];
    let row = "<row r=\"1\"><c><v>5123456789012</v></c><c><v>1000000000000</v></c><c><v>12345678901</v></c>\
               <c s=\"1\"><v>123456789012</v></c><c s=\"1\"><v>150000</v></c><c s=\"2\"><v>123456789012</v></c>\
               <c><v>1234567890123456789</v></c><c><v>-5123456789012</v></c><c><v>1.5</v></c></row>";
    let file = xlsx(&[Some(row)], &[("xl/styles.xml", &formats(&codes))]);
    let shown = [
        "A1 5123456789012",
        "B1 1000000000000",
        "C1 12345678901",
        "D1 123456789012",
        "E1 1.50E+05",
        "F1 123,456,789,012",
        "G1 1234567890123456800",
        "H1 -5123456789012",
        "I1 1.5",
    ];
    assert_eq!(read(&file, Format::Xlsx).0, shown);
    let sheet = &try_read(&file, Format::Xlsx).unwrap().0.sheets[0];
    assert_eq!(sheet.looks[0].1, Look::Shortened("5.12346E+12".into()));
}

#[test]
fn what_the_second_reader_sees_otherwise_is_known() {
    let row = "<row r=\"1\"><c t=\"inlineStr\"><v>課</v></c><c><v>1E400</v></c><c><f>A1</f></c><c t=\"str\"><f>A1</f><v>一_x000D_\n二</v></c>\
               <c t=\"inlineStr\"><is><t> 前後 </t></is></c><c t=\"inlineStr\"><is><r><t>運用 </t></r><r><t>開始</t></r></is></c>\
               <c t=\"e\"><v>#N/A</v></c><c t=\"d\"><v>2025-10-09T00:00:00</v></c><c t=\"b\"><v>1</v></c>\
               <c t=\"inlineStr\"><is><t>担当課</t><rPh sb=\"0\" eb=\"3\"><t>タントウカ</t></rPh></is></c></row>";
    let (book, findings) = try_read(&xlsx(&[Some(row)], &[]), Format::Xlsx).unwrap();
    assert!(findings.is_empty(), "{findings:?}");
    assert_eq!((book.sheets[0].cells.len(), book.sheets[0].witness), (10, Witness::Agreed));
    // an error that it does not know costs it its place, unless cells say where they stand
    let error =
        |first: &str, second: &str| format!("<row r=\"1\"><c{first} t=\"e\"><v>#SPILL!</v></c><c{second}><v>1</v></c></row>");
    let witness = |row: &str| try_read(&xlsx(&[Some(row)], &[]), Format::Xlsx).unwrap().0.sheets[0].witness;
    assert_eq!(witness(&error(" r=\"A1\"", " r=\"B1\"")), Witness::Agreed);
    assert_eq!(witness(&error("", "")), Witness::Unwitnessed(Unwitnessed::NotRead));
    // a sheet that calamine refuses is no finding
    let row = "<row r=\"1\"><c r=\"0\"><v>1</v></c></row>";
    let (book, findings) = try_read(&xlsx(&[Some(row)], &[]), Format::Xlsx).unwrap();
    assert!(findings.is_empty(), "{findings:?}");
    assert_eq!(book.sheets[0].witness, Witness::Unwitnessed(Unwitnessed::NotRead));
}

#[test]
fn pictures_in_cells_are_called_so() {
    let row = "<row r=\"1\"><c r=\"A1\" t=\"e\" vm=\"1\"><v>#VALUE!</v></c><c r=\"B1\" t=\"e\"><v>#VALUE!</v></c>\
               <c r=\"C1\" t=\"str\"><f>_xlfn.DISPIMG(\"ID_1\",1)</f><v>=DISPIMG(\"ID_1\",1)</v></c>\
               <c r=\"D1\" t=\"e\"><f>_xlfn.DISPIMG(\"ID_1\",1)</f><v>#NAME?</v></c>\
               <c r=\"E1\" t=\"str\"><v>=DISPIMG(\"ID_1\",1)</v></c><c r=\"F1\" t=\"e\" vm=\"2\"><v>#SPILL!</v></c></row>";
    let metadata = "<metadata><metadataTypes count=\"1\"><metadataType name=\"XLRICHVALUE\"/></metadataTypes>\
        <futureMetadata name=\"XLRICHVALUE\"><bk><extLst><ext><rvb i=\"1\"/></ext></extLst></bk><bk><extLst><ext><rvb i=\"0\"/></ext></extLst></bk></futureMetadata>\
        <valueMetadata><bk><rc t=\"1\" v=\"0\"/></bk><bk><rc t=\"1\" v=\"1\"/></bk></valueMetadata></metadata>";
    let more = [
        ("xl/metadata.xml", metadata),
        (
            "xl/richData/rdrichvalue.xml",
            "<rvData><rv s=\"0\"><v>8</v></rv><rv s=\"1\"><v>0</v><v>5</v><v>現場の写真</v></rv></rvData>",
        ),
        (
            "xl/richData/rdrichvaluestructure.xml",
            "<rvStructures><s t=\"_error\"><k n=\"errorType\"/></s><s t=\"_localImage\"><k n=\"_rvRel:LocalImageIdentifier\"/><k n=\"CalcOrigin\"/><k n=\"Text\"/></s></rvStructures>",
        ),
    ];
    let file = xlsx(&[Some(row)], &more);
    assert_eq!(read(&file, Format::Xlsx).0, ["A1 現場の写真", "B1 #VALUE!", "C1 画像", "D1 画像", "E1 画像", "F1 #SPILL!"]);
    let sheet = &try_read(&file, Format::Xlsx).unwrap().0.sheets[0];
    let kinds: Vec<bool> = sheet.cells.iter().map(|cell| cell.value == RawValue::Picture).collect();
    assert_eq!(kinds, [true, false, true, true, true, false]);
}

#[test]
fn pictures_in_cells_of_an_xlsb_are_called_so() {
    let original = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/workbook/kinds.xlsb")).unwrap();
    let mut package = zip::ZipArchive::new(Cursor::new(original)).unwrap();
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..package.len() {
        let mut part = package.by_index(index).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut part, &mut bytes).unwrap();
        if name.ends_with("sheet1.bin") {
            // an error in a cell is 9 bytes: column, style and #N/A; what is known of the value stands before it
            let at = bytes.windows(11).position(|record| record[..2] == [3, 9] && record[10] == 0x2a).unwrap();
            bytes[at + 10] = 0x0f;
            bytes.splice(at..at, [50, 4, 1, 0, 0, 0]);
        }
        archive.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(&bytes).unwrap();
    }
    archive.start_file("xl/richData/rdrichvaluestructure.xml", zip::write::SimpleFileOptions::default()).unwrap();
    archive.write_all(b"<rvStructures><s t=\"_localImage\"><k n=\"CalcOrigin\"/></s></rvStructures>").unwrap();
    let (cells, _) = read(&archive.finish().unwrap().into_inner(), Format::Xlsb);
    assert!(cells.contains(&"D2 画像".to_owned()) && cells.contains(&"E2 #SPILL!".to_owned()), "{cells:?}");
}

/// A sheet of the xlwt library, as bytes to be altered.
fn xls() -> Vec<u8> {
    std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/workbook/xlwt.xls")).unwrap()
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap())
}

/// Where the record of this kind begins in a file whose stream lies in one piece.
fn record(bytes: &[u8], kind: u16, length: Option<u16>) -> usize {
    let mark = kind.to_le_bytes();
    (512..bytes.len() - 4)
        .find(|at| bytes[*at..*at + 2] == mark && length.is_none_or(|own| bytes[*at + 2..*at + 4] == own.to_le_bytes()))
        .unwrap()
}

#[test]
fn an_xls_whose_container_is_odd_is_read() {
    let whole = read(&xls(), Format::Xls);
    assert!(whole.0.len() > 600 && whole.1.is_empty());
    // free sectors marked as ends of chains
    let mut file = xls();
    let table = 512 * (u32_at(&file, 76) as usize + 1);
    for at in (table..table + 512).step_by(4) {
        if u32_at(&file, at) == 0xffff_ffff {
            file[at..at + 4].copy_from_slice(&0xffff_fffe_u32.to_le_bytes());
        }
    }
    assert_eq!(read(&file, Format::Xls), whole);
    // a root stream of any length
    let mut file = xls();
    let directory = 512 * (u32_at(&file, 48) as usize + 1);
    file[directory + 120..directory + 124].copy_from_slice(&1234_u32.to_le_bytes());
    assert_eq!(read(&file, Format::Xls), whole);
    // a table of shared texts that says it has none
    let mut file = xls();
    let texts = record(&file, 0x00fc, None);
    file[texts + 4..texts + 12].fill(0);
    assert_eq!(read(&file, Format::Xls), whole);
}

#[test]
fn a_sheet_of_an_xls_may_begin_behind_its_first_record() {
    let whole = read(&xls(), Format::Xls);
    let mut file = xls();
    let listed = record(&file, 0x0085, None) + 4;
    let begin = u32_at(&file, listed) + 20;
    file[listed..listed + 4].copy_from_slice(&begin.to_le_bytes());
    assert_eq!(read(&file, Format::Xls), whole);
    // anywhere else is damage, and the other sheet is read
    file[listed..listed + 4].copy_from_slice(&(begin + 3).to_le_bytes());
    let (cells, reported) = read(&file, Format::Xls);
    assert_eq!(cells, ["A1 1"]);
    assert!(reported.len() == 1 && reported[0].starts_with("damaged-part x › 進捗 "), "{reported:?}");
}

const ODS: &str = "application/vnd.oasis.opendocument.spreadsheet";

fn ods(mimetype: bool, manifest: &str, tables: &str) -> Vec<u8> {
    let content = format!(
        "<office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
         xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" \
         xmlns:draw=\"urn:oasis:names:tc:opendocument:xmlns:drawing:1.0\"><office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    );
    let manifest = format!(
        "<manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\">\
         <manifest:file-entry manifest:full-path=\"/\" manifest:media-type=\"{ODS}\"/>{manifest}</manifest:manifest>"
    );
    let mut parts = vec![("content.xml", content.as_str()), ("META-INF/manifest.xml", manifest.as_str())];
    if mimetype {
        parts.insert(0, ("mimetype", ODS));
    }
    zipped(&parts)
}

#[test]
fn an_ods_is_what_its_own_sheets_hold() {
    let cell = |text: &str| format!("<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>");
    let table = |name: &str, cell: &str| {
        format!("<table:table table:name=\"{name}\"><table:table-row>{cell}</table:table-row></table:table>")
    };
    let measure = "<table:table-cell><draw:measure><text:p><text:measure text:kind=\"value\">79,99</text:measure></text:p></draw:measure></table:table-cell>";
    let tables =
        [table("進捗", &format!("{}{measure}", cell("課"))), table("&apos;file:///C:/a.ods&apos;#Sheet1", &cell("写し"))]
            .concat();
    let locked =
        "<manifest:file-entry manifest:full-path=\"Basic/Module1.xml\"><manifest:encryption-data/></manifest:file-entry>";
    let file = ods(true, locked, &tables);
    assert_eq!(read(&file, Format::Ods), (vec!["A1 課".to_owned()], vec![]));
    // the document itself
    let locked = "<manifest:file-entry manifest:full-path=\"content.xml\"><manifest:encryption-data/></manifest:file-entry>";
    assert_eq!(try_read(&ods(true, locked, &tables), Format::Ods).unwrap_err().rule.id, "encrypted");
    // without a word at its beginning
    assert_eq!(sniff(&ods(false, "", &tables), "ods"), Content::Workbook(Format::Ods));
    // cut off: what stands before is read
    let (cells, reported) =
        read(&ods(true, "", &format!("{}<table:table table:name=\"二\"><table:table-row>{}", tables, cell("係"))), Format::Ods);
    assert_eq!(cells[0], "A1 課");
    assert!(reported.len() == 1 && reported[0].starts_with("damaged-part"), "{reported:?}");
}

#[test]
fn a_list_of_content_types_may_name_what_is_not_there() {
    let types = "<Types><Default Extension=\"bin\" ContentType=\"application/vnd.ms-excel.sheet.binary.macroEnabled.main\"/>\
                 <Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/></Types>";
    let file = xlsx(&[Some("")], &[("[Content_Types].xml", types)]);
    assert_eq!(sniff(&file, "xlsx"), Content::Workbook(Format::Xlsx));
    let types =
        "<Types><Default Extension=\"bin\" ContentType=\"application/vnd.ms-excel.sheet.binary.macroEnabled.main\"/></Types>";
    let file = zipped(&[("[Content_Types].xml", types), ("xl/workbook.bin", "")]);
    assert_eq!(sniff(&file, "xlsb"), Content::Workbook(Format::Xlsb));
}

#[test]
fn check_boxes_that_are_drawn_are_called_so() {
    let kinds = |book: &Book| {
        let all = book.sheets[0].objects.iter();
        all.map(|one| format!("{} {:?} {}", one.at.map(|at| at.to_string()).unwrap_or_default(), one.kind, one.text))
            .collect::<Vec<_>>()
    };
    let rels = format!(
        "<Relationships xmlns=\"{PACK}\"><Relationship Id=\"r1\" Type=\"{RELS}/vmlDrawing\" Target=\"../drawings/vml1.vml\"/></Relationships>"
    );
    let shape = |kind: &str, label: &str, more: &str| {
        format!(
            "<v:shape id=\"a\"><v:textbox><div><font>{label}</font></div></v:textbox><x:ClientData ObjectType=\"{kind}\">\
             <x:Anchor>\n 2, 15, 4, 2, 3, 31, 5, 8</x:Anchor>{more}</x:ClientData></v:shape>"
        )
    };
    let vml = [
        shape("Checkbox", "実施済み", "<x:Checked>1</x:Checked>"),
        shape("Checkbox", "未実施", ""),
        shape("Note", "メモ", "<x:Row>1</x:Row>"),
    ];
    let vml = format!("<xml xmlns:v=\"v\" xmlns:x=\"x\">{}</xml>", vml.concat());
    let more = [("xl/worksheets/_rels/sheet1.xml.rels", rels.as_str()), ("xl/drawings/vml1.vml", &vml)];
    let (book, findings) = try_read(&xlsx(&[Some("<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>")], &more), Format::Xlsx).unwrap();
    assert_eq!(kinds(&book), ["C5 CheckBox { checked: true } 実施済み", "C5 CheckBox { checked: false } 未実施"]);
    assert!(findings.is_empty());
    let table = "<table:table table:name=\"表\"><office:forms xmlns:form=\"f\"><form:form><form:checkbox form:id=\"c1\" form:label=\"済\" form:current-state=\"checked\"/></form:form></office:forms>\
                 <table:table-row><table:table-cell><draw:control draw:control=\"c1\"/></table:table-cell></table:table-row></table:table>";
    let (book, _) = try_read(&ods(true, "", table), Format::Ods).unwrap();
    assert_eq!(kinds(&book), ["A1 CheckBox { checked: true } 済"]);
}

#[test]
fn a_cell_of_ods_whose_type_or_time_is_odd_is_read_and_witnessed() {
    let cell =
        |attributes: &str, text: &str| format!("<table:table-cell {attributes}><text:p>{text}</text:p></table:table-cell>");
    let row = [
        cell("office:value-type=\"string\"", "課"),
        cell("office:value-type=\"unknown\"", "未知"),
        cell("office:value-type=\"time\" office:time-value=\"09:55:33\"", "09:55:33"),
    ];
    let table = format!("<table:table table:name=\"表\"><table:table-row>{}</table:table-row></table:table>", row.concat());
    let (book, findings) = try_read(&ods(true, "", &table), Format::Ods).unwrap();
    let shown: Vec<&str> = book.sheets[0].cells.iter().map(|cell| cell.shown.as_str()).collect();
    assert_eq!(shown, ["課", "未知", "09:55:33"]);
    assert_eq!(book.sheets[0].witness, Witness::Agreed);
    assert!(findings.is_empty(), "{findings:?}");
}

#[test]
fn fields_and_formats_of_ods_are_text() {
    let row = concat!(
        "<table:table-cell office:value-type=\"string\"><text:p>更新日：<text:date text:date-value=\"2025-10-03\">2025/10/03</text:date></text:p></table:table-cell>",
        "<table:table-cell office:value-type=\"string\" office:string-value=\"総務課\"><text:p>総務課長</text:p></table:table-cell>",
        "<table:table-cell office:value-type=\"string\"><office:annotation><dc:creator>佐藤</dc:creator><dc:date>2025-10-03</dc:date><text:p>要確認</text:p></office:annotation><text:p>課</text:p></table:table-cell>",
    );
    let table = format!("<table:table table:name=\"表\"><table:table-row>{row}</table:table-row></table:table>");
    let (book, findings) = try_read(&ods(true, "", &table), Format::Ods).unwrap();
    let shown: Vec<&str> = book.sheets[0].cells.iter().map(|cell| cell.shown.as_str()).collect();
    assert_eq!(shown, ["更新日：2025/10/03", "総務課長", "課"]);
    assert_eq!(book.sheets[0].comments[0].text, "要確認");
    assert_eq!(book.sheets[0].witness, Witness::Agreed);
    assert!(findings.is_empty(), "{findings:?}");
}

#[test]
fn a_named_dtd_is_passed_over_and_one_with_declarations_is_refused() {
    let declared = |doctype: &str| {
        let sheet = "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>課</t></is></c></row>";
        let book = xlsx(&[Some(sheet)], &[]);
        let mut archive = zip::ZipArchive::new(Cursor::new(book)).unwrap();
        let mut parts = Vec::new();
        for at in 0..archive.len() {
            let mut part = archive.by_index(at).unwrap();
            let (name, mut text) = (part.name().unwrap().into_owned(), String::new());
            std::io::Read::read_to_string(&mut part, &mut text).unwrap();
            if name.contains("worksheets/sheet1") {
                let root = text.find("<worksheet").unwrap();
                text.insert_str(root, doctype);
            }
            parts.push((name, text));
        }
        let parts: Vec<(&str, &str)> = parts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        try_read(&zipped(&parts), Format::Xlsx)
    };
    let (book, _) = declared("<!DOCTYPE worksheet PUBLIC \"-//A//B\" \"office.dtd\">").unwrap();
    assert_eq!(book.sheets[0].cells[0].shown, "課");
    let refused = declared("<!DOCTYPE worksheet [<!ENTITY a \"b\">]>");
    assert!(refused.is_err() || refused.is_ok_and(|(book, findings)| book.sheets[0].cells.is_empty() && !findings.is_empty()));
}
