//! The findings of a department as the text of a mail, to be copied.

use maud::{Markup, html};

use crate::model::{Finding, Lang};
use crate::report::ReportData;
use crate::report::html::records::Records;

/// How many findings a mail names; a return names all.
const NAMED: usize = 30;

/// The text, folded, and a button that copies it where scripts run.
pub(super) fn mail(
    report: &ReportData<'_>,
    index: usize,
    department: &str,
    findings: &[&Finding],
    records: &Records<'_>,
) -> Markup {
    let id = format!("m{index}");
    html! {
        p.tools { button type="button" hidden data-copy=(id) { "メール文をコピー" } }
        details.mail {
            summary { "メール文" }
            textarea readonly rows="10" id=(id) aria-label={ (department) "へのメール文" } {
                (text(report, department, findings, records))
            }
        }
    }
}

fn text(report: &ReportData<'_>, department: &str, findings: &[&Finding], records: &Records<'_>) -> String {
    let what =
        [report.title.as_str(), report.period.as_str()].iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>();
    let mut out = format!(
        "{department} 御担当者様\n\nお世話になっております。\n「{}」で御提出いただいた内容について、次の点の御確認をお願いします。\n",
        what.join(" ")
    );
    for (at, finding) in findings.iter().take(NAMED).enumerate() {
        let name = records.at(&finding.place).map(|record| record.label());
        let place = Some(finding.place.to_string()).filter(|place| !place.is_empty());
        let about: Vec<String> = [name, place].into_iter().flatten().collect();
        let about = if about.is_empty() { String::new() } else { format!("{}\n   ", about.join("　")) };
        out.push_str(&format!("\n{}. {about}{}\n   → {}\n", at + 1, finding.message(Lang::Ja), finding.hint(Lang::Ja)));
        if let Some(note) = finding.note_to_department() {
            out.push_str(&format!("   事務局から: {note}\n"));
        }
    }
    if findings.len() > NAMED {
        out.push_str(&format!("\nほか{}件\n", findings.len() - NAMED));
    }
    out.push_str("\nよろしくお願いいたします。\n");
    out
}
