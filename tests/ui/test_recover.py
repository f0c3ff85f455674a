"""Back into a vault from the window, with the printed sheet alone."""

from pathlib import Path

import pytest

from spoc_desk.bootstrap.machine import ThisMachine
from spoc_desk.domain.errors import DomainError
from spoc_desk.services.machine import CreateVault
from spoc_desk.storage.keyslots import FLOOR
from spoc_desk.ui.shell import Outfit, Shell
from spoc_desk.ui.unlock.create import CreateWizard
from spoc_desk.ui.unlock.errands import Errands
from spoc_desk.ui.unlock.recover import RecoverPage
from spoc_desk.ui.workplace import Page, PageSpec
from tests.ui.fakes import RESOURCES, setting
from tests.ui.machines import PRINTED, RIGHT, FakeMachine

VAULT = Path("vaults/Westmarch")
OFFICER = "Det Supt A Marsh"


@pytest.fixture
def machine():
    return FakeMachine()


@pytest.fixture
def errands(qapp):
    made = Errands()
    yield made
    made.close()


def page_of(theme, machine, errands, qtbot, officer=OFFICER):
    made = RecoverPage(setting(theme), machine, errands, VAULT, officer)
    qtbot.addWidget(made)
    made.show()
    made.begin()
    return made


@pytest.fixture
def page(theme, machine, errands, qtbot):
    return page_of(theme, machine, errands, qtbot)


def type_key(page, key=PRINTED):
    page.sheet.key.set_value(key)
    page.next.click()


def type_passphrase(page, first=RIGHT, second=None):
    page.key.first.edit.setText(first)
    page.key.second.edit.setText(first if second is None else second)
    page.next.click()


def test_the_printed_key_opens_the_vault_with_a_new_passphrase(page, machine, qtbot):
    assert page.sheet.officer.value() == OFFICER
    type_key(page, "qqqq 7777\n zzzz")
    with qtbot.waitSignal(page.recovered) as opened:
        type_passphrase(page)
    assert opened.args == [machine.opened[0]]
    assert machine.recovered == [(VAULT, OFFICER, RIGHT, False)]
    assert (page.sheet.key.value(), page.key.first.text()) == ("", "")


def test_an_unknown_officer_is_asked_for_first(theme, machine, errands, qtbot):
    page = page_of(theme, machine, errands, qtbot, "")
    type_key(page)
    assert page.step() == 0
    assert page.sheet.officer._below.text()


def test_a_mistyped_key_is_told_at_its_field_and_the_passphrase_stays(page, machine, qtbot):
    type_key(page, "QQQQ 7777 ZZZY")
    type_passphrase(page)
    qtbot.waitUntil(lambda: page.step() == 0)
    assert "mistyped" in page.sheet.key._below.text()
    assert not machine.recovered
    type_key(page)
    with qtbot.waitSignal(page.recovered):
        page.next.click()
    assert machine.recovered[0][2] == RIGHT


def test_a_name_the_vault_does_not_know_is_told_at_its_field(theme, machine, errands, qtbot):
    page = page_of(theme, machine, errands, qtbot, "DC R Patel")
    type_key(page)
    type_passphrase(page)
    qtbot.waitUntil(lambda: page.step() == 0)
    assert "DC R Patel" in page.sheet.officer._below.text()


@pytest.mark.parametrize(
    ("first", "second", "says"),
    [("short", "short", "12 characters"), (RIGHT, "something else", "differ")],
)
def test_a_passphrase_that_will_not_do_is_told_at_once(page, machine, first, second, says):
    type_key(page)
    type_passphrase(page, first, second)
    assert says in page.key.error.text()
    assert not machine.recovered


def test_a_passphrase_the_vault_refuses_is_told_beside_it(page, qtbot):
    type_key(page)
    type_passphrase(page, "Det Supt A Marsh")
    qtbot.waitUntil(page.key.error.isVisible)
    assert page.step() == 1
    assert page.next.isEnabled()


def test_a_bug_is_apologised_for_in_place_without_the_key(page, qtbot, caplog):
    type_key(page, "break")
    type_passphrase(page)
    qtbot.waitUntil(lambda: page.step() == 0 and page.next.isEnabled())
    assert page.sheet._summary.text().startswith("Sorry")
    assert "break" not in caplog.text


def test_without_a_password_store_six_words_are_drawn(theme, errands, qtbot):
    machine = FakeMachine(keyring="")
    page = page_of(theme, machine, errands, qtbot)
    type_key(page)
    page.key.repeat.set_value(machine.six_words())
    with qtbot.waitSignal(page.recovered):
        page.next.click()
    assert machine.recovered == [(VAULT, OFFICER, machine.six_words(), True)]


