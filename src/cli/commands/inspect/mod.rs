//! `inspect`: how one file was read.

mod describe;

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use serde::Serialize;

use crate::cli::messages::console::Console;
use crate::model::{Address, Failure, InputStatus};
use crate::pipeline::outcome::{Outcome, outcome};
use crate::pipeline::settings::options::{Common, OutputFormat};
use crate::pipeline::{self, Task};
use crate::recognise::Vocabulary;
use crate::report;
use crate::source::{self, Collected, Found, Location};

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// 調べるファイル
    ///
    /// The file
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    common: Common,
}

/// One column of a table, and why it was matched to its field.
#[derive(Debug, Serialize)]
struct ColumnReport {
    #[serde(skip)]
    file: Arc<str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sheet: Option<String>,
    heading: String,
    cell: Address,
    field: String,
    /// The form's own heading.
    #[serde(skip)]
    meant: String,
    confidence: f64,
    why: String,
}

pub(crate) fn run(arguments: Arguments) -> Result<Outcome, Failure> {
    let inputs = [arguments.file.clone()];
    let collected = if arguments.file.is_file() && !is_archive(&arguments.file) {
        // the file itself, even if its name makes it look like no submission
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
        ..Task::default()
    };
    let lang = settings.lang;
    let vocabulary = Vocabulary::new(task.forms.clone());
    let files: Vec<_> = collected.found.iter().map(|found| pipeline::read_file(found, &vocabulary, &task)).collect();
    let mut columns: Vec<ColumnReport> = files
        .iter()
        .flat_map(|file| file.sheets.iter().map(move |sheet| (&file.input.path, sheet)))
        .flat_map(|(path, sheet)| sheet.tables.iter().map(move |table| (path, sheet, table)))
        .flat_map(|(path, sheet, table)| {
            let form = vocabulary.forms.get(table.form);
            let beside = table.beside.iter().map(move |column| ColumnReport {
                file: Arc::clone(path),
                sheet: sheet.name.as_deref().map(str::to_owned),
                heading: column.heading.clone(),
                cell: column.cell,
                field: column.meaning.to_owned(),
                meant: column.heading.clone(),
                confidence: (column.confidence * 100.0).round() / 100.0,
                why: column.facets.describe(lang),
            });
            let fields = table.columns.iter().filter_map(move |column| {
                let meant = form?.columns.get(column.column)?;
                Some(ColumnReport {
                    file: Arc::clone(path),
                    sheet: sheet.name.as_deref().map(str::to_owned),
                    heading: column.heading.clone(),
                    cell: column.cell,
                    field: meant.field.clone(),
                    meant: meant.heading_for(column.period),
                    confidence: (column.closeness.confidence() * 100.0).round() / 100.0,
                    why: column.reason(lang),
                })
            });
            fields.chain(beside)
        })
        .collect();
    // the parts of a table share its heading
    let mut known = BTreeSet::new();
    columns.retain(|column| known.insert((column.file.clone(), column.sheet.clone(), column.cell, column.field.clone())));
    let mut consolidation = pipeline::consolidate_files(
        files,
        &vocabulary,
        &Task { departments: Some(task.departments.clone().unwrap_or_default()), ..task },
    );
    for (input, finding) in collected.ignored {
        consolidation.inputs.push(input);
        consolidation.findings.push(finding);
    }
    consolidation.findings.extend(collected.findings);
    let statuses: Vec<InputStatus> = consolidation.inputs.iter().map(|input| input.status).collect();
    let outcome = outcome(&consolidation.findings, statuses.into_iter(), arguments.common.strict);
    let console = Console::of(&arguments.common, lang);
    match arguments.common.format {
        OutputFormat::Human => describe::describe(&console, &consolidation, &columns),
        OutputFormat::Sarif => console.bytes(&report::data::sarif::sarif(&consolidation, settings.lang)),
        OutputFormat::Json => {
            let text =
                report::data::run::inspection(consolidation.inputs.first(), &columns, &consolidation.findings, settings.lang);
            console.bytes(&text);
        }
    }
    Ok(outcome)
}

fn is_archive(path: &std::path::Path) -> bool {
    path.extension().is_some_and(|end| end.eq_ignore_ascii_case("zip"))
}
