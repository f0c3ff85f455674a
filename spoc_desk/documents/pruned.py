"""Leaves on a page only what its own drawing instructions use, so nothing of another page comes along."""

from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Page, Stream

_PAGE_KEYS = frozenset(
    {"/Type", "/MediaBox", "/CropBox", "/Rotate", "/Resources", "/Contents", "/Group", "/Parent"}
)
_NAMED = ("/XObject", "/Font", "/Pattern", "/ExtGState", "/Shading", "/ColorSpace", "/Properties")
_FORM_KEYS_GONE = ("/StructParents", "/StructParent", "/Metadata", "/PieceInfo", "/LastModified", "/AF")
_DEPTH_AT_MOST = 30


class TangledError(Exception):
    """The page cannot be read well enough to say what it uses."""


def prune(page: Page) -> None:
    """Take away what this page holds and does not draw. Raises TangledError; then draw it as a picture."""
    for key in [key for key in page.obj.keys() if key not in _PAGE_KEYS]:  # noqa: SIM118
        del page.obj[key]
    try:
        resources = page.obj.get("/Resources")
        held = resources if isinstance(resources, Dictionary) else Dictionary()
        page.obj.Resources = _pruned(held, _names_in(page.obj), _DEPTH_AT_MOST)
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as fault:
        raise TangledError from fault


def _pruned(resources: Any, used: set[str], depth: int) -> Dictionary:
    """A copy of the resources with only the names used. Forms without resources of their own use these."""
    if depth <= 0:
        raise TangledError
    forms = resources.get("/XObject", Dictionary())
    waiting, seen = list(used), set(used)
    while waiting:
        name = waiting.pop()
        form = forms.get(name)
        if isinstance(form, Stream) and form.get("/Subtype") == Name.Form and "/Resources" not in form:
            more = _names_in(form) - seen
            seen |= more
            waiting += more
    made = Dictionary()
    for key in resources.keys():  # noqa: SIM118
        kind = resources.get(key)
        if key not in _NAMED or not isinstance(kind, Dictionary):
            if key == "/ProcSet":
                made[key] = kind
            continue
        kept = {name: kind.get(name) for name in kind.keys() if name in seen}  # noqa: SIM118
        if kept:
            made[key] = Dictionary(kept)
        for each in kept.values():
            _prune_inside(each, depth)
    return made


def _prune_inside(held: Object | None, depth: int) -> None:
    """The same for what a form, pattern, soft mask or drawn letter holds in its turn."""
    if isinstance(held, Stream):
        for key in _FORM_KEYS_GONE:
            if key in held:
                del held[key]
        if isinstance(held.get("/Resources"), Dictionary):
            held.Resources = _pruned(held.Resources, _names_in(held), depth - 1)
    elif isinstance(held, Dictionary):
        mask = held.get("/SMask")
        if isinstance(mask, Dictionary):
            _prune_inside(mask.get("/G"), depth - 1)
        if held.get("/Subtype") == Name.Type3 and isinstance(held.get("/Resources"), Dictionary):
            letters = held.get("/CharProcs", Dictionary())
            used: set[str] = set()
            for letter in letters.keys():  # noqa: SIM118
                used |= _names_in(letters[letter])
            held.Resources = _pruned(held.Resources, used, depth - 1)


def _names_in(drawn: Object) -> set[str]:
    """Every name that the drawing instructions of a page, form or pattern speak of."""
    found: set[str] = set()
    if "/Contents" not in drawn and not isinstance(drawn, Stream):
        return found
    for instruction in pikepdf.parse_content_stream(drawn):
        for operand in instruction.operands:
            found |= _names(operand)
    return found


def _names(operand: Any) -> set[str]:
    if isinstance(operand, Name):
        return {str(operand)}
    if isinstance(operand, Array):
        return {name for each in operand for name in _names(each)}
    return set()
