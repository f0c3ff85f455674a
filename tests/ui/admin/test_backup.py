"""The backup section over a whole vault: chosen, made, proved, failed, and made by itself when due."""

import pytest

from spoc_desk.domain.backups import BackupPolicy, BackupState
from spoc_desk.services.backups import backup_facts, last_backup, set_backup_policy
from spoc_desk.ui.backup_watch import BackupWatch
from spoc_desk.ui.widgets.banner import Banner
from spoc_desk.ui.widgets.dialogs import FormDialog
from spoc_desk.ui.widgets.text import Text


def banners(widget) -> list[str]:
    return [one.text() for one in widget.findChildren(Banner) if not one.isHidden()]


def words(widget) -> list[str]:
    return [one.text() for one in widget.findChildren(Text)]


@pytest.fixture
def drive(tmp_path):
    made = tmp_path / "drive"
    made.mkdir()
    return made


@pytest.fixture
def section(qtbot, page):
    page.open_of_kind("admin#backup", 1)
    qtbot.waitUntil(lambda: page.backup._facts is not None)
    return page.backup


def test_a_vault_without_a_folder_for_backups_says_what_that_means(section):
    assert any("No folder for backups is chosen" in said for said in banners(section))
    assert not section.prove.isEnabled()
    assert section.now.isEnabled()


def test_back_up_now_asks_for_the_folder_first_and_the_choice_is_kept(qtbot, section, drive, place):
    section.now.click()
    asked = section.findChildren(FormDialog)[-1]
    asked._form._fields["folder"].set_value(drive)
    asked._form._fields["keep"].set_value("14")
    asked.submit()
    qtbot.waitUntil(lambda: "Saved." in place.said)
    assert backup_facts(place.jobs._desk).policy == BackupPolicy(str(drive), 1, 14, 30)


def test_a_folder_inside_the_vault_is_refused_in_the_dialog(qtbot, section, tmp_path):
    section.change()
    asked = section.findChildren(FormDialog)[-1]
    asked._form._fields["folder"].set_value(tmp_path / "vault")
    asked.submit()
    qtbot.waitUntil(lambda: any("inside the vault" in said for said in words(asked) + banners(asked)))
    assert asked.isVisible()


def test_one_button_makes_a_backup_and_proves_it(qtbot, section, drive, place):
    set_backup_policy(BackupPolicy(str(drive)), place.jobs._desk)
    section.read()
    qtbot.waitUntil(lambda: str(drive) in words(section))
    section.now.click()
    qtbot.waitUntil(lambda: any("is proved" in said for said in banners(section)), timeout=15_000)
    qtbot.waitUntil(lambda: section._table.rows.rowCount() == 1)
    qtbot.waitUntil(lambda: section._table.rows.row(0).cells[-1] == "Proved whole")
    assert not any("due" in said for said in banners(section))
    assert last_backup(place.jobs._desk).state is BackupState.PROVED


def test_a_damaged_backup_is_told_in_place_and_marked_in_the_list(qtbot, section, drive, place):
    set_backup_policy(BackupPolicy(str(drive)), place.jobs._desk)
    section.read()
    qtbot.waitUntil(lambda: str(drive) in words(section))
    section.now.click()
    qtbot.waitUntil(lambda: any("is proved" in said for said in banners(section)), timeout=15_000)
    next(drive.rglob("keyslots.json")).write_text("{}", "utf-8")
    section.prove_all.click()
    qtbot.waitUntil(lambda: any("keyslots.json" in said for said in banners(section)), timeout=15_000)
    qtbot.waitUntil(lambda: section._table.rows.row(0).cells[-1] == "Damaged")


def test_a_backup_that_is_due_is_made_by_itself_once_its_drive_is_there(qtbot, drive, place):
    set_backup_policy(BackupPolicy(str(drive)), place.jobs._desk)
    watch, noted = BackupWatch(place), []
    watch.noted.connect(noted.append)
    drive.rename(drive.with_name("away"))
    watch.look()
    qtbot.waitUntil(lambda: noted == ["Backup due"] and not watch._busy)
    drive.with_name("away").rename(drive)
    watch.look()
    qtbot.waitUntil(lambda: "A backup was made and proved." in place.said, timeout=15_000)
    qtbot.waitUntil(lambda: noted[-1].startswith("Backup ") and noted[-1] != "Backup due")
    assert backup_facts(place.jobs._desk).due is False
    assert any("lies on the vault's own disk" in said for said in place.said)


def test_a_backup_that_fails_by_itself_is_told_and_not_tried_again_and_again(qtbot, drive, place):
    set_backup_policy(BackupPolicy(str(drive)), place.jobs._desk)
    (drive / "vault").mkdir()
    (drive / "vault" / "letter.txt").write_text("Dear", "utf-8")
    watch = BackupWatch(place)
    watch.look()
    qtbot.waitUntil(lambda: any("holds no backups" in said for said in place.said), timeout=15_000)
    watch.look()
    qtbot.waitUntil(lambda: not watch._busy)
    assert sum("holds no backups" in said for said in place.said) == 1
