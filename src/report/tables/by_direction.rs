//! Progress by direction: the bars of a first page.

use crate::report::ReportData;

/// Further directions are added up in a last line.
const MOST_DIRECTIONS: usize = 8;

/// Initiatives by stage: a line for the total, and one for each direction.
pub(crate) struct ByDirection {
    /// The parts of a line: the steps of the ladder from the lowest, then those without a stage.
    pub(crate) parts: Vec<Part>,
    /// Title and counts, in the order of the parts.
    pub(crate) lines: Vec<(String, Vec<usize>)>,
}

/// A part of a line.
pub(crate) struct Part {
    pub(crate) name: String,
    /// Index of the stage in the plan; none for records without a stage.
    pub(crate) stage: Option<usize>,
}

impl ByDirection {
    /// Counts the initiatives of a report, if it has any.
    pub(crate) fn of(report: &ReportData<'_>) -> Option<Self> {
        let summary = &report.summary;
        if summary.records == 0 {
            return None;
        }
        let plan = &report.consolidation.plan;
        let mut ladder: Vec<usize> =
            (0..summary.stages.len()).filter(|at| summary.stages.get(*at).is_some_and(|stage| !stage.is_event)).collect();
        ladder.sort_by_key(|at| plan.stages.get(*at).and_then(|stage| stage.step).unwrap_or(u32::MAX));
        let mut parts: Vec<Part> = Vec::new();
        let mut columns: Vec<&[usize]> = Vec::new();
        for at in ladder {
            let Some(stage) = summary.stages.get(at) else { continue };
            parts.push(Part { name: stage.name.clone(), stage: Some(at) });
            columns.push(&stage.records);
        }
        if parts.is_empty() || summary.without_stage.iter().any(|count| *count > 0) {
            parts.push(Part { name: "段階の記載なし".to_owned(), stage: None });
            columns.push(&summary.without_stage);
        }
        let of = |direction: usize| columns.iter().map(|column| column.get(direction).copied().unwrap_or_default()).collect();
        let title = |(no, title): &(Option<u32>, String)| match no {
            Some(no) => format!("方向{no}　{title}").trim_end().to_owned(),
            None => "方向の記載なし".to_owned(),
        };
        let mut lines: Vec<(String, Vec<usize>)> =
            summary.directions.iter().enumerate().map(|(at, direction)| (title(direction), of(at))).collect();
        if lines.len() > MOST_DIRECTIONS {
            let rest = lines.split_off(MOST_DIRECTIONS - 1);
            lines.push((format!("ほか{}", rest.len()), sum(rest.iter().map(|(_, counts)| counts), parts.len())));
        }
        if lines.len() > 1 {
            lines.insert(0, ("全体".to_owned(), sum(lines.iter().map(|(_, counts)| counts), parts.len())));
        }
        Some(Self { parts, lines })
    }

    /// The bars in words: 全体 37（調査検討6、導入2、…）.
    pub(crate) fn spoken(&self) -> String {
        let lines = self.lines.iter().map(|(title, counts)| {
            let parts = self.parts.iter().zip(counts).filter(|(_, count)| **count > 0);
            let parts: Vec<String> = parts.map(|(part, count)| format!("{}{count}", part.name)).collect();
            format!("{title} {}（{}）", counts.iter().sum::<usize>(), parts.join("、"))
        });
        lines.collect::<Vec<_>>().join("。")
    }
}

fn sum<'a>(lines: impl Iterator<Item = &'a Vec<usize>>, parts: usize) -> Vec<usize> {
    let mut total = vec![0; parts];
    for line in lines {
        for (all, one) in total.iter_mut().zip(line) {
            *all += one;
        }
    }
    total
}
