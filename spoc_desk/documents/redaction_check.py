"""Runs in the child: proves on a finished PDF, with other engines, that nothing redacted is left in it."""

import contextlib
from collections import deque
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
from pikepdf import Dictionary, Name, Object, PdfImage, Stream
from PIL import Image, ImageChops

from spoc_desk.documents.page_letters import Letter, page_letters
from spoc_desk.documents.parts import EDGE
from spoc_desk.documents.redaction_picture import dots_of, tile
from spoc_desk.documents.redaction_traces import leads_away, traces_in
from spoc_desk.domain.word_matching import any_stands_in, found_in

_INSET = 2
_UNLIKE_AT_MOST = 96
_SHARE_AT_MOST = 0.01

Finding = tuple[int, str]
"""A page, from 1 (0 for none), and what was found there, in words."""


def check_places(path: str, places: list[list[Any]], under: list[list[Any]], fonts: str) -> list[Finding]:
    """What is wrong at the places that were taken out; nothing when they are clean.

    places: page, left, bottom, right, top in points, code, dots per inch.
    under: page, words that stood under a box, how often they may stand on that
    page. Each place must hold no letter, show the box and nothing else, and the
    one picture that the page is made of must hold the box itself.
    """
    found: list[Finding] = []
    with (
        contextlib.closing(pypdfium2.PdfDocument(path)) as document,
        pikepdf.open(path) as pdf,
    ):
        for number in sorted({place[0] for place in places}):
            page = document[number - 1]
            own = [place for place in places if place[0] == number]
            letters = page_letters(page)
            found += _letters_left(number, own, letters)
            found += _words_left(number, [each for each in under if each[0] == number], page, letters)
            found += _seen_wrong(number, own, page, Path(fonts))
            found += _held_wrong(number, own, pdf.pages[number - 1].obj, page.get_size(), Path(fonts))
            page.close()
    return found


def check_words(path: str, terms: list[str], first: int, last: int) -> list[Finding]:
    """The pages from `first` to `last` on which one of the words can still be read or copied."""
    found: list[Finding] = []
    with contextlib.closing(pypdfium2.PdfDocument(path)) as document:
        for number in range(first, last + 1):
            page = document[number - 1]
            text = page.get_textpage()
            if any_stands_in(terms, text.get_text_range()):
                found.append((number, "a redacted word can still be read or copied"))
            text.close()
            page.close()
    return found


def unread_pages(path: str, first: int, last: int) -> list[int]:
    """The pages from `first` to `last` without words of their own: pictures, where none can be looked for."""
    found: list[int] = []
    with contextlib.closing(pypdfium2.PdfDocument(path)) as document:
        for number in range(first, last + 1):
            page = document[number - 1]
            if not any(letter.text.isalnum() for letter in _inside(page_letters(page), page.get_size()[1])):
                found.append(number)
            page.close()
    return found


def check_traces(path: str, terms: list[str]) -> list[Finding]:
    """Where one of the words is left in the file itself: its streams, metadata, bookmarks, attached files."""
    with pikepdf.open(path) as pdf:
        objects = list(traces_in(pdf, terms))
        return [(_page_of(pdf, each), f"a redacted word is left in {_place(each)}") for each in objects]


def _letters_left(
    number: int, places: Sequence[Sequence[Any]], letters: Sequence[Letter]
) -> Iterator[Finding]:
    for place in places:
        for letter in letters:
            x, y = (letter.place[0] + letter.place[2]) / 2, (letter.place[1] + letter.place[3]) / 2
            inside = place[1] < x < place[3] and place[2] < y < place[4]
            if inside and letter.seen and not letter.text.isspace():
                yield number, "letters can still be copied from under a redaction"
                break


def _words_left(
    number: int, under: Sequence[Sequence[Any]], page: Any, letters: Sequence[Letter]
) -> Iterator[Finding]:
    text = "".join(letter.text for letter in _inside(letters, page.get_size()[1]))
    for _, told, allowed in under:
        if len(found_in(told, text, past_marks=False)) > allowed:
            yield number, "words that stood under a redaction are still on the page"


def _inside(letters: Sequence[Letter], height: float) -> list[Letter]:
    """The letters that are not stamped at the head or foot of the page."""
    return [letter for letter in letters if not letter.seen or EDGE - 14 < letter.place[1] < height - EDGE]


def _seen_wrong(number: int, places: Sequence[Sequence[Any]], page: Any, fonts: Path) -> Iterator[Finding]:
    height = page.get_size()[1]
    for dots in sorted({place[6] for place in places}):
        picture = page.render(scale=dots / 72).to_pil().convert("RGB")
        own = [place for place in places if place[6] == dots]
        wanted = _wanted(picture, own, height, fonts)
        if not all(_shows_tile(picture, place, wanted, height) for place in own):
            yield number, "a redaction does not cover what it must"


