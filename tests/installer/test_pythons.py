"""The set-up chooses a Python that works."""

import sys
from pathlib import Path

from installer import pythons
from installer.pythons import SUPPORTED, ask, find_pythons


def pyenv_with(folder: Path, *versions: str) -> Path:
    """A pyenv root whose builds are scripts that answer as those versions would."""
    for version in versions:
        build = folder / "versions" / version / "bin" / f"python{version.rpartition('.')[0]}"
        build.parent.mkdir(parents=True)
        numbers = version.replace(".", ", ")
        build.write_text(f"#!/bin/sh\necho '[\"{build}\", [{numbers}], true]'\n", encoding="utf-8")
        build.chmod(0o755)
    return folder


def only_pyenv(monkeypatch, root: Path) -> None:
    monkeypatch.setenv("PYENV_ROOT", str(root))
    monkeypatch.setenv("PATH", str(root / "empty"))
    monkeypatch.setattr(sys, "prefix", "a virtual environment")
    monkeypatch.setattr(pythons, "SYSTEM_FOLDERS", ())


def test_an_interpreter_says_its_version_and_whether_it_can_make_an_environment():
    python = ask(Path(sys.executable))
    assert python is not None
    assert python.version == sys.version_info[:3]
    assert python.can_make_venv


def test_what_does_not_answer_is_no_python(tmp_path):
    broken = tmp_path / "python3.13"
    broken.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    broken.chmod(0o755)
    assert ask(broken) is None
    assert ask(tmp_path / "absent") is None


def test_the_newest_tested_version_wins_and_its_newest_build(monkeypatch, tmp_path):
    only_pyenv(monkeypatch, pyenv_with(tmp_path, "3.10.9", "3.11.7", "3.13.9", "3.13.10", "3.14.0"))
    found = [python.version for python in find_pythons(None)]
    assert found == [(3, 13, 10), (3, 11, 7), (3, 14, 0)]


def test_a_wanted_version_leaves_the_others_aside(monkeypatch, tmp_path):
    only_pyenv(monkeypatch, pyenv_with(tmp_path, "3.11.7", "3.13.0"))
    assert [python.minor for python in find_pythons("3.11")] == [(3, 11)]


def test_a_wanted_path_is_taken_when_it_is_supported(monkeypatch, tmp_path):
    versions = pyenv_with(tmp_path, "3.10.9", "3.12.1") / "versions"
    assert find_pythons(str(versions / "3.10.9/bin/python3.10")) == []
    found = find_pythons(str(versions / "3.12.1/bin/python3.12"))
    assert [python.minor for python in found] == [(3, 12)]


def test_pyenv_s_shims_are_not_asked(monkeypatch, tmp_path):
    shims = tmp_path / "shims"
    shims.mkdir()
    asked = tmp_path / "asked"
    shim = shims / "python3.13"
    shim.write_text(f"#!/bin/sh\ntouch {asked}\n", encoding="utf-8")
    shim.chmod(0o755)
    only_pyenv(monkeypatch, tmp_path)
    monkeypatch.setenv("PATH", str(shims))
    assert find_pythons(None) == []
    assert not asked.exists()


def test_the_program_supports_what_its_package_says():
    lowest = min(SUPPORTED)
    text = (Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8")
    assert f'requires-python = ">={lowest[0]}.{lowest[1]}"' in text
