"""A numbered copy for the printer: its line on every page, clear of all else, the sealed pack untouched."""

import io
import subprocess

import pikepdf
import pypdf
import pypdfium2
import pytest

from spoc_desk.documents.copy_stamps import BASELINE, numbered, write_numbered
from spoc_desk.domain.printing import copy_line
from tests.documents import pack_samples, samples

LINE = copy_line(2, 5, "J Doe, Counsel")


@pytest.fixture(scope="module")
def sealed(tmp_path_factory, child, fonts):
    """The bytes of a pack with pages that stand and a page that lies."""
    files = {**pack_samples.FILES, "AM/11": ("wide.png", samples.saved(samples.picture(900, 300), "PNG"))}
    built = pack_samples.build(tmp_path_factory.mktemp("pack"), child, fonts, files)
    return built.path.read_bytes()


@pytest.fixture(scope="module")
def every(sealed):
    return tuple(range(1, len(pypdf.PdfReader(io.BytesIO(sealed)).pages) + 1))


def texts(content):
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages]


def test_every_page_carries_the_copy_s_line(sealed, every, fonts):
    told = texts(numbered(io.BytesIO(sealed), LINE, every, fonts))
    assert len(told) == len(every)
    assert [page.count(LINE) for page in told] == [1] * len(every)


def test_two_copies_differ_in_their_line_alone(sealed, every, fonts):
    second = texts(numbered(io.BytesIO(sealed), LINE, every, fonts))
    third = texts(numbered(io.BytesIO(sealed), copy_line(3, 5, "CPS"), every, fonts))
    assert [page.replace(LINE, "") for page in second] == [
        page.replace("Copy 3 of 5 · for CPS", "") for page in third
    ]


def test_the_line_stands_where_no_page_of_the_pack_has_anything(sealed):
    for page in pypdfium2.PdfDocument(sealed):
        picture = page.render(scale=2).to_pil().convert("L")
        height = page.get_height()
        above, below = (int(2 * (height - BASELINE + step)) for step in (-9, 3))
        strip = picture.crop((0, above, picture.width, below))
        assert strip.getextrema() == (255, 255)


def test_the_line_is_painted_on_standing_and_on_lying_pages(sealed, every, fonts):
    made = pypdfium2.PdfDocument(numbered(io.BytesIO(sealed), LINE, every, fonts))
    lying = {page.get_width() > page.get_height() for page in made}
    assert lying == {True, False}
    for page in made:
        box = page.get_textpage().search(LINE).get_next()
        _, bottom, _, top = page.get_textpage().get_charbox(box[0])
        assert BASELINE - 3 < bottom < top < BASELINE + 9


def test_only_the_pages_asked_for_are_in_the_copy_at_all(sealed, fonts):
    content = numbered(io.BytesIO(sealed), LINE, (2, 3), fonts)
    asked = texts(content)
    assert ["Page 2 of" in asked[0], "Page 3 of" in asked[1], len(asked)] == [True, True, 2]
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert sum(getattr(each, "Type", None) == "/Page" for each in pdf.objects if is_dictionary(each)) == 2
        assert not {"/Outlines", "/OpenAction", "/Names"} & set(pdf.Root.keys())
    assert len(content) < len(sealed)


def is_dictionary(thing):
    return isinstance(thing, pikepdf.Dictionary)


def test_qpdf_finds_nothing_wrong_with_a_copy(sealed, every, fonts, tmp_path):
    for name, pages in (("all.pdf", every), ("some.pdf", every[3:])):
        (tmp_path / name).write_bytes(numbered(io.BytesIO(sealed), LINE, pages, fonts))
        done = subprocess.run(["qpdf", "--check", tmp_path / name], capture_output=True, check=False)
        assert done.returncode == 0, done.stdout


def test_the_sealed_pack_is_only_read(sealed, every, fonts):
    source = io.BytesIO(sealed)
    numbered(source, LINE, every, fonts)
    assert source.getvalue() == sealed


@pytest.mark.parametrize(
    ("recipient", "shown"),
    [
        ("<img src='/etc/hostname'/>", "<img src='/etc/hostname'/>"),
        ("Bargyfreithiwr Siân Ŵyn", "Siân Ŵyn"),
        ("a\u202egnirts", "right-to-left override"),
        ("W" * 400, "WWWW…"),
    ],
    ids=["markup", "Welsh", "a hidden mark", "too long"],
)
def test_any_recipient_s_name_stands_on_one_line(sealed, fonts, recipient, shown):
    (page,) = texts(numbered(io.BytesIO(sealed), copy_line(1, 2, recipient), (1,), fonts))
    assert "Copy 1 of 2" in page
    assert shown in page


def test_a_name_in_another_script_is_set_in_a_face_that_has_it(sealed, fonts):
    content = numbered(io.BytesIO(sealed), copy_line(1, 2, "سارة أحمد"), (1,), fonts)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        kept = pdf.pages[0].Resources.XObject.SpocCopy.Resources.Font
        faces = [str(font.BaseFont) for font in kept.values()]
    assert any("Naskh" in face for face in faces), faces


class Deaf(io.RawIOBase):
    """A printer that hangs up after a few bytes."""

    taken = 0

    def writable(self):
        return True

    def write(self, block):
        self.taken += len(memoryview(block))
        if self.taken > 10_000:
            raise BrokenPipeError
        return len(memoryview(block))


def test_a_printer_that_hangs_up_is_an_error_and_not_the_end_of_the_program(sealed, every, fonts):
    with pytest.raises(BrokenPipeError):
        write_numbered(io.BytesIO(sealed), Deaf(), LINE, every, fonts)
