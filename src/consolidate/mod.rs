//! Submissions become one consolidation; its figures; what changed since the last.

mod summary;

pub use summary::{DepartmentFigures, StageFigures, Summary, highest_stage};
