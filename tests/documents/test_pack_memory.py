"""A pack larger than the memory that the program may take is built all the same."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT

BUILD = """
import resource, sys
from pathlib import Path
from bench.pack_inputs import kept_case
from spoc_desk.documents.child_modules import CHILD_MODULES
from spoc_desk.system.child import Child

with Child(CHILD_MODULES, workers=2) as child:
    case, kept = kept_case(Path(sys.argv[1]), child, int(sys.argv[2]), int(sys.argv[3]))
    resource.setrlimit(resource.RLIMIT_DATA, (int(sys.argv[4]) << 20,) * 2)
    print(case.build(child, kept).pages)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="this limit is Linux's")
@pytest.mark.parametrize(("photographs", "documents"), [(130, 4), (0, 160)])
def test_a_pack_is_built_within_a_limit_of_memory(tmp_path: Path, photographs: int, documents: int) -> None:
    command = [sys.executable, "-c", BUILD, str(tmp_path), str(photographs), str(documents), "400"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    assert int(done.stdout) > photographs + 25 * documents
    written = (tmp_path / "pack.pdf").stat().st_size
    assert written > (400 << 20 if photographs else 0)
