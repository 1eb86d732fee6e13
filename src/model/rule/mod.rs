//! The rules a finding can be of: one file each.
//!
//! Ids are public: `run.json` carries them and other programs rely on them. Texts name their values
//! in braces; [`Finding::with`](super::Finding::with) gives them.

use super::{Lang, Severity};

/// A text in both languages.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Texts {
    /// Japanese.
    pub ja: &'static str,
    /// English.
    pub en: &'static str,
}

impl Texts {
    /// A text and what it says in English.
    pub const fn new(ja: &'static str, en: &'static str) -> Self {
        Self { ja, en }
    }

    /// A name that is the same in both languages.
    pub const fn same(name: &'static str) -> Self {
        Self { ja: name, en: name }
    }

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

impl Rule {
    /// Is it one of the Digital Agency's rules of machine readability (`L1-12`)?
    pub fn is_machine_readability(&self) -> bool {
        self.id.starts_with('L')
    }
}

/// The `{names}` in a text, in their order.
pub fn placeholders(text: &'static str) -> Vec<&'static str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}').map(|(name, _)| name)).collect()
}

/// The rule with this id.
pub fn find(id: &str) -> Option<&'static Rule> {
    ALL.iter().copied().find(|rule| rule.id == id)
}

pub mod agency;
mod alias_heading;
mod ambiguous_column;
mod ambiguous_encoding;
mod ambiguous_plan;
mod answer_elsewhere;
mod conflicting_parts;
mod conflicting_records;
mod conflicting_values;
mod cumulative_fall;
mod duplicate_record;
mod empty_file;
mod encrypted;
mod error_value;
mod extension_mismatch;
mod forgotten_plan;
mod formula_not_calculated;
mod gone_record;
mod hidden_column;
mod hidden_row;
mod hidden_sheet;
mod ignored_file;
mod invisible_text;
mod lint_l1_02;
mod lint_l1_03;
mod lint_l1_04;
mod lint_l1_05;
mod lint_l1_06;
mod lint_l1_07;
mod lint_l1_08;
mod lint_l1_10;
mod lint_l1_12;
mod lint_l1_13;
mod lint_l1_14;
mod lint_l1_15;
mod lint_l2_01;
mod lint_l2_02;
mod lint_l2_03;
mod lint_l2_06;
mod lint_l3_01;
mod lint_l3_03;
mod lint_l3_05;
mod lint_l3_09;
mod lock_file;
mod locked;
mod long_unchanged_record;
mod mark_mismatch;
mod missing_column;
mod missing_department;
mod missing_glyph;
mod moved_department;
mod near_duplicate_record;
mod near_heading;
mod nearly_copied;
mod new_record;
mod no_records;
mod not_a_workbook;
mod number_as_date;
mod number_name_mismatch;
mod object_with_text;
mod old_dates;
mod other_period;
mod outside_form;
mod overlapping_spans;
mod past_plan;
mod private_use_character;
mod regrouped_record;
mod reorganised_department;
mod stage_column;
mod stage_fall;
mod struck_text;
mod superseded;
mod too_large;
mod total_mismatch;
mod unchanged_record;
mod unclear_example;
mod unclear_match;
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
/// Parts hold the same file with different contents.
pub static CONFLICTING_PARTS: &Rule = &conflicting_parts::RULE;
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
/// A running total that fell.
pub static CUMULATIVE_FALL: &Rule = &cumulative_fall::RULE;
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
/// An answer that points to another paper, or stands in a remark only.
pub static ANSWER_ELSEWHERE: &Rule = &answer_elsewhere::RULE;
/// A number of an initiative that a spreadsheet took for a date.
pub static NUMBER_AS_DATE: &Rule = &number_as_date::RULE;
/// A column of another period than the report's.
pub static OTHER_PERIOD: &Rule = &other_period::RULE;
/// Stages that stand in a column of their own.
pub static STAGE_COLUMN: &Rule = &stage_column::RULE;
/// A row under the caption of an example that can be an example or an answer.
pub static UNCLEAR_EXAMPLE: &Rule = &unclear_example::RULE;
/// Text with a line through it, which may be meant as deleted.
pub static STRUCK_TEXT: &Rule = &struck_text::RULE;
/// Text in the colour of its ground, or hidden by its number format.
pub static INVISIBLE_TEXT: &Rule = &invisible_text::RULE;
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

