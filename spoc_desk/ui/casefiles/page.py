"""The casefiles page: the list, and one casefile under its tabs."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication

from spoc_desk.domain import changes as made
from spoc_desk.domain.casefiles import CasefileStatus
from spoc_desk.domain.limit_alerts import AlertLevel, alert_level
from spoc_desk.domain.moments import day_of, short_day, stamp
from spoc_desk.domain.referrals import ReferralState
from spoc_desk.services.casefiles import CasefileView
from spoc_desk.services.referrals import start_referral
from spoc_desk.ui.casefiles.answer import WITHIN, CaseAnswer, casefile_of, read_case
from spoc_desk.ui.casefiles.forms import edit_dialog, incident_dialog, status_dialog
from spoc_desk.ui.casefiles.offences import OffencesPanel
from spoc_desk.ui.casefiles.overview import fill_overview
from spoc_desk.ui.casefiles.people import fill_people
from spoc_desk.ui.casefiles.people_forms import person_dialog, statement_dialog
from spoc_desk.ui.exhibits.panel import ExhibitsPanel
from spoc_desk.ui.fault_links import parted
from spoc_desk.ui.packs.build_dialog import build_dialog
from spoc_desk.ui.reads_sheet import reads_action
from spoc_desk.ui.widgets.badges import badge_of
from spoc_desk.ui.widgets.card import Card, EventLine
from spoc_desk.ui.widgets.list_detail import ListDetailPage, ListSpec
from spoc_desk.ui.widgets.record_detail import DetailAction, DetailHead, RecordDetail
from spoc_desk.ui.widgets.text import Text
from spoc_desk.ui.workplace import NavBadge, PageSpec, Workplace

if TYPE_CHECKING:
    from spoc_desk.domain.casefiles import CasePerson, Statement
    from spoc_desk.services.ports import Changes


def _tr(text: str) -> str:
    return QCoreApplication.translate("CasefilesPage", text)


class CasefilesPage(ListDetailPage):
    """Casefiles, newest first."""

    def __init__(self, workplace: Workplace) -> None:
        detail = RecordDetail(
            workplace.theme, _tr("Casefile"), list_name=_tr("Casefiles"), tabs=_tabs(0, 0, 0)
        )
        spec = ListSpec(
            kind="casefiles",
            title=_tr("Casefiles"),
            empty=_tr("No casefiles yet. Start one from an incident."),
            empty_icon="folder-open",
            new_text=_tr("Go to incidents"),
            chips=[(name, _tr(name)) for name in ("Open", "Awaiting CPS", "Closed", "All")],
        )
        super().__init__(workplace, spec, detail)
        self._seen: CaseAnswer | None = None
        self._within: tuple[str, int, int] | None = None
        self._unfilled: set[str] = set()
        self.offences = OffencesPanel(workplace)
        self.exhibits = ExhibitsPanel(workplace)
        detail.set_body("offences", self.offences)
        detail.set_body("exhibits", self.exhibits)
        detail.tab_changed.connect(self._fill_tab)

    def show_record(self, record_id: int) -> None:
        """Reads one casefile; the reading is on the audit trail."""
        self.asking.ask(partial(read_case, casefile_id=record_id), self._fill)

    def open_of_kind(self, kind: str, record_id: int) -> None:
        """Opens a casefile, or the one that an exhibit or an offence belongs to, at its tab."""
        if kind in WITHIN:
            question = partial(casefile_of, kind=kind, record_id=record_id)
            done = partial(self._open_within, kind, record_id)
            self.workplace.jobs.query(self, question, done, self.workplace.refused)
            return
        _, tab = parted(kind)
        if tab:
            self._open_within(tab, 0, record_id)
        else:
            self.open_record(record_id)

    def stale(self, changes: Changes) -> bool:
        """Whether a change belongs to a casefile, other than a mere reading."""
        reading = (made.RecordConsulted, made.RecordsSearched)
        return any(change.casefile is not None and not isinstance(change, reading) for change in changes)

    def begin_new(self) -> None:
        """A casefile always begins at an incident."""
        self.workplace.navigate("incidents", 0)

    def _fill(self, seen: CaseAnswer) -> None:
        self._seen = seen
        view = seen.view
        case = view.casefile
        today = day_of(self.workplace.now())
        tags = [_tr("URN {0}").format(case.urn)] if case.urn else []
        tags += _limit_tags(seen, today)
        facts = (("user", case.officer_in_case),) if case.officer_in_case else ()
        self.detail.show_head(
            DetailHead(
                case.reference,
                case.title,
                recorded=_tr("Opened {0}").format(stamp(case.opened_at)),
                badge=badge_of(str(case.status)),
                tags=tuple(tags),
                facts=facts,
            )
        )
        self._unfilled = set(_TABS)
        self.detail.set_tabs(_tabs(len(view.people), len(view.offences), len(view.exhibits)))
        self._show_actions(view)
        self._go_within()

    def _fill_tab(self, key: str) -> None:
        """Fills a tab when it is first looked at: a large case has more cards than one moment can make."""
        seen = self._seen
        if seen is None or key not in self._unfilled:
            return
        self._unfilled.discard(key)
        if key == "overview":
            fill_overview(self.workplace, self.detail.cards(key), seen, self)
        elif key == "people":
            fill_people(self.workplace, self.detail.cards(key), seen.view, self)
        elif key == "offences":
            self.offences.show_case(seen)
        elif key == "exhibits":
            self.exhibits.show_case(seen.view)
        else:
            self._fill_log(seen)

    def _open_within(self, kind: str, record_id: int, casefile_id: int) -> None:
        self._within = (kind, record_id, casefile_id)
        if self.place() == casefile_id and self._seen is not None:
            self._go_within()
        self.open_record(casefile_id)

    def _go_within(self) -> None:
        seen, wanted = self._seen, self._within
        if seen is None or wanted is None or wanted[2] != seen.view.casefile.id:
            return
        self._within = None
        kind, record_id, _ = wanted
        self.detail.show_tab("people" if kind == "statements" else kind)
        if kind == "exhibits" and record_id:
            self.exhibits.select(record_id)
        elif kind == "offences" and record_id:
            self.offences.show_offence(record_id)

    def _show_actions(self, view: CasefileView) -> None:
        open_referral = next((r for r in view.referrals if r.state is not ReferralState.DECIDED), None)
        actions = [
            DetailAction(_tr("Edit"), "pencil", self.edit),
            DetailAction(_tr("Build pack"), "package-plus", self.build_pack),
        ]
        if open_referral is None:
            actions.append(DetailAction(_tr("Refer to CPS"), "send", self._refer, "primary"))
        else:
            found = open_referral.id
            actions.append(
                DetailAction(_tr("Open referral"), "scale", partial(self._go, "referrals", found), "primary")
            )
        closed = view.casefile.status is CasefileStatus.CLOSED
        more = [
            DetailAction(_tr("Add an exhibit"), "paperclip", self.add_exhibit),
            DetailAction(_tr("Add a person"), "user", self.add_person),
            DetailAction(_tr("Add a statement"), "file-text", self.add_statement),
            DetailAction(_tr("Suspect an offence"), "gavel", self.add_offence),
            DetailAction(_tr("Add an incident"), "siren", self.add_incident),
            DetailAction(_tr("Open again") if closed else _tr("Status and outcome"), "flag", self.set_status),
            reads_action(self.workplace, self, view.casefile.reference),
        ]
        self.detail.show_actions(actions, more)

    def _fill_log(self, seen: CaseAnswer) -> None:
        theme = self.workplace.theme
        cards = self.detail.cards("log")
        cards.clear()
        card = Card(theme, _tr("Audit trail of this casefile, newest first"), gap=11)
        for entry in seen.log:
            at = str(entry["at"]).replace("T", " ")[:19]
            card.add(EventLine(theme, "history", _event(str(entry["event"])), str(entry["verb"]), at))
        if not seen.log:
            card.add(Text(theme, _tr("Nothing yet."), "plain", "hint"))
        cards.add(card, wide=True)

    def edit(self) -> None:
        """Changes the casefile's facts."""
        if self._seen:
            edit_dialog(self.workplace, self, self._seen.view.casefile)

    def set_status(self) -> None:
        """Moves the casefile on, or closes it with its outcome."""
        if self._seen:
            status_dialog(self.workplace, self, self._seen.view.casefile, self._seen.lawpack)

    def add_person(self) -> None:
        """Puts somebody into the case by role."""
        if self._seen:
            person_dialog(self.workplace, self, self._seen.view.casefile)

    def add_statement(self) -> None:
        """Records a statement."""
        if self._seen:
            statement_dialog(self.workplace, self, self._seen.view)

    def change_person(self, person: CasePerson) -> None:
        """Changes somebody's part in the case."""
        if self._seen:
            person_dialog(self.workplace, self, self._seen.view.casefile, person)

    def change_statement(self, statement: Statement) -> None:
        """Changes a statement, as when it is signed."""
        if self._seen:
            statement_dialog(self.workplace, self, self._seen.view, statement)

    def add_incident(self) -> None:
        """Takes one more incident into the case."""
        if self._seen:
            incident_dialog(self.workplace, self, self._seen.view)

    def add_exhibit(self) -> None:
        """Seals files as exhibits."""
        self._fill_tab("exhibits")
        self.exhibits.add()

    def add_offence(self) -> None:
        """Suspects an offence."""
        self._fill_tab("offences")
        self.offences.add_offence()

    def build_pack(self) -> None:
        """Builds an evidence pack of this casefile."""
        if self._seen:
            build_dialog(self.workplace, self, self._seen.view)

    def _refer(self) -> None:
        if self._seen:
            verb = partial(start_referral, self._seen.view.casefile.id)
            self.workplace.jobs.command(self, verb, self._referred, self.workplace.refused)

    def _referred(self, changes: Changes) -> None:
        for change in changes:
            if isinstance(change, made.ReferralStarted):
                self._go("referrals", change.referral)

    def _go(self, kind: str, record: int) -> None:
        self.workplace.navigate(kind, record)


