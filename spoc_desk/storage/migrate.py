"""Brings a vault's schema to the newest revision in one transaction; Alembic is imported only when behind."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Engine, inspect, text

from spoc_desk.domain.errors import DomainError
from spoc_desk.storage.engine import refusing

HEAD = "0001"


def revision_of(engine: Engine) -> str:
    """The schema revision of a vault, or an empty string for an empty database."""
    with refusing(), engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return ""
        return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar() or "")


def upgrade(
    engine: Engine, migrations: Path, back_up: Callable[[str], None] = lambda _revision: None
) -> bool:
    """Upgrades the schema if it is behind; answers whether it was.

    migrations: the folder of Alembic's environment. back_up is told the old
    revision before anything is touched, unless the database is empty.
    Everything or nothing lands. Raises DomainError("vault.newer_program") for a
    vault made by a newer program.
    """
    found = revision_of(engine)
    if found == HEAD:
        return False
    if found > HEAD:
        raise DomainError("vault.newer_program", found=found, known=HEAD)
    if found:
        back_up(found)
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(migrations).replace("%", "%%"))
    with refusing(), engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    return True
