//! A page: one self-contained file that needs no network, no server and no script to be read.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest, Sha256};

use crate::report::ReportData;
use crate::report::options::Options;

const STYLE: &str = include_str!("style.css");

/// Filters items and copies texts.
pub(super) const FILTER: &str = include_str!("filter.js");

/// A whole page in Japanese. `body` brings its own landmarks.
///
/// The content security policy forbids loading anything and names the hash of `script`, the only script that may run.
pub(super) fn page(title: &str, script: Option<&'static str>, body: &Markup) -> Vec<u8> {
    let scripts = match script {
        Some(script) => format!("'sha256-{}'", STANDARD.encode(Sha256::digest(script.as_bytes()))),
        None => "'none'".to_owned(),
    };
    let policy =
        format!("default-src 'none'; style-src 'unsafe-inline'; script-src {scripts}; base-uri 'none'; form-action 'none'");
    let page = html! {
        (DOCTYPE)
        html lang="ja" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(policy);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="generator" content="torimatome";
                meta name="robots" content="noindex";
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                a.skip href="#main" { "本文へ移動" }
                (body)
                @if let Some(script) = script {
                    script { (PreEscaped(script)) }
                }
            }
        }
    };
    visible(page.into_string()).into_bytes()
}

/// Replaces characters that HTML does not allow, or that would turn the direction of the text around them, with
/// pictures. Markup contains none of them, so the finished page can be treated as a whole.
fn visible(page: String) -> String {
    if page.chars().any(|c| picture(c).is_some()) { page.chars().map(|c| picture(c).unwrap_or(c)).collect() } else { page }
}

fn picture(c: char) -> Option<char> {
    match c {
        '\n' | '\t' => None,
        '\u{0}'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)),
        '\u{7f}' => Some('\u{2421}'),
        '\u{80}'..='\u{9f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}'
        | '\u{fdd0}'..='\u{fdef}'
        | '\u{fffe}'
        | '\u{ffff}' => Some('\u{fffd}'),
        _ => None,
    }
}

/// The banner: title, period, dates, state and version of a report, and links to the parts of the page.
pub(super) fn header(report: &ReportData<'_>, title: &str, options: Option<&Options>, parts: &[(String, String)]) -> Markup {
    let approvals = options.map(|options| &options.approvals).filter(|names| !names.is_empty());
    html! {
        header {
            h1 { (title) }
            p.sub {
                (report.subtitle())
                @if let Some(options) = options {
                    "　" (options.version.as_deref().unwrap_or("第1版")) "　" (options.state.label())
                }
            }
            @if let Some(names) = approvals {
                div.sign role="img" aria-label={ "確認欄（" (names.join("、")) "）。空欄。" } {
                    @for name in names { span { (name) } }
                }
            }
            nav aria-label="目次" {
                ul {
                    @for (target, text) in parts { li { a href={ "#" (target) } { (text) } } }
                }
            }
        }
    }
}

/// The last lines of a page.
pub(super) fn footer() -> Markup {
    html! { footer { p { (concat!("torimatome ", env!("CARGO_PKG_VERSION"))) } } }
}

/// A part of the page under a heading of its own.
pub(super) fn section(id: &str, title: &str, body: &Markup) -> Markup {
    html! {
        section id=(id) aria-labelledby={ (id) "-h" } {
            h2 id={ (id) "-h" } { (title) }
            (body)
        }
    }
}

/// A table that can be wider than the window; the keyboard scrolls it too.
pub(super) fn scroll(label: &str, table: &Markup) -> Markup {
    html! { div.scroll role="region" tabindex="0" aria-label=(label) { (table) } }
}

/// A row of column headings.
pub(super) fn headings(texts: &[&str]) -> Markup {
    html! { thead { tr { @for text in texts { th scope="col" { (text) } } } } }
}

/// A choice of a filter, each option with its value.
pub(super) fn select(name: &str, label: &str, options: &[(&str, &str)]) -> Markup {
    html! {
        p {
            label for=(name) { (label) }
            select id=(name) name=(name) {
                option value="" { "すべて" }
                @for (value, text) in options { option value=(value) { (text) } }
            }
        }
    }
}

/// A cell that shows its heading where the cells of a row stand one below the other.
pub(super) fn labelled(label: &str, text: &str) -> Markup {
    html! { td data-label=(label) { (text) } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_in_a_text_stays_text_and_control_characters_become_pictures() {
        let text = "<script>&\u{1b}\u{202e}</script>";
        let page = page("t", None, &html! { p title="\" onclick=\"x" { (text) } });
        let page = String::from_utf8(page).unwrap();
        let shown = "<p title=\"&quot; onclick=&quot;x\">&lt;script&gt;&amp;␛\u{fffd}&lt;/script&gt;</p>";
        assert!(page.contains(shown), "{page}");
    }
}
