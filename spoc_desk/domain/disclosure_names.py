"""Finds known people, parties and places in a sentence, whole or by the part that gives them away."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from spoc_desk.domain.disclosure_text import Skeleton, Word, reduced

# Digits and signs that are typed for letters; a capital I is already dealt with in the skeleton.
_STANDS_FOR = {"a": "a4@", "b": "b8", "e": "e3", "g": "g9", "i": "i1!|", "l": "l1|", "o": "o0"} | {
    "s": "s5$",
    "t": "t7",
}
_KEY = str.maketrans("48@39i1!|05$7", "abaegllllosst")
_PART = re.compile(r"[^\W_]+")
_TITLE_WORDS = """
mr mrs ms miss mx dr cllr councillor sir dame lord lady rev prof mp mbe obe cbe jr
"""
_TITLES = frozenset(_TITLE_WORDS.split())
# Before an officer's name. The short ones only in capitals: Di is also a forename.
_SHORT_RANKS = frozenset(["PC", "DC", "PS", "DS", "DI", "DCI", "DSU", "DCS", "PCSO", "ACC", "DCC", "CC"])
_RANK_WORDS = """
chief ch det detective supt superintendent insp inspector sgt sergeant con constable cons temporary acting
"""
_RANKS = frozenset(_RANK_WORDS.split())
# What is written where a name is not known. None of these words alone is taken for a name.
_DESCRIPTION_WORDS = """
a an and anonymous agent by caller campaign campaigner candidate chair complainant councillor deputy
female given guard informant known male man manager member mp name no none not of office officer parent
party passer person police press public receptionist refused reporter resident returning secretary
security source staff suspect team the their unidentified unknown victim voter volunteer withheld
witness woman worker youth account holder user owner poster sender
"""
_DESCRIPTIONS = frozenset(_DESCRIPTION_WORDS.split())
_PARTY_WORDS = frozenset(("party", "group", "alliance", "movement", "the", "of", "for", "and"))

# Names that are also everyday words: only a capital tells them apart.
_EVERYDAY_WORDS = """
abbott action all april august baker ball banks bell best bill bird bishop black bond bright brook
brown butler can carter case cash chance chase child church conservative cook cross dale dawn day
dean democrat do down drew english faith farmer field fisher flood flower ford forest fox frank free
freeman french frost gates gene gold good grace grant gray green grey guy hall hand hard hardy head
heart her heritage hill holland home hood hope house hunter in independent iris irish ivy jack joy
june just justice key king knight labour lamb lane law liberal little lock long lord love low major
man mark marsh marshal mason may miles mills monk moody moon moss noble north old orchard page park
parks pat penny pope porter potter power price progress rain read reform rice rich rivers rob rose
sage savage see sharp shepherd short silver small snow so son south speaker spring star steel stone
storm street strong sue summer swift terry tory union unity van violet ward waters way weeks wells
west white will wing winter wise wood woods york young
"""
_EVERYDAY = frozenset(_EVERYDAY_WORDS.split())

# What the larger parties are called in speech, for force texts where no candidate's party is on file.
SPOKEN_PARTIES = (
    "Conservative", "Tory", "Tories", "Labour", "Liberal Democrat", "Lib Dem", "LibDem", "Greens",
    "Green Party", "Reform UK", "Plaid Cymru", "Plaid", "SNP", "UKIP", "DUP", "SDLP", "Sinn Fein",
    "Ulster Unionist",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words to look for in a row.

    capital: the first must begin with one. mid_sentence: and must not begin a sentence.
    """

    kind: str
    parts: tuple[str, ...]
    capital: bool = False
    mid_sentence: bool = False


PhraseBook = Mapping[str, set[Phrase]]


def person_phrases(name: str) -> Iterator[Phrase]:
    """The ways one person may be named: in full, run together, by surname, by forename.

    A description written for want of a name, such as "member of the public", names nobody.
    """
    name = unranked(name)
    parts = tuple(part for part in _words_of(name) if part not in _TITLES)
    if not parts or _DESCRIPTIONS.issuperset(parts):
        return
    yield Phrase("name", parts, capital=len(parts) == 1 and _everyday(parts[0]))
    if len(parts) == 1:
        return
    yield Phrase("name", ("".join(parts),))
    yield from _surname_phrases(name)
    forename = parts[0]
    if len(forename) > 1 and forename not in _DESCRIPTIONS:
        yield Phrase("forename", (forename,), capital=_everyday(forename), mid_sentence=_everyday(forename))


def unranked(name: str) -> str:
    """A name without the ranks before it: "DCI Ada Marsh" is "Ada Marsh"."""
    words = name.split()
    while len(words) > 1 and (words[0] in _SHORT_RANKS or reduced(words[0]).strip(".,/") in _RANKS):
        del words[0]
    return " ".join(words)


