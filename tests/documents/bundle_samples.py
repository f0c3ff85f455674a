"""Twenty exhibits of every shape a court bundle meets, made on the spot, and the pack of them."""

import io
from collections.abc import Mapping
from pathlib import Path

import pikepdf
from PIL import Image, ImageDraw
from reportlab.pdfgen.canvas import Canvas

from spoc_desk.documents.packs import BuiltPack
from spoc_desk.domain.packs import PackSection
from spoc_desk.system.child import Child
from tests.documents import samples
from tests.documents.pack_samples import build, content

TURNS = {1: "AM/1", 3: "AM/2", 6: "AM/3", 8: "AM/4"}
"""The exhibit with a photograph of each EXIF orientation."""
ODD = "AM/6"
PLAN = "AM/8"
TYPED = ("AM/5", ODD, "AM/7", "AM/11", "AM/12", "JS/1", "JS/2")


def photograph(orientation: int) -> bytes:
    """The same view, held as a camera turned that way holds it."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    shown = samples.picture(1600, 1200)
    held = {
        1: None,
        3: Image.Transpose.ROTATE_180,
        6: Image.Transpose.ROTATE_90,
        8: Image.Transpose.ROTATE_270,
    }
    turn = held[orientation]
    return samples.saved(shown.transpose(turn) if turn else shown, "JPEG", exif=exif, quality=85)


ODD_SHEETS = (
    (595, 842, 90),
    (595, 842, 180),
    (595, 842, 270),
    (842, 595, -90),
    (2384, 3370, 0),
    (200, 120, 0),
    (595, 842, 0),
)
"""Width, height and turn of each odd sheet, as it is shown."""


def odd_pdf() -> bytes:
    """Sheets with odd boxes, drawn so that each reads upright once its turn is heeded."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=1)
    for number, (width, height, turn) in enumerate(ODD_SHEETS, 1):
        held = (height, width) if turn % 180 else (width, height)
        canvas.setPageSize(held)
        canvas.transform(*_turned(turn % 360, held))
        canvas.setFont("Helvetica", width / 15)
        canvas.rect(1, 1, width - 2, height - 2)
        canvas.drawString(width / 10, height * 0.7, f"Odd sheet {number}")
        canvas.showPage()
    canvas.save()

    def make_odd(pdf: pikepdf.Pdf) -> None:
        for page, (_, _, turn) in zip(pdf.pages, ODD_SHEETS, strict=True):
            page.obj.Rotate = turn
        reversed_box, cropped = pdf.pages[5].obj, pdf.pages[6].obj
        reversed_box.MediaBox = pikepdf.Array([200, 120, 0, 0])
        cropped.CropBox = pikepdf.Array([30, 400, 565, 842])

    return samples.rewritten(buffer.getvalue(), make_odd)


def _turned(turn: int, held: tuple[int, int]) -> tuple[int, int, int, int, int, int]:
    """The matrix that draws upright on a page shown turned clockwise by that much."""
    width, height = held
    return {
        0: (1, 0, 0, 1, 0, 0),
        90: (0, 1, -1, 0, width, 0),
        180: (-1, 0, 0, -1, width, height),
        270: (0, -1, 1, 0, 0, height),
    }[turn]


def letter(pages: int) -> bytes:
    """A typed letter, as long as asked, that has page numbers of its own."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=1)
    for number in range(1, pages + 1):
        canvas.setFont("Times-Roman", 11)
        for line in range(40):
            canvas.drawString(
                72, 760 - 16 * line, f"Paragraph {number}.{line}: the caller said he would come back."
            )
        canvas.drawCentredString(297, 12, f"{number}")
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def plan() -> bytes:
    """A drawing that is wider than high, red at its left end."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(1191, 842), invariant=1)
    canvas.setFillColorRGB(0.8, 0.1, 0.1)
    canvas.rect(0, 0, 300, 842, stroke=0, fill=1)
    canvas.setFillColorRGB(0, 0, 0)
    canvas.drawString(500, 420, "Plan of the ward")
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def scanned() -> bytes:
    """Two pages as a scanner sends them: pictures of words, and no words."""
    page = Image.new("L", (1240, 1754), 255)
    ImageDraw.Draw(page).text((120, 160), "SCANNED NOTICE", fill=0, font_size=60)
    return samples.saved(page, "PDF", save_all=True, append_images=[page], resolution=150)


def _mail_with_a_photograph() -> bytes:
    message = samples.mail()
    message.add_attachment(samples.jpeg(6), maintype="image", subtype="jpeg", filename="outside.jpg")
    return bytes(message)


def _tiff() -> bytes:
    pages = [Image.new("1", (1000, 1400), 1), Image.new("1", (1400, 1000), 1)]
    return samples.saved(pages[0], "TIFF", save_all=True, append_images=pages[1:], dpi=(200, 200))


def files() -> Mapping[str, tuple[str, bytes]]:
    """Name and content of each exhibit by its reference."""
    return {
        **{reference: (f"IMG_{turn}.jpg", photograph(turn)) for turn, reference in TURNS.items()},
        "AM/5": ("letter.pdf", letter(12)),
        ODD: ("odd.pdf", odd_pdf()),
        "AM/7": ("with fields.pdf", samples.active_pdf()),
        PLAN: ("plan.pdf", plan()),
        "AM/9": ("scan.pdf", scanned()),
        "AM/10": ("fax.tif", _tiff()),
        "AM/11": ("threat.eml", _mail_with_a_photograph()),
        "AM/12": ("chat.txt", samples.chat(150).encode()),
        "AM/13": ("screenshot.png", samples.saved(samples.picture(1080, 2400), "PNG")),
        "AM/14": ("badge.png", samples.saved(samples.picture(90, 60).convert("RGBA"), "PNG")),
        "AM/15": ("story.webp", samples.saved(samples.picture(800, 1000), "WEBP", lossless=True)),
        "AM/16": ("moving.gif", samples.saved(samples.picture(300, 200), "GIF")),
        "AM/17": ("wide.jpg", samples.saved(samples.picture(3000, 700), "JPEG")),
        "JS/1": ("page.html", "<h1>Post</h1><p>Llŷr, we know your street.</p>".encode()),
        "JS/2": ("calls.csv", b"when,number\n09:00,07700 900123\n09:05,07700 900123\n"),
        "JS/3": ("papers.zip", b"PK\x05\x06" + b"\0" * 18),
    }


def build_bundle(folder: Path, child: Child, fonts: Path) -> BuiltPack:
    """The pack of them all, in two sections and what is left."""
    held = files()
    base = content(held)
    sections = (
        PackSection("A  Photographs", tuple(TURNS.values())),
        PackSection("B  Documents", ("AM/5", ODD, "AM/7", PLAN, "AM/9", "AM/10")),
    )
    return build(folder, child, fonts, held, exhibits=base.exhibits, sections=sections)
