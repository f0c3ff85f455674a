"""One suspected offence as a card: its last day to charge and why, its dates, its points to prove."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from spoc_desk.domain.change import Permission
from spoc_desk.domain.limit_alerts import alert_level
from spoc_desk.domain.limit_rules import LimitException
from spoc_desk.domain.moments import long_day, short_day, stamp
from spoc_desk.domain.offences import PointToProve
from spoc_desk.domain.referral_gate import ReferredOffence
from spoc_desk.domain.suspected_offences import OffenceDate, OffenceEvent
from spoc_desk.domain.time_limits import LimitKind, day_name
from spoc_desk.services.casefiles import CasefileView
from spoc_desk.ui.casefiles.law_words import alert_badge, days_left, event_words, mode_words
from spoc_desk.ui.widgets.banner import Banner, Kind
from spoc_desk.ui.widgets.buttons import Button
from spoc_desk.ui.widgets.card import Card
from spoc_desk.ui.widgets.layouts import Column, Row, Rule, SideBySide, boxed
from spoc_desk.ui.widgets.pill import Pill
from spoc_desk.ui.widgets.sentence import LineLink, Sentence
from spoc_desk.ui.widgets.text import IconMark, Text
from spoc_desk.ui.workplace import Workplace


def _tr(text: str) -> str:
    return QCoreApplication.translate("OffenceCard", text)


@dataclass(frozen=True, slots=True)
class OffenceActs:
    """What the buttons of a card do."""

    add_date: Callable[[ReferredOffence], object]
    strike: Callable[[OffenceDate], object]
    check: Callable[[ReferredOffence], object]
    override: Callable[[ReferredOffence], object]
    claim: Callable[[ReferredOffence, LimitException], object]
    give_up: Callable[[ReferredOffence, LimitException], object]
    withdraw: Callable[[ReferredOffence], object]
    link: Callable[[ReferredOffence, PointToProve], object]
    gather: Callable[[ReferredOffence], object]


def offence_card(
    workplace: Workplace, view: CasefileView, seen: ReferredOffence, today: date, acts: OffenceActs
) -> Card:
    """The whole card."""
    theme, offence = workplace.theme, seen.offence
    card = Card(theme, gap=11)
    card.setAccessibleName(offence.title)
    title = Text(theme, offence.title, "card", wrap=True)
    title.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    head = Row(theme, gap=8)
    head.addWidget(title, 1)
    head.addWidget(_menu(workplace, seen, acts))
    told = " · ".join(filter(None, (offence.provision, mode_words(offence.mode), offence.maximum)))
    card.add(head)
    card.add(Text(theme, told, "meta", "text2", wrap=True))
    if seen.suspected.suspect:
        card.add(Sentence(theme, "user", _tr("Suspect: {0}").format(seen.suspected.suspect), style="meta"))
    for why in offence.cautions():
        kind = Kind.WARNING if offence.enabled else Kind.ERROR
        card.add(Banner(theme, kind, workplace.messages.said(why)))
    limit = _limit(workplace, seen, today, _charged(view, seen), acts)
    card.add(SideBySide(theme, limit, _dates(workplace, view, seen, acts), gap=24))
    card.add(Rule())
    card.add(_points(workplace, view, seen, acts))
    return card


def _menu(workplace: Workplace, seen: ReferredOffence, acts: OffenceActs) -> Button:
    theme = workplace.theme
    tip = _tr("More about {0}").format(seen.offence.title)
    button = Button(theme, "", "ellipsis", "ghost", tip)
    menu = QMenu(button)
    menu.addAction(theme.icon("clipboard-list"), _tr("What to gather")).triggered.connect(
        lambda: acts.gather(seen)
    )
    menu.addAction(theme.icon("pen-line"), _tr("Set the last day by hand")).triggered.connect(
        lambda: acts.override(seen)
    )
    for exception in seen.offence.time_rule.exceptions:
        claimed = exception.key in seen.suspected.exceptions
        words = _tr("Give up: {0}") if claimed else _tr("Claim: {0}")
        act = acts.give_up if claimed else acts.claim
        menu.addAction(theme.icon("scale"), words.format(exception.text)).triggered.connect(
            partial(_pressed, act, seen, exception)
        )
    if workplace.may(Permission.REMOVE):
        menu.addSeparator()
        no_longer = menu.addAction(theme.icon("x"), _tr("No longer suspected"))
        no_longer.triggered.connect(lambda: acts.withdraw(seen))
    button.clicked.connect(lambda: menu.popup(button.mapToGlobal(button.rect().bottomLeft())))
    return button


def _pressed(
    act: Callable[[ReferredOffence, LimitException], object],
    seen: ReferredOffence,
    exception: LimitException,
    _checked: bool = False,
) -> None:
    act(seen, exception)


def _limit(
    workplace: Workplace, seen: ReferredOffence, today: date, charged: date | None, acts: OffenceActs
) -> QWidget:
    theme, limit, suspected = workplace.theme, seen.limit, seen.suspected
    last = suspected.override_on or limit.shown
    column = Column(theme, Text(theme, _tr("Last day to charge"), "meta", "text2"), gap=7)
    if last is not None:
        big = Text(theme, day_name(last), "title", tabular=True, wrap=True, selectable=True)
        column.addWidget(big)
        row = Row(theme, gap=8)
        level = alert_level(limit, today, charged_on=charged, override=suspected.override_on)
        badge = alert_badge(level)
        if badge is not None:
            row.addWidget(Pill(theme, badge))
        told = _tr("Charged {0}").format(short_day(charged)) if charged else days_left(last, today)
        row.addWidget(Text(theme, told, "value", tabular=True))
        row.addStretch(1)
        column.addLayout(row)
    else:
        none = _tr("No time limit") if limit.kind is LimitKind.NONE else _tr("Not known yet")
        column.addWidget(Text(theme, none, "title", "text" if limit.kind is LimitKind.NONE else "warning"))
    for line in _reasons(workplace, seen):
        column.addWidget(line)
    column.addWidget(_check(workplace, seen, acts))
    return boxed(column)


def _charged(view: CasefileView, seen: ReferredOffence) -> date | None:
    mine = (entry for entry in view.offence_dates if entry.offence_id == seen.suspected.id)
    return min((entry.on for entry in mine if entry.event is OffenceEvent.CHARGED), default=None)


def _reasons(workplace: Workplace, seen: ReferredOffence) -> list[QWidget]:
    theme, limit, suspected, said = workplace.theme, seen.limit, seen.suspected, workplace.messages.said
    lines: list[QWidget] = []
    if suspected.override_on:
        worked = short_day(limit.shown) if limit.shown else _tr("no day")
        by = suspected.override_by or _tr("an officer")
        told = _tr("Set by hand, by {0}: {1} Worked out: {2}.")
        words = told.format(by, suspected.override_reason or _tr("no reason given."), worked)
        lines.append(Sentence(theme, "pen-line", words, tone="warning", icon_tone="warning", style="meta"))
    lines += [Sentence(theme, "scale", said(why), style="meta", tone="text2") for why in limit.basis]
    if limit.strict:
        strict = _tr("Strict last day: {0}.").format(long_day(limit.strict))
        lines.append(Sentence(theme, "info", strict, style="meta", tone="text2"))
    if limit.outer and limit.outer != limit.shown:
        outer = _tr("Nothing can carry it beyond {0}.").format(long_day(limit.outer))
        lines.append(Sentence(theme, "octagon-alert", outer, style="meta", tone="text2"))
    if suspected.exceptions and suspected.exception_reason:
        claimed = _tr("Exception claimed: {0}").format(suspected.exception_reason)
        lines.append(Sentence(theme, "scale", claimed, style="meta"))
    lines += [
        Sentence(theme, "triangle-alert", said(why), tone="warning", icon_tone="warning", style="meta")
        for why in limit.warnings
    ]
    return lines


def _check(workplace: Workplace, seen: ReferredOffence, acts: OffenceActs) -> QWidget:
    theme, suspected = workplace.theme, seen.suspected
    if suspected.checked_by and suspected.checked_at:
        told = _tr("Checked by {0}, {1}").format(suspected.checked_by, stamp(suspected.checked_at))
        return Sentence(theme, "circle-check", told, icon_tone="success", style="value")
    return Sentence(
        theme, "circle", _tr("Not checked by a second person yet"), style="value",
        action=_tr("Record a check"), act=lambda: acts.check(seen),
    )  # fmt: skip


def _dates(workplace: Workplace, view: CasefileView, seen: ReferredOffence, acts: OffenceActs) -> QWidget:
    theme = workplace.theme
    head = Row(theme, Text(theme, _tr("Dates"), "meta", "text2"), None)
    add = LineLink(theme, _tr("Add a date"), seen.offence.title)
    add.clicked.connect(lambda _checked=False: acts.add_date(seen))
    head.addWidget(add)
    column = Column(theme, head, gap=2)
    mine = [entry for entry in view.offence_dates if entry.offence_id == seen.suspected.id]
    for entry in sorted(mine, key=lambda each: each.on):
        column.addWidget(_date_line(workplace, entry, acts))
    if OffenceEvent.EVIDENCE_REACHED in _awaited(seen, mine):
        words = _tr("Not recorded: when evidence sufficient to charge first reached a prosecutor.")
        column.addWidget(Sentence(theme, "clock", words, tone="text2", style="meta"))
    return boxed(column)


def _awaited(seen: ReferredOffence, held: list[OffenceDate]) -> set[OffenceEvent]:
    waits = "evidence_reached_prosecutor" in seen.limit.missing
    there = any(entry.event is OffenceEvent.EVIDENCE_REACHED for entry in held)
    return {OffenceEvent.EVIDENCE_REACHED} if waits and not there else set()


def _date_line(workplace: Workplace, entry: OffenceDate, acts: OffenceActs) -> QWidget:
    theme = workplace.theme
    what = event_words(entry.event)
    words = Column(theme, Text(theme, what, "value", wrap=True), gap=1)
    if entry.note:
        words.addWidget(Text(theme, entry.note, "meta", "text2", wrap=True))
    row = Row(theme, gap=10)
    row.addWidget(IconMark(theme, "calendar", "hint", 15))
    row.addLayout(words, 1)
    row.addWidget(Text(theme, short_day(entry.on), "value", tabular=True))
    tip = _tr("Strike out: {0}, {1}").format(what, short_day(entry.on))
    strike = Button(theme, "", "x", "ghost", tip)
    strike.clicked.connect(lambda _checked=False: acts.strike(entry))
    row.addWidget(strike)
    return boxed(row)


def _points(workplace: Workplace, view: CasefileView, seen: ReferredOffence, acts: OffenceActs) -> QWidget:
    theme, points = workplace.theme, seen.offence.points_to_prove
    proved = {link.point for link in seen.proofs}
    counted = _tr("{0} of {1} with evidence").format(len(proved), len(points))
    head = Row(theme, Text(theme, _tr("Points to prove"), "strong"), None)
    head.addWidget(Text(theme, counted, "meta", "text2", tabular=True))
    column = Column(theme, head, gap=9)
    for point in points:
        column.addWidget(_point(workplace, view, seen, point, acts))
    return boxed(column)


def _point(
    workplace: Workplace,
    view: CasefileView,
    seen: ReferredOffence,
    point: PointToProve,
    acts: OffenceActs,
) -> QWidget:
    theme = workplace.theme
    evidence = _evidence(view, seen, point)
    icon, tone = ("circle-check", "success") if evidence else ("circle", "hint")
    words = Column(theme, Text(theme, point.text, "value", wrap=True), gap=2)
    for told in evidence:
        words.addWidget(Text(theme, told, "meta", "text2", wrap=True))
    if not evidence:
        words.addWidget(Text(theme, _tr("No evidence yet"), "meta", "warning"))
    link = LineLink(theme, _tr("Change") if evidence else _tr("Link"), point.text)
    link.clicked.connect(lambda _checked=False: acts.link(seen, point))
    row = Row(theme, gap=9)
    row.addWidget(IconMark(theme, icon, tone, 16), 0, Qt.AlignmentFlag.AlignTop)
    row.addLayout(words, 1)
    row.addWidget(link, 0, Qt.AlignmentFlag.AlignTop)
    return boxed(row)


def _evidence(view: CasefileView, seen: ReferredOffence, point: PointToProve) -> list[str]:
    exhibits = {each.id: f"{each.reference} {each.description}" for each in view.exhibits}
    statements = {each.id: f"{each.reference} {each.kind} of {each.witness}" for each in view.statements}
    found = (
        exhibits.get(link.exhibit_id or 0) or statements.get(link.statement_id or 0) or ""
        for link in seen.proofs
        if link.point == point.key
    )
    return [words for words in found if words]
