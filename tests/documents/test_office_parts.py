"""Office documents in a pack: printed where LibreOffice is installed; where it is not, a page says so."""

from pathlib import Path

import pypdf
import pytest

from spoc_desk.documents.packs import BuiltPack, build_pack
from spoc_desk.documents.part_making import Programs
from spoc_desk.system.child import Child
from spoc_desk.system.office import find_libreoffice
from tests.documents import office_samples, pack_samples

LETTER = office_samples.docx(
    office_samples.paragraph("You have until Friday.") + office_samples.TRACKED + office_samples.HIDDEN,
    more={"word/vbaProject.bin": b"\0"},
)
FILES = {
    "AM/1": ("letter.docm", LETTER),
    "AM/2": ("locked.docx", office_samples.wrapped("EncryptedPackage")),
    "AM/3": ("photo.jpg", b"{\\rtf1\\ansi Only words.\\par}"),
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, child: Child, fonts: Path) -> BuiltPack:
    return build(tmp_path_factory.mktemp("pack"), child, fonts, Programs(find_libreoffice()))


def build(folder: Path, child: Child, fonts: Path, programs: Programs) -> BuiltPack:
    return build_pack(
        pack_samples.content(FILES),
        pack_samples.opener(FILES),
        folder / "pack.pdf",
        folder / "scratch",
        child,
        lambda _done, _total: None,
        lambda: False,
        fonts=fonts,
        programs=programs,
    )


def words(built: BuiltPack) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in pypdf.PdfReader(built.path).pages)


def test_a_letter_is_printed_and_says_what_print_does_not_show(built: BuiltPack) -> None:
    told = words(built)
    assert "You have until Friday." in told
    assert "words nobody sees" not in told
    assert "converted by LibreOffice" in told
    for note in (
        "Its layout may differ from the original.",
        "Holds macros, which were not run.",
        "2 tracked changes, printed as the document shows them.",
        "1 passage of hidden text, not printed.",
    ):
        assert note in told


def test_a_locked_document_gets_a_slip_sheet_that_asks_for_the_password(built: BuiltPack) -> None:
    (fault,) = built.faults
    assert fault[0] == "AM/2"
    assert "add a copy saved without one" in fault[1]


def test_a_document_under_a_false_name_is_printed_for_what_it_is(built: BuiltPack) -> None:
    told = words(built)
    assert "Only words." in told
    assert "Its name says otherwise, but the content is application/rtf." in told


def test_without_libreoffice_the_page_says_so_and_offers_a_pdf(
    tmp_path: Path, child: Child, fonts: Path
) -> None:
    told = words(build(tmp_path, child, fonts, Programs()))
    assert "LibreOffice, which would print it, is not installed on this computer." in told
    assert "add a PDF made from the document" in told
    assert "You have until Friday." not in told
