"""Finished packs, read back with other libraries than wrote them."""

import hashlib
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pikepdf
import pypdf
import pytest
from pypdf.generic import Destination

from spoc_desk.documents.child_modules import CHILD_MODULES
from spoc_desk.documents.packs import BuiltPack, build_pack
from spoc_desk.documents.parts import Part
from spoc_desk.domain.packs import PackExhibit
from spoc_desk.system.child import Child
from tests.documents.pack_samples import FILES, SECRETS, build, content, opener


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory, child: Child, fonts: Path) -> BuiltPack:
    return build(tmp_path_factory.mktemp("pack"), child, fonts)


@pytest.fixture(scope="module")
def reader(pack: BuiltPack) -> pypdf.PdfReader:
    return pypdf.PdfReader(pack.path)


@pytest.fixture(scope="module")
def words(reader: pypdf.PdfReader) -> list[str]:
    return [page.extract_text() for page in reader.pages]


def bookmarks(reader: pypdf.PdfReader) -> list[tuple[str, int]]:
    found: list[tuple[str, int]] = []

    def walk(items: list[object]) -> None:
        for item in items:
            if isinstance(item, list):
                walk(item)
            elif isinstance(item, Destination):
                found.append((str(item.title), reader.get_destination_page_number(item) + 1))

    walk(list(reader.outline))
    return found


def links(reader: pypdf.PdfReader) -> list[tuple[int, int]]:
    """(page a link stands on, page it leads to), from 1."""
    ids = {page.indirect_reference.idnum: number for number, page in enumerate(reader.pages, 1)}  # type: ignore[union-attr]
    return [
        (number, ids[note.get_object()["/Dest"][0].idnum])
        for number, page in enumerate(reader.pages, 1)
        for note in page.get("/Annots", [])
    ]


def test_every_page_carries_its_own_number(words: list[str], pack: BuiltPack) -> None:
    assert len(words) == pack.pages
    for number, page in enumerate(words, 1):
        assert f"Page {number} of {pack.pages}" in page


def test_every_page_is_marked_top_and_bottom_and_as_a_demonstration(words: list[str]) -> None:
    assert all(page.count("OFFICIAL-SENSITIVE") >= 2 for page in words)
    assert all("DEMONSTRATION" in page for page in words)


def test_every_exhibit_page_carries_its_reference_twice_and_the_packs(
    words: list[str], pack: BuiltPack
) -> None:
    for span in pack.spans:
        for page in words[span.first - 1 : span.last]:
            assert page.count(span.reference) >= 2
            assert "EP/2026/0001" in page


def test_every_bookmark_names_the_page_it_leads_to(reader: pypdf.PdfReader, pack: BuiltPack) -> None:
    found = bookmarks(reader)
    assert len(found) >= len(pack.spans) + 4
    for title, page in found:
        assert title.endswith(f"(p.{page})")
    starts = {span.first for span in pack.spans}
    assert starts <= {page for _, page in found}


def test_the_contents_lead_to_the_first_page_of_each_exhibit(
    reader: pypdf.PdfReader, pack: BuiltPack
) -> None:
    from_contents = {target for page, target in links(reader) if page == 2}
    assert {span.first for span in pack.spans} <= from_contents


def test_the_contents_print_the_pages_that_their_links_lead_to(words: list[str], pack: BuiltPack) -> None:
    for span in pack.spans:
        told = f"{span.first}" if span.first == span.last else f"{span.first}–{span.last}"
        assert re.search(rf"(^|\s){re.escape(told)}(\s|$)", words[1])


def test_chronology_and_points_to_prove_link_to_their_exhibits(
    reader: pypdf.PdfReader, pack: BuiltPack
) -> None:
    beyond = [target for page, target in links(reader) if page > 2]
    assert beyond.count(pack.spans[0].first) >= 4


