"""A copy for a recipient opens with their key in the stock age program, and with no other."""

import io
import subprocess

import pytest

from spoc_desk.domain.errors import DomainError
from spoc_desk.storage.recipient_copies import encrypt_for, recipients_of

CONTENT = b"%PDF-1.7 " + bytes(range(256)) * 600


@pytest.fixture
def keys(tmp_path):
    """Three identities made by the stock program: their files, and their public keys."""
    made = []
    for name in ("first", "second", "other"):
        path = tmp_path / f"{name}.txt"
        subprocess.run(["age-keygen", "-o", str(path)], check=True, capture_output=True)
        public = subprocess.run(["age-keygen", "-y", str(path)], check=True, capture_output=True, text=True)
        made.append((path, public.stdout.strip()))
    return made


def opened(path, identity):
    return subprocess.run(
        ["age", "-d", "-i", str(identity), str(path)], capture_output=True, check=False, timeout=20
    )


def test_each_recipient_and_nobody_else_opens_the_copy(keys, tmp_path):
    copy = tmp_path / "pack.pdf.age"
    with copy.open("wb") as target:
        encrypt_for(io.BytesIO(CONTENT), target, [keys[0][1], f" {keys[1][1]}\n"])
    assert opened(copy, keys[0][0]).stdout == CONTENT
    assert opened(copy, keys[1][0]).stdout == CONTENT
    assert opened(copy, keys[2][0]).returncode != 0
    assert CONTENT[:40] not in copy.read_bytes()


def test_a_key_given_twice_counts_once(keys):
    assert len(recipients_of([keys[0][1], keys[0][1], ""])) == 1


@pytest.mark.parametrize(
    "key",
    ["age1", "AGE-SECRET-KEY-1QQQ", "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIB", "jo@example.org",
     "age1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq"],
)  # fmt: skip
def test_what_is_no_public_key_is_refused_and_not_repeated_in_full(key):
    with pytest.raises(DomainError) as refused:
        recipients_of([key])
    assert refused.value.code == "packs.not_a_key"
    assert len(refused.value.values["key"]) <= 21


def test_without_a_key_there_is_nobody_to_encrypt_for():
    with pytest.raises(DomainError) as refused:
        recipients_of(["", "  "])
    assert refused.value.code == "packs.no_key"
