//! What a row is, by its shape: note, example, total, 該当なし, signature.

use crate::model::text::fold;
use crate::source::RawCell;

/// Texts of so many characters, on the average, are sentences.
pub const SENTENCE: usize = 7;

/// A line that says of the rows below that they no longer count as the others do: 【廃止した取組】, （以下は財政課分）.
pub fn is_about_rows_below(text: &str) -> bool {
    let folded = fold(text);
    let word = folded.trim_matches(|c: char| "()[]<>【】〔〕「」■●○◆◇・-=*※".contains(c) || c.is_whitespace());
    const STATES: [&str; 9] = ["廃止", "休止", "中止", "取下げ", "取りやめ", "取止め", "除外", "対象外", "削除"];
    let stated = || STATES.iter().any(|state| word.starts_with(state) || word.ends_with(state));
    word.chars().count() <= 20 && (word.starts_with("以下") || stated())
}

/// ※ and the like, or a heading of remarks: a note.
pub fn is_note(text: &str) -> bool {
    let text = text.trim_start();
    if text.starts_with(['※', '＊', '*', '＃']) || explains_marks(text) {
        return true;
    }
    // 注　工程は…: blanks are gone once it is folded
    if ["注", "注記", "備考", "凡例", "資料", "出典"].iter().any(|word| {
        text.strip_prefix(word).is_some_and(|rest| rest.starts_with([' ', '\u{3000}']) && rest.trim().chars().count() > 1)
    }) {
        return true;
    }
    let folded: String = fold(&text.chars().take(16).collect::<String>());
    [
        "注)",
        "(注",
        "注:",
        "注1",
        "注2",
        "注意",
        "[注",
        "【注",
        "記入要領",
        "記入方法",
        "記載要領",
        "記載方法",
        "記入上の",
        "記載上の",
        "作成要領",
        "(備考",
        "備考:",
        "凡例",
        "(凡例",
        "出典:",
        "(出典",
        "資料:",
    ]
    .iter()
    .any(|start| folded.starts_with(start))
}

/// What examples are called.
const EXAMPLES: [&str; 9] = ["記入例", "記載例", "入力例", "作成例", "回答例", "見本", "サンプル", "sample", "例示"];

/// 記入例: an example row, or the caption of one.
pub fn is_example(text: &str) -> bool {
    if text.len() > 60 {
        return false;
    }
    let folded = fold(text);
    is_example_mark(text)
        || folded.chars().count() <= 12
            && ["記入例", "記載例", "入力例", "作成例"].iter().any(|word| {
                // 以下記入例, 記入例を参照; 申請書記入例のデジタル化 is a name
                folded.find(word).is_some_and(|at| !folded[at + word.len()..].starts_with(['の', '集', '・']))
            })
}

/// 記入例 itself, or （記入例） before what is one: a name that merely holds the word is none.
pub fn is_example_mark(text: &str) -> bool {
    if text.len() > 60 {
        return false;
    }
    let folded = fold(text);
    let sign = |c: char| "()[]【】<>〈〉《》「」※*:↓→⇒■●○◆◇・".contains(c) || c.is_ascii_digit();
    let word = folded.trim_matches(sign);
    let opened = |word: &str| {
        let inner = folded.trim_start_matches(|c: char| "([【<〈《".contains(c));
        let closed = inner.strip_prefix(word).is_some_and(|rest| rest.starts_with([')', ']', '】', '>', '〉', '》']));
        closed || folded.strip_prefix(word).is_some_and(|rest| rest.starts_with([')', ':']))
    };
    EXAMPLES.contains(&word) || matches!(word, "例" | "(例") || EXAMPLES.iter().chain(&["例"]).any(|word| opened(word))
}

/// Ends a word here, with nothing behind it that would make it another: 合計（件）, but not 合計特殊出生率?
fn ends_word(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with(|c: char| "()[]【】「」:.、。・-_/※".contains(c) || c.is_ascii_digit())
}

