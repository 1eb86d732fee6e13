//! docs/rules.md says what the rules say. `TORIMATOME_UPDATE=1` writes it anew.

use std::path::Path;

use torimatome::rules::document::markdown;

#[test]
fn the_document_is_that_of_the_rules() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/rules.md");
    if std::env::var_os("TORIMATOME_UPDATE").is_some() {
        std::fs::write(&path, markdown()).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    assert!(written == markdown(), "docs/rules.md is stale: TORIMATOME_UPDATE=1 cargo test --test it rules_doc");
}
