//! What a report opens with: headline, counts and concerns. Files in, 報告書.html out.

use std::path::Path;

use crate::common::{build, repository};

const INDICATORS: &str = "指標,担当課,基準値（R5）,目標値（R7）,実績値（R7）,評価\n";
const SCHEDULE: &str = "取組,担当課,R3,R4,R5\n文書の電子化,総務課,検討,導入,\n電子申請,財政課,検討,導入,開始\n";

/// 報告書.html of one file, made on this day.
fn page(name: &str, text: &str, day: &str) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let (input, out) = (folder.path().join("in"), folder.path().join("out"));
    std::fs::create_dir_all(&input).expect("writable");
    std::fs::write(input.join(name), text).expect("writable");
    let now = format!("{day}T09:00:00+09:00");
    build(&input, &out, &["--plan", "none", "--now", &now, "--html", "--no-pdf", "--quiet"]);
    read(&out)
}

fn read(out: &Path) -> String {
    std::fs::read_to_string(out.join("報告書.html")).expect("a report")
}

#[test]
fn an_ended_schedule_shows_its_last_year() {
    let ended = page("工程.csv", SCHEDULE, "2026-04-10");
    assert!(ended.contains("計画期間（令和3〜5年度）が終了。令和5年度に予定があったのは1。"), "{ended}");
    assert!(ended.contains("最終年度＝R5年度") && !ended.contains("取りまとめる記載はありません"));
    let current = page("工程.csv", SCHEDULE, "2023-05-10");
    assert!(current.contains("2のうち、令和5年度に予定があるのは1。") && current.contains("今年度＝R5年度"), "{current}");
}

#[test]
fn a_bar_that_ended_is_not_called_done() {
    let current = page("工程.csv", SCHEDULE, "2023-05-10");
    assert!(current.contains("過年度") && !current.contains("終えた"), "{current}");
    assert!(current.contains("予定が前年度までのもの。終了したという報告ではありません。"));
}

#[test]
fn a_good_mark_on_nothing_reached_is_the_first_concern() {
    let rows = "窓口の件数,総務課,0件,10件,1件,△\n手続の件数,総務課,0件,10件,0件,○\n";
    let made = page("指標.csv", &format!("{INDICATORS}{rows}"), "2026-04-10");
    let (first, second) = (made.find("達成率0.0%で評価は○（目標10件に対し0件）"), made.find("目標10件に対し1件"));
    assert!(first.is_some() && first < second, "{first:?} {second:?} {made}");
}

#[test]
fn what_is_planned_comes_before_what_is_listed() {
    let folder = tempfile::tempdir().expect("a folder");
    let (input, out) = (folder.path().join("in"), folder.path().join("out"));
    std::fs::create_dir_all(&input).expect("writable");
    std::fs::write(input.join("01_一覧.csv"), "担当課,項目,対応の有無\n総務課,町県民税,○\n総務課,水道料金,×\n")
        .expect("writable");
    std::fs::write(input.join("02_工程.csv"), SCHEDULE).expect("writable");
    build(&input, &out, &["--plan", "none", "--now", "2023-05-10T09:00:00+09:00", "--html", "--no-pdf", "--quiet"]);
    let page = read(&out);
    let (lead, list) = (page.find("2のうち、令和5年度に予定があるのは1。"), page.find("2のうち1が対応。"));
    assert!(lead.is_some() && lead < list, "{lead:?} {list:?} {page}");
}

#[test]
fn what_the_first_page_lists_by_name_is_listed_on_the_screen_too() {
    let page = page("工程.csv", SCHEDULE, "2023-05-10");
    let list = page.split("令和5年度の予定（1件）").nth(1).expect("the list");
    let names = list.split("</ul>").next().unwrap_or_default();
    assert!(names.contains("電子申請（財政課）") && names.contains("開始") && !names.contains("文書の電子化"), "{names}");
}

#[test]
fn records_of_a_section_are_listed_under_its_number() {
    let text = "施策,主な取組,担当課,R6,R7\n(1)-1-1 手続の電子化,申請の電子化,総務課,構築,運用\n(1)-1-1 手続の電子化,窓口の活用,総務課,構築,運用\n";
    let page = page("工程.csv", text, "2024-05-10");
    let index = page.rsplit("担当課別索引").next().expect("an index");
    assert!(index.contains("(1)-1-1 窓口の活用") && !page.contains("(1)-1-1-2 "), "{index}");
}

#[test]
fn what_is_listed_again_is_named_beside_the_count() {
    let rows = "窓口の件数,総務課,0件,10件,,\n手続の件数,総務課,0件,10件,,\n手続の件数（再掲）,総務課,0件,10件,,\n";
    let made = page("指標.csv", &format!("{INDICATORS}{rows}"), "2026-04-10");
    assert!(made.contains("2（ほかに再掲1）は、"), "{made}");
}

#[test]
fn a_record_of_two_lanes_counts_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = |name: &str| repository(&format!("tests/fixtures/forms/{name}"));
    let (form, plan) = (file("nenji.toml"), file("minato.toml"));
    let (form, plan) = (form.to_str().expect("text"), plan.to_str().expect("text"));
    let more = ["--template", form, "--plan", plan, "--html", "--no-pdf", "--quiet"];
    build(&file("年次計画.xlsx"), folder.path(), &more);
    let made = read(folder.path());
    let body = made.split("<script>").next().expect("a page");
    let count = |what: &str| body.matches(what).count();
    assert_eq!((count("<tr data-item"), count("<tr data-lane")), (3, 1));
}
