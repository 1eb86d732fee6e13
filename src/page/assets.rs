//! Scripts and styles of the page, compiled in.

use crate::page::answer::Answer;

const STYLE: &str = include_str!("assets/page.css");
const SCRIPTS: [(&str, &str); 3] = [
    ("page.js", include_str!("assets/page.js")),
    ("findings.js", include_str!("assets/findings.js")),
    ("upload.js", include_str!("assets/upload.js")),
];

pub(super) fn get(name: &str) -> Option<Answer> {
    if name == "page.css" {
        return Some(Answer::Asset("text/css; charset=utf-8", STYLE));
    }
    if name == "icon.svg" {
        return Some(Answer::Asset("image/svg+xml", include_str!("assets/icon.svg")));
    }
    let (_, text) = SCRIPTS.iter().find(|(known, _)| *known == name)?;
    Some(Answer::Asset("text/javascript; charset=utf-8", text))
}
