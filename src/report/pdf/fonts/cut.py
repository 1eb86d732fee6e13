"""Cuts the embedded fonts: every character and variant, without hints, layout features and vertical metrics, which a PDF does not take.

usage: cut.py FOLDER      with the fonts as they are published (README.md); pip install fonttools
"""

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

SELECTORS = set(range(0xFE00, 0xFE10)) | set(range(0xE0100, 0xE01F0))
DROPPED = ["BASE", "DSIG", "FFTM", "GDEF", "GPOS", "GSUB", "VORG", "gasp", "meta", "vhea", "vmtx"]


def characters(path):
    return set(TTFont(path).getBestCmap())


def cut(source, target, kept):
    font = TTFont(source, recalcTimestamp=False)
    options = subset.Options()
    options.hinting = False
    options.layout_features = []
    options.notdef_outline = True
    options.name_IDs = ["*"]
    options.drop_tables += DROPPED
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=kept | SELECTORS)
    subsetter.subset(font)
    whole = [table for table in font["cmap"].tables if (table.platformID, table.platEncID) == (3, 10) or table.format == 14]
    font["cmap"].tables = whole
    font.save(target)


folder, here = Path(sys.argv[1]), Path(__file__).parent
regular = characters(folder / "BIZUDPGothic-Regular.ttf")
for name in ("BIZUDPGothic-Regular.ttf", "BIZUDPGothic-Bold.ttf"):
    cut(folder / name, here / name, characters(folder / name))
rare = "VL-Gothic-Regular.ttf"
cut(folder / rare, here / rare, characters(folder / rare) - regular)
