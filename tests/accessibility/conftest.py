"""Each page is walked in the real window on a real vault, full and empty."""

from tests.ui.conftest import theme, window_theme  # noqa: F401
from tests.ui.real import *  # noqa: F403
