//! The word that a value is serialised as.

use serde::Serialize;

/// Returns the word of a value that serialises as a string; an empty text for any other.
pub fn json_word(value: &impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}
