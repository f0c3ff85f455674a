"""Late pages: an issued pack stays page for page as it was, and what is late follows at its end."""

import hashlib
import io
import re
import shutil
import subprocess
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pypdf
import pytest
from PIL import ImageChops

from spoc_desk.documents.packs import BuiltPack, build_pack
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.late_pages import EarlierItem, EarlierPack
from spoc_desk.domain.packs import PackContent, PackExhibit, PackSection, check
from spoc_desk.system.child import Child
from tests.documents import samples
from tests.documents.pack_samples import FILES, build, content
from tests.documents.reading_back import bookmarks_of, drawn, links_of, page_texts

LATE = {
    "AM/11": ("late.pdf", samples.pdf(2)),
    "JS/4": ("call.txt", "He rang again – Llŷr".encode()),
}
MOMENT = datetime(2026, 11, 27, 8, 0, tzinfo=UTC)


def described(built: BuiltPack, reference: str, items: tuple[EarlierItem, ...] = ()) -> EarlierPack:
    """What the vault remembers of a pack that was built."""
    own = tuple(
        EarlierItem(span.reference, f"Item {span.reference}", "Exhibits", span.first, span.last)
        for span in built.spans
    )
    issued = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
    return EarlierPack(reference, issued, built.pages, built.size, built.sha256, (*items, *own))


def late_content(earlier: EarlierPack, files: dict[str, tuple[str, bytes]], reference: str) -> PackContent:
    return content(
        files,
        pack_reference=reference,
        issued_at=MOMENT,
        continues=earlier.reference,
        change_note="Served late because the phone was examined on 25 November.",
        earlier=earlier,
        chronology=(),
        people=(),
        statements=(),
        offences=(),
        sections=(PackSection("Late exhibits", tuple(files)),),
    )


def add(
    folder: Path,
    child: Child,
    fonts: Path,
    before: bytes,
    told: PackContent,
    files: dict[str, tuple[str, bytes]],
) -> BuiltPack:
    def sealed(asked: PackExhibit | EarlierPack) -> io.BytesIO:
        return io.BytesIO(before if isinstance(asked, EarlierPack) else files[asked.reference][1])

    return build_pack(
        told,
        sealed,
        folder / "pack.pdf",
        folder / "scratch",
        child,
        lambda _done, _total: None,
        lambda: False,
        fonts=fonts,
    )


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory, child: Child, fonts: Path) -> BuiltPack:
    return build(tmp_path_factory.mktemp("first"), child, fonts)


@pytest.fixture(scope="module")
def late(first: BuiltPack, tmp_path_factory: pytest.TempPathFactory, child: Child, fonts: Path) -> BuiltPack:
    told = late_content(described(first, "EP/2026/0001"), LATE, "EP/2026/0002")
    return add(tmp_path_factory.mktemp("late"), child, fonts, first.path.read_bytes(), told, LATE)


def same_but_for_the_number(before: Path, after: Path, pages: int) -> None:
    for page in range(1, pages + 1):
        one, other = drawn(before, page), drawn(after, page)
        difference = ImageChops.difference(one, other)
        zone = (one.width - 90, one.height - 24, one.width, one.height)
        difference.paste(0, zone)
        assert difference.getextrema() == (0, 0), page


def test_every_earlier_page_stays_where_it_was_and_looks_as_it_did(first: BuiltPack, late: BuiltPack) -> None:
    same_but_for_the_number(first.path, late.path, first.pages)
    before, after = page_texts(first.path), page_texts(late.path)
    number = re.compile(r" +Page (\d+) of \d+")
    for page in range(first.pages):
        assert number.sub(r" Page \1", before[page]) == number.sub(r" Page \1", after[page])


def test_every_page_is_numbered_out_of_the_new_total_and_never_out_of_the_old(
    first: BuiltPack, late: BuiltPack
) -> None:
    texts = page_texts(late.path)
    assert len(texts) == late.pages > first.pages
    for number, text in enumerate(texts, 1):
        assert f"Page {number} of {late.pages}" in text
        assert f"of {first.pages}\n" not in text


def test_the_earlier_exhibits_keep_their_bytes(first: BuiltPack, late: BuiltPack) -> None:
    page = next(span.first for span in first.spans if span.reference == "AM/1")
    with pikepdf.open(late.path) as pdf:
        image = pdf.pages[page - 1].Resources.XObject["/I"].read_raw_bytes()
    with pikepdf.open(first.path) as pdf:
        assert image == pdf.pages[page - 1].Resources.XObject["/I"].read_raw_bytes()


