//! What a file's name promises.

/// What a file of this name should hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Promise {
    /// A workbook or delimited text: what departments hand in.
    Spreadsheet,
    /// Text that may be a table: `.txt`, an unknown extension, or none.
    Maybe,
    /// A zip archive.
    Archive,
    /// A document of another kind, with its name in Japanese.
    Other(&'static str),
}

/// The extension of a path in lower case, without the dot; `""` where there is none.
pub fn extension(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or_default();
    match name.trim_end().rsplit_once('.') {
        Some((stem, extension)) if !stem.is_empty() && !extension.contains(' ') => extension.to_lowercase(),
        _ => String::new(),
    }
}

/// What an extension (lower case) promises.
pub fn promise(extension: &str) -> Promise {
    match extension {
        "xlsx" | "xlsm" | "xltx" | "xltm" | "xlsb" | "xls" | "xlt" | "xlam" | "xla" | "xlw" | "ods" | "ots" | "fods" | "csv"
        | "tsv" | "tab" | "numbers" | "gsheet" | "slk" | "dif" | "wk1" | "wk3" | "wk4" | "123" | "et" => Promise::Spreadsheet,
        "zip" => Promise::Archive,
        "pdf" => Promise::Other("PDF"),
        "doc" | "docx" | "docm" | "dot" | "dotx" | "odt" => Promise::Other("Word などの文書"),
        "ppt" | "pptx" | "pptm" | "pps" | "ppsx" | "odp" => Promise::Other("PowerPoint などの資料"),
        "jtd" | "jtt" | "jtdc" | "jaw" => Promise::Other("一太郎の文書"),
        "xdw" | "xbd" | "xct" => Promise::Other("DocuWorks の文書"),
        "json" | "jsonl" => Promise::Other("JSON"),
        "htm" | "html" | "mht" | "mhtml" => Promise::Other("HTML"),
        "xml" | "xsd" | "xsl" => Promise::Other("XML"),
        "md" | "rtf" | "tex" | "log" => Promise::Other("文書"),
        "png" | "jpg" | "jpeg" | "gif" | "bmp" | "tif" | "tiff" | "webp" | "heic" | "svg" | "ico" | "emf" | "wmf" => {
            Promise::Other("画像")
        }
        "mp3" | "wav" | "mp4" | "mov" | "avi" | "wmv" => Promise::Other("音声または動画"),
        "msg" | "eml" => Promise::Other("メール"),
        "url" | "lnk" | "webloc" => Promise::Other("ショートカット"),
        "toml" | "ini" | "yaml" | "yml" | "cfg" | "conf" => Promise::Other("設定ファイル"),
        "exe" | "dll" | "bat" | "cmd" | "ps1" | "vbs" | "js" | "sh" | "py" | "r" | "rs" | "sql" => Promise::Other("プログラム"),
        "bak" | "tmp" | "swp" | "part" | "crdownload" | "wbk" => Promise::Other("作業用の控え"),
        "sha256" | "md5" | "sig" | "asc" | "p7s" => Promise::Other("検証用の値"),
        _ => Promise::Maybe,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extensions_are_taken_from_the_name() {
        assert_eq!(extension("a.zip/第1.2版/建設課.XLSX"), "xlsx");
        assert_eq!(extension(".DS_Store"), "");
        assert_eq!(extension("令和7. 10月 報告"), "");
        assert_eq!(extension("報告"), "");
    }
}
