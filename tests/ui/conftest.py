"""What tests of the window share: one theme, a fake desk, and a workplace whose threads are ended."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from spoc_desk.ui.theme import Mode, Theme
from spoc_desk.ui.window import DeskWindow, Place
from spoc_desk.ui.workplace import Workplace
from tests.ui import fakes
from tests.ui.full_page import specs


@pytest.fixture(scope="session")
def window_theme(qapp: QApplication) -> Theme:
    qapp.setStyle("Fusion")
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    theme = Theme(qapp, fakes.RESOURCES)
    theme.complete()
    return theme


@pytest.fixture
def theme(window_theme: Theme) -> Iterator[Theme]:
    """The theme, light and at its own size to begin with."""
    window_theme.use(mode=Mode.LIGHT, scale=1.0, high_contrast=False)
    yield window_theme
    window_theme.use(mode=Mode.LIGHT, scale=1.0, high_contrast=False)


@pytest.fixture
def kept_drafts() -> fakes.FakeDrafts:
    return fakes.FakeDrafts()


@pytest.fixture
def workplace(theme: Theme, kept_drafts: fakes.FakeDrafts) -> Iterator[Workplace]:
    """A workplace over a fake desk of 37 incidents."""
    place = fakes.workplace(theme, drafts=kept_drafts)
    yield place
    place.jobs.close()


@pytest.fixture
def window(workplace: Workplace, qtbot: QtBot) -> DeskWindow:
    """A window of full pages, on the newest made-up incident."""
    made = DeskWindow(workplace, specs(), place=Place("incidents"))
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    qtbot.waitUntil(lambda: made.place() == Place("incidents", 37))
    return made