def test_earlier_pages_carry_the_earlier_reference_and_late_ones_the_new(
    first: BuiltPack, late: BuiltPack
) -> None:
    texts = page_texts(late.path)
    assert all("EP/2026/0001" in text and "EP/2026/0002" not in text for text in texts[: first.pages])
    assert all("EP/2026/0002" in text for text in texts[first.pages :])


def test_the_late_sheet_says_what_was_added_when_and_why(first: BuiltPack, late: BuiltPack) -> None:
    sheet = " ".join(page_texts(late.path)[first.pages].split())
    assert "Late material" in sheet
    assert "EP/2026/0001" in sheet
    assert "EP/2026/0002, 2 exhibits added" in sheet
    assert "Served late because the phone was examined on 25 November." in sheet
    assert "27 November 2026" in sheet
    assert first.sha256 in sheet


def test_the_contents_of_the_whole_bundle_lead_to_earlier_and_late_pages(
    first: BuiltPack, late: BuiltPack
) -> None:
    contents = first.pages + 2
    text = page_texts(late.path)[contents - 1]
    assert "Contents of the whole bundle" in text
    targets = {link.target for link in links_of(late.path) if link.page == contents}
    assert {span.first for span in (*first.spans, *late.spans)} <= targets
    for span in (*first.spans, *late.spans):
        told = f"{span.first}" if span.first == span.last else f"{span.first}–{span.last}"
        assert re.search(rf"{re.escape(span.reference)}\s.*\s{told}\n", text)


def test_earlier_links_and_bookmarks_still_lead_where_they_led(first: BuiltPack, late: BuiltPack) -> None:
    before = [(link.page, link.box, link.target) for link in links_of(first.path)]
    after = [(link.page, link.box, link.target) for link in links_of(late.path) if link.page <= first.pages]
    assert after == before
    marks = bookmarks_of(late.path)
    assert marks[: len(bookmarks_of(first.path))] == bookmarks_of(first.path)
    added = marks[len(bookmarks_of(first.path)) :]
    assert added[0].title == f"Late material (p.{first.pages + 1})"
    assert all(mark.depth > 0 for mark in added[1:])
    assert {span.first for span in late.spans} <= {mark.page for mark in added}
    assert all(mark.title.endswith(f"(p.{mark.page})") for mark in marks)
    assert {mark.destination for mark in marks} == {("/XYZ", 1.0)}


def test_late_exhibits_have_their_continuity_and_their_hashes(late: BuiltPack) -> None:
    text = "".join("".join(page_texts(late.path)).split())
    for _, original in LATE.values():
        assert text.count(hashlib.sha256(original).hexdigest()) >= 2
    assert [span.reference for span in late.spans] == list(LATE)
    assert late.manifest.count("\n") == len(LATE)


def test_the_file_describes_itself_as_the_later_pack(late: BuiltPack) -> None:
    reader = pypdf.PdfReader(late.path)
    assert reader.metadata is not None
    assert reader.metadata.title == "R v Doe: evidence pack EP/2026/0002"
    assert "/PageLabels" not in reader.root_object


@pytest.mark.skipif(not shutil.which("qpdf"), reason="qpdf is not on this system")
def test_qpdf_finds_nothing_wrong_with_it(late: BuiltPack) -> None:
    done = subprocess.run(["qpdf", "--check", str(late.path)], check=False, capture_output=True)
    assert done.returncode == 0


def test_the_same_late_pages_give_the_same_bytes(
    first: BuiltPack, late: BuiltPack, tmp_path: Path, child: Child, fonts: Path
) -> None:
    told = late_content(described(first, "EP/2026/0001"), LATE, "EP/2026/0002")
    assert add(tmp_path, child, fonts, first.path.read_bytes(), told, LATE).sha256 == late.sha256


