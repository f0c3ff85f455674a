"""A logind of the test's own on a private system bus, and a screensaver on a private session bus."""

import contextlib
import os
import threading
from collections.abc import Iterator
from pathlib import Path

from jeepney import (
    DBusAddress,
    HeaderFields,
    MessageType,
    message_bus,
    new_error,
    new_method_return,
    new_signal,
)
from jeepney.io.blocking import open_dbus_connection

from tests.desktop.keyrings import private_environment, session_bus

SESSION_PATH = "/org/freedesktop/login1/session/_32"
_LOGIN = "org.freedesktop.login1"
_SCREENSAVER = "org.freedesktop.ScreenSaver"
_AT_ONCE = 0.05


class FakeLogin:
    """Answers GetSession and Inhibit as logind does; says what the test wants said."""

    def __init__(self, system: str, desktop: str, *, in_session: bool = True) -> None:
        self._system = open_dbus_connection(system, enable_fds=True)
        self._desktop = open_dbus_connection(desktop)
        self._in_session = in_session
        self.delays: list[int] = []  # our end of each inhibitor
        self.asked: list[tuple[str, ...]] = []
        for connection, name in ((self._system, _LOGIN), (self._desktop, _SCREENSAVER)):
            connection.send_and_get_reply(message_bus.RequestName(name))
        self._over = threading.Event()
        self._sending = threading.Lock()
        self._thread = threading.Thread(target=self._answer)
        self._thread.start()

    def sleep(self, begins: bool = True) -> None:
        self._say("/org/freedesktop/login1", f"{_LOGIN}.Manager", "PrepareForSleep", "b", (begins,))

    def lock(self, path: str = SESSION_PATH) -> None:
        self._say(path, f"{_LOGIN}.Session", "Lock")

    def change(self, path: str = SESSION_PATH, **properties: bool) -> None:
        values = {name: ("b", value) for name, value in properties.items()}
        body = (f"{_LOGIN}.Session", values, [])
        self._say(path, "org.freedesktop.DBus.Properties", "PropertiesChanged", "sa{sv}as", body)

    def screensaver(self, on: bool = True) -> None:
        emitter = DBusAddress("/org/freedesktop/ScreenSaver", interface=_SCREENSAVER)
        self._desktop.send(new_signal(emitter, "ActiveChanged", "b", (on,)))

    def delayed(self) -> bool:
        """Whether somebody still keeps the computer from sleeping: a pipe whose other end is open."""
        for delay in self.delays:
            try:
                if os.read(delay, 1) == b"":
                    continue
            except BlockingIOError:
                return True
        return False

    def close(self) -> None:
        self._over.set()
        self._thread.join()
        self._system.close()
        self._desktop.close()
        for delay in self.delays:
            os.close(delay)

    def _say(self, path: str, interface: str, member: str, kind: str | None = None, body: tuple = ()) -> None:
        with self._sending:
            self._system.send(new_signal(DBusAddress(path, interface=interface), member, kind, body))

    def _answer(self) -> None:
        while not self._over.is_set():
            with contextlib.suppress(TimeoutError):
                self._reply(self._system.receive(timeout=_AT_ONCE))

    def _reply(self, call) -> None:
        if call.header.message_type is not MessageType.method_call:
            return
        self.asked.append((call.header.fields[HeaderFields.member], *map(str, call.body)))
        with self._sending:
            if call.header.fields[HeaderFields.member] == "Inhibit":
                ours, theirs = os.pipe()
                os.set_blocking(ours, False)
                self.delays.append(ours)
                self._system.send(new_method_return(call, "h", (theirs,)))
                os.close(theirs)
            elif self._in_session and call.body[0] == "auto":
                self._system.send(new_method_return(call, "o", (SESSION_PATH,)))
            else:
                self._system.send(new_error(call, f"{_LOGIN}.NoSuchSession"))


@contextlib.contextmanager
def fake_login(home: Path, monkeypatch, *, in_session: bool = True) -> Iterator[FakeLogin]:
    """Both buses, for as long as the test lasts; what runs in this process meets them too."""
    environment = private_environment(home)
    with session_bus(environment) as system, session_bus(environment) as desktop:
        addresses = [each["DBUS_SESSION_BUS_ADDRESS"] for each in (system, desktop)]
        monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", addresses[0])
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", addresses[1])
        monkeypatch.delenv("XDG_SESSION_ID", raising=False)
        made = FakeLogin(*addresses, in_session=in_session)
        try:
            yield made
        finally:
            made.close()
