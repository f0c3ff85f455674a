"""The forms of what was said and offered: advice, a briefing, a protective measure."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from spoc_desk.domain.contacts import CHANNEL_LABELS, TEXT_LIMIT, Channel
from spoc_desk.domain.engagement import Briefing, BriefingState, Measure
from spoc_desk.domain.moments import local, short_day
from spoc_desk.services.contacts import LogAdvice, log_advice, record_briefing, record_measure
from spoc_desk.ui.contacts.seen import ContactSeen
from spoc_desk.ui.widgets.banner import Banner, Kind
from spoc_desk.ui.widgets.dialogs import FormDialog
from spoc_desk.ui.widgets.form import Form
from spoc_desk.ui.workplace import Workplace

if TYPE_CHECKING:
    from spoc_desk.services.ports import Changes


def _tr(text: str) -> str:
    return QCoreApplication.translate("ContactLogForms", text)


def advice_dialog(workplace: Workplace, page: QWidget, seen: ContactSeen) -> None:
    """One more entry in a log that nothing edits."""
    form = Form(workplace.setting, draft_key=f"contact.{seen.person.id}.advice")
    due = seen.open_follow_up()
    if due is not None and due.follow_up_on is not None:
        words = _tr("This entry settles the follow-up promised for {0}. Give a new date to keep one open.")
        form.note(Banner(workplace.theme, Kind.INFO, words.format(short_day(due.follow_up_on))))
    channels = [(str(channel), words) for channel, words in CHANNEL_LABELS.items()]
    channel = form.choice("channel", _tr("How they spoke to us"), channels, required=True)
    given = form.moment("given", _tr("When"), required=True)
    form.beside(channel, given)
    asked = form.text("asked", _tr("What they asked"), lines=3, limit=TEXT_LIMIT)
    advice = form.text(
        "advice", _tr("What we advised, word for word"), required=True, lines=5, limit=TEXT_LIMIT,
        hint=_tr("It cannot be changed afterwards; a correction is a new entry"),
    )  # fmt: skip
    rationale = form.text("rationale", _tr("Why"), lines=3, limit=TEXT_LIMIT)
    follow_up = form.date("follow_up", _tr("Follow up on"), hint=_tr("It then appears on Today"))
    here = local(workplace.now())
    channel.set_value(str(Channel.PHONE))
    given.set_moment(here.date(), here.time())

    def verb() -> Any:
        command = LogAdvice(
            seen.person.id,
            asked.value(),
            advice.value(),
            Channel(channel.value()),
            rationale.value(),
            given.resolved().utc,
            follow_up.value(),
        )
        return partial(log_advice, command)

    _open(workplace, page, _tr("Log advice"), form, verb, _tr("Advice logged."), save=_tr("Log advice"))


def briefing_dialog(
    workplace: Workplace, page: QWidget, seen: ContactSeen, earlier: Briefing | None = None
) -> None:
    """An offer and what came of it, in the same words for everybody; each step is an entry of its own."""
    form = Form(workplace.setting, draft_key=f"contact.{seen.person.id}.briefing")
    title = form.line("title", _tr("Briefing or guidance"), required=True, limit=160)
    version = form.line("version", _tr("Version or date of the document"))
    form.beside(title, version)
    states = [
        (str(BriefingState.OFFERED), _tr("Offered")),
        (str(BriefingState.ACCEPTED), _tr("Accepted, to be given")),
        (str(BriefingState.GIVEN), _tr("Given")),
        (str(BriefingState.DECLINED), _tr("Declined")),
    ]
    state = form.choice("state", _tr("What came of it"), states, required=True)
    method = form.line("method", _tr("How"), hint=_tr("Such as by e-mail, by video call, at the station"))
    form.beside(state, method)
    reason = form.line("reason", _tr("If declined, why"), limit=300)
    at = form.moment("at", _tr("When"), required=True)
    title.set_value(earlier.title if earlier else _tr("Security briefing for candidates"))
    version.set_value(earlier.version if earlier else "")
    state.set_value("" if earlier else str(BriefingState.OFFERED))
    here = local(workplace.now())
    at.set_moment(here.date(), here.time())

    def verb() -> Any:
        given = Briefing(
            0, seen.person.id, title.value(), BriefingState(state.value()), at.resolved().utc,
            workplace.officer.name, method.value(), version.value(), reason.value(),
        )  # fmt: skip
        return partial(record_briefing, given)

    words = _tr("What came of the offer") if earlier else _tr("Record an offer")
    _open(workplace, page, words, form, verb, _tr("Engagement recorded."))


def measure_kinds() -> list[str]:
    """Protective measures that forces commonly arrange."""
    return [
        _tr("Personal alarm"),
        _tr("Panic alarm at home"),
        _tr("Camera at the door"),
        _tr("Locks and doors"),
        _tr("Address marker on the command system"),
        _tr("Patrol plan"),
        _tr("Cyber check"),
        _tr("Online monitoring"),
        _tr("Private security"),
    ]


def measure_dialog(
    workplace: Workplace, page: QWidget, seen: ContactSeen, held: Measure | None = None
) -> None:
    """A protective measure by the dates it goes through; a review date brings it to Today."""
    draft = f"contact.{seen.person.id}.measure.{held.id if held else 'new'}"
    form = Form(workplace.setting, draft_key=draft)
    known = measure_kinds()
    kind = form.choice("kind", _tr("Measure"), [(words, words) for words in known])
    other = form.line("other", _tr("Or another"), limit=160)
    form.beside(kind, other)
    provider = form.line("provider", _tr("Provided by"))
    requested, fitted = (
        form.date("requested", _tr("Asked for on")),
        form.date("fitted", _tr("In place since")),
    )
    form.beside(requested, fitted)
    review, returned = form.date("review", _tr("Review on")), form.date("returned", _tr("Returned on"))
    form.beside(review, returned)
    if held:
        kind.set_value(held.kind)
        other.set_value("" if held.kind in known else held.kind)
        provider.set_value(held.provider)
        for field, day in (
            (requested, held.requested_on), (fitted, held.fitted_on), (review, held.review_on),
            (returned, held.returned_on),
        ):  # fmt: skip
            if day:
                field.set_value(day)

    def verb() -> Any:
        given = Measure(
            held.id if held else 0, seen.person.id, other.value() or kind.value(), provider.value(),
            requested.value(), fitted.value(), returned.value(), review.value(),
        )  # fmt: skip
        return partial(record_measure, given)

    words = _tr("Change the measure") if held else _tr("Add a protective measure")
    _open(workplace, page, words, form, verb, _tr("Measure recorded."))


def _open(
    workplace: Workplace, page: QWidget, title: str, form: Form, verb: Any, told: str, *, save: str = ""
) -> None:
    def done(_changes: Changes) -> None:
        workplace.toast(told)

    FormDialog(workplace, page, title, form, save=save or _tr("Save"), verb=verb, done=done).open()
