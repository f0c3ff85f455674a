"""Linux tells of sleep and of the session's lock on D-Bus: logind, and the desktop's screensaver."""

from __future__ import annotations

import contextlib
import os
import select
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from spoc_desk.services.away_ports import Sign
from spoc_desk.system.away_words import (
    LOGIN,
    LOGIN_OBJECT,
    MASTER,
    PROPERTIES,
    SCREENSAVERS,
    SESSION,
    login_sign,
    screensaver_sign,
)

if TYPE_CHECKING:
    from jeepney import Message
    from jeepney.io.blocking import DBusConnection

_BUS, _BUS_OBJECT = "org.freedesktop.DBus", "/org/freedesktop/DBus"
_SAVERS_ASKED, _SESSION_ASKED, _HOLD_ASKED = "savers", "session", "hold"
# What a broken, missing or foreign bus may lead to; without one the desk still locks by itself.
_NO_BUS = (OSError, KeyError, ValueError, RuntimeError, StopIteration, ConnectionError)


class LinuxSigns:
    """One thread listens on both buses; nothing but it ever waits for an answer."""

    def __init__(self) -> None:
        self.watched: frozenset[Sign] = frozenset()
        self._told: Callable[[Sign], None] = lambda _sign: None
        self._turn = threading.Lock()  # over the three below
        self._stopped = self._held = False
        self._delay: int | None = None  # while it is open, logind waits with sleeping
        self._woken, self._wake = os.pipe()
        self._thread = threading.Thread(target=self._run, name="away", daemon=True)

    def start(self, told: Callable[[Sign], None]) -> None:
        """Begins to watch."""
        self._told = told
        self._thread.start()

    def hold(self) -> None:
        """Asks logind to wait with sleeping until let_go(), at most as long as it allows (5 s by default)."""
        with self._turn:
            self._held = not self._stopped
            if self._held:
                self._nudge()

    def let_go(self) -> None:
        """The computer may sleep."""
        with self._turn:
            self._held = False
            self._drop_delay()

    def stop(self) -> None:
        """Ends the thread."""
        with self._turn:
            already, self._stopped, self._held = self._stopped, True, False
            self._drop_delay()
        if already:
            return
        self._nudge()
        if self._thread.is_alive():
            self._thread.join(timeout=5)
        os.close(self._wake)

    def _nudge(self) -> None:
        with contextlib.suppress(OSError):
            os.write(self._wake, b"!")

    def _drop_delay(self) -> None:
        delay, self._delay = self._delay, None
        if delay is not None:
            os.close(delay)

    # On the thread

    def _run(self) -> None:
        system, desktop = _Bus.reached("SYSTEM"), _Bus.reached("SESSION")
        buses = [bus for bus in (system, desktop) if bus is not None]
        session = ""
        try:
            if system is not None:
                _listen_to_login(system)
            if desktop is not None:
                _listen_to_screensavers(desktop)
            while not self._stopped:
                if system in buses and system is not None:
                    self._ask_for_delay(system)
                for bus in self._ready(buses):
                    for message in bus.read():
                        session = self._heard(message, bus, desktop, session)
                    if bus.gone:
                        buses.remove(bus)
                        self._lost(bus is system)
        finally:
            os.close(self._woken)
            for each in (system, desktop):
                if each is not None:
                    each.close()

    def _ready(self, buses: list[_Bus]) -> list[_Bus]:
        files = {bus.file: bus for bus in buses}
        ready, _, _ = select.select([self._woken, *files], (), ())
        if self._woken in ready:
            os.read(self._woken, 64)
        return [files[each] for each in ready if each in files]

    def _ask_for_delay(self, system: _Bus) -> None:
        with self._turn:
            wanted = self._held and self._delay is None and _HOLD_ASKED not in system.asked.values()
        if wanted:
            words = ("sleep:shutdown", "SPOC Desk", "The vault is locked first", "delay")
            system.ask(_HOLD_ASKED, LOGIN, LOGIN_OBJECT, MASTER, "Inhibit", "ssss", words)

    def _heard(self, message: Message, bus: _Bus, desktop: _Bus | None, session: str) -> str:
        question = bus.question(message)
        if question:
            return self._answered(question, message, bus, session)
        interface, member, path = _name(message)
        sign = (
            screensaver_sign(interface, member, message.body)
            if bus is desktop
            else login_sign(interface, member, path, message.body, session)
        )
        if sign is not None and not self._stopped:
            self._told(sign)
        return session

    def _answered(self, question: str, message: Message, bus: _Bus, session: str) -> str:
        refused = message.header.message_type.name == "error"
        if question == _HOLD_ASKED:
            self._take_delay(None if refused else message.body[0])
        elif question == _SAVERS_ASKED and not refused and set(SCREENSAVERS) & set(message.body[0]):
            self.watched |= {Sign.SESSION}
        elif question.startswith(_SESSION_ASKED):
            if not refused:
                self.watched |= {Sign.SLEEP, Sign.SESSION}
                return str(message.body[0])
            if question != f"{_SESSION_ASKED} auto":
                _ask_for_session(bus, "auto")
            elif _error(message).startswith(LOGIN):
                self.watched |= {Sign.SLEEP}  # logind is there, but this program runs outside any session
        return session

    def _take_delay(self, answer: Any) -> None:
        """answer: the file that logind waits for the closing of, or None when it refused."""
        with self._turn:
            if answer is None:
                self._held = False
            elif self._held:
                self._delay = answer.to_raw_fd()
            else:
                answer.close()

    def _lost(self, was_system: bool) -> None:
        if was_system:
            self.watched = frozenset()
            self.let_go()


