"""The window as a screen reader meets it: over the accessibility bus, by role and name.

    with accessible_program([sys.executable, "-m", "spoc_desk"], desktop_environment) as program:
        program.find("push button", "Unlock").press()

Needs the session that `make test` starts. Finding waits until what is sought is there, so a test
never sleeps.
"""

import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from jeepney import DBusAddress, MessageType, Properties, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection

from tests.desktop.processes import wait_until

_ACCESSIBLE = "org.a11y.atspi.Accessible"
_ACTION = "org.a11y.atspi.Action"
_COMPONENT = "org.a11y.atspi.Component"
_EDITABLE = "org.a11y.atspi.EditableText"
_ROOT = "/org/a11y/atspi/accessible/root"
_TEXT = "org.a11y.atspi.Text"
_SCREEN_COORDINATES = 0
# Bits of the state set, by their place in the AT-SPI enumeration.
_STATES = {
    "checked": 4,
    "editable": 7,
    "enabled": 8,
    "expanded": 10,
    "focusable": 11,
    "focused": 12,
    "selected": 23,
    "sensitive": 24,
    "showing": 25,
    "visible": 30,
}
PATIENCE = 20.0


@dataclass(frozen=True)
class Node:
    """One control, row or text, as the program tells it to assistive technology."""

    bus: DBusConnection
    owner: str
    path: str

    @property
    def name(self) -> str:
        return str(self._property(_ACCESSIBLE, "Name"))

    @property
    def role(self) -> str:
        return str(self._call(_ACCESSIBLE, "GetRoleName")[0])

    @property
    def states(self) -> set[str]:
        low, high = self._call(_ACCESSIBLE, "GetState")[0]
        bits = low | high << 32
        return {state for state, place in _STATES.items() if bits >> place & 1}

    @property
    def text(self) -> str:
        """What stands in a text field."""
        return str(self._call(_TEXT, "GetText", "ii", (0, -1))[0])

    @property
    def centre(self) -> tuple[int, int]:
        """Where on the screen a pointer would press it."""
        x, y, width, height = self._call(_COMPONENT, "GetExtents", "u", (_SCREEN_COORDINATES,))[0]
        return x + width // 2, y + height // 2

    def children(self) -> list["Node"]:
        return [Node(self.bus, owner, path) for owner, path in self._call(_ACCESSIBLE, "GetChildren")[0]]

    def walk(self) -> Iterator["Node"]:
        """This node and all below it, parents first. What vanishes meanwhile is left out."""
        yield self
        try:
            below = self.children()
        except Vanished:
            return
        for child in below:
            yield from child.walk()

    def find_all(self, role: str, name: str | None = None) -> list["Node"]:
        """Every showing node of that role and, when given, with a name that starts so; now."""
        return [node for node in self.walk() if node.is_a(role, name)]

    def find(self, role: str, name: str | None = None, seconds: float = PATIENCE) -> "Node":
        """The first such node, waited for. Raises TimeoutError with what there was instead."""
        deadline = time.monotonic() + seconds
        while True:
            found = next((node for node in self.walk() if node.is_a(role, name)), None)
            if found:
                return found
            if time.monotonic() > deadline:
                raise TimeoutError(f"No {role} {name!r} among:\n{self.outline()}")

    def is_a(self, role: str, name: str | None) -> bool:
        try:
            named = name is None or self.name.startswith(name)
            return named and self.role == role and "showing" in self.states
        except Vanished:
            return False

    def outline(self) -> str:
        """The tree in words, for a failure's message."""
        told = []
        for node in self.walk():
            try:
                told.append(f"{node.role} {node.name!r}")
            except Vanished:
                continue
        return "\n".join(told)

    def press(self) -> None:
        """Does what a press does: the first action that presses, toggles or opens."""
        count = self._property(_ACTION, "NActions")
        names = [str(self._call(_ACTION, "GetName", "i", (i,))[0]) for i in range(count)]
        for wanted in ("Press", "Toggle", "ShowMenu", "SetFocus"):
            if wanted in names:
                self._call(_ACTION, "DoAction", "i", (names.index(wanted),))
                return
        raise AssertionError(f"{self.role} {self.name!r} cannot be pressed; it offers {names}")

    def write(self, text: str) -> None:
        """Puts `text` into a field, in place of what stood there."""
        self._call(_EDITABLE, "SetTextContents", "s", (text,))

    def focus(self) -> None:
        """Gives it the keyboard, and waits until it has it."""
        self._call(_COMPONENT, "GrabFocus")
        self.wait(lambda: "focused" in self.states)

    def wait(self, condition: Callable[[], bool], seconds: float = PATIENCE) -> None:
        """Returns when `condition` holds; raises TimeoutError when it never does."""
        wait_until(condition, "what the test waits for", seconds)

    def _property(self, interface: str, name: str) -> Any:
        reply = self._send(Properties(DBusAddress(self.path, self.owner, interface)).get(name))
        return reply[0][1]

    def _call(self, interface: str, method: str, signature: str | None = None, body: Any = ()) -> Any:
        address = DBusAddress(self.path, self.owner, interface)
        return self._send(new_method_call(address, method, signature, body))

    def _send(self, message: Any) -> Any:
        reply = self.bus.send_and_get_reply(message, timeout=PATIENCE)
        if reply.header.message_type is MessageType.error:
            raise Vanished(str(reply.body))
        return reply.body


class Vanished(Exception):
    """The control went away, or never offered what was asked of it."""


@contextmanager
def accessible_program(command: list[str], environment: Mapping[str, str]) -> Iterator[Node]:
    """Starts `command` and gives its accessible root once a window shows; ends it with the block."""
    with accessibility_bus(environment) as bus, subprocess.Popen(command, env=environment) as process:
        try:
            yield _root_of(bus, process)
        finally:
            process.terminate()
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()


@contextmanager
def accessibility_bus(environment: Mapping[str, str]) -> Iterator[DBusConnection]:
    """A connection to the bus that assistive technology listens on."""
    session = open_dbus_connection(environment["DBUS_SESSION_BUS_ADDRESS"])
    try:
        ask = DBusAddress("/org/a11y/bus", "org.a11y.Bus", "org.a11y.Bus")
        address = session.send_and_get_reply(new_method_call(ask, "GetAddress"), timeout=PATIENCE).body[0]
    finally:
        session.close()
    bus = open_dbus_connection(address)
    try:
        yield bus
    finally:
        bus.close()


def _root_of(bus: DBusConnection, process: "subprocess.Popen[bytes]") -> Node:
    registry = Node(bus, "org.a11y.atspi.Registry", _ROOT)
    found: list[Node] = []

    def has_shown() -> bool:
        if process.poll() is not None:
            raise RuntimeError(f"The program ended, status {process.returncode}, before it showed a window")
        found[:] = [root for root in registry.children() if _process_of(bus, root.owner) == process.pid]
        return any(_shows(root) for root in found)

    wait_until(has_shown, "the program's window", PATIENCE)
    return found[0]


def _shows(root: Node) -> bool:
    try:
        return any("showing" in window.states for window in root.children())
    except Vanished:
        return False


def _process_of(bus: DBusConnection, owner: str) -> int:
    daemon = DBusAddress("/org/freedesktop/DBus", "org.freedesktop.DBus", "org.freedesktop.DBus")
    ask = new_method_call(daemon, "GetConnectionUnixProcessID", "s", (owner,))
    reply = bus.send_and_get_reply(ask, timeout=PATIENCE)
    return int(reply.body[0]) if reply.header.message_type is not MessageType.error else -1