def test_late_pages_can_be_added_again(
    first: BuiltPack, late: BuiltPack, tmp_path: Path, child: Child, fonts: Path
) -> None:
    more = {"JS/5": ("door.jpg", samples.jpeg(6))}
    earlier = described(late, "EP/2026/0002", described(first, "EP/2026/0001").items)
    again = add(
        tmp_path, child, fonts, late.path.read_bytes(), late_content(earlier, more, "EP/2026/0003"), more
    )
    same_but_for_the_number(late.path, again.path, late.pages)
    for number, text in enumerate(page_texts(again.path), 1):
        assert f"Page {number} of {again.pages}" in text
    tops = [mark.title for mark in bookmarks_of(again.path) if mark.depth == 0]
    assert [title.split(" (")[0] for title in tops[-2:]] == ["Late material", "Late material"]


def test_an_exhibit_that_is_there_already_is_refused(first: BuiltPack) -> None:
    told = late_content(described(first, "EP/2026/0001"), {"AM/1": FILES["AM/1"]}, "EP/2026/0002")
    with pytest.raises(DomainError) as refused:
        check(told)
    assert refused.value.code == "packs.already_in_pack"
    assert refused.value.values == {"reference": "AM/1", "pack": "EP/2026/0001"}


def test_nothing_is_added_to_an_altered_pack(
    first: BuiltPack, tmp_path: Path, child: Child, fonts: Path
) -> None:
    told = late_content(described(first, "EP/2026/0001"), LATE, "EP/2026/0002")
    altered = first.path.read_bytes().replace(b"SpocB 8 Tf", b"SpocB 9 Tf", 1)
    with pytest.raises(DomainError) as refused:
        add(tmp_path, child, fonts, altered, told, LATE)
    assert refused.value.code == "packs.earlier_altered"
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_nothing_is_added_to_a_file_that_this_program_did_not_stamp(
    tmp_path: Path, child: Child, fonts: Path
) -> None:
    foreign = samples.pdf(1)
    earlier = EarlierPack("EP/2026/0001", MOMENT, 3, len(foreign), hashlib.sha256(foreign).hexdigest(), ())
    with pytest.raises(DomainError) as refused:
        add(tmp_path, child, fonts, foreign, late_content(earlier, LATE, "EP/2026/0002"), LATE)
    assert refused.value.code == "packs.earlier_unknown"


def test_nothing_is_added_to_a_file_that_carries_a_signature(
    first: BuiltPack, tmp_path: Path, child: Child, fonts: Path
) -> None:
    def sign(pdf: pikepdf.Pdf) -> None:
        name, dictionary = pikepdf.Name, pikepdf.Dictionary
        held = pdf.make_indirect(dictionary(Type=name.Sig, Filter=name("/Adobe.PPKLite"), Contents=b"x"))
        field = pdf.make_indirect(dictionary(FT=name.Sig, T="Signature", V=held))
        pdf.Root.AcroForm = dictionary(Fields=pikepdf.Array([field]), SigFlags=3)

    signed = samples.rewritten(first.path.read_bytes(), sign)
    earlier = replace(
        described(first, "EP/2026/0001"), sha256=hashlib.sha256(signed).hexdigest(), size=len(signed)
    )
    with pytest.raises(DomainError) as refused:
        add(tmp_path, child, fonts, signed, late_content(earlier, LATE, "EP/2026/0002"), LATE)
    assert refused.value.code == "packs.earlier_signed"


def test_late_pages_that_would_make_the_file_too_large_are_refused(
    first: BuiltPack, tmp_path: Path, child: Child, fonts: Path
) -> None:
    told = replace(
        late_content(described(first, "EP/2026/0001"), LATE, "EP/2026/0002"), volume_size=first.size + 250_000
    )
    with pytest.raises(DomainError) as refused:
        add(tmp_path, child, fonts, first.path.read_bytes(), told, LATE)
    assert refused.value.code in {"packs.late_too_large", "packs.volume_too_small"}


def test_a_page_that_says_something_else_than_before_fails_the_check(
    first: BuiltPack, late: BuiltPack, tmp_path: Path, child: Child
) -> None:
    asked = {"earlier": str(first.path), "path": str(late.path), "pages": first.pages}
    assert child.call("spoc_desk.documents.pack_kept:compare", asked) == ""
    other = tmp_path / "other.pdf"
    with pikepdf.open(late.path) as pdf:
        pdf.pages.insert(3, pdf.pages[4])
        pdf.save(other)
    told = child.call("spoc_desk.documents.pack_kept:compare", {**asked, "path": str(other)})
    assert "no longer what it was" in told
