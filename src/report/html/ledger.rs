//! 読取台帳: what became of every non-empty cell, by file and sheet.

use std::collections::BTreeSet;

use maud::{Markup, html};

use crate::model::{Consolidation, Input, InputStatus, Ledger, Reason, SheetReport, Visibility};
use crate::report::html::page;
use crate::report::tables::file_department::FileDepartments;

/// How many sheets of a file have a row of their own; the others are added up.
const LISTED: usize = 200;

/// The section's content.
pub(super) fn section(consolidation: &Consolidation) -> Markup {
    let sheets = || consolidation.inputs.iter().flat_map(|input| &input.sheets);
    let reasons: BTreeSet<Reason> = sheets().flat_map(|sheet| sheet.ledger.set_aside.keys().copied()).collect();
    let mut headings = vec!["ファイル", "シート", "扱い", "担当課", "値のあるセル", "記録に使用"];
    headings.extend(reasons.iter().map(|reason| reason.label()));
    headings.extend(["差引", "未計算の数式", "照合"]);
    let departments = FileDepartments::of(consolidation);
    let table = html! {
        table.stack {
            caption { "読取台帳" }
            (page::headings(&headings))
            tbody { @for input in &consolidation.inputs { (rows(input, departments.name(input).unwrap_or_default(), &reasons)) } }
        }
    };
    html! {
        p { "値のあるセルは、記録に使ったものと、理由を付けて除いたものに分かれます。差引は0になります。照合は、別の読み取り方でも同じ値だったかです。" }
        (page::scroll("読取台帳の表", &table))
    }
}

/// The rows of a file: one for each sheet, at least one.
fn rows(input: &Input, department: &str, reasons: &BTreeSet<Reason>) -> Markup {
    let (listed, others) = input.sheets.split_at(input.sheets.len().min(LISTED));
    html! {
        @if input.sheets.is_empty() {
            tr {
                (start(input, department, ""))
                @for _ in 0..reasons.len() + 5 { td {} }
            }
        }
        @for sheet in listed {
            @let hidden = if sheet.visibility == Visibility::Visible { "" } else { "（非表示）" };
            @let name = format!("{}{hidden}", sheet.name.as_deref().unwrap_or_default());
            tr { (start(input, department, &name)) (figures(&sheet.ledger, reasons)) td.whole data-label="照合" { (sheet.ledger.witness.label()) } }
        }
        @if !others.is_empty() {
            @let name = format!("ほか{}シート（明細は run.json）", others.len());
            tr { (start(input, department, &name)) (figures(&sum(others), reasons)) td {} }
        }
    }
}

fn start(input: &Input, department: &str, sheet: &str) -> Markup {
    let status = match input.status {
        InputStatus::Read => "使用",
        InputStatus::Superseded => "旧版",
        InputStatus::Ignored => "対象外",
        InputStatus::Rejected => "読取不可",
    };
    html! {
        th scope="row" { (input.path) }
        (page::labelled("シート", sheet))
        td.whole data-label="扱い" { (status) }
        (page::labelled("担当課", department))
    }
}

fn figures(ledger: &Ledger, reasons: &BTreeSet<Reason>) -> Markup {
    let accounted = ledger.used + ledger.set_aside.values().sum::<u64>();
    html! {
        td.n data-label="値のあるセル" { (ledger.non_empty) }
        td.n data-label="記録に使用" { (ledger.used) }
        @for reason in reasons {
            td.n data-label=(reason.label()) { (ledger.set_aside.get(reason).copied().unwrap_or_default()) }
        }
        td.n data-label="差引" { (i128::from(ledger.non_empty) - i128::from(accounted)) }
        td.n data-label="未計算の数式" { (ledger.uncalculated) }
    }
}

/// The ledger of several sheets together.
fn sum(sheets: &[SheetReport]) -> Ledger {
    sheets.iter().fold(Ledger::default(), |mut sum, sheet| {
        sum.non_empty += sheet.ledger.non_empty;
        sum.used += sheet.ledger.used;
        sum.uncalculated += sheet.ledger.uncalculated;
        for (reason, cells) in &sheet.ledger.set_aside {
            *sum.set_aside.entry(*reason).or_default() += cells;
        }
        sum
    })
}
