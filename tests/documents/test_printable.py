"""Text that reaches paper: escaped, and nothing left out without a mark."""

import xml.etree.ElementTree as ET

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reportlab.platypus import Paragraph

from spoc_desk.documents.fonts import BOLD, SANS, face_for, runs
from spoc_desk.documents.printable import markup, printable
from spoc_desk.documents.style import styles

pytestmark = pytest.mark.usefixtures("faces")


def test_welsh_is_printed_as_itself() -> None:
    words = "Llŷr Ŵyn, Dŵr, tŷ, â ê î ô û ŵ ŷ ï, Ẁ ẃ Ẅ ỳ"
    assert printable(words).text == words
    assert [face for face, _ in runs(words)] == [SANS]
    assert [face for face, _ in runs(words, BOLD)] == [BOLD]


@pytest.mark.parametrize(
    ("text", "printed", "marks"),
    [
        ("😀", "😀", 0),
        ("👮🏽\u200d♀️", "👮🏽\u200d♀️", 0),
        ("🇬🇧", "🇬🇧", 0),
        ("❤️", "❤️", 0),
        ("a\ufe0f", "a⟦U+FE0F variation selector-16⟧", 1),
        ("a\u202egpj.exe", "a⟦U+202E right-to-left override⟧gpj.exe", 1),
        ("zero\u200bwidth", "zero⟦U+200B zero-width space⟧width", 1),
        ("中文 ひらがな カタカナ 한국어", "中文 ひらがな カタカナ 한국어", 0),
        ("\U00020000", "⟦U+20000⟧", 1),
        ("nul\x00", "nul⟦U+0000⟧", 1),
        ("e" + "\u0301" * 20, "é" + "\u0301" * 4 + "⟦+15 combining marks⟧", 15),
        ("क्\u200dष", "क्\u200dष", 0),
        ("lone \ud83d", "lone ⟦U+D83D⟧", 1),
    ],
)
def test_what_cannot_be_printed_is_named(text: str, printed: str, marks: int) -> None:
    assert (printable(text).text, printable(text).marks) == (printed, marks)


@given(st.text(alphabet=st.characters(codec="utf-8")))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_every_character_is_printed_or_marked(text: str) -> None:
    told = printable(text)
    assert all(character in "\n\t" or face_for(character) for character in told.text)
    if told.marks == 0:
        assert set("".join(text.split())) <= set("".join(told.text.split())) or not text.isascii()


@given(st.text())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_text_is_well_formed_markup(text: str) -> None:
    parsed = ET.fromstring(f"<p>{markup(text)}</p>")
    assert {each.tag for each in parsed.iter()} <= {"p", "font", "br"}
    assert {key for each in parsed.iter() for key in each.attrib} <= {"face", "size"}


@pytest.mark.parametrize(
    "attack",
    [
        "<img src='/etc/passwd' width='10' height='10'/>",
        "<font color=\"[[[getattr(pow,'__globals__')]]]\">x</font>",
        "<a href='javascript:alert(1)'>x</a>",
        "</para><para>",
        "<onDraw name='x'/>",
        "&lt;&amp;&#0;",
    ],
)
def test_markup_in_text_is_only_text(attack: str) -> None:
    paragraph = Paragraph(markup(attack), styles().body)
    assert paragraph.getPlainText() == attack