def _held_wrong(
    number: int, places: Sequence[Sequence[Any]], page: Object, size: tuple[float, float], fonts: Path
) -> Iterator[Finding]:
    """The pictures in the page itself: a box drawn over a picture leaves the picture whole."""
    pictures = list(_pictures_of(page))
    if len(pictures) != 1:
        yield number, "the page still holds other pictures or drawings"
        return
    picture = PdfImage(pictures[0]).as_pil_image().convert("RGB")
    dots = round(picture.width / size[0] * 72)
    wanted = _wanted(picture, places, size[1], fonts)
    for place in places:
        if dots != place[6] or not _shows_tile(picture, place, wanted, size[1]):
            yield number, "the picture of the page still holds what was redacted"
            return


def _shows_tile(picture: Image.Image, place: Sequence[Any], wanted: Image.Image, height: float) -> bool:
    """Whether the picture shows there what is wanted, but for what compressing it changes."""
    left, top, right, bottom = _dots_in(picture, place, height)
    box = (
        left + _INSET,
        top + _INSET,
        max(left + _INSET + 1, right - _INSET),
        max(top + _INSET + 1, bottom - _INSET),
    )
    shades = ImageChops.difference(picture.crop(box), wanted.crop(box)).histogram()
    unlike = sum(sum(shades[band + _UNLIKE_AT_MOST : band + 256]) for band in (0, 256, 512))
    return unlike <= _SHARE_AT_MOST * sum(shades)


def _wanted(picture: Image.Image, places: Sequence[Sequence[Any]], height: float, fonts: Path) -> Image.Image:
    """What must be seen at the places, on a page that is otherwise white."""
    made = Image.new("RGB", picture.size, "white")
    for place in places:
        left, top, right, bottom = _dots_in(picture, place, height)
        if right > left and bottom > top:
            made.paste(tile(right - left, bottom - top, place[5], place[6], fonts), (left, top))
    return made


def _dots_in(picture: Image.Image, place: Sequence[Any], height: float) -> tuple[int, int, int, int]:
    left, top, right, bottom = dots_of((place[1], place[2], place[3], place[4]), height, place[6])
    return max(0, left), max(0, top), min(picture.width, right), min(picture.height, bottom)


def _pictures_of(page: Object) -> Iterator[Stream]:
    """Every picture that a page can draw, through forms and patterns."""
    waiting, seen = deque([page.get("/Resources")]), set()
    while waiting:
        held = waiting.popleft()
        if not isinstance(held, Dictionary):
            continue
        for kind in ("/XObject", "/Pattern"):
            named = held.get(kind, Dictionary())
            for name in named.keys():  # noqa: SIM118
                each = named[name]
                if each.objgen in seen:
                    continue
                seen.add(each.objgen)
                if isinstance(each, Stream) and each.get("/Subtype") == Name.Image:
                    yield each
                else:
                    waiting.append(each.get("/Resources"))


def _page_of(pdf: pikepdf.Pdf, wanted: Object) -> int:
    """The page, from 1, that leads to an object; 0 for none."""
    if not wanted.is_indirect:
        return 0
    for number, page in enumerate(pdf.pages, 1):
        waiting: list[Object] = [page.obj]
        seen = {page.obj.objgen}
        while waiting:
            held = waiting.pop()
            if held.is_indirect and held.objgen == wanted.objgen:
                return number
            for each in _held_by(held):
                if not each.is_indirect or each.objgen not in seen:
                    seen.add(each.objgen)
                    waiting.append(each)
    return 0


def _held_by(held: Object) -> Iterator[Object]:
    values: list[Any] = []
    if isinstance(held, pikepdf.Array):
        values = list(held)
    elif isinstance(held, Dictionary | Stream):
        values = [held.get(key) for key in held.keys() if not leads_away(held, key)]  # noqa: SIM118
    yield from (each for each in values if isinstance(each, Object))


def _place(held: Object) -> str:
    if isinstance(held, Stream) and str(held.get("/Type", "")) not in {"/ObjStm", "/XRef"}:
        if str(held.get("/Type", "")) == "/Metadata":
            return "the metadata"
        if str(held.get("/Type", "")) == "/EmbeddedFile":
            return "an attached file"
        return "a picture" if held.get("/Subtype") == Name.Image else "hidden drawing instructions"
    keys = set(held.keys()) if isinstance(held, Dictionary) else set()
    places = (
        ({"/Title", "/Dest"}, "a bookmark"),
        ({"/Producer"}, "the document's properties"),
        ({"/EF"}, "the name of an attached file"),
        ({"/Annots"}, "the page's own entry"),
        ({"/Subtype", "/Rect"}, "a note or link"),
    )
    return next((words for needed, words in places if needed <= keys), "the file's inner entries")
