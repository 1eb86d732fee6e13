//! Names of departments: repaired, split, known or not.

use std::collections::HashMap;
use std::sync::Arc;

use super::office::{is_of_office, names_another};
use crate::model::text::{fold, likeness};
use crate::model::{Department, Plan};

/// The departments that are known, with their other spellings.
#[derive(Debug, Default)]
pub struct Directory {
    names: Vec<Arc<str>>,
    by_spelling: HashMap<String, Arc<str>>,
    longest: usize,
}

/// A name found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedDepartment {
    /// The list's name for it, or the name as written, without line breaks.
    pub name: Arc<str>,
    /// Is it in the list?
    pub known: bool,
}

/// What stands between two departments.
const SEPARATORS: &[char] = &['\n', '、', '・', ',', '，', '／', '/', ' ', '\u{3000}', ';', '；', '&', '＆', '＋', '+'];

impl Directory {
    /// The departments of a plan, then those of a list; a department of both is one.
    pub fn new(plan: &Plan, listed: &[Department]) -> Self {
        let mut directory = Self::default();
        for department in plan.departments.iter().chain(listed) {
            let name = match directory.by_spelling.get(&fold(&department.name)) {
                Some(known) => known.clone(),
                None => {
                    let name: Arc<str> = Arc::from(department.name.as_str());
                    directory.names.push(name.clone());
                    name
                }
            };
            for spelling in std::iter::once(&department.name).chain(&department.aliases) {
                let key = fold(spelling);
                directory.longest = directory.longest.max(key.chars().count());
                directory.by_spelling.entry(key).or_insert_with(|| name.clone());
            }
        }
        directory
    }

    /// Takes another spelling for a department that is known; false where it is not.
    pub fn learn(&mut self, spelling: &str, name: &str) -> bool {
        let Some(known) = self.find(name) else { return false };
        let key = fold(spelling);
        if key.is_empty() || self.by_spelling.contains_key(&key) {
            return false;
        }
        self.longest = self.longest.max(key.chars().count());
        self.by_spelling.insert(key, known);
        true
    }

    /// Has it no department at all?
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// The list's name for a spelling: with or without line breaks, blanks, 部 before it, a remark in brackets behind it.
    pub fn find(&self, text: &str) -> Option<Arc<str>> {
        let folded = fold(text);
        if let Some(name) = self.by_spelling.get(&folded) {
            return Some(name.clone());
        }
        // 【総務課】, ■総務課分
        let mut word = folded.trim_matches(|c: char| "【】<>〈〉《》「」[]■●○◆◇□▼・:".contains(c));
        for prefix in ["担当課:", "所管課:", "課名:", "所属:", "担当:"] {
            word = word.strip_prefix(prefix).unwrap_or(word);
        }
        if let (Some(open), true) = (word.find('('), word.ends_with(')')) {
            let (name, remark) = word.split_at(open);
            let remark = remark.trim_matches(['(', ')']);
            // 総務課（消防本部） is another 総務課; 総務課（財政課） and 総務課（主）、財政課（副） are two
            if names_another(remark, name) || remark.contains('(') || self.other_in(remark, name).is_some() {
                return None;
            }
            word = name;
        }
        for ending in ["所管分", "担当分", "の取組状況", "の取組", "所管", "ほか", "他", "等", "など", "分", "関係"]
        {
            word = word.strip_suffix(ending).unwrap_or(word);
        }
        if let Some(name) = self.by_spelling.get(word) {
            return Some(name.clone());
        }
        // （1）総務課, 2 総務課; a name of the list may begin with a figure itself
        let numbered = word.trim_start_matches('(');
        let name = numbered.trim_start_matches(|c: char| c.is_ascii_digit());
        if name.len() < numbered.len() {
            word = name.trim_start_matches([')', '.']);
            if let Some(name) = self.by_spelling.get(word) {
                return Some(name.clone());
            }
        }
        // 総務部総務課, 総務課政策係
        for (at, division) in word.char_indices().filter(|(_, c)| matches!(c, '部' | '局' | '課' | '室' | '所')) {
            let (head, tail) = word.split_at(at + division.len_utf8());
            if matches!(division, '部' | '局')
                && let Some(name) = self.by_spelling.get(tail)
                && is_of_office(head, tail)
            {
                return Some(name.clone());
            }
            if matches!(division, '課' | '室' | '所')
                && (tail.ends_with('係') || tail.ends_with("担当") || tail.ends_with("グループ") || tail.ends_with("班"))
                && let Some(name) = self.by_spelling.get(head)
            {
                return Some(name.clone());
            }
        }
        None
    }

