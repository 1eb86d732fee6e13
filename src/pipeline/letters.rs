//! Letters and mails with the texts of the workspace.

use std::path::PathBuf;

use jiff::civil::Date;

use crate::model::{Department, Failure};
use crate::pipeline::errors::io_reason;
use crate::pipeline::messages::{files, settings};
use crate::pipeline::settings::config::is_mail_address;
use crate::pipeline::settings::resolved::Settings;
use crate::report::handouts::letters::{Draft, Letter, Request, Template, Values};
use crate::source::settings::text;

impl Settings {
    /// The values for a letter: what is requested, by whom and by when.
    pub(crate) const fn request(&self, due: Option<Date>) -> Request<'_> {
        Request { office: &self.config.office, due }
    }

    /// The text of a letter: from the workspace, else the built-in one.
    pub(crate) fn letter(&self, letter: Letter) -> Result<Template, Failure> {
        let own = self.config.folder.as_ref().map(|root| root.join("templates").join(letter.file_name()));
        let Some(path) = own.filter(|path| path.exists()) else {
            return Template::parse(letter, letter.standard()).map_err(|fault| files::letter(&fault));
        };
        let text = text(&path).map_err(|error| files::letter_unreadable(path.display(), io_reason(&error)))?;
        Template::parse(letter, &text).map_err(|fault| {
            let known = letter.placeholders().iter().map(|word| format!("{{{word}}}")).collect::<Vec<_>>().join(" ");
            settings::unknown_placeholder(path.display(), fault.line, fault.column, format!("{{{}}}", fault.word), known)
        })
    }

    /// The mail address of a department, from the list of departments.
    pub(crate) fn mail_of(&self, department: &str) -> Option<&str> {
        let is_meant = |known: &&Department| known.name == department || known.former.iter().any(|name| name == department);
        let listed = self.departments.iter().flatten().find(is_meant)?;
        listed.mail.as_deref().filter(|mail| is_mail_address(mail))
    }

    /// Mails need a sender.
    pub(crate) fn check_sender(&self) -> Result<(), Failure> {
        if self.config.office.mail.is_some() {
            return Ok(());
        }
        Err(settings::no_sender())
    }

    /// A draft of a mail to a department.
    pub(crate) fn draft(
        &self,
        department: &str,
        template: &Template,
        values: &Values,
        workbook: Option<(&str, &[u8])>,
    ) -> Result<Vec<u8>, Failure> {
        let draft = Draft {
            office: &self.config.office,
            to: (department, self.mail_of(department)),
            text: &template.fill(values),
            workbook,
            issued: self.now,
        };
        draft.eml().map_err(|error| files::mail(io_reason(&error)))
    }

    /// The departments without a mail address.
    pub(crate) fn without_address<'d>(&self, departments: impl Iterator<Item = &'d str>) -> Vec<&'d str> {
        departments.filter(|department| self.mail_of(department).is_none()).collect()
    }

    /// The root of the workspace, else the current folder.
    pub(crate) fn root(&self) -> PathBuf {
        self.workspace.as_ref().map(|workspace| workspace.root.clone()).unwrap_or_default()
    }
}
