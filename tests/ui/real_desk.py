"""A page over a real encrypted vault: the desk of the service tests under a window's workplace."""

from spoc_desk.ui.actions import Actions
from spoc_desk.ui.jobs import Jobs
from spoc_desk.ui.workplace import FormSetting, OfficerCard, Workplace
from tests.services.conftest import empty_vault, stored
from tests.ui import fakes

__all__ = ["empty_vault", "place_at", "stored"]


def place_at(desk, theme, drafts) -> Workplace:
    """A workplace at this desk, by the desk's own clock."""
    setting = FormSetting(theme, fakes.messages(), desk.clock.now, drafts=drafts.drafts())
    return Workplace(
        Jobs(desk), setting, Actions(), OfficerCard("Det Supt Ruth Hale", "Candidate SPOC", "RH")
    )
