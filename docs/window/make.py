#!/usr/bin/env python3
"""Make the pictures of docs/window.ja.md from those that tests/page/check.mjs left: python docs/window/make.py target/page-shots

Needs Pillow; and Chromium's Japanese words (Debian: chromium-l10n) when the month is played.
"""
import sys
from pathlib import Path

from PIL import Image

HERE = Path(__file__).resolve().parent
SHOTS = {
    "start": "1-start", "period": "2-period-built", "findings": "3-findings-cell", "draft": "4-draft", "records": "4-records",
    "outputs": "5-outputs", "close": "5-close", "trend": "7-trend",
}


def main():
    for name, shot in SHOTS.items():
        image = Image.open(Path(sys.argv[1]) / f"{shot}-1280.png").convert("RGB")
        image = image.resize((960, round(image.height * 960 / image.width)), Image.LANCZOS)
        image.quantize(48, dither=Image.Dither.NONE).save(HERE / f"{name}.png", optimize=True)


main()
