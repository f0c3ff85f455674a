"""The keyrings that other tests lean on are what they say."""

import json
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from tests.desktop.keyrings import locked_keyring, no_keyring, unlocked_keyring

_KEEP_AND_READ = """
import json, keyring
try:
    keyring.set_password("spoc-desk-tests", "AM", "Llanfair £")
    print(json.dumps(keyring.get_password("spoc-desk-tests", "AM")))
except Exception as error:
    print(json.dumps(type(error).__name__))
"""

MakeKeyring = Callable[[Path], AbstractContextManager[dict[str, str]]]


def keep_and_read(make_keyring: MakeKeyring, home: Path) -> str:
    with make_keyring(home) as environment:
        done = subprocess.run(
            [sys.executable, "-c", _KEEP_AND_READ],
            env=environment,
            capture_output=True,
            encoding="utf-8",
            check=True,
            timeout=60,
        )
    return json.loads(done.stdout)


def test_an_unlocked_keyring_keeps_a_secret(keyring_home):
    assert keep_and_read(unlocked_keyring, keyring_home) == "Llanfair £"


@pytest.mark.parametrize(
    ("make_keyring", "refusal"),
    [(locked_keyring, {"InitError", "KeyringLocked"}), (no_keyring, {"NoKeyringError"})],
)
def test_a_locked_or_absent_keyring_refuses_at_once(make_keyring, refusal, keyring_home):
    assert keep_and_read(make_keyring, keyring_home) in refusal


def test_a_keyring_opened_again_still_holds_its_secret(keyring_home):
    keep_and_read(unlocked_keyring, keyring_home)
    with unlocked_keyring(keyring_home) as environment:
        read = subprocess.run(
            [sys.executable, "-c", "import keyring; print(keyring.get_password('spoc-desk-tests', 'AM'))"],
            env=environment,
            capture_output=True,
            encoding="utf-8",
            check=True,
        )
    assert read.stdout.strip() == "Llanfair £"
