"""The OCR programs as they are installed, and what is said when they are not."""

from pathlib import Path

import pytest

from spoc_desk.domain.errors import DomainError
from spoc_desk.system.ocr import OcrProgram, find_ocr


def test_it_says_its_version_and_the_languages_it_reads() -> None:
    found = find_ocr()
    assert found is not None
    assert found.languages[0] == "eng"
    assert found.version.startswith("Tesseract ")
    assert "(English" in found.version


def test_what_cannot_be_read_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    found = find_ocr()
    assert found is not None
    (tmp_path / "drawn").write_bytes(b"%PDF- torn")
    with pytest.raises(DomainError) as caught:
        found.read(tmp_path / "drawn", 1, lambda: False)
    assert caught.value.values["reason"] == "the OCR program could not read it"
    assert list(tmp_path.iterdir()) == [tmp_path / "drawn"]


def test_without_both_programs_there_is_no_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert find_ocr() is None


def test_without_the_data_for_english_it_reads_nothing(tmp_path: Path) -> None:
    assert OcrProgram(tmp_path / "ocrmypdf", tmp_path / "tesseract").languages == ()
