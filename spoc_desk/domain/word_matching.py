"""Finds a word or phrase however it is written: capitals, accents, separators, line breaks, other scripts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from spoc_desk.domain.word_readings import readings

# Spaces, separators, every hyphen, and what PDF readers put where a line was broken.
_JOINT = "[\\s,./()\\-\u0002\u00ad\u200b-\u200d\u2010-\u2015\u2060\u2212\ufeff\ufffe]*"
_HYPHEN = "(?:[\u00ad\u200b-\u200d\u2060]|[\\-\u0002\u2010-\u2015\ufffe]\\s*)?"
_SPACED_AT_LEAST = 6
_APART = 20
_STRETCH, _RUNS_OVER = 1 << 18, 1 << 11
_PHONE_DIGITS = range(9, 17)
_NUMBER = re.compile("\\+?\\d(?:[\\s.()\\-\u2010-\u2015\u2212]{0,3}\\d){6,}")
_EXTENSION = re.compile(r"[\s,;(]*(?:ext(?:ension|n)?|x)\.?\s*\d+\W*$", re.IGNORECASE)
_MARKS = frozenset({"Mc", "Me"})
# Letters that are written where others write an apostrophe.
_APOSTROPHES = dict.fromkeys("\u02b9\u02bb\u02bc\u02bd\u02be\u02bf\u02c8\ua78c", "'")
_UNSPACED = frozenset({"CJK", "HIRAGANA", "KATAKANA", "THAI", "LAO", "KHMER", "MYANMAR", "TIBETAN"})


class _Folds(dict[int, str]):
    """For each character what it is without capitals, accents and joined letters."""

    def __missing__(self, code: int) -> str:
        parts = unicodedata.normalize("NFKD", _APOSTROPHES.get(chr(code), chr(code)))
        bare = "".join(each for each in parts if unicodedata.category(each) != "Mn")
        self[code] = unicodedata.normalize("NFKD", bare.casefold())
        return self[code]


_FOLDS = _Folds()


def found_in(term: str, text: str, *, past_marks: bool = True) -> list[tuple[int, int]]:
    """Where the term stands in the text: first letter and the place after the last, from 0.

    past_marks: also where marks, quotes or line numbers stand between its parts.
    """
    return _places([term], text, past_marks=past_marks)


def fold(text: str) -> tuple[str, list[int]]:
    """The text without capitals, accents and joined letters, and for each letter its place in the text."""
    letters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        for letter in _FOLDS[ord(character)]:
            letters.append(letter)
            places.append(place)
    return "".join(letters), places


def any_stands_in(terms: Iterable[str], text: str) -> bool:
    """Whether one of the terms stands in a text, which may be long and no text at all."""
    wanted = tuple(terms)
    if _any_in(wanted, text):
        return True
    # The other readings need room for the place of each letter: so much at once, with what runs over.
    for start in range(0, len(text), _STRETCH):
        _, *others = readings(text[start : start + _STRETCH + _RUNS_OVER])
        if any(_any_in(wanted, reading) for reading, _ in others):
            return True
    return False


def _any_in(terms: Sequence[str], text: str) -> bool:
    folded = text.lower() if text.isascii() else text.translate(_FOLDS)
    present = frozenset(folded)
    return any(True for term in terms for _ in _found(term, folded, present))


def replaced(text: str, terms: Iterable[str], mark: str) -> str:
    """The text with each place where a term stands replaced by the mark; terms that overlap by one."""
    for start, end in reversed(_places(tuple(terms), text)):
        text = f"{text[:start]}{mark}{text[end:]}"
    return text


def dialled(phone: str) -> set[str]:
    """A United Kingdom number as people dial it: 07…, +447…, 00447…, 447…, +44(0)7… and without its 0.

    An extension and remarks beside the number are left out; of several numbers each is told.
    """
    plain = _EXTENSION.sub("", unicodedata.normalize("NFKC", phone))
    found: set[str] = set()
    for number in _NUMBER.findall(plain) or [plain]:
        digits = re.sub(r"[^\d+]", "", number)
        bare = re.sub(r"^(?:\+44|0044)0?|^0(?!0)", "", digits)
        starts = () if bare == digits else ("", "0", "+44", "0044", "44", "+440", "00440")
        found.update((digits, *(start + bare for start in starts)))
    return found - {""}


def _places(terms: Sequence[str], text: str, *, past_marks: bool = True) -> list[tuple[int, int]]:
    """Every place in a text where one of the terms stands, those that overlap as one."""
    found: list[tuple[int, int]] = []
    for reading, own in readings(text) if past_marks else [(text, None)]:
        folded, places = fold(reading)
        if own is not None:
            places = [own[place] for place in places]
        present = frozenset(folded)
        spans = (span for term in terms for span in _found(term, folded, present))
        found += ((places[start], places[end - 1] + 1) for start, end in spans)
    joined: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _found(term: str, folded: str, present: frozenset[str]) -> Iterator[tuple[int, int]]:
    for pattern, letters in _patterns_of(term):
        match = pattern.search(folded) if letters <= present else None
        while match:
            start, end = match.span()
            whole = not (
                (start and _one_word(folded[start - 1], folded[start]))
                or (end < len(folded) and _one_word(folded[end - 1], folded[end]))
            )
            if whole:
                yield start, end
            match = pattern.search(folded, end if whole else start + 1)


@lru_cache(maxsize=16_384)
def _patterns_of(term: str) -> tuple[tuple[re.Pattern[str], frozenset[str]], ...]:
    """What finds a term in folded text, and the letters without which nothing is to be found.

    A telephone is found in every way of dialling it.
    """
    bare = _EXTENSION.sub("", unicodedata.normalize("NFKC", term))
    digits = sum(letter.isdigit() for letter in bare)
    phone = digits in _PHONE_DIGITS and not any(letter.isalpha() for letter in bare)
    forms = {term, *(dialled(bare) if phone else ())}
    made = {_form(form): frozenset("".join(_tokens(fold(form)[0]))) for form in forms}
    return tuple((re.compile(form), letters) for form, letters in sorted(made.items()) if form)


def _form(term: str) -> str:
    folded = fold(term)[0]
    tokens = _tokens(folded)
    letters = "".join(tokens)
    digits = any(letter.isdigit() for letter in letters)
    inside = _JOINT if digits or len(letters) >= _SPACED_AT_LEAST else _HYPHEN
    # A few digits, such as those of a short date, are only that with something between them.
    least = 1 if letters.isdigit() and len(letters) < _SPACED_AT_LEAST else 0
    between = f"[\\W_]{{{least},{_APART}}}"
    joined = between.join(inside.join(map(re.escape, token)) for token in tokens)
    return r"\+[\W_]{0,3}" + joined if joined and folded.startswith("+") else joined


def _tokens(folded: str) -> list[str]:
    """The words of a folded term; each @ is one of its own."""
    spaced = (letter if _is_letter(letter) else " @ " if letter == "@" else " " for letter in folded)
    return "".join(spaced).split()


def _is_letter(character: str) -> bool:
    return character.isalnum() or unicodedata.category(character) in _MARKS


def _one_word(one: str, other: str) -> bool:
    """Whether two characters that stand together belong to one word: letters of one script, or digits."""
    if not (_is_letter(one) and _is_letter(other)):
        return False
    script = _script(one)
    return script == _script(other) and script not in _UNSPACED


@lru_cache(maxsize=4096)
def _script(letter: str) -> str:
    if letter.isdigit():
        return "LATIN"
    return unicodedata.name(letter, "").partition(" ")[0].partition("-")[0]
