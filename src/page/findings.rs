//! Findings by department, each with its cell and its answers.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use axum::http::StatusCode;
use maud::{Markup, html};

use crate::consolidate::edit::label;
use crate::model::Failure;
use crate::model::{Answer as Given, Consolidation, Finding, GivenAnswer, Severity};
use crate::page::answer::Answer;
use crate::page::ask::Ask;
use crate::page::frame::{self, Place, View};
use crate::page::messages;
use crate::page::reading::{Entry, Reading};
use crate::page::undo::{self, Change};
use crate::page::words::{self, count, holds, severity_class};
use crate::page::{Page, cell_grid, lock, record_edit};
use crate::rules;

/// How many are shown on a page.
const SHOWN: usize = 40;
/// The longest reason, in characters.
const LONGEST_NOTE: usize = 2000;

/// Which findings are shown.
struct Filter<'a> {
    department: Option<&'a str>,
    /// None: errors and warnings.
    severity: Option<&'a str>,
    /// `open`, `answered` or `all`.
    show: &'a str,
    rule: Option<&'a str>,
    text: Option<&'a str>,
}

impl<'a> Filter<'a> {
    fn of(ask: &'a Ask) -> Self {
        Self {
            department: ask.get("department"),
            severity: ask.get("severity"),
            show: ask.get("show").unwrap_or("open"),
            rule: ask.get("rule"),
            text: ask.get("q"),
        }
    }

    fn values(&self) -> Vec<(&'static str, &'a str)> {
        let all = [
            ("department", self.department),
            ("severity", self.severity),
            ("show", Some(self.show)),
            ("rule", self.rule),
            ("q", self.text),
        ];
        all.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
    }

    fn takes(&self, entry: &Entry, finding: &Finding, place: &Place<'_>) -> bool {
        let severity = match self.severity {
            None => finding.severity() > Severity::Info,
            Some("any") => true,
            Some(word) => word == severity_class(finding.severity()),
        };
        let show = match self.show {
            "all" => true,
            "answered" => !finding.is_open(),
            _ => finding.is_open(),
        };
        let department = self.department.is_none_or(|name| finding.departments().iter().any(|known| &***known == name));
        severity
            && show
            && department
            && self.rule.is_none_or(|rule| rule == finding.rule.id)
            && self.text.is_none_or(|text| {
                let record = entry.record.iter().any(|(id, name)| holds(id, text) || holds(name, text));
                record || holds(&finding.message(place.lang), text)
            })
    }
}

pub(super) fn view(place: &Place<'_>, ask: &Ask) -> Answer {
    let title = place.t("指摘", "Findings");
    let Some(reading) = place.page.reading(place.period) else {
        return Answer::page(frame::whole(place, View::Findings, title, &not_read(place)));
    };
    let consolidation = reading.consolidation();
    let filter = Filter::of(ask);
    let findings = &consolidation.findings;
    let taken: Vec<(&Entry, &Finding)> = reading
        .entries
        .iter()
        .filter_map(|entry| Some((entry, findings.get(entry.at)?)))
        .filter(|(entry, finding)| filter.takes(entry, finding, place))
        .collect();
    let pages = taken.len().div_ceil(SHOWN).max(1);
    let page = ask.page().min(pages);
    let shown: Vec<&(&Entry, &Finding)> = taken.iter().skip((page - 1) * SHOWN).take(SHOWN).collect();
    let groups = shown.chunk_by(|(a, _), (b, _)| a.department == b.department);
    let last = lock(&place.page.undo).last().map(|step| step.what.clone());
    let values = filter.values();
    let content = html! {
        (choices(place, &reading, &consolidation, &filter))
        div.act {
            form method="post" action="/undo" id="undo" {
                input type="hidden" name="p" value=(place.period_id());
                button type="submit" disabled[last.is_none()] data-key="u" { (place.t("元に戻す", "Undo")) @if let Some(last) = &last { "（" (last) "）" } }
            }
            p.keys { (place.t("キー: J 次、K 前、1 確認済み、2 差戻し、3 今後も同じ、4 対象外、U 元に戻す",
                "Keys: J next, K previous, 1 Confirmed, 2 Return, 3 Same from now on, 4 Not applicable, U undo")) }
        }
        p role="status" id="shown" { b { (count(taken.len())) } (place.t("件", " findings")) @if pages > 1 { "（" (page) " / " (pages) "）" } }
        @if taken.is_empty() { p { (place.t("この条件の指摘はありません。", "There are no findings of this kind.")) } }
        @for group in groups {
            @if let Some((first, _)) = group.first() {
                section {
                    h2 { @match &first.department { Some(name) => (name), None => (place.t("全体・複数の課", "The whole, or several departments")) } }
                    @for (entry, finding) in group { (article(place, &reading, &consolidation, entry, finding)) }
                }
            }
        }
        (frame::pages(place, "/findings", &values, page, pages))
        script type="module" src="/assets/findings.js" {}
    };
    Answer::page(frame::whole(place, View::Findings, title, &content))
}

