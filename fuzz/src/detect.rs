//! Which encoding, and the text in it and in every other.

use torimatome::model::Encoding;
use torimatome::source::delimited::{decode, detect};

/// One execution.
pub fn run(data: &[u8]) {
    let found = detect(data);
    assert!(found.mark <= data.len());
    assert!(!found.others.contains(&found.encoding), "an encoding is no alternative to itself");
    for encoding in [
        found.encoding,
        Encoding::Utf8,
        Encoding::Utf8Sig,
        Encoding::Cp932,
        Encoding::EucJp,
        Encoding::Iso2022Jp,
        Encoding::Utf16Le,
        Encoding::Utf16Be,
    ] {
        let Ok(decoded) = decode(&data[found.mark..], encoding, 1 << 20) else { continue };
        assert!(decoded.text.len() <= 1 << 20);
        assert_eq!(decoded.undecodable.len(), decoded.text.matches('\u{fffd}').count(), "every U+FFFD has its account");
    }
}
