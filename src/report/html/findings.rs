//! 指摘 as a table: on the review page with what the cell held, on the report without.

use std::borrow::Cow;
use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use crate::model::digest::hex;
use crate::model::{Consolidation, Finding, Lang, Severity};
use crate::report::html::escape::Html;
use crate::report::html::page;
use crate::report::html::records::Records;

/// A page with more rows than this is of no use to anybody; the rest is in run.json.
pub(super) const MOST: usize = 20_000;

/// So many characters of a cell stand beside a finding on it.
const SHOWN: usize = 1_000;

/// So many places of one finding are listed.
const PLACES: usize = 200;

/// Writes the table. `records` adds the values before and after and the link to the record.
pub(super) fn table<'f>(
    html: &mut Html,
    consolidation: &Consolidation,
    findings: impl Iterator<Item = &'f Finding>,
    records: Option<&Records<'_>>,
) {
    page::scroll(html, "指摘の表", |html| {
        html.raw("<table>\n<caption>指摘</caption>\n");
        page::headings(html, &["程度", "場所", "担当課", "内容と対応", "規則"]);
        html.raw("<tbody id=\"findings-body\">\n");
        let mut anchors: BTreeMap<String, usize> = BTreeMap::new();
        for finding in findings.take(MOST) {
            row(html, consolidation, finding, records, &mut anchors);
        }
        html.raw("</tbody>\n</table>\n");
    });
}

fn row(
    html: &mut Html,
    consolidation: &Consolidation,
    finding: &Finding,
    records: Option<&Records<'_>>,
    anchors: &mut BTreeMap<String, usize>,
) {
    let mut id = finding_anchor(finding);
    let times = anchors.entry(id.clone()).or_default();
    *times += 1;
    if *times > 1 {
        id = format!("{id}-{times}");
    }
    let departments: Vec<&str> = finding.departments().into_iter().map(|department| &**department).collect();
    let department = departments.join("、");
    let severity = finding.severity();
    html.raw("<tr").attr("id", &id).attr("data-severity", severity.as_str());
    html.attr("data-department", &department).attr("data-rule", finding.rule.id).raw(">");
    severity_cell(html, severity);
    html.raw("<th scope=\"row\" class=\"place\">");
    let place = finding.place.to_string();
    html.text(if place.is_empty() { "全体" } else { &place });
    let record = records.and_then(|records| records.at(&finding.place));
    if let Some(record) = record {
        html.raw("<br><a").attr("href", &format!("#{}", record.anchor)).raw(">記録 ").text(record.id).raw("</a>");
    }
    html.raw("</th>");
    page::cell(html, &department);
    html.raw("<td><p class=\"msg\">").text(&finding.message(Lang::Ja)).raw("</p><p class=\"hint\">対応: ");
    html.text(&finding.hint(Lang::Ja)).raw("</p>");
    if let Some(decided) = &finding.decision {
        html.raw("<p class=\"hint\">判断: ").text(&decided.to_string()).raw("</p>");
    }
    values(html, consolidation, finding, records);
    places(html, finding, records);
    html.raw("</td><td><code>").text(finding.rule.id).raw("</code></td></tr>\n");
}

/// The places of a finding that is met at several.
fn places(html: &mut Html, finding: &Finding, records: Option<&Records<'_>>) {
    if finding.count() < 2 {
        return;
    }
    html.raw("<details><summary>").text(&format!("{}か所", finding.count())).raw("</summary><ul>\n");
    for place in finding.places().take(PLACES) {
        html.raw("<li>");
        match records.and_then(|records| records.at(place)) {
            Some(record) => {
                html.raw("<a").attr("href", &format!("#{}", record.anchor)).raw(">").text(&place.to_string()).raw("</a>")
            }
            None => html.text(&place.to_string()),
        };
        html.raw("</li>\n");
    }
    if finding.count() > PLACES {
        html.raw("<li>").text(&format!("ほか{}か所（run.json にあります）", finding.count() - PLACES)).raw("</li>\n");
    }
    html.raw("</ul></details>");
}

/// What the cell shows, and what came of it.
fn values(html: &mut Html, consolidation: &Consolidation, finding: &Finding, records: Option<&Records<'_>>) {
    let became = records.and_then(|records| records.became(consolidation, &finding.place));
    if records.is_none() || (finding.shown.is_none() && became.is_none()) {
        return;
    }
    html.raw("<dl class=\"values\">");
    if let Some(shown) = &finding.shown {
        html.raw("<dt>セルの表示</dt><dd>").text(&beginning(shown)).raw("</dd>");
    }
    match became.as_ref().map(|became| became.value.as_deref()) {
        Some(Some(value)) if finding.shown.as_deref() == Some(value) => {
            html.raw("<dt>取りまとめ後</dt><dd>同じ</dd>");
        }
        Some(Some(value)) => {
            html.raw("<dt>取りまとめ後</dt><dd>").text(&beginning(value)).raw("</dd>");
        }
        Some(None) => {
            html.raw("<dt>取りまとめ後</dt><dd>（値なし）</dd>");
        }
        None => {}
    }
    html.raw("</dl>");
}

/// A text as far as somebody reads it beside a finding: a long one would stand there once for each finding on it.
fn beginning(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(SHOWN) {
        None => Cow::Borrowed(text),
        Some((end, _)) => Cow::Owned(format!("{}…（全{}文字）", text.get(..end).unwrap_or_default(), text.chars().count())),
    }
}

/// 程度, by a sign and a word, never by colour alone.
pub(super) fn severity_cell(html: &mut Html, severity: Severity) {
    html.raw(match severity {
        Severity::Error => "<td class=\"sev error\"><span aria-hidden=\"true\">✕ </span>",
        Severity::Warning => "<td class=\"sev warning\"><span aria-hidden=\"true\">▲ </span>",
        Severity::Info => "<td class=\"sev info\"><span aria-hidden=\"true\">・ </span>",
    });
    html.text(severity.label(Lang::Ja)).raw("</td>");
}

/// A link target that stays the same as long as the finding does.
fn finding_anchor(finding: &Finding) -> String {
    let mut hash = Sha256::new();
    for part in [finding.rule.id, &finding.place.to_string(), finding.department.as_deref().unwrap_or_default()] {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    for (name, value) in &finding.values {
        hash.update(name.as_bytes());
        hash.update([0]);
        hash.update(value.as_bytes());
        hash.update([0]);
    }
    format!("f-{}", hex(&hash.finalize()[..6]))
}
