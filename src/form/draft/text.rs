//! A drafted form as TOML, every guess with a comment.

use std::fmt::Write as _;

use super::columns::{DraftColumn, Drafted};
use crate::form::declared_check::TYPES;
use crate::form::{FieldType, GroupWord, Groups};
use crate::model::{Lang, Message};

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
}

/// The text of a form of declared columns.
pub fn table_form(id: &str, drafted: &Drafted, sheet: Option<&str>, notes: &[Message], lang: Lang) -> String {
    let say = Words(lang);
    let mut out = head(notes, say);
    let name = drafted.title.clone().unwrap_or_else(|| say.of("（様式の名前）", "(name of the form)").to_owned());
    line(
        &mut out,
        "id",
        &quoted(id),
        Some(say.of("コマンドで使う短い名前（半角の英数字と - _）", "its short name in commands (letters, figures, - and _)")),
    );
    line(
        &mut out,
        "name",
        &quoted(&name),
        Some(if drafted.title.is_some() {
            say.of("表題から", "from the title")
        } else {
            say.of("要確認: 表題が見つからなかった", "CHECK: there is no title")
        }),
    );
    line(&mut out, "record", "\"table\"", Some(say.of("列を様式で決める表", "a table with columns of its own")));
    if let Some(title) = &drafted.title {
        line(
            &mut out,
            "titles",
            &list(std::slice::from_ref(title)),
            Some(say.of("この言葉が表題にあれば、この様式", "a table under this title is of this form")),
        );
    }
    if !drafted.captions.is_empty() {
        line(
            &mut out,
            "captions",
            &list(&drafted.captions),
            Some(say.of("要確認: 行の間の見出し。下の行の part になる", "CHECK: lines between rows, the part of those below")),
        );
    }
    if let Some(sheet) = sheet {
        line(
            &mut out,
            "sheet",
            &quoted(sheet),
            Some(say.of("ほかのシートは読まない。先頭か末尾に * を使える", "no other sheet is read; * at either end")),
        );
    }
    out.push_str("\n[print]\npaper = \"A4\"\nsize = 8.0\n");
    for column in &drafted.columns {
        out.push_str("\n[[column]]\n");
        self::column(&mut out, column, &column.heading, say);
    }
    if let Some((groups, heading, columns)) = &drafted.repeat {
        let about = say.of("くり返す列の組。組ごとに1行になる", "groups of columns: a row for each group");
        let _ = write!(out, "\n# {about}\n[[repeat]]\n");
        let field = match groups {
            Groups::Named(GroupWord::Month) => "month",
            Groups::Named(GroupWord::Year) => "year",
            _ => "group",
        };
        line(&mut out, "field", &quoted(field), None);
        line(&mut out, "heading", &quoted(heading), Some(say.of("要確認: 組の呼び名", "CHECK: what a group is called")));
        match groups {
            Groups::Named(GroupWord::Month) => line(&mut out, "groups", "\"month\"", Some(say.of("4月〜3月", "4月 to 3月"))),
            Groups::Named(GroupWord::Year) => {
                line(&mut out, "type", "\"year\"", None);
                line(&mut out, "groups", "\"year\"", Some(say.of("年度", "fiscal years")));
            }
            Groups::Named(GroupWord::Number) => line(&mut out, "groups", "\"number\"", Some(say.of("1、2、3…", "1, 2, 3 …"))),
            Groups::Words(words) => line(&mut out, "groups", &list(words), None),
            Groups::Ordered => {
                let about = say.of("groups がないので、並びの順に 1、2、3…", "without groups they are counted: 1, 2, 3 …");
                let _ = writeln!(out, "# {about}");
            }
        }
        for column in columns {
            out.push_str("\n[[repeat.column]]\n");
            self::column(&mut out, column, &column.heading, say);
        }
    }
    out
}

/// The text of a form that extends a known one.
pub fn known_form(id: &str, known: &Known, notes: &[Message], lang: Lang) -> String {
    let say = Words(lang);
    let mut out = head(notes, say);
    line(
        &mut out,
        "id",
        &quoted(id),
        Some(say.of("コマンドで使う短い名前（半角の英数字と - _）", "its short name in commands (letters, figures, - and _)")),
    );
    line(&mut out, "name", &quoted(&known.title), None);
    line(
        &mut out,
        "extends",
        &quoted(&known.extends),
        Some(say.of("書いていないことは、この様式のとおり", "what is not set here is as there")),
    );
    line(
        &mut out,
        "titles",
        &list(std::slice::from_ref(&known.title)),
        Some(say.of("この言葉が表題にあれば、この様式", "a table under this title is of this form")),
    );
    for column in &known.columns {
        out.push_str("\n[[column]]\n");
        line(&mut out, "field", &quoted(&column.field), None);
        line(&mut out, "heading", &quoted(&column.heading), Some(&column.cell));
        if column.skip {
            line(&mut out, "type", "\"skip\"", Some(say.of("要確認: 取りまとめに入れない列", "CHECK: left out of the report")));
            out.push_str("required = false\nkey = false\n");
        }
        if !column.aliases.is_empty() {
            line(&mut out, "aliases", &list(&column.aliases), None);
        }
    }
    out
}

/// The language of the comments.
#[derive(Debug, Clone, Copy)]
struct Words(Lang);

impl Words {
    fn of<'t>(self, ja: &'t str, en: &'t str) -> &'t str {
        match self.0 {
            Lang::Ja => ja,
            Lang::En => en,
        }
    }
}

fn head(notes: &[Message], say: Words) -> String {
    let about = say.of(
        "記入済みのファイルから作った様式の下書き。「要確認」の行を確かめ、直してから使う。",
        "A first version of a form, from filled-in files. Look at the lines with CHECK before it is used.",
    );
    let mut out = format!("# {about}\n");
    for note in notes {
        let _ = writeln!(out, "# {}", one_line(note.text(say.0)));
    }
    out.push('\n');
    out
}

fn column(out: &mut String, column: &DraftColumn, heading: &str, say: Words) {
    let place = match (column.cell.as_str(), say.0) {
        ("", _) => String::new(),
        (cell, Lang::Ja) => format!("（{cell}）"),
        (cell, Lang::En) => format!(" ({cell})"),
    };
    if !column.examples.is_empty() {
        let examples = one_line(&column.examples.join(say.of("、", ", ")));
        let _ = writeln!(out, "# {}{place}: {examples}", say.of("値の例", "values"));
    }
    for doubt in &column.doubts {
        let _ = writeln!(out, "# {}: {}", say.of("要確認", "CHECK"), one_line(doubt.text(say.0)));
    }
    line(out, "field", &quoted(&column.field), None);
    let changed = (heading != column.written).then(|| match say.0 {
        Lang::Ja => format!("元の見出しは「{}」", column.written),
        Lang::En => format!("written {}", column.written),
    });
    line(out, "heading", &quoted(heading), changed.as_deref());
    if !column.aliases.is_empty() {
        line(out, "aliases", &list(&column.aliases), Some(say.of("ほかのファイルでの書き方", "as other files write it")));
    }
    let kind = TYPES.iter().find(|(kind, _)| *kind == column.kind).map_or("text", |(_, name)| name);
    let why = column.why.iter().map(|why| why.text(say.0)).collect::<Vec<_>>().join(say.of("。", "; "));
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
