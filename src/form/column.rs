//! One column of a form.

use serde::{Deserialize, Serialize};

use crate::model::Period;

/// A column: what it is called, what it holds, how it is printed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// Field of the record that it fills.
    pub field: String,
    /// Its heading. `{period}` and `{next}` stand for the period and the one after it; a heading with `{year}`
    /// can stand over several columns, one for each fiscal year.
    pub heading: String,
    /// Other headings it is known by; `{今後|次期}の予定` is two of them. See [`spellings`](super::spellings).
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Headings that mean another column first, and this one where that is taken.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<String>,
    /// Headings of columns that say the stages of its text apart: 段階 over 導入, or 導入 over ○.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stage_headings: Vec<String>,
    /// The facets of headings that mean it, the best first: `initiative name`. See [`vocabulary`](super::vocabulary).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub facets: Vec<String>,
    /// What its cells hold.
    #[serde(default, rename = "type")]
    pub kind: FieldType,
    /// A row without a value in any key column is no record of its own.
    #[serde(default)]
    pub key: bool,
    /// A table without it is reported.
    #[serde(default)]
    pub required: bool,
    /// Its value can stand above the table or in the sheet's name instead of a column.
    #[serde(default)]
    pub elsewhere: bool,
    /// A blank cell repeats the one above it.
    #[serde(default)]
    pub fill_down: bool,
    /// Width in full-width characters of body type; columns share the paper in these proportions.
    #[serde(default = "default_width")]
    pub width: f32,
    /// How its cells are set.
    #[serde(default)]
    pub align: Align,
    /// Set in bold.
    #[serde(default)]
    pub bold: bool,
    /// Is it filled in from last time in the form of the next period? Names are.
    #[serde(default)]
    pub carry: bool,
    /// The words that its cells may hold.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<String>,
    /// Place of the group of columns that it stands in.
    #[serde(skip)]
    pub repeat: Option<usize>,
    /// It stands on no sheet: its values are made of headings.
    #[serde(skip)]
    pub derived: bool,
    /// Its heading is for print only; on sheets stand its other headings.
    #[serde(skip)]
    pub unwritten: bool,
}

impl Column {
    /// A column of a field, with defaults for everything else.
    pub(crate) fn named(field: &str, kind: FieldType) -> Self {
        Self {
            field: field.to_owned(),
            heading: String::new(),
            aliases: Vec::new(),
            also: Vec::new(),
            stage_headings: Vec::new(),
            facets: Vec::new(),
            kind,
            key: false,
            required: false,
            elsewhere: false,
            fill_down: false,
            width: default_width(),
            align: Align::Left,
            bold: false,
            carry: false,
            choices: Vec::new(),
            repeat: None,
            derived: false,
            unwritten: false,
        }
    }

    /// Its heading on a sheet that is handed out: what a group is called stands there in a column of its own.
    pub fn handout_heading(&self, period: Option<Period>) -> String {
        if self.derived { self.group_heading() } else { self.heading_for(period) }
    }

    /// The heading under which the names of groups are read back.
    pub(crate) fn group_heading(&self) -> String {
        format!("{}（組）", self.heading)
    }

    /// Its heading in a report of `period`: 「{period}までの取組内容」 is R7上半期までの取組内容.
    /// Without a period it speaks of これまで and 今後.
    pub fn heading_for(&self, period: Option<Period>) -> String {
        match period {
            Some(period) => {
                self.heading.replace("{period}", &period.short_label()).replace("{next}", &period.next().short_label())
            }
            None => self
                .heading
                .replace("{period}まで", "これまで")
                .replace("{period}", "今期")
                .replace("{next}以降", "今後")
                .replace("{next}", "次期"),
        }
    }
}

const fn default_width() -> f32 {
    12.0
}

/// What the cells of a column hold.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FieldType {
    /// A text, carried unchanged.
    #[default]
    Text,
    /// Lines, each a value of its own.
    Lines,
    /// Numbers of initiatives, one or more.
    Numbers,
    /// A whole number: 1, １, ①, 方向1.
    Integer,
    /// Departments, one or more.
    Departments,
    /// A text with 【…】 stages.
    Stages,
    /// A name whose ※ marks point to a glossary and are left out.
    Name,
    /// Fiscal years, in the first row of a block.
    Years,
    /// A text for the years its cell stands under; merged cells are spans.
    Span,
    /// A figure with its unit.
    Quantity,
    /// The fiscal year of a figure: R5.
    Year,
    /// A mark of a scale: ◎.
    Mark,
    /// Bulleted lines, each an item.
    Items,
    /// A title with its ① and, where it is one, the word of a priority.
    Measure,
    /// A list of entries under captions and groups, in one cell.
    Entries,
    /// ○ or ×.
    Supported,
    /// A number.
    Number,
    /// A day, or from a day to another.
    Date,
    /// A period: 令和7年度上半期.
    Period,
    /// One of the column's `choices`.
    Choice,
    /// An address on the web.
    Url,
    /// Known, and not wanted: set aside without a word.
    Skip,
}

/// Alignment of a column's cells.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Align {
    /// At the left edge.
    #[default]
    Left,
    /// In the middle.
    Center,
    /// At the right edge: figures.
    Right,
}
