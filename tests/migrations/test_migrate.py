"""Migrations: from nothing to the newest schema, all or nothing, with casework in it, copied first."""

import re
import shutil
import signal
import subprocess
import sys

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.exhibits import Disclosure, Exhibit
from spoc_desk.domain.incidents import Incident
from spoc_desk.domain.issues import IssuedPack, PackState
from spoc_desk.services.pack_items import standing
from spoc_desk.storage import migrate
from spoc_desk.storage.engine import DatabaseKey, open_engine
from spoc_desk.storage.search import index_statements
from spoc_desk.storage.store import Store
from spoc_desk.storage.tables import APPEND_ONLY, metadata
from tests.architecture.sources import ROOT
from tests.storage.vaults import ACTOR, KEY, SteadyClock, incident, raw, store_records

MIGRATIONS = ROOT / "db"
NEXT = '''"""Adds a column, moves text into it, and may fail half way."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.execute("ALTER TABLE incident ADD COLUMN ward TEXT DEFAULT '' NOT NULL")
    op.execute("UPDATE incident SET ward = location, location = ''")
    op.execute("CREATE TABLE ward (id INTEGER PRIMARY KEY, name TEXT)")
    {ending}
'''

UPGRADE = """
import sys
from pathlib import Path
from spoc_desk.storage import migrate, store
path, folder, migrate.HEAD = sys.argv[1:]
upgraded = store.Store(Path(path), bytes(range(32)), None).upgrade(Path(folder))
print(upgraded, "alembic" in sys.modules)
"""


@pytest.fixture
def path(tmp_path):
    """A vault at the newest revision with two incidents in it."""
    path = tmp_path / "vault.db"
    store = Store(path, KEY, SteadyClock())
    assert store.upgrade(MIGRATIONS)
    store_records(store.work(ACTOR), *(incident(number, location=f"Ward {number}") for number in (1, 2)))
    store.close()
    return path


@pytest.fixture
def newer(tmp_path, monkeypatch):
    """A migrations folder with one revision more, that ends as the test wants."""

    def make(ending="pass"):
        folder = tmp_path / "db"
        shutil.copytree(MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
        (folder / "versions" / "0004_next.py").write_text(NEXT.format(ending=ending), encoding="utf-8")
        return folder

    monkeypatch.setattr(migrate, "HEAD", "0004")
    return make


def upgraded(path, folder):
    store = Store(path, KEY, SteadyClock())
    try:
        return store.upgrade(folder)
    finally:
        store.close()


def whole(path):
    """The schema and every row, by decrypting the file."""
    with raw(path) as connection:
        schema = connection.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall()
        tables = [name for name, sql in schema if sql and sql.startswith("CREATE TABLE")]
        return schema, {
            name: connection.execute(f"SELECT * FROM {name} ORDER BY 1").fetchall() for name in tables
        }


def test_from_nothing_comes_the_schema_that_the_tables_describe(path):
    with raw(path) as connection:
        made = {
            name: plain(sql) for name, sql in connection.execute("SELECT name, sql FROM sqlite_master") if sql
        }
    dialect = sqlite.dialect()
    for table in metadata.sorted_tables:
        assert made[table.name] == plain(str(CreateTable(table).compile(dialect=dialect)))
        for index in table.indexes:
            assert made[index.name] == plain(str(CreateIndex(index).compile(dialect=dialect)))
    for statement in index_statements():
        assert made[statement.split()[3]] == plain(statement)


def plain(sql):
    """DDL without what makes no difference: spaces, and the order of a table's constraints."""
    words = re.sub(r"\s+", " ", sql).strip()
    head, bracket, body = words.partition("(")
    return (
        head.strip(),
        bracket,
        sorted(part.strip() for part in re.split(r",(?![^()]*\))", body.rstrip(") "))),
    )


def test_alembic_finds_nothing_left_to_do(path):
    engine = open_engine(path, DatabaseKey(KEY), writes=True)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": _ours})
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def _ours(name, kind, _parents):
    return not (kind == "table" and "_search" in (name or ""))


def test_the_database_has_nothing_that_the_tables_do_not_describe(path):
    with raw(path) as connection:
        found = {(kind, name) for kind, name in connection.execute("SELECT type, name FROM sqlite_master")}
    described = {("table", name) for name in metadata.tables}
    described |= {("index", index.name) for table in metadata.sorted_tables for index in table.indexes}
    described |= {("trigger", f"{name}_no_{what}") for name in APPEND_ONLY for what in ("update", "delete")}
    extra = {name for _, name in found - described}
    by_sqlite = {name for name in extra if name.startswith("sqlite_") or "_search" in name}
    assert extra - by_sqlite == {"alembic_version"}
    assert described <= found


def test_the_program_knows_the_newest_revision():
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_heads() == [migrate.HEAD]


def test_a_vault_that_is_up_to_date_is_left_alone_without_alembic(path):
    command = [sys.executable, "-c", UPGRADE, str(path), str(MIGRATIONS), migrate.HEAD]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True, cwd=ROOT)
    assert done.stdout.split() == ["False", "False"]


