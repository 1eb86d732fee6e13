//! What a finding says to the department itself: why it matters, and what they can do.
//!
//! A rule's own hint speaks to the coordinator ("ask them to …"), and so does nothing for the one who is asked.

use crate::model::{Finding, Lang};

/// Why it matters, where that is not plain, and how to mend it.
pub fn advice(finding: &Finding) -> (Option<&'static str>, String) {
    let (why, how) = match finding.rule.id {
        "encrypted" => ("パスワードが付いていると内容を読み取れません。", "パスワードを外して保存し、もう一度提出してください。"),
        "empty-file" => {
            ("保存や送信の途中で内容が失われた可能性があります。", "元のファイルを開いて保存し直し、もう一度提出してください。")
        }
        "unfilled-form" => {
            ("", "取組内容を記入して提出してください。報告する取組がないときは、取組名の欄に「該当なし」と記入してください。")
        }
        "not-a-workbook" | "unreadable-workbook" | "too-large" => (
            "ファイルの形式か内容が壊れていて開けません。",
            "Excel などで開いて「Excel ブック（.xlsx）」として保存し直し、もう一度提出してください。",
        ),
        "missing-column" => (
            "見出しがないと、どの列に何が書かれているか分かりません。",
            "配付された様式の見出しのまま記入し、もう一度提出してください。",
        ),
        "ambiguous-column" => ("どちらの列を使うか決められません。", "使わない方の列を消してください。"),
        "unknown-department" => {
            ("課の一覧にない名前です。", "正式な課名に直してください。課名が正しいときは取りまとめ担当に知らせてください。")
        }
        "error-value" => ("計算のエラーが表示されていて、本来の値が分かりません。", "正しい値や文を直接入力してください。"),
        "undecodable-bytes" => ("文字が壊れていて読めません。", "読めない文字を入力し直してください。"),
        "conflicting-records" => {
            ("同じ取組が2回、違う内容で報告されています。", "正しい方を残し、もう一方の行の内容を消してください。")
        }
        "duplicate-record" => ("同じ取組が2回報告されています。", "1つで足りるときは、この表のままで構いません。"),
        "near-duplicate-record" => {
            ("書き写したまま直し忘れている可能性があります。", "別の取組であることと、内容が正しいことを確かめてください。")
        }
        "formula-not-calculated" => ("数式の結果が保存されていません。", "値や文を直接入力してください。"),
        "hidden-row" | "hidden-column" | "hidden-sheet" => (
            "見えないところに内容があり、報告に含めるか判断できません。",
            "報告に含める内容か確かめてください。不要なものは提出前に消してください。",
        ),
        "number-name-mismatch" => {
            ("どの番号がどの取組か決められません。", "番号と取組名が1行ずつ同じ順に並ぶように、改行を直してください。")
        }
        "unknown-stage" => {
            ("段階の一覧にない言葉は集計に入りません。", "欄の右の▼（または「選択肢」シート）にある段階に直してください。")
        }
        "unmapped-column" | "outside-form" => {
            ("様式にない欄のため、報告に載りません。", "必要な内容は様式の欄に書き写してください。")
        }
        "ambiguous-encoding" => ("文字が正しく読めているか確かではありません。", "この表の文字が正しいか確かめてください。"),
        "private-use-character" => ("ほかのパソコンでは表示されない外字です。", "常用の漢字に直すか、ひらがなで書いてください。"),
        "object-with-text" => ("図形の中の文字は報告に載りません。", "必要な内容はセルに書き写してください。"),
        "conflicting-values" => ("どちらが正しいか分かりません。", "正しい方に直してください。"),
        "stage-fall" => ("段階が前回より下がっています。", "誤りであれば直し、正しければ下がった理由を書き添えてください。"),
        "gone-record" => (
            "前回報告された取組が今回ありません。",
            "書き落としであれば空いている行に加え、終わった取組であれば取りまとめ担当に知らせてください。",
        ),
        "forgotten-plan" => ("前回の予定がどうなったか分かりません。", "予定したことの結果を取組内容に書き加えてください。"),
        "long-unchanged-record" | "nearly-copied" => {
            ("前回の文章のままになっている可能性があります。", "今回の期間の内容に書き直してください。")
        }
        "unit-mismatch" => ("違う単位の値は比べられません。", "同じ単位に直してください。"),
        "unknown-mark" => ("評価の区分にない記号は集計に入りません。", "区分のどれかに直してください。"),
        "total-mismatch" => ("内訳と合計が合いません。", "どちらが正しいか確かめて直してください。"),
        "mark-mismatch" => ("値から計算した評価と違います。", "誤りであれば直し、正しければ理由を備考に書き添えてください。"),
        "year-outside-plan" | "overlapping-spans" => {
            ("年度の書き間違いの可能性があります。", "年度を確かめて、誤りであれば直してください。")
        }
        "old-dates" | "past-plan" => ("日付が報告期間と合いません。", "日付と内容が今回の期間のものか確かめてください。"),
        _ => return (None, finding.hint(Lang::Ja)),
    };
    (Some(why).filter(|why| !why.is_empty()), how.to_owned())
}
