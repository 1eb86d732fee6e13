//! Which period a hand-in is about: by the stamp of its form, its headings, its titles and the names of its sheets.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;
use jiff::civil::Date;

use crate::form::Form;
use crate::model::era::wareki_date;
use crate::model::text::fold;
use crate::model::{Finding, Period, Place, Plan, RecordKind};
use crate::recognise::{RawTable, Recognised};
use crate::rules;

/// What a hand-in says about its period.
#[derive(Debug, Default)]
pub struct About {
    /// Its tables of another period, by sheet and table, where the report's period is there too.
    pub set_aside: BTreeMap<(usize, usize), Period>,
    /// The other period that the whole hand-in is about.
    pub other_period: Option<Period>,
    /// What a person has to know.
    pub findings: Vec<Finding>,
}

/// One word on the period.
struct Evidence {
    period: Period,
    place: Place,
    ja: String,
    en: String,
}

/// What one table tells of its period.
struct TablePeriod {
    at: (usize, usize),
    place: Place,
    /// What speaks for another period.
    against: Vec<Evidence>,
    /// Does anything speak for the report's?
    agrees: bool,
    submitted: Option<Date>,
}

impl About {
    /// Holds the tables of a file against the report's period.
    pub fn of(path: &str, sheets: &[Recognised], forms: &[&Form], plan: &Plan, period: Option<Period>) -> Self {
        let Some(period) = period else { return Self::default() };
        let mut all = Vec::new();
        for (index, sheet) in sheets.iter().enumerate() {
            let place = Place::file(path).on(sheet.name.clone());
            let is_progress = |table: &RawTable| forms.get(table.form).is_some_and(|form| form.record == RecordKind::Progress);
            let titles = titled_periods(sheet, plan, period);
            for (number, table) in sheet.tables.iter().enumerate().filter(|(_, table)| is_progress(table)) {
                all.push(read_table(sheet, table, &titles, (index, number), &place, plan, period));
            }
        }
        let is_other = |table: &TablePeriod| !table.against.is_empty() && !table.agrees;
        let at_hand = all.iter().any(|table| !is_other(table));
        let mut about = Self::default();
        let mut reported: Vec<Place> = Vec::new();
        for table in &all {
            let sheet = Place { spot: None, ..table.place.clone() };
            if is_other(table) && at_hand {
                let Some(other) = table.against.first().map(|evidence| evidence.period) else { continue };
                about.set_aside.insert(table.at, other);
                about.findings.push(Finding::new(rules::OTHER_PERIOD_SHEET, table.place.clone()).with("period", other.label()));
            } else if !reported.contains(&sheet)
                && let Some(finding) = table.mismatch(period)
            {
                about.findings.push(finding);
                reported.push(sheet);
            }
        }
        if !at_hand {
            about.other_period = all.first().and_then(|table| table.against.first()).map(|evidence| evidence.period);
        }
        about
    }
}

impl TablePeriod {
    /// The finding that the table is about another period than the report.
    fn mismatch(&self, period: Period) -> Option<Finding> {
        let day = self.submitted.filter(|day| self.is_too_early(*day, period));
        let place = match self.against.first() {
            Some(first) => first.place.clone(),
            None => {
                day?;
                Place { spot: None, ..self.place.clone() }
            }
        };
        let mut ja: Vec<String> = self.against.iter().map(|evidence| evidence.ja.clone()).collect();
        let mut en: Vec<String> = self.against.iter().map(|evidence| evidence.en.clone()).collect();
        ja.extend(day.map(|day| format!("提出日 {}", wareki_date(day))));
        en.extend(day.map(|day| format!("handed in on {day}")));
        let finding = Finding::new(rules::PERIOD_MISMATCH, place).with("period", period.label());
        Some(finding.with("evidence", ja.join("、")).with("evidence_en", en.join(", ")))
    }

    /// Was it handed in before its period began, or long before the period's end where nothing else tells the period?
    fn is_too_early(&self, day: Date, period: Period) -> bool {
        let start = match period {
            // a plan for a year is handed in before it
            Period::Year(_) => period.start().checked_sub(1.year()).unwrap_or(Date::MIN),
            _ => period.start(),
        };
        let half_way = || {
            let days = period.start().until(period.end()).map_or(0, |span| span.get_days());
            period.start().checked_add((days / 2).days()).unwrap_or(Date::MAX)
        };
        let long_before = matches!(period, Period::Half(..) | Period::Quarter(..)) && (!self.agrees || !self.against.is_empty());
        day < start || long_before && day < half_way()
    }
}

/// The titles of a sheet that name a period, each text once.
fn titled_periods<'s>(sheet: &'s Recognised, plan: &Plan, report: Period) -> Vec<(&'s str, Period)> {
    let mut read: BTreeSet<&str> = BTreeSet::new();
    let texts = sheet.titles.iter().map(String::as_str).filter(|text| read.insert(text));
    texts.filter_map(|text| Some((text, titled_period(text, plan, report)?))).collect()
}

