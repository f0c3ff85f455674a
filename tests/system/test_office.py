"""LibreOffice as installed: documents become PDFs; what they ask for outside themselves they do not get."""

import shutil
from pathlib import Path

import pypdf
import pytest
from PIL import Image

from spoc_desk.domain.errors import DomainError
from spoc_desk.system.office import LibreOffice, find_libreoffice
from tests.documents import office_samples as samples


@pytest.fixture(scope="module")
def office() -> LibreOffice:
    found = find_libreoffice()
    assert found is not None
    return found


@pytest.fixture
def converted(tmp_path: Path, office: LibreOffice):
    def convert(content: bytes, ending: str) -> pypdf.PdfReader:
        source = tmp_path / "1.source"
        source.write_bytes(content)
        made = office.convert(source, ending, lambda: False)
        assert sorted(tmp_path.iterdir()) == sorted([source, made])
        return pypdf.PdfReader(made)

    return convert


def test_it_says_its_name_and_version(office: LibreOffice) -> None:
    assert office.version.startswith("LibreOffice ")
    assert office.version.count(".") >= 1


def test_a_letter_becomes_a_pdf_without_what_is_hidden_or_linked(tmp_path: Path, converted) -> None:
    Image.new("RGB", (60, 60), "red").save(tmp_path.parent / "private.png")
    (page,) = converted(samples.linked_picture((tmp_path.parent / "private.png").as_uri()), "docx").pages
    assert "See the picture" in page.extract_text()
    assert not page.images


def test_a_section_from_a_file_of_this_computer_is_not_read(tmp_path: Path, converted) -> None:
    (tmp_path.parent / "private.txt").write_text("words of this computer")
    address = (tmp_path.parent / "private.txt").as_uri()
    linked = f'<text:section-source xlink:href="{address}" text:filter-name="Text"/>'
    body = f'<text:p>Letter</text:p><text:section text:name="S">{linked}<text:p>old</text:p></text:section>'
    (page,) = converted(samples.odt(body), "odt").pages
    assert page.extract_text().split() == ["Letter", "old"]


def test_a_damaged_document_is_refused_and_leaves_nothing(tmp_path: Path, office: LibreOffice) -> None:
    source = tmp_path / "1.source"
    source.write_bytes(samples.docx(samples.paragraph("torn"))[:300])
    with pytest.raises(DomainError) as caught:
        office.convert(source, "docx", lambda: False)
    assert "could not convert it" in caught.value.values["reason"]
    assert list(tmp_path.iterdir()) == [source]


def test_without_the_program_there_is_no_converter(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PATH", "PROGRAMFILES", "PROGRAMFILES(X86)"):
        monkeypatch.setenv(name, "")
    assert find_libreoffice() is None


def test_it_is_found_in_the_usual_folder_of_windows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "LibreOffice" / "program" / "soffice.com"
    program.parent.mkdir(parents=True)
    program.write_text("echo LibreOffice")
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    monkeypatch.setenv("PROGRAMFILES", str(tmp_path))
    assert find_libreoffice() is not None


def test_a_program_that_will_not_say_its_version_still_has_a_name(tmp_path: Path) -> None:
    assert LibreOffice(tmp_path / "missing").version == "LibreOffice"
