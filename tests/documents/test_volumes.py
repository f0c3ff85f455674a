"""A pack in several volumes, each a sound file of its own, read back with another library."""

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pikepdf
import pypdf
import pytest

from spoc_desk.documents import packs as pack_module
from spoc_desk.documents import volumes
from spoc_desk.documents.packs import BuiltPack
from spoc_desk.domain.errors import DomainError
from spoc_desk.system.child import Child
from tests.documents import samples
from tests.documents.pack_samples import FILES, SECRETS, build
from tests.documents.test_packs import bookmarks, links

LIMIT = 1_200_000


def photograph(seed: int) -> bytes:
    return samples.saved(samples.noise(700, 500, seed), "JPEG", quality=95)


def album(pages: int) -> bytes:
    first, *rest = (samples.noise(600, 400, seed) for seed in range(pages))
    return samples.saved(first, "PDF", save_all=True, append_images=rest)


MANY: Mapping[str, tuple[str, bytes]] = {
    **{f"AM/{number}": (f"door{number}.jpg", photograph(number)) for number in range(1, 6)},
    "AM/6": ("album.pdf", album(24)),
    "JS/1": FILES["AM/3"],
}


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory, child: Child, fonts: Path) -> BuiltPack:
    return build(tmp_path_factory.mktemp("volumes"), child, fonts, MANY, volume_size=LIMIT)


@pytest.fixture(scope="module")
def readers(pack: BuiltPack) -> list[pypdf.PdfReader]:
    return [pypdf.PdfReader(volume.path) for volume in pack.volumes]


@pytest.fixture(scope="module")
def words(readers: list[pypdf.PdfReader]) -> list[list[str]]:
    return [[page.extract_text() for page in reader.pages] for reader in readers]


def test_no_volume_is_larger_than_asked_and_each_has_its_hash_beside_it(pack: BuiltPack) -> None:
    assert len(pack.volumes) > 2
    for volume in pack.volumes:
        assert volume.path.stat().st_size == volume.size <= LIMIT
        beside = volume.path.with_name(f"{volume.path.name}.sha256").read_text("utf-8")
        assert beside == f"{volume.sha256}  {volume.path.name}\n"
        assert volume.path.name == f"pack - volume {volume.number} of {len(pack.volumes)}.pdf"


def test_every_page_of_every_volume_carries_its_own_number_volume_and_marks(
    words: list[list[str]], pack: BuiltPack
) -> None:
    for volume, pages in zip(pack.volumes, words, strict=True):
        assert len(pages) == volume.pages
        for number, page in enumerate(pages, 1):
            assert f"Page {number} of {volume.pages}" in page
            assert f"Volume {volume.number} of {len(pack.volumes)}" in page
            assert page.count("OFFICIAL-SENSITIVE") >= 2
            assert "DEMONSTRATION" in page


def test_every_sheet_of_every_exhibit_stands_once_in_its_order(pack: BuiltPack) -> None:
    printed = [
        (span.reference, span.volume, page)
        for span in pack.spans
        for page in range(span.first, span.last + 1)
    ]
    assert len(printed) == len(set(printed))
    assert list(dict.fromkeys(reference for reference, *_ in printed)) == list(MANY)
    assert sum(reference == "AM/6" for reference, *_ in printed) == 24


def test_an_exhibit_larger_than_a_volume_is_parted_between_pages_and_says_so(
    words: list[list[str]], pack: BuiltPack
) -> None:
    parted = [span for span in pack.spans if span.reference == "AM/6"]
    assert len(parted) > 1
    sheet = 0
    for span in parted:
        for page in words[span.volume - 1][span.first - 1 : span.last]:
            sheet += 1
            assert f"sheet {sheet} of 24" in page
    last = words[parted[-1].volume - 1]
    assert re.search(r"Sheets \d+ to 24 of 24", last[1])


def test_the_contents_of_the_first_volume_say_where_each_exhibit_is(
    words: list[list[str]], pack: BuiltPack
) -> None:
    first = {span.reference: span for span in reversed(pack.spans)}
    for span in first.values():
        told = f"{span.volume}: p. {span.first}" if span.volume > 1 else f"{span.first}"
        assert re.search(rf"(^|\s){re.escape(told)}(\s|–|$)", words[0][1])


