//! Results of lookups by text, kept for the next file.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

/// At most this many texts are kept.
const REMEMBERED: usize = 20_000;

/// Results by text. Looking up is a pure function of the text, so that threads may fill the cache in any order.
#[derive(Debug)]
pub(super) struct LookupCache<T>(RwLock<HashMap<String, T>>);

impl<T: Clone> LookupCache<T> {
    /// An empty cache.
    pub(super) fn new() -> Self {
        Self(RwLock::new(HashMap::new()))
    }

    /// Returns the result for a text; computes it on the first request.
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
