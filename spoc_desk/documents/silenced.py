"""Takes out of a PDF the words that pages speak and do not show: replacement text and descriptions."""

import warnings
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name, Object, Pdf, Stream

_SPOKEN = ("/ActualText", "/Alt", "/E")
_SIGNS = tuple(key.encode() for key in _SPOKEN)
_BROKEN = (pikepdf.PdfError, ValueError, TypeError, KeyError, RuntimeError)


def silence(pdf: Pdf) -> int:
    """Take such words out of every property list and drawing instruction; returns how many places had some.

    Readers copy and search them instead of what is seen, so a redaction drawn
    over the seen words would not touch them.
    """
    changed = 0
    for each in list(pdf.objects):
        if isinstance(each, Stream):
            changed += _silence_drawing(each)
        if isinstance(each, Dictionary | Stream):
            changed += _silence_lists(each)
    return changed


def _silence_lists(held: Any) -> int:
    lists = [held, *_direct(held.get("/Properties")), *_direct(_resources(held).get("/Properties"))]
    changed = 0
    for each in lists:
        spoken = [key for key in _SPOKEN if key in each and isinstance(each.get(key), pikepdf.String)]
        for key in spoken:
            del each[key]
        changed += bool(spoken)
    return changed


def _resources(held: Any) -> Any:
    found = held.get("/Resources")
    return found if isinstance(found, Dictionary) else Dictionary()


def _direct(named: Any) -> list[Any]:
    if not isinstance(named, Dictionary):
        return []
    return [named[key] for key in named.keys() if isinstance(named[key], Dictionary)]  # noqa: SIM118


def _silence_drawing(stream: Stream) -> int:
    if stream.get("/Subtype") == Name.Image or "/Length1" in stream or "/FunctionType" in stream:
        return 0
    try:
        content = stream.read_bytes()
        if b"BDC" not in content or not any(sign in content for sign in _SIGNS):
            return 0
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            instructions = pikepdf.parse_content_stream(stream)
    except (*_BROKEN, UserWarning):
        return 0
    told = [_bare(list(each.operands), str(each.operator)) for each in instructions]
    if not any(changed for _, changed in told):
        return 0
    rewritten = [
        each if not changed else (operands, each.operator)
        for each, (operands, changed) in zip(instructions, told, strict=True)
    ]
    stream.write(pikepdf.unparse_content_stream(rewritten))
    return 1


def _bare(operands: list[Any], operator: str) -> tuple[list[Object], bool]:
    if operator not in {"BDC", "DP"} or len(operands) != 2 or not isinstance(operands[1], Dictionary):
        return operands, False
    spoken = [key for key in _SPOKEN if key in operands[1]]
    for key in spoken:
        del operands[1][key]
    return operands, bool(spoken)
