"""The workstation's secret in a real password store, in each state a machine can have."""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from spoc_desk.domain.errors import DomainError
from spoc_desk.system import keyring as under_test
from spoc_desk.system.keyring import KeyringSecrets, account_for, open_keyring
from tests.desktop.keyrings import locked_keyring, no_keyring, unlocked_keyring

linux = pytest.mark.skipif(sys.platform != "linux", reason="needs a Secret Service")
SECRET = bytes(range(32))

# Prints the answer, or the refusal, so that the parent can judge it.
_PRELUDE = """
import json, sys
from spoc_desk.domain.errors import DomainError
from spoc_desk.system.keyring import account_for, open_keyring
SECRET, account = bytes(range(32)), account_for("0195-vault", "0195-officer")
def answer():
    store = open_keyring(*sys.argv[1:])
"""
_CLOSE = """
try:
    print(json.dumps(answer()))
except DomainError as refused:
    print(json.dumps([refused.code, refused.values]))
"""
ROUND_TRIP = """
    before = store.get(account)
    store.set(account, SECRET)
    kept = store.get(account) == SECRET and store.get("other account") is None
    store.set(account, SECRET[::-1])
    replaced = store.get(account) == SECRET[::-1]
    store.delete(account)
    store.delete(account)
    return [store.name, before, kept, replaced, store.get(account)]
"""
KEEP = """
    store.set(account, SECRET)
    return store.name
"""
READ = """
    return store.get(account) == SECRET
"""


def ask(question: str, environment: Mapping[str, str], *wanted: str) -> Any:
    command = [sys.executable, "-W", "error", "-c", _PRELUDE + question + _CLOSE, *wanted]
    done = subprocess.run(
        command, env=dict(environment), capture_output=True, encoding="utf-8", timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@linux
def test_an_unlocked_store_keeps_replaces_and_forgets_a_secret(keyring_home: Path) -> None:
    with unlocked_keyring(keyring_home) as environment:
        assert ask(ROUND_TRIP, environment) == ["Secret Service", None, True, True, None]


@linux
def test_the_secret_is_there_after_signing_in_again_and_not_in_plain_text(keyring_home: Path) -> None:
    with unlocked_keyring(keyring_home) as environment:
        assert ask(KEEP, environment) == "Secret Service"
    with unlocked_keyring(keyring_home) as environment:
        assert ask(READ, environment, "Secret Service") is True
    kept = b"".join(path.read_bytes() for path in keyring_home.rglob("*") if path.is_file())
    assert SECRET not in kept
    assert b"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=" not in kept


@linux
@pytest.mark.parametrize("question", [KEEP, READ, ROUND_TRIP])
def test_a_locked_store_refuses_by_name_and_does_not_wait(keyring_home: Path, question: str) -> None:
    with locked_keyring(keyring_home) as environment:
        assert ask(question, environment) == ["keyring.locked", {"backend": "Secret Service"}]


@linux
def test_a_store_locked_again_after_enrolment_refuses_to_give_the_secret(keyring_home: Path) -> None:
    with unlocked_keyring(keyring_home, "nobody types this") as environment:
        ask(KEEP, environment)
    with locked_keyring(keyring_home) as environment:
        assert ask(READ, environment) == ["keyring.locked", {"backend": "Secret Service"}]


@linux
def test_without_a_desktop_session_there_is_no_store(keyring_home: Path) -> None:
    with no_keyring(keyring_home) as environment:
        assert ask(READ, environment) == ["keyring.unavailable", {}]
        assert ask(READ, environment, "KWallet") == ["keyring.expected", {"backend": "KWallet"}]


@linux
def test_a_slot_made_with_another_store_names_the_one_it_expects(keyring_home: Path) -> None:
    with unlocked_keyring(keyring_home) as environment:
        for wanted in ("KWallet", "Windows Credential Manager"):
            assert ask(READ, environment, wanted) == ["keyring.expected", {"backend": wanted}]


@linux
def test_neither_environment_nor_settings_file_chooses_a_weaker_store(keyring_home: Path) -> None:
    with unlocked_keyring(keyring_home) as environment:
        settings = Path(environment["XDG_CONFIG_HOME"]) / "python_keyring"
        settings.mkdir()
        (settings / "keyringrc.cfg").write_text("[backend]\ndefault-keyring=keyring.backends.null.Keyring\n")
        led_astray = {
            **environment,
            "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
            "KEYRING_PROPERTY_PREFERRED_COLLECTION": "/org/freedesktop/secrets/collection/nowhere",
        }
        assert ask(KEEP, led_astray) == "Secret Service"
        assert ask(READ, environment) is True


@linux
def test_the_module_imports_no_keyring_before_it_is_needed() -> None:
    check = (
        "import sys, spoc_desk.system.keyring;print('keyring' in sys.modules, 'secretstorage' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", check], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.split() == ["False", "False"]


class MemoryBackend:
    """A store that answers with whatever it was given."""

    viable = True
    persist = "enterprise"

    def __init__(self) -> None:
        self.answer: str | None = None

    def get_password(self, service: str, account: str) -> str | None:
        assert (service, account) == ("SPOC Desk", "0195-vault 0195-officer")
        return self.answer

    def set_password(self, service: str, account: str, password: str) -> None:
        """Takes it and forgets it."""


ACCOUNT = account_for("0195-vault", "0195-officer")


@pytest.mark.parametrize(
    "kept", ["", "not base64!", "AAEC", "é", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"]
)
def test_what_is_no_secret_of_ours_is_called_damaged(kept: str) -> None:
    backend: Any = MemoryBackend()
    backend.answer = kept
    with pytest.raises(DomainError) as refused:
        KeyringSecrets("Some Store", backend).get(ACCOUNT)
    assert (refused.value.code, refused.value.values) == ("keyring.damaged", {"backend": "Some Store"})


def test_a_store_that_takes_a_secret_and_loses_it_is_noticed_at_once() -> None:
    backend: Any = MemoryBackend()
    with pytest.raises(DomainError, match=r"keyring\.damaged"):
        KeyringSecrets("Some Store", backend).set(ACCOUNT, SECRET)


def test_only_whole_secrets_are_kept() -> None:
    backend: Any = MemoryBackend()
    with pytest.raises(ValueError, match="32 bytes"):
        KeyringSecrets("Some Store", backend).set(ACCOUNT, b"short")


def test_a_secret_on_windows_stays_on_that_computer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        under_test, "_stores", lambda _system: (("Windows Credential Manager", lambda: MemoryBackend),)
    )
    store = open_keyring()
    assert store.name == "Windows Credential Manager"
    assert vars(store._backend)["persist"] == "local machine"


@pytest.mark.parametrize(
    ("system", "names"),
    [
        ("win32", ["Windows Credential Manager"]),
        ("darwin", ["macOS Keychain"]),
        ("linux", ["Secret Service", "KWallet"]),
    ],
)
def test_each_system_has_its_own_short_list_of_stores(system: str, names: list[str]) -> None:
    assert [name for name, _make in under_test._stores(system)] == names
