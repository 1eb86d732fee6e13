//! A drafted form as TOML, every guess with a comment.

use std::fmt::Write as _;

use super::columns::{DraftColumn, Drafted};
use crate::form::declared_check::TYPES;
use crate::form::{FieldType, GroupWord, Groups};

/// A form of a kind that is known: what is its own.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Known {
    /// The form it extends.
    pub extends: String,
    /// Its title.
    pub title: String,
    /// Its columns; none: those of the form it extends.
    pub columns: Vec<KnownColumn>,
}

/// A column of such a form.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct KnownColumn {
    /// The field, as the other form has it.
    pub field: String,
    /// Its heading on the sheets.
    pub heading: String,
    /// Other spellings.
    pub aliases: Vec<String>,
    /// Its cell.
    pub cell: String,
    /// Is it not one of the fields?
    pub skip: bool,
    /// Should a person look at it?
    pub doubt: Option<String>,
}

/// The text of a form of declared columns.
pub fn table_form(id: &str, drafted: &Drafted, sheet: Option<&str>, notes: &[String]) -> String {
    let mut out = head(notes);
    let name = drafted.title.clone().unwrap_or_else(|| "（様式の名前）".to_owned());
    line(&mut out, "id", &quoted(id), Some("コマンドで使う短い名前（半角の英数字と - _）"));
    line(
        &mut out,
        "name",
        &quoted(&name),
        Some(if drafted.title.is_some() { "表題から" } else { "要確認: 表題が見つからなかった" }),
    );
    line(&mut out, "record", "\"table\"", Some("列を様式で決める表"));
    if let Some(title) = &drafted.title {
        line(&mut out, "titles", &list(std::slice::from_ref(title)), Some("この言葉が表題にあれば、この様式"));
    }
    if !drafted.captions.is_empty() {
        line(&mut out, "captions", &list(&drafted.captions), Some("要確認: 行の間の見出し。下の行の part になる"));
    }
    if let Some(sheet) = sheet {
        line(&mut out, "sheet", &quoted(sheet), Some("ほかのシートは読まない。先頭か末尾に * を使える"));
    }
    out.push_str("\n[print]\npaper = \"A4\"\nsize = 8.0\n");
    for column in &drafted.columns {
        out.push_str("\n[[column]]\n");
        self::column(&mut out, column, &column.heading);
    }
    if let Some((groups, heading, columns)) = &drafted.repeat {
        out.push_str("\n# くり返す列の組。組ごとに1行になる\n[[repeat]]\n");
        let field = match groups {
            Groups::Named(GroupWord::Month) => "month",
            Groups::Named(GroupWord::Year) => "year",
            _ => "group",
        };
        line(&mut out, "field", &quoted(field), None);
        line(&mut out, "heading", &quoted(heading), Some("要確認: 組の呼び名"));
        match groups {
            Groups::Named(GroupWord::Month) => line(&mut out, "groups", "\"month\"", Some("4月〜3月")),
            Groups::Named(GroupWord::Year) => {
                line(&mut out, "type", "\"year\"", None);
                line(&mut out, "groups", "\"year\"", Some("年度"));
            }
            Groups::Named(GroupWord::Number) => line(&mut out, "groups", "\"number\"", Some("1、2、3…")),
            Groups::Words(words) => line(&mut out, "groups", &list(words), None),
            Groups::Ordered => out.push_str("# groups がないので、並びの順に 1、2、3…\n"),
        }
        for column in columns {
            out.push_str("\n[[repeat.column]]\n");
            self::column(&mut out, column, &column.heading);
        }
    }
    out
}

/// The text of a form that extends a known one.
pub fn known_form(id: &str, known: &Known, notes: &[String]) -> String {
    let mut out = head(notes);
    line(&mut out, "id", &quoted(id), Some("コマンドで使う短い名前（半角の英数字と - _）"));
    line(&mut out, "name", &quoted(&known.title), None);
    line(&mut out, "extends", &quoted(&known.extends), Some("書いていないことは、この様式のとおり"));
    line(&mut out, "titles", &list(std::slice::from_ref(&known.title)), Some("この言葉が表題にあれば、この様式"));
    for column in &known.columns {
        out.push_str("\n[[column]]\n");
        line(&mut out, "field", &quoted(&column.field), None);
        line(&mut out, "heading", &quoted(&column.heading), Some(&column.cell));
        if column.skip {
            line(&mut out, "type", "\"skip\"", Some("要確認: 取りまとめに入れない列"));
            out.push_str("required = false\nkey = false\n");
        }
        if !column.aliases.is_empty() {
            line(&mut out, "aliases", &list(&column.aliases), None);
        }
        if let Some(doubt) = &column.doubt {
            let _ = writeln!(out, "# 要確認: {doubt}");
        }
    }
    out
}

fn head(notes: &[String]) -> String {
    let mut out = String::from("# 記入済みのファイルから作った様式の下書き。「要確認」の行を確かめ、直してから使う。\n");
    for note in notes {
        let _ = writeln!(out, "# {}", one_line(note));
    }
    out.push('\n');
    out
}

fn column(out: &mut String, column: &DraftColumn, heading: &str) {
    let place = if column.cell.is_empty() { String::new() } else { format!("（{}）", column.cell) };
    if !column.examples.is_empty() {
        let _ = writeln!(out, "# 値の例{place}: {}", one_line(&column.examples.join("、")));
    }
    for doubt in &column.doubts {
        let _ = writeln!(out, "# 要確認: {}", one_line(doubt));
    }
    line(out, "field", &quoted(&column.field), None);
    let changed = (heading != column.written).then(|| format!("元の見出しは「{}」", column.written));
    line(out, "heading", &quoted(heading), changed.as_deref());
    if !column.aliases.is_empty() {
        line(out, "aliases", &list(&column.aliases), Some("ほかのファイルでの書き方"));
    }
    let kind = TYPES.iter().find(|(kind, _)| *kind == column.kind).map_or("text", |(_, name)| name);
    let why = column.why.join("。");
    line(out, "type", &quoted(kind), (!why.is_empty()).then_some(why.as_str()));
    if !column.choices.is_empty() {
        line(out, "choices", &list(&column.choices), None);
    }
    if column.key {
        out.push_str("key = true\n");
    }
    if column.required {
        out.push_str("required = true\n");
    }
    if column.fill_down {
        out.push_str("fill_down = true\n");
    }
    let _ = writeln!(out, "width = {}", column.width);
    match column.kind {
        FieldType::Number | FieldType::Quantity => out.push_str("align = \"right\"\n"),
        FieldType::Mark | FieldType::Choice | FieldType::Year | FieldType::Period => out.push_str("align = \"center\"\n"),
        _ => {}
    }
    if column.key {
        out.push_str("bold = true\n");
    }
}

fn line(out: &mut String, key: &str, value: &str, comment: Option<&str>) {
    match comment.filter(|comment| !comment.is_empty()) {
        Some(comment) => _ = writeln!(out, "{key} = {value} # {}", one_line(comment)),
        None => _ = writeln!(out, "{key} = {value}"),
    }
}

fn list(words: &[String]) -> String {
    format!("[{}]", words.iter().map(|word| quoted(word)).collect::<Vec<_>>().join(", "))
}

/// A text between quotation marks.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => _ = write!(out, "\\u{:04X}", u32::from(c)),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}
