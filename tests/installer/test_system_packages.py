"""Missing system libraries are named, and installed only where that is ours to do."""

import os
import subprocess

import pytest

from installer import system_packages
from installer.system_packages import LIBRARIES, TEST_PROGRAMS, Missing, install, missing_packages


def test_a_library_the_linker_does_not_know_names_its_package(monkeypatch):
    known = set(LIBRARIES) - {"libEGL.so.1", "libxcb-cursor.so.0"}
    monkeypatch.setattr(system_packages, "_known_libraries", lambda: known)
    assert missing_packages(for_tests=False) == ["libegl1", "libxcb-cursor0"]


def test_only_the_tests_need_the_programs_that_drive_the_window(monkeypatch):
    monkeypatch.setattr(system_packages, "_known_libraries", lambda: set(LIBRARIES))
    monkeypatch.setattr(system_packages, "_is_here", lambda name: False)
    assert missing_packages(for_tests=False) == []
    assert set(missing_packages(for_tests=True)) >= set(TEST_PROGRAMS.values())


def test_nothing_missing_runs_nothing(monkeypatch):
    ran = []
    monkeypatch.setattr(subprocess, "run", lambda *arguments, **options: ran.append(arguments))
    install([])
    assert ran == []


def test_without_root_the_command_to_run_is_told(monkeypatch):
    monkeypatch.setattr(system_packages, "is_debian", lambda: True)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(Missing, match=r"sudo apt-get update .*&& sudo apt-get install .* libegl1 xvfb"):
        install(["libegl1", "xvfb"])


def test_on_another_system_the_packages_are_named(monkeypatch):
    monkeypatch.setattr(system_packages, "is_debian", lambda: False)
    with pytest.raises(Missing, match="libegl1"):
        install(["libegl1"])


def test_as_root_an_unreachable_source_does_not_stop_the_installing(monkeypatch):
    ran = []

    def run(command, **options):
        ran.append(command[1])
        return subprocess.CompletedProcess(command, 100 if command[1] == "update" else 0, stdout="")

    monkeypatch.setattr(system_packages, "is_debian", lambda: True)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(subprocess, "run", run)
    install(["libegl1"])
    assert ran == ["update", "install"]
