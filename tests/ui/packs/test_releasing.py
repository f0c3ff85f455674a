"""Releasing a pack in the window, and the forms in which its copies leave."""

import hashlib
import subprocess
from dataclasses import replace

import pikepdf
import pytest
from PySide6.QtWidgets import QFileDialog, QLineEdit, QPushButton

from spoc_desk.domain.issues import PackCopy, PackRelease
from spoc_desk.domain.officers import Role
from spoc_desk.services.certificates import make_trial_certificate
from spoc_desk.services.exhibits import AddExhibit, add_exhibit
from spoc_desk.services.officers import EnrolOfficer, enrol_officer
from spoc_desk.services.pack_building import BuildPack, build_pack
from spoc_desk.services.pack_content import PackTerms
from spoc_desk.services.release_copies import CopyKind
from spoc_desk.ui.packs.copy_dialog import start_copy
from spoc_desk.ui.widgets.dialogs import FormDialog
from spoc_desk.ui.window import Place
from tests.ui.casework import words_in

PASSPHRASE = "violet tractor Llŷr"
WORDS = "marble window seven bicycle lantern pool"


@pytest.fixture
def page(told_desk, qtbot):
    """The packs page, at the released pack of the story."""
    return shown(told_desk, qtbot, 1)


@pytest.fixture
def draft(told_desk, qtbot):
    """The packs page, at a draft."""
    terms = PackTerms("CPS", "Early advice", references=("AM/1",))
    (made,) = build_pack(BuildPack(1, terms), told_desk.desk)
    return shown(told_desk, qtbot, made.pack)


def shown(real, qtbot, pack):
    real.window.go_to(Place("packs", pack))
    page = real.window.page()
    qtbot.waitUntil(lambda: page._seen is not None and page._seen[0].pack.id == pack)
    return page


def press(widget, name):
    next(b for b in widget.findChildren(QPushButton) if b.accessibleName() == name).click()


def dialog_of(page, qtbot):
    found = []

    def there():
        found[:] = [each for each in page.findChildren(FormDialog) if each.isVisible()]
        return bool(found)

    qtbot.waitUntil(there)
    return found[0]


def found(real, kind, **equal):
    with real.desk.queries.snapshot() as reader:
        return reader.find(kind, **equal)


def said(real, words):
    return lambda: any(words in notice.text for notice in real.window.notices.past)


def test_releasing_says_who_authorises_and_turns_the_draft_into_a_release(draft, told_desk, qtbot):
    press(draft.detail, "Release…")
    dialog = dialog_of(draft, qtbot)
    assert f"{told_desk.desk.officer.name}, self-authorised" in words_in(dialog)
    assert "There is no certificate yet" in words_in(dialog)
    assert not dialog._form.signed.isEnabled()
    dialog.submit()
    qtbot.waitUntil(said(told_desk, "The pack is released"))
    qtbot.waitUntil(lambda: draft._seen[0].release is not None)
    assert found(told_desk, PackRelease, pack_id=2)[0].self_authorised


def test_whom_the_cover_names_stands_by_in_the_dialog(told_desk, qtbot):
    desk = told_desk.desk
    enrol_officer(EnrolOfficer("DCI Ben Lowe", Role.DEPUTY, WORDS, passphrase_only=True), desk)
    terms = PackTerms("CPS", "Early advice", references=("AM/1",), authorised_by="DCI Ben Lowe")
    (made,) = build_pack(BuildPack(1, terms), desk)
    page = shown(told_desk, qtbot, made.pack)
    press(page.detail, "Release…")
    dialog = dialog_of(page, qtbot)
    second = dialog._form.second
    dialog.submit()
    assert "DCI Ben Lowe enters their own passphrase here." in words_in(dialog)
    qtbot.keyClicks(second.passphrase.edit, "guessed")
    dialog.submit()
    qtbot.waitUntil(lambda: "That is not" in words_in(dialog), timeout=20_000)
    assert second.passphrase.text() == ""
    assert found(told_desk, PackRelease, pack_id=made.pack) == ()
    qtbot.keyClicks(second.passphrase.edit, WORDS)
    dialog.submit()
    qtbot.waitUntil(lambda: page._seen[0].release is not None, timeout=20_000)
    release = page._seen[0].release
    assert (release.authorised_by, release.self_authorised) == ("DCI Ben Lowe", False)
    assert WORDS not in str([dict(entry) for entry in desk.queries.audit_entries()])


