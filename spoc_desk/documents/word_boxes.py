"""The boxes that hide a word: as wide as not to tell its length, and no wider than up to the next word."""

import math
from collections.abc import Sequence

from spoc_desk.documents.page_letters import Letter, Place, places_of, quarter
from spoc_desk.domain import redactions

PAD = redactions.PAD / 100
"""In points: by so much a box is painted larger on each side."""
STEP = 12.0
"""A word's box is painted as long as a multiple of this where there is room."""


def word_boxes(term: str, letters: Sequence[Letter]) -> list[Place]:
    """A box for every line that the word runs over, wherever it stands among a page's letters."""
    seen = [letter for letter in letters if letter.seen and not letter.text.isspace()]
    return [_stretched(place, seen) for lines in places_of(term, letters) for place in lines]


def _stretched(place: Place, letters: Sequence[Letter]) -> Place:
    """Longer the way its letters run, up to the next letter on that line."""
    way = next((quarter(letter.turn) for letter in letters if _within(_middle(letter.place), place)), 0)
    left, bottom, right, top = _turned(place, way)
    line = (right, bottom, math.inf, top)
    ahead = [_turned(letter.place, way) for letter in letters]
    room = min((each[0] for each in ahead if _within(_middle(each), line)), default=math.inf)
    steps = math.ceil((right - left + 2 * PAD) / STEP) * STEP - 2 * PAD
    return _turned((left, bottom, max(right, min(left + steps, room - PAD)), top), -way)


def _turned(place: Place, times: int) -> Place:
    """The place after so many quarter turns to the right of the page around its corner."""
    for _ in range(times % 4):
        left, bottom, right, top = place
        place = (bottom, -right, top, -left)
    return place


def _middle(place: Place) -> tuple[float, float]:
    return (place[0] + place[2]) / 2, (place[1] + place[3]) / 2


def _within(point: tuple[float, float], place: Place) -> bool:
    return place[0] < point[0] < place[2] and place[1] < point[1] < place[3]