/// A sheet with several tables.
pub static L1_02: &Rule = &lint_l1_02::RULE;
/// A table that is cut by blank rows or rows that are no data.
pub static L1_03: &Rule = &lint_l1_03::RULE;
/// Titles, notes or signatures beside the data.
pub static L1_04: &Rule = &lint_l1_04::RULE;
/// A column without a heading.
pub static L1_05: &Rule = &lint_l1_05::RULE;
/// Blanks or line breaks for the look of it.
pub static L1_06: &Rule = &lint_l1_06::RULE;
/// Several values in one cell.
pub static L1_07: &Rule = &lint_l1_07::RULE;
/// Characters that other machines show differently.
pub static L1_08: &Rule = &lint_l1_08::RULE;
/// Objects on a sheet.
pub static L1_10: &Rule = &lint_l1_10::RULE;
/// Merged cells.
pub static L1_12: &Rule = &lint_l1_12::RULE;
/// Hidden rows or columns.
pub static L1_13: &Rule = &lint_l1_13::RULE;
/// A record over several rows of a CSV.
pub static L1_14: &Rule = &lint_l1_14::RULE;
/// Rows of a CSV with more fields than headings, as unquoted commas make them.
pub static L1_15: &Rule = &lint_l1_15::RULE;
/// Numbers stored as texts, or with units and signs in them.
pub static L2_01: &Rule = &lint_l2_01::RULE;
/// Values left out because they repeat.
pub static L2_02: &Rule = &lint_l2_02::RULE;
/// Two columns with one heading.
pub static L2_03: &Rule = &lint_l2_03::RULE;
/// Formulas instead of values.
pub static L2_06: &Rule = &lint_l2_06::RULE;
/// A table that does not begin with one row of headings, followed by data.
pub static L3_01: &Rule = &lint_l3_01::RULE;
/// Signs among the numbers of a column.
pub static L3_03: &Rule = &lint_l3_03::RULE;
/// Dates and years without the Western calendar.
pub static L3_05: &Rule = &lint_l3_05::RULE;
/// Years or periods side by side instead of below each other.
pub static L3_09: &Rule = &lint_l3_09::RULE;
// What a comparison with the last period finds. Only these run with one, and only then.
/// A record of the last period that is not reported any more.
pub static GONE_RECORD: &Rule = &gone_record::RULE;
/// A record that cannot be matched surely with one of the last period.
pub static UNCLEAR_MATCH: &Rule = &unclear_match::RULE;
/// Another department answers for a record, and no reorganisation explains it.
pub static MOVED_DEPARTMENT: &Rule = &moved_department::RULE;
/// A record is at a lower stage than last time.
pub static STAGE_FALL: &Rule = &stage_fall::RULE;
/// Last time's texts with another date or figure.
pub static NEARLY_COPIED: &Rule = &nearly_copied::RULE;
/// A record whose texts are those of the last period.
pub static UNCHANGED_RECORD: &Rule = &unchanged_record::RULE;
/// A record whose texts have not changed for three periods or more.
pub static LONG_UNCHANGED_RECORD: &Rule = &long_unchanged_record::RULE;
/// The newest date in what was done lies before the period.
pub static OLD_DATES: &Rule = &old_dates::RULE;
/// A plan with a date that has passed.
pub static PAST_PLAN: &Rule = &past_plan::RULE;
/// Something planned last time that is not mentioned any more.
pub static FORGOTTEN_PLAN: &Rule = &forgotten_plan::RULE;
/// A record that was not reported last time.
pub static NEW_RECORD: &Rule = &new_record::RULE;
/// Records that were joined or divided.
pub static REGROUPED_RECORD: &Rule = &regrouped_record::RULE;
/// A department changed as the plan's table of reorganisations says.
pub static REORGANISED_DEPARTMENT: &Rule = &reorganised_department::RULE;

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
    &conflicting_parts::RULE,
    &superseded::RULE,
    &duplicate_record::RULE,
    &near_duplicate_record::RULE,
    &formula_not_calculated::RULE,
    &hidden_row::RULE,
    &hidden_column::RULE,
    &hidden_sheet::RULE,
    &number_as_date::RULE,
    &number_name_mismatch::RULE,
    &unknown_stage::RULE,
    &unmapped_column::RULE,
    &outside_form::RULE,
    &ambiguous_encoding::RULE,
    &private_use_character::RULE,
    &missing_glyph::RULE,
    &year_outside_plan::RULE,
    &conflicting_values::RULE,
    &cumulative_fall::RULE,
    &unit_mismatch::RULE,
    &unknown_mark::RULE,
    &total_mismatch::RULE,
    &overlapping_spans::RULE,
    &mark_mismatch::RULE,
    &object_with_text::RULE,
    &answer_elsewhere::RULE,
    &unclear_example::RULE,
    &struck_text::RULE,
    &invisible_text::RULE,
    &gone_record::RULE,
    &unclear_match::RULE,
    &moved_department::RULE,
    &stage_fall::RULE,
    &nearly_copied::RULE,
    &long_unchanged_record::RULE,
    &old_dates::RULE,
    &past_plan::RULE,
    &forgotten_plan::RULE,
    &no_records::RULE,
    &lock_file::RULE,
    &ignored_file::RULE,
    &alias_heading::RULE,
    &near_heading::RULE,
    &stage_column::RULE,
    &other_period::RULE,
    &extension_mismatch::RULE,
    &widened_katakana::RULE,
    &lint_l1_02::RULE,
    &lint_l1_03::RULE,
    &lint_l1_04::RULE,
    &lint_l1_05::RULE,
    &lint_l1_06::RULE,
    &lint_l1_07::RULE,
    &lint_l1_08::RULE,
    &lint_l1_10::RULE,
    &lint_l1_12::RULE,
    &lint_l1_13::RULE,
    &lint_l1_14::RULE,
    &lint_l1_15::RULE,
    &lint_l2_01::RULE,
    &lint_l2_02::RULE,
    &lint_l2_03::RULE,
    &lint_l2_06::RULE,
    &lint_l3_01::RULE,
    &lint_l3_03::RULE,
    &lint_l3_05::RULE,
    &lint_l3_09::RULE,
    &unchanged_record::RULE,
    &new_record::RULE,
    &regrouped_record::RULE,
    &reorganised_department::RULE,
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
                // {near_en} is the English wording of {near}
                let names = |text| {
                    let plain = placeholders(text).into_iter().map(|name| name.strip_suffix("_en").unwrap_or(name));
                    plain.collect::<std::collections::BTreeSet<_>>()
                };
                assert_eq!(names(texts.ja), names(texts.en), "{}", rule.id);
            }
        }
    }
}
