"""The paper key."""

import random
import shutil
import subprocess
from pathlib import Path

import pyrage
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spoc_desk.domain.errors import DomainError
from spoc_desk.storage.recovery import (
    IDENTITY_START,
    RECOVERY_FILE,
    Recovered,
    check_proof,
    open_recovery,
    printed_rows,
    proof_rows,
    read_identity,
    recovery_material,
    write_recovery,
)

DEK = bytes(range(32))
KEY = recovery_material()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_recovery(tmp_path, DEK, "0195-vault", 3, KEY.recipient)
    return tmp_path


def code(folder: Path, typed: str) -> str:
    with pytest.raises(DomainError) as refused:
        open_recovery(folder, typed)
    return refused.value.code


def test_the_printed_key_opens_the_vault_again(folder: Path) -> None:
    assert open_recovery(folder, KEY.identity) == Recovered(DEK, "0195-vault", 3)
    assert len(KEY.identity) == 74


def test_the_vault_folder_holds_neither_the_key_nor_the_paper(folder: Path) -> None:
    kept = b"".join(path.read_bytes() for path in folder.iterdir())
    assert KEY.identity.encode() not in kept
    assert DEK not in kept
    assert DEK.hex().encode() not in kept


def test_a_new_vault_key_is_sealed_without_the_paper(folder: Path) -> None:
    write_recovery(folder, bytes(32), "0195-vault", 4, KEY.recipient)
    assert open_recovery(folder, KEY.identity) == Recovered(bytes(32), "0195-vault", 4)


def test_the_rows_on_paper_typed_one_below_the_other_are_the_key(folder: Path) -> None:
    rows = printed_rows(KEY.identity)
    typed = "\n".join(f"{' '.join(row)}" for row in rows)
    assert open_recovery(folder, typed).dek == DEK
    assert [len("".join(row)) for row in rows] == [12, 12, 12, 12, 10]


@given(st.randoms(use_true_random=False))
def test_spaces_case_dashes_and_misread_letters_do_not_matter(draw: random.Random) -> None:
    swap = {"L": "Ll1Ii", "0": "0Oo", "8": "8Bb"}
    start = draw.choice(("", IDENTITY_START, "age-secret-key-l", "AGE SECRET KEY 1 "))
    letters = "".join(
        draw.choice(swap.get(letter, letter + letter.lower())) + draw.choice(("", "", " ", "-", "\r\n", "\t"))
        for letter in KEY.identity.removeprefix(IDENTITY_START)
    )
    assert read_identity(start + letters) == KEY.identity


def test_any_one_wrong_letter_is_noticed() -> None:
    letters = KEY.identity.removeprefix(IDENTITY_START)
    for place, letter in enumerate(letters):
        other = "Q" if letter != "Q" else "P"
        with pytest.raises(DomainError, match=r"recovery\.mistyped"):
            read_identity(letters[:place] + other + letters[place + 1 :])


def test_a_missing_letter_says_how_many_were_typed(folder: Path) -> None:
    with pytest.raises(DomainError) as refused:
        read_identity(KEY.identity[:-1])
    assert refused.value.values == {"expected": 58, "typed": 57}
    assert code(folder, "") == "recovery.mistyped_length"


def test_another_vaults_paper_is_named_as_such(folder: Path) -> None:
    assert code(folder, recovery_material().identity) == "recovery.other_vault"


def test_a_damaged_or_missing_recovery_file_is_told_from_a_wrong_paper(folder: Path) -> None:
    path = folder / RECOVERY_FILE
    whole = path.read_bytes()
    for damaged in (b"", whole[:-1], whole[: len(whole) // 2], whole[:-1] + bytes([whole[-1] ^ 1])):
        path.write_bytes(damaged)
        assert code(folder, KEY.identity) == "recovery.damaged"
    path.unlink()
    assert code(folder, KEY.identity) == "recovery.missing"


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"format":"other","dek":"","vault":"","epoch":1}'])
def test_a_well_sealed_file_of_the_wrong_shape_is_damaged(folder: Path, content: bytes) -> None:
    recipient = pyrage.x25519.Recipient.from_str(KEY.recipient)
    (folder / RECOVERY_FILE).write_bytes(pyrage.encrypt(content, [recipient]))
    assert code(folder, KEY.identity) == "recovery.damaged"


def test_the_proof_asks_for_two_different_rows_and_takes_only_what_is_printed() -> None:
    draw = random.Random(1)
    for _ in range(50):
        first, second = proof_rows(printed_rows(KEY.identity), draw)
        assert 1 <= first < second <= 5
    row = printed_rows(KEY.identity)[2]
    assert check_proof(printed_rows(KEY.identity), 3, " ".join(row).lower())
    assert check_proof(printed_rows(KEY.identity), 3, "".join(row))
    assert not check_proof(printed_rows(KEY.identity), 3, "".join(row)[:-1])
    assert not check_proof(printed_rows(KEY.identity), 3, "".join(printed_rows(KEY.identity)[1]))
    assert not check_proof(printed_rows(KEY.identity), 3, "")


@pytest.mark.skipif(shutil.which("age") is None, reason="stock age is not installed")
def test_stock_age_opens_the_recovery_file(folder: Path, tmp_path: Path) -> None:
    identity = tmp_path / "identity.txt"
    identity.write_text(KEY.identity)
    opened = subprocess.run(
        ["age", "--decrypt", "--identity", identity, folder / RECOVERY_FILE], capture_output=True, check=True
    )
    assert DEK.hex().encode() in opened.stdout
