//! 対応表: the plan's schedule beside the reported progress.

use crate::consolidate::crosswalk::Crosswalk;
use crate::form::Align;
use crate::model::RecordKind;
use crate::report::pdf::error::Error;
use crate::report::pdf::layout::Progress;
use crate::report::pdf::layout::display_list::Anchor;
use crate::report::pdf::layout::grid::GridWriter;
use crate::report::pdf::layout::lists::{columns, plain};
use crate::report::pdf::layout::page_builder::PageBuilder;
use crate::report::pdf::layout::row::{GridCell, GridRow};
use crate::report::pdf::layout::theme::{BODY, SMALL};
use crate::report::tables::crosswalk::{HEADINGS, NOTE, department_lists, lines, summary};

pub(super) fn draw(
    builder: &mut PageBuilder<'_>,
    crosswalk: Option<&Crosswalk<'_>>,
    progress: &Progress<'_>,
    anchor: Option<Anchor>,
) -> Result<(), Error> {
    let (Some(crosswalk), Some(anchor)) = (crosswalk, anchor) else { return Ok(()) };
    let sect = builder.section("対応表", anchor);
    builder.paragraph(sect, BODY, &summary(crosswalk));
    builder.y += 3.0;
    builder.paragraph(sect, SMALL, NOTE);
    builder.y += 6.0;
    let shape = [
        (4.5, Align::Center),
        (6.0, Align::Center),
        (22.0, Align::Left),
        (14.0, Align::Left),
        (10.0, Align::Left),
        (6.5, Align::Center),
        (22.0, Align::Left),
        (14.0, Align::Left),
        (14.0, Align::Left),
    ];
    let of: Vec<(&str, f32, Align)> = HEADINGS.iter().zip(shape).map(|(text, (width, align))| (*text, width, align)).collect();
    let mut grid = columns(&of);
    for (at, column) in grid.columns.iter_mut().enumerate() {
        (column.bold, column.names_row, column.merges_down) = (false, at == 2, at == 0);
    }
    let mut writer = GridWriter::begin(builder, sect, &grid)?;
    for line in lines(crosswalk) {
        let ids = [(2, RecordKind::Schedule, line.schedule), (6, RecordKind::Progress, line.progress)];
        let mut cells: Vec<GridCell<'_>> = line.texts.into_iter().map(GridCell::text).collect();
        for (at, kind, id) in ids {
            if let (Some(cell), Some(to)) = (cells.get_mut(at), id.and_then(|id| progress.anchors.get(&(kind, id))).copied())
                && !cell.text.is_empty()
            {
                cell.link = Some(to.into());
            }
        }
        writer.row(builder, &GridRow { cells, ..GridRow::default() });
    }
    writer.end(builder);
    builder.y += 14.0;
    builder.room(80.0);
    let sub = builder.node(sect, crate::report::pdf::layout::tree::Role::Sect);
    builder.subheading(sub, "担当課の対応");
    let grid = columns(&[("区分", 14.0, Align::Left), ("数", 4.0, Align::Right), ("担当課", 60.0, Align::Left)]);
    let mut writer = GridWriter::begin(builder, sub, &grid)?;
    for (word, names) in department_lists(crosswalk) {
        let row = plain([word.to_owned(), names.len().to_string(), names.join("、")]);
        writer.row(builder, &row);
    }
    writer.end(builder);
    Ok(())
}
