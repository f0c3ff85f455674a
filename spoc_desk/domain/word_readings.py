"""Reads a text past what a page puts between the parts of a word: our own marks, quotes, line numbers."""

import re
from collections.abc import Iterator

_MARKS = re.compile("(?:\u27e6[^\u27e6\u27e7]{0,200}\u27e7)+")
"""What is printed in place of a character that nobody could see, as ⟦U+200B zero-width space⟧."""
_QUOTES = re.compile(r"^[ \t]*(?:[>|][ \t]*)+", re.MULTILINE)
_NUMBERS = re.compile(r"^[ \t]*\d{1,6}[ \t]+(?:[>|][ \t]*)*", re.MULTILINE)
_UNSEEN = "\u200b"

Reading = tuple[str, list[int] | None]
"""A text, and for each letter its place in the text that it was read from; None when that is its own."""


def readings(text: str) -> Iterator[Reading]:
    """The text as it is; without marks and quote marks; and without numbers before lines as well.

    A word may stand in what is left out, so that each reading is to be searched.
    """
    yield text, None
    unmarked = _without(_MARKS, text, None, _UNSEEN)
    unquoted = _without(_QUOTES, *unmarked)
    if unquoted[0] != text:
        yield unquoted
    unnumbered = _without(_NUMBERS, *unmarked)
    if unnumbered[0] != unmarked[0]:
        yield _without(_QUOTES, *unnumbered)


def _without(pattern: re.Pattern[str], text: str, places: list[int] | None, instead: str = "") -> Reading:
    pieces: list[str] = []
    kept: list[int] = []
    after = 0
    for match in pattern.finditer(text):
        pieces += (text[after : match.start()], instead)
        kept += range(after, match.start())
        kept += [match.start()] * len(instead)
        after = match.end()
    if not pieces:
        return text, places
    pieces.append(text[after:])
    kept += range(after, len(text))
    return "".join(pieces), kept if places is None else [places[each] for each in kept]
