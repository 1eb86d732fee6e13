//! TOML read into values: what is wrong with it, in the words of who writes it.

use std::path::Path;

use serde::de::DeserializeOwned;

use crate::form::Fault;
use crate::model::text::likeness;

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
fn explained(message: &str, line: &str, word: &str) -> String {
    if let Some(text) = serde_message(message, word) {
        return text;
    }
    if line.contains('\\') && ["missing escaped value", "too few unicode", "invalid basic"].iter().any(|m| message.starts_with(m))
    {
        let mended = in_single_quotes(line).map(|line| format!("（例: {line}）")).unwrap_or_default();
        return format!(
            "\" で囲んだ値の中の \\（¥）は特別な記号になります。値を ' で囲む{mended}か、\\ を2つ重ねて \\\\ と書いてください。"
        );
    }
    if let Some(wide) = line.split('#').next().unwrap_or_default().chars().find(|c| WIDE.contains(c)) {
        return format!("全角の記号「{wide}」は使えません。半角の記号にしてください。");
    }
    let begins = |known: &[&str]| known.iter().any(|known| message.starts_with(known));
    let text = if begins(&["duplicate key"]) {
        return format!("「{}」が2回書かれています。どちらかを消してください。", word.trim());
    } else if line.trim_end().ends_with('=')
        || begins(&["key with no value", "missing value", "missing assignment", "invalid key-value"])
    {
        "値がありません。項目 = \"値\" の形で書いてください。説明の行なら、行の先頭に # を付けてください。"
    } else if begins(&["missing opening quote", "string values must be quoted", "invalid value"]) {
        "値を読み取れません。文字や日付は \" で囲んでください（例: plan = \"plan\"）。"
    } else if begins(&["invalid unquoted key", "unquoted keys"]) {
        "項目の名前は半角の英数字と - _ で書いてください。ほかの文字を使うときは \" で囲みます。"
    } else if begins(&["invalid basic string", "invalid literal string", "invalid multi-line"]) {
        "値が閉じられていません。値の終わりにも同じ引用符を付け、1行に収めてください。"
    } else if begins(&["unclosed array table", "unclosed table"]) {
        "[ ] の見出しが閉じられていません。見出しの終わりに ] を付けてください。"
    } else if begins(&["unclosed array", "missing comma between array"]) {
        "[ ] で囲んだ並びの書き方が違います。値を , で区切り、終わりに ] を付けてください。"
    } else if begins(&[
        "unclosed inline table",
        "missing comma between key-value",
        "invalid inline table",
        "missing key for inline",
    ]) {
        "{ } で囲んだ値の書き方が違います。項目 = 値 を , で区切り、終わりに } を付けてください。"
    } else if begins(&["extra `=`", "extra assignment", "unexpected `=`"]) {
        "= が余分です。1行に1つの項目を書いてください。"
    } else if begins(&["unexpected content", "unexpected key or value"]) {
        "余分な文字があります。1行に1つの項目を書き、説明の前には # を付けてください。"
    } else if begins(&["unexpected leading zero", "redundant", "radix", "integers with", "unexpected sign", "`_` may"]) {
        "数の書き方が違います。日付や番号などは \" で囲んでください。"
    } else {
        return format!("この行の書き方が違います（{message}）。項目 = \"値\" の形で書いてください。");
    };
    text.to_owned()
}

/// What is wrong with a value, with the nearest word that would do.
fn serde_message(message: &str, found: &str) -> Option<String> {
    let quoted: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    let (word, known) = (quoted.first().copied().unwrap_or_default(), quoted.get(1..).unwrap_or_default());
    let nearest = known.iter().max_by(|a, b| likeness(word, a).total_cmp(&likeness(word, b)));
    let hint =
        nearest.filter(|near| likeness(word, near) >= 0.5).map(|near| format!("「{near}」のことですか。")).unwrap_or_default();
    let list = known.join("、");
    if message.starts_with("unknown variant") {
        Some(format!("「{word}」は使えません。{hint}使えるのは {list} です。"))
    } else if message.starts_with("unknown field") {
        Some(format!("「{word}」という項目はありません。{hint}使えるのは {list} です。"))
    } else if message.starts_with("missing field") {
        Some(format!("「{word}」がありません。"))
    } else if let Some((_, wanted)) = message.strip_prefix("invalid type: ").and_then(|rest| rest.split_once(", expected ")) {
        Some(format!("値「{}」の種類が違います。{}を書いてください。", first_line(found), kind(wanted)))
    } else if message.starts_with("data did not match") {
        Some(format!("値「{}」の書き方が違います。", first_line(found)))
    } else {
        None
    }
}

fn kind(wanted: &str) -> &str {
    let known = [
        ("a string", "\" で囲んだ文字"),
        ("path string", "\" で囲んだ文字"),
        ("a boolean", "true か false "),
        ("a sequence", "[ ] で囲んだ並び"),
        ("a map", "項目の表"),
        ("struct", "項目の表"),
        ("u", "0 以上の整数"),
        ("i", "整数"),
        ("f", "数"),
    ];
    known.iter().find(|(word, _)| wanted.starts_with(word)).map_or(wanted, |(_, ja)| ja)
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
    fn every_mistake_is_told_in_japanese_with_its_place() {
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
            assert!(fault.message.contains(words), "{text}: {fault}");
        }
    }
}
