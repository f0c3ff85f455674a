"""The letters of a drawn page with their places, as words, and where a word or phrase stands on it."""

import contextlib
import ctypes
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium

from spoc_desk.documents.text_runs import Place, Run, address, around, text_runs
from spoc_desk.domain.word_matching import found_in

__all__ = ["Place"]

_APART = 2.5
"""Letters further apart than so many letter heights belong to different lines or columns."""
_SPACE = 0.35
_AIR = 0.12
_NEVER_PAINTED = (pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP)


@dataclass(frozen=True, slots=True)
class Letter:
    """One character; a place of no size is one that the reader made up, such as a space.

    hidden: it is never painted, as the words that a machine read and laid under a scan.
    """

    text: str
    place: Place
    turn: float = 0.0
    hidden: bool = False

    @property
    def seen(self) -> bool:
        """Whether it takes up room on the page."""
        return self.place[2] > self.place[0] and self.place[3] > self.place[1]


@dataclass(frozen=True, slots=True)
class Word:
    """Letters that stand together, without a space."""

    text: str
    place: Place
    turn: float
    hidden: bool = False


def page_letters(page: Any) -> list[Letter]:
    """Every character of a pdfium page, in reading order."""
    text = page.get_textpage()
    with contextlib.closing(text):
        drawn = text_runs(page)
        return [_letter(text.raw, index, drawn) for index in range(text.count_chars())]


def _letter(text: Any, index: int, drawn: Mapping[int, Run]) -> Letter:
    code = pdfium.FPDFText_GetUnicode(text, index)
    character = chr(code) if 0 < code < 0xD800 or 0xE000 <= code < 0x110000 else "\ufffd"
    edges = [ctypes.c_double() for _ in range(4)]
    left, right, bottom, top = edges
    if not pdfium.FPDFText_GetCharBox(text, index, left, right, bottom, top):
        return Letter(character, (0.0, 0.0, 0.0, 0.0))
    tight = (left.value, bottom.value, right.value, top.value)
    if character.isspace():
        return Letter(character, tight)
    loose = pdfium.FS_RECTF()
    if pdfium.FPDFText_GetLooseCharBox(text, index, loose):
        tight = around([tight, (loose.left, loose.bottom, loose.right, loose.top)])
    turn = float(pdfium.FPDFText_GetCharAngle(text, index))
    by = pdfium.FPDFText_GetTextObject(text, index)
    if not by:
        return Letter(character, tight, turn)
    hidden = pdfium.FPDFTextObj_GetTextRenderMode(by) in _NEVER_PAINTED
    return Letter(character, _seen_at(tight, drawn.get(address(by))), turn, hidden)


def _seen_at(place: Place, run: Run | None) -> Place:
    """The place, or that of all the letters drawn at once when it cannot be trusted.

    Where a page speaks other words than it shows, the reader spreads them evenly, from the left, and
    perhaps somewhere else.
    """
    if run is None or run.place[2] <= run.place[0] or run.place[3] <= run.place[1]:
        return place
    left, bottom, right, top = run.place
    air = 1 + _height(place) / 4
    x, y = (place[0] + place[2]) / 2, (place[1] + place[3]) / 2
    inside = left - air < x < right + air and bottom - air < y < top + air
    return place if inside and not run.speaks else run.place


def words_of(letters: Sequence[Letter]) -> list[Word]:
    """The page's words: letters that follow one another without a space or a wide gap."""
    words: list[Word] = []
    for run in _runs(letters):
        text = "".join(letter.text for letter in run)
        hidden = any(letter.hidden for letter in run)
        words.append(Word(text, around([letter.place for letter in run]), run[0].turn, hidden))
    return words


def _runs(letters: Sequence[Letter]) -> Iterator[list[Letter]]:
    run: list[Letter] = []
    for letter in letters:
        blank = letter.text.isspace() or not letter.seen or not letter.text.isprintable()
        if run and (blank or _gap(run[-1].place, letter.place) > _SPACE * _height(run[-1].place)):
            yield run
            run = []
        if not blank:
            run.append(letter)
    if run:
        yield run


def places_of(term: str, letters: Sequence[Letter]) -> list[list[Place]]:
    """Each place where the term stands, as one box for every line that it runs over."""
    found: list[list[Place]] = []
    for start, end in found_in(term, "".join(letter.text for letter in letters)):
        lines: list[list[Place]] = []
        for letter in letters[start:end]:
            if not letter.seen or letter.text.isspace():
                continue
            if lines and _gap(lines[-1][-1], letter.place) <= _APART * _height(letter.place):
                lines[-1].append(letter.place)
            else:
                lines.append([letter.place])
        if lines:
            found.append([around(line) for line in lines])
    return found


def touches(one: Place, other: Place) -> bool:
    """Whether two places share any room."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def under(word: Word, box: Place) -> bool:
    """Whether a word stands under a box, more than by the air above and below its letters."""
    left, bottom, right, top = word.place
    edge = _AIR * min(right - left, top - bottom)
    across, along = (
        (edge, _AIR * (top - bottom)) if quarter(word.turn) % 2 == 0 else (_AIR * (right - left), edge)
    )
    return touches((left + across, bottom + along, right - across, top - along), box)


def quarter(turn: float) -> int:
    """Which way words run: 0 to the right, 1 upward, 2 to the left, 3 downward. turn: as pdfium tells it."""
    return -round(turn / (math.pi / 2)) % 4


def smallest_letter(letters: Sequence[Letter]) -> float | None:
    """The height in points of the smallest letters that are meant to be read; None without any."""
    heights = sorted(_height(letter.place) for letter in letters if letter.seen and letter.text.isalnum())
    return heights[len(heights) // 50] if heights else None


def _height(place: Place) -> float:
    return max(1.0, place[2] - place[0], place[3] - place[1])


def _gap(one: Place, other: Place) -> float:
    across = max(other[0] - one[2], one[0] - other[2], 0.0)
    along = max(other[1] - one[3], one[1] - other[3], 0.0)
    return max(across, along)
