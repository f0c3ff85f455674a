"""Exhibits with something to hide, and their pages as a part, for the tests of redaction."""

import io
from dataclasses import asdict
from pathlib import Path

import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary, Name, Stream
from PIL import Image, ImageDraw
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from spoc_desk.documents.normalise import normalise
from spoc_desk.documents.page_letters import page_letters
from spoc_desk.documents.part_text import Source
from spoc_desk.documents.word_boxes import word_boxes
from tests.documents import samples

SECRET = "Jane Quillfeather"
PHONE = "07700 900123"
LINES = ("The candidate opened the door at nine.", f"She met {SECRET} outside.", f"Call {PHONE} after six.")


def letter(pages: int = 2, *, face: str = "Helvetica", wide: bool = False, turned: int = 0) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=1)
    canvas.setTitle(f"About {SECRET}")
    for number in range(1, pages + 1):
        canvas.setPageSize((842, 595) if wide else (595, 842))
        if turned:
            canvas.setPageRotation(turned)
        canvas.setFont(face, 12)
        for row, line in enumerate(LINES if number == 1 else ("Nothing private here.",)):
            canvas.drawString(72, 480 - 24 * row, line)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def embedded_face(fonts: Path) -> bytes:
    """The letter in a subset of a TrueType face, whose codes are not letters."""
    if "Redact" not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont("Redact", str(fonts / "noto" / "NotoSans-Regular.ttf")))
    return letter(face="Redact")


def raw(content: bytes, *, pages: int = 1, resources: Dictionary | None = None) -> bytes:
    """Pages drawn by these very instructions, in Helvetica as /F."""
    with pikepdf.new() as pdf:
        font = pdf.make_indirect(
            Dictionary(
                Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding
            )
        )
        shared = resources or Dictionary()
        shared.Font = Dictionary(F=font)
        for _ in range(pages):
            pdf.add_blank_page(page_size=(595, 842))
            pdf.pages[-1].obj.Resources = shared
            pdf.pages[-1].obj.Contents = Stream(pdf, content)
        buffer = io.BytesIO()
        pdf.save(buffer)
    return buffer.getvalue()


def split_over_pieces() -> bytes:
    """The name in pieces, each moved a little, as typesetters write it."""
    return raw(
        b"BT /F 12 Tf 72 600 Td (She met ) Tj "
        b"[(J) -8 (an) 4 (e ) -12 (Quil) 6 (lfea) -3 (ther)] TJ ( outside.) Tj ET"
    )


def split_over_lines() -> bytes:
    """The name broken at the end of a line, hyphenated."""
    return raw(
        b"BT /F 12 Tf 14 TL 72 600 Td "
        b"(She stood there and then met Jane Quill-) Tj T* (feather outside the hall.) Tj ET"
    )


def in_a_form() -> bytes:
    """The name drawn by a form that a form draws; the second page holds that form and does not draw it."""
    with pikepdf.open(io.BytesIO(raw(b"/Outer Do", pages=2))) as pdf:
        fonts = pdf.pages[0].obj.Resources.Font
        inner = pdf.make_indirect(
            Stream(pdf, f"BT /F 12 Tf 72 600 Td (She met {SECRET} there) Tj ET".encode())
        )
        outer = pdf.make_indirect(Stream(pdf, b"q /Inner Do Q"))
        for form, held in (
            (inner, Dictionary(Font=fonts)),
            (outer, Dictionary(XObject=Dictionary(Inner=inner))),
        ):
            form.Type, form.Subtype, form.BBox, form.Resources = (
                Name.XObject,
                Name.Form,
                Array([0, 0, 595, 842]),
                held,
            )
        shared = Dictionary(Font=fonts, XObject=Dictionary(Outer=outer))
        for page in pdf.pages:
            page.obj.Resources = pdf.make_indirect(shared)
        pdf.pages[1].obj.Contents = Stream(pdf, b"BT /F 12 Tf 72 600 Td (Nothing private here.) Tj ET")
        buffer = io.BytesIO()
        pdf.save(buffer)
    return buffer.getvalue()


def with_hidden_layer() -> bytes:
    """A page with a layer that is switched off and says the name where nothing is seen."""
    with pikepdf.open(io.BytesIO(raw(b""))) as pdf:
        layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name="Draft"))
        pdf.Root.OCProperties = Dictionary(
            OCGs=Array([layer]), D=Dictionary(OFF=Array([layer]), Order=Array([layer]))
        )
        page = pdf.pages[0].obj
        page.Resources.Properties = Dictionary(L=layer)
        page.Contents = Stream(
            pdf,
            b"BT /F 12 Tf 72 600 Td (The public words.) Tj ET "
            + f"/OC /L BDC BT /F 12 Tf 72 300 Td ({SECRET}) Tj ET EMC".encode(),
        )
        buffer = io.BytesIO()
        pdf.save(buffer)
    return buffer.getvalue()


def with_spoken_text() -> bytes:
    """A page that shows other words than it speaks: the name is in its replacement text."""
    return raw(f"/Span <</ActualText ({SECRET})>> BDC BT /F 12 Tf 72 600 Td (a friend) Tj ET EMC".encode())


def spoken(mark: str = "/ActualText", *, ending: str = "", key: str = "") -> bytes:
    """A page that shows the name and speaks it too, half its size; a reader takes what is spoken."""
    drawing = (
        f"0.5 0 0 0.5 30 300 cm /Span <<{mark} ({SECRET})>> BDC "
        f"BT /F 24 Tf 72 600 Td ({SECRET}) Tj ET EMC BT /F 24 Tf 72 500 Td (The public words) Tj ET {ending}"
    )
    with pikepdf.open(io.BytesIO(raw(drawing.encode()))) as pdf:
        if key:
            pdf.pages[0].obj.Contents[key] = 1
        buffer = io.BytesIO()
        pdf.save(buffer)
    return buffer.getvalue()


def scan() -> bytes:
    """A scanned page: no text, a bright patch where the secret is."""
    image = Image.new("L", (1240, 1754), 245)
    draw = ImageDraw.Draw(image)
    for row in range(40):
        draw.rectangle((120, 150 + 36 * row, 1000, 158 + 36 * row), fill=40)
    draw.rectangle((300, 800, 700, 900), fill=120)
    return samples.saved(image, "PNG")


def photograph() -> bytes:
    return samples.jpeg(place=True, comment=SECRET.encode())


def part(folder: Path, fonts: Path, content: bytes, filename: str, *, description: str = "Letter") -> Path:
    """The exhibit's pages, as a served copy prints them."""
    source, made = folder / f"source-{filename}", folder / f"part-{filename}.pdf"
    source.write_bytes(content)
    facts = Source("AM/1", description, filename, "", len(content), "ab" * 32)
    normalise(str(source), str(made), str(fonts), asdict(facts), strip=True)
    return made


def boxes_for(made: Path, term: str, code: str = "WIT") -> list[list]:
    """Boxes over every place where the word stands."""
    found = []
    document = pypdfium2.PdfDocument(made)
    for number, page in enumerate(document, 1):
        found += [[number, *place, code, term] for place in word_boxes(term, page_letters(page))]
    document.close()
    return found
