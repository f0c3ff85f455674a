"""The exhibits of a casefile, on their own."""

import pytest

from spoc_desk.services.casefiles import consult_casefile
from spoc_desk.ui.exhibits.panel import ExhibitsPanel
from tests.ui.casework import blank_vault, casework

__all__ = ["blank_vault", "casework"]


@pytest.fixture
def panel(casework, qtbot):
    """The panel, read again after every change as the page does."""
    shown = ExhibitsPanel(casework.workplace, lambda _parent, _several, _done: None)

    def read(*_changes):
        shown.show_case(consult_casefile(1, casework.desk))

    casework.workplace.jobs.changed.connect(read)
    qtbot.addWidget(shown)
    shown.resize(900, 1100)
    read()
    shown.show()
    qtbot.waitUntil(lambda: casework.parser.calls > 0)
    return shown
