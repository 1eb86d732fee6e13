//! The console: messages on standard error, the result on standard output.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{self, IsTerminal, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use anstyle::{AnsiColor, Style};

use crate::cli::messages::catalogue::results;
use crate::model::{Failure, Finding, InLang, Lang, Severity, listed};
use crate::pipeline::settings::options::{ColorChoice, Common};
use crate::rules;
use crate::source::delimited::cp932;

/// The language of the last command; its configuration may have set it.
static LANG: Mutex<Lang> = Mutex::new(Lang::Ja);

/// State of standard output.
static DELIVERY: Mutex<Delivery> = Mutex::new(Delivery { tried: false, refused: None });

/// Is standard output in CP932, for programs of old that read it?
static CP932: AtomicBool = AtomicBool::new(false);

struct Delivery {
    /// Was anything written?
    tried: bool,
    /// The error, if writing failed.
    refused: Option<io::Error>,
}

/// Records whether a part of the result was written. A closed pipe (`| head`) is not an error.
pub(crate) fn note(written: io::Result<()>) {
    let mut delivery = DELIVERY.lock().unwrap_or_else(PoisonError::into_inner);
    delivery.tried = true;
    if let Err(error) = written
        && error.kind() != io::ErrorKind::BrokenPipe
    {
        delivery.refused.get_or_insert(error);
    }
}

/// The error that kept the result, or a part of it, from standard output.
pub(crate) fn undelivered() -> Option<io::Error> {
    let flushed = io::stdout().flush();
    let tried = DELIVERY.lock().unwrap_or_else(PoisonError::into_inner).tried;
    if tried {
        note(flushed);
    }
    DELIVERY.lock().unwrap_or_else(PoisonError::into_inner).refused.take()
}

/// Prints messages in one language.
pub(crate) struct Console {
    pub lang: Lang,
    quiet: bool,
}

impl Console {
    pub(crate) fn new(lang: Lang, quiet: bool, color: ColorChoice) -> Self {
        set_colors(color);
        *LANG.lock().unwrap_or_else(PoisonError::into_inner) = lang;
        Self { lang, quiet }
    }

    /// The console of a command with these options.
    pub(crate) fn of(common: &Common, lang: Lang) -> Self {
        Self::new(lang, common.quiet, common.color)
    }

    /// For messages outside of a command: in the language of the arguments, else of the last command.
    pub(crate) fn plain() -> Self {
        let given: Vec<_> = std::env::args_os().collect();
        let configured = *LANG.lock().unwrap_or_else(PoisonError::into_inner);
        Self { lang: crate::cli::messages::help::asked(&given).unwrap_or(configured), quiet: false }
    }

    /// For messages about the arguments, in the language of the help.
    pub(crate) const fn in_lang(lang: Lang) -> Self {
        Self { lang, quiet: false }
    }

    /// A line of the result.
    pub(crate) fn result(&self, text: impl InLang) {
        let text = harmless(&text.in_lang(self.lang));
        match is_cp932() {
            true => self.bytes(format!("{text}\n").as_bytes()),
            false => note(writeln!(anstream::stdout(), "{text}")),
        }
    }

    /// The result as bytes, for other programs.
    pub(crate) fn bytes(&self, bytes: &[u8]) {
        let mut out = std::io::stdout().lock();
        let text = std::str::from_utf8(bytes).ok().filter(|_| is_cp932());
        let bytes = text.map_or(Cow::Borrowed(bytes), |text| cp932(text, |_| ()));
        note(out.write_all(&bytes).and_then(|()| out.flush()));
    }

    /// The result as JSON.
    pub(crate) fn json(&self, value: &impl serde::Serialize) {
        // plain data into memory: there is nothing that could fail
        let mut bytes = serde_json::to_vec_pretty(value).unwrap_or_default();
        bytes.push(b'\n');
        self.bytes(&bytes);
    }

    pub(crate) fn say(&self, text: impl InLang) {
        if !self.quiet {
            let _ = writeln!(anstream::stderr(), "{}", harmless(&text.in_lang(self.lang)));
        }
    }

    /// Names the departments without a mail address.
    pub(crate) fn without_address(&self, departments: &[&str]) {
        if departments.is_empty() {
            return;
        }
        self.say(results::without_address(listed(departments)));
    }

    pub(crate) fn failure(&self, failure: &Failure) {
        let red = Style::new().bold().fg_color(Some(AnsiColor::Red.into()));
        let word = Severity::Error.label(self.lang);
        let _ = writeln!(anstream::stderr(), "{red}{word}{red:#}: {}", harmless(failure.message.text(self.lang)));
        let _ = writeln!(anstream::stderr(), "  → {}", harmless(failure.hint.text(self.lang)));
    }

