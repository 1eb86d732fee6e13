"""What a page shows, as MuPDF reads it: characters with their places, lines, links. usage: look.py FILE; exit status 3: not installed."""

import json
import sys

try:
    import pymupdf
except ImportError:
    sys.exit(3)

pages = []
for page in pymupdf.open(sys.argv[1]):
    spans = []
    for block in page.get_text("rawdict", flags=0)["blocks"]:
        for line in block.get("lines", []):
            for span in line["spans"]:
                chars = span["chars"]
                spans.append({
                    "text": "".join(c["c"] for c in chars),
                    "font": span["font"],
                    "size": round(span["size"], 2),
                    "ink": f"{span['color']:06x}",
                    "left": [round(c["origin"][0], 2) for c in chars],
                    "right": round(max([c["bbox"][2] for c in chars if c["c"] != " "] or [chars[0]["origin"][0]]), 2),
                    "y": round(chars[0]["origin"][1], 2),
                })
    lines = []
    for drawing in page.get_drawings():
        ink = "".join(f"{round(part * 255):02x}" for part in drawing.get("color") or ())
        for item in drawing["items"]:
            if item[0] == "l":
                (a, b) = item[1], item[2]
                lines.append({"ink": ink, "from": [round(a.x, 2), round(a.y, 2)], "to": [round(b.x, 2), round(b.y, 2)]})
    links = [
        {"area": [round(v, 2) for v in link["from"]], "page": link.get("page"), "uri": link.get("uri") or link.get("file")}
        for link in page.get_links()
    ]
    pages.append({"width": page.rect.width, "height": page.rect.height, "spans": spans, "lines": lines, "links": links})
json.dump(pages, sys.stdout)
