"""Runs the program where any try to reach a network is noted, and none can succeed.

    offline = Offline.within(tmp_path, desktop_environment)
    subprocess.run(offline.command([sys.executable, "-m", "spoc_desk", ...]), env=offline.environment)
    assert offline.tries() == ""

Python's own calls are noted and refused by an audit hook; C libraries, Qt among them, find a kernel
network namespace with nothing in it, where the kernel allows one. The bus and the screen are sockets
in the file system, and go on working.
"""

import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_HOOK = Path(__file__).parent / "no_network"
_UNSHARE = ["unshare", "--map-current-user", "--net"]


@dataclass(frozen=True)
class Offline:
    """A way to run commands without a network, and what they tried."""

    log: Path
    environment: dict[str, str]

    @classmethod
    def within(cls, folder: Path, environment: Mapping[str, str]) -> "Offline":
        """Keeps its notes in `folder`; commands run in `environment` but for the network."""
        log = folder / "network-tries.txt"
        own = {"PYTHONPATH": str(_HOOK), "SPOC_NETWORK_TRIES": str(log)}
        return cls(log, {**environment, **own})

    def command(self, command: list[str]) -> list[str]:
        """`command`, in a network namespace of its own where that is possible."""
        return [*_UNSHARE, *command] if _can_unshare() else command

    def tries(self) -> str:
        """Each try with where it came from; empty when there was none."""
        return self.log.read_text(encoding="utf-8") if self.log.exists() else ""


def _can_unshare() -> bool:
    if not shutil.which("unshare"):
        return False
    return subprocess.run([*_UNSHARE, "true"], capture_output=True, check=False).returncode == 0
