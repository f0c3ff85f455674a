"""The wheel holds all that the program reads at run time."""

import subprocess
import sys
import zipfile

from tests.architecture.sources import ROOT, tracked_files


def test_the_wheel_holds_the_program_with_its_resources_and_migrations(tmp_path):
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    wheel = next(tmp_path.glob("*.whl"))
    held = set(zipfile.ZipFile(wheel).namelist())
    here = {path.relative_to(ROOT).as_posix() for path in tracked_files()}
    wanted = {name for name in here if name.startswith("spoc_desk/")}
    wanted |= {f"spoc_desk/{name}" for name in here if name.startswith(("resources/", "db/"))}
    assert wanted - held == set()
