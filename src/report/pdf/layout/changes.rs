//! 変更点: what moved, by name; how many texts changed and how many stayed, by part; on request, texts side by side; the
//! corrections of closed reports.

use std::collections::{BTreeMap, BTreeSet};

use crate::form::Align;
use crate::model::RecordKind;
use crate::model::era::wareki_date;
use crate::report::pdf::error::Error;
use crate::report::pdf::layout::display_list::Anchor;
use crate::report::pdf::layout::grid::{Grid, GridWriter};
use crate::report::pdf::layout::lists::{columns, grouped, plain};
use crate::report::pdf::layout::page_builder::PageBuilder;
use crate::report::pdf::layout::row::{GridCell, GridRow};
use crate::report::pdf::layout::theme::{BODY, SMALL};
use crate::report::pdf::layout::tree::{NodeId, Role};
use crate::report::pdf::layout::{Part, Progress, Scope};
use crate::report::tables::changes::{Side, Subject};
use crate::report::{Changes, ReportData, Row, Table};

/// How many lines of a table are printed; the workbook has all.
const LISTED: usize = 1_000;

/// The changes in a volume: those of its rows. Records without a row, and corrections, are in their
/// department's volume or in the first.
pub(super) fn of_volume<'e>(report: &'e ReportData<'e>, parts: &[Part<'e>], scope: Scope, label: Option<&str>) -> Changes<'e> {
    let Some(label) = label else { return if scope.first { report.changes.clone() } else { Changes::default() } };
    let key = |table: &Table<'_>, row: &Row<'e>| (table.kind, row.id);
    let rows: BTreeSet<_> = parts.iter().flat_map(|part| part.rows.iter().map(|row| key(part.table, row))).collect();
    let all: BTreeSet<_> = report.tables.iter().flat_map(|table| table.rows().map(|row| key(table, row))).collect();
    let by_department = report.consolidation.submissions.iter().any(|submission| &*submission.department == label);
    let wanted = |of: &Subject<'_>| {
        if all.contains(&(of.kind, of.id)) {
            return rows.contains(&(of.kind, of.id));
        }
        if by_department { of.departments.iter().any(|name| &**name == label) } else { scope.first }
    };
    report.changes.only(wanted, scope.first)
}

pub(super) fn draw<'e>(
    builder: &mut PageBuilder<'_>,
    report: &'e ReportData<'e>,
    changes: &'e Changes<'e>,
    progress: &Progress<'e>,
    side_by_side: bool,
    anchor: Option<Anchor>,
) -> Result<(), Error> {
    let Some(anchor) = anchor else { return Ok(()) };
    let sect = builder.section_below("変更点", anchor, 150.0);
    if changes.compared {
        counts(builder, changes, sect);
        moves(builder, changes, progress, sect)?;
        reworded(builder, report, changes, sect)?;
        by_part(builder, report, "変更のないもの", &changes.unchanged, sect)?;
        if side_by_side {
            texts(builder, changes, progress, sect)?;
        }
    }
    errata(builder, changes, sect)
}

/// 新規 2件　なくなった 1件 …, and how the tables mark changes.
fn counts(builder: &mut PageBuilder<'_>, changes: &Changes<'_>, sect: NodeId) {
    let counts: Vec<String> =
        changes.counts().map(|(kind, count)| format!("{} {}", kind.label(), grouped(count as u64))).collect();
    let previous = changes.previous_label();
    if counts.is_empty() {
        builder.paragraph(sect, BODY, &format!("{previous}と比べて、変更点はありません。"));
        return;
    }
    builder.paragraph(sect, BODY, &format!("{previous}と比べた数　{}", counts.join("、")));
    builder.y += 3.0;
    builder.paragraph(sect, SMALL, "一つの取組や指標がいくつもの区分に当たることがあります。");
}

/// Begins a part: keeps its heading with the first lines of its table.
fn part(builder: &mut PageBuilder<'_>, sect: NodeId, title: &str) -> NodeId {
    builder.y += 12.0;
    builder.room(90.0);
    let sub = builder.node(sect, Role::Sect);
    builder.subheading(sub, title);
    sub
}

/// The name of a record, linked to its row.
fn name<'a>(of: Subject<'_>, progress: &Progress<'_>) -> GridCell<'a> {
    let text = of.label();
    GridCell { link: progress.anchors.get(&(of.kind, of.id)).copied().map(Into::into), ..GridCell::text(text) }
}

fn rest(builder: &mut PageBuilder<'_>, sect: NodeId, all: usize) {
    if all > LISTED {
        let rest = grouped((all - LISTED) as u64);
        builder.paragraph(sect, SMALL, &format!("ほかに{rest}件あります。すべての変更点は取りまとめ.xlsx にあります。"));
    }
}

fn moves(builder: &mut PageBuilder<'_>, changes: &Changes<'_>, progress: &Progress<'_>, sect: NodeId) -> Result<(), Error> {
    if changes.moves.is_empty() {
        return Ok(());
    }
    let sub = part(builder, sect, "主な動き");
    let previous = changes.previous_label();
    let mut grid = columns(&[
        ("区分", 13.0, Align::Left),
        ("取組", 36.0, Align::Left),
        ("担当課", 16.0, Align::Left),
        (previous.as_str(), 18.0, Align::Left),
        ("今回", 18.0, Align::Left),
    ]);
    name_by(&mut grid, 1);
    merge(&mut grid, 0);
    let rows: Vec<GridRow<'_>> = changes
        .moves
        .iter()
        .take(LISTED)
        .map(|change| {
            let cells = vec![
                GridCell::text(format!("{}（{}）", change.kind.label(), grouped(changes.count(change.kind) as u64))),
                name(change.of, progress),
                GridCell::text(change.of.departments.join("、")),
                GridCell::text(change.before.as_str()),
                GridCell::text(change.after.as_str()),
            ];
            GridRow { cells, ..GridRow::default() }
        })
        .collect();
    let mut writer = GridWriter::begin(builder, sub, &grid)?;
    writer.rows(builder, &rows);
    writer.end(builder);
    rest(builder, sub, changes.moves.len());
    Ok(())
}

