"""What `make` offers is what the set-up script does, and it fails plainly."""

import re
import subprocess
import sys

import pytest

from installer import __main__ as commands
from installer.system_packages import Missing
from tests.architecture.sources import ROOT


def test_each_make_target_is_a_command():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = re.search(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)
    assert phony is not None
    assert set(phony[1].split()) == set(commands.COMMANDS)


def test_set_up_that_cannot_be_done_says_why_and_fails(monkeypatch, capsys):
    def missing(**options):
        raise Missing("sudo apt-get install -y libegl1")

    monkeypatch.setattr(commands, "ensure_packages", missing)
    assert commands.main(["run"]) == 1
    assert "sudo apt-get install -y libegl1" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "kind", "for_tests"),
    [
        (["prepare"], "runtime", False),
        (["prepare", "test"], "test", True),
    ],
)
def test_only_the_tests_get_what_only_they_need(monkeypatch, arguments, kind, for_tests):
    asked = []
    monkeypatch.setattr(commands, "ensure_packages", lambda *, for_tests: asked.append(for_tests))
    monkeypatch.setattr(commands, "ensure_environment", lambda environment, kind: asked.append(kind))
    assert commands.main(arguments) == 0
    assert asked == [for_tests, kind]


def test_the_set_up_needs_nothing_but_the_standard_library():
    listing = "import sys, installer.__main__; print(*{name.partition('.')[0] for name in sys.modules})"
    done = subprocess.run(
        [sys.executable, "-S", "-c", listing], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    )
    assert set(done.stdout.split()) - sys.stdlib_module_names <= {"installer", "__main__", "__mp_main__"}
