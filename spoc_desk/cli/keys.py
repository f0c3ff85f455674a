"""Commands on who can open a vault: passphrases, other workstations, ended access, a new key."""

from __future__ import annotations

import argparse
import getpass
import sys
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from spoc_desk.cli.recovery import kept_if_in_force, new_paper, told_of
from spoc_desk.cli.release_arguments import second_options
from spoc_desk.cli.terminal import answer, second_officer, secret_line, unlocked
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.moments import long_day
from spoc_desk.domain.officers import Officer
from spoc_desk.domain.written_names import folded
from spoc_desk.services.key_ports import TransferWords
from spoc_desk.services.keys import (
    ChangePassphrase,
    IssueTransfer,
    RenewKey,
    ReplaceSlot,
    change_passphrase,
    issue_transfer,
    renew_key,
    replace_slot,
)
from spoc_desk.services.machine import Machine
from spoc_desk.services.ports import Desk


def new_passphrase_options(made: argparse.ArgumentParser) -> argparse.ArgumentParser:
    """Where a new passphrase is read from."""
    made.add_argument(
        "--new-passphrase-file", metavar="FILE",
        help="the new passphrase, or - for standard input: the line after all others",
    )  # fmt: skip
    return made


def colleague_options(made: argparse.ArgumentParser, *, second: bool = True) -> argparse.ArgumentParser:
    """Whom it is about, with the second officer it takes unless other options bring them."""
    made.add_argument("name", metavar="NAME", help="the colleague's rank and name")
    return second_options(made) if second else made


def alone_options(made: argparse.ArgumentParser) -> argparse.ArgumentParser:
    """Whether six words alone may keep the key."""
    made.add_argument("--passphrase-only", action="store_true", help="six words alone, without a keyring")
    return made


def move_in_options(made: argparse.ArgumentParser) -> None:
    """Who comes to this computer, and with which words."""
    made.add_argument("vault", type=Path, metavar="VAULT", help="the vault's folder")
    made.add_argument("--officer", required=True, metavar="NAME", help="who comes to this computer")
    made.add_argument("--transfer-words-file", metavar="FILE", help="the six words, or - for standard input")
    alone_options(new_passphrase_options(made))


def change_own(options: Namespace, machine: Machine) -> None:
    """The officer's own passphrase, proved by the old one."""
    with unlocked(options, machine) as vault:
        path, officer = options.new_passphrase_file, vault.desk.officer.name
        made_up = machine.six_words() if not path and _opens_alone(vault.desk) else ""
        new = made_up or _secret(path, "New passphrase", "own_passphrase_missing", twice=True)
        change_passphrase(ChangePassphrase(options.opened_with, new), vault.desk)
    lines = [f"{officer} opens {options.vault} with the new passphrase now.", *_shown(made_up)]
    answer(options, {"officer": officer, **_passphrase(made_up)}, lines)


def enrol_again(options: Namespace, machine: Machine) -> None:
    """A colleague who lost passphrase or workstation gets a new slot here; the old ones are gone."""
    made_up = _made_up(options, machine)
    with unlocked(options, machine) as vault:
        officer, second = _named(options.name, vault.desk), second_officer(options)
        words = made_up or _secret(options.new_passphrase_file, f"Passphrase of {officer.name}", twice=True)
        replace_slot(ReplaceSlot(officer.id, words, options.passphrase_only), second, vault.desk)
    lines = [f"{officer.name} can open {options.vault} here; every key they had is dead."]
    lines += _shown(made_up, "Their passphrase")
    answer(options, {"officer": officer.name, **_passphrase(made_up)}, lines)


def transfer(options: Namespace, machine: Machine) -> None:
    """Six words with which a colleague, or the officer, opens the vault at another workstation, once."""
    with unlocked(options, machine) as vault:
        officer, second = _named(options.name, vault.desk), second_officer(options)
        told, _ = issue_transfer(IssueTransfer(officer.id, options.passphrase_only), second, vault.desk)
    answer(options, _document(told), _lines((told,)))


