//! What may be taken off a text, and why a value is absent.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

use crate::model::Missing;
use crate::model::digest::sha256;
use crate::model::numeral::circled as circled_number;

/// Is it half-width katakana or its punctuation (U+FF61–U+FF9F)?
const fn is_half_width_kana(c: char) -> bool {
    matches!(c, '\u{ff61}'..='\u{ff9f}')
}

/// Widens half-width katakana; everything else stays as it is. Borrows where there is none.
///
/// ```
/// # use torimatome::normalise::widen_katakana;
/// assert_eq!(widen_katakana("ｼｽﾃﾑの更新"), "システムの更新");
/// assert_eq!(widen_katakana("①ガバクラ"), "①ガバクラ");
/// ```
pub fn widen_katakana(text: &str) -> Cow<'_, str> {
    if !text.contains(is_half_width_kana) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut run = String::new();
    for c in text.chars() {
        if is_half_width_kana(c) {
            run.push(c);
        } else {
            out.extend(run.nfkc());
            run.clear();
            out.push(c);
        }
    }
    out.extend(run.nfkc());
    Cow::Owned(out)
}

/// Lines of a cell, each without blanks around it, none of them blank.
pub fn lines(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = text.split('\n').map(trim).filter(|line| !line.is_empty()).map(str::to_owned).collect();
    // they stay as long as their record does
    lines.shrink_to_fit();
    lines
}

/// Bytes of an id: the outputs repeat it with everything that belongs to its record.
const LONGEST_ID: usize = 200;

/// An id as it is; of one that is too long to be one, the beginning and what tells it from others.
pub fn bounded_id(id: String) -> String {
    if id.len() <= LONGEST_ID {
        return id;
    }
    let digest = sha256(id.as_bytes());
    let beginning = id.get(..id.floor_char_boundary(LONGEST_ID / 2)).unwrap_or_default();
    format!("{beginning}…{}", digest.get(..16).unwrap_or_default())
}

/// Takes off blanks, full-width ones too.
pub fn trim(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c))
}

/// A sign that stands for an absent text.
pub fn absence(text: &str) -> Option<Missing> {
    if text.len() > 60 {
        return None;
    }
    let is_line =
        |c: char| matches!(c, '—' | '―' | '–' | '－' | '‐' | '‑' | '‒' | '-' | 'ー' | '−' | '─' | '━' | 'ｰ' | '⁻' | '﹣');
    let is_arrow = |c: char| {
        matches!(c, '→' | '⇒' | '➡' | '⟶' | '⇨' | '➔' | '➜' | '➝' | '⟹' | '▶' | '►' | '▷' | '▸' | '\u{fe0f}' | '\u{fe0e}')
    };
    let plain = || text.chars().filter(|c| !c.is_whitespace());
    if plain().next().is_none() {
        return Some(Missing::Blank);
    }
    if plain().all(is_line) {
        return (plain().count() <= 4).then_some(Missing::Dash);
    }
    if plain().all(|c| is_line(c) || is_arrow(c) || c == '>' || c == '＞')
        && (plain().any(is_arrow) || text.ends_with(['>', '＞']))
    {
        let heads = plain().any(is_arrow) || plain().any(is_line);
        return heads.then_some(Missing::Continues);
    }
    let bare: String = plain().filter(|c| !"()（）".contains(*c)).collect();
    let repeats = matches!(
        bare.as_str(),
        "〃" | "″"
            | "\""
            | "”"
            | "''"
            | "同上"
            | "仝"
            | "々"
            | "↑"
            | "上に同じ"
            | "上と同じ"
            | "上記に同じ"
            | "上記と同じ"
            | "上記のとおり"
            | "上記の通り"
            | "上記と同様"
            | "上と同様"
    );
    repeats.then_some(Missing::Repeated)
}

/// Is it nothing but a pointer to the cell at its left (同左)?
pub fn repeats_left(text: &str) -> bool {
    let bare: String = text.chars().filter(|c| !c.is_whitespace() && !"()（）".contains(*c)).collect();
    matches!(bare.as_str(), "同左" | "左に同じ" | "左と同じ" | "左記に同じ" | "左記と同じ" | "左記のとおり" | "左記の通り")
}

