"""Makes inputs whose workbooks are large: usage: make.py OUT. Writes OUT/rows (10,000 rows), OUT/departments (300 departments,
with departments.csv) and OUT/findings (a sheet where nearly every cell is doubtful and many carry comments)."""
import csv
import sys
from pathlib import Path

from openpyxl import Workbook
from openpyxl.comments import Comment

HEADINGS = ["方向", "番号", "取組名", "担当課", "施策内容", "取組内容（令和7年度上半期）", "今後の予定"]


def table(path, department, rows):
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file)
        out.writerow(["取組状況調査票（令和7年度上半期）"])
        out.writerow(["提出日", "", "令和7年10月6日"])
        out.writerow(["担当課", "", department])
        out.writerow([])
        out.writerow(HEADINGS)
        out.writerows(rows)


def row(department, direction, number):
    name = f"手続の見直し（その{number}）"
    done = f"【導入】\n{number}件の手続を見直した。" + "担当者と窓口の流れを確認した。" * (number % 7)
    return [direction, number, name, department, "紙の手続を減らす", done, "【運用開始】\n次の期に広げる。"]


def main(out):
    for part in range(20):
        department = f"第{part + 1}課"
        table(out / "rows" / f"{department}.csv", department, [row(department, part % 3 + 1, part * 500 + n + 1) for n in range(500)])
    departments = [f"支所{n:03}課" for n in range(1, 301)]
    for n, department in enumerate(departments):
        table(out / "departments" / f"{department}.csv", department, [row(department, n % 3 + 1, n * 2 + k + 1) for k in range(2)])
    with (out / "departments" / "departments.csv").open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([["課名", "R7提出"], *([name, "○"] for name in departments), ["出先機関課", "○"]])

    book = Workbook()
    sheet = book.active
    sheet.title = "<取組>＆'状況'"[:31].replace("'", "")
    sheet.append(["取組状況調査票（令和7年度上半期）"])
    sheet.append(["担当課", None, "総務課"])
    sheet.append([])
    sheet.append(HEADINGS)
    for n in range(1, 400):
        sheet.append([n % 5, f"{n}", f"取組{n}\n別の名", f"未知の課{n}", "=1/0" if n % 9 == 0 else "<b>&amp;</b>", f"【段階{n}】" + "長い文。" * (n * 7 % 900), "#N/A"])
        for column in (3, 6):
            sheet.cell(4 + n, column).comment = Comment(f"確認してください <{n}> & \"{n}\"\n" + "あ" * (n % 300), "係")
        sheet.row_dimensions[4 + n].hidden = n % 11 == 0
    (out / "findings").mkdir(parents=True, exist_ok=True)
    book.save(out / "findings" / "総務課.xlsx")


main(Path(sys.argv[1]))
