"""The rules of electronic bundles, one by one, on a finished pack read by other programs than wrote it."""

import io
from pathlib import Path

import pikepdf
import pypdf
import pytest
from PIL import Image, ImageChops, ImageStat

from spoc_desk.documents.packs import BuiltPack
from spoc_desk.documents.parts import page_size, placement
from spoc_desk.documents.style import MARGIN
from spoc_desk.system.child import Child
from tests.documents import samples
from tests.documents.bundle_samples import ODD, ODD_SHEETS, PLAN, TURNS, TYPED, build_bundle, files, odd_pdf
from tests.documents.pack_samples import build
from tests.documents.reading_back import (
    Word,
    bookmarks_of,
    drawn,
    links_of,
    page_texts,
    picture_resolutions,
    poppler,
    words_of,
)

STAMPED = 40.0
"""How much of the head and the foot of a page belongs to the stamp, in points."""
ACTIVE = frozenset(
    f"/{key}"
    for key in (
        *(
            "JavaScript",
            "JS",
            "AA",
            "A",
            "Launch",
            "URI",
            "SubmitForm",
            "ImportData",
            "GoToR",
            "GoToE",
            "XFA",
        ),
        *("EmbeddedFiles", "EmbeddedFile", "RichMedia", "AcroForm", "Names", "Collection", "PieceInfo"),
    )
)


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory, child: Child, fonts: Path) -> BuiltPack:
    return build_bundle(tmp_path_factory.mktemp("bundle"), child, fonts)


@pytest.fixture(scope="module")
def texts(pack: BuiltPack) -> list[str]:
    return page_texts(pack.path)


@pytest.fixture(scope="module")
def words(pack: BuiltPack) -> list[Word]:
    return words_of(pack.path)


def pages_of(pack: BuiltPack, reference: str) -> range:
    span = next(each for each in pack.spans if each.reference == reference)
    return range(span.first, span.last + 1)


def likeness(one: Image.Image, other: Image.Image) -> float:
    """How far two pictures differ on average, from 0 to 255."""
    small = (48, 36) if one.width > one.height else (36, 48)
    pair = (each.convert("L").resize(small, Image.Resampling.BOX) for each in (one, other))
    return float(ImageStat.Stat(ImageChops.difference(*pair)).mean[0])


def test_everything_in_the_bundle_could_be_printed(pack: BuiltPack) -> None:
    assert pack.faults == ()
    assert [span.reference for span in pack.spans] == list(files())


def test_the_number_on_every_page_is_the_pdfs_own(pack: BuiltPack, texts: list[str]) -> None:
    reader = pypdf.PdfReader(pack.path)
    assert len(reader.pages) == len(texts) == pack.pages
    for number, (page, told) in enumerate(zip(reader.pages, texts, strict=True), 1):
        assert f"Page {number} of {pack.pages}" in told
        assert f"Page {number} of {pack.pages}" in page.extract_text()


def test_no_page_labels_say_otherwise(pack: BuiltPack) -> None:
    reader = pypdf.PdfReader(pack.path)
    assert "/PageLabels" not in reader.root_object
    assert reader.page_labels == [str(number) for number in range(1, pack.pages + 1)]


def test_every_line_of_the_contents_leads_to_the_page_that_it_prints(
    pack: BuiltPack, words: list[Word]
) -> None:
    height = 841.89
    first_papers = min(link.target for link in links_of(pack.path) if link.page == 2)
    lines = [link for link in links_of(pack.path) if 2 <= link.page < first_papers]
    assert {span.first for span in pack.spans} <= {link.target for link in lines}
    ends = {str(span.first): str(span.last) for span in pack.spans}
    for link in lines:
        _, bottom, _, top = link.box
        row = [
            word.text
            for word in words
            if word.page == link.page
            and word.right > 595.28 - MARGIN - 62
            and height - top - 4 <= (word.top + word.bottom) / 2 <= height - bottom + 4
        ]
        last = ends.get(str(link.target), str(link.target))
        assert row == [f"{link.target}" if last == f"{link.target}" else f"{link.target}–{last}"]


def test_the_bookmarks_are_a_tree_that_names_every_exhibit_and_its_page(pack: BuiltPack) -> None:
    marks = bookmarks_of(pack.path)
    assert all(mark.title.endswith(f"(p.{mark.page})") for mark in marks)
    sections = {mark.title.rpartition(" (p.")[0] for mark in marks if mark.depth == 0}
    assert {"Cover", "Contents", "Chronology", "A Photographs", "B Documents", "Further exhibits"} <= {
        " ".join(title.split()) for title in sections
    }
    below = {mark.title.split()[0]: mark.page for mark in marks if mark.depth == 1}
    assert below == {span.reference: span.first for span in pack.spans}


