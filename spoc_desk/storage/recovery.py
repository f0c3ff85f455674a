"""The way back in when every passphrase is lost: an age key on paper, kept outside the office.

Only its public half stays on the workstation, inside the database, so that a new vault key can be
sealed for it without fetching the paper. recovery.age in the vault folder holds the vault's key.
"""

import hashlib
import json
import random
import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pyrage

from spoc_desk.domain.errors import DomainError
from spoc_desk.storage.age_format import AgeDamaged, AgeWrongKey
from spoc_desk.storage.age_reader import AgeReader
from spoc_desk.storage.durable import replace_patiently, sync_folder, write_durably
from spoc_desk.storage.recovery_shares import WORDS_A_ROW, joined_identity, looks_like_shares

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
_COMING = "recovery.next-{}.age"
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


def write_recovery(
    folder: Path, dek: bytes, vault: str, epoch: int, recipient: str, *, coming: bool = False
) -> None:
    """Seal the vault's key to the recovery recipient, in place of what was there.

    coming: beside it, for a key that the vault is about to be put under; see settle_recovery.
    """
    held = {"format": _FORMAT, "dek": dek.hex(), "vault": vault, "epoch": epoch}
    sealed = pyrage.encrypt(json.dumps(held).encode(), [pyrage.x25519.Recipient.from_str(recipient)])
    if coming:
        write_durably(folder / _COMING.format(epoch), sealed)
        return
    told = folder / RECOVERY_DIGEST
    # Gone first: after a crash in between there is no digest rather than the wrong one.
    told.unlink(missing_ok=True)
    write_durably(folder / RECOVERY_FILE, sealed)
    write_durably(told, digest_line(sealed))


def kept_recovery(folder: Path) -> Callable[[], None]:
    """What puts recovery.age back as it is now. A file that is not there is not taken away again."""
    path = folder / RECOVERY_FILE
    sealed = path.read_bytes() if path.is_file() else None

    def put_back() -> None:
        if sealed is not None:
            (folder / RECOVERY_DIGEST).unlink(missing_ok=True)
            write_durably(path, sealed)
            write_digest(folder)

    return put_back


def settle_recovery(folder: Path, epoch: int) -> None:
    """Puts in place what was sealed for this key of the vault, and drops what was for another."""
    coming = folder / _COMING.format(epoch)
    if coming.exists():
        (folder / RECOVERY_DIGEST).unlink(missing_ok=True)
        replace_patiently(coming, folder / RECOVERY_FILE)
        write_digest(folder)
    for left in folder.glob(_COMING.format("*")):
        left.unlink(missing_ok=True)
    sync_folder(folder)


def digest_line(sealed: bytes) -> bytes:
    """What is written beside recovery.age, as sha256sum reads it."""
    return f"{hashlib.sha256(sealed).hexdigest()}  {RECOVERY_FILE}\n".encode()


def write_digest(folder: Path) -> None:
    """Writes the digest of recovery.age as it now is. Raises OSError."""
    write_durably(folder / RECOVERY_DIGEST, digest_line((folder / RECOVERY_FILE).read_bytes()))


def open_recovery(folder: Path, typed: str) -> Recovered:
    """The vault's key, from the printed key or two printed shares, however they were typed.

    Raises recovery.mistyped_length, recovery.mistyped, recovery.missing, recovery.damaged,
    recovery.other_vault (a good key, but of another vault or of an earlier sheet).
    """
    identity = joined_identity(typed) if looks_like_shares(typed) else read_identity(typed)
    try:
        told = json.loads(_unsealed(folder, identity))
        if told["format"] != _FORMAT:
            raise DomainError("recovery.damaged")
        return Recovered(bytes.fromhex(told["dek"]), str(told["vault"]), int(told["epoch"]))
    except FileNotFoundError as missing:
        raise DomainError("recovery.missing") from missing
    except AgeWrongKey as wrong:
        raise DomainError("recovery.other_vault") from wrong
    except (AgeDamaged, ValueError, KeyError, TypeError) as damaged:
        raise DomainError("recovery.damaged") from damaged


def _unsealed(folder: Path, identity: str) -> bytes:
    """What recovery.age holds, or the one that was to take its place when the program was stopped."""
    for path in sorted(folder.glob(_COMING.format("*"))):
        with suppress(AgeWrongKey, AgeDamaged, OSError), path.open("rb") as file:
            return AgeReader(file, identity).read(_LARGEST)
    with (folder / RECOVERY_FILE).open("rb") as file, AgeReader(file, identity) as reader:
        return reader.read(_LARGEST)


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


def share_rows(shares: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    """The words of all shares as rows, counted on from one share to the next."""
    return tuple(
        tuple(share[at : at + WORDS_A_ROW]) for share in shares for at in range(0, len(share), WORDS_A_ROW)
    )


def proof_rows(rows: Sequence[Sequence[str]], draw: random.Random, shares: int = 0) -> tuple[int, int]:
    """Two different row numbers, from 1, to ask back from the paper; of shares, from two different ones."""
    if not shares:
        first, second = sorted(draw.sample(range(1, len(rows) + 1), 2))
        return first, second
    each = len(rows) // shares
    one, other = sorted(draw.sample(range(shares), 2))
    return one * each + draw.randint(1, each), other * each + draw.randint(1, each)


def check_proof(rows: Sequence[Sequence[str]], row: int, typed: str, *, words: bool = False) -> bool:
    """Whether typed is what the paper says in that row; words: of shares."""
    if words:
        return tuple(re.findall("[a-z]+", typed.casefold())) == tuple(rows[row - 1])
    return _letters(typed).translate(_MISREAD) == "".join(rows[row - 1])


def _letters(typed: str) -> str:
    return "".join(letter for letter in typed.upper() if letter.isascii() and letter.isalnum())
