"""Pictures as pages: the original compressed bytes wherever PDF can hold them, else their exact pixels."""

import contextlib
import io
import warnings
import zlib
from collections.abc import Iterator
from pathlib import Path

import pi_heif
from pikepdf import Array, Dictionary, Name, Pdf, Stream
from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from spoc_desk.documents.jpeg_files import JpegFile, read_jpeg, without_metadata
from spoc_desk.documents.parts import POINTS_PER_DOT, Rendition, add_page, page_size, placement
from spoc_desk.documents.png_files import PngFile, read_png
from spoc_desk.domain.errors import DomainError

PIXELS_AT_MOST = 50_000_000
FRAMES_AT_MOST = 50
_TOO_MANY = "it says that it has more points than is safe to draw"
_NO_PICTURE = "it is damaged: no picture can be made out of it"
FORMATS = {
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/gif": "GIF",
    "image/tiff": "TIFF",
    "image/webp": "WEBP",
    "image/bmp": "BMP",
    "image/heic": "HEIF",
    "image/avif": "AVIF",
}
_TURNS = {
    1: (1, 0, 0, 1, 0, 0),
    2: (-1, 0, 0, 1, 1, 0),
    3: (-1, 0, 0, -1, 1, 1),
    4: (1, 0, 0, -1, 0, 1),
    5: (0, -1, -1, 0, 1, 1),
    6: (0, -1, 1, 0, 0, 1),
    7: (0, 1, 1, 0, 0, 0),
    8: (0, 1, -1, 0, 1, 0),
}
_SPACES = {1: Name.DeviceGray, 3: Name.DeviceRGB, 4: Name.DeviceCMYK}
_HELD = {"1": "1", "L": "L", "CMYK": "CMYK", "I;16": "I;16B", "I;16B": "I;16B", "I;16L": "I;16B"}
_SPACE_OF = {
    "1": (Name.DeviceGray, 1),
    "L": (Name.DeviceGray, 8),
    "A": (Name.DeviceGray, 8),
    "I;16B": (Name.DeviceGray, 16),
    "CMYK": (Name.DeviceCMYK, 8),
    "RGB": (Name.DeviceRGB, 8),
}
_BAND = 256
UNALTERED = "picture, original bytes"
STRIPPED = "picture, original scan; place, camera and other metadata removed"
PIXELS = "picture, original pixels"
DEEP = "Its grey has more steps than paper shows; printed with 256 of them."


def image_pages(pdf: Pdf, source: Path, media_type: str, *, strip: bool) -> Rendition:
    """Add the picture's page or pages. `strip` leaves out what photographs tell besides their picture.

    Raises DomainError("preview.unavailable") for a picture above 50 million pixels.
    """
    if media_type == "image/jpeg":
        made = _jpeg_page(pdf, source.read_bytes(), strip)
        if made:
            return made
    if media_type == "image/png":
        png = read_png(source, PIXELS_AT_MOST)
        if png:
            return _png_page(pdf, png)
    return _decoded_pages(pdf, source, media_type)


def open_image(source: Path | io.BytesIO, media_type: str) -> Image.Image:
    """The picture, its size checked before anything is decoded, by the one decoder for its type."""
    if media_type == "image/heic":
        pi_heif.register_heif_opener()
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        with _told_plainly():
            image = Image.open(source, formats=[FORMATS[media_type]])
    if image.width * image.height > PIXELS_AT_MOST:
        raise DomainError(
            "preview.unavailable",
            reason=f"it would need {image.width} × {image.height} points, more than is safe to draw",
        )
    return image


@contextlib.contextmanager
def _told_plainly() -> Iterator[None]:
    """Says in words what stops the picture library from opening a picture."""
    try:
        yield
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as fault:
        raise DomainError("preview.unavailable", reason=_TOO_MANY) from fault
    except UnidentifiedImageError as fault:
        raise DomainError("preview.unavailable", reason=_NO_PICTURE) from fault


def _jpeg_page(pdf: Pdf, content: bytes, strip: bool) -> Rendition | None:
    with _told_plainly():
        jpeg = read_jpeg(content)
    if jpeg is None:
        return None
    notes = _jpeg_faults(content, jpeg)
    how = UNALTERED
    bare = without_metadata(content) if strip else content
    if bare != content:
        content, how = bare, STRIPPED
    space: object = _SPACES[jpeg.components]
    if jpeg.profile:
        profile = Stream(pdf, jpeg.profile, N=jpeg.components, Alternate=space)
        space = Array([Name.ICCBased, pdf.make_indirect(profile)])
    image = Stream(pdf, content)
    _describe(image, jpeg.width, jpeg.height, space, 8)
    image.Filter = Name.DCTDecode
    if jpeg.components == 4 and jpeg.adobe:
        image.Decode = Array([1, 0] * 4)
    _place(pdf, image, (jpeg.width, jpeg.height), jpeg.orientation)
    return Rendition(how, notes)


