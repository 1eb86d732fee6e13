//! TOML read into values: what is wrong with it, in the words of who writes it.

use std::path::Path;

use serde::de::DeserializeOwned;

use crate::form::{Fault, messages};
use crate::model::text::likeness;
use crate::model::{Message, listed};

/// Reads a value from TOML text; `file` is named in faults.
///
/// # Errors
/// A [`Fault`] with line and column where the text cannot be understood.
pub fn from_toml<T: DeserializeOwned>(file: &Path, text: &str) -> Result<T, Fault> {
    toml::from_str(text).map_err(|error| {
        let span = error.span().unwrap_or_default();
        let (line, column) = line_and_column(text, span.start);
        let at = text.lines().nth(line - 1).unwrap_or_default();
        let word = text.get(span).unwrap_or_default();
        Fault { file: file.to_owned(), line, column, message: explained(error.message(), at, word) }
    })
}

/// Line and column in characters, from 1, of a byte of a text.
pub fn line_and_column(text: &str, byte: usize) -> (usize, usize) {
    let before = text.get(..byte.min(text.len())).unwrap_or_default();
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    (before.matches('\n').count() + 1, before.get(line_start..).unwrap_or_default().chars().count() + 1)
}

/// Signs of the Japanese keyboard that stand where TOML wants those of ASCII.
const WIDE: &[char] = &['＝', '“', '”', '＂', '［', '］', '＃', '｛', '｝'];

/// What the TOML reader says of a line, in the words of its author, and how to mend it.
fn explained(message: &str, line: &str, word: &str) -> Message {
    if let Some(text) = serde_message(message, word) {
        return text;
    }
    if line.contains('\\') && ["missing escaped value", "too few unicode", "invalid basic"].iter().any(|m| message.starts_with(m))
    {
        return messages::backslash(in_single_quotes(line).map(messages::for_example).unwrap_or_default());
    }
    if let Some(wide) = line.split('#').next().unwrap_or_default().chars().find(|c| WIDE.contains(c)) {
        return messages::wide_sign(wide);
    }
    let begins = |known: &[&str]| known.iter().any(|known| message.starts_with(known));
    if begins(&["duplicate key"]) {
        messages::duplicate_key(word.trim())
    } else if line.trim_end().ends_with('=')
        || begins(&["key with no value", "missing value", "missing assignment", "invalid key-value"])
    {
        messages::no_value()
    } else if begins(&["missing opening quote", "string values must be quoted", "invalid value"]) {
        messages::unquoted_value()
    } else if begins(&["invalid unquoted key", "unquoted keys"]) {
        messages::key_characters()
    } else if begins(&["invalid basic string", "invalid literal string", "invalid multi-line"]) {
        messages::unclosed_value()
    } else if begins(&["unclosed array table", "unclosed table"]) {
        messages::unclosed_heading()
    } else if begins(&["unclosed array", "missing comma between array"]) {
        messages::array()
    } else if begins(&[
        "unclosed inline table",
        "missing comma between key-value",
        "invalid inline table",
        "missing key for inline",
    ]) {
        messages::inline_table()
    } else if begins(&["extra `=`", "extra assignment", "unexpected `=`"]) {
        messages::extra_equals()
    } else if begins(&["unexpected content", "unexpected key or value"]) {
        messages::extra_characters()
    } else if begins(&["unexpected leading zero", "redundant", "radix", "integers with", "unexpected sign", "`_` may"]) {
        messages::number()
    } else {
        messages::line(message)
    }
}

/// What is wrong with a value, with the nearest word that would do.
fn serde_message(message: &str, found: &str) -> Option<Message> {
    let quoted: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    let (word, known) = (quoted.first().copied().unwrap_or_default(), quoted.get(1..).unwrap_or_default());
    let nearest = known.iter().max_by(|a, b| likeness(word, a).total_cmp(&likeness(word, b)));
    let hint = nearest.filter(|near| likeness(word, near) >= 0.5).map(messages::did_you_mean).unwrap_or_default();
    if message.starts_with("unknown variant") {
        Some(messages::unknown_value(word, hint, listed(known)))
    } else if message.starts_with("unknown field") {
        Some(messages::unknown_key(word, hint, listed(known)))
    } else if message.starts_with("missing field") {
        Some(messages::missing_key(word))
    } else if let Some((_, wanted)) = message.strip_prefix("invalid type: ").and_then(|rest| rest.split_once(", expected ")) {
        Some(messages::wrong_type(first_line(found), kind(wanted)))
    } else if message.starts_with("data did not match") {
        Some(messages::no_match(first_line(found)))
    } else {
        None
    }
}

fn kind(wanted: &str) -> Message {
    let known: [(&str, fn() -> Message); 9] = [
        ("a string", messages::a_text),
        ("path string", messages::a_text),
        ("a boolean", messages::a_boolean),
        ("a sequence", messages::a_list),
        ("a map", messages::a_table),
        ("struct", messages::a_table),
        ("u", messages::a_count),
        ("i", messages::a_whole_number),
        ("f", messages::a_number),
    ];
    known.iter().find(|(word, _)| wanted.starts_with(word)).map_or_else(|| Message::verbatim(wanted), |(_, message)| message())
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}

/// The line with its value in single quotes, where a backslash is one.
fn in_single_quotes(line: &str) -> Option<String> {
    let (key, value) = line.split_once('=')?;
    let inner = value.trim_start().strip_prefix('"')?;
    let inner = inner.split_once('"').map_or(inner, |(inner, _)| inner);
    (!inner.contains('\'')).then(|| format!("{} = '{}'", key.trim(), inner.trim_end()))
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;
    use crate::model::Lang;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[allow(dead_code, reason = "only read")]
    struct Settings {
        #[serde(default)]
        output: Option<String>,
        #[serde(default)]
        jobs: Option<u32>,
    }

    #[test]
    fn every_mistake_is_explained_with_its_place() {
        for (text, at, words) in [
            ("# 設定\noutput = \"C:\\Users\\dx\"\n", 2, "output = 'C:\\Users\\dx'"),
            ("output = \"C:\\dx\"\n", 1, "'C:\\dx'"),
            ("output = \"\\\\server\\share\"\n", 1, "を2つ重ねて"),
            ("output ＝ \"out\"\n", 1, "全角の記号「＝」"),
            ("output = “out”\n", 1, "全角の記号「“」"),
            ("output = out\n", 1, "\" で囲んで"),
            ("output = \"out\n", 1, "閉じられていません"),
            ("output\n", 1, "値がありません"),
            ("output =\n", 1, "値がありません"),
            ("出力先 = \"out\"\n", 1, "項目"),
            ("\noutput = \"a\"\noutput = \"b\"\n", 3, "2回"),
            ("output = \"a\" \"b\"\n", 1, "余分"),
            ("output = 3\n", 1, "値「3」の種類が違います"),
            ("jobs = \"3\"\n", 1, "0 以上の整数"),
            ("outptu = \"a\"\n", 1, "「output」のことですか"),
            ("[report\n", 1, "]"),
        ] {
            let fault = from_toml::<Settings>(Path::new("t.toml"), text).unwrap_err();
            assert_eq!(fault.line, at, "{text}: {fault}");
            assert!(fault.message.text(Lang::Ja).contains(words), "{text}: {fault}");
        }
    }
}