/// Cells that are nothing but the caption of an example: 記入例, ↓, but not ※記入例は別紙参照, which only speaks of one.
pub fn is_example_caption(cells: &[RawCell]) -> bool {
    let points = ["参照", "別紙", "別添", "シート", "参考に", "とおり", "ご覧", "従"];
    let caption = |cell: &RawCell| is_example(&cell.shown) && !points.iter().any(|word| cell.shown.contains(word));
    let arrow = |cell: &RawCell| cell.shown.trim().chars().all(|c| "↓→⇒⇓▼".contains(c));
    cells.iter().any(caption) && cells.iter().all(|cell| caption(cell) || arrow(cell))
}

/// 記入例 in any of its words: longer than （例）, which can be a line of a text.
pub fn names_an_example(text: &str) -> bool {
    let folded = fold(text);
    ["記入例", "記載例", "入力例", "作成例", "回答例"].iter().any(|word| folded.contains(word))
}

/// A figure that is to be filled in: ○月, 令和○年, ●件.
pub fn has_open_figure(text: &str) -> bool {
    let mut before = None;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        // 二〇年 is a year
        let open = "○〇◯●".contains(c) && !before.is_some_and(|c| "一二三四五六七八九".contains(c));
        if open && chars.peek().is_some_and(|next| "年月日件人名課係室台回円千万割％%".contains(*next)) {
            return true;
        }
        before = Some(c);
    }
    false
}

/// A name made of placeholders: ○○システムの導入.
pub fn is_placeholder(text: &str) -> bool {
    ["○○", "〇〇", "◯◯", "●●", "△△", "××", "＊＊", "XX課", "ＸＸ"].iter().any(|holder| text.contains(holder))
}

/// 該当なし.
pub fn is_no_records(text: &str) -> bool {
    let folded = fold(text);
    let core = folded.trim_matches(|c: char| "。.、()[]【】「」※・-".contains(c));
    matches!(core, "なし" | "無し" | "無" | "ありません" | "特になし" | "特に無し" | "ございません" | "n/a" | "na")
        || [
            "該当なし",
            "該当無し",
            "該当ありません",
            "該当はありません",
            "該当事項なし",
            "該当事項はありません",
            "該当する取組なし",
            "該当する取組はありません",
            "該当する取組はなし",
            "該当取組なし",
            "該当する取り組みはありません",
            "該当する事業はありません",
            "該当事業なし",
            "該当する事業なし",
            "報告事項なし",
            "報告する取組はありません",
            "対象なし",
            "対象となる取組はありません",
            "取組なし",
            "今回報告なし",
            "報告なし",
            "該当がありません",
            "該当がない",
        ]
        .iter()
        .filter(|phrase| core.chars().count() < 30 || core.starts_with(**phrase))
        .filter_map(|phrase| core.find(phrase).map(|at| &core[at + phrase.len()..]))
        // 該当なし証明の電子化 is a name
        .any(|rest| {
            ends_word(rest)
                || ["です", "でした", "のため", "とし", "となり", "と回答", "につき", "ので", "、"]
                    .iter()
                    .any(|end| rest.starts_with(end))
        })
}

/// - 1 -, 1/3, 2ページ: the number of a printed page, or where its text goes on.
pub fn is_page_number(text: &str) -> bool {
    let folded = fold(text);
    let bare = folded.trim_matches(|c: char| "()[]【】→⇒".contains(c));
    if [
        "次頁へ続く",
        "次ページへ続く",
        "次頁に続く",
        "次ページに続く",
        "次頁へ",
        "次ページへ",
        "続く",
        "つづく",
        "以下余白",
        "余白",
    ]
    .contains(&bare)
    {
        return true;
    }
    let digits = |text: &str| (1..=3).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    let dashed = folded.strip_prefix('-').and_then(|rest| rest.strip_suffix('-'));
    let counted = folded.strip_suffix("ページ").or_else(|| folded.strip_suffix('頁')).or_else(|| folded.strip_prefix("p."));
    dashed.or(counted).is_some_and(|rest| digits(rest) || rest.split_once('/').is_some_and(|(a, b)| digits(a) && digits(b)))
        || folded.split_once('/').is_some_and(|(page, all)| digits(page) && digits(all))
}

