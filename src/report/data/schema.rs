//! The JSON Schemas in docs/schema, derived from the serialised types. `TORIMATOME_UPDATE=1` rewrites them.

use std::path::Path;

use schemars::generate::SchemaSettings;
use schemars::transform::{Transform, transform_subschemas};
use schemars::{JsonSchema, Schema};
use serde::Serialize;
use serde_json::{Value, json};

use crate::model::{ChecklistItem, EditedFields, Indicator, Measure, Period, Progress, Schedule, TableRow};
use crate::report::data::run::Run;

/// A data file.
#[derive(Serialize, JsonSchema)]
struct DataFile<T> {
    /// Name and version of this format.
    schema: String,
    /// Whose plan it is; empty without a plan.
    municipality: String,
    /// The reporting period; `null` for a plan's own tables.
    period: Option<Period>,
    /// One record on each line.
    records: Vec<T>,
}

/// A record, with what its departments wrote where the coordinator edited it.
#[derive(Serialize, JsonSchema)]
struct MayBeEdited {
    #[serde(flatten)]
    record: Progress,
    /// Field → what the department wrote and what stands here; absent where nothing was edited.
    #[serde(skip_serializing_if = "Option::is_none")]
    edited: Option<EditedFields>,
}

#[test]
fn the_schemas_are_those_of_the_types() {
    let schemas = [
        ("run", "^torimatome\\.run/1$", schema::<Run<'_>>()),
        ("progress", "^torimatome\\.progress/1$", schema::<DataFile<MayBeEdited>>()),
        ("schedule", "^torimatome\\.schedule/1$", schema::<DataFile<Schedule>>()),
        ("indicators", "^torimatome\\.indicators/1$", schema::<DataFile<Indicator>>()),
        ("measures", "^torimatome\\.measures/1$", schema::<DataFile<Measure>>()),
        ("checklists", "^torimatome\\.checklists/1$", schema::<DataFile<ChecklistItem>>()),
        ("tables", "^torimatome\\.tables/.+/1$", schema::<DataFile<TableRow>>()),
    ];
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/schema");
    for (name, id, mut schema) in schemas {
        schema["properties"]["schema"]["pattern"] = json!(id);
        schema["title"] = json!(name);
        let path = folder.join(format!("{name}.json"));
        let made = format!("{schema:#}\n");
        if std::env::var_os("TORIMATOME_UPDATE").is_some() {
            std::fs::create_dir_all(&folder).unwrap();
            std::fs::write(&path, &made).unwrap();
        }
        let written = std::fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
        assert!(written == made, "docs/schema/{name}.json is stale: TORIMATOME_UPDATE=1 cargo test --lib schema");
    }
}

fn schema<T: JsonSchema>() -> Value {
    let settings = SchemaSettings::draft2020_12().for_serialize().with_transform(PlainDescriptions);
    settings.into_generator().into_root_schema_for::<T>().to_value()
}

/// Doc comments link to items of the library; in a schema only their text makes sense.
#[derive(Debug, Clone)]
struct PlainDescriptions;

impl Transform for PlainDescriptions {
    fn transform(&mut self, schema: &mut Schema) {
        if let Some(Value::String(text)) = schema.get_mut("description") {
            *text = without_links(text);
        }
        transform_subschemas(self, schema);
    }
}

/// [`text`](target) and [`text`] become `text`.
fn without_links(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, (inside, after))) = rest.split_once("[`").and_then(|(b, r)| Some((b, r.split_once("`]")?))) {
        out.push_str(&format!("{before}`{inside}`"));
        rest = after;
        if let Some(target) = after.strip_prefix('(') {
            rest = target.split_once(')').map_or(after, |(_, rest)| rest);
        }
    }
    out + rest
}
