"""Reads a PNG far enough to hand its compressed rows to PDF unchanged."""

import struct
import zlib
from dataclasses import dataclass
from pathlib import Path

from spoc_desk.domain.errors import DomainError

_SIGNATURE = 8
_COLOURS = {0: 1, 2: 3, 3: 1}


@dataclass(frozen=True, slots=True)
class PngFile:
    """An opaque PNG: its rows as they are compressed in the file. `palette` is empty unless indexed."""

    width: int
    height: int
    depth: int
    colours: int
    palette: bytes
    compressed: bytes


def read_png(source: Path, pixels_at_most: int) -> PngFile | None:
    """The rows, or None where PDF cannot hold them as they are (transparency, interlacing, animation).

    Raises DomainError("preview.unavailable") above that many pixels, and
    ValueError when the rows are damaged or incomplete.
    """
    content = source.read_bytes()
    rows: list[bytes] = []
    palette = b""
    header = (0, 0, 0, 0, 0, 0, 0)
    for kind, body in _chunks(content):
        if kind == b"IHDR":
            header = struct.unpack(">IIBBBBB", body)
            if header[0] * header[1] > pixels_at_most:
                raise DomainError(
                    "preview.unavailable",
                    reason=f"it would need {header[0]} × {header[1]} points, more than is safe to draw",
                )
        elif kind == b"PLTE":
            palette = body
        elif kind in {b"tRNS", b"acTL", b"iCCP", b"eXIf"}:
            return None
        elif kind == b"IDAT":
            rows.append(body)
    width, height, depth, colour_type, _, _, interlaced = header
    if colour_type not in _COLOURS or interlaced or (colour_type == 3) != bool(palette and colour_type == 3):
        return None
    colours = _COLOURS[colour_type]
    compressed = b"".join(rows)
    _check(compressed, height * (1 + (width * colours * depth + 7) // 8))
    return PngFile(width, height, depth, colours, palette if colour_type == 3 else b"", compressed)


def _chunks(content: bytes) -> list[tuple[bytes, bytes]]:
    found: list[tuple[bytes, bytes]] = []
    at = _SIGNATURE
    while at + 12 <= len(content):
        length = int.from_bytes(content[at : at + 4])
        kind = content[at + 4 : at + 8]
        found.append((kind, content[at + 8 : at + 8 + length]))
        if kind == b"IEND":
            break
        at += 12 + length
    return found


def _check(compressed: bytes, expected: int) -> None:
    """Inflate once, in small pieces: a picture that breaks off or overflows must not pass silently."""
    inflater = zlib.decompressobj()
    total, rest = 0, compressed
    try:
        while rest and not inflater.eof and total <= expected:
            total += len(inflater.decompress(rest, 1 << 20))
            rest = inflater.unconsumed_tail
    except zlib.error as fault:
        raise ValueError("damaged rows") from fault
    if total != expected:
        raise ValueError("incomplete rows")
