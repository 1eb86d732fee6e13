//! 提出状況, 指摘, ファイル別索引, 読取台帳: the tables of the annex.

use std::collections::{BTreeMap, HashMap};

use crate::form::Align;
use crate::model::era::wareki_date;
use crate::model::{Finding, InputStatus, Lang, Severity, Visibility};
use crate::report::pdf::error::Error;
use crate::report::pdf::layout::display_list::Anchor;
use crate::report::pdf::layout::grid::{CELL_PADDING, Grid, GridWriter, after_figures};
use crate::report::pdf::layout::page_builder::PageBuilder;
use crate::report::pdf::layout::row::{GridCell, GridRow};
use crate::report::pdf::layout::theme::SMALL;
use crate::report::pdf::layout::tree::NodeId;
use crate::report::{Heading, ReportData, TableColumn, listed};

pub(super) use crate::report::tables::figure::grouped;
use crate::report::tables::file_department::FileDepartments;

const SIZE: f32 = 8.5;

/// A plain column: heading, width, alignment.
pub(super) fn columns(of: &[(&str, f32, Align)]) -> Grid {
    let columns = of
        .iter()
        .enumerate()
        .map(|(at, (_, width, align))| TableColumn {
            field: String::new(),
            width: *width,
            align: *align,
            bold: at == 0,
            names_row: at == 0,
            merges_down: false,
        })
        .collect();
    let headings = of
        .iter()
        .enumerate()
        .map(|(column, (text, ..))| Heading { text: (*text).to_owned(), column, columns: 1, rows: 1 })
        .collect();
    Grid {
        columns,
        headings: vec![headings],
        size: SIZE,
        continued: "（続き）",
        points: Vec::new(),
        aligned: None,
        current: None,
        small: None,
    }
}

/// Gives columns of short texts (dates, departments, figures) enough width to avoid breaks, and divides the rest
/// among the others in proportion.
fn fit(builder: &PageBuilder<'_>, grid: &mut Grid, rows: &[GridRow<'_>]) {
    /// Longer texts, in em, may be broken.
    const SHORT: f32 = 10.5;
    let measure = builder.sheet.measure();
    let widest = |at: usize, bold: bool| {
        let lines = rows.iter().filter_map(|row| row.cells.get(at)).flat_map(|cell| cell.text.lines());
        lines.map(|line| builder.fonts.width(bold, line)).fold(0.0, f32::max)
    };
    let headings = grid.headings.first().map(Vec::as_slice).unwrap_or_default();
    let own: Vec<Option<f32>> = grid
        .columns
        .iter()
        .enumerate()
        .map(|(at, column)| {
            let heading = headings.get(at).map_or(0.0, |heading| builder.fonts.width(true, &heading.text));
            let longest = widest(at, column.bold).max(heading);
            (longest <= SHORT).then_some(longest * grid.size + CELL_PADDING + after_figures(&grid.columns, at) + 1.0)
        })
        .collect();
    let fixed: f32 = own.iter().flatten().sum();
    let others = grid.columns.iter().zip(&own).filter(|(_, own)| own.is_none());
    let shared: f32 = others.map(|(column, _)| column.width).sum();
    if shared <= 0.0 || fixed > measure * 0.7 {
        return;
    }
    // short columns take what they need, but no less than their share
    let total: f32 = grid.columns.iter().map(|column| column.width).sum();
    let mut wanted: Vec<f32> = Vec::with_capacity(own.len());
    for (column, own) in grid.columns.iter().zip(&own) {
        let given = column.width / total * measure;
        wanted.push(own.map_or(given, |own| own.max(given.min(own * 1.6))));
    }
    let taken: f32 = wanted.iter().zip(&own).filter(|(_, own)| own.is_some()).map(|(width, _)| width).sum();
    let unit = (measure - taken) / shared;
    for ((column, own), wanted) in grid.columns.iter_mut().zip(&own).zip(&wanted) {
        column.width = if own.is_some() { *wanted } else { column.width * unit };
    }
}

/// A row of plain texts.
pub(super) fn plain<'a, const N: usize>(texts: [String; N]) -> GridRow<'a> {
    GridRow { cells: texts.into_iter().map(GridCell::text).collect(), ..GridRow::default() }
}

/// Height to reserve for a table of this many rows: a short one stays whole.
fn room(builder: &PageBuilder<'_>, rows: usize) -> f32 {
    let whole = 24.0 + 19.5 * rows as f32;
    if whole <= (builder.sheet.bottom - builder.sheet.top) * 0.55 { whole } else { 130.0 }
}

