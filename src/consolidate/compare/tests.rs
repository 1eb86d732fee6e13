use super::*;
use crate::model::{Address, Field, Matched, Origin, Reorganisation, Stage, StageEntry, Statement};

fn record(id: &str, name: &str, department: &str, done: &str, planned: &str) -> Progress {
    let (direction, numbers) = id.split_once('-').unwrap();
    let statement = |text: &str| {
        let stages = text.split('【').skip(1).filter_map(|part| part.split_once('】')).map(|(stage, text)| StageEntry {
            stage_raw: stage.into(),
            stage: Some(stage.into()),
            text: text.into(),
        });
        (!text.is_empty()).then(|| Statement { text: text.into(), stages: stages.collect() })
    };
    Progress {
        id: id.into(),
        direction: direction.parse().ok(),
        direction_text: None,
        numbers: numbers.split('_').map(str::to_owned).collect(),
        names: name.split('・').map(str::to_owned).collect(),
        departments: vec![department.into()],
        description: None,
        done: statement(done),
        planned: statement(planned),
        origin: Origin {
            file: "a.xlsx".into(),
            sheet: None,
            row: 3,
            cells: vec![("done".into(), Address::new(3, 4))],
            comments: Default::default(),
            elsewhere: Vec::new(),
        },
        missing: Default::default(),
        earlier: Vec::new(),
    }
}

fn plan() -> Plan {
    let stage = |name: &str, step| Stage { name: name.to_owned(), step, ..Stage::default() };
    Plan {
        stages: vec![stage("調査検討", Some(1)), stage("予算化", None), stage("導入", Some(2)), stage("運用開始", Some(3))],
        reorganisations: vec![Reorganisation {
            from: "商工課".into(),
            to: vec!["産業観光課".into()],
            on: Some("2024-04-01".into()),
        }],
        ..Plan::default()
    }
}

fn compared(previous: &[Progress], current: &[Progress]) -> Comparison {
    compare(previous, current, &plan(), &Occasion { period: Period::parse("2025H2"), ..Occasion::default() })
}

fn of<'c>(comparison: &'c Comparison, id: &str) -> &'c [Difference] {
    &comparison.of(id).unwrap().differences
}

const DONE: &str = "窓口の混雑状況を庁舎入口の画面に表示し、待ち時間を短くした。";
const PLAN: &str = "予約の受付をスマートフォンからもできるようにする。";

#[test]
fn order_and_place_mean_nothing() {
    let a = record("1-1", "混雑表示", "市民窓口課", DONE, PLAN);
    let b = record("1-2_3", "予約・受付", "福祉課", "相談の予約表を共有した。", "様式を統一する。");
    let mut turned = record("1-3_2", "予約・受付", "福祉課", "相談の予約表を共有した。", "様式を統一する。");
    turned.origin.row = 90;
    let comparison = compared(&[a.clone(), b], &[turned, a]);
    assert_eq!(of(&comparison, "1-1"), [Difference::Unchanged { periods: 1 }]);
    let change = comparison.of("1-3_2").unwrap();
    assert_eq!((change.matched, change.before.as_slice()), (Some(Matched::Numbers), ["1-2_3".into()].as_slice()));
}

#[test]
fn a_new_number_with_the_same_name_and_department_is_the_same_initiative() {
    let comparison =
        compared(&[record("1-1", "混雑表示", "商工課", DONE, PLAN)], &[record("1-9", "混雑 表示", "産業観光課", DONE, PLAN)]);
    let change = comparison.of("1-9").unwrap();
    assert_eq!(change.matched, Some(Matched::Title));
    assert!(matches!(&change.differences[0], Difference::Moved { expected: true, .. }), "{change:?}");
    assert_eq!(comparison.changes.len(), 1);
}

#[test]
fn what_is_only_alike_is_a_question() {
    let then = record("1-1", "庁舎混雑状況の表示", "市民窓口課", DONE, PLAN);
    let now = record("1-9", "庁舎混雑状況の公開", "財政課", "別の文章。", "");
    let comparison = compared(&[then], &[now]);
    assert_eq!(of(&comparison, "1-9"), [Difference::New, Difference::Unclear { candidates: vec!["1-1".into()] }]);
    assert_eq!(
        of(&comparison, "1-1"),
        [Difference::Gone { handed_in: true, ended: false }, Difference::Unclear { candidates: vec!["1-9".into()] }]
    );
}

