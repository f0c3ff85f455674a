"""Runs in the child: what the window needs of an exhibit's pages while redactions are drawn on them."""

import contextlib
import hashlib
import io
from typing import Any

import pypdfium2

from spoc_desk.documents.page_letters import Letter, page_letters, places_of
from spoc_desk.documents.word_boxes import word_boxes
from spoc_desk.domain.redaction_suggestions import not_yet, that_look_private

_PIXELS_AT_MOST = 4000


def describe(content: bytes) -> dict[str, Any]:
    """The SHA-256 of the pages, their sizes in points, and which of them, from 1, to be wary of.

    wordless: no words can be found on them. machine_read: words lie unseen under their pictures, and
    perhaps not quite where the picture shows them.
    """
    with contextlib.closing(pypdfium2.PdfDocument(content)) as document:
        sizes: list[list[float]] = []
        wordless: list[int] = []
        machine_read: list[int] = []
        for number, page in enumerate(document, 1):
            sizes.append([float(edge) for edge in page.get_size()])
            letters = [letter for letter in page_letters(page) if letter.text.isalnum()]
            if not letters:
                wordless.append(number)
            elif sum(letter.hidden for letter in letters) > len(letters) / 2:
                machine_read.append(number)
            page.close()
    digest = hashlib.sha256(content).hexdigest()
    return {"sha256": digest, "sizes": sizes, "wordless": wordless, "machine_read": machine_read}


def picture(content: bytes, number: int, dots: int) -> bytes:
    """One page, from 1, as a PNG with so many dots per inch."""
    with contextlib.closing(pypdfium2.PdfDocument(content)) as document:
        page = document[number - 1]
        zoom = min(dots / 72, _PIXELS_AT_MOST / max(*page.get_size(), 1.0))
        buffer = io.BytesIO()
        page.render(scale=zoom).to_pil().convert("RGB").save(buffer, "PNG", compress_level=1)
    return buffer.getvalue()


def find(content: bytes, term: str) -> list[list[Any]]:
    """The boxes for a word: page, left, bottom, right, top in points, one for each line it runs over."""
    found: list[list[Any]] = []
    for number, letters in _pages(content):
        found += [[number, *place] for place in word_boxes(term, letters)]
    return found


def suggest(content: bytes, known: list[list[str]]) -> list[list[Any]]:
    """What is likely to need redacting on these pages: term, code, why, pages.

    known: term, code and why of what the vault knows; it is told only where it stands.
    """
    found: dict[tuple[str, str, str], list[int]] = {}
    for number, letters in _pages(content):
        text = "".join(letter.text for letter in letters)
        told = [(term, code, why) for term, code, why in known if places_of(term, letters)]
        covered = [term for term, _, _ in told]
        looks = not_yet(that_look_private(text), covered)
        told += [(e.term, e.code, e.why) for e in looks if not any(_within(e.term, one) for one in covered)]
        for key in told:
            found.setdefault(key, []).append(number)
    return [[*key, pages] for key, pages in found.items()]


def _pages(content: bytes) -> Any:
    with contextlib.closing(pypdfium2.PdfDocument(content)) as document:
        for number, page in enumerate(document, 1):
            letters: list[Letter] = page_letters(page)
            yield number, letters
            page.close()


def _within(one: str, other: str) -> bool:
    bare = ["".join(letter for letter in each.casefold() if letter.isalnum()) for each in (one, other)]
    return bare[0] in bare[1]
