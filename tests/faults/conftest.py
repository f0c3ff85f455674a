"""What the fault tests share: prepared vaults, a server that forks the doers, and the counting."""

import shutil
from pathlib import Path

import pytest

from tests.faults.deeds import DEEDS
from tests.faults.doers import Doers
from tests.faults.tally import Tally


@pytest.fixture
def tally(record_property):
    """Counts that the run prints at its end."""
    return Tally(record_property)


@pytest.fixture(scope="session")
def doers():
    """Starts a deed in a process that may be killed, within a few milliseconds."""
    with Doers() as server:
        yield server


@pytest.fixture(scope="session")
def prepared(tmp_path_factory):
    """A function: a new folder in which one deed can begin. What it begins with is made once."""
    made: dict[str, Path] = {}

    def copy(name: str, to: Path) -> Path:
        if name not in made:
            made[name] = tmp_path_factory.mktemp(f"before-{name}")
            DEEDS[name].prepare(made[name])
        shutil.rmtree(to, ignore_errors=True)
        shutil.copytree(made[name], to)
        return to

    return copy
