//! What the columns of a drafted form are taken for, and another choice for them.

use crate::form::draft::text::quoted;

/// A column of a drafted form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assigned {
    /// Its heading on the sheet.
    pub heading: String,
    /// Some of its values.
    pub examples: String,
    /// The field of a known form, or the type of a declared column.
    pub taken: String,
}

/// In the text of a draft, the lines of each column, and the other lines.
fn blocks(text: &str) -> Vec<(bool, Vec<&str>)> {
    let mut out: Vec<(bool, Vec<&str>)> = vec![(false, Vec::new())];
    for line in text.lines() {
        if line.starts_with('[') {
            out.push((line == "[[column]]", Vec::new()));
        }
        if let Some((_, lines)) = out.last_mut() {
            lines.push(line);
        }
    }
    out
}

/// The value of a key in the lines of a column.
fn value(lines: &[&str], key: &str) -> Option<String> {
    let line = lines.iter().find(|line| is_of(line, key))?;
    toml::from_str::<toml::Table>(line).ok()?.get(key)?.as_str().map(str::to_owned)
}

fn is_of(line: &str, key: &str) -> bool {
    line.strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with('='))
}

/// The columns of a draft, in their order. `known`: it extends a form, so that columns have its fields.
pub fn assigned(text: &str, known: bool) -> Vec<Assigned> {
    let columns = blocks(text).into_iter().filter(|(is_column, _)| *is_column);
    columns
        .map(|(_, lines)| {
            let example = lines.iter().find_map(|line| line.strip_prefix("# 値の例")?.split_once(": "));
            Assigned {
                heading: value(&lines, "heading").unwrap_or_default(),
                examples: example.map(|(_, examples)| examples.to_owned()).unwrap_or_default(),
                taken: value(&lines, if known { "field" } else { "type" }).unwrap_or_default(),
            }
        })
        .collect()
}

/// The same draft with another id, another name, and columns taken for something else.
pub fn assign(text: &str, known: bool, (id, name): (&str, &str), taken: &[&str]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut columns = taken.iter();
    for (is_column, lines) in blocks(text) {
        let wanted = if is_column { columns.next().copied() } else { None };
        let now = value(&lines, if known { "field" } else { "type" });
        for line in lines {
            match wanted.filter(|wanted| now.as_deref() != Some(*wanted)) {
                Some(wanted) if known => match line {
                    _ if is_of(line, "field") => {
                        out.push_str(&format!("field = {}\n", quoted(wanted)));
                        if wanted == "skip" {
                            out.push_str("type = \"skip\"\nrequired = false\nkey = false\n");
                        }
                    }
                    // those of a column that was to be skipped
                    _ if ["type", "required", "key"].iter().any(|key| is_of(line, key)) => {}
                    _ => out.push_str(&format!("{line}\n")),
                },
                Some(wanted) => match line {
                    _ if is_of(line, "type") => out.push_str(&format!("type = {}\n", quoted(wanted))),
                    _ if is_of(line, "field") && wanted == "departments" => out.push_str("field = \"departments\"\n"),
                    // what goes with another type
                    _ if is_of(line, "choices") || is_of(line, "align") => {}
                    _ => out.push_str(&format!("{line}\n")),
                },
                None if !is_column && is_of(line, "id") => out.push_str(&format!("id = {}\n", quoted(id))),
                None if !is_column && is_of(line, "name") => out.push_str(&format!("name = {}\n", quoted(name))),
                None => out.push_str(&format!("{line}\n")),
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const DRAFT: &str = "id = \"my-form\" # 短い名前\nname = \"台帳\"\nrecord = \"table\"\n\n[print]\nsize = 8.0\n\n[[column]]\n# 値の例（A2）: 総務課、財政課\nfield = \"貸出先\"\nheading = \"貸出先\"\ntype = \"text\"\nwidth = 3\n\n[[column]]\nfield = \"済\"\nheading = \"済\"\ntype = \"mark\"\nalign = \"center\"\n";

    #[test]
    fn a_column_is_taken_for_something_else() {
        let columns = assigned(DRAFT, false);
        assert_eq!((columns[0].examples.as_str(), columns[0].taken.as_str()), ("総務課、財政課", "text"));
        assert_eq!(columns[1].taken, "mark");
        let text = assign(DRAFT, false, ("lent", "物品貸出簿"), &["departments", "mark"]);
        assert!(text.starts_with("id = \"lent\"\nname = \"物品貸出簿\"\n"), "{text}");
        assert!(text.contains("field = \"departments\"\nheading = \"貸出先\"\ntype = \"departments\"\n"), "{text}");
        assert!(text.contains("field = \"済\"\nheading = \"済\"\ntype = \"mark\"\nalign"), "what stays is as it was: {text}");
    }

    #[test]
    fn a_column_of_a_known_form_gets_another_field_or_none() {
        let draft = "extends = \"progress\"\n\n[[column]]\nfield = \"done\"\nheading = \"甲\"\n\n[[column]]\nfield = \"skip\"\nheading = \"乙\"\ntype = \"skip\"\nrequired = false\nkey = false\n";
        let text = assign(draft, true, ("a", "b"), &["skip", "planned"]);
        assert!(text.contains("field = \"skip\"\ntype = \"skip\"\nrequired = false\nkey = false\nheading = \"甲\""), "{text}");
        assert!(text.ends_with("field = \"planned\"\nheading = \"乙\"\n"), "{text}");
    }
}
