"""A screen nobody sees: an X server with a window manager and the accessibility bus."""

import subprocess
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager

from tests.desktop.processes import running, wait_until

SIZE = "1440x900x24"
_ACCESSIBILITY_LAUNCHER = "/usr/libexec/at-spi-bus-launcher"


@contextmanager
def screen(environment: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """A screen on a free display number; gives `environment` with what a window needs to open there.

    `environment` must already name a D-Bus session. Qt stays on the offscreen platform unless a
    test says QT_QPA_PLATFORM=xcb.
    """
    with ExitStack() as stack:
        # -displayfd lets the server itself take the first free number, so that two runs never meet; -r stops
        # a key from repeating when a busy machine is slow to let it go.
        server = ["Xvfb", "-displayfd", "1", "-screen", "0", SIZE, "-nolisten", "tcp", "-noreset", "-r"]
        started = stack.enter_context(running(server, environment))
        number = started.stdout.readline().strip() if started.stdout else ""
        if not number:
            raise RuntimeError("Xvfb did not start")
        shown = {
            **environment,
            "DISPLAY": f":{number}",
            "GSETTINGS_BACKEND": "memory",
            "NO_AT_BRIDGE": "0",
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
        }
        stack.enter_context(running(["openbox", "--sm-disable"], shown))
        wait_until(lambda: _answers(["xdotool", "get_num_desktops"], shown), "the window manager")
        stack.enter_context(running([_ACCESSIBILITY_LAUNCHER, "--launch-immediately"], shown))
        wait_until(lambda: _answers(_ASK_ACCESSIBILITY_BUS, shown), "the accessibility bus")
        yield shown


_ASK_ACCESSIBILITY_BUS = [
    *("dbus-send", "--session", "--print-reply", "--dest=org.a11y.Bus"),
    *("/org/a11y/bus", "org.a11y.Bus.GetAddress"),
]


def _answers(command: list[str], environment: Mapping[str, str]) -> bool:
    return subprocess.run(command, env=environment, capture_output=True, check=False).returncode == 0
