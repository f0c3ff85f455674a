"""The card on a casefile's overview: why it is kept, until when, and what may be done about it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from spoc_desk.domain.casefiles import Casefile, CasefileStatus
from spoc_desk.domain.change import Permission
from spoc_desk.domain.moments import long_day
from spoc_desk.domain.retention_rules import RetentionRules
from spoc_desk.services.retention import RetentionView, Subject
from spoc_desk.ui.retention.destroy import destroy_dialog
from spoc_desk.ui.retention.forms import facts_dialog, hold_dialog, review_dialog
from spoc_desk.ui.retention.words import cpia_words, period_words, review_words
from spoc_desk.ui.widgets.banner import Banner, Kind
from spoc_desk.ui.widgets.buttons import Button
from spoc_desk.ui.widgets.card import Card, SummaryList
from spoc_desk.ui.widgets.layouts import Row, boxed
from spoc_desk.ui.workplace import Workplace


def _tr(text: str) -> str:
    return QCoreApplication.translate("RetentionCard", text)


def retention_card(
    workplace: Workplace, owner: QWidget, case: Casefile, view: RetentionView, rules: RetentionRules
) -> Card:
    """Group, next review, legal hold and CPIA of one casefile."""
    theme, hold = workplace.theme, view.hold
    may_work = workplace.may(Permission.WORK)
    change = partial(facts_dialog, workplace, owner, view.facts, rules)
    card = Card(
        theme, _tr("Retention"), action=_tr("Change") if may_work else "", act=change if may_work else None
    )
    if hold is not None:
        words = _tr("Legal hold by {0}, {1}: {2}").format(
            hold.placed_by, long_day(hold.placed_at.date()), hold.reason
        )
        card.add(Banner(theme, Kind.WARNING, words))
    card.add(SummaryList(theme, _facts(case, view)))
    acts = _acts(workplace, owner, case, view)
    if acts:
        row = Row(theme, gap=8)
        for words, run in acts:
            button = Button(theme, words)
            button.clicked.connect(lambda _checked=False, act=run: act())
            row.addWidget(button)
        row.addStretch(1)
        card.add(boxed(row))
    return card


def _facts(case: Casefile, view: RetentionView) -> list[tuple[str, str]]:
    last = view.reviews[-1] if view.reviews else None
    return [
        (_tr("Group"), view.group.title if view.group else _tr("Not entered")),
        (_tr("Period"), period_words(view.period) if view.group else ""),
        (_tr("Next review"), _next(case, view)),
        (_tr("Last review"), f"{review_words(last)}, {last.by}: {last.reason}" if last else ""),
        (_tr("CPIA"), cpia_words(view.cpia)),
    ]


def _next(case: Casefile, view: RetentionView) -> str:
    if view.review_on is not None:
        return long_day(view.review_on)
    closed = case.status is CasefileStatus.CLOSED
    return _tr("No date can be told") if closed else _tr("Once it is closed")


def _acts(
    workplace: Workplace, owner: QWidget, case: Casefile, view: RetentionView
) -> list[tuple[str, Callable[[], object]]]:
    subject = Subject(casefile_id=case.id)
    acts: list[tuple[str, Callable[[], object]]] = []
    if workplace.may(Permission.AUTHORISE) and case.status is CasefileStatus.CLOSED:
        acts.append((_tr("Review…"), partial(review_dialog, workplace, owner, subject, view)))
    if view.hold is None and workplace.may(Permission.WORK):
        acts.append((_tr("Legal hold…"), partial(hold_dialog, workplace, owner, subject, lift=False)))
    if view.hold is not None and workplace.may(Permission.AUTHORISE):
        acts.append((_tr("Lift the hold…"), partial(hold_dialog, workplace, owner, subject, lift=True)))
    if workplace.may(Permission.ERASE) and case.status is CasefileStatus.CLOSED:
        acts.append((_tr("Destroy…"), partial(destroy_dialog, workplace, owner, "casefile", case.id)))
    return acts
