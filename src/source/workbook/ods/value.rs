//! What the tag of an OpenDocument cell says, and the typed value that comes of it.

use std::borrow::Cow;

use jiff::civil::DateTime;

use super::count;
use super::looks::Looks;
use crate::source::workbook::drawn::Drawn;
use crate::source::workbook::shown::{Epoch, Pattern};
use crate::source::workbook::xml::{attributes, unescape};
use crate::source::{RawValue, is_blank};

/// What the cell's own tag says.
pub(super) struct Value {
    pub(super) repeated: u32,
    /// Rows and columns that a merged area has.
    pub(super) spanned: (u32, u32),
    kind: Kind,
    value: Option<String>,
    pub(super) formula: bool,
    error: bool,
    covered: bool,
    /// How its style draws its text.
    pub(super) drawn: Drawn,
}

/// What kind of value a cell says it has.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Untyped,
    Text,
    Number,
    Percentage,
    Bool,
    Date,
    Time,
    Other,
}

impl Value {
    /// Reads the tag's attributes.
    pub(super) fn of(raw: &str, covered: bool, looks: &Looks) -> Self {
        let mut value = Self {
            repeated: 1,
            spanned: (1, 1),
            kind: Kind::Untyped,
            value: None,
            formula: false,
            error: false,
            covered,
            drawn: Drawn::default(),
        };
        for (name, text) in attributes(raw) {
            let (prefix, local) = name.split_once(':').unwrap_or(("", name));
            match local {
                "number-columns-repeated" => value.repeated = count(text),
                "number-rows-spanned" => value.spanned.0 = count(text),
                "number-columns-spanned" => value.spanned.1 = count(text),
                "formula" => value.formula = true,
                // what a merged area covers is not drawn
                "style-name" if !covered => value.drawn = looks.of(&unescape(Cow::Borrowed(text))),
                "value-type" if prefix == "calcext" => value.error = text == "error",
                "value-type" if matches!(prefix, "office" | "table") => value.kind = kind(&unescape(Cow::Borrowed(text))),
                "value" | "date-value" | "time-value" | "boolean-value" | "string-value" if prefix == "office" => {
                    value.value = Some(unescape(Cow::Borrowed(text)).into_owned());
                }
                _ => {}
            }
        }
        value
    }

    /// Does the tag say that there is a value, be it an empty text?
    pub(super) fn is_present(&self) -> bool {
        self.kind != Kind::Untyped || self.value.is_some() || self.formula || self.error
    }

    /// Is the type none that OpenDocument knows?
    pub(super) fn is_untyped(&self) -> bool {
        self.kind == Kind::Other
    }

    /// The text that the cell holds, where its format shows another.
    pub(super) fn stored(&self, shown: &str) -> Option<String> {
        let stored = self.value.as_deref().filter(|stored| self.kind == Kind::Text && !is_blank(stored))?;
        (stored != shown && !is_blank(shown)).then(|| stored.to_owned())
    }

    /// Is there a text that the cell's format shows as nothing?
    pub(super) fn is_unseen(&self, text: &str) -> bool {
        let stored = || self.value.as_deref().is_some_and(|stored| !is_blank(stored));
        self.kind == Kind::Text && !text.is_empty() && is_blank(text) && stored()
    }

