//! SARIF 2.1.0: findings for programs that show the results of checks.
//!
//! A finding's cell is a *logical* location, `sheet!cell`: a workbook has no lines. The file is an artifact, its path
//! relative to the input folder, as a URI.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use serde_sarif::sarif::{
    Artifact, ArtifactLocation, Invocation, Location, LogicalLocation, Message, MultiformatMessageString, PhysicalLocation,
    PropertyBag, ReportingConfiguration, ReportingDescriptor, Result, ResultLevel, Run, Sarif, Tool, ToolComponent, Version,
};

use crate::model::{Consolidation, Finding, Input, Lang, Place, Rule, Severity};
use crate::rules;

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// The base of artifact URIs: the input folder, wherever that is.
const BASE: &str = "INPUT";

/// The findings of a run as a SARIF log, indented by two spaces, with a line feed at its end.
pub fn sarif(consolidation: &Consolidation, lang: Lang) -> Vec<u8> {
    let log =
        Sarif::builder().schema(SCHEMA).version(json!(Version::V2_1_0.to_string())).runs(vec![run(consolidation, lang)]).build();
    // plain data into memory does not fail
    let mut bytes = serde_json::to_vec_pretty(&log).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

fn run(consolidation: &Consolidation, lang: Lang) -> Run {
    let met: BTreeSet<&str> = consolidation.findings.iter().map(|finding| finding.rule.id).collect();
    let rules: Vec<&Rule> = rules::ALL.iter().copied().filter(|rule| met.contains(rule.id)).collect();
    let indices = Indices {
        rules: (0..).zip(&rules).map(|(index, rule)| (rule.id, index)).collect(),
        artifacts: (0..).zip(&consolidation.inputs).map(|(index, input)| (&*input.path, index)).collect(),
    };
    let (language, base) = match lang {
        Lang::Ja => ("ja", "入力フォルダー"),
        Lang::En => ("en", "the input folder"),
    };
    let driver = ToolComponent::builder()
        .name(env!("CARGO_PKG_NAME"))
        .version(env!("CARGO_PKG_VERSION"))
        .semantic_version(env!("CARGO_PKG_VERSION"))
        .language(language)
        .rules(rules.iter().map(|rule| descriptor(rule, lang)).collect::<Vec<_>>())
        .build();
    Run::builder()
        .tool(Tool::builder().driver(driver).build())
        .language(language)
        .column_kind(json!("unicodeCodePoints"))
        .original_uri_base_ids(BTreeMap::from([(
            BASE.to_owned(),
            ArtifactLocation::builder().description(Message::builder().text(base).build()).build(),
        )]))
        .invocations(vec![Invocation::builder().execution_successful(true).build()])
        .artifacts(consolidation.inputs.iter().map(artifact).collect::<Vec<_>>())
        .results(consolidation.findings.iter().map(|finding| result(finding, &indices, lang)).collect::<Vec<_>>())
        .build()
}

/// Indices of rules and files in the lists of the run.
struct Indices<'a> {
    rules: BTreeMap<&'a str, i64>,
    artifacts: BTreeMap<&'a str, i64>,
}

fn artifact(input: &Input) -> Artifact {
    let location = ArtifactLocation::builder().uri(uri(&input.path)).uri_base_id(BASE).build();
    let mut artifact = Artifact::builder().location(location).length(i64::try_from(input.bytes).unwrap_or(i64::MAX)).build();
    artifact.hashes = input.sha256.as_ref().map(|hash| BTreeMap::from([("sha-256".to_owned(), hash.to_string())]));
    artifact
}

fn descriptor(rule: &Rule, lang: Lang) -> ReportingDescriptor {
    let text = |text: String| MultiformatMessageString::builder().text(text).build();
    ReportingDescriptor::builder()
        .id(rule.id)
        .short_description(text(rule.about.to_owned()))
        .help(text(format!("{}\n{}", rule.hint.get(lang), rule.example)))
        .default_configuration(ReportingConfiguration::builder().level(json!(level(rule.severity))).build())
        .build()
}

const fn level(severity: Severity) -> ResultLevel {
    match severity {
        Severity::Error => ResultLevel::Error,
        Severity::Warning => ResultLevel::Warning,
        Severity::Info => ResultLevel::Note,
    }
}

fn result(finding: &Finding, indices: &Indices<'_>, lang: Lang) -> Result {
    let departments = finding.departments();
    let department = if let [only] = departments.as_slice() { Some(&***only) } else { None };
    let properties = [("hint", json!(finding.hint(lang))), ("department", json!(department))];
    let properties: BTreeMap<String, Value> = properties.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    let mut result = Result::builder()
        .rule_id(finding.rule.id)
        .level(level(finding.severity()))
        .message(Message::builder().text(finding.message(lang)).build())
        .properties(PropertyBag::builder().additional_properties(properties).build())
        .build();
    result.rule_index = indices.rules.get(finding.rule.id).copied();
    let located = finding.places().filter_map(|place| Some(location(place, place.file.as_deref()?, indices)));
    result.locations = Some(located.collect()).filter(|locations: &Vec<_>| !locations.is_empty());
    result.occurrence_count = Some(finding.count()).filter(|count| *count > 1).and_then(|count| i64::try_from(count).ok());
    result
}

/// File as artifact; sheet and cell as logical location.
fn location(place: &Place, file: &str, indices: &Indices<'_>) -> Location {
    let mut artifact = ArtifactLocation::builder().uri(uri(file)).uri_base_id(BASE).build();
    artifact.index = indices.artifacts.get(file).copied();
    let physical = PhysicalLocation::builder().artifact_location(artifact).build();
    let mut location = Location::builder().physical_location(physical).build();
    let spot = place.spot.map(|spot| spot.to_string());
    let (kind, name, whole) = match (place.sheet.as_deref(), spot) {
        (Some(sheet), Some(spot)) => ("cell", spot.clone(), format!("{sheet}!{spot}")),
        (Some(sheet), None) => ("sheet", sheet.to_owned(), sheet.to_owned()),
        (None, Some(spot)) => ("cell", spot.clone(), spot),
        (None, None) => return location,
    };
    let logical = LogicalLocation::builder().name(name).fully_qualified_name(whole).kind(kind).build();
    location.logical_locations = Some(vec![logical]);
    location
}

/// A path as a relative URI reference (RFC 3986): everything but unreserved characters and `/` percent-encoded.
fn uri(path: &str) -> String {
    let mut out = String::with_capacity(path.len() * 3);
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => out.push(char::from(byte)),
            other => out.push_str(&format!("%{other:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::uri;

    #[test]
    fn a_path_is_a_relative_uri() {
        assert_eq!(uri("a b/課:1.xlsx"), "a%20b/%E8%AA%B2%3A1.xlsx");
    }
}
