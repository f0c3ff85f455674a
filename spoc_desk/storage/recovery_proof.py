"""Tries a printed recovery key on a vault, as if everything else were lost, and changes nothing."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import text

from spoc_desk.domain.errors import DomainError
from spoc_desk.storage.engine import DatabaseKey, open_engine, refusing
from spoc_desk.storage.recovery import open_recovery


def try_recovery(folder: Path, database: Path, vault: str, typed: str) -> None:
    """Opens recovery.age with what was typed, and the database with what that held.

    vault: its uid. Raises DomainError as open_recovery does, and recovery.damaged
    when the key in recovery.age does not open this database.
    """
    found = open_recovery(folder, typed)
    if found.vault != vault:
        raise DomainError("recovery.other_vault")
    if not key_opens(database, found.dek):
        raise DomainError("recovery.damaged")


def key_opens(database: Path, dek: bytes) -> bool:
    """Whether the database is under this key, and sound at its beginning."""
    key = DatabaseKey(dek)
    engine = open_engine(database, key, writes=False)
    try:
        with refusing(), engine.connect() as connection:
            connection.execute(text("SELECT count(*) FROM sqlite_master"))
        return True
    except DomainError:
        return False
    finally:
        engine.dispose()
        key.forget()