    /// The department whose name stands somewhere in a text (a file name): the longest one.
    pub fn find_in(&self, text: &str) -> Option<Arc<str>> {
        let folded = fold(text);
        self.by_spelling
            .iter()
            .filter(|(spelling, _)| spelling.chars().count() >= 2 && stands_in(&folded, spelling))
            .max_by(|a, b| a.0.len().cmp(&b.0.len()).then_with(|| b.0.cmp(a.0)))
            .map(|(_, name)| name.clone())
    }

    /// Another department than `name` that a remark in brackets behind it names: （財政課）, （財政課協力）, but not （旧財政課）.
    fn other_in(&self, remark: &str, name: &str) -> Option<Arc<str>> {
        if remark.starts_with(['旧', '元']) {
            return None;
        }
        let own = self.by_spelling.get(name);
        let known = self.find_in(remark).filter(|other| Some(other) != own);
        known.or_else(|| Some(Arc::from(remark)).filter(|_| names_an_unknown(remark) && self.find_in(remark).is_none()))
    }

    /// The list's name that is most like an unknown one.
    pub fn nearest(&self, text: &str) -> Option<Arc<str>> {
        let folded = fold(text);
        self.names
            .iter()
            .map(|name| (likeness(&folded, &fold(name)), name))
            .filter(|(likeness, _)| *likeness >= 0.5)
            .max_by(|a, b| a.0.total_cmp(&b.0))
            .map(|(_, name)| name.clone())
    }

    /// The departments of a cell: a name broken over lines is one, two names are two.
    #[expect(clippy::indexing_slicing, reason = "pieces are walked with indices below their number")]
    pub fn resolve(&self, text: &str) -> Vec<NamedDepartment> {
        let text = text.trim();
        if text.is_empty() {
            return Vec::new();
        }
        if let Some(name) = self.find(text) {
            return vec![NamedDepartment { name, known: true }];
        }
        if let Some(names) = self.bracketed(text) {
            return names;
        }
        let pieces: Vec<&str> = text.split(SEPARATORS).map(str::trim).filter(|piece| !piece.is_empty()).collect();
        let mut out: Vec<NamedDepartment> = Vec::new();
        let mut from = 0;
        while from < pieces.len() {
            // 総務課、財政課（水産林務課）
            if let Some(names) = self.bracketed(pieces[from]) {
                for found in names {
                    if !out.contains(&found) {
                        out.push(found);
                    }
                }
                from += 1;
                continue;
            }
            let joined = (from + 1..=pieces.len().min(from + 6)).rev().find_map(|to| {
                let name = self.find(&pieces[from..to].concat())?;
                Some((to, name))
            });
            let (to, found) = match joined {
                Some((to, name)) => (to, NamedDepartment { name, known: true }),
                // 消防本部 総務課
                None if from + 1 < pieces.len() && self.is_of_another(pieces[from], pieces[from + 1], text) => {
                    (from + 2, NamedDepartment { name: Arc::from(pieces[from..from + 2].concat()), known: false })
                }
                None => {
                    let to = self.unknown_end(&pieces, from);
                    (to, NamedDepartment { name: Arc::from(pieces[from..to].concat()), known: false })
                }
            };
            if !out.contains(&found) {
                out.push(found);
            }
            from = to;
        }
        out
    }

