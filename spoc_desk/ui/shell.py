"""From the first window to the last: unlock, the desk, lock, and back to the same record."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from spoc_desk.domain.errors import DomainError
from spoc_desk.ui.capture_shield import CHOICE, CaptureShield
from spoc_desk.ui.theme import Mode, Theme
from spoc_desk.ui.tidying import Tidying
from spoc_desk.ui.unlock.window import UnlockWindow

if TYPE_CHECKING:
    from spoc_desk.services.away_ports import AwaySigns
    from spoc_desk.services.machine import Machine, OpenVault, VaultOfficer
    from spoc_desk.services.messages import Messages
    from spoc_desk.services.restoring import Restored
    from spoc_desk.ui.away import AwayWatch
    from spoc_desk.ui.desk_session import DeskSession
    from spoc_desk.ui.standing import Standing
    from spoc_desk.ui.unlock.errands import Errands
    from spoc_desk.ui.workplace import PageSpec


def _nothing_kept(_key: str) -> str:
    return ""


def _keep_nothing(_key: str, _value: str) -> None:
    return None


class Outfit(NamedTuple):
    """What the shell is given. load_machine and load_pages do the heavy imports, after first paint.

    load_signs: what tells that the officer has left; without it the desk locks by idle time only.
    read_choice and write_choice keep settings on this machine: colours, text_scale, idle_minutes,
    hide_from_capture. hide_window: keeps a window out of screen captures, where the system can.
    """

    resources: Path
    recent: Sequence[Path]
    load_machine: Callable[[], Machine]
    load_pages: Callable[[], Sequence[PageSpec]]
    read_choice: Callable[[str], str] = _nothing_kept
    write_choice: Callable[[str, str], None] = _keep_nothing
    marking: str = "OFFICIAL–SENSITIVE"
    load_signs: Callable[[], AwaySigns] | None = None
    hide_window: Callable[[int, bool], bool] | None = None


class Shell(QObject):
    """Owns the unlock window and, while a vault is open, the desk."""

    def __init__(self, app: QApplication, outfit: Outfit) -> None:
        super().__init__()
        self._app, self._outfit = app, outfit
        app.setQuitOnLastWindowClosed(False)
        self._made_errands: Errands | None = None
        self._tidying = Tidying(self)
        self.theme = Theme(app, outfit.resources)
        self._use_choices()
        hide, chosen = outfit.hide_window, outfit.read_choice(CHOICE) == "yes"
        self.shield = CaptureShield(app, hide, on=chosen) if hide is not None else None
        self._machine: Machine | None = None
        self._pages: Sequence[PageSpec] = ()
        self._waiting: list[Callable[[], None]] = []
        self._session: DeskSession | None = None
        self._ending: DeskSession | None = None
        self._left: tuple[str, Standing | None] = ("", None)
        self._away: AwayWatch | None = None
        self._opening = self._locking = False
        self._gone = ""  # why the officer left while the vault was being opened
        self.unlock = UnlockWindow(self.theme, outfit.recent)
        panel = self.unlock.panel
        self.unlock.painted.connect(self._painted)
        self.unlock.closing.connect(app.quit)
        panel.vault_chosen.connect(self._vault_chosen)
        panel.unlock_asked.connect(self._unlock)
        panel.create_asked.connect(self._create)
        panel.recover_asked.connect(self._recover)
        panel.restore_asked.connect(self._restore)
        panel.move_asked.connect(self._move)

    def start(self) -> None:
        """Shows the first window."""
        self.unlock.show()
        self.unlock.panel.passphrase.setFocus()

    @property
    def session(self) -> DeskSession | None:
        """The desk, while a vault is open."""
        return self._session

    @property
    def _errands(self) -> Errands:
        """The shell's own thread; made after the first paint."""
        if self._made_errands is None:
            from spoc_desk.ui.unlock.errands import Errands

            self._made_errands = Errands()
        return self._made_errands

    def apologise(self) -> None:
        """Says in the window in sight that a fault of the program's has stopped what was asked."""
        if self._session is not None:
            self._session.window.apologise()
        else:
            self._refused(DomainError("work.failed"))

    def close(self) -> None:
        """Ends the shell's own thread and its tidying; the vault is shut by then."""
        if self._away is not None:
            self._away.stop()
        self._errands.close()
        self._tidying.stop()

    # Before the vault is open

    def _use_choices(self) -> None:
        colours, scale = self._outfit.read_choice("colours"), self._outfit.read_choice("text_scale")
        chosen = Mode(colours) if colours in set(Mode) else None
        size = float(scale) if scale.replace(".", "", 1).isdigit() else None
        if chosen is not None or size is not None:
            self.theme.use(mode=chosen, scale=size)

    def _painted(self) -> None:
        QTimer.singleShot(0, self, self._load)

    def _load(self) -> None:
        self.theme.complete()

        outfit = self._outfit

        def load() -> tuple[Machine, Sequence[PageSpec], AwaySigns | None]:
            from spoc_desk.ui import desk_session  # noqa: F401 - imported here so that the GUI thread need not

            signs = outfit.load_signs() if outfit.load_signs is not None else None
            return outfit.load_machine(), outfit.load_pages(), signs

        self._errands.run(self, load, self._loaded, self._refused, unhurried=True)

    def _loaded(self, ready: tuple[Machine, Sequence[PageSpec], AwaySigns | None]) -> None:
        self._machine, self._pages, signs = ready
        self._tidying.start()
        if signs is not None:
            from spoc_desk.ui.away import AwayWatch

            self._away = AwayWatch(signs)
            self._away.left.connect(self._leave)
        folder = self.unlock.panel.folder()
        if folder is not None:
            self._vault_chosen(folder)
        waiting, self._waiting = self._waiting, []
        for call in waiting:
            call()

    def _when_loaded(self, call: Callable[[Machine], None]) -> None:
        """Calls with the machine now, or as soon as it is loaded."""
        if self._machine is not None:
            call(self._machine)
        else:
            self._waiting.append(partial(self._when_loaded, call))

    def _vault_chosen(self, folder: Path) -> None:
        def ask(machine: Machine) -> None:
            self._errands.run(self, partial(machine.officers, folder), self._show_officers, self._refused)

        if self._machine is not None:
            ask(self._machine)

    def _show_officers(self, officers: Sequence[VaultOfficer]) -> None:
        self.unlock.panel.show_officers([officer.name for officer in officers])

    def _unlock(self, folder: Path, officer: str, passphrase: str) -> None:
        self._opening = True
        self.unlock.panel.set_busy(True, self.tr("Opening the vault…"))

        def ask(machine: Machine) -> None:
            work = partial(machine.open_vault, folder, officer, passphrase)
            self._errands.run(self, work, partial(self._opened, f"{folder}\n{officer}"), self._refused)

        self._when_loaded(ask)

    def _create(self) -> None:
        self.unlock.panel.set_busy(True, self.tr("One moment…"))
        self._when_loaded(self._open_wizard)

    def _open_wizard(self, machine: Machine) -> None:
        from spoc_desk.ui.unlock.create import CreateWizard
        from spoc_desk.ui.workplace import FormSetting

        self.unlock.panel.set_busy(False)
        wizard = CreateWizard(FormSetting(self.theme, self._messages(), machine.now), machine, self._errands)
        wizard.left.connect(self.unlock.show_panel)
        wizard.made.connect(self._made)
        self.unlock.show_over(wizard)

    def _recover(self, folder: Path, officer: str) -> None:
        self.unlock.panel.set_busy(True, self.tr("One moment…"))
        self._when_loaded(partial(self._open_recovery, folder, officer))

    def _open_recovery(self, folder: Path, officer: str, machine: Machine) -> None:
        from spoc_desk.ui.unlock.recover import RecoverPage
        from spoc_desk.ui.workplace import FormSetting

        self.unlock.panel.set_busy(False)
        setting = FormSetting(self.theme, self._messages(), machine.now)
        page = RecoverPage(setting, machine, self._errands, folder, officer)
        page.left.connect(self.unlock.show_panel)
        page.recovered.connect(self._recovered)
        self.unlock.show_over(page)
        page.begin()

    def _restore(self, place: Path | None, officer: str) -> None:
        self.unlock.panel.set_busy(True, self.tr("One moment…"))
        self._when_loaded(partial(self._open_restoring, place, officer))

    def _open_restoring(self, place: Path | None, officer: str, machine: Machine) -> None:
        from spoc_desk.ui.unlock.restore import RestorePage
        from spoc_desk.ui.workplace import FormSetting

        self.unlock.panel.set_busy(False)
        setting = FormSetting(self.theme, self._messages(), machine.now)
        page = RestorePage(setting, machine, self._errands, place, officer)
        page.left.connect(self.unlock.show_panel)
        page.restored.connect(self._restored)
        self.unlock.show_over(page)
        page.begin()

    def _restored(self, done: Restored) -> None:
        """The vault lies in its place, locked; who may unlock it is asked anew."""
        panel = self.unlock.panel
        self.unlock.show_panel()
        panel.choose(done.place)
        self._vault_chosen(done.place)
        words = self.tr("The vault was restored and is right. Unlock it, or use the recovery sheet.")
        aside = self.tr("What was there before lies in {0}.").format(done.aside) if done.aside else ""
        said = [self._messages().said(each) for each in done.back.told]
        panel.say(" ".join(part for part in (words, aside, *said) if part))

    def _move(self, folder: Path, officer: str) -> None:
        self.unlock.panel.set_busy(True, self.tr("One moment…"))
        self._when_loaded(partial(self._open_move, folder, officer))

    def _open_move(self, folder: Path, officer: str, machine: Machine) -> None:
        from spoc_desk.ui.unlock.move_in import MoveInPage
        from spoc_desk.ui.workplace import FormSetting

        self.unlock.panel.set_busy(False)
        setting = FormSetting(self.theme, self._messages(), machine.now)
        page = MoveInPage(setting, machine, self._errands, folder, officer)
        page.left.connect(self.unlock.show_panel)
        page.moved.connect(self._recovered)
        self.unlock.show_over(page)
        page.begin()

    def _recovered(self, vault: OpenVault) -> None:
        """The officer may be named at the next unlocking only since this one: ask anew who may unlock."""
        self._vault_chosen(vault.desk.folder)
        self._made(vault)

    def _refused(self, error: DomainError) -> None:
        self._opening, self._gone = False, ""
        self.unlock.panel.refuse(self._messages().sentence(error))

    def _messages(self) -> Messages:
        from spoc_desk.services.messages import Messages

        return Messages.read(self._outfit.resources / "messages" / "en.toml")

    # While it is open

    def _made(self, vault: OpenVault) -> None:
        """A vault just made is the one to come back to once it is locked."""
        folder = vault.desk.folder
        self.unlock.panel.choose(folder)
        self._opened(f"{folder}\n{vault.desk.officer.name}", vault)

    def _opened(self, who: str, vault: OpenVault) -> None:
        from spoc_desk.ui.desk_session import DeskSession

        if self._machine is None:
            return
        self._opening, gone, self._gone = False, self._gone, ""
        if gone:
            self._errands.run(self, partial(vault.close, gone), self._shut, self._shut)
            return
        # Another officer begins at the beginning, and the place left is nobody's business any more.
        standing = self._left[1] if who and who == self._left[0] else None
        self._left = ("", None)
        try:
            session = DeskSession(self, self._app, self._outfit, self._machine, vault, self._pages, standing)
        except Exception as error:  # noqa: BLE001 - whatever it is, the vault must not stay open behind it
            self._shut_again(error, vault)
            return
        session.locked.connect(partial(self._lock, who))
        if self._away is not None:
            session.workplace.signs = self._away.watched
            self._away.hold()
        session.ended.connect(self._end)
        self._session = session
        self.unlock.hide()
        self.unlock.show_panel()
        self.unlock.panel.set_busy(False)
        session.start()

    def _shut_again(self, error: Exception, vault: OpenVault) -> None:
        """No desk could be made for this vault: closes it, and says so once it is closed."""
        from spoc_desk.ui.faults import fault_of

        fault_of(error).log()
        self.unlock.show_panel()

        def told(_answer: object) -> None:
            self._refused(DomainError("work.failed"))

        self._errands.run(self, partial(vault.close, "lock"), told, told)

    def _leave(self, why: str) -> None:
        """The computer sleeps or its session is locked: lock what is open, forget what was half typed."""
        if self._session is not None:
            self._session.locked.emit(why)
        elif self._opening:
            self._gone = why
        self.unlock.forget_typed()

    def _lock(self, who: str, why: str) -> None:
        session = self._session
        if session is None or self._locking:
            return
        self._locking = True
        self._left = (who, _standing(session))
        session.hide()
        self.unlock.panel.set_busy(True, self.tr("Locking…"))
        self.unlock.show()
        self.unlock.activateWindow()
        self._errands.run(self, partial(self._closed, session, why), self._shut, self._shut)

    def _closed(self, session: DeskSession, why: str) -> None:
        """On the errand's thread: the computer may sleep as soon as keys and connections are dropped."""
        try:
            session.shut(why)
        finally:
            if self._away is not None:
                self._away.let_go()

    def _shut(self, _answer: object) -> None:
        self._locking = False
        if self._session is not None:
            self._session.drop()
            self._session = None
        panel = self.unlock.panel
        panel.set_busy(False, self.tr("Locked. Unsaved text is kept."))
        panel.passphrase.setFocus()

    def _end(self) -> None:
        self._ending, self._session = self._session, None
        if self._ending is not None:
            self._ending.hide()
            self._errands.run(self, partial(self._closed, self._ending, "exit"), self._ended, self._ended)

    def _ended(self, _answer: object) -> None:
        if self._ending is not None:
            self._ending.drop()
        self.close()
        self._app.quit()


def _standing(session: DeskSession) -> Standing | None:
    """Where the officer stands; whatever goes wrong with finding out must not keep the desk from locking."""
    try:
        return session.standing()
    except Exception as error:  # noqa: BLE001
        from spoc_desk.ui.faults import fault_of

        fault_of(error).log()
        return None
