//! The coordinator's edits lie on top of what departments wrote.

mod table;

use std::sync::Arc;

use crate::consolidate::highest_stage;
use crate::form::Form;
use crate::model::{
    Consolidation, Edit, Edited, EditedFields, Finding, Origin, Period, Place, Plan, Progress, RecordKind, Spot, StageEntry,
    Statement,
};
use crate::normalise::{Directory, Ladder, NamedDepartment};
use crate::rules;

/// Applies the edits of this consolidation's period; those already applied change nothing. A department's value that has
/// changed since it was edited is a finding, and the edit stays.
pub fn apply(
    consolidation: &mut Consolidation,
    edits: &[Edit],
    (directory, ladder): (&Directory, &Ladder),
    forms: &[&Form],
) -> Vec<Finding> {
    let period = consolidation.period.map(Period::id);
    let mut own: Vec<&Edit> = edits.iter().filter(|edit| edit.period == period).collect();
    // a text goes before its stage
    own.sort_by_key(|edit| edit.field == "stage");
    let place = |consolidation: &Consolidation, edit: &Edit| {
        let is_value = !edit.is_remark() && edit.kind == RecordKind::Progress;
        let records = &consolidation.records.progress;
        records.iter().position(|record| is_value && *record.id == *edit.record)
    };
    // what departments wrote, before any edit, and whether that is the same as when it was edited
    let written: Vec<(Option<String>, bool)> = own
        .iter()
        .map(|edit| {
            let plan = &consolidation.plan;
            let record = place(consolidation, edit).and_then(|at| consolidation.records.progress.get(at));
            let Some(record) = record else { return (None, false) };
            let edited = consolidation.edited(edit.kind, &record.id);
            let now = written(record, &edit.field, edited, plan, ladder);
            // what was learnt since (今後も同じ) changes how it is read
            let before = match edit.field.as_str() {
                "stage" => written(record, "done", edited, plan, ladder)
                    .and_then(|done| value(&with_done(record, Some(Ladder::new(plan).statement(&done))), "stage", plan)),
                _ => now.clone(),
            };
            let read_anew = |text: &str| directory.resolve(text).iter().map(|found| &*found.name).collect::<Vec<_>>().join("\n");
            let known = edit.before.as_deref().filter(|_| edit.field == "departments").map(read_anew);
            let is_same = now == edit.before || before == edit.before || known.is_some() && known == now;
            (now, is_same)
        })
        .collect();
    let mut findings = Vec::new();
    for (edit, (written, is_same)) in own.into_iter().zip(written) {
        if !consolidation.edits.contains(edit) {
            consolidation.edits.push(edit.clone());
        }
        if edit.kind == RecordKind::Table && !edit.is_remark() {
            findings.extend(table::apply(consolidation, edit, directory, forms));
            continue;
        }
        let Some(at) = place(consolidation, edit) else { continue };
        let plan = &consolidation.plan;
        let Some(record) = consolidation.records.progress.get_mut(at) else { continue };
        if !is_same && written != edit.after {
            findings.push(conflict(record, edit, written.as_deref()));
        }
        if value(record, &edit.field, plan) == edit.after {
            continue;
        }
        let done = value(record, "done", plan);
        let is_set = set(record, &edit.field, edit.after.as_deref(), directory, ladder);
        let done_now = value(record, "done", plan);
        if !is_set {
            findings.push(unread(record, edit));
        } else if written != edit.after {
            let fields = consolidation.edited.entry((edit.kind, record.id.clone())).or_default();
            fields.insert(edit.field.clone(), Edited { before: written, after: edit.after.clone() });
            if edit.field == "stage" && done_now != done {
                fields.entry("done".to_owned()).or_insert(Edited { before: done, after: None }).after = done_now;
            }
        }
    }
    consolidation.edits.sort_by(|a, b| (a.kind, &a.record, &a.field).cmp(&(b.kind, &b.record, &b.field)));
    findings
}

/// What the department wrote in a field, edited or not.
fn written(record: &Progress, field: &str, edited: Option<&EditedFields>, plan: &Plan, ladder: &Ladder) -> Option<String> {
    if let Some(own) = edited.and_then(|fields| fields.get(field)) {
        return own.before.clone();
    }
    match edited.and_then(|fields| fields.get("done")).filter(|_| field == "stage") {
        Some(done) => {
            let done = done.before.as_deref().map(|text| ladder.statement(text));
            value(&with_done(record, done), field, plan)
        }
        None => value(record, field, plan),
    }
}

fn with_done(record: &Progress, done: Option<Statement>) -> Progress {
    Progress { done, ..record.clone() }
}

