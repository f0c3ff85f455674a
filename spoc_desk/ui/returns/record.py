"""One filed return as cards: what it says, who stands for it, and what proves that it is unchanged."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from spoc_desk.domain.filed_returns import FiledReturn, FiledState
from spoc_desk.domain.moments import long_day, stamp
from spoc_desk.domain.return_codes import CATEGORIES, MEDIA, TENSIONS, TRENDS
from spoc_desk.domain.return_payload import Payload, ReturnSnapshot
from spoc_desk.services.returns import ReturnView
from spoc_desk.ui.returns.figures import figure_cards
from spoc_desk.ui.theme import Theme
from spoc_desk.ui.widgets.badges import badge_of
from spoc_desk.ui.widgets.banner import Banner, Kind
from spoc_desk.ui.widgets.buttons import Button
from spoc_desk.ui.widgets.card import Card, SummaryList
from spoc_desk.ui.widgets.layouts import Column, Row, Rule, boxed
from spoc_desk.ui.widgets.pill import Pill
from spoc_desk.ui.widgets.text import Tag, Text

Act = Callable[[int], object]


def _tr(text: str) -> str:
    return QCoreApplication.translate("ReturnRecord", text)


def banners(theme: Theme, view: ReturnView, go: Act) -> Iterator[Banner]:
    """What must be said of a return before its figures: nil, altered, waiting, alone, superseded."""
    filed = view.filed
    if not view.intact:
        words = _tr(
            "This return is no longer what was frozen: its digest does not match. "
            "Its figures are not shown and it cannot be authorised, sent or printed. Check the vault under "
            "Admin, tell your security officer, and make a correction."
        )
        yield Banner(theme, Kind.ERROR, words)
    if view.later is not None:
        words = _tr("Superseded by {0}. It is kept as it was sent; the NPCC counts only the newer one.")
        later = view.later
        yield Banner(theme, Kind.WARNING, words.format(later.reference), _tr("Open it"), lambda: go(later.id))
    if filed.nil:
        yield Banner(theme, Kind.INFO, nil_words(_period(filed)))
    if filed.state is FiledState.FROZEN and view.intact:
        yield Banner(
            theme,
            Kind.WARNING,
            _tr("Frozen, not yet authorised. It cannot leave until a SPOC or deputy authorises it."),
        )
    if filed.self_authorised:
        yield Banner(
            theme,
            Kind.WARNING,
            _tr("Self-authorised: {0} both froze and authorised it. The files and the print say so.").format(
                filed.authorised_by
            ),
        )


def nil_words(period: str) -> str:
    """What a nil return says, in full: silence is not a nil return."""
    words = _tr("Nil return: nothing new was recorded for {0} and no incident is told as notable.")
    return words.format(period)


def record_cards(
    theme: Theme, view: ReturnView, go: Act, copy: Callable[[str], object]
) -> Iterator[tuple[QWidget, bool]]:
    """Every card of a filed return, each with whether it takes the whole width."""
    if view.intact:
        yield from _told(theme, ReturnSnapshot(view.filed.snapshot).payload)
    yield _standing(theme, view, go), False
    yield _proof(theme, view.filed, copy), False


def _told(theme: Theme, payload: Payload) -> Iterator[tuple[QWidget, bool]]:
    yield from figure_cards(theme, payload)
    yield _risk(theme, payload), False
    yield _events(theme, payload), False
    if payload["notable"]:
        yield _notable(theme, payload), True
    if payload["data_quality"]:
        notes = [Text(theme, note, "body", wrap=True, selectable=True) for note in payload["data_quality"]]
        yield Card(theme, _tr("Notes on the figures"), *notes), True


def _period(filed: FiledReturn) -> str:
    if filed.period_start == filed.period_end:
        return long_day(filed.period_end)
    return _tr("{0} to {1}").format(long_day(filed.period_start), long_day(filed.period_end))


def _risk(theme: Theme, payload: Payload) -> Card:
    risk = payload["risk_assessment"]
    marks = Row(
        theme,
        Pill(theme, badge_of(risk["overall"])),
        Tag(theme, _tr("Trend: {0}").format(TRENDS[risk["trend"]])),
        None,
    )
    card = Card(theme, _tr("Risk, as the force sees it"), marks)
    if risk["narrative"]:
        card.add(Text(theme, risk["narrative"], "body", wrap=True, selectable=True))
    return card


def _events(theme: Theme, payload: Payload) -> Card:
    events = payload["events"]
    facts = [
        (_tr("Notified"), f"{events['notified']:,}"),
        (_tr("Policed"), f"{events['policed']:,}"),
        (_tr("Disrupted"), f"{events['disrupted']:,}"),
    ]
    return Card(theme, _tr("Campaign events of the period"), SummaryList(theme, facts))


def _notable(theme: Theme, payload: Payload) -> Card:
    card = Card(theme, _tr("Notable incidents"), gap=12)
    for number, told in enumerate(payload["notable"]):
        if number:
            card.add(Rule())
        head = Row(
            theme,
            Pill(theme, badge_of(told["risk"])),
            Text(theme, CATEGORIES[told["category"]], "strong"),
            None,
            Text(theme, told["pseudonym"], "meta", "text2", tabular=True, selectable=True),
        )
        summary = Text(theme, told["summary"], "body", wrap=True, selectable=True)
        card.add(Column(theme, head, summary, Text(theme, _details(told), "meta", "text2", wrap=True), gap=5))
    return card


def _details(told: Payload) -> str:
    parts = [
        _tr("Tension: {0}").format(TENSIONS[told["tension"]].lower()),
        _tr("Media: {0}").format(MEDIA[told["media"]].lower()),
    ]
    if told["cross_border_forces"]:
        parts.append(_tr("Other forces: {0}").format(", ".join(told["cross_border_forces"])))
    if told["ct_referred"]:
        parts.append(_tr("Referred to counter-terrorism policing"))
    if told["support_requested"]:
        parts.append(_tr("Support requested"))
    return " · ".join(parts)


def _standing(theme: Theme, view: ReturnView, go: Act) -> Card:
    filed = view.filed
    label = _tr("self-authorised")
    authorised = ""
    if filed.authorised_at:
        authorised = f"{filed.authorised_by}, {stamp(filed.authorised_at)}"
        authorised += f" ({label})" if filed.self_authorised else ""
    facts: list[tuple[str, str | QWidget]] = [
        (_tr("Frozen"), f"{filed.frozen_by}, {stamp(filed.frozen_at)}"),
        (_tr("Authorised"), authorised or _tr("Not yet")),
        (_tr("Exported"), stamp(filed.exported_at) if filed.exported_at else _tr("Not yet")),
    ]
    if view.earlier is not None:
        facts.append((_tr("Supersedes"), _link(theme, view.earlier, go)))
        facts.append((_tr("Reason"), filed.correction_reason))
    if view.later is not None:
        facts.append((_tr("Superseded by"), _link(theme, view.later, go)))
    return Card(theme, _tr("Who stands for it"), SummaryList(theme, facts))


def _link(theme: Theme, other: FiledReturn, go: Act) -> QWidget:
    button = Button(theme, other.reference, kind="link")
    button.clicked.connect(lambda _checked=False: go(other.id))
    return boxed(Row(theme, button, None))


def _proof(theme: Theme, filed: FiledReturn, copy: Callable[[str], object]) -> Card:
    facts = [
        (_tr("SHA-256"), grouped(filed.payload_sha256)),
        (_tr("Audit entry"), f"{filed.anchor_sequence:,}"),
        (_tr("Audit head"), grouped(filed.anchor_head)),
        (_tr("Id"), filed.uid),
    ]
    return Card(
        theme,
        _tr("What proves it"),
        SummaryList(theme, facts),
        action=_tr("Copy SHA-256"),
        act=lambda: copy(filed.payload_sha256),
    )


def grouped(digest: str) -> str:
    """A digest in groups of eight, so that it can wrap and be read aloud."""
    return " ".join(digest[at : at + 8] for at in range(0, len(digest), 8))
