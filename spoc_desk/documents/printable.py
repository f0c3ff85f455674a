"""Makes any text safe to print: escaped for ReportLab, and nothing left out without a visible mark."""

import unicodedata
from dataclasses import dataclass
from itertools import groupby
from xml.sax.saxutils import escape

from spoc_desk.documents.fonts import MONO, SANS, SHAPED, covers, face_for, pictures, runs

OPEN, CLOSE = "\u27e6", "\u27e7"
COMBINING_AT_MOST = 4
_JOINERS = "\u200c\u200d"
_EMOJI_GLUE = "\u200d\ufe0f\ufe0e\u20e3"
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
_SHORT = {"\u202e": "right-to-left override", "\u200b": "zero-width space", "\ufeff": "byte order mark"}


@dataclass(frozen=True, slots=True)
class Printable:
    """Text as it will be printed, and how many characters had to be shown as marks."""

    text: str
    marks: int


def printable(text: str) -> Printable:
    """The text with every character that cannot be printed as itself named in ⟦brackets⟧.

    Direction controls and other invisible characters are shown by name, so are
    pictures that no face has; long piles of combining accents are counted.
    """
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    if all(_simple(character) for character in set(text)):
        return Printable(text, 0)
    pieces: list[str] = []
    marks = 0
    for kind, group in groupby(_with_context(text), key=lambda pair: pair[0]):
        characters = [character for _, character in group]
        if kind == "plain":
            pieces.append("".join(characters))
        elif kind == "pile":
            marks += len(characters)
            pieces.append(f"{OPEN}+{len(characters)} combining marks{CLOSE}")
        else:
            marks += len(characters)
            pieces.append(_named(characters))
    return Printable("".join(pieces), marks)


def markup(text: str, face: str = SANS) -> str:
    """The text as ReportLab paragraph markup: escaped, each stretch in a face that can set it.

    The only way text reaches a Paragraph. Line ends become line breaks.
    """
    if text.isascii() and text.isprintable():
        return escape(text)
    pieces: list[str] = []
    for stretch in _marks_apart(printable(text).text):
        if stretch.startswith(OPEN):
            pieces.append(f'<font face="{MONO}" size="-1">{escape(stretch)}</font>')
            continue
        for name, run in runs(stretch, face):
            safe = escape(run.expandtabs(4)).replace("\n", "<br/>")
            pieces.append(safe if name == face else f'<font face="{name}">{safe}</font>')
    return "".join(pieces)


def _simple(character: str) -> bool:
    """Printable as itself whatever stands beside it."""
    if " " <= character <= "~" or character in "\n\t":
        return True
    return (
        character not in _EMOJI_GLUE
        and not unicodedata.combining(character)
        and unicodedata.category(character) not in _INVISIBLE
        and face_for(character) is not None
    )


def _marks_apart(text: str) -> list[str]:
    stretches: list[str] = []
    while text:
        start = text.find(OPEN)
        end = text.find(CLOSE, start)
        if start < 0 or end < 0:
            return [*stretches, text]
        if start:
            stretches.append(text[:start])
        stretches.append(text[start : end + 1])
        text = text[end + 1 :]
    return stretches


def _with_context(text: str) -> list[tuple[str, str]]:
    """Each character with its kind: plain, pile (too many accents) or named."""
    told: list[tuple[str, str]] = []
    pile = 0
    whole = {index for start, end in pictures(text) for index in range(start, end)}
    for index, character in enumerate(text):
        if index in whole:
            told.append(("plain", character))
            continue
        pile = pile + 1 if unicodedata.combining(character) else 0
        if pile > COMBINING_AT_MOST:
            kind = "pile"
        elif character in "\n\t " or (character in _JOINERS and _joins_letters(text, index)):
            kind = "plain"
        elif character in _EMOJI_GLUE or unicodedata.category(character) in _INVISIBLE:
            kind = "named"
        elif text[index + 1 : index + 2] in _EMOJI_GLUE and index + 1 < len(text):
            kind = "named" if unicodedata.category(character).startswith("S") else "plain"
        else:
            kind = "plain" if face_for(character) else "named"
        told.append((kind, character))
    return told


def _joins_letters(text: str, index: int) -> bool:
    if not 0 < index < len(text) - 1:
        return False
    return any(covers(face, text[index - 1]) for face in SHAPED)


def _named(characters: list[str]) -> str:
    names: list[str] = []
    for character in characters:
        code = ord(character)
        if 0x1F1E6 <= code <= 0x1F1FF:
            letter = chr(code - 0x1F1E6 + ord("A"))
            if names and names[-1].startswith("flag ") and len(names[-1]) == len("flag X"):
                names[-1] += letter
            else:
                names.append(f"flag {letter}")
        elif character not in _EMOJI_GLUE or len(characters) == 1:
            names.append(_name(character))
    return f"{OPEN}{' + '.join(names)}{CLOSE}"


def _name(character: str) -> str:
    category = unicodedata.category(character)
    name = _SHORT.get(character) or unicodedata.name(character, "").lower()
    if category in {"So", "Sk", "Sm"} and name:
        return name.removeprefix("emoji modifier ")
    code = f"U+{ord(character):04X}"
    return code if name.endswith(code[2:].lower()) else f"{code} {name}".strip()
