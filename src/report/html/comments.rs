//! What departments remarked on their cells, in the order of the files.

use maud::{Markup, html};

use crate::model::{Consolidation, Place};
use crate::report::html::page;
use crate::report::html::records::{Records, spot};

/// How many are listed; `run.json` has all.
const LISTED: usize = 5_000;

/// How many there are.
pub(super) fn count(consolidation: &Consolidation) -> usize {
    consolidation.inputs.iter().flat_map(|input| &input.sheets).map(|sheet| sheet.comments.len()).sum()
}

/// The table, each comment with the record that its cell went into.
pub(super) fn table(consolidation: &Consolidation, records: &Records<'_>) -> Markup {
    let all = count(consolidation);
    let sheets = consolidation.inputs.iter().flat_map(|input| input.sheets.iter().map(move |sheet| (input, sheet)));
    let comments = sheets.flat_map(|(input, sheet)| sheet.comments.iter().map(move |comment| (input, sheet, comment)));
    let table = html! {
        table {
            caption { "セルのコメント" }
            (page::headings(&["担当課", "ファイル", "場所", "記録", "コメント"]))
            tbody {
                @for (input, sheet, comment) in comments.take(LISTED) {
                    @let place = Place::file(input.path.clone()).on(sheet.name.clone()).at(comment.cell);
                    tr {
                        td { (input.department.as_deref().unwrap_or_default()) }
                        td { (input.path) }
                        td { (spot(sheet.name.as_deref(), Some(comment.cell), comment.cell.row)) }
                        td {
                            @if let Some(entry) = records.remarked(&place) {
                                a href={ "#" (entry.anchor) } { (entry.id) }
                            }
                        }
                        td.t { (comment.text) }
                    }
                }
            }
        }
    };
    html! {
        @if all > LISTED {
            p { "このページには" (LISTED) "件を載せています。全" (all) "件は run.json にあります。" }
        }
        (page::scroll("コメントの表", &table))
    }
}
