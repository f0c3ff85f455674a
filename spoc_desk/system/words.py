"""Reads the list of words that generated passphrases are drawn from."""

from pathlib import Path

WORD_LIST = "english.txt"
FEWEST_WORDS = 2048


def read_words(resources: Path) -> tuple[str, ...]:
    """The words in resources/wordlists. ValueError when the list is not the one we shipped."""
    text = (resources / "wordlists" / WORD_LIST).read_text(encoding="ascii")
    words = tuple(text.split())
    if len(set(words)) != len(words) or len(words) < FEWEST_WORDS:
        raise ValueError("the word list is damaged")
    return words
