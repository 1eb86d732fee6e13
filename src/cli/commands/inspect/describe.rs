//! `inspect` for people: the file, its sheets, its tables and columns, the account of its cells, the findings.

use unicode_width::UnicodeWidthStr;

use crate::cli::commands::inspect::ColumnReport;
use crate::cli::messages::console::Console;
use crate::model::{Consolidation, Encoding, Format, Input, InputStatus, Lang, SheetReport, TableReport, Visibility};

/// Headings longer than this do not push the others aside.
const WIDE: usize = 44;

pub(super) fn describe(console: &Console, consolidation: &Consolidation, columns: &[ColumnReport]) {
    for (index, input) in consolidation.inputs.iter().enumerate() {
        if index > 0 {
            console.result("");
        }
        file(console, input);
        for one in &input.sheets {
            let own: Vec<&ColumnReport> = columns
                .iter()
                .filter(|column| column.file == input.path && column.sheet.as_deref() == one.name.as_deref())
                .collect();
            sheet(console, one, &own);
        }
    }
    console.findings(&consolidation.findings, true);
}

/// What the file is and what became of it.
fn file(console: &Console, input: &Input) {
    console.result(&input.path);
    let line = |ja: &str, en: &str, text: &str| {
        let label = console.text(ja, en);
        console.result(&format!("  {label}{} {text}", room(label, 10)));
    };
    let bytes = format!("{} {}", thousands(input.bytes), console.text("バイト", "bytes"));
    match input.format {
        Some(format) => line("形式", "format", &format!("{}{}{bytes}", kind(format, console.lang), console.text("、", ", "))),
        None => line("大きさ", "size", &bytes),
    }
    if let Some(encoding) = input.encoding {
        line("文字コード", "encoding", spelled(encoding));
    }
    if let Some(department) = &input.department {
        line("担当課", "department", department);
    }
    let tables = || input.sheets.iter().flat_map(|sheet| &sheet.tables);
    let records: u64 = tables().map(|table| table.records).sum();
    let result = match (input.status, records) {
        (InputStatus::Rejected, _) => {
            console.text("読めません（下の指摘を見てください）", "cannot be read (see the finding)").to_owned()
        }
        (InputStatus::Ignored, _) => console.text("提出物ではないので読みません", "no submission, not read").to_owned(),
        (_, 0) if tables().next().is_none() => {
            console.text("読めましたが、様式にあたる表がありません", "read, but there is no table of a form").to_owned()
        }
        (_, records) => match console.lang {
            Lang::Ja => format!("読めました（記録 {records}件）"),
            Lang::En => format!("read ({records} {})", plural(records, "record")),
        },
    };
    line("結果", "result", &result);
}

fn sheet(console: &Console, sheet: &SheetReport, columns: &[&ColumnReport]) {
    let name = sheet.name.as_deref().unwrap_or_default();
    let hidden = match sheet.visibility {
        Visibility::Visible => "",
        Visibility::Hidden => console.text("（非表示）", " (hidden)"),
        Visibility::VeryHidden => {
            console.text("（非表示。Excel の「再表示」にも出ません）", " (hidden, even from Excel's Unhide)")
        }
    };
    console.result("");
    console.result(&match (console.lang, name.is_empty()) {
        (_, true) => format!("■ {}", console.text("表データ", "the text")),
        (Lang::Ja, false) => format!("■ シート「{name}」{hidden}"),
        (Lang::En, false) => format!("■ sheet “{name}”{hidden}"),
    });
    for table in &sheet.tables {
        describe_table(console, table, columns);
    }
    for comment in &sheet.comments {
        let word = console.text("コメント", "comment");
        console.result(&format!("  {word} {}  {}", comment.cell, comment.text.replace('\n', " ⏎ ")));
    }
    let ledger = &sheet.ledger;
    let aside = ledger.set_aside.iter().map(|(reason, count)| match console.lang {
        Lang::Ja => format!("{} {count}", reason.label()),
        Lang::En => format!("{} {count}", reason.english()),
    });
    let aside = aside.collect::<Vec<_>>().join(console.text("、", ", "));
    let (all, used, left) = (ledger.non_empty, ledger.used, ledger.non_empty - ledger.used);
    let mut line = match console.lang {
        Lang::Ja => format!("  セル {all} = 記録に使用 {used} + 除外 {left}"),
        Lang::En => format!("  {all} cells = {used} used in records + {left} set aside"),
    };
    if !aside.is_empty() {
        line.push_str(&match console.lang {
            Lang::Ja => format!("（{aside}）"),
            Lang::En => format!(" ({aside})"),
        });
    }
    if ledger.uncalculated > 0 {
        line.push_str(&match console.lang {
            Lang::Ja => format!("、ほかに未計算の数式 {}", ledger.uncalculated),
            Lang::En => format!(", besides {} not calculated", ledger.uncalculated),
        });
    }
    let witness = console.text(ledger.witness.label(), ledger.witness.english());
    if !witness.is_empty() {
        line.push_str(console.text("。", "; "));
        line.push_str(witness);
    }
    console.result(&line);
}

