"""The recovery key is tried on the database itself, not only on the file that is sealed to it."""

from pathlib import Path

import pytest

from spoc_desk.domain.errors import DomainError
from spoc_desk.storage.recovery import recovery_material, write_recovery
from spoc_desk.storage.recovery_proof import try_recovery
from spoc_desk.storage.store import Store
from tests.architecture.sources import ROOT
from tests.fakes.desk import FakeClock

KEY = bytes(range(32))


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "vault.db"
    store = Store(path, KEY, FakeClock())
    store.upgrade(ROOT / "db")
    store.close()
    return path


def test_a_key_that_opens_the_database_is_proved_and_changes_nothing(tmp_path, database):
    paper = recovery_material()
    write_recovery(tmp_path, KEY, "0195-vault", 1, paper.recipient)
    before = database.read_bytes()
    try_recovery(tmp_path, database, "0195-vault", paper.identity)
    assert database.read_bytes() == before


def test_a_sound_file_that_holds_another_databases_key_is_called_damaged(tmp_path, database):
    paper = recovery_material()
    write_recovery(tmp_path, bytes(32), "0195-vault", 1, paper.recipient)
    with pytest.raises(DomainError) as refused:
        try_recovery(tmp_path, database, "0195-vault", paper.identity)
    assert refused.value.code == "recovery.damaged"
