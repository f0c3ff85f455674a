"""Exhibits that are broken or meant to do harm, made on the spot."""

import io
import struct
import zlib
from collections.abc import Callable, Mapping

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream
from PIL import Image

from tests.documents import samples


def _changed(change: Callable[[Pdf], None], pages: int = 1, **options: object) -> bytes:
    return samples.rewritten(samples.pdf(pages), change, **options)


def xref_loop() -> bytes:
    """A cross-reference table whose earlier table is itself."""
    content = samples.pdf(1)
    start = content.rindex(b"startxref") + 10
    at = content[start:].split()[0]
    return content[: content.rindex(b"trailer")] + b"".join(
        (b"trailer\n<< /Size 9 /Root 1 0 R /Prev ", at, b" >>\nstartxref\n", at, b"\n%%EOF\n")
    )


def page_tree_circle() -> bytes:
    """A page tree that holds itself."""
    return samples.pdf(1).replace(b"/Kids [ ", b"/Kids [ 2 0 R ")


def huge_media_box() -> bytes:
    """A page of two kilometres."""

    def grow(pdf: Pdf) -> None:
        pdf.pages[0].obj.MediaBox = Array([0, 0, 5_000_000, 5_000_000])

    return _changed(grow)


def no_size() -> bytes:
    """A page without width or height."""

    def shrink(pdf: Pdf) -> None:
        for page in pdf.pages:
            page.obj.MediaBox = Array([0, 0, 0, 0])

    return _changed(shrink)


def nonsense_box() -> bytes:
    """A page whose box is words."""

    def mangle(pdf: Pdf) -> None:
        pdf.pages[0].obj.MediaBox = Array([Name.Left, pikepdf.String("x"), 5, None])

    return _changed(mangle)


def deep_page_tree(depth: int = 3000) -> bytes:
    """One page at the end of a long line of nodes."""
    content = io.BytesIO()
    with pikepdf.open(io.BytesIO(samples.pdf(1))) as pdf:
        kids = list(pdf.Root.Pages.Kids)
        node = pdf.Root.Pages
        for _ in range(depth):
            inner = pdf.make_indirect(Dictionary(Type=Name.Pages, Count=len(kids)))
            node.Kids = Array([inner])
            inner.Parent = node
            node = inner
        node.Kids = Array(kids)
        for kid in kids:
            kid.Parent = node
        pdf.save(content, qdf=False)
    return content.getvalue()


def deep_form(depth: int = 4000) -> bytes:
    """A drawing inside a drawing inside a drawing."""

    def nest(pdf: Pdf) -> None:
        inner = Stream(pdf, b"0 0 10 10 re f", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 9, 9]))
        for _ in range(depth):
            held = Dictionary(XObject=Dictionary(X=pdf.make_indirect(inner)))
            inner = Stream(
                pdf, b"/X Do", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 9, 9]), Resources=held
            )
        pdf.pages[0].obj.Resources.XObject = Dictionary(X=pdf.make_indirect(inner))
        pdf.pages[0].contents_add(b"/X Do")

    return _changed(nest)


def form_in_itself() -> bytes:
    """A drawing that draws itself."""

    def loop(pdf: Pdf) -> None:
        form = pdf.make_indirect(
            Stream(pdf, b"/X Do", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 9, 9]))
        )
        form.Resources = Dictionary(XObject=Dictionary(X=form))
        pdf.pages[0].obj.Resources.XObject = Dictionary(X=form)
        pdf.pages[0].contents_add(b"/X Do")

    return _changed(loop)


def stream_bomb(megabytes: int = 600) -> bytes:
    """A page whose drawing is a few kilobytes that become hundreds of megabytes."""
    press = zlib.compressobj(9)
    block = b" " * 1_000_000
    packed = b"".join([press.compress(block) for _ in range(megabytes)] + [press.flush()])

    def swell(pdf: Pdf) -> None:
        made = Stream(pdf, packed)
        made.Filter = Name.FlateDecode
        pdf.pages[0].obj.Contents = pdf.make_indirect(made)

    return _changed(swell)


def broken_stream() -> bytes:
    """A page whose drawing cannot be unpacked."""

    def tear(pdf: Pdf) -> None:
        made = Stream(pdf, b"\x78\x9c" + bytes(range(256)) * 4)
        made.Filter = Name.FlateDecode
        pdf.pages[0].obj.Contents = pdf.make_indirect(made)

    return _changed(tear)


def odd_images() -> bytes:
    """JBIG2 and JPEG 2000 pictures that are only noise."""

    def add(pdf: Pdf) -> None:
        held = Dictionary()
        for name, kind in (("/J", Name.JBIG2Decode), ("/K", Name.JPXDecode)):
            image = Stream(pdf, bytes(range(256)) * 3)
            image.Type, image.Subtype, image.Filter = Name.XObject, Name.Image, kind
            image.Width, image.Height, image.BitsPerComponent = 64, 64, 1
            image.ColorSpace = Name.DeviceGray
            held[name] = pdf.make_indirect(image)
        pdf.pages[0].obj.Resources.XObject = held
        pdf.pages[0].contents_add(b"q 90 0 0 90 0 0 cm /J Do Q q 90 0 0 90 200 0 cm /K Do Q")

    return _changed(add)