/// The period that a title or a caption names.
fn titled_period(text: &str, plan: &Plan, report: Period) -> Option<Period> {
    only_period(text, plan).or_else(|| without_year(text, report, false)).or_else(|| relative(text, report))
}

/// 前年度下半期, 昨年度の実績, 前回分: a period before the report's. What is only compared with it (前年度比) is none.
fn relative(text: &str, report: Period) -> Option<Period> {
    let folded = fold(text);
    if ["今年度", "本年度", "当年度", "当該年度", "今回", "今期"].iter().any(|word| folded.contains(word)) {
        return None;
    }
    let behind = |words: &[&str]| words.iter().find_map(|word| folded.split_once(word)).map(|(_, rest)| rest);
    let tells = |rest: &str| {
        let rest = rest.strip_prefix('の').unwrap_or(rest);
        rest.is_empty() || ["分", "取組", "実績", "進捗", "状況", "実施"].iter().any(|word| rest.starts_with(word))
    };
    if let Some(rest) = behind(&["前年度", "昨年度"]) {
        let year = report.fiscal_year() - 1;
        let part = [("上半期", 1), ("上期", 1), ("下半期", 2), ("下期", 2)].into_iter().find(|(word, _)| rest.starts_with(word));
        let half = part.map(|(_, half)| Period::Half(year, half));
        return half.or_else(|| tells(rest).then_some(Period::Year(year)));
    }
    behind(&["前回", "前期", "前月", "先月"]).filter(|rest| tells(rest)).map(|_| report.previous())
}

fn read_table(
    sheet: &Recognised,
    table: &RawTable,
    titles: &[(&str, Period)],
    at: (usize, usize),
    place: &Place,
    plan: &Plan,
    period: Period,
) -> TablePeriod {
    let mut found: Vec<Evidence> = Vec::new();
    if let Some(period) = sheet.stamp.as_ref().and_then(|stamp| stamp.period) {
        let ja = format!("{}の様式", period.label());
        found.push(Evidence { period, place: place.clone(), ja, en: format!("a form for {period}") });
    }
    let heading = table.columns.iter().find(|column| column.period.is_some() && column.period == table.period);
    if let Some((heading, period)) = heading.zip(table.period) {
        let text = heading.heading.replace('\n', "");
        let place = place.clone().at(heading.cell);
        found.push(Evidence { period, place, ja: format!("見出し「{text}」"), en: format!("the heading “{text}”") });
    }
    let mut read: BTreeSet<&str> = BTreeSet::new();
    let captions = table
        .captions
        .iter()
        .filter_map(|caption| Some((caption.text.as_str(), titled_period(&caption.text, plan, period)?, caption.at)));
    // what stands right above a table goes before what another one of the sheet is called
    let captions: Vec<_> = captions.collect();
    let titles = titles.iter().filter(|_| captions.is_empty()).map(|(text, named)| (*text, *named, None));
    for (text, period, at) in captions.iter().copied().chain(titles).filter(|(text, ..)| read.insert(text)) {
        let place = at.map_or_else(|| place.clone(), |cell| place.clone().at(cell));
        found.push(Evidence { period, place, ja: format!("表題「{text}」"), en: format!("the title “{text}”") });
    }
    if found.is_empty()
        && let Some(name) = sheet.name.as_deref()
        && let Some(period) = only_period(name, plan)
            .or_else(|| only_period(&format!("{name}期"), plan))
            .or_else(|| without_year(name, period, true))
    {
        let (ja, en) = (format!("シート名「{name}」"), format!("the name of the sheet “{name}”"));
        found.push(Evidence { period, place: place.clone(), ja, en });
    }
    // 令和7年度 alone says nothing about a half of it
    let agrees = found.iter().any(|evidence| !differs(evidence.period, period) && !matches!(evidence.period, Period::Year(_)));
    let agrees = agrees || found.iter().any(|evidence| evidence.period == period);
    found.retain(|evidence| differs(evidence.period, period));
    let submitted = table.info.submitted.or(sheet.info.submitted);
    TablePeriod { at, place: place.clone().at(table.range), against: found, agrees, submitted }
}

/// The period of a text that names exactly one, but for those in the plan's own title.
fn only_period(text: &str, plan: &Plan) -> Option<Period> {
    let mut text = fold(text);
    for title in std::iter::once(&plan.title).chain(&plan.titles).map(|title| fold(title)) {
        if !title.is_empty() {
            text = text.replace(&title, "");
        }
    }
    let mut periods = Period::find_all(&text);
    periods.dedup();
    if let [year @ Period::Year(_), part] | [part, year @ Period::Year(_)] = periods.as_slice()
        && year.fiscal_year() == part.fiscal_year()
    {
        return Some(*part);
    }
    if let [only] = periods.as_slice() { Some(*only) } else { None }
}

