"""The first page over a real vault."""

import pytest

from spoc_desk.services.sittings import recovery_proved
from spoc_desk.ui.today.page import TodayPage
from tests.services.backed_up import have_backup
from tests.ui.real_desk import empty_vault, place_at, stored

__all__ = ["empty_vault", "stored"]


@pytest.fixture
def workplace(theme, kept_drafts, stored):
    recovery_proved(stored)
    have_backup(stored)
    place = place_at(stored, theme, kept_drafts)
    yield place
    place.jobs.close()


@pytest.fixture
def page(workplace, qtbot):
    made = TodayPage(workplace)
    qtbot.addWidget(made)
    made.resize(1220, 800)
    made.show()
    qtbot.waitUntil(lambda: made.view is not None)
    return made