def test_every_bookmark_and_link_shows_its_page_at_full_size(pack: BuiltPack) -> None:
    assert {mark.destination for mark in bookmarks_of(pack.path)} == {("/XYZ", 1.0)}
    assert {(link.kind, link.zoom) for link in links_of(pack.path)} == {("/XYZ", 1.0)}


def test_the_pack_opens_on_its_cover_at_full_size_with_the_bookmarks_beside_it(pack: BuiltPack) -> None:
    root = pypdf.PdfReader(pack.path).root_object
    page, kind, left, top, zoom = root["/OpenAction"]
    first = pypdf.PdfReader(pack.path).pages[0].indirect_reference
    assert first is not None
    assert page.idnum == first.idnum  # type: ignore[has-type]
    assert (str(kind), float(left), round(float(top)), float(zoom)) == ("/XYZ", 0.0, 842, 1.0)  # type: ignore[has-type]
    assert root["/PageMode"] == "/UseOutlines"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]  # type: ignore[index]


def test_typed_pages_can_be_searched_and_copied(pack: BuiltPack, words: list[Word]) -> None:
    for reference in TYPED:
        for page in pages_of(pack, reference):
            own = [word for word in words if word.page == page and STAMPED < word.top < 842 - STAMPED]
            assert len(own) >= 3, (reference, page)


def test_no_page_is_turned_and_wide_ones_lie_on_their_side(pack: BuiltPack) -> None:
    reader = pypdf.PdfReader(pack.path)
    assert all(page.get("/Rotate", 0) == 0 for page in reader.pages)
    wide = [page for page in pages_of(pack, ODD) if ODD_SHEETS[page - pages_of(pack, ODD)[0]][0] > 595]
    for page in (*pages_of(pack, PLAN), *wide[:1]):
        box = reader.pages[page - 1].mediabox
        assert box.width > box.height
    for page in reader.pages:
        assert sorted(round(float(edge)) for edge in (page.mediabox.width, page.mediabox.height)) == [
            595,
            842,
        ]


def test_photographs_stand_upright_however_the_camera_was_held(pack: BuiltPack) -> None:
    views = [drawn(pack.path, pages_of(pack, reference)[0]) for reference in TURNS.values()]
    assert all(view.width > view.height for view in views)
    body = [view.crop((20, 30, view.width - 20, view.height - 30)) for view in views]
    assert all(likeness(body[0], other) < 2 for other in body[1:])
    assert likeness(body[0], body[0].transpose(Image.Transpose.ROTATE_180)) > 20


def test_turned_and_cropped_sheets_read_as_a_reader_shows_them(pack: BuiltPack, tmp_path: Path) -> None:
    original = tmp_path / "odd.pdf"
    original.write_bytes(odd_pdf())
    poppler("pdftoppm", "-r", "72", "-gray", "-png", "-cropbox", original, tmp_path / "odd")
    for index, page in enumerate(pages_of(pack, ODD)):
        before = Image.open(tmp_path / f"odd-{index + 1}.png")
        width, height = before.size
        scale, x, y = placement(width, height, 1.0)
        tall = page_size(width, height)[1]
        box = (x, tall - y - height * scale, x + width * scale, tall - y)
        after = drawn(pack.path, page, 1.0).crop(tuple(round(edge) for edge in box))
        apart = likeness(before, after)
        assert apart < 5, index + 1
        assert apart < likeness(before, after.transpose(Image.Transpose.ROTATE_180)) / 1.5


def test_words_on_turned_sheets_run_from_left_to_right(pack: BuiltPack, words: list[Word]) -> None:
    for page in pages_of(pack, ODD):
        odd, sheet, number = (
            next(word for word in words if word.page == page and word.text == told and word.top > STAMPED)
            for told in ("Odd", "sheet", f"{page - pages_of(pack, ODD)[0] + 1}")
        )
        assert odd.left < sheet.left < number.left
        assert abs(odd.top - number.top) < 2


def test_no_exhibit_reaches_under_the_stamps(pack: BuiltPack, tmp_path: Path) -> None:
    bare = tmp_path / "bare.pdf"
    with pikepdf.open(pack.path) as pdf:
        for page in pdf.pages:
            page.obj.Contents = pikepdf.Array([*list(page.obj.Contents)[:-1], pdf.make_stream(b"Q")])
        pdf.save(bare)
    for span in pack.spans:
        for page in range(span.first, span.last + 1):
            view = drawn(bare, page, 1.0)
            strip = round(STAMPED)
            head = view.crop((0, 0, view.width, strip))
            foot = view.crop((0, view.height - strip, view.width, view.height))
            assert head.getextrema() == foot.getextrema() == (255, 255), (span.reference, page)


