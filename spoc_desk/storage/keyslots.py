"""Wraps the vault's key for one officer at one workstation, and unwraps it again.

KEK = HKDF-SHA256(Argon2id(passphrase) ‖ secret of this workstation), AES-256-GCM around the key.
A copied folder with a guessed passphrase opens nothing, nor does a stolen workstation secret.
"""

import hashlib
import hmac
import json
import os
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.passphrases import check_alone, check_typed, normalise

KEY_BYTES = 32
SECRET_BYTES = 32

_SALT_BYTES = 16
_NONCE_BYTES = 12
_WRAPPED_BYTES = _NONCE_BYTES + KEY_BYTES + 16
_WRAPPING = b"spoc-desk keyslot 1"
_CHECKING = b"spoc-desk workstation secret 1"
_MIB = 1024
TRANSFER = "transfer"
TRANSFER_ALONE = "transfer, words alone"
# Left out where they are empty, so that slots made before there were any are bound as they were.
_LATER = ("kind", "expires")


@dataclass(frozen=True, slots=True)
class KdfCost:
    """What one guess at a passphrase costs: memory in KiB, passes over it, and lanes."""

    memory_kib: int
    iterations: int
    lanes: int


FLOOR = KdfCost(64 * _MIB, 3, 1)
USUAL = KdfCost(256 * _MIB, 3, 4)
CEILING = KdfCost(1024 * _MIB, 16, 16)


@dataclass(frozen=True, slots=True)
class Enrolment:
    """Whom a slot is for. device and backend are empty when the passphrase stands alone.

    kind: TRANSFER for a slot that moves an officer to another workstation, TRANSFER_ALONE where a
    passphrase alone may keep the key there; otherwise empty. expires: a date such as 2026-12-04, for
    those only.
    """

    officer: str
    officer_name: str
    vault: str
    epoch: int
    created_at: datetime
    device: str = ""
    backend: str = ""
    kind: str = ""
    expires: str = ""


@dataclass(frozen=True, slots=True)
class Slot:
    """One wrapped copy of the vault's key, as the keyslot file holds it.

    officer, vault and device are uids; salt, wrapped and device_check are hexadecimal. All but
    officer_name and wrapped are bound into the wrapping, so a slot cannot be passed off as another.
    device_check tells a changed workstation secret from a wrong passphrase and reveals neither.
    """

    officer: str
    officer_name: str
    vault: str
    epoch: int
    kdf: KdfCost
    salt: str
    device: str
    backend: str
    device_check: str
    created_at: str
    wrapped: str
    kind: str = ""
    expires: str = ""

    @property
    def passphrase_only(self) -> bool:
        """Whether nothing but the passphrase is needed."""
        return not self.device

    @property
    def transfer(self) -> bool:
        """Whether it moves an officer to another workstation, once, and opens nothing otherwise."""
        return self.kind in {TRANSFER, TRANSFER_ALONE}

    @property
    def alone_allowed(self) -> bool:
        """Whether two officers agreed that this officer's passphrase may stand alone."""
        return self.kind == TRANSFER_ALONE if self.transfer else self.passphrase_only

    def told(self) -> dict[str, Any]:
        """As a file holds it; a field that came later is left out where it is empty."""
        told = asdict(self)
        return {name: value for name, value in told.items() if value or name not in _LATER}


def make_slot(
    enrolment: Enrolment, dek: bytes, passphrase: str, device_secret: bytes | None, cost: KdfCost
) -> Slot:
    """Wrap dek. Raises passphrase.… (see check_typed, check_alone), keys.slot_outside_policy."""
    if len(dek) != KEY_BYTES or bool(enrolment.device) != (device_secret is not None):
        raise ValueError("a key of 32 bytes, and a secret exactly where a workstation is named")
    check_typed(passphrase)
    if not enrolment.device:
        check_alone(passphrase)
    bare = Slot(
        officer=enrolment.officer,
        officer_name=enrolment.officer_name,
        vault=enrolment.vault,
        epoch=enrolment.epoch,
        kdf=cost,
        salt=os.urandom(_SALT_BYTES).hex(),
        device=enrolment.device,
        backend=enrolment.backend,
        device_check=_device_check(device_secret),
        created_at=enrolment.created_at.isoformat(),
        wrapped="",
        kind=enrolment.kind,
        expires=enrolment.expires,
    )
    nonce = os.urandom(_NONCE_BYTES)
    sealed = AESGCM(_kek(bare, passphrase, device_secret)).encrypt(nonce, dek, _bound(bare))
    return replace(bare, wrapped=(nonce + sealed).hex())


def open_slot(slot: Slot, passphrase: str, device_secret: bytes | None) -> bytes:
    """The vault's key.

    Raises keys.slot_damaged, keys.slot_outside_policy, keys.device_secret_missing,
    keys.device_secret_changed and, when all else is in order, keys.wrong_passphrase.
    """
    try:
        wrapped = bytes.fromhex(slot.wrapped)
        salt = bytes.fromhex(slot.salt)
    except ValueError as damaged:
        raise DomainError("keys.slot_damaged") from damaged
    if len(wrapped) != _WRAPPED_BYTES or len(salt) != _SALT_BYTES:
        raise DomainError("keys.slot_damaged")
    secret = None if slot.passphrase_only else device_secret
    _check_device(slot, secret)
    kek = _kek(slot, passphrase, secret)
    try:
        return AESGCM(kek).decrypt(wrapped[:_NONCE_BYTES], wrapped[_NONCE_BYTES:], _bound(slot))
    except InvalidTag as refused:
        raise DomainError("keys.wrong_passphrase") from refused


