//! Letters and mails: 照会文, 依頼, 督促, 差戻し. Their texts are templates that an office can change.

mod docx;
mod mail;
mod template;

pub use docx::docx;
pub use mail::Draft;
pub use template::{Template, UnknownPlaceholder, Values, plain};

use jiff::civil::{Date, DateTime, Weekday};

use crate::model::era::wareki_date;
use crate::model::{Office, Period, Plan};

/// The kinds of letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Letter {
    /// 照会文: asks all departments.
    Request,
    /// The mail with a form.
    RequestMail,
    /// 督促.
    ReminderMail,
    /// The mail with a return.
    ReturnMail,
}

/// Placeholders of every letter.
const COMMON: [&str; 11] = ["期間", "期限", "発信日", "計画", "様式", "事務局", "担当者", "電話", "メール", "連絡先", "署名"];

impl Letter {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Request, Self::RequestMail, Self::ReminderMail, Self::ReturnMail];

    /// Its file in the workspace's `templates`.
    pub const fn file_name(self) -> &'static str {
        match self {
            Self::Request => "照会文.txt",
            Self::RequestMail => "メール_依頼.txt",
            Self::ReminderMail => "メール_督促.txt",
            Self::ReturnMail => "メール_差戻し.txt",
        }
    }

    /// The built-in text.
    pub const fn standard(self) -> &'static str {
        match self {
            Self::Request => include_str!("assets/request.txt"),
            Self::RequestMail => include_str!("assets/mail_request.txt"),
            Self::ReminderMail => include_str!("assets/mail_reminder.txt"),
            Self::ReturnMail => include_str!("assets/mail_return.txt"),
        }
    }

    /// Its placeholders.
    pub fn placeholders(self) -> Vec<&'static str> {
        let own: &[&str] = match self {
            Self::Request => &["課の一覧"],
            Self::RequestMail => &["課名", "件数"],
            Self::ReturnMail => &["課名", "件数", "連絡事項"],
            Self::ReminderMail => &["課名", "状況", "遅れ"],
        };
        COMMON.iter().chain(own).copied().collect()
    }
}

/// Office and deadline.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// The office.
    pub office: &'a Office,
    /// The deadline.
    pub due: Option<Date>,
}

impl Request<'_> {
    /// 提出期限：令和8年4月10日（金）　提出先：…, for the head of a form; empty if neither is known.
    pub fn line(&self) -> Option<String> {
        let parts = self.lines();
        (!parts.is_empty()).then(|| parts.join("　"))
    }

    /// The same in lines of their own.
    pub fn lines(&self) -> Vec<String> {
        let due = self.due.map(|due| format!("提出期限：{}", with_weekday(due)));
        let to = Some(self.office.contact()).filter(|contact| !contact.is_empty()).map(|contact| format!("提出先：{contact}"));
        [due, to].into_iter().flatten().collect()
    }

    /// The values of the placeholders of every letter.
    pub fn values(&self, plan: &Plan, form: &str, period: Option<Period>, issued: DateTime) -> Values {
        let office = self.office;
        let own = |value: &Option<String>| value.clone().unwrap_or_default();
        let municipality = if plan.title.contains(&plan.municipality) { "" } else { &plan.municipality };
        let title = format!("{municipality}{}", plan.title);
        let mut values = Values::default();
        values.set("期間", period.map(Period::label).unwrap_or_default());
        values.set("期限", self.due.map(with_weekday).unwrap_or_default());
        values.set("発信日", wareki_date(issued.date()));
        values.set("計画", if title.is_empty() { form.to_owned() } else { title });
        values.set("様式", form);
        values.set("事務局", office.full_name());
        values.set("担当者", own(&office.person));
        values.set("電話", own(&office.telephone));
        values.set("メール", own(&office.mail));
        values.set("連絡先", office.contact());
        values.set("署名", office.signature());
        values
    }
}

/// 令和8年4月10日（金）.
pub fn with_weekday(day: Date) -> String {
    let weekday = match day.weekday() {
        Weekday::Monday => '月',
        Weekday::Tuesday => '火',
        Weekday::Wednesday => '水',
        Weekday::Thursday => '木',
        Weekday::Friday => '金',
        Weekday::Saturday => '土',
        Weekday::Sunday => '日',
    };
    format!("{}（{weekday}）", wareki_date(day))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_placeholder_of_the_standard_texts_exists_and_is_filled() {
        let office = Office {
            name: Some("桐瀬市デジタル推進課".into()),
            person: Some("髙野".into()),
            telephone: Some("0197-00-0000".into()),
            mail: Some("dx@example.jp".into()),
            ..Office::default()
        };
        let request = Request { office: &office, due: Some(Date::constant(2026, 4, 10)) };
        let plan = Plan { title: "DX推進計画".into(), municipality: "桐瀬市".into(), ..Plan::default() };
        let issued = DateTime::constant(2026, 3, 2, 9, 0, 0, 0);
        for letter in Letter::ALL {
            let template = Template::parse(letter, letter.standard()).unwrap();
            let mut values = request.values(&plan, "取組状況調査票", Period::parse("2025H2"), issued);
            for own in ["課の一覧", "課名", "件数", "連絡事項", "状況", "遅れ"] {
                values.set(own, "○○");
            }
            for word in letter.placeholders() {
                assert!(!values.get(word).is_empty(), "{letter:?} {word}");
            }
            let text = template.fill(&values);
            assert!(!text.contains(['{', '}', '#']), "{text}");
            assert!(text.contains("令和8年4月10日（金）") && text.contains("桐瀬市デジタル推進課"), "{text}");
            // lines that name office and deadline are left out if these are unknown
            let bare = Request { office: &Office::default(), due: None };
            let text = template.fill(&bare.values(&plan, "取組状況調査票", None, issued));
            assert!(!text.contains("期限　") && !text.contains("提出先"), "{text}");
        }
    }
}
