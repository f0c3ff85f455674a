"""The printed recovery sheet."""

import io
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
import segno
from PIL import Image

from spoc_desk.documents.recovery_sheet import recovery_sheet
from spoc_desk.storage.recovery import IDENTITY_START, printed_rows, read_identity, recovery_material
from spoc_desk.system.resources import resource_folder

KEY = recovery_material()
ROWS = printed_rows(KEY.identity)


def sheet(*, force: str = "Northmere Police", demonstration: bool = False) -> bytes:
    return recovery_sheet(
        KEY.identity,
        ROWS,
        force=force,
        vault="0199a1c2-4b7e-7d30-9c55-1f2e3d4c5b6a",
        made="Friday 20 November 2026, 09:30 GMT",
        fonts=resource_folder() / "fonts",
        demonstration=demonstration,
    )


@pytest.fixture(scope="module")
def page() -> pypdfium2.PdfPage:
    return pypdfium2.PdfDocument(sheet())[0]


def words(page: pypdfium2.PdfPage) -> str:
    return str(page.get_textpage().get_text_bounded())


def test_everything_stands_on_one_sheet_with_its_marking_top_and_bottom() -> None:
    document = pypdfium2.PdfDocument(sheet())
    assert len(document) == 1
    text = words(document[0])
    assert text.count("OFFICIAL-SENSITIVE") == 2
    assert "Northmere Police" in text
    assert "0199a1c2-4b7e-7d30-9c55-1f2e3d4c5b6a" in text
    assert "DEMONSTRATION" not in text


def test_the_rows_read_from_the_page_are_the_key(page: pypdfium2.PdfPage) -> None:
    text = words(page)
    assert IDENTITY_START in text
    assert all(block in text for row in ROWS for block in row)
    assert all(" ".join(row) in " ".join(text.split()) for row in ROWS)
    assert read_identity(" ".join(block for row in ROWS for block in row)) == KEY.identity


def test_the_square_code_on_the_page_holds_the_key(page: pypdfium2.PdfPage) -> None:
    drawn = page.render(scale=4).to_pil().convert("L")
    assert modules_on(drawn) == [[bool(dark) for dark in line] for line in code().matrix]


def code() -> segno.QRCode:
    return segno.make(KEY.identity, error="q", micro=False)


def modules_on(drawn: Image.Image) -> list[list[bool]]:
    """The code's modules as a scanner meets them: the middle of each square, in the frame of its corners."""
    width = len(code().matrix)
    # The code is the only large drawing right of the rows, between the rules of the frame.
    left, top, right, bottom = (int(4 * side) for side in (385, 240, 535, 380))
    inked = drawn.crop((left, top, right, bottom)).point(lambda shade: 255 * (shade < 128))
    box = inked.getbbox()
    assert box is not None
    step = (box[2] - box[0]) / width
    return [
        [
            bool(inked.getpixel((box[0] + (across + 0.5) * step, box[1] + (down + 0.5) * step)))
            for across in range(width)
        ]
        for down in range(width)
    ]


def test_the_sheet_prints_well_without_colour(page: pypdfium2.PdfPage) -> None:
    colours = page.render(scale=1).to_pil().convert("RGB").getcolors(1 << 24)
    assert colours is not None
    saturation = max(max(colour) - min(colour) for _count, colour in colours)
    assert saturation < 80


def test_a_demonstration_says_so() -> None:
    assert "DEMONSTRATION" in words(pypdfium2.PdfDocument(sheet(demonstration=True))[0])


def test_the_key_is_in_no_metadata_and_the_fonts_are_inside() -> None:
    with pikepdf.open(io.BytesIO(sheet())) as document:
        told = str(dict(document.docinfo.items())) if document.docinfo else ""
        fonts = document.pages[0].Resources.Font
        assert KEY.identity[16:40] not in told
        assert all("/FontDescriptor" in font or "/DescendantFonts" in font for font in fonts.values())


def test_the_same_sheet_is_the_same_bytes() -> None:
    assert sheet() == sheet()


def test_a_forces_name_is_printed_as_text_whatever_it_holds(tmp_path: Path) -> None:
    picture = tmp_path / "local.png"
    Image.new("RGB", (8, 8)).save(picture)
    hostile = f'<img src="{picture}"/><font color="red">&amp; Sons'
    text = words(pypdfium2.PdfDocument(sheet(force=hostile))[0])
    assert "<img src=" in text.replace("\r\n", "")
    assert "&amp; Sons" in text