def new_device_secret() -> bytes:
    """What a workstation keeps in its password store: 32 random bytes."""
    return os.urandom(SECRET_BYTES)


def new_key() -> bytes:
    """A vault's key: 32 random bytes."""
    return os.urandom(KEY_BYTES)


def choose_slots(slots: Iterable[Slot], officer: str, device: str) -> tuple[Slot, ...]:
    """The slots that may open the vault for this officer's name or uid at this workstation, best first.

    The newest key of the vault comes first: two are on file only while one takes the other's place.
    Then the workstation's own slot before one with a passphrase alone. Raises keys.no_slot,
    keys.other_workstation when the officer is enrolled, but elsewhere, and keys.transfer_waiting
    when all they have are words for moving here.
    """
    wanted = " ".join(officer.split()).casefold()
    theirs = [slot for slot in slots if wanted in {slot.officer.casefold(), slot.officer_name.casefold()}]
    here = [slot for slot in theirs if slot.device in {device, ""} and not slot.transfer]
    if here:
        return tuple(sorted(here, key=lambda slot: (slot.epoch, slot.device), reverse=True))
    if any(slot.transfer for slot in theirs):
        raise DomainError("keys.transfer_waiting", officer=officer)
    raise DomainError("keys.other_workstation" if theirs else "keys.no_slot", officer=officer)


def choose_slot(slots: Iterable[Slot], officer: str, device: str) -> Slot:
    """The best of choose_slots."""
    return choose_slots(slots, officer, device)[0]


def calibrate(target_seconds: float = 0.7, measure: Callable[[KdfCost], float] | None = None) -> KdfCost:
    """What a guess should cost, so that unlocking takes about target_seconds on this machine.

    Never less than the floor. A slow machine gets less memory, a fast one more passes.
    """
    seconds = (measure or _seconds_for)(KdfCost(FLOOR.memory_kib, FLOOR.iterations, USUAL.lanes))
    per_pass_of_mib = seconds / (FLOOR.memory_kib * FLOOR.iterations)
    memory = USUAL.memory_kib
    while memory > FLOOR.memory_kib and per_pass_of_mib * memory * USUAL.iterations > 1.5 * target_seconds:
        memory //= 2
    passes = int(target_seconds / (per_pass_of_mib * memory)) if memory == USUAL.memory_kib else 0
    return KdfCost(memory, min(max(USUAL.iterations, passes), CEILING.iterations), USUAL.lanes)


def _seconds_for(cost: KdfCost) -> float:
    """The best of three: a computer that is busy just now must not get a cheaper slot for good."""
    taken = []
    for _ in range(3):
        started = time.perf_counter()
        _argon2id("calibration", bytes(_SALT_BYTES), cost)
        taken.append(time.perf_counter() - started)
    return min(taken)


def _check_policy(cost: KdfCost) -> None:
    """A slot cheap to guess, or one that would eat this machine's memory, was not made by us."""
    within = (
        FLOOR.memory_kib <= cost.memory_kib <= CEILING.memory_kib
        and FLOOR.iterations <= cost.iterations <= CEILING.iterations
        and FLOOR.lanes <= cost.lanes <= CEILING.lanes
    )
    if not within:
        raise DomainError("keys.slot_outside_policy")


def _check_device(slot: Slot, secret: bytes | None) -> None:
    if slot.passphrase_only:
        return
    if secret is None:
        raise DomainError("keys.device_secret_missing", backend=slot.backend)
    if not hmac.compare_digest(_device_check(secret), slot.device_check):
        raise DomainError("keys.device_secret_changed", backend=slot.backend)


def _device_check(secret: bytes | None) -> str:
    return "" if secret is None else hmac.digest(secret, _CHECKING, "sha256")[:8].hex()


def _kek(slot: Slot, passphrase: str, secret: bytes | None) -> bytes:
    _check_policy(slot.kdf)
    text = normalise(passphrase)
    # Generated words are read off paper, so a capital letter must not shut anybody out.
    stretched = _argon2id(
        text.casefold() if slot.passphrase_only else text, bytes.fromhex(slot.salt), slot.kdf
    )
    return HKDF(hashes.SHA256(), 32, bytes.fromhex(slot.salt), _WRAPPING).derive(stretched + (secret or b""))


def _argon2id(text: str, salt: bytes, cost: KdfCost) -> bytes:
    try:
        return Argon2id(
            salt=salt,
            length=32,
            iterations=cost.iterations,
            lanes=cost.lanes,
            memory_cost=cost.memory_kib,
        ).derive(text.encode())
    except MemoryError as refused:
        raise DomainError("keys.not_enough_memory", mebibytes=cost.memory_kib // _MIB) from refused


def _bound(slot: Slot) -> bytes:
    told = slot.told()
    del told["officer_name"], told["wrapped"]
    return canonical(told)


def canonical(told: object) -> bytes:
    """One byte form of a JSON value, for checksums and for binding."""
    return json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()


def digest_of(told: object) -> str:
    """SHA-256 of the canonical form, in hexadecimal."""
    return hashlib.sha256(canonical(told)).hexdigest()
