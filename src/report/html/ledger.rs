//! 読取台帳: what became of every non-empty cell, by file and sheet.

use std::collections::BTreeSet;

use crate::model::{Consolidation, InputStatus, Ledger, Reason, SheetReport, Visibility};
use crate::report::html::escape::Html;
use crate::report::html::page;

/// So many sheets of a file have a row of their own; the others are added up.
const LISTED: usize = 200;

/// Writes the section's content.
pub(super) fn write(html: &mut Html, consolidation: &Consolidation) {
    let sheets = || consolidation.inputs.iter().flat_map(|input| &input.sheets);
    let reasons: BTreeSet<Reason> = sheets().flat_map(|sheet| sheet.ledger.set_aside.keys().copied()).collect();
    html.raw("<p>値のあるセルは、記録に使ったものと、理由を付けて除いたものに分かれます。差引は0になります。照合は、別の読み取り方でも同じ値だったかです。</p>\n");
    page::scroll(html, "読取台帳の表", |html| {
        html.raw("<table>\n<caption>読取台帳</caption>\n");
        let mut headings = vec!["ファイル", "シート", "扱い", "担当課", "値のあるセル", "記録に使用"];
        headings.extend(reasons.iter().map(|reason| reason.label()));
        headings.extend(["差引", "未計算の数式", "照合"]);
        page::headings(html, &headings);
        html.raw("<tbody>\n");
        for input in &consolidation.inputs {
            let status = match input.status {
                InputStatus::Read => "使用",
                InputStatus::Superseded => "旧版",
                InputStatus::Ignored => "対象外",
                InputStatus::Rejected => "読取不可",
            };
            let start = |html: &mut Html, sheet: &str| {
                html.raw("<tr><th scope=\"row\">").text(&input.path).raw("</th>");
                page::cell(html, sheet);
                page::cell(html, status);
                page::cell(html, input.department.as_deref().unwrap_or_default());
            };
            if input.sheets.is_empty() {
                start(html, "");
                for _ in 0..reasons.len() + 4 {
                    html.raw("<td class=\"n\"></td>");
                }
                page::cell(html, "");
                html.raw("</tr>\n");
            }
            let row = |html: &mut Html, name: &str, ledger: &Ledger, witness: &str| {
                start(html, name);
                page::figure(html, ledger.non_empty);
                page::figure(html, ledger.used);
                for reason in &reasons {
                    page::figure(html, ledger.set_aside.get(reason).copied().unwrap_or_default());
                }
                let accounted = ledger.used + ledger.set_aside.values().sum::<u64>();
                page::figure(html, i128::from(ledger.non_empty) - i128::from(accounted));
                page::figure(html, ledger.uncalculated);
                page::cell(html, witness);
                html.raw("</tr>\n");
            };
            let (listed, others) = input.sheets.split_at(input.sheets.len().min(LISTED));
            for sheet in listed {
                let hidden = if sheet.visibility == Visibility::Visible { "" } else { "（非表示）" };
                let name = format!("{}{hidden}", sheet.name.as_deref().unwrap_or_default());
                row(html, &name, &sheet.ledger, sheet.ledger.witness.label());
            }
            if !others.is_empty() {
                row(html, &format!("ほか{}シート（明細は run.json）", others.len()), &sum(others), "");
            }
        }
        html.raw("</tbody>\n</table>\n");
    });
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
