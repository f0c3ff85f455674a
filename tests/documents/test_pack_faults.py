"""What a pack does when something is wrong: an exhibit, the disk, the officer's mind."""

import errno
import hashlib
import io
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pikepdf
import pypdf
import pytest

from spoc_desk.documents import packs as pack_module
from spoc_desk.documents.guarded_file import save_hashed, save_pdf
from spoc_desk.documents.packs import build_pack
from spoc_desk.documents.part_store import ALTERED, MISSING
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.packs import PackExhibit
from spoc_desk.system.child import Child
from tests.documents import samples
from tests.documents.pack_samples import FILES, build, content, opener


def test_a_bad_exhibit_gets_a_slip_sheet_and_the_rest_stays(
    tmp_path: Path, child: Child, fonts: Path
) -> None:
    files = {
        "AM/1": FILES["AM/1"],
        "AM/2": ("locked.pdf", samples.locked_pdf()),
        "AM/3": ("torn.pdf", b"%PDF-1.7\n" + bytes(range(200)) * 9),
        "AM/4": ("bomb.png", samples.png_claiming(30_000, 30_000)),
        "AM/5": ("noise.bin", bytes(range(256)) * 20),
        "AM/6": FILES["JS/1"],
    }
    built = build(tmp_path, child, fonts, files)
    told = dict(built.faults)
    assert set(told) == {"AM/2", "AM/3", "AM/4", "AM/5"}
    assert "password" in told["AM/2"]
    assert [span.reference for span in built.spans] == list(files)
    reader = pypdf.PdfReader(built.path)
    for span in built.spans:
        text = reader.pages[span.first - 1].extract_text()
        if span.reference in told:
            assert "not printed here" in text
            assert hashlib.sha256(files[span.reference][1]).hexdigest()[:20] in text.replace("\n", "")


def test_an_exhibit_altered_since_sealing_is_named_not_printed(
    tmp_path: Path, child: Child, fonts: Path
) -> None:
    changed = {**FILES, "AM/1": ("door.jpg", samples.jpeg(3))}
    built = build_pack(
        content(),
        opener(changed),
        tmp_path / "p.pdf",
        tmp_path,
        child,
        lambda *_: None,
        lambda: False,
        fonts=fonts,
    )
    assert built.faults == (("AM/1", ALTERED),)
    assert (
        "altered since it was sealed"
        in pypdf.PdfReader(built.path).pages[built.spans[0].first - 1].extract_text()
    )


def test_an_exhibit_that_cannot_be_read_is_named(tmp_path: Path, child: Child, fonts: Path) -> None:
    def gone(exhibit: PackExhibit) -> io.BytesIO:
        if exhibit.reference == "AM/2":
            raise FileNotFoundError
        return io.BytesIO(FILES[exhibit.reference][1])

    built = build_pack(
        content(), gone, tmp_path / "p.pdf", tmp_path, child, lambda *_: None, lambda: False, fonts=fonts
    )
    assert built.faults == (("AM/2", MISSING),)


def test_a_withheld_exhibit_is_listed_and_never_printed(tmp_path: Path, child: Child, fonts: Path) -> None:
    exhibits = tuple(
        replace(each, withheld_reason="Not relevant to this hearing") if each.reference == "AM/3" else each
        for each in content().exhibits
    )
    built = build(tmp_path, child, fonts, exhibits=exhibits)
    assert "AM/3" not in {span.reference for span in built.spans}
    assert "AM-3" not in built.manifest
    text = "\n".join(page.extract_text() for page in pypdf.PdfReader(built.path).pages)
    assert "Not relevant to this hearing" in text
    assert "I know where you live" not in text


def test_cancelling_leaves_nothing(tmp_path: Path, child: Child, fonts: Path) -> None:
    done: list[int] = []
    with pytest.raises(DomainError) as caught:
        build_pack(
            content(),
            opener(FILES),
            tmp_path / "p.pdf",
            tmp_path / "scratch",
            child,
            lambda step, _total: done.append(step),
            lambda: len(done) >= 2,
            fonts=fonts,
        )
    assert caught.value.code == "work.cancelled"
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_cancelling_while_the_pack_is_written_leaves_nothing(
    tmp_path: Path, child: Child, fonts: Path
) -> None:
    done: list[int] = []
    asked_after_last_exhibit = 0

    def cancelled() -> bool:
        nonlocal asked_after_last_exhibit
        asked_after_last_exhibit += len(done) == len(FILES)
        return asked_after_last_exhibit > 1

    with pytest.raises(DomainError) as caught:
        build_pack(
            content(),
            opener(FILES),
            tmp_path / "p.pdf",
            tmp_path / "scratch",
            child,
            lambda step, _total: done.append(step),
            cancelled,
            fonts=fonts,
        )
    assert caught.value.code == "work.cancelled"
    assert len(done) == len(FILES)
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_progress_counts_up_to_its_total(tmp_path: Path, child: Child, fonts: Path) -> None:
    told: list[tuple[int, int]] = []
    build_pack(
        content(),
        opener(FILES),
        tmp_path / "p.pdf",
        tmp_path,
        child,
        lambda done, total: told.append((done, total)),
        lambda: False,
        fonts=fonts,
    )
    assert [done for done, _ in told] == list(range(1, len(FILES) + 3))
    assert {total for _, total in told} == {len(FILES) + 2}


