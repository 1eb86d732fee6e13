//! HTML in the making: markup comes from the program, everything else is escaped.

use std::fmt::Display;

/// A piece of HTML.
///
/// Markup is `&'static str`: only what stands in this program's source can be markup. What a cell, a file name or a
/// plan holds goes through [`text`](Self::text) or [`attr`](Self::attr) and stays text, whatever it is.
#[derive(Debug, Default)]
pub(super) struct Html {
    out: String,
}

impl Html {
    /// Markup of our own.
    pub(super) fn raw(&mut self, markup: &'static str) -> &mut Self {
        self.out.push_str(markup);
        self
    }

    /// A text, escaped.
    pub(super) fn text(&mut self, text: &str) -> &mut Self {
        for c in text.chars() {
            push(&mut self.out, c);
        }
        self
    }

    /// A number.
    pub(super) fn number(&mut self, number: impl Display) -> &mut Self {
        self.text(&number.to_string())
    }

    /// An attribute ` name="value"`, its value escaped, line ends kept.
    pub(super) fn attr(&mut self, name: &'static str, value: &str) -> &mut Self {
        self.out.push(' ');
        self.out.push_str(name);
        self.out.push_str("=\"");
        self.text(value);
        self.out.push('"');
        self
    }

    /// The finished piece.
    pub(super) fn finish(self) -> String {
        self.out
    }
}

/// One character of a text. What HTML does not allow, and what would turn the direction of the text around it, is shown
/// as a picture of itself instead.
fn push(out: &mut String, c: char) {
    match c {
        '&' => out.push_str("&amp;"),
        '<' => out.push_str("&lt;"),
        '>' => out.push_str("&gt;"),
        '"' => out.push_str("&quot;"),
        '\'' => out.push_str("&#39;"),
        '\n' | '\t' => out.push(c),
        '\u{0}'..='\u{1f}' => out.push(char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{fffd}')),
        '\u{7f}' => out.push('\u{2421}'),
        '\u{80}'..='\u{9f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}'
        | '\u{fdd0}'..='\u{fdef}'
        | '\u{fffe}'
        | '\u{ffff}' => {
            out.push('\u{fffd}');
        }
        other => out.push(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_in_a_text_stays_text() {
        let mut html = Html::default();
        html.raw("<p").attr("title", "\" onclick=\"x").raw(">").text("<script>&\u{1b}\u{202e}</script>").raw("</p>");
        assert_eq!(html.finish(), "<p title=\"&quot; onclick=&quot;x\">&lt;script&gt;&amp;␛\u{fffd}&lt;/script&gt;</p>");
    }
}
