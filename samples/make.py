#!/usr/bin/env python3
"""Build the sample files of the made-up 桐瀬市 from texts.toml: python samples/make.py

Needs samples/requirements.txt. The same texts give the same bytes, so the outputs are committed;
`python samples/make.py --check` tells whether they are up to date. What each file has in it: README.md.
"""
import csv, datetime, io, re, sys, tomllib, unicodedata, zipfile
from dataclasses import dataclass, field
from pathlib import Path

import openpyxl, xlwt
from odf import opendocument, style as odf_style
from odf.table import CoveredTableCell, Table, TableCell, TableRow
from odf.text import P
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties

HERE = Path(__file__).resolve().parent
ROWS = tomllib.loads((HERE / "texts.toml").read_text(encoding="utf-8"))["row"]
WIDTHS = [5, 5, 24, 14, 38, 48, 48]
ERA_LONG, ERA_SHORT = '[$-411]ggge"年"m"月"d"日";@', "[$-411]ge.m.d;@"
STAGES = [
    ("調査検討", "調べる、比べる、決めるまで"), ("予算化", "予算や交付金が付いた、付ける見込み"), ("導入", "契約、構築、試し使い"),
    ("運用開始", "本番として使い始めた"), ("運用改善", "使いながら直す、広げる"), ("運用定着", "いつもの仕事になった"),
]
NOTES = [
    "※ 取組内容の頭に段階（【調査検討】【予算化】【導入】【運用開始】【運用改善】【運用定着】）を付けること。",
    "※ 件数や割合は期末の数値とし、期末でないときは時点を書くこと。",
]


@dataclass
class Period:
    folder: str
    key: str
    title: str
    done: str
    planned: str


H1 = Period("2025H1", "H1", "桐瀬市デジタル行政推進計画 取組状況調査票（令和7年度上半期）", "R7上半期までの\n取組内容", "R7下半期以降の\n取組内容（予定）")
H2 = Period("2025H2", "H2", "桐瀬市デジタル行政推進計画 取組状況調査票（令和7年度下半期）", "R7下半期までの\n取組内容", "R8上半期以降の\n取組内容（予定）")


@dataclass
class Sheet:
    """A grid with what the formats can say about it; rows and columns count from 1."""
    name: str = "取組状況"
    cells: dict = field(default_factory=dict)
    formats: dict = field(default_factory=dict)
    merges: list = field(default_factory=list)
    hidden_rows: set = field(default_factory=set)
    hidden: bool = False
    boxes: set = field(default_factory=set)
    bold: set = field(default_factory=set)
    lists: list = field(default_factory=list)

    def put(self, row, values, box=False, bold=False):
        for column, value in enumerate(values, 1):
            if value is not None:
                self.cells[row, column] = value
            if box:
                self.boxes.add((row, column))
            if bold:
                self.bold.add((row, column))

    def merge(self, top, left, bottom, right):
        if (top, left) != (bottom, right):
            self.merges.append((top, left, bottom, right))

    @property
    def size(self):
        return max(r for r, _ in self.cells), max(7, max(c for _, c in self.cells))


