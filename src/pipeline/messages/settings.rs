//! What is wrong with options, inputs, the workspace and its configuration.

use crate::model::message::{failures, messages};

failures! { FAILURES:
    // options
    unknown_form(name, known) {
        ja: "様式「{name}」が見つかりません。" => "使えるのは {known} か、TOML ファイルのパスです。",
        en: "There is no form “{name}”." => "Known forms are {known}; a path of a TOML file works too.",
    }
    unknown_plan(name, known) {
        ja: "計画「{name}」が見つかりません。" => "使えるのは {known} か、TOML ファイルのパスです。",
        en: "There is no plan “{name}”." => "Known plans are {known}; a path of a TOML file works too.",
    }
    no_builtin_form(name, known) {
        ja: "様式「{name}」はありません。" => "使えるのは {known} です。",
        en: "There is no form “{name}”." => "Known forms are {known}.",
    }
    no_builtin_plan(name, known) {
        ja: "計画「{name}」はありません。" => "使えるのは {known} です。",
        en: "There is no plan “{name}”." => "Known plans are {known}.",
    }
    no_plan_for_workspace(name, known) {
        ja: "計画「{name}」はありません。" => "使えるのは {known} です。新しく書くときは blank を指定してください。",
        en: "There is no plan “{name}”." => "Known plans are {known}; blank gives an empty one to fill in.",
    }
    unreadable_toml(path, reason) {
        ja: "{path} を読めません（{reason}）。" => "UTF-8 で保存した TOML ファイルか、読み取りの権限があるか確かめてください。",
        en: "{path} cannot be read ({reason})." => "Check that it is a TOML file saved as UTF-8 and is readable.",
    }
    period(text) {
        ja: "期間「{text}」を読み取れません。" => "2025-10、2025Q3、2025H1、FY2025、R7上半期、令和7年10月 のように指定してください。",
        en: "“{text}” is not a period." => "Write it like 2025-10, 2025Q3, 2025H1, FY2025, R7上半期 or 令和7年10月.",
    }
    encoding(name) {
        ja: "文字コード「{name}」は使えません。" => "utf-8、cp932、euc-jp、iso-2022-jp、utf-16le、utf-16be のどれかを指定してください。",
        en: "“{name}” is not an encoding." => "Valid encodings are utf-8, cp932, euc-jp, iso-2022-jp, utf-16le and utf-16be.",
    }
    language(text) {
        ja: "言語「{text}」は使えません。" => "lang には ja か en を指定してください。",
        en: "“{text}” is not a language of this program." => "Set lang to ja or en.",
    }
    time(text) {
        ja: "日時「{text}」を読み取れません。" => "2025-11-05、2025-11-05T09:30、2025-11-05T09:30:00+09:00 のように指定してください。",
        en: "“{text}” is not a time." => "Write it like 2025-11-05, 2025-11-05T09:30 or 2025-11-05T09:30:00+09:00.",
    }
    due(text) {
        ja: "提出期限「{text}」を読み取れません。" => "2025-10-10、R7.10.10、令和7年10月10日 のように指定してください。",
        en: "“{text}” is not a date." => "Write it like 2025-10-10.",
    }
    volumes(text) {
        ja: "--volumes「{text}」を読み取れません。" => "department、direction、またはページ数を指定してください。",
        en: "--volumes cannot be “{text}”." => "Give department, direction or a number of pages.",
    }
    font(path, reason) {
        ja: "書体 {path} を読めません（{reason}）。" => "TrueType（.ttf）か OpenType（.otf）のファイルを指定してください。",
        en: "The font {path} cannot be read ({reason})." => "Give a TrueType (.ttf) or OpenType (.otf) file.",
    }
    departments(path, reason) {
        ja: "課の一覧 {path} を使えません（{reason}）。" => "「課名」の列と、見出しが「提出」で終わる列（○＝提出対象）のある CSV を指定してください。",
        en: "The list of departments {path} cannot be used ({reason})." => "Give a CSV file with a column 課名 and one whose heading ends in 提出 (○: has to hand in).",
    }
    department_day(path, row, text) {
        ja: "課の一覧 {path} の {row}行目: 変更日「{text}」を読み取れません。" => "2026-07-01、R8.7.1、令和8年7月1日 のように書いてください。",
        en: "{path}, row {row}: “{text}” in the column 変更日 is not a date." => "Write it like 2026-07-01.",
    }
    report_state(word, known) {
        ja: "[report] の state = \"{word}\" は使えません。" => "使えるのは {known} です。呼び方は states = [\"案\", \"確認中\", \"確定\"] で変えられます。",
        en: "state = \"{word}\" under [report] is not valid." => "Valid are {known}; states = [\"案\", \"確認中\", \"確定\"] changes them.",
    }
    passwords(path, reason) {
        ja: "パスワードの一覧 {path} を読めません（{reason}）。" => "ファイルがあるか、読み取りの権限があるかを確かめてください。",
        en: "The list of passwords {path} cannot be read ({reason})." => "Check that it exists and is readable.",
    }

    without_feature(option, feature) {
        ja: "この torimatome では {option} を使えません（機能 {feature} を含めずに作られています）。" => "配布されている torimatome を使うか、cargo build --features {feature} で作り直してください。",
        en: "This build of torimatome has no {option}: it was made without the feature {feature}." => "Use a released torimatome, which has it, or build with --features {feature}.",
    }

    // torimatome.toml, forms and plans
    configuration_unreadable(path, reason) {
        ja: "設定ファイル {path} を読めません（{reason}）。" => "パスと権限を確かめてください。",
        en: "The configuration {path} cannot be read ({reason})." => "Check its path and permissions.",
    }
    configuration_fault(path, line, column, fault) {
        ja: "設定ファイル {path} の {line}行{column}文字目: {fault}" => "その行を直して保存し、もう一度実行してください。",
        en: "{path}, line {line}, column {column}: {fault}" => "Correct the line, save the file and run again.",
    }
    form_or_plan_fault(place, fault) {
        ja: "設定に誤りがあります。{place}: {fault}" => "示された行を直してください。",
        en: "{place}: {fault}" => "Correct the line.",
    }
    configuration_path(path, line, column) {
        ja: "設定ファイル {path} の {line}行{column}文字目: 値を使えません。" => "パスの \\（¥）は、値を ' で囲むか、2つ重ねて書いてください（例: output = '成果物\\令和7年度'）。",
        en: "{path}, line {line}, column {column}: the value cannot be used." => "Put a path with \\ in single quotes, or double each \\ (output = 'reports\\2025').",
    }
    configuration_mail(path, line, column) {
        ja: "設定ファイル {path} の {line}行{column}文字目: 値を使えません。" => "[office] の mail には、dx@example.jp のようなメールアドレスを1つ書いてください。",
        en: "{path}, line {line}, column {column}: the value cannot be used." => "mail of [office] takes one address, such as dx@example.jp.",
    }
    configuration_outside(path, key, value) {
        ja: "設定ファイル {path} の {key} = \"{value}\" は、設定ファイルのフォルダーの外を指しています。" => "設定ファイルのフォルダーからの相対パスにするか、コマンドのオプション（-o、--departments など）で指定してください。",
        en: "{key} = \"{value}\" in {path} leads outside the folder of the configuration." => "Use a relative path inside the folder, or give it as an option (-o, --departments …).",
    }
    due_period(path, line, column, text) {
        ja: "設定ファイル {path} の {line}行{column}文字目: 提出期限 [due] の期間「{text}」を読み取れません。" => "期間は \"2025H1\"、\"2025-10\"、\"R7上半期\"、\"令和7年10月\" のように書いてください。",
        en: "{path}, line {line}, column {column}: “{text}” in [due] is not a period." => "Write it like \"2025H1\", \"2025-10\", \"R7上半期\" or \"令和7年10月\".",
    }
    due_date(path, line, column, text) {
        ja: "設定ファイル {path} の {line}行{column}文字目: 提出期限 [due] の日付「{text}」を読み取れません。" => "日付は \"2025-10-10\"、\"R7.10.10\"、\"令和7年10月10日\" のように書いてください。",
        en: "{path}, line {line}, column {column}: “{text}” in [due] is not a date." => "Write it like \"2025-10-10\".",
    }

    // inputs
    no_input() {
        ja: "入力がありません。ここは作業場所でもありません（torimatome.toml が見つかりません）。" => "提出ファイルのあるフォルダーを指定する（例: torimatome build 提出ファイル -o out）か、torimatome init 作業場所 で作業場所を作ってください。",
        en: "There is no input, and this is not a workspace (no torimatome.toml was found)." => "Give the folder of the files (torimatome build FILES -o out), or make a workspace with torimatome init DIR.",
    }
    no_such_input(path) {
        ja: "入力 {path} が見つかりません。" => "提出ファイルのあるフォルダーかファイルを指定してください（例: torimatome build 提出ファイル -o out）。",
        en: "The input {path} does not exist." => "Give a folder of files, or a file (torimatome build FILES -o out).",
    }
    no_period_folder(label, period, folder) {
        ja: "{label}（{period}）の提出フォルダー {folder} がありません。" => "フォルダーを作り、各課のファイルを入れてください。",
        en: "The folder {folder} of {label} ({period}) does not exist." => "Make it and put the departments' files into it.",
    }
    inbox_folder_name(name) {
        ja: "inbox のフォルダー「{name}」の名前から期間を読み取れません。" => "フォルダーの名前を 2025H1（上半期）、2025-10（月）、2025Q3（四半期）、FY2025（年度）、R7上半期 のように付け直してください。",
        en: "The folder “{name}” of the inbox is not named after a period." => "Name it like 2025H1 (half-year), 2025-10 (month), 2025Q3 (quarter) or FY2025 (fiscal year).",
    }
    empty_inbox(folder) {
        ja: "{folder} にファイルがまだありません。" => "各課から届いたファイルをこのフォルダーに入れて、もう一度実行してください。",
        en: "There are no files in {folder} yet." => "Put the departments' files into it and run again.",
    }
    nothing_readable() {
        ja: "読めるファイルがありません。" => "提出ファイル（Excel、CSV、ODS）のあるフォルダーかファイルを指定してください。",
        en: "No file could be read." => "Give the folder or the files that were handed in (Excel, CSV, ODS).",
    }
    unwatchable(reason) {
        ja: "入力フォルダーを見張れません（{reason}）。" => "フォルダーがあるか、権限があるかを確かめてください。",
        en: "The input folder cannot be watched ({reason})." => "Check that it exists and is readable.",
    }

    // workspace
    double_click() {
        ja: "このフォルダーは取りまとめの作業場所ではありません（torimatome.toml がありません）。" => "torimatome を作業場所のフォルダーに置いてダブルクリックするか、各課のファイルの入ったフォルダーを torimatome のアイコンの上に重ねて離してください。コマンドの一覧は torimatome --help で見られます。",
        en: "This folder is not a workspace (it has no torimatome.toml)." => "Put torimatome into the workspace's folder and double-click it, or drop a folder of files on its icon. torimatome --help lists the commands.",
    }
    already_a_workspace(folder) {
        ja: "{folder} はすでに作業場所です（torimatome.toml があります）。" => "そのまま使うか、別のフォルダーを指定してください。何も書き換えていません。",
        en: "{folder} is a workspace already (it has a torimatome.toml)." => "Use it, or give another folder. Nothing was changed.",
    }
    not_in_a_workspace() {
        ja: "期間を締めるのは、履歴のある作業場所の中だけです。" => "torimatome init で作業場所を作り、提出ファイルを inbox/期間 に入れて実行してください。",
        en: "A period can only be closed in a workspace with a history." => "Make one with torimatome init, and put the files into inbox/PERIOD.",
    }
    no_period_to_close() {
        ja: "どの期間のものか分からないため、締められません。" => "--period 2025H1 のように期間を指定してください。",
        en: "The period is unknown, so it cannot be closed." => "Give it, for example --period 2025H1.",
    }
    closed_already(label, when) {
        ja: "{label}はすでに締めてあります（{when}）。" => "訂正があるときは --finalise を付けずに build を実行してください。違いを正誤として記録します。",
        en: "{label} was closed before ({when})." => "For corrections run build without --finalise: differences are recorded as errata.",
    }
    other_outputs(folder, label) {
        ja: "{folder} は、履歴にある締めた{label}の成果物と違います。" => "成果物が変更されたか、履歴が別の作業場所のものです。控えから元に戻してください。何も書き換えていません。",
        en: "{folder} is not the closed report of {label} that the history recorded." => "The outputs were changed, or the history belongs to another workspace. Restore a copy. Nothing was changed.",
    }
    no_workspace_with_history() {
        ja: "ここには履歴を残す作業場所がありません。" => "torimatome.toml と inbox のあるフォルダーで実行してください。",
        en: "There is no workspace with a history here." => "Run it in the folder with torimatome.toml and inbox.",
    }
    not_a_workspace(folder) {
        ja: "{folder} は作業場所ではありません（torimatome.toml がありません）。" => "作業場所のフォルダーを指定してください。torimatome open だけで開くと、画面で選んだり作ったりできます。",
        en: "{folder} is not a workspace (it has no torimatome.toml)." => "Give the folder of a workspace. torimatome open alone lets you choose or make one.",
    }
    silent_page() {
        ja: "この作業場所は別の画面で開いていますが、どこで開いているか分かりません。" => "少し待って、もう一度開いてください。",
        en: "The workspace is open in another page that does not report its address." => "Try again in a moment.",
    }
    closed_outputs(folder, label) {
        ja: "{folder} は締めた{label}の成果物なので、置き換えません。" => "-o を付けずに実行すると、訂正版のフォルダーに書き出します。",
        en: "{folder} holds the closed report of {label} and is not replaced." => "Run without -o: the correction goes to a folder of its own.",
    }
    unknown_previous(label, period) {
        ja: "{label}（{period}）の結果は、履歴にも out にもありません。" => "torimatome history で取りまとめ済みの期間を確かめるか、前回の成果物のフォルダーを指定してください。",
        en: "Neither the history nor out has anything for {label} ({period})." => "torimatome history lists the periods; a folder of earlier outputs works too.",
    }
    previous_unreadable(path, reason) {
        ja: "前回の成果物 {path} を読めません（{reason}）。" => "torimatome build が書き出したフォルダー（run.json のあるところ）か、期間（2025H1 など）を指定してください。",
        en: "The earlier outputs {path} cannot be read ({reason})." => "Give a folder that torimatome build wrote (it has a run.json), or a period such as 2025H1.",
    }
    previous_foreign(path, reason) {
        ja: "{path} は torimatome の成果物として読めません（{reason}）。" => "torimatome build で作り直したフォルダーを指定してください。",
        en: "{path} is not an output of torimatome ({reason})." => "Give a folder that torimatome build wrote.",
    }

    // forms and letters
    nothing_to_ask() {
        ja: "前の期間の提出ファイルも、計画も、課の一覧もありません。" => "departments.csv に課名を書くか、torimatome.toml の plan で計画を指定してください。作業場所でなければ、前の期間のフォルダーか --plan を指定してください。",
        en: "There are no files of the last period, no plan and no list of departments." => "List the departments in departments.csv, or name a plan in torimatome.toml. Outside a workspace give last period's folder or --plan.",
    }
    no_progress_form() {
        ja: "取組状況の様式がありません。" => "--template で取組状況の様式を指定してください（torimatome templates list）。",
        en: "There is no form of progress records." => "Give one with --template (see torimatome templates list).",
    }
    no_departments() {
        ja: "様式を作る課がありません。" => "課の一覧（departments.csv）に課名を書き、提出の列に ○ を付けてください。--departments で別の一覧も指定できます。",
        en: "There is no department to make a form for." => "List the departments in departments.csv, with ○ for those that hand in, or give another list with --departments.",
    }
    unknown_placeholder(path, line, column, word, known) {
        ja: "{path} の {line}行{column}文字目: {word} という言葉はありません。" => "使えるのは {known} です。",
        en: "{path}, line {line}, column {column}: there is no {word}." => "Known are {known}.",
    }
    no_sender() {
        ja: "--mail には差出人のメールアドレスがいります。" => "torimatome.toml の [office] に mail = \"dx@example.jp\" のように書いてください。",
        en: "--mail needs the sender's address." => "Write mail = \"dx@example.jp\" under [office] in torimatome.toml.",
    }
}

messages! { MESSAGES:
    no_name_column() { ja: "「課名」の列がありません", en: "it has no column 課名" }
}
