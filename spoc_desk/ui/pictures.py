"""Takes a picture of each screen, light and dark, of a real vault: for the demonstration and the guides."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Barrier

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from spoc_desk.services.machine import OpenVault
from spoc_desk.ui.desk_session import DeskSession
from spoc_desk.ui.jobs import READERS
from spoc_desk.ui.shell import Outfit, Shell
from spoc_desk.ui.theme import Mode
from spoc_desk.ui.widgets.record_detail import RecordDetail
from spoc_desk.ui.workplace import Workplace

Opens = Callable[[Workplace, QWidget], object]
ROUNDS = 3
PAUSE = 70  # milliseconds, for what follows an answer: layouts, previews
SIZE = (1440, 900)


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture: the page or kind of record, the record, the tab, and how long what it shows takes to draw.

    opens: opens a dialog over the page; then the picture is of the dialog.
    """

    name: str
    page: str
    record: int | None = None
    tab: str = ""
    rounds: int = ROUNDS
    opens: Opens | None = None


class Pictures(QObject):
    """Goes from screen to screen; each is grabbed once its questions are answered."""

    finished = Signal()

    def __init__(self, session: DeskSession, folder: Path, shots: Sequence[Shot]) -> None:
        super().__init__()
        self._session, self._folder = session, folder
        self._steps = self._planned(shots)
        self._taking: Callable[[], None] = lambda: None

    def start(self) -> None:
        """Takes the first."""
        self._folder.mkdir(parents=True, exist_ok=True)
        self._session.window.resize(*SIZE)
        self._session.window.show()
        self._next()

    def _planned(self, shots: Sequence[Shot]) -> Iterator[tuple[Shot, Mode]]:
        for mode in (Mode.LIGHT, Mode.DARK):
            for shot in shots:
                yield shot, mode

    def _next(self) -> None:
        step = next(self._steps, None)
        if step is None:
            self.finished.emit()
            return
        shot, mode = step
        self._session.workplace.theme.use(mode=mode)
        self._session.workplace.navigate(shot.page, shot.record or 0)
        self._settle(ROUNDS, lambda: self._choose_tab(shot, mode))

    def _choose_tab(self, shot: Shot, mode: Mode) -> None:
        page = self._session.window.page()
        detail = getattr(page, "detail", None)
        if shot.tab and isinstance(detail, RecordDetail):
            detail.show_tab(shot.tab)
        self._settle(shot.rounds, lambda: self._open(shot, mode))

    def _open(self, shot: Shot, mode: Mode) -> None:
        if shot.opens:
            shot.opens(self._session.workplace, self._session.window.page() or self._session.window)
            self._settle(shot.rounds, lambda: self._take_dialog(shot, mode))
        else:
            self._take(self._session.window, shot, mode)

    def _take_dialog(self, shot: Shot, mode: Mode) -> None:
        dialog = next(each for each in self._session.window.findChildren(QDialog) if each.isVisible())
        self._take(dialog, shot, mode)
        dialog.reject()

    def _take(self, shown: QWidget, shot: Shot, mode: Mode) -> None:
        grab(shown, self._folder / f"{shot.name}-{mode.value}.png")
        self._next()

    def _settle(self, rounds: int, then: Callable[[], None]) -> None:
        """Calls back once the readers have answered everything asked so far, some rounds over."""
        if rounds == 0:
            then()
            return
        # Each reader waits for the other: both arrive only when neither has anything left to answer.
        meeting = Barrier(READERS)
        met: list[int] = []

        def arrived(place: int) -> None:
            met.append(place)
            if len(met) == READERS:
                QTimer.singleShot(PAUSE, self, lambda: self._settle(rounds - 1, then))

        for _ in range(READERS):
            self._session.workplace.jobs.query(self, lambda _desk: meeting.wait(), arrived)


def grab(widget: QWidget, path: Path) -> None:
    """Saves what a widget shows. Raises OSError when it cannot be written."""
    if not widget.grab().save(str(path)):
        raise OSError(str(path))


def take_pictures(
    outfit: Outfit,
    open_vault: Callable[[], OpenVault],
    shots: Callable[[OpenVault], Sequence[Shot]],
    folder: Path,
) -> None:
    """Opens a vault in a window nobody sees, and leaves a picture of each screen in the folder."""
    app = QApplication.instance() or QApplication(["SPOC Desk"])
    if not isinstance(app, QApplication):
        raise TypeError(type(app).__name__)
    app.setApplicationName("SPOC Desk")
    shell = Shell(app, outfit)
    shell.theme.complete()
    folder.mkdir(parents=True, exist_ok=True)
    for mode in (Mode.LIGHT, Mode.DARK):
        shell.theme.use(mode=mode)
        shell.unlock.show()
        grab(shell.unlock, folder / f"unlock-{mode.value}.png")
    shell.unlock.hide()
    vault = open_vault()
    session = DeskSession(shell, app, outfit, outfit.load_machine(), vault, outfit.load_pages(), None)
    pictures = Pictures(session, folder, shots(vault))
    # Not quit(): that asks the window, which leaves closing to whoever closes the vault first.
    pictures.finished.connect(partial(app.exit, 0))
    QTimer.singleShot(0, pictures, pictures.start)
    app.exec()
    session.hide()
    session.shut("exit")
    session.drop()
