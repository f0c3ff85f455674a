"""The right side of a referral: what is still open, who may charge, what was sent and decided."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import groupby

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from spoc_desk.domain.charge_routes import FACTS, Decider
from spoc_desk.domain.moments import stamp
from spoc_desk.domain.referral_gate import GateItem
from spoc_desk.domain.referrals import DECISION_LABELS, Decision, Hostility, ReferralState
from spoc_desk.services.referrals import ReferralView
from spoc_desk.ui.exhibits.words import spaced_digest
from spoc_desk.ui.widgets.buttons import ChipGroup
from spoc_desk.ui.widgets.card import Card, ProgressLine, SummaryList
from spoc_desk.ui.widgets.layouts import Column, Rule, boxed
from spoc_desk.ui.widgets.sentence import Sentence
from spoc_desk.ui.widgets.text import Text
from spoc_desk.ui.workplace import Workplace


def _tr(text: str) -> str:
    return QCoreApplication.translate("ReferralSide", text)


@dataclass(frozen=True, slots=True)
class SideActs:
    """What the links of the right side do."""

    open_item: Callable[[int], object]
    answer_fact: Callable[[str, bool], object]
    go: Callable[[str, int], object]


def gate_card(workplace: Workplace, view: ReferralView, acts: SideActs) -> Card:
    """Each thing still open, in words, with the way to it."""
    theme, gate = workplace.theme, view.gate
    card = Card(theme, _tr("Before it can be sent"), gap=9)
    told = _tr("{0} of {1} settled").format(gate.settled, gate.needed)
    card.add(ProgressLine(theme, gate.settled, gate.needed, told))
    if view.referral.state is not ReferralState.PREPARING:
        card.add(Sentence(theme, "circle-check", _tr("It has been sent."), icon_tone="success"))
    elif gate.may_send:
        ready = _tr("Nothing is open. It may be sent.")
        card.add(Sentence(theme, "circle-check", ready, icon_tone="success", style="value"))
    if view.referral.state is ReferralState.PREPARING:
        for line in _open_lines(workplace, view, acts):
            card.add(line)
    if gate.warnings:
        card.add(Rule())
    for warning in gate.warnings:
        act = partial(acts.go, "offences", warning.offence_id or 0)
        card.add(
            Sentence(
                theme, "triangle-alert", workplace.messages.said(warning.why), tone="warning",
                icon_tone="warning", style="meta", action=_tr("See"), act=act,
            )
        )  # fmt: skip
    return card


def _open_lines(workplace: Workplace, view: ReferralView, acts: SideActs) -> list[QWidget]:
    """One line for each thing open; the points of one offence stand together."""
    theme = workplace.theme
    lines: list[QWidget] = []
    for (points, _offence), group in groupby(view.gate.open, _kind):
        items = list(group)
        words, act = _way(view, items[0], acts)
        if not points:
            for item in items:
                words, act = _way(view, item, acts)
                lines.append(Sentence(theme, "circle", _words(workplace, item), action=words, act=act))
            continue
        told = _tr("{0}. {1}: no evidence yet for").format(items[0].item, items[0].why.mapping()["title"])
        lines.append(Sentence(theme, "circle", told, action=words, act=act))
        column = Column(theme, margins=(25, 0, 0, 0), gap=3)
        for item in items:
            column.addWidget(Text(theme, f"• {item.why.mapping()['point']}", "meta", "text2", wrap=True))
        lines.append(boxed(column))
    return lines


def _kind(item: GateItem) -> tuple[bool, int]:
    points = item.why.code == "referrals.point_unproved"
    return points, (item.offence_id or 0) if points else 0


def _words(workplace: Workplace, item: GateItem) -> str:
    told = item.why.mapping()
    if item.why.code == "referrals.item_open":
        # What done means stands in the item itself; here the line has to stay short.
        return _tr("{0}. {1}").format(told["number"], told["title"])
    said = workplace.messages.said(item.why)
    numbered = said.startswith(f"{item.item}.") or not item.item
    return said if numbered else f"{item.item}. {said}"


def _way(view: ReferralView, item: GateItem, acts: SideActs) -> tuple[str, Callable[[], object]]:
    case = view.case
    if item.offence_id:
        return _tr("Offence"), partial(acts.go, "offences", item.offence_id)
    if item.why.code == "referrals.crime_reference_missing" and case.incidents:
        return _tr("Incident"), partial(acts.go, "incidents", case.incidents[0].id)
    if item.why.code == "referrals.urn_missing" or not item.item:
        return _tr("Casefile"), partial(acts.go, "casefiles", case.casefile.id)
    return _tr("Answer"), partial(acts.open_item, item.item)


def charge_card(workplace: Workplace, view: ReferralView, acts: SideActs) -> Card:
    """Who decides the charge, why, and the questions that turns on."""
    theme, routing = workplace.theme, view.routing
    decider = {
        Decider.CPS: _tr("The CPS decides"),
        Decider.CPS_ADVISED: _tr("Police may be able to; ask the CPS early"),
        Decider.POLICE: _tr("Police may charge"),
    }[routing.decider]
    card = Card(theme, _tr("Who may charge"), Text(theme, decider, "strong", wrap=True), gap=9)
    asking = {f"charging.ask_{fact}" for fact in routing.unanswered}
    for why in routing.reasons:
        if why.code not in asking:
            card.add(Sentence(theme, "scale", workplace.messages.said(why), tone="text2", style="meta"))
    answered = sorted(fact for fact in FACTS if view.charge_facts.answer(fact) is not None)
    asked = [*routing.unanswered, *(fact for fact in answered if fact not in routing.unanswered)]
    if asked:
        card.add(Rule())
    for fact in asked:
        card.add(_question(workplace, view, fact, acts))
    return card


def _question(workplace: Workplace, view: ReferralView, fact: str, acts: SideActs) -> QWidget:
    theme, words = workplace.theme, workplace.messages.told(f"charging.ask_{fact}")
    chips = ChipGroup(theme, words, [("yes", _tr("Yes")), ("no", _tr("No"))], none=True)
    given = view.charge_facts.answer(fact)
    if given is not None:
        chips.choose("yes" if given else "no")
    chips.chosen.connect(lambda key: acts.answer_fact(fact, key == "yes"))
    return boxed(Column(theme, Text(theme, words, "plain", wrap=True), chips, gap=5))


def hostility_card(workplace: Workplace, view: ReferralView, number: int, acts: SideActs) -> Card:
    """The answer on hostility, and the way to change it."""
    theme, referral = workplace.theme, view.referral
    words = {
        Hostility.UNANSWERED: _tr("Not answered yet"),
        Hostility.YES: _tr("Yes: there is evidence of hostility"),
        Hostility.NO: _tr("No evidence of hostility"),
    }[referral.hostility]
    open_it = partial(acts.open_item, number)
    action = _tr("Answer") if referral.state is ReferralState.PREPARING else ""
    card = Card(theme, _tr("Hostility (Elections Act 2022 s30)"), action=action, act=open_it, gap=6)
    card.add(Text(theme, words, "strong", wrap=True))
    if referral.hostility_note:
        card.add(Text(theme, referral.hostility_note, "meta", "text2", wrap=True))
    return card


def sent_card(workplace: Workplace, view: ReferralView) -> Card:
    """What was sent, and what came back."""
    theme, sent = workplace.theme, view.referral
    facts = [
        (_tr("Sent"), stamp(sent.sent_at) if sent.sent_at else ""),
        (_tr("By"), sent.sent_by),
        (_tr("To"), sent.recipient),
        (_tr("How"), sent.method),
        (_tr("Pack SHA-256"), spaced_digest(sent.pack_sha256)),
        (_tr("Decision"), DECISION_LABELS[Decision(sent.decision)] if sent.decision else ""),
        (_tr("Reasons"), sent.decision_reason),
        (_tr("Decided"), stamp(sent.decided_at) if sent.decided_at else ""),
        (_tr("Victim told"), stamp(sent.victim_told_at) if sent.victim_told_at else ""),
    ]
    return Card(theme, _tr("Sending and decision"), SummaryList(theme, facts))
