//! A page: one self-contained file that needs no network, no server and no script to be read.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use crate::report::ReportData;
use crate::report::html::escape::Html;
use crate::report::options::Options;

const STYLE: &str = include_str!("style.css");

/// Shows and hides what is marked as an item, and copies texts.
pub(super) const FILTER: &str = include_str!("filter.js");

/// A whole page in Japanese. `body` writes what stands in it, landmarks included.
///
/// The page may load nothing at all, and run only `script`: its hash stands in the content security policy, so that a
/// script which got into the page by any other way would not run.
pub(super) fn page(title: &str, script: Option<&'static str>, body: impl FnOnce(&mut Html)) -> Vec<u8> {
    let mut html = Html::default();
    let scripts = match script {
        Some(script) => format!("'sha256-{}'", STANDARD.encode(Sha256::digest(script.as_bytes()))),
        None => "'none'".to_owned(),
    };
    let policy =
        format!("default-src 'none'; style-src 'unsafe-inline'; script-src {scripts}; base-uri 'none'; form-action 'none'");
    html.raw(
        "<!DOCTYPE html>\n<html lang=\"ja\">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\"",
    );
    html.attr("content", &policy);
    html.raw(">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    html.raw("<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"generator\" content=\"torimatome\">\n<meta name=\"robots\" content=\"noindex\">\n<title>");
    html.text(title).raw("</title>\n<style>\n").raw(STYLE).raw("</style>\n</head>\n<body>\n");
    html.raw("<a class=\"skip\" href=\"#main\">本文へ移動</a>\n");
    body(&mut html);
    if let Some(script) = script {
        html.raw("<script>").raw(script).raw("</script>\n");
    }
    html.raw("</body>\n</html>\n");
    html.finish().into_bytes()
}

/// The banner: title, period, days, state and report of a report, and links to the parts of the page.
pub(super) fn header(
    html: &mut Html,
    report: &ReportData<'_>,
    title: &str,
    options: Option<&Options>,
    parts: &[(String, String)],
) {
    html.raw("<header>\n<h1>").text(title).raw("</h1>\n<p class=\"sub\">");
    html.text(&report.subtitle());
    if let Some(options) = options {
        html.text("　").text(options.version.as_deref().unwrap_or("第1版")).text("　").text(options.state.label());
    }
    html.raw("</p>\n");
    if let Some(names) = options.map(|options| &options.approvals).filter(|names| !names.is_empty()) {
        html.raw("<div class=\"sign\" role=\"img\"")
            .attr("aria-label", &format!("確認欄（{}）。空欄。", names.join("、")))
            .raw(">");
        for name in names {
            html.raw("<span>").text(name).raw("</span>");
        }
        html.raw("</div>\n");
    }
    html.raw("<nav aria-label=\"目次\"><ul>");
    for (target, text) in parts {
        html.raw("<li><a").attr("href", &format!("#{target}")).raw(">").text(text).raw("</a></li>");
    }
    html.raw("</ul></nav>\n</header>\n");
}

/// The last lines of a page.
pub(super) fn footer(html: &mut Html) {
    html.raw("<footer><p>").text(concat!("torimatome ", env!("CARGO_PKG_VERSION"))).raw("</p></footer>\n");
}

/// A part of the page under a heading of its own.
pub(super) fn section(html: &mut Html, id: &'static str, title: &str, body: impl FnOnce(&mut Html)) {
    html.raw("<section").attr("id", id).attr("aria-labelledby", &format!("{id}-h")).raw(">\n<h2");
    html.attr("id", &format!("{id}-h")).raw(">").text(title).raw("</h2>\n");
    body(html);
    html.raw("</section>\n");
}

/// A table that can be wider than the window: it scrolls by keyboard too.
pub(super) fn scroll(html: &mut Html, label: &str, body: impl FnOnce(&mut Html)) {
    html.raw("<div class=\"scroll\" role=\"region\" tabindex=\"0\"").attr("aria-label", label).raw(">\n");
    body(html);
    html.raw("</div>\n");
}

/// A row of column headings.
pub(super) fn headings(html: &mut Html, texts: &[&str]) {
    html.raw("<thead><tr>");
    for text in texts {
        html.raw("<th scope=\"col\">").text(text).raw("</th>");
    }
    html.raw("</tr></thead>\n");
}

/// A choice of a filter.
pub(super) fn select(html: &mut Html, name: &'static str, label: &'static str, options: &[(String, String)]) {
    html.raw("<p><label").attr("for", name).raw(">").raw(label).raw("</label><select").attr("id", name).attr("name", name);
    html.raw("><option value=\"\">すべて</option>");
    for (value, text) in options {
        html.raw("<option").attr("value", value).raw(">").text(text).raw("</option>");
    }
    html.raw("</select></p>\n");
}

/// Words as choices.
pub(super) fn options(words: &[&str]) -> Vec<(String, String)> {
    words.iter().map(|word| ((*word).to_owned(), (*word).to_owned())).collect()
}

/// A cell that says its heading where rows are set one value below the other.
pub(super) fn labelled(html: &mut Html, label: &str, text: &str) {
    html.raw("<td").attr("data-label", label).raw(">").text(text).raw("</td>");
}

/// A cell of text.
pub(super) fn cell(html: &mut Html, text: &str) {
    html.raw("<td>").text(text).raw("</td>");
}

/// A cell with a figure.
pub(super) fn figure(html: &mut Html, number: impl std::fmt::Display) {
    html.raw("<td class=\"n\">").number(number).raw("</td>");
}
