//! A text as a form, a plan and decisions.

use std::path::Path;

use torimatome::form::{Library, check, parse_form, parse_plan};
use torimatome::recognise::unmatchable;
use torimatome::store::decisions::Decisions;

/// One execution.
pub fn run(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    if let Ok(form) = parse_form(Path::new("form.toml"), &text) {
        let _ = check::remarks(&form);
        let _ = unmatchable(&form);
        let mut library = Library::builtin();
        library.add_form(form);
    }
    if let Ok(plan) = parse_plan(Path::new("plan.toml"), &text) {
        let mut library = Library::builtin();
        library.add_plan(plan);
    }
    if let Ok(decisions) = toml::from_str::<Decisions>(&text) {
        let written = decisions.to_text();
        let again: Decisions = toml::from_str(&written).expect("what is written is read");
        assert_eq!(again.to_text(), written, "nothing is lost when decisions are written");
    }
}
