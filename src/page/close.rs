//! Confirmation before a period is closed: missing submissions and unanswered findings.

use maud::html;

use crate::model::Severity;
use crate::page::answer::Answer;
use crate::page::findings::not_read;
use crate::page::frame::{self, Place, View};
use crate::page::words::{count, severity_class, status};
use crate::pipeline::status::returned;

/// How many findings are named.
const NAMED: usize = 20;

pub(super) fn view(place: &Place<'_>) -> Answer {
    let title = place.t("期間を締める前に", "Before closing the period");
    let Some(reading) = place.page.reading(place.period) else {
        return Answer::page(frame::whole(place, View::Outputs, title, &not_read(place)));
    };
    let consolidation = reading.consolidation();
    let waiting: Vec<_> = reading.lines.iter().filter(|line| line.waits()).collect();
    let open: Vec<_> =
        consolidation.findings.iter().filter(|finding| finding.is_open() && finding.severity() > Severity::Info).collect();
    let returned: usize = returned(&consolidation).values().sum();
    let content = html! {
        p { b { (place.period_label()) } }
        @if waiting.is_empty() { p { (place.t("すべての課から提出されています。", "All departments have handed in.")) } }
        @else {
            section aria-labelledby="waiting" {
                h2 id="waiting" { (place.t("まだ提出していない課", "Departments that have not handed in")) "（" (count(waiting.len())) "）" }
                ul.names { @for line in &waiting { li { (line.department) " " span.state.bad { (status(line.status, place.lang)) } } } }
            }
        }
        @if open.is_empty() { p { (place.t("答えていないエラーと注意はありません。", "No error or warning waits for an answer.")) } }
        @else {
            section aria-labelledby="open" {
                h2 id="open" { (place.t("答えていない指摘", "Findings without an answer")) "（" (count(open.len())) "）" }
                ul { @for finding in open.iter().take(NAMED) {
                    li { span.sev.(severity_class(finding.severity())) { (finding.severity().label(place.lang)) } " " (finding.message(place.lang)) }
                } }
                p { a href=(place.url("/findings", &[])) { (place.t("指摘を見る", "Look at the findings")) } }
            }
        }
        @if returned > 0 { p { (place.t("差戻し中の指摘: ", "Returned findings: ")) b { (count(returned)) } } }
        form.fields method="post" action="/close" {
            input type="hidden" name="p" value=(place.period_id());
            p { label { input type="checkbox" name="sure" value="yes" required; " "
                (place.t("確かめました。取りまとめて、この期間を締めます（締めた報告書は書き換えられません）。",
                    "I have looked. Build and close this period (a closed report is not replaced any more).")) } }
            p { button.main type="submit" { (place.t("この期間を締める", "Close this period")) } " "
                a href=(place.url("/outputs", &[])) { (place.t("やめる", "Not now")) } }
        }
    };
    Answer::page(frame::whole(place, View::Outputs, title, &content))
}
