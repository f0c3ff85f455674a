"""What the cover and the case papers say of exhibits: redacted, left out, counted, found or only sealed."""

import io
from dataclasses import replace
from pathlib import Path

import pypdf

from spoc_desk.documents.layout import Laid, lay_out
from spoc_desk.documents.order import Piece
from spoc_desk.documents.parts import Part, Rendition
from spoc_desk.documents.volume_front import lay_out_volume
from spoc_desk.domain.packs import PackContent, PackOffence, PackPoint
from spoc_desk.domain.redactions import PackRedaction
from tests.documents.pack_samples import content


def words_of(laid: Laid) -> str:
    pages = pypdf.PdfReader(io.BytesIO(laid.content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def laid_words(made: PackContent, fonts: Path) -> str:
    return words_of(lay_out(made, {}, {}, fonts))


def test_a_served_copy_says_whether_its_exhibits_are_redacted(fonts: Path) -> None:
    made = content()
    assert laid_words(made, fonts).count("xhibits are printed as they are") == 2
    assert "but for the redactions listed" not in laid_words(made, fonts)
    first, *rest = made.exhibits
    hidden = replace(first, redaction=PackRedaction((), (), "", "", "", ""))
    told = laid_words(replace(made, exhibits=(hidden, *rest)), fonts)
    assert told.count("xhibits are printed as they are but for the redactions listed") == 2


def test_a_point_proved_by_an_exhibit_outside_the_pack_does_not_say_that_nothing_proves_it(
    fonts: Path,
) -> None:
    points = (PackPoint("Sent it", left_out=("AM/9, not in this pack",)), PackPoint("Meant it"))
    told = laid_words(content(offences=(PackOffence("Threat", points=points),)), fonts)
    assert "AM/9, not in this pack" in told
    assert told.count("No exhibit") == 1


def test_statements_are_not_counted_as_exhibits(fonts: Path) -> None:
    made = content()
    first, *rest = made.exhibits
    assert "Exhibits 5 " in laid_words(made, fonts)
    told = laid_words(replace(made, exhibits=(replace(first, statement=True), *rest)), fonts)
    assert "Exhibits 4 Statements 1 " in told


def test_an_exhibit_that_nobody_timed_is_listed_as_sealed(fonts: Path) -> None:
    made = content()
    bare = replace(
        made.exhibits[0], acquired_at="", acquired_where="", sealed_at="17 November 2026, 09:00 GMT"
    )
    told = laid_words(replace(made, exhibits=(bare, *made.exhibits[1:])), fonts)
    assert "found by DC Jo Sands. Sealed 17 November 2026, 09:00 GMT." in told


def test_the_cover_of_a_later_volume_sends_the_reader_to_the_hashes_of_volume_1(
    fonts: Path, tmp_path: Path
) -> None:
    made = content()
    path = tmp_path / "part.pdf"
    path.write_bytes(b"")
    pieces = [Piece(made.exhibits[0], Part(path, 1, Rendition("")), 1, 1)]
    told = words_of(lay_out_volume(made, pieces, 2, 3, {}, fonts))
    assert "the list of hashes in volume 1, with the way to check it" in told
    assert "on the last pages" not in told
    assert "on the last pages" in laid_words(made, fonts)


def test_the_page_on_checking_names_what_lies_in_a_release_folder(fonts: Path) -> None:
    told = laid_words(content(), fonts)
    for name in ("MANIFEST.sha256", "contents.json", "the signed PDF", "change sheet", ".sha256” beside it"):
        assert name in told