/// A period without a year is the last such one up to the report's: 9月分 in a text; as a whole text 9月, 上期, 第2四半期.
fn without_year(text: &str, report: Period, whole: bool) -> Option<Period> {
    let folded = fold(text);
    let before = |word: &str| {
        let (before, _) = folded.split_once(word)?;
        let digits = before.trim_end_matches(|c: char| c.is_ascii_digit()).len();
        before.get(digits..)?.parse::<i8>().ok()
    };
    let is = |words: &[&str]| whole && words.contains(&folded.as_str());
    let mut period = report;
    let matches: Box<dyn Fn(Period) -> bool> = match report {
        Period::Month(..) => {
            let month = if whole {
                folded.strip_suffix('分').unwrap_or(&folded).strip_suffix('月')?.parse().ok()
            } else {
                before("月分")
            }?;
            Box::new(move |period| matches!(period, Period::Month(_, known) if known == month))
        }
        Period::Quarter(..) if whole => {
            let quarter = before("四半期")?;
            Box::new(move |period| matches!(period, Period::Quarter(_, known) if known == quarter))
        }
        Period::Half(..) => {
            let (first, second) = (is(&["上半期", "上期"]), is(&["下半期", "下期"]));
            if first == second {
                return None;
            }
            Box::new(move |period| matches!(period, Period::Half(_, known) if (known == 1) == first))
        }
        Period::Quarter(..) | Period::Year(_) => return None,
    };
    for _ in 0..12 {
        if matches(period) {
            return Some(period);
        }
        period = period.previous();
    }
    None
}

/// Is a period another one than the report's? Parts of it and what it is a part of are not; nor is, for a report of a
/// month, the half-year or quarter that ended shortly before: it is collected then.
fn differs(period: Period, report: Period) -> bool {
    if std::mem::discriminant(&period) == std::mem::discriminant(&report) {
        return period != report;
    }
    let overlaps = period.start() <= report.end() && report.start() <= period.end();
    let collected = || {
        let until = report.start().checked_sub(92.days()).unwrap_or(Date::MIN);
        matches!(report, Period::Month(..)) && period.end() < report.start() && until <= period.end()
    };
    !overlaps && !collected()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_and_what_was_collected_are_no_other_period() {
        let period = |text: &str| Period::parse(text).unwrap();
        for (period_of, report) in [("2025H1", "2025-10"), ("FY2025", "2025H1"), ("2025-07", "2025H1"), ("2025Q2", "2025H1")] {
            assert!(!differs(period(period_of), period(report)), "{period_of} {report}");
        }
        for (period_of, report) in [("2024H2", "2025H1"), ("FY2024", "2025H1"), ("2025-03", "2025H1"), ("2025H1", "2026-04")] {
            assert!(differs(period(period_of), period(report)), "{period_of} {report}");
        }
    }

    #[test]
    fn a_title_names_a_period_only_where_it_names_one() {
        let plan = Plan { title: "浜風市計画（令和6年度版）".to_owned(), ..Plan::default() };
        assert_eq!(only_period("浜風市計画（令和6年度版） 令和7年度上半期", &plan), Some(Period::Half(2025, 1)));
        assert_eq!(only_period("令和7年度 進捗（令和7年10月分）", &plan), Some(Period::Month(2025, 10)));
        assert_eq!(only_period("計画（令和6年度～令和10年度）", &plan), None);
        assert_eq!(only_period("R6下期", &plan), Some(Period::Half(2024, 2)));
    }

    #[test]
    fn a_title_can_name_the_period_before() {
        let report = Period::Half(2025, 1);
        assert_eq!(relative("前年度下半期 取組状況調査票", report), Some(Period::Half(2024, 2)));
        assert_eq!(relative("昨年度の実績", report), Some(Period::Year(2024)));
        assert_eq!(relative("取組状況（前回分）", report), Some(Period::Half(2024, 2)));
        for text in ["前年度比較表", "前年度実績と今年度計画", "前期基本計画の取組状況", "取組状況調査票"]
        {
            assert_eq!(relative(text, report), None, "{text}");
        }
    }

    #[test]
    fn a_period_without_a_year_is_the_last_one_of_that_name() {
        let october = Period::Month(2025, 10);
        assert_eq!(without_year("9月", october, true), Some(Period::Month(2025, 9)));
        assert_eq!(without_year("進捗報告（１０月分）", october, false), Some(october));
        assert_eq!(without_year("12月分", october, true), Some(Period::Month(2024, 12)));
        assert_eq!(without_year("下期", Period::Half(2025, 1), true), Some(Period::Half(2024, 2)));
        assert_eq!(without_year("下半期の取組と上半期の実績", Period::Half(2025, 1), false), None);
        assert_eq!(without_year("9月に始める取組", october, false), None);
    }
}
