//! xls: Excel 95 (BIFF5) to Excel 2003 (BIFF8).
//!
//! calamine makes a dense table of every sheet from bounds that the file claims, and knows neither hidden rows nor
//! remarks; the records are read here.

mod codepage;
mod record;
mod sheet;
mod text;

use self::codepage::CodePage;
use self::record::{Record, Records};
use super::budget::Budget;
use super::builder::Builder;
use super::bytes::Bytes;
use super::compound::{COMPOUND, Compound};
use super::damage::{Damage, part};
use super::drawn::{BLACK, Palette, WHITE, indexed};
use super::fault::Fault;
use super::found::Found;
use super::shown::Epoch;
use super::strings::Strings;
use super::styles::Styles;
use crate::model::Texts;
use crate::model::Visibility;

/// What a workbook says about itself before its sheets.
struct Globals {
    /// BIFF8 rather than BIFF5.
    unicode: bool,
    code_page: CodePage,
    /// Numbers of code pages that nobody here can read.
    unknown_page: Option<u16>,
    styles: Styles,
    strings: Strings,
    sheets: Vec<Listed>,
    /// Is there a summary beside it? Excel and LibreOffice always write one.
    described: bool,
}

/// A sheet as the workbook lists it.
struct Listed {
    name: String,
    visibility: Visibility,
    offset: usize,
    /// Has cells: no chart, no module.
    cells: bool,
}

/// More sheets than any workbook has.
const MAX_SHEETS: usize = 10_000;

/// Reads all sheets; one that is damaged costs itself alone.
pub(super) fn read(bytes: &[u8], budget: &Budget<'_>) -> Result<Found, Fault> {
    let (stream, described) = stream(bytes)?;
    let mut globals = globals(&stream, budget)?;
    globals.described = described;
    let mut found = Found { epoch: globals.styles.epoch, ..Found::default() };
    if globals.unknown_page.is_some() && !globals.unicode {
        let detail =
            Texts::new("文字コードの番号が分からないため、CP932 として読みました", "its code page is not known; taken for CP932");
        Damage::note(&mut found.damage, None, None, part::TEXTS, detail);
    }
    for listed in &globals.sheets {
        let mut builder = Builder::new(budget, listed.name.clone(), listed.visibility);
        if listed.cells {
            let read = match Records::from(&stream, listed.offset) {
                Some(records) => sheet::read(records, &mut builder, &globals, budget),
                None => Err(Fault::broken("位置が正しくありません", "it has a wrong position")),
            };
            builder.end_of(part::SHEET, read)?;
        }
        found.add(builder)?;
    }
    found.unless_nothing()
}

/// The stream of records inside the compound file, and whether a summary stands beside it.
fn stream(bytes: &[u8]) -> Result<(Vec<u8>, bool), Fault> {
    if !bytes.starts_with(&COMPOUND) {
        return match bytes.u16_at(0) {
            // records without a container: BIFF5 may come so
            Some(0x0809) => Ok((bytes.to_vec(), false)),
            Some(0x0009 | 0x0209 | 0x0409) => Err(Fault::broken(
                "Excel 4.0以前の形式です。Excelで開いて保存し直す必要があります",
                "Excel 4.0 or older; open it in Excel and save it again",
            )),
            _ => Err(Fault::broken("Excel 97-2003形式の構造ではありません", "its structure is not that of Excel 97-2003")),
        };
    }
    let file = Compound::open(bytes).ok_or(Fault::broken(
        "ファイルの入れ物（複合ドキュメント）が壊れています",
        "its container (compound document) is broken",
    ))?;
    let names = file.names();
    let named = |wanted: &str| names.iter().find(|n| n.eq_ignore_ascii_case(wanted));
    let content = ["Workbook", "Book"].into_iter().find_map(|name| file.stream(name));
    let Some((content, _)) = content else {
        return Err(match names.iter().find(|n| matches!(**n, "WordDocument" | "PowerPoint Document")).copied() {
            Some("WordDocument") => Fault::Foreign(Texts::new("Word文書", "Word document")),
            Some(_) => Fault::Foreign(Texts::new("PowerPoint文書", "PowerPoint slides")),
            None => Fault::broken("ブックの本体（Workbook）がありません", "the workbook itself (Workbook) is missing"),
        });
    };
    if content.is_empty() {
        return Err(Fault::broken("ブックの本体が読めません", "the workbook itself cannot be read"));
    }
    // a file that was cut off may still hold whole sheets
    Ok((content, named("\u{5}SummaryInformation").is_some()))
}

