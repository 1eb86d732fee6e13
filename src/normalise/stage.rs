//! 【…】: stages in a text.

use std::collections::HashMap;
use std::sync::Arc;

use super::text::trim;
use crate::model::text::fold;
use crate::model::{Plan, StageEntry, Statement};

/// The stages of a plan, with their other spellings.
#[derive(Debug, Default)]
pub struct Ladder {
    by_spelling: HashMap<String, Arc<str>>,
}

impl Ladder {
    /// The stages of a plan.
    pub fn new(plan: &Plan) -> Self {
        let mut by_spelling = HashMap::new();
        for stage in &plan.stages {
            let name: Arc<str> = Arc::from(stage.name.as_str());
            for spelling in std::iter::once(&stage.name).chain(&stage.aliases) {
                by_spelling.entry(fold(spelling)).or_insert_with(|| name.clone());
            }
        }
        Self { by_spelling }
    }

    /// The stages that a tag means: one, several (導入・運用開始), or none that is known.
    pub fn find(&self, label: &str) -> Vec<Arc<str>> {
        if let Some(name) = self.by_spelling.get(&fold(label)) {
            return vec![name.clone()];
        }
        let parts: Option<Vec<Arc<str>>> = label
            .split(['・', '、', ',', '，', '／', '/', '→', '～', '＋', '及', '\n'])
            .map(|part| part.trim_start_matches('び'))
            .filter(|part| !part.trim().is_empty())
            .map(|part| self.by_spelling.get(&fold(part)).cloned())
            .collect();
        parts.unwrap_or_default()
    }

    /// A text with its tags. A label in other brackets counts when it is a stage and begins a line.
    pub fn statement(&self, text: &str) -> Statement {
        let tags = self.tags(text);
        let mut stages = Vec::new();
        for (index, tag) in tags.iter().enumerate() {
            let end = tags.get(index + 1).map_or(text.len(), |next| next.start);
            let body = trim(&text[tag.end..end]);
            let found = self.find(tag.label);
            let entry = |stage| StageEntry { stage_raw: tag.label.to_owned(), stage, text: body.to_owned() };
            if found.is_empty() {
                stages.push(entry(None));
            } else {
                stages.extend(found.into_iter().map(|stage| entry(Some(stage))));
            }
        }
        Statement { text: text.to_owned(), stages }
    }

    fn tags<'t>(&self, text: &'t str) -> Vec<Tag<'t>> {
        const BRACKETS: [(char, char); 5] = [('【', '】'), ('［', '］'), ('[', ']'), ('〔', '〕'), ('〈', '〉')];
        let mut tags: Vec<Tag<'t>> = Vec::new();
        let mut from = 0;
        while let Some(at) = text[from..].find(|c| BRACKETS.iter().any(|(open, _)| *open == c)) {
            let start = from + at;
            let Some(open) = text[start..].chars().next() else { break };
            let inner = start + open.len_utf8();
            from = inner;
            let Some((_, close)) = BRACKETS.iter().find(|(bracket, _)| *bracket == open) else { continue };
            let Some(length) = text[inner..].find(*close) else { continue };
            let label = &text[inner..inner + length];
            let end = inner + length + close.len_utf8();
            let line_start = text[..start].trim_end_matches([' ', '\u{3000}', '・']).ends_with('\n') || start == 0;
            let counts = if open == '【' {
                !label.is_empty() && label.chars().count() <= 30
            } else {
                line_start && !self.find(label).is_empty()
            };
            if counts {
                tags.push(Tag { start, end, label });
                from = end;
            }
        }
        tags
    }
}

struct Tag<'t> {
    start: usize,
    end: usize,
    label: &'t str,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Stage;

    fn ladder() -> Ladder {
        let stage = |name: &str, aliases: &[&str]| Stage {
            name: name.to_owned(),
            aliases: aliases.iter().map(|alias| (*alias).to_owned()).collect(),
            step: Some(1),
        };
        let stages = vec![stage("調査検討", &["調査・検討"]), stage("導入", &[]), stage("運用開始", &[])];
        Ladder::new(&Plan { stages, ..Plan::default() })
    }

    #[test]
    fn one_tag_can_be_two_stages() {
        let statement = ladder().statement("【導入・運用開始】\n7月から\n【調査・検討】他課に展開");
        let got: Vec<_> = statement.stages.iter().map(|entry| (entry.stage.as_deref(), entry.text.as_str())).collect();
        assert_eq!(got, [(Some("導入"), "7月から"), (Some("運用開始"), "7月から"), (Some("調査検討"), "他課に展開")]);
    }

    #[test]
    fn an_unknown_tag_is_an_entry_without_a_stage() {
        let statement = ladder().statement("【準備中】協議");
        assert_eq!(statement.stages[0].stage, None);
        assert!(ladder().statement("[1]を参照").stages.is_empty());
    }
}
