"""What tests of the window share: one theme, a fake desk, and a workplace whose threads are ended."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

from spoc_desk.ui.theme import Mode, Theme
from spoc_desk.ui.workplace import Workplace
from tests.ui import fakes


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
