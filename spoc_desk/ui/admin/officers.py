"""The officers of this vault: who they are and may do, where their keys are, and wrong passphrases lately."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from spoc_desk.domain.change import Permission
from spoc_desk.domain.moments import short_day, stamp
from spoc_desk.domain.officers import ROLE_TITLES, Officer, Role
from spoc_desk.services.key_ports import KeyPlace
from spoc_desk.services.officers import FailedTries, OfficerSeen, OfficersView, view_officers
from spoc_desk.ui.admin.keys import replace_dialog, transfer_dialog
from spoc_desk.ui.admin.officer_forms import enrol_dialog, rename_dialog, role_dialog
from spoc_desk.ui.admin.renewal import revoke_dialog
from spoc_desk.ui.admin.role_words import role_words
from spoc_desk.ui.admin.rules_card import RulesCard
from spoc_desk.ui.jobs import LatestOnly
from spoc_desk.ui.theme import Theme
from spoc_desk.ui.widgets.banner import Banner, Kind
from spoc_desk.ui.widgets.buttons import Button
from spoc_desk.ui.widgets.card import Card, EventLine, SummaryList
from spoc_desk.ui.widgets.layouts import CardGrid, Row, boxed
from spoc_desk.ui.widgets.text import Text
from spoc_desk.ui.workplace import Workplace

TOLD_TRIES = 6
ACTS_A_ROW = 2


class OfficersSection(CardGrid):
    """A card for each officer, with what may be done about them."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(workplace.theme)
        self._workplace = workplace
        self._asking: LatestOnly[OfficersView] = LatestOnly(workplace.jobs, self)
        self._shown: OfficersView | None = None

    def read(self) -> None:
        """Reads who may open the vault."""
        self._asking.ask(view_officers, self.show_officers)

    def show_officers(self, view: OfficersView) -> None:
        """Shows them; nothing is rebuilt when nothing changed, so that the focus stays."""
        if view == self._shown:
            return
        self._shown = view
        self.clear()
        theme = self._workplace.theme
        self.add(self._intro(), wide=True)
        if len([seen for seen in view.officers if seen.officer.left_at is None]) == 1:
            alone = _tr("Only one officer can open this vault. Enrol a deputy, so that work goes on without.")
            self.add(Banner(theme, Kind.WARNING, alone), wide=True)
        for seen in view.officers:
            self.add(self._card(seen, own=seen.officer.id == view.own))
        self.add(RulesCard(self._workplace), wide=True)
        self.add(_roles(theme), wide=True)
        if view.failed:
            self.add(_tries(theme, view.failed), wide=True)

    def _intro(self) -> QWidget:
        theme, workplace = self._workplace.theme, self._workplace
        words = _tr(
            "Each officer opens the vault with a key and a passphrase of their own. Enrolling somebody, "
            "changing a role and ending an access take two officers, and stay on the audit trail."
        )
        card = Card(theme, _tr("Officers"), Text(theme, words, "body", wrap=True))
        if workplace.may(Permission.OFFICERS):
            enrol = Button(theme, _tr("Enrol a colleague…"), "user-plus", "primary")
            enrol.clicked.connect(lambda _checked=False: enrol_dialog(workplace, self))
            card.add(boxed(Row(theme, enrol, None)))
        return card

    def _card(self, seen: OfficerSeen, *, own: bool) -> Card:
        theme, officer = self._workplace.theme, seen.officer
        card = Card(theme, officer.name, SummaryList(theme, _told(seen)))
        acts = self._acts(seen.officer, own=own)
        if acts:
            for at in range(0, len(acts), ACTS_A_ROW):
                row = Row(theme, gap=8)
                for words, act in acts[at : at + ACTS_A_ROW]:
                    button = Button(theme, words)
                    button.setAccessibleName(f"{words} {officer.name}")
                    button.clicked.connect(lambda _checked=False, run=act: run())
                    row.addWidget(button)
                row.addStretch(1)
                card.add(boxed(row))
        return card

    def _acts(self, officer: Officer, *, own: bool) -> list[tuple[str, Callable[[], object]]]:
        workplace = self._workplace
        if officer.left_at is not None or not workplace.may(Permission.OFFICERS):
            return []
        rename = (_tr("New rank or name…"), partial(rename_dialog, workplace, self, officer))
        transfer = (_tr("Another workstation…"), partial(transfer_dialog, workplace, self, officer))
        if own:
            return [rename, transfer]
        return [
            (_tr("Change role…"), partial(role_dialog, workplace, self, officer)),
            rename,
            transfer,
            (_tr("Enrol again…"), partial(replace_dialog, workplace, self, officer)),
            (_tr("End access…"), partial(revoke_dialog, workplace, self, officer)),
        ]


def _told(seen: OfficerSeen) -> list[tuple[str, str]]:
    officer = seen.officer
    told = [
        (_tr("Role"), ROLE_TITLES[officer.role]),
        (_tr("Initials"), officer.initials),
        (_tr("Enrolled"), short_day(officer.created_at.date())),
        (_tr("Last unlocked"), stamp(officer.opened_at) if officer.opened_at else _tr("Not yet")),
        (_tr("Key"), _keys(officer, seen.keys)),
    ]
    if officer.left_at is not None:
        told.append((_tr("Left"), stamp(officer.left_at)))
    return told


def _keys(officer: Officer, keys: Sequence[KeyPlace]) -> str:
    if not keys:
        return _tr("None: access has ended") if officer.left_at else _tr("None: cannot unlock")
    return "\n".join(_place(key) for key in keys)


def _place(key: KeyPlace) -> str:
    if key.expires:
        until = short_day(date.fromisoformat(key.expires))
        return _tr("Words to move to another computer, once, until {0}").format(until)
    if not key.store:
        return _tr("Six words alone, at any computer")
    where = _tr("this computer") if key.here else _tr("another computer")
    return _tr("Passphrase and {0}, at {1}").format(key.store, where)


def _roles(theme: Theme) -> Card:
    facts = [(ROLE_TITLES[role], role_words(role)) for role in Role]
    note = _tr(
        "Whoever unlocks the vault holds its key. Roles are kept by this program: they keep colleagues to "
        "their work, and are no wall against one who takes the program apart. Ending an access is, because "
        "it renews the key."
    )
    below = Text(theme, note, "meta", "text2", wrap=True)
    return Card(theme, _tr("What each role may do"), SummaryList(theme, facts), below)


def _tries(theme: Theme, failed: Sequence[FailedTries]) -> Card:
    card = Card(theme, _tr("Wrong passphrases"), gap=8)
    for tries in failed[:TOLD_TRIES]:
        words = _tr("One wrong passphrase") if tries.attempts == 1 else _tr("{0} wrong passphrases")
        whom = ", ".join(tries.names) or _tr("not known for whom")
        card.add(EventLine(theme, "key-round", words.format(tries.attempts), whom, _when(tries)))
    return card


def _when(tries: FailedTries) -> str:
    if tries.first_at is None or tries.last_at is None:
        return _tr("told {0}").format(stamp(tries.told_at))
    if tries.attempts == 1 or tries.first_at == tries.last_at:
        return stamp(tries.last_at)
    return _tr("{0} to {1}").format(stamp(tries.first_at), stamp(tries.last_at))


def _tr(text: str) -> str:
    return QCoreApplication.translate("OfficersSection", text)
