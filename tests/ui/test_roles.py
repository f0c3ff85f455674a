"""Each role sees what it may do and nothing else, and nothing that it sees is refused."""

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QMenu

from spoc_desk.domain import permissions
from spoc_desk.domain.dual_control import SecondOfficer
from spoc_desk.domain.officers import Role
from spoc_desk.services import ports, without_casework
from spoc_desk.services.officers import EnrolOfficer, enrol_officer
from spoc_desk.ui.actions import Command, Where
from spoc_desk.ui.window import Place
from tests.ui.real import SPOC, SetClock, _opened, close_desk, empty_template, open_copy, told_template  # noqa: F401

WORDS = "marble window seven bicycle lantern pool"
PEOPLE = {
    Role.SPOC: SPOC,
    Role.DEPUTY: ("DCI Ben Lowe", WORDS),
    Role.CASE_OFFICER: ("DC Amy Roe", WORDS),
    Role.ADMINISTRATOR: ("Kit Adams", WORDS),
}
LISTS = ("contacts", "incidents", "casefiles", "referrals", "packs", "returns")


@pytest.fixture(scope="session")
def staffed(told_template, tmp_path_factory):  # noqa: F811
    """The told vault with one officer of each role."""
    import shutil

    folder = tmp_path_factory.mktemp("staffed") / "desk"
    shutil.copytree(told_template, folder)
    machine, vault = _opened(folder, SetClock(), SPOC)
    second = None
    for role in (Role.DEPUTY, Role.CASE_OFFICER, Role.ADMINISTRATOR):
        name, words = PEOPLE[role]
        enrol_officer(EnrolOfficer(name, role, words, passphrase_only=True, second=second), vault.desk)
        second = second or SecondOfficer(name, words)
    vault.close("exit")
    machine.close()
    return folder


@pytest.fixture
def refusals(monkeypatch):
    """Every permission that was asked for and not there, whoever caught the refusal."""
    found = []
    real = permissions.check_permitted

    def checked(role, permission):
        if not permissions.may(role, permission):
            found.append((str(role), str(permission)))
        real(role, permission)

    for module in (permissions, ports, without_casework):
        monkeypatch.setattr(module, "check_permitted", checked)
    return found


@pytest.fixture(params=list(Role), ids=str)
def at(request, staffed, theme, tmp_path, refusals):
    """The desk of an officer of each role in turn."""
    made = open_copy(staffed, tmp_path / "desk", theme, Place("casefiles", 1), PEOPLE[request.param])
    made.window.resize(1440, 900)
    yield made
    close_desk(made)


def settle(real, qtbot, key):
    page = real.window.page()
    qtbot.waitUntil(lambda: not real.workplace.jobs.running())
    if key in LISTS:
        qtbot.waitUntil(lambda: page.place() is not None)
        qtbot.waitUntil(lambda: bool(page.detail.reference.text()))
    QApplication.processEvents()
    return page


def sections_of(detail):
    """The keys of those tabs or sections that can be opened."""
    return [key for key in detail._bodies if opens(detail, key)]


def opens(detail, key):
    detail.show_tab(key)
    return detail.tab() == key


def titles(real):
    return {command.id for command in real.workplace.actions.commands()}


def test_every_page_works_for_every_role_without_one_refusal(at, qtbot, refusals):
    for key in at.window.navigation.buttons:
        at.window.go_to(Place(key))
        page = settle(at, qtbot, key)
        detail = getattr(page, "detail", None)
        for tab in sections_of(detail) if detail is not None else ():
            detail.show_tab(tab)
            settle(at, qtbot, key)
    assert refusals == []
    assert not [each.text for each in at.window.notices.past if each.trouble]


def test_every_command_works_for_every_role_without_one_refusal(at, qtbot, refusals):
    locked = []
    at.workplace.locking.connect(lambda: locked.append(True))
    tried = at.workplace.actions.commands()
    for command in tried:
        at.workplace.actions.run(command.id)
        QApplication.processEvents()
        for dialog in at.window.findChildren(QDialog):
            dialog.reject()
        for menu in at.window.findChildren(QMenu):
            menu.hide()
        QApplication.processEvents()
    qtbot.waitUntil(lambda: not at.workplace.jobs.running())
    assert {"desk.lock", "desk.help", "go.admin"} <= {command.id for command in tried}
    assert locked
    assert refusals == []


def test_an_administrator_has_admin_and_nothing_of_casework(staffed, theme, tmp_path, qtbot, refusals):
    real = open_copy(staffed, tmp_path / "desk", theme, Place("casefiles", 1), PEOPLE[Role.ADMINISTRATOR])
    try:
        assert list(real.window.navigation.buttons) == ["admin"]
        assert real.window.place() == Place("admin")
        assert "go.search" not in titles(real)
        assert not real.window.top._search.isVisible()
        real.workplace.actions.run("go.search")
        real.window.open_record("casefiles", 1)
        assert real.dialog() is None
        assert real.window.place() == Place("admin")
        assert refusals == []
    finally:
        close_desk(real)


@pytest.mark.parametrize(("role", "may"), [(Role.DEPUTY, True), (Role.CASE_OFFICER, False)])
def test_what_takes_authority_is_shown_only_where_it_is_held(role, may, staffed, theme, tmp_path, qtbot):
    real = open_copy(staffed, tmp_path / "desk", theme, Place("returns"), PEOPLE[role])
    try:
        page = settle(real, qtbot, "returns")
        qtbot.waitUntil(lambda: bool(page.detail._buttons))
        named = [button.accessibleName() for button in page.detail._buttons]
        assert ("Authorise" in named) is may
        real.window.go_to(Place("admin"))
        sections = sections_of(real.window.page().detail)
        assert ("trail" in sections) is may
    finally:
        close_desk(real)


def test_a_command_that_the_role_does_not_allow_can_never_be_enabled(at):
    from spoc_desk.domain.change import Permission

    ran = []
    needs = Command("try.erase", "Erase", "Ctrl+Shift+F12", Where.DESK, Permission.ERASE)
    at.workplace.actions.add(needs, lambda: ran.append(True))
    at.workplace.actions.enable("try.erase", enabled=True)
    at.workplace.actions.run("try.erase")
    allowed = at.desk.officer.role in {Role.SPOC, Role.DEPUTY}
    assert bool(ran) is allowed
    assert ("try.erase" in titles(at)) is allowed
