//! The catalogue of finding rules, one file each.
//!
//! Ids are public: `run.json` carries them and other programs rely on them. Texts name their values in braces;
//! [`Finding::with`](crate::model::Finding::with) fills them in.
//!
//! A new rule is a file with one `rule!` and a line in the catalogue below; `docs/rules.md` is generated.

use serde::{Deserialize, Deserializer};

use crate::model::Rule;

pub mod agency;
pub mod document;

/// Declares a rule: its summary, name, id, severity, audience and texts, and which of its places are one finding.
macro_rules! rule {
    (
        $(#[doc = $about:literal])+
        $name:ident = $id:literal, $severity:ident, for $audience:ident;
        example: $example:literal;
        message: { ja: $message_ja:literal, en: $message_en:literal $(,)? };
        hint: { ja: $hint_ja:literal, en: $hint_en:literal $(,)? };
        $(department: { $(why: $why:literal,)? how: $how:literal $(,)? };)?
        $(one for: $cause:ident $(($($named:literal),+))?;)?
    ) => {
        $(#[doc = $about])+
        pub static $name: &crate::model::Rule = &crate::model::Rule {
            id: $id,
            severity: crate::model::Severity::$severity,
            audience: crate::model::Audience::$audience,
            cause: rule!(@cause $($cause $(($($named),+))?)?),
            about: concat!($($about),+).trim_ascii(),
            example: $example,
            message: crate::model::Texts::new($message_ja, $message_en),
            hint: crate::model::Texts::new($hint_ja, $hint_en),
            advice: rule!(@advice $({ $($why)?; $how })?),
        };
    };
    (@cause) => { crate::model::Cause::Place };
    (@cause $cause:ident) => { crate::model::Cause::$cause };
    (@cause $cause:ident ($($named:literal),+)) => { crate::model::Cause::$cause(&[$($named),+]) };
    (@advice) => { None };
    (@advice { ; $how:literal }) => { Some(crate::model::Advice { why: None, how: $how }) };
    (@advice { $why:literal; $how:literal }) => { Some(crate::model::Advice { why: Some($why), how: $how }) };
}

/// Declares the rules' files and collects them, in the order of the documentation.
macro_rules! catalogue {
    ($($file:ident::$name:ident),+ $(,)?) => {
        $(mod $file; pub use $file::$name;)+

        /// Every rule, errors first, in the order of the documentation.
        pub static ALL: &[&Rule] = &[$($name),+];
    };
}

catalogue! {
    missing_department::MISSING_DEPARTMENT,
    empty_file::EMPTY_FILE,
    unfilled_form::UNFILLED_FORM,
    blank_answers::BLANK_ANSWERS,
    encrypted::ENCRYPTED,
    rights_managed::RIGHTS_MANAGED,
    not_a_workbook::NOT_A_WORKBOOK,
    unreadable_workbook::UNREADABLE_WORKBOOK,
    damaged_part::DAMAGED_PART,
    locked::LOCKED,
    too_large::TOO_LARGE,
    missing_column::MISSING_COLUMN,
    ambiguous_column::AMBIGUOUS_COLUMN,
    ambiguous_plan::AMBIGUOUS_PLAN,
    unknown_department::UNKNOWN_DEPARTMENT,
    error_value::ERROR_VALUE,
    undecodable_bytes::UNDECODABLE_BYTES,
    broken_quotes::BROKEN_QUOTES,
    conflicting_records::CONFLICTING_RECORDS,
    conflicting_parts::CONFLICTING_PARTS,
    superseded::SUPERSEDED,
    period_mismatch::PERIOD_MISMATCH,
    unanswered_row::UNANSWERED_ROW,
    unowned_record::UNOWNED_RECORD,
    duplicate_record::DUPLICATE_RECORD,
    near_duplicate_record::NEAR_DUPLICATE_RECORD,
    readers_disagree::READERS_DISAGREE,
    formula_not_calculated::FORMULA_NOT_CALCULATED,
    hidden_row::HIDDEN_ROW,
    hidden_column::HIDDEN_COLUMN,
    hidden_sheet::HIDDEN_SHEET,
    number_as_date::NUMBER_AS_DATE,
    not_a_number::NOT_A_NUMBER,
    blank_direction::BLANK_DIRECTION,
    nameless_row::NAMELESS_ROW,
    number_only_row::NUMBER_ONLY_ROW,
    unreadable_date::UNREADABLE_DATE,
    number_name_mismatch::NUMBER_NAME_MISMATCH,
    unknown_stage::UNKNOWN_STAGE,
    unmapped_column::UNMAPPED_COLUMN,
    outside_form::OUTSIDE_FORM,
    unknown_table::UNKNOWN_TABLE,
    no_table::NO_TABLE,
    ambiguous_encoding::AMBIGUOUS_ENCODING,
    private_use_character::PRIVATE_USE_CHARACTER,
    missing_glyph::MISSING_GLYPH,
    unencodable_character::UNENCODABLE_CHARACTER,
    long_text::LONG_TEXT,
    year_outside_plan::YEAR_OUTSIDE_PLAN,
    conflicting_values::CONFLICTING_VALUES,
    cumulative_fall::CUMULATIVE_FALL,
    unit_mismatch::UNIT_MISMATCH,
    unknown_mark::UNKNOWN_MARK,
    unknown_choice::UNKNOWN_CHOICE,
    unreadable_value::UNREADABLE_VALUE,
    total_mismatch::TOTAL_MISMATCH,
    overlapping_spans::OVERLAPPING_SPANS,
    unread_bar::UNREAD_BAR,
    mark_mismatch::MARK_MISMATCH,
    object_with_text::OBJECT_WITH_TEXT,
    picture_in_cell::PICTURE_IN_CELL,
    answer_elsewhere::ANSWER_ELSEWHERE,
    unclear_example::UNCLEAR_EXAMPLE,
    struck_text::STRUCK_TEXT,
    invisible_text::INVISIBLE_TEXT,
    gone_record::GONE_RECORD,
    unclear_match::UNCLEAR_MATCH,
    moved_department::MOVED_DEPARTMENT,
    stage_fall::STAGE_FALL,
    nearly_copied::NEARLY_COPIED,
    long_unchanged_record::LONG_UNCHANGED_RECORD,
    old_dates::OLD_DATES,
    past_plan::PAST_PLAN,
    restated_month::RESTATED_MONTH,
    forgotten_plan::FORGOTTEN_PLAN,
    edit_conflict::EDIT_CONFLICT,
    unread_edit::UNREAD_EDIT,
    no_records::NO_RECORDS,
    lock_file::LOCK_FILE,
    ignored_file::IGNORED_FILE,
    alias_heading::ALIAS_HEADING,
    near_heading::NEAR_HEADING,
    stage_column::STAGE_COLUMN,
    coloured_bar::COLOURED_BAR,
    other_period::OTHER_PERIOD,
    other_period_sheet::OTHER_PERIOD_SHEET,
    mended_return::MENDED_RETURN,
    merged_copies::MERGED_COPIES,
    extension_mismatch::EXTENSION_MISMATCH,
    widened_katakana::WIDENED_KATAKANA,
    shortened_number::SHORTENED_NUMBER,
    wrapped_rows::WRAPPED_ROWS,
    composed_kana::COMPOSED_KANA,
    replaced_radical::REPLACED_RADICAL,
    lint_l1_02::L1_02,
    lint_l1_03::L1_03,
    lint_l1_04::L1_04,
    lint_l1_05::L1_05,
    lint_l1_06::L1_06,
    lint_l1_07::L1_07,
    lint_l1_08::L1_08,
    lint_l1_10::L1_10,
    lint_l1_12::L1_12,
    lint_l1_13::L1_13,
    lint_l1_14::L1_14,
    lint_l1_15::L1_15,
    lint_l2_01::L2_01,
    lint_l2_02::L2_02,
    lint_l2_03::L2_03,
    lint_l2_06::L2_06,
    lint_l3_01::L3_01,
    lint_l3_03::L3_03,
    lint_l3_05::L3_05,
    lint_l3_09::L3_09,
    unchanged_record::UNCHANGED_RECORD,
    new_record::NEW_RECORD,
    regrouped_record::REGROUPED_RECORD,
    reorganised_department::REORGANISED_DEPARTMENT,
    unused_decision::UNUSED_DECISION,
}

/// Returns the rule with this id.
pub fn find(id: &str) -> Option<&'static Rule> {
    ALL.iter().copied().find(|rule| rule.id == id)
}

/// Reads a rule by its id.
impl<'de> Deserialize<'de> for &'static Rule {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let id = String::deserialize(deserializer)?;
        find(&id).ok_or_else(|| serde::de::Error::custom(format!("not a rule: {id}")))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::model::{Audience, Severity, placeholders};

    #[test]
    fn ids_are_unique_and_kebab_case() {
        let ids: BTreeSet<_> = ALL.iter().map(|rule| rule.id).collect();
        assert_eq!(ids.len(), ALL.len());
        assert!(ids.iter().all(|id| id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')));
    }

    #[test]
    fn both_languages_name_the_same_values() {
        for rule in ALL {
            for texts in [rule.message, rule.hint] {
                assert!(!texts.ja.is_empty() && !texts.en.is_empty(), "{}", rule.id);
                // {near_en} is the English wording of {near}
                let names = |text| {
                    let plain = placeholders(text).into_iter().map(|name| name.strip_suffix("_en").unwrap_or(name));
                    plain.collect::<BTreeSet<_>>()
                };
                assert_eq!(names(texts.ja), names(texts.en), "{}", rule.id);
            }
        }
    }

    #[test]
    fn machine_readability_is_information_for_whoever_designs_the_form() {
        for rule in ALL {
            assert_eq!(rule.audience == Audience::Data, rule.id.starts_with('L'), "{}", rule.id);
            assert!(rule.audience != Audience::Data || rule.severity == Severity::Info, "{}", rule.id);
        }
    }
}
