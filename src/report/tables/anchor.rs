//! Ids of records in pages, also for links from other outputs.

use crate::model::RecordKind;

/// Returns the id of a record, on both pages.
pub(crate) fn record_anchor(kind: RecordKind, id: &str) -> String {
    anchor(&format!("r-{}-", kind.file_stem()), id)
}

/// A name as a link target: letters and digits unchanged, everything else as its code.
pub(crate) fn anchor(prefix: &str, name: &str) -> String {
    let mut out = prefix.to_owned();
    for c in name.chars() {
        match c {
            'a'..='z' | 'A'..='Z' | '0'..='9' | '-' => out.push(c),
            other => out.push_str(&format!("_{:x}", u32::from(other))),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anchors_do_not_collide() {
        assert_eq!(anchor("r-", "1-5_6"), "r-1-5_5f6");
        assert_ne!(anchor("r-", "1-5_6"), anchor("r-", "1-5 6"));
    }
}
