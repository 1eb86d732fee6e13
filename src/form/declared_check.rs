//! What a form of declared columns has to hold.

use super::{Column, FieldType, Form, Groups, Layout};
use crate::model::{OWN_FIELDS, RecordKind};

/// The types that a declared column can have, as the form writes them.
pub(super) const TYPES: [(FieldType, &str); 12] = [
    (FieldType::Text, "text"),
    (FieldType::Lines, "lines"),
    (FieldType::Number, "number"),
    (FieldType::Quantity, "quantity"),
    (FieldType::Date, "date"),
    (FieldType::Year, "year"),
    (FieldType::Period, "period"),
    (FieldType::Choice, "choice"),
    (FieldType::Mark, "mark"),
    (FieldType::Departments, "departments"),
    (FieldType::Url, "url"),
    (FieldType::Skip, "skip"),
];

/// What is wrong with a form as a whole: the key, and the words for its author.
pub(super) fn form_faults(form: &Form) -> Vec<(&'static str, String)> {
    let mut faults = Vec::new();
    if form.record != RecordKind::Table {
        if !form.repeats.is_empty() {
            faults.push(("", "[[repeat]] を使えるのは record = \"table\" の様式です。".to_owned()));
        }
        if form.columns.iter().any(|column| !column.choices.is_empty()) {
            faults.push(("", "choices を使えるのは record = \"table\" の様式です。".to_owned()));
        }
        return faults;
    }
    if form.layout != Layout::Upright {
        faults.push(("layout", "record = \"table\" の様式に layout は使えません。1行が1件の表として読みます。".to_owned()));
    }
    let mut fields: Vec<&str> = Vec::new();
    let repeated = form.repeats.iter().flat_map(|repeat| {
        std::iter::once(repeat.field.as_str()).chain(repeat.columns.iter().map(|column| column.field.as_str()))
    });
    let own = form.columns.iter().filter(|column| column.kind != FieldType::Skip).map(|column| column.field.as_str());
    for field in own.chain(repeated) {
        if fields.contains(&field) {
            faults.push(("", format!("field「{field}」が2回使われています。列ごとに違う名前にしてください。")));
        }
        fields.push(field);
    }
    let spans = form.columns.iter().filter(|column| column.kind.column_type().is_span());
    for column in spans {
        let end = format!("{}_to", column.field);
        if fields.contains(&end.as_str()) {
            faults.push((
                "",
                format!("field「{end}」は「{}」の期間の終わりに使われる名前です。別の名前にしてください。", column.field),
            ));
        }
    }
    for repeat in &form.repeats {
        if repeat.columns.is_empty() {
            faults.push(("", format!("[[repeat]]（{}）に列（[[repeat.column]]）がありません。", repeat.field)));
        }
        for column in &repeat.columns {
            let named = column.heading.contains("{group}");
            if named && repeat.groups == Groups::Ordered {
                faults.push((
                    "",
                    format!(
                        "[[repeat]]（{}）の見出しに {{group}} がありますが、groups がありません。groups = \"month\"、\"year\"、\"number\" か、言葉の並びを書いてください。",
                        repeat.field
                    ),
                ));
            }
            if !named && repeat.groups != Groups::Ordered && !column.aliases.iter().any(|alias| alias.contains("{group}")) {
                faults.push((
                    "",
                    format!(
                        "[[repeat]]（{}）の列「{}」の見出しに {{group}} がないため、どの組か分かりません。",
                        repeat.field, column.heading
                    ),
                ));
            }
            faults.extend(declared_faults(form, column).into_iter().map(|(_, message)| ("", message)));
        }
        let frame = Column { heading: repeat.heading.clone(), ..Column::named(&repeat.field, repeat.kind) };
        faults.extend(declared_faults(form, &frame).into_iter().map(|(_, message)| ("", message)));
    }
    faults
}

/// What is wrong with a declared column.
pub(super) fn declared_faults(_form: &Form, column: &Column) -> Vec<(&'static str, String)> {
    let mut faults = Vec::new();
    let field = column.field.as_str();
    let odd = |c: char| c.is_whitespace() || c.is_control() || "{}:\"'\\/".contains(c);
    if field.is_empty() || field.contains(odd) {
        faults.push((
            "field",
            format!("field「{field}」は使えません。空白や記号を含まない名前にしてください（例: budget、予算）。"),
        ));
    }
    if OWN_FIELDS.contains(&field) || field == "departments" && column.kind != FieldType::Departments {
        faults.push(("field", format!("field「{field}」は決まった意味をもつ名前です。別の名前にしてください。")));
    }
    if column.kind == FieldType::Departments && field != "departments" {
        faults.push(("field", "type = \"departments\" の列は field = \"departments\" と書いてください。".to_owned()));
    }
    if !TYPES.iter().any(|(kind, _)| *kind == column.kind) {
        let list = TYPES.map(|(_, name)| name).join("、");
        faults.push(("type", format!("{field} の列の type は使えません。record = \"table\" で使えるのは {list} です。")));
    }
    if column.kind == FieldType::Choice && column.choices.is_empty() {
        faults.push(("type", format!("{field} の列に choices = [\"…\", \"…\"] がありません。")));
    }
    if !column.choices.is_empty() && !matches!(column.kind, FieldType::Choice | FieldType::Lines | FieldType::Mark) {
        faults.push(("choices", format!("{field} の列の choices は、type が choice、lines、mark の列で使えます。")));
    }
    faults
}