def test_a_cover_that_can_no_longer_be_kept_to_is_told_without_a_dialog(draft, told_desk, qtbot):
    enrol_officer(EnrolOfficer("DCI Ben Lowe", Role.DEPUTY, WORDS, passphrase_only=True), told_desk.desk)
    press(draft.detail, "Release…")
    qtbot.waitUntil(said(told_desk, "Build the pack again and choose who authorises it"))
    assert [each for each in draft.findChildren(FormDialog) if each.isVisible()] == []


def test_a_wrong_passphrase_is_told_in_the_dialog_and_nothing_is_released(draft, told_desk, qtbot):
    make_trial_certificate(PASSPHRASE, told_desk.desk)
    press(draft.detail, "Release…")
    dialog = dialog_of(draft, qtbot)
    form = dialog._form
    form.signed.set_value(True)
    assert form.passphrase.isVisible()
    assert form.passphrase.editor.echoMode() is QLineEdit.EchoMode.Password
    assert not form.stamped.isVisible()
    form.passphrase.set_value("violet")
    dialog.submit()
    qtbot.waitUntil(lambda: "does not open the certificate" in words_in(dialog))
    assert found(told_desk, PackRelease, pack_id=2) == ()
    form.passphrase.set_value(PASSPHRASE)
    dialog.submit()
    qtbot.waitUntil(lambda: draft._seen[0].release is not None, timeout=20_000)
    assert draft._seen[0].release.trial
    qtbot.waitUntil(lambda: "Signed with a trial certificate" in words_in(draft.detail))
    assert PASSPHRASE not in str([dict(entry) for entry in told_desk.desk.queries.audit_entries()])


def test_slip_sheets_must_be_accepted_first(told_desk, qtbot, tmp_path):
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7 and then nothing")
    add_exhibit(AddExhibit(1, broken, "A letter that cannot be opened"), told_desk.desk)
    build_pack(BuildPack(1, PackTerms("CPS", "Advice")), told_desk.desk)
    page = shown(told_desk, qtbot, 2)
    press(page.detail, "Release…")
    dialog = dialog_of(page, qtbot)
    dialog.submit()
    assert "Tick this once you have looked" in words_in(dialog)
    dialog._form.accepted.set_value(True)
    dialog.submit()
    qtbot.waitUntil(said(told_desk, "The pack is released"))


def test_each_form_of_a_copy_says_what_it_is_and_asks_only_for_what_it_needs(page, qtbot):
    press(page.detail, "Save a copy…")
    form = dialog_of(page, qtbot)._form
    seen = {}
    for kind in CopyKind:
        form.kind.set_value(kind.value)
        seen[kind] = (form.keys.isVisible(), form.password.isVisible())
    assert seen == {
        CopyKind.FILE: (False, False), CopyKind.FOLDER: (False, False),
        CopyKind.AGE: (True, False), CopyKind.PASSWORD: (False, True),
    }  # fmt: skip
    assert "carries no signature" in words_in(form)


def test_a_key_that_is_none_is_told_in_the_dialog(page, qtbot):
    press(page.detail, "Save a copy…")
    dialog = dialog_of(page, qtbot)
    dialog._form.kind.set_value(CopyKind.AGE.value)
    dialog._form.keys.set_value("age1nonsense")
    dialog.submit()
    qtbot.waitUntil(lambda: "is not an age public key" in words_in(dialog))


def test_a_saved_copy_is_the_very_pack_with_its_digest_beside_it(page, told_desk, qtbot, tmp_path):
    press(page.detail, "Save a copy…")
    dialog_of(page, qtbot).submit()
    qtbot.waitUntil(lambda: bool(page.findChildren(QFileDialog)))
    target = tmp_path / "pack.pdf"
    chooser = page.findChildren(QFileDialog)[0]
    chooser.fileSelected.emit(str(target))
    chooser.close()
    qtbot.waitUntil(said(told_desk, "Saved as pack.pdf, with its SHA-256 beside it"))
    digest = hashlib.sha256(target.read_bytes()).hexdigest()
    assert digest == page._seen[0].pack.sha256
    assert target.with_name("pack.pdf.sha256").read_text("utf-8") == f"{digest}  pack.pdf\n"
    assert [copy.how for copy in found(told_desk, PackCopy, pack_id=1)] == ["saved"]
    assert list(tmp_path.glob("*.part")) == []


