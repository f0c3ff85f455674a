"""Restores a real vault, and what tests of that look at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from spoc_desk.domain.errors import DomainError
from spoc_desk.services.restoring import Restored, RestoreVault
from tests.bootstrap.backed_up import BackedUp
from tests.bootstrap.vaults import OFFICER, PASSPHRASE


def restore(held: BackedUp, **terms: object) -> Restored:
    command = RestoreVault(held.drive, held.folder, OFFICER, PASSPHRASE)
    return held.machine.restore_vault(replace(command, **terms), lambda _d, _t: None, lambda: False)  # type: ignore[arg-type]


def refusal(action: Callable[[], object]) -> DomainError:
    with pytest.raises(DomainError) as caught:
        action()
    return caught.value


def tree(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def snapshot(held: BackedUp) -> Path:
    (found,) = (held.backups / "snapshots").iterdir()
    return found
