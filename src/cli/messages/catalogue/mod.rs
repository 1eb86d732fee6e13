//! All messages of the command line, each in both languages. Reasons why a command did not run are in `pipeline/messages`.
//!
//! A new message is one entry: a name with the values it shows, and two texts.
//! Help texts stand at their arguments: a paragraph in Japanese, a paragraph in English.

pub(crate) mod forms;
pub(crate) mod inspection;
pub(crate) mod progress;
pub(crate) mod results;
pub(crate) mod usage;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::message::faults;

    #[test]
    fn every_message_speaks_both_languages() {
        let lists = [
            forms::FAILURES,
            forms::MESSAGES,
            inspection::MESSAGES,
            progress::MESSAGES,
            results::MESSAGES,
            usage::FAILURES,
            usage::MESSAGES,
        ];
        let found: Vec<String> = lists.into_iter().flat_map(faults).collect();
        assert_eq!(found, Vec::<String>::new());
    }
}