def test_a_pack_that_fails_its_check_is_not_kept(
    tmp_path: Path, child: Child, fonts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    true = pack_module.assemble
    monkeypatch.setattr(pack_module, "assemble", lambda told, *rest: true(replace(told, marking=""), *rest))
    with pytest.raises(DomainError) as caught:
        build(tmp_path, child, fonts)
    assert caught.value.code == "packs.check_failed"
    assert "marking" in str(caught.value.values["fault"])
    assert not list(tmp_path.glob("pack.pdf*"))


def test_a_full_disk_is_refused_in_words_and_leaves_nothing(
    tmp_path: Path, child: Child, fonts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_content: object, _order: object, path: Path, _beat: object) -> None:
        path.write_bytes(b"%PDF")
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(pack_module, "assemble", full)
    with pytest.raises(DomainError) as caught:
        build(tmp_path, child, fonts)
    assert caught.value.code == "packs.disk_full"
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_no_room_to_read_an_exhibit_out_is_a_full_disk_and_not_a_missing_exhibit(
    tmp_path: Path, child: Child, fonts: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    true = Path.open

    def full(path: Path, mode: str = "r", *rest: Any, **options: Any) -> Any:
        if path.name == "2.source":
            raise OSError(number, "full")
        return true(path, mode, *rest, **options)

    monkeypatch.setattr(Path, "open", full)
    with pytest.raises(DomainError) as caught:
        build(tmp_path, child, fonts)
    assert caught.value.code == "packs.disk_full"
    assert "MB" in str(caught.value.values["need"])
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_no_room_for_an_exhibits_pages_is_a_full_disk_and_not_a_slip_sheet(
    tmp_path: Path, fonts: Path
) -> None:
    class Full:
        """A child that has no room to write."""

        def call(self, _function: str, arguments: Mapping[str, Any], _timeout: float = 30.0) -> Any:
            raise DomainError("packs.disk_full")

    with pytest.raises(DomainError) as caught:
        build_pack(
            content(), opener(FILES), tmp_path / "p.pdf", tmp_path / "scratch", Full(), lambda *_: None,
            lambda: False, fonts=fonts,
        )  # fmt: skip
    assert caught.value.code == "packs.disk_full"
    assert "MB" in str(caught.value.values["need"])
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux has a device that is always full")
@pytest.mark.parametrize("name", ["note.txt", "door.jpg"])
def test_the_child_tells_a_full_disk_from_a_damaged_exhibit(
    tmp_path: Path, child: Child, fonts: Path, name: str
) -> None:
    source = tmp_path / "source"
    source.write_bytes(samples.jpeg() if name.endswith("jpg") else b"We are watching")
    facts = dict.fromkeys(("reference", "description", "media_type", "sha256"), "")
    arguments = {
        "source": str(source), "destination": "/dev/full", "fonts": str(fonts),
        "facts": {**facts, "filename": name, "size": source.stat().st_size},
    }  # fmt: skip
    with pytest.raises(DomainError) as caught:
        child.call("spoc_desk.documents.normalise:normalise", arguments)
    assert caught.value.code == "packs.disk_full"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux has a device that is always full")
def test_a_write_that_fails_is_an_error_and_not_the_end_of_the_program() -> None:
    with pikepdf.open(io.BytesIO(samples.pdf())) as pdf:
        for save in (save_pdf, save_hashed, partial(save_hashed, small=True)):
            with pytest.raises(OSError, match="No space left"):
                save(pdf, Path("/dev/full"))


@pytest.mark.parametrize("small", [False, True])
def test_the_hash_taken_while_writing_is_the_hash_of_the_file(tmp_path: Path, small: bool) -> None:
    with pikepdf.open(io.BytesIO(samples.pdf(400))) as pdf:
        digest = save_hashed(pdf, tmp_path / "made.pdf", small=small, static_id=True)
    assert hashlib.sha256((tmp_path / "made.pdf").read_bytes()).hexdigest() == digest
