"""Wrapping and unwrapping a vault's key."""

import os
import random
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from spoc_desk.domain.errors import DomainError
from spoc_desk.storage import keyslots
from spoc_desk.storage.keyslots import (
    CEILING,
    FLOOR,
    USUAL,
    Enrolment,
    KdfCost,
    Slot,
    calibrate,
    choose_slots,
    make_slot,
    new_device_secret,
    new_key,
    open_slot,
)

PASSPHRASE = "grey herons at nine"
SIX = "amber river stone cloud field north"
DEK = bytes(range(32))
SECRET = bytes(reversed(range(32)))
ENROLMENT = Enrolment(
    officer="0195-officer",
    officer_name="Det Supt Ada Marsh",
    vault="0195-vault",
    epoch=1,
    created_at=datetime(2026, 11, 20, 9, 30, tzinfo=UTC),
    device="ws-03",
    backend="Secret Service",
)


@pytest.fixture(scope="module")
def slot() -> Slot:
    return make_slot(ENROLMENT, DEK, PASSPHRASE, SECRET, FLOOR)


@pytest.fixture(scope="module")
def alone() -> Slot:
    return make_slot(replace(ENROLMENT, device="", backend=""), DEK, SIX, None, FLOOR)


def refusal(slot: Slot, passphrase: str = PASSPHRASE, secret: bytes | None = SECRET) -> DomainError:
    with pytest.raises(DomainError) as refused:
        open_slot(slot, passphrase, secret)
    return refused.value


def test_the_right_passphrase_and_workstation_open_the_vault(slot: Slot) -> None:
    assert open_slot(slot, PASSPHRASE, SECRET) == DEK
    assert DEK.hex() not in repr(slot)


def test_each_slot_is_wrapped_afresh(slot: Slot) -> None:
    again = make_slot(ENROLMENT, DEK, PASSPHRASE, SECRET, FLOOR)
    assert again.salt != slot.salt
    assert again.wrapped != slot.wrapped


def test_a_wrong_passphrase_says_so_and_nothing_else(slot: Slot) -> None:
    assert refusal(slot, "grey herons at ten").code == "keys.wrong_passphrase"
    assert refusal(slot, "").code == "keys.wrong_passphrase"


def test_a_missing_workstation_secret_names_the_password_store_that_held_it(slot: Slot) -> None:
    refused = refusal(slot, secret=None)
    assert (refused.code, refused.values) == ("keys.device_secret_missing", {"backend": "Secret Service"})


def test_a_changed_workstation_secret_is_told_from_a_wrong_passphrase(slot: Slot) -> None:
    assert refusal(slot, secret=bytes(32)).code == "keys.device_secret_changed"


def test_a_secret_forged_to_pass_its_own_check_still_opens_nothing(slot: Slot) -> None:
    forged = replace(slot, device_check=keyslots._device_check(bytes(32)))
    assert refusal(forged, secret=bytes(32)).code == "keys.wrong_passphrase"


@pytest.mark.parametrize(
    "swapped",
    [
        {"officer": "0195-other"},
        {"vault": "0195-elsewhere"},
        {"epoch": 2},
        {"backend": "KWallet"},
        {"device": "ws-04"},
        {"created_at": "2020-01-01T00:00:00+00:00"},
        {"kdf": KdfCost(64 * 1024, 4, 1)},
        {"salt": "00" * 16},
        {"wrapped": "00" * 60},
    ],
)
def test_a_slot_passed_off_as_another_opens_nothing(slot: Slot, swapped: dict[str, object]) -> None:
    assert refusal(replace(slot, **swapped)).code == "keys.wrong_passphrase"


def test_a_slot_moved_to_passphrase_only_does_not_shed_the_workstation(slot: Slot) -> None:
    assert refusal(replace(slot, device=""), secret=None).code == "keys.wrong_passphrase"


def test_an_officer_may_change_name_without_a_new_slot(slot: Slot) -> None:
    assert open_slot(replace(slot, officer_name="Det Supt Ada Field"), PASSPHRASE, SECRET) == DEK


