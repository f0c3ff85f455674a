"""Exhibits for tests, made on the spot: pictures of every kind, PDFs, e-mails, chats."""

import io
import struct
import zlib
from email.message import EmailMessage
from random import Random

import pikepdf
from PIL import Image, ImageDraw
from reportlab.pdfgen.canvas import Canvas


def picture(width: int = 240, height: int = 160) -> Image.Image:
    """A picture whose four corners differ, so that a turn or a mirror shows."""
    image = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, width // 4, height // 4), fill=(200, 30, 30))
    draw.rectangle((width - width // 4, 0, width, height // 4), fill=(30, 160, 30))
    draw.rectangle((0, height - height // 4, width // 4, height), fill=(30, 30, 200))
    return image


def noise(width: int, height: int, seed: int) -> Image.Image:
    """A picture that does not compress, another for each seed."""
    return Image.frombytes("RGB", (width, height), Random(seed).randbytes(width * height * 3))


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def jpeg(orientation: int = 1, *, place: bool = False, **options: object) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientation
    if place:
        exif.get_ifd(0x8825)[1] = "N"
        exif.get_ifd(0x8825)[2] = (54.0, 58.0, 41.0)
    return saved(picture(), "JPEG", exif=exif, quality=92, **options)


def png_claiming(width: int, height: int) -> bytes:
    """A tiny PNG that says it is enormous."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def pdf(pages: int = 3) -> bytes:
    """Upright pages, then one on its side and one turned by 90 degrees."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=1)
    for number in range(1, pages + 1):
        canvas.drawString(72, 700, f"Sheet {number} of the letter")
        canvas.showPage()
    canvas.setPageSize((842, 595))
    canvas.drawString(72, 300, "Wide sheet")
    canvas.showPage()
    canvas.setPageSize((595, 842))
    canvas.setPageRotation(90)
    canvas.drawString(72, 300, "Turned sheet")
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def rewritten(content: bytes, change: object, **options: object) -> bytes:
    """The PDF after `change(pdf)`."""
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as opened:
        change(opened)  # type: ignore[operator]
        opened.save(buffer, **options)  # type: ignore[arg-type]
    return buffer.getvalue()


def active_pdf() -> bytes:
    """A PDF with scripts, a launch action, an attachment, a form and a link."""

    def arm(opened: pikepdf.Pdf) -> None:
        name, array, dictionary = pikepdf.Name, pikepdf.Array, pikepdf.Dictionary
        run = dictionary(S=name.JavaScript, JS="app.alert('x')")
        opened.Root.OpenAction = run
        opened.Root.AA = dictionary(WC=run)
        opened.attachments["evil.exe"] = pikepdf.AttachedFileSpec(opened, b"MZ evil")
        opened.Root.Names.JavaScript = dictionary(Names=array(["a", run]))
        launch = dictionary(S=name.Launch, F="cmd.exe")
        page = opened.pages[0].obj
        page.AA = dictionary(O=run)
        page.Annots = array(
            [
                opened.make_indirect(
                    dictionary(Type=name.Annot, Subtype=name.Link, Rect=array([0, 0, 9, 9]), A=launch)
                )
            ]
        )
        page.Metadata = opened.make_indirect(pikepdf.Stream(opened, b"<hidden>secret words</hidden>"))

    return rewritten(pdf(), arm)


def locked_pdf() -> bytes:
    encryption = pikepdf.Encryption(user="open", owner="sesame")
    return rewritten(pdf(), lambda _: None, encryption=encryption)


def mail(body: str = "I know where you live.\n", *, html: str = "") -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Dilys Roe <dilys@example.org>"
    message["To"] = "office@example.org"
    message["Date"] = "Mon, 16 Nov 2026 09:00:00 +0000"
    message["Subject"] = "You will be sorry – Llŷr"
    if body:
        message.set_content(body)
    if html:
        if body:
            message.add_alternative(html, subtype="html")
        else:
            message.set_content(html, subtype="html")
    return message


def chat(lines: int) -> str:
    return "\n".join(
        f"[16/11/2026, 09:{number % 60:02d}] Anon: word{number} find you at Tŷ Llŵyd 😡"
        for number in range(lines)
    )
