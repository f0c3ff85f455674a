"""Every command of the window in one table: it feeds the menus, Ctrl+K and the F1 sheet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from spoc_desk.domain.change import Permission
from spoc_desk.domain.officers import Role
from spoc_desk.domain.permissions import may


class Where(StrEnum):
    """The heading a command stands under in the F1 sheet."""

    GO = "go"
    RECORD = "record"
    LIST = "list"
    VIEW = "view"
    DESK = "desk"


@dataclass(frozen=True, slots=True)
class Command:
    """One thing the officer can ask for. shortcut in Qt's portable words, or empty.

    needs: whose role does not allow that never has the command: no menu, no shortcut, no palette.
    """

    id: str
    title: str
    shortcut: str
    where: Where
    needs: Permission | None = None


class Actions(QObject):
    """The commands now possible, each bound to a QAction of the window."""

    changed = Signal()

    def __init__(self, role: Role = Role.SPOC) -> None:
        """role: of the officer at the desk."""
        super().__init__()
        self._role = role
        self._window: QWidget | None = None
        self._table: dict[str, tuple[Command, QAction]] = {}

    def attach(self, window: QWidget) -> None:
        """Gives the commands the window in which their shortcuts work."""
        self._window = window
        window.addActions([action for _, action in self._table.values()])

    def add(self, command: Command, run: Callable[[], object]) -> QAction:
        """Adds a command. Raises ValueError when its id or its shortcut is already taken."""
        sequence = QKeySequence(command.shortcut)
        for other, action in self._table.values():
            if other.id == command.id or (command.shortcut and action.shortcut() == sequence):
                raise ValueError(f"{command.id} and {other.id} share an id or a shortcut")
        action = QAction(command.title, self)
        if command.shortcut:
            action.setShortcut(sequence)
        action.triggered.connect(lambda _checked=False: run())
        action.setEnabled(may(self._role, command.needs))
        if self._window is not None:
            self._window.addAction(action)
        self._table[command.id] = (command, action)
        self.changed.emit()
        return action

    def remove(self, command_id: str) -> None:
        """Takes a command away, for instance when its page closes."""
        _, action = self._table.pop(command_id)
        action.deleteLater()
        self.changed.emit()

    def run(self, command_id: str) -> None:
        """Does a command if it is enabled."""
        self._table[command_id][1].trigger()

    def enable(self, command_id: str, enabled: bool) -> None:
        """Allows or forbids a command; what the role does not allow stays forbidden."""
        command, action = self._table[command_id]
        action.setEnabled(enabled and may(self._role, command.needs))

    def commands(self) -> tuple[Command, ...]:
        """Every command that is enabled now, in the order added."""
        return tuple(command for command, action in self._table.values() if action.isEnabled())

    def matching(self, text: str) -> tuple[Command, ...]:
        """Enabled commands whose title holds every word of text."""
        words = text.casefold().split()
        return tuple(c for c in self.commands() if all(word in c.title.casefold() for word in words))
