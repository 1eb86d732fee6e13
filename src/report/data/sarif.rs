//! SARIF 2.1.0: findings for programs that show the results of checks.
//!
//! A finding's cell is a *logical* location, `sheet!cell`: a workbook has no lines. The file is an artifact, its path
//! relative to the input folder, as a URI.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use crate::model::{Consolidation, Finding, Lang, Place, Rule, Severity};
use crate::rules;

/// The findings of a run as a SARIF log, indented by two spaces, with a line feed at its end.
pub fn sarif(consolidation: &Consolidation, lang: Lang) -> Vec<u8> {
    let met: BTreeSet<&str> = consolidation.findings.iter().map(|finding| finding.rule.id).collect();
    let rules: Vec<&Rule> = rules::ALL.iter().copied().filter(|rule| met.contains(rule.id)).collect();
    let places: BTreeMap<&str, usize> = rules.iter().enumerate().map(|(index, rule)| (rule.id, index)).collect();
    let artifacts: BTreeMap<&str, usize> =
        consolidation.inputs.iter().enumerate().map(|(index, input)| (&*input.path, index)).collect();
    let results: Vec<Value> = consolidation.findings.iter().map(|finding| result(finding, &places, &artifacts, lang)).collect();
    let inputs: Vec<Value> = consolidation
        .inputs
        .iter()
        .map(|input| {
            let mut artifact = json!({"location": {"uri": uri(&input.path), "uriBaseId": "INPUT"}, "length": input.bytes});
            if let (Some(hash), Some(fields)) = (&input.sha256, artifact.as_object_mut()) {
                fields.insert("hashes".to_owned(), json!({"sha-256": hash}));
            }
            artifact
        })
        .collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": env!("CARGO_PKG_NAME"),
                "version": env!("CARGO_PKG_VERSION"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "language": if lang == Lang::Ja { "ja" } else { "en" },
                "rules": rules.iter().map(|rule| descriptor(rule, lang)).collect::<Vec<Value>>(),
            }},
            "language": if lang == Lang::Ja { "ja" } else { "en" },
            "columnKind": "unicodeCodePoints",
            "originalUriBaseIds": {"INPUT": {"description": {"text": match lang {
                Lang::Ja => "入力フォルダー",
                Lang::En => "the input folder",
            }}}},
            "invocations": [{"executionSuccessful": true}],
            "artifacts": inputs,
            "results": results,
        }],
    });
    // plain data into memory: there is nothing that could fail
    let mut bytes = serde_json::to_vec_pretty(&log).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

fn descriptor(rule: &Rule, lang: Lang) -> Value {
    json!({
        "id": rule.id,
        "shortDescription": {"text": rule.about},
        "help": {"text": format!("{}\n{}", rule.hint.get(lang), rule.example)},
        "defaultConfiguration": {"level": level(rule.severity)},
    })
}

const fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

fn result(finding: &Finding, rules: &BTreeMap<&str, usize>, artifacts: &BTreeMap<&str, usize>, lang: Lang) -> Value {
    let departments = finding.departments();
    let department = if let [only] = departments.as_slice() { Some(&***only) } else { None };
    let mut result = json!({
        "ruleId": finding.rule.id,
        "level": level(finding.severity()),
        "message": {"text": finding.message(lang)},
        "properties": {"hint": finding.hint(lang), "department": department},
    });
    let Some(fields) = result.as_object_mut() else { return result };
    if let Some(index) = rules.get(finding.rule.id) {
        fields.insert("ruleIndex".to_owned(), json!(index));
    }
    let located = finding.places().filter_map(|place| Some(location(place, place.file.as_deref()?, artifacts)));
    let locations: Vec<Value> = located.collect();
    if !locations.is_empty() {
        fields.insert("locations".to_owned(), json!(locations));
    }
    if finding.count() > 1 {
        fields.insert("occurrenceCount".to_owned(), json!(finding.count()));
    }
    result
}

/// File as artifact; sheet and cell as logical location.
fn location(place: &Place, file: &str, artifacts: &BTreeMap<&str, usize>) -> Value {
    let mut artifact = Map::new();
    artifact.insert("uri".to_owned(), json!(uri(file)));
    artifact.insert("uriBaseId".to_owned(), json!("INPUT"));
    if let Some(index) = artifacts.get(file) {
        artifact.insert("index".to_owned(), json!(index));
    }
    let mut location = json!({"physicalLocation": {"artifactLocation": artifact}});
    let spot = place.spot.map(|spot| spot.to_string());
    let whole = match (place.sheet.as_deref(), &spot) {
        (Some(sheet), Some(spot)) => format!("{sheet}!{spot}"),
        (Some(sheet), None) => sheet.to_owned(),
        (None, Some(spot)) => spot.clone(),
        (None, None) => return location,
    };
    let kind = if spot.is_some() { "cell" } else { "sheet" };
    let name = spot.unwrap_or_else(|| whole.clone());
    if let Some(fields) = location.as_object_mut() {
        let logical = json!([{"name": name, "fullyQualifiedName": whole, "kind": kind}]);
        fields.insert("logicalLocations".to_owned(), logical);
    }
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
