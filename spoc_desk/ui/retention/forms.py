"""Dialogs of retention: the group and CPIA's facts, a review, a legal hold, the force's own periods."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from spoc_desk.domain.retention import (
    CONTACTS,
    Appeal,
    CasefileRetention,
    Charging,
    Ending,
    RetentionPeriod,
    ReviewDecision,
    Sentence,
)
from spoc_desk.domain.retention_rules import RetentionRules
from spoc_desk.services.retention import EnterPeriod, RetentionView, Subject, enter_period, set_retention
from spoc_desk.services.retention_reviews import ReviewRetention, lift_hold, place_hold, review_retention
from spoc_desk.ui.retention.words import (
    appeal_choices,
    charging_choices,
    ending_choices,
    sentence_choices,
)
from spoc_desk.ui.widgets.dialogs import FormDialog
from spoc_desk.ui.widgets.form import Form
from spoc_desk.ui.widgets.text import Text
from spoc_desk.ui.workplace import Workplace

if TYPE_CHECKING:
    from spoc_desk.services.ports import Changes, Desk

    Verb = Callable[[Desk], Changes]


def _tr(text: str) -> str:
    return QCoreApplication.translate("RetentionForms", text)


class FactsForm(Form):
    """The retention group, and what CPIA's rule is worked out from. Nothing is taken for granted."""

    def __init__(self, workplace: Workplace, facts: CasefileRetention, rules: RetentionRules) -> None:
        super().__init__(workplace.setting, draft_key=f"casefile.{facts.casefile_id}.retention")
        self._facts = facts
        groups = [(group.code, group.title) for group in rules.groups]
        hint = _tr("Its review date follows from the period the force entered for it")
        self.group = self.choice("group", _tr("Retention group"), groups, hint=hint)
        self.section(rules.cpia.title)
        told = _tr("{0} {1} Not verified: ask your disclosure officer.")
        words = told.format(rules.cpia.rule, rules.cpia.source)
        self.note(Text(workplace.theme, words, "meta", "text2", wrap=True))
        self.charging = self.choice(
            "charging", _tr("Charge decision"), charging_choices(), hint=_tr("The last one")
        )
        self.charged_on = self.date("charged_on", _tr("Decided on"))
        self.beside(self.charging, self.charged_on)
        self.ended = self.choice("ending", _tr("Proceedings ended"), ending_choices())
        self.ended_on = self.date("ended_on", _tr("Ended on"))
        self.beside(self.ended, self.ended_on)
        self.sentence = self.choice("sentence", _tr("Sentence"), sentence_choices())
        self.released_on = self.date("released_on", _tr("Released or discharged on"))
        self.beside(self.sentence, self.released_on)
        self.appeal = self.choice("appeal", _tr("Appeal or CCRC application"), appeal_choices())
        self.appeal_on = self.date("appeal_on", _tr("Determined on"))
        self.beside(self.appeal, self.appeal_on)
        self._fill()

    def facts(self) -> CasefileRetention:
        """What was entered."""
        return CasefileRetention(
            self._facts.id,
            self._facts.casefile_id,
            self.group.value(),
            Charging(self.charging.value()),
            self.charged_on.value(),
            Ending(self.ended.value()),
            self.ended_on.value(),
            Sentence(self.sentence.value()),
            self.released_on.value(),
            Appeal(self.appeal.value()),
            self.appeal_on.value(),
        )

    def _fill(self) -> None:
        facts = self._facts
        for field, chosen in (
            (self.group, facts.group_code), (self.charging, str(facts.charging)),
            (self.ended, str(facts.ending)), (self.sentence, str(facts.sentence)),
            (self.appeal, str(facts.appeal)),
        ):  # fmt: skip
            field.set_value(chosen)
        for asked, day in (
            (self.charged_on, facts.charge_decided_on), (self.ended_on, facts.ended_on),
            (self.released_on, facts.released_on), (self.appeal_on, facts.appeal_ended_on),
        ):  # fmt: skip
            if day is not None:
                asked.set_value(day)


def facts_dialog(
    workplace: Workplace, owner: QWidget, facts: CasefileRetention, rules: RetentionRules
) -> None:
    """The group and the facts of one casefile."""
    form = FactsForm(workplace, facts, rules)
    _open(workplace, owner, _tr("Retention"), form, lambda: partial(set_retention, form.facts()))


