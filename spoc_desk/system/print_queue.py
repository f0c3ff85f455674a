"""This computer's printers by CUPS: what there is, and one copy handed to a queue through standard input."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import IO, BinaryIO, cast

from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.printing import KnownPrinter, PrintJob, Sides

PATIENCE = 60.0
"""Seconds that CUPS may take to answer."""
_PRINTER = re.compile(r"^printer (\S+) (.*?)(?:\.\s+enabled since|(disabled) since)")
_REFUSING = re.compile(r"^(\S+) not accepting requests since")
_DEFAULT = re.compile(r"^system default destination: (\S+)")
_SIDES = {Sides.ONE: "one-sided", Sides.LONG: "two-sided-long-edge", Sides.SHORT: "two-sided-short-edge"}


class LpQueue:
    """Printing by the programs lp and lpstat, as Linux and macOS have them."""

    def __init__(self, lp: str = "lp", lpstat: str = "lpstat") -> None:
        self._lp, self._lpstat = lp, lpstat

    @property
    def here(self) -> bool:
        """Whether this computer prints by CUPS; Windows does not."""
        return bool(shutil.which(self._lp) and shutil.which(self._lpstat))

    def printers(self) -> tuple[KnownPrinter, ...]:
        """The printers set up on this computer; nothing is looked for on a network.

        Raises DomainError("print.no_lp") or ("print.no_scheduler").
        """
        if not self.here:
            raise DomainError("print.no_lp")
        try:
            done = subprocess.run(
                [self._lpstat, "-p", "-a", "-d"], env=_plain_words(), stdin=subprocess.DEVNULL,
                capture_output=True, encoding="utf-8", errors="replace", timeout=PATIENCE, check=False,
            )  # fmt: skip
        except (OSError, subprocess.TimeoutExpired) as fault:
            raise DomainError("print.no_scheduler") from fault
        # With no printer set up lpstat fails too, and says so; without a scheduler it says only that.
        if done.returncode != 0 and "No destinations" not in done.stderr:
            raise DomainError("print.no_scheduler")
        return _read(done.stdout)

    def check_ready(self, printer: str) -> None:
        """Raises DomainError("print.no_printer") or ("print.stopped")."""
        known = {each.name: each for each in self.printers()}
        if printer not in known:
            raise DomainError("print.no_printer", printer=printer, known=", ".join(known) or "–")
        if not known[printer].ready:
            raise DomainError("print.stopped", printer=printer, said=known[printer].said)

    def send(
        self,
        job: PrintJob,
        write: Callable[[BinaryIO], None],
        progress: Callable[[int, int], None],
        cancelled: Callable[[], bool],
    ) -> str:
        """Hands one copy to the queue as it is written, and answers the queue's number for it.

        Nothing is written to disk on our side. Raises DomainError of the subject print, and
        "work.cancelled", after which the queue keeps nothing of the copy.
        """
        self.check_ready(job.printer)
        options = ["-o", f"sides={_SIDES[job.sides]}", "-o", "media=A4"]
        command = [self._lp, "-d", job.printer, "-t", job.title, *options]
        with _started(command) as process, _stopping(process, cancelled):
            paper, process.stdin = process.stdin, None  # ours to close
            # lp may hang up; what it says then tells why.
            with suppress(BrokenPipeError), cast("IO[bytes]", paper):
                write(cast("BinaryIO", paper))
            try:
                said = process.communicate(timeout=PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
                said = process.communicate()
        if cancelled():
            raise DomainError("work.cancelled")
        told, trouble = (each.decode("utf-8", "replace").strip() for each in said)
        if process.returncode != 0:
            raise DomainError("print.refused", printer=job.printer, said=trouble.removeprefix("lp: "))
        found = re.search(r"request id is (\S+)", told)
        return found[1] if found else ""


@contextmanager
def _started(command: list[str]) -> Iterator[subprocess.Popen[bytes]]:
    try:
        process = subprocess.Popen(
            command, env=_plain_words(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
    except OSError as fault:
        raise DomainError("print.no_lp") from fault
    try:
        yield process
    except BaseException:
        process.kill()
        raise
    finally:
        for stream in (process.stdin, process.stdout, process.stderr):
            if stream is not None:
                with suppress(OSError):
                    stream.close()
        process.wait()


@contextmanager
def _stopping(process: subprocess.Popen[bytes], cancelled: Callable[[], bool]) -> Iterator[None]:
    """Ends lp as soon as the officer cancels, even while it waits for a printer that has gone."""
    over = threading.Event()

    def watch() -> None:
        while not over.wait(0.1):
            if cancelled():
                process.kill()
                return

    watching = threading.Thread(target=watch, name="print-queue", daemon=True)
    watching.start()
    try:
        yield
    finally:
        over.set()
        watching.join()


def _plain_words() -> dict[str, str]:
    """The environment with the answers in English, which is what is read here."""
    return {**os.environ, "LC_ALL": "C", "LANG": "C", "LANGUAGE": "C"}


def _read(listing: str) -> tuple[KnownPrinter, ...]:
    lines = listing.splitlines()
    default = next((found[1] for line in lines if (found := _DEFAULT.match(line))), "")
    refused = ((_REFUSING.match(line), place) for place, line in enumerate(lines))
    refusing = {found[1]: _reason(lines, place) for found, place in refused if found}
    printers = []
    for place, line in enumerate(lines):
        if found := _PRINTER.match(line):
            name = found[1]
            said = _reason(lines, place) if found[3] else refusing.get(name, "")
            ready = not found[3] and name not in refusing
            printers.append(KnownPrinter(name, ready, name == default, said))
    return tuple(printers)


def _reason(lines: list[str], place: int) -> str:
    """The line that lpstat sets in under a printer that does not print."""
    below = lines[place + 1] if place + 1 < len(lines) else ""
    return below.strip() if below.startswith(("\t", " ")) else ""
