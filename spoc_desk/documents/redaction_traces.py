"""Looks for words where no reader shows them: every string, name, stream and font of a PDF."""

import contextlib
import re
import warnings
from collections.abc import Iterator, Sequence
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream, String

from spoc_desk.domain.word_matching import any_stands_in

_HEAD, _TAIL = 256 << 10, 64 << 10
_PICTURES = frozenset({"/DCTDecode", "/DCT", "/JPXDecode"})
_HEX = re.compile(rb"<([0-9A-Fa-f\s]{6,})>")
_BROKEN = (pikepdf.PdfError, ValueError, TypeError, KeyError, RuntimeError)


def holds_any(root: Object, terms: Sequence[str]) -> bool:
    """Whether the object, or anything it leads to except its parents, holds one of the words."""
    seen: set[tuple[int, int]] = set()
    waiting: list[Any] = [root]
    while waiting:
        each = waiting.pop()
        if isinstance(each, Object) and each.is_indirect:
            if each.objgen in seen:
                continue
            seen.add(each.objgen)
        if any(any_stands_in(terms, text) for text in texts_of(each)):
            return True
        waiting += _children(each)
    return False


def traces_in(pdf: Pdf, terms: Sequence[str]) -> Iterator[Object]:
    """The objects of a file that hold one of the words themselves."""
    yield from (each for each in pdf.objects if _holds_itself(each, terms))
    if _holds_itself(pdf.trailer, terms):
        yield pdf.trailer


def _holds_itself(root: Object, terms: Sequence[str]) -> bool:
    """The object with whatever is written inside it, not what it refers to."""
    waiting: list[Any] = [root]
    first = True
    while waiting:
        each = waiting.pop()
        if not first and isinstance(each, Object) and each.is_indirect:
            continue
        first = False
        if any(any_stands_in(terms, text) for text in texts_of(each)):
            return True
        waiting += _children(each)
    return False


def texts_of(held: Any) -> Iterator[str]:
    """What this one object says, in every way it may be read."""
    if isinstance(held, String):
        yield str(held)
        yield from _readings(bytes(held))
    elif isinstance(held, Name):
        yield str(held)[1:]
    elif isinstance(held, Stream):
        yield from _stream_texts(held)


def _children(held: Any) -> list[Any]:
    if isinstance(held, Array):
        return list(held)
    if isinstance(held, Dictionary | Stream):
        keys = [key for key in held.keys() if not leads_away(held, key)]  # noqa: SIM118
        return [held.get(key) for key in keys] + [Name(key) for key in keys if len(key) > 1]
    return []


def leads_away(held: Any, key: str) -> bool:
    """Whether that entry of a page, note or bookmark leads to other pages."""
    return key in {"/Parent", "/Dest", "/P", "/Popup"} and not _is_kit(held.get(key))


def _is_kit(value: Any) -> bool:
    """Whether this is something drawn with, which may have any name, and no page, list of pages or place."""
    return isinstance(value, Stream) or (
        isinstance(value, Dictionary)
        and str(value.get("/Type", "")) in {"/Font", "/Pattern", "/ExtGState", "/OCG"}
    )


def _stream_texts(stream: Stream) -> Iterator[str]:
    filters = stream.get("/Filter")
    last = str(filters[-1]) if isinstance(filters, Array) and len(filters) else str(filters or "")
    try:
        if last in _PICTURES:
            raw = stream.read_raw_bytes()
            yield from _readings(raw[:_HEAD])
            yield from _readings(raw[-_TAIL:])
            return
        if stream.get("/Subtype") == Name.Image:
            return
        content = stream.read_bytes()
    except _BROKEN:
        content = stream.read_raw_bytes()
    yield from _readings(content)
    for match in _HEX.finditer(content):
        with contextlib.suppress(ValueError):
            yield from _readings(bytes.fromhex(match[1].decode("ascii")))
    if b"Tj" in content or b"TJ" in content or b"BDC" in content:
        yield _shown(stream)


def _shown(stream: Stream) -> str:
    """The strings that drawing instructions show, those of one instruction joined."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a font or a map is no drawing, and may break off
            instructions = pikepdf.parse_content_stream(stream, "Tj TJ ' \" BDC DP")
    except _BROKEN:
        return ""
    return " ".join("".join(_strings(list(each.operands))) for each in instructions)


def _strings(operands: Sequence[Any]) -> Iterator[str]:
    for operand in operands:
        if isinstance(operand, String):
            yield bytes(operand).replace(b"\0", b"").decode("latin-1")
        elif isinstance(operand, Array):
            yield from _strings(list(operand))
        elif isinstance(operand, Dictionary):
            for key in operand.keys():  # noqa: SIM118
                value = operand.get(key)
                if isinstance(value, String):
                    yield f" {value} "


def _readings(content: bytes) -> Iterator[str]:
    """The bytes as letters: one byte each, as UTF-8, and as UTF-16 of either order."""
    bare = content.replace(b"\0", b"")
    yield bare.decode("latin-1")
    if not bare.isascii():
        yield bare.decode("utf-8", "replace")
        if content[:2] in {b"\xfe\xff", b"\xff\xfe"}:
            with contextlib.suppress(UnicodeDecodeError):
                yield content.decode("utf-16")