/// The records whose texts changed: how many in each part of a table, and their numbers.
fn reworded(builder: &mut PageBuilder<'_>, report: &ReportData<'_>, changes: &Changes<'_>, sect: NodeId) -> Result<(), Error> {
    let mut seen = BTreeSet::new();
    let all: Vec<Subject<'_>> = changes.texts.iter().map(|text| text.of).filter(|of| seen.insert((of.kind, of.id))).collect();
    by_part(builder, report, "記載が変わったもの", &all, sect)
}

/// A line for each part of a table: its title, how many of these records are in it, and which.
fn by_part(
    builder: &mut PageBuilder<'_>,
    report: &ReportData<'_>,
    title: &str,
    records: &[Subject<'_>],
    sect: NodeId,
) -> Result<(), Error> {
    if records.is_empty() {
        return Ok(());
    }
    let sub = part(builder, sect, &format!("{title}（{}）", grouped(records.len() as u64)));
    let mut parts: Vec<(&str, Vec<Subject<'_>>)> = Vec::new();
    let place: BTreeMap<_, &str> = report
        .tables
        .iter()
        .flat_map(|table| table.sections.iter().map(move |section| (table, section)))
        .flat_map(|(table, section)| {
            let title = if section.title.is_empty() { &table.title } else { &section.title };
            section.rows.iter().map(move |row| ((table.kind, row.id), title.as_str()))
        })
        .collect();
    for of in records {
        let name = place.get(&(of.kind, of.id)).copied().unwrap_or("そのほか");
        match parts.iter_mut().find(|(known, _)| *known == name) {
            Some((_, own)) => own.push(*of),
            None => parts.push((name, vec![*of])),
        }
    }
    let mut grid = columns(&[("区分", 30.0, Align::Left), ("件数", 6.0, Align::Right), ("番号", 64.0, Align::Left)]);
    name_by(&mut grid, 0);
    let mut writer = GridWriter::begin(builder, sub, &grid)?;
    for (name, own) in &parts {
        let named: Vec<String> = own.iter().take(LISTED).map(|of| short(*of)).collect();
        writer.row(builder, &plain([(*name).to_owned(), grouped(own.len() as u64), named.join("、")]));
    }
    writer.end(builder);
    Ok(())
}

/// Its number; of tables without numbers, its name.
fn short(of: Subject<'_>) -> String {
    match of.kind {
        RecordKind::Progress => of.id.replace('_', "・"),
        _ => of.name.replace('\n', ""),
    }
}

/// 新旧対照表.
fn texts(builder: &mut PageBuilder<'_>, changes: &Changes<'_>, progress: &Progress<'_>, sect: NodeId) -> Result<(), Error> {
    if changes.texts.is_empty() {
        return Ok(());
    }
    let sub = part(builder, sect, "記載の新旧対照");
    let previous = changes.previous_label();
    let mut grid = columns(&[
        ("取組", 20.0, Align::Left),
        ("項目", 8.0, Align::Left),
        (previous.as_str(), 36.0, Align::Left),
        ("今回", 36.0, Align::Left),
    ]);
    name_by(&mut grid, 0);
    merge(&mut grid, 0);
    let mut writer = GridWriter::begin(builder, sub, &grid)?;
    for text in changes.texts.iter().take(LISTED) {
        let cells = vec![name(text.of, progress), GridCell::text(text.field), side(&text.before), side(&text.after)];
        writer.row(builder, &GridRow { cells, ..GridRow::default() });
    }
    writer.end(builder);
    rest(builder, sub, changes.texts.len());
    Ok(())
}

fn side<'a>(side: &Side<'a>) -> GridCell<'a> {
    let text = if side.text.is_empty() { "（記載なし）" } else { side.text };
    GridCell { phrases: side.phrases.clone(), ..GridCell::text(text) }
}

fn name_by(grid: &mut Grid, column: usize) {
    for (at, own) in grid.columns.iter_mut().enumerate() {
        own.names_row = at == column;
        own.bold = at == column;
    }
}

fn merge(grid: &mut Grid, column: usize) {
    if let Some(column) = grid.columns.get_mut(column) {
        column.merges_down = true;
    }
}

/// 正誤: corrections of closed reports.
fn errata(builder: &mut PageBuilder<'_>, changes: &Changes<'_>, sect: NodeId) -> Result<(), Error> {
    if changes.errata.is_empty() {
        return Ok(());
    }
    let sub = part(builder, sect, "正誤（確定した報告の訂正）");
    let mut grid = columns(&[
        ("対象の報告", 13.0, Align::Left),
        ("取組", 20.0, Align::Left),
        ("区分", 11.0, Align::Left),
        ("誤", 28.0, Align::Left),
        ("正", 28.0, Align::Left),
        ("訂正日", 12.0, Align::Left),
    ]);
    name_by(&mut grid, 1);
    let mut writer = GridWriter::begin(builder, sub, &grid)?;
    for erratum in changes.errata.iter().take(LISTED) {
        writer.row(
            builder,
            &plain([
                erratum.period.label(),
                format!("{}　{}", erratum.id, erratum.name),
                erratum.class.clone(),
                erratum.before.clone(),
                erratum.after.clone(),
                wareki_date(erratum.noted),
            ]),
        );
    }
    writer.end(builder);
    rest(builder, sub, changes.errata.len());
    Ok(())
}
