"""Pages that a reader would find fault with are named: too small, reduced, too dense, exposing, blank."""

import io

import pikepdf
import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from spoc_desk.documents.page_faults import look

A4 = (595.28, 841.89)


def a_page(draw, size=A4):
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=size)
    draw(canvas)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def printed(tmp_path, *pages, scale=1.0):
    """Each page as the pack prints it: a form at this scale, then a stamp and its number."""
    path = tmp_path / "pack.pdf"
    with pikepdf.new() as pack:
        for content in pages:
            with pikepdf.open(io.BytesIO(content)) as source:
                page = pack.add_blank_page(page_size=A4)
                form = pack.copy_foreign(source.pages[0].as_form_xobject())
                stamp = pikepdf.open(io.BytesIO(a_page(lambda c: c.drawString(60, 30, "OFFICIAL-SENSITIVE"))))
                stamped = pack.copy_foreign(stamp.pages[0].as_form_xobject())
                page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(E=form, S=stamped))
                shown = f"q {scale} 0 0 {scale} 20 20 cm /E Do Q q 1 0 0 1 0 0 cm /S Do Q"
                page.Contents = pack.make_stream(shown.encode())
        pack.save(path)
    return str(path)


def words(size, text="The whole page is set in print of this height"):
    def draw(canvas):
        canvas.setFont("Helvetica", size)
        for line in range(20):
            canvas.drawString(40, 700 - 20 * line, text)

    return draw


def picture(pixels, points):
    def draw(canvas):
        image = ImageReader(Image.effect_noise((pixels, pixels), 40))
        canvas.drawImage(image, 50, 200, points, points)

    return draw


def codes(path, *, secrets=(), dpi=0, pages=1):
    return [(code, page) for code, page, _ in look(path, 1, pages, list(secrets), dpi)]


def test_ordinary_print_has_no_fault(tmp_path):
    assert look(printed(tmp_path, a_page(words(10))), 1, 1, ["07700 900123"], 300) == []


@pytest.mark.parametrize(("size", "scale", "told"), [(5, 1.0, 5.0), (10, 0.5, 5.0), (12, 0.4, 4.8)])
def test_print_that_is_too_small_once_scaled_is_named_with_its_height(tmp_path, size, scale, told):
    assert look(printed(tmp_path, a_page(words(size)), scale=scale), 1, 1, [], 0) == [["small", 1, told]]


def test_a_footnote_does_not_make_a_page_hard_to_read(tmp_path):
    def draw(canvas):
        words(10)(canvas)
        canvas.setFont("Helvetica", 4)
        canvas.drawString(40, 60, "A note")

    assert codes(printed(tmp_path, a_page(draw))) == []


def test_a_picture_of_a_page_that_is_much_reduced_is_named(tmp_path):
    plan = a_page(picture(200, 300))
    assert codes(printed(tmp_path, plan, scale=0.3)) == [("reduced", 1)]
    assert codes(printed(tmp_path, plan, scale=0.8)) == []


def test_a_picture_denser_than_the_court_asks_for_is_named_only_to_its_rules(tmp_path):
    path = printed(tmp_path, a_page(picture(900, 144)))
    assert look(path, 1, 1, [], 300) == [["dense", 1, 450]]
    assert codes(path) == []


def test_particulars_are_found_however_they_are_written_and_are_not_repeated(tmp_path):
    path = printed(tmp_path, a_page(words(10)), a_page(words(10, "Ring 07700-900 123 at once")))
    found = look(path, 1, 2, ["07700 900123", "14 Tarn View"], 0)
    assert found == [["exposed", 2, 1]]


def test_a_page_with_nothing_but_its_stamps_is_blank(tmp_path):
    assert codes(printed(tmp_path, a_page(lambda _canvas: None))) == [("blank", 1)]


def test_only_the_pages_asked_for_are_looked_at(tmp_path):
    path = printed(tmp_path, *(a_page(words(4)) for _ in range(3)))
    assert [page for _, page, _ in look(path, 2, 2, [], 0)] == [2]
