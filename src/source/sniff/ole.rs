//! OLE compound files: what their directory says they are.

use super::Content;
use crate::model::Format;
use crate::model::Texts;

/// The first bytes of every compound file.
pub(super) const MAGIC: [u8; 8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

/// Length of a directory entry. Sectors are multiples of it, so entries stand at multiples of it in any file,
/// even in one whose allocation table is broken.
const ENTRY: usize = 128;

/// Names of streams and storages that tell what a file is.
#[derive(Debug, Default)]
struct Names {
    workbook: bool,
    word: bool,
    slides: bool,
    protected: bool,
    /// Closed by rights management rather than by a password.
    managed: bool,
    mail: bool,
    drawing: bool,
    /// First part of the root's class id.
    class: u32,
}

impl Names {
    fn of(bytes: &[u8]) -> Self {
        let mut names = Self::default();
        for entry in bytes.chunks_exact(ENTRY) {
            let Some((name, kind)) = name_and_kind(entry) else { continue };
            match (name.as_str(), kind) {
                ("Workbook" | "Book" | "WORKBOOK" | "BOOK", 2) => names.workbook = true,
                ("WordDocument", 2) => names.word = true,
                ("PowerPoint Document", 2) => names.slides = true,
                ("EncryptedPackage", 2) => names.protected = true,
                ("DRMEncryptedDataSpace" | "DRMEncryptedTransform" | "\tDRMContent" | "\tDRMDataSpace", _) => {
                    names.managed = true
                }
                ("__properties_version1.0", 2) => names.mail = true,
                ("VisioDocument", 2) => names.drawing = true,
                ("Root Entry" | "R", 5) => {
                    if let Some([a, b, c, d]) = entry.get(80..84) {
                        names.class = u32::from_le_bytes([*a, *b, *c, *d]);
                    }
                }
                _ => {}
            }
        }
        names
    }
}

/// Name and type of what may be a directory entry: 1 storage, 2 stream, 5 root.
fn name_and_kind(entry: &[u8]) -> Option<(String, u8)> {
    let [low, high, kind] = *entry.get(64..67)? else { return None };
    let length = usize::from(u16::from_le_bytes([low, high]));
    if !matches!(kind, 1 | 2 | 5) || !(4..=64).contains(&length) || length % 2 != 0 {
        return None;
    }
    let units: Vec<u16> =
        entry.get(..length - 2)?.chunks_exact(2).map(|p| p.iter().rev().fold(0, |n, b| n << 8 | u16::from(*b))).collect();
    Some((String::from_utf16(&units).ok()?, kind))
}

/// What an OLE file is. A protected workbook keeps no sign of what it protects: its name is believed.
pub(super) fn kind(bytes: &[u8], extension: &str) -> Content {
    const EXCEL: [u32; 2] = [0x0002_0810, 0x0002_0820];
    const WORD: [u32; 2] = [0x0002_0900, 0x0002_0906];
    const SLIDES: u32 = 0x6481_8D10;
    let names = Names::of(bytes);
    if names.managed {
        return match extension {
            "docx" | "docm" | "dotx" | "doc" | "pptx" | "pptm" | "ppsx" | "ppt" => {
                Content::Other(Texts::new("アクセス権を管理された文書", "document under rights management"))
            }
            _ => Content::RightsManaged,
        };
    }
    if names.protected {
        return match extension {
            "docx" | "docm" | "dotx" => Content::Other(Texts::new("パスワード付きの Word 文書", "Word document with a password")),
            "pptx" | "pptm" | "ppsx" => {
                Content::Other(Texts::new("パスワード付きの PowerPoint 資料", "PowerPoint slides with a password"))
            }
            "xlsm" => Content::Workbook(Format::Xlsm),
            "xlsb" => Content::Workbook(Format::Xlsb),
            "xltx" => Content::Workbook(Format::Xltx),
            "xltm" => Content::Workbook(Format::Xltm),
            _ => Content::Workbook(Format::Xlsx),
        };
    }
    // A document with another one inside has the streams of both: the class of the whole decides.
    let others = names.word || names.slides || names.mail || names.drawing;
    if names.workbook && (!others || EXCEL.contains(&names.class)) {
        return Content::Workbook(Format::Xls);
    }
    if names.word && (!names.slides || WORD.contains(&names.class)) {
        return Content::Other(Texts::new("Word 文書", "Word document"));
    }
    if names.slides || names.class == SLIDES {
        return Content::Other(Texts::new("PowerPoint 資料", "PowerPoint slides"));
    }
    if names.mail {
        return Content::Other(Texts::new("メール（Outlook）", "mail (Outlook)"));
    }
    if names.drawing {
        return Content::Other(Texts::new("Visio 図面", "Visio drawing"));
    }
    match extension {
        "jtd" | "jtt" => Content::Other(Texts::new("一太郎の文書", "Ichitaro document")),
        "db" => Content::Other(Texts::new("縮小表示の控え", "thumbnails")),
        _ => Content::Other(Texts::new("表計算でない OLE 文書", "an OLE document that is no spreadsheet")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(name: &str) -> Vec<u8> {
        let mut entry: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let length = u8::try_from(entry.len() + 2).unwrap();
        entry.resize(ENTRY, 0);
        (entry[64], entry[66]) = (length, 2);
        entry
    }

    #[test]
    fn rights_management_is_distinguished_from_a_password() {
        let file = |names: &[&str]| names.iter().flat_map(|name| entry(name)).collect::<Vec<u8>>();
        assert_eq!(kind(&file(&["EncryptedPackage"]), "xlsx"), Content::Workbook(Format::Xlsx));
        assert_eq!(kind(&file(&["EncryptedPackage", "DRMEncryptedDataSpace"]), "xlsx"), Content::RightsManaged);
        assert_eq!(kind(&file(&["Workbook", "\tDRMContent"]), "xls"), Content::RightsManaged);
        assert!(matches!(kind(&file(&["EncryptedPackage", "DRMEncryptedTransform"]), "docx"), Content::Other(_)));
    }
}
