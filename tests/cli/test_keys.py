"""Keys at the terminal: passphrases, other workstations, ended access, and the drill from the paper."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from spoc_desk.bootstrap.machine import ThisMachine
from spoc_desk.cli import main
from tests.bootstrap.vaults import OFFICER, PASSPHRASE
from tests.cli.conftest import DEPUTY, DEPUTY_WORDS, Run, enrolled_deputy, machine_with_vault

NEW_WORDS = "silver canyon oxygen tribal midday rocket"


@pytest.fixture
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A vault for each test: what one does to its keys, another would meet."""
    return tmp_path_factory.mktemp("cli")


@pytest.fixture
def machine(place: Path) -> Iterator[ThisMachine]:
    yield from machine_with_vault(place)


@pytest.fixture
def deputy(machine: ThisMachine, place: Path) -> tuple[str, ...]:
    return enrolled_deputy(machine, place)


def kept(place: Path, name: str, words: str) -> str:
    path = place / name
    path.write_text(words + "\n", "utf-8")
    return str(path)


def done(answer: tuple[int, str, str]) -> dict[str, object]:
    status, out, err = answer
    assert status == 0, err
    return dict(json.loads(out))


def test_a_passphrase_is_changed_and_changed_back(run: Run, place: Path) -> None:
    changed = run("passphrase", "--new-passphrase-file", kept(place, "new", NEW_WORDS))
    assert changed[0] == 0, changed[2]
    status, _, err = run("list", "contacts")
    assert (status, "does not open this vault" in err) == (1, True)
    back = [str(place / "vault"), "--officer", OFFICER, "--passphrase-file", str(place / "new")]
    old = kept(place, "old", PASSPHRASE)
    assert run("passphrase", *back, "--new-passphrase-file", old, opens=False)[0] == 0
    assert run("list", "contacts")[0] == 0


def test_transfer_words_bring_a_colleague_to_another_computer_once(
    run: Run, place: Path, deputy: tuple[str, ...]
) -> None:
    told = done(run("transfer", DEPUTY, "--passphrase-only", *deputy, "--json"))
    words = kept(place, "words", str(told["words"]))
    arriving = [str(place / "vault"), "--officer", DEPUTY, "--transfer-words-file", words]
    arriving += ["--new-passphrase-file", kept(place, "deputy", DEPUTY_WORDS), "--passphrase-only"]
    status, out, _ = run("move-in", *arriving, opens=False)
    assert (status, "used up" in out) == (0, True)
    status, _, err = run("move-in", *arriving, opens=False)
    assert (status, "were used" in err) == (1, True)


def test_a_colleague_who_lost_the_passphrase_gets_six_words_shown_once(
    run: Run, place: Path, deputy: tuple[str, ...], machine: ThisMachine
) -> None:
    enrolment = ("--name", "DC Sam Reed", "--role", "case_officer", "--passphrase-only")
    assert run("enrol", *enrolment, *deputy)[0] == 0
    told = done(run("re-enrol", "DC Sam Reed", "--passphrase-only", *deputy, "--json"))
    machine.open_vault(place / "vault", "DC Sam Reed", str(told["passphrase"])).close("exit")


def test_an_access_is_ended_by_a_new_key_with_a_new_sheet(
    run: Run, place: Path, deputy: tuple[str, ...], machine: ThisMachine
) -> None:
    sheet = place / "after.pdf"
    assert (
        run("enrol", "--name", "PC Lee Ash", "--role", "case_officer", "--passphrase-only", *deputy)[0] == 0
    )
    told = done(run("revoke", "PC Lee Ash", "--recovery-to", str(sheet), *deputy, "--json"))
    assert told["revoked"] == "PC Lee Ash"
    assert told["recovery_proved"] is False
    assert sheet.read_bytes().startswith(b"%PDF")
    status, _, err = run("revoke", "PC Lee Ash", "--recovery-to", str(place / "again.pdf"), *deputy)
    assert (status, "has no key to this vault" in err) == (1, True)
    assert not (place / "again.pdf").exists()


def test_a_new_sheet_that_was_refused_is_not_left_lying_as_if_it_opened_anything(
    run: Run, place: Path, deputy: tuple[str, ...]
) -> None:
    pdf = place / "refused.pdf"
    status, _, err = run("new-recovery", "--recovery-to", str(pdf))
    assert (status, "takes two officers" in err) == (1, True)
    assert not pdf.exists()
    assert run("new-recovery", "--recovery-to", str(pdf), *deputy)[0] == 0
    assert pdf.exists()


def words_on(pdf: Path) -> str:
    """What the paper says, as somebody reads it off."""
    return subprocess.run(
        ["pdftotext", "-layout", str(pdf), "-"],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip


def test_the_drill_from_three_printed_shares_back_to_an_open_vault(
    run: Run, place: Path, deputy: tuple[str, ...]
) -> None:
    pdf = place / "shares.pdf"
    told = done(run("new-recovery", "--shares", "--recovery-to", str(pdf), *deputy, "--json"))
    assert told["recovery_proved"] is False
    status, _, err = run("list", "contacts")
    assert (status, "has not been proved" in err) == (0, True)
    pages = words_on(pdf).split("\f")[:3]
    shares = [share_on(page) for page in pages]
    assert [len(share) for share in shares] == [33, 33, 33]
    two = kept(place, "two", " ".join(shares[2]) + "\n" + " ".join(word[:4] for word in shares[0]))
    assert run("prove-recovery", "--recovery-key-file", two)[0] == 0
    assert run("list", "contacts")[2] == ""
    for slots in (place / "vault").glob("keyslots*.json"):
        slots.unlink()
    back = [str(place / "vault"), "--officer", OFFICER, "--recovery-key-file", two]
    back += ["--passphrase-file", str(place / "passphrase"), "--passphrase-only"]
    status, _, err = run("recover", *back, opens=False)
    assert (status, err) == (0, "")
    assert run("verify", "--full")[0] == 0


def share_on(page: str) -> list[str]:
    """The numbered words of one share, in the order of their numbers."""
    numbered: dict[int, str] = {}
    for line in page.splitlines():
        parts = line.split()
        for number, word in pairwise(parts):
            if number.isdecimal() and word.isalpha() and word.islower() and len(word) > 3:
                numbered.setdefault(int(number), word)
    return [numbered[number] for number in sorted(numbered)]


def test_a_mistyped_word_of_a_share_is_named_with_its_number(
    run: Run, place: Path, deputy: tuple[str, ...]
) -> None:
    wrong = kept(place, "wrong", " ".join(["academic"] * 32 + ["acedemic"]) + "\n" + " ".join(["acid"] * 33))
    status, _, err = run("prove-recovery", "--recovery-key-file", wrong)
    assert status == 1
    assert "Word 33 of the share you typed as number 1" in err
    assert "academic" in err


class Terminal:
    """Somebody at a keyboard, who types these lines."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
        self._lines = list(lines)
        monkeypatch.setattr("sys.stdin", self)
        monkeypatch.setattr("builtins.input", lambda _asked: self._lines.pop(0))

    def isatty(self) -> bool:
        return True


def test_a_vault_given_up_before_its_sheet_is_proved_leaves_nothing(
    machine: ThisMachine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    Terminal(monkeypatch, "not what it says", "")
    command = ["create", str(tmp_path / "v"), "--force", "Wessmere", "--officer", OFFICER]
    command += ["--passphrase-file", kept(tmp_path, "words", PASSPHRASE), "--passphrase-only"]
    status = main.run([*command, "--recovery-to", str(tmp_path / "s.pdf")], machine, lambda _o, _m: None)
    assert status == 1
    assert "was not proved" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["words"]
