//! 事務局資料: how the report came to be, for the office that made it.

use crate::report::ReportData;
use crate::report::options::Options;
use crate::report::pdf::error::Error;
use crate::report::pdf::layout::contents::Contents;
use crate::report::pdf::layout::page_builder::PageBuilder;
use crate::report::pdf::layout::theme::BODY;
use crate::report::pdf::layout::tree::Role;
use crate::report::pdf::layout::{finish, lists, title_band};

/// Lays out the annex.
pub(in crate::report::pdf) fn draw(
    builder: &mut PageBuilder<'_>,
    report: &ReportData<'_>,
    options: &Options,
) -> Result<(), Error> {
    let consolidation = report.consolidation;
    let mut contents = Contents::default();
    let submissions = contents.add(builder, !consolidation.submissions.is_empty(), "提出状況");
    let findings = contents.add(builder, true, "指摘");
    let files = contents.add(builder, !consolidation.inputs.is_empty(), "ファイル別索引");
    let ledger = contents.add(builder, !consolidation.inputs.is_empty(), "読取台帳");
    builder.section = String::new();
    builder.page();
    title_band::draw(builder, report, options, &format!("{} 事務局資料", report.title), None);
    let sect = builder.node(builder.root, Role::Sect);
    builder.paragraph(sect, BODY, "取りまとめの経過を事務局が確かめるための資料です。報告書には含めません。");
    // the annex also lists characters that the report's fonts lack
    for table in &report.tables {
        for (at, cell) in table.rows().flat_map(|row| row.spans()) {
            builder.note_missing(table.columns.get(at).is_some_and(|column| column.bold), &cell.text);
        }
    }
    lists::submissions(builder, report, submissions)?;
    lists::findings(builder, report, findings)?;
    lists::files(builder, report, files)?;
    lists::ledger(builder, report, ledger)?;
    finish(builder, report, options);
    Ok(())
}