def _jpeg_faults(content: bytes, jpeg: JpegFile) -> tuple[str, ...]:
    """Whether the picture breaks off, by decoding an eighth of its size."""
    if jpeg.width * jpeg.height > PIXELS_AT_MOST:
        return ()
    try:
        with Image.open(io.BytesIO(content), formats=["JPEG"]) as image:
            image.draft(None, (jpeg.width // 8, jpeg.height // 8))
            image.load()
    except OSError:
        return ("The picture file is damaged: part of the picture may be missing.",)
    return ()


def _png_page(pdf: Pdf, png: PngFile) -> Rendition:
    """A PNG without transparency is already what PDF calls Flate with a PNG predictor."""
    image = Stream(pdf, png.compressed)
    space: object = Name.DeviceRGB if png.colours == 3 else Name.DeviceGray
    if png.palette:
        space = Array([Name.Indexed, Name.DeviceRGB, len(png.palette) // 3 - 1, png.palette])
    _describe(image, png.width, png.height, space, png.depth)
    image.Filter = Name.FlateDecode
    image.DecodeParms = Dictionary(
        Predictor=15, Colors=png.colours, BitsPerComponent=png.depth, Columns=png.width
    )
    _place(pdf, image, (png.width, png.height), 1)
    return Rendition(PIXELS)


def _decoded_pages(pdf: Pdf, source: Path, media_type: str) -> Rendition:
    with open_image(source, media_type) as image:
        frames = int(getattr(image, "n_frames", 1))
        wanted = min(frames, FRAMES_AT_MOST) if media_type == "image/tiff" else 1
        lossy = media_type in {"image/heic", "image/avif"}
        notes = _shallower(source, image.mode, media_type)
        for index, frame in enumerate(ImageSequence.Iterator(image)):
            if index == wanted:
                break
            if frame.width * frame.height > PIXELS_AT_MOST:
                raise DomainError("preview.unavailable", reason="one of its pages is too large to draw")
            if frame.mode in {"I", "F"}:
                frame, notes = _eight_bits(frame), [DEEP]
            _frame_page(pdf, frame, lossy)
    if wanted < frames:
        kind = "pages" if media_type == "image/tiff" else "moving frames"
        notes.append(f"{frames} {kind}; the first {wanted} printed. Look at the original for the rest.")
    return Rendition("picture, re-encoded as JPEG for print" if lossy else PIXELS, tuple(notes))


def _shallower(source: Path, mode: str, media_type: str) -> list[str]:
    """What to say of a PNG whose 16 bits a colour the decoder cuts to 8."""
    if media_type == "image/png" and not mode.startswith("I"):
        with source.open("rb") as file:
            if file.read(25)[24:] == b"\x10":
                return ["Printed with 8 of its 16 bits of each colour."]
    return []


def _eight_bits(frame: Image.Image) -> Image.Image:
    """Grey of any depth in 256 steps; from black to white unless its values are those of 8 or 16 bits."""
    low, high = (float(each) for each in frame.getextrema())  # type: ignore[arg-type]
    if low >= 0 and high <= 65_535:
        low, high = 0.0, 255.0 if high <= 255 else 65_535.0
    scale = 255 / (high - low) if high > low else 1.0
    return frame.point(lambda value: value * scale - low * scale).convert("L")


def _frame_page(pdf: Pdf, frame: Image.Image, lossy: bool) -> None:
    ImageOps.exif_transpose(frame, in_place=True)
    clear = frame.mode in {"RGBA", "LA", "PA"} or "transparency" in frame.info
    if lossy:
        image = _as_jpeg(pdf, frame)
    elif clear:
        image = _flate(pdf, frame, "RGB")
    else:
        image = _flate(pdf, frame, _HELD.get(frame.mode, "RGB"))
    if clear:
        image.SMask = pdf.make_indirect(_flate(pdf, frame, "A"))
    _place(pdf, image, frame.size, 1)


def _as_jpeg(pdf: Pdf, frame: Image.Image) -> Stream:
    buffer = io.BytesIO()
    frame.convert("RGB").save(buffer, "JPEG", quality=95, subsampling=0)
    image = Stream(pdf, buffer.getvalue())
    _describe(image, frame.width, frame.height, Name.DeviceRGB, 8)
    image.Filter = Name.DCTDecode
    return image


def _flate(pdf: Pdf, image: Image.Image, held: str) -> Stream:
    """The pixels, losslessly compressed; band by band, because a copy of all would not fit the limit."""
    press = zlib.compressobj(4)
    pieces = []
    for top in range(0, image.height, _BAND):
        band = image.crop((0, top, image.width, min(top + _BAND, image.height)))
        pieces.append(press.compress(_pixels(band, held)))
    made = Stream(pdf, b"".join([*pieces, press.flush()]))
    space, depth = _SPACE_OF[held]
    _describe(made, image.width, image.height, space, depth)
    made.Filter = Name.FlateDecode
    return made


def _pixels(band: Image.Image, held: str) -> bytes:
    if held == "A":
        return band.convert("RGBA").getchannel("A").tobytes()
    if held == "I;16B":
        return band.tobytes("raw", "I;16B")
    if held == "RGB" and band.mode != "RGB":
        # By way of RGBA, a transparent palette keeps its colours.
        return band.convert("RGBA").convert("RGB").tobytes()
    return band.tobytes()


def _describe(image: Stream, width: int, height: int, space: object, depth: int) -> None:
    image.Type, image.Subtype = Name.XObject, Name.Image
    image.Width, image.Height = width, height
    image.ColorSpace, image.BitsPerComponent = space, depth


def _place(pdf: Pdf, image: Stream, size: tuple[int, int], orientation: int) -> None:
    width, height = size if orientation < 5 else size[::-1]
    scale, x, y = placement(width, height, POINTS_PER_DOT)
    turn = " ".join(str(number) for number in _TURNS[orientation])
    drawing = f"q {width * scale:.4f} 0 0 {height * scale:.4f} {x:.4f} {y:.4f} cm {turn} cm /I Do Q"
    add_page(
        pdf,
        page_size(width, height),
        Dictionary(XObject=Dictionary(I=pdf.make_indirect(image))),
        drawing.encode(),
    )