#[test]
fn joined_and_divided() {
    let one = record("1-2", "予約", "福祉課", DONE, PLAN);
    let two = record("1-3", "受付", "福祉課", DONE, PLAN);
    let both = record("1-2_3", "予約・受付", "福祉課", DONE, PLAN);
    let joined = compared(&[one.clone(), two.clone()], std::slice::from_ref(&both));
    assert_eq!(of(&joined, "1-2_3"), [Difference::Merged]);
    assert_eq!(joined.of("1-2_3").unwrap().before, ["1-2".into(), "1-3".into()]);
    let divided = compared(&[both], &[one, two]);
    assert_eq!(of(&divided, "1-3"), [Difference::Split { into: vec!["1-2".into(), "1-3".into()] }]);
    assert_eq!(divided.changes.len(), 2);
}

#[test]
fn the_records_of_a_late_department_are_late_not_gone() {
    let then = record("1-1", "混雑表示", "市民窓口課", DONE, PLAN);
    let missing: [Arc<str>; 1] = ["市民窓口課".into()];
    let comparison = compare(&[then], &[], &plan(), &Occasion { missing: &missing, ..Occasion::default() });
    assert_eq!(of(&comparison, "1-1"), [Difference::Gone { handed_in: false, ended: false }]);
}

#[test]
fn an_end_that_was_announced_is_one() {
    let then = record("1-1", "混雑表示", "市民窓口課", DONE, "事業完了につき、次期から対象外");
    assert_eq!(of(&compared(&[then], &[]), "1-1"), [Difference::Gone { handed_in: true, ended: true }]);
}

#[test]
fn going_on_is_no_change() {
    let then = record("1-1", "混雑表示", "市民窓口課", DONE, "表示を公開する。");
    let now = record("1-1", "混雑表示", "市民窓口課", DONE, "引き続き、表示を公開する。");
    assert_eq!(of(&compared(&[then], &[now]), "1-1"), [Difference::Unchanged { periods: 1 }]);
}

#[test]
fn money_is_an_event_and_no_step() {
    let then = record("1-1", "混雑表示", "市民窓口課", "【導入】画面を置いた。", "");
    let now = record("1-1", "混雑表示", "市民窓口課", "【予算化】費用を計上した。【導入】画面を置いた。", "");
    let found = compared(std::slice::from_ref(&then), std::slice::from_ref(&now));
    let found: Vec<_> = of(&found, "1-1").iter().filter(|d| !matches!(d, Difference::Text { .. })).cloned().collect();
    assert_eq!(found, [Difference::Event { stage: "予算化".into() }]);
    let back = record("1-1", "混雑表示", "市民窓口課", "【調査検討】やり直す。", "");
    assert!(
        of(&compared(&[now], &[back]), "1-1")
            .contains(&Difference::StageDown { from: "導入".into(), to: Some("調査検討".into()) })
    );
    let up = record("1-1", "混雑表示", "市民窓口課", "【運用開始】全ての窓口で使う。", "");
    assert!(
        of(&compared(&[then], &[up]), "1-1")
            .contains(&Difference::StageUp { from: Some("導入".into()), to: "運用開始".into() })
    );
}

#[test]
fn only_a_figure_differs() {
    let then = record("1-1", "混雑表示", "市民窓口課", "窓口の待ち時間は平均12.5分で、画面は8台である。", PLAN);
    let now = record("1-1", "混雑表示", "市民窓口課", "窓口の待ち時間は平均１１分で、画面は8台である。", PLAN);
    let comparison = compared(&[then], &[now]);
    let [Difference::NearlyCopied, Difference::Figure { field: Field::Done, after, phrases, .. }] = of(&comparison, "1-1") else {
        panic!("{comparison:?}")
    };
    assert_eq!(phrases.iter().map(|range| &after[range.clone()]).collect::<Vec<_>>(), ["１１"]);
}

