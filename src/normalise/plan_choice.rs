//! Which plan the submissions belong to: by the stamps of our forms, by its title, or by most of the departments they name.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::form::{FieldType, Form};
use crate::model::text::fold;
use crate::model::{Finding, Place, Plan};
use crate::normalise::Directory;
use crate::recognise::{RawTable, Recognised, RecognisedFile, is_department_name};
use crate::rules;

/// So many departments tell a plan, if their names are not to be found in every office.
const TELLING: usize = 2;

/// So many tell it with one such name among them, if no other department is named.
const ALL: usize = 4;

/// Names of sections that most town halls have: they say little about whose plan it is.
const COMMON: &str = "総務課 庶務課 秘書課 人事課 職員課 企画課 政策課 企画政策課 政策企画課 企画財政課 総合政策課 財政課 \
    管財課 契約課 税務課 課税課 納税課 収納課 会計課 出納室 情報政策課 広報課 市民課 町民課 村民課 \
    住民課 市民窓口課 戸籍住民課 環境課 生活環境課 福祉課 社会福祉課 健康福祉課 保健福祉課 健康課 \
    健康づくり課 高齢者支援課 介護保険課 子育て支援課 こども課 農林課 農政課 農業振興課 商工課 観光課 \
    商工観光課 産業振興課 建設課 都市計画課 上下水道課 教育総務課 学校教育課";

/// The plan of the hand-ins; one without a name where none fits, titled by what the files say. A tie by stamp or title is
/// an error that names both.
pub fn choose_plan(files: &[RecognisedFile], forms: &[&Form], plans: &[&Plan], findings: &mut Vec<Finding>) -> Plan {
    let all: Vec<&Recognised> = files.iter().flat_map(|file| &file.sheets).collect();
    let sheets = all.as_slice();
    if let [only] = plans {
        return if only.id.is_empty() && only.title.is_empty() { titled_by_files(sheets) } else { (*only).clone() };
    }
    let stamped = |plan: &Plan| {
        sheets
            .iter()
            .filter_map(|sheet| sheet.stamp.as_ref())
            .filter(|stamp| !plan.id.is_empty() && stamp.plan == plan.id)
            .count()
    };
    let titles: Vec<String> = sheets.iter().flat_map(|sheet| &sheet.titles).map(|title| fold(title)).collect();
    let titled = |plan: &Plan| titles.iter().filter(|title| speaks_of(title, plan)).count();
    for (count, is_sure) in
        [(&stamped as &dyn Fn(&Plan) -> usize, true), (&titled, true), (&by_departments(sheets, forms, plans, &titles), false)]
    {
        let mut scores: Vec<(usize, &Plan)> =
            plans.iter().map(|plan| (count(plan), *plan)).filter(|(score, _)| *score > 0).collect();
        scores.sort_by(|a, b| Reverse(a.0).cmp(&Reverse(b.0)).then_with(|| a.1.id.cmp(&b.1.id)));
        match scores.as_slice() {
            [] => {}
            [(best, first), (second, other), ..] if best == second => {
                if is_sure {
                    let named = |plan: &Plan| format!("{} ({})", plan.id, plan.municipality);
                    let finding =
                        Finding::new(rules::AMBIGUOUS_PLAN, Place::nowhere()).with("kind", "計画").with("kind_en", "plan");
                    let candidates = format!("{}, {}", named(first), named(other));
                    findings.push(finding.with("candidates", candidates).with("option", "--plan"));
                    return (*first).clone();
                }
            }
            [(_, best), ..] => return (*best).clone(),
        }
    }
    titled_by_files(sheets)
}

/// Is a title the plan's, and not one of another municipality with the same words?
fn speaks_of(title: &str, plan: &Plan) -> bool {
    let mut wanted = std::iter::once(&plan.title).chain(&plan.titles).map(|title| fold(title)).filter(|title| !title.is_empty());
    wanted.any(|wanted| title.contains(&wanted)) && !names_another_municipality(title, plan)
}

fn names_another_municipality(title: &str, plan: &Plan) -> bool {
    let own = fold(&plan.municipality);
    (own.is_empty() || !title.contains(&own)) && municipalities(title).any(|name| !own.ends_with(&name) && !name.ends_with(&own))
}

