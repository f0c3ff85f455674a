"""What every page is handed: the jobs, the words, the look, and ways to go somewhere and to say something."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Protocol, TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from spoc_desk.domain.change import Permission
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.officers import Role
from spoc_desk.domain.permissions import may
from spoc_desk.services.listing import ShownLists
from spoc_desk.services.messages import Messages
from spoc_desk.services.search import log_search
from spoc_desk.ui.actions import Actions
from spoc_desk.ui.clipboard import Clipboard
from spoc_desk.ui.jobs import Jobs
from spoc_desk.ui.theme import Theme

if TYPE_CHECKING:
    from spoc_desk.services.away_ports import Sign
    from spoc_desk.services.machine import VaultCare
    from spoc_desk.services.ports import Desk


@dataclass(frozen=True, slots=True)
class Drafts:
    """Unsaved text, kept in the vault by key until it is saved or thrown away.

    save and drop return at once; load answers the text saved last, or None. end drops a draft then and
    there: the verb that has just recorded it calls this, on the writer's thread.
    """

    save: Callable[[str, str], None]
    load: Callable[[str], str | None]
    drop: Callable[[str], None]
    end: Callable[[str], None] = field(default=lambda _key: None)


@dataclass(frozen=True, slots=True)
class FormSetting:
    """What a form stands on. now answers an aware moment; zone is the officer's, such as Europe/London."""

    theme: Theme
    messages: Messages
    now: Callable[[], datetime]
    zone: str = "Europe/London"
    drafts: Drafts | None = None


@dataclass(frozen=True, slots=True)
class OfficerCard:
    """Whose desk this is, as the corner of the window shows it."""

    name: str
    role: str
    initials: str


@dataclass(frozen=True, slots=True)
class Toast:
    """A thing that was done, said once and kept in the list. undo: shown for ten seconds."""

    text: str
    undo: Callable[[], None] | None = None
    trouble: bool = False


@dataclass(frozen=True, slots=True)
class NavBadge:
    """The number beside a page's name; due: something wants doing, shown in yellow."""

    count: int
    due: bool = False


class Needing(Protocol):
    """Something shown only to officers who may do it: a page, a button, a command."""

    @property
    def needs(self) -> Permission | None:
        """What it takes; None for what everybody may."""


Offered = TypeVar("Offered", bound=Needing)


class Page(QWidget):
    """A page of the window. Override what it can do; the window calls these and nothing else."""

    recorded = Signal(str, int, str)  # kind, id and reference of the record now shown, for Recent and lock

    def open_record(self, record_id: int) -> None:
        """Shows one record, whatever the list is filtered to."""

    def open_of_kind(self, kind: str, record_id: int) -> None:
        """Shows a record of one of the page's kinds; override where they are not all alike."""
        self.open_record(record_id)

    def begin_new(self) -> None:
        """Begins a new record: the New button and Ctrl+N."""

    def focus_filter(self) -> None:
        """Puts the cursor into the list's filter: Ctrl+F."""

    def go_back(self) -> bool:
        """Esc: closes what lies on top. Answers whether there was anything to close."""
        return False

    def panes(self) -> tuple[QWidget, ...]:
        """The widgets that F6 moves between."""
        return ()

    def place(self) -> int | None:
        """The id of the record shown, to come back to after a lock."""
        return None

    def doors(self) -> Mapping[str, Callable[[], None]]:
        """By draft key, what opens the forms of the record shown; one in use at a lock is opened again."""
        return {}


@dataclass(frozen=True, slots=True)
class PageSpec:
    """A page as the window knows it before it is made.

    kinds: kinds of record that navigate() brings here. new_text: words of the New button, or empty.
    badge: run on a reader thread. foot: stands at the bottom of the navigation. needs: who may not is
    not shown the page at all.
    """

    key: str
    title: str
    icon: str
    make: Callable[[Workplace], Page]
    kinds: tuple[str, ...] = ()
    new_text: str = ""
    badge: Callable[[Desk], NavBadge] | None = None
    foot: bool = False
    needs: Permission | None = Permission.READ


@dataclass(frozen=True, slots=True)
class Choices:
    """Settings of this officer on this machine that the window reads and writes."""

    read: Callable[[str], str] = field(default=lambda _key: "")
    write: Callable[[str, str], None] = field(default=lambda _key, _value: None)


class Workplace(QObject):
    """Made once for each unlocking and handed to every page."""

    opening = Signal(str, int)  # kind, id: 0 opens the page without a record
    saying = Signal(object)  # a Toast
    locking = Signal()
    idle_chosen = Signal(int)  # minutes without a touch until the desk locks

    def __init__(
        self,
        jobs: Jobs,
        setting: FormSetting,
        actions: Actions,
        officer: OfficerCard,
        choices: Choices | None = None,
        care: VaultCare | None = None,
        role: Role = Role.SPOC,
    ) -> None:
        super().__init__()
        self.jobs = jobs
        self.setting = setting
        self.actions = actions
        self.officer = officer
        self.choices = choices or Choices()
        self.care = care
        self.role = role
        self.signs: Callable[[], frozenset[Sign]] = frozenset  # that the officer left, as this computer tells
        # Keeps the windows out of screen captures, or no more; None where the system cannot.
        self.hide_windows: Callable[[bool], None] | None = None
        self.theme = setting.theme
        self.messages = setting.messages
        self.clipboard = Clipboard(self)
        self.shown = ShownLists()

    @property
    def drafts(self) -> Drafts | None:
        """Where forms keep unsaved text."""
        return self.setting.drafts

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        return self.setting.now()

    def may(self, permission: Permission | None) -> bool:
        """Whether the officer at the desk may do that. What they may not is not shown."""
        return may(self.role, permission)

    def permitted(self, offered: Iterable[Offered]) -> list[Offered]:
        """Those of the pages, buttons or commands that the officer at the desk may use."""
        return [each for each in offered if self.may(each.needs)]

    def navigate(self, kind: str, record_id: int = 0) -> None:
        """Opens the page that shows this kind of record (or has this key), and the record."""
        self.opening.emit(kind, record_id)

    def toast(self, text: str, undo: Callable[[], None] | None = None) -> None:
        """Says that something was done; undo is offered for ten seconds."""
        self.saying.emit(Toast(text, undo))

    def trouble(self, text: str) -> None:
        """Says that something went wrong where there is no better place for it."""
        self.saying.emit(Toast(text, trouble=True))

    def refused(self, error: DomainError) -> None:
        """Says a refusal in its own words."""
        self.trouble(self.messages.sentence(error))

    def searched(self, words: str, shown: int) -> None:
        """Writes down that records were shown for these words: a consultation, DPA 2018 s62."""
        self.jobs.command(self, partial(log_search, words, shown), lambda _changes: None, self.refused)

    def lock(self) -> None:
        """Locks the desk now."""
        self.locking.emit()
