"""Emoji, Chinese, Japanese and Korean on paper: drawn, kept whole, found by a search."""

import pypdfium2
import pytest
from reportlab.platypus import Paragraph

from spoc_desk.documents.fonts import CJK, EMOJI, clusters, runs
from spoc_desk.documents.lines import LineSetter
from spoc_desk.documents.shaped_text import ShapedText
from spoc_desk.documents.style import styles, text
from tests.documents.test_typeset import read, set_in_pages

pytestmark = pytest.mark.usefixtures("faces")

FAMILY, OFFICER, WALES = (
    "👨\u200d👩\u200d👧",
    "👮🏽\u200d♀️",
    "🏴\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f",
)
SEQUENCES = (FAMILY, OFFICER, WALES, "🇬🇧", "👍🏽", "❤️", "1️⃣", "🏳️\u200d🌈")


def ink(content: bytes) -> int:
    with pypdfium2.PdfDocument(content) as document:
        return sum(document[0].render(scale=1).to_pil().convert("L").histogram()[:200])


@pytest.mark.parametrize("emoji", ["😡", "🔪", *SEQUENCES])
def test_an_emoji_is_drawn_and_can_be_searched_for(emoji: str) -> None:
    content = set_in_pages(lambda pages: pages.paragraph(f"before {emoji} after"))
    told = read(content)
    assert emoji in told
    assert told.index("before") < told.index(emoji) < told.index("after")
    assert ink(content) > ink(set_in_pages(lambda pages: pages.paragraph("before  after"))) + 10


@pytest.mark.parametrize("emoji", SEQUENCES)
def test_a_sequence_is_one_piece_in_one_face(emoji: str) -> None:
    assert clusters(f"a{emoji}b") == ["a", emoji, "b"]
    assert list(runs(f"a{emoji}"))[1] == (EMOJI, emoji)


def test_two_sequences_that_look_alike_keep_their_own_words() -> None:
    words = f"{OFFICER} 👮🏿\u200d♀️ 👮\u200d♀️"
    assert words in read(set_in_pages(lambda pages: pages.paragraph(words)))


def test_a_long_line_of_sequences_is_never_broken_inside_one() -> None:
    setter = LineSetter("Spoc", 9)
    lines = list(setter.wrapped(FAMILY * 100, 120))
    assert "".join(lines) == FAMILY * 100
    assert all(len(line) % len(FAMILY) == 0 for line in lines)


def test_words_hidden_behind_a_flag_are_shown() -> None:
    hidden = "🏴" + "".join(chr(0xE0000 + ord(letter)) for letter in "kill") + "\U000e007f"
    told = read(set_in_pages(lambda pages: pages.paragraph(hidden)))
    assert "U+E006B" in told


def test_chinese_and_japanese_wrap_without_spaces_and_lose_nothing() -> None:
    words = "我知道你住在哪里，你最好小心一点。日本語のテスト。" * 20
    content = set_in_pages(lambda pages: pages.paragraph(words))
    assert "".join(read(content).split()) == words
    assert {face for face, _ in runs(words)} == {CJK}
    assert all(line[0] not in "，。" for line in LineSetter("Spoc", 9).wrapped(words, 200))


def test_korean_is_drawn() -> None:
    assert "한국어 시험" in read(set_in_pages(lambda pages: pages.paragraph("한국어 시험")))


def test_a_paragraph_with_a_sequence_is_shaped_and_one_with_a_single_emoji_stays_a_paragraph() -> None:
    cell = styles().cell
    assert isinstance(text(f"Threat {FAMILY}", cell), ShapedText)
    assert isinstance(text("Threat 😡", cell), Paragraph)