def test_every_page_is_marked_at_its_head_and_at_its_foot(pack: BuiltPack, words: list[Word]) -> None:
    reader = pypdf.PdfReader(pack.path)
    for number, page in enumerate(reader.pages, 1):
        height = float(page.mediabox.height)
        marks = [word for word in words if word.page == number and word.text == "OFFICIAL-SENSITIVE"]
        assert any(word.bottom < STAMPED for word in marks)
        assert any(word.bottom > height - STAMPED for word in marks)


def test_the_file_says_what_it_is(pack: BuiltPack) -> None:
    told = dict(line.split(":", 1) for line in poppler("pdfinfo", pack.path).splitlines())
    assert told["Title"].strip() == "R v Doe: evidence pack EP/2026/0001"
    assert told["Author"].strip() == "Northmoor Police"
    assert "CF/2026/0001" in told["Subject"]
    assert told["Creator"].strip() == told["Producer"].strip() == "SPOC Desk"
    assert told["Encrypted"].strip() == told["JavaScript"].strip() == "no"
    assert told["Form"].strip() == "none"


def test_nothing_in_the_file_acts_or_reaches_outside(pack: BuiltPack) -> None:
    reader = pypdf.PdfReader(pack.path)
    for number in range(1, int(reader.trailer["/Size"])):  # type: ignore[call-overload]
        found = reader.get_object(number)
        if isinstance(found, dict):
            assert not ACTIVE & set(found), (number, ACTIVE & set(found))


def test_the_pack_is_hardly_larger_than_what_was_put_into_it(
    tmp_path: Path, child: Child, fonts: Path
) -> None:
    noise = Image.effect_noise((2400, 1800), 90)
    photographs = {f"AM/{number}": ("photo.jpg", _jpeg(noise, number)) for number in range(1, 6)}
    built = build(tmp_path, child, fonts, photographs)
    assert built.size <= 1.02 * sum(len(content) for _, content in photographs.values())


def _jpeg(picture: Image.Image, turn: int) -> bytes:
    buffer = io.BytesIO()
    picture.rotate(90 * turn, expand=True).save(buffer, "JPEG", quality=88)
    return buffer.getvalue()


def test_our_own_faces_are_in_the_file_once_however_many_exhibits_are_set_in_them(
    tmp_path: Path, child: Child, fonts: Path
) -> None:
    notes = {f"AM/{number}": ("note.txt", f"Note {number}, Tŷ Llŵyd".encode()) for number in range(1, 9)}
    built = build(tmp_path, child, fonts, {**notes, "JS/1": ("mail.eml", bytes(samples.mail()))})
    programs: dict[str, set[int]] = {}
    reader = pypdf.PdfReader(built.path)
    for number in range(1, int(reader.trailer["/Size"])):  # type: ignore[call-overload]
        found = reader.get_object(number)
        if isinstance(found, dict) and "/FontFile2" in found:
            programs.setdefault(str(found["/FontName"]), set()).add(found.raw_get("/FontFile2").idnum)
    assert len(programs) >= 3
    assert all(len(each) == 1 for each in programs.values()), programs


def test_no_picture_of_a_court_copy_is_finer_than_300_dots_per_inch(
    tmp_path: Path, child: Child, fonts: Path
) -> None:
    large = _jpeg(Image.effect_noise((3600, 2700), 60), 0)
    page = samples.saved(Image.effect_noise((2480, 3508), 60), "PDF", resolution=600)
    held = {"AM/1": ("photo.jpg", large), "AM/2": ("scan.pdf", page)}
    fine = dict(picture_resolutions(build(tmp_path, child, fonts, held).path))
    court = dict(picture_resolutions(build(tmp_path, child, fonts, held, dpi_at_most=300).path))
    assert all(dpi > 330 for dpi in fine.values())
    assert fine.keys() == court.keys()
    assert all(290 < dpi <= 300 for dpi in court.values())


def test_the_resolution_of_every_picture_can_be_measured(pack: BuiltPack) -> None:
    found = dict(picture_resolutions(pack.path))
    assert found[pages_of(pack, "AM/1")[0]] == pytest.approx(1200 / (595.28 - 112) * 72, rel=0.02)
    assert min(found.values()) >= 70