def test_the_label_of_an_exhibit_leads_back_to_its_entry_in_the_list(
    reader: pypdf.PdfReader, words: list[str], pack: BuiltPack
) -> None:
    back = dict(link for link in links(reader) if link[0] in {span.first for span in pack.spans})
    for span in pack.spans:
        assert f"Item {span.reference} from" in " ".join(words[back[span.first] - 1].split())
        assert "Recorded by" in words[back[span.first] - 1]


def test_a_pack_with_nothing_but_one_exhibit_is_whole(tmp_path: Path, child: Child, fonts: Path) -> None:
    built = build(
        tmp_path, child, fonts, {"AM/1": FILES["AM/1"]}, chronology=(), people=(), statements=(), offences=(),
        marking="", demonstration=False, served=False,
    )  # fmt: skip
    assert [title for title, _ in bookmarks(pypdf.PdfReader(built.path))] == [
        "Cover (p.1)",
        "Contents (p.2)",
        "Exhibits and continuity (p.3)",
        "Exhibits (p.4)",
        "AM/1 Item AM/1 from door.jpg (p.4)",
        "Hashes, and how to check this pack (p.5)",
    ]


def test_no_address_telephone_mail_or_birthday_is_in_a_served_copy(words: list[str], pack: BuiltPack) -> None:
    front = "\n".join(words[: pack.spans[0].first - 1])
    squeezed = re.sub(r"\W", "", front)
    for secret in SECRETS:
        assert re.sub(r"\W", "", secret) not in squeezed
    assert "Dilys Roe" in front


def test_a_served_copy_promises_nothing_of_its_exhibits(words: list[str], pack: BuiltPack) -> None:
    front = " ".join(" ".join(words[: pack.spans[0].first - 1]).split())
    assert "The case papers carry no addresses or contacts of people" in front
    assert "left out of the case papers of this copy" in front
    assert front.count("xhibits are printed as they are") == 2
    mail = next(each for each in pack.spans if each.reference == "AM/3")
    assert "dilys@example.org" in words[mail.first - 1]


def test_a_copy_that_is_not_served_tells_how_to_reach_people(
    tmp_path: Path, child: Child, fonts: Path
) -> None:
    built = build(tmp_path, child, fonts, served=False)
    text = "\n".join(page.extract_text() for page in pypdf.PdfReader(built.path).pages)
    assert "NM1 4ZZ" in text
    assert "07700 900123" in text


def test_a_photograph_keeps_its_very_bytes_in_a_copy_that_is_not_served(
    tmp_path: Path, child: Child, fonts: Path
) -> None:
    own = {"AM/1": FILES["AM/1"]}
    links = {"chronology": (), "statements": (), "offences": ()}
    pack = build(tmp_path, child, fonts, own, served=False, **links)
    with pikepdf.open(pack.path) as pdf:
        image = pdf.pages[pack.spans[0].first - 1].Resources.XObject["/I"]
        assert image.read_raw_bytes() == FILES["AM/1"][1]


def test_every_word_of_a_long_chat_is_printed(words: list[str], pack: BuiltPack) -> None:
    span = next(each for each in pack.spans if each.reference == "AM/10")
    printed = " ".join(words[span.first - 1 : span.last]).split()
    assert {f"word{number}" for number in range(120)} <= set(printed)


def test_no_page_is_turned_and_the_view_opens_at_full_size(pack: BuiltPack) -> None:
    with pikepdf.open(pack.path) as pdf:
        assert all(int(page.obj.get("/Rotate", 0)) == 0 for page in pdf.pages)
        assert list(pdf.Root.OpenAction)[1:] == [pikepdf.Name.XYZ, 0, pdf.pages[0].MediaBox[3], 1]
        assert str(pdf.Root.PageMode) == "/UseOutlines"


def test_language_title_and_dates_come_from_the_content(reader: pypdf.PdfReader) -> None:
    assert reader.metadata is not None
    assert reader.metadata.title == "R v Doe: evidence pack EP/2026/0001"
    assert str(reader.metadata["/CreationDate"]) == "D:20261120093000Z"
    assert reader.root_object["/Lang"] == "en-GB"


