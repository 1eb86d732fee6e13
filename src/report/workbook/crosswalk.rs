//! 対応表: the plan's schedule beside the reported progress, name by name, and the departments of both.

use super::book::{Book, subtitle};
use super::error::Error;
use super::grid::{Grid, Value, set_widths};
use super::page::Page;
use super::style::Tab;
use super::summary::{caption, column_sum, note};
use super::text::put;
use crate::consolidate::crosswalk::{Crosswalk, schedule_name};
use crate::model::{Missing, Schedule};

const NAME: &str = "対応表";
const HEADINGS: [(&str, f32); 9] = [
    ("方向", 6.0),
    ("工程表\nNo.", 7.0),
    ("工程表の取組", 30.0),
    ("工程表の担当", 20.0),
    ("対応", 12.0),
    ("取組番号", 9.0),
    ("取組状況の取組名", 30.0),
    ("取組状況の担当課", 20.0),
    ("共通する担当課", 20.0),
];

/// Writes the sheet; none unless both a schedule and progress were read.
pub fn write(book: &mut Book<'_>) -> Result<(), Error> {
    let edition = book.edition;
    let Some(crosswalk) = Crosswalk::of(edition.consolidation) else { return Ok(()) };
    let page = Page::landscape(Tab::Report);
    let (sheet, _, styles, _) = book.add(NAME, false)?;
    let widths = set_widths(sheet, &HEADINGS.map(|(_, width)| width), page.width())?;
    sheet.set_row_height(0, 24)?;
    put(sheet, 0, 0, &format!("{} 工程表と取組状況の対応", edition.title), &styles.title)?;
    sheet.set_row_height(1, 15)?;
    put(sheet, 1, 0, &subtitle(edition), &styles.subtitle)?;
    let mut grid = Grid { sheet, widths, row: 2 };
    grid.row(&HEADINGS.map(|(text, _)| (Value::from(text), &styles.heading)))?;
    let first = grid.row;
    for pair in &crosswalk.pairs {
        let (planned, told) = (pair.schedule, pair.progress);
        let plan_departments: Vec<&str> = planned.iter().flat_map(|record| &record.departments).map(|name| &**name).collect();
        let told_departments: Vec<&str> = told.iter().flat_map(|(record, _)| &record.departments).map(|name| &**name).collect();
        let common: Vec<&str> = plan_departments.iter().filter(|name| told_departments.contains(name)).copied().collect();
        let relation = match (planned, told) {
            (Some(_), Some(_)) => "一致",
            (Some(_), None) => "工程表のみ",
            _ => "取組状況のみ",
        };
        let number = told.and_then(|(record, at)| record.numbers.get(at).or(record.numbers.first())).cloned().unwrap_or_default();
        grid.row(&[
            (pair.direction.map_or(Value::Blank, |no| Value::Count(u64::from(no))), &styles.center),
            (planned.and_then(|record| record.no).map_or(Value::Blank, |no| Value::Count(u64::from(no))), &styles.center),
            (Value::from(planned.map_or("", schedule_name)), &styles.text),
            (Value::from(departments(planned, &plan_departments)), &styles.text),
            (Value::from(relation), &styles.center),
            (Value::from(number), &styles.center),
            (Value::from(told.and_then(|(record, at)| record.names.get(at)).map_or("", String::as_str)), &styles.text),
            (Value::from(told_departments.join("\n")), &styles.text),
            (Value::from(common.join("\n")), &styles.text),
        ])?;
    }
    let last = grid.row.saturating_sub(1).max(first);
    grid.sheet.autofilter(first - 1, 0, last, 8)?;
    note(
        &mut grid,
        "取組名は、字の幅・空白・中点の違いを除いて同じものを一致としています。似ているだけのものは一致としません。",
        styles,
    )?;
    grid.row += 1;
    caption(&mut grid, "方向ごとの件数", styles)?;
    let headings = ["方向", "工程表", "うち一致", "工程表のみ", "取組状況のみ"];
    grid.row(&headings.map(|text| (Value::from(text), &styles.heading)))?;
    let top = grid.row;
    let mut totals = [0; 4];
    for (direction, [planned, both, reported]) in crosswalk.counts() {
        let figures = [planned, both, planned - both, reported];
        let mut cells = vec![(direction.map_or(Value::from("なし"), |no| Value::Count(u64::from(no))), &styles.center)];
        cells.extend(figures.map(|figure| (Value::from(figure), &styles.number)));
        grid.row(&cells)?;
        for (total, figure) in totals.iter_mut().zip(figures) {
            *total += figure;
        }
    }
    let bottom = grid.row.saturating_sub(1).max(top);
    let mut cells = vec![(Value::from("計"), &styles.total_text)];
    for (col, total) in totals.into_iter().enumerate() {
        cells.push((column_sum(col + 1, top, bottom, total), &styles.total_number));
    }
    grid.row(&cells)?;
    grid.row += 1;
    caption(&mut grid, "担当課", styles)?;
    for (word, names) in [
        ("両方", &crosswalk.shared),
        ("工程表のみ", &crosswalk.only_schedule),
        ("取組状況のみ", &crosswalk.only_progress),
        ("課を特定しない担当", &crosswalk.generic),
    ] {
        let row = grid.row;
        let joined = names.join("、");
        grid.sheet.merge_range(row, 0, row, 1, word, &styles.text)?;
        grid.sheet.merge_range(row, 2, row, 8, "", &styles.text)?;
        let text = format!("{}　{joined}", names.len());
        put(grid.sheet, row, 2, &text, &styles.text)?;
        let width: f32 = grid.widths.iter().skip(2).sum();
        grid.sheet.set_row_height(row, super::grid::row_height(super::height::wrapped_lines(&text, width)))?;
        grid.row += 1;
    }
    let end = grid.row;
    sheet.set_freeze_panes(first, 0)?;
    page.set_up(sheet, edition, NAME, Some((first - 1, first - 1)), (end, 9))?;
    Ok(())
}

/// The plan's departments as it writes them; ほか where its list is open.
fn departments(schedule: Option<&Schedule>, names: &[&str]) -> String {
    let Some(schedule) = schedule else { return String::new() };
    let mut text = names.join("\n");
    if schedule.and_others {
        text.push_str("\nほか");
    }
    if text.is_empty() && schedule.missing.get("departments") == Some(&Missing::Dash) { "―".to_owned() } else { text }
}