/// The record as its department wrote it: the texts, without their stages.
pub fn as_written(record: &Progress, edited: &EditedFields) -> Progress {
    let mut own = record.clone();
    let statement = |text: &str| Statement { text: text.into(), stages: Vec::new() };
    for (field, Edited { before, .. }) in edited {
        let lines = || before.iter().flat_map(|text| text.lines());
        match field.as_str() {
            "names" => own.names = lines().map(str::to_owned).collect(),
            "departments" => own.departments = lines().map(Arc::from).collect(),
            "description" => own.description.clone_from(before),
            "done" => own.done = before.as_deref().map(statement),
            "planned" => own.planned = before.as_deref().map(statement),
            _ => {}
        }
    }
    own
}

/// A field of a record as the sheet 一覧 shows it; lists one a line.
pub fn value(record: &Progress, field: &str, plan: &Plan) -> Option<String> {
    let text = match field {
        "names" => record.names.join("\n"),
        "departments" => record.departments.join("\n"),
        "description" => record.description.clone().unwrap_or_default(),
        "stage" => highest_stage(plan, record).and_then(|at| plan.stages.get(at)).map(|stage| stage.name.clone())?,
        "done" => record.done.as_ref()?.text.to_string(),
        "planned" => record.planned.as_ref()?.text.to_string(),
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

/// Changes a field; false where the value is none that the field can have.
fn set(record: &mut Progress, field: &str, value: Option<&str>, directory: &Directory, ladder: &Ladder) -> bool {
    let text = value.unwrap_or_default();
    let lines = || text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect::<Vec<_>>();
    let statement = || value.map(|text| ladder.statement(text));
    match field {
        "names" => record.names = lines(),
        "departments" => {
            let found = directory.resolve(text);
            // a name that the department wrote itself may stay
            let is_known = |one: &NamedDepartment| one.known || record.departments.contains(&one.name);
            if !directory.is_empty() && !found.iter().all(is_known) {
                return false;
            }
            record.departments = found.into_iter().map(|found| found.name).collect();
        }
        "description" => record.description = value.map(str::to_owned),
        "done" => record.done = statement(),
        "planned" => record.planned = statement(),
        "stage" => return set_stage(record, text, ladder),
        _ => return false,
    }
    record.missing.remove(field);
    true
}

/// The stage of what was done. Where nothing was written, it becomes the text: 【導入】.
fn set_stage(record: &mut Progress, text: &str, ladder: &Ladder) -> bool {
    let found = ladder.find(text);
    if found.is_empty() && !text.is_empty() {
        return false;
    }
    let Some(done) = &mut record.done else {
        if !found.is_empty() {
            record.done = Some(ladder.statement(&format!("【{text}】")));
            record.missing.remove("done");
        }
        return true;
    };
    let whole = done.text.clone();
    let entry = |stage: Arc<str>| StageEntry { stage_raw: text.into(), stage: Some(stage), text: whole.clone() };
    *done = Statement { text: whole.clone(), stages: found.into_iter().map(entry).collect() };
    true
}

fn conflict(record: &Progress, edit: &Edit, now: Option<&str>) -> Finding {
    conflict_at((&record.origin, record.departments.first()), edit, label(&edit.field), now)
}

/// The department wrote something else since.
fn conflict_at((origin, owner): (&Origin, Option<&Arc<str>>), edit: &Edit, heading: &str, now: Option<&str>) -> Finding {
    let shown = |text: Option<&str>| text.filter(|text| !text.is_empty()).unwrap_or("（空欄）").to_owned();
    let mut finding = Finding::new(rules::EDIT_CONFLICT, place(origin, &edit.field))
        .with("field", heading)
        .with("field_en", &edit.field)
        .with("before", shown(edit.before.as_deref()))
        .with("edit", shown(edit.after.as_deref()))
        .with("now", shown(now));
    finding.department = owner.cloned();
    finding
}

fn unread(record: &Progress, edit: &Edit) -> Finding {
    unread_at((&record.origin, record.departments.first()), edit, label(&edit.field))
}

/// An edit that the field cannot take.
fn unread_at((origin, owner): (&Origin, Option<&Arc<str>>), edit: &Edit, heading: &str) -> Finding {
    let why = if edit.field == "departments" { "は課の一覧にありません" } else { "" };
    let content = format!("{} {heading}「{}」{why}", edit.record, edit.after.as_deref().unwrap_or_default());
    let mut finding = Finding::new(rules::UNREAD_EDIT, place(origin, &edit.field)).with("content", content);
    finding.department = owner.cloned();
    finding
}

/// The cell of a field; its row where the field is empty.
fn place(origin: &Origin, field: &str) -> Place {
    let place = Place { file: Some(origin.file.clone()), sheet: origin.sheet.clone(), spot: None };
    let field = if field == "stage" { "done" } else { field };
    match origin.cell(field) {
        Some(cell) => place.at(cell),
        None => place.at(Spot::Row(origin.row)),
    }
}

/// A field's heading in the sheet 一覧.
pub fn label(field: &str) -> &str {
    match field {
        "names" => "取組名",
        "departments" => "担当課",
        "description" => "施策内容",
        "stage" => "段階",
        "done" => "取組内容",
        "planned" => "予定",
        crate::model::MEMO => "メモ",
        crate::model::CHECK => "確認",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::Stage;

    fn consolidation(done: &str) -> Consolidation {
        let stage = |name: &str, step| Stage { name: name.to_owned(), step: Some(step), ..Stage::default() };
        let plan = Plan { stages: vec![stage("導入", 1), stage("運用開始", 2)], ..Plan::default() };
        let done = (!done.is_empty()).then(|| Ladder::new(&plan).statement(done));
        let progress = vec![Progress {
            id: "1-1".into(),
            direction: Some(1),
            direction_text: None,
            numbers: vec!["1".to_owned()],
            names: vec!["窓口".to_owned()],
            departments: vec!["総務課".into()],
            description: None,
            done,
            planned: None,
            origin: Origin::default(),
            missing: Default::default(),
            earlier: Vec::new(),
        }];
        let mut consolidation = Consolidation { plan, ..Consolidation::default() };
        consolidation.records.progress = progress;
        consolidation
    }

    fn edit(field: &str, before: Option<&str>, after: Option<&str>) -> Edit {
        Edit {
            period: None,
            kind: RecordKind::Progress,
            record: "1-1".to_owned(),
            field: field.to_owned(),
            department: None,
            before: before.map(str::to_owned),
            after: after.map(str::to_owned),
            on: None,
            by: None,
        }
    }

    fn applied(mut whole: Consolidation, edits: &[Edit]) -> (Consolidation, Vec<Finding>) {
        let (directory, ladder) = (Directory::new(&whole.plan, &[]), Ladder::new(&whole.plan));
        let findings = apply(&mut whole, edits, (&directory, &ladder), &[]);
        (whole, findings)
    }

    #[test]
    fn an_edit_lies_on_top_and_the_departments_word_stays() {
        let edits = [edit("done", Some("【導入】\n済"), Some("【導入】\n完了")), edit("stage", Some("導入"), Some("運用開始"))];
        let (whole, findings) = applied(consolidation("【導入】\n済"), &edits);
        let record = &whole.records.progress[0];
        assert_eq!(value(record, "done", &whole.plan).as_deref(), Some("【導入】\n完了"));
        assert_eq!(value(record, "stage", &whole.plan).as_deref(), Some("運用開始"));
        let fields = whole.edited(RecordKind::Progress, "1-1").unwrap();
        assert_eq!(fields["done"].before.as_deref(), Some("【導入】\n済"));
        assert!(findings.is_empty());
    }

    #[test]
    fn a_stage_needs_no_text() {
        let (whole, findings) = applied(consolidation(""), &[edit("stage", None, Some("運用開始"))]);
        let record = &whole.records.progress[0];
        assert_eq!(value(record, "stage", &whole.plan).as_deref(), Some("運用開始"));
        assert_eq!(value(record, "done", &whole.plan).as_deref(), Some("【運用開始】"));
        let fields = whole.edited(RecordKind::Progress, "1-1").unwrap();
        assert_eq!((fields["stage"].before.as_deref(), fields["done"].before.as_deref()), (None, None));
        assert!(as_written(record, fields).done.is_none() && findings.is_empty());
    }

    #[test]
    fn a_department_that_wrote_something_else_since_is_a_conflict_and_one_that_adopted_the_edit_is_none() {
        let edits = [edit("done", Some("済"), Some("完了"))];
        let (whole, findings) = applied(consolidation("準備中"), &edits);
        assert_eq!(value(&whole.records.progress[0], "done", &whole.plan).as_deref(), Some("完了"));
        let message = findings[0].message(crate::model::Lang::Ja);
        assert!(["済", "完了", "準備中"].iter().all(|text| message.contains(text)), "{message}");
        let (whole, findings) = applied(consolidation("完了"), &edits);
        assert!(findings.is_empty() && whole.edited.is_empty());
    }

    proptest! {
        #[test]
        fn applying_twice_is_the_same_as_once(
            written in "(【導入】|【運用開始】)?[ぁ-ん]{0,6}", before in "[ぁ-ん]{0,3}", after in "(【導入】)?[ぁ-ん]{0,6}",
            stage in "導入|運用開始|準備", name in "[一-三]{0,3}"
        ) {
            let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
            let edits = [
                edit("done", some(&before).as_deref(), some(&after).as_deref()),
                edit("stage", Some("導入"), Some(&stage)),
                edit("names", Some("窓口"), some(&name).as_deref()),
            ];
            let (once, first) = applied(consolidation(&written), &edits);
            let (twice, second) = applied(once.clone(), &edits);
            prop_assert_eq!(&once.records, &twice.records);
            prop_assert_eq!(&once.edited, &twice.edited);
            prop_assert_eq!(&once.edits, &twice.edits);
            prop_assert_eq!(first, second);
        }
    }
}
