"""Brings a vault's schema to the newest revision in one transaction; Alembic is imported only when behind."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, select, text

from spoc_desk.domain.errors import DomainError
from spoc_desk.storage.engine import refusing
from spoc_desk.storage.search import INDEXED
from spoc_desk.storage.tables import APPEND_ONLY, ERASING, metadata, setting

HEAD = "0003"


def revision_of(engine: Engine) -> str:
    """The schema revision of a vault, or an empty string for an empty database."""
    with refusing(), engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return ""
        return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar() or "")


def schema_faults(connection: Connection) -> tuple[str, ...]:
    """What of the schema is missing, and what is there that this program did not make."""
    found = {
        f"{kind} {name}"
        for kind, name in connection.execute(text("SELECT type, name FROM sqlite_master"))
        if not name.startswith("sqlite_")
    }
    searched = tuple(f"table {indexed.index}" for indexed in INDEXED.values())
    ours = {"table alembic_version", *searched}
    ours |= {f"table {name}" for name in metadata.tables}
    ours |= {f"index {index.name}" for table in metadata.tables.values() for index in table.indexes}
    ours |= {f"trigger {name}_no_{deed}" for name in APPEND_ONLY for deed in ("update", "delete")}
    foreign = {each for each in found - ours if not each.startswith(tuple(f"{name}_" for name in searched))}
    guard = select(setting.c.name).where(setting.c.name == ERASING)
    unguarded = "table setting" in found and connection.execute(guard).scalar() is not None
    return (
        *(("its guard against deleting was taken off",) if unguarded else ()),
        *(f"{each} is missing" for each in sorted(ours - found)),
        *(f"{each} was put in by another program" for each in sorted(foreign)),
    )


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


def run_script(connection: Connection, script: Path) -> None:
    """Runs a revision's SQL. A statement ends with a line that ends with a semicolon; -- begins a remark."""
    statement = ""
    for line in script.read_text("utf-8").splitlines():
        if line.startswith("--"):
            continue
        statement += line + "\n"
        if line.rstrip().endswith(";"):
            connection.exec_driver_sql(statement)
            statement = ""