/// Is it nothing but a pointer to another paper (別紙のとおり, 添付資料参照)? A tag in brackets before it does not count.
pub fn points_elsewhere(text: &str) -> bool {
    let folded = crate::model::text::fold(text);
    let folded = folded.trim_start_matches('※').trim_end_matches(['。', '.']);
    let folded = match folded.strip_prefix('【').and_then(|rest| rest.split_once('】')) {
        Some((_, rest)) => rest,
        None => folded.trim_start_matches('(').trim_end_matches(')'),
    };
    let begins = ["別紙", "別添", "別表", "別シート", "別ファイル", "添付", "資料"].iter().any(|word| folded.starts_with(word));
    let ends = ["のとおり", "の通り", "参照", "参照のこと", "参照ください", "参照してください", "ご覧ください"];
    let alone = ["別紙", "別添", "別紙あり", "別添あり", "添付あり", "別途提出", "別紙提出", "別紙で提出"];
    let is_short = folded.chars().count() <= 24;
    is_short
        && (begins && ends.iter().any(|end| folded.ends_with(end))
            || alone.contains(&folded.trim_end_matches(|c: char| c.is_ascii_digit())))
}

/// Is it nothing but a pointer to what was reported before (変更なし, 前回と同じ, 前月報告のとおり), or the beginning of a sentence
/// that nobody wrote (引き続き、)?
pub fn points_back(text: &str) -> bool {
    const TIMES: [&str; 12] =
        ["前回", "前月", "先月", "前期", "前年度", "昨年度", "前年", "昨年", "前四半期", "上半期", "上期", "前々回"];
    const SAME: [&str; 12] = [
        "同じ",
        "同様",
        "同じです",
        "同様です",
        "変更なし",
        "変わりなし",
        "変わらず",
        "変更ありません",
        "変わりません",
        "のとおり",
        "の通り",
        "どおり",
    ];
    const ALONE: [&str; 10] = [
        "変更なし",
        "変更無し",
        "変更なしです",
        "変更ありません",
        "変更はありません",
        "変わりなし",
        "引き続き",
        "引続き",
        "同様",
        "同前",
    ];
    let folded = crate::model::text::fold(text);
    let plain = folded.trim_start_matches(['※', '(', '・']).trim_end_matches(['。', '.', '、', ',', ')']);
    let of_time = TIMES.iter().find_map(|time| plain.strip_prefix(time)).map(|rest| {
        let rest = rest.strip_prefix('の').unwrap_or(rest);
        let rest = ["報告内容", "報告", "回答", "記載", "内容"].iter().find_map(|what| rest.strip_prefix(what)).unwrap_or(rest);
        rest.trim_start_matches("から").trim_start_matches("より").trim_start_matches(['と', 'に'])
    });
    ALONE.contains(&plain) || of_time.is_some_and(|rest| SAME.contains(&rest))
}

/// Lines of a cell without their bullets: ・ items, one each. A line without a bullet goes on the item above it
/// when that has one.
pub fn items(text: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let bulleted = lines(text).iter().any(|line| bullet(line).is_some());
    for line in lines(text) {
        match (bullet(&line), out.last_mut()) {
            // a lone ○ is a mark
            (Some(""), _) => out.push(line),
            (Some(item), _) => out.push(item.to_owned()),
            (None, Some(last)) if bulleted => last.push_str(&line),
            (None, _) => out.push(line),
        }
    }
    out
}