fn globals(stream: &[u8], budget: &Budget<'_>) -> Result<Globals, Fault> {
    let mut records = Records::from(stream, 0).ok_or(Fault::broken("ブックの本体が空です", "the workbook itself is empty"))?;
    let first = records
        .next()
        .filter(|r| r.kind == 0x0809)
        .ok_or(Fault::broken("ブックの先頭が正しくありません", "the workbook begins wrongly"))?;
    let unicode = match first.data.u16_at(0) {
        Some(0x0600) => true,
        Some(0x0500) => false,
        _ => return Err(Fault::broken("Excelの版が分かりません", "the version of Excel is not known")),
    };
    // without a code page the file was made for the machine it comes from, and that is a Japanese one
    let mut globals = Globals {
        unicode,
        code_page: CodePage::Known(encoding_rs::SHIFT_JIS),
        unknown_page: None,
        styles: Styles::new(),
        strings: Strings::default(),
        sheets: Vec::new(),
        described: false,
    };
    if first.data.u16_at(2) == Some(0x0010) {
        // one sheet and nothing around it
        globals.sheets.push(Listed { name: String::new(), visibility: Visibility::Visible, offset: 0, cells: true });
        return Ok(globals);
    }
    let (mut formats, mut palette) = (Vec::new(), Palette::default());
    let mut cut_off = true;
    while let Some(record) = records.next() {
        budget.tick()?;
        match record.kind {
            0x002f => return Err(Fault::Encrypted),
            0x0042 => {
                // BIFF8 says UTF-16, and its texts are that anyway
                if let Some(number) = record.data.u16_at(0).filter(|number| *number != 1200) {
                    match CodePage::of(number) {
                        Some(page) => globals.code_page = page,
                        None => globals.unknown_page = Some(number),
                    }
                }
            }
            0x0022 if record.data.u16_at(0) == Some(1) => globals.styles.epoch = Epoch::Since1904,
            0x041e => {
                if let Some(id) = record.data.u16_at(0) {
                    let code = text::format_code(&record, &globals);
                    globals.styles.declare(u32::from(id), &code);
                }
            }
            0x0031 => {
                let colour = record.data.u16_at(4).map_or(Some(BLACK), |number| indexed(u32::from(number)));
                palette.font(record.data.u16_at(2).is_some_and(|flags| flags & 8 != 0), colour);
            }
            0x00e0 => formats.push(format(record.data, unicode)),
            0x0085 if globals.sheets.len() < MAX_SHEETS => {
                if let Some(listed) = listed(&record, &globals) {
                    globals.sheets.push(listed);
                }
            }
            0x00fc => globals.strings = text::shared_strings(record, &mut records, budget, &palette)?,
            0x000a => {
                cut_off = false;
                break;
            }
            _ => {}
        }
    }
    if cut_off && globals.sheets.is_empty() {
        return Err(Fault::broken("ブックが途中で切れています", "the workbook is cut off"));
    }
    for (id, font, ground, fill) in formats {
        globals.styles.push(u32::from(id), palette.on(font, ground, fill));
    }
    Ok(globals)
}

/// A cell format: its number format, its font, the colour of its ground and a number for that.
fn format(data: &[u8], unicode: bool) -> (u16, usize, Option<u32>, u32) {
    let (pattern, colour) = if unicode {
        (data.u32_at(14).map_or(0, |bits| bits >> 26), data.u16_at(18).unwrap_or(0))
    } else {
        (data.u32_at(8).map_or(0, |bits| bits >> 16 & 0x3f), data.u16_at(8).unwrap_or(0))
    };
    let ground = match pattern {
        0 => Some(WHITE),
        1 => indexed(u32::from(colour & 0x7f)),
        _ => None,
    };
    let fill = if ground == Some(WHITE) { 0 } else { 1 + (pattern << 8 | u32::from(colour & 0x7f)) };
    (data.u16_at(2).unwrap_or(0), font(data.u16_at(0).unwrap_or(0)), ground, fill)
}

/// The place of a font: there is no fifth one.
fn font(number: u16) -> usize {
    usize::from(if number > 4 { number - 1 } else { number })
}

fn listed(record: &Record<'_>, globals: &Globals) -> Option<Listed> {
    let data = record.data;
    let kind = data.u8_at(5)?;
    Some(Listed {
        name: text::short(data.get(6..)?, globals),
        visibility: match data.u8_at(4)? & 3 {
            0 => Visibility::Visible,
            1 => Visibility::Hidden,
            _ => Visibility::VeryHidden,
        },
        offset: usize::try_from(data.u32_at(0)?).ok()?,
        cells: matches!(kind, 0 | 1),
    })
    // a module of a program is no sheet
    .filter(|_| kind != 6)
}
