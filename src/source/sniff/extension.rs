//! What a file's name promises.

use crate::model::Texts;

/// What a file of this name should hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Promise {
    /// A workbook or delimited text: what departments hand in.
    Spreadsheet,
    /// Text that may be a table: `.txt`, an unknown extension, or none.
    Maybe,
    /// A zip archive.
    Archive,
    /// A document of another kind, with its name.
    Other(Texts),
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
        "pdf" => Promise::Other(Texts::same("PDF")),
        "doc" | "docx" | "docm" | "dot" | "dotx" | "odt" => {
            Promise::Other(Texts::new("Word などの文書", "a document of Word or the like"))
        }
        "ppt" | "pptx" | "pptm" | "pps" | "ppsx" | "odp" => {
            Promise::Other(Texts::new("PowerPoint などの資料", "slides of PowerPoint or the like"))
        }
        "jtd" | "jtt" | "jtdc" | "jaw" => Promise::Other(Texts::new("一太郎の文書", "Ichitaro document")),
        "xdw" | "xbd" | "xct" => Promise::Other(Texts::new("DocuWorks の文書", "DocuWorks document")),
        "json" | "jsonl" => Promise::Other(Texts::same("JSON")),
        "htm" | "html" | "mht" | "mhtml" => Promise::Other(Texts::same("HTML")),
        "xml" | "xsd" | "xsl" => Promise::Other(Texts::same("XML")),
        "md" | "rtf" | "tex" | "log" => Promise::Other(Texts::new("文書", "document")),
        "png" | "jpg" | "jpeg" | "gif" | "bmp" | "tif" | "tiff" | "webp" | "heic" | "svg" | "ico" | "emf" | "wmf" => {
            Promise::Other(Texts::new("画像", "picture"))
        }
        "mp3" | "wav" | "mp4" | "mov" | "avi" | "wmv" => Promise::Other(Texts::new("音声または動画", "sound or video")),
        "msg" | "eml" => Promise::Other(Texts::new("メール", "mail")),
        "url" | "lnk" | "webloc" => Promise::Other(Texts::new("ショートカット", "shortcut")),
        "toml" | "ini" | "yaml" | "yml" | "cfg" | "conf" => Promise::Other(Texts::new("設定ファイル", "settings")),
        "exe" | "dll" | "bat" | "cmd" | "ps1" | "vbs" | "js" | "sh" | "py" | "r" | "rs" | "sql" => {
            Promise::Other(Texts::new("プログラム", "program"))
        }
        "bak" | "tmp" | "swp" | "part" | "crdownload" | "wbk" => Promise::Other(Texts::new("作業用の控え", "working copy")),
        "sha256" | "md5" | "sig" | "asc" | "p7s" => Promise::Other(Texts::new("検証用の値", "checksum or signature")),
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
