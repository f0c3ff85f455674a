"""What every test shares: no window on a real screen, steady hypothesis runs, and no quiet skip in CI."""

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from pytestqt.qtbot import QtBot

from tests.faults.tally import lines, sums

if sys.platform != "win32":
    import fcntl

# Set before anything imports Qt; the tests in tests/journeys put their child processes on the real server.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

if sys.platform != "linux":
    collect_ignore_glob = ["desktop/*", "journeys/*", "*/test_print_queue.py", "*/test_print_by_command.py"]
    collect_ignore_glob += ["*/test_print_by_cups.py", "*/test_away_linux.py"]

_IN_SESSION = os.environ.get("SPOC_TEST_SESSION") == "1"
_IN_CI = os.environ.get("CI", "").lower() in {"1", "true"}

# No deadline, because a busy machine is no fault; the same examples each time in CI, so that what fails
# there fails here.
settings.register_profile(
    "spoc_desk", deadline=None, derandomize=_IN_CI, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("spoc_desk")

# A busy machine is no fault: a wait ends as soon as its condition holds, however long it might last.
for waits in (QtBot.waitUntil, QtBot.waitSignal, QtBot.waitSignals, QtBot.waitExposed, QtBot.waitActive):
    if waits.__kwdefaults__ and "timeout" in waits.__kwdefaults__:
        waits.__kwdefaults__["timeout"] = 30_000


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    other_system = [item for item in items if item.get_closest_marker("windows") and sys.platform != "win32"]
    if other_system:
        config.hook.pytest_deselected(items=other_system)
        items[:] = [item for item in items if item not in other_system]
    for item in items:
        if item.get_closest_marker("desktop") and not _IN_SESSION:
            item.add_marker(pytest.mark.skip(reason="needs the session that `make test` starts"))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[object]:
    """One screen, one keyboard: tests with a window on it take turns, whichever worker runs them."""
    if sys.platform == "win32" or not (_IN_SESSION and item.get_closest_marker("desktop")):
        return (yield)
    with Path(os.environ["XDG_RUNTIME_DIR"], "screen.lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        return (yield)


def pytest_sessionfinish(session: pytest.Session) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if _IN_CI and reporter and reporter.stats.get("skipped") and session.exitstatus == 0:
        reporter.write_line("A skipped test fails the run in CI, where nothing may go unchecked.", red=True)
        session.exitstatus = 1


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    counted = sums(terminalreporter.getreports("passed") + terminalreporter.getreports("failed"))
    if counted:
        terminalreporter.section("what the fault tests counted")
        for line in lines(counted):
            terminalreporter.write_line(line)


@pytest.fixture
def secret_service() -> None:
    """The test uses the keyring: a real, unlocked Secret Service with nothing of the user's in it."""
    if not _IN_SESSION:
        pytest.skip("needs the session that `make test` starts")


@pytest.fixture
def keyring_home() -> Iterator[Path]:
    """A folder short enough for the sockets that a keyring of the test's own puts in it."""
    with tempfile.TemporaryDirectory(prefix="spoc-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


@pytest.fixture
def desktop_environment() -> dict[str, str]:
    """Variables for a child process that is to open a real window on the session's screen."""
    return {**os.environ, "QT_QPA_PLATFORM": "xcb"}
