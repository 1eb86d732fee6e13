//! What Excel itself checks while a form is filled in: lengths, types, choices.

use rust_xlsxwriter::{DataValidation, DataValidationErrorStyle, DataValidationRule, ExcelDateTime, Worksheet, XlsxError};

use crate::form::{Column, FieldType};
use crate::model::Plan;
use crate::report::handouts::forms::choices::Choices;

/// Longest texts, in characters. A statement may fill the whole cell.
const NAMES: u32 = 300;
const TEXT: u32 = 4_000;
const CONTACT: u32 = 60;

/// Checks the cells of one column, `first` to `last`. A prefilled cell can hold several numbers; only new rows are checked.
pub fn column(
    sheet: &mut Worksheet,
    col: u16,
    (first, last): (u32, u32),
    column: &Column,
    plan: &Plan,
    choices: Option<&Choices>,
) -> Result<(), XlsxError> {
    let rule = match column.kind {
        FieldType::Integer => {
            let largest = plan.directions.iter().map(|direction| direction.no).max().unwrap_or(99);
            let titles: Vec<String> =
                plan.directions.iter().map(|direction| format!("{} {}", direction.no, direction.title)).collect();
            whole(1, i32::try_from(largest).unwrap_or(99), &column.heading_for(None))?
                .set_input_title(short(&column.heading_for(None), 30))?
                .set_input_message(short(&titles.join("\n"), 250))?
        }
        FieldType::Numbers => whole(1, 9_999, "番号")?
            .set_input_title("番号")?
            .set_input_message("新しい取組の番号を、1行に1つ、整数で入力してください。未定のときは空欄のままで構いません。")?,
        FieldType::Stages => match choices {
            Some(choices) => choices
                .rule()?
                // a text begins with a tag; more may follow
                .show_error_message(false)
                .set_input_title("段階と内容")?
                .set_input_message(
                    "一覧から段階を選び、その後に続けて内容を入力してください。段階は1つのセルに2つ以上書けます。",
                )?,
            None => length(32_767)?,
        },
        FieldType::Choice | FieldType::Mark if fits_a_list(&column.choices) => DataValidation::new()
            .allow_list_strings(&column.choices)?
            .set_error_title("選択肢")?
            .set_error_message("一覧から選んでください。")?,
        FieldType::Lines | FieldType::Name | FieldType::Departments => length(NAMES)?,
        _ => length(TEXT)?,
    };
    sheet.add_data_validation(first, col, last, col, &rule)?;
    Ok(())
}

/// The longest list inside a drop-down.
fn fits_a_list(words: &[String]) -> bool {
    let units: usize = words.iter().map(|word| word.encode_utf16().count() + 1).sum();
    !words.is_empty() && units <= 255 && !words.iter().any(|word| word.contains([',', '"']))
}

/// 提出日 is a day.
pub fn day() -> Result<DataValidation, XlsxError> {
    let (from, to) = (ExcelDateTime::from_ymd(2019, 5, 1)?, ExcelDateTime::from_ymd(2100, 3, 31)?);
    DataValidation::new()
        .allow_date(DataValidationRule::Between(from, to))
        .set_input_title("提出日")?
        .set_input_message("提出する日を、2025/10/10 のように入力してください。")?
        .set_error_title("提出日")?
        .set_error_message("日付を 2025/10/10 のように入力してください。")
}

/// 担当者 and 内線 are short.
pub fn contact() -> Result<DataValidation, XlsxError> {
    length(CONTACT)
}

fn whole(from: i32, to: i32, what: &str) -> Result<DataValidation, XlsxError> {
    DataValidation::new()
        .allow_whole_number(DataValidationRule::Between(from, to))
        .set_error_title(short(what, 30))?
        .set_error_message(format!("{from}から{to}までの整数を入力してください。"))
}

fn length(most: u32) -> Result<DataValidation, XlsxError> {
    DataValidation::new()
        .allow_text_length(DataValidationRule::LessThanOrEqualTo(most))
        .set_error_style(DataValidationErrorStyle::Stop)
        .set_error_title("長すぎます")?
        .set_error_message(format!("{most}文字以内で入力してください。"))
}

/// Excel limits the length of such messages.
fn short(text: &str, most: usize) -> String {
    text.chars().take(most).collect()
}
