"""Exhibits on screen: sealed, proposed a reference, moved, verified, looked at."""

import base64
import threading
import time
from dataclasses import replace

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QTimer, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtWidgets import QPushButton

from spoc_desk.domain.casefiles import CasefileStatus
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.exhibits import Exhibit, ExhibitState, Movement
from spoc_desk.services.casefiles import set_status
from spoc_desk.ui.exhibits.words import shown_name, size_words
from tests.ui.casework import dialog_of, words_in

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


class SlowEvidence:
    """Seals nothing until it is told to, and looks whether it was cancelled meanwhile."""

    def __init__(self, real) -> None:
        self._real, self.go = real, threading.Event()

    def __getattr__(self, name):
        return getattr(self._real, name)

    def seal(self, source, key, progress, cancelled):
        size = source.stat().st_size
        for done in range(2000):
            progress(done, 2000)
            if cancelled():
                raise DomainError("work.cancelled")
            if self.go.wait(0.005):
                return self._real.seal(source, key, progress, cancelled)
        raise AssertionError(f"{size} bytes waited too long")


def drop(panel, *paths):
    """Drops files on the panel as the mouse would."""
    carried = QMimeData()
    carried.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    event = QDropEvent(
        QPoint(20, 20), Qt.DropAction.CopyAction, carried, Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    panel.dropEvent(event)


def form_of(panel):
    return dialog_of(panel).form


def exhibits(casework) -> list[str]:
    return [each.reference for each in casework.find(Exhibit) if each.state is not ExhibitState.PENDING]


def test_a_dropped_file_is_asked_about_and_given_the_next_reference(casework, panel, qtbot):
    drop(panel, casework.file("cctv.txt"))
    form = form_of(panel)
    assert form.file.value().name == "cctv.txt"
    qtbot.waitUntil(lambda: form.reference.value() == "RH/3")
    form.found_by.set_value("DC R Patel")
    qtbot.waitUntil(lambda: form.reference.value() == "RP/1")


def test_a_reference_typed_by_hand_is_not_proposed_over(casework, panel, qtbot):
    drop(panel, casework.file("cctv.txt"))
    form = form_of(panel)
    qtbot.waitUntil(lambda: form.reference.value() == "RH/3")
    form.reference.set_value("RP/7")
    form.found_by.set_value("DC R Patel")
    qtbot.waitUntil(lambda: form._proposed == "RP/1")
    assert form.reference.value() == "RP/7"


def test_a_sealed_file_is_listed_and_chosen_and_its_draft_is_gone(casework, panel, qtbot, kept_drafts):
    drop(panel, casework.file("cctv.txt", b"frames"))
    form = form_of(panel)
    form.description.set_value("CCTV of Quay Street")
    form.source.set_value("Handed in by the shop")
    dialog_of(panel).submit()
    qtbot.waitUntil(lambda: panel.table.selected_id() == 3)
    sealed = casework.get(Exhibit, 3)
    assert (sealed.reference, sealed.size, sealed.source) == ("RH/3", 6, "Handed in by the shop")
    assert "CCTV of Quay Street" in words_in(panel.detail)
    assert kept_drafts.kept == {}


def test_a_file_without_a_description_is_not_sealed_yet(casework, panel):
    drop(panel, casework.file("cctv.txt"))
    dialog_of(panel).submit()
    assert "Fill this in." in words_in(dialog_of(panel))
    assert exhibits(casework) == ["RH/1", "RH/2"]


def test_a_reference_in_use_brings_the_form_back_with_everything_typed(casework, panel, qtbot):
    drop(panel, casework.file("cctv.txt"))
    form = form_of(panel)
    form.description.set_value("CCTV of Quay Street")
    form.reference.set_value("RH/2")
    dialog_of(panel).submit()
    qtbot.waitUntil(lambda: "already used" in form.reference._below.text())
    assert dialog_of(panel).form.description.value() == "CCTV of Quay Street"
    assert exhibits(casework) == ["RH/1", "RH/2"]


def test_several_files_are_asked_about_in_turn_and_share_who_found_them(casework, panel, qtbot):
    drop(panel, casework.file("one.txt"), casework.file("two.txt"))
    first = dialog_of(panel)
    assert first.windowTitle() == "Add an exhibit: 1 more after this"
    first.form.description.set_value("The first")
    first.form.found_by.set_value("DC R Patel")
    first.submit()
    second = form_of(panel)
    assert (second.file.value().name, second.found_by.value()) == ("two.txt", "DC R Patel")
    assert second.description.value() == ""
    second.description.set_value("The second")
    dialog_of(panel).submit()
    qtbot.waitUntil(lambda: exhibits(casework) == ["RH/1", "RH/2", "RP/1", "RP/2"])


def test_what_was_typed_about_a_file_is_there_again_when_the_file_is(casework, panel):
    path = casework.file("cctv.txt")
    drop(panel, path)
    form_of(panel).description.set_value("CCTV of Quay Street")
    dialog_of(panel).reject()
    drop(panel, path)
    assert form_of(panel).description.value() == "CCTV of Quay Street"


def test_a_folder_is_refused_and_the_files_beside_it_are_taken(casework, panel, tmp_path):
    (tmp_path / "folder").mkdir()
    drop(panel, tmp_path / "folder", casework.file("one.txt"))
    assert casework.said == ["Folders cannot be sealed. Choose the files in them."]
    assert form_of(panel).file.value().name == "one.txt"


def test_the_window_stays_alive_while_a_file_is_sealed_and_cancel_keeps_nothing(casework, panel, qtbot):
    slow = replace(casework.desk, evidence=SlowEvidence(casework.desk.evidence))
    casework.workplace.jobs._desk = slow
    beats = []
    timer = QTimer()
    timer.timeout.connect(lambda: beats.append(time.monotonic()))
    drop(panel, casework.file("large.bin"))
    form_of(panel).description.set_value("A disk image")
    started = []
    casework.workplace.jobs.started.connect(started.append)
    dialog_of(panel).submit()
    timer.start(5)
    qtbot.waitUntil(lambda: len(beats) > 20)
    assert started[0].title == "Sealing large.bin"
    assert [each.state for each in casework.find(Exhibit)][-1] is ExhibitState.PENDING
    started[0].cancel()
    qtbot.waitUntil(lambda: casework.said[-1:] == ["Sealing was cancelled. Nothing was kept."])
    assert exhibits(casework) == ["RH/1", "RH/2"]


def test_an_exhibit_verified_on_demand_says_so_in_place(casework, panel, qtbot):
    panel.select(1)
    panel.detail.reverify.click()
    qtbot.waitUntil(lambda: "Read whole just now: not a byte differs." in words_in(panel.detail))


def test_an_altered_exhibit_is_said_in_place_and_in_the_list(casework, panel, qtbot):
    casework.desk.evidence.files[casework.get(Exhibit, 1).file_name] = b"something else"
    panel.select(1)
    panel.detail.reverify.click()
    qtbot.waitUntil(lambda: "is not what was sealed" in words_in(panel.detail))
    row = panel.table.currentRow()
    assert panel.table.item(row, 4).data(Qt.ItemDataRole.AccessibleTextRole) == "Altered"


def test_a_movement_is_added_to_those_before_it(casework, panel, qtbot):
    panel.select(1)
    casework.clock.forward(hours=2)
    _press(panel, "Record a movement: Continuity")
    form = dialog_of(panel)._form
    assert form._fields["from"].value() == "SPOC Desk vault"
    form._fields["to"].set_value("DC R Patel")
    form._fields["purpose"].set_value("For a forensic copy")
    dialog_of(panel).submit()
    qtbot.waitUntil(lambda: "SPOC Desk vault to DC R Patel" in words_in(panel.detail))
    assert "Ruth Hale to SPOC Desk vault" in words_in(panel.detail)
    assert len(casework.find(Movement, exhibit_id=1)) == 2


def test_a_movement_before_the_last_one_is_refused_in_the_dialog(casework, panel, qtbot):
    panel.select(1)
    casework.clock.forward(hours=2)
    _press(panel, "Record a movement: Continuity")
    dialog = dialog_of(panel)
    dialog._form._fields["to"].set_value("DC R Patel")
    dialog._form._fields["purpose"].set_value("For a forensic copy")
    dialog._form._fields["when"].date_edit.setText("1/4/27")
    dialog.submit()
    qtbot.waitUntil(lambda: "The exhibit last moved on" in words_in(dialog))
    assert len(casework.find(Movement, exhibit_id=1)) == 1


def test_the_digest_is_copied_whole(casework, panel, qtbot):
    panel.select(1)
    _press(panel, "Copy the SHA-256 of RH/1")
    assert QGuiApplication.clipboard().text() == casework.get(Exhibit, 1).sha256


def test_a_preview_shows_pages_words_warnings_and_what_is_carried(casework, panel, qtbot):
    casework.parser.answer |= {
        "kind": "mail", "pages": [PIXEL, PIXEL], "page_count": 9, "text": "You will regret it",
        "badges": [["remote", "2 remote pictures were not fetched."]],
        "carried": [["invoice.exe", 1200, "application/x-dosexec", "ab"]],
    }  # fmt: skip
    panel.select(1)
    preview = panel.detail.preview
    qtbot.waitUntil(lambda: "Page 1 of 9; the first 2 are shown" in words_in(preview))
    assert "2 remote pictures were not fetched." in words_in(preview)
    assert "invoice.exe  ·  1.2 KB  ·  application/x-dosexec" in words_in(preview)
    preview._next.click()
    assert preview._where.text().startswith("Page 2 of 9")
    preview.choice.choose("text")
    assert not preview._text.isHidden()
    assert preview._text.toPlainText() == "You will regret it"


def test_no_preview_is_said_and_stops_nothing(casework, panel, qtbot):
    casework.parser.refusal = DomainError("preview.unavailable", reason="it takes too long to read")
    panel.select(1)
    qtbot.waitUntil(lambda: "it takes too long to read" in words_in(panel.detail.preview))
    assert panel.detail.reverify.isEnabled()


def test_a_preview_is_asked_for_once_however_often_the_case_is_read(casework, panel, qtbot):
    qtbot.waitUntil(lambda: "the words" in panel.detail.preview._text.toPlainText())
    asked = casework.parser.calls
    casework.workplace.jobs.announce((object(),))
    qtbot.waitUntil(lambda: panel.detail.preview._seen is not None)
    assert casework.parser.calls == asked


def test_a_closed_casefile_takes_no_files(casework, panel, qtbot):
    set_status(1, CasefileStatus.CLOSED, "18", casework.desk)
    casework.workplace.jobs.announce((object(),))
    assert "nothing can be added" in words_in(panel)
    panel.add()
    drop_of = [each for each in panel.findChildren(QPushButton) if each.accessibleName() == "Add exhibit"]
    assert not drop_of[0].isEnabled()


def test_choosing_files_in_a_dialog_does_the_same_as_dropping_them(casework, panel):
    path = casework.file("cctv.txt")
    panel._choose = lambda _parent, _several, done: done([path])
    panel.add()
    assert form_of(panel).file.value() == path


def test_the_choice_survives_when_the_list_is_read_again(casework, panel):
    panel.select(1)
    casework.workplace.jobs.announce((object(),))
    assert panel.table.selected_id() == 1


def _press(panel, name: str) -> None:
    found = [each for each in panel.detail.findChildren(QPushButton) if each.accessibleName() == name]
    shown = [each for each in found if not each.isHidden()]
    assert shown, name
    shown[-1].click()


def test_pages_can_be_seen_larger(casework, panel, qtbot):
    casework.parser.answer |= {"kind": "image", "pages": [PIXEL], "page_count": 1, "text": ""}
    panel.select(1)
    qtbot.waitUntil(lambda: not panel.detail.preview._larger.isHidden())
    panel.detail.preview._larger.click()
    sheet = dialog_of(panel)
    assert sheet.windowTitle() == "Preview"
    assert sheet.findChildren(type(panel.detail.preview))[0]._seen is panel.detail.preview._seen


def test_a_file_name_that_hides_its_ending_is_shown_for_what_it_is():
    assert shown_name("photo\u202egpj.exe") == "photo⟦U+202E⟧gpj.exe"
    assert shown_name("Straße 1.jpg") == "Straße 1.jpg"


@pytest.mark.parametrize(
    ("size", "words"),
    [(0, "0 bytes"), (999, "999 bytes"), (1_000, "1.0 KB"), (25_400, "25 KB"), (1_100_000_000, "1.1 GB")],
)
def test_sizes_read_as_people_say_them(size, words):
    assert size_words(size) == words
