//! Who handed in and when: 提出日, 担当課, 担当者, 内線 around the table.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::model::text::fold;
use crate::model::{Address, date_of_form};

/// What a form says about its hand-in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Info {
    /// What stands behind 担当課, with its cell.
    pub department: Option<(String, Address)>,
    /// The day behind 提出日, where it is one.
    pub submitted: Option<Date>,
    /// What stands behind 版.
    pub version: Option<String>,
}

impl Info {
    /// Takes from `other` what is not known yet.
    pub fn fill(&mut self, other: &Self) {
        self.department = self.department.take().or_else(|| other.department.clone());
        self.submitted = self.submitted.or(other.submitted);
        self.version = self.version.take().or_else(|| other.version.clone());
    }
}

/// What a label is followed by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Label {
    /// The department.
    Department,
    /// The day of handing in.
    Submitted,
    /// The version of the hand-in.
    Version,
    /// A person, a telephone number, an address: never carried on.
    Contact,
}

const LABELS: &[(Label, &[&str])] = &[
    (Label::Submitted, &["提出日", "提出年月日", "回答日", "回答年月日", "報告日", "作成日", "記入日", "更新日", "提出"]),
    (
        Label::Department,
        &[
            "担当課",
            "担当課名",
            "所管課",
            "所管課名",
            "課名",
            "課等名",
            "課室名",
            "所属",
            "所属名",
            "所属課",
            "部署",
            "部署名",
            "担当部署",
            "担当部署名",
            "提出課",
            "回答課",
            "報告課",
            "主管課",
            "部課名",
            "担当部課",
            "課",
            "室名",
            "担当所属",
        ],
    ),
    (
        Label::Contact,
        &[
            "担当者",
            "担当者名",
            "担当者氏名",
            "記入者",
            "記入者名",
            "記入者氏名",
            "作成者",
            "回答者",
            "報告者",
            "氏名",
            "担当",
            "担当係",
            "係名",
            "職名",
            "職氏名",
            "連絡先",
            "問合せ先",
            "問合先",
            "問い合わせ先",
            "お問い合わせ先",
            "内線",
            "内線番号",
            "電話",
            "電話番号",
            "tel",
            "fax",
            "メール",
            "メールアドレス",
            "e-mail",
            "email",
            "mail",
            "課長",
            "課長名",
            "所属長",
            "責任者",
        ],
    ),
    (Label::Version, &["版", "版数", "改訂", "改訂版", "version", "ver", "ver."]),
];

/// No label has more bytes.
const LONGEST: usize = 24;

/// The label a cell is, without its colon.
pub fn label(text: &str) -> Option<Label> {
    if text.len() > 60 {
        return None;
    }
    let folded = fold(text);
    let word = folded.trim_matches([':', '(', ')', '[', ']', '<', '>', '【', '】', '■', '●', '○', '・', '「', '」']);
    if word.len() > LONGEST {
        return None;
    }
    LABELS.iter().find(|(_, words)| words.contains(&word)).map(|(label, _)| *label)
}

/// The labels and values in one cell: 担当課：税務課　担当者：髙野　内線：2111. A cell without a label gives none.
pub fn inline(text: &str) -> Vec<(Label, String)> {
    if text.len() > 400 || !text.contains([':', '：']) {
        return Vec::new();
    }
    let mut out: Vec<(Label, String)> = Vec::new();
    let mut rest = text;
    while let Some(colon) = rest.find([':', '：']) {
        let (before, after) = rest.split_at(colon);
        let word_start = before
            .rfind(|c: char| c.is_whitespace() || "、,／/（(".contains(c))
            .map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
        let found = label(&before[word_start..]);
        if let Some((_, value)) = out.last_mut() {
            let up_to = if found.is_some() { word_start } else { colon };
            value.push_str(&before[..up_to]);
            if found.is_none() {
                value.push(':');
            }
        }
        let width = after.chars().next().map_or(1, char::len_utf8);
        rest = &after[width..];
        match found {
            Some(label) => out.push((label, String::new())),
            None if out.is_empty() => return Vec::new(),
            None => {}
        }
    }
    if let Some((_, value)) = out.last_mut() {
        value.push_str(rest);
    }
    for (_, value) in &mut out {
        *value = unwrapped(value).to_owned();
    }
    out
}

