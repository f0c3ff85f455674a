"""The list of words that generated passphrases are drawn from."""

from pathlib import Path

import pytest

from spoc_desk.domain.passphrases import bits_of_entropy, check_alone, check_typed, six_words
from spoc_desk.system.resources import resource_folder
from spoc_desk.system.words import read_words


def test_the_shipped_list_gives_66_bits_and_its_licence_lies_beside_it() -> None:
    words = read_words(resource_folder())
    assert len(words) == 2048
    assert bits_of_entropy(words) > 65.9
    assert "MIT License" in (resource_folder() / "wordlists" / "LICENSE-mnemonic.txt").read_text()


def test_four_letters_are_enough_to_tell_each_word_from_the_others() -> None:
    words = read_words(resource_folder())
    assert len({word[:4] for word in words}) == len(words)


def test_a_generated_passphrase_passes_our_own_rules() -> None:
    words = read_words(resource_folder())
    for _ in range(50):
        passphrase = six_words(words)
        check_typed(passphrase)
        check_alone(passphrase)
        assert set(passphrase.split(" ")) <= set(words)


def test_a_shortened_word_list_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "wordlists"
    folder.mkdir()
    (folder / "english.txt").write_text("amber river stone")
    with pytest.raises(ValueError, match="damaged"):
        read_words(tmp_path)
