"""Each page is walked in the real window on a real vault, full and empty; walking alters nothing."""

from collections.abc import Iterator

import pytest

from spoc_desk.ui.window import Place
from tests.ui.conftest import theme, window_theme  # noqa: F401
from tests.ui.real import *  # noqa: F403
from tests.ui.real import RealDesk, close_desk, open_copy


@pytest.fixture(scope="module")
def full(window_theme, told_template, tmp_path_factory) -> Iterator[RealDesk]:  # noqa: F811
    """A desk with one case told to its end, kept open for every page."""
    made = open_copy(told_template, tmp_path_factory.mktemp("full") / "desk", window_theme, Place("today"))
    yield made
    close_desk(made)


@pytest.fixture(scope="module")
def bare(window_theme, empty_template, tmp_path_factory) -> Iterator[RealDesk]:  # noqa: F811
    """A desk on the day its vault was made, kept open for every page."""
    made = open_copy(empty_template, tmp_path_factory.mktemp("bare") / "desk", window_theme, Place("today"))
    yield made
    close_desk(made)
