//! Why a command did not run, in both languages side by side.
//!
//! A new failure is one entry: a name with the values it shows, and in each language what happened and what to do next.

pub(crate) mod files;
pub(crate) mod settings;
#[cfg(feature = "parquet")]
pub(crate) mod shards;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::message::faults;

    #[test]
    fn every_message_speaks_both_languages() {
        let mut lists = vec![files::FAILURES, files::REASONS, settings::FAILURES, settings::MESSAGES];
        #[cfg(feature = "parquet")]
        lists.extend([shards::FAILURES, shards::REASONS]);
        let found: Vec<String> = lists.into_iter().flat_map(faults).collect();
        assert_eq!(found, Vec::<String>::new());
    }
}
