"""Words too long for any line, such as addresses of web pages: where they may be broken on the screen."""

from __future__ import annotations

import re
import unicodedata

BREAK = "\u200b"  # takes no room; a line may end there
_LONG = re.compile(r"\S{30,}")
_AFTER = "/?&=._-@:,;"
_RUN = 20


def breakable(text: str) -> str:
    """The text with places to break its long words; what a reader sees stays the same."""
    return _LONG.sub(lambda found: _broken(found[0]), text)


def whole(text: str) -> str:
    """Shown text as it was before it was made breakable."""
    return text.replace(BREAK, "")


def _broken(word: str) -> str:
    parts, run = [], 0
    for place, letter in enumerate(word):
        parts.append(letter)
        run += 1
        following = word[place + 1 : place + 2]
        due = run >= _RUN or (letter in _AFTER and run > 3)
        if following and due and not _clings(following) and not _clings(letter):
            parts.append(BREAK)
            run = 0
    return "".join(parts)


def _clings(letter: str) -> bool:
    """Whether a letter belongs to its neighbours: a mark above it, a joiner, half of a flag."""
    return unicodedata.category(letter) in {"Mn", "Me", "Mc", "Cf", "Sk", "So"}
