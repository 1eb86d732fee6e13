//! Tables of no known kind, and what was seen of them.

use std::path::Path;

use maud::html;

use crate::page::answer::Answer;
use crate::page::cell_grid;
use crate::page::findings::not_read;
use crate::page::frame::{self, Place, View};
use crate::rules;

/// How many are shown.
const SHOWN: usize = 20;

pub(super) fn view(place: &Place<'_>, root: &Path) -> Answer {
    let title = place.t("分からない表", "Unknown tables");
    let Some(reading) = place.page.reading(place.period) else {
        return Answer::page(frame::whole(place, View::Findings, title, &not_read(place)));
    };
    let unknown: Vec<_> = reading
        .consolidation()
        .findings
        .iter()
        .filter(|finding| finding.rule.id == rules::UNKNOWN_TABLE.id)
        .take(SHOWN)
        .cloned()
        .collect();
    let content = html! {
        @if let Some(job) = place.page.job().filter(|job| job.is_running()) { p { (job.look(place.lang).text) } }
        @if unknown.is_empty() { p { (place.t("分からない表はありません。", "There are no unknown tables.")) } }
        @for finding in &unknown {
            article.finding {
                h2 { (finding.place.to_string()) }
                p.msg { (finding.message(place.lang)) }
                p.hint { "→ " (finding.hint(place.lang)) }
                @if let Some(cut) = cell_grid::cut(place, root, &reading, &finding.place) { (cut) }
                @if let Some(file) = &finding.place.file {
                    p { a.button href=(place.url("/draft", &[("file", file)])) { (place.t("様式の下書きを作る", "Draft a form")) } }
                }
            }
        }
        p { a href=(place.url("/findings", &[])) { (place.t("指摘に戻る", "Back to the findings")) } }
    };
    Answer::page(frame::whole(place, View::Findings, title, &content))
}
