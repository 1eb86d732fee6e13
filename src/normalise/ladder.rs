//! The stages of a plan in the order of the ladder, and how offices write them.

use std::collections::HashMap;
use std::sync::Arc;

use crate::model::Plan;
use crate::model::text::fold;

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

    /// Takes another spelling for a stage that is known; false where it is not.
    pub fn learn(&mut self, spelling: &str, name: &str) -> bool {
        let Some(known) = self.by_spelling.get(&fold(name)).cloned() else { return false };
        self.by_spelling.entry(fold(spelling)).or_insert(known);
        true
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
}
