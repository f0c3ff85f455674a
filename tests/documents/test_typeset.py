"""Running text on pages: every word there, any script right, long lines wrapped."""

import io
from collections.abc import Callable

import pikepdf
import pypdf
import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from spoc_desk.documents.bidi import reads_right_to_left, visual_order
from spoc_desk.documents.fonts import MONO, SANS
from spoc_desk.documents.style import MARGIN, TEXT_WIDTH
from spoc_desk.documents.typeset import TextPages
from spoc_desk.documents.unicode_maps import repair_unicode_maps

pytestmark = pytest.mark.usefixtures("faces")


def set_in_pages(fill: Callable[[TextPages], None], face: str = SANS) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=1)
    pages = TextPages(canvas, face, 9, 12)
    fill(pages)
    pages.finish()
    canvas.save()
    with pikepdf.open(buffer) as pdf:
        repair_unicode_maps(pdf)
        pdf.save(mended := io.BytesIO())
    return mended.getvalue()


def read(content: bytes) -> str:
    document = pypdfium2.PdfDocument(content)
    texts = [page.get_textpage().get_text_range() for page in document]
    document.close()
    return "\n".join(texts)


@pytest.mark.parametrize("face", [SANS, MONO])
def test_every_word_of_a_long_text_comes_out_in_order(face: str) -> None:
    wanted = [f"word{number}" for number in range(5000)]

    def fill(pages: TextPages) -> None:
        for start in range(0, 5000, 50):
            pages.paragraph(" ".join(wanted[start : start + 50]), start + 1)

    found = [
        word
        for page in pypdf.PdfReader(io.BytesIO(set_in_pages(fill, face))).pages
        for word in page.extract_text().split()
        if word.startswith("word")
    ]
    assert found == wanted


def test_a_token_of_400_characters_is_broken_and_kept_whole() -> None:
    token = "".join(chr(97 + number % 26) for number in range(400))
    text = read(set_in_pages(lambda pages: pages.paragraph(token)))
    assert token in "".join(text.split())


def test_no_line_is_wider_than_the_page() -> None:
    content = set_in_pages(lambda pages: pages.paragraph("W" * 300 + " iiii " * 200 + "x" * 90))
    with pypdfium2.PdfDocument(content) as document:
        dark = document[0].render(scale=2).to_pil().convert("L").point(lambda dot: 255 * (dot < 128))
    box = dark.getbbox()
    assert box is not None
    assert box[0] / 2 >= MARGIN - 1
    assert box[2] / 2 <= MARGIN + TEXT_WIDTH + 1


@pytest.mark.parametrize(
    "word", ["السلام", "אזהרה", "क्षत्रिय", "ਬਿਆਨ", "বিবৃতি", "Ŵyneb", "Łódź", "𝓗ello", "தமிழ்"]
)
def test_words_in_every_script_can_be_found_by_another_reader(word: str) -> None:
    text = read(set_in_pages(lambda pages: pages.paragraph(f"before {word} after")))
    assert word in text


def test_marks_are_counted() -> None:
    counted: list[int] = []

    def fill(pages: TextPages) -> None:
        pages.paragraph("fine \u200b and \U00020000\U00020001")
        counted.append(pages.marks)

    set_in_pages(fill)
    assert counted == [3]


def test_numbers_inside_arabic_keep_their_order() -> None:
    order = visual_order("رقم 123 من", 1)
    assert "123" in [words for _, words in order]
    assert order[0][1].strip() == "من"
    assert order[-1][1].strip() == "رقم"


def test_the_first_letter_decides_the_direction() -> None:
    assert reads_right_to_left("123 שלום")
    assert not reads_right_to_left("He said שלום")


@given(st.text(alphabet="abc אבג 123 ،.()ابج \u0301", max_size=60), st.integers(0, 1))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_reordering_loses_no_character(text: str, base: int) -> None:
    assert sorted("".join(words for _, words in visual_order(text, base))) == sorted(text)
