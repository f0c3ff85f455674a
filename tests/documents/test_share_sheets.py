"""Three recovery shares on paper: one page each, whose words and code make the key again."""

from pathlib import Path

import pypdfium2
import pytest
import segno

from spoc_desk.documents.share_sheets import share_sheets
from spoc_desk.storage.recovery import recovery_material
from spoc_desk.storage.recovery_shares import joined_identity, split_identity
from spoc_desk.system.resources import resource_folder

KEY = recovery_material()
SHARES = split_identity(KEY.identity)
FONTS = resource_folder() / "fonts"


def sheets(fonts: Path = FONTS) -> bytes:
    return share_sheets(SHARES, force="Wessmere", vault="0195-vault", made="20 November 2026", fonts=fonts)


@pytest.fixture(scope="module")
def pages() -> list[str]:
    document = pypdfium2.PdfDocument(sheets())
    return [page.get_textpage().get_text_range() for page in document]


def test_each_share_has_a_page_that_says_which_it_is_and_who_holds_it(pages: list[str]) -> None:
    assert len(pages) == 3
    for number, page in enumerate(pages, 1):
        assert f"Recovery share {number} of 3" in page
        assert "One alone is worth nothing" in page
        assert "Held by" in page


def test_no_page_holds_a_word_list_of_another_share(pages: list[str]) -> None:
    for number, page in enumerate(pages):
        on_it = set(page.split())
        assert set(SHARES[number]) <= on_it
        for other in {0, 1, 2} - {number}:
            assert not set(SHARES[other]) <= on_it


def test_any_two_shares_make_the_key_and_four_letters_of_a_word_will_do() -> None:
    for one, other in ((0, 1), (2, 0), (1, 2)):
        typed = " ".join(SHARES[one]) + "\n" + " ".join(word[:4].upper() for word in SHARES[other])
        assert joined_identity(typed) == KEY.identity


def test_the_words_of_a_share_fit_a_square_code() -> None:
    assert segno.make(" ".join(SHARES[0]), error="m", micro=False).version <= 15


def test_the_same_shares_are_the_same_bytes() -> None:
    assert sheets() == sheets()
