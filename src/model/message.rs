//! Texts for people in both languages, and the macros that declare them.

use std::fmt::Display;

use super::{Lang, Period};

/// A text in both languages; whoever shows it picks one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Message {
    ja: String,
    en: String,
}

impl Message {
    /// A text in Japanese and in English.
    pub fn new(ja: impl Into<String>, en: impl Into<String>) -> Self {
        Self { ja: ja.into(), en: en.into() }
    }

    /// A text that is the same in both languages: a name, the words of another program.
    pub fn verbatim(text: impl Into<String>) -> Self {
        let text = text.into();
        Self { ja: text.clone(), en: text }
    }

    /// The text in a language.
    pub fn text(&self, lang: Lang) -> &str {
        match lang {
            Lang::Ja => &self.ja,
            Lang::En => &self.en,
        }
    }

    /// The two texts, one after the other.
    #[must_use]
    pub fn then(mut self, next: &Self) -> Self {
        self.ja.push_str(&next.ja);
        self.en.push_str(&next.en);
        self
    }
}

/// Why a command did not run, and what to do next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// What happened, and where.
    pub message: Message,
    /// What to do next.
    pub hint: Message,
}

impl Failure {
    /// What happened and what to do next: in Japanese, in English.
    pub fn of(ja: (impl Into<String>, impl Into<String>), en: (impl Into<String>, impl Into<String>)) -> Self {
        Self { message: Message::new(ja.0, en.0), hint: Message::new(ja.1, en.1) }
    }
}

/// What a message can be filled with: the same in both languages, or a [`Message`] itself.
pub trait InLang {
    /// The text in a language.
    fn in_lang(&self, lang: Lang) -> String;
}

impl<T: Display + ?Sized> InLang for T {
    fn in_lang(&self, _: Lang) -> String {
        self.to_string()
    }
}

impl InLang for Message {
    fn in_lang(&self, lang: Lang) -> String {
        self.text(lang).to_owned()
    }
}

impl InLang for &Message {
    fn in_lang(&self, lang: Lang) -> String {
        self.text(lang).to_owned()
    }
}

/// A number with its English noun, in the singular or the plural. Japanese texts have their own counters.
pub fn counted(count: usize, one: &str, many: &str) -> Message {
    Message::new(count.to_string(), format!("{count} {}", if count == 1 { one } else { many }))
}

/// A period: 令和7年度上半期 in Japanese, 2025H1 in English.
pub fn period_name(period: Period) -> Message {
    Message::new(period.label(), period.id())
}

/// Names one after the other: with 、 in Japanese, with commas in English.
pub fn listed<T: InLang>(names: impl IntoIterator<Item = T>) -> Message {
    let names: Vec<T> = names.into_iter().collect();
    let join = |lang, with| names.iter().map(|name| name.in_lang(lang)).collect::<Vec<_>>().join(with);
    Message::new(join(Lang::Ja, "、"), join(Lang::En, ", "))
}