    /// The typed value for what the cell shows.
    pub(super) fn with(self, text: String) -> Option<(RawValue, String)> {
        if self.covered && is_blank(&text) {
            return None;
        }
        if self.error {
            return (!is_blank(&text)).then_some((RawValue::Error, text));
        }
        let stored = self.value.as_deref().unwrap_or_default().trim();
        let number = |number: f64, code| (RawValue::Number(number), number, code);
        // the value, and by which format its number is shown where the file does not say it
        let typed = match self.kind {
            Kind::Number => stored.parse().ok().map(|n| number(n, "General")),
            Kind::Percentage => stored.parse().ok().map(|n| number(n, "0%")),
            Kind::Bool => {
                let truth = stored == "true";
                Some((RawValue::Bool(truth), f64::from(truth), "\"TRUE\";;\"FALSE\""))
            }
            Kind::Date => stored.trim_end_matches('Z').parse::<DateTime>().ok().map(|day| {
                let number = Epoch::default().serial(day);
                (RawValue::Date(day), number, "yyyy/m/d")
            }),
            Kind::Time => duration(stored).map(|n| number(n, "[h]:mm:ss")),
            Kind::Untyped | Kind::Text | Kind::Other => None,
        };
        if let Some((value, number, code)) = typed {
            let shown = if text.is_empty() { Pattern::parse(code).show(number, Epoch::default()).1 } else { text };
            return Some((value, shown));
        }
        // a format such as `0;0;0;" "` shows another text than the cell holds
        let text = if is_blank(&text) && self.kind == Kind::Text { self.value.unwrap_or(text) } else { text };
        if !is_blank(&text) {
            return Some((RawValue::Text, text));
        }
        // a formula that came to an empty text has a type; one that was never calculated has none
        (self.formula && self.kind == Kind::Untyped).then(|| (RawValue::Uncalculated, String::new()))
    }
}

fn kind(name: &str) -> Kind {
    match name {
        "" => Kind::Untyped,
        "string" => Kind::Text,
        "float" | "currency" => Kind::Number,
        "percentage" => Kind::Percentage,
        "boolean" => Kind::Bool,
        "date" => Kind::Date,
        "time" => Kind::Time,
        _ => Kind::Other,
    }
}

/// `PT10H30M00S` as a part of a day.
pub(in crate::source::workbook) fn duration(text: &str) -> Option<f64> {
    let (negative, text) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let mut seconds = 0.0;
    let mut number = String::new();
    let mut time = false;
    for c in text.strip_prefix('P')?.chars() {
        match c {
            'T' => time = true,
            '0'..='9' | '.' => number.push(c),
            ',' => number.push('.'),
            unit => {
                let scale = match (unit, time) {
                    ('D', _) => 86_400.0,
                    ('H', _) => 3_600.0,
                    ('M', true) => 60.0,
                    ('S', _) => 1.0,
                    _ => return None,
                };
                seconds += number.parse::<f64>().ok()? * scale;
                number.clear();
            }
        }
    }
    Some(if negative { -seconds / 86_400.0 } else { seconds / 86_400.0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(attributes: &str, text: &str) -> Option<(RawValue, String)> {
        Value::of(attributes, false, &Looks::default()).with(text.to_owned())
    }

    #[test]
    fn a_value_without_a_text_is_shown_by_its_kind() {
        let shown = |attributes| value(attributes, "").unwrap().1;
        assert_eq!(shown(r#"office:value-type="boolean" office:boolean-value="true""#), "TRUE");
        assert_eq!(shown(r#"office:value-type="boolean" office:boolean-value="false""#), "FALSE");
        assert_eq!(shown(r#"office:value-type="percentage" office:value="0.88""#), "88%");
        assert_eq!(shown(r#"office:value-type="float" office:value="1.5""#), "1.5");
        assert_eq!(shown(r#"office:value-type="date" office:date-value="2025-10-20""#), "2025/10/20");
        assert_eq!(shown(r#"office:value-type="string" office:string-value="a&amp;b""#), "a&b");
        assert_eq!(value(r#"office:value-type="string""#, ""), None);
        assert_eq!(value(r#"table:formula="of:=1+1""#, ""), Some((RawValue::Uncalculated, String::new())));
    }

    #[test]
    fn a_text_that_its_format_shows_as_a_blank_is_a_text() {
        let tag = r#"office:value-type="string" office:string-value="窓口の予約""#;
        assert_eq!(value(tag, " "), Some((RawValue::Text, "窓口の予約".to_owned())));
        assert!(Value::of(tag, false, &Looks::default()).is_unseen(" "));
        assert!(!Value::of(tag, false, &Looks::default()).is_unseen("窓口の予約"));
    }
}