/// Lines of a cell as items, without their bullets and numbers: ・, ①, 1., (2), 3 before a blank. Numbers go only where all
/// lines that begin an item have one.
pub fn numbered_items(text: &str) -> Vec<String> {
    let all: Vec<String> = whole_lines(text).iter().flat_map(|line| in_one_line(line)).collect();
    if all.iter().any(|line| bullet(line).is_some()) {
        return items(&all.join("\n"));
    }
    let numbered: Vec<Option<&str>> = all.iter().map(|line| numbered(line)).collect();
    let starts = numbered.first().is_some_and(Option::is_some) && (all.len() == 1 || numbered.iter().flatten().count() >= 2);
    if !starts {
        return all
            .iter()
            .map(|line| line.trim_start_matches(['-', '－', '‐', '–']).trim().to_owned())
            .filter(|line| !line.is_empty())
            .collect();
    }
    let mut out: Vec<String> = Vec::new();
    for (line, item) in all.iter().zip(numbered) {
        match (item, out.last_mut()) {
            (Some(item), _) => out.push(item.to_owned()),
            (None, Some(last)) => last.push_str(line),
            (None, None) => out.push(line.clone()),
        }
    }
    out
}

/// The lines of a text; below ①… one that begins with nothing goes on the line above it.
fn whole_lines(text: &str) -> Vec<String> {
    let is_circled = |line: &str| line.starts_with(|c| circled_number(c).is_some());
    let mut out: Vec<String> = Vec::new();
    for line in lines(text) {
        let goes_on = out.first().is_some_and(|first| is_circled(first)) && !is_circled(&line) && bullet(&line).is_none();
        match out.last_mut().filter(|_| goes_on) {
            Some(last) => last.push_str(&line),
            None => out.push(line),
        }
    }
    out
}

/// The items of a line that lists several: ①… ②…, (1)… (2)…, ・… ・…. The numbers count up from 1.
fn in_one_line(line: &str) -> Vec<String> {
    let mut starts: Vec<usize> = Vec::new();
    let bulleted = line.starts_with('・');
    let circled = line.starts_with(|c| circled_number(c).is_some());
    for (at, c) in line.char_indices() {
        let fresh = at == 0 || line[..at].ends_with([' ', '\u{3000}', '、', '。', ',', '，', ';', '；', '/', '／', '\t']);
        let next = u32::try_from(starts.len()).unwrap_or_default() + 1;
        let begins = match () {
            () if bulleted => fresh && c == '・',
            () if circled => circled_number(c) == Some(next),
            () => fresh && is_counted(&line[at..], next),
        };
        if begins {
            starts.push(at);
        }
    }
    let ends = starts.iter().copied().skip(1).chain([line.len()]);
    let items: Vec<String> = starts.iter().zip(ends).map(|(from, to)| trim(&line[*from..to]).to_owned()).collect();
    let named = |item: &String| item.chars().filter(|c| c.is_alphabetic()).count() >= 2;
    let lists = items.len() > 1 && starts.first() == Some(&0) && items.iter().all(named);
    if lists { items } else { vec![line.to_owned()] }
}

/// Does a text begin with (n), n. or n）, and a name?
fn is_counted(text: &str, number: u32) -> bool {
    let plain: String = text.chars().take(6).collect::<String>().nfkc().collect();
    let body = plain.strip_prefix('(').unwrap_or(&plain);
    let rest = body.strip_prefix(number.to_string().as_str());
    let closing: &[char] = if plain.starts_with('(') { &[')'] } else { &['.', ')'] };
    rest.and_then(|rest| rest.strip_prefix(closing)).is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_digit()))
}

/// The item behind its number.
fn numbered(line: &str) -> Option<&str> {
    let first = line.chars().next()?;
    if matches!(first, '①'..='⑳' | '㉑'..='㉟' | '❶'..='❿' | '⑴'..='⒇') {
        return Some(trim(&line[first.len_utf8()..])).filter(|item| !item.is_empty());
    }
    let open = line.starts_with(['(', '（']);
    let body = line.trim_start_matches(['(', '（']);
    let end = body.find(|c: char| !c.is_ascii_digit() && !('０'..='９').contains(&c)).filter(|end| *end > 0)?;
    let rest = &body[end..];
    let item = if open {
        rest.strip_prefix([')', '）'])?
    } else {
        let next = rest.chars().next()?;
        (next.is_whitespace() || matches!(next, '.' | '．' | ')' | '）' | '、' | ':' | '：')).then(|| &rest[next.len_utf8()..])?
    };
    (body[..end].chars().count() <= 2 && !trim(item).is_empty()).then(|| trim(item))
}

