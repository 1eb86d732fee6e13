//! What a record of each kind says, column by column, so that two of a kind can be compared.

use std::sync::Arc;

use crate::model::era::wareki_fiscal_year;
use crate::model::{
    ChangedColumn, ChecklistItem, ColumnType, Indicator, IndicatorValue, Measure, RecordKind, Schedule, TableField, TableRow,
    ValueKind,
};

/// Names of departments.
pub(super) type Names = Vec<Arc<str>>;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// ◎, 済.
    Mark,
    /// A figure with its unit.
    Figure,
    /// Words.
    Text,
}

/// One cell, by the name of its column.
#[derive(Debug)]
pub(super) struct Fact {
    pub kind: Kind,
    pub what: ChangedColumn,
    pub value: Option<String>,
}

impl Fact {
    fn new(kind: Kind, field: TableField, name: impl Into<String>, value: Option<&str>) -> Self {
        let what = ChangedColumn { field, fy: None, name: name.into() };
        Self { kind, what, value: value.filter(|text| !text.trim().is_empty()).map(str::to_owned) }
    }

    fn text(field: TableField, name: impl Into<String>, value: Option<&str>) -> Self {
        Self::new(Kind::Text, field, name, value)
    }

    /// The same, of a year.
    fn of_year(mut self, fy: Option<i16>) -> Self {
        self.what.fy = fy;
        self
    }
}

/// A record that can be compared column by column.
pub(super) trait Facts {
    const KIND: RecordKind;
    fn id(&self) -> &Arc<str>;
    /// What it is called; what two records of one thing have in common.
    fn name(&self) -> String;
    fn departments(&self) -> Names;
    fn facts(&self) -> Vec<Fact>;
}

impl Facts for Schedule {
    const KIND: RecordKind = RecordKind::Schedule;

    fn id(&self) -> &Arc<str> {
        &self.id
    }

    fn name(&self) -> String {
        let parts = [self.name.as_deref(), self.title.as_deref(), self.policy_title.as_deref()];
        parts.into_iter().flatten().next().unwrap_or_default().to_owned()
    }

    fn departments(&self) -> Names {
        self.departments.clone()
    }

    fn facts(&self) -> Vec<Fact> {
        let mut facts = vec![Fact::text(TableField::Name, "名称", Some(&self.name()))];
        facts.extend(
            self.cells
                .iter()
                .map(|(fy, text)| Fact::text(TableField::Year, wareki_fiscal_year(*fy), text.as_deref()).of_year(Some(*fy))),
        );
        facts.push(Fact::text(TableField::Target, "目標", self.target.as_deref()));
        facts
    }
}

impl Facts for Indicator {
    const KIND: RecordKind = RecordKind::Indicator;

    fn id(&self) -> &Arc<str> {
        &self.id
    }

    fn name(&self) -> String {
        self.indicator.clone()
    }

    fn departments(&self) -> Names {
        self.departments.clone()
    }

    fn facts(&self) -> Vec<Fact> {
        let mut facts = vec![Fact::text(TableField::Name, "指標", Some(&self.indicator))];
        let value = |value: &IndicatorValue| {
            Fact::new(Kind::Figure, TableField::Value(value.kind), column(value), value.raw.as_deref()).of_year(value.fy)
        };
        facts.extend(self.values.iter().map(value));
        facts.push(Fact::new(
            Kind::Mark,
            TableField::Evaluation,
            "評価",
            self.evaluation.as_deref().or(self.evaluation_label.as_deref()),
        ));
        facts.push(Fact::text(TableField::Note, self.note_heading.as_deref().unwrap_or("備考"), Some(&self.notes.join("\n"))));
        facts.push(Fact::text(TableField::Source, "出典", self.source.as_deref()));
        facts
    }
}

/// 実績値（令和7年度）.
fn column(value: &IndicatorValue) -> String {
    let kind = match value.kind {
        ValueKind::Baseline => "現状値",
        ValueKind::Target => "目標値",
        ValueKind::Actual => "実績値",
        ValueKind::Forecast => "見込値",
    };
    value.fy.map_or_else(|| kind.to_owned(), |fy| format!("{kind}（{}）", wareki_fiscal_year(fy)))
}

impl Facts for Measure {
    const KIND: RecordKind = RecordKind::Measure;

    fn id(&self) -> &Arc<str> {
        &self.id
    }

    fn name(&self) -> String {
        self.title.clone()
    }

    fn departments(&self) -> Names {
        self.departments.clone()
    }

    fn facts(&self) -> Vec<Fact> {
        vec![
            Fact::text(TableField::Name, "施策名", Some(&self.title)),
            Fact::new(Kind::Mark, TableField::Priority, "重点", self.priority.then_some("重点")),
            Fact::text(TableField::Items, "内容", Some(&self.items.join("\n"))),
        ]
    }
}

impl Facts for ChecklistItem {
    const KIND: RecordKind = RecordKind::Checklist;

    fn id(&self) -> &Arc<str> {
        &self.id
    }

    fn name(&self) -> String {
        // the same item stands under every category
        let parts = [self.category.as_deref(), self.group.as_deref(), self.name.as_deref().or(self.item.as_deref())];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }

    fn departments(&self) -> Names {
        self.department.iter().cloned().collect()
    }

    fn facts(&self) -> Vec<Fact> {
        let supported = self.supported.map(|yes| if yes { "○" } else { "×" });
        vec![
            Fact::text(TableField::Name, "名称", Some(&self.name())),
            Fact::new(Kind::Mark, TableField::Status, "状況", self.status.as_deref().or(supported)),
            Fact::text(TableField::Note, "備考", self.note.as_deref()),
        ]
    }
}

impl Facts for TableRow {
    const KIND: RecordKind = RecordKind::Table;

    fn id(&self) -> &Arc<str> {
        &self.id
    }

    fn name(&self) -> String {
        Self::name(self)
    }

    fn departments(&self) -> Names {
        self.departments.clone()
    }

    fn facts(&self) -> Vec<Fact> {
        let mut facts = vec![Fact::text(TableField::Name, "名称", Some(&Self::name(self)))];
        let columns = self.shape.iter().flat_map(|shape| &shape.columns);
        for column in columns.filter(|column| !column.key && column.kind != ColumnType::Departments) {
            let kind = match column.kind {
                ColumnType::Mark | ColumnType::Choice => Kind::Mark,
                ColumnType::Number | ColumnType::Quantity => Kind::Figure,
                _ => Kind::Text,
            };
            facts.push(Fact::new(kind, TableField::Declared, &*column.heading, Some(&self.shown(&column.field))));
        }
        facts.extend(self.extra.iter().map(|(heading, text)| Fact::text(TableField::Declared, &**heading, Some(text))));
        facts
    }
}
