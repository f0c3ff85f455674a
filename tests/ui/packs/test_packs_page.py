"""Packs in the window: previewed from memory, saved and printed, each copy written down before it leaves."""

import hashlib

import pytest
from PySide6.QtWidgets import QPushButton

from spoc_desk.domain.issues import IssuedPack, PackCopy
from spoc_desk.services.outgoing import write_private
from spoc_desk.services.pack_building import BuildPack, build_pack
from spoc_desk.services.pack_content import PackTerms
from spoc_desk.ui.window import Place


@pytest.fixture
def page(told_desk, qtbot):
    """The packs page at the one pack issued."""
    told_desk.window.go_to(Place("packs", 1))
    shown = told_desk.window.page()
    qtbot.waitUntil(lambda: shown._seen is not None)
    return shown


def issued(real):
    with real.desk.queries.snapshot() as reader:
        return reader.get(IssuedPack, 1)


def copies(real):
    with real.desk.queries.snapshot() as reader:
        return reader.find(PackCopy, pack_id=1)


def said(real):
    return [notice.text for notice in real.window.notices.past]


def opened(page, qtbot):
    """The pack's pages, as preview and print have them."""
    page.detail.show_tab("preview")
    qtbot.waitUntil(lambda: page._pdf is not None, timeout=20_000)
    return page._pdf


def test_the_preview_shows_every_page_and_puts_none_on_the_disk(page, told_desk, qtbot, tmp_path):
    before = {path for path in tmp_path.rglob("*") if path.is_file()}
    opened(page, qtbot)
    assert page.preview.document().pageCount() == issued(told_desk).pages
    written = {path for path in tmp_path.rglob("*") if path.is_file()} - before
    assert [path for path in written if path.suffix == ".pdf"] == []
    assert copies(told_desk) == ()


def test_a_saved_copy_is_the_very_pack_with_its_digest_beside_it(page, told_desk, qtbot, tmp_path):
    target = tmp_path / "pack.pdf"
    page.save_to(target)
    qtbot.waitUntil(lambda: any("Saved as pack.pdf" in words for words in said(told_desk)))
    digest = hashlib.sha256(target.read_bytes()).hexdigest()
    assert digest == issued(told_desk).sha256
    assert target.with_name("pack.pdf.sha256").read_text("utf-8") == f"{digest}  pack.pdf\n"
    assert [copy.how for copy in copies(told_desk)] == ["saved"]
    assert list(tmp_path.glob("*.part")) == []


def test_a_copy_is_written_down_before_its_first_byte_is(page, told_desk, qtbot, tmp_path, monkeypatch):
    logged_by_then = []

    def watched(path, content):
        logged_by_then.append((path.name, len(copies(told_desk))))
        write_private(path, content)

    monkeypatch.setattr("spoc_desk.ui.packs.page.write_private", watched)
    page.save_to(tmp_path / "pack.pdf")
    qtbot.waitUntil((tmp_path / "pack.pdf.sha256").exists)
    assert logged_by_then == [("pack.pdf", 1), ("pack.pdf.sha256", 1)]


def test_a_copy_that_cannot_be_written_is_told_and_stays_written_down(page, told_desk, qtbot, tmp_path):
    (tmp_path / "a file").write_text("no folder", "utf-8")
    page.save_to(tmp_path / "a file" / "pack.pdf")
    qtbot.waitUntil(lambda: any("could not be written" in words for words in said(told_desk)))
    assert [copy.how for copy in copies(told_desk)] == ["saved"]
    qtbot.waitUntil(lambda: len(page._seen[1]) == 1)
    assert list(tmp_path.rglob("*.part")) == []


def test_turning_from_one_pack_to_another_shows_the_other_s_pages(page, told_desk, qtbot):
    opened(page, qtbot)
    build_pack(BuildPack(1, PackTerms("CPS", "Early advice", references=("AM/1",))), told_desk.desk)
    told_desk.window.go_to(Place("packs", 2))
    qtbot.waitUntil(lambda: page._seen[0].id == 2 and page._pdf is not None, timeout=20_000)
    assert page.preview.document().pageCount() == page._seen[0].pages
    told_desk.window.go_to(Place("packs", 1))
    qtbot.waitUntil(lambda: page._seen[0].id == 1 and page._pdf is not None, timeout=20_000)
    assert page.preview.document().pageCount() == issued(told_desk).pages


def test_a_pack_leads_back_to_its_casefile(page, told_desk):
    button = next(b for b in page.detail.findChildren(QPushButton) if b.accessibleName() == "Open casefile")
    button.click()
    assert told_desk.window.place() == Place("casefiles", 1)