def form(period, department, person, extension, handed_in, rows=None, *, layout="box", headings=None, example=False, breaks=(), wrap=None,
         ditto=False, hidden=(), none=None, name="取組状況", before=False):
    """One department's form. `handed_in`: a text, or (date, number format). `breaks`: rows before which the page, and the heading, starts again."""
    sheet = Sheet(name)
    sheet.put(1, [period.title], bold=True)
    sheet.merge(1, 1, 1, 7)
    day = handed_in if isinstance(handed_in, str) else handed_in[0]
    if layout == "box":
        for row, (label, value) in enumerate([("提出日", day), ("担当課", department), ("担当者", person), ("内線", extension)], 3):
            sheet.put(row, [label, None, value], box=True)
            sheet.merge(row, 1, row, 2)
        at, where = 8, (3, 3)
    else:
        sheet.cells[3, 7] = day
        sheet.cells[4, 1] = f"担当課：{department}　　担当者：{person}　　内線：{extension}"
        at, where = 6, (3, 7)
    if not isinstance(handed_in, str):
        sheet.formats[where] = handed_in[1]

    def heading(row):
        sheet.put(row, headings or ["方向", "取組", None, "担当課", "施策内容", period.done, period.planned], box=True, bold=True)
        if not headings:
            sheet.merge(row, 2, row, 3)

    heading(at)
    at += 1
    if example:
        sheet.put(at, ["記入例", "1", "○○予約システムの導入", "○○課", "○○の予約をウェブで受け付け、電話の待ち時間を減らす", "【調査検討】\n・他市の事例を調査\n【予算化】\n・令和○年度当初予算に計上", "【導入】\n・○月に契約"], box=True)
        at += 1
    rows = rows if rows is not None else [r for r in ROWS if r["department"].split("\n")[0] == department and period.key in r]
    if none:
        sheet.put(at, [none], box=True)
        sheet.merge(at, 1, at, 7)
        at += 1
    start, direction = at, None
    for index, row in enumerate(rows):
        if index in breaks:
            sheet.merge(start, 1, at - 1, 1)
            heading(at + 1)
            at, direction = at + 2, None
        first = row["direction"] != direction
        if first:
            if direction is not None:
                sheet.merge(start, 1, at - 1, 1)
            start, direction = at, row["direction"]
        numbers = int(row["numbers"][0]) if len(row["numbers"]) == 1 else "\n".join(row["numbers"])
        owner = row["department"].replace(*wrap) if wrap and index % 2 else row["department"]
        if ditto and index:
            owner = "〃"
        done, planned = row[f"{period.key}_before" if before and f"{period.key}_before" in row else period.key]
        sheet.put(at, [row["direction"] if first else None, numbers, "\n".join(row["names"]), owner, row["description"], done, planned], box=True)
        if index in hidden:
            sheet.hidden_rows.add(at)
        at += 1
    if rows and not none:
        sheet.merge(start, 1, at - 1, 1)
    for note in NOTES:
        sheet.put(at, [note])
        at += 1
    return sheet


