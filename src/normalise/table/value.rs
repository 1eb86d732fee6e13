//! A text as a value of its column's type.

use jiff::civil::Date;

use crate::form::Column;
use crate::form::vocabulary::Boxes;
use crate::model::text::fold;
use crate::model::{ColumnType, FieldValue, FigureValue, Finding, FiscalYears, Period, Place, Texts, date, date_of_form};
use crate::normalise::quantity::quantity;
use crate::normalise::text::lines;
use crate::normalise::unread_figure::holds_a_figure;
use crate::recognise::shorten;
use crate::rules;
use crate::source::RawValue;

/// A value, and how well the text could be read.
#[derive(Debug, Default)]
pub(super) struct Typed {
    pub value: Option<FieldValue>,
    /// The end of a span.
    pub to: Option<FieldValue>,
    fault: Option<Fault>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    /// It is of another type.
    Type(Texts),
    /// It is none of the words that the column takes.
    Choice,
    /// 未定.
    Undecided,
}

impl Typed {
    fn text(text: &str) -> Self {
        Self { value: Some(FieldValue::Text(text.to_owned())), ..Self::default() }
    }

    fn unreadable(ja: &'static str, en: &'static str) -> Self {
        Self { fault: Some(Fault::Type(Texts::new(ja, en))), ..Self::default() }
    }

    /// 未定 in the place of a number or a day.
    pub const fn is_undecided(&self) -> bool {
        matches!(self.fault, Some(Fault::Undecided))
    }

    /// Was it read as what the column holds?
    pub const fn is_sound(&self) -> bool {
        self.fault.is_none()
    }

    /// Returns the finding about it.
    pub fn finding(&self, column: &Column, text: &str, place: Place) -> Option<Finding> {
        let heading = column.heading_for(None);
        match self.fault? {
            Fault::Type(kind) => {
                let finding = Finding::new(rules::UNREADABLE_VALUE, place).with("heading", heading);
                Some(finding.with("text", shorten(text, 30)).with("kind", kind.ja).with("kind_en", kind.en))
            }
            Fault::Undecided => None,
            Fault::Choice => {
                let finding = Finding::new(rules::UNKNOWN_CHOICE, place).with("heading", heading);
                Some(finding.with("text", shorten(text, 30)).with("choices", shorten(&column.choices.join("、"), 60)))
            }
        }
    }
}

/// Reads a text as what its column holds.
pub(super) fn typed(column: &Column, text: &str, cell: Option<&RawValue>) -> Typed {
    let typed = as_its_type(column, text, cell);
    let undecided = typed.value.is_none() && matches!(fold(text).as_str(), "未定" | "未決定" | "未確定");
    if undecided { Typed { fault: Some(Fault::Undecided), ..typed } } else { typed }
}

fn as_its_type(column: &Column, text: &str, cell: Option<&RawValue>) -> Typed {
    match column.kind.column_type() {
        ColumnType::Text | ColumnType::Departments if column.choices.is_empty() => Typed::text(text),
        ColumnType::Lines => {
            let lines = if column.choices.is_empty() { lines(text) } else { parts(text) };
            let known = |line: &String| column.choices.is_empty() || chosen(column, line).is_some();
            let fault = (!lines.iter().all(known)).then_some(Fault::Choice);
            Typed { value: Some(FieldValue::Lines(lines)), fault, to: None }
        }
        ColumnType::Number => match number(text, cell) {
            Some(number) => Typed { value: Some(FieldValue::Number(number)), ..Typed::default() },
            None => Typed::unreadable("数", "a number"),
        },
        ColumnType::Quantity => {
            let found = quantity(text);
            let figure = FigureValue {
                text: Some(found.text).filter(|text| !text.is_empty()),
                value: found.value,
                unit: found.unit,
                comparator: found.comparator,
                recurrence: found.recurrence,
                per: found.per,
                note: found.note,
            };
            let is_unread = figure.value.is_none() && holds_a_figure(text);
            let fault = is_unread.then_some(Fault::Type(Texts::new("1つの数値", "one figure")));
            Typed { value: Some(FieldValue::Quantity(Box::new(figure))), fault, ..Typed::default() }
        }
        ColumnType::Date => match days(text, cell) {
            Some((from, to)) => {
                let day = |day: Date| FieldValue::Text(day.to_string());
                Typed { value: Some(day(from)), to: to.filter(|to| *to != from).map(day), fault: None }
            }
            None => Typed::unreadable("日付", "a date"),
        },
        ColumnType::Year => match years(text) {
            Some(years) => {
                let year = |year: i16| FieldValue::Number(f64::from(year));
                Typed { value: Some(year(years.from)), to: years.only().is_none().then(|| year(years.to)), fault: None }
            }
            None => Typed::unreadable("年度", "a fiscal year"),
        },
        ColumnType::Period => match Period::parse(text) {
            Some(period) => Typed { value: Some(FieldValue::Text(period.id())), ..Typed::default() },
            None => Typed::unreadable("期間", "a period"),
        },
        ColumnType::Url if column.choices.is_empty() => {
            let plain = text.trim();
            if plain.contains("://") || plain.starts_with("www.") {
                Typed::text(text)
            } else {
                Typed { fault: Some(Fault::Type(Texts::new("URL", "an address on the web"))), ..Typed::text(text) }
            }
        }
        _ if column.choices.is_empty() => Typed::text(ticked(text).as_deref().unwrap_or(text)),
        _ => match chosen(column, ticked(text).as_deref().unwrap_or(text)) {
            Some(choice) => Typed::text(choice),
            None => Typed { fault: Some(Fault::Choice), ..Typed::text(text) },
        },
    }
}

