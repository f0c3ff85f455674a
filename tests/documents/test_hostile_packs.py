"""A pack of broken and harmful exhibits is finished all the same: each printed, or named with its fault."""

import hashlib
import re
from pathlib import Path

import pikepdf
import pypdf
import pytest

from spoc_desk.documents.packs import BuiltPack
from spoc_desk.system.child import Child
from tests.documents import samples
from tests.documents.hostile_samples import EITHER, FAULTY, SOUND
from tests.documents.pack_samples import build
from tests.documents.reading_back import page_texts

FILES = {**SOUND, **FAULTY, **EITHER}


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory, child: Child, fonts: Path) -> BuiltPack:
    return build(tmp_path_factory.mktemp("hostile"), child, fonts, FILES)


@pytest.fixture(scope="module")
def texts(pack: BuiltPack) -> list[str]:
    return page_texts(pack.path)


def test_every_exhibit_has_its_place_in_the_pack(pack: BuiltPack) -> None:
    assert [span.reference for span in pack.spans] == list(FILES)


def test_what_nobody_can_print_is_named_and_nothing_that_can_be_printed_is(pack: BuiltPack) -> None:
    faults = dict(pack.faults)
    assert FAULTY.keys() <= faults.keys()
    assert not SOUND.keys() & faults.keys()


def test_a_fault_is_told_in_words_and_not_in_the_names_of_our_libraries(pack: BuiltPack) -> None:
    for reference, fault in pack.faults:
        assert not re.search(r"Error|Exception|Warning|pdfium|pikepdf|PIL", fault), (reference, fault)


def test_each_slip_sheet_names_the_fault_and_the_hash_of_the_original(
    pack: BuiltPack, texts: list[str]
) -> None:
    faults = dict(pack.faults)
    for span in pack.spans:
        if span.reference in faults:
            sheet = " ".join(texts[span.first - 1].split())
            assert "Slip sheet" in sheet
            assert faults[span.reference] in sheet
            digest = hashlib.sha256(FILES[span.reference][1]).hexdigest()
            assert digest in sheet.replace(" ", "")


def test_every_page_carries_its_number_and_its_marks(pack: BuiltPack, texts: list[str]) -> None:
    assert len(texts) == pack.pages
    for number, text in enumerate(texts, 1):
        assert f"Page {number} of {pack.pages}" in text
        assert text.count("OFFICIAL-SENSITIVE") >= 2
        assert "DEMONSTRATION" in text


def test_nothing_of_what_acted_is_left(pack: BuiltPack) -> None:
    reader = pypdf.PdfReader(pack.path)
    for number in range(1, int(reader.trailer["/Size"])):  # type: ignore[call-overload]
        found = reader.get_object(number)
        if isinstance(found, dict):
            assert not {"/JS", "/JavaScript", "/Launch", "/AA", "/EmbeddedFiles", "/URI", "/XFA"} & set(found)


def test_what_is_said_of_an_odd_exhibit_stands_in_the_list(texts: list[str]) -> None:
    told = " ".join(" ".join(texts).split())
    assert "Was restricted by its author, readable without a password." in told
    assert "601 pages; the first 50 printed." in told
    assert "1 page is so large that paper shows less than a tenth of its size; read the original." in told
    assert "Held a script, taken out." in told


def test_a_cropped_page_is_counted_in_words_that_fit_its_number(
    tmp_path: Path, child: Child, fonts: Path
) -> None:
    def crop(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].obj.CropBox = pikepdf.Array([0, 300, 595, 842])

    built = build(tmp_path, child, fonts, {"AM/1": ("cropped.pdf", samples.rewritten(samples.pdf(2), crop))})
    told = " ".join(" ".join(page_texts(built.path)).split())
    assert "1 page is cropped: what lies outside the crop is not printed but is in the original." in told
