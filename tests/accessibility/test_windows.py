"""Nothing but the window and its dialogs ever stands on the screen by itself."""

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QWidget

from spoc_desk.bootstrap.window import load_pages
from spoc_desk.ui.window import DeskWindow, Place

PAGES = [spec.key for spec in load_pages()]


class Strays(QObject):
    """Notes each part that is shown as a window of its own: it flashes up and steals the keyboard."""

    def __init__(self):
        super().__init__()
        self.seen = []

    def eventFilter(self, watched, event):
        shown = event.type() is QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow()
        if shown and not isinstance(watched, DeskWindow | QDialog | QMenu):
            self.seen.append(f"{type(watched).__name__} {watched.accessibleName()!r}")
        return False


@pytest.fixture
def strays(qapp):
    noted = Strays()
    qapp.installEventFilter(noted)
    yield noted
    qapp.removeEventFilter(noted)


def test_opening_a_page_shows_no_window_but_the_page(told_desk, strays, qtbot):
    for key in PAGES:
        told_desk.window.go_to(Place(key))
        qtbot.waitUntil(lambda: not told_desk.workplace.jobs.running())
        QApplication.processEvents()
        assert (key, strays.seen) == (key, [])
        assert told_desk.window.isActiveWindow()
