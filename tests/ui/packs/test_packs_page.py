"""Packs in the window: previewed from memory, and what may be done with one at each state."""

import pytest
from PySide6.QtWidgets import QPushButton

from spoc_desk.domain.issues import IssuedPack, PackCopy, PackState
from spoc_desk.services.pack_building import BuildPack, build_pack
from spoc_desk.services.pack_content import PackTerms
from spoc_desk.services.release import ReleasePack, release_pack
from spoc_desk.ui.exhibits.words import spaced_digest
from spoc_desk.ui.widgets.dialogs import AskDialog, FormDialog
from spoc_desk.ui.widgets.table import Table
from spoc_desk.ui.window import Place
from tests.ui.casework import words_in


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


def opened(page, qtbot):
    """The pack's pages, as preview and print have them."""
    page.detail.show_tab("preview")
    qtbot.waitUntil(lambda: page.preview.pdf is not None, timeout=20_000)
    return page.preview.pdf


def test_the_preview_shows_every_page_and_puts_none_on_the_disk(page, told_desk, qtbot, tmp_path):
    before = {path for path in tmp_path.rglob("*") if path.is_file()}
    opened(page, qtbot)
    assert page.preview.document_pages() == issued(told_desk).pages
    written = {path for path in tmp_path.rglob("*") if path.is_file()} - before
    assert [path for path in written if path.suffix == ".pdf"] == []
    assert copies(told_desk) == ()


def test_turning_from_one_pack_to_another_shows_the_other_s_pages(page, told_desk, qtbot):
    opened(page, qtbot)
    build_pack(BuildPack(1, PackTerms("CPS", "Early advice", references=("AM/1",))), told_desk.desk)
    told_desk.window.go_to(Place("packs", 2))
    qtbot.waitUntil(lambda: page._seen[0].pack.id == 2 and page.preview.pdf is not None, timeout=20_000)
    assert page.preview.document_pages() == page._seen[0].pack.pages
    told_desk.window.go_to(Place("packs", 1))
    qtbot.waitUntil(lambda: page._seen[0].pack.id == 1 and page.preview.pdf is not None, timeout=20_000)
    assert page.preview.document_pages() == issued(told_desk).pages


def buttons(page):
    return [
        button.accessibleName() for button in page.detail.findChildren(QPushButton) if not button.isHidden()
    ]


def draft(told_desk, qtbot, page, **terms):
    """A further pack of the same case, shown."""
    (made,) = build_pack(
        BuildPack(1, PackTerms("CPS", "Early advice", references=("AM/1",), **terms)), told_desk.desk
    )
    told_desk.window.go_to(Place("packs", made.pack))
    qtbot.waitUntil(lambda: page._seen[0].pack.id == made.pack)
    return made.pack


def press(widget, name):
    next(b for b in widget.findChildren(QPushButton) if b.accessibleName() == name).click()


def words_of(page):
    return words_in(page.detail)


def test_a_draft_can_be_released_and_neither_printed_nor_saved(page, told_desk, qtbot):
    draft(told_desk, qtbot, page)
    qtbot.waitUntil(lambda: "Release…" in buttons(page))
    names = buttons(page)
    assert not {"Print", "Save a copy…"} & set(names)
    assert "A draft" in words_of(page)


def test_a_released_pack_shows_its_receipt_and_every_item(page, told_desk):
    names = buttons(page)
    assert {"Print", "Save a copy…"} <= set(names)
    assert "Release…" not in names
    said_here = words_of(page)
    view = page._seen[0]
    for digest in (view.pack.sha256, view.release.manifest_sha256):
        assert spaced_digest(digest) in said_here
    assert "self-authorised" in said_here
    assert "Not signed" in said_here
    table = page.detail.findChild(Table)
    told = [table.model().index(row, 0).data() for row in range(table.model().rowCount())]
    assert told == [item.reference for item in view.items]
    assert table.model().index(0, 5).data() == view.items[0].sha256


def test_a_superseded_pack_says_by_which_and_asks_before_it_leaves(page, told_desk, qtbot):
    later = draft(told_desk, qtbot, page, supersedes=issued(told_desk).reference)
    release_pack(ReleasePack(later, faults_accepted=True), told_desk.desk)
    told_desk.window.go_to(Place("packs", 1))
    qtbot.waitUntil(lambda: page._seen[0].pack.id == 1 and page._seen[0].state is PackState.SUPERSEDED)
    assert "Superseded: PK/" in words_of(page)
    press(page.detail, "Save a copy…")
    (asked,) = [d for d in page.findChildren(AskDialog) if d.isVisible()]
    assert "has taken the place" in words_in(asked)
    assert page.findChildren(FormDialog) == []
    asked.act.click()
    (form,) = [d for d in page.findChildren(FormDialog) if d.isVisible()]
    assert form._form.command().superseded_wanted
    press(page.detail, f"Open {page._seen[0].superseded_by}")
    qtbot.waitUntil(lambda: page._seen[0].pack.id == later)


def test_a_pack_leads_back_to_its_casefile(page, told_desk):
    button = next(b for b in page.detail.findChildren(QPushButton) if b.accessibleName() == "Open casefile")
    button.click()
    assert told_desk.window.place() == Place("casefiles", 1)
