//! What goes to departments: the forms they fill in, the returns they correct, letters and mails.

pub mod forms;
pub mod letters;
pub mod returns;
