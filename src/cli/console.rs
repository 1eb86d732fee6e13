//! What a person sees: messages on standard error, the result on standard output.

use std::io::Write;

use anstyle::{AnsiColor, Style};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::Failure;
use super::options::ColorChoice;
use crate::model::{Finding, Lang, Severity};

/// Where messages go, and in which language.
pub(crate) struct Console {
    pub lang: Lang,
    quiet: bool,
}

impl Console {
    pub(crate) fn new(lang: Lang, quiet: bool, color: ColorChoice) -> Self {
        match color {
            ColorChoice::Auto => {}
            ColorChoice::Always => anstream::ColorChoice::Always.write_global(),
            ColorChoice::Never => anstream::ColorChoice::Never.write_global(),
        }
        Self { lang, quiet }
    }

    /// Before any option is known.
    pub(crate) const fn plain() -> Self {
        Self { lang: Lang::Ja, quiet: false }
    }

    /// A line of the result.
    pub(crate) fn result(&self, text: &str) {
        // a closed pipe (| head) is no fault
        let _ = writeln!(anstream::stdout(), "{}", harmless(text));
    }

    /// The result as it is, for other programs.
    pub(crate) fn bytes(&self, bytes: &[u8]) {
        let mut out = std::io::stdout().lock();
        let _ = out.write_all(bytes).and_then(|()| out.flush());
    }

    /// The result as JSON.
    pub(crate) fn json(&self, value: &impl serde::Serialize) {
        // plain data into memory: there is nothing that could fail
        let mut bytes = serde_json::to_vec_pretty(value).unwrap_or_default();
        bytes.push(b'\n');
        self.bytes(&bytes);
    }

    /// A remark.
    pub(crate) fn say(&self, text: &str) {
        if !self.quiet {
            let _ = writeln!(anstream::stderr(), "{}", harmless(text));
        }
    }

    pub(crate) fn failure(&self, failure: &Failure) {
        let red = Style::new().bold().fg_color(Some(AnsiColor::Red.into()));
        let word = Severity::Error.label(self.lang);
        let _ = writeln!(anstream::stderr(), "{red}{word}{red:#}: {}", harmless(&failure.message));
        let _ = writeln!(anstream::stderr(), "  → {}", harmless(&failure.hint));
    }

    /// Findings, the grave ones first: severity and place, message, hint. Of the information only the count.
    pub(crate) fn findings(&self, findings: &[Finding], with_info: bool) {
        if self.quiet {
            return;
        }
        let mut err = anstream::stderr().lock();
        for finding in findings.iter().filter(|finding| with_info || finding.severity() > Severity::Info) {
            let colour = match finding.severity() {
                Severity::Error => AnsiColor::Red,
                Severity::Warning => AnsiColor::Yellow,
                Severity::Info => AnsiColor::Cyan,
            };
            let style = Style::new().bold().fg_color(Some(colour.into()));
            let word = finding.severity().label(self.lang);
            let place = finding.place.to_string();
            let place = match (&finding.department, place.is_empty()) {
                (Some(department), true) => department.to_string(),
                _ => place,
            };
            let _ = writeln!(err, "{style}{word}{style:#} {} [{}]", harmless(&place), finding.rule.id);
            let _ = writeln!(err, "  {}", harmless(&finding.message(self.lang)));
            let _ = writeln!(err, "  → {}", harmless(&finding.hint(self.lang)));
        }
    }

    /// A bar for `length` steps; on a terminal only.
    pub(crate) fn progress(&self, length: usize, what: (&str, &str)) -> ProgressBar {
        let target = if self.quiet { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr_with_hz(10) };
        let bar = ProgressBar::with_draw_target(Some(length as u64), target);
        let style = ProgressStyle::with_template("{msg} [{bar:30}] {pos}/{len} {eta}");
        if let Ok(style) = style {
            bar.set_style(style);
        }
        bar.set_message(if self.lang == Lang::Ja { what.0.to_owned() } else { what.1.to_owned() });
        bar
    }

    /// The text of this language.
    pub(crate) const fn text<'t>(&self, ja: &'t str, en: &'t str) -> &'t str {
        match self.lang {
            Lang::Ja => ja,
            Lang::En => en,
        }
    }
}

/// What a cell holds is never an escape sequence for a terminal: control characters are shown as pictures.
pub(crate) fn harmless(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\n' | '\t' => c,
            '\u{0}'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{fffd}'),
            '\u{7f}' => '\u{2421}',
            '\u{80}'..='\u{9f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '\u{fffd}',
            other => other,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_escape_sequence_is_shown_not_obeyed() {
        assert_eq!(harmless("\u{1b}[31m赤\u{9b}2J"), "␛[31m赤\u{fffd}2J");
    }
}
