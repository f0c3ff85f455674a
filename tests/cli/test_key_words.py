"""Words at the terminal: six are made where they alone keep a key, and what is wrong with some is told."""

from __future__ import annotations

from pathlib import Path

from spoc_desk.bootstrap.machine import ThisMachine
from tests.bootstrap.vaults import OFFICER
from tests.cli.conftest import DEPUTY, Run
from tests.cli.test_keys import done, kept, share_on, words_on


def test_an_officer_whose_key_is_six_words_has_new_ones_made(
    run: Run, place: Path, deputy: tuple[str, ...], machine: ThisMachine
) -> None:
    hers = [str(place / "vault"), "--officer", DEPUTY, "--passphrase-file", deputy[-1]]
    told = done(run("passphrase", *hers, "--json", opens=False))
    machine.open_vault(place / "vault", DEPUTY, str(told["passphrase"])).close("exit")
    back = [*hers[:-1], kept(place, "made", str(told["passphrase"])), "--new-passphrase-file", deputy[-1]]
    assert run("passphrase", *back, opens=False)[0] == 0


def test_whoever_moves_in_or_recovers_with_six_words_alone_has_them_made(
    run: Run, place: Path, deputy: tuple[str, ...], machine: ThisMachine
) -> None:
    enrolment = ("--name", "DC Mo Hart", "--role", "case_officer", "--passphrase-only")
    assert run("enrol", *enrolment, *deputy)[0] == 0
    told = done(run("transfer", "DC Mo Hart", "--passphrase-only", *deputy, "--json"))
    his = [str(place / "vault"), "--officer", "DC Mo Hart", "--passphrase-only", "--json"]
    words = kept(place, "handed", str(told["words"]))
    moved = done(run("move-in", *his, "--transfer-words-file", words, opens=False))
    machine.open_vault(place / "vault", "DC Mo Hart", str(moved["passphrase"])).close("exit")
    pdf = place / "hart.pdf"
    assert run("new-recovery", "--shares", "--recovery-to", str(pdf), *deputy)[0] == 0
    shares = [share_on(page) for page in words_on(pdf).split("\f")[:2]]
    key = kept(place, "key", "\n".join(" ".join(share) for share in shares))
    recovered = done(run("recover", *his, "--recovery-key-file", key, opens=False))
    machine.open_vault(place / "vault", "DC Mo Hart", str(recovered["passphrase"])).close("exit")


def test_wrong_transfer_words_are_told_as_what_they_are(
    run: Run, place: Path, deputy: tuple[str, ...]
) -> None:
    told = done(run("transfer", DEPUTY, "--passphrase-only", *deputy, "--json"))
    right = str(told["words"]).split()
    her = [str(place / "vault"), "--officer", DEPUTY, "--passphrase-only", "--transfer-words-file"]

    def refusal(words: list[str]) -> str:
        status, _, err = run("move-in", *her, kept(place, "wrong", " ".join(words)), opens=False)
        assert status == 1
        return err

    assert "are 6, but 5 were typed" in refusal(right[1:])
    assert "Word 2, “zzzz”, is not one" in refusal([right[0], "zzzz", *right[2:]])
    assert "it may be canyon" in refusal(["canyonn", *right[1:]])
    assert "do not open this vault, or were used already" in refusal(right[::-1])


def test_of_a_wrong_second_passphrase_it_is_said_whose_it_is(
    run: Run, place: Path, deputy: tuple[str, ...]
) -> None:
    wrong = kept(place, "guess", "not her passphrase at all")
    status, _, err = run("transfer", DEPUTY, *deputy[:-1], wrong)
    assert (status, f"That is not {DEPUTY}'s passphrase." in err) == (1, True)


def test_a_vault_that_is_not_there_or_is_a_file_is_told_so(run: Run, place: Path) -> None:
    missing = run("officers", str(place / "nowhere"), "--officer", OFFICER, opens=False)
    assert (missing[0], "There is no folder" in missing[2]) == (1, True)
    file = run("officers", kept(place, "a-file", "text"), "--officer", OFFICER, opens=False)
    assert (file[0], "is a file. Name the folder" in file[2]) == (1, True)
