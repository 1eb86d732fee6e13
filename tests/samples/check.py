"""Holds a run on the samples against readers that share no code with ours.

usage: check.py OUT INPUT PERIOD
The records are the texts of samples/texts.toml, and no others. Every sheet's ledger closes, and counts as many non-empty cells
as openpyxl, xlrd, odfpy or csv. Exit status: 0 all equal, 1 not, 3 a reader is not installed.
"""

import csv
import io
import json
import re
import sys
import unicodedata
import zipfile
from pathlib import Path

try:
    import tomllib

    import openpyxl
    import xlrd
    from odf import opendocument
    from odf.table import Table, TableCell, TableRow
    from odf.teletype import extractText
    from odf.text import P
except ImportError as error:
    print(f"not installed: {error.name}")
    sys.exit(3)

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
CODECS = {"utf-8": "utf-8", "utf-8-sig": "utf-8-sig", "cp932": "cp932", "utf-16le": "utf-16-le"}


def filled(value):
    return value is not None and str(value).strip() != ""


def cells(content, kind, encoding):
    """The values of a file's cells."""
    if kind in ("xlsx", "xlsm"):
        book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
        return [cell.value for sheet in book for row in sheet.iter_rows() for cell in row]
    if kind == "xls":
        book = xlrd.open_workbook(file_contents=content)
        return [value for sheet in book.sheets() for row in range(sheet.nrows) for value in sheet.row_values(row)]
    if kind == "ods":
        out = []
        for table in opendocument.load(io.BytesIO(content)).spreadsheet.getElementsByType(Table):
            for row in table.getElementsByType(TableRow):
                for cell in row.getElementsByType(TableCell):
                    text = "\n".join(extractText(p) for p in cell.getElementsByType(P) if p.parentNode is cell)
                    out += [text] * int(cell.getAttribute("numbercolumnsrepeated") or 1) if filled(text) else []
        return out
    text = content.decode(CODECS[encoding]).lstrip("\ufeff")
    rows = csv.reader(io.StringIO(text, newline=""), delimiter="\t" if kind == "tsv" else ",")
    return [value for row in rows for value in row]


def contents(folder):
    """Path → content, members of archives too."""
    out = {}
    for path in folder.rglob("*"):
        name = unicodedata.normalize("NFC", path.relative_to(folder).as_posix())
        if path.is_file():
            out[name] = path.read_bytes()
        if path.suffix == ".zip":
            archive = zipfile.ZipFile(path, metadata_encoding="cp932")
            out |= {f"{name}/{member}": archive.read(member) for member in archive.namelist()}
    return out


def ledger(run, folder):
    files, faults, read = contents(folder), [], 0
    for entry in run["inputs"]:
        if entry["status"] not in ("read", "superseded"):
            continue
        read += 1
        ledgers = [sheet["ledger"] for sheet in entry["sheets"]]
        for one in ledgers:
            if one["non_empty"] != one["used"] + sum(one["set_aside"].values()):
                faults.append(f"{entry['path']}: the ledger does not close: {one}")
        counted = sum(map(filled, cells(files[entry["path"]], entry["format"], entry["encoding"])))
        if counted != sum(one["non_empty"] for one in ledgers):
            faults.append(f"{entry['path']}: {counted} cells, the ledger has {sum(one['non_empty'] for one in ledgers)}")
    return read, faults


def wide(text):
    """A text of the samples as it is read: half-width katakana become full-width, a dash alone is no text."""
    return "" if text == "—" else re.sub("[\uff61-\uff9f]+", lambda part: unicodedata.normalize("NFKC", part.group()), text.strip())


def records(out, period):
    key = "H1" if period.endswith("H1") else "H2"
    rows = [row for row in tomllib.loads((SAMPLES / "texts.toml").read_text("utf-8"))["row"] if key in row]
    wanted = {f"{row['direction']}-{'_'.join(row['numbers'])}": tuple(map(wide, (row["description"], *row[key]))) for row in rows}
    text = lambda record, field: (record[field] or {}).get("text", "")
    found = json.loads((out / "data/progress.json").read_text("utf-8"))["records"]
    found = {one["id"]: (one["description"] or "", text(one, "done"), text(one, "planned")) for one in found}
    faults = [f"{id_}: {found.get(id_)} for {wanted.get(id_)}" for id_ in sorted(wanted | found) if found.get(id_) != wanted.get(id_)]
    return len(found), faults


def main(out, folder, period):
    run = json.loads((Path(out) / "run.json").read_text("utf-8"))
    read, faults = ledger(run, Path(folder))
    count, more = records(Path(out), period)
    for fault in faults + more:
        print(fault)
    print(f"{count} records, {read} files, {len(faults + more)} faults")
    return 1 if faults or more or not read else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
