"""Mends one fault of ReportLab: characters beyond U+FFFF in the maps that make text searchable."""

import re

from pikepdf import Dictionary, Pdf, Stream

_TOO_LONG = re.compile(rb"<([0-9A-Fa-f]{5,6})>")


def repair_unicode_maps(pdf: Pdf) -> None:
    """Write such characters as the pair of UTF-16 units that PDF asks for."""
    for each in pdf.objects:
        if not isinstance(each, Dictionary) or each.get("/Type") != "/Font" or "/ToUnicode" not in each:
            continue
        stream = each.ToUnicode
        if isinstance(stream, Stream):
            old = stream.read_bytes()
            new = _TOO_LONG.sub(_pair, old)
            if new != old:
                stream.write(new)


def _pair(match: re.Match[bytes]) -> bytes:
    return b"<" + chr(int(match[1], 16)).encode("utf-16-be").hex().upper().encode() + b">"
