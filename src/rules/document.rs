//! `docs/rules.md`: the rules as a document, made from the rules themselves.

use std::fmt::Write as _;

use crate::model::{Cause, Lang, Rule, Severity};
use crate::rules;
use crate::rules::agency::{Coverage, RULES};

const HEAD: &str = "\
# Rules

Every finding is of one of these rules. Their ids are public: `run.json`, SARIF, the workbook and the pages carry them.
The severity decides the exit status: 1 with an error (with `--strict`: or a warning), 0 otherwise.

This file is generated from `src/rules/`. To renew it: `TORIMATOME_UPDATE=1 cargo test --test it rules_doc`.
";

const MACHINE: &str = "\
The list of the Digital Agency (デジタル庁), as far as a program can decide it. Findings of these rules are information:
one a rule and sheet, with the number of cases and the range they lie in. What is written for programs, the
sheets of データ.xlsx, passes all that are checked, but for what stands in the words of departments (blanks, L1-06; characters,
L1-08): a text is carried unchanged.
The data files in CSV are meant for reading in a spreadsheet, a record a row: lists are lines inside a quoted field and
texts keep their line breaks, so L1-06 and L1-07 do not hold there.

| id | weight | rule | checked | what is looked at |
|---|---|---|---|---|
";

/// The document, in Markdown.
pub fn markdown() -> String {
    let mut out = HEAD.to_owned();
    for (severity, title) in [(Severity::Error, "Errors"), (Severity::Warning, "Warnings"), (Severity::Info, "Information")] {
        let _ = write!(out, "\n## {title}\n");
        for rule in rules::ALL.iter().filter(|rule| rule.severity == severity && !rule.is_machine_readability()) {
            describe(&mut out, rule);
        }
    }
    let _ = write!(out, "\n## Machine readability\n\n{MACHINE}");
    for listed in RULES {
        let coverage = match listed.coverage {
            Coverage::Checked => "checked",
            Coverage::Partly => "partly",
            Coverage::NotApplicable => "not applicable",
        };
        let _ = writeln!(out, "| {} | {} | {} | {coverage} | {} |", listed.id, listed.weight, listed.title, listed.why);
    }
    for rule in rules::ALL.iter().filter(|rule| rule.is_machine_readability()) {
        describe(&mut out, rule);
    }
    out
}

fn describe(out: &mut String, rule: &Rule) {
    let _ = write!(
        out,
        "\n### `{}`\n\n{} Severity: {}.\n\n- {}\n- {}\n- 対応: {}\n- Hint: {}\n- 例: {}\n{}",
        rule.id,
        rule.about,
        rule.severity,
        plain(rule.message.get(Lang::Ja)),
        plain(rule.message.get(Lang::En)),
        plain(rule.hint.get(Lang::Ja)),
        plain(rule.hint.get(Lang::En)),
        plain(rule.example),
        counted(rule),
    );
}

/// Which places of a rule become one finding, as an item of the list.
fn counted(rule: &Rule) -> String {
    let same = |names: &[&str]| names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" and ");
    match rule.cause {
        Cause::Place => String::new(),
        Cause::File => "- Counted: one finding a file.\n".to_owned(),
        Cause::InFile(names) => format!("- Counted: one finding for the same {} in a file.\n", same(names)),
        Cause::Anywhere(names) => format!("- Counted: one finding for the same {} in all files.\n", same(names)),
    }
}

/// A text on one line, with nothing that Markdown would take for its own.
fn plain(text: &str) -> String {
    text.replace('\n', " ").replace('<', "\\<").replace('*', "\\*").replace('|', "\\|")
}
