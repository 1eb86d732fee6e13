//! `inspect`: how one file was read.

use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use super::options::{Common, OutputFormat, Settings};
use super::{Failure, Outcome, outcome};
use crate::model::{Address, Consolidation, Input, InputStatus, Lang};
use crate::pipeline::{self, Task};
use crate::recognise::Vocabulary;
use crate::report;
use crate::source::{self, Collected, Found, Location};

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// 調べるファイル
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    common: Common,
}

/// One column of a table, and why it was taken for what it is.
#[derive(Debug, Serialize)]
struct ColumnReport {
    #[serde(skip_serializing_if = "Option::is_none")]
    sheet: Option<String>,
    heading: String,
    cell: Address,
    field: String,
    confidence: f64,
    why: &'static str,
}

pub(crate) fn run(arguments: Arguments) -> Result<Outcome, Failure> {
    let inputs = [arguments.file.clone()];
    let collected = if arguments.file.is_file() && !is_archive(&arguments.file) {
        // the file itself, whatever its name says
        let name = arguments.file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let found = Found { path: name.into(), location: Location::Disk(arguments.file.clone()) };
        Collected { found: vec![found], ..Collected::default() }
    } else {
        source::collect(&inputs, &arguments.common.limits())
    };
    let settings = arguments.common.resolve(&inputs, &collected)?;
    let task = Task {
        forms: settings.forms(),
        plans: settings.plans(),
        period: settings.period,
        departments: settings
            .departments
            .clone()
            .map(|list| list.into_iter().map(|d| crate::model::Department { submits: false, ..d }).collect()),
        reading: settings.reading.clone(),
    };
    let vocabulary = Vocabulary::new(task.forms.clone());
    let files: Vec<_> = collected.found.iter().map(|found| pipeline::read_file(found, &vocabulary, &task)).collect();
    let columns: Vec<ColumnReport> = files
        .iter()
        .flat_map(|file| &file.sheets)
        .flat_map(|sheet| sheet.tables.iter().map(move |table| (sheet, table)))
        .flat_map(|(sheet, table)| {
            let form = vocabulary.forms.get(table.form);
            table.columns.iter().filter_map(move |column| {
                Some(ColumnReport {
                    sheet: sheet.name.as_deref().map(str::to_owned),
                    heading: column.heading.clone(),
                    cell: column.cell,
                    field: form?.columns.get(column.column)?.field.clone(),
                    confidence: (column.closeness.confidence() * 100.0).round() / 100.0,
                    why: column.why,
                })
            })
        })
        .collect();
    let mut consolidation =
        pipeline::unite(files, &vocabulary, &Task { departments: Some(task.departments.clone().unwrap_or_default()), ..task });
    for (input, finding) in collected.ignored {
        consolidation.inputs.push(input);
        consolidation.findings.push(finding);
    }
    consolidation.findings.extend(collected.findings);
    let statuses: Vec<InputStatus> = consolidation.inputs.iter().map(|input| input.status).collect();
    let outcome = outcome(&consolidation.findings, statuses.into_iter(), arguments.common.strict);
    match arguments.common.format {
        OutputFormat::Human => describe(&settings, &consolidation, &columns),
        OutputFormat::Sarif => settings.console.bytes(&report::sarif::sarif(&consolidation, settings.lang)),
        OutputFormat::Json => {
            let text = report::run::inspection(consolidation.inputs.first(), &columns, &consolidation.findings, settings.lang);
            settings.console.bytes(&text);
        }
    }
    Ok(outcome)
}

fn is_archive(path: &std::path::Path) -> bool {
    path.extension().is_some_and(|end| end.eq_ignore_ascii_case("zip"))
}

/// For people: the file, its sheets, its tables and columns, the account, the findings.
fn describe(settings: &Settings, consolidation: &Consolidation, columns: &[ColumnReport]) {
    let console = &settings.console;
    let ja = settings.lang == Lang::Ja;
    for input in &consolidation.inputs {
        let format = word(&input.format);
        let encoding = input.encoding.as_ref().map(|encoding| format!("  {}", word(&Some(*encoding)))).unwrap_or_default();
        console.result(&format!("{}  {format}{encoding}  {} bytes", input.path, input.bytes));
        if let Some(department) = &input.department {
            console.result(&format!("{}: {department}", if ja { "担当課" } else { "department" }));
        }
        sheets(settings, input, columns);
    }
    console.findings(&consolidation.findings, true);
}

fn sheets(settings: &Settings, input: &Input, columns: &[ColumnReport]) {
    let console = &settings.console;
    let ja = settings.lang == Lang::Ja;
    for sheet in &input.sheets {
        let name = sheet.name.as_deref().unwrap_or(if ja { "（表）" } else { "(table)" });
        let visibility = match sheet.visibility {
            crate::model::Visibility::Visible => "",
            _ if ja => "（非表示）",
            _ => " (hidden)",
        };
        console.result(&format!("\n■ {name}{visibility}"));
        for table in &sheet.tables {
            console.result(&match settings.lang {
                Lang::Ja => format!("  表 {}  様式 {}  記録 {}件", table.range, table.form, table.records),
                Lang::En => format!("  table {}  form {}  {} records", table.range, table.form, table.records),
            });
            for column in columns
                .iter()
                .filter(|column| column.sheet.as_deref() == sheet.name.as_deref() && table.range.contains(column.cell))
            {
                let heading = column.heading.replace('\n', "");
                console.result(&format!(
                    "    {:<5} {heading} → {}  {:.0}%  {}",
                    column.cell.to_string(),
                    column.field,
                    column.confidence * 100.0,
                    column.why
                ));
            }
        }
        for comment in &sheet.comments {
            let word = if ja { "コメント" } else { "comment" };
            console.result(&format!("  {word} {}  {}", comment.cell, comment.text.replace('\n', " ⏎ ")));
        }
        let ledger = &sheet.ledger;
        let aside: Vec<String> = ledger.set_aside.iter().map(|(reason, count)| format!("{} {count}", reason.label())).collect();
        console.result(&match settings.lang {
            Lang::Ja => format!(
                "  台帳 {}セル = 使用 {} + 除外 {}（{}）",
                ledger.non_empty,
                ledger.used,
                ledger.non_empty - ledger.used,
                aside.join("、")
            ),
            Lang::En => format!(
                "  ledger {} cells = {} used + {} set aside ({})",
                ledger.non_empty,
                ledger.used,
                ledger.non_empty - ledger.used,
                aside.join(", ")
            ),
        });
    }
}

/// The public name of a format or an encoding.
fn word<T: Serialize>(value: &Option<T>) -> String {
    let json = value.as_ref().and_then(|value| serde_json::to_value(value).ok());
    json.and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}
