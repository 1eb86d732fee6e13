//! The rules a finding can be of: one file each.
//!
//! Ids are public: `run.json` carries them and other programs rely on them. Texts name their values
//! in braces; [`Finding::with`](super::Finding::with) gives them.

use super::{Lang, Severity};

/// A text in both languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Texts {
    /// Japanese.
    pub ja: &'static str,
    /// English.
    pub en: &'static str,
}

impl Texts {
    /// The text in `lang`.
    pub const fn get(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::Ja => self.ja,
            Lang::En => self.en,
        }
    }
}

/// A rule: what a finding means, how grave it is, and what to do.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// Its public name, in kebab-case.
    pub id: &'static str,
    /// How grave it is.
    pub severity: Severity,
    /// What it is about, in one English sentence.
    pub about: &'static str,
    /// A case of it, in Japanese.
    pub example: &'static str,
    /// What happened, with `{names}` for the values.
    pub message: Texts,
    /// What to do next.
    pub hint: Texts,
}

/// The rule with this id.
pub fn find(id: &str) -> Option<&'static Rule> {
    ALL.iter().copied().find(|rule| rule.id == id)
}

mod alias_heading;
mod ambiguous_column;
mod ambiguous_encoding;
mod ambiguous_plan;
mod conflicting_records;
mod conflicting_values;
mod duplicate_record;
mod empty_file;
mod encrypted;
mod error_value;
mod extension_mismatch;
mod formula_not_calculated;
mod hidden_column;
mod hidden_row;
mod hidden_sheet;
mod ignored_file;
mod lock_file;
mod locked;
mod mark_mismatch;
mod missing_column;
mod missing_department;
mod missing_glyph;
mod near_duplicate_record;
mod near_heading;
mod no_records;
mod not_a_workbook;
mod number_name_mismatch;
mod object_with_text;
mod outside_form;
mod overlapping_spans;
mod private_use_character;
mod superseded;
mod too_large;
mod total_mismatch;
mod undecodable_bytes;
mod unfilled_form;
mod unit_mismatch;
mod unknown_department;
mod unknown_mark;
mod unknown_stage;
mod unmapped_column;
mod unreadable_workbook;
mod widened_katakana;
mod year_outside_plan;

