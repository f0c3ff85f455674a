"""Makes one image of a PDF coarser: decoded, resampled, and stored in the way that suits what it was."""

import io
import zlib
from collections.abc import Callable

import pikepdf
from pikepdf import Array, Dictionary, Name, PdfImage, Stream
from PIL import Image

PIXELS_AT_MOST = 50_000_000
_QUALITY = 85
_JPEG = frozenset({"/DCTDecode", "/DCT"})
_FLAT = frozenset({"/FlateDecode", "/Fl", "/LZWDecode", "/LZW", "/RunLengthDecode", "/RL", "/CCITTFaxDecode"})
_COLOURS = {"/DeviceGray": 1, "/CalGray": 1, "/DeviceRGB": 3, "/CalRGB": 3, "/DeviceCMYK": 4}


def coarser(image: Stream, size: tuple[int, int]) -> bool:
    """Resample an image in place to `size`; False, and nothing changed, for one that is best left alone.

    Photographs become JPEG of quality 85, drawings and screens stay lossless,
    black and white becomes G4. A soft mask of the same size goes with its
    image. Raises what a damaged image's decoder throws, and MemoryError.
    """
    width, height = int(image.Width), int(image.Height)
    if width * height > PIXELS_AT_MOST or image.get("/ImageMask") or isinstance(image.get("/Mask"), Array):
        return False
    mask = image.get("/SMask")
    if isinstance(mask, Stream) and ("/Matte" in mask or not _plain_mask(mask)):
        return False
    make = _way(image)
    if make is None or not make(image, size):
        return False
    image.Width, image.Height = size
    if isinstance(mask, Stream) and int(mask.Width) * int(mask.Height) > size[0] * size[1]:
        _grey(mask, size)
        mask.Width, mask.Height = size
    return True


def _way(image: Stream) -> Callable[[Stream, tuple[int, int]], bool] | None:
    """How to resample it, or None for colours and wrappings that are better not touched."""
    filters = _filters(image)
    depth, colours = int(image.get("/BitsPerComponent", 8)), _colours(image.get("/ColorSpace"))
    if len(filters) == 1 and filters[0] in _JPEG:
        if colours == 4:
            return _cmyk_jpeg
        return _jpeg if colours in {1, 3} and "/Decode" not in image else None
    if not set(filters) <= _FLAT or "/Decode" in image:
        return None
    if depth == 1 and colours == 1:
        return _bilevel
    if "/CCITTFaxDecode" in filters:
        return None
    if (colours in {1, 3} and depth in {8, 16}) or (colours == 1 and depth in {2, 4}):
        return _sampled
    return _indexed if _is_indexed(image) and depth in {1, 2, 4, 8} else None


def _plain_mask(mask: Stream) -> bool:
    plain = set(_filters(mask)) <= _FLAT and "/Decode" not in mask and "/CCITTFaxDecode" not in _filters(mask)
    return plain and int(mask.get("/BitsPerComponent", 8)) == 8 and _colours(mask.get("/ColorSpace")) == 1


def _filters(image: Stream) -> list[str]:
    held = image.get("/Filter")
    if held is None:
        return []
    return [str(each) for each in held] if isinstance(held, Array) else [str(held)]


def _colours(space: object) -> int:
    if isinstance(space, Name):
        return _COLOURS.get(str(space), 0)
    if isinstance(space, Array) and len(space):
        if space[0] == Name.ICCBased and isinstance(space[1], Stream):
            return int(space[1].get("/N", 0))
        return _COLOURS.get(str(space[0]), 0) if str(space[0]).startswith("/Cal") else 0
    return 0


def _is_indexed(image: Stream) -> bool:
    space = image.get("/ColorSpace")
    return (
        isinstance(space, Array) and len(space) == 4 and space[0] == Name.Indexed and _colours(space[1]) == 3
    )


def _jpeg(image: Stream, size: tuple[int, int]) -> bool:
    content = image.read_raw_bytes()
    with Image.open(io.BytesIO(content), formats=["JPEG"]) as photograph:
        if photograph.mode not in {"L", "RGB"}:
            return False
        return _store_jpeg(image, photograph, size)


