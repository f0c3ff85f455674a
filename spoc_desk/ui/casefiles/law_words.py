"""How the terms of the law-pack read on screen: mode, charge route, Schedule 9, consent, dates, alerts."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QCoreApplication

from spoc_desk.domain.limit_alerts import AlertLevel
from spoc_desk.domain.offences import ChargeRoute, Consent, Mode, Offence, ScheduleNine
from spoc_desk.domain.suspected_offences import OffenceEvent
from spoc_desk.ui.theme import Badge, Tone


def _tr(text: str) -> str:
    return QCoreApplication.translate("LawWords", text)


def mode_words(mode: Mode) -> str:
    """How it may be tried."""
    return {
        Mode.SUMMARY: _tr("Summary only"),
        Mode.EITHER_WAY: _tr("Either way"),
        Mode.INDICTABLE: _tr("Indictable only"),
        Mode.FOLLOWS: _tr("Tried as its main offence"),
    }[mode]


def route_words(offence: Offence) -> str:
    """Who may charge it, before anything about the case is known."""
    said = {
        ChargeRoute.CPS: _tr("The CPS decides"),
        ChargeRoute.POLICE: _tr("Police may charge, whatever the plea"),
        ChargeRoute.POLICE_IF_GUILTY: _tr("Police may charge on an anticipated guilty plea"),
        ChargeRoute.CPS_ADVISED: _tr("Seek early advice from the CPS"),
        ChargeRoute.FOLLOWS: _tr("As its main offence"),
    }[offence.charge_route]
    return f"{said}. {offence.charge_note}".strip() if offence.charge_note else said


def schedule_words(listed: ScheduleNine) -> str:
    """Whether Elections Act 2022 Schedule 9 lists it."""
    return {
        ScheduleNine.YES: _tr("Listed: a disqualification order may be sought if hostility is proved"),
        ScheduleNine.NO: _tr("Not listed"),
        ScheduleNine.NOT_SEEN: _tr("Not seen in the copy that was read"),
        ScheduleNine.FOLLOWS: _tr("As its main offence"),
    }[listed]


def consent_words(consent: Consent) -> str:
    """Whose consent a prosecution needs; empty for nobody's."""
    return {
        Consent.NONE: "",
        Consent.ATTORNEY_GENERAL: _tr("The Attorney General's"),
        Consent.DPP: _tr("The Director of Public Prosecutions'"),
        Consent.DPP_UNLESS_ICO: _tr("The DPP's, unless the Information Commissioner prosecutes"),
        Consent.DPP_IF_SUMMARY: _tr("The DPP's, where the main offence is summary only"),
    }[consent]


def event_words(event: OffenceEvent) -> str:
    """What happened on a date stored with an offence."""
    return {
        OffenceEvent.ACT: _tr("Act"),
        OffenceEvent.FIRST_SENT: _tr("Message first sent"),
        OffenceEvent.EVIDENCE_REACHED: _tr("Evidence reached a prosecutor"),
        OffenceEvent.FIRST_STATEMENT: _tr("Complainant's first statement"),
        OffenceEvent.EXTENSION_APPLIED: _tr("Extension applied for"),
        OffenceEvent.EXTENDED_TO: _tr("Court extended the limit to"),
        OffenceEvent.CHARGED: _tr("Charged"),
    }[event]


def alert_badge(level: AlertLevel) -> Badge | None:
    """The pill beside a last day to charge; None while there is plenty of time."""
    found = {
        AlertLevel.HALF_GONE: (Tone.NEW, _tr("Half the time gone"), "hourglass"),
        AlertLevel.THREE_QUARTERS_GONE: (Tone.WAITING, _tr("Three quarters gone"), "hourglass"),
        AlertLevel.THIRTY_DAYS: (Tone.WAITING, _tr("Within 30 days"), "alarm-clock"),
        AlertLevel.FOURTEEN_DAYS: (Tone.URGENT, _tr("Within 14 days"), "alarm-clock"),
        AlertLevel.SEVEN_DAYS: (Tone.URGENT, _tr("Within 7 days"), "alarm-clock"),
        AlertLevel.PASSED: (Tone.URGENT, _tr("Passed"), ""),
    }.get(level)
    return Badge(*found) if found else None


def days_left(last: date, today: date) -> str:
    """How far off the last day is, in words."""
    left = (last - today).days
    if left == 0:
        return _tr("Today is the last day")
    if left < 0:
        return _tr("Passed yesterday") if left == -1 else _tr("Passed {0} days ago").format(f"{-left:,}")
    return _tr("1 day left") if left == 1 else _tr("{0} days left").format(f"{left:,}")
