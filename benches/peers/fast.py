"""The same job with polars, fastexcel, xlsxwriter and reportlab: fast.py FOLDER OUT FONT [--no-pdf]"""
import io
import sys
from pathlib import Path

import fastexcel
import polars as pl
import xlsxwriter

import report

HEADING = 2  # rows above it: title, department


def text(path):
    data = path.read_bytes()
    return data.decode("utf-8-sig" if data.startswith(b"\xef\xbb\xbf") else "cp932")


def read(path):
    if path.suffix == ".csv":
        return pl.read_csv(io.StringIO(text(path)), skip_rows=HEADING, infer_schema=False)
    sheet = fastexcel.read_excel(path).load_sheet(0, header_row=HEADING, dtypes="string")
    return sheet.to_polars()


def main(folder, out, font, *options):
    out = Path(out)
    out.mkdir(parents=True, exist_ok=True)
    table = pl.concat([read(path) for path in sorted(Path(folder).iterdir())])
    table = table.with_columns(pl.col("方向", "取組番号").cast(pl.Float64).cast(pl.Int64)).unique(maintain_order=True).sort("方向", "取組番号")
    with xlsxwriter.Workbook(out / "取りまとめ.xlsx", {"constant_memory": True}) as book:
        sheet, wrapped = book.add_worksheet("取組状況"), book.add_format({"text_wrap": True, "valign": "top", "border": 1})
        sheet.write_row(0, 0, table.columns, wrapped)
        for n, row in enumerate(table.iter_rows(), 1):
            sheet.write_row(n, 0, row, wrapped)
    if "--no-pdf" not in options:
        report.write(str(out / "報告書.pdf"), font, table.columns, table.iter_rows())


main(*sys.argv[1:])