def height(sheet, row):
    """Height of a boxed row in points: the most lines a cell breaks into, two columns' width for a full-width character."""
    most = 1
    for column, width in enumerate(WIDTHS, 1):
        value = sheet.cells.get((row, column))
        if (row, column) in sheet.boxes and isinstance(value, str) and "※" not in value:
            width = sum(WIDTHS) if any(m[0] == row and m[3] - m[1] == 6 for m in sheet.merges) else width
            most = max(most, sum(1 + (sum(1 + (unicodedata.east_asian_width(c) in "FWA") for c in line) - 1) // (width - 1) for line in value.split("\n")))
    return 14.0 * most + 3


def guide():
    """A sheet that explains the stages."""
    sheet = Sheet("記入要領")
    sheet.put(1, ["記入要領"], bold=True)
    sheet.put(2, ["段階は次の6つから選び、【 】で囲んで書き始めてください。"])
    for row, (stage, what) in enumerate(STAGES, 3):
        sheet.put(row, [row - 2, f"【{stage}】", what])
    return sheet


def example_sheet(period):
    """A filled-in example on a sheet of its own."""
    sheet = form(period, "○○課", "桐瀬　太郎", 1234, "令和○年○月○日", [dict(
        direction=1, numbers=["1"], names=["○○予約システムの導入"], department="○○課", description="○○の予約をウェブで受け付け、電話の待ち時間を減らす",
        **{period.key: ["【導入】\n・令和○年○月 契約を締結\n【運用開始】\n・利用 延べ○○件", "【運用改善】\n・○○の声を聞いて画面を見直す"]})], name="記入例")
    return sheet


def choices():
    """The hidden sheet behind a drop-down."""
    sheet = Sheet("リスト", hidden=True)
    for row, (stage, _) in enumerate(STAGES, 1):
        sheet.put(row, [stage])
    return sheet


def repack(data, edit=lambda name, body: body):
    """The same archive with fixed times and order, so that the bytes depend on the content alone."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            info = zipfile.ZipInfo(entry.filename, (2025, 4, 1, 0, 0, 0))
            info.create_system = 0
            info.compress_type = zipfile.ZIP_STORED if entry.filename == "mimetype" else zipfile.ZIP_DEFLATED
            body = edit(entry.filename, old.read(entry))
            if entry.filename == "docProps/core.xml":
                body = re.sub(rb"(<dcterms:\w+[^>]*>)[^<]*", rb"\g<1>2025-04-01T00:00:00Z", body)
            new.writestr(info, body)
    return out.getvalue()


def xlsx(*sheets, macros=False):
    book = openpyxl.Workbook()
    book.remove(book.active)
    thin = Side(style="thin")
    for sheet in sheets:
        ws = book.create_sheet(sheet.name)
        if sheet.hidden:
            ws.sheet_state = "hidden"
        for (row, column), value in sheet.cells.items():
            cell = ws.cell(row, column, value)
            cell.alignment = Alignment(wrap_text=(row, column) in sheet.boxes, vertical="top")
            cell.font = Font(name="BIZ UDPゴシック", size=14 if row == 1 and sheet.merges else 10, bold=(row, column) in sheet.bold)
            if (row, column) in sheet.formats:
                cell.number_format = sheet.formats[row, column]
        for row, column in sheet.boxes:
            ws.cell(row, column).border = Border(left=thin, right=thin, top=thin, bottom=thin)
        for top, left, bottom, right in sheet.merges:
            ws.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)
        for row in sheet.hidden_rows:
            ws.row_dimensions[row].hidden = True
        if sheet.merges:
            for column, width in enumerate(WIDTHS, 1):
                ws.column_dimensions[get_column_letter(column)].width = width
            for row in {row for row, _ in sheet.boxes}:
                ws.row_dimensions[row].height = height(sheet, row)
            ws.page_setup.orientation, ws.page_setup.paperSize = "landscape", 9
            ws.page_setup.fitToWidth, ws.page_setup.fitToHeight, ws.sheet_properties.pageSetUpPr = 1, 0, PageSetupProperties(fitToPage=True)
        for cells, source in sheet.lists:
            rule = DataValidation(type="list", formula1=source, showErrorMessage=False)
            rule.add(cells)
            ws.add_data_validation(rule)
    out = io.BytesIO()
    book.save(out)
    plain, with_macros = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml", b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    return repack(out.getvalue(), lambda name, body: body.replace(plain, with_macros) if macros and name == "[Content_Types].xml" else body)


def xls(sheet):
    book = xlwt.Workbook(encoding="utf-8")
    ws = book.add_sheet(sheet.name)
    merged = {(top, left): (bottom, right) for top, left, bottom, right in sheet.merges}
    styles = {}
    for (row, column), value in sorted(sheet.cells.items()):
        box, number_format = (row, column) in sheet.boxes, sheet.formats.get((row, column), "General")
        if (box, number_format) not in styles:
            styles[box, number_format] = xlwt.easyxf(
                "align: wrap on, vert top; borders: left thin, right thin, top thin, bottom thin" if box else "", num_format_str=number_format)
        bottom, right = merged.get((row, column), (row, column))
        if (bottom, right) == (row, column):
            ws.write(row - 1, column - 1, value, styles[box, number_format])
        else:
            ws.write_merge(row - 1, bottom - 1, column - 1, right - 1, value, styles[box, number_format])
    for column, width in enumerate(WIDTHS):
        ws.col(column).width = width * 256
    for row in {row for row, _ in sheet.boxes}:
        ws.row(row - 1).height_mismatch, ws.row(row - 1).height = True, int(height(sheet, row) * 20)
    ws.portrait, ws.paper_size_code, ws.fit_num_pages, ws.fit_width_to_pages, ws.fit_height_to_pages = False, 9, 1, 1, 0
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def reiwa(day):
    return f"令和{day.year - 2018}年{day.month}月{day.day}日"


def ods(sheet):
    document = opendocument.OpenDocumentSpreadsheet()
    box = odf_style.Style(name="box", family="table-cell")
    box.addElement(odf_style.TableCellProperties(border="0.5pt solid #000000", wrapoption="wrap", verticalalign="top"))
    document.automaticstyles.addElement(box)
    table = Table(name=sheet.name)
    spans = {(top, left): (bottom - top + 1, right - left + 1) for top, left, bottom, right in sheet.merges}
    covered = {(r, c) for top, left, bottom, right in sheet.merges for r in range(top, bottom + 1) for c in range(left, right + 1)} - set(spans)
    rows, columns = sheet.size
    for r in range(1, rows + 1):
        line = TableRow()
        for c in range(1, columns + 1):
            if (r, c) in covered:
                line.addElement(CoveredTableCell())
                continue
            value, options = sheet.cells.get((r, c)), {}
            if (r, c) in spans:
                options["numberrowsspanned"], options["numbercolumnsspanned"] = spans[r, c]
            if (r, c) in sheet.boxes:
                options["stylename"] = box
            if isinstance(value, datetime.date):
                options |= {"valuetype": "date", "datevalue": value.isoformat()}
                value = reiwa(value)
            elif isinstance(value, int):
                options |= {"valuetype": "float", "value": value}
            elif value is not None:
                options["valuetype"] = "string"
            cell = TableCell(**options)
            for text in str(value).split("\n") if value is not None else []:
                cell.addElement(P(text=text))
            line.addElement(cell)
        table.addElement(line)
    document.spreadsheet.addElement(table)
    out = io.BytesIO()
    document.write(out)
    return repack(out.getvalue())


def delimited(sheet, encoding, delimiter=","):
    """What a spreadsheet saves: the value of a merge in its first cell, no line breaks in headings, CRLF between records."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    rows, columns = sheet.size
    for r in range(1, rows + 1):
        values = [sheet.cells.get((r, c), "") for c in range(1, columns + 1)]
        writer.writerow([v.replace("\n", "") if (r, c) in sheet.bold and isinstance(v, str) else v for c, v in enumerate(values, 1)])
    mark = "\ufeff" if encoding.startswith("utf-16") else ""
    return (mark + out.getvalue()).encode(encoding)


def archive(*members):
    """A zip as older Windows makes it: names in CP932, no flag that says so."""
    class Named(zipfile.ZipInfo):
        def _encodeFilenameFlags(self):
            return self.filename.encode("cp932"), self.flag_bits & ~0x800
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as new:
        for name, body in members:
            info = Named(name, (2025, 10, 9, 15, 30, 0))
            info.create_system, info.compress_type = 0, zipfile.ZIP_DEFLATED
            new.writestr(info, body)
    return out.getvalue()


def memo(text):
    """The smallest .docx."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as new:
        new.writestr("[Content_Types].xml", '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>')
        new.writestr("_rels/.rels", '<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>')
        new.writestr("word/document.xml", f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>')
    return repack(out.getvalue())


def notice():
    """The smallest PDF: one empty page."""
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 4\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"trailer\n<</Size 4/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % start


def lock_file(user):
    """What Excel leaves beside an open workbook: the name of who has it open, twice, in 165 bytes."""
    narrow, wide = user.encode("ascii"), user.encode("utf-16-le")
    return bytes([len(narrow)]) + narrow.ljust(54, b" ") + bytes([len(user), 0]) + wide.ljust(108, b" ")



def first_half():
    p, d = H1, lambda day: datetime.date(2025, 10, day)
    yield "01_企画政策課_取組状況.xlsx", xlsx(form(p, "企画政策課", "秋葉", 2101, "令和7年10月3日", layout="line", name="Sheet1"), guide(), Sheet("Sheet2"), Sheet("Sheet3"))
    yield "02_デジタル推進課_取組状況.xlsx", xlsx(form(p, "デジタル推進課", "真壁", 2121, "令和７年１０月１０日", breaks=(3, 5), wrap=("推進課", "\n推進課")), example_sheet(p), guide())
    yield "~$02_デジタル推進課_取組状況.xlsx", lock_file("makabe")
    yield "03_総務課.csv", delimited(form(p, "総務課", "久保田", 2131, "令和7年10月6日", headings=["方向", "取組番号", "取組名", "担当部署", "施策概要", "R7上半期の取組", "今後の予定"]), "utf-8-sig")
    yield "04_財政課_取組状況.xls", xls(form(p, "財政課", "長谷", 2141, (d(7), ERA_LONG), example=True))
    yield "05_税務収納課_取組状況.xlsm", xlsx(form(p, "税務収納課", "三田村", 2151, (d(8), ERA_SHORT), ditto=True), macros=True)
    yield "06_市民窓口課_取組状況.csv", delimited(form(p, "市民窓口課", "江口", 2201, "R7.10.8"), "cp932")
    yield "07_福祉支援課（回答）.xlsx", xlsx(form(p, "福祉支援課", "早瀬", 2211, (d(9), ERA_LONG), example=True))
    yield "08_高齢介護課_取組状況.tsv", delimited(form(p, "高齢介護課", "沢口", 2221, "令和 7 年 10 月 9 日"), "utf-16-le", "\t")
    yield "09_子育て応援課_取組状況.ods", ods(form(p, "子育て応援課", "森川", 2231, (d(10), ERA_LONG), example=True))
    yield "10_健康づくり課_取組状況.xlsx", xlsx(form(p, "健康づくり課", "深津", 2241, "令和7年10月7日", before=True))
    yield "10_健康づくり課_取組状況（修正版）.xlsx", xlsx(form(p, "健康づくり課", "深津", 2241, "令和7年10月14日"))
    yield "産業部（2課分）.zip", archive(
        ("産業部/11_農林振興課_取組状況.xlsx", xlsx(form(p, "農林振興課", "野上", 2301, "令和7年10月9日"))),
        ("産業部/12_産業観光課_取組状況.csv", delimited(form(p, "産業観光課", "潮田", 2311, "令和7年10月8日"), "cp932")))
    yield "13_都市整備課_取組状況.xlsx", xlsx(form(p, "都市整備課", "桑野", 2401, "令和7年10月2日", none="該当なし"))
    yield "14_上下水道課_取組状況.xlsx", xlsx(form(p, "上下水道課", "堀江", 2501, "令和7年10月10日", hidden=(1,)))
    yield "15_防災安全課_取組状況.xlsx", xlsx(form(p, "防災安全課", "石動", 2161, "令和7年10月6日", layout="line"))
    yield "16_教育総務課_取組状況.xlsx", xlsx(form(p, "教育総務課", "若月", 2601, "R7.10.10", example=True))
    yield "取組状況調査の依頼.pdf", notice()
    yield "確認メモ.docx", memo("農林振興課に確認済み（10月9日、電話）")


def second_half():
    p, d = H2, lambda day: datetime.date(2026, 4, day)
    yield "01_企画政策課_取組状況.ods", ods(form(p, "企画政策課", "秋葉", 2101, (d(3), ERA_LONG)))
    yield "02_デジタル推進課_取組状況.xlsx", xlsx(form(p, "デジタル推進課", "真壁", 2121, "令和８年４月１０日", example=True, breaks=(4, 7), wrap=("推進課", "\n推進課")), guide())
    yield "~$02_デジタル推進課_取組状況.xlsx", lock_file("makabe")
    yield "03_総務課_取組状況.xlsx", xlsx(form(p, "総務課", "久保田", 2131, "令和8年4月7日", layout="line"))
    yield "04_財政課_取組状況.xls", xls(form(p, "財政課", "長谷", 2141, (d(8), ERA_LONG)))
    yield "05_税務収納課_取組状況.xlsm", xlsx(form(p, "税務収納課", "三田村", 2151, (d(9), ERA_SHORT)), macros=True)
    yield "06_市民窓口課_取組状況.tsv", delimited(form(p, "市民窓口課", "江口", 2201, "R8.4.8"), "utf-16-le", "\t")
    yield "07_福祉支援課_取組状況.csv", delimited(form(p, "福祉支援課", "早瀬", 2211, "令和8年4月9日"), "utf-8-sig")
    yield "08_高齢介護課_取組状況.csv", delimited(form(p, "高齢介護課", "沢口", 2221, "令和 8 年 4 月 9 日"), "cp932")
    children = [row for row in ROWS if row["department"] == "子育て応援課"]
    yield "09_子育て応援課_取組状況.xlsx", xlsx(form(p, "子育て応援課", "森川", 2231, "令和8年4月6日", before=True))
    yield "09_子育て応援課_取組状況（再提出）.xlsx", xlsx(form(p, "子育て応援課", "森川", 2231, "令和8年4月13日", children[:1]))
    yield "10_健康づくり課（回答）.xlsx", xlsx(form(p, "健康づくり課", "深津", 2241, (d(7), ERA_SHORT)))
    yield "11_農林振興課_取組状況.xlsx", xlsx(form(p, "農林振興課", "野上", 2301, "令和8年4月9日", example=True))
    tourism = form(p, "産業観光課", "潮田", 2311, "令和8年4月10日")
    tourism.lists.append(("F9:G10", "リスト!$A$1:$A$6"))
    yield "12_産業観光課_取組状況.xlsx", xlsx(tourism, choices())
    yield "13_都市整備課_取組状況.xlsx", xlsx(form(p, "都市整備課", "桑野", 2401, "令和8年4月3日"))
    yield "14_上下水道課_取組状況.xlsx", xlsx(form(p, "上下水道課", "堀江", 2501, "令和8年4月10日"))
    yield "教育委員会.zip", archive(("教育総務課_取組状況.xlsx", xlsx(form(p, "教育総務課", "若月", 2601, "R8.4.10"))), ("Thumbs.db", b"\xd0\xcf\x11\xe0"))
    yield "17_議会事務局.xlsx", xlsx(form(p, "議会事務局", "宮代", 2701, "令和8年4月2日", none="該当なし（議場の設備は総務課から報告）"))


def departments():
    names = [(name, True) for name in dict.fromkeys(row["department"].split("\n")[0] for row in ROWS)]
    order = ["企画政策課", "デジタル推進課", "総務課", "財政課", "税務収納課", "市民窓口課", "福祉支援課", "高齢介護課", "子育て応援課", "健康づくり課",
             "農林振興課", "産業観光課", "都市整備課", "上下水道課", "防災安全課", "教育総務課"]
    assert sorted(order) == sorted(name for name, _ in names)
    lines = ["番号,課名,取組状況の提出"] + [f"{n},{name},{'○' if n <= len(order) else ''}" for n, name in enumerate(order + ["図書館", "会計課", "建築住宅課", "議会事務局"], 1)]
    return "".join(line + "\r\n" for line in lines).encode("utf-8-sig")


def content(body):
    """What a file says, whichever zlib packed it."""
    if not body.startswith(b"PK"):
        return body
    with zipfile.ZipFile(io.BytesIO(body)) as packed:
        return [(entry.filename, content(packed.read(entry))) for entry in packed.infolist()]


def main():
    files = {"departments.csv": departments()}
    for period, made in ((H1, first_half()), (H2, second_half())):
        files |= {f"{period.folder}/{name}": body for name, body in made}
    stale = [name for name, body in files.items() if not (HERE / name).exists() or content((HERE / name).read_bytes()) != content(body)]
    others = [p for period in (H1, H2) for p in (HERE / period.folder).glob("*") if f"{period.folder}/{p.name}" not in files]
    if "--check" in sys.argv:
        for name in stale:
            print("not up to date:", name)
        for path in others:
            print("not from here:", path.name)
        return bool(stale or others)
    for path in others:
        path.unlink()
    for name in stale:
        (HERE / name).parent.mkdir(exist_ok=True)
        (HERE / name).write_bytes(files[name])
    print(f"{len(files)} files, {sum(map(len, files.values())) // 1024} KB, {len(stale)} changed")
    return False


if __name__ == "__main__":
    sys.exit(main())
