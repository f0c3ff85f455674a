"""The invisible text of redacted pages, put back word by word without any word that touches a redaction."""

import io
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PIL import Image
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from spoc_desk.documents.fonts import SANS, covers
from spoc_desk.documents.page_letters import Place, Word, quarter, touches, under
from spoc_desk.documents.redaction_picture import dots_of
from spoc_desk.documents.unicode_maps import mended

_INVISIBLE = 3
_INK = 24
_SHARED = 0.5
_BAND = 20.0


@dataclass(frozen=True, slots=True)
class LayerPage:
    """One redacted page: its size in points, and the words that may be found on it."""

    width: float
    height: float
    words: tuple[Word, ...]


def kept_words(
    words: Sequence[Word], gone: Iterable[Place], picture: Image.Image, height: float, dots: int
) -> tuple[Word, ...]:
    """The words that stay: clear of every redaction, to be seen on the page, and alone in their place.

    Text that nobody can see (a hidden layer, white on white, words under other words, what a
    machine read and laid under a scan) is never put back, because nobody could have redacted it:
    it need not lie where the page shows the word.
    """
    places = tuple(gone)
    grey = picture.convert("L")
    painted = [word for word in words if not word.hidden]
    clear = [word for word in painted if not any(under(word, place) for place in places)]
    inked = [word for word in clear if _has_ink(grey, word.place, height, dots)]
    return _alone(inked)


def text_layer(pages: Sequence[LayerPage]) -> bytes:
    """A PDF with a page for each, holding its words invisibly. The bundled faces must be registered."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=1)
    for page in pages:
        canvas.setPageSize((page.width, page.height))
        for word in page.words:
            _set(canvas, word)
        canvas.showPage()
    canvas.save()
    return mended(buffer.getvalue())


def _set(canvas: Canvas, word: Word) -> None:
    if not all(covers(SANS, letter) for letter in word.text):
        return
    left, bottom, right, top = word.place
    way = quarter(word.turn)
    length, height = (right - left, top - bottom) if way % 2 == 0 else (top - bottom, right - left)
    size = max(1.0, height * 0.73)
    natural = pdfmetrics.stringWidth(word.text, SANS, size)
    if natural <= 0 or length <= 0:
        return
    cosine, sine = ((1, 0), (0, 1), (-1, 0), (0, -1))[way]
    corner = ((left, bottom), (right, bottom), (right, top), (left, top))[way]
    rise = height * 0.22
    text = canvas.beginText()
    text.setTextRenderMode(_INVISIBLE)
    text.setFont(SANS, size)
    text.setHorizScale(100 * length / natural)
    text.setTextTransform(cosine, sine, -sine, cosine, corner[0] - sine * rise, corner[1] + cosine * rise)
    text.textOut(word.text)
    text.setHorizScale(100)
    canvas.drawText(text)


def _has_ink(grey: Image.Image, place: Place, height: float, dots: int) -> bool:
    left, top, right, bottom = dots_of(place, height, dots)
    box = (max(0, left), max(0, top), min(grey.width, right), min(grey.height, bottom))
    if box[2] <= box[0] or box[3] <= box[1]:
        return False
    darkest, lightest = grey.crop(box).getextrema()
    return bool(lightest - darkest > _INK)  # type: ignore[operator]


def _alone(words: Sequence[Word]) -> tuple[Word, ...]:
    """The words in whose place no other stands, because one of two in one place cannot be seen."""
    bands: defaultdict[int, list[Word]] = defaultdict(list)
    for word in words:
        for band in _bands(word.place):
            bands[band].append(word)
    return tuple(
        word
        for word in words
        if not any(
            other is not word and _share(word.place, other.place)
            for band in _bands(word.place)
            for other in bands[band]
        )
    )


def _bands(place: Place) -> range:
    return range(int(place[1] // _BAND), int(place[3] // _BAND) + 1)


def _share(one: Place, other: Place) -> bool:
    if not touches(one, other):
        return False
    across = min(one[2], other[2]) - max(one[0], other[0])
    along = min(one[3], other[3]) - max(one[1], other[1])
    return across * along > _SHARED * min(_area(one), _area(other))


def _area(place: Place) -> float:
    return (place[2] - place[0]) * (place[3] - place[1])