/// Shown until the files are read.
pub(super) fn not_read(place: &Place<'_>) -> Markup {
    let is_reading = place.page.job().is_some_and(|job| job.is_running());
    html! {
        p { @if is_reading { (place.t("読み取りが終わると、ここに出ます。", "It is shown here once the files are read.")) }
            @else { (place.t("読み取ったファイルがありません。", "No files have been read.")) } }
        @if !is_reading {
            form method="post" action="/read" {
                input type="hidden" name="p" value=(place.period_id());
                button type="submit" { (place.t("読み取る", "Read them")) }
            }
        }
    }
}

fn choices(place: &Place<'_>, reading: &Reading, consolidation: &Consolidation, filter: &Filter<'_>) -> Markup {
    let mut rules: BTreeMap<&str, usize> = BTreeMap::new();
    for finding in &consolidation.findings {
        *rules.entry(finding.rule.id).or_default() += 1;
    }
    let severities = [
        ("", place.t("エラーと注意", "errors and warnings")),
        ("error", Severity::Error.label(place.lang)),
        ("warning", Severity::Warning.label(place.lang)),
        ("info", Severity::Info.label(place.lang)),
        ("any", place.t("すべて", "all")),
    ];
    let shows = [("open", "答えていないもの", "open"), ("answered", "答えたもの", "answered"), ("all", "すべて", "all")];
    html! {
        form.filter method="get" action="/findings" data-submit="change" {
            input type="hidden" name="p" value=(place.period_id());
            p { label for="show" { (place.t("表示", "Show")) }
                select id="show" name="show" { @for (word, ja, en) in shows { option value=(word) selected[word == filter.show] { (place.t(ja, en)) } } } }
            p { label for="severity" { (place.t("重さ", "Severity")) }
                select id="severity" name="severity" { @for (word, label) in severities { option value=(word) selected[Some(word) == filter.severity] { (label) } } } }
            p { label for="department" { (place.t("課", "Department")) }
                select id="department" name="department" {
                    option value="" { (place.t("すべて", "all")) }
                    @for line in &reading.lines { option value=(line.department) selected[filter.department == Some(&*line.department)] { (line.department) } }
                } }
            p { label for="rule" { (place.t("種類", "Rule")) }
                select id="rule" name="rule" {
                    option value="" { (place.t("すべて", "all")) }
                    @for (rule, count) in &rules { option value=(rule) selected[filter.rule == Some(*rule)] { (rule) "（" (count) "）" } }
                } }
            p { label for="q" { (place.t("取組や文", "Words")) } input id="q" name="q" type="search" value=[filter.text]; }
            p { button type="submit" { (place.t("絞り込む", "Filter")) } }
        }
    }
}

