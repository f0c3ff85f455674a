"""Text reduced to a plain skeleton in which a disguised name or number looks like an honest one.

Case, accents, full-width forms, look-alike letters of other scripts and
invisible characters all fall away, and each skeleton character remembers
where in the original it came from.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

# Capitals and small letters apart: Cyrillic В looks like B, but small в like nothing Latin.
_CAPITALS = dict(
    zip("АВЕЗКМНОРСТУХІЈЅԌԚԜӀΑΒΕΖΗΙΚΜΝΟΡΤΥΧՕЅᏚᎪᏴᏟ", "ABE3KMHOPCTYXIJSGQWIABEZHIKMNOPTYXOSSABC", strict=True)
)
_SMALL = dict(
    zip(
        "авекмнорстухіјѕһԁԛԝӏгпиαβεικνορτυχγηωօսոհցɑɡıłøđðħŧᴀʙᴄᴅᴇɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ",
        "abekmhopctyxijshdqwlrnuabeikvoptuxynwounhgagiloddhtabcdeghijklmnoprstuvwyz",
        strict=True,
    )
)
_SPELT = {"æ": "ae", "œ": "oe", "þ": "th", "ĳ": "ij"}
_MARKS = {"’": "'", "‘": "'", "ʼ": "'", "′": "'", "`": "'", "´": "'", "·": ".", "․": ".", "。": "."}
_UNSEEN = frozenset({"Cf", "Mn", "Me"})
# Whatever ASCII is not simply made small: a capital I in a word, and spaces of other kinds.
_DOUBTFUL = re.compile(r"[a-z]I|[\t-\r\x1c-\x1f]")
_WORD = re.compile(r"[^\W_](?:[^\W_]|[@$!|](?=[^\W_]))*")


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a skeleton. start and end: positions in the skeleton."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Skeleton:
    """The reduced text; origins[i] is where in the original its character i stood."""

    original: str
    text: str
    origins: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where in the original a stretch of the skeleton stood."""
        return self.origins[start], self.origins[end - 1] + 1

    def capital_at(self, position: int) -> bool:
        """Whether the original began with a capital there."""
        return self.original[self.origins[position]].isupper()

    def words(self) -> tuple[Word, ...]:
        """Its words, a dollar or at sign between letters counted as a letter."""
        return tuple(Word(hit[0], hit.start(), hit.end()) for hit in _WORD.finditer(self.text))


def skeleton(text: str) -> Skeleton:
    """Reduce a text. Whatever is longer than one character, such as æ, keeps the place of its source."""
    letters: list[str] = []
    origins: list[int] = []
    before = ""
    for index, character in enumerate(text):
        made = _reduced(character, before)
        letters += made
        origins += [index] * len(made)
        before = made if character == "I" and made == "l" else character
    return Skeleton(text, "".join(letters), tuple(origins))


def reduced(text: str) -> str:
    """The skeleton's text alone; quick for plain ASCII, because thousands of names pass through here."""
    if text.isascii() and not _DOUBTFUL.search(text):
        return text.lower()
    return skeleton(text).text


def _reduced(character: str, before: str) -> str:
    if character.isascii():
        # A capital I after a small letter is there to be read as an l.
        if character == "I" and before.islower():
            return "l"
        return " " if character.isspace() else character.lower()
    pieces: list[str] = []
    for piece in unicodedata.normalize("NFKD", character):
        category = unicodedata.category(piece)
        if category in _UNSEEN:
            continue
        pieces.append(_plain(piece, category))
    return "".join(pieces)


def _plain(piece: str, category: str) -> str:
    if piece in _MARKS:
        return _MARKS[piece]
    if category == "Pd":
        return "-"
    if category == "Nd":
        return str(unicodedata.digit(piece))
    if category.startswith("Z") or piece.isspace():
        return " "
    if piece in _CAPITALS:
        return _CAPITALS[piece].lower()
    small = piece.casefold()
    return "".join(_SPELT.get(letter) or _SMALL.get(letter, letter) for letter in small)
