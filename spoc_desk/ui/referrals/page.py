"""The referrals page: the checklist for the CPS, what is still open, and what became of it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from spoc_desk.domain import changes as made
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.moments import day_of, short_day, stamp
from spoc_desk.domain.referrals import Checklist, ReferralState
from spoc_desk.services.referrals import ReferralView, answer_charge_fact, consult_referral, tell_victim
from spoc_desk.ui.casefiles.law_words import days_left
from spoc_desk.ui.fault_links import parted
from spoc_desk.ui.referrals.body import ReferralBody
from spoc_desk.ui.referrals.forms import decision_dialog, send_dialog
from spoc_desk.ui.referrals.side import SideActs
from spoc_desk.ui.widgets.badges import badge_of
from spoc_desk.ui.widgets.list_detail import ListDetailPage, ListSpec
from spoc_desk.ui.widgets.record_detail import DetailAction, DetailHead, RecordDetail
from spoc_desk.ui.workplace import NavBadge, PageSpec, Workplace

if TYPE_CHECKING:
    from spoc_desk.services.ports import Changes, Desk


def _tr(text: str) -> str:
    return QCoreApplication.translate("ReferralsPage", text)


class ReferralsPage(ListDetailPage):
    """Referrals, newest first."""

    def __init__(self, workplace: Workplace) -> None:
        tabs = [("checklist", _tr("Checklist"))]
        detail = RecordDetail(workplace.theme, _tr("Referral"), list_name=_tr("Referrals"), tabs=tabs)
        spec = ListSpec(
            kind="referrals",
            title=_tr("Referrals"),
            empty=_tr("No referrals yet. Start one from a casefile."),
            empty_icon="scale",
            new_text=_tr("Go to casefiles"),
            chips=[(name, _tr(name)) for name in ("Preparing", "With CPS", "Decided", "All")],
        )
        super().__init__(workplace, spec, detail)
        self._seen: ReferralView | None = None
        self._wanted: tuple[int, int] | None = None
        acts = SideActs(open_item=self.open_item, answer_fact=self._answer_fact, go=workplace.navigate)
        self.body = ReferralBody(workplace, acts)
        detail.set_body("checklist", self.body)

    def show_record(self, record_id: int) -> None:
        """Reads one referral; the reading is on the audit trail."""
        self.asking.ask(partial(_read, referral_id=record_id), self._fill)

    def open_of_kind(self, kind: str, record_id: int) -> None:
        """Opens a referral, and an item of its checklist when one is named: "referrals#9"."""
        _, item = parted(kind)
        self._wanted = (record_id, int(item)) if item.isdigit() else None
        self.open_record(record_id)

    def stale(self, changes: Changes) -> bool:
        """Whether a change belongs to a casefile, other than a mere reading."""
        reading = (made.RecordConsulted, made.RecordsSearched)
        return any(change.casefile is not None and not isinstance(change, reading) for change in changes)

    def begin_new(self) -> None:
        """A referral always begins at a casefile."""
        self.workplace.navigate("casefiles", 0)

    def open_item(self, number: int) -> None:
        """Opens one item of the checklist."""
        self.body.open_item(number)

    def _fill(self, answer: tuple[ReferralView, Checklist]) -> None:
        view, checklist = answer
        self._seen = view
        referral, case = view.referral, view.case.casefile
        tags = [_tr("Checklist {0}").format(f"{view.gate.settled}/{view.gate.needed}")]
        if case.limit_on and referral.state is ReferralState.PREPARING:
            left = days_left(case.limit_on, day_of(self.workplace.now()))
            told = _tr("Last day to charge {0}: {1}")
            tags.append(told.format(short_day(case.limit_on), left[:1].lower() + left[1:]))
        self.detail.show_head(
            DetailHead(
                referral.reference,
                case.title,
                recorded=_tr("Opened {0}").format(stamp(referral.opened_at)),
                badge=badge_of(str(referral.state)),
                tags=tuple(tags),
                facts=(("folder-open", case.reference),),
            )
        )
        self._show_actions(view)
        self.body.show_referral(view, checklist)
        if self._wanted is not None and self._wanted[0] == referral.id:
            self.open_item(self._wanted[1])
            self._wanted = None

    def _show_actions(self, view: ReferralView) -> None:
        state, number = view.referral.state, view.case.casefile.id
        actions = [
            DetailAction(
                _tr("Open casefile"), "folder-open", partial(self.workplace.navigate, "casefiles", number)
            )
        ]
        if state is ReferralState.PREPARING:
            why_not = self._why_not(view)
            actions.append(DetailAction(_tr("Send to CPS"), "send", self._send, "primary", why_not))
        elif state is ReferralState.SENT:
            actions.append(DetailAction(_tr("Record decision"), "gavel", self._decide, "primary"))
        elif view.referral.victim_told_at is None:
            actions.append(DetailAction(_tr("Victim told"), "phone", self._tell, "primary"))
        self.detail.show_actions(actions)

    def _why_not(self, view: ReferralView) -> str:
        if view.gate.may_send:
            return ""
        reference, count = view.referral.reference, len(view.gate.open)
        error = DomainError("referrals.still_open", count=count, reference=reference)
        return self.workplace.messages.sentence(error)

    def _send(self) -> None:
        if self._seen:
            send_dialog(self.workplace, self, self._seen)

    def _decide(self) -> None:
        if self._seen:
            decision_dialog(self.workplace, self, self._seen)

    def _tell(self) -> None:
        if self._seen:
            verb = partial(tell_victim, self._seen.referral.id)
            self.workplace.jobs.command(self, verb, self._told, self.workplace.refused)

    def _told(self, _changes: Changes) -> None:
        self.workplace.toast(_tr("Recorded that the victim was told."))

    def _answer_fact(self, fact: str, holds: bool) -> None:
        if self._seen:
            verb = partial(answer_charge_fact, self._seen.case.casefile.id, fact, holds)
            self.workplace.jobs.command(self, verb, lambda _changes: None, self.workplace.refused)


def _read(desk: Desk, *, referral_id: int) -> tuple[ReferralView, Checklist]:
    return consult_referral(referral_id, desk), desk.checklist


def referrals_page() -> PageSpec:
    """How the window makes this page."""
    return PageSpec(
        "referrals",
        QCoreApplication.translate("Pages", "Referrals"),
        "scale",
        ReferralsPage,
        kinds=("referrals",),
        badge=lambda desk: NavBadge(desk.queries.chips("referrals").get("Preparing", 0)),
    )