/// One finding, with its actions.
fn article(place: &Place<'_>, reading: &Reading, consolidation: &Consolidation, entry: &Entry, finding: &Finding) -> Markup {
    let id = format!("f{}", entry.at);
    let at = entry.at.to_string();
    let values = [("at", at.as_str()), ("key", entry.key.as_str())];
    let is_answered = finding.decision.is_some();
    let note = finding.decision.as_ref().and_then(|decided| decided.note.clone());
    html! {
        article.finding id=(id) tabindex="-1" data-answered[is_answered] aria-labelledby={ (id) "-h" } {
            h3 id={ (id) "-h" } {
                span.sev.(severity_class(finding.severity())) { (finding.severity().label(place.lang)) } " "
                @if let Some((record, name)) = &entry.record { (record) " " (name) } @else { (finding.place.file.as_deref().unwrap_or_else(|| place.t("全体", "The whole"))) }
            }
            p.msg { (finding.message(place.lang)) }
            p.hint { "→ " (finding.hint(place.lang)) }
            @if finding.place.file.is_some() {
                details data-load=(place.url("/cell", &values)) {
                    summary { (place.t("ファイルで見る: ", "In the file: ")) span.path { (finding.place.to_string()) } }
                    div { a href=(place.url("/cell", &values)) { (place.t("セルを開く", "Open the cell")) } }
                }
            }
            @if finding.rule.id == rules::UNKNOWN_TABLE.id {
                p { a href=(place.url("/tables", &[])) { (place.t("分からない表を見る", "Look at the unknown tables")) } }
            }
            @if let Some(decided) = &finding.decision { p.decided { (decided.to_string()) } }
            form.answer method="post" action="/answer" data-answer=(id) {
                input type="hidden" name="p" value=(place.period_id());
                @for (name, value) in values { input type="hidden" name=(name) value=(value); }
                label for={ (id) "-n" } { (place.t("理由", "Reason")) }
                input.note id={ (id) "-n" } name="note" type="text" maxlength=(LONGEST_NOTE) value=[note] autocomplete="off";
                @for (at, answer) in Given::ALL.iter().enumerate() {
                    button type="submit" name="answer" value=(answer.label()) data-key=(at + 1) aria-pressed=(finding.answer() == Some(*answer)) {
                        (words::answer(*answer, place.lang))
                    }
                }
                @if is_answered { button type="submit" name="answer" value="clear" { (place.t("答えを取り消す", "Take back")) } }
            }
            (teach(place, reading, consolidation, entry, finding, &id))
        }
    }
}

/// For an unknown name or heading: lets the coordinator say what it means.
fn teach(
    place: &Place<'_>,
    reading: &Reading,
    consolidation: &Consolidation,
    entry: &Entry,
    finding: &Finding,
    id: &str,
) -> Markup {
    let rule = finding.rule.id;
    let (label, meanings): (&str, Vec<String>) = if rule == rules::UNKNOWN_DEPARTMENT.id {
        let listed = reading.settings.departments.as_deref().unwrap_or(&consolidation.plan.departments);
        (place.t("別名として覚える: ", "Another name of: "), listed.iter().map(|known| known.name.clone()).collect())
    } else if rule == rules::UNKNOWN_STAGE.id {
        (
            place.t("別名として覚える: ", "Another name of: "),
            consolidation.plan.stages.iter().map(|stage| stage.name.clone()).collect(),
        )
    } else if rule == rules::UNMAPPED_COLUMN.id {
        let used: Vec<&str> = consolidation
            .inputs
            .iter()
            .flat_map(|input| &input.sheets)
            .flat_map(|sheet| &sheet.tables)
            .map(|table| &*table.form)
            .collect();
        let forms = reading
            .settings
            .forms()
            .into_iter()
            .filter(|form| used.contains(&form.id.as_str()) || used.contains(&form.name.as_str()));
        // a heading with a period goes by its name in 一覧
        let mut headings: Vec<String> = forms
            .flat_map(|form| &form.columns)
            .map(|column| if column.heading.contains('{') { label(&column.field).to_owned() } else { column.heading.clone() })
            .filter(|text| !text.is_ascii())
            .collect();
        headings.sort();
        headings.dedup();
        (place.t("見出しを覚える: ", "The heading means: "), headings)
    } else {
        return html! {};
    };
    if meanings.is_empty() {
        return html! {};
    }
    let at = entry.at.to_string();
    html! {
        form.answer method="post" action="/answer" data-answer=(id) {
            input type="hidden" name="p" value=(place.period_id());
            input type="hidden" name="at" value=(at);
            input type="hidden" name="key" value=(entry.key);
            input type="hidden" name="answer" value=(Given::Always.label());
            label for={ (id) "-m" } { (label) }
            select id={ (id) "-m" } name="note" required {
                option value="" { (place.t("選ぶ", "choose")) }
                @for meaning in &meanings { option value=(meaning) { (meaning) } }
            }
            button type="submit" { (place.t("覚える", "Learn it")) }
            span.hint { (place.t("次の取りまとめから使います", "used from the next build on")) }
        }
    }
}