    /// The departments of 総務課（財政課） and 財政課（総務課協力）: one before brackets and others in them.
    fn bracketed(&self, text: &str) -> Option<Vec<NamedDepartment>> {
        let (before, rest) = text.split_once(['(', '（'])?;
        let inner = rest.strip_suffix([')', '）'])?;
        if inner.contains(['(', '（']) {
            return None;
        }
        let name = self.find(before.trim())?;
        let folded = fold(inner);
        self.other_in(&folded, &fold(&name))?;
        let mut out = vec![NamedDepartment { name, known: true }];
        for piece in inner.split(SEPARATORS).map(str::trim).filter(|piece| !piece.is_empty()) {
            let found = match self.find(piece).or_else(|| self.find_in(piece)) {
                Some(name) => NamedDepartment { name, known: true },
                // one that is in no list is a finding; 主 and 協力 say what the department does
                None if piece.ends_with(['課', '室', '局', '所']) => NamedDepartment { name: Arc::from(piece), known: false },
                None => continue,
            };
            if !out.contains(&found) {
                out.push(found);
            }
        }
        Some(out)
    }

    /// Is a piece the organisation that the next one, of a name in the list, is a department of?
    fn is_of_another(&self, piece: &str, next: &str, text: &str) -> bool {
        let (folded, name) = (fold(piece), fold(next));
        let apart = text.find(piece).and_then(|at| text.get(at + piece.len()..)).and_then(|rest| rest.split_once(next));
        let blank = apart.is_some_and(|(between, _)| between.chars().all(char::is_whitespace));
        blank && self.by_spelling.contains_key(&name) && names_another(&folded, &name)
    }

    /// Is this a name of the list, word for word?
    pub fn lists(&self, name: &str) -> bool {
        self.by_spelling.contains_key(&fold(name))
    }

    /// An unknown name goes on to the piece that ends like a department, if no known one begins before.
    #[expect(clippy::indexing_slicing, reason = "pieces are walked with indices below their number")]
    fn unknown_end(&self, pieces: &[&str], from: usize) -> usize {
        let ends = |piece: &str| {
            ["課", "室", "局", "所", "部", "係", "センター", "館", "会", "課等"].iter().any(|end| piece.ends_with(end))
        };
        let mut to = from + 1;
        while to < pieces.len() && !ends(pieces[to - 1]) && self.find(pieces[to]).is_none() {
            to += 1;
        }
        to
    }
}

/// Is a remark in brackets the name of an office: 水産林務課, but not 主管課, 関係各課 or 本課?
fn names_an_unknown(remark: &str) -> bool {
    let part = ["管課", "当課", "係課", "各課", "全課", "力課", "本課", "同課", "他課", "事課", "庁課", "連課", "の課", "数課"];
    remark.chars().count() > 2
        && remark.ends_with('課')
        && remark.chars().all(char::is_alphabetic)
        && !part.iter().any(|end| remark.ends_with(end))
}