class _Bus:
    """One connection, and what has been asked over it and not been answered."""

    def __init__(self, connection: DBusConnection) -> None:
        self._connection = connection
        self.asked: dict[int, str] = {}
        self.gone = False

    @classmethod
    def reached(cls, name: str) -> _Bus | None:
        """A bus by its name, SYSTEM or SESSION; None where there is none."""
        from jeepney.io.blocking import open_dbus_connection

        try:
            return cls(open_dbus_connection(name, enable_fds=name == "SYSTEM"))
        except _NO_BUS:
            return None

    @property
    def file(self) -> int:
        """What becomes readable when something was said."""
        return int(self._connection.sock.fileno())

    def ask(
        self, question: str, service: str, path: str, interface: str, member: str, kind: str = "",
        words: tuple[str, ...] = (),
    ) -> None:  # fmt: skip
        """Sends a call; its answer comes with what is read later."""
        from jeepney import DBusAddress, new_method_call

        call = new_method_call(DBusAddress(path, service, interface), member, kind or None, words)
        serial = next(self._connection.outgoing_serial)
        self.asked[serial] = question
        with contextlib.suppress(OSError):
            self._connection.send(call, serial=serial)

    def listen(self, rule: str) -> None:
        """Asks to be told the signals that a rule describes."""
        self.ask("", _BUS, _BUS_OBJECT, _BUS, "AddMatch", "s", (rule,))

    def read(self) -> list[Message]:
        """Everything said by now."""
        heard: list[Message] = []
        try:
            while True:
                heard.append(self._connection.receive(timeout=0))
        except TimeoutError:
            return heard
        except _NO_BUS:
            self.gone = True
            return heard

    def question(self, message: Message) -> str:
        """What a message answers; empty for a signal, and for answers nobody waits for."""
        from jeepney import HeaderFields

        serial = message.header.fields.get(HeaderFields.reply_serial, -1)
        return self.asked.pop(serial, "")

    def close(self) -> None:
        """Leaves the bus."""
        with contextlib.suppress(OSError):
            self._connection.close()


def _listen_to_login(system: _Bus) -> None:
    for interface in (MASTER, SESSION):
        system.listen(f"type='signal',sender='{LOGIN}',interface='{interface}'")
    system.listen(f"type='signal',sender='{LOGIN}',interface='{PROPERTIES}',arg0='{SESSION}'")
    _ask_for_session(system, os.environ.get("XDG_SESSION_ID") or "auto")


def _ask_for_session(system: _Bus, which: str) -> None:
    question = f"{_SESSION_ASKED} {which}"
    system.ask(question, LOGIN, LOGIN_OBJECT, MASTER, "GetSession", "s", (which,))


def _listen_to_screensavers(desktop: _Bus) -> None:
    for interface in SCREENSAVERS:
        desktop.listen(f"type='signal',interface='{interface}',member='ActiveChanged'")
    desktop.ask(_SAVERS_ASKED, _BUS, _BUS_OBJECT, _BUS, "ListNames")


def _name(message: Message) -> tuple[str, str, str]:
    """Interface, member and object path of a signal."""
    from jeepney import HeaderFields

    fields = message.header.fields
    asked = (HeaderFields.interface, HeaderFields.member, HeaderFields.path)
    interface, member, path = (str(fields.get(field, "")) for field in asked)
    return interface, member, path


def _error(message: Message) -> str:
    from jeepney import HeaderFields

    return str(message.header.fields.get(HeaderFields.error_name, ""))