/// The requested finding: by its index, or by its question if the files were read again meanwhile.
fn meant<'r>(reading: &'r Reading, ask: &Ask) -> Option<&'r Entry> {
    let key = ask.get("key")?;
    let at: Option<usize> = ask.get("at").and_then(|text| text.parse().ok());
    let own = || reading.entries.iter().filter(|entry| entry.key == key);
    own().find(|entry| Some(entry.at) == at).or_else(|| own().next())
}

/// The cell of a finding, as a fragment for the script or as a page.
pub(super) fn cell(place: &Place<'_>, root: &Path, ask: &Ask) -> Answer {
    let reading = place.page.reading(place.period);
    let cut = reading.as_ref().and_then(|reading| {
        let spot = reading.consolidation().findings.get(meant(reading, ask)?.at)?.place.clone();
        cell_grid::cut(place, root, reading, &spot)
    });
    let content = cut.unwrap_or_else(|| html! { p { (place.t("この場所は表示できません。ファイルを開いて確かめてください。", "It cannot be shown here: open the file.")) } });
    if ask.script {
        return Answer::Html(StatusCode::OK, content);
    }
    let content =
        html! { (content) p { a href=(place.url("/findings", &[])) { (place.t("指摘に戻る", "Back to the findings")) } } };
    Answer::page(frame::whole(place, View::Findings, place.t("ファイルの中のセル", "The cell in the file"), &content))
}

/// Records an answer.
pub(super) fn answer(page: &Arc<Page>, root: &Path, ask: &Ask) -> Result<Answer, Failure> {
    let period = ask.period().or_else(|| super::periods(root).first().copied());
    let lang = page.lang();
    let gone = messages::finding_gone;
    let reading = page.reading(period).ok_or_else(gone)?;
    let entry = meant(&reading, ask).ok_or_else(gone)?;
    let word = ask.get("answer").unwrap_or_default();
    let given = Given::parse(word);
    if given.is_none() && word != "clear" {
        return Err(gone());
    }
    let note: Option<String> = ask.get("note").map(|note| note.trim().chars().take(LONGEST_NOTE).collect());
    let note = note.filter(|_| given.is_some());
    let withdrawn = messages::answer_withdrawn();
    let label = given.map_or(withdrawn.text(lang), |given| words::answer(given, lang));
    let change = Change::Answer(GivenAnswer { question: entry.question.clone(), answer: given, note });
    undo::change(page, root, period, label.to_owned(), &[change], reading.settings.config.office.person.as_deref())?;
    let place = Place { page, lang, root: Some(root), period, result: None };
    if ask.script {
        let consolidation = reading.consolidation();
        let finding = consolidation.findings.get(entry.at).ok_or_else(gone)?;
        return Ok(Answer::page(article(&place, &reading, &consolidation, entry, finding)));
    }
    Ok(Answer::See(place.url("/findings", &[("result", messages::answered(label).text(lang))])))
}

/// Undoes the last change.
pub(super) fn undo(page: &Arc<Page>, root: &Path, ask: &Ask) -> Result<Answer, Failure> {
    let lang = page.lang();
    let undone = undo::undo(page, root)?;
    let period = undone.as_ref().map_or_else(|| ask.period(), |(_, period)| *period);
    let result = undone.map_or_else(messages::nothing_to_undo, |(what, _)| messages::undone(what));
    let place = Place { page, lang, root: Some(root), period, result: None };
    let mut values = vec![("result", result.text(lang))];
    if ask.get("view") == Some("records") {
        values.extend(record_edit::state(ask));
        return Ok(Answer::See(place.url("/records", &values)));
    }
    Ok(Answer::See(place.url("/findings", &values)))
}
