"""Reads what stands around a JPEG's scan, and takes away what it tells about place and camera."""

import io
from dataclasses import dataclass

from PIL import Image

_FRAMES = frozenset({0xC0, 0xC1, 0xC2})
_BARE = frozenset({0x01, *range(0xD0, 0xD9)})
_PROFILE = b"ICC_PROFILE\x00"


@dataclass(frozen=True, slots=True)
class JpegFile:
    """What PDF needs to know to show a JPEG as it is. Orientation as in EXIF, 1 to 8."""

    width: int
    height: int
    components: int
    orientation: int
    profile: bytes
    adobe: bool


def read_jpeg(content: bytes) -> JpegFile | None:
    """The facts, or None for a kind of JPEG that PDF readers do not show."""
    width = height = components = 0
    profile: list[bytes] = []
    adobe = False
    for marker, start, end in _segments(content):
        body = content[start + 4 : end]
        if marker in _FRAMES and len(body) >= 6:
            if body[0] != 8:
                return None
            height, width, components = int.from_bytes(body[1:3]), int.from_bytes(body[3:5]), body[5]
        elif marker == 0xE2 and body.startswith(_PROFILE):
            profile.append(body[14:])
        elif marker == 0xEE and body.startswith(b"Adobe"):
            adobe = True
    if not width or not height or components not in {1, 3, 4}:
        return None
    with Image.open(io.BytesIO(content), formats=["JPEG"]) as image:
        orientation = image.getexif().get(0x0112, 1)
    turned = orientation if orientation in range(1, 9) else 1
    return JpegFile(width, height, components, turned, _fitting(b"".join(profile), components), adobe)


def without_metadata(content: bytes) -> bytes:
    """The same scan, bit for bit, without EXIF, XMP, comments, thumbnails or bytes around it.

    Colour profile and colour markers stay, so that it looks the same.
    """
    content = content[max(0, content.find(b"\xff\xd8")) :]
    kept = bytearray(content[:2])
    scan = 2
    for marker, start, end in _segments(content):
        scan = end
        if marker == 0xDA:
            scan = start
            break
        kept += _wanted(marker, content[start:end])
    return bytes(kept) + _scans(content, scan)


def _wanted(marker: int, segment: bytes) -> bytes:
    """Of one segment what decides how the picture looks, without a thumbnail or words beside it."""
    body = segment[4:]
    if marker == 0xE0:
        plain = body[:12] + b"\0\0"
        return b"\xff\xe0\x00\x10" + plain if body.startswith(b"JFIF\0") and len(body) >= 14 else b""
    if marker == 0xEE:
        return b"\xff\xee\x00\x0e" + body[:12] if body.startswith(b"Adobe") and len(body) >= 12 else b""
    if marker == 0xE2:
        return segment if body.startswith(_PROFILE) else b""
    return b"" if 0xE0 <= marker <= 0xEF or marker == 0xFE else segment


def _fitting(profile: bytes, components: int) -> bytes:
    """The colour profile, unless it belongs to another number of colours."""
    spaces = {b"GRAY": 1, b"RGB ": 3, b"CMYK": 4}
    return profile if len(profile) > 128 and spaces.get(profile[16:20]) == components else b""


def _segments(content: bytes) -> list[tuple[int, int, int]]:
    """(marker, start, end) of each segment up to and with the start of the first scan."""
    found: list[tuple[int, int, int]] = []
    at = 2
    while at + 4 <= len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        if marker in _BARE:
            at += 2
            continue
        end = at + 2 + int.from_bytes(content[at + 2 : at + 4])
        found.append((marker, at, end))
        if marker == 0xDA:
            break
        at = end
    return found


def _scans(content: bytes, at: int) -> bytes:
    """Every scan of a progressive file and the tables between, up to and with the end-of-image marker."""
    kept, start = bytearray(), at
    while (at := content.find(b"\xff", at)) >= 0 and at + 1 < len(content):
        marker = content[at + 1]
        if marker == 0xD9:
            return bytes(kept) + content[start : at + 2]
        if marker == 0xFF:
            at += 1
        elif marker == 0 or marker in _BARE:
            at += 2
        else:
            end = at + 2 + int.from_bytes(content[at + 2 : at + 4])
            kept += content[start:at] + _wanted(marker, content[at:end])
            start = at = end
    return bytes(kept) + content[start:]