/// 計, 合計, 小計.
pub fn is_total(text: &str) -> bool {
    if text.len() > 40 {
        return false;
    }
    let folded = fold(text);
    let word = folded.trim_matches(|c: char| "()[]【】:・".contains(c));
    // 総合計（5件）
    let word = word.split_once('(').map_or(word, |(word, _)| word);
    // 計 4件, 方向1 計
    let counted = word.strip_prefix('計').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit() || c == ':'));
    let of_part = word.strip_suffix('計').is_some_and(|part| {
        part.ends_with(|c: char| c.is_ascii_digit()) || part.ends_with("課") || part.ends_with("部") || part.ends_with("の")
    });
    counted
        || of_part && word.chars().count() <= 12
        || matches!(word, "計" | "合計" | "小計" | "総計" | "総合計" | "合計件数" | "total")
        || (word.chars().count() <= 12
            && (["総合計", "合計", "小計", "総計"].iter().any(|total| {
                let rest = word.strip_prefix(total);
                rest.is_some_and(|rest| ends_word(rest) || ["件数", "額", "金額", "数", "値", "人数", "欄"].contains(&rest))
            }) || word.ends_with("小計")
                || word.ends_with("合計")))
}

/// Does a row hold words of its own, as no row of totals does? `cells` are those beside the word for the total.
pub fn tells_more(cells: &[RawCell], total: &RawCell) -> bool {
    let words = |cell: &&RawCell| {
        let letters = cell.shown.chars().filter(|c| c.is_alphabetic()).count();
        let figures = cell.shown.contains(char::is_numeric);
        cell.at != total.at && letters > if figures { 6 } else { 3 } && !is_total(&cell.shown)
    };
    cells.iter().filter(words).count() > 0
}

/// 小計: one of several totals.
pub fn is_subtotal(text: &str) -> bool {
    is_total(text) && fold(text).contains("小計")
}

/// 課長, 係長, 印, 決裁: a row of signatures.
pub fn is_signature(text: &str) -> bool {
    if text.len() > 40 {
        return false;
    }
    matches!(
        fold(text).trim_matches(|c: char| "()[]【】:".contains(c)),
        "印" | "課長"
            | "係長"
            | "部長"
            | "次長"
            | "課長補佐"
            | "補佐"
            | "主査"
            | "主任"
            | "担当"
            | "係"
            | "合議"
            | "決裁"
            | "決裁欄"
            | "供覧"
            | "確認欄"
            | "確認印"
            | "確認者"
            | "確認"
            | "受付印"
            | "起案"
            | "起案者"
            | "所属長"
            | "所属長印"
            | "課長印"
            | "公印"
            | "署名"
            | "照査"
            | "作成"
            | "承認"
            | "審査"
            | "以上"
    )
}

/// ◎：達成　○：概ね達成　△：一部達成, or →：前年度から継続: what the marks of a table mean.
fn explains_marks(text: &str) -> bool {
    let explains = |part: &str| {
        let mut chars = part.chars();
        let mark = chars.next().is_some_and(|c| "◎○〇◯●△▲▽×✕✖■□★☆◆◇→⇒━－ABCDEＡＢＣＤＥ".contains(c));
        mark && chars.next().is_some_and(|c| ":：=＝…".contains(c)) && chars.next().is_some()
    };
    let parts = || text.split(|c: char| c.is_whitespace() || "、，,／/；;".contains(c)).filter(|part| !part.is_empty());
    // a name can begin like one mark and its meaning, but not with an arrow
    let several = parts().count() >= 2 || text.starts_with(['→', '⇒', '━']);
    text.chars().count() <= 200 && several && parts().all(explains)
}

/// A note by its sign or its word alone, whatever stands beside it: ※…, 注1, 記入要領, but not 記入要領の見直し.
pub fn is_note_mark(text: &str) -> bool {
    let text = text.trim_start();
    if text.starts_with(['※', '＊', '*', '＃']) {
        return true;
    }
    let folded: String = fold(&text.chars().take(16).collect::<String>());
    let signs = ["注)", "(注", "注:", "注1", "[注", "【注", "(備考", "備考:", "(凡例"];
    let words = ["注意", "注意事項", "記入要領", "記入方法", "記載要領", "記載方法", "作成要領", "凡例"];
    signs.iter().any(|start| folded.starts_with(start))
        || words.iter().any(|word| folded.strip_prefix(word).is_some_and(ends_word))
        || ["記入上の", "記載上の"]
            .iter()
            .any(|word| folded.strip_prefix(word).is_some_and(|rest| rest.starts_with(['注', '留'])))
}

