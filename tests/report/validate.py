"""Two validators that share no code with ours, over reports: PDF/UA-1 and PDF/A-2a.

page-validation holds a file against the rules that veraPDF formalised, outloud against the Matterhorn protocol.
usage: validate.py [--mutate] FILE...     With --mutate the first file is broken in every way below, and each has to be
found: a validator that finds nothing proves nothing. Exit status: 0 nothing found, 1 something, 3 not installed.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

try:
    import page
    import pikepdf
    import outloud  # noqa: F401
except ImportError as error:
    print(f"not installed: {error.name}")
    sys.exit(3)

# Of what a person has to judge (its semantic layer) nothing is asked. PAG-001 guesses: a text that says the same at the
# top of three pages, or the headings of tables that go on in further ones, look to it like running heads.
OUTLOUD = [sys.executable, "-m", "outloud.cli", "--layer", "conformance", "--skip", "PAG-001", "--quiet", "--json", "-"]


def faults(path: Path) -> list[str]:
    found = []
    for profile in ("ua1", "2a"):
        report = page.validate_pdf(path, profile=profile, limits=page.SafetyLimits.unlimited())
        found += sorted({f"{failure.rule_id}: {failure.message}" for failure in report.failures})
    return found


def matterhorn(paths: list[Path]) -> list[str]:
    out = subprocess.run([*OUTLOUD, *map(str, paths)], capture_output=True, text=True)
    if not out.stdout.strip():
        return [f"outloud: {out.stderr.strip()[-300:]}"]
    text = out.stdout[out.stdout.index("{"):]
    results = json.JSONDecoder().raw_decode(text)[0]["results"]
    found = []
    for result in results:
        if result["error"]:
            found.append(f"{result['path']}: {result['error']}")
        found += [f"{result['path']}: {finding['rule']}: {finding['message']}" for finding in result["findings"]]
        if not any(rule["status"] == "ran" for rule in result["rules"]):
            found.append(f"{result['path']}: no rule ran")
    return found


def elements(pdf, role):
    return [one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and one.get("/S") == role and "/P" in one]


def unmark(pdf):
    page_ = pdf.pages[1]
    page_.Contents = pdf.make_stream(page_.Contents.read_bytes() + b" 0 0 10 10 re f")


def metadata(old: bytes, new: bytes):
    def change(pdf):
        data = pdf.Root.Metadata.read_bytes()
        assert old in data, old
        stream = pdf.make_stream(data.replace(old, new))
        stream.Type, stream.Subtype = pikepdf.Name.Metadata, pikepdf.Name.XML
        pdf.Root.Metadata = stream
    return change


def delete(*keys):
    def change(pdf):
        for key in keys:
            del pdf.Root[key]
    return change


def first(role, change):
    return lambda pdf: change(elements(pdf, role)[0])


def drop(key):
    def change(element):
        del element[key]
    return change


def rename(role):
    def change(element):
        element.S = pikepdf.Name(role)
    return change


def annotation(change):
    def each(pdf):
        change(next(one for page_ in pdf.pages if "/Annots" in page_ for one in page_.Annots))
    return each


def font(change):
    def each(pdf):
        fonts = [one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/Font"]
        change(next(one for one in fonts if one.get("/Subtype") == "/Type0"))
    return each


def no_tabs(pdf):
    for page_ in pdf.pages:
        if "/Tabs" in page_:
            del page_["/Tabs"]


def no_language(pdf):
    del pdf.Root["/Lang"]
    for one in elements(pdf, "/Document"):
        if "/Lang" in one:
            del one["/Lang"]


MUTATIONS = {
    "no language": no_language,
    "not marked as tagged": delete("/MarkInfo"),
    "no structure": delete("/StructTreeRoot"),
    "title not shown": delete("/ViewerPreferences"),
    "no metadata": delete("/Metadata"),
    "no title": metadata(b"dc:title", b"dc:tittle"),
    "no PDF/UA identification": metadata(b"pdfuaid:part", b"pdfuaid:bart"),
    "another part of PDF/A": metadata(b"<pdfaid:part>2<", b"<pdfaid:part>9<"),
    "no output intent": delete("/OutputIntents"),
    "a figure without an alternative": first("/Figure", drop("/Alt")),
    "a role of our own": first("/H2", rename("/Ueberschrift")),
    "a heading level skipped": first("/H2", rename("/H4")),
    "a header cell without its scope": lambda pdf: [one.__delitem__("/A") for one in elements(pdf, "/TH") if "/A" in one],
    "a link without its words": annotation(drop("/Contents")),
    "a link that is not printed": annotation(lambda one: one.__setitem__("/F", 2)),
    "no order of tabs": no_tabs,
    "no table of characters": font(drop("/ToUnicode")),
    "something drawn that is marked as nothing": unmark,
    "a script": lambda pdf: pdf.Root.__setitem__("/OpenAction", pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="1")),
}


def mutate(path: Path) -> list[str]:
    missed = []
    with tempfile.TemporaryDirectory() as folder:
        broken = {}
        for at, (name, change) in enumerate(MUTATIONS.items()):
            pdf = pikepdf.open(path)
            change(pdf)
            out = Path(folder) / f"{at}.pdf"
            pdf.save(out)
            broken[name] = out
        reported = matterhorn(list(broken.values()))
        for name, out in broken.items():
            if not faults(out) and not any(line.startswith(str(out)) for line in reported):
                missed.append(f"not found: {name}")
    return missed


def main() -> int:
    names = sys.argv[1:]
    breaking = "--mutate" in names
    paths = [Path(name) for name in names if name != "--mutate"]
    found = [f"{path}: {fault}" for path in paths for fault in faults(path)] + matterhorn(paths)
    if breaking:
        found += mutate(paths[0])
    print("\n".join(found[:40]) or f"{len(paths)} reports: PDF/UA-1 and PDF/A-2a" + (f", {len(MUTATIONS)} faults found" if breaking else ""))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
