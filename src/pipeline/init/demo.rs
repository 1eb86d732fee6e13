//! The made-up city's two periods, built in for `init --demo`. The list is held against `samples/` by a test.

/// Path in the inbox and content.
pub(super) const FILES: &[(&str, &[u8])] = &[
    ("2025H1/01_企画政策課_取組状況.xlsx", include_bytes!("../../../samples/2025H1/01_企画政策課_取組状況.xlsx")),
    ("2025H1/02_デジタル推進課_取組状況.xlsx", include_bytes!("../../../samples/2025H1/02_デジタル推進課_取組状況.xlsx")),
    ("2025H1/03_総務課.csv", include_bytes!("../../../samples/2025H1/03_総務課.csv")),
    ("2025H1/04_財政課_取組状況.xls", include_bytes!("../../../samples/2025H1/04_財政課_取組状況.xls")),
    ("2025H1/05_税務収納課_取組状況.xlsm", include_bytes!("../../../samples/2025H1/05_税務収納課_取組状況.xlsm")),
    ("2025H1/06_市民窓口課_取組状況.csv", include_bytes!("../../../samples/2025H1/06_市民窓口課_取組状況.csv")),
    ("2025H1/07_福祉支援課（回答）.xlsx", include_bytes!("../../../samples/2025H1/07_福祉支援課（回答）.xlsx")),
    ("2025H1/08_高齢介護課_取組状況.tsv", include_bytes!("../../../samples/2025H1/08_高齢介護課_取組状況.tsv")),
    ("2025H1/09_子育て応援課_取組状況.ods", include_bytes!("../../../samples/2025H1/09_子育て応援課_取組状況.ods")),
    ("2025H1/10_健康づくり課_取組状況.xlsx", include_bytes!("../../../samples/2025H1/10_健康づくり課_取組状況.xlsx")),
    (
        "2025H1/10_健康づくり課_取組状況（修正版）.xlsx",
        include_bytes!("../../../samples/2025H1/10_健康づくり課_取組状況（修正版）.xlsx"),
    ),
    ("2025H1/13_都市整備課_取組状況.xlsx", include_bytes!("../../../samples/2025H1/13_都市整備課_取組状況.xlsx")),
    ("2025H1/14_上下水道課_取組状況.xlsx", include_bytes!("../../../samples/2025H1/14_上下水道課_取組状況.xlsx")),
    ("2025H1/15_防災安全課_取組状況.xlsx", include_bytes!("../../../samples/2025H1/15_防災安全課_取組状況.xlsx")),
    ("2025H1/16_教育総務課_取組状況.xlsx", include_bytes!("../../../samples/2025H1/16_教育総務課_取組状況.xlsx")),
    ("2025H1/~$02_デジタル推進課_取組状況.xlsx", include_bytes!("../../../samples/2025H1/~$02_デジタル推進課_取組状況.xlsx")),
    ("2025H1/取組状況調査の依頼.pdf", include_bytes!("../../../samples/2025H1/取組状況調査の依頼.pdf")),
    ("2025H1/産業部（2課分）.zip", include_bytes!("../../../samples/2025H1/産業部（2課分）.zip")),
    ("2025H1/確認メモ.docx", include_bytes!("../../../samples/2025H1/確認メモ.docx")),
    ("2025H2/01_企画政策課_取組状況.ods", include_bytes!("../../../samples/2025H2/01_企画政策課_取組状況.ods")),
    ("2025H2/02_デジタル推進課_取組状況.xlsx", include_bytes!("../../../samples/2025H2/02_デジタル推進課_取組状況.xlsx")),
    ("2025H2/03_総務課_取組状況.xlsx", include_bytes!("../../../samples/2025H2/03_総務課_取組状況.xlsx")),
    ("2025H2/04_財政課_取組状況.xls", include_bytes!("../../../samples/2025H2/04_財政課_取組状況.xls")),
    ("2025H2/05_税務収納課_取組状況.xlsm", include_bytes!("../../../samples/2025H2/05_税務収納課_取組状況.xlsm")),
    ("2025H2/06_市民窓口課_取組状況.tsv", include_bytes!("../../../samples/2025H2/06_市民窓口課_取組状況.tsv")),
    ("2025H2/07_福祉支援課_取組状況.csv", include_bytes!("../../../samples/2025H2/07_福祉支援課_取組状況.csv")),
    ("2025H2/08_高齢介護課_取組状況.csv", include_bytes!("../../../samples/2025H2/08_高齢介護課_取組状況.csv")),
    ("2025H2/09_子育て応援課_取組状況.xlsx", include_bytes!("../../../samples/2025H2/09_子育て応援課_取組状況.xlsx")),
    (
        "2025H2/09_子育て応援課_取組状況（再提出）.xlsx",
        include_bytes!("../../../samples/2025H2/09_子育て応援課_取組状況（再提出）.xlsx"),
    ),
    ("2025H2/10_健康づくり課（回答）.xlsx", include_bytes!("../../../samples/2025H2/10_健康づくり課（回答）.xlsx")),
    ("2025H2/11_農林振興課_取組状況.xlsx", include_bytes!("../../../samples/2025H2/11_農林振興課_取組状況.xlsx")),
    ("2025H2/12_産業観光課_取組状況.xlsx", include_bytes!("../../../samples/2025H2/12_産業観光課_取組状況.xlsx")),
    ("2025H2/13_都市整備課_取組状況.xlsx", include_bytes!("../../../samples/2025H2/13_都市整備課_取組状況.xlsx")),
    ("2025H2/14_上下水道課_取組状況.xlsx", include_bytes!("../../../samples/2025H2/14_上下水道課_取組状況.xlsx")),
    ("2025H2/17_議会事務局.xlsx", include_bytes!("../../../samples/2025H2/17_議会事務局.xlsx")),
    ("2025H2/~$02_デジタル推進課_取組状況.xlsx", include_bytes!("../../../samples/2025H2/~$02_デジタル推進課_取組状況.xlsx")),
    ("2025H2/教育委員会.zip", include_bytes!("../../../samples/2025H2/教育委員会.zip")),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_the_samples() {
        let samples = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
        let mut there = Vec::new();
        for period in ["2025H1", "2025H2"] {
            for entry in std::fs::read_dir(samples.join(period)).unwrap() {
                there.push(format!("{period}/{}", entry.unwrap().file_name().to_str().unwrap()));
            }
        }
        there.sort();
        let mut listed: Vec<&str> = FILES.iter().map(|(path, _)| *path).collect();
        listed.sort_unstable();
        assert_eq!(listed, there);
    }
}