/// A label and its value in one cell, with nothing but a blank between them: 所属　総務課. Outside of tables only: in a text
/// a word can stand before a blank.
pub fn spaced(text: &str) -> Option<(Label, &str)> {
    let text = text.trim();
    if text.chars().count() > 40 || text.contains(['\n', ':', '：', '。']) {
        return None;
    }
    // 担 当 課　総務課: the blanks of the label itself
    let blanks = text.char_indices().filter(|(_, c)| c.is_whitespace());
    let (label, value) = blanks.filter_map(|(at, _)| Some((label(&text[..at])?, text[at..].trim()))).next_back()?;
    let fits = match label {
        Label::Department => is_department_name(value),
        Label::Submitted => date_of_form(value).is_some() || is_meant_as_day(value),
        Label::Contact => !is_department_name(value) && value.chars().count() <= 20,
        Label::Version => false,
    };
    fits.then_some((label, value))
}

/// Is something filled in where a day belongs, though it may not be one: 10月3日, 未定, but not 令和　年　月　日?
pub fn is_meant_as_day(text: &str) -> bool {
    let folded = fold(text);
    const NAMED: [&str; 17] = [
        "未定",
        "後日",
        "別途",
        "不明",
        "本日",
        "当日",
        "今日",
        "昨日",
        "明日",
        "一昨日",
        "先日",
        "今週",
        "先週",
        "来週",
        "月初",
        "月末",
        "末日",
    ];
    if NAMED.contains(&folded.as_str()) || folded.chars().count() <= 8 && folded.ends_with(['旬', '頃']) {
        return true;
    }
    let figure = |c: char| c.is_ascii_digit() || "元一二三四五六七八九十".contains(c);
    let filled =
        |unit: char| folded.split(unit).next().is_some_and(|before| before.len() < folded.len() && before.ends_with(figure));
    if folded.len() >= 4 && folded.len() <= 8 && folded.bytes().all(|b| b.is_ascii_digit()) {
        return true;
    }
    let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let english = || months.iter().any(|month| folded.contains(month)) && folded.contains(|c: char| c.is_ascii_digit());
    let parted = folded.contains(['.', '/', '-']) && folded.starts_with(|c: char| figure(c) || c.is_ascii_alphabetic());
    folded.chars().count() <= 30
        && (english() || filled('月') || filled('日') || parted && folded.contains(|c: char| c.is_ascii_digit()))
}

/// Is a short text the name of an office by its end alone, so that it names one even where nothing says so? A meeting
/// (現地立会) and a place (実施場所) end like offices.
pub fn is_office_name(text: &str) -> bool {
    const ENDS: [&str; 22] = [
        "課",
        "室",
        "局",
        "署",
        "係",
        "センター",
        "事務所",
        "支所",
        "出張所",
        "保健所",
        "委員会",
        "協議会",
        "審議会",
        "議会",
        "本部",
        "部",
        "図書館",
        "公民館",
        "博物館",
        "美術館",
        "資料館",
        "記念館",
    ];
    let text = text.trim();
    let other =
        ["全部", "一部", "内部", "外部", "細部", "上部", "下部", "関係部", "各課", "担当課", "教室", "会議室", "関係部署"];
    is_department_name(text)
        && ENDS.iter().any(|end| text.ends_with(end))
        && !other.iter().any(|word| text.ends_with(word))
        && !text.contains(|c: char| c.is_ascii_digit() || ('０'..='９').contains(&c) || "のをにはがへ・".contains(c))
}

/// Does a text say who somebody is or how to reach them: 担当者：髙野, 0197-00-0000, a mail address?
pub fn tells_a_contact(text: &str) -> bool {
    let labelled = || text.lines().flat_map(inline).any(|(label, value)| label == Label::Contact && !value.is_empty());
    let has_number = || {
        let folded = fold(text);
        let groups = folded.split(|c: char| !c.is_ascii_digit() && c != '-');
        groups.filter(|group| !group.is_empty()).any(is_telephone_number)
    };
    text.contains(['@', '＠']) || has_number() || labelled()
}

/// 0197-00-0000, 090-0000-0000: two hyphens and a zero in front, which no date and no code of a plan has.
fn is_telephone_number(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let digits: usize = parts.iter().map(|part| part.len()).sum();
    parts.len() == 3 && text.starts_with('0') && (9..=11).contains(&digits) && parts.iter().all(|part| part.len() >= 2)
}