def test_a_vault_of_a_newer_program_is_refused_untouched(path, newer, monkeypatch):
    upgraded(path, newer())
    before = whole(path)
    monkeypatch.setattr(migrate, "HEAD", "0003")
    with pytest.raises(DomainError) as caught:
        upgraded(path, MIGRATIONS)
    assert caught.value.code == "vault.newer_program"
    assert caught.value.values == {"found": "0004", "known": "0003"}
    assert whole(path) == before


def test_a_migration_keeps_the_casework_and_a_copy_from_before(path, newer):
    before = whole(path)
    assert upgraded(path, newer())
    with raw(path) as connection:
        moved = connection.execute("SELECT ward, location, title FROM incident ORDER BY id").fetchall()
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    assert moved == [("Ward 1", "", "Threat at the hustings"), ("Ward 2", "", "Threat at the hustings")]
    copy = path.with_name("vault-before-0003.db")
    assert whole(copy) == before
    assert b"Ward 1" not in copy.read_bytes()


def test_a_migration_that_fails_half_way_leaves_the_vault_as_it_was(path, newer):
    before = whole(path)
    with pytest.raises(RuntimeError, match="half way"):
        upgraded(path, newer('raise RuntimeError("half way")'))
    assert whole(path) == before
    store = Store(path, KEY, SteadyClock())
    with store.queries.snapshot() as reader:
        assert [found.location for found in reader.find(Incident)] == ["Ward 1", "Ward 2"]
    store.close()


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such signal")
def test_a_migration_that_is_killed_half_way_leaves_the_vault_as_it_was(path, newer):
    before = whole(path)
    folder = newer("import os, signal; os.kill(os.getpid(), signal.SIGKILL)")
    done = subprocess.run(
        [sys.executable, "-c", UPGRADE, str(path), str(folder), "0004"], check=False, cwd=ROOT
    )
    assert done.returncode == -signal.SIGKILL
    assert whole(path) == before


def test_a_folder_with_a_per_cent_sign_is_no_obstacle(tmp_path):
    folder = tmp_path / "100% sure"
    shutil.copytree(MIGRATIONS, folder)
    assert upgraded(tmp_path / "new.db", folder)


def test_a_vault_as_first_shipped_keeps_its_packs_and_exhibits(tmp_path, monkeypatch):
    path = tmp_path / "old.db"
    folder = tmp_path / "db"
    shutil.copytree(MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    for script in (folder / "versions").glob("000[2-9]_*"):
        script.unlink()
    with monkeypatch.context() as first:
        first.setattr(migrate, "HEAD", "0001")
        assert upgraded(path, folder)
    day = "'2026-11-19T09:00:00.000000Z'"
    with raw(path) as connection:
        connection.execute(
            f"INSERT INTO casefile (id, uid, reference, title, opened_at, status) "
            f"VALUES (1, 'c', 'CF/2026/0001', 'Threats', {day}, 'investigating')"
        )
        connection.execute(
            "INSERT INTO exhibit (uid, casefile_id, reference, file_name, state, found_at, recorded_at) "
            f"VALUES ('e', 1, 'AM/1', 'one.age', 'sealed', {day}, {day})"
        )
        connection.execute(
            "INSERT INTO issued_pack (uid, casefile_id, reference, file_name, issued_at, pages) "
            f"VALUES ('p', 1, 'PK/2026/0001', 'two.age', {day}, 30)"
        )
        connection.commit()
    assert upgraded(path, MIGRATIONS)
    store = Store(path, KEY, SteadyClock())
    with store.queries.snapshot() as reader:
        (kept,), (pack,) = reader.find(Exhibit), reader.find(IssuedPack)
        assert (kept.reference, kept.disclosure) == ("AM/1", Disclosure.USED)
        assert (pack.pages, pack.supersedes) == (30, "")
        assert standing(pack, reader) is PackState.DRAFT
    store.close()
