"""Takes the words that may stand nowhere in a pack out of everything that it says itself."""

from __future__ import annotations

from collections.abc import Iterable

from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.packs import PackContent
from spoc_desk.domain.rewording import references_in, reworded
from spoc_desk.domain.word_matching import found_in, replaced

REDACTED = "[redacted]"


def without_terms(text: str, terms: Iterable[str]) -> str:
    """The text with each term replaced by [redacted]."""
    return replaced(text, terms, REDACTED)


def redacted_content(content: PackContent) -> PackContent:
    """The pack without the words that may stand nowhere in it, in whatever it says itself.

    Raises DomainError("redaction.word_in_reference").
    """
    terms = everywhere_terms(content)
    if not terms:
        return content
    check_no_reference(terms, references_in(content))
    return reworded(content, lambda text: without_terms(text, terms))


def check_no_reference(terms: Iterable[str], references: Iterable[str]) -> None:
    """Refuse a word that stands in a reference, which a pack cannot do without.

    Raises DomainError("redaction.word_in_reference").
    """
    told = tuple(dict.fromkeys(references))
    for term in terms:
        for reference in told:
            if found_in(term, reference):
                raise DomainError("redaction.word_in_reference", word=term, reference=reference)


def everywhere_terms(content: PackContent) -> tuple[str, ...]:
    """Every word that may stand nowhere in the pack, longest first."""
    found = {
        term for exhibit in content.exhibits if exhibit.redaction for term in exhibit.redaction.terms if term
    }
    return tuple(sorted(found, key=lambda term: (-len(term), term)))
