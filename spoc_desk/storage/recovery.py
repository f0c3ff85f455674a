"""The way back in when every passphrase is lost: an age key on paper, kept outside the office.

Only its public half stays on the workstation, inside the database, so that a new vault key can be
sealed for it without fetching the paper. recovery.age in the vault folder holds the vault's key.
"""

import hashlib
import json
import random
import re
from dataclasses import dataclass, field
from pathlib import Path

import pyrage

from spoc_desk.domain.errors import DomainError
from spoc_desk.storage.age_format import AgeDamaged, AgeWrongKey
from spoc_desk.storage.age_reader import AgeReader
from spoc_desk.storage.durable import write_durably

RECOVERY_FILE = "recovery.age"
RECOVERY_DIGEST = (
    "recovery.age.sha256"  # as sha256sum writes it: what fails on the disk shows without the key
)
IDENTITY_START = "AGE-SECRET-KEY-1"
IDENTITY_LETTERS = 58
BLOCK_LETTERS = 4
BLOCKS_A_ROW = 3

_ROW_LETTERS = BLOCK_LETTERS * BLOCKS_A_ROW
_FORMAT = "spoc-desk recovery 1"
_LARGEST = 64 * 1024
_START_AS_TYPED = re.compile(r"AGESECRETKEY[1IL]")
# The key's alphabet leaves these out, so whoever types one has misread the letter beside it.
_MISREAD = str.maketrans({"1": "L", "I": "L", "O": "0", "B": "8"})


@dataclass(frozen=True, slots=True)
class RecoveryKey:
    """A new recovery key: identity goes on paper alone, recipient into the database."""

    identity: str = field(repr=False)
    recipient: str


@dataclass(frozen=True, slots=True)
class Recovered:
    """What recovery.age held: the vault's key, whose it is and which key of the vault it is."""

    dek: bytes = field(repr=False)
    vault: str
    epoch: int


def recovery_material() -> RecoveryKey:
    """Make a recovery key. Its identity must not be stored."""
    identity = pyrage.x25519.Identity.generate()
    return RecoveryKey(str(identity), str(identity.to_public()))


def write_recovery(folder: Path, dek: bytes, vault: str, epoch: int, recipient: str) -> None:
    """Seal the vault's key to the recovery recipient, in place of what was there."""
    held = {"format": _FORMAT, "dek": dek.hex(), "vault": vault, "epoch": epoch}
    sealed = pyrage.encrypt(json.dumps(held).encode(), [pyrage.x25519.Recipient.from_str(recipient)])
    told = folder / RECOVERY_DIGEST
    # Gone first: after a crash in between there is no digest rather than the wrong one.
    told.unlink(missing_ok=True)
    write_durably(folder / RECOVERY_FILE, sealed)
    write_durably(told, digest_line(sealed))


def digest_line(sealed: bytes) -> bytes:
    """What is written beside recovery.age, as sha256sum reads it."""
    return f"{hashlib.sha256(sealed).hexdigest()}  {RECOVERY_FILE}\n".encode()


def write_digest(folder: Path) -> None:
    """Writes the digest of recovery.age as it now is. Raises OSError."""
    write_durably(folder / RECOVERY_DIGEST, digest_line((folder / RECOVERY_FILE).read_bytes()))


def open_recovery(folder: Path, typed: str) -> Recovered:
    """The vault's key, from the printed text however it was typed.

    Raises recovery.mistyped_length, recovery.mistyped, recovery.missing, recovery.damaged,
    recovery.other_vault (a good key, but of another vault or of an earlier sheet).
    """
    identity = read_identity(typed)
    try:
        with (folder / RECOVERY_FILE).open("rb") as file, AgeReader(file, identity) as reader:
            told = json.loads(reader.read(_LARGEST))
        if told["format"] != _FORMAT:
            raise DomainError("recovery.damaged")
        return Recovered(bytes.fromhex(told["dek"]), str(told["vault"]), int(told["epoch"]))
    except FileNotFoundError as missing:
        raise DomainError("recovery.missing") from missing
    except AgeWrongKey as wrong:
        raise DomainError("recovery.other_vault") from wrong
    except (AgeDamaged, ValueError, KeyError, TypeError) as damaged:
        raise DomainError("recovery.damaged") from damaged


def read_identity(typed: str) -> str:
    """The identity behind typed text: spaces, dashes, line breaks and case do not matter.

    Letters easily misread for another are put right; the key's checksum catches the rest.
    Raises recovery.mistyped_length, recovery.mistyped.
    """
    letters = _letters(typed)
    letters = _START_AS_TYPED.sub("", letters, count=1).translate(_MISREAD)
    if len(letters) != IDENTITY_LETTERS:
        raise DomainError("recovery.mistyped_length", expected=IDENTITY_LETTERS, typed=len(letters))
    identity = IDENTITY_START + letters
    try:
        pyrage.x25519.Identity.from_str(identity)
    except pyrage.IdentityError as refused:
        raise DomainError("recovery.mistyped") from refused
    return identity


def printed_rows(identity: str) -> tuple[tuple[str, ...], ...]:
    """The identity without its fixed start, as rows of blocks, in the order they are numbered."""
    letters = identity.removeprefix(IDENTITY_START)
    rows = (letters[at : at + _ROW_LETTERS] for at in range(0, len(letters), _ROW_LETTERS))
    return tuple(
        tuple(row[at : at + BLOCK_LETTERS] for at in range(0, len(row), BLOCK_LETTERS)) for row in rows
    )


def proof_rows(identity: str, draw: random.Random) -> tuple[int, int]:
    """Two different row numbers, from 1, to ask back from the paper."""
    first, second = sorted(draw.sample(range(1, len(printed_rows(identity)) + 1), 2))
    return first, second


def check_proof(identity: str, row: int, typed: str) -> bool:
    """Whether typed is what the paper says in that row."""
    expected = "".join(printed_rows(identity)[row - 1])
    return _letters(typed).translate(_MISREAD) == expected


def _letters(typed: str) -> str:
    return "".join(letter for letter in typed.upper() if letter.isascii() and letter.isalnum())
