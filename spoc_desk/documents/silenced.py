"""Takes out of a PDF the words that pages speak and do not show: replacement text and descriptions."""

import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name, Object, Pdf, Stream

_SPOKEN = ("/ActualText", "/Alt", "/E")
_MARKS = ("BDC", "DP")
_BROKEN = (pikepdf.PdfError, ValueError, TypeError, KeyError, RuntimeError, AttributeError, UserWarning)


@dataclass(frozen=True, slots=True)
class Silenced:
    """In how many places words were taken out, and the pages, from 1, that may speak some still."""

    changed: int
    doubtful: frozenset[int]


def silence(pdf: Pdf) -> Silenced:
    """Take such words out of every property list and drawing instruction; what is seen stays.

    Readers copy and search them instead of what is seen, and a reader places them otherwise, so a
    redaction drawn over the seen words would not touch them. A page is doubtful when something that
    it draws with cannot be read to its end.
    """
    changed = sum(_silence_lists(each) for each in list(pdf.objects) if isinstance(each, Dictionary | Stream))
    told: dict[tuple[int, int], bool] = {}
    doubtful = set()
    for number, page in enumerate(pdf.pages, 1):
        for drawing in drawings_of(page.obj):
            if drawing.objgen not in told:
                rewritten, clear = _silence_drawing(pdf, drawing)
                changed += rewritten
                told[drawing.objgen] = clear
            if not told[drawing.objgen]:
                doubtful.add(number)
    return Silenced(changed, frozenset(doubtful))


def drawings_of(page: Object) -> Iterator[Object]:
    """The page itself, then every stream of drawing instructions that it can draw with."""
    waiting, seen = [page], set()
    while waiting:
        each = waiting.pop()
        if each.is_indirect and each.objgen in seen:
            continue
        seen.add(each.objgen)
        if isinstance(each, Stream) or "/Contents" in each:
            yield each
        waiting += _drawn_with(_dictionary(each.get("/Resources")))
        waiting += [letter for letter in _values(each.get("/CharProcs")) if isinstance(letter, Stream)]


def _drawn_with(resources: Any) -> list[Object]:
    """Forms, patterns, soft masks, and faces whose letters are drawings of their own."""
    found = [each for kind in ("/XObject", "/Pattern") for each in _values(resources.get(kind))]
    found += [_dictionary(state.get("/SMask")).get("/G") for state in _values(resources.get("/ExtGState"))]
    drawn = [each for each in found if isinstance(each, Stream) and each.get("/Subtype") != Name.Image]
    return drawn + [each for each in _values(resources.get("/Font")) if "/CharProcs" in each]


def _silence_lists(held: Any) -> int:
    resources = _dictionary(held.get("/Resources"))
    lists = [held, *_values(held.get("/Properties")), *_values(resources.get("/Properties"))]
    changed = 0
    for each in lists:
        spoken = [key for key in _SPOKEN if key in each and isinstance(each.get(key), pikepdf.String)]
        for key in spoken:
            del each[key]
        changed += bool(spoken)
    return changed


def _silence_drawing(pdf: Pdf, drawing: Any) -> tuple[bool, bool]:
    """Whether it was rewritten, and whether it could be read to its end."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            stream = drawing if isinstance(drawing, Stream) else _joined(pdf, drawing.Contents)
            marks = pikepdf.parse_content_stream(stream, " ".join(_MARKS))
            if not any(_spoken(each) for each in marks):
                return False, True
            instructions = pikepdf.parse_content_stream(stream)
            content = pikepdf.unparse_content_stream([_bare(each) for each in instructions])
    except _BROKEN:
        return False, False
    if isinstance(drawing, Stream):
        drawing.write(content)
    else:
        drawing.Contents = Stream(pdf, content)
    return True, True


def _joined(pdf: Pdf, contents: Any) -> Stream:
    """A page's instructions as one stream: read as a page's, nobody is told where they break off."""
    pieces = [contents] if isinstance(contents, Stream) else list(contents)
    return Stream(pdf, b"\n".join(piece.read_bytes() for piece in pieces))


def _spoken(instruction: Any) -> bool:
    return str(instruction.operator) in _MARKS and any(
        key in operand
        for operand in instruction.operands
        if isinstance(operand, Dictionary)
        for key in _SPOKEN
    )


def _bare(instruction: Any) -> Any:
    if not _spoken(instruction):
        return instruction
    operands = list(instruction.operands)
    for operand in operands:
        for key in _SPOKEN if isinstance(operand, Dictionary) else ():
            if key in operand:
                del operand[key]
    return operands, instruction.operator


def _dictionary(value: object) -> Any:
    return value if isinstance(value, Dictionary) else Dictionary()


def _values(named: Any) -> list[Any]:
    held = _dictionary(named)
    values = [held[key] for key in held.keys()]  # noqa: SIM118
    return [each for each in values if isinstance(each, Dictionary | Stream)]
