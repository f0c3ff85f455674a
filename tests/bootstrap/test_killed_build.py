"""A program killed while it builds a pack leaves no half pack: the next start clears up."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from spoc_desk.documents.scratch import sweep
from spoc_desk.domain.casefiles import Casefile
from spoc_desk.domain.issues import IssuedPack
from spoc_desk.domain.kept_parts import KeptPart
from spoc_desk.services.casefiles import OpenCasefile, open_casefile
from spoc_desk.services.exhibits import AddExhibit, add_exhibit
from spoc_desk.services.verify import verify_vault
from tests.architecture.sources import ROOT
from tests.bootstrap.vaults import OFFICER, PASSPHRASE, machine_in, make_vault
from tests.cli.incidents import report_one
from tests.documents import samples

BUILD = """
import os, signal, sys
from pathlib import Path
from spoc_desk.services.pack_building import BuildPack, build_pack
from spoc_desk.services.pack_content import PackTerms
from tests.bootstrap.vaults import OFFICER, PASSPHRASE, machine_in

def heard(done, total):
    if done >= int(sys.argv[2]):
        os.kill(os.getpid(), signal.SIGKILL)

folder = Path(sys.argv[1])
vault = machine_in(folder).open_vault(folder / "vault", OFFICER, PASSPHRASE)
build_pack(BuildPack(1, PackTerms("CPS", "Advice", volume_size=600_000)), vault.desk, heard)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no process can be killed like this there")
@pytest.mark.parametrize("stop", [250, 700, 990])
def test_a_build_that_is_killed_leaves_nothing_of_itself(tmp_path: Path, stop: int) -> None:
    machine = machine_in(tmp_path)
    with make_vault(machine, tmp_path / "vault") as made:
        desk = made.vault.desk
        open_casefile(OpenCasefile("Calls", (report_one(desk),)), desk)
        for number in range(3):
            path = tmp_path / f"door{number}.jpg"
            path.write_bytes(samples.saved(samples.noise(520, 390, number), "JPEG"))
            add_exhibit(AddExhibit(1, path, path.name), desk)
        before = desk.evidence.names()
        made.vault.close("exit")
    killed = subprocess.run(
        [sys.executable, "-c", BUILD, str(tmp_path), str(stop)], cwd=ROOT, check=False, stderr=subprocess.PIPE
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr.decode()
    opened = machine.open_vault(tmp_path / "vault", OFFICER, PASSPHRASE)
    with opened.desk.queries.snapshot() as reader:
        assert reader.find(Casefile)
        assert reader.find(IssuedPack) == reader.find(KeptPart) == ()
    assert opened.desk.evidence.names() == before
    assert verify_vault(opened.desk, full=True).faults == 0
    assert sweep(tmp_path / "vault" / "scratch") == 0
    assert not list(tmp_path.rglob("*.part"))
    opened.close("exit")
    machine.close()
