"""The recovery sheet, or three shares of it, at the terminal: written out, proved, made anew."""

from __future__ import annotations

import argparse
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from spoc_desk.cli.release_arguments import second_options
from spoc_desk.cli.terminal import answer, second_officer, text_of, unlocked
from spoc_desk.domain.errors import DomainError
from spoc_desk.services.key_ports import RecoveryPaper, RecoverySheet
from spoc_desk.services.keys import draft_paper, renew_recovery
from spoc_desk.services.machine import Machine
from spoc_desk.services.outgoing import check_place, keep_out_of, write_private
from spoc_desk.services.ports import Desk


class Printed(Protocol):
    """What was printed and can be proved."""

    @property
    def sheet(self) -> RecoverySheet:
        """What is printed."""

    def prove(self, row: int, typed: str) -> bool:
        """Whether typed is what the paper says in that row."""


def paper_options(made: argparse.ArgumentParser) -> argparse.ArgumentParser:
    """Where a recovery sheet goes, and whether it is shares."""
    made.add_argument(
        "--recovery-to", required=True, type=Path, metavar="FILE", help="where the PDF sheet goes"
    )
    made.add_argument(
        "--shares", action="store_true", help="three shares instead of one sheet; any two open the vault"
    )
    return made


def renewal_options(made: argparse.ArgumentParser) -> argparse.ArgumentParser:
    """The same, with the second officer it takes."""
    return second_options(paper_options(made))


def key_file_options(made: argparse.ArgumentParser) -> None:
    """Where the printed key is read from."""
    made.add_argument(
        "--recovery-key-file", required=True, metavar="FILE",
        help="the key as typed, or the words of two shares, one share to a line; - for standard input",
    )  # fmt: skip


def typed_key(options: Namespace) -> str:
    """The printed key or shares, from the file named or from standard input."""
    if options.recovery_key_file != "-":
        return text_of(Path(options.recovery_key_file))
    first = sys.stdin.readline()
    # A key is one line; of shares the second one follows.
    return first + sys.stdin.readline() if len(first.split()) > _SHARE_WORDS_AT_LEAST else first


_SHARE_WORDS_AT_LEAST = 20


def check_target(options: Namespace) -> None:
    """Refuses a place inside the vault or in no folder, and a file that is there. Raises DomainError."""
    keep_out_of(options.vault, options.recovery_to)
    check_place(options.recovery_to)
    if options.recovery_to.exists():
        raise DomainError("terminal.file_exists", name=str(options.recovery_to))


def write_and_prove(options: Namespace, paper: Printed) -> bool:
    """Writes the PDF and, at a terminal, asks until both rows were typed back right.

    An empty line gives up: the PDF is removed and DomainError("recovery.unproved") raised. Without a
    terminal nobody can be asked, and the answer is False.
    """
    write_private(options.recovery_to, paper.sheet.pdf)
    if not sys.stdin.isatty():
        return False
    sys.stdout.write(f"Print {options.recovery_to}. From the paper, type back (an empty line gives up):\n")
    for row in paper.sheet.ask:
        while not paper.prove(row, _asked(options, paper.sheet, row)):
            sys.stdout.write("That is not what the paper says. Again:\n")
    return True


def _asked(options: Namespace, sheet: RecoverySheet, row: int) -> str:
    typed = input(f"{place_of(sheet, row)}: ")
    if not typed.strip():
        options.recovery_to.unlink(missing_ok=True)
        raise DomainError("recovery.unproved")
    return typed


def place_of(sheet: RecoverySheet, row: int) -> str:
    """Where on the paper a row stands, in words."""
    if not sheet.shares:
        return f"Row {row}"
    share, first, last = sheet.place(row)
    return f"Share {share}, words {first} to {last}"


def new_paper(options: Namespace, desk: Desk) -> RecoveryPaper:
    """A new sheet or new shares, written out and, at a terminal, proved. Nothing depends on it yet."""
    check_target(options)
    paper = draft_paper(options.shares, desk)
    write_and_prove(options, paper)
    return paper


@contextmanager
def kept_if_in_force(options: Namespace) -> Iterator[None]:
    """Takes the PDF away again when what is done in the block is refused: it opens nothing."""
    try:
        yield
    except Exception:  # not Ctrl+C: the sheet may be in force by then
        options.recovery_to.unlink(missing_ok=True)
        raise


def told_of(options: Namespace, paper: RecoveryPaper) -> tuple[dict[str, object], list[str]]:
    """What to say of a new sheet, as a document and as lines."""
    document = {"recovery_sheet": str(options.recovery_to), "recovery_proved": paper.proved}
    what = "Recovery shares" if paper.sheet.shares else "Recovery sheet"
    lines = [f"{what}: {options.recovery_to}. What was printed before opens nothing more."]
    if not paper.proved:
        lines.append("It is not proved yet: print it, then run prove-recovery with what the paper says.")
    return document, lines


def renew_paper(options: Namespace, machine: Machine) -> None:
    """A new recovery sheet, or new shares, in place of what was printed before."""
    with unlocked(options, machine) as vault:
        second = second_officer(options)
        paper = new_paper(options, vault.desk)
        with kept_if_in_force(options):
            renew_recovery(paper, second, vault.desk)
    answer(options, *told_of(options, paper))


def prove_paper(options: Namespace, machine: Machine) -> None:
    """Tries the printed key, or two shares, on the vault, and writes down that they fit."""
    with unlocked(options, machine) as vault:
        vault.prove_recovery(typed_key(options))
    line = f"What is printed opens {options.vault}. Lock it away again."
    answer(options, {"vault": str(options.vault), "recovery_proved": True}, [line])
