"""What a pack says of itself as a file, and how near its own pages are to what archives take."""

import io
from pathlib import Path

import pikepdf
import pypdf
import pytest

from spoc_desk.documents.packs import BuiltPack
from spoc_desk.system.child import Child
from tests.documents.pack_samples import FILES, build
from tests.documents.reading_back import poppler

OWN = {reference: file for reference, file in FILES.items() if not file[0].endswith(".pdf")}


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory, child: Child, fonts: Path) -> BuiltPack:
    return build(tmp_path_factory.mktemp("own"), child, fonts, OWN)


def test_both_forms_of_properties_say_the_same(pack: BuiltPack) -> None:
    reader = pypdf.PdfReader(pack.path)
    held, told = reader.xmp_metadata, reader.metadata
    assert held is not None
    assert told is not None
    assert held.dc_title == {"x-default": told.title}
    assert held.dc_creator == [told.author]
    assert held.dc_language == ["en-GB"]
    assert str(held.xmp_create_date) == "2026-11-20 09:30:00"
    assert held.pdf_producer == told.producer == "SPOC Desk"


def test_no_claim_is_made_of_a_standard_that_the_pack_was_not_checked_against(pack: BuiltPack) -> None:
    content = pack.path.read_bytes()
    assert b"pdfaid" not in content
    assert b"pdfuaid" not in content


def test_every_face_of_our_own_pages_is_embedded(pack: BuiltPack) -> None:
    rows = poppler("pdffonts", pack.path).splitlines()
    at = rows[0].index("emb")
    assert len(rows) > 5
    assert {row[at : at + 3] for row in rows[2:]} == {"yes"}


def test_no_page_brings_a_transition_along(pack: BuiltPack) -> None:
    with pikepdf.open(pack.path) as pdf:
        assert not [page for page in pdf.pages if "/Trans" in page.obj]


@pytest.mark.parametrize("title", ["R v Doe\x0b\x00", "<R> & \"v\" 'Doe'", "R v \U0001f621"])
def test_no_title_breaks_the_properties(tmp_path: Path, child: Child, fonts: Path, title: str) -> None:
    built = build(tmp_path, child, fonts, {"AM/10": FILES["AM/10"]}, title=title)
    held = pypdf.PdfReader(io.BytesIO(built.path.read_bytes())).xmp_metadata
    assert held is not None
    kept = "".join(each for each in title if each >= " ")
    assert held.dc_title["x-default"].startswith(kept)  # type: ignore[index]
