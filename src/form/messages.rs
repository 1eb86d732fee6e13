//! What is wrong with a form, a plan or another TOML file, in both languages.

use crate::model::message::messages;

messages! { MESSAGES:
    // forms
    id(id) { ja: "id「{id}」には半角の英数字と - _ だけを使ってください。", en: "The id “{id}” may hold ASCII letters, digits, - and _ only." }
    no_columns() { ja: "列（[[column]]）が1つもありません。", en: "There is no column ([[column]])." }
    unknown_field(field, hint, known) {
        ja: "field「{field}」は使えません。{hint}使えるのは {known} です。",
        en: "There is no field “{field}”. {hint}Valid fields are {known}.",
    }
    no_heading(field) { ja: "{field} の列に heading（見出し）がありません。", en: "The column {field} has no heading." }
    in_column(field, fault) { ja: "{field} の列の{fault}", en: "Column {field}: {fault}" }
    width(field) { ja: "{field} の列の width は正の数にしてください。", en: "The width of the column {field} has to be a positive number." }
    column_type(field, wanted) {
        ja: "{field} の列には type = \"{wanted}\" と書いてください。このままでは値が読み取られません。",
        en: "The column {field} needs type = \"{wanted}\"; its values are not read otherwise.",
    }
    year_in_heading(field) {
        ja: "{field} の列の見出しに {{year}} は使えません。使えるのは type が quantity、span、skip の列です。",
        en: "The heading of the column {field} cannot hold {{year}}: only columns of type quantity, span or skip can.",
    }
    layout_years() {
        ja: "layout = \"years\" には、見出しが {{year}} で type = \"span\" の列が必要です。年度の列がない表は layout = \"upright\" です。",
        en: "layout = \"years\" needs a column with the heading {{year}} and type = \"span\". A table without columns of years has layout = \"upright\".",
    }
    layout_blocks() {
        ja: "layout = \"blocks\" には、年度の行になる type = \"years\" の列が必要です。",
        en: "layout = \"blocks\" needs a column with type = \"years\", which becomes the row of years.",
    }
    record_id(name, hint) {
        ja: "record_id の {{{name}}} は、列にも captions にもありません。{hint}",
        en: "{{{name}}} in record_id is neither a column nor a name in captions. {hint}",
    }
    did_you_mean(word) { ja: "「{word}」のことですか。", en: "Did you mean “{word}”? " }
    shared_heading(heading, field, other) {
        ja: "見出し「{heading}」は {field} と {other} の両方にあります。内容と順序で見分けます。",
        en: "Both {field} and {other} have the heading “{heading}”; they are distinguished by content and order.",
    }
    revision_day(text) {
        ja: "on「{text}」を日付として読み取れません。2026-04-01 のように書いてください。",
        en: "“{text}” is not a date (on). Write it like 2026-04-01.",
    }
    no_key() {
        ja: "key = true の列がありません。行を記録とみなす手がかりがなく、注記を取り込むことがあります。",
        en: "No column has key = true. Without one, notes may be read as records.",
    }

    // tables of declared columns
    only_of_tables(what) { ja: "{what} を使えるのは record = \"table\" の様式です。", en: "{what} is for forms with record = \"table\" only." }
    layout_of_table() {
        ja: "record = \"table\" の様式に layout は使えません。1行が1件の表として読みます。",
        en: "A form with record = \"table\" has no layout: a row is a record.",
    }
    field_twice(field) { ja: "field「{field}」が2回使われています。列ごとに違う名前にしてください。", en: "The field “{field}” is used twice. Give each column its own." }
    field_of_span_end(field, of) {
        ja: "field「{field}」は「{of}」の期間の終わりに使われる名前です。別の名前にしてください。",
        en: "The field “{field}” is the end of “{of}”. Choose another name.",
    }
    repeat_without_columns(field) { ja: "[[repeat]]（{field}）に列（[[repeat.column]]）がありません。", en: "[[repeat]] ({field}) has no [[repeat.column]]." }
    repeat_without_groups(field) {
        ja: "[[repeat]]（{field}）の見出しに {{group}} がありますが、groups がありません。groups = \"month\"、\"year\"、\"number\" か、言葉の並びを書いてください。",
        en: "A heading of [[repeat]] ({field}) holds {{group}}, but there is no groups. Write groups = \"month\", \"year\", \"number\" or a list of words.",
    }
    repeat_heading(field, heading) {
        ja: "[[repeat]]（{field}）の列「{heading}」の見出しに {{group}} がないため、どの組か分かりません。",
        en: "The heading “{heading}” of [[repeat]] ({field}) has no {{group}}: nothing says which group it is of.",
    }
    odd_field(field) {
        ja: "field「{field}」は使えません。空白や記号を含まない名前にしてください（例: budget、予算）。",
        en: "“{field}” cannot be a field. Use a name without blanks and signs (budget).",
    }
    reserved_field(field) { ja: "field「{field}」は決まった意味をもつ名前です。別の名前にしてください。", en: "The field “{field}” has a meaning of its own. Choose another name." }
    departments_field() {
        ja: "type = \"departments\" の列は field = \"departments\" と書いてください。",
        en: "A column with type = \"departments\" has field = \"departments\".",
    }
    type_of_table(field, known) {
        ja: "{field} の列の type は使えません。record = \"table\" で使えるのは {known} です。",
        en: "The type of the column {field} is not valid with record = \"table\". Valid are {known}.",
    }
    no_choices(field) { ja: "{field} の列に choices = [\"…\", \"…\"] がありません。", en: "The column {field} has no choices = [\"…\", \"…\"]." }
    odd_choices(field) {
        ja: "{field} の列の choices は、type が choice、lines、mark の列で使えます。",
        en: "The choices of the column {field} are for columns of type choice, lines or mark.",
    }
    extends_too_deep() { ja: "extends が深すぎます。もとの様式を直接指定してください。", en: "extends is too deep. Name the first form directly." }
    extends_unknown(id, known) {
        ja: "extends の様式「{id}」が見つかりません。使えるのは {known} です。",
        en: "There is no form “{id}” to extend. Known are {known}.",
    }
    extends_kind() {
        ja: "record は、extends で指定した様式と同じ種類にしてください。",
        en: "record has to be the kind of the form that is extended.",
    }

    // patterns
    unclosed_brace(pattern) { ja: "「{pattern}」の {{ に対応する }} がありません。", en: "“{pattern}” has a {{ without its }}." }
    unknown_class(pattern, class) {
        ja: "「{pattern}」の「:{class}」は使えません。使えるのは :int と :code です。",
        en: "“:{class}” in “{pattern}” is not valid. Valid are :int and :code.",
    }
    nameless_brace(pattern) { ja: "「{pattern}」に名前のない {{}} があります。", en: "“{pattern}” has {{}} without a name." }
    too_many_words(beginning, words) { ja: "「{beginning}…」は長すぎます（{words} 語まで）。", en: "“{beginning}…” is too long (up to {words} words)." }
    too_many_bytes(beginning, bytes) { ja: "「{beginning}…」は長すぎます（{bytes} バイトまで）。", en: "“{beginning}…” is too long (up to {bytes} bytes)." }
    too_deep(beginning, levels) {
        ja: "「{beginning}…」は {{ }} の入れ子が深すぎます（{levels} 段まで）。",
        en: "The braces of “{beginning}…” are nested too deep (up to {levels} levels).",
    }
    too_many_spellings(line, spellings) {
        ja: "「{line}」は {spellings} 通り以上になります。行を分けてください。",
        en: "“{line}” stands for {spellings} spellings or more. Split the line.",
    }
    no_name(pattern) { ja: "「{pattern}」に {{名前}} がありません。", en: "“{pattern}” has no {{name}}." }

    // TOML
    backslash(example) {
        ja: "\" で囲んだ値の中の \\（¥）は特別な記号になります。値を ' で囲む{example}か、\\ を2つ重ねて \\\\ と書いてください。",
        en: "A \\ in double quotes has a special meaning. Put the value in single quotes{example}, or double each \\.",
    }
    for_example(line) { ja: "（例: {line}）", en: " ({line})" }
    wide_sign(sign) {
        ja: "全角の記号「{sign}」は使えません。半角の記号にしてください。",
        en: "The full-width sign “{sign}” is not valid. Use the half-width one.",
    }
    duplicate_key(key) { ja: "「{key}」が2回書かれています。どちらかを消してください。", en: "“{key}” is there twice. Remove one." }
    no_value() {
        ja: "値がありません。項目 = \"値\" の形で書いてください。説明の行なら、行の先頭に # を付けてください。",
        en: "There is no value. Write key = \"value\"; a remark begins with #.",
    }
    unquoted_value() {
        ja: "値を読み取れません。文字や日付は \" で囲んでください（例: plan = \"plan\"）。",
        en: "The value cannot be read. Put texts and dates in double quotes (plan = \"plan\").",
    }
    key_characters() {
        ja: "項目の名前は半角の英数字と - _ で書いてください。ほかの文字を使うときは \" で囲みます。",
        en: "A key is ASCII letters, digits, - and _; others have to be in double quotes.",
    }
    unclosed_value() {
        ja: "値が閉じられていません。値の終わりにも同じ引用符を付け、1行に収めてください。",
        en: "The value is not closed. End it with the same quotes, on the same line.",
    }
    unclosed_heading() { ja: "[ ] の見出しが閉じられていません。見出しの終わりに ] を付けてください。", en: "The heading in [ ] is not closed. End it with ]." }
    array() {
        ja: "[ ] で囲んだ並びの書き方が違います。値を , で区切り、終わりに ] を付けてください。",
        en: "The list in [ ] is not valid. Separate its values with commas and end it with ].",
    }
    inline_table() {
        ja: "{{ }} で囲んだ値の書き方が違います。項目 = 値 を , で区切り、終わりに }} を付けてください。",
        en: "The value in {{ }} is not valid. Separate key = value with commas and end it with }}.",
    }
    extra_equals() { ja: "= が余分です。1行に1つの項目を書いてください。", en: "There is one = too many. Write one key on each line." }
    extra_characters() {
        ja: "余分な文字があります。1行に1つの項目を書き、説明の前には # を付けてください。",
        en: "There are extra characters. Write one key on each line, and # before a remark.",
    }
    number() { ja: "数の書き方が違います。日付や番号などは \" で囲んでください。", en: "The number is not valid. Put dates and codes in double quotes." }
    line(reason) {
        ja: "この行の書き方が違います（{reason}）。項目 = \"値\" の形で書いてください。",
        en: "The line is not valid ({reason}). Write key = \"value\".",
    }
    unknown_value(word, hint, known) {
        ja: "「{word}」は使えません。{hint}使えるのは {known} です。",
        en: "“{word}” is not valid. {hint}Valid are {known}.",
    }
    unknown_key(word, hint, known) {
        ja: "「{word}」という項目はありません。{hint}使えるのは {known} です。",
        en: "There is no key “{word}”. {hint}Known are {known}.",
    }
    missing_key(word) { ja: "「{word}」がありません。", en: "“{word}” is missing." }
    wrong_type(value, wanted) { ja: "値「{value}」の種類が違います。{wanted}を書いてください。", en: "The value “{value}” is of another type. Write {wanted}." }
    no_match(value) { ja: "値「{value}」の書き方が違います。", en: "The value “{value}” is not valid." }
    a_text() { ja: "\" で囲んだ文字", en: "a text in double quotes" }
    a_boolean() { ja: "true か false ", en: "true or false" }
    a_list() { ja: "[ ] で囲んだ並び", en: "a list in [ ]" }
    a_table() { ja: "項目の表", en: "a table of keys" }
    a_count() { ja: "0 以上の整数", en: "a whole number from 0" }
    a_whole_number() { ja: "整数", en: "a whole number" }
    a_number() { ja: "数", en: "a number" }
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_message_speaks_both_languages() {
        assert_eq!(crate::model::message::faults(super::MESSAGES), Vec::<String>::new());
    }
}