def test_links_and_bookmarks_stay_in_their_volume_and_name_the_page_they_lead_to(
    readers: list[pypdf.PdfReader], pack: BuiltPack
) -> None:
    for volume, reader in zip(pack.volumes, readers, strict=True):
        here = [span for span in pack.spans if span.volume == volume.number]
        assert {span.first for span in here} <= {target for page, target in links(reader) if page == 2}
        found = bookmarks(reader)
        assert {span.first for span in here} <= {page for _, page in found}
        assert all(title.endswith(f"(p.{page})") for title, page in found)


def test_no_volume_says_what_a_served_copy_leaves_out(words: list[list[str]], pack: BuiltPack) -> None:
    for volume, pages in enumerate(words, 1):
        before = min(span.first for span in pack.spans if span.volume == volume)
        front = re.sub(r"\W", "", "".join(pages[: before - 1]))
        assert not [secret for secret in SECRETS if re.sub(r"\W", "", secret) in front]


def test_each_volume_names_itself_and_has_an_identifier_of_its_own(pack: BuiltPack) -> None:
    known = set()
    for volume in pack.volumes:
        with pikepdf.open(volume.path) as pdf:
            known.add(bytes(pdf.trailer.ID[0]))
            assert str(pdf.docinfo["/Title"]).endswith(f"volume {volume.number} of {len(pack.volumes)}")
    assert len(known) == len(pack.volumes)


def test_the_same_content_gives_the_same_volumes(
    pack: BuiltPack, tmp_path: Path, child: Child, fonts: Path
) -> None:
    again = build(tmp_path, child, fonts, MANY, volume_size=LIMIT)
    assert [volume.sha256 for volume in again.volumes] == [volume.sha256 for volume in pack.volumes]


@pytest.mark.parametrize("size", [50_000, 320_000])
def test_a_volume_too_small_for_one_page_is_refused_in_words_and_leaves_nothing(
    tmp_path: Path, child: Child, fonts: Path, size: int
) -> None:
    with pytest.raises(DomainError) as caught:
        build(tmp_path, child, fonts, {"AM/1": ("door.jpg", photograph(1))}, volume_size=size)
    assert caught.value.code == "packs.volume_too_small"
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_no_file_has_more_pages_than_can_be_joined_in_memory(
    tmp_path: Path, child: Child, fonts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(volumes, "PAGES_AT_MOST", 10)
    built = build(tmp_path, child, fonts, MANY)
    held = [[span for span in built.spans if span.volume == volume.number] for volume in built.volumes]
    counts = [sum(span.last - span.first + 1 for span in spans) for spans in held]
    assert counts == [5, 10, 10, 5]
    assert len(pypdf.PdfReader(built.volumes[1].path).pages) == built.volumes[1].pages


def test_a_later_volume_that_fails_its_check_leaves_none(
    tmp_path: Path, child: Child, fonts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    true = pack_module.assemble

    def unmarked(told, order, *rest):  # type: ignore[no-untyped-def]
        return true(replace(told, marking="") if order.volume == 2 else told, order, *rest)

    monkeypatch.setattr(pack_module, "assemble", unmarked)
    with pytest.raises(DomainError) as caught:
        build(tmp_path, child, fonts, MANY, volume_size=LIMIT)
    assert caught.value.code == "packs.check_failed"
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_a_volume_that_cannot_be_named_takes_all_its_own_files_away_and_no_other(
    tmp_path: Path, child: Child, fonts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    others = [tmp_path / "pack.pdf.1.part", tmp_path / "pack - volume 2 of 5.pdf.sha256"]
    for each in others:
        each.write_text("somebody else's", "utf-8")
    true = Path.replace

    def full(path: Path, target: Path) -> Path:
        if "volume 2" in Path(target).name:
            raise PermissionError
        return true(path, target)

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(PermissionError):
        build(tmp_path, child, fonts, MANY, volume_size=LIMIT)
    assert sorted(path for path in tmp_path.rglob("*") if path.is_file()) == sorted(others)
    assert {each.read_text("utf-8") for each in others} == {"somebody else's"}
