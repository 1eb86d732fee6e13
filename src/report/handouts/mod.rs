//! Files for departments: forms to fill in, returns to correct, letters and mails.

pub mod forms;
pub mod letters;
pub mod returns;
