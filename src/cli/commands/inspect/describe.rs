//! `inspect` for people: the file, its sheets, tables and columns, the ledger, the findings.

use unicode_width::UnicodeWidthStr;

use crate::cli::commands::inspect::ColumnReport;
use crate::cli::messages::catalogue::inspection as catalogue;
use crate::cli::messages::console::Console;
use crate::model::{
    Consolidation, Encoding, Format, InLang, Input, InputStatus, Lang, Message, SheetReport, TableReport, Visibility, counted,
    listed,
};

/// Longer headings do not widen their column.
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

/// Format, encoding and status of the file.
fn file(console: &Console, input: &Input) {
    console.result(&input.path);
    let line = |label: Message, text: &dyn InLang| {
        let label = label.text(console.lang);
        console.result(format!("  {label}{} {}", room(label, 10), text.in_lang(console.lang)));
    };
    let size = catalogue::bytes(thousands(input.bytes));
    match input.format {
        Some(format) => line(catalogue::format_label(), &catalogue::format_and_size(format_name(format), size)),
        None => line(catalogue::size_label(), &size),
    }
    if let Some(encoding) = input.encoding {
        line(catalogue::encoding_label(), &spelled(encoding));
    }
    if let Some(department) = &input.department {
        line(catalogue::department_label(), department);
    }
    let tables = || input.sheets.iter().flat_map(|sheet| &sheet.tables);
    let records: u64 = tables().map(|table| table.records).sum();
    let result = match (input.status, records) {
        (InputStatus::Rejected, _) => catalogue::rejected(),
        (InputStatus::Ignored, _) => catalogue::ignored(),
        (_, 0) if tables().next().is_none() => catalogue::no_table(),
        (_, records) => catalogue::read(counted_records(records)),
    };
    line(catalogue::result_label(), &result);
}

fn counted_records(records: u64) -> Message {
    counted(usize::try_from(records).unwrap_or(usize::MAX), "record", "records")
}

fn sheet(console: &Console, sheet: &SheetReport, columns: &[&ColumnReport]) {
    let name = sheet.name.as_deref().unwrap_or_default();
    let hidden = match sheet.visibility {
        Visibility::Visible => Message::default(),
        Visibility::Hidden => catalogue::hidden(),
        Visibility::VeryHidden => catalogue::very_hidden(),
    };
    console.result("");
    console.result(if name.is_empty() { catalogue::text_table() } else { catalogue::sheet(name, hidden) });
    for table in &sheet.tables {
        describe_table(console, table, columns);
    }
    for comment in &sheet.comments {
        console.result(catalogue::comment(comment.cell, comment.text.replace('\n', " ⏎ ")));
    }
    let ledger = &sheet.ledger;
    let reasons = ledger
        .set_aside
        .iter()
        .map(|(reason, count)| Message::new(format!("{} {count}", reason.label()), format!("{} {count}", reason.english())));
    let mut line = catalogue::ledger(ledger.non_empty, ledger.used, ledger.non_empty - ledger.used);
    if !ledger.set_aside.is_empty() {
        line = line.then(&catalogue::set_aside(listed(reasons)));
    }
    if ledger.uncalculated > 0 {
        line = line.then(&catalogue::uncalculated(ledger.uncalculated));
    }
    let witness = Message::new(ledger.witness.label(), ledger.witness.english());
    if !witness.text(console.lang).is_empty() {
        line = line.then(&catalogue::witnessed(witness));
    }
    console.result(line);
}

/// A table and its columns: cell and text of the heading, the field, how certain and why.
fn describe_table(console: &Console, table: &TableReport, columns: &[&ColumnReport]) {
    console.result(catalogue::table(table.range, &table.form, counted_records(table.records)));
    let rows: Vec<([String; 3], &ColumnReport)> = columns
        .iter()
        .filter(|column| table.range.contains(column.cell))
        .map(|column| {
            let meant = match console.lang {
                Lang::Ja => catalogue::column(column.meant.replace('\n', ""), &column.field).in_lang(Lang::Ja),
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
        console.result(format!(
            "    {cell}{}  {heading}{} → {meant}{}  {:>3.0}%  {}",
            room(cell, first),
            room(heading, second),
            room(meant, third),
            column.confidence * 100.0,
            column.why
        ));
    }
}

fn room(text: &str, width: usize) -> String {
    " ".repeat(width.saturating_sub(text.width_cjk()))
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

fn format_name(format: Format) -> Message {
    match format {
        Format::Xlsx => catalogue::xlsx(),
        Format::Xlsm => catalogue::xlsm(),
        Format::Xltx => catalogue::xltx(),
        Format::Xltm => catalogue::xltm(),
        Format::Xlsb => catalogue::xlsb(),
        Format::Xls => catalogue::xls(),
        Format::Ods => catalogue::ods(),
        Format::Fods => catalogue::fods(),
        Format::Csv => catalogue::csv(),
        Format::Tsv => catalogue::tsv(),
        Format::Zip => catalogue::zip(),
    }
}

/// An encoding by its public name and its aliases.
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