def review_dialog(workplace: Workplace, owner: QWidget, subject: Subject, view: RetentionView) -> None:
    """A decision, with its reason; to destroy is only proposed by it."""
    form = Form(workplace.setting)
    told = _tr(
        "A review is a decision with a reason, and stays on record. To destroy is only proposed here: two "
        "officers then do it together."
    )
    form.note(Text(workplace.theme, told, "body", wrap=True))
    choices = [
        (ReviewDecision.KEEP.value, _tr("Keep for another period")),
        (ReviewDecision.DESTROY.value, _tr("Propose for destruction")),
        (ReviewDecision.HOLD.value, _tr("Place under legal hold")),
    ]
    decision = form.choice("decision", _tr("Decision"), choices, required=True)
    next_on = form.date("next_on", _tr("Next review"), required=True)
    reason = form.text("reason", _tr("Why"), required=True, limit=600, lines=3)
    if view.suggested_on is not None:
        next_on.set_value(view.suggested_on)

    def verb() -> Verb:
        chosen = ReviewDecision(decision.value())
        return partial(review_retention, ReviewRetention(subject, chosen, reason.value(), next_on.value()))

    dialog = FormDialog(
        workplace, owner, _tr("Review of retention"), form, save=_tr("Record the decision"), verb=verb,
        done=lambda _changes: workplace.toast(_tr("The decision is on record.")), width=560,
    )  # fmt: skip

    def chosen() -> None:
        next_on.setVisible(decision.value() in ("", ReviewDecision.KEEP.value))
        dialog.fit()

    decision.edited.connect(chosen)
    dialog.open()


def hold_dialog(workplace: Workplace, owner: QWidget, subject: Subject, *, lift: bool) -> None:
    """Places a legal hold, or lifts the one in force; either with a reason."""
    form = Form(workplace.setting)
    told = (
        _tr("Once lifted, nothing but its review and CPIA keep these records.")
        if lift
        else _tr("A legal hold overrides everything: until it is lifted nothing of this can be destroyed.")
    )
    form.note(Text(workplace.theme, told, "body", wrap=True))
    reason = form.text("reason", _tr("Why"), required=True, limit=600, lines=3)
    act = lift_hold if lift else place_hold
    title = _tr("Lift the legal hold") if lift else _tr("Place a legal hold")
    _open(workplace, owner, title, form, lambda: partial(act, subject, reason.value()))


def period_dialog(
    workplace: Workplace, owner: QWidget, code: str, title: str, entered: RetentionPeriod | None
) -> None:
    """The force's own period for a group or for contacts."""
    form = Form(workplace.setting)
    told = _tr("No period is shipped with this program. Enter what your force's own policy says, and where.")
    form.note(Text(workplace.theme, f"{title}. {told}", "body", wrap=True))
    if code == CONTACTS:
        counted = form.line("days", _tr("Days after the poll"), required=True, limit=4)
        counted.set_value(str(entered.after_poll_days) if entered else "")
        first = further = counted
    else:
        first = form.line("first", _tr("Years to the first review"), required=True, limit=3)
        further = form.line("further", _tr("Years between reviews"), required=True, limit=3)
        form.beside(first, further)
        if entered:
            first.set_value(str(entered.first_years))
            further.set_value(str(entered.further_years))
    policy = form.line("policy", _tr("The force's policy"), required=True, limit=120)
    policy.set_value(entered.policy_reference if entered else "")

    def verb() -> Verb:
        if code == CONTACTS:
            return partial(
                enter_period, EnterPeriod(code, policy.value(), after_poll_days=_whole(first.value()))
            )
        years = _whole(first.value()), _whole(further.value())
        return partial(enter_period, EnterPeriod(code, policy.value(), *years))

    _open(workplace, owner, _tr("Enter the force's period"), form, verb)


def _whole(typed: str) -> int:
    """The number typed; 0, which is refused with a sentence, for anything else."""
    return int(typed) if typed.strip().isascii() and typed.strip().isdigit() else 0


def _open(workplace: Workplace, owner: QWidget, title: str, form: Form, verb: Callable[[], Verb]) -> None:
    FormDialog(
        workplace, owner, title, form, save=_tr("Save"), verb=verb,
        done=lambda _changes: workplace.toast(_tr("Saved.")), width=620,
    ).open()  # fmt: skip
