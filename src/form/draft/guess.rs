//! What the values of a column look like.

use super::sample::{SampleValue, Sort};
use crate::form::FieldType;
use crate::model::text::fold;
use crate::model::{FiscalYears, Message, Period, date};

/// A guess, and why.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Guess {
    pub kind: FieldType,
    pub choices: Vec<String>,
    /// In words for the form's author.
    pub why: Message,
    /// Should a person look at it?
    pub doubtful: bool,
}

/// So many words are a choice, no more.
const CHOICES: usize = 8;
/// A choice is no longer than this.
const CHOICE_LENGTH: usize = 12;

/// Headings over words that are chosen from a few.
const CHOSEN: [&str; 16] = [
    "状態",
    "区分",
    "分類",
    "優先",
    "満足",
    "方向性",
    "種別",
    "有無",
    "段階",
    "可否",
    "性別",
    "年代",
    "重要度",
    "緊急度",
    "ステータス",
    "判定",
];

/// What a column holds, by its heading and its values.
pub(super) fn guess(heading: &str, values: &[&SampleValue]) -> Guess {
    let filled: Vec<&&SampleValue> = values.iter().filter(|value| !is_absent(&value.text)).collect();
    let count = filled.len();
    let say = |kind: FieldType, ja: &str, en: &str| Guess { kind, why: Message::new(ja, en), ..Guess::default() };
    let plain = fold(heading);
    if names_departments(&plain) && share(&filled, |value| is_office(&value.text)) >= 0.5 {
        return say(FieldType::Departments, "課の名前が並ぶ", "names of departments");
    }
    if count == 0 {
        return Guess { doubtful: true, ..say(FieldType::Text, "値がないため、文字とした", "no values, so a text") };
    }
    if numbers_rows(&plain) {
        return say(FieldType::Text, "番号", "numbers of rows");
    }
    if share(&filled, |value| value.text.trim().starts_with("http")) >= 0.9 {
        return say(FieldType::Url, "URL が並ぶ", "addresses on the web");
    }
    let is_date = |value: &SampleValue| value.sort == Sort::Date || date(&value.text).is_some() || is_span(&value.text);
    if share(&filled, is_date) >= 0.8 {
        let all = share(&filled, is_date) >= 1.0;
        return Guess { doubtful: !all, ..say(FieldType::Date, "日付が並ぶ", "days") };
    }
    let is_year = |value: &SampleValue| value.sort == Sort::Text && FiscalYears::find(&fold(&value.text)).is_some();
    if plain.contains("年度") && share(&filled, is_year) >= 0.9 {
        return say(FieldType::Year, "年度が並ぶ", "fiscal years");
    }
    let is_period = |value: &SampleValue| value.sort == Sort::Text && Period::parse(&value.text).is_some();
    if share(&filled, is_period) >= 1.0 && count >= 2 {
        return say(FieldType::Period, "期間が並ぶ", "periods");
    }
    if share(&filled, |value| is_mark(&value.text)) >= 1.0 {
        return say(FieldType::Mark, "◎○△× や A〜E の記号が並ぶ", "marks");
    }
    let is_number = |value: &SampleValue| value.sort == Sort::Number && !has_unit(&value.text) || is_plain_number(&value.text);
    if share(&filled, is_number) >= 1.0 {
        let code = filled.iter().any(|value| value.sort == Sort::Text && value.text.trim().starts_with('0'));
        return if code {
            say(FieldType::Text, "0 で始まる番号", "numbers that begin with 0")
        } else {
            say(FieldType::Number, "数が並ぶ", "numbers")
        };
    }
    let is_figure = |value: &SampleValue| value.sort == Sort::Number || is_quantity(&value.text);
    if share(&filled, is_figure) >= 0.7 {
        let all = share(&filled, is_figure) >= 1.0;
        return Guess { doubtful: !all, ..say(FieldType::Quantity, "単位のある数が並ぶ", "figures with units") };
    }
    let mut distinct: Vec<String> = Vec::new();
    for value in &filled {
        let text = value.text.trim().to_owned();
        if !distinct.iter().any(|known| fold(known) == fold(&text)) {
            distinct.push(text);
        }
    }
    let short = distinct.iter().all(|text| text.chars().count() <= CHOICE_LENGTH && !text.contains(['\n', '。']));
    let chosen = CHOSEN.iter().any(|word| plain.contains(word)) && distinct.iter().all(|text| text.chars().count() <= 8);
    let repeats = count >= distinct.len() * 2 && count >= 4;
    if short && distinct.len() >= 2 && distinct.len() <= CHOICES && (repeats || chosen && count >= 3) {
        let count = distinct.len();
        let why = Message::new(format!("{count}種類の言葉だけが並ぶ"), format!("{count} words and no others"));
        return Guess { kind: FieldType::Choice, choices: distinct, why, doubtful: true };
    }
    let listed = |value: &SampleValue| {
        let lines = || value.text.lines().filter(|line| !line.trim().is_empty());
        lines().count() >= 2 && lines().all(|line| line.trim_start().starts_with(['・', '●', '○', '■', '◆', '-', '*']))
    };
    if share(&filled, listed) >= 0.5 {
        return Guess { doubtful: true, ..say(FieldType::Lines, "箇条書きが並ぶ", "lists") };
    }
    say(FieldType::Text, "", "")
}