/// A department that has to hand in did not.
pub static MISSING_DEPARTMENT: &Rule = &missing_department::RULE;
/// A file without content.
pub static EMPTY_FILE: &Rule = &empty_file::RULE;
/// A form that came back as it went out.
pub static UNFILLED_FORM: &Rule = &unfilled_form::RULE;
/// A password-protected workbook.
pub static ENCRYPTED: &Rule = &encrypted::RULE;
/// A file whose content is another kind of document.
pub static NOT_A_WORKBOOK: &Rule = &not_a_workbook::RULE;
/// A workbook that is broken.
pub static UNREADABLE_WORKBOOK: &Rule = &unreadable_workbook::RULE;
/// A file that may not be read: in use or without permission.
pub static LOCKED: &Rule = &locked::RULE;
/// A file beyond a limit.
pub static TOO_LARGE: &Rule = &too_large::RULE;
/// A column that the form needs is not there.
pub static MISSING_COLUMN: &Rule = &missing_column::RULE;
/// Two columns that could be the same field.
pub static AMBIGUOUS_COLUMN: &Rule = &ambiguous_column::RULE;
/// Two plans or forms fit equally well.
pub static AMBIGUOUS_PLAN: &Rule = &ambiguous_plan::RULE;
/// A department that the list does not have.
pub static UNKNOWN_DEPARTMENT: &Rule = &unknown_department::RULE;
/// A cell that shows an error.
pub static ERROR_VALUE: &Rule = &error_value::RULE;
/// Bytes that are no character in the file's encoding.
pub static UNDECODABLE_BYTES: &Rule = &undecodable_bytes::RULE;
/// The same initiative reported twice, differently.
pub static CONFLICTING_RECORDS: &Rule = &conflicting_records::RULE;
/// A later hand-in took the place of this one.
pub static SUPERSEDED: &Rule = &superseded::RULE;
/// The same record, twice.
pub static DUPLICATE_RECORD: &Rule = &duplicate_record::RULE;
/// Two records that hardly differ.
pub static NEAR_DUPLICATE_RECORD: &Rule = &near_duplicate_record::RULE;
/// A formula without a stored result.
pub static FORMULA_NOT_CALCULATED: &Rule = &formula_not_calculated::RULE;
/// A hidden row that holds something.
pub static HIDDEN_ROW: &Rule = &hidden_row::RULE;
/// A hidden column that holds something.
pub static HIDDEN_COLUMN: &Rule = &hidden_column::RULE;
/// A hidden sheet that holds something.
pub static HIDDEN_SHEET: &Rule = &hidden_sheet::RULE;
/// A row whose numbers and names do not pair.
pub static NUMBER_NAME_MISMATCH: &Rule = &number_name_mismatch::RULE;
/// A stage that the plan does not have.
pub static UNKNOWN_STAGE: &Rule = &unknown_stage::RULE;
/// A column that the form does not have.
pub static UNMAPPED_COLUMN: &Rule = &unmapped_column::RULE;
/// Cells that belong to nothing the form knows.
pub static OUTSIDE_FORM: &Rule = &outside_form::RULE;
/// An encoding that is only a guess.
pub static AMBIGUOUS_ENCODING: &Rule = &ambiguous_encoding::RULE;
/// A character of private use (gaiji).
pub static PRIVATE_USE_CHARACTER: &Rule = &private_use_character::RULE;
/// A character that the fonts do not have.
pub static MISSING_GLYPH: &Rule = &missing_glyph::RULE;
/// A year that the plan does not cover.
pub static YEAR_OUTSIDE_PLAN: &Rule = &year_outside_plan::RULE;
/// Two values for one thing.
pub static CONFLICTING_VALUES: &Rule = &conflicting_values::RULE;
/// A unit that changes within an indicator.
pub static UNIT_MISMATCH: &Rule = &unit_mismatch::RULE;
/// A mark outside the declared scale.
pub static UNKNOWN_MARK: &Rule = &unknown_mark::RULE;
/// A total that does not add up.
pub static TOTAL_MISMATCH: &Rule = &total_mismatch::RULE;
/// Two entries for the same years.
pub static OVERLAPPING_SPANS: &Rule = &overlapping_spans::RULE;
/// The office's mark differs from the computed one.
pub static MARK_MISMATCH: &Rule = &mark_mismatch::RULE;
/// A text box, picture or chart that may hold information.
pub static OBJECT_WITH_TEXT: &Rule = &object_with_text::RULE;
/// A form that says there is nothing to report.
pub static NO_RECORDS: &Rule = &no_records::RULE;
/// A file that Excel keeps while another is open.
pub static LOCK_FILE: &Rule = &lock_file::RULE;
/// A file that is no submission.
pub static IGNORED_FILE: &Rule = &ignored_file::RULE;
/// A heading written in another way that the form knows.
pub static ALIAS_HEADING: &Rule = &alias_heading::RULE;
/// A heading that nearly matches.
pub static NEAR_HEADING: &Rule = &near_heading::RULE;
/// An extension that lies.
pub static EXTENSION_MISMATCH: &Rule = &extension_mismatch::RULE;
/// Half-width katakana, widened.
pub static WIDENED_KATAKANA: &Rule = &widened_katakana::RULE;

/// Every rule, errors first, in the order of the documentation.
pub static ALL: &[&Rule] = &[
    &missing_department::RULE,
    &empty_file::RULE,
    &unfilled_form::RULE,
    &encrypted::RULE,
    &not_a_workbook::RULE,
    &unreadable_workbook::RULE,
    &locked::RULE,
    &too_large::RULE,
    &missing_column::RULE,
    &ambiguous_column::RULE,
    &ambiguous_plan::RULE,
    &unknown_department::RULE,
    &error_value::RULE,
    &undecodable_bytes::RULE,
    &conflicting_records::RULE,
    &superseded::RULE,
    &duplicate_record::RULE,
    &near_duplicate_record::RULE,
    &formula_not_calculated::RULE,
    &hidden_row::RULE,
    &hidden_column::RULE,
    &hidden_sheet::RULE,
    &number_name_mismatch::RULE,
    &unknown_stage::RULE,
    &unmapped_column::RULE,
    &outside_form::RULE,
    &ambiguous_encoding::RULE,
    &private_use_character::RULE,
    &missing_glyph::RULE,
    &year_outside_plan::RULE,
    &conflicting_values::RULE,
    &unit_mismatch::RULE,
    &unknown_mark::RULE,
    &total_mismatch::RULE,
    &overlapping_spans::RULE,
    &mark_mismatch::RULE,
    &object_with_text::RULE,
    &no_records::RULE,
    &lock_file::RULE,
    &ignored_file::RULE,
    &alias_heading::RULE,
    &near_heading::RULE,
    &extension_mismatch::RULE,
    &widened_katakana::RULE,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_unique_and_kebab_case() {
        let mut ids: Vec<_> = ALL.iter().map(|rule| rule.id).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), ALL.len());
        assert!(ids.iter().all(|id| id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')));
    }

    #[test]
    fn both_languages_speak_of_the_same_things() {
        for rule in ALL {
            for texts in [rule.message, rule.hint] {
                assert!(!texts.ja.is_empty() && !texts.en.is_empty(), "{}", rule.id);
            }
        }
    }
}
