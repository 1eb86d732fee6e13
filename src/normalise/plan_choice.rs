//! The choice of a plan: by titles, stamps and departments.

use crate::model::text::fold;
use crate::model::{Finding, Place, Plan};
use crate::normalise::Directory;
use crate::recognise::RecognisedFile;
use crate::rules;

/// A form of ours that names its plan counts for more than all its words.
const STAMPED: usize = 1_000;

/// The plan whose title and departments fit best. A tie is an error that names both; the first is taken then.
pub fn choose_plan(files: &[RecognisedFile], plans: &[&Plan], findings: &mut Vec<Finding>) -> Plan {
    if let [only] = plans {
        return (*only).clone();
    }
    let titles: Vec<String> =
        files.iter().flat_map(|file| &file.sheets).flat_map(|sheet| &sheet.titles).map(|t| fold(t)).collect();
    let named: Vec<&str> = files
        .iter()
        .flat_map(|file| &file.sheets)
        .flat_map(|sheet| {
            let rows = sheet.tables.iter().flat_map(|table| &table.rows).take(200).flat_map(|row| &row.cells);
            let info = sheet.info.department.iter().map(|(name, _)| name.as_str());
            let short = |text: &str| text.chars().count() <= 24;
            info.chain(rows.map(|cell| cell.text.as_str())).filter(move |text| short(text))
        })
        .collect();
    let stamps: Vec<&str> =
        files.iter().flat_map(|file| &file.sheets).filter_map(|sheet| Some(sheet.stamp.as_ref()?.plan.as_str())).collect();
    let mut scores: Vec<(usize, &Plan)> = plans
        .iter()
        .map(|plan| {
            let wanted: Vec<String> = std::iter::once(&plan.title).chain(&plan.titles).map(|title| fold(title)).collect();
            let titled = titles.iter().filter(|title| wanted.iter().any(|w| !w.is_empty() && title.contains(w.as_str()))).count();
            let directory = Directory::new(plan, &[]);
            let known = named.iter().filter(|name| directory.find(name).is_some()).count();
            let stamped = stamps.iter().filter(|id| **id == plan.id).count();
            (stamped * STAMPED + titled * 20 + known, *plan)
        })
        .filter(|(score, _)| *score > 0)
        .collect();
    scores.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.id.cmp(&b.1.id)));
    if let [(best, first), (second, other), ..] = scores.as_slice()
        && best == second
    {
        findings.push(
            Finding::new(rules::AMBIGUOUS_PLAN, Place::nowhere())
                .with("kind", "計画")
                .with("kind_en", "plan")
                .with("candidates", format!("{} ({}), {} ({})", first.id, first.municipality, other.id, other.municipality))
                .with("option", "--plan"),
        );
    }
    scores.first().map(|(_, plan)| (*plan).clone()).unwrap_or_default()
}