def _cmyk_jpeg(image: Stream, size: tuple[int, int]) -> bool:
    """Only as Adobe writes it, upside down, because that is how it is written back."""
    with Image.open(io.BytesIO(image.read_raw_bytes()), formats=["JPEG"]) as photograph:
        if photograph.mode != "CMYK" or "adobe" not in photograph.info:
            return False
        return _store_jpeg(image, photograph, size)


def _store_jpeg(image: Stream, photograph: Image.Image, size: tuple[int, int]) -> bool:
    # The decoder itself halves, as far as it leaves twice what is wanted: less memory, same sharpness.
    photograph.draft(None, (size[0] * 2, size[1] * 2))
    buffer = io.BytesIO()
    photograph.resize(size, Image.Resampling.LANCZOS).save(buffer, "JPEG", quality=_QUALITY, optimize=True)
    image.write(buffer.getvalue(), filter=Name.DCTDecode)
    return True


def _sampled(image: Stream, size: tuple[int, int]) -> bool:
    colours = _colours(image.ColorSpace)
    content, depth = image.read_bytes(), int(image.get("/BitsPerComponent", 8))
    if depth == 16:
        content = content[::2]
    mode = "L" if colours == 1 else "RGB"
    packed = f"L;{depth}" if depth < 8 else mode
    whole = Image.frombytes(mode, (int(image.Width), int(image.Height)), content, "raw", packed)
    _store_flat(image, whole.resize(size, Image.Resampling.LANCZOS))
    return True


def _grey(mask: Stream, size: tuple[int, int]) -> None:
    whole = int(mask.Width), int(mask.Height)
    _store_flat(mask, Image.frombytes("L", whole, mask.read_bytes()).resize(size, Image.Resampling.LANCZOS))


def _indexed(image: Stream, size: tuple[int, int]) -> bool:
    space = image.ColorSpace
    held = space[3]
    palette = held.read_bytes() if isinstance(held, Stream) else bytes(held)
    whole = int(image.Width), int(image.Height)
    depth = int(image.BitsPerComponent)
    colours = Image.frombytes("P", whole, image.read_bytes(), "raw", "P" if depth == 8 else f"P;{depth}")
    colours.putpalette(palette[:768].ljust(768, b"\0"))
    _store_flat(image, colours.convert("RGB").resize(size, Image.Resampling.LANCZOS))
    image.ColorSpace = space[1]
    return True


def _store_flat(image: Stream, small: Image.Image) -> None:
    image.write(zlib.compress(small.tobytes(), 4), filter=Name.FlateDecode)
    image.BitsPerComponent = 8


def _bilevel(image: Stream, size: tuple[int, int]) -> bool:
    """Black and white, by scattered dots where a threshold would lose hairlines and the tone of pictures."""
    if "/CCITTFaxDecode" in _filters(image):
        whole = PdfImage(image).as_pil_image().convert("1")
    else:
        whole = Image.frombytes("1", (int(image.Width), int(image.Height)), image.read_bytes())
    small = whole.convert("L").resize(size, Image.Resampling.LANCZOS)
    buffer = io.BytesIO()
    small.convert("1").save(buffer, "TIFF", compression="group4", tiffinfo={278: size[1]})
    with Image.open(buffer, formats=["TIFF"]) as sheet:
        offsets, counts = sheet.tag_v2[273], sheet.tag_v2[279]  # type: ignore[attr-defined]
        white_is_zero = sheet.tag_v2[262] == 0  # type: ignore[attr-defined]
    content = buffer.getvalue()[offsets[0] : offsets[0] + counts[0]]
    told = Dictionary(K=-1, Columns=size[0], Rows=size[1], BlackIs1=not white_is_zero)
    image.write(content, filter=Name.CCITTFaxDecode, decode_parms=told)
    image.BitsPerComponent = 1
    return True


BROKEN = (pikepdf.PdfError, OSError, ValueError, TypeError, KeyError, IndexError, AttributeError, MemoryError)
"""What a damaged or too large image may end in; it is then left as it is."""
