//! 【…】: stages in a text.

use super::ladder::Ladder;
use super::tag;
use crate::model::text::trim_paragraphs;
use crate::model::{SharedText, StageEntry, Statement};

impl Ladder {
    /// A text with its tags: 【…】, else a stage in other brackets or words at the beginning of a line.
    pub fn statement(&self, text: &str) -> Statement {
        let tags = tag::tags(text, self);
        let whole = SharedText::from(text);
        let part = |piece: &str| {
            let from = piece.as_ptr().addr().saturating_sub(text.as_ptr().addr());
            whole.part(from..from + piece.len())
        };
        let mut stages = Vec::with_capacity(tags.len());
        for (index, tag) in tags.iter().enumerate() {
            let end = tags.get(index + 1).map_or(text.len(), |next| next.start);
            let body = trim_paragraphs(&text[tag.end..end]);
            let found = self.find(tag.label);
            let entry = |stage| StageEntry { stage_raw: part(tag.label), stage, text: part(body) };
            if found.is_empty() {
                stages.push(entry(None));
            } else {
                stages.extend(found.into_iter().map(|stage| entry(Some(stage))));
            }
        }
        Statement { text: whole, stages }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Plan, Stage};

    fn ladder() -> Ladder {
        let stage = |name: &str, aliases: &[&str]| Stage {
            name: name.to_owned(),
            aliases: aliases.iter().map(|alias| (*alias).to_owned()).collect(),
            step: Some(1),
        };
        let stages = vec![stage("調査検討", &["調査・検討"]), stage("導入", &[]), stage("運用開始", &[])];
        Ladder::new(&Plan { stages, ..Plan::default() })
    }

    #[test]
    fn one_tag_can_be_two_stages() {
        let statement = ladder().statement("【導入・運用開始】\n7月から\n【調査・検討】他課に展開");
        let got: Vec<_> = statement.stages.iter().map(|entry| (entry.stage.as_deref(), entry.text.as_str())).collect();
        assert_eq!(got, [(Some("導入"), "7月から"), (Some("運用開始"), "7月から"), (Some("調査検討"), "他課に展開")]);
    }

    #[test]
    fn a_bracket_may_be_missing() {
        for (text, label, body) in [
            ("【導入\n・10台を入れた", "導入", "・10台を入れた"),
            ("導入】\n・試しに使った", "導入", "・試しに使った"),
            ("【導入 10台を入れた", "導入", "10台を入れた"),
            ("【導入：10台を入れた", "導入", "10台を入れた"),
            ("【導入］\n10台", "導入", "10台"),
            ("・導入】10台", "導入", "10台"),
            ("［導入\n10台", "導入", "10台"),
            ("【導入・運用開始\n10台", "導入・運用開始", "10台"),
        ] {
            let statement = ladder().statement(text);
            assert_eq!(statement.text, text);
            let entry = &statement.stages[0];
            assert_eq!((&*entry.stage_raw, entry.text.as_str()), (label, body), "{text}");
            assert!(entry.stage.is_some(), "{text}");
        }
        let statement = ladder().statement("【導入\n10台\n【運用開始】\n7月");
        let got: Vec<_> = statement.stages.iter().map(|entry| (entry.stage.as_deref(), entry.text.as_str())).collect();
        assert_eq!(got, [(Some("導入"), "10台"), (Some("運用開始"), "7月")]);
        // what nobody knows is an entry without a stage, so that it is reported
        let statement = ladder().statement("【準備中\n協議");
        assert_eq!((statement.stages[0].stage.as_deref(), &*statement.stages[0].stage_raw), (None, "準備中"));
        for text in ["（導入は未定", "[1]を参照", "導入を始めた】", "1)導入"] {
            assert!(ladder().statement(text).stages.iter().all(|entry| entry.stage.is_none()), "{text}");
        }
    }

    #[test]
    fn paragraphs_behind_a_tag_are_indented_alike() {
        let statement = ladder().statement("【導入】\n　甲。\n　乙。");
        assert_eq!(statement.stages[0].text, "　甲。\n　乙。");
    }

    #[test]
    fn an_unknown_tag_is_an_entry_without_a_stage() {
        let statement = ladder().statement("【準備中】協議");
        assert_eq!(statement.stages[0].stage, None);
        assert!(ladder().statement("[1]を参照").stages.is_empty());
    }

    #[test]
    fn other_ways_to_mark_a_stage() {
        for text in ["［運用開始］\n受付", "（運用開始）受付", "《運用開始》受付", "＜運用開始＞\n受付", "「運用開始」受付"]
        {
            let statement = ladder().statement(text);
            assert_eq!(statement.text, text);
            let got: Vec<_> = statement.stages.iter().map(|entry| (&*entry.stage_raw, entry.text.as_str())).collect();
            assert_eq!(got, [("運用開始", "受付")], "{text}");
        }
    }

    #[test]
    fn words_in_a_text_are_no_tags() {
        for text in [
            "導入に向けて準備",
            "・導入\n・検証",
            "運用開始 予定は未定",
            "7月に導入：契約",
            "運用開始：受付",
            "■運用開始\n受付",
            "検討",
            "備考：運用開始",
            "（導入は未定）",
        ] {
            assert!(ladder().statement(text).stages.is_empty(), "{text}");
        }
    }
}