/// Does a name stand in a text, with no other organisation before it: 回答_総務課, but not 消防本部総務課?
fn stands_in(text: &str, name: &str) -> bool {
    text.match_indices(name).any(|(at, _)| {
        // a folder speaks of the files in it
        let before = text[..at].trim_end_matches('/');
        let start =
            before.rfind(|c: char| !c.is_alphabetic()).map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
        !names_another(&before[start..], name)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn directory() -> Directory {
        let department = |name: &str, aliases: &[&str]| Department {
            name: name.to_owned(),
            aliases: aliases.iter().map(|alias| (*alias).to_owned()).collect(),
            ..Department::default()
        };
        let plan = Plan {
            departments: vec![
                department("行革デジタル戦略課", &["行デジ課"]),
                department("都市計画課", &[]),
                department("水道課", &[]),
                department("24時間窓口課", &[]),
            ],
            ..Plan::default()
        };
        Directory::new(&plan, &[])
    }

    fn names(text: &str) -> Vec<(String, bool)> {
        directory().resolve(text).into_iter().map(|found| (found.name.to_string(), found.known)).collect()
    }

    #[test]
    fn a_name_over_two_lines_is_one() {
        assert_eq!(names("行革デジタル\n戦略課"), [("行革デジタル戦略課".to_owned(), true)]);
        assert_eq!(names("行革デジタル 戦略課　都市計画課").len(), 2);
        assert_eq!(names("行デジ課・水道 課"), [("行革デジタル戦略課".to_owned(), true), ("水道課".to_owned(), true)]);
        let water = [("水道課".to_owned(), true)];
        assert_eq!((names("（1）水道課"), names("２　水道課所管分")), (water.to_vec(), water.to_vec()));
        assert_eq!(names("【24時間窓口課】"), [("24時間窓口課".to_owned(), true)], "a figure of its own stays");
        assert_eq!(names("上下水道部 水道課（主）"), [("水道課".to_owned(), true)]);
        assert_eq!(names("下水道組合 都市計画課"), [("下水道組合都市計画課".to_owned(), false)]);
    }

    #[test]
    fn a_department_in_brackets_is_one_too() {
        let department = |name: &str| Department { name: name.to_owned(), ..Department::default() };
        let plan = Plan { departments: vec![department("総務課"), department("財政課")], ..Plan::default() };
        let directory = Directory::new(&plan, &[]);
        for text in [
            "総務課（主）、財政課（副）",
            "総務課(主管)・財政課(協力)",
            "総務課（財政課）",
            "総務課\n（財政課）",
            "総務課（財政課協力）",
        ] {
            let found: Vec<_> = directory.resolve(text).iter().map(|found| (found.name.to_string(), found.known)).collect();
            assert_eq!(found, [("総務課".to_owned(), true), ("財政課".to_owned(), true)], "{text}");
        }
        for text in [
            "総務課（主）",
            "総務課（旧財政課）",
            "総務課（総務係）",
            "総務課（総務課分）",
            "総務課（主管課）",
            "総務課（関係各課）",
        ] {
            assert_eq!(directory.resolve(text).len(), 1, "{text}");
        }
        let found: Vec<_> =
            directory.resolve("総務課、財政課（水産林務課）").into_iter().map(|found| (found.name, found.known)).collect();
        assert_eq!(found, [("総務課".into(), true), ("財政課".into(), true), ("水産林務課".into(), false)]);
    }

    #[test]
    fn a_department_of_another_organisation_is_another() {
        let department = |name: &str| Department { name: name.to_owned(), ..Department::default() };
        let plan = Plan { departments: vec![department("総務課"), department("財政課")], ..Plan::default() };
        let directory = Directory::new(&plan, &[]);
        for (text, whole) in [
            ("消防本部総務課", "消防本部総務課"),
            ("消防本部　総務課", "消防本部総務課"),
            ("水道局\n総務課", "水道局総務課"),
            ("病院事務局財政課", "病院事務局財政課"),
        ] {
            let found = directory.resolve(text);
            assert_eq!(found, [NamedDepartment { name: whole.into(), known: false }], "{text}");
        }
        let known = |text: &str| directory.resolve(text).iter().all(|found| found.known);
        assert!(known("総務部総務課") && known("総務部 総務課") && known("総務課・財政課") && !known("総務課（消防本部）"));
        let in_name = |text: &str| directory.find_in(text).is_some();
        assert!(in_name("01_総務課.xlsx") && in_name("回答（総務部総務課）.xlsx"));
        assert!(!in_name("消防本部総務課.xlsx") && !in_name("消防本部/総務課.xlsx") && !in_name("水道総務課.csv"));
    }

    #[test]
    fn an_unknown_name_is_kept() {
        assert_eq!(names("水道部\n管理課"), [("水道部".to_owned(), false), ("管理課".to_owned(), false)]);
        assert_eq!(names("都市整備課"), [("都市整備課".to_owned(), false)]);
        assert_eq!(directory().nearest("都市計課").as_deref(), Some("都市計画課"));
    }
}