def test_six_words_can_be_chosen_openly(page, machine, qtbot):
    type_key(page)
    page.key.alone.setChecked(True)
    page.key.repeat.set_value(machine.six_words())
    with qtbot.waitSignal(page.recovered):
        page.next.click()
    assert machine.recovered[0][2:] == (machine.six_words(), True)


def test_leaving_forgets_what_was_typed(page, qtbot):
    type_key(page)
    page.back.click()
    assert page.step() == 0
    with qtbot.waitSignal(page.left):
        page.back.click()
    assert page.sheet.key.value() == ""


def test_words_drawn_for_a_new_vault_stay_when_something_else_is_refused(theme, errands, qtbot):
    machine = FakeMachine(keyring="")

    def refuse(_command):
        raise DomainError("vault.disk_full")

    machine.create_vault = refuse
    wizard = CreateWizard(setting(theme), machine, errands)
    qtbot.addWidget(wizard)
    wizard.about.force.set_value("Westmarch Police")
    wizard.about.rank.set_value("Det Supt")
    wizard.about.officer.set_value("A Marsh")
    wizard.about.folder.set_value("vaults/new")
    wizard.next.click()
    wizard.key.repeat.set_value(machine.six_words())
    wizard.next.click()
    qtbot.waitUntil(lambda: wizard.step() == 0)
    wizard.next.click()
    assert wizard.key.passphrase() == machine.six_words()
    assert wizard.key.problem() == ""


@pytest.fixture
def shell_of(qapp, qtbot):
    shells = []

    def show(machine, folder):
        pages = [PageSpec("a", "A", "bell", lambda _workplace: Page())]
        shell = Shell(qapp, Outfit(RESOURCES, [folder], lambda: machine, lambda: pages))
        shells.append(shell)
        shell.start()
        qtbot.waitUntil(lambda: shell.unlock.panel.officer.count() == 1)
        return shell

    yield show
    for shell in shells:
        if shell.session is not None:
            shell.session.jobs.close()
            shell.session.window.hide()
        shell.close()
        shell.unlock.hide()
    qapp.setQuitOnLastWindowClosed(True)


def test_the_link_leads_from_the_unlock_window_to_the_desk(shell_of, machine, qtbot):
    shell = shell_of(machine, VAULT)
    shell.unlock.panel._recover.click()
    page = shell.unlock._over
    assert isinstance(page, RecoverPage)
    assert page.sheet.officer.value() == OFFICER
    type_key(page)
    type_passphrase(page)
    qtbot.waitUntil(lambda: shell.session is not None)
    assert shell.session.window.isVisible()
    shell.session.workplace.lock()
    qtbot.waitUntil(lambda: shell.session is None)
    assert machine.opened[0].closed == ["lock"]


def test_the_links_have_room_for_their_words_at_every_size(shell_of, machine, qtbot):
    shell = shell_of(machine, VAULT)
    panel = shell.unlock.panel
    for scale in (1.0, 1.5):
        shell.theme.use(scale=scale)
        qtbot.waitUntil(lambda: panel.width() == shell.theme.px(440))
        for link in (panel._create, panel._recover):
            assert link.width() >= link.sizeHint().width()
    shell.theme.use(scale=1.0)


def test_without_a_vault_chosen_the_link_asks_for_one(shell_of, machine, qtbot):
    shell = shell_of(machine, VAULT)
    shell.unlock.panel.vault.clear()
    shell.unlock.panel._recover.click()
    assert "Choose the folder" in shell.unlock.panel.error.text()


def test_a_real_vault_whose_passphrase_is_lost_opens_from_the_paper(shell_of, tmp_path, qtbot):
    machine = ThisMachine(cost=FLOOR, settings=tmp_path / "settings")
    folder, lost = tmp_path / "vault", "ridge laundry lock original jungle chalk"
    command = CreateVault(folder, "Wessmere Constabulary", OFFICER, lost, "E23000099", passphrase_only=True)
    with machine.create_vault(command) as made:
        paper = "\n".join(f"{' - '.join(row)}  " for row in made.sheet.rows).lower()
        made.vault.close("exit")
    shell = shell_of(machine, folder)
    shell.unlock.panel._recover.click()
    page = shell.unlock._over
    type_key(page, paper)
    page.key.alone.setChecked(True)
    words = page.key.passphrase()
    page.key.repeat.set_value(words)
    page.next.click()
    qtbot.waitUntil(lambda: shell.session is not None, timeout=20_000)
    assert shell.session.workplace.officer.name == OFFICER
    shell.session.workplace.lock()
    qtbot.waitUntil(lambda: shell.session is None)
    opened = machine.open_vault(folder, OFFICER, words)
    assert opened.desk.officer.name == OFFICER
    opened.close("exit")
    machine.close()
