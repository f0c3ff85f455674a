"""The incidents page is tried in the real window on a real vault."""

from tests.ui.real import *  # noqa: F403
