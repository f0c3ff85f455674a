"""Commands on the officers of a vault: listed, enrolled, given another role."""

from __future__ import annotations

import argparse
import getpass
import sys
from argparse import Namespace

from spoc_desk.cli.release_arguments import second_options
from spoc_desk.cli.terminal import answer, second_officer, secret_line, unlocked
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.officers import ROLE_TITLES, Officer, Role
from spoc_desk.domain.written_names import folded
from spoc_desk.services.machine import Machine
from spoc_desk.services.officers import (
    ChangeRole,
    EnrolOfficer,
    OfficerSeen,
    change_role,
    enrol_officer,
    view_officers,
)
from spoc_desk.services.ports import Desk


def enrol_options(made: argparse.ArgumentParser) -> argparse.ArgumentParser:
    """Who is enrolled, as what, and how their key is kept."""
    made.add_argument("--name", required=True, metavar="NAME", help="the colleague's rank and name")
    made.add_argument("--role", required=True, choices=[str(role) for role in Role])
    made.add_argument(
        "--new-passphrase-file", metavar="FILE",
        help="the colleague's own passphrase, or - for standard input: the line after all others",
    )  # fmt: skip
    made.add_argument(
        "--passphrase-only", action="store_true",
        help="six words instead of a keyring; made up and shown once when no file is named",
    )  # fmt: skip
    return second_options(made)


def role_options(made: argparse.ArgumentParser) -> argparse.ArgumentParser:
    """Whose role is changed, and to what."""
    made.add_argument("name", metavar="NAME", help="the colleague's rank and name")
    made.add_argument("--role", required=True, choices=[str(role) for role in Role])
    return second_options(made)


def list_officers(options: Namespace, machine: Machine) -> None:
    """Everybody who ever could open the vault."""
    with unlocked(options, machine) as vault:
        seen = view_officers(vault.desk).officers
    answer(options, [_document(each) for each in seen], [_line(each) for each in seen])


def enrol(options: Namespace, machine: Machine) -> None:
    """Gives a colleague a keyslot of their own at this computer."""
    made_up = machine.six_words() if options.passphrase_only and not options.new_passphrase_file else ""
    with unlocked(options, machine) as vault:
        second = second_officer(options)
        words = made_up or _new_passphrase(options)
        role = Role(options.role)
        enrol_officer(EnrolOfficer(options.name, role, words, options.passphrase_only, second), vault.desk)
    lines = [f"{options.name} can open {options.vault} here. Role: {ROLE_TITLES[role]}."]
    if made_up:
        lines.append(f"Their passphrase, shown this once: {made_up}")
    document = {"officer": options.name, "role": role, **({"passphrase": made_up} if made_up else {})}
    answer(options, document, lines)


def set_role(options: Namespace, machine: Machine) -> None:
    """Gives a colleague another role."""
    role = Role(options.role)
    with unlocked(options, machine) as vault:
        officer = _named(options.name, vault.desk)
        change_role(ChangeRole(officer.id, role, second_officer(options)), vault.desk)
    line = f"Role of {officer.name} from the next unlocking on: {ROLE_TITLES[role]}."
    answer(options, {"officer": officer.name, "role": role}, [line])


def _new_passphrase(options: Namespace) -> str:
    """The colleague's own, typed twice at a terminal. Raises terminal.new_passphrase_missing."""
    if options.new_passphrase_file:
        return secret_line(options.new_passphrase_file)
    if not sys.stdin.isatty():
        raise DomainError("terminal.new_passphrase_missing")
    typed = getpass.getpass(f"{options.name} types a passphrase of their own: ")
    if getpass.getpass("Once more: ") != typed:
        raise DomainError("terminal.passphrase_differs")
    return typed


def _named(name: str, desk: Desk) -> Officer:
    for seen in view_officers(desk).officers:
        if folded(seen.officer.name) == folded(name):
            return seen.officer
    raise DomainError("keys.no_slot", officer=name)


def _document(seen: OfficerSeen) -> dict[str, object]:
    officer = seen.officer
    return {
        "name": officer.name,
        "role": officer.role,
        "enrolled_at": officer.created_at,
        "last_unlocked_at": officer.opened_at,
        "left_at": officer.left_at,
        "keys": [{"store": key.store, "here": key.here, "since": key.since} for key in seen.keys],
    }


def _line(seen: OfficerSeen) -> str:
    officer = seen.officer
    state = "left" if officer.left_at else "" if seen.keys else "no key"
    return "\t".join(filter(None, (officer.name, ROLE_TITLES[officer.role], state)))