    /// Prints findings by file: severity and place, message, hint. Files with the most severe findings come first.
    ///
    /// Info is only counted, unless `with_info`; the rules of machine readability are always only counted. Decisions that fit
    /// nothing, which only `check` looks for, are always listed.
    pub(crate) fn findings(&self, findings: &[Finding], with_info: bool) {
        if self.quiet {
            return;
        }
        let is_listed = |finding: &&Finding| {
            let is_info_listed =
                with_info && !finding.rule.is_machine_readability() || finding.rule.id == rules::UNUSED_DECISION.id;
            finding.is_open() && (finding.severity() > Severity::Info || is_info_listed)
        };
        let mut files: Vec<(Option<&str>, Vec<&Finding>)> = Vec::new();
        let mut known: BTreeMap<Option<&str>, usize> = BTreeMap::new();
        // findings are sorted by severity: a file's first one decides its position
        for finding in findings.iter().filter(is_listed) {
            let file = finding.place.file.as_deref();
            let index = *known.entry(file).or_insert_with(|| {
                files.push((file, Vec::new()));
                files.len() - 1
            });
            if let Some((_, own)) = files.get_mut(index) {
                own.push(finding);
            }
        }
        let mut err = anstream::stderr().lock();
        let bold = Style::new().bold();
        for (file, own) in files {
            let name = harmless_line(&file.map_or_else(|| results::whole_run().in_lang(self.lang), str::to_owned));
            let _ = writeln!(err, "{bold}{name}{bold:#}");
            // departments that are missing for no reason of their own are named together
            let is_plain = |finding: &&Finding| {
                finding.rule.id == rules::MISSING_DEPARTMENT.id && finding.given("near").is_none_or(str::is_empty)
            };
            let (missing, own): (Vec<&Finding>, Vec<&Finding>) = own.into_iter().partition(is_plain);
            match missing.as_slice() {
                [] => {}
                [only] => self.finding(&mut err, only),
                all => self.missing(&mut err, all),
            }
            for finding in own {
                self.finding(&mut err, finding);
            }
        }
        let answered = findings.iter().filter(|finding| !finding.is_open()).count();
        let quiet = findings.iter().filter(|finding| finding.is_open() && !is_listed(finding));
        let lint = quiet.clone().filter(|finding| finding.rule.is_machine_readability()).count();
        let info = quiet.count() - lint;
        if !cfg!(feature = "encrypted") && findings.iter().any(|finding| finding.rule.id == rules::ENCRYPTED.id) {
            let _ = writeln!(err, "{}", results::without_passwords().text(self.lang));
        }
        for (count, text) in [
            (answered, results::answered_findings(answered)),
            (info, results::more_information(info)),
            (lint, results::machine_readability(lint)),
        ] {
            if count > 0 {
                let _ = writeln!(err, "{}", text.text(self.lang));
            }
        }
    }

    /// Prints several missing departments as one finding.
    fn missing(&self, err: &mut impl Write, findings: &[&Finding]) {
        let style = Style::new().bold().fg_color(Some(AnsiColor::Red.into()));
        let word = Severity::Error.label(self.lang);
        let names: Vec<&str> = findings.iter().filter_map(|finding| finding.department.as_deref()).collect();
        let text = results::missing_departments(names.len(), listed(&names));
        let hint = results::missing_departments_hint();
        let _ = writeln!(err, "  {style}{word}{style:#} [{}]", rules::MISSING_DEPARTMENT.id);
        let _ = writeln!(err, "    {}", harmless_line(text.text(self.lang)));
        let _ = writeln!(err, "    → {}", hint.text(self.lang));
    }

    /// Prints one finding below the name of its file.
    fn finding(&self, err: &mut impl Write, finding: &Finding) {
        let colour = match finding.severity() {
            Severity::Error => AnsiColor::Red,
            Severity::Warning => AnsiColor::Yellow,
            Severity::Info => AnsiColor::Cyan,
        };
        let style = Style::new().bold().fg_color(Some(colour.into()));
        let word = finding.severity().label(self.lang);
        let mut place = finding.place.clone();
        let department = finding.department.as_deref().filter(|_| place.file.is_none());
        place.file = None;
        let place = place.to_string();
        let place = department.unwrap_or_else(|| place.trim_start_matches(" › "));
        let place = if place.is_empty() { String::new() } else { format!(" {}", harmless_line(place)) };
        let _ = writeln!(err, "  {style}{word}{style:#}{place} [{}]", finding.rule.id);
        let _ = writeln!(err, "    {}", harmless(&finding.message(self.lang)).replace('\n', "\n    "));
        let _ = writeln!(err, "    → {}", harmless(&finding.hint(self.lang)).replace('\n', "\n      "));
    }
}

/// Sets the encoding of standard output for all further results.
pub(crate) fn set_cp932(wanted: bool) {
    CP932.store(wanted, Ordering::Relaxed);
}

/// Is CP932 written? A terminal takes Unicode whatever its code page is.
fn is_cp932() -> bool {
    CP932.load(Ordering::Relaxed) && !io::stdout().is_terminal()
}

/// Sets colours for all further messages.
pub(crate) fn set_colors(choice: ColorChoice) {
    match choice {
        ColorChoice::Auto => {}
        ColorChoice::Always => anstream::ColorChoice::Always.write_global(),
        ColorChoice::Never => anstream::ColorChoice::Never.write_global(),
    }
}

/// Replaces control characters with pictures: text from a cell must not control the terminal.
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

/// The same for a name, on one line.
fn harmless_line(text: &str) -> String {
    harmless(text)
        .chars()
        .map(|c| match c {
            '\n' => '\u{240a}',
            '\t' => '\u{2409}',
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
