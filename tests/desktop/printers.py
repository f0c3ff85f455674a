"""A print service of the test's own: a real cupsd with queues that keep each job as it arrived.

    with printers(folder, "Office") as service:
        with service.chosen():  # or env=service.environment for a child process
            ...
        (job,) = service.jobs(1)
        job.content, job.title, job.options

Works for root and for anybody else, and touches nothing of the system's own print service.
"""

import os
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.desktop.processes import running, wait_until

_CUPS = Path("/usr/lib/cups")
# cupsd runs this for each job: number, user, title, copies, options, and perhaps a file.
_BACKEND = """#!/bin/sh
[ $# = 0 ] && { echo 'direct keep "Unknown" "Keeps each job"'; exit 0; }
folder="${DEVICE_URI#keep:}"
cat > "$folder/$1.pdf" < "${6:-/dev/stdin}"
printf '%s\\n' "$3" "$4" "$5" > "$folder/$1.part"
mv "$folder/$1.part" "$folder/$1.txt"
"""
_FILES = """
ServerRoot {home}/root
ServerBin {home}/bin
CacheDir {home}/cache
StateDir {home}/run
RequestRoot {home}/spool
TempDir {home}/spool
AccessLog {home}/log/access
ErrorLog {home}/log/error
PageLog {home}/log/page
Printcap
"""
_SERVER = """
Listen {home}/run/s
Browsing Off
WebInterface No
MultipleOperationTimeout 2
PreserveJobFiles No
<Location />
  Order allow,deny
  Allow all
</Location>
<Policy default>
  <Limit All>
    Order allow,deny
    Allow all
  </Limit>
</Policy>
"""


@dataclass(frozen=True)
class Job:
    """One job as its printer received it."""

    number: int
    content: bytes
    title: str
    copies: int
    options: dict[str, str]


@dataclass(frozen=True)
class PrintService:
    """A running cupsd and the folder its printers keep jobs in."""

    home: Path
    environment: dict[str, str]

    @contextmanager
    def chosen(self) -> Iterator[None]:
        """Within it, this process prints here."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("CUPS_SERVER", self.environment["CUPS_SERVER"])
            yield

    def jobs(self, count: int) -> list[Job]:
        """The jobs in the order sent, once so many have arrived."""
        kept = self.home / "out"
        wait_until(lambda: len(list(kept.glob("*.txt"))) >= count, f"{count} print jobs", 30)
        return [_job(path) for path in sorted(kept.glob("*.txt"), key=lambda path: int(path.stem))]

    def job(self, number: str) -> Job:
        """The job that lp was told is "Office-3", once it has arrived."""
        told = self.home / "out" / f"{number.rpartition('-')[2]}.txt"
        wait_until(told.exists, f"print job {number}", 30)
        return _job(told)

    def run(self, *command: str) -> str:
        """Runs a program of CUPS against this service."""
        return subprocess.run(
            command, env=self.environment, capture_output=True, encoding="utf-8", check=True
        ).stdout

    def add(self, printer: str) -> None:
        """Sets up one more printer, ready at once."""
        self.run("lpadmin", "-p", printer, "-E", "-v", f"keep:{self.home}/out")


@contextmanager
def printers(home: Path, *names: str) -> Iterator[PrintService]:
    """A print service in `home`, a short path, with these printers."""
    for folder in ("root", "cache", "run", "spool", "log", "out", "bin/backend"):
        (home / folder).mkdir(parents=True)
    for part in ("daemon", "filter", "driver", "cgi-bin", "monitor", "notifier"):
        if (_CUPS / part).exists():
            (home / "bin" / part).symlink_to(_CUPS / part)
    backend = home / "bin" / "backend" / "keep"
    backend.write_text(_BACKEND, encoding="ascii")
    backend.chmod(0o700)  # cupsd runs such a backend as itself, so that it may write here
    (home / "files.conf").write_text(_FILES.format(home=home), encoding="ascii")
    (home / "server.conf").write_text(_SERVER.format(home=home), encoding="ascii")
    environment = {**os.environ, "LC_ALL": "C", "CUPS_SERVER": f"{home}/run/s"}
    cupsd = shutil.which("cupsd") or "/usr/sbin/cupsd"
    command = [cupsd, "-f", "-c", f"{home}/server.conf", "-s", f"{home}/files.conf"]
    with running(command, environment):
        service = PrintService(home, environment)
        wait_until(lambda: _answers(environment), "cupsd")
        for name in names:
            service.add(name)
        yield service


def _answers(environment: dict[str, str]) -> bool:
    told = subprocess.run(["lpstat", "-r"], env=environment, capture_output=True, check=False).stdout
    return b"is running" in told


def _job(told: Path) -> Job:
    title, copies, options = told.read_text(encoding="utf-8").splitlines()
    pairs = (word.partition("=") for word in shlex.split(options))
    content = told.with_suffix(".pdf").read_bytes()
    return Job(int(told.stem), content, title, int(copies), {name: value for name, _, value in pairs})
