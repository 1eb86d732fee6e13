//! Plain data: records, plan, period, era, quantity, origin, finding. Knows nothing above it.

mod address;
mod comparison;
mod consolidation;
mod date;
mod decision;
pub mod digest;
pub mod era;
mod finding;
pub mod fiscal;
mod holiday;
mod input;
pub mod japan;
pub mod limits;
pub mod lookalike;
pub mod manifest;
pub mod message;
pub mod numeral;
mod office;
mod path;
mod period;
mod place;
mod plan;
mod quantity;
mod record;
mod rule;
#[cfg(test)]
mod schema;
mod severity;
mod shared;
pub mod stamp;
mod succession;
mod table_change;
mod table_row;
pub mod text;
mod trend;
mod word;

pub use address::{Address, CellRange, NotAnAddress, column_letters};
pub use comparison::{Change, Comparison, Difference, Erratum, Field};
pub use consolidation::{Awaited, Consolidation};
pub use date::{date, date_of_form};
pub use decision::{
    Answer, CHECK, ChangedCell, Decided, Decision, Edit, Edited, EditedFields, EditedRecords, GivenAnswer, MEMO, Question,
    RecordIndex,
};
pub use era::Era;
pub use finding::{CauseKey, Finding, Occurrence};
pub use fiscal::{FiscalYears, fiscal_year_at as fiscal_year};
pub use holiday::{closed, working_day};
pub use input::{
    Comment, Encoding, Format, Input, InputStatus, Ledger, Reason, SheetReport, Submission, SubmissionStatus, TableReport,
    Unwitnessed, Visibility, Witness,
};
pub use manifest::Manifest;
pub use message::{Failure, InLang, Message, counted, listed, period_name};
pub use office::Office;
pub use path::path_order;
pub use period::Period;
pub use place::{Place, Spot};
pub use plan::{Department, Direction, Initiative, Mark, Plan, PlanIndicator, Reorganisation, Scale, Stage};
pub use quantity::{Better, IndicatorValue, Missing, ValueKind, unit_key};
pub use record::{
    Absences, Certainty, ChecklistItem, EarlierMonth, Elsewhere, Indicator, Measure, Origin, Progress, RecordKind, Records,
    Schedule, Span, StageEntry, Statement,
};
pub use rule::{Advice, Audience, Cause, Rule, Texts, placeholders};
pub use severity::{Lang, Severity};
pub use shared::SharedText;
pub use stamp::{FormStamp, Stamp};
pub use succession::{Renumbered, Revision, Revisions, is_called};
pub use table_change::{ChangedColumn, Matched, TableChange, TableDifference, TableField};
pub use table_row::{ColumnType, FieldValue, FigureValue, OWN_FIELDS, ShapeColumn, TableRow, TableShape};
pub use trend::{
    DirectionFigures, HandIn, HandInTrend, IndicatorFigures, IndicatorTrend, PeriodFigures, Punctuality, StageCount,
    StageFiguresOf, StageTrend, Trend,
};
pub use word::json_word;
