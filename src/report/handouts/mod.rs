//! Workbooks for departments: the forms they fill in, and the returns they correct.

pub mod forms;
pub mod returns;
