"""The other words of an e-mail: what its HTML version, or a further part, says that its body does not."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from spoc_desk.documents.counted import remote_told
from spoc_desk.documents.plain_words import plain_html

HTML_VERSION = "HTML version of the same message"
FURTHER = "Another part of the message"
_ADDRESS = re.compile(r"<?((?:https?|ftp)://[^\s<>]+)>?", re.IGNORECASE)
_SPOKEN = frozenset({"L", "M", "N"})
_DRAWN = frozenset({"So", "Sc", "Sk"})


@dataclass(frozen=True, slots=True)
class Passage:
    """The words of one part. `title` says which; `html` as it came."""

    title: str
    words: str
    html: bool = False


def further_words(
    body: str, passages: Iterable[Passage], pictures: Mapping[str, str] | None = None
) -> tuple[tuple[tuple[str, str], ...], list[str]]:
    """(what says something else, as title and words; notes on it). What was said before is left out.

    pictures: what to call a picture in the words, by its address.
    """
    told = [_sense(body)]
    kept: list[tuple[str, str]] = []
    notes: list[str] = []
    for each in passages:
        plain = plain_html(each.words, pictures) if each.html else None
        words = plain.text if plain else each.words.strip()
        # Without the names of pictures: they are ours, and the plain version never has them.
        sense = _sense(plain_html(each.words).text if plain else words)
        if not sense[0] and not sense[1]:
            continue
        if not any(sense[0] == before[0] and sense[1] <= before[1] for before in told):
            told.append(sense)
            kept.append((each.title, words))
            if each.title == HTML_VERSION:
                notes.append("Its HTML version says something else than its plain one; both are shown.")
            if plain and plain.remote:
                notes.append(remote_told(len(plain.remote)))
    return tuple(kept), notes


def _sense(words: str) -> tuple[list[str], set[str]]:
    """(its words without punctuation and line ends, the addresses in it), to compare two versions by."""
    addresses = {found.rstrip(".,;:)]/").casefold() for found in _ADDRESS.findall(words)}
    bare = unicodedata.normalize("NFKC", _ADDRESS.sub(" ", words)).casefold()
    said = ("".join(filter(_says, word)) for word in bare.split())
    return [word for word in said if word], addresses


def _says(character: str) -> bool:
    category = unicodedata.category(character)
    return category[0] in _SPOKEN or category in _DRAWN