def test_any_single_flipped_bit_in_the_wrapped_key_is_refused(
    slot: Slot, monkeypatch: pytest.MonkeyPatch
) -> None:
    kek = keyslots._kek(slot, PASSPHRASE, SECRET)
    monkeypatch.setattr(keyslots, "_kek", lambda *_: kek)
    assert open_slot(slot, PASSPHRASE, SECRET) == DEK
    raw = bytes.fromhex(slot.wrapped)
    for bit in random.Random(5).sample(range(len(raw) * 8), 200):
        flipped = bytearray(raw)
        flipped[bit // 8] ^= 1 << bit % 8
        assert refusal(replace(slot, wrapped=flipped.hex())).code == "keys.wrong_passphrase"


@pytest.mark.parametrize("damage", [{"wrapped": "zz"}, {"wrapped": "00"}, {"salt": ""}, {"salt": "xy" * 16}])
def test_a_slot_that_cannot_be_a_slot_is_called_damaged(slot: Slot, damage: dict[str, str]) -> None:
    assert refusal(replace(slot, **damage)).code == "keys.slot_damaged"


@pytest.mark.parametrize(
    "cost",
    [
        KdfCost(8, 1, 1),
        KdfCost(64 * 1024, 2, 1),
        KdfCost(64 * 1024 - 1, 3, 1),
        KdfCost(64 * 1024, 3, 0),
        KdfCost(1 << 30, 3, 1),
        KdfCost(64 * 1024, 10**9, 1),
        KdfCost(64 * 1024, 3, 10**6),
    ],
)
def test_a_cost_outside_policy_is_refused_before_any_work(slot: Slot, cost: KdfCost) -> None:
    assert refusal(replace(slot, kdf=cost)).code == "keys.slot_outside_policy"
    with pytest.raises(DomainError, match=r"keys\.slot_outside_policy"):
        make_slot(ENROLMENT, DEK, PASSPHRASE, SECRET, cost)


def test_a_passphrase_alone_needs_six_words_and_forgives_capitals_and_spaces(alone: Slot) -> None:
    assert alone.passphrase_only
    assert open_slot(alone, "  Amber RIVER stone\ncloud field  north ", None) == DEK
    assert refusal(alone, SIX.replace("north", "south"), None).code == "keys.wrong_passphrase"
    with pytest.raises(DomainError, match=r"passphrase\.too_few_words"):
        make_slot(replace(ENROLMENT, device="", backend=""), DEK, PASSPHRASE, None, FLOOR)


def test_a_short_passphrase_makes_no_slot() -> None:
    with pytest.raises(DomainError, match=r"passphrase\.too_short"):
        make_slot(ENROLMENT, DEK, "short", SECRET, FLOOR)


@pytest.mark.parametrize(("device", "secret"), [("ws-03", None), ("", SECRET)])
def test_a_slot_cannot_name_a_workstation_without_its_secret(device: str, secret: bytes | None) -> None:
    with pytest.raises(ValueError, match="secret exactly where"):
        make_slot(replace(ENROLMENT, device=device), DEK, SIX, secret, FLOOR)


def test_a_passphrase_typed_on_another_keyboard_still_opens(slot: Slot) -> None:
    composed = make_slot(ENROLMENT, DEK, "café at the ﬁrst quay", SECRET, FLOOR)
    assert open_slot(composed, "cafe\u0301 at the first\u00a0quay", SECRET) == DEK


def test_the_slot_of_this_workstation_is_preferred_to_a_passphrase_alone(slot: Slot, alone: Slot) -> None:
    elsewhere = replace(slot, device="ws-09")
    assert choose_slots((alone, elsewhere, slot), "det supt  ada marsh", "ws-03") == (slot, alone)
    assert choose_slots((elsewhere, alone), "0195-officer", "ws-03") == (alone,)


def test_an_officer_without_a_slot_here_is_told_whether_one_exists_elsewhere(slot: Slot) -> None:
    with pytest.raises(DomainError, match=r"keys\.other_workstation"):
        choose_slots((slot,), "Det Supt Ada Marsh", "ws-77")
    with pytest.raises(DomainError, match=r"keys\.no_slot"):
        choose_slots((slot,), "PC Noor Hale", "ws-03")


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (0.135, USUAL),
        (0.001, KdfCost(256 * 1024, 16, 4)),
        (0.05, KdfCost(256 * 1024, 10, 4)),
        (0.40, KdfCost(128 * 1024, 3, 4)),
        (30.0, KdfCost(64 * 1024, 3, 4)),
    ],
)
def test_calibration_follows_the_machine_and_never_leaves_policy(seconds: float, expected: KdfCost) -> None:
    assert calibrate(0.7, lambda _cost: seconds) == expected


def test_calibration_on_this_machine_stays_within_policy() -> None:
    cost = calibrate()
    assert FLOOR.memory_kib <= cost.memory_kib <= CEILING.memory_kib
    assert FLOOR.iterations <= cost.iterations <= CEILING.iterations


def test_keys_and_secrets_are_random_and_256_bits() -> None:
    drawn = {new_key(), new_key(), new_device_secret(), new_device_secret()}
    assert len(drawn) == 4
    assert {len(secret) for secret in drawn} == {32}
    assert os.urandom(32) not in drawn