/// A table and its columns: where the heading stands, what it says, what it was taken for, how surely and why.
fn describe_table(console: &Console, table: &TableReport, columns: &[&ColumnReport]) {
    console.result(&match console.lang {
        Lang::Ja => format!("  表 {}（様式 {}）: 記録 {}件", table.range, table.form, table.records),
        Lang::En => {
            format!("  table {} (form {}): {} {}", table.range, table.form, table.records, plural(table.records, "record"))
        }
    });
    let rows: Vec<([String; 3], &ColumnReport)> = columns
        .iter()
        .filter(|column| table.range.contains(column.cell))
        .map(|column| {
            let meant = match console.lang {
                Lang::Ja => format!("{}（{}）", column.meant.replace('\n', ""), column.field),
                Lang::En => column.field.clone(),
            };
            ([column.cell.to_string(), column.heading.replace('\n', ""), meant], *column)
        })
        .collect();
    let widest = |at: usize| {
        let widths = rows.iter().filter_map(|(words, _)| Some(words.get(at)?.width_cjk()));
        widths.max().unwrap_or(0).min(WIDE)
    };
    let (first, second, third) = (widest(0), widest(1), widest(2));
    for ([cell, heading, meant], column) in &rows {
        console.result(&format!(
            "    {cell}{}  {heading}{} → {meant}{}  {:>3.0}%  {}",
            room(cell, first),
            room(heading, second),
            room(meant, third),
            column.confidence * 100.0,
            column.why
        ));
    }
}

/// Blanks up to a width.
fn room(text: &str, width: usize) -> String {
    " ".repeat(width.saturating_sub(text.width_cjk()))
}

fn plural(count: u64, word: &str) -> String {
    if count == 1 { word.to_owned() } else { format!("{word}s") }
}

fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A format in words.
const fn kind(format: Format, lang: Lang) -> &'static str {
    let (ja, en) = match format {
        Format::Xlsx => ("Excel ブック（xlsx）", "Excel workbook (xlsx)"),
        Format::Xlsm => ("マクロ付き Excel ブック（xlsm）", "Excel workbook with macros (xlsm)"),
        Format::Xltx => ("Excel テンプレート（xltx）", "Excel template (xltx)"),
        Format::Xltm => ("マクロ付き Excel テンプレート（xltm）", "Excel template with macros (xltm)"),
        Format::Xlsb => ("Excel バイナリ ブック（xlsb）", "Excel binary workbook (xlsb)"),
        Format::Xls => ("Excel 97-2003 ブック（xls）", "Excel 97-2003 workbook (xls)"),
        Format::Ods => ("OpenDocument 表計算（ods）", "OpenDocument spreadsheet (ods)"),
        Format::Fods => ("OpenDocument 表計算（fods）", "OpenDocument spreadsheet (fods)"),
        Format::Csv => ("区切り文字のあるテキスト（csv）", "delimited text (csv)"),
        Format::Tsv => ("タブ区切りのテキスト（tsv）", "text delimited by tabs (tsv)"),
        Format::Zip => ("zip 書庫", "zip archive"),
    };
    match lang {
        Lang::Ja => ja,
        Lang::En => en,
    }
}

/// An encoding by its public name and those it goes by.
const fn spelled(encoding: Encoding) -> &'static str {
    match encoding {
        Encoding::Utf8 => "utf-8",
        Encoding::Utf8Sig => "utf-8-sig (UTF-8, BOM)",
        Encoding::Cp932 => "cp932 (Windows Shift_JIS)",
        Encoding::EucJp => "euc-jp",
        Encoding::Iso2022Jp => "iso-2022-jp (JIS)",
        Encoding::Utf16Le => "utf-16le (Unicode)",
        Encoding::Utf16Be => "utf-16be (Unicode)",
    }
}
