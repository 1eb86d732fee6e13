//! 選択肢: the plan's stages, for the drop-downs of the form.

use rust_xlsxwriter::{Workbook, XlsxError};

use crate::model::{Plan, Stamp};
use crate::report::handouts::forms::look;
use crate::report::workbook::style::{Styles, Tab};
use crate::report::workbook::text::put;

const NAME: &str = "選択肢";
const FIRST: u32 = 1;

/// Where the choices stand.
#[derive(Debug, Clone, Copy)]
pub struct Choices {
    count: u32,
}

impl Choices {
    /// The choices of a plan; none where it has no stages.
    pub fn of(plan: &Plan) -> Option<Self> {
        let count = u32::try_from(plan.stages.len()).ok().filter(|count| *count > 0)?;
        Some(Self { count })
    }

    /// The range of the stages' tags.
    pub fn formula(self) -> String {
        format!("='{NAME}'!$A${}:$A${}", FIRST + 1, FIRST + self.count)
    }

    /// Writes the sheet.
    pub fn write(self, workbook: &mut Workbook, plan: &Plan, styles: &Styles) -> Result<(), XlsxError> {
        let sheet = workbook.add_worksheet();
        sheet.set_name(NAME)?;
        sheet.set_tab_color(Tab::Data.color());
        sheet.set_column_width_pixels(0, 160)?;
        put(sheet, 0, 0, "取組の段階", &styles.heading)?;
        put(sheet, 0, 1, &Stamp::Note.to_string(), &look::hidden())?;
        sheet.set_column_hidden(1)?;
        for (row, stage) in (FIRST..).zip(&plan.stages) {
            put(sheet, row, 0, &format!("【{}】", stage.name), &styles.text)?;
        }
        sheet.protect();
        Ok(())
    }
}