#[test]
fn unchanged_is_counted_on() {
    let then = record("1-1", "混雑表示", "市民窓口課", DONE, PLAN);
    let known = BTreeMap::from([("1-1".into(), 2)]);
    let occasion = Occasion { unchanged: Some(&known), ..Occasion::default() };
    let comparison = compare(std::slice::from_ref(&then), std::slice::from_ref(&then), &plan(), &occasion);
    assert_eq!(of(&comparison, "1-1"), [Difference::Unchanged { periods: 3 }]);
}

#[test]
fn dates_gone_by() {
    let then = record("1-1", "混雑表示", "市民窓口課", "", "");
    let now = record(
        "1-1",
        "混雑表示",
        "市民窓口課",
        "R7.4に画面を置き、令和7年9月に増やした。",
        "R8.1に見直し、R8.6に広げる。R7.10～ 試行。",
    );
    let comparison = compared(&[then], &[now]);
    let dates: Vec<_> = of(&comparison, "1-1")
        .iter()
        .filter(|d| matches!(d, Difference::OldDates { .. } | Difference::PastPlan { .. }))
        .collect();
    let (september, january) = (jiff::civil::Date::constant(2025, 9, 30), jiff::civil::Date::constant(2026, 1, 31));
    assert_eq!(dates, [&Difference::OldDates { newest: september }, &Difference::PastPlan { date: january }]);
}

#[test]
fn a_promise_that_nobody_mentions_any_more() {
    let then = record(
        "1-1",
        "混雑表示",
        "市民窓口課",
        DONE,
        "【導入】電子申請の本人確認にマイナンバーカードを使う。【調査検討】庁舎入口の画面表示を多言語にする。",
    );
    let now =
        record("1-1", "混雑表示", "市民窓口課", "庁舎入口の画面表示を3か国語にした。", "庁舎入口の画面表示をさらに増やす。");
    let comparison = compared(&[then], &[now]);
    let forgotten: Vec<_> = of(&comparison, "1-1").iter().filter(|d| matches!(d, Difference::ForgottenPlan { .. })).collect();
    assert_eq!(forgotten, [&Difference::ForgottenPlan { text: "電子申請の本人確認にマイナンバーカードを使う。".into() }]);
}

#[test]
fn a_revised_plan_says_which_initiative_is_which() {
    let revision = "on = \"2026-04-01\"\nrenumbered = { \"2-8\" = \"1-3\", \"2-9\" = [\"2-8\", \"2-10\"], \"窓口\" = \"3-1\", \"2-11\" = [] }\n";
    let plan = Plan { revisions: vec![toml::from_str(revision).unwrap()], ..plan() };
    let old = [
        record("2-8", "電子申請", "総務課", DONE, PLAN),
        record("2-9", "文書・決裁", "総務課", "文書を保存した。", ""),
        record("2-7", "窓口", "市民課", "窓口を増やした。", ""),
        record("2-11", "印刷", "総務課", "印刷を減らした。", ""),
    ];
    let new = [
        record("1-3", "申請の電子化", "総務課", DONE, PLAN),
        record("2-8", "文書", "総務課", "文書を保存した。", ""),
        record("2-10", "決裁", "総務課", "決裁を始めた。", ""),
        record("2-11", "地図", "総務課", "地図を作った。", ""),
        record("3-1", "手続の窓口", "市民課", "窓口を増やした。", ""),
    ];
    let between = |before: &str, now: &str| {
        let occasion = Occasion { period: Period::parse(now), previous: Period::parse(before), ..Occasion::default() };
        compare(&old, &new, &plan, &occasion)
    };
    let comparison = between("2026-03", "2026-04");
    let change = comparison.of("1-3").unwrap();
    assert_eq!((change.matched, change.before.as_slice()), (Some(Matched::Revision), ["2-8".into()].as_slice()));
    assert!(matches!(of(&comparison, "2-8"), [Difference::Split { .. }, ..]), "{:?}", of(&comparison, "2-8"));
    assert_eq!(comparison.of("3-1").unwrap().before, ["2-7".into()]);
    assert_eq!(comparison.changes.iter().filter(|change| change.id == "2-11".into()).count(), 2, "new, and gone");
    // within the revised plan numbers are what they are
    assert_eq!(between("2026-04", "2026-05").of("2-8").unwrap().before, ["2-8".into()]);
}
