"""A vault with a backup, made once for each file of tests and copied for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from spoc_desk.services.backups import make_backup
from tests.bootstrap.backed_up import BackedUp, copy_of, new_vault


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> BackedUp:
    """A vault with one backup, after which one more exhibit came."""
    with new_vault(tmp_path_factory.mktemp("template")) as made:
        make_backup(made.drive, made.desk)
        made.add("call-4.txt", b"4" * 5)
    return made


@pytest.fixture
def held(template: BackedUp, tmp_path: Path) -> Iterator[BackedUp]:
    with copy_of(template, tmp_path) as made:
        made.close()
        yield made
