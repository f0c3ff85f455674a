"""The words of the first page: the greeting, what each need asks for, and how near it is."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from PySide6.QtCore import QCoreApplication

from spoc_desk.domain.limit_alerts import AlertLevel
from spoc_desk.domain.moments import day_of, local, short_day
from spoc_desk.services.check_schedule import CheckStanding
from spoc_desk.services.today import Need, What
from spoc_desk.ui.theme import Badge, Tone

NEED_ICONS = {
    What.EVIDENCE: "shield-alert",
    What.VAULT: "shield-alert",
    What.ACCESS: "shield-user",
    What.BACK: "history",
    What.RECOVERY: "key-round",
    What.BACKUP: "hard-drive",
    What.LIMIT: "hourglass",
    What.FOLLOW_UP: "phone",
    What.REVIEW: "shield-check",
    What.REFERRAL: "scale",
    What.AUTHORISE: "stamp",
    What.RETURN: "send",
    What.RETENTION: "archive",
}
_RANKS = frozenset(
    {
        "det", "detective", "supt", "superintendent", "ch", "chief", "dcs", "dsupt", "dci", "di", "ds", "dc",
        "pc", "ps", "insp", "inspector", "sgt", "sergeant", "constable", "mr", "mrs", "ms", "miss", "dr",
    }
)  # fmt: skip


def _tr(text: str) -> str:
    return QCoreApplication.translate("TodayWords", text)


def greeting(name: str, now: datetime) -> str:
    """Good morning, by rank and surname: "Det Supt Ada Marsh" is greeted as Det Supt Marsh."""
    hour = local(now).hour
    hello = _tr("Good morning, {0}")
    if hour >= 12:
        hello = _tr("Good afternoon, {0}") if hour < 18 else _tr("Good evening, {0}")
    words = name.split()
    ranks = [word for word in words if word.casefold().rstrip(".") in _RANKS]
    return hello.format(" ".join([*ranks, words[-1]]) if ranks and len(words) > len(ranks) else name)


def need_words(need: Need) -> tuple[str, str]:
    """What a need asks for, and its details."""
    when = short_day(need.due) if need.due else ""
    counted = short_day(need.due - timedelta(days=1)) if need.due else ""
    words, detail = {
        What.EVIDENCE: (
            _tr("Evidence is damaged: {title}"),
            _tr("Restore it from a backup before it is needed"),
        ),
        What.VAULT: (
            _tr("Something is wrong with the vault itself"),
            _tr("Faults: {title}. See what to do before you work on"),
        ),
        What.ACCESS: (
            _tr("End {title}'s access again"),
            _tr("It had been ended; a backup restored since let them in"),
        ),
        What.BACK: (
            _tr("Destroy again: {title}"),
            _tr("It had been destroyed; a backup restored since brought it back"),
        ),
        What.RECOVERY: (
            _tr("Prove the recovery sheet"),
            _tr("Nobody has typed part of it back, so nobody knows that it works"),
        ),
        What.BACKUP: (
            _tr("A backup is due"),
            _tr("It begins by itself when {title} is connected")
            if need.title
            else _tr("Choose a drive or a share of the force's own for it"),
        ),
        What.LIMIT: ("{title}", _tr("Last day to charge {when}")),
        What.FOLLOW_UP: (_tr("Follow up with {title}"), _tr("Promised for {when}")),
        What.REVIEW: (_tr("Review: {title}"), _tr("Protective measure, review due {when}")),
        What.REFERRAL: (
            _tr("Finish the CPS referral: {title}"),
            _tr("Last day to charge {when}") if need.due else _tr("No time limit"),
        ),
        What.AUTHORISE: (_tr("Authorise the return for {counted}"), _tr("Frozen, not yet released")),
        What.RETENTION: (
            _tr("Decide whether records are kept: {title}"),
            _tr("Retention reviews and proposals that are due"),
        ),
        What.RETURN: (_tr("Freeze the return for {counted}"), _tr("The NPCC expects it on {when}")),
    }[need.what]
    filled = words.format(title=need.title, counted=counted)
    told = detail.format(when=when, title=need.title)
    return filled, f"{need.reference} · {told}" if need.reference else told


def need_badge(need: Need) -> Badge:
    """How near a need is, as a pill: always a word, never colour alone."""
    if need.days is None:
        if need.overdue or need.what in (What.RECOVERY, What.BACKUP):
            urgent = need.overdue
            return Badge(
                Tone.URGENT if urgent else Tone.WAITING, _tr("Now"), "" if urgent else "circle-alert"
            )
        if need.what is What.RETENTION:
            return Badge(Tone.WAITING, _tr("Due"), "clock")
        return Badge(Tone.NEW, _tr("Being prepared"), "list-checks")
    if need.level is AlertLevel.PASSED:
        return Badge(Tone.URGENT, _late(need))
    if need.days == 0:
        return Badge(Tone.WAITING, _tr("Today"), "clock")
    word = _tr("Tomorrow") if need.days == 1 else _tr("{0} days left").format(need.days)
    near = need.level in (AlertLevel.SEVEN_DAYS, AlertLevel.FOURTEEN_DAYS)
    return Badge(Tone.WAITING, word, "clock") if near else Badge(Tone.NEW, word, "calendar-clock")


def check_words(standing: CheckStanding, today: date) -> tuple[str, str, str, str]:
    """How the last check of the vault ended and when it was, with an icon and its tone."""
    last = standing.last
    if standing.lost is not None:
        return (
            _tr("An older copy was put in place of this vault"),
            _tr("See what to do"),
            "shield-alert",
            "error",
        )
    if last is None:
        return _tr("Not checked yet"), _tr("A check begins by itself"), "shield-check", "warning"
    when = when_words(last.at, today)
    told = _tr("Full check, {0}").format(when) if last.full else _tr("Quick check, {0}").format(when)
    if last.faults:
        found = _tr("One thing wrong") if last.faults == 1 else _tr("{0} things wrong").format(last.faults)
        return found, told, "shield-alert", "error"
    return _tr("Nothing wrong"), told, "shield-check", "warning" if standing.due else "success"


def check_badge(standing: CheckStanding) -> Badge:
    """The same as a pill."""
    if standing.faults:
        return Badge(Tone.URGENT, _tr("Now"))
    if standing.due:
        return Badge(Tone.WAITING, _tr("Check due"), "clock")
    return Badge(Tone.DONE, _tr("Sound"))


def _late(need: Need) -> str:
    days = -(need.days or 0)
    return _tr("1 day late") if days == 1 else _tr("{0} days late").format(days)


def when_words(at: datetime, today: date) -> str:
    """09:42, Yesterday 16:20, or 14 Nov."""
    here, day = local(at), day_of(at)
    if day == today:
        return f"{here:%H:%M}"
    if day == today - timedelta(days=1):
        return _tr("Yesterday {0}").format(f"{here:%H:%M}")
    return short_day(day).rsplit(" ", 1)[0] if day.year == today.year else short_day(day)