_TABS = ("overview", "people", "offences", "exhibits", "log")


def _tabs(people: int, offences: int, exhibits: int) -> list[tuple[str, str]]:
    return [
        ("overview", _tr("Overview")),
        ("people", _tr("People  {0}").format(people)),
        ("offences", _tr("Offences  {0}").format(offences)),
        ("exhibits", _tr("Exhibits  {0}").format(exhibits)),
        ("log", _tr("Log")),
    ]


def _limit_tags(seen: CaseAnswer, today: Any) -> list[str]:
    case = seen.view.casefile
    if not case.limit_on:
        return []
    level = max(
        (alert_level(r.limit, today, override=r.suspected.override_on) for r in seen.referred),
        default=AlertLevel.NONE,
    )
    told = _tr("Last day to charge {0}").format(short_day(case.limit_on))
    return [_tr("{0}: passed").format(told) if level is AlertLevel.PASSED else told]


def _event(name: str) -> str:
    words = "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in name)
    return words.strip().capitalize()


def casefiles_page() -> PageSpec:
    """How the window makes this page."""
    return PageSpec(
        "casefiles",
        QCoreApplication.translate("Pages", "Casefiles"),
        "folder-open",
        CasefilesPage,
        kinds=("casefiles", "exhibits", "offences", "statements"),
        badge=lambda desk: NavBadge(desk.queries.chips("casefiles").get("Open", 0)),
    )
