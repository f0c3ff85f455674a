"""Mends the maps that make text searchable: characters beyond U+FFFF, and emoji of several characters."""

import io
import re

import pikepdf
from pikepdf import Dictionary, Pdf, Stream

from spoc_desk.documents.emoji import sequence_of

_TOO_LONG = re.compile(rb"<([0-9A-Fa-f]{5,6})>")


def mended(content: bytes) -> bytes:
    """The document with its maps repaired."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        if not repair_unicode_maps(pdf):
            return content
        buffer = io.BytesIO()
        pdf.save(buffer, deterministic_id=True)
    return buffer.getvalue()


def repair_unicode_maps(pdf: Pdf) -> int:
    """Write such characters as the pair of UTF-16 units that PDF asks for; returns how many maps had any."""
    repaired = 0
    for each in pdf.objects:
        if not isinstance(each, Dictionary) or each.get("/Type") != "/Font" or "/ToUnicode" not in each:
            continue
        stream = each.ToUnicode
        if isinstance(stream, Stream):
            old = stream.read_bytes()
            new = _TOO_LONG.sub(_pair, old)
            if new != old:
                stream.write(new)
                repaired += 1
    return repaired


def _pair(match: re.Match[bytes]) -> bytes:
    code = int(match[1], 16)
    return b"<" + (sequence_of(code) or chr(code)).encode("utf-16-be").hex().upper().encode() + b">"
