"""Makes the samples of tables with declared columns. Everything in them is made up."""

from datetime import date
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side

HERE = Path(__file__).parent
THIN = Side(style="thin", color="999999")
BOX = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)


def sheet(name, title, lines, headings, rows, widths, merges=(), total=None, notes=()):
    book = Workbook()
    ws = book.active
    ws.title = name
    ws["A1"] = title
    ws["A1"].font = Font(bold=True, size=14)
    for at, (label, value) in enumerate(lines, start=2):
        ws.cell(at, 1, label)
        ws.cell(at, 2, value)
    top = len(lines) + 3
    for col, text in enumerate(headings, start=1):
        cell = ws.cell(top, col, text)
        cell.font = Font(bold=True)
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        cell.border = BOX
    for at, row in enumerate(rows, start=top + 1):
        for col, value in enumerate(row, start=1):
            cell = ws.cell(at, col, value)
            cell.border = BOX
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            if isinstance(value, date):
                cell.number_format = "yyyy/m/d"
            elif isinstance(value, int) and value >= 1000:
                cell.number_format = "#,##0"
    for first, last, col in merges:
        ws.merge_cells(start_row=top + first, end_row=top + last, start_column=col, end_column=col)
    end = top + len(rows)
    if total:
        for col, value in enumerate(total, start=1):
            ws.cell(end + 1, col, value).number_format = "#,##0"
        end += 1
    for at, note in enumerate(notes, start=end + 2):
        ws.cell(at, 1, note)
    for at, width in enumerate(widths):
        ws.column_dimensions[chr(65 + at)].width = width
    return book


def save(book, name):
    path = HERE / name
    path.parent.mkdir(exist_ok=True)
    book.save(path)


save(
    sheet(
        "評価表",
        "令和7年度 事務事業評価表（みなも市）",
        [("担当課", "市民窓口課"), ("提出日", "令和7年10月8日")],
        ["番号", "事務事業名", "目的", "成果指標", "目標値", "実績値", "事業費（千円）", "人件費（千円）", "総合評価", "今後の方向性", "所見"],
        [
            [1, "証明書コンビニ交付", "来庁せずに証明書を受け取れるようにする。", "コンビニ交付率", "40%", "43.5%", 6820, 2100, "A", "拡充", "交付率は目標を超えた。周知を続け、手数料の差を広げる。"],
            [2, "窓口の混雑表示", "待ち時間を分かるようにし、来庁を分散する。", "閲覧数", "月3,000件", "月2,410件", 1150, 600, "B", "改善", "表示の更新が遅れる日がある。"],
            [3, "出張窓口", "移動の難しい住民が身近な場所で手続できるようにする。", "利用者数", "300人", "128人", 2480, 3900, "C", "見直し", "会場ごとの利用の差が大きい。"],
            [4, "印鑑登録証の再交付", "紛失時の再交付を受け付ける。", "－", "－", "－", 310, 800, "B", "継続", "－"],
        ],
        [6, 22, 34, 16, 10, 10, 12, 12, 8, 12, 40],
        notes=["※ 人件費は、従事人数に平均給与を掛けた額です。"],
    ),
    "事務事業評価_市民窓口課.xlsx",
)

save(
    sheet(
        "執行状況",
        "予算執行状況（令和7年9月末現在）",
        [("担当課", "財政課")],
        ["款", "項", "目", "予算現額（千円）", "支出済額（千円）", "執行率", "備考"],
        [
            ["総務費", "総務管理費", "一般管理費", 182400, 90120, "49.4%", None],
            [None, None, "情報管理費", 96500, 61880, "64.1%", "機器更新を上半期に実施"],
            [None, "徴税費", "賦課徴収費", 54200, 20310, "37.5%", None],
            ["民生費", "社会福祉費", "社会福祉総務費", 210300, 118900, "56.5%", None],
            [None, None, "老人福祉費", 88700, 41200, "46.4%", "給付は下半期に集中"],
        ],
        [14, 16, 22, 16, 16, 10, 30],
        merges=[(1, 3, 1), (1, 2, 2), (4, 5, 1), (4, 5, 2)],
        total=["合計", None, None, 632100, 332410, None, None],
    ),
    "予算執行状況_財政課.xlsx",
)

save(
    sheet(
        "回答",
        "窓口アンケート 回答一覧",
        [],
        ["回答番号", "回答日", "年代", "来庁の目的", "満足度", "自由意見", "受付窓口"],
        [
            ["001", date(2025, 9, 1), "40代", "証明書", "満足", "案内が分かりやすかった。", "1番"],
            ["002", date(2025, 9, 1), "70代以上", "国保・年金、福祉", "やや満足", None, "3番"],
            ["003", date(2025, 9, 2), "20代", "転入・転出", "やや不満", "記入する用紙が多い。\n同じことを何度も書いた。", "1番"],
            ["004", date(2025, 9, 3), "30代", "税", "ふつう", None, "2番"],
        ],
        [10, 12, 10, 20, 10, 36, 10],
    ),
    "窓口アンケート.xlsx",
)

save(
    sheet(
        "課題",
        "システム標準化 課題管理表",
        [("更新日", "令和7年9月30日")],
        ["課題番号", "課題", "担当課", "優先度", "発生日", "対応期限", "対応方針", "状態", "完了日"],
        [
            [1, "外字の同定が終わっていない", "市民窓口課", "高", date(2025, 6, 2), date(2025, 10, 31), "残る212字を月末までに確認する。", "対応中", None],
            [2, "帳票の余白が標準仕様と合わない", "税務収納課", "中", date(2025, 7, 14), "令和7年11月", "印刷業者と調整する。", "未着手", None],
            [3, "移行データの件数差", "デジタル推進課", "高", date(2025, 8, 1), "令和7年9月1日～9月12日", "差の一覧を作り、原因ごとに直す。", "完了", date(2025, 9, 11)],
            [4, "夜間処理の時間が足りない", "デジタル推進課", "低", date(2025, 8, 20), "未定", "処理順を見直す。", "保留", None],
        ],
        [8, 30, 14, 8, 12, 22, 34, 10, 12],
    ),
    "課題管理表.xlsx",
)
