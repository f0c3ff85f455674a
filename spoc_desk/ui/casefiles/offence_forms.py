"""The forms of a suspected offence: dates, the second check, a day set by hand, evidence for a point."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from spoc_desk.domain.limit_rules import LimitException, StartEvent
from spoc_desk.domain.moments import long_day
from spoc_desk.domain.offences import PointToProve
from spoc_desk.domain.referral_gate import ReferredOffence
from spoc_desk.domain.suspected_offences import OffenceEvent
from spoc_desk.services.casefiles import CasefileView
from spoc_desk.services.offence_corrections import (
    ClaimException,
    ProvePoint,
    claim_exception,
    prove_point,
    withdraw_offence,
)
from spoc_desk.services.offences import (
    DateOffence,
    OverrideLimit,
    check_limit,
    date_offence,
    override_limit,
)
from spoc_desk.ui.casefiles.law_words import event_words
from spoc_desk.ui.widgets.dialogs import FormDialog
from spoc_desk.ui.widgets.fields.ticks import TickField
from spoc_desk.ui.widgets.form import Form
from spoc_desk.ui.widgets.text import Text
from spoc_desk.ui.workplace import Workplace

if TYPE_CHECKING:
    from spoc_desk.services.ports import Changes

_STARTS = {
    StartEvent.FIRST_SENT: OffenceEvent.FIRST_SENT,
    StartEvent.PROSECUTOR: OffenceEvent.EVIDENCE_REACHED,
    StartEvent.STATEMENT: OffenceEvent.FIRST_STATEMENT,
}


def _tr(text: str) -> str:
    return QCoreApplication.translate("OffenceForms", text)


def dates_that_count(seen: ReferredOffence) -> tuple[OffenceEvent, ...]:
    """The dates worth entering for this offence: acts, what its limbs run from, an extension it may have."""
    limbs = [entry.limb for entry in seen.limit.limbs] or list(seen.offence.time_rule.limbs)
    starts = [_STARTS[limb.start] for limb in limbs if limb.start in _STARTS]
    extension = [OffenceEvent.EXTENSION_APPLIED, OffenceEvent.EXTENDED_TO] if seen.limit.extendable_to else []
    return tuple(dict.fromkeys([OffenceEvent.ACT, *starts, *extension, OffenceEvent.CHARGED]))


def date_dialog(workplace: Workplace, page: QWidget, seen: ReferredOffence) -> None:
    """One more date; the last day to charge is worked out again."""
    form = Form(workplace.setting, draft_key=f"offence.{seen.suspected.id}.date")
    events = [(str(event), event_words(event)) for event in dates_that_count(seen)]
    event = form.choice("event", _tr("What happened"), events, required=True)
    event.set_value(str(OffenceEvent.ACT))
    on = form.date("on", _tr("On"), required=True)
    note = form.line("note", _tr("Who or where"), hint=_tr("For evidence: the prosecutor whom it reached"))

    def verb() -> Any:
        day = on.value()
        if day is None:
            raise AssertionError("the form was checked")
        command = DateOffence(seen.suspected.id, OffenceEvent(event.value()), day, note.value())
        return partial(date_offence, command)

    told = _tr("Date added. The last day to charge was worked out again.")
    _open(workplace, page, _tr("Add a date"), form, verb, told)


def check_dialog(workplace: Workplace, page: QWidget, seen: ReferredOffence) -> None:
    """A second person has worked the last day out."""
    form = Form(workplace.setting)
    words = _tr(
        "A second person works the last day to charge out from the dates, by themselves, and compares. "
        "Whoever entered the dates cannot be that person."
    )
    form.note(Text(workplace.theme, words, "body", "text2", wrap=True))
    name = form.line("name", _tr("Checked by"), required=True, hint=_tr("Rank and name"))
    verb = lambda: partial(check_limit, seen.suspected.id, name.value())  # noqa: E731
    _open(workplace, page, _tr("Record the second check"), form, verb, _tr("Check recorded."))


def override_dialog(workplace: Workplace, page: QWidget, seen: ReferredOffence) -> None:
    """A day put in place of the one worked out."""
    form = Form(workplace.setting, draft_key=f"offence.{seen.suspected.id}.override")
    shown = seen.limit.shown
    words = _tr("Worked out: {0}.").format(long_day(shown)) if shown else _tr("No day could be worked out.")
    more = _tr("An earlier day may be set by you alone. A later day needs a reason and a second person.")
    form.note(Text(workplace.theme, f"{words} {more}", "body", "text2", wrap=True))
    on = form.date("on", _tr("Last day to charge"), required=True)
    reason = form.text("reason", _tr("Reason"), lines=3, hint=_tr("Such as the advice it rests on"))
    second = form.line("second", _tr("Second person"), hint=_tr("Rank and name"))
    if seen.suspected.override_on:
        on.set_value(seen.suspected.override_on)
        reason.set_value(seen.suspected.override_reason)
        second.set_value(seen.suspected.override_by)

    def verb() -> Any:
        day = on.value()
        if day is None:
            raise AssertionError("the form was checked")
        return partial(override_limit, OverrideLimit(seen.suspected.id, day, reason.value(), second.value()))

    _open(workplace, page, _tr("Set the last day by hand"), form, verb, _tr("Last day set by hand."))


def exception_dialog(
    workplace: Workplace, page: QWidget, seen: ReferredOffence, exception: LimitException
) -> None:
    """Says that an exception to the limit applies, and why."""
    form = Form(workplace.setting)
    said = f"{exception.text} ({exception.provision})."
    form.note(Text(workplace.theme, said, "body", "text", wrap=True))
    reason = form.text("reason", _tr("Why it applies"), required=True, lines=3)
    verb = lambda: partial(  # noqa: E731
        claim_exception, ClaimException(seen.suspected.id, exception.key, True, reason.value())
    )
    _open(workplace, page, _tr("Claim the exception"), form, verb, _tr("Exception claimed."))


def withdraw_dialog(workplace: Workplace, page: QWidget, seen: ReferredOffence) -> None:
    """The offence is suspected no longer."""
    form = Form(workplace.setting)
    words = _tr("Its dates and links stay in the vault and on the audit trail, but no longer count.")
    form.note(Text(workplace.theme, words, "body", "text2", wrap=True))
    why = form.text("why", _tr("Why it is no longer suspected"), required=True, lines=3)
    verb = lambda: partial(withdraw_offence, seen.suspected.id, why.value())  # noqa: E731
    title = _tr("No longer suspected: {0}").format(seen.offence.title)
    told, save = _tr("Offence no longer suspected."), _tr("Drop the suspicion")
    _open(workplace, page, title, form, verb, told, save=save)


def link_dialog(
    workplace: Workplace, page: QWidget, view: CasefileView, seen: ReferredOffence, point: PointToProve
) -> None:
    """Which exhibits and statements of the case prove a point."""
    form = Form(workplace.setting)
    form.note(Text(workplace.theme, point.text, "body", wrap=True))
    held = {link for link in seen.proofs if link.point == point.key}
    exhibits = TickField(workplace.theme, _tr("Exhibits"), exhibit_choices(view))
    statements = TickField(workplace.theme, _tr("Statements"), statement_choices(view), lines=4)
    for key, field in (("exhibits", exhibits), ("statements", statements)):
        form.add(key, field).setVisible(bool(field.editor.count()))
    exhibits.set_value(str(link.exhibit_id) for link in held if link.exhibit_id)
    statements.set_value(str(link.statement_id) for link in held if link.statement_id)
    if not (view.exhibits or view.statements):
        none = _tr("This casefile has no exhibits and no statements yet. Add one first.")
        form.note(Text(workplace.theme, none, "body", "warning", wrap=True))

    def verb() -> Any:
        linked = ProvePoint(seen.suspected.id, point.key, _ids(exhibits.value()), _ids(statements.value()))
        return partial(prove_point, linked)

    _open(workplace, page, _tr("Evidence for this point"), form, verb, _tr("Evidence linked."))


def _ids(keys: tuple[str, ...]) -> tuple[int, ...]:
    return tuple(int(key) for key in keys)


def exhibit_choices(view: CasefileView) -> list[tuple[str, str]]:
    """The exhibits of a case, to tick."""
    return [(str(exhibit.id), f"{exhibit.reference}  {exhibit.description}") for exhibit in view.exhibits]


def statement_choices(view: CasefileView) -> list[tuple[str, str]]:
    """The statements of a case, to tick."""
    return [(str(each.id), f"{each.reference}  {each.kind} of {each.witness}") for each in view.statements]


def _open(
    workplace: Workplace,
    page: QWidget,
    title: str,
    form: Form,
    verb: Callable[[], Any],
    told: str,
    *,
    save: str = "",
) -> None:
    def done(_changes: Changes) -> None:
        workplace.toast(told)

    words = save or _tr("Save")
    FormDialog(workplace, page, title, form, save=words, verb=verb, done=done, width=600).open()
