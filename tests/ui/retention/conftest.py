"""A casefile on the page."""

import pytest

from spoc_desk.ui.casefiles.page import CasefilesPage
from tests.ui.casework import blank_vault, casework

__all__ = ["blank_vault", "casework"]


@pytest.fixture
def page(casework, qtbot):
    """The casefiles page with the one casefile on it."""
    shown = CasefilesPage(casework.workplace)
    qtbot.addWidget(shown)
    shown.resize(1200, 900)
    shown.show()
    qtbot.waitUntil(lambda: shown._seen is not None)
    return shown
