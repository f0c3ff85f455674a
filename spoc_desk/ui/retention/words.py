"""The words of retention: what CPIA comes to, what is missing, and what a period says."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from spoc_desk.domain.moments import long_day
from spoc_desk.domain.retention import (
    CONTACTS,
    Appeal,
    Charging,
    Cpia,
    CpiaState,
    Ending,
    RetentionPeriod,
    RetentionReview,
    ReviewDecision,
    Sentence,
)


def _tr(text: str) -> str:
    return QCoreApplication.translate("RetentionWords", text)


def charging_choices() -> list[tuple[str, str]]:
    """Whether proceedings were begun."""
    return [
        (Charging.NOT_CHARGED.value, _tr("Decided not to charge")),
        (Charging.CHARGED.value, _tr("Charged")),
    ]


def ending_choices() -> list[tuple[str, str]]:
    """How they ended."""
    return [
        (Ending.ACQUITTED.value, _tr("Acquitted")),
        (Ending.DISCONTINUED.value, _tr("Discontinued")),
        (Ending.CONVICTED.value, _tr("Convicted")),
    ]


def sentence_choices() -> list[tuple[str, str]]:
    """What the sentence was."""
    return [
        (Sentence.CUSTODY.value, _tr("Custody or a hospital order")),
        (Sentence.OTHER.value, _tr("Any other sentence")),
    ]


def appeal_choices() -> list[tuple[str, str]]:
    """Where an appeal stands."""
    return [
        (Appeal.NONE.value, _tr("None")),
        (Appeal.PENDING.value, _tr("In progress")),
        (Appeal.ENDED.value, _tr("Determined")),
    ]


def missing_words(name: str) -> str:
    """A fact that was not entered."""
    return {
        "charging": _tr("whether anybody was charged"),
        "charge_decided_on": _tr("when that was decided"),
        "ending": _tr("how the proceedings ended"),
        "ended_on": _tr("when they ended"),
        "sentence": _tr("the kind of sentence"),
        "released_on": _tr("the release from custody"),
        "appeal": _tr("whether there is an appeal"),
        "appeal_ended_on": _tr("when the appeal was determined"),
    }[name]


def cpia_words(cpia: Cpia) -> str:
    """What CPIA's rule comes to on what is known."""
    if cpia.state is CpiaState.OVER and cpia.until is not None:
        told = _tr("Ended on {0}").format(long_day(cpia.until))
    elif cpia.state is CpiaState.RUNS:
        told = _tr("Runs until {0}").format(long_day(cpia.until)) if cpia.until else _tr("Runs, no end known")
    else:
        told = _tr("Cannot be worked out")
    if not cpia.missing:
        return told
    return _tr("{0}. Not entered: {1}").format(told, ", ".join(map(missing_words, cpia.missing)))


def period_words(period: RetentionPeriod | None) -> str:
    """What the force entered for a group or for contacts."""
    if period is None:
        return _tr("No period entered")
    if period.code == CONTACTS:
        return _tr("{0} days after the poll").format(period.after_poll_days)
    told = _tr("First review after {0} years, then every {1}")
    return told.format(period.first_years, period.further_years)


def review_words(review: RetentionReview) -> str:
    """What a review decided."""
    if review.decision is ReviewDecision.KEEP and review.next_on is not None:
        return _tr("Keep, review again on {0}").format(long_day(review.next_on))
    if review.decision is ReviewDecision.HOLD:
        return _tr("Legal hold placed")
    return _tr("Destroy, with a second officer")