/// 提出状況: a line for each department.
pub(super) fn submissions(builder: &mut PageBuilder<'_>, report: &ReportData<'_>, anchor: Option<Anchor>) -> Result<(), Error> {
    let Some(anchor) = anchor else { return Ok(()) };
    let sect = builder.section_below("提出状況", anchor, room(builder, report.consolidation.submissions.len()));
    let mut grid = columns(&[
        ("担当課", 11.0, Align::Left),
        ("状況", 6.0, Align::Left),
        ("提出日", 10.0, Align::Left),
        ("ファイル", 30.0, Align::Left),
        ("記録", 5.0, Align::Right),
        ("エラー", 5.0, Align::Right),
        ("注意", 5.0, Align::Right),
    ]);
    let mut rows = Vec::new();
    let mut counts: HashMap<(&str, Severity), usize> = HashMap::new();
    for finding in &report.consolidation.findings {
        for department in finding.departments() {
            *counts.entry((department, finding.severity())).or_default() += 1;
        }
    }
    for submission in &report.consolidation.submissions {
        let count = |severity| number(counts.get(&(&*submission.department, severity)).copied().unwrap_or_default());
        let files = if submission.files.is_empty() {
            submission.file.as_deref().unwrap_or("―").to_owned()
        } else {
            submission.files.iter().map(|file| &**file).collect::<Vec<_>>().join("\n")
        };
        let row = plain([
            submission.department.to_string(),
            submission.status.label().to_owned(),
            submission.submitted.map_or_else(|| "―".to_owned(), wareki_date),
            files,
            number(submission.records.len()),
            count(Severity::Error),
            count(Severity::Warning),
        ]);
        rows.push(row);
    }
    fit(builder, &mut grid, &rows);
    let mut writer = GridWriter::begin(builder, sect, &grid)?;
    writer.rows(builder, &rows);
    writer.end(builder);
    Ok(())
}

/// How many records of a file are named.
const INDEXED: usize = 60;

/// How many findings are printed, the most severe first; the workbook lists all.
const LISTED: usize = 1_000;

/// 指摘: errors and warnings.
pub(super) fn findings(builder: &mut PageBuilder<'_>, report: &ReportData<'_>, anchor: Option<Anchor>) -> Result<(), Error> {
    let Some(anchor) = anchor else { return Ok(()) };
    let none = report.findings().next().is_none();
    let sect = builder.section_below("指摘", anchor, if none { 20.0 } else { room(builder, report.findings().count() * 2) });
    if none {
        builder.paragraph(sect, SMALL, "指摘はありません。");
        return Ok(());
    }
    let mut grid = columns(&[
        ("区分", 5.0, Align::Left),
        ("担当課", 10.0, Align::Left),
        ("場所", 20.0, Align::Left),
        ("内容", 28.0, Align::Left),
        ("対応", 26.0, Align::Left),
    ]);
    let mut rows = Vec::new();
    let all = report.findings().count();
    for finding in report.findings().take(LISTED) {
        let row = plain([
            finding.severity().label(Lang::Ja).to_owned(),
            departments(finding),
            place(finding),
            finding.message(Lang::Ja),
            finding.decision.as_ref().map_or_else(|| finding.hint(Lang::Ja), |decided| format!("判断: {decided}")),
        ]);
        rows.push(row);
    }
    fit(builder, &mut grid, &rows);
    let mut writer = GridWriter::begin(builder, sect, &grid)?;
    writer.rows(builder, &rows);
    writer.end(builder);
    if all > LISTED {
        let rest = all - LISTED;
        builder.paragraph(
            sect,
            SMALL,
            &format!("ほかに{rest}件あります。すべての指摘は取りまとめ.xlsx と run.json にあります。"),
        );
    }
    Ok(())
}

/// ファイル別索引: the records of each file.
pub(super) fn files(builder: &mut PageBuilder<'_>, report: &ReportData<'_>, anchor: Option<Anchor>) -> Result<(), Error> {
    let Some(anchor) = anchor else { return Ok(()) };
    let mut by_file: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for row in report.tables.iter().flat_map(|table| table.rows()).filter(|row| !row.continues && !row.awaited) {
        by_file.entry(&row.origin.file).or_default().push(&row.label);
    }
    let inputs = &report.consolidation.inputs;
    let sect = builder.section_below("ファイル別索引", anchor, room(builder, inputs.len()));
    let mut grid = columns(&[
        ("ファイル", 26.0, Align::Left),
        ("担当課", 11.0, Align::Left),
        ("扱い", 11.0, Align::Left),
        ("記録", 4.0, Align::Right),
        ("取り込んだ記録", 48.0, Align::Left),
    ]);
    let departments = FileDepartments::of(report.consolidation);
    let rows: Vec<GridRow<'_>> = inputs
        .iter()
        .map(|input| {
            let labels = by_file.get(&*input.path).map(Vec::as_slice).unwrap_or_default();
            let mut named: Vec<String> = labels.iter().take(INDEXED).map(|label| label.replace('\n', "")).collect();
            named.extend((labels.len() > INDEXED).then(|| format!("ほか{}", labels.len() - INDEXED)));
            plain([
                input.path.to_string(),
                departments.name(input).unwrap_or("―").to_owned(),
                status(input.status).to_owned(),
                number(labels.len()),
                named.join("、"),
            ])
        })
        .collect();
    fit(builder, &mut grid, &rows);
    let mut writer = GridWriter::begin(builder, sect, &grid)?;
    writer.rows(builder, &rows);
    writer.end(builder);
    Ok(())
}

