"""What counts as a good passphrase, and how one is made out of random words."""

import math
import secrets
import unicodedata
from collections.abc import Callable, Sequence
from difflib import get_close_matches

from spoc_desk.domain.errors import DomainError

SHORTEST_TYPED = 12
FEWEST_LETTERS = 5
WORDS_WHEN_ALONE = 6


def normalise(passphrase: str) -> str:
    """The same text however it was typed: NFKC, with single spaces between its parts."""
    return " ".join(unicodedata.normalize("NFKC", passphrase).split())


def check_typed(passphrase: str, forbidden: Sequence[str] = ()) -> None:
    """Refuse a passphrase that is easily guessed; it stands beside the workstation's own secret.

    forbidden are words an attacker would try first: the names of the officer and of the force.
    Raises passphrase.too_short, passphrase.too_plain, passphrase.holds_name.
    """
    text = normalise(passphrase)
    if len(text) < SHORTEST_TYPED:
        raise DomainError("passphrase.too_short", shortest=SHORTEST_TYPED)
    if len(set(text.casefold())) < FEWEST_LETTERS:
        raise DomainError("passphrase.too_plain", fewest=FEWEST_LETTERS)
    for name in forbidden:
        rest = text.casefold().replace(normalise(name).casefold(), "")
        if len(rest) < SHORTEST_TYPED // 2:
            raise DomainError("passphrase.holds_name", name=name)


def check_alone(passphrase: str) -> None:
    """Refuse fewer than six words where nothing but the passphrase protects the vault.

    Raises passphrase.too_few_words.
    """
    if len(set(normalise(passphrase).casefold().split(" "))) < WORDS_WHEN_ALONE:
        raise DomainError("passphrase.too_few_words", fewest=WORDS_WHEN_ALONE)


def check_another(old: str, new: str, *, capitals: bool) -> None:
    """Refuse the same passphrase over again. capitals: whether they matter. Raises passphrase.unchanged."""
    before, after = normalise(old), normalise(new)
    if before == after or (not capitals and before.casefold() == after.casefold()):
        raise DomainError("passphrase.unchanged")


def check_drawn(typed: str, words: Sequence[str]) -> None:
    """Refuse what cannot be six words drawn from this list; capitals do not matter.

    Raises keys.transfer_count, keys.transfer_word, keys.transfer_word_near with words it may have been.
    """
    parts = normalise(typed).casefold().split()
    if len(parts) != WORDS_WHEN_ALONE:
        raise DomainError("keys.transfer_count", expected=WORDS_WHEN_ALONE, typed=len(parts))
    for number, word in enumerate(parts, 1):
        if word not in words:
            near = get_close_matches(word, words, 3)
            if near:
                raise DomainError("keys.transfer_word_near", number=number, word=word, near=", ".join(near))
            raise DomainError("keys.transfer_word", number=number, word=word)


def six_words(words: Sequence[str], draw: Callable[[Sequence[str]], str] = secrets.choice) -> str:
    """Six different words drawn at random, with a space between them."""
    drawn: list[str] = []
    while len(drawn) < WORDS_WHEN_ALONE:
        word = draw(words)
        if word not in drawn:
            drawn.append(word)
    return " ".join(drawn)


def bits_of_entropy(words: Sequence[str]) -> float:
    """How many bits a guesser faces who knows the list: six different words, order counting."""
    return math.log2(math.perm(len(words), WORDS_WHEN_ALONE))