/// A value without separators around it, without brackets around all of it, and without one that only closes.
fn unwrapped(value: &str) -> &str {
    let mut value = value.trim_matches(|c: char| c.is_whitespace() || "、,".contains(c));
    loop {
        let opens = value.chars().filter(|c| "（(".contains(*c)).count();
        let closes = value.chars().filter(|c| "）)".contains(*c)).count();
        let shorter = if closes > opens {
            value.strip_suffix(['）', ')'])
        } else if opens > closes {
            value.strip_prefix(['（', '(']).or_else(|| value.strip_suffix(['（', '(']))
        } else {
            value.strip_prefix(['（', '(']).and_then(|rest| rest.strip_suffix(['）', ')']))
        };
        match shorter {
            Some(shorter) => value = shorter.trim(),
            None => return value,
        }
    }
}

/// Does a short text look like the name of a department?
pub fn is_department_name(text: &str) -> bool {
    let text = text.trim();
    let length = text.chars().count();
    (2..=20).contains(&length)
        && !text.contains(['。', '、', '：', ':', '※'])
        && ["課", "室", "局", "所", "部", "係", "センター", "館", "会", "支所", "署", "病院", "学校", "保育園", "幼稚園", "こども園"].iter().any(|end| text.ends_with(end))
        && !["提出先", "送付先", "照会", "問合", "問い合"].iter().any(|word| text.contains(word))
        && !is_word_for_departments(text)
        // 議会事務局 is a department, 事務局 whoever gathers the answers
        && text.match_indices("事務局").all(|(at, _)| text[..at].ends_with('会'))
}

/// 回答課, 各課: a word for whichever department, and no name of one.
fn is_word_for_departments(text: &str) -> bool {
    const WORDS: [&str; 16] = [
        "担当",
        "主担当",
        "所管",
        "主管",
        "回答",
        "関係",
        "各",
        "全",
        "主務",
        "所属",
        "実施",
        "提出",
        "報告",
        "該当",
        "対象",
        "管理",
    ];
    ["課", "室", "部", "局", "部署", "課室"].iter().any(|end| text.strip_suffix(end).is_some_and(|word| WORDS.contains(&word)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_contact_is_distinguished_from_other_texts() {
        for text in ["担当者：髙野　内線：2111", "（電話 ０１９７－００－００００）", "dx@example.jp", "連絡先：企画課 秋葉"]
        {
            assert!(tells_a_contact(text), "{text}");
        }
        for text in ["2025-10-05", "1-(1)-2", "03-1 窓口の予約", "担当課：税務課", "令和7年10月5日"] {
            assert!(!tells_a_contact(text), "{text}");
        }
    }

    #[test]
    fn labels_in_one_cell() {
        assert_eq!(
            inline("担当課：税務課　　担当者：髙野　　内線：2111"),
            [(Label::Department, "税務課".to_owned()), (Label::Contact, "髙野".to_owned()), (Label::Contact, "2111".to_owned())]
        );
        assert_eq!(inline("提出日: 令和7年10月3日"), [(Label::Submitted, "令和7年10月3日".to_owned())]);
        assert_eq!(inline("（提出日：令和7年10月3日（金））")[0].1, "令和7年10月3日（金）");
        assert_eq!(inline("担当：髙橋（内線2111）")[0].1, "髙橋（内線2111）");
        assert!(inline("10:30 開始").is_empty());
        assert!(inline("オープンデータ掲載項目：38項目").is_empty());
    }

    #[test]
    fn offices_and_days() {
        for text in ["総務課", "教育委員会", "総務部", "中央図書館", "会計課"] {
            assert!(is_office_name(text), "{text}");
        }
        for text in ["5月8日　現地立会", "現地説明会", "実施場所", "業務の一部", "関係部署", "会議室", "住民説明会"]
        {
            assert!(!is_office_name(text), "{text}");
        }
        for text in ["10月3日", "令和7年10月", "R7.10", "10/3", "未定", "3 Oct 2025", "071003"] {
            assert!(is_meant_as_day(text), "{text}");
        }
        for text in ["令和　年　月　日", "令和7年　月　日", "", "総務課", "備考"] {
            assert!(!is_meant_as_day(text), "{text}");
        }
        assert_eq!(spaced("提出日 10月3日"), Some((Label::Submitted, "10月3日")));
    }

    #[test]
    fn labels_of_their_own() {
        assert_eq!(label("担 当 課："), Some(Label::Department));
        assert_eq!(label("【提出日】"), Some(Label::Submitted));
        assert_eq!(spaced("担 当 課　総務課"), Some((Label::Department, "総務課")));
        assert_eq!(spaced("提出日 R7.10.3"), Some((Label::Submitted, "R7.10.3")));
        assert_eq!((spaced("担当課 別の一覧"), spaced("課 題の整理"), spaced("提出 状況")), (None, None, None));
        assert_eq!(label("農政課"), None);
    }
}
