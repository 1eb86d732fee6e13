//! 推移: the last periods side by side.

use maud::{Markup, html};

use crate::model::{IndicatorFigures, Lang, Period, StageTrend, Trend};
use crate::page::answer::Answer;
use crate::page::findings::not_read;
use crate::page::frame::{self, Place, View};
use crate::page::words::count;

pub(super) fn view(place: &Place<'_>) -> Answer {
    let title = place.t("推移", "Trend");
    let Some(reading) = place.page.reading(place.period) else {
        return Answer::page(frame::whole(place, View::Trend, title, &not_read(place)));
    };
    let consolidation = reading.consolidation();
    let trend = &consolidation.trend;
    let content = html! {
        @if !trend.has_past() {
            p { (place.t("前の期間の記録がないため、推移はまだありません。取りまとめを重ねると、ここに並びます。",
                "There is no earlier period yet. Periods stand side by side here once more of them were built.")) }
        }
        @if !trend.periods.is_empty() {
            (stages(place, trend))
            (indicators(place, trend))
            (departments(place, trend))
        }
    };
    Answer::page(frame::whole(place, View::Trend, title, &content))
}

fn heads(place: &Place<'_>, trend: &Trend, first: &str) -> Markup {
    let label = |period: Period| if place.lang == Lang::Ja { period.short_label() } else { period.id() };
    html! { thead { tr { th scope="col" { (first) } @for figures in &trend.periods { th.n scope="col" { (label(figures.period)) } } } } }
}

fn table(id: &str, title: &str, inner: &Markup) -> Markup {
    html! {
        section aria-labelledby=(id) {
            h2 id=(id) { (title) }
            div.scroll tabindex="0" role="group" aria-label=(title) { table { caption.hidden { (title) } (inner) } }
        }
    }
}

/// Records by stage.
fn stages(place: &Place<'_>, trend: &Trend) -> Markup {
    let all = trend.stages();
    let row = |at: usize, of: &StageTrend| {
        html! { @for figures in &of.periods { td.n { (count(figures.records.get(at).copied().unwrap_or_default())) } } }
    };
    html! {
        @if !all.stages.is_empty() {
            (table("stages", place.t("段階ごとの取組", "Initiatives by stage"), &html! {
                (heads(place, trend, place.t("段階", "stage")))
                tbody {
                    @for (at, stage) in all.stages.iter().enumerate() { tr { th scope="row" { (stage) } (row(at, &all)) } }
                    tr { th scope="row" { (place.t("段階の記載なし", "no stage named")) } @for of in &all.periods { td.n { (count(of.without_stage)) } } }
                    tr { th scope="row" { (place.t("未提出", "not reported")) } @for of in &all.periods { td.n { (count(of.not_reported)) } } }
                    tr { th scope="row" { (place.t("計", "all")) } @for of in &all.periods { td.n { b { (count(of.total())) } } } }
                }
            }))
        }
    }
}

fn indicators(place: &Place<'_>, trend: &Trend) -> Markup {
    let all = trend.indicators();
    let figure = |of: &IndicatorFigures| {
        let rate = of.attainment.map(|rate| format!("（{:.0}%）", rate * 100.0)).unwrap_or_default();
        format!("{}{rate}", of.value)
    };
    html! {
        @if !all.is_empty() {
            (table("indicators", place.t("指標と達成率", "Indicators"), &html! {
                (heads(place, trend, place.t("指標", "indicator")))
                tbody { @for one in &all {
                    tr {
                        th scope="row" { (one.latest.indicator) " " span.path { (place.t("目標 ", "target ")) (one.latest.target) @if let Some(unit) = &one.latest.unit { (unit) } } }
                        @for of in &one.periods { td.n { @if let Some(of) = of { (figure(of)) } @else { "–" } } }
                    }
                } }
            }))
        }
    }
}

/// Who submitted when.
fn departments(place: &Place<'_>, trend: &Trend) -> Markup {
    use crate::model::Punctuality;
    let word = |punctuality: Punctuality| match (place.lang, punctuality) {
        (Lang::Ja, known) => known.label(),
        (Lang::En, Punctuality::InTime) => "in time",
        (Lang::En, Punctuality::Late) => "late",
        (Lang::En, Punctuality::HandedIn) => "handed in",
        (Lang::En, Punctuality::NoRecords) => "nothing to report",
        (Lang::En, Punctuality::Missing) => "missing",
    };
    html! {
        (table("punctuality", place.t("課ごとの提出", "Hand-ins"), &html! {
            (heads(place, trend, place.t("担当課", "department")))
            tbody { @for one in trend.departments() {
                tr {
                    th scope="row" { (one.department) }
                    @for of in &one.periods {
                        td { @if let Some(of) = of { (word(of.punctuality)) @if let Some(days) = of.days_late { " " (days) (place.t("日", " days")) } } @else { "–" } }
                    }
                }
            } }
        }))
    }
}
