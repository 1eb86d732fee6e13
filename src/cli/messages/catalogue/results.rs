//! Results and remarks: what a command did.

use crate::model::message::messages;

messages! { MESSAGES:
    // build
    consolidated(plan, records) { ja: "{plan}{records}件を取りまとめました。", en: "{plan}{records} consolidated." }
    submissions(counts, departments) { ja: "{counts}（全{departments}課）", en: "{counts} (of {departments})" }
    submission_count(status, count) { ja: "{status} {count}課", en: "{status} {count}" }
    handed_in() { ja: "提出", en: "handed in" }
    not_asked(departments) { ja: "提出対象でない{departments}課からも提出があります。", en: "Also submitted, though not required: {departments}." }
    closed_and_unchanged(label, period, next) {
        ja: "{label}（{period}）は締めてあり、その後の変更はありません。何も書き出していません。次の期間のファイルは inbox に {next} というフォルダーを作って入れてください。",
        en: "{label} ({period}) is closed and nothing has changed since. Nothing was written. Put the files of the next period into inbox/{next}.",
    }
    workbook_kept(workbook, kept) {
        ja: "前回の {workbook} には取り込めない変更があるか、あるかもしれないため、{kept} という名前で残しました。",
        en: "The previous {workbook} has, or may have, changes that cannot be read back. It is kept as {kept}.",
    }
    file_kept(path) {
        ja: "{path} は作成後に変更されているため、そのまま残しました。",
        en: "{path} was changed after it was written and is left as it is.",
    }
    edit_dropped(edit) { ja: "手直しを捨てました: {edit}", en: "Dropped: {edit}" }
    period_closed(label, run) {
        ja: "{label}を締めました（実行 {run}）。以後の変更は正誤として記録します。",
        en: "{label} is closed (run {run}). Later changes are recorded as errata.",
    }
    correction_unchanged(label, folder) {
        ja: "{label}は締めてあります。締めた内容（{folder}）との違いはありません。",
        en: "{label} is closed. Nothing differs from the closed report ({folder}).",
    }
    correction(label, folder, differences) {
        ja: "{label}は締めてあります。締めた内容（{folder}）との違い{differences}件を正誤として記録しました。次の報告書に載ります。",
        en: "{label} is closed. {differences} from the closed report ({folder}) recorded as errata for the next report.",
    }

    // check, ingest
    checked(records, errors, warnings) {
        ja: "{records}件を読み取りました。エラー {errors}件、注意 {warnings}件。",
        en: "{records} read, {errors}, {warnings}.",
    }
    #[cfg(feature = "parquet")]
    ingested(files, path) { ja: "{files}件のファイルを読み取り、{path} に書き出しました。", en: "{files} read into {path}." }

    // findings
    missing_departments(count, names) { ja: "次の{count}課から提出がありません: {names}", en: "{count} departments have not handed in: {names}" }
    missing_departments_hint() {
        ja: "督促の文面は torimatome status --reminder で書き出せます。提出済みの課がある場合は、ファイルが入力フォルダーにあるか、一覧（departments.csv）の課名に誤りがないか確かめてください。",
        en: "torimatome status --reminder writes the reminders. If one has sent its file, check that the file is in the input folder, and the spelling of the name in the list (departments.csv).",
    }
    whole_run() { ja: "（全体）", en: "(the whole run)" }
    answered_findings(count) { ja: "判断済みの指摘が{count}件あります。", en: "Answered findings: {count}." }
    more_information(count) {
        ja: "ほかに情報が{count}件あります（確認結果.html か --format json で見られます）。",
        en: "Further findings for information: {count} (see 確認結果.html or --format json).",
    }
    without_passwords() {
        ja: "この torimatome はパスワード付きのブックを開けません（機能 encrypted を含めずに作られています）。配布されている torimatome なら開けます。",
        en: "This build cannot open workbooks with a password: it was made without the feature encrypted. A released torimatome can.",
    }
    machine_readability(count) {
        ja: "機械判読のルール（L1-01〜L3-09）の情報が{count}件あります（様式を見直すときの参考です。報告には影響しません）。",
        en: "Findings on machine readability (L1-01 to L3-09): {count} (of use when forms are revised; reports do not depend on them).",
    }

    // diff, history
    differences(changed, unchanged) { ja: "変更のあるもの {changed}件、変更なし {unchanged}件", en: "{changed} changed, {unchanged} unchanged" }
    names_in_brackets(names) { ja: "（{names}）", en: " ({names})" }
    no_history() {
        ja: "履歴はまだありません。torimatome build を実行すると残ります。",
        en: "There is no history yet: run torimatome build.",
    }
    restored_closed() { ja: "履歴に戻しました（締め済み）", en: "restored (closed)" }
    restored() { ja: "履歴に戻しました", en: "restored" }
    in_the_history() { ja: "履歴にあります", en: "in the history already" }
    not_restored_changed(files) {
        ja: "戻せません。書き出した後に変更されたか、失われたファイルがあります: {files}",
        en: "not restored; files were changed or removed after they were written: {files}",
    }
    not_restored_unreadable(reason) { ja: "戻せません。読めないファイルがあります（{reason}）", en: "not restored; a file cannot be read ({reason})" }
    restore_line(folder, period, result) { ja: "{folder}（{period}）: {result}", en: "{folder} ({period}): {result}" }
    closed_mark() { ja: "［締め］", en: " [closed]" }
    history_line(id, period, made, submitted, departments, records, errors, warnings, folder) {
        ja: "{id:>4}  {period}  {made}  提出 {submitted}/{departments}課  記録 {records}件  エラー {errors}件  注意 {warnings}件  {folder}",
        en: "{id:>4}  {period}  {made}  handed in {submitted}/{departments}  records {records}  errors {errors}  warnings {warnings}  {folder}",
    }
    erratum(period, record, class) { ja: "正誤  {period} {record} {class}", en: "erratum  {period} {record} {class}" }

    // forms
    forms_from_plan() {
        ja: "前の期間のファイルを1つも読めなかったため、計画だけから様式を作りました。",
        en: "None of the last period's files could be read. The forms are made from the plan alone.",
    }
    forms_made(label, forms, initiatives, folder) {
        ja: "{label}{forms}課分の様式を {folder} に作りました（記入済みの取組 {initiatives}件）。",
        en: "{label}{forms} with {initiatives} written to {folder}.",
    }
    no_due(period, id) {
        ja: "{period}の提出期限がないため、様式と照会文に期限が載りません（torimatome.toml の [due] に \"{id}\" = \"年-月-日\" と書き、もう一度作ると載ります）。",
        en: "There is no due date for {period}: forms and letter have none (write \"{id}\" = \"YYYY-MM-DD\" below [due] in torimatome.toml and make them again).",
    }
    due_when_closed(day, why, next) {
        ja: "提出期限の{day}は閉庁日（{why}）です。このままでよいか確かめてください（torimatome.toml の [due]）。次の開庁日は{next}です。",
        en: "The due date {day} is a day on which the office is closed ({why}). Check that this is intended ([due] in torimatome.toml); it is open again on {next}.",
    }
    without_address(departments) {
        ja: "宛先のない課: {departments}（課の一覧の「メール」の列に書くと、宛先が入ります）",
        en: "No address for: {departments} (write it into the column メール of the list of departments)",
    }

    // status
    due(day) { ja: "　提出期限 {day}", en: "  due {day}" }
    department_heading() { ja: "担当課", en: "department" }
    status_heading() { ja: "状況", en: "status" }
    submitted_heading() { ja: "提出日", en: "handed in" }
    version_heading() { ja: "版", en: "version" }
    records_heading() { ja: "記録", en: "records" }
    errors_heading() { ja: "エラー", en: "errors" }
    warnings_heading() { ja: "注意", en: "warnings" }
    overdue_heading() { ja: "遅れ", en: "overdue" }
    days(count) { ja: "{count}日", en: "{count}" }
    waiting(departments) {
        ja: "{departments}課の提出を待っています。督促の文面は torimatome status --reminder で書き出せます。",
        en: "Still missing: {departments}. torimatome status --reminder writes the reminders.",
    }
    nobody_asked() {
        ja: "提出する課がまだ決まっていません。課の一覧（departments.csv）に課名を書き、提出の列に ○ を付けてください。",
        en: "No departments are listed yet. Enter them in the departments list (departments.csv), with ○ in the column that ends in 提出.",
    }
    all_handed_in() { ja: "すべての課から提出されています。", en: "All departments have handed in." }
    returned(department, findings) {
        ja: "差戻し中: {department}（指摘 {findings}件。直したファイルを待っています）",
        en: "Returned to {department}: {findings}, waiting for the corrected file.",
    }
    no_reminders() { ja: "すべての課から提出されています。督促は要りません。", en: "All departments have handed in. No reminder is needed." }
    drafts_written(drafts, folder) { ja: "督促のメールの下書き {drafts}通を {folder} に作りました。", en: "{drafts} written to {folder}." }

    // templates, plans
    form_line(id, name, columns) { ja: "{id:<12} {name}（{columns}列）", en: "{id:<12} {name} ({columns})" }
    form_sound(name, id, columns) {
        ja: "様式「{name}」（{id}）に誤りはありません。列の数は{columns}です。",
        en: "The form “{name}” ({id}) is valid: {columns}.",
    }
    plan_years(from, to) { ja: "（{from}〜{to}年度）", en: " (fiscal {from} to {to})" }
    plan_initiatives(count) { ja: "取組{count}件", en: "{count}" }
    plan_indicators(count) { ja: "指標{count}件", en: "{count}" }

    // init
    workspace_made(folder) { ja: "作業場所 {folder} を作りました。", en: "Made the workspace {folder}." }
    workspace_next(plan, inbox) {
        ja: "まず、departments.csv に提出する課、torimatome.toml に事務局と提出期限、{plan}を書いてください（説明は はじめに.txt）。\n各課から届いたファイルは {inbox} に入れ、作業場所のフォルダーで torimatome を実行します。",
        en: "First write the departments into departments.csv, office and deadline into torimatome.toml, {plan} (はじめに.txt explains them).\nPut the departments' files into {inbox} and run torimatome in the workspace.",
    }
    own_plan() { ja: "seeds/plan.toml に計画の名前と方向", en: "name and directions of the plan into seeds/plan.toml" }
    known_plan() { ja: "必要なら計画の名前", en: "and the plan, unless it is chosen automatically" }
    demo_made(folder) {
        ja: "作業場所 {folder} を作り、毎月報告する架空の市のファイルを入れました（令和8年4月から7月までと、2つの半期）。",
        en: "Made the workspace {folder} with the files of a fictitious city that reports every month (April to July 2026, and two half-years).",
    }
    demo_next() {
        ja: "次は、そのフォルダーで順に実行してみてください。\n  torimatome build --period 2026-04 --finalise   4月を取りまとめて締める\n  torimatome build --period 2026-05 --finalise   5月を取りまとめ、4月と比べて締める\n  torimatome build --period 2026-06 --finalise   6月も同じように\n  torimatome status                             7月（まだ締めていない）の提出状況\n  torimatome build                              7月を取りまとめる\n  torimatome diff 2026-06 2026-07               違いを見る",
        en: "Next, run these in the workspace, one after the other:\n  torimatome build --period 2026-04 --finalise   consolidate April and close it\n  torimatome build --period 2026-05 --finalise   consolidate May, compare it with April, close it\n  torimatome build --period 2026-06 --finalise   the same with June\n  torimatome status                             who has handed in for July, still open\n  torimatome build                              consolidate July\n  torimatome diff 2026-06 2026-07               see the differences",
    }

    // next steps after a double click
    next_steps() { ja: "\n次にすること", en: "\nNext steps" }
    step_remind(departments) {
        ja: "未提出の{departments}課（取りまとめ.xlsx の「提出状況」）に提出を頼む",
        en: "Remind the departments that have not handed in: {departments} (sheet 提出状況 of 取りまとめ.xlsx)",
    }
    step_review(findings, place) {
        ja: "取りまとめ.xlsx の「指摘」シートの{findings}件（エラーと注意）を確かめ、課から直ったファイルが届いたら{place}に入れる",
        en: "Check the errors and warnings (sheet 指摘 of 取りまとめ.xlsx): {findings}. Put corrected files into {place}",
    }
    inbox_folder(folder) { ja: "{folder} フォルダー", en: "{folder}" }
    same_folder() { ja: "元のフォルダー", en: "the same folder" }
    step_again() { ja: "もう一度、同じ操作をする（取りまとめ直します）", en: "Then run the same command again" }
    step_distribute() { ja: "報告書.pdf と 取りまとめ.xlsx を見て、配る", en: "Read 報告書.pdf and 取りまとめ.xlsx, and distribute them" }
    step_close() {
        ja: "すべて整ったら期間を締める（方法は はじめに.txt）",
        en: "Close the period when everything is in order (はじめに.txt explains how)",
    }

    // watching, stopping, the window of a double click
    watching(folders) {
        ja: "{folders} を見張っています。ファイルが変わると取りまとめ直します（終えるには Ctrl-C）。",
        en: "Watching {folders}. Consolidates again when files change (Ctrl-C to end).",
    }
    files_changed(names) { ja: "\n変わりました: {names}。取りまとめ直します。", en: "\nChanged: {names}. Consolidating again." }
    and_more(names, count) { ja: "{names} ほか{count}件", en: "{names} and {count} more" }
    page_interrupted() { ja: "\n画面を終えました。", en: "\nThe page has ended." }
    page_open_already() { ja: "すでに開いている画面を開きます。", en: "The page is open already; the same page is opened." }
    page_open() {
        ja: "画面を開いています。終えるには、画面の「終了する」を押すか、ここで Ctrl-C を押してください。",
        en: "The page is open. To end it, choose “End the program” on it or press Ctrl-C here.",
    }
    page_ended() { ja: "画面を終えました。", en: "The page has ended." }
    page_idle() { ja: "画面が開かれていないため、終えました。", en: "The page has ended because nobody had it open." }
    no_browser() {
        ja: "ブラウザーを起動できません。上の番地をブラウザーで開いてください。",
        en: "No browser can be started. Open the address above in one.",
    }
    watching_ended() { ja: "\n見張りを終えました。", en: "\nStopped watching." }
    interrupted() {
        ja: "\n中断しました。書きかけのものは消し、前からあった成果物と履歴はそのままです。",
        en: "\nInterrupted. Unfinished files were removed; earlier outputs and the history are untouched.",
    }
    press_enter() { ja: "Enter キーを押すと閉じます。", en: "Press Enter to close this window." }
}
