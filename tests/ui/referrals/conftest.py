"""A referral on the page."""

import pytest

from spoc_desk.services.referrals import start_referral
from spoc_desk.ui.referrals.page import ReferralsPage
from tests.ui.casework import blank_vault, casework

__all__ = ["blank_vault", "casework"]


@pytest.fixture
def page(casework, qtbot):
    """The referrals page with one referral of one offence on it."""
    casework.suspect()
    start_referral(1, casework.desk)
    shown = ReferralsPage(casework.workplace)
    qtbot.addWidget(shown)
    shown.resize(1300, 900)
    shown.show()
    qtbot.waitUntil(lambda: shown._seen is not None)
    return shown
