//! The office that asks the departments.

use serde::Deserialize;

/// Who asks, as forms, letters and mails name it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Office {
    /// 桐瀬市企画部デジタル推進課.
    pub name: Option<String>,
    /// 情報化推進係.
    pub section: Option<String>,
    /// The person in charge.
    pub person: Option<String>,
    /// Telephone, with the extension.
    pub telephone: Option<String>,
    /// Mail address.
    pub mail: Option<String>,
    /// The lines under a letter or mail, instead of those made of the others.
    pub signature: Option<String>,
}

impl Office {
    /// Name and section: 桐瀬市企画部デジタル推進課　情報化推進係.
    pub fn full_name(&self) -> String {
        let parts = [&self.name, &self.section];
        parts.into_iter().flatten().map(|part| plain(part)).collect::<Vec<_>>().join("　")
    }

    /// Where to turn to, in one line: 桐瀬市デジタル推進課（髙野、電話 0197-00-0000、dx@example.jp）.
    pub fn contact(&self) -> String {
        let telephone = self.telephone.as_deref().map(|telephone| format!("電話 {}", plain(telephone)));
        let ways: Vec<String> =
            [self.person.as_deref().map(plain), telephone, self.mail.as_deref().map(plain)].into_iter().flatten().collect();
        let ways = ways.join("、");
        match (self.full_name(), ways.is_empty()) {
            (name, true) => name,
            (name, false) if name.is_empty() => ways,
            (name, false) => format!("{name}（{ways}）"),
        }
    }

    /// The lines under a letter.
    pub fn signature(&self) -> String {
        if let Some(own) = &self.signature {
            return own.replace("\r\n", "\n").trim_end().to_owned();
        }
        let labelled = |label: &str, value: &Option<String>| value.as_deref().map(|value| format!("{label}{}", plain(value)));
        let name = Some(self.full_name()).filter(|name| !name.is_empty());
        let lines =
            [name, labelled("担当　", &self.person), labelled("電話　", &self.telephone), labelled("メール　", &self.mail)];
        lines.into_iter().flatten().collect::<Vec<_>>().join("\n")
    }
}

/// On one line, as it goes into a cell or a header.
fn plain(text: &str) -> String {
    text.split(|c: char| c.is_control()).map(str::trim).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}
