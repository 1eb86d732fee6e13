//! What to do next, for those who started the program by a double click.

use crate::cli::messages::console::Console;
use crate::cli::settings::options::Settings;
use crate::cli::settings::workspace::INBOX;
use crate::model::{Consolidation, Lang, Severity};

/// The next steps of the month.
pub(crate) fn steps(console: &Console, settings: &Settings, consolidation: &Consolidation, closed: bool) {
    let ja = settings.lang == Lang::Ja;
    let waiting =
        consolidation.submissions.iter().filter(|submission| submission.required && !submission.status.is_handed_in()).count();
    let doubtful =
        consolidation.findings.iter().filter(|finding| finding.is_open() && finding.severity() > Severity::Info).count();
    console.result(console.text("\n次にすること", "\nNext"));
    let mut steps: Vec<String> = Vec::new();
    let inbox = settings.workspace.as_ref().and(consolidation.period).map(|period| format!("{INBOX}/{}", period.id()));
    if waiting > 0 {
        steps.push(if ja {
            format!("未提出の{waiting}課（取りまとめ.xlsx の「提出状況」）に提出を頼む")
        } else {
            format!("remind the {waiting} departments that have not handed in (sheet 提出状況 of 取りまとめ.xlsx)")
        });
    }
    if doubtful > 0 {
        let place = inbox.map_or_else(
            || console.text("元のフォルダー", "the same folder").to_owned(),
            |inbox| if ja { format!("{inbox} フォルダー") } else { inbox },
        );
        steps.push(if ja {
            format!("取りまとめ.xlsx の「指摘」シートの{doubtful}件（エラーと注意）を確かめ、課から直ったファイルが届いたら{place}に入れる")
        } else {
            format!("look at the {doubtful} errors and warnings (sheet 指摘); put corrected files into {place}")
        });
    }
    if waiting > 0 || doubtful > 0 {
        steps.push(console.text("もう一度、同じ操作をする（取りまとめ直します）", "do the same again").to_owned());
    }
    steps.push(console.text("報告書.pdf と 取りまとめ.xlsx を見て、配る", "look at the report and hand it out").to_owned());
    if !closed && settings.workspace.as_ref().is_some_and(|workspace| workspace.remembers) {
        steps.push(
            console
                .text(
                    "すべて整ったら期間を締める（方法は はじめに.txt）",
                    "close the period when all is in order (はじめに.txt says how)",
                )
                .to_owned(),
        );
    }
    for (n, step) in steps.iter().enumerate() {
        console.result(&format!("  {}. {step}", n + 1));
    }
}
