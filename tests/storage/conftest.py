"""A vault database for each test, copied from one that is made once: making costs far more than copying."""

import secrets
import shutil

import pytest

from spoc_desk.domain.changes import VaultCreated
from spoc_desk.storage.store import SIGNING_KEY, Store
from tests.architecture.sources import ROOT
from tests.storage.vaults import ACTOR, KEY, SteadyClock


@pytest.fixture(scope="session")
def template(tmp_path_factory):
    """A vault database with its signing key and one audit entry."""
    path = tmp_path_factory.mktemp("template") / "vault.db"
    store = Store(path, KEY, SteadyClock())
    store.upgrade(ROOT / "db")
    with store.work(ACTOR)() as work:
        work.set_setting(SIGNING_KEY, secrets.token_hex(32))
        work.record(VaultCreated(enrolled=1, passphrase_only=False))
    store.close()
    return path


@pytest.fixture
def path(template, tmp_path):
    """Where this test's own database lies."""
    own = tmp_path / "vault" / "vault.db"
    own.parent.mkdir()
    shutil.copy(template, own)
    return own


@pytest.fixture
def clock():
    return SteadyClock()


@pytest.fixture
def store(path, clock):
    opened = Store(path, KEY, clock)
    yield opened
    opened.close()


@pytest.fixture
def work(store):
    """Begins a transaction."""
    return store.work(ACTOR)