fn bullet(line: &str) -> Option<&str> {
    ["・", "･", "•", "‣", "○", "●", "■", "□", "◆", "◇", "▪"].iter().find_map(|sign| line.strip_prefix(sign)).map(trim)
}

/// The ① before a name, and the name.
pub fn circled(text: &str) -> (Option<String>, String) {
    let text = trim(text);
    match text.chars().next() {
        Some(c) if matches!(c, '①'..='⑳' | '㉑'..='㉟' | '㊱'..='㊿' | '❶'..='❿' | '⓪') => {
            (Some(c.to_string()), trim(&text[c.len_utf8()..]).to_owned())
        }
        _ => (None, text.to_owned()),
    }
}

/// Takes ※ marks that point to a glossary out of a name: スマート農業※推進, ドローン※¹等. Digits behind the ※ go only
/// as superscripts, for others may belong to the text.
pub fn without_glossary_marks(text: &str) -> String {
    if !text.contains('※') || text.starts_with('※') {
        return text.to_owned();
    }
    // 水道有収率 ※2: figures at the end count the notes
    if let Some((name, mark)) = text.rsplit_once('※')
        && !mark.is_empty()
        && mark.chars().all(|c| crate::model::text::fold(&c.to_string()).parse::<u8>().is_ok())
    {
        return without_glossary_marks(name.trim_end());
    }
    let mut out = String::with_capacity(text.len());
    let mut after = false;
    let mut before = ' ';
    for c in text.chars() {
        let superscript = matches!(c, '¹' | '²' | '³' | '⁰' | '⁴'..='⁹');
        match c {
            // （※窓口を除く） is a remark, not a mark
            '※' if !"（(［[「、。".contains(before) => after = true,
            _ if after && superscript => {}
            _ => {
                after = false;
                out.push(c);
            }
        }
        before = c;
    }
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_pointer_is_distinguished_from_a_text_about_papers() {
        for text in
            ["別紙のとおり", "【導入】別紙１のとおり。", "（別添資料参照）", "別紙", "添付ファイルをご覧ください", "資料２参照"]
        {
            assert!(super::points_elsewhere(text), "{text}");
        }
        for text in [
            "資料の電子化を進めた資料",
            "別紙様式の見直しを行った",
            "別途契約した",
            "【導入】\n機器を選定した。詳細は別紙のとおり",
            "",
        ] {
            assert!(!super::points_elsewhere(text), "{text}");
        }
    }

    #[test]
    fn what_only_points_back_is_no_answer() {
        for text in
            ["変更なし", "引き続き、", "前回と同じ", "前回報告のとおり。", "（前月と同様）", "前年度から変更なし", "昨年度同様"]
        {
            assert!(super::points_back(text), "{text}");
        }
        for text in ["引き続き、窓口を改善する", "前回の会議で決めた", "前年度同様に研修を行った", "継続", "進展なし", ""]
        {
            assert!(!super::points_back(text), "{text}");
        }
    }

    use super::*;

    #[test]
    fn signs_for_nothing() {
        for (signs, why) in [
            (vec!["", " ", "\u{3000}"], Missing::Blank),
            (vec!["—", "―", "－", "-", "ー", "−", "─", "--", "――", "— —"], Missing::Dash),
            (vec!["〃", "″", "\"", "”", "同上", "（同上）", "仝"], Missing::Repeated),
            (vec!["→", "⇒", "➡", "➡️", "→→", "→ →", "──→", "-->", "━━▶", "⇨"], Missing::Continues),
        ] {
            for sign in signs {
                assert_eq!(absence(sign), Some(why), "{sign}");
            }
        }
        for text in ["0", "0件", "未定", "→ 運用", "-5", "○", "なし", "-----", ">", "一", "二"] {
            assert_eq!(absence(text), None, "{text}");
        }
    }

    #[test]
    fn half_width_katakana_are_widened_and_nothing_else() {
        assert_eq!(widen_katakana("ｶﾞﾊﾞｸﾗ①"), "ガバクラ①");
        assert_eq!(widen_katakana("①"), "①");
    }
}
