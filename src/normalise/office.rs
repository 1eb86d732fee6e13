//! Whether a division before a department's name is of the same office: 総務部総務課 is 総務課, 消防本部総務課 is not.

/// Words of organisations that have departments of their own.
const ORGANISATIONS: &[&str] = &[
    "消防",
    "水道",
    "下水",
    "病院",
    "医療",
    "診療",
    "交通",
    "議会",
    "教育",
    "監査",
    "選挙",
    "農業委員",
    "企業",
    "組合",
    "広域",
    "大学",
    "公社",
    "財団",
    "協議会",
    "公平委員",
];

/// Names that departments of many organisations have.
const COMMON: &[&str] =
    &["総務", "庶務", "管理", "業務", "財政", "財務", "経理", "企画", "会計", "契約", "人事", "職員", "施設", "経営"];

/// Is a division (総務部, 消防本部, 水道局) of the office that has the department?
///
/// A 部 is, unless it is a 本部 or another organisation's. Another organisation's division is, where the department's own
/// name speaks of it (水道局水道課, 教育委員会事務局教育総務課), or, for the board of education, where no other organisation
/// has a department of such a name.
pub(super) fn is_of_office(division: &str, department: &str) -> bool {
    let organisations: Vec<&str> = ORGANISATIONS.iter().copied().filter(|word| division.contains(word)).collect();
    if organisations.iter().any(|word| department.contains(word)) {
        return true;
    }
    let common = COMMON.iter().any(|word| department.strip_prefix(word).is_some_and(|rest| rest.chars().count() <= 1));
    match organisations.as_slice() {
        [] if division.ends_with("本部") => false,
        [] if division.ends_with('局') => {
            !common || COMMON.iter().any(|word| division.contains(word) && department.contains(word))
        }
        [] => true,
        ["教育"] => !common,
        _ => false,
    }
}

/// Does a text name an organisation, other than the one that the department's own name speaks of?
pub(super) fn names_another(text: &str, department: &str) -> bool {
    let is_one = ORGANISATIONS.iter().any(|word| text.contains(word)) || text.ends_with("本部") || text.ends_with('局');
    is_one && !is_of_office(text, department)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_division_of_another_organisation_is_kept_apart() {
        for (division, department) in [
            ("総務部", "総務課"),
            ("企画部", "財政課"),
            ("上下水道部", "水道課"),
            ("水道局", "水道課"),
            ("教育委員会事務局", "教育総務課"),
            ("教育委員会事務局", "生涯学習課"),
            ("総務局", "総務課"),
            ("市民局", "戸籍課"),
        ] {
            assert!(is_of_office(division, department), "{division} {department}");
        }
        for (division, department) in [
            ("消防本部", "総務課"),
            ("水道局", "総務課"),
            ("病院事務局", "財政課"),
            ("教育部", "総務課"),
            ("上下水道部", "総務課"),
            ("農業委員会事務局", "農政課"),
            ("市民局", "総務課"),
        ] {
            assert!(!is_of_office(division, department), "{division} {department}");
        }
    }
}
