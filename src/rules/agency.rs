//! The Digital Agency's rules of machine readability, and what this program makes of each of them.

/// How far a program can decide a rule, and ours does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Coverage {
    /// Every case that the rule speaks of is found.
    Checked,
    /// Some cases are found.
    Partly,
    /// None: it needs a person, or has no sense for progress sheets.
    NotApplicable,
}

/// One rule of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AgencyRule {
    /// Its id in the list: `L1-12`. Findings of it carry the same id.
    pub id: &'static str,
    /// The list's own word of its weight: FATAL, CRITICAL, MAJOR, MINOR.
    pub weight: &'static str,
    /// Its title in the list.
    pub title: &'static str,
    /// How far it is checked.
    pub coverage: Coverage,
    /// What is looked at, and what is not, or why nothing is.
    pub why: &'static str,
}

const fn rule(id: &'static str, weight: &'static str, coverage: Coverage, title: &'static str, why: &'static str) -> AgencyRule {
    AgencyRule { id, weight, title, coverage, why }
}

use Coverage::{Checked, NotApplicable, Partly};

/// All rules, in the order of the list.
pub static RULES: &[AgencyRule] = &[
    rule(
        "L1-01",
        "FATAL",
        Checked,
        "ファイル形式は機械が直接読み取れるExcelやCSV等となっているか",
        "`not-a-workbook`, `unreadable-workbook`, `encrypted` と `ignored-file` が、表として読めないファイルをすべて示す。",
    ),
    rule(
        "L1-02",
        "FATAL",
        Partly,
        "１シート（ファイル）に複数の表が掲載されていないか",
        "様式として読み取れた表を数える。どの様式にも合わない表どうしは数えない。",
    ),
    rule(
        "L1-03",
        "CRITICAL",
        Partly,
        "データが分断されていないか",
        "表の途中の空行、小見出し、繰り返しの見出し行を数える。シートやファイルに分かれた表は、課ごとの提出では当然なので数えない。",
    ),
    rule("L1-04", "MAJOR", Checked, "データ本体と無関係な情報がないか", "表の行の外にある値のあるセルを数える。"),
    rule(
        "L1-05",
        "CRITICAL",
        Partly,
        "すべての列に意味が推測できる項目名が存在するか",
        "項目名のない列を示す。項目名の意味が伝わるかは人が判断する。",
    ),
    rule(
        "L1-06",
        "CRITICAL",
        Partly,
        "スペースや改行等で体裁を整えていないか",
        "見出しの改行、短い値の改行、前後や行頭の空白、1字ずつ空けた語を数える。長い文章の段落分けは内容とみなす。",
    ),
    rule(
        "L1-07",
        "CRITICAL",
        Partly,
        "１セル１データとなっているか",
        "番号、名称、担当課、段階の列を様式に照らして見る。自由な文章の列は判断しない。",
    ),
    rule(
        "L1-08",
        "CRITICAL",
        Checked,
        "機種依存文字を使用していないか",
        "丸数字、ローマ数字、囲み文字、単位記号、半角カタカナ、外字を、表の見出しとデータから探す。",
    ),
    rule(
        "L1-09",
        "MINOR",
        NotApplicable,
        "空白とゼロが明確に区別されているか",
        "空白がゼロの意味かどうかは、書いた人にしか分からない。読み取りでは空白をゼロにせず、値がない理由を `missing` に残す。",
    ),
    rule(
        "L1-10",
        "CRITICAL",
        Checked,
        "【Excel】オブジェクトを使用していないか",
        "図形、テキストボックス、画像、グラフを数える。文字のあるものは `object-with-text` でも示す。",
    ),
    rule(
        "L1-11",
        "CRITICAL",
        NotApplicable,
        "【Excel】書式でデータの違いを表現していないか",
        "色や太字が意味を持つかどうかは機械では決まらない。読み取りは書式を使わない。",
    ),
    rule("L1-12", "CRITICAL", Checked, "【Excel】セルの結合をしていないか", "結合したセルを数える。"),
    rule(
        "L1-13",
        "CRITICAL",
        Checked,
        "【Excel】不要な行や列が非表示のまま残されていないか",
        "値のあるセルを含む非表示の行と列を数える。不要かどうかは `hidden-row` と `hidden-column` を見て人が判断する。",
    ),
    rule("L1-14", "FATAL", Checked, "【CSV】１行１データで表現されているか", "1件のデータが2行以上にわたる CSV を示す。"),
    rule(
        "L1-15",
        "FATAL",
        Partly,
        "【CSV】文字列にカンマが含まれているフィールドの値はダブルコーテーションで囲んでいるか",
        "囲まれていないカンマで項目名の数より右にはみ出した値を示す。はみ出さないずれは分からない。",
    ),
    rule(
        "L2-01",
        "FATAL",
        Partly,
        "数値データは数値属性とし、文字列を含まないこと",
        "数だけ、または単位や桁区切りの付いた数だけの文字列を数える。番号やコードの列は名前とみなす。",
    ),
    rule(
        "L2-02",
        "FATAL",
        Partly,
        "データ内での項目名等の省略をしていないか",
        "〃、同上と、上の行と同じために空けてある列（様式の fill_down）を数える。",
    ),
    rule(
        "L2-03",
        "FATAL",
        Checked,
        "各列が一意に識別可能な項目名を持っているか",
        "同じ項目名の列を示す。表記の揺れをならして比べる。",
    ),
    rule(
        "L2-04",
        "CRITICAL",
        Partly,
        "選択肢回答が標準化されているか",
        "計画にない段階や記号を `unknown-stage` と `unknown-mark` が、様式の選択肢にない言葉を `unknown-choice` が示す。ほかの選択肢は一覧がない。",
    ),
    rule(
        "L2-05",
        "MAJOR",
        NotApplicable,
        "選択肢列と「その他」の詳細記入が分離されているか",
        "取組状況の様式に「その他」の選択肢はない。",
    ),
    rule(
        "L2-06",
        "MAJOR",
        Partly,
        "【Excel】数式を使用している場合は、数値データに修正しているか",
        "xlsx、xlsm、ods の数式を数える。xls と xlsb では値だけを読む。",
    ),
    rule("L3-01", "FATAL", Checked, "項目名行から始まり、次行からデータ入力がされているか", "見出しが先頭の1行でない表を示す。"),
    rule(
        "L3-02",
        "CRITICAL",
        NotApplicable,
        "回答のコード表が別添されているか",
        "別添の有無は提出されたファイルからは分からない。データ.xlsx にはデータ_コード表を付ける。",
    ),
    rule(
        "L3-03",
        "MAJOR",
        Partly,
        "数値データの同一列内に特殊記号（秘匿等）を使用する場合は、その定義を明記しているか",
        "数値の列にある記号だけのセルを数える。定義がどこかにあるかは人が確かめる。",
    ),
    rule(
        "L3-04",
        "MAJOR",
        NotApplicable,
        "データの単位を記載しているか",
        "どの数に単位が要るかは見出しからは決まらない。指標の単位は `unit-mismatch` が比べる。",
    ),
    rule(
        "L3-05",
        "MAJOR",
        Partly,
        "時間軸の表記が標準化されているか",
        "見出しと、日付や年だけのセルから、西暦のない和暦を探す。",
    ),
    rule(
        "L3-06",
        "CRITICAL",
        NotApplicable,
        "地域コード又は正式な地域名称が表記されているか",
        "一つの団体の中の提出では団体は決まっている。取りまとめのデータには団体コードと団体名を付ける。",
    ),
    rule(
        "L3-07",
        "CRITICAL",
        Partly,
        "年によってフォーマットが著しく異なっていないか",
        "様式と違う見出しを `alias-heading`、`near-heading`、`unmapped-column`、`missing-column` が示す。",
    ),
    rule(
        "L3-08",
        "MAJOR",
        NotApplicable,
        "データの定義や更新履歴が記載されているか",
        "定義があるかは人が確かめる。データ.xlsx にはデータ_項目説明を付ける。",
    ),
    rule(
        "L3-09",
        "MAJOR",
        Partly,
        "データが縦持ち形式になっているか",
        "期間の付いた列が3つ以上並ぶ表を示す。ほかの横持ちは判断しない。",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_applicable_has_no_rule_and_every_rule_is_in_the_list() {
        for own in crate::rules::ALL.iter().filter(|rule| rule.is_machine_readability()) {
            let listed = RULES.iter().find(|rule| rule.id == own.id);
            assert!(listed.is_some_and(|rule| rule.coverage != Coverage::NotApplicable), "{}", own.id);
        }
        assert_eq!(RULES.len(), 30);
        assert!(RULES.is_sorted_by_key(|rule| rule.id));
    }
}
