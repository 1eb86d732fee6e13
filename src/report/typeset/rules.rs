//! Rules beyond Unicode's: marks that stay with their word, units that stay with their number.

/// Never at the beginning of a line.
const NO_START: &str = "、。，．・：；？！゛゜ヽヾゝゞ々ー’”）〕］｝〉》」』】〙〗°′″℃％‰‐–〜～ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿ,.!?:;)]}%";

/// Never at the end of a line.
const NO_END: &str = "‘“（〔［｛〈《「『【〘〖￥＄£¥$([{＃№";

/// What follows a number and belongs to it.
#[rustfmt::skip]
const UNITS: &[&str] = &[
    "手続き", "手続", "項目", "業務", "か所", "カ所", "ヶ所", "ケ所", "ヵ所", "箇所", "箇年", "か月間", "か月", "カ月", "ヶ月", "ケ月", "箇月", "か年", "カ年", "ヶ年", "か国",
    "年度", "年間", "年目", "年", "月末", "月", "日間", "日", "時間", "時", "分間", "分", "秒間", "秒", "週間", "週", "回目", "回",
    "百万円", "千万円", "万円", "億円", "兆円", "千円", "万人", "億", "万件", "千人", "千件", "万", "千", "百", "円",
    "世帯", "施設", "団体", "事業者", "事業", "地区", "機関", "自治体", "市町村", "学級", "学年", "区画", "路線", "系統",
    "校", "園", "館", "社", "店", "戸", "棟", "台", "基", "式", "本", "枚", "冊", "部", "通", "点", "種類", "種", "名", "人", "件",
    "歳", "才", "割", "倍", "位", "次", "期", "度", "号", "条", "項", "課", "階", "級", "組", "つ", "パーセント", "ポイント", "割合",
    "㎡", "㎞", "㎏", "㎝", "㎜", "ha", "km", "kg", "cm", "mm", "ｈａ", "ｋｍ",
];

/// Eras stay with their years.
const ERAS: &[&str] = &["令和", "平成", "昭和", "大正", "明治"];

/// May a line end before byte `at` of `text`, where Unicode allows it?
pub(super) fn may_break(text: &str, at: usize) -> bool {
    let (Some(head), Some(tail)) = (text.get(..at), text.get(at..)) else { return false };
    let (Some(before), Some(after)) = (head.chars().next_back(), tail.chars().next()) else { return true };
    if before == '\n' {
        return true;
    }
    if hangs_on(after) || !is_ideograph(before) && NO_END.contains(before) || joins(after) {
        return false;
    }
    // 1-2・3　｜電子決裁: a number that stands before a name
    if before == '\u{3000}' && is_numbered(head) {
        return false;
    }
    // full-width digits: １｜０年度
    if is_digit(before) && is_digit(after) {
        return false;
    }
    // 取組状況!｜C9: a cell's address
    if before == '!' && after.is_ascii_alphanumeric() {
        return false;
    }
    // 1,250｜人, 300｜万円 and 300万｜円: back to the number, if there is one near
    let mut unit_start = at;
    for c in head.chars().rev().take(4) {
        if is_digit(c) {
            let rest = text.get(unit_start..).unwrap_or_default();
            if UNITS.iter().any(|unit| unit.len() > at - unit_start && rest.starts_with(unit)) {
                return false;
            }
            break;
        }
        unit_start -= c.len_utf8();
    }
    // 令和｜7年 and 令｜和7年, 約｜300, 第｜2
    if is_digit(after) && (ERAS.iter().any(|era| head.ends_with(era)) || "約第延計".contains(before)) {
        return false;
    }
    let inside_era = matches!((before, after), ('令' | '昭', '和') | ('平', '成') | ('大', '正') | ('明', '治'));
    !(inside_era && tail.chars().nth(1).is_some_and(|c| is_digit(c) || c == '元'))
}

/// Does a text end with a number and a blank, at its beginning or after a 、?
fn is_numbered(head: &str) -> bool {
    let head = head.trim_end_matches('\u{3000}');
    let own = head.rsplit(['、', '\n']).next().unwrap_or_default();
    let is_part = |c: char| is_digit(c) || matches!(c, '-' | '・' | '(' | ')' | '（' | '）' | '～' | '①'..='⑳');
    own.chars().next_back().is_some_and(|c| is_digit(c) || matches!(c, ')' | '）' | '①'..='⑳')) && own.chars().all(is_part)
}

/// Marks of a list's items.
const BULLETS: &str = "・･●○■□◆◇※＊→⇒";

/// How many bytes of a paragraph are the mark of a list's item, with the blanks after it.
pub(super) fn mark(paragraph: &str) -> usize {
    let mut chars = paragraph.char_indices();
    let Some((_, first)) = chars.next() else { return 0 };
    let second = chars.next().map(|(_, c)| c);
    let end = match first {
        // ○○課 and ・・・ are placeholders
        _ if BULLETS.contains(first) && second != Some(first) => first.len_utf8(),
        '①'..='⑳' => first.len_utf8(),
        '-' | '*' | '–' if second == Some(' ') => first.len_utf8(),
        '（' | '(' => numbered(paragraph).unwrap_or_default(),
        _ => 0,
    };
    let blanks = paragraph.get(end..).map_or(0, |rest| rest.len() - rest.trim_start_matches([' ', '　']).len());
    if end == 0 || end + blanks == paragraph.len() { 0 } else { end + blanks }
}

/// （1）, (12) and （ア）, by their ends.
fn numbered(paragraph: &str) -> Option<usize> {
    let end = paragraph.char_indices().take(4).find(|(_, c)| matches!(c, '）' | ')'))?;
    let own = paragraph.get(..end.0)?.trim_start_matches(['（', '(']);
    let number = !own.is_empty() && own.chars().all(is_digit);
    let letter = own.chars().count() == 1 && own.chars().all(|c| ('ア'..='ン').contains(&c) || c.is_ascii_alphabetic());
    (number || letter).then_some(end.0 + end.1.len_utf8())
}

/// Whether a character needs the one before it on the same line.
pub(super) fn hangs_on(c: char) -> bool {
    !is_ideograph(c) && NO_START.contains(c)
}

/// Most characters: neither list has one of them.
const fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}')
}

/// Does a character belong to the one before it? (Combining marks, variation selectors, joiners.)
pub(super) fn joins(c: char) -> bool {
    matches!(c,
        '\u{0300}'..='\u{036f}' | '\u{3099}' | '\u{309a}' | '\u{200d}' | '\u{20d0}'..='\u{20ff}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}' | '\u{1f3fb}'..='\u{1f3ff}')
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c)
}
