"""What the tests of printed documents share: the fonts, and one child process for them all."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from spoc_desk.documents.child_modules import CHILD_MODULES
from spoc_desk.documents.fonts import register_fonts
from spoc_desk.system.child import Child
from spoc_desk.system.resources import resource_folder


@pytest.fixture(scope="session")
def fonts() -> Path:
    return resource_folder() / "fonts"


@pytest.fixture
def faces(fonts: Path) -> None:
    """ReportLab knows the bundled faces, fresh."""
    register_fonts(fonts)


@pytest.fixture(scope="session")
def child() -> Iterator[Child]:
    with Child(CHILD_MODULES, workers=2) as made:
        yield made