/// How many departments of each plan are named, where they are most of all that are named and no other municipality is.
fn by_departments<'p>(
    sheets: &[&Recognised],
    forms: &[&Form],
    plans: &[&'p Plan],
    titles: &[String],
) -> impl Fn(&Plan) -> usize + use<'p> {
    let named = named_departments(sheets, forms);
    let counts: BTreeMap<String, usize> = plans
        .iter()
        .filter(|plan| !titles.iter().any(|title| names_another_municipality(title, plan)))
        .filter_map(|plan| {
            let directory = Directory::new(plan, &[]);
            let known: Vec<&String> = named.iter().filter(|name| directory.lists(name)).collect();
            // 税務課 and 収納課 may be one department here
            let distinct = |names: &[&String]| {
                let found = names.iter().flat_map(|name| directory.resolve(name)).map(|one| one.name);
                found.collect::<BTreeSet<Arc<str>>>().len()
            };
            let telling: Vec<&String> =
                known.iter().copied().filter(|name| !COMMON.split(' ').any(|common| common == name.as_str())).collect();
            let all = known.len() == named.len() && distinct(&known) >= ALL && !telling.is_empty();
            let most = known.len() * 2 > named.len() && distinct(&telling) >= TELLING;
            (most || all).then(|| (plan.id.clone(), known.len()))
        })
        .collect();
    move |plan| counts.get(&plan.id).copied().unwrap_or_default()
}

/// The departments that labels, lines of their own and columns of departments name.
fn named_departments(sheets: &[&Recognised], forms: &[&Form]) -> BTreeSet<String> {
    let mut named = BTreeSet::new();
    let mut take = |text: &str| {
        let whole = fold(text);
        let parts = text.split(['\n', '、', '・', ',', '，', '／', '/', ' ', '\u{3000}']).map(fold);
        // a name broken over lines is one
        let parts: Vec<String> = parts.filter(|part| is_department_name(part)).collect();
        if parts.is_empty() {
            named.extend(Some(whole).filter(|whole| is_department_name(whole)));
        } else {
            named.extend(parts);
        }
    };
    for sheet in sheets {
        let labels = sheet.info.department.iter().chain(sheet.tables.iter().filter_map(|table| table.info.department.as_ref()));
        labels.for_each(|(text, _)| take(text));
        sheet.unlabelled.iter().for_each(|(_, text)| take(text));
        for table in &sheet.tables {
            let Some(form) = forms.get(table.form) else { continue };
            departments_of(table, form).for_each(&mut take);
        }
    }
    named
}

fn departments_of<'t>(table: &'t RawTable, form: &'t Form) -> impl Iterator<Item = &'t str> {
    let is_department = |column: usize| form.columns.get(column).is_some_and(|column| column.kind == FieldType::Departments);
    let cells = table.rows.iter().flat_map(|row| &row.cells).filter(move |cell| is_department(cell.column));
    cells.map(|cell| cell.text.as_str())
}

/// A plan without a name: the report is titled as most of the files are.
fn titled_by_files(sheets: &[&Recognised]) -> Plan {
    let mut counts: BTreeMap<&str, (usize, Reverse<usize>)> = BTreeMap::new();
    let of_tables = sheets.iter().filter(|sheet| !sheet.tables.is_empty());
    for (at, title) in of_tables.filter_map(|sheet| sheet.titles.first()).enumerate() {
        let (count, _) = counts.entry(title.as_str()).or_insert((0, Reverse(at)));
        *count += 1;
    }
    let usual = counts.into_iter().max_by_key(|(_, count)| *count).map(|(title, _)| title);
    let title = usual.map(|title| title.split_whitespace().collect::<Vec<_>>().join(" "));
    Plan { report_title: title, ..Plan::default() }
}

/// The municipalities that a folded text names: a word of two or more letters before 市, 町, 村 or 区.
fn municipalities(text: &str) -> impl Iterator<Item = String> + '_ {
    /// Kinds of cities, which are no names.
    const KINDS: [&str; 9] = ["中核", "政令", "特例", "指定都", "地方都", "全国", "関係", "近隣", "構成"];
    text.char_indices().filter(|(_, c)| matches!(c, '市' | '町' | '村' | '区')).filter_map(|(at, c)| {
        let after = text[at + c.len_utf8()..].chars().next();
        if after.is_some_and(|c| "民内長立営街場道議職税有域部画分間外中市町村並条政債庁役".contains(c))
        {
            return None;
        }
        let is_letter = |c: &char| c.is_alphabetic() && !c.is_ascii() && !"県都道府郡のとはをにが".contains(*c);
        let mut word: Vec<char> = text[..at].chars().rev().take_while(is_letter).collect();
        word.reverse();
        let word: String = word.into_iter().collect();
        let length = word.chars().count();
        let is_name = (2..=5).contains(&length) && !KINDS.contains(&word.as_str()) && !word.ends_with(['市', '町', '村']);
        is_name.then(|| format!("{word}{c}"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn municipalities_are_named_by_their_whole_names() {
        let named = |text: &str| municipalities(&fold(text)).collect::<Vec<_>>();
        assert_eq!(named("浜風市まちの仕事改革プラン"), ["浜風市"]);
        assert_eq!(named("青波県浜風市 取組状況"), ["浜風市"]);
        for text in ["中核市の取組", "都市計画の進み具合", "全国市町村の状況", "市民窓口の取組", "商店街の区画整理"]
        {
            assert_eq!(named(text), Vec::<String>::new(), "{text}");
        }
    }
}
