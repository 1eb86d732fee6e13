//! Months without their year: 4月 … 3月 as columns of a sheet that reports them one after another.

use crate::model::Period;
use crate::model::text::fold;
use crate::source::Grid;

/// Titles of sheets that tell what was done.
const REPORTS: [&str; 10] =
    ["進捗", "実績", "取組状況", "実施状況", "推進状況", "状況報告", "報告書", "報告票", "経過", "進行状況"];

/// Titles of sheets that tell what is to come.
const PLANS: [&str; 6] = ["予定", "計画表", "工程", "スケジュール", "ロードマップ", "行程"];

/// What the lines above a heading, and the sheet's name, say of its months.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Months {
    /// The fiscal year they are of.
    pub year: Option<i16>,
    /// Does a title say that the sheet reports?
    pub reports: bool,
}

impl Months {
    /// What stands above a row; `period` is the report's.
    pub(super) fn above(grid: &Grid, row: u32, period: Option<Period>) -> Self {
        let cells = grid.cells.iter().take_while(|cell| cell.at.row < row).take(60);
        let titles: Vec<&str> = cells.map(|cell| cell.shown.as_str()).chain(grid.name.as_deref()).collect();
        let says = |words: &[&str]| titles.iter().any(|title| words.iter().any(|word| title.contains(word)));
        let year = titles.iter().find_map(|title| Period::find(title)).or(period).map(Period::fiscal_year);
        Self { year, reports: says(&REPORTS) && !says(&PLANS) }
    }

    /// A heading with the year that its month is of: 令和7年度's 1月 over 実績 is 2026年1月 over 実績. The month alone tells
    /// what was done in it, and what was planned for it.
    pub(super) fn dated(self, text: &str) -> Option<String> {
        let year = self.year?;
        let lines: Vec<&str> = text.split('\n').collect();
        let at = lines.iter().position(|line| month(line).is_some())?;
        let month = lines.get(at).and_then(|line| month(line))?;
        let dated = format!("{}年{month}月", if month < 4 { year + 1 } else { year });
        let others: String = lines.iter().enumerate().filter(|(place, _)| *place != at).map(|(_, line)| *line).collect();
        match (others.is_empty(), self.reports) {
            (true, true) => Some(format!("{dated}の取組内容")),
            (true, false) => None,
            (false, _) => Some(format!("{dated}{others}")),
        }
    }
}

/// 4月, 10月分, 3月末.
pub(super) fn month(line: &str) -> Option<i16> {
    if line.len() > 20 {
        return None;
    }
    let folded = fold(line);
    let (number, rest) = folded.split_once('月')?;
    let month = number.parse().ok().filter(|month| (1..=12).contains(month))?;
    matches!(rest, "" | "分" | "末" | "中" | "度").then_some(month)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_of_the_fiscal_year() {
        let months = Months { year: Some(2025), reports: true };
        assert_eq!(months.dated("４月").as_deref(), Some("2025年4月の取組内容"));
        assert_eq!(months.dated("1月\n実績").as_deref(), Some("2026年1月実績"));
        assert_eq!(months.dated("13月"), None);
        assert_eq!(Months { reports: false, ..months }.dated("4月"), None);
    }
}
