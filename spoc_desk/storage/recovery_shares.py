"""A recovery key as three lists of 33 words, any two of which make it again (SLIP-39, 2 of 3)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from spoc_desk.domain.errors import DomainError
from spoc_desk.storage.age_format import identity_of, private_key

SHARES = 3
ENOUGH = 2
SHARE_WORDS = 33
WORDS_A_ROW = 3

_TELLING = 4  # letters, in which every word of the list differs from every other
_FEWEST_TO_BE_WORDS = 18
_WORD = re.compile(r"[a-z]+")


def split_identity(identity: str) -> tuple[tuple[str, ...], ...]:
    """Three shares of the key. One alone tells nothing about it."""
    from shamir_mnemonic import generate_mnemonics

    secret = private_key(identity).private_bytes_raw()
    (made,) = generate_mnemonics(1, [(ENOUGH, SHARES)], secret, iteration_exponent=0)
    return tuple(tuple(share.split()) for share in made)


def looks_like_shares(typed: str) -> bool:
    """Whether what was typed is words rather than the blocks of a whole key."""
    return sum(len(word) >= _TELLING for word in _words(typed)) >= _FEWEST_TO_BE_WORDS


def joined_identity(typed: str) -> str:
    """The key that two shares make, in any order and laid out in any way; numbers are passed over.

    The first four letters of a word are enough. Raises DomainError: recovery.share_alone,
    recovery.shares_three, recovery.share_length, recovery.share_word or recovery.share_word_unknown with its
    number, recovery.share_mistyped, recovery.same_share, recovery.shares_differ.
    """
    from shamir_mnemonic import MnemonicError, combine_mnemonics
    from shamir_mnemonic.share import Share

    shares = []
    for number, words in enumerate(_apart(typed), 1):
        whole = " ".join(_known(word, number, place) for place, word in enumerate(words, 1))
        try:
            shares.append(Share.from_mnemonic(whole))
        except MnemonicError as refused:
            raise DomainError("recovery.share_mistyped", share=number) from refused
    first, second = shares
    if first.index == second.index and first.identifier == second.identifier:
        raise DomainError("recovery.same_share")
    try:
        secret = combine_mnemonics([first.mnemonic(), second.mnemonic()])
    except MnemonicError as refused:
        raise DomainError("recovery.shares_differ") from refused
    return identity_of(secret)


def _apart(typed: str) -> tuple[Sequence[str], Sequence[str]]:
    """The two shares: by their lines where each has a line of its own, otherwise by counting."""
    lines = [words for words in map(_words, typed.strip().splitlines()) if words]
    if len(lines) == SHARES and all(len(line) == SHARE_WORDS for line in lines):
        raise DomainError("recovery.shares_three")
    if len(lines) == ENOUGH:
        first, second = lines
    else:
        words = _words(typed)
        first, second = words[:SHARE_WORDS], words[SHARE_WORDS:]
    if not second or len(first) + len(second) <= SHARE_WORDS:
        raise DomainError("recovery.share_alone")
    for number, share in enumerate((first, second), 1):
        if len(share) != SHARE_WORDS:
            values = {"share": number, "expected": SHARE_WORDS, "typed": len(share)}
            raise DomainError("recovery.share_length", **values)
    return first, second


def _known(word: str, share: int, place: int) -> str:
    """The word of the list. Raises recovery.share_word with words that it may have been."""
    from shamir_mnemonic.wordlist import WORDLIST

    if word in WORDLIST:
        return word
    meant = [known for known in WORDLIST if known[:_TELLING] == word[:_TELLING]]
    if len(word) == _TELLING and meant:
        return str(meant[0])
    where = {"share": share, "number": place, "word": word}
    near = _near(word, meant)
    if not near:
        raise DomainError("recovery.share_word_unknown", **where)
    raise DomainError("recovery.share_word", **where, near=", ".join(near))


def _near(word: str, meant: Sequence[str]) -> tuple[str, ...]:
    from difflib import get_close_matches

    from shamir_mnemonic.wordlist import WORDLIST

    return tuple(dict.fromkeys((*meant, *get_close_matches(word, WORDLIST, 3, 0.5))))


def _words(typed: str) -> list[str]:
    return _WORD.findall(typed.casefold())
