//! The list of departments: who has to hand in, what they were called before, where mail goes.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::model::text::fold;
use crate::model::{Department, Period, Plan, Reorganisation, date_of_form};

/// Why a sheet is no list of departments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ListFault {
    /// There is no column 課名.
    NoNames,
    /// 変更日 in this row (from 1) is no day.
    Day {
        /// The row.
        row: usize,
        /// What stands there.
        text: String,
    },
}

/// The columns of a list, by their places.
struct Columns {
    name: usize,
    submits: Option<usize>,
    aliases: Option<usize>,
    former: Option<usize>,
    since: Option<usize>,
    mail: Option<usize>,
}

impl Columns {
    fn of(row: &[String]) -> Option<Self> {
        let at = |is_meant: fn(&str) -> bool| row.iter().position(|cell| is_meant(&fold(cell)));
        let name = at(|cell| {
            matches!(
                cell,
                "課名" | "担当課" | "担当課名" | "部署" | "部署名" | "所属" | "所属名" | "課室名" | "名称" | "department"
            )
        })?;
        Some(Self {
            name,
            submits: at(|cell| cell.ends_with("提出")),
            aliases: at(|cell| matches!(cell, "別名" | "略称")),
            former: at(|cell| matches!(cell, "旧課名" | "旧名" | "旧名称" | "旧所属" | "改編前")),
            since: at(|cell| matches!(cell, "変更日" | "改編日" | "変更年月日" | "設置日")),
            mail: at(|cell| matches!(cell, "メール" | "メールアドレス" | "eメール" | "e-mail" | "email" | "mail")),
        })
    }
}

/// A list of departments from a CSV: 課名, a column whose heading ends in 提出 (○: has to hand in), 旧課名 and 変更日.
///
/// # Errors
/// [`ListFault`] says what is wrong with it.
pub fn department_list(rows: &[Vec<String>]) -> Result<Vec<Department>, ListFault> {
    let found = rows.iter().enumerate().find_map(|(index, row)| Some((index, Columns::of(row)?)));
    let (heading, columns) = found.ok_or(ListFault::NoNames)?;
    let mut departments = Vec::new();
    for (index, row) in rows.iter().enumerate().skip(heading + 1) {
        let cell =
            |column: Option<usize>| column.and_then(|at| row.get(at)).map(|cell| cell.trim()).filter(|text| !text.is_empty());
        let names = |column: Option<usize>| -> Vec<String> {
            let parts = cell(column).unwrap_or_default().split(['、', '・', ',', '\n']).map(str::trim);
            parts.filter(|name| !name.is_empty()).map(str::to_owned).collect()
        };
        let Some(name) = cell(Some(columns.name)) else { continue };
        let since = match cell(columns.since) {
            Some(text) => Some(date_of_form(text).ok_or_else(|| ListFault::Day { row: index + 1, text: text.to_owned() })?),
            None => None,
        };
        let mark = cell(columns.submits).map(fold).unwrap_or_default();
        let is_marked = matches!(mark.as_str(), "○" | "〇" | "◯" | "◎" | "1" | "有" | "要" | "yes" | "true" | "o" | "提出");
        departments.push(Department {
            name: name.to_owned(),
            aliases: names(columns.aliases),
            submits: columns.submits.is_none() || is_marked,
            generic: false,
            mail: cell(columns.mail).map(str::to_owned),
            former: names(columns.former).into_iter().filter(|former| former != name).collect(),
            since,
        });
    }
    Ok(departments)
}

