//! Everything that the command line says, in both languages side by side.
//!
//! A new message is one entry: a name with the values it shows, and two texts. A failure has a hint in each language as well.
//! Help texts stand at their arguments: a paragraph in Japanese, a paragraph in English.

pub(crate) mod files;
pub(crate) mod inspection;
pub(crate) mod progress;
pub(crate) mod results;
pub(crate) mod settings;
pub(crate) mod usage;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::message::{Declared, faults};

    #[test]
    fn every_message_speaks_both_languages() {
        let lists: [&[Declared]; 9] = [
            files::FAILURES,
            files::REASONS,
            inspection::MESSAGES,
            progress::MESSAGES,
            results::MESSAGES,
            settings::FAILURES,
            settings::MESSAGES,
            usage::FAILURES,
            usage::MESSAGES,
        ];
        let found: Vec<String> = lists.into_iter().flat_map(faults).collect();
        assert_eq!(found, Vec::<String>::new());
    }
}