def test_a_password_mistyped_once_locks_nothing(page, qtbot):
    press(page.detail, "Save a copy…")
    dialog = dialog_of(page, qtbot)
    form = dialog._form
    form.kind.set_value(CopyKind.PASSWORD.value)
    form.password.set_value(PASSPHRASE)
    form.again.set_value(f"{PASSPHRASE}x")
    dialog.submit()
    assert form.again._below.text() == "The two passwords are not the same. Type both again."
    assert dialog.isVisible()
    form.again.set_value(PASSPHRASE)
    assert form.check()


@pytest.mark.parametrize("kind", [CopyKind.FOLDER, CopyKind.PASSWORD])
def test_a_release_folder_and_a_locked_copy_leave_by_the_window(page, told_desk, qtbot, tmp_path, kind):
    press(page.detail, "Save a copy…")
    dialog = dialog_of(page, qtbot)
    form = dialog._form
    form.kind.set_value(kind.value)
    form.password.set_value(PASSPHRASE)
    to = tmp_path / "out" if kind is CopyKind.FOLDER else tmp_path / "locked.pdf"
    command = form.command(to)
    dialog.reject()
    start_copy(told_desk.workplace, page, command)
    if kind is CopyKind.FOLDER:
        qtbot.waitUntil(said(told_desk, "The release is saved in PK-"))
        (folder,) = to.iterdir()
        check = ["sha256sum", "--strict", "-c", "MANIFEST.sha256"]
        assert subprocess.run(check, cwd=folder, capture_output=True, check=False).returncode == 0
    else:
        qtbot.waitUntil(said(told_desk, "Saved as locked.pdf."))
        with pikepdf.open(to, password=PASSPHRASE) as pdf:
            assert len(pdf.pages) == page._seen[0].pack.pages


def test_a_copy_that_cannot_be_written_is_told_and_stays_written_down(page, told_desk, qtbot, tmp_path):
    press(page.detail, "Save a copy…")
    dialog = dialog_of(page, qtbot)
    (tmp_path / "pack.pdf").mkdir()
    command = replace(dialog._form.command(tmp_path / "pack.pdf"), replace=True)
    dialog.reject()
    start_copy(told_desk.workplace, page, command)
    qtbot.waitUntil(said(told_desk, "could not be written"))
    assert [copy.how for copy in found(told_desk, PackCopy, pack_id=1)] == ["saved"]
    assert list(tmp_path.rglob("*.part")) == []


def test_superseding_begins_with_the_earlier_terms_and_wants_a_reason(page, told_desk, qtbot):
    earlier = page._seen[0].pack
    press(page.detail, "Supersede…")
    dialog = dialog_of(page, qtbot)
    form = dialog.form
    assert form.recipient.value() == earlier.recipient
    assert set(form.terms().wanted) == set(earlier.exhibits)
    dialog.submit()
    assert dialog.isVisible()
    form.change_note.set_value("The picture came in colour")
    dialog.submit()
    qtbot.waitUntil(lambda: page._seen[0].pack.supersedes == earlier.reference, timeout=30_000)
    press(page.detail, "Release…")
    asked = dialog_of(page, qtbot)
    assert earlier.reference in words_in(asked)
    asked._form.accepted.set_value(True)
    asked.submit()
    qtbot.waitUntil(lambda: page._seen[0].release is not None, timeout=20_000)
    assert "changes" in [file.role for file in page._seen[0].files]
    told_desk.window.go_to(Place("packs", 1))
    qtbot.waitUntil(lambda: page._seen[0].state == "superseded")
    qtbot.waitUntil(
        lambda: not any(b.accessibleName() == "Supersede…" for b in page.detail.findChildren(QPushButton))
    )
