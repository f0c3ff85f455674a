"""A run that leaves something unchecked does not pass."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT


def run_pytest(folder: Path, content: str, *, in_ci: bool) -> subprocess.CompletedProcess[str]:
    """Runs one test file with this project's settings, as in CI or as at a desk."""
    test = folder / "test_sample.py"
    test.write_text(content, encoding="utf-8")
    own = {name: value for name, value in os.environ.items() if not name.startswith(("CI", "PYTEST_"))}
    return subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-p", "tests.conftest", "-p", "no:cacheprovider"),
            *("-c", str(ROOT / "pyproject.toml"), "--rootdir", str(ROOT), "--confcutdir", str(folder)),
            str(test),
        ],
        cwd=ROOT,
        env=own | ({"CI": "true"} if in_ci else {}),
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )


SKIPPED = "import pytest\ndef test_nothing(): pytest.skip('not today')\ndef test_something(): assert True\n"

ERROR_IN_A_SLOT = """
from PySide6.QtCore import QTimer
def test_it(qtbot):
    called = []
    QTimer.singleShot(0, lambda: (called.append(1), 1 / 0))
    qtbot.waitUntil(lambda: called)
"""


def test_a_skipped_test_fails_the_run_in_ci(tmp_path):
    done = run_pytest(tmp_path, SKIPPED, in_ci=True)
    assert (done.returncode, "1 passed, 1 skipped" in done.stdout) == (1, True), done.stdout


def test_a_skipped_test_is_let_be_at_a_desk(tmp_path):
    assert run_pytest(tmp_path, SKIPPED, in_ci=False).returncode == 0


@pytest.mark.parametrize(
    "content",
    [
        "import warnings\ndef test_it(): warnings.warn('old ways')\n",
        "import pytest\n@pytest.mark.unheard_of\ndef test_it(): pass\n",
        "import pytest\n@pytest.mark.xfail\ndef test_it(): pass\n",
        "from PySide6.QtCore import qWarning\ndef test_it(qtbot): qWarning('two shortcuts alike')\n",
        ERROR_IN_A_SLOT,
    ],
    ids=["a warning", "an unknown mark", "an unexpected pass", "a warning from Qt", "an error in a slot"],
)
def test_what_others_let_pass_fails_here(content, tmp_path):
    assert run_pytest(tmp_path, content, in_ci=False).returncode in {1, 2}