fn share(values: &[&&SampleValue], is: impl Fn(&SampleValue) -> bool) -> f64 {
    if values.is_empty() {
        return 0.0;
    }
    values.iter().filter(|value| is(value)).count() as f64 / values.len() as f64
}

/// Signs for nothing, and words that put an answer off.
pub(super) fn is_absent(text: &str) -> bool {
    let plain = fold(text);
    plain.is_empty()
        || plain.chars().all(|c| "-—―–－‐ー−─〃→".contains(c))
        || matches!(plain.as_str(), "未定" | "未決定" | "未確定" | "同上")
}

/// 担当課, 所管部署.
pub(super) fn names_departments(plain: &str) -> bool {
    let office = ["課", "部署", "所属", "所管", "部局", "係"]
        .iter()
        .any(|word| plain.ends_with(word) || plain.ends_with(&format!("{word}名")));
    office || ["担当課", "所管課", "主管課", "担当部署"].iter().any(|word| plain.contains(word))
}

/// Is a column one of numbers that only tell rows apart?
pub(super) fn numbers_rows(plain: &str) -> bool {
    let word = plain.trim_matches(|c: char| !c.is_alphanumeric());
    ["番号", "no", "no.", "№", "#", "id", "コード", "項番", "連番", "通番"].iter().any(|end| word == *end || word.ends_with(end))
        && !word.ends_with("案no")
}

pub(super) fn is_office(text: &str) -> bool {
    let mut names =
        text.split(['、', '・', '\n', ',', '，', '／', '/']).map(str::trim).filter(|name| !name.is_empty()).peekable();
    let office = |name: &str| {
        (2..=20).contains(&name.chars().count())
            && ["課", "室", "局", "所", "部", "係", "センター", "館", "会", "署"].iter().any(|end| name.ends_with(end))
    };
    names.peek().is_some() && names.all(office)
}

fn is_mark(text: &str) -> bool {
    let plain = fold(text);
    let mut chars = plain.chars();
    matches!((chars.next(), chars.next()), (Some(c), None) if "◎○〇◯△▲×✕●☆★".contains(c) || ('a'..='e').contains(&c) || c == 's')
}

/// 1,234, -5, ▲12, 3.5.
fn is_plain_number(text: &str) -> bool {
    let plain = fold(text);
    let body = plain.trim_start_matches(['-', '▲', '△', '+']).replace(',', "");
    !body.is_empty() && body.parse::<f64>().is_ok() && body.bytes().all(|b| b.is_ascii_digit() || b == b'.')
}

fn has_unit(text: &str) -> bool {
    !is_plain_number(text)
}

/// 30人, 約75%, 1,200千円.
fn is_quantity(text: &str) -> bool {
    let plain = fold(text);
    let body = ["約", "延べ", "計", "▲", "△", "-", "年", "月", "週"]
        .iter()
        .fold(plain.as_str(), |body, word| body.trim_start_matches(word));
    let digits = body.chars().take_while(|c| c.is_ascii_digit() || ".,".contains(*c)).count();
    let rest: String = body.chars().skip(digits).collect();
    let ordinal =
        ["代", "番", "号", "期", "回目", "年生", "組", "級", "位", "類", "歳代", "番窓口", "代以上"].contains(&rest.as_str());
    digits > 0 && !ordinal && rest.chars().count() <= 8 && !rest.contains(|c: char| c.is_ascii_digit() || "/月日.-".contains(c))
}

/// 令和7年4月1日～5月31日, 令和7年9月.
fn is_span(text: &str) -> bool {
    let (from, _) = text.split_once(['～', '〜', '~']).unwrap_or((text, ""));
    date(from.trim()).is_some() || matches!(Period::parse(from), Some(Period::Month(..)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(heading: &str, values: &[&str]) -> Guess {
        let values: Vec<SampleValue> =
            values.iter().map(|text| SampleValue { text: (*text).to_owned(), sort: Sort::Text }).collect();
        guess(heading, &values.iter().collect::<Vec<_>>())
    }

    #[test]
    fn values_tell_the_type() {
        for (heading, values, kind) in [
            ("担当課", &["市民課", "税務課・財政課"][..], FieldType::Departments),
            ("期限", &["令和7年10月3日", "2025/4/1～2025/5/1", "未定"], FieldType::Date),
            ("年度", &["令和7年度", "R6～R8"], FieldType::Year),
            ("評価", &["◎", "○", "－"], FieldType::Mark),
            ("総合評価", &["A", "B"], FieldType::Mark),
            ("件数", &["1,200", "▲3", "-"], FieldType::Number),
            ("実績", &["30人", "約75%"], FieldType::Quantity),
            ("番号", &["1", "2"], FieldType::Text),
            ("状態", &["済", "未", "済", "未", "済"], FieldType::Choice),
            ("掲載先", &["https://example.jp/a"], FieldType::Url),
            ("内容", &["窓口を広げる。", "周知する。"], FieldType::Text),
            ("内容", &["・窓口\n・周知", "・相談\n・予約"], FieldType::Lines),
        ] {
            assert_eq!(of(heading, values).kind, kind, "{heading}");
        }
        assert_eq!(of("状態", &["済", "未", "済", "未"]).choices, ["済", "未"]);
    }
}