/// A sheet that holds nothing but instructions, by its name: 記入要領, but not 補助金要領の見直し.
pub fn is_instructions(name: &str) -> bool {
    let folded = fold(name);
    let words = ["要領", "記入方法", "記載方法"];
    words.iter().any(|word| folded.match_indices(word).any(|(at, _)| ends_word(&folded[at + word.len()..])))
}

/// A sheet that explains how to fill in, by its name.
pub fn is_guide_sheet(name: &str) -> bool {
    let folded = fold(name);
    [
        "記入要領",
        "記載要領",
        "作成要領",
        "記入方法",
        "記入上",
        "記載方法",
        "入力方法",
        "説明",
        "留意",
        "手引",
        "マニュアル",
        "使い方",
        "注意",
        "はじめに",
        "リスト",
        "選択肢",
        "プルダウン",
        "マスタ",
        "コード",
        "list",
        "master",
        "readme",
        "凡例",
        "要領",
    ]
    .iter()
    .any(|word| folded.contains(word))
}

/// A sheet that shows an example, by its name.
pub fn is_example_sheet(name: &str) -> bool {
    let folded = fold(name);
    let ends = |rest: &str| ends_word(rest) || ["シート", "様式", "用", "編"].iter().any(|word| rest.starts_with(word));
    // 見本市 and 記入例集 are other words
    EXAMPLES.iter().any(|word| folded.find(word).is_some_and(|at| ends(&folded[at + word.len()..])))
        || folded.contains("(例)")
        || folded == "例"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes() {
        for name in ["申請書記入例のデジタル化", "記入例集の電子化", "見本市への出展", "例規集の電子化", "例外処理の整理"]
        {
            assert!(!is_example_mark(name), "{name}");
        }
        for caption in ["（記入例）窓口の電子化", "【記入例】", "記入例１", "例：窓口の電子化", "（例）", "見本", "記入例↓"]
        {
            assert!(is_example_mark(caption), "{caption}");
        }
        for name in ["総合計画の公開", "合計特殊出生率の公表", "小計の自動計算", "合計額算定の見直し"]
        {
            assert!(!is_total(name), "{name}");
        }
        for name in ["記入要領の見直し", "注意喚起の強化", "凡例の統一", "注文の電子化"] {
            assert!(!is_note_mark(name), "{name}");
        }
        assert!(is_note_mark("注意：下記のとおり") && is_note_mark("記入要領") && is_note_mark("記入上の注意"));
        assert!(!is_example_sheet("見本市") && is_example_sheet("取組状況（見本）") && is_example_sheet("記入例シート"));
        assert!(is_note("※ 取組内容には…"));
        assert!(is_note("◎：達成　○：概ね達成　△：一部達成　×：未取組"));
        assert!(is_note("→：前年度から継続") && !is_note("→ 継続"));
        assert!(is_note("A=計画どおり、B=やや遅れ、C=遅れ"));
        for name in ["○○計画：改定　○○条例：改正", "A：甲", "○：達成　詳しくは別紙", "×印の見直し、○印の見直し"]
        {
            assert!(!is_note(name), "{name}");
        }
        assert!(is_example("記入例") && is_example("（例）") && is_example("【記入例】") && !is_example("例規システムの更新"));
        assert!(
            is_no_records("該当なし（別の課から提出）")
                && is_no_records("該当する取組はありません。")
                && !is_no_records("問題なし")
        );
        assert!(is_total("合　計") && is_total("小計") && !is_total("計画の策定"));
        assert!(is_total("総合計（5件）") && is_total("方向1 小計（2件）") && !is_total("合同（計画）の策定"));
        assert!(is_total("方向1 計") && is_total("計　3件") && !is_total("総務課の設計") && !is_total("会計"));
        assert!(
            is_page_number("- 1 -") && is_page_number("１／３") && is_page_number("2 ページ") && !is_page_number("2025/10/3")
        );
        assert!(is_no_records("本課は該当なし") && is_no_records("該当なしのため空欄") && !is_no_records("該当なし証明の電子化"));
        assert!(is_signature("課　長") && !is_signature("課長会議で周知"));
        assert!(is_guide_sheet("記入要領") && is_example_sheet("記入例（参考）"));
    }
}
