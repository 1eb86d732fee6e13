//! Lines as they are broken.

use crate::report::typeset::*;
use proptest::prelude::*;

fn broken(text: &str, width: f32) -> Vec<&str> {
    lines(text, width, &[], |_, c| if c.is_ascii() { 0.5 } else { 1.0 }).into_iter().map(|line| &text[line]).collect()
}

#[test]
fn a_number_stays_with_its_name() {
    let text = "1-2・3　電子決裁、17　電子契約の導入";
    for width in 6..20 {
        let broken = lines(text, width as f32, &[], |_, _| 1.0);
        let ends: Vec<&str> = broken.iter().map(|line| &text[line.clone()]).collect();
        assert!(ends.iter().all(|line| !line.ends_with('\u{3000}')), "{ends:?}");
    }
}

#[test]
fn no_line_starts_with_closing_or_ends_with_opening_marks() {
    let text = "地域（市内全域）で「デジタル化」を進め、利用者～職員の負担を減らす。データ・システムの見直しー。";
    for width in 3..20 {
        for line in broken(text, width as f32) {
            assert!(!line.starts_with(['、', '。', '）', '」', '～', 'ー', '・']), "{width}: {line}");
            assert!(!line.ends_with(['（', '「']), "{width}: {line}");
        }
    }
}

#[test]
fn numbers_stay_with_their_units_and_eras() {
    for width in 5..12 {
        let joined = broken("参加者は延べ1,250人、予算は300万円で令和7年度から3か所", width as f32).join("/");
        for kept in ["1,250人", "300万円", "令和7年", "3か所"] {
            assert!(joined.contains(kept), "{width}: {joined}");
        }
    }
}

/// Words as they stand in plans and progress tables: none of them may end in the next line.
const WHOLE: [&str; 30] = [
    "あっせん",
    "サービス",
    "令和10年度",
    "１０手続",
    "オンライン",
    "マイナンバー",
    "キャッシュレス",
    "クラウド",
    "デジタル",
    "タブレット",
    "システム",
    "アンケート",
    "スケジュール",
    "ホームページ",
    "コンビニ",
    "セキュリティ",
    "お知らせ",
    "手続",
    "窓口",
    "住民",
    "職員",
    "運用",
    "検討",
    "実施",
    "自治体",
    "庁舎",
    "お問い合わせ",
    "取組",
    "見直し",
    "申込み",
];

#[test]
fn no_line_cuts_a_word() {
    let text = "職員の業務のあっせん事務について、オンライン申請サービスを令和10年度末までに導入し、１０手続を追加する。マイナンバーカードを使うキャッシュレス決済とガバメントクラウドへの移行、デジタル窓口のタブレット端末、住民アンケートの実施、スケジュールの見直し、ホームページでのお知らせ、コンビニ交付、情報セキュリティ研修、自治体情報システムの運用を検討し、新庁舎でお問い合わせと申込みの取組を進める。";
    for width in 9..24 {
        let lines = broken(text, width as f32);
        let mut at = 0;
        let ends: Vec<usize> = lines
            .iter()
            .map(|line| {
                at += line.len();
                at
            })
            .collect();
        for word in WHOLE {
            for (start, _) in text.match_indices(word) {
                let cut = ends.iter().find(|end| (start + 1..start + word.len()).contains(*end));
                assert!(cut.is_none(), "{width}: {word} in {lines:?}");
            }
        }
    }
}

#[test]
fn remarks_are_whole_where_that_takes_no_further_line() {
    assert_eq!(broken("スマート農業推進（先進技術導入実証）", 11.0), ["スマート農業推進", "（先進技術導入実証）"]);
    assert_eq!(broken("介護認定業務のデジタル活用", 10.0), ["介護認定業務の", "デジタル活用"]);
}

#[test]
fn a_listed_line_hangs_from_its_mark() {
    for (text, mark) in [("・項目", "・"), ("①　項目", "①　"), ("（1） 項目", "（1） "), ("※項目", "※"), ("- 項目", "- ")]
    {
        assert_eq!(hung(text), mark.len(), "{text}");
    }
    for text in ["○○課", "▲3件", "-3件", "項目", "（土曜日を除く）", "1次募集", ""] {
        assert_eq!(hung(text), 0, "{text}");
    }
}

#[test]
fn what_follows_a_mark_hangs_from_it() {
    let text = "【変更】・あいうえおかきく\nさしすせそた";
    let word = "【変更】".len();
    let lines = hanging_lines(text, 6.0, word, &[], |_, _| 1.0);
    let shown: Vec<&str> = lines.iter().map(|line| &text[line.clone()]).collect();
    assert_eq!(shown, ["【変更】・", "あいうえ", "おかきく\n", "さしすせそた"]);
    let indents: Vec<f32> = lines.iter().map(|line| indent(text, line, 6.0, word, |_, _| 1.0)).collect();
    assert_eq!(indents, [0.0, 1.0, 1.0, 0.0]);
}

#[test]
fn latin_words_are_whole_and_a_broken_line_keeps_its_blank() {
    assert_eq!(broken("AI chatbot service", 4.0), ["AI ", "chatbot ", "service"]);
}

#[test]
fn a_word_wider_than_the_line_goes_on_in_the_next() {
    assert_eq!(broken("abcdefghij", 2.0), ["abcd", "efgh", "ij"]);
}

#[test]
fn kept_parts_are_whole() {
    let text = "検討【導入・運用開始】";
    let kept = 6..text.len();
    let cut: Vec<&str> = lines(text, 10.0, std::slice::from_ref(&kept), |_, _| 1.0).into_iter().map(|line| &text[line]).collect();
    assert_eq!(cut, ["検討", "【導入・運用開始】"]);
}

proptest! {
    #[test]
    fn nothing_is_lost(text in "\\PC{0,60}|[あ-ん（）、。0-9a-z \\n]{0,80}", width in 1.0f32..30.0) {
        let ranges = lines(&text, width, &[], |_, c| if c.is_ascii() { 0.5 } else { 1.0 });
        let whole: String = ranges.into_iter().map(|line| &text[line]).collect();
        prop_assert_eq!(whole, text);
    }
}