/// The choice that a text is, as the form spells it.
fn chosen<'c>(column: &'c Column, text: &str) -> Option<&'c str> {
    let plain = fold(text);
    column.choices.iter().find(|choice| fold(choice) == plain).map(String::as_str)
}

/// The only one that is marked of the choices of a cell: ☑はい □いいえ.
fn ticked(text: &str) -> Option<String> {
    let boxes = Boxes::of(text)?;
    let mut marked = boxes.marked();
    let only = marked.next()?.to_owned();
    marked.next().is_none().then_some(only)
}

/// Several choices in one cell; of choices with boxes those that are marked.
fn parts(text: &str) -> Vec<String> {
    if let Some(boxes) = Boxes::of(text) {
        return boxes.marked().map(str::to_owned).collect();
    }
    let parts = text.split(['\n', '、', ',', '，', ';', '；', '／']).map(str::trim).filter(|part| !part.is_empty());
    parts.map(|part| part.trim_start_matches(['・', '☑', '■', '●', '○']).trim().to_owned()).collect()
}

/// A number; of a figure with its unit the number.
fn number(text: &str, cell: Option<&RawValue>) -> Option<f64> {
    let found = quantity(text);
    let stored = match cell {
        Some(RawValue::Number(number)) => Some(*number),
        _ => None,
    };
    found.value.or(stored)
}

/// The days of a text: one, or from one to another. A month and a year are all their days.
fn days(text: &str, cell: Option<&RawValue>) -> Option<(Date, Option<Date>)> {
    if let Some(RawValue::Date(day)) = cell {
        return Some((day.date(), None));
    }
    if let Some(day) = date(text).or_else(|| date_of_form(text)) {
        return Some((day, None));
    }
    let whole = |text: &str| Period::parse(text).map(|period| (period.start(), period.end()));
    if let Some((from, to)) = whole(text) {
        return Some((from, Some(to)));
    }
    let (from, to) = ends(text)?;
    let first = date(from).map(|day| (day, day)).or_else(|| whole(from))?;
    // 令和7年4月1日～5月31日: what is left out is that of the first
    let start = first.0;
    let completed = [format!("{}年{to}", start.year()), format!("{}年{}月{to}", start.year(), start.month())];
    let last = date(to).or_else(|| whole(to).map(|(_, end)| end));
    let last = last.or_else(|| completed.iter().find_map(|text| date(text).or_else(|| whole(text).map(|(_, end)| end))));
    let last = last.filter(|last| *last >= start)?;
    Some((start, Some(last)))
}

/// The two sides of a range.
fn ends(text: &str) -> Option<(&str, &str)> {
    let sign = ['～', '〜', '~', '－', '―', 'ー'];
    let (from, to) = text.split_once(sign).or_else(|| text.split_once("から"))?;
    let (from, to) = (from.trim(), to.trim().trim_end_matches("まで").trim());
    (!from.is_empty() && !to.is_empty()).then_some((from, to))
}

/// Fiscal years: R7, 令和7年度, 2025, R6～R8.
fn years(text: &str) -> Option<FiscalYears> {
    let folded = fold(text);
    let bare = || folded.parse::<i16>().ok().filter(|year| (1900..=2200).contains(year)).map(FiscalYears::one);
    FiscalYears::find(&folded).or_else(bare)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_spans() {
        let read =
            |text: &str| days(text, None).map(|(from, to)| (from.to_string(), to.map(|to| to.to_string()).unwrap_or_default()));
        let span = |from: &str, to: &str| Some((from.to_owned(), to.to_owned()));
        assert_eq!(read("令和7年10月3日"), span("2025-10-03", ""));
        assert_eq!(read("令和7年4月1日～5月31日"), span("2025-04-01", "2025-05-31"));
        assert_eq!(read("2025/4/1～2026/3/31"), span("2025-04-01", "2026-03-31"));
        assert_eq!(read("R7.4.1〜30日"), span("2025-04-01", "2025-04-30"));
        assert_eq!(read("令和7年9月"), span("2025-09-01", "2025-09-30"));
        assert_eq!(read("随時"), None);
    }

    #[test]
    fn fiscal_years_and_numbers() {
        assert_eq!(years("令和7年度"), Some(FiscalYears::one(2025)));
        assert_eq!(years("R6～R8"), Some(FiscalYears { from: 2024, to: 2026 }));
        assert_eq!(years("2025"), Some(FiscalYears::one(2025)));
        assert_eq!(number("1,234千円", None), Some(1234.0));
        assert_eq!(number("▲12", None), Some(-12.0));
        assert_eq!(number("調整中", None), None);
    }
}
