"""A page as a picture with its redactions painted in: rendered, painted, then stored as it suits the page."""

import io
import math
import zlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from pikepdf import Array, Dictionary, Name, Pdf, Stream, String
from PIL import Image, ImageChops, ImageDraw, ImageFont

from spoc_desk.documents.fonts import BOLD, FILES
from spoc_desk.documents.page_letters import Place

DOTS = 200
DOTS_FOR_SMALL_PRINT = 300
SMALL_PRINT = 8.0
"""Letters lower than so many points are drawn at 300 dots per inch."""
QUALITY = 88
_GREY_AT_MOST = 14
_FLAT_AT_LEAST = 0.9
_COLOURED_AT_MOST = 0.0005
_COLOURS = 126
_PAPER = 250
_CODE_SIZE = 7.0


@dataclass(frozen=True, slots=True)
class Painted:
    """A place that was painted over, in points, and the code in it."""

    place: Place
    code: str


def drawn(page: Any, dots: int) -> Image.Image:
    """A pdfium page as it is seen, with so many dots per inch."""
    picture: Image.Image = page.render(scale=dots / 72).to_pil()
    return picture.convert("RGB")


def paint(picture: Image.Image, height: float, painted: list[Painted], dots: int, fonts: Path) -> None:
    """Black out each place, whole dots outward, with its code in white where that fits. height: in points."""
    for each in painted:
        left, top, right, bottom = dots_of(each.place, height, dots)
        box = (max(0, left), max(0, top), min(picture.width, right), min(picture.height, bottom))
        if box[2] > box[0] and box[3] > box[1]:
            picture.paste(tile(box[2] - box[0], box[3] - box[1], each.code, dots, fonts), box)


def dots_of(place: Place, height: float, dots: int) -> tuple[int, int, int, int]:
    """The place as left, top, right and bottom dot of the page's picture."""
    zoom = dots / 72
    return (
        math.floor(place[0] * zoom + 1e-6),
        math.floor((height - place[3]) * zoom + 1e-6),
        math.ceil(place[2] * zoom - 1e-6),
        math.ceil((height - place[1]) * zoom - 1e-6),
    )


@lru_cache(maxsize=64)
def tile(width: int, height: int, code: str, dots: int, fonts: Path) -> Image.Image:
    """What stands where something was taken out: solid black, and the code in white if there is room."""
    if height > 1.5 * width:
        return tile(height, width, code, dots, fonts).rotate(90, expand=True)
    made = Image.new("RGB", (width, height), "black")
    size = round(min(_CODE_SIZE * dots / 72, height * 0.7))
    if code and size >= 8:
        face = ImageFont.truetype(str(fonts / "noto" / FILES[BOLD]), size)
        draw = ImageDraw.Draw(made)
        left, top, right, bottom = draw.textbbox((0, 0), code, font=face)
        if right - left <= width - 4 and bottom - top <= height - 2:
            at = ((width - right - left) / 2, (height - bottom - top) / 2)
            draw.text(at, code, fill="white", font=face)
    return made


def stored(pdf: Pdf, picture: Image.Image) -> Stream:
    """The picture in the smallest form that keeps it: few greys or colours for text, JPEG for the rest."""
    red, green, blue = picture.split()
    lightest = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    darkest = ImageChops.darker(ImageChops.darker(red, green), blue)
    coloured = _share(ImageChops.difference(lightest, darkest), _GREY_AT_MOST + 1, 256) > _COLOURED_AT_MOST
    grey = picture.convert("L")
    if _share(grey, 0, 48) + _share(grey, 217, 256) < _FLAT_AT_LEAST:
        return _jpeg(pdf, picture if coloured else grey)
    return _few_colours(pdf, picture) if coloured else _sixteen_greys(pdf, grey)


def _share(grey: Image.Image, first: int, end: int) -> float:
    """Which share of the dots has a shade from `first` up to, not including, `end`."""
    shades = grey.histogram()
    return sum(shades[first:end]) / sum(shades)


def _jpeg(pdf: Pdf, picture: Image.Image) -> Stream:
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=QUALITY, optimize=True)
    space = Name.DeviceGray if picture.mode == "L" else Name.DeviceRGB
    return _image(pdf, buffer.getvalue(), picture.size, space, 8, Name.DCTDecode)


def _sixteen_greys(pdf: Pdf, grey: Image.Image) -> Stream:
    width, height = grey.size
    even = Image.new("L", (width + width % 2, height))
    even.paste(grey.point([(shade + 8) // 17 for shade in range(256)]))
    levels = even.tobytes()
    left, right = (int.from_bytes(levels[start::2], "big") for start in (0, 1))
    packed = (left << 4 | right).to_bytes(len(levels) // 2, "big")
    return _image(pdf, zlib.compress(packed, 6), (width, height), Name.DeviceGray, 4, Name.FlateDecode)


def _few_colours(pdf: Pdf, picture: Image.Image) -> Stream:
    """Text with some colour in it: crisp, and smaller than a JPEG of the same sharpness."""
    sample = picture.resize((picture.width // 3, picture.height // 3), Image.Resampling.NEAREST)
    chosen = sample.quantize(_COLOURS, Image.Quantize.MEDIANCUT).getpalette() or []
    colours = Image.new("P", (1, 1))
    # Paper stays white: the mean of paper and of what is nearly paper would tint the page.
    triples = [chosen[start : start + 3] for start in range(0, 3 * _COLOURS, 3)]
    kept = [shade for each in triples for shade in (each if min(each, default=0) < _PAPER else [255] * 3)]
    colours.putpalette([0, 0, 0, 255, 255, 255, *kept])
    drawn = picture.quantize(palette=colours, dither=Image.Dither.NONE)
    palette = bytes((drawn.getpalette() or [])[: 3 * (_COLOURS + 2)])
    content = zlib.compress(drawn.tobytes(), 6)
    image = _image(pdf, content, drawn.size, Name.DeviceRGB, 8, Name.FlateDecode)
    image.ColorSpace = Array([Name.Indexed, Name.DeviceRGB, len(palette) // 3 - 1, String(palette)])
    return image


def _image(pdf: Pdf, content: bytes, size: tuple[int, int], space: Name, bits: int, how: Name) -> Stream:
    image = Stream(pdf, b"")
    image.write(content, filter=how)
    image.Type, image.Subtype = Name.XObject, Name.Image
    image.Width, image.Height = size
    image.ColorSpace, image.BitsPerComponent = space, bits
    return image


def page_of(picture: Stream, width: float, height: float) -> tuple[Dictionary, bytes]:
    """Resources and drawing instructions of a page that shows the picture edge to edge."""
    drawing = f"q {width:.4f} 0 0 {height:.4f} 0 0 cm /Redacted Do Q\n".encode()
    return Dictionary(XObject=Dictionary(Redacted=picture)), drawing