def _surname_phrases(name: str) -> Iterator[Phrase]:
    last = [word for word in name.split() if reduced(word).strip(".,") not in _TITLES][-1]
    surname = tuple(_words_of(last))
    if not surname or _DESCRIPTIONS.issuperset(surname):
        return
    yield Phrase("surname", surname, capital=len(surname) == 1 and _everyday(surname[0]))
    if len(surname) > 1:
        yield Phrase("surname", ("".join(surname),))
        if len(surname[-1]) > 2:
            yield Phrase("surname", surname[-1:], capital=_everyday(surname[-1]))


def party_phrases(name: str) -> Iterator[Phrase]:
    """A party's name, the part people say, and its initials."""
    parts = _words_of(name)
    if parts[:1] == ["the"]:
        parts = parts[1:]
    if not parts:
        return
    yield Phrase("party", tuple(parts), capital=len(parts) == 1)
    core = tuple(part for part in parts if part not in _PARTY_WORDS)
    if core and core != tuple(parts):
        yield Phrase("party", core, capital=True)
    for piece in re.split(r"\s+(?:and|&)\s+|\s*[-–,]\s+", name, flags=re.IGNORECASE):
        words = tuple(part for part in _words_of(piece) if part not in _PARTY_WORDS)
        if words and words != core:
            yield Phrase("party", words, capital=True)
    initials = "".join(part[0] for part in parts if part not in {"the", "of", "for", "and"})
    if len(initials) > 2:
        yield Phrase("party", (initials,), capital=True)


def place_phrases(name: str) -> Iterator[Phrase]:
    """A place by its whole name; of one word only with a capital."""
    parts = tuple(_words_of(name))
    if parts:
        yield Phrase("place", parts, capital=len(parts) == 1)


def phrase_book(phrases: Iterable[Phrase]) -> PhraseBook:
    """The phrases by the key of their first word. Thousands of names make one book, used for every text."""
    book: dict[str, set[Phrase]] = {}
    for phrase in phrases:
        book.setdefault(_key(phrase.parts[0]), set()).add(phrase)
    return book


def find_phrases(text: Skeleton, book: PhraseBook) -> Iterator[tuple[str, int, int]]:
    """Each phrase that stands in the text: its kind and its span in the skeleton."""
    words = (*text.words(), *_spaced_out(text))
    for index, word in enumerate(words):
        key = _key(word.text)
        for phrase in book.get(key, set()) | book.get(key.removesuffix("s"), set()):
            run = words[index : index + len(phrase.parts)]
            if _matches(text, run, phrase):
                yield phrase.kind, run[0].start, run[-1].end


def _matches(text: Skeleton, run: tuple[Word, ...], phrase: Phrase) -> bool:
    if len(run) < len(phrase.parts):
        return False
    if any(not 0 <= after.start - before.end <= 3 for before, after in pairwise(run)):
        return False
    if phrase.capital and not text.capital_at(run[0].start):
        return False
    if phrase.mid_sentence and _starts_sentence(text.text, run[0].start):
        return False
    pairs = zip(run, phrase.parts, strict=True)
    return all(_same(word.text, part) for word, part in pairs)


def _same(word: str, part: str) -> bool:
    """Whether a word is that part, allowing for digits typed as letters and for a plural."""
    singular = part.removesuffix("s") if len(part) > 4 else part
    choices = {word, word.removesuffix("s")} if len(word) > 3 else {word}
    return any(_spells(choice, wanted) for choice in choices for wanted in {part, singular})


def _spells(word: str, part: str) -> bool:
    return len(word) == len(part) and all(
        letter in _STANDS_FOR.get(wanted, wanted) for letter, wanted in zip(word, part, strict=True)
    )


def _starts_sentence(text: str, position: int) -> bool:
    before = text[:position].rstrip(" '\"(")
    return not before or before[-1] in ".!?:"


def _spaced_out(text: Skeleton) -> Iterator[Word]:
    """Names written as s m i t h: each run of single letters, put together."""
    for hit in re.finditer(r"(?<![a-z0-9])(?:[a-z][ .\-_]{1,2}){3,}[a-z](?![a-z0-9])", text.text):
        yield Word(re.sub(r"[^a-z]", "", hit[0]), hit.start(), hit.end())


def _words_of(name: str) -> list[str]:
    return [part for word in reduced(name).split() for part in _PART.findall(word)]


def _everyday(part: str) -> bool:
    return part in _EVERYDAY or len(part) < 4


def _key(part: str) -> str:
    return part.translate(_KEY)
