//! 目次 with page numbers and links, and the key to the stage badges.

use super::super::desk::{Desk, Side, baseline};
use super::super::look::{BODY, HAIRLINE, SMALL, SOFT, SUBHEADING, event_look};
use super::super::place::{Anchor, Mark, Thing};
use super::super::tree::Role;
use super::cells::badge;
use super::table::looks;
use super::{Entry, Part, Scope};
use crate::report::{Changes, Edition};

/// The volume's sections and their anchors, known before they are laid out.
pub(in super::super) struct Contents {
    entries: Vec<Entry>,
    /// Entry of each part.
    parts: Vec<Option<usize>>,
    own: Anchor,
    pub(super) changes: Option<Anchor>,
    pub(super) submissions: Option<Anchor>,
    pub(super) findings: Option<Anchor>,
    pub(super) index: Option<Anchor>,
    pub(super) ledger: Option<Anchor>,
}

impl Contents {
    pub(super) fn plan(
        desk: &mut Desk<'_>,
        edition: &Edition<'_>,
        parts: &[Part<'_>],
        scope: Scope,
        changes: &Changes<'_>,
    ) -> Self {
        let mut entries: Vec<Entry> = Vec::new();
        let mut of_parts = Vec::with_capacity(parts.len());
        let mut title = None;
        for part in parts {
            if title != Some(&part.table.title) {
                title = Some(&part.table.title);
                entries.push(Entry { level: 1, title: part.table.title.clone(), anchor: desk.anchor() });
            }
            if part.section.title.is_empty() {
                of_parts.push(None);
                continue;
            }
            of_parts.push(Some(entries.len()));
            entries.push(Entry { level: 2, title: part.section.title.clone(), anchor: desk.anchor() });
        }
        let mut more = |desk: &mut Desk<'_>, wanted: bool, title: &str| {
            wanted.then(|| {
                let anchor = desk.anchor();
                entries.push(Entry { level: 1, title: title.to_owned(), anchor });
                anchor
            })
        };
        let changes = more(desk, !changes.is_empty(), "変更点");
        let submissions = more(desk, scope.first && !edition.consolidation.submissions.is_empty(), "提出状況");
        let findings = more(desk, scope.first, "指摘");
        let index = more(desk, parts.iter().any(|part| part.rows.iter().any(|row| !row.departments.is_empty())), "担当課別索引");
        let ledger = more(desk, scope.first && !edition.consolidation.inputs.is_empty(), "読取台帳");
        Self { own: desk.anchor(), entries, parts: of_parts, changes, submissions, findings, index, ledger }
    }

    /// The entry of a part.
    pub(super) fn of_part(&self, part: usize) -> Option<&Entry> {
        self.parts.get(part).copied().flatten().and_then(|at| self.entries.get(at))
    }

    /// The entry of a table's title.
    pub(super) fn of_table(&self, title: &str) -> Option<Anchor> {
        self.entries.iter().find(|entry| entry.level == 1 && entry.title == title).map(|entry| entry.anchor)
    }

    pub(super) fn draw(&self, desk: &mut Desk<'_>, edition: &Edition<'_>) {
        let sect = desk.section("目次", self.own);
        desk.y += 8.0;
        let toc = desk.node(sect, Role::Toc);
        let left = desk.sheet.left;
        let right = left + desk.sheet.measure() * 0.56;
        let first_page = desk.doc.pages.len();
        let top = desk.y;
        for entry in &self.entries {
            let main = entry.level == 1;
            let (style, indent, leading) = if main { (BODY.bold(), 0.0, 21.0) } else { (BODY, 16.0, 16.5) };
            desk.room(leading);
            let item = desk.node(toc, Role::Toci);
            let reference = desk.node(item, Role::Reference);
            let link = desk.node(reference, Role::Link);
            let y = desk.y + baseline(leading, style.size);
            let title = desk.fit(style, right - left - indent - 40.0, &entry.title);
            let end = left + indent + desk.width(style, &title);
            let text = desk.text(left + indent, y, style, Side::Left, &title);
            desk.put(Mark::Of(link), vec![text, Thing::PageOf { right, y, style, anchor: entry.anchor }]);
            desk.rule((end + 8.0, y - 1.0), (right - 24.0, y - 1.0), HAIRLINE);
            desk.link([left, desk.y, right - left, leading], entry.anchor, link, format!("{}へ", entry.title));
            desk.y += leading;
        }
        if desk.doc.pages.len() == first_page && edition.summary.records > 0 {
            legend(desk, edition, sect, right + 40.0, top);
        }
    }
}

/// The stages in the order of the ladder, as they are drawn in the table.
fn legend(desk: &mut Desk<'_>, edition: &Edition<'_>, sect: super::super::tree::NodeId, x: f32, top: f32) {
    let plan = &edition.consolidation.plan;
    if plan.stages.is_empty() {
        return;
    }
    let heading = desk.node(sect, Role::H3);
    let text = desk.text(x, top + 12.0, SUBHEADING, Side::Left, "段階の表し方");
    desk.put(Mark::Of(heading), vec![text]);
    let list = desk.node(sect, Role::L);
    let mut y = top + 26.0;
    let mut order: Vec<usize> = (0..plan.stages.len()).collect();
    order.sort_by_key(|at| plan.stages.get(*at).and_then(|stage| stage.step).unwrap_or(u32::MAX));
    let looks = looks(plan);
    let unknown = (event_look(false), "その他".to_owned(), "計画にない段階。書かれたとおりに示します".to_owned());
    let known = order.into_iter().filter_map(|at| {
        let (stage, look) = (plan.stages.get(at)?, *looks.get(at)?);
        let note = match stage.step {
            Some(step) => format!("段階{step}"),
            None => "段階とは別の出来事".to_owned(),
        };
        Some((look, stage.name.clone(), note))
    });
    for (look, name, note) in known.chain(std::iter::once(unknown)) {
        if y + 60.0 > desk.sheet.bottom {
            break;
        }
        let item = desk.node(list, Role::Li);
        let body = desk.node(item, Role::LBody);
        let tag = format!("【{name}】");
        let style = BODY.bold().ink(look.text);
        let w = desk.width(style, &tag);
        let base = y + baseline(15.0, style.size);
        let mut things = Vec::new();
        badge(desk, &mut things, [x + 1.0, y + 1.0, w - 2.0, 13.0], (x, base), style, &look, &tag);
        things.push(desk.text(x + 84.0, base, SMALL.ink(SOFT), Side::Left, &note));
        desk.put(Mark::Of(body), things);
        y += 20.0;
    }
    let note = desk.node(sect, Role::P);
    let width = desk.sheet.right - x;
    let (things, _) = desk.lines(
        x,
        y + 8.0,
        width,
        SMALL,
        12.5,
        "段階は色の濃さと文字で示し、白黒で印刷しても読み分けられます。集計では、取組の行ごとに、これまでの取組内容に書かれた最も進んだ段階を数えています。",
    );
    desk.put(Mark::Of(note), things);
}
