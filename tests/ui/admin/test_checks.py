"""Checks that begin by themselves, printed anchors, and the alarm of an older vault, as one meets them."""

import pytest
from PySide6.QtWidgets import QPlainTextEdit

from spoc_desk.domain.anchors import SeenHead
from spoc_desk.services.anchors import rollback
from spoc_desk.services.check_schedule import check_standing
from spoc_desk.ui.admin.check_dialogs import save_slip
from spoc_desk.ui.check_watch import CheckWatch
from spoc_desk.ui.widgets.fields.choices import ChoiceField
from tests.ui.admin.test_page import banners, dialog, words


def choose(asked, label, key):
    (field,) = [each for each in asked.findChildren(ChoiceField) if each.label == label]
    field.set_value(key)


def test_a_check_that_is_due_begins_by_itself_and_ends_on_record(qtbot, place):
    watch = CheckWatch(place)
    watch.look()
    qtbot.waitUntil(lambda: check_standing(place.jobs._desk).last is not None)
    standing = check_standing(place.jobs._desk)
    assert (standing.last.full, standing.due, standing.faults) == (True, "", 0)
    assert not place.jobs.running()


def test_faults_found_by_itself_are_told_and_stay_listed(qtbot, page, place, vault):
    (vault.desk.folder / "recovery.age").unlink()
    CheckWatch(place).look()
    qtbot.waitUntil(lambda: any("found one thing wrong" in said for said in place.said))
    page.open_of_kind("admin#check", 1)
    qtbot.waitUntil(lambda: any("recovery.age is missing" in said for said in words(page.check)))


def test_a_check_that_was_stopped_waits_for_the_next_unlocking(qtbot, place):
    watch = CheckWatch(place)
    place.jobs.started.connect(lambda job: job.cancel())
    watch.look()
    qtbot.waitUntil(lambda: watch._stopped)
    watch.look()
    assert check_standing(place.jobs._desk).last is None


def test_an_anchor_is_compared_from_paper(qtbot, page, place, vault):
    head = vault.desk.queries.audit_head()
    page.check.compare()
    asked = dialog(page)
    asked.findChild(QPlainTextEdit).setPlainText(f"SPOC Desk audit anchor {head.sequence} {head.head}")
    asked.submit()
    qtbot.waitUntil(lambda: any("has that entry with that hash" in said for said in place.said))
    page.check.compare()
    asked = dialog(page)
    asked.findChild(QPlainTextEdit).setPlainText(f"{head.sequence}:{'0' * 16}")
    asked.submit()
    qtbot.waitUntil(lambda: any("is not met" in said for said in words(asked)))


@pytest.fixture
def older(vault):
    """The workstation saw an entry that this vault does not hold."""
    desk = vault.desk
    desk.memory.remember(SeenHead(5000, "ab" * 32, desk.clock.now()))
    return desk


def test_an_older_vault_is_an_alarm_until_an_officer_explains_it(qtbot, page, older):
    page.read()
    qtbot.waitUntil(lambda: any("5,000" in said for said in banners(page.check)))
    page.check.explain()
    asked = dialog(page)
    choose(asked, "Why the vault is older", "restored")
    asked.submit()
    qtbot.waitUntil(lambda: rollback(older) is None)
    qtbot.waitUntil(lambda: not any("5,000" in said for said in banners(page.check)))


def test_how_often_to_check_is_chosen(qtbot, page, vault):
    page.check.change_policy()
    asked = dialog(page)
    choose(asked, "Full check", "30")
    asked.submit()
    qtbot.waitUntil(lambda: check_standing(vault.desk).policy.full_days == 30)
    qtbot.waitUntil(lambda: any("every 30 days" in said for said in words(page.check)))


def test_todays_anchor_is_saved_as_a_page_to_hand_over(qtbot, page, place, vault, tmp_path):
    path = tmp_path / "slip.pdf"
    save_slip(place, page, path)
    qtbot.waitUntil(lambda: any("slip is in" in said for said in place.said))
    assert path.read_bytes().startswith(b"%PDF")
    assert vault.desk.queries.recent_changes(1)[0]["event"] == "AnchorHandedOver"
