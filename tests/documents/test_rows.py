"""Tables drawn line by line: nothing lost when they split, links on the words."""

import io
from pathlib import Path

import pypdf
import pytest
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate

from spoc_desk.documents.rows import Press, Words
from spoc_desk.documents.style import TEXT_WIDTH, styles
from spoc_desk.documents.unicode_maps import mended

pytestmark = pytest.mark.usefixtures("faces")


def printed(story: list[Flowable], height: float = 600) -> list[str]:
    buffer = io.BytesIO()
    document = BaseDocTemplate(buffer, pagesize=(595, 842), invariant=1)
    frame = Frame(54, 60, TEXT_WIDTH, height, leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0)
    document.addPageTemplates([PageTemplate("plain", [frame])])
    document.build(story)
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(mended(buffer.getvalue()))).pages]


@pytest.fixture
def press() -> Press:
    return Press(styles())


def test_a_long_table_keeps_every_row_and_repeats_its_head(press: Press) -> None:
    rows = [
        ((Words(f"row{n}", press.styles.cell),), (Words(f"value{n}", press.styles.cell),)) for n in range(200)
    ]
    pages = printed([press.rows(rows, (100.0, TEXT_WIDTH - 100), ("Row", "Value"))])
    assert len(pages) > 3
    assert all("Row" in page.split() for page in pages)
    words = " ".join(pages).split()
    assert [word for word in words if word.startswith("row")] == [f"row{n}" for n in range(200)]


def test_a_row_longer_than_a_page_goes_on_over_the_next_without_losing_a_word(press: Press) -> None:
    wanted = [f"word{n}" for n in range(3000)]
    row = ((Words("AM/1", press.styles.cell_bold),), (Words(" ".join(wanted), press.styles.cell),))
    pages = printed([press.rows([row, row], (80.0, TEXT_WIDTH - 80))])
    assert [word for word in " ".join(pages).split() if word.startswith("word")] == wanted * 2


def test_each_target_of_a_cell_has_its_own_area(press: Press) -> None:
    look = press.styles
    cell = (Words("AM/1", look.cell_link, "one"), Words("AM/2", look.cell_link, "two"))
    printed([press.rows([(cell, (Words("", look.cell, "one", number=True),))], (80.0, 80.0))])
    one, two = press.record.links[:2]
    assert (one.target, two.target) == ("one", "two")
    assert one.box[1] >= two.box[3] - 3
    assert [slot.target for slot in press.record.slots] == ["one"]
    assert press.record.slots[0].right == pytest.approx(54 + 160)


def test_markup_and_hidden_characters_in_a_cell_are_shown(press: Press, tmp_path: Path) -> None:
    attack = f"<img src='{tmp_path}'/> a\u202eb &amp; 😀"
    (page,) = printed([press.rows([((Words(attack, press.styles.cell),),)], (TEXT_WIDTH,))])
    text = " ".join(page.split())
    assert "<img src=" in text
    assert "&amp;" in text
    assert "⟦U+202E right-to-left override⟧" in text
    assert "😀" in text


def test_an_empty_cell_and_an_empty_table_take_no_words(press: Press) -> None:
    assert "x" in printed([press.rows([((), (Words("x", press.styles.cell),))], (80.0, 80.0))])[0]
