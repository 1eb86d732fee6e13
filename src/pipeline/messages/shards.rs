//! Parts that `ingest` writes and `build --from` reads.

use crate::model::message::{failures, messages};

failures! { FAILURES:
    part_broken(path, reason) {
        ja: "部分 {path} を使えません（{reason}）。" => "権限と空き容量を確かめ、途中で切れたファイルなら ingest をやり直してください。",
        en: "The part {path} cannot be used ({reason})." => "Check permissions and free space; if the file is cut off, ingest again.",
    }
    part_foreign(path) {
        ja: "{path} は torimatome ingest が書き出した部分ではありません。" => "--from には ingest の -o で書き出したファイルか、そのフォルダーを指定してください。",
        en: "{path} is not a part that torimatome ingest wrote." => "Give --from files that ingest wrote with -o, or their folder.",
    }
    part_taken(path) {
        ja: "{path} には書き出せません。部分ではないファイルがあるか、締めた期間の成果物のフォルダーです。" => "-o に別のファイル名を指定してください。",
        en: "{path} is not written: another file is there, or the folder holds a closed report." => "Give another file with -o.",
    }
    part_newer(path, schema) {
        ja: "部分 {path} は、より新しい torimatome で書かれています（{schema}）。" => "新しい torimatome で build してください。",
        en: "The part {path} was written by a newer torimatome ({schema})." => "Build with the newer torimatome.",
    }
    part_other_forms(path) {
        ja: "部分 {path} は別の様式で読み取られています。" => "ingest と build で同じ --template、同じ設定（--config）、同じ版の torimatome を使ってください。",
        en: "The part {path} was read with other forms." => "Use the same --template, --config and version of torimatome for ingest and build.",
    }
    part_other_period(path, period) {
        ja: "部分 {path} は別の期間（{period}）として読み取られています。" => "すべての ingest と build で同じ --period を指定してください。",
        en: "The part {path} was read for another period ({period})." => "Give the same --period to every ingest and to build.",
    }
    outside_base(path, base) {
        ja: "入力 {path} は --base {base} の下にありません。" => "--base には入力を含むフォルダーを、入力と同じ書き方（相対か絶対か）で指定してください。",
        en: "The input {path} is not below --base {base}." => "Give the folder that holds the inputs, relative or absolute as they are.",
    }
    no_parts() {
        ja: "--from のフォルダーに部分（.parquet）がありません。" => "torimatome ingest で書き出したファイルか、そのフォルダーを指定してください。",
        en: "The folder of --from holds no parts (.parquet)." => "Give files that torimatome ingest wrote, or their folder.",
    }
}

messages! { REASONS:
    no_period() { ja: "期間なし", en: "no period" }
}