/// Declares messages, each a function of its values, and lists them for the test of the catalogue:
///
/// ```text
/// messages! { MESSAGES:
///     workspace_made(folder) { ja: "作業場所 {folder} を作りました。", en: "Made the workspace {folder}." }
/// }
/// ```
macro_rules! messages {
    ($list:ident: $($(#[$doc:meta])* $name:ident($($value:ident),*) { ja: $ja:literal, en: $en:literal $(,)? })*) => {
        $(
            $(#[$doc])*
            #[allow(
                clippy::too_many_arguments,
                clippy::useless_format,
                reason = "each value of a message is named, and one without values is declared like the others"
            )]
            pub(crate) fn $name($($value: impl $crate::model::InLang),*) -> $crate::model::Message {
                let in_lang = |lang: $crate::model::Lang| {
                    $(let $value = $crate::model::InLang::in_lang(&$value, lang);)*
                    match lang {
                        $crate::model::Lang::Ja => format!($ja),
                        $crate::model::Lang::En => format!($en),
                    }
                };
                $crate::model::Message::new(in_lang($crate::model::Lang::Ja), in_lang($crate::model::Lang::En))
            }
        )*
        #[cfg(test)]
        pub(crate) const $list: &[$crate::model::message::Declared] = &[$((stringify!($name), $ja, $en)),*];
    };
}

/// Declares failures: in each language what happened, and what to do next.
///
/// ```text
/// failures! { FAILURES:
///     no_departments() { ja: "様式を作る課がありません。" => "…", en: "There is no department to make a form for." => "…" }
/// }
/// ```
#[cfg(any(test, feature = "cli"))]
macro_rules! failures {
    ($list:ident: $($(#[$doc:meta])* $name:ident($($value:ident),*) {
        ja: $ja:literal => $ja_hint:literal, en: $en:literal => $en_hint:literal $(,)?
    })*) => {
        $(
            $(#[$doc])*
            #[allow(clippy::useless_format, reason = "a message without values is declared like the others")]
            pub(crate) fn $name($($value: impl $crate::model::InLang),*) -> $crate::model::Failure {
                let in_lang = |lang: $crate::model::Lang| {
                    $(let $value = $crate::model::InLang::in_lang(&$value, lang);)*
                    match lang {
                        $crate::model::Lang::Ja => (format!($ja), format!($ja_hint)),
                        $crate::model::Lang::En => (format!($en), format!($en_hint)),
                    }
                };
                let ((ja, ja_hint), (en, en_hint)) = (in_lang($crate::model::Lang::Ja), in_lang($crate::model::Lang::En));
                $crate::model::Failure {
                    message: $crate::model::Message::new(ja, en),
                    hint: $crate::model::Message::new(ja_hint, en_hint),
                }
            }
        )*
        #[cfg(test)]
        pub(crate) const $list: &[$crate::model::message::Declared] =
            &[$((stringify!($name), concat!($ja, " → ", $ja_hint), concat!($en, " → ", $en_hint))),*];
    };
}

#[cfg(feature = "cli")]
pub(crate) use failures;
pub(crate) use messages;

/// A declared message: its name and its texts, for tests.
#[cfg(test)]
pub(crate) type Declared = (&'static str, &'static str, &'static str);

/// What is wrong with declared messages: a language without its own text, or values that only one language shows.
#[cfg(test)]
pub(crate) fn faults(declared: &[Declared]) -> Vec<String> {
    let mut faults = Vec::new();
    for (name, ja, en) in declared {
        if !is_japanese(ja) {
            faults.push(format!("{name}: not Japanese: {ja}"));
        }
        if is_japanese(&without_quotations(en)) {
            faults.push(format!("{name}: not English: {en}"));
        }
        if values(ja) != values(en) {
            faults.push(format!("{name}: other values: {:?} and {:?}", values(ja), values(en)));
        }
    }
    faults
}

/// Names that the program reads or writes are Japanese in every language.
#[cfg(test)]
pub(crate) fn without_quotations(text: &str) -> String {
    const QUOTED: [&str; 21] = [
        "取りまとめ.xlsx",
        "確認結果.html",
        "報告書.html",
        "報告書.pdf",
        "はじめに.txt",
        "照会文.txt",
        "令和7年10月",
        "R7上半期",
        "提出状況",
        "課名",
        "提出",
        "○",
        "第2版",
        "指摘",
        "メール",
        "案",
        "確認中",
        "確定",
        "変更日",
        "差戻し",
        "〃",
    ];
    QUOTED.iter().fold(text.to_owned(), |text, word| text.replace(word, ""))
}

#[cfg(test)]
pub(crate) fn is_japanese(text: &str) -> bool {
    text.chars().any(|c| matches!(c, '\u{3000}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}'))
}

/// The names in braces; `{{` is a brace.
#[cfg(test)]
fn values(text: &str) -> std::collections::BTreeSet<String> {
    let text = text.replace("{{", "").replace("}}", "");
    let inner = text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(inner, _)| inner);
    inner.map(|inner| inner.split(':').next().unwrap_or_default().to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    messages! { SOUND:
        made(folder) { ja: "{folder} を作りました。", en: "Made {folder}." }
        read(records) { ja: "{records}件を読み取りました。", en: "{records} read." }
    }

    failures! { UNSOUND:
        lost(name) { ja: "「{name}」はありません。" => "確かめてください。", en: "There is none." => "Look again." }
        untranslated() { ja: "ありません。" => "確かめてください。", en: "ありません。" => "Look again." }
    }

    #[test]
    fn a_message_is_filled_in_both_languages() {
        assert_eq!(made("out"), Message::new("out を作りました。", "Made out."));
        assert_eq!(read(counted(1, "record", "records")).text(Lang::En), "1 record read.");
        assert_eq!(read(counted(2, "record", "records")).text(Lang::Ja), "2件を読み取りました。");
        assert_eq!(made(made("out")).text(Lang::En), "Made Made out..");
    }

    #[test]
    fn a_message_in_one_language_only_is_a_fault() {
        assert_eq!(faults(SOUND), Vec::<String>::new());
        let found = faults(UNSOUND);
        assert!(found[0].starts_with("lost: other values") && found[1].starts_with("untranslated: not English"), "{found:?}");
        assert_eq!(untranslated().hint, Message::new("確かめてください。", "Look again."));
        assert_eq!(lost("a").message.text(Lang::Ja), "「a」はありません。");
    }
}
