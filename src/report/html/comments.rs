//! What departments remarked on their cells, in the order of the files.

use crate::model::{Consolidation, Place};
use crate::report::html::escape::Html;
use crate::report::html::page;
use crate::report::html::records::{Records, spot};

/// So many are listed; `run.json` has them all.
const LISTED: usize = 5_000;

/// How many there are.
pub(super) fn count(consolidation: &Consolidation) -> usize {
    consolidation.inputs.iter().flat_map(|input| &input.sheets).map(|sheet| sheet.comments.len()).sum()
}

/// The table, each with the record that its cell went into.
pub(super) fn table(html: &mut Html, consolidation: &Consolidation, records: &Records<'_>) {
    let all = count(consolidation);
    if all > LISTED {
        html.raw("<p>").text(&format!("このページには{LISTED}件を載せています。全{all}件は run.json にあります。")).raw("</p>\n");
    }
    let sheets = consolidation.inputs.iter().flat_map(|input| input.sheets.iter().map(move |sheet| (input, sheet)));
    let comments = sheets.flat_map(|(input, sheet)| sheet.comments.iter().map(move |comment| (input, sheet, comment)));
    page::scroll(html, "コメントの表", |html| {
        html.raw("<table>\n<caption>セルのコメント</caption>\n");
        page::headings(html, &["担当課", "ファイル", "場所", "記録", "コメント"]);
        html.raw("<tbody>\n");
        for (input, sheet, comment) in comments.take(LISTED) {
            html.raw("<tr>");
            page::cell(html, input.department.as_deref().unwrap_or_default());
            page::cell(html, &input.path);
            page::cell(html, &spot(sheet.name.as_deref(), Some(comment.cell), comment.cell.row));
            let place = Place::file(input.path.clone()).on(sheet.name.clone()).at(comment.cell);
            html.raw("<td>");
            if let Some(entry) = records.remarked(&place) {
                html.raw("<a").attr("href", &format!("#{}", entry.anchor)).raw(">").text(entry.id).raw("</a>");
            }
            html.raw("</td><td class=\"t\">").text(&comment.text).raw("</td></tr>\n");
        }
        html.raw("</tbody>\n</table>\n");
    });
}
