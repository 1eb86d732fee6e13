//! What to do next, for those who started the program by a double click.

use crate::cli::settings::options::Settings;
use crate::model::{Consolidation, Lang, Severity};

/// The next steps of the month.
pub(crate) fn steps(settings: &Settings, consolidation: &Consolidation, closed: bool) {
    let console = &settings.console;
    let ja = settings.lang == Lang::Ja;
    let waiting =
        consolidation.submissions.iter().filter(|submission| submission.required && !submission.status.is_handed_in()).count();
    let doubtful = consolidation.findings.iter().filter(|finding| finding.severity() > Severity::Info).count();
    console.result(console.text("\n次にすること", "\nNext"));
    let mut steps: Vec<String> = Vec::new();
    if waiting > 0 {
        steps.push(if ja {
            format!("未提出の{waiting}課に提出を頼む（文面: torimatome status --reminder）")
        } else {
            format!("remind {waiting} departments (torimatome status --reminder)")
        });
    }
    if doubtful > 0 {
        steps.push(if ja {
            format!("取りまとめ.xlsx の「指摘」シートの{doubtful}件（エラーと注意）を確かめ、直ったファイルを inbox に入れる")
        } else {
            format!("look at the {doubtful} errors and warnings in the workbook; put mended files into the inbox")
        });
    }
    if waiting > 0 || doubtful > 0 {
        steps.push(console.text("もう一度 torimatome を実行する", "run torimatome again").to_owned());
    }
    steps.push(console.text("報告書.pdf と 取りまとめ.xlsx を見て、配る", "look at the report and hand it out").to_owned());
    if !closed && settings.workspace.as_ref().is_some_and(|workspace| workspace.remembers) {
        steps.push(
            console
                .text("期間を締める（torimatome build --finalise）", "close the period (torimatome build --finalise)")
                .to_owned(),
        );
    }
    for (n, step) in steps.iter().enumerate() {
        console.result(&format!("  {}. {step}", n + 1));
    }
}