def test_the_cover_has_the_audit_anchor_in_words(words: list[str]) -> None:
    assert "Audit anchor 1284" in words[0]
    assert "abababab" in words[0]


def test_the_same_content_gives_the_same_bytes(pack: BuiltPack, tmp_path: Path, fonts: Path) -> None:
    with Child(CHILD_MODULES) as other:
        again = build(tmp_path, other, fonts)
    assert again.sha256 == pack.sha256


def test_the_hash_beside_the_pack_is_its_own(pack: BuiltPack) -> None:
    digest = hashlib.sha256(pack.path.read_bytes()).hexdigest()
    assert pack.sha256 == digest
    beside = pack.path.with_name("pack.pdf.sha256").read_text(encoding="utf-8")
    assert beside == f"{digest}  pack.pdf\n"


@pytest.mark.skipif(not shutil.which("sha256sum"), reason="sha256sum is not on this system")
def test_sha256sum_checks_the_manifest(pack: BuiltPack, tmp_path: Path) -> None:
    for line in pack.manifest.splitlines():
        name = line.split("  ", 1)[1]
        reference = name.split(" ")[0].replace("-", "/")
        (tmp_path / name).write_bytes(FILES[reference][1])
    (tmp_path / "manifest.txt").write_text(pack.manifest, encoding="utf-8")
    done = subprocess.run(["sha256sum", "-c", "manifest.txt"], cwd=tmp_path, check=False, capture_output=True)
    assert done.returncode == 0
    assert done.stdout.count(b"OK") == len(FILES)


@pytest.mark.skipif(not shutil.which("qpdf"), reason="qpdf is not on this system")
def test_qpdf_finds_nothing_wrong(pack: BuiltPack) -> None:
    done = subprocess.run(["qpdf", "--check", str(pack.path)], check=False, capture_output=True)
    assert done.returncode == 0


class Kept:
    """Keeps parts as files; `confused` gives the same one whatever is asked."""

    def __init__(self, folder: Path, *, confused: bool = False) -> None:
        self.folder, self.confused = folder, confused
        self.parts: dict[str, Part] = {}

    def get(self, key: str, _folder: Path) -> Part | None:
        return next(iter(self.parts.values()), None) if self.confused else self.parts.get(key)

    def put(self, _exhibit: PackExhibit, part: Part) -> None:
        copy = Path(shutil.copy(part.path, self.folder / f"{part.key}.pdf"))
        self.parts[part.key] = replace(part, path=copy, fresh=False)


@pytest.mark.parametrize("confused", [False, True])
def test_parts_from_a_cache_give_the_same_pack_and_a_wrong_one_is_not_believed(
    pack: BuiltPack, tmp_path: Path, child: Child, fonts: Path, confused: bool
) -> None:
    kept = Kept(tmp_path, confused=confused)
    for _ in range(2):
        built = build_pack(
            content(), opener(FILES), tmp_path / "p.pdf", tmp_path, child, lambda *_: None, lambda: False,
            fonts=fonts, cache=kept,
        )  # fmt: skip
        assert built.sha256 == pack.sha256
    assert len(kept.parts) == len(FILES)


def test_an_original_altered_since_its_part_was_kept_is_named_and_its_part_not_used(
    tmp_path: Path, child: Child, fonts: Path
) -> None:
    kept = Kept(tmp_path)
    for originals in (FILES, {**FILES, "AM/1": ("door.jpg", FILES["JS/1"][1])}):
        built = build_pack(
            content(), opener(originals), tmp_path / "p.pdf", tmp_path, child, lambda *_: None,
            lambda: False, fonts=fonts, cache=kept,
        )  # fmt: skip
    assert [reference for reference, _ in built.faults] == ["AM/1"]  # type: ignore[possibly-undefined]
