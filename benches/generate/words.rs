//! The made-up texts: sentences of a few parts, chosen by the place they stand at.

use std::fmt::Write as _;

/// What stands above every table.
pub const TITLE: &str = "デジタル化推進計画 取組状況調査票（令和7年度上半期）";
const STAGES: [&str; 5] = ["調査検討", "導入", "運用開始", "運用改善", "運用定着"];
const THINGS: [&str; 12] = [
    "窓口の予約受付",
    "証明書の交付申請",
    "施設の利用申込",
    "公共料金の収納",
    "会議資料の電子化",
    "道路損傷の通報受付",
    "健診結果の管理",
    "図書の貸出手続",
    "保育所の入所調整",
    "農地台帳の整備",
    "避難所の開設情報",
    "職員の勤怠管理",
];
const MEANS: [&str; 10] = [
    "電子申請システム",
    "共通基盤の予約機能",
    "タブレット端末",
    "文字認識と自動入力",
    "庁内チャット",
    "地図情報システム",
    "対話型の案内機能",
    "キャッシュレス端末",
    "電子決裁",
    "データ連携基盤",
];
const DEEDS: [&str; 10] = [
    "担当者向けの操作研修を行い、手順書を配布した",
    "試行の結果を取りまとめ、課題を関係課と共有した",
    "対象の手続を増やし、利用の案内を広報紙に載せた",
    "仕様を固め、複数の事業者から見積を取った",
    "本番環境へ移行し、問い合わせの窓口を一本化した",
    "利用者へのアンケートを行い、画面の改善点を洗い出した",
    "紙の様式を廃止し、入力項目を半分に減らした",
    "他団体の事例を調べ、費用と効果を比べた",
    "規程を改正し、押印を求めないこととした",
    "利用件数を毎月集計し、部内の会議で報告した",
];
const PLANS: [&str; 8] = [
    "残る手続へ順次広げる",
    "次年度の予算要求に向けて効果を測る",
    "近隣の団体との共同利用を協議する",
    "利用の少ない地区で説明会を開く",
    "職員の入力作業をさらに減らす",
    "運用の手引を改め、全庁に知らせる",
    "更新の時期に合わせて機能を見直す",
    "集計を自動にし、公開データとする",
];

/// A number that hangs on the place alone (SplitMix64).
fn mix(file: usize, row: usize, field: usize) -> usize {
    let mut z = (file as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15)
        ^ (row as u64).wrapping_mul(0xd1b5_4a32_d192_ed03)
        ^ (field as u64).wrapping_mul(0x8cb9_2ba7_2f3d_8dd7);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    usize::try_from((z ^ (z >> 31)) >> 32).unwrap_or_default()
}

/// Name of a department or municipality.
pub fn department(file: usize) -> String {
    format!("第{:04}課", file + 1)
}

/// The cells of a row.
pub fn row(file: usize, row: usize, department: &str) -> [String; 7] {
    let of = |list: &[&'static str], field: usize| list[mix(file, row, field) % list.len()];
    let number = file * 1_000_000 + row + 1;
    let (thing, means) = (of(&THINGS, 1), of(&MEANS, 2));
    let stage = mix(file, row, 3) % STAGES.len();
    let (month, count) = (mix(file, row, 4) % 6 + 4, mix(file, row, 5) % 900 + 12);
    [
        (mix(file, row, 6) % 3 + 1).to_string(),
        number.to_string(),
        format!("{thing}の改善（{number}）"),
        department.to_owned(),
        format!("{means}を用いて{thing}を改め、住民と職員の手間を減らす。対象は年間{count}件を見込む。"),
        format!(
            "【{}】{month}月に{}。{thing}では{count}件を{means}で処理した。\n{}。",
            STAGES[stage],
            of(&DEEDS, 7),
            of(&DEEDS, 8)
        ),
        format!("【{}】{}。{thing}について{}。", STAGES[(stage + 1).min(4)], of(&PLANS, 9), of(&PLANS, 10)),
    ]
}

/// A plan that knows all departments.
pub fn plan(departments: usize) -> String {
    let mut out =
        String::from("id = \"bench\"\nmunicipality = \"試算市\"\ntitle = \"デジタル化推進計画\"\nfrom = 2023\nto = 2027\n");
    for (n, title) in (1..).zip(["暮らし", "行政運営", "地域"]) {
        let _ = write!(out, "\n[[direction]]\nno = {n}\ntitle = \"{title}のデジタル化\"\n");
    }
    for file in 0..departments {
        let _ = write!(out, "\n[[department]]\nname = \"{}\"\nsubmits = true\n", department(file));
    }
    for (step, stage) in (1..).zip(STAGES) {
        let _ = write!(out, "\n[[stage]]\nname = \"{stage}\"\nstep = {step}\n");
    }
    out
}
