//! Requests: path, and the values of the query or of a form.

use axum::http::Method;

use crate::model::Period;

/// A request that passed the gate.
pub(super) struct Ask {
    pub method: Method,
    /// Without the query, not decoded.
    pub path: String,
    /// Values of the query.
    pub query: Vec<(String, String)>,
    /// Values of the submitted form.
    pub form: Vec<(String, String)>,
    /// Sent by a script, which gets only the part that changed.
    pub script: bool,
}

impl Ask {
    /// A value of the form, else of the query; an empty one counts as absent.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let all = self.form.iter().chain(&self.query);
        all.filter(|(known, value)| known == name && !value.trim().is_empty()).map(|(_, value)| value.as_str()).next()
    }

    /// The requested period.
    pub(super) fn period(&self) -> Option<Period> {
        self.get("p").and_then(Period::parse)
    }

    /// The page of a list, from 1.
    pub(super) fn page(&self) -> usize {
        self.get("page").and_then(|text| text.parse().ok()).filter(|page| *page > 0).unwrap_or(1)
    }
}

/// A URL of this page, without empty values.
pub(super) fn url(path: &str, values: &[(&str, &str)]) -> String {
    let mut out = path.to_owned();
    let mut sign = '?';
    for (name, value) in values.iter().filter(|(_, value)| !value.is_empty()) {
        out.push(sign);
        out.push_str(name);
        out.push('=');
        out.push_str(&encode(value));
        sign = '&';
    }
    out
}

/// A text, percent-encoded.
pub(super) fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => out.push(char::from(byte)),
            other => out.push_str(&format!("%{other:02X}")),
        }
    }
    out
}
