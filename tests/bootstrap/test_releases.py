"""What signs is large, so it is loaded when something is signed and not before."""

import subprocess
import sys

from spoc_desk.system.resources import resource_folder


def test_a_machine_made_ready_to_unlock_has_not_loaded_what_signs():
    script = """
import sys
from pathlib import Path
from spoc_desk.bootstrap.machine import ThisMachine
machine = ThisMachine(settings=Path(sys.argv[1]))
machine.prepare()
machine.parts.releases.versions()
print(*{name.partition(".")[0] for name in sys.modules})
machine.close()
"""
    ran = subprocess.run(
        [sys.executable, "-c", script, "settings"],
        capture_output=True, text=True, check=True, timeout=60, cwd=resource_folder().parent,
    )  # fmt: skip
    assert not {"pyhanko", "asn1crypto", "aiohttp"} & set(ran.stdout.split())