/// Gives a plan the reorganisations that a list tells, and returns the list as it is in a period: a department that is not
/// there yet stands under the names it had before, and one that is takes over what is written under its old name.
pub fn reorganise(plan: &mut Plan, list: &[Department], period: Option<Period>) -> Vec<Department> {
    let steps = reorganisations(list);
    let until = period.map(Period::end);
    let has_come = |day: Option<Date>| until.zip(day).is_none_or(|(until, day)| day <= until);
    let sole_heir = |name: &str| {
        let step = steps.iter().find(|(step, day)| step.from == name && has_come(*day))?;
        if let [only] = step.0.to.as_slice() { Some(only.clone()) } else { None }
    };
    let mut now: Vec<Department> = Vec::with_capacity(list.len());
    for department in list {
        if has_come(department.since) {
            let mut department = department.clone();
            let taken = department.former.iter().filter(|name| sole_heir(name).as_ref() == Some(&department.name));
            let taken: Vec<String> = taken.cloned().collect();
            for name in &taken {
                // what the plan knows as other spellings of the old name
                let known = plan.departments.iter().find(|known| known.name == *name);
                department.aliases.extend(known.into_iter().flat_map(|known| known.aliases.iter().cloned()));
            }
            plan.departments.retain(|known| !taken.contains(&known.name));
            department.aliases.extend(taken);
            now.push(department);
            continue;
        }
        for former in &department.former {
            let is_there = list.iter().any(|other| other.name == *former) || now.iter().any(|other| other.name == *former);
            if !is_there {
                now.push(Department { name: former.clone(), aliases: Vec::new(), former: Vec::new(), ..department.clone() });
            }
        }
    }
    plan.reorganisations.retain(|known| !steps.iter().any(|(step, _)| fold(&step.from) == fold(&known.from)));
    plan.reorganisations.extend(steps.into_iter().map(|(step, _)| step));
    let heirs = |names: &[String]| -> Vec<String> {
        let names: Vec<_> = names.iter().map(|name| name.as_str().into()).collect();
        plan.heirs(&names, until).iter().map(|name| name.to_string()).collect()
    };
    let owners: Vec<Vec<String>> = plan.initiatives.iter().map(|initiative| heirs(&initiative.departments)).collect();
    for (initiative, departments) in plan.initiatives.iter_mut().zip(owners) {
        initiative.departments = departments;
    }
    now
}

/// The reorganisations of a list: for each old name those that took its work, itself where it goes on.
fn reorganisations(list: &[Department]) -> Vec<(Reorganisation, Option<Date>)> {
    let mut steps: BTreeMap<&str, (Vec<String>, Option<Date>)> = BTreeMap::new();
    for department in list {
        for former in &department.former {
            let (to, day) = steps.entry(former).or_default();
            to.push(department.name.clone());
            *day = (*day).max(department.since);
        }
    }
    let goes_on = |name: &str| list.iter().any(|department| department.name == name);
    let step = |(from, (mut to, day)): (&str, (Vec<String>, Option<Date>))| {
        if goes_on(from) && !to.iter().any(|name| name == from) {
            to.insert(0, from.to_owned());
        }
        (Reorganisation { from: from.to_owned(), to, on: day.map(|day| day.to_string()) }, day)
    };
    steps.into_iter().map(step).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(text: &str) -> Result<Vec<Department>, ListFault> {
        let rows: Vec<Vec<String>> = text.lines().map(|line| line.split(',').map(str::to_owned).collect()).collect();
        department_list(&rows)
    }

    fn names(list: &[Department]) -> Vec<&str> {
        list.iter().map(|department| department.name.as_str()).collect()
    }

    #[test]
    fn a_department_stands_under_its_old_name_until_its_day() {
        let text = "課名,提出,旧課名,変更日\n総務課,○,,\nデジタル課,○,情報課、統計課,2026/7/1\n人事課,○,総務課,R8.7.1\n監査室,,,令和8年7月1日\n";
        let list = list(text).unwrap();
        let known = |name: &str, alias: &str| Department {
            name: name.to_owned(),
            aliases: vec![alias.to_owned()],
            ..Department::default()
        };
        let plan = Plan { departments: vec![known("情報課", "電算係"), known("統計課", "統計")], ..Plan::default() };
        let mut before = plan.clone();
        let june = reorganise(&mut before, &list, Period::parse("2026-06"));
        assert_eq!(names(&june), ["総務課", "情報課", "統計課"]);
        assert!(june.iter().all(|department| department.submits) && before.departments.len() == 2);
        let mut after = plan.clone();
        let july = reorganise(&mut after, &list, Period::parse("2026-07"));
        assert_eq!(names(&july), ["総務課", "デジタル課", "人事課", "監査室"]);
        assert_eq!(july[1].aliases, ["電算係", "統計", "情報課", "統計課"]);
        assert!(july[0].aliases.is_empty() && july[2].aliases.is_empty(), "of 総務課 nobody knows which part");
        assert!(after.departments.is_empty());
        assert_eq!(after.heirs(&["総務課".into()], None), ["総務課".into(), "人事課".into()]);
    }

    #[test]
    fn a_day_that_is_none_is_named_with_its_row() {
        let fault = list("課名,提出,旧課名,変更日\n総務課,○,庶務課,7月\n").unwrap_err();
        assert_eq!(fault, ListFault::Day { row: 2, text: "7月".to_owned() });
        assert_eq!(list("a,b\nc,d\n"), Err(ListFault::NoNames));
        let old = list("課名,旧課名\n総務課,庶務課\n").unwrap();
        let now = reorganise(&mut Plan::default(), &old, Period::parse("2020-04"));
        assert_eq!(now[0].aliases, ["庶務課"], "without a day it was always so");
    }
}
