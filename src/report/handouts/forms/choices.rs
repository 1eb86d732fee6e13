//! The plan's stages, for the drop-downs of the form.

use rust_xlsxwriter::{DataValidation, Formula, Workbook, XlsxError};

use crate::model::{Plan, Stamp};
use crate::report::handouts::forms::look;
use crate::report::workbook::style::{Styles, Tab};
use crate::report::workbook::text::put;

const NAME: &str = "選択肢";
const FIRST: u32 = 1;
/// What a drop-down holds by itself, in UTF-16 units; longer lists go to a hidden sheet.
const INLINE: usize = 255;

/// The choices of a plan.
#[derive(Debug, Clone)]
pub struct Choices {
    tags: Vec<String>,
}

impl Choices {
    /// The choices of a plan, if it has stages.
    pub fn of(plan: &Plan) -> Option<Self> {
        let tags: Vec<String> = plan.stages.iter().map(|stage| format!("【{}】", stage.name)).collect();
        (!tags.is_empty()).then_some(Self { tags })
    }

    /// Do they fit into the drop-down?
    fn is_inline(&self) -> bool {
        let units: usize = self.tags.iter().map(|tag| tag.encode_utf16().count() + 1).sum();
        units <= INLINE && !self.tags.iter().any(|tag| tag.contains([',', '"']))
    }

    /// The validation of a cell with these choices.
    pub fn rule(&self) -> Result<DataValidation, XlsxError> {
        if self.is_inline() {
            return DataValidation::new().allow_list_strings(&self.tags);
        }
        let range = format!("='{NAME}'!$A${}:$A${}", FIRST + 1, FIRST as usize + self.tags.len());
        Ok(DataValidation::new().allow_list_formula(Formula::new(range)))
    }

    /// Writes the hidden sheet, if they need one.
    pub fn write(&self, workbook: &mut Workbook, styles: &Styles) -> Result<(), XlsxError> {
        if self.is_inline() {
            return Ok(());
        }
        let sheet = workbook.add_worksheet();
        sheet.set_name(NAME)?;
        sheet.set_tab_color(Tab::Data.color());
        sheet.set_column_width_pixels(0, 160)?;
        put(sheet, 0, 0, "取組の段階", &styles.heading)?;
        put(sheet, 0, 1, &Stamp::Note.to_string(), &look::hidden())?;
        sheet.set_column_hidden(1)?;
        for (row, tag) in (FIRST..).zip(&self.tags) {
            put(sheet, row, 0, tag, &styles.text)?;
        }
        sheet.protect();
        // for the drop-downs, not for printing
        sheet.set_hidden(true);
        Ok(())
    }
}
