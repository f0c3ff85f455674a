"""Bugs in the window's own code: nothing of what an officer typed is printed or logged, and one apology."""

import logging
import subprocess
import sys
import threading

import pytest
from PySide6.QtCore import QTimer

from spoc_desk.domain.errors import DomainError
from spoc_desk.ui.faults import AGAIN_AFTER, FaultWatch, fault_of

NAME = "Jo Fennimore 07700 900123"


@pytest.fixture
def said():
    return []


@pytest.fixture
def hands():
    return [100.0]


@pytest.fixture
def watch(qapp, said, hands):
    with FaultWatch(lambda: said.append("sorry"), lambda: hands[0]) as made:
        yield made


def break_down():
    raise DomainError("contacts.duplicate", name=NAME)


def test_a_refusal_as_text_is_its_code_alone():
    assert str(DomainError("contacts.duplicate", name=NAME)) == "contacts.duplicate"
    assert NAME not in repr(DomainError("contacts.duplicate", name=NAME))


def test_a_bug_in_a_slot_is_logged_by_kind_and_place_and_apologised_for(watch, said, qtbot, capfd, caplog):
    QTimer.singleShot(0, break_down)
    qtbot.waitUntil(lambda: said == ["sorry"])
    assert "contacts.duplicate at test_faults.py" in caplog.text
    printed = capfd.readouterr()
    assert NAME not in caplog.text + printed.err + printed.out
    assert "Traceback" not in printed.err


def test_the_same_bug_in_every_frame_is_apologised_for_once(watch, said, hands, qtbot, caplog):
    for _frame in range(5):
        QTimer.singleShot(0, break_down)
    qtbot.waitUntil(lambda: bool(said))
    QTimer.singleShot(0, lambda: said.append("later"))
    qtbot.waitUntil(lambda: "later" in said)
    assert said == ["sorry", "later"]
    assert len(caplog.records) == 1
    hands[0] += AGAIN_AFTER
    QTimer.singleShot(0, break_down)
    qtbot.waitUntil(lambda: said == ["sorry", "later", "sorry"])


def test_a_bug_on_a_thread_is_taken_too(watch, said, qtbot, capfd):
    thread = threading.Thread(target=break_down)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: said == ["sorry"])
    assert NAME not in capfd.readouterr().err


def test_the_hooks_are_put_back():
    before = (sys.excepthook, threading.excepthook, sys.unraisablehook)
    with FaultWatch(lambda: None):
        assert sys.excepthook is not before[0]
    assert (sys.excepthook, threading.excepthook, sys.unraisablehook) == before


def test_a_fault_knows_the_line_it_came_from():
    with pytest.raises(DomainError) as raised:
        break_down()
    assert fault_of(raised.value).place.endswith("in break_down")
    assert logging.getLogger("spoc_desk.ui").name


def test_the_program_itself_runs_under_the_watch(tmp_path):
    script = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from spoc_desk.ui import run
from spoc_desk.ui.shell import Outfit, Shell
def broken(shell):
    QTimer.singleShot(0, shell, shell._app.quit)
    raise ValueError("Jo Fennimore")
Shell.start = lambda shell: QTimer.singleShot(0, shell, lambda: broken(shell))
run.run_window(Outfit(Path(sys.argv[1]), [], lambda: None, lambda: []))
"""
    from tests.ui.fakes import RESOURCES

    ran = subprocess.run(
        [sys.executable, "-c", script, str(RESOURCES)],
        capture_output=True, text=True, timeout=60, check=True, cwd=RESOURCES.parent,
    )  # fmt: skip
    assert "ValueError at" in ran.stderr
    assert "Fennimore" not in ran.stderr
