#!/usr/bin/env python3
"""Make the pictures of docs/guide.ja.md: python docs/guide/make.py target/debug/torimatome

Needs LibreOffice (soffice), poppler (pdftoppm, pdftotext) and Pillow. Everything comes from `init --demo`, at a fixed time.
"""
import os, subprocess, sys, tempfile
from pathlib import Path

from PIL import Image

HERE = Path(__file__).resolve().parent
WIDTH = 1000


def run(program, workspace, *arguments, day="2026-08-03"):
    command = [program, *arguments, "--now", f"{day}T09:00:00+09:00"]
    status = subprocess.run(command, cwd=workspace, stdout=subprocess.DEVNULL).returncode
    assert status in (0, 1), (arguments, status)


def as_pdf(path, folder):
    if path.suffix == ".pdf":
        return path
    profile = f"-env:UserInstallation=file://{folder}/profile"
    subprocess.run(["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder, path], check=True,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return Path(folder) / f"{path.stem}.pdf"


def page_with(pdf, words):
    pages = subprocess.run(["pdftotext", "-layout", pdf, "-"], check=True, capture_output=True, text=True).stdout.split("\f")
    return next(number for number, text in enumerate(pages, 1) if all(word in text for word in words))


def picture(path, words, name, folder, part=(0, 0, 1, 1)):
    """A part (left, top, right, bottom) of the first page that has all words, as a small PNG."""
    pdf = as_pdf(path, folder)
    number = str(page_with(pdf, words))
    subprocess.run(["pdftoppm", "-png", "-r", "170", "-f", number, "-l", number, "-singlefile", pdf, f"{folder}/page"], check=True)
    image = Image.open(f"{folder}/page.png").convert("RGB")
    left, top, right, bottom = part
    image = image.crop((round(image.width * left), round(image.height * top), round(image.width * right), round(image.height * bottom)))
    image = image.resize((WIDTH, round(image.height * WIDTH / image.width)), Image.LANCZOS)
    image.quantize(24, dither=Image.Dither.NONE).save(HERE / name, optimize=True)
    print(name, (HERE / name).stat().st_size)


def main():
    program = os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        workspace = Path(folder) / "作業場所"
        run(program, folder, "init", workspace, "--demo")
        for month in ("2026-04", "2026-05", "2026-06"):
            run(program, workspace, "build", "--period", month, "--finalise", "--no-pdf", "-q")
        run(program, workspace, "build", "-q")
        run(program, workspace, "forms")
        out = workspace / "out/2026-07"
        picture(out / "取りまとめ.xlsx", ["取組名", "段階", "確認"], "list.png", folder, (0.05, 0.06, 0.7, 0.66))
        picture(out / "取りまとめ.xlsx", ["対応", "次にすること"], "findings.png", folder, (0.05, 0.06, 0.72, 0.5))
        picture(out / "報告書.pdf", ["令和8年7月"], "report.png", folder)
        picture(workspace / "forms/2026-08/総務課_取組状況.xlsx", ["提出期限", "提出先"], "form.png", folder, (0, 0, 1, 0.8))


main()
