//! The column "may use" of docs/architecture.md holds for every path in src.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// A room and the rooms that it may use.
type Rules = BTreeMap<String, BTreeSet<String>>;

/// Reads the table of rooms. The order of its rows is the order of the rooms.
fn rules(document: &str) -> Rules {
    let rows = document.lines().skip_while(|line| !line.starts_with("| room ")).skip(2).take_while(|line| line.starts_with('|'));
    let rows: Vec<Vec<&str>> = rows.map(|row| row.trim_matches('|').split('|').map(str::trim).collect()).collect();
    let name = |cell: &str| cell.trim_matches('`').trim_end_matches('/').trim_end_matches(".rs").to_owned();
    let rooms: Vec<String> = rows.iter().map(|row| name(row[0])).collect();
    let mut rules = Rules::new();
    for (at, row) in rows.iter().enumerate() {
        let words: Vec<String> = row[2].split(", ").map(name).collect();
        let allowed = match row[2] {
            "–" => BTreeSet::new(),
            "the above" => rooms[..at].iter().cloned().collect(),
            "all" => rooms.iter().cloned().collect(),
            list if list.starts_with("all but ") => {
                let barred: Vec<String> = list["all but ".len()..].split(", ").map(name).collect();
                rooms.iter().filter(|room| !barred.contains(room)).cloned().collect()
            }
            _ => words.into_iter().collect(),
        };
        assert!(allowed.iter().all(|room| rooms.contains(room)), "{}: {allowed:?}", rooms[at]);
        rules.insert(rooms[at].clone(), allowed);
    }
    rules
}

/// The rooms that a file's paths lead to, with the line of each.
fn used(file: &Path, text: &str, rooms: &Rules) -> Vec<(usize, String)> {
    // modules above a file: `super` so many times is the crate
    let depth = file.components().count() - usize::from(file.ends_with("mod.rs"));
    let mut found = Vec::new();
    let text: String = text.lines().map(|line| format!("{}\n", line.split("//").next().unwrap_or_default())).collect();
    let is_path = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
    for (at, _) in text.match_indices("crate::").chain(text.match_indices("super::")) {
        if text[..at].ends_with(is_path) {
            continue;
        }
        let path: String = text[at..].chars().take_while(|c| is_path(*c)).collect();
        let line = text[..at].matches('\n').count() + 1;
        let mut segments = path.split("::").peekable();
        let mut supers = 0;
        while segments.next_if_eq(&"super").is_some() {
            supers += 1;
        }
        if segments.next_if_eq(&"crate").is_none() && supers < depth {
            continue;
        }
        match segments.next() {
            // `use crate::{a, b::{c, d}}`: the words at the first level
            Some("") | None => {
                let list = text[at + path.len()..].trim_start_matches('{');
                let (mut level, mut word) = (0, String::new());
                for c in list.chars() {
                    match c {
                        '{' => level += 1,
                        '}' if level == 0 => break,
                        '}' => level -= 1,
                        ',' if level == 0 => found.push((line, std::mem::take(&mut word))),
                        _ if level == 0 => word.push(c),
                        _ => {}
                    }
                }
                found.push((line, word));
            }
            Some(room) => found.push((line, room.to_owned())),
        }
    }
    for (_, room) in &mut found {
        *room = room.trim().split([':', ' ']).next().unwrap_or_default().to_owned();
    }
    found.retain(|(_, room)| rooms.contains_key(room));
    found
}

fn sources(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, out);
        } else if path.extension().is_some_and(|end| end == "rs") {
            out.push(path);
        }
    }
    out.sort();
}

/// The room of a file, from `src`: its folder, else its name.
fn room(file: &Path) -> String {
    let first = file.components().next().unwrap().as_os_str().to_string_lossy();
    first.trim_end_matches(".rs").to_owned()
}

/// What is forbidden in a file, a line each.
fn forbidden(file: &Path, text: &str, rules: &Rules) -> Vec<String> {
    let own = room(file);
    let Some(allowed) = rules.get(&own) else { return vec![format!("{}: a room that the table does not have", file.display())] };
    let used = used(file, text, rules).into_iter().filter(|(_, room)| *room != own && !allowed.contains(room));
    used.map(|(line, room)| format!("src/{}:{line}: {own} may not use {room}", file.display())).collect()
}

