"""Each verb is tried twice: over the vault in memory, and over the encrypted database itself."""

import shutil
from dataclasses import replace

import pytest

from spoc_desk.bootstrap.adapters import PrintedDocuments
from spoc_desk.documents.child_modules import CHILD_MODULES
from spoc_desk.domain.officers import Role
from spoc_desk.system.child import Child
from spoc_desk.system.resources import resource_folder
from tests.architecture.sources import ROOT
from tests.fakes.desk import FakeClock, make_desk

KEY = bytes(range(32))


@pytest.fixture(scope="session")
def empty_vault(tmp_path_factory):
    from spoc_desk.storage.store import Store

    path = tmp_path_factory.mktemp("empty") / "vault.db"
    store = Store(path, KEY, FakeClock())
    store.upgrade(ROOT / "db")
    store.close()
    return path


@pytest.fixture
def stored(empty_vault, tmp_path):
    """A desk over the encrypted database."""
    from spoc_desk.storage.store import Store
    from spoc_desk.storage.unit_of_work import Actor

    path = tmp_path / "vault.db"
    shutil.copy(empty_vault, path)
    clock = FakeClock()
    store = Store(path, KEY, clock)
    yield make_desk(
        clock=clock,
        unit_of_work=store.work(Actor("officer-uid", "DESK-1", "s1", Role.SPOC)),
        queries=store.queries,
    )
    store.close()


@pytest.fixture(scope="module")
def child():
    with Child(CHILD_MODULES, workers=1) as made:
        yield made


@pytest.fixture
def printing(child, tmp_path):
    """Makes a desk one that prints."""
    documents = PrintedDocuments(resource_folder() / "fonts", child)
    return lambda desk: replace(desk, documents=documents, parser=child, folder=tmp_path / "vault")


@pytest.fixture(params=["memory", "database"])
def desk(request):
    """The desk that a verb is tried at, over each kind of vault in turn."""
    return make_desk() if request.param == "memory" else request.getfixturevalue("stored")
