//! `diff A B`: what changed between two periods or folders of outputs.

use std::ops::Range;
use std::sync::Arc;

use clap::Args;
use serde::Serialize;

use crate::cli::messages::catalogue::results;
use crate::cli::messages::console::Console;
use crate::consolidate::{self, Occasion};
use crate::model::{Comparison, Difference, Failure, Message, TableDifference, listed};
use crate::pipeline::outcome::Outcome;
use crate::pipeline::previous_run;
use crate::pipeline::reading::workspace_settings;
use crate::pipeline::settings::options::{Common, OutputFormat};

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// 前（期間、または成果物のフォルダー）
    ///
    /// Before: a period or a folder of outputs
    #[arg(value_name = "A", display_order = 1)]
    before: String,
    /// 後（期間、または成果物のフォルダー）
    ///
    /// After: a period or a folder of outputs
    #[arg(value_name = "B", display_order = 2)]
    after: String,
    #[command(flatten)]
    common: Common,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let settings = workspace_settings(&arguments.common)?;
    let history = match &settings.workspace {
        Some(workspace) => workspace.known_history()?,
        None => None,
    };
    let before = previous_run::find(&arguments.before, history.as_ref(), &settings)?;
    let after = previous_run::find(&arguments.after, history.as_ref(), &settings)?;
    let plan = after.plan.as_deref().or(before.plan.as_deref()).and_then(|id| settings.known.plan(id)).cloned();
    let plan = settings.plan.clone().or(plan).unwrap_or_default();
    let occasion = Occasion {
        period: after.previous.period,
        previous: before.previous.period,
        unchanged: Some(&before.previous.unchanged),
        missing: &[],
    };
    let comparison = consolidate::compare_all(&before.previous.records, &after.previous.records, &plan, &occasion);
    let console = Console::of(&arguments.common, settings.lang);
    match arguments.common.format {
        OutputFormat::Human => human(&console, &comparison),
        OutputFormat::Json | OutputFormat::Sarif => {
            #[derive(Serialize)]
            struct Report<'a> {
                schema: &'static str,
                period: Option<crate::model::Period>,
                #[serde(flatten)]
                comparison: &'a Comparison,
            }
            console.json(&Report { schema: "torimatome.diff/1", period: after.previous.period, comparison: &comparison });
        }
    }
    Ok(Outcome::Done)
}

fn human(console: &Console, comparison: &Comparison) {
    let mut same = 0;
    for change in &comparison.changes {
        if matches!(change.differences.as_slice(), [Difference::Unchanged { .. }]) {
            same += 1;
            continue;
        }
        let before: Vec<&str> = change.before.iter().filter(|id| **id != change.id).map(|id| &**id).collect();
        heading(console, &change.id, &before, &change.name, &change.departments);
        for difference in &change.differences {
            let (before, after) = difference.sides();
            let phrases = match difference {
                Difference::Text { phrases, .. } | Difference::Figure { phrases, .. } => phrases.as_slice(),
                _ => &[],
            };
            print_difference(console, &Message::new(difference.label(), difference.english()), &before, &marked(&after, phrases));
        }
    }
    for change in &comparison.tables {
        if change.differences == [TableDifference::Unchanged] {
            same += 1;
            continue;
        }
        let before: Vec<&str> = change.before.iter().filter(|id| **id != change.id).map(|id| &**id).collect();
        heading(console, &change.id, &before, &change.name, &change.departments);
        for difference in &change.differences {
            let after = match difference {
                TableDifference::Text { after: Some(after), phrases, .. } => Some(marked(after, phrases)),
                _ => None,
            };
            let (before, plain) = difference.sides();
            print_difference(console, &Message::new(difference.label(), difference.english()), &before, &after.unwrap_or(plain));
        }
    }
    let changed = comparison.changes.len() + comparison.tables.len() - same;
    console.result(results::differences(changed, same));
}

/// Prints a changed record: its id, earlier ids, name and departments.
fn heading(console: &Console, id: &str, before: &[&str], name: &str, departments: &[Arc<str>]) {
    let before = if before.is_empty() { Message::default() } else { Message::verbatim(" ← ").then(&listed(before)) };
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let whose = if departments.is_empty() { Message::default() } else { results::names_in_brackets(listed(departments)) };
    console.result(Message::verbatim(id).then(&before).then(&Message::verbatim(format!("  {name}"))).then(&whose));
}

/// Prints a difference: before and after.
fn print_difference(console: &Console, label: &Message, before: &str, after: &str) {
    console.result(Message::verbatim("  ").then(label));
    if !before.is_empty() {
        console.result(format!("    − {}", before.replace('\n', "\n      ")));
    }
    if !after.is_empty() {
        console.result(format!("    ＋ {}", after.replace('\n', "\n      ")));
    }
}

/// Returns the new text with ［…］ around its new parts.
fn marked(after: &str, phrases: &[Range<usize>]) -> String {
    let mut out = String::with_capacity(after.len());
    let mut at = 0;
    for phrase in phrases {
        let (Some(plain), Some(new)) = (after.get(at..phrase.start), after.get(phrase.clone())) else { continue };
        let tail = new.trim_end();
        out.push_str(plain);
        out.push('［');
        out.push_str(tail);
        out.push('］');
        out.push_str(new.get(tail.len()..).unwrap_or_default());
        at = phrase.end;
    }
    out.push_str(after.get(at..).unwrap_or_default());
    out
}
