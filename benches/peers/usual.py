"""The same job with pandas, openpyxl and reportlab: usual.py FOLDER OUT FONT [--no-pdf]"""
import sys
from pathlib import Path

import pandas as pd

import report

HEADING = 2  # rows above it: title, department


def read(path):
    if path.suffix == ".csv":
        encoding = "utf-8-sig" if path.read_bytes().startswith(b"\xef\xbb\xbf") else "cp932"
        return pd.read_csv(path, skiprows=HEADING, dtype=str, encoding=encoding)
    return pd.read_excel(path, header=HEADING, dtype=str, engine="odf" if path.suffix == ".ods" else "openpyxl")


def main(folder, out, font, *options):
    out = Path(out)
    out.mkdir(parents=True, exist_ok=True)
    table = pd.concat([read(path) for path in sorted(Path(folder).iterdir())], ignore_index=True)
    table[["方向", "取組番号"]] = table[["方向", "取組番号"]].astype(float).astype(int)
    table = table.drop_duplicates().sort_values(["方向", "取組番号"], kind="stable")
    table.to_excel(out / "取りまとめ.xlsx", sheet_name="取組状況", index=False, engine="openpyxl")
    if "--no-pdf" not in options:
        report.write(str(out / "報告書.pdf"), font, list(table.columns), table.itertuples(index=False))


main(*sys.argv[1:])
