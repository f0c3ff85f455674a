"""Reads the register of the vault that a restore replaces; whatever is wrong with it stops nothing."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError
from sqlcipher3 import dbapi2

from spoc_desk.domain.disposals import Disposal
from spoc_desk.domain.errors import DomainError
from spoc_desk.storage.engine import DatabaseKey, open_engine
from spoc_desk.storage.unit_of_work import SqlReader


def register_of(database: Path, dek: bytes) -> frozenset[str] | None:
    """References of all that a vault destroyed; None when this key cannot read its register."""
    key = DatabaseKey(dek)
    engine = open_engine(database, key, writes=False)
    try:
        with engine.connect() as connection:
            return frozenset(entry.subject for entry in SqlReader(connection).find(Disposal))
    except (DomainError, SQLAlchemyError, dbapi2.Error, OSError, ValueError):
        return None
    finally:
        engine.dispose()
        key.forget()
