//! What was looked up before.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

/// So many texts are remembered.
const REMEMBERED: usize = 20_000;

/// What texts came to. The same text always comes to the same, so that it does not matter who looked first.
#[derive(Debug)]
pub(super) struct Memo<T>(RwLock<HashMap<String, T>>);

impl<T: Clone> Memo<T> {
    /// Nothing yet.
    pub(super) fn new() -> Self {
        Self(RwLock::new(HashMap::new()))
    }

    /// What a text comes to, looked for where nobody did before.
    pub(super) fn get_or(&self, text: &str, look: impl FnOnce() -> T) -> T {
        if let Some(known) = self.0.read().unwrap_or_else(PoisonError::into_inner).get(text) {
            return known.clone();
        }
        let found = look();
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if known.len() < REMEMBERED {
            known.insert(text.to_owned(), found.clone());
        }
        found
    }
}
