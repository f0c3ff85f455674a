"""The packs page is tried in the real window on a real vault."""

from tests.ui.packs.printed import desk, page  # noqa: F401
from tests.ui.real import *  # noqa: F403
