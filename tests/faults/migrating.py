"""Bringing a vault of the first revision up to date, as a deed: a copy first, then all or nothing."""

from __future__ import annotations

import shutil
from pathlib import Path
from unittest.mock import patch

from spoc_desk.storage import migrate as schema
from spoc_desk.storage.store import Store
from tests.architecture.sources import ROOT
from tests.faults.vaults import BEGUN, say, vault_in
from tests.storage.vaults import KEY, SteadyClock, raw

FIRST = "0001"
ROWS = 3000
DAY = "2026-11-19T09:00:00.000000Z"


def make(folder: Path) -> None:
    """A database as the first program made it, with casefiles in it."""
    database = vault_in(folder) / "vault.db"
    database.parent.mkdir()
    scripts = folder / "db"
    shutil.copytree(ROOT / "db", scripts, ignore=shutil.ignore_patterns("__pycache__", "000[2-9]*"))
    with patch.object(schema, "HEAD", FIRST):
        store = Store(database, KEY, SteadyClock())
        assert store.upgrade(scripts)
        store.close()
    with raw(database) as connection:
        connection.execute("BEGIN")
        connection.executemany(
            "INSERT INTO casefile (id, uid, reference, title, opened_at, status) "
            f"VALUES (?, ?, ?, ?, '{DAY}', 'investigating')",
            [
                (number, f"c{number}", f"CF/2026/{number:04d}", _title(number))
                for number in range(1, ROWS + 1)
            ],
        )
        connection.execute("COMMIT")


def _title(number: int) -> str:
    return f"Threats {number} " + "x" * 200


def migrate(folder: Path) -> None:
    """Brings it up to date."""
    say(BEGUN)
    store = Store(vault_in(folder) / "vault.db", KEY, SteadyClock())
    try:
        store.upgrade(ROOT / "db")
        say("migrated")
    finally:
        store.close()


def facts(folder: Path) -> set[str]:
    """Old and whole, or new and whole with a whole copy of the old; and the next opening brings it there."""
    database = vault_in(folder) / "vault.db"
    found: set[str] = set()
    if _revision(database) == schema.HEAD:
        found.add("migrated")
    else:
        assert _revision(database) == FIRST
    store = Store(database, KEY, SteadyClock())
    store.upgrade(ROOT / "db")
    assert store.check_database() == ()
    store.close()
    copy = database.with_name(f"vault-before-{FIRST}.db")
    assert _revision(database) == schema.HEAD
    assert _revision(copy) == FIRST
    for each in (database, copy):
        with raw(each) as connection:
            titles = [row[0] for row in connection.execute("SELECT title FROM casefile ORDER BY id")]
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert titles == [_title(number) for number in range(1, ROWS + 1)]
    left = [path.name for path in database.parent.iterdir() if ".part" in path.name]
    assert left == []
    return found


def _revision(database: Path) -> str:
    with raw(database) as connection:
        return str(connection.execute("SELECT version_num FROM alembic_version").fetchone()[0])
