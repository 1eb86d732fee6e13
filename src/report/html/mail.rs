//! The findings of a department as the text of a mail, to be copied.

use crate::model::{Finding, Lang};
use crate::report::ReportData;
use crate::report::html::escape::Html;
use crate::report::html::records::Records;

/// So many findings are named in a mail; a return names them all.
const NAMED: usize = 30;

/// Writes the text, folded, and a button that copies it where there is a script.
pub(super) fn write(
    html: &mut Html,
    report: &ReportData<'_>,
    at: usize,
    department: &str,
    findings: &[&Finding],
    records: &Records<'_>,
) {
    let id = format!("m{at}");
    html.raw("<p class=\"tools\"><button type=\"button\" hidden").attr("data-copy", &id).raw(">メール文をコピー</button></p>\n");
    html.raw("<details class=\"mail\"><summary>メール文</summary><textarea readonly rows=\"10\"").attr("id", &id);
    html.attr("aria-label", &format!("{department}へのメール文")).raw(">\n");
    html.text(&text(report, department, findings, records)).raw("</textarea></details>\n");
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
    }
    if findings.len() > NAMED {
        out.push_str(&format!("\nほか{}件\n", findings.len() - NAMED));
    }
    out.push_str("\nよろしくお願いいたします。\n");
    out
}