def move_in(options: Namespace, machine: Machine) -> None:
    """Opens the vault here with transfer words, which are dead afterwards, and a new passphrase."""
    words = _secret(options.transfer_words_file, "Transfer words", "transfer_words_missing")
    made_up, path = _made_up(options, machine), options.new_passphrase_file
    new = made_up or _secret(path, "New passphrase", "arriving_passphrase_missing", twice=True)
    vault = machine.move_in(
        options.vault, options.officer, words, new, passphrase_only=options.passphrase_only
    )
    vault.close("exit")
    line = f"{options.officer} can open {options.vault} here. The transfer words are used up."
    document = {"vault": str(options.vault), "officer": options.officer, **_passphrase(made_up)}
    answer(options, document, [line, *_shown(made_up)])


def revoke(options: Namespace, machine: Machine) -> None:
    """Ends a colleague's access: the vault goes under a new key that they never had."""
    _renew(options, machine, options.name)


def rekey(options: Namespace, machine: Machine) -> None:
    """Puts the vault under a new key."""
    _renew(options, machine, "")


def _renew(options: Namespace, machine: Machine, leaving: str) -> None:
    with unlocked(options, machine) as vault:
        desk, second = vault.desk, second_officer(options)
        revoked = _named(leaving, desk).id if leaving else 0
        paper = new_paper(options, desk)
        with kept_if_in_force(options):
            done = renew_key(RenewKey(options.opened_with, paper, revoked), second, desk)
    document, lines = told_of(options, paper)
    document |= {"revoked": leaving, "transfers": [_document(told) for told in done.words]}
    first = f"{leaving} can open {options.vault} no more." if leaving else "The vault is under a new key."
    kept = ["A copy of the vault made before today still opens with the old key."]
    answer(options, document, [first, *kept, *lines, *_lines(done.words)])


def _document(told: TransferWords) -> dict[str, object]:
    return {"officer": told.officer, "words": told.words, "expires": told.expires}


def _lines(words: Sequence[TransferWords]) -> list[str]:
    return [
        f"Transfer words of {told.officer}, shown this once, until {long_day(told.expires)}: {told.words}"
        for told in words
    ]


def _made_up(options: Namespace, machine: Machine) -> str:
    """Six words where they alone keep the key and no file names any; otherwise empty."""
    return machine.six_words() if options.passphrase_only and not options.new_passphrase_file else ""


def _opens_alone(desk: Desk) -> bool:
    """Whether the officer at the desk opens the vault here with six words alone."""
    mine = [key for key in desk.keys.places() if key.officer == desk.officer.uid and not key.expires]
    return any(not key.store for key in mine) and not any(key.here for key in mine)


def _shown(made_up: str, whose: str = "Passphrase") -> list[str]:
    return [f"{whose}, shown this once: {made_up}"] if made_up else []


def _passphrase(made_up: str) -> dict[str, str]:
    return {"passphrase": made_up} if made_up else {}


def _secret(
    path: str | None, asked: str, missing: str = "new_passphrase_missing", *, twice: bool = False
) -> str:
    """Raises terminal.passphrase_differs, and terminal.… of what is missing where nobody can be asked."""
    if path:
        return secret_line(path)
    if not sys.stdin.isatty():
        raise DomainError(f"terminal.{missing}")
    typed = getpass.getpass(f"{asked}: ")
    if twice and getpass.getpass("Once more: ") != typed:
        raise DomainError("terminal.passphrase_differs")
    return typed


def _named(name: str, desk: Desk) -> Officer:
    with desk.queries.snapshot() as reader:
        for officer in reader.find(Officer):
            if folded(officer.name) == folded(name) and officer.left_at is None:
                return officer
    raise DomainError("keys.no_slot", officer=name)
