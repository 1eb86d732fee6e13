#!/usr/bin/env python3
"""Makes the seeds in fuzz/corpus from the fixtures, the samples and a few lines here."""
import pathlib
import re
import sys
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent
FORMATS = ["xlsx", "xls", "xlsb", "ods", "fods", "xlsm", "xltx", "xltm"]
LARGEST = 8_000


def keep(target, name, content):
    folder = HERE / "corpus" / target
    folder.mkdir(parents=True, exist_ok=True)
    if isinstance(content, str):
        content = content.encode()
    (folder / name).write_bytes(content)


files = sorted(path for folder in ("tests/fixtures", "samples/2025H1") for path in (ROOT / folder).rglob("*"))
plain = number = 0
for path in files:
    kind = path.suffix[1:]
    if not path.is_file() or path.stat().st_size > LARGEST or path.name.startswith("~$"):
        continue
    content = path.read_bytes()
    if kind in FORMATS and path.parent.name == "workbook":
        keep("workbook", f"{path.stem}-{kind}", bytes([FORMATS.index(kind)]) + content)
    if kind in ("xlsx", "ods", "xlsm", "xlsb") and zipfile.is_zipfile(path) and path.stem not in ("bomb", "deep", "long", "repeated"):
        number += 1
        with zipfile.ZipFile(path) as package:
            names = [n for n in package.namelist() if not re.search(r"docProps|theme|media|Thumb|settings|printer", n)]
            parts = b"".join(b"%%% " + n.encode() + b"\n" + package.read(n) + b"\n" for n in names)
        if len(parts) <= 3 * LARGEST:
            keep("parts", f"{number:02}-{kind}", bytes([FORMATS.index(kind)]) + parts)
    if kind in ("csv", "tsv"):
        plain += 1
        keep("detect", f"{plain:02}-{kind}", content)
        keep("delimited", f"{plain:02}-{kind}", bytes([8 * ["csv", "tsv"].index(kind)]) + content)

TABLE = "方向,取組,取組,担当課,施策内容,R7上半期までの取組内容,R7下半期以降の取組内容（予定）\n1,1,窓口,総務課,ABC,【運用】した,する\n"
for encoding in ["utf-8", "utf-8-sig", "cp932", "euc_jp", "iso2022_jp", "utf-16-le", "utf-16-be", "utf-16"]:
    keep("detect", encoding, TABLE.encode(encoding))
    keep("delimited", encoding, b"\0" + TABLE.encode(encoding))
keep("delimited", "sep", b"\0sep=;\na;\"b\n\"\"c\";=\"007\"\n\n1;2;3;4\n")
keep("delimited", "broken", b"\x03a,\x81,\xfc\xfd\n\"a\0b,c\n")

rows = TABLE.replace(",", "\t")
SHEETS = {
    "table": rows,
    "typed": "表題\n!g\x03\n" + rows + "2\t\x013\t\x03#N/A\t\x04\t\x05x\t\x021\t\x010.5\n小計\t\t\t3\n※注\n",
    "merged": "令和7年度上半期 取組状況調査票\n担当課\t総務課\n方向\t取組\t\t担当課\n\t番号\t名称\t\n!m\x02\x01\x00\x01\x02\x00\x01\x00\x04\x00\x02\x00\n1\t1\t窓口\t総務課\n\t2\tDX\t総務課\n\t3\t紙\t財政課\n!r\x05\n!c\x03\n",
    "two": rows + "\n\n担当課\t指標名\t単位\t基準値\tR7\tR8\n総務課\t件数\t件\t10\t20\t30\n\n該当なし\n",
    "schedule": "＜基本方針１－（１）＞行政窓口のデジタル化\n(1)-1-2 書かない窓口の推進（各担当課）\n番号\t取組内容\tR6\tR7\tR8\n①\t検討\t検討\t→\t実施\n",
    "checklist": "No\t項目\t自己点検\t備考\n1\t研修をした\t○\t\n2\t台帳を直した\t×\t来年\n例\t記入例\t○\t\n",
}
for name, text in SHEETS.items():
    keep("recognise", name, text)

TEXTS = {
    "quantity": "約1,234.5 千円（R6末）", "percent": "８８．８％", "range": "10～20件", "minus": "▲3", "none": "該当なし",
    "numbers": "1-(1)、②、③", "date": "令和元年５月１日（水）", "short-date": "R7.10.8", "period": "R7上半期までの取組内容",
    "departments": "総務課、財政課・各担当課（企画）", "stages": "【運用】窓口を開いた\n【検討・導入】次をする\n［準備］",
    "caption": "＜基本方針１－（１）＞行政窓口のデジタル化", "section": "(1)-1-2 書かない窓口の推進（各担当課）",
    "pattern": "{section:code} {title}（{departments}）\n(1)-1-2 書かない窓口（各課）", "katakana": "ｶﾞｷﾞｸﾞ ﾊﾟ ㈱ ﷺ", "items": "・一\n・二\n①三", "elsewhere": "【導入】別紙１のとおり", "left": "（同左）",
}
for name, text in TEXTS.items():
    keep("normalise", name, text)

NUMBERS = {
    "general": "1234.5\nGeneral", "thousands": "-1234567.891\n#,##0.00_);[Red](#,##0.00)", "percent": "0.885\n0.0%",
    "era": "45933\n[$-411]ggge\"年\"m\"月\"d\"日\"(aaa)", "time": "1.5\n[h]:mm:ss.00", "fraction": "3.14159\n# ??/??",
    "science": "123456789\n0.00E+00", "sections": "0\n\"正\"0;\"負\"0;\"零\";@", "condition": "5\n[>=10]\"大\";[<3]\"小\";0", "scaled": "1234567890\n#,##0,,\"百万\"",
    "fill": "12\n* 0_-;!x\\y0", "hidden": "7\n;;;", "digits": "1E+300\n0", "beyond-all-numbers": "1E+13000\n0", "infinite": "inf\nGeneral", "date": "60\nyyyy/mm/dd AM/PM h:mm",
}
for name, text in NUMBERS.items():
    keep("number_format", name, text)

# 取りまとめ.xlsx of one row (`torimatome build FOLDER -o out`), without formats: python3 fuzz/seed.py out/取りまとめ.xlsx
if len(sys.argv) > 1:
    with zipfile.ZipFile(sys.argv[1]) as package:
        names = dict(re.findall(r'<sheet name="([^"]+)" sheetId="(\d+)"', package.read("xl/workbook.xml").decode()))
        kept = {name: f"xl/worksheets/sheet{number}.xml" for name, number in names.items() if name in ("一覧", "指摘") or name == list(names)[-1]}
        parts = ["[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/sharedStrings.xml", *kept.values()]
        out = b""
        for part in parts:
            text = package.read(part).decode()
            if part in kept.values():
                cells = re.sub(r' (s|ht|customHeight|spans)="[^"]*"', "", re.search(r"<sheetData>.*</sheetData>", text, re.S).group())
                head = text[: text.index("<sheetData>")].split("<sheetPr")[0].split("<dimension")[0]
                text = head + re.sub(r"<c r=\"[A-Z]+\d+\"/>", "", cells) + "</worksheet>"
            if part == "xl/workbook.xml":
                text = re.sub(r"<definedNames>.*</definedNames>", "", text, flags=re.S)
                text = re.sub(r'<sheet name="([^"]+)"[^>]*>', lambda sheet: sheet.group() if sheet[1] in kept else "", text)
            out += b"%%% " + part.encode() + b"\n" + text.encode() + b"\n"
    keep("read_back", "one-row", out)
