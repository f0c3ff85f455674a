"""What a command says and asks: JSON or plain lines, progress, a passphrase."""

from __future__ import annotations

import getpass
import json
import os
import sys
from argparse import Namespace
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, is_dataclass
from datetime import date, datetime
from enum import Enum
from pathlib import Path
from typing import Any

from spoc_desk.domain.dual_control import SecondOfficer
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.written_names import code_point, hidden
from spoc_desk.services.machine import Machine, OpenVault

WRONG_PASSPHRASES = frozenset({"sittings.unlock_failed", "sittings.unlocks_failed"})
PRIVATE = frozenset({"file_identity", "file_name", "opening_password"})

RECOVERY_DUE = "sittings.recovery_unproved"
# What whoever works at a terminal must not miss; the rest the window tells.
ALARMS = frozenset(
    {"sittings.rolled_back", "sittings.head_not_kept", "sittings.clock_behind", "sittings.clock_ahead",
     "sittings.recovery_missing", "sittings.evidence_missing", "sittings.changes_lost",
     "sittings.change_cut_off", "sittings.failed_unlocks_damaged"}
)  # fmt: skip


def answer(options: Namespace, document: Any, lines: Iterable[str]) -> None:
    """Prints the document as JSON when asked, otherwise the lines.

    Whoever reads it through a pipe may stop when they have seen enough, as `head` does.
    """
    try:
        if options.json:
            sys.stdout.write(json.dumps(plain(document), ensure_ascii=False, indent=2) + "\n")
        else:
            for line in lines:
                sys.stdout.write("".join(map(_shown, line)) + "\n")
        sys.stdout.flush()
    except BrokenPipeError:
        # What Python still holds for the closed pipe must go somewhere when it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _shown(character: str) -> str:
    """The character, or its code point when it could steer a terminal or hide what a record says."""
    return (
        f"\u27e6{code_point(character)}\u27e7" if hidden(character) and character not in "\n\t" else character
    )


def plain(value: Any) -> Any:
    """A value as JSON can write it; where a sealed file lies and what opens it never leave."""
    if is_dataclass(value) and not isinstance(value, type):
        return plain(asdict(value))
    if isinstance(value, Mapping):
        return {str(key): plain(inner) for key, inner in value.items() if key not in PRIVATE}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(inner) for inner in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value if value is None or isinstance(value, str | int | float | bool) else str(value)


def passphrase(options: Namespace, *, twice: bool = False) -> str:
    """The passphrase: from the file named, from standard input for "-", otherwise asked for.

    Raises DomainError("terminal.passphrase_missing") when nobody can be asked.
    """
    if options.passphrase_file == "-":  # noqa: S105 it names standard input
        return sys.stdin.readline().rstrip("\r\n")
    if options.passphrase_file:
        return first_line(Path(options.passphrase_file))
    if not sys.stdin.isatty():
        raise DomainError("terminal.passphrase_missing")
    typed = getpass.getpass("Passphrase: ")
    if twice and getpass.getpass("Once more: ") != typed:
        raise DomainError("terminal.passphrase_differs")
    return typed


def second_officer(options: Namespace) -> SecondOfficer | None:
    """Who stands by, and their own passphrase, read as passphrase() reads; None when nobody is named.

    Of standard input it is the line after the vault's own passphrase, and before every other secret.
    Raises DomainError: terminal.second_officer_missing, terminal.second_passphrase_missing.
    """
    path = options.second_passphrase_file
    if not options.second_officer:
        if path:
            raise DomainError("terminal.second_officer_missing")
        return None
    if not path and not sys.stdin.isatty():
        raise DomainError("terminal.second_passphrase_missing", officer=options.second_officer)
    typed = secret_line(path) if path else getpass.getpass(f"Passphrase of {options.second_officer}: ")
    return SecondOfficer(options.second_officer, typed)


def first_line(path: Path) -> str:
    """The first line of a small text file. Raises DomainError as text_of does."""
    return text_of(path).partition("\n")[0].rstrip("\r")


def secret_line(path: str) -> str:
    """The first line of a file, or the next of standard input for -: no list of processes shows it."""
    return sys.stdin.readline().rstrip("\r\n") if path == "-" else first_line(Path(path))


def text_of(path: Path) -> str:
    """A text file in UTF-8.

    Raises DomainError: terminal.file_missing, terminal.file_is_folder, terminal.file_unopened,
    terminal.file_unreadable.
    """
    try:
        return path.read_text("utf-8-sig")
    except FileNotFoundError as fault:
        raise DomainError("terminal.file_missing", name=str(path)) from fault
    except OSError as fault:
        # Windows says of a folder that it may not be opened.
        code = "terminal.file_is_folder" if path.is_dir() else "terminal.file_unopened"
        raise DomainError(code, name=str(path)) from fault
    except UnicodeDecodeError as fault:
        raise DomainError("terminal.file_unreadable", name=str(path)) from fault


@contextmanager
def unlocked(options: Namespace, machine: Machine) -> Iterator[OpenVault]:
    """The vault named, open for one command. Raises DomainError with the one reason why not."""
    officers = machine.officers(options.vault)
    name = options.officer or (officers[0].name if len(officers) == 1 else "")
    if not name:
        raise DomainError("terminal.officer_missing", officers=", ".join(each.name for each in officers))
    # Kept for the few commands that wrap the key anew under it.
    options.opened_with = passphrase(options)
    vault = machine.open_vault(options.vault, name, options.opened_with)
    for notice in vault.notices:
        if notice.code in WRONG_PASSPHRASES:  # this unlocking is the next one, at which they are told
            sys.stderr.write(machine.messages.said(notice) + "\n")
    for notice in vault.notices:
        if notice.code in ALARMS:
            sys.stderr.write(machine.messages.said(notice) + "\n")
    try:
        yield vault
    except BaseException:
        with suppress(DomainError):  # what went wrong first is what to tell
            vault.close("exit")
        raise
    vault.close("exit")
    # Last, so that a command that is refused says one sentence and no other.
    for notice in vault.notices:
        if notice.code == RECOVERY_DUE:
            sys.stderr.write(machine.messages.said(notice) + "\n")


def progress(done: int, total: int) -> None:
    """Progress on standard error when it is a terminal."""
    if sys.stderr.isatty():
        share = f"{done * 100 // total} %" if total else f"{done:,}"
        sys.stderr.write(f"\r{share:>8}")
        sys.stderr.flush()
        if total and done >= total:
            sys.stderr.write("\r        \r")
