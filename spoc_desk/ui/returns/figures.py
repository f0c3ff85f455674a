"""The figures of a return as cards: the same for a day being drafted and for one already filed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass

from PySide6.QtCore import QCoreApplication, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from spoc_desk.domain.return_codes import CATEGORIES, OUTCOMES
from spoc_desk.domain.return_facts import ReturnFacts
from spoc_desk.domain.return_payload import Payload
from spoc_desk.domain.return_rows import incident_rows
from spoc_desk.ui.theme import Theme
from spoc_desk.ui.widgets.card import Card, SummaryList
from spoc_desk.ui.widgets.text import Text


def _tr(text: str) -> str:
    return QCoreApplication.translate("ReturnFigures", text)


@dataclass(frozen=True, slots=True)
class CategoryCount:
    """One category: new in the period and to date."""

    label: str
    new: int
    to_date: int


def figures_of(facts: ReturnFacts) -> Payload:
    """The counted parts of a return, as freezing would write them. Raises DomainError for an unknown code."""
    progress = asdict(facts.progress)
    given = dict(facts.progress.outcomes)
    progress["outcomes"] = {code: given.get(code, 0) for code in OUTCOMES}
    return {
        "incidents": incident_rows(facts.incidents),
        "engagement": asdict(facts.engagement),
        "progress": progress,
    }


def categories(rows: Iterable[Payload]) -> tuple[CategoryCount, ...]:
    """Incidents by category, the most to date first; categories with none are left out."""
    new: dict[str, int] = {}
    to_date: dict[str, int] = {}
    for row in rows:
        code = row["category"]
        new[code] = new.get(code, 0) + row["count_new"]
        to_date[code] = to_date.get(code, 0) + row["count_cumulative"]
    ordered = sorted(to_date, key=lambda code: (-to_date[code], CATEGORIES[code]))
    return tuple(CategoryCount(CATEGORIES[code], new[code], to_date[code]) for code in ordered)


class _Bar(QWidget):
    """How many of the most; the new ones in the strong colour. The numbers stand beside it in words."""

    def __init__(self, theme: Theme, count: CategoryCount, most: int) -> None:
        super().__init__()
        self._theme, self._count, self._most = theme, count, max(1, most)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        theme.follow(self.dress)

    def dress(self) -> None:
        """Takes size and colours in use."""
        self.setMinimumSize(self._theme.px(60), self._theme.px(18))
        self.update()

    def sizeHint(self) -> QSize:
        """As high as a line of text."""
        return QSize(self._theme.px(140), self._theme.px(18))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the track, what there is to date, and what is new."""
        theme, painter = self._theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        high = theme.px(8)
        top = (self.height() - high) / 2
        for token, share in (
            ("sunken", 1.0),
            ("navMuted" if theme.dark else "control", self._count.to_date / self._most),
            ("accent", self._count.new / self._most),
        ):
            if share:
                painter.setBrush(theme.colour(token))
                width = max(float(high), self.width() * share)
                painter.drawRoundedRect(QRectF(0, top, width, high), high / 2, high / 2)
        painter.end()


class CategoryBars(QWidget):
    """Incidents by category: words, a bar, how many are new, how many to date."""

    def __init__(self, theme: Theme, counts: Iterable[CategoryCount]) -> None:
        super().__init__()
        self._theme = theme
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setColumnStretch(1, 1)
        shown = tuple(counts)
        most = max((count.to_date for count in shown), default=1)
        for column, words in ((2, _tr("New")), (3, _tr("To date"))):
            head = Text(theme, words, "small", "hint")
            self._grid.addWidget(head, 0, column, Qt.AlignmentFlag.AlignRight)
        for row, count in enumerate(shown, 1):
            self._add(row, count, most)
        self._add_total(len(shown) + 1, shown)
        theme.follow(self.dress)

    def dress(self) -> None:
        """Spaces the rows for the text scale in use."""
        self._grid.setHorizontalSpacing(self._theme.px(14))
        self._grid.setVerticalSpacing(self._theme.px(5))

    def _add(self, row: int, count: CategoryCount, most: int) -> None:
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        label = Text(self._theme, count.label, "plain", wrap=True)
        label.setAccessibleName(
            _tr("{0}: {1} new, {2} to date").format(count.label, count.new, count.to_date)
        )
        new = Text(
            self._theme,
            f"{count.new:,}" if count.new else "–",
            "strong" if count.new else "plain",
            "accent" if count.new else "hint",
            tabular=True,
        )
        self._grid.addWidget(label, row, 0)
        self._grid.addWidget(_Bar(self._theme, count, most), row, 1)
        self._grid.addWidget(new, row, 2, right)
        self._grid.addWidget(Text(self._theme, f"{count.to_date:,}", "value", tabular=True), row, 3, right)

    def _add_total(self, row: int, shown: tuple[CategoryCount, ...]) -> None:
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        self._grid.addWidget(Text(self._theme, _tr("All incidents"), "strong"), row, 0)
        for column, number in ((2, sum(c.new for c in shown)), (3, sum(c.to_date for c in shown))):
            self._grid.addWidget(Text(self._theme, f"{number:,}", "strong", tabular=True), row, column, right)


def figure_cards(theme: Theme, figures: Payload) -> Iterator[tuple[Card, bool]]:
    """The cards of the counted parts, each with whether it takes the whole width."""
    counts = categories(figures["incidents"])
    bars: QWidget = CategoryBars(theme, counts)
    if not counts:
        bars = Text(theme, _tr("No incident has been recorded yet."), "plain", "hint", wrap=True)
    yield Card(theme, _tr("Incidents by category"), bars), True
    engagement, progress = figures["engagement"], figures["progress"]
    yield Card(theme, _tr("Candidates, to date"), _numbers(theme, _engagement_words(), engagement)), False
    yield Card(theme, _tr("Progress, to date"), _numbers(theme, _progress_words(), progress)), False
    given = progress["outcomes"]
    outcomes = [(f"{code} · {words}", f"{given[code]:,}") for code, words in OUTCOMES.items() if given[code]]
    if outcomes:
        yield Card(theme, _tr("Outcomes, to date"), SummaryList(theme, outcomes)), True


def _numbers(theme: Theme, words: Iterable[tuple[str, str]], values: Payload) -> SummaryList:
    return SummaryList(theme, [(label, f"{values[key]:,}") for key, label in words])


def _engagement_words() -> tuple[tuple[str, str], ...]:
    return (
        ("candidates_known", _tr("Known")),
        ("contacted", _tr("Contacted")),
        ("briefing_offered", _tr("Offered a briefing")),
        ("briefed", _tr("Briefed")),
        ("declined", _tr("Declined")),
        ("measures_in_place", _tr("People with measures")),
    )


def _progress_words() -> tuple[tuple[str, str], ...]:
    return (
        ("open", _tr("Open incidents")),
        ("arrests", _tr("Arrests")),
        ("va_interviews", _tr("Voluntary interviews")),
        ("cps_early_advice", _tr("Early advice sought")),
        ("cps_submitted", _tr("Sent to the CPS")),
        ("charged", _tr("Charged")),
        ("time_limit_under_30d", _tr("Limit within 30 days")),
    )
