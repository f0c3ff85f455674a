"""How names and short texts are kept: composed, single-spaced, with nothing hidden in them."""

from __future__ import annotations

import re
import unicodedata

from spoc_desk.domain.disclosure_text import reduced
from spoc_desk.domain.errors import DomainError

NAME_LIMIT = 200
MARKS_AT_MOST = 4
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_JOINERS = "\u200c\u200d"
_ALIKE = frozenset({"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC", "FULLWIDTH"})
_WORD = re.compile(r"[^\W_]+")


def checked_name(text: str) -> str:
    """A contact's name as it is kept: NFC, trimmed, single-spaced.

    Raises DomainError: contacts.name_missing, contacts.name_long, contacts.name_hidden for a character
    nobody can see, contacts.name_marks for a pile of accents.
    """
    name = _plain(text)
    if not name:
        raise DomainError("contacts.name_missing")
    if len(name) > NAME_LIMIT:
        raise DomainError("contacts.name_long", limit=NAME_LIMIT)
    return _without_tricks(name)


def checked_officer_name(text: str) -> str:
    """An officer's rank and name, as checked_name keeps a contact's.

    Raises DomainError: officers.name_missing, officers.name_long, contacts.name_hidden, contacts.name_marks.
    """
    name = _plain(text)
    if not name:
        raise DomainError("officers.name_missing")
    if len(name) > NAME_LIMIT:
        raise DomainError("officers.name_long", limit=NAME_LIMIT)
    return _without_tricks(name)


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _without_tricks(name: str) -> str:
    for character in name:
        joins = character in _JOINERS and not reduced(name).isascii()
        if hidden(character) and not joins:
            raise DomainError("contacts.name_hidden", character=code_point(character))
    if _longest_pile(name) > MARKS_AT_MOST:
        raise DomainError("contacts.name_marks", limit=MARKS_AT_MOST)
    return name


def visible(text: str) -> str:
    """Any other text: NFC, single-spaced, with each character that nobody can see written as ⟦U+202E⟧."""
    clean = " ".join(unicodedata.normalize("NFC", text).split())
    if clean.isascii() and clean.isprintable():
        return clean
    return "".join(
        f"\u27e6{code_point(character)}\u27e7" if hidden(character) else character for character in clean
    )


def hidden(character: str) -> bool:
    """Whether nobody can see this character: a control, a direction mark, a joiner, an unassigned one."""
    return unicodedata.category(character) in _HIDDEN


def code_point(character: str) -> str:
    """U+202E."""
    return f"U+{ord(character):04X}"


def folded(name: str) -> str:
    """What two spellings of one exact name share: composition, spacing and capitals do not count."""
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


def alike_key(name: str) -> str:
    """What look-alike names share: accents, word order, punctuation and letters' scripts do not count."""
    return " ".join(sorted(_WORD.findall(reduced(name).replace("'", ""))))


def mixes_scripts(name: str) -> bool:
    """Whether letters of alphabets that look alike stand in one name, as when а and a are mixed."""
    if name.isascii():
        return False
    found = {unicodedata.name(letter, "").split(" ")[0] for letter in name if letter.isalpha()}
    return len(found & _ALIKE) > 1


def _longest_pile(name: str) -> int:
    longest = current = 0
    for character in name:
        current = current + 1 if unicodedata.combining(character) else 0
        longest = max(longest, current)
    return longest
