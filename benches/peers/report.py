"""The consolidated table as PDF by reportlab: what both scripts share."""
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import LongTable, Paragraph, SimpleDocTemplate, TableStyle
from xml.sax.saxutils import escape

WIDTHS = [30, 50, 90, 60, 170, 200, 180]  # points, A4 lying


def write(path, font, headings, rows):
    """A table with a heading on every page, texts broken as Japanese is."""
    pdfmetrics.registerFont(TTFont("BIZ", font))
    style = ParagraphStyle("cell", fontName="BIZ", fontSize=8, leading=10, wordWrap="CJK")
    cell = lambda value: Paragraph(escape("" if value is None else str(value)).replace("\n", "<br/>"), style)
    table = LongTable([[cell(h) for h in headings]] + [[cell(v) for v in row] for row in rows], colWidths=WIDTHS, repeatRows=1)
    table.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.3, "#888888"), ("VALIGN", (0, 0), (-1, -1), "TOP")]))
    page = lambda canvas, doc: (canvas.setFont("BIZ", 7), canvas.drawCentredString(421, 20, str(doc.page)))
    SimpleDocTemplate(path, pagesize=landscape(A4), leftMargin=30, rightMargin=30, topMargin=30, bottomMargin=36).build(
        [table], onFirstPage=page, onLaterPages=page
    )