fn table() -> Rules {
    rules(&fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/architecture.md")).unwrap())
}

#[test]
fn rooms_use_what_the_table_says() {
    let rules = table();
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&src, &mut files);
    let mut faults = Vec::new();
    let mut seen = BTreeSet::new();
    for path in files {
        let file = path.strip_prefix(&src).unwrap();
        if matches!(file.to_str(), Some("lib.rs" | "main.rs")) {
            continue;
        }
        seen.insert(room(file));
        faults.extend(forbidden(file, &fs::read_to_string(&path).unwrap(), &rules));
    }
    assert!(faults.is_empty(), "docs/architecture.md, column \"may use\":\n{}", faults.join("\n"));
    assert_eq!(seen, rules.into_keys().collect(), "the rooms of src and those of the table");
}

#[test]
fn a_forbidden_path_is_found_in_any_spelling() {
    let rules = table();
    let faults = |file: &str, text: &str| forbidden(Path::new(file), text, &rules).len();
    assert_eq!(faults("model/plan.rs", "use crate::report::Table;\n"), 1);
    assert_eq!(faults("model/plan.rs", "use crate::{form, rules::{A, B}, model};\n"), 2);
    assert_eq!(faults("model/plan.rs", "fn f() { super::super::cli::main() }\n"), 1);
    assert_eq!(faults("source/workbook/mod.rs", "use crate::{\n    model::Input,\n    recognise as r,\n};\n"), 1);
    assert_eq!(faults("report/mod.rs", "use crate::store::publish;\n"), 1);
    assert_eq!(faults("normalise/file.rs", "use crate::consolidate::Summary;\n"), 1);
    assert_eq!(faults("report/mod.rs", "use crate::consolidate::Summary; // crate::cli\nuse super::model::Plan;\n"), 0);
    assert_eq!(faults("attic/mod.rs", ""), 1);
}

/// The words between backquotes of a text.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.lines().flat_map(|line| line.split('`').skip(1).step_by(2))
}

#[test]
fn documents_name_files_that_exist() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let is_path = |word: &&str| word.contains('/') && word.chars().all(|c| c.is_ascii_alphanumeric() || "_/.:-".contains(c));
    let mut absent = Vec::new();
    for document in ["docs/architecture.md", "CONTRIBUTING.md"] {
        let text = fs::read_to_string(root.join(document)).unwrap();
        for word in quoted(&text).filter(is_path) {
            let path = word.split("::").next().unwrap().trim_end_matches('/');
            let is_made = ["out/", "data/", "../"].iter().any(|start| word.starts_with(start));
            let places = [path.to_owned(), format!("src/{path}"), format!("src/{path}.rs")];
            if path.contains('/') && !is_made && !places.iter().any(|place| root.join(place).exists()) {
                absent.push(format!("{document}: {word}"));
            }
        }
    }
    assert!(absent.is_empty(), "{absent:#?}");
}

#[test]
fn quirks_name_tests_that_exist() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    sources(&root.join("src"), &mut files);
    sources(&root.join("tests/it"), &mut files);
    let code: String = files.iter().map(|file| fs::read_to_string(file).unwrap()).collect();
    let words: BTreeSet<&str> = code.split(|c: char| !c.is_alphanumeric() && c != '_').collect();
    let quirks = fs::read_to_string(root.join("docs/quirks.md")).unwrap();
    let shown = quirks.lines().filter(|line| line.starts_with("| ")).filter_map(|line| line.rsplit('|').nth(1));
    // `st the_name` or `the_name`; a single word is a file or a group of tests
    let names = shown.flat_map(quoted).filter_map(|word| word.split(' ').next_back());
    let names: Vec<&str> = names.filter(|name| name.contains('_') && !name.contains(['/', '.'])).collect();
    assert!(names.len() > 100, "{}", names.len());
    let absent: Vec<&&str> = names.iter().filter(|name| !words.contains(**name)).collect();
    assert!(absent.is_empty(), "{absent:#?}");
}
