"""The cards of the first page: what needs somebody, the polls ahead, and what was done lately."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from spoc_desk.domain.moments import long_day
from spoc_desk.services.happenings import Happening
from spoc_desk.services.today import SOON_DAYS, Need, TodayView
from spoc_desk.ui.theme import Theme
from spoc_desk.ui.today.events import happening_words
from spoc_desk.ui.today.words import (
    NEED_ICONS,
    check_badge,
    check_words,
    need_badge,
    need_words,
    when_words,
)
from spoc_desk.ui.widgets.card import EventLine, ProgressLine
from spoc_desk.ui.widgets.layouts import Column, Row, boxed
from spoc_desk.ui.widgets.link_row import LinkRow, RowsCard
from spoc_desk.ui.widgets.pill import Pill
from spoc_desk.ui.widgets.text import IconMark, Tag, Text
from spoc_desk.ui.workplace import Workplace

AT_FIRST = 12
NeedKey = tuple[str, str, int, str]


def _tr(text: str) -> str:
    return QCoreApplication.translate("TodayCards", text)


def key_of(need: Need) -> NeedKey:
    """What tells one need from another, so that the focus can come back to it."""
    return (str(need.what), need.kind, need.record, str(need.due))


class NeedsCard(RowsCard):
    """Everything that needs somebody, the gravest and soonest first, under four headings."""

    def __init__(
        self, workplace: Workplace, view: TodayView, *, whole: bool, show_all: Callable[[], object]
    ) -> None:
        title = _tr("Needs you")
        more = len(view.needs) - AT_FIRST
        folded = more > 0 and not whole
        action = _tr("Show all {0}").format(len(view.needs)) if folded else ""
        super().__init__(workplace.theme, title, action=action, act=show_all)
        self.lines: dict[NeedKey, LinkRow] = {}
        theme = workplace.theme
        if not view.needs:
            self.add(_all_done(theme))
        heading = ""
        for need in view.needs[: AT_FIRST if folded else None]:
            under = heading_of(need)
            if under != heading:
                self.add_heading(under, "error" if need.overdue else "text2")
                heading = under
            self.add(self._line(workplace, need))

    def _line(self, workplace: Workplace, need: Need) -> LinkRow:
        words, detail = need_words(need)
        badge = need_badge(need)
        line = LinkRow(
            workplace.theme,
            NEED_ICONS[need.what],
            words,
            detail,
            partial(workplace.navigate, need.kind, need.record),
            Pill(workplace.theme, badge),
            said=badge.word,
            tone="error" if need.overdue else "hint",
        )
        self.lines[key_of(need)] = line
        return line


def heading_of(need: Need) -> str:
    """Where a need stands: late, today, this week, or later."""
    if need.overdue:
        return _tr("Overdue")
    if need.days is None:
        return _tr("Now") if not need.reference else _tr("Later")
    if need.days <= 0:
        return _tr("Today")
    return _tr("The next seven days") if need.days <= SOON_DAYS else _tr("Later")


def _all_done(theme: Theme) -> QWidget:
    mark = Row(theme, None, IconMark(theme, "circle-check", "success", 36), None)
    told = Row(theme, None, Text(theme, _tr("Nothing needs you today."), "card"), None)
    quiet = Text(
        theme, _tr("Time limits, follow-ups and returns appear here before they are due."), "plain", "text2"
    )
    return boxed(Column(theme, mark, told, Row(theme, None, quiet, None), margins=(0, 34, 0, 38), gap=8))


def beginning_card(workplace: Workplace, new_incident: Callable[[], object]) -> RowsCard:
    """What to do first in a vault that holds nothing yet."""
    theme = workplace.theme
    card = RowsCard(theme, _tr("Begin here"))
    to_contacts = partial(workplace.navigate, "contacts", 0)
    for icon, words, detail, run in (
        (
            "upload",
            _tr("Import the candidates and agents"),
            _tr("From a Democracy Club file, a list or an address book; you see first what would happen"),
            to_contacts,
        ),
        ("user-plus", _tr("Add the first contact"), _tr("Whoever calls before a list has come"), to_contacts),
        (
            "siren",
            _tr("Record an incident"),
            _tr("With the force's own crime reference and the time it happened"),
            new_incident,
        ),
    ):
        chevron = IconMark(theme, "chevron-right", "hint", 16)
        card.add(LinkRow(theme, icon, words, detail, run, chevron, tone="accent"))
    return card


def recent_card(workplace: Workplace, view: TodayView) -> RowsCard:
    """What was done lately, in words and references; names stay in their records."""
    news = any(one.fresh for one in view.recent)
    title = _tr("Changed since you last looked") if news else _tr("Recent activity")
    card = RowsCard(workplace.theme, title)
    for one in view.recent:
        card.add(_happened(workplace, view, one))
    if not view.recent:
        card.add_words(_tr("What is recorded appears here."))
    return card


def _happened(workplace: Workplace, view: TodayView, one: Happening) -> QWidget:
    theme = workplace.theme
    icon, words = happening_words(one)
    when = when_words(one.at, view.day)
    other = one.officer if one.officer != workplace.officer.name else ""
    parts: list[QWidget] = [Text(theme, when, "small", "hint", tabular=True)]
    if one.fresh:
        parts.insert(0, Tag(theme, _tr("New")))
    open_it = partial(workplace.navigate, one.kind or "admin", one.record)
    return LinkRow(theme, icon, words, other, open_it, *parts, said=when, margins=(8, 6, 8, 6))


def _indented(theme: Theme, line: QWidget) -> QWidget:
    return boxed(Column(theme, line, margins=(8, 6, 8, 6)))


def check_card(workplace: Workplace, view: TodayView) -> RowsCard:
    """When the vault was last checked, what that found, and whether the next check is due."""
    theme, standing = workplace.theme, view.checks
    card = RowsCard(theme, _tr("The vault"))
    words, detail, icon, tone = check_words(standing, view.day)
    badge = check_badge(standing)
    open_it = partial(workplace.navigate, "admin#check", 1)
    card.add(LinkRow(theme, icon, words, detail, open_it, Pill(theme, badge), said=badge.word, tone=tone))
    return card


def polls_card(theme: Theme, view: TodayView) -> RowsCard | None:
    """The polling days ahead, if any."""
    if not view.polls:
        return None
    card = RowsCard(theme, _tr("Polls ahead"))
    for poll in view.polls:
        left = (poll.day - view.day).days
        word = (
            _tr("Today") if left == 0 else _tr("Tomorrow") if left == 1 else _tr("In {0} days").format(left)
        )
        standing, offered = f"{poll.standing:,}", f"{poll.offered:,}"
        told = _tr("1 candidate") if poll.standing == 1 else _tr("{0} candidates").format(standing)
        card.add(_indented(theme, EventLine(theme, "vote", long_day(poll.day), told, word)))
        words = _tr("{0} of {1} offered a briefing").format(offered, standing)
        card.add(_indented(theme, ProgressLine(theme, poll.offered, poll.standing, words)))
    return card
