//! 推移 in words and figures.

use crate::model::era::short_fiscal_year;
use crate::model::{Period, StageTrend};

/// R7上, R7.10月, R7Q3, R7: what fits below a bar.
pub(crate) fn short_label(period: Period) -> String {
    match period {
        Period::Month(_, month) => format!("{}.{month}月", short_fiscal_year(period.fiscal_year())),
        Period::Quarter(year, quarter) => format!("{}第{quarter}四半期", short_fiscal_year(year)),
        Period::Half(year, half) => format!("{}{}", short_fiscal_year(year), if half == 1 { "上" } else { "下" }),
        Period::Year(year) => short_fiscal_year(year),
    }
}

/// 令和7年度上半期 37（調査検討6、…）。…
pub(crate) fn spoken(trend: &StageTrend, periods: &[Period]) -> String {
    let lines = trend.periods.iter().zip(periods).map(|(figures, period)| {
        let parts = trend.stages.iter().zip(&figures.records).filter(|(_, count)| **count > 0);
        let mut parts: Vec<String> = parts.map(|(stage, count)| format!("{stage}{count}")).collect();
        parts.extend((figures.without_stage > 0).then(|| format!("段階の記載なし{}", figures.without_stage)));
        parts.extend((figures.not_reported > 0).then(|| format!("未提出{}", figures.not_reported)));
        format!("{} {}（{}）", period.label(), figures.total(), parts.join("、"))
    });
    lines.collect::<Vec<_>>().join("。") + "。"
}

/// A figure with at most two decimals, grouped: 1,234.5.
pub(crate) fn amount(value: f64) -> String {
    let text = format!("{:.2}", value.abs());
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let fraction = fraction.trim_end_matches('0');
    let sign = if value < 0.0 && text.contains(|c: char| ('1'..='9').contains(&c)) { "▲" } else { "" };
    let point = if fraction.is_empty() { "" } else { "." };
    format!("{sign}{}{point}{fraction}", super::figure::grouped(whole))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_grouped_and_short() {
        assert_eq!([1234.5, -0.25, 66.6666, 0.0, 100.0].map(amount), ["1,234.5", "▲0.25", "66.67", "0", "100"]);
        assert_eq!(short_label(Period::Half(2025, 1)), "R7上");
    }
}