/// 読取台帳: the account of every cell.
pub(super) fn ledger(builder: &mut PageBuilder<'_>, report: &ReportData<'_>, anchor: Option<Anchor>) -> Result<(), Error> {
    let Some(anchor) = anchor else { return Ok(()) };
    let sheets = report.consolidation.inputs.iter().map(|input| input.sheets.len().max(1)).sum();
    let sect = builder.section_below("読取台帳", anchor, room(builder, sheets) + 20.0);
    builder.paragraph(
        sect,
        SMALL,
        "読み取ったシートごとに、空でないセルの数が「使用」と「除外」の合計に一致することを示します。除外したセルは理由別に数えています。",
    );
    builder.y += 6.0;
    let mut grid = columns(&[
        ("ファイル", 26.0, Align::Left),
        ("シート", 14.0, Align::Left),
        ("空でないセル", 7.0, Align::Right),
        ("使用", 6.0, Align::Right),
        ("除外", 6.0, Align::Right),
        ("除外の内訳", 34.0, Align::Left),
    ]);
    let mut rows = Vec::new();
    for input in &report.consolidation.inputs {
        if input.sheets.is_empty() {
            let row = plain([
                input.path.to_string(),
                "―".to_owned(),
                "―".to_owned(),
                "―".to_owned(),
                "―".to_owned(),
                status(input.status).to_owned(),
            ]);
            rows.push(row);
        }
        for sheet in &input.sheets {
            let ledger = &sheet.ledger;
            let mut reasons: Vec<String> =
                ledger.set_aside.iter().map(|(reason, count)| format!("{} {}", reason.label(), grouped(*count))).collect();
            if ledger.uncalculated > 0 {
                reasons.push(format!("未計算の数式 {}", grouped(ledger.uncalculated)));
            }
            let hidden = if sheet.visibility == Visibility::Visible { "" } else { "（非表示）" };
            let row = plain([
                input.path.to_string(),
                format!("{}{hidden}", sheet.name.as_deref().unwrap_or("―")),
                grouped(ledger.non_empty),
                grouped(ledger.used),
                grouped(ledger.set_aside.values().sum::<u64>()),
                reasons.join("、"),
            ]);
            rows.push(row);
        }
    }
    fit(builder, &mut grid, &rows);
    let mut writer = GridWriter::begin(builder, sect, &grid)?;
    writer.rows(builder, &rows);
    writer.end(builder);
    glyphs(builder, sect);
    Ok(())
}

/// The characters that the report's own font lacks.
fn glyphs(builder: &mut PageBuilder<'_>, sect: NodeId) {
    let mut notes = Vec::new();
    let substituted = builder.substituted.borrow().clone();
    if !substituted.is_empty() {
        let shown: Vec<String> = substituted.iter().map(char::to_string).collect();
        notes.push(format!("報告書の書体にない次の文字は、別の書体で示しています。　{}", shown.join(" ")));
    }
    let lost = builder.missing.borrow().clone();
    if !lost.is_empty() {
        let shown: Vec<String> = lost.iter().map(|c| format!("U+{:04X}", *c as u32)).collect();
        notes.push(format!("どの書体にもない次の文字は、〓で示しています。もとの文字はデータにあります。　{}", shown.join("、")));
    }
    for note in notes {
        builder.y += 6.0;
        builder.paragraph(sect, SMALL, &note);
    }
}

/// The departments of a finding, else a dash.
fn departments(finding: &Finding) -> String {
    let names: Vec<&str> = finding.departments().into_iter().map(|name| &**name).collect();
    if names.is_empty() { "―".to_owned() } else { listed(&names) }
}

/// The place of a finding, else a dash.
pub(super) fn place(finding: &Finding) -> String {
    let place = finding.place.to_string();
    if place.is_empty() { "―".to_owned() } else { place }
}

const fn status(status: InputStatus) -> &'static str {
    match status {
        InputStatus::Read => "読取",
        InputStatus::Superseded => "旧版のため使用しない",
        InputStatus::Ignored => "提出物でないため使用しない",
        InputStatus::Rejected => "読み取れない",
    }
}

fn number(n: usize) -> String {
    grouped(u64::try_from(n).unwrap_or(u64::MAX))
}