def owner_locked() -> bytes:
    """A PDF that only its author may print, with no password to open it."""
    return _changed(lambda _pdf: None, encryption=pikepdf.Encryption(user="", owner="sesame", R=6))


def tiff_bomb() -> bytes:
    """A TIFF of many pages, the last of which are said to be enormous."""
    page = Image.new("1", (40, 40))
    return samples.saved(page, "TIFF", save_all=True, append_images=[page] * 600)


def tiff_claiming(width: int, height: int) -> bytes:
    """A TIFF directory that says its picture is enormous."""
    tags = ((256, width), (257, height), (258, 8), (259, 1), (262, 1), (273, 8), (278, height), (279, 4))
    entries = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in tags)
    return b"II*\0" + struct.pack("<I", 12) + b"\0\0\0\0" + struct.pack("<H", len(tags)) + entries + b"\0" * 4


def exif_bomb() -> bytes:
    """A photograph whose Exif directory points at itself and claims a billion entries."""
    exif = b"Exif\0\0II*\0\x08\0\0\0" + struct.pack("<H", 0xFFFF)
    exif += struct.pack("<HHII", 0x8769, 4, 1, 8) * 4000 + struct.pack("<HHII", 0x0112, 3, 1 << 30, 8)
    plain = samples.saved(samples.picture(), "JPEG")
    return plain[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + plain[2:]


def jpeg_claiming(width: int, height: int) -> bytes:
    """A photograph that says it is enormous."""
    plain = bytearray(samples.saved(samples.picture(), "JPEG"))
    at = plain.index(b"\xff\xc0") + 5
    plain[at : at + 4] = struct.pack(">HH", height, width)
    return bytes(plain)


def cmyk_jpeg() -> bytes:
    """A photograph in printing colours without a profile."""
    return samples.saved(samples.picture().convert("CMYK"), "JPEG")


def deep_png() -> bytes:
    """A picture of 16 bits a colour."""
    return samples.saved(Image.linear_gradient("L").convert("I;16"), "PNG")


def gif_of_many_frames() -> bytes:
    """A moving picture that never ends."""
    frames = [Image.new("P", (8, 8), colour % 256) for colour in range(500)]
    return samples.saved(frames[0], "GIF", save_all=True, append_images=frames[1:])


SOUND: Mapping[str, tuple[str, bytes]] = {
    "OK/1": ("cmyk.jpg", cmyk_jpeg()),
    "OK/2": ("deep.png", deep_png()),
    "OK/3": ("active.pdf", samples.active_pdf()),
    "OK/4": ("restricted.pdf", owner_locked()),
    "OK/5": ("many.tif", tiff_bomb()),
    "OK/6": ("moving.gif", gif_of_many_frames()),
    "OK/7": ("exif.jpg", exif_bomb()),
}
"""Odd files that have a printed form all the same."""

FAULTY: Mapping[str, tuple[str, bytes]] = {
    "BAD/1": ("locked.pdf", samples.locked_pdf()),
    "BAD/2": ("bomb.png", samples.png_claiming(60_000, 60_000)),
    "BAD/3": ("bomb.tif", tiff_claiming(100_000, 100_000)),
    "BAD/4": ("empty.pdf", b""),
    "BAD/5": ("noise.pdf", b"%PDF-1.7\n" + bytes(range(256)) * 40),
    "BAD/6": ("noise.jpg", b"\xff\xd8\xff\xe0" + bytes(range(256)) * 40),
    "BAD/7": ("bomb.jpg", jpeg_claiming(65_000, 65_000)),
}
"""Files that nobody can print."""

EITHER: Mapping[str, tuple[str, bytes]] = {
    "ODD/1": ("loop.pdf", xref_loop()),
    "ODD/2": ("circle.pdf", page_tree_circle()),
    "ODD/3": ("huge.pdf", huge_media_box()),
    "ODD/4": ("no size.pdf", no_size()),
    "ODD/5": ("nonsense.pdf", nonsense_box()),
    "ODD/6": ("deep.pdf", deep_page_tree()),
    "ODD/7": ("nested.pdf", deep_form()),
    "ODD/8": ("itself.pdf", form_in_itself()),
    "ODD/9": ("stream bomb.pdf", stream_bomb()),
    "ODD/10": ("broken.pdf", broken_stream()),
    "ODD/11": ("pictures.pdf", odd_images()),
}
"""Files of which some reader may still make something: pages or a slip sheet, but never nothing."""
