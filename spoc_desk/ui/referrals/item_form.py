"""The form of one checklist item: how it stands, what it says, and the evidence it rests on."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from spoc_desk.domain.referrals import (
    Answer,
    AnswerState,
    ChecklistItem,
    Evidence,
    Hostility,
    Tie,
)
from spoc_desk.services.referrals import AnswerItem, ReferralView, answer_hostility, answer_item
from spoc_desk.ui.casefiles.offence_forms import exhibit_choices, statement_choices
from spoc_desk.ui.widgets.fields.chips import ChipField
from spoc_desk.ui.widgets.fields.moment import DateField
from spoc_desk.ui.widgets.fields.ticks import TickField
from spoc_desk.ui.widgets.fields.words import LineField
from spoc_desk.ui.widgets.form import Form
from spoc_desk.ui.workplace import Workplace

if TYPE_CHECKING:
    from spoc_desk.services.ports import Changes, Desk


def _tr(text: str) -> str:
    return QCoreApplication.translate("ItemForm", text)


class ItemForm(Form):
    """Holds the answer stored; what is typed stays until it is saved."""

    def __init__(self, workplace: Workplace, view: ReferralView, item: ChecklistItem) -> None:
        super().__init__(workplace.setting, draft_key=f"referral.{view.referral.id}.item.{item.number}")
        self.item, self._referral = item, view.referral
        states = [("open", _tr("Not yet")), ("done", _tr("Done"))]
        if item.na_allowed:
            states.append(("not_applicable", _tr("Does not apply")))
        self.hostility = self._hostility() if item.tie is Tie.HOSTILITY else None
        needs = set(item.needs)
        asked = _tr("What it rests on") if self.hostility else _tr("Answer")
        self.words = self.text("note", asked, lines=4, limit=2000, required=Evidence.TEXT in needs)
        self.on = self._date() if Evidence.DATE in needs else None
        self.name = self._name(_tr("Name")) if Evidence.NAME in needs else None
        self.second = self._second() if Evidence.SECOND_NAME in needs else None
        self.exhibits = self._ticks("exhibits", _tr("Exhibits it rests on"), exhibit_choices(view.case))
        self.statements = self._ticks(
            "statements", _tr("Statements it rests on"), statement_choices(view.case)
        )
        self.state = self.add("state", ChipField(self.theme, _tr("How it stands"), states, required=True))
        why = _tr("Why it does not apply")
        self.reason = self.line("reason", why, required=item.na_needs_reason, limit=400)
        self._take(view)
        self.state.edited.connect(self._fit)
        self._fit()

    def go(self) -> None:
        """Puts the cursor where the answer begins."""
        (self.hostility or self.words).go()

    def verb(self) -> Callable[[Desk], Changes]:
        """What to run to save what was entered."""
        command = AnswerItem(
            referral_id=self._referral.id,
            item=self.item.number,
            state=AnswerState(self.state.value()),
            note=self.words.value(),
            reason=self.reason.value() if self.state.value() == "not_applicable" else "",
            on=self.on.value() if self.on else None,
            name=self.name.value() if self.name else "",
            second=self.second.value() if self.second else "",
            exhibit_ids=tuple(int(key) for key in self.exhibits.value()),
            statement_ids=tuple(int(key) for key in self.statements.value()),
        )
        if self.hostility is None or not self.hostility.value():
            return partial(answer_item, command)
        return partial(_save_hostility, Hostility(self.hostility.value()), command)

    def _hostility(self) -> ChipField:
        chips = [("yes", _tr("Yes")), ("no", _tr("No"))]
        field = ChipField(
            self.theme, _tr("Is there evidence of hostility?"), chips, required=True, none=True,
            hint=_tr("To a candidate, an office-holder or a campaigner (Elections Act 2022 ss30 to 34)"),
        )  # fmt: skip
        return self.add("hostility", field)

    def _date(self) -> DateField:
        return self.date("on", _tr("Date"), required=True)

    def _name(self, label: str) -> LineField:
        return self.line("name", label, required=True, hint=_tr("Rank and name, or the office"))

    def _second(self) -> LineField:
        return self.line("second", _tr("Second person"), required=True, hint=_tr("Not whoever did it first"))

    def _ticks(self, key: str, label: str, choices: list[tuple[str, str]]) -> TickField:
        field = self.add(key, TickField(self.theme, label, choices, lines=5))
        field.setVisible(bool(choices))
        return field

    def _take(self, view: ReferralView) -> None:
        answer = next((each for each in view.answers if each.item == self.item.number), None)
        if answer is not None:
            self._fill(answer, view)
        if self.hostility is not None:
            if view.referral.hostility is not Hostility.UNANSWERED:
                self.hostility.set_value(str(view.referral.hostility))
            if not self.words.value():
                self.words.set_value(view.referral.hostility_note)

    def _fill(self, answer: Answer, view: ReferralView) -> None:
        self.state.set_value(str(answer.state))
        self.words.set_value(answer.note)
        self.reason.set_value(answer.reason)
        if self.on and answer.on:
            self.on.set_value(answer.on)
        for field, value in ((self.name, answer.name), (self.second, answer.second)):
            if field:
                field.set_value(value)
        links = [link for link in view.links if link.answer_id == answer.id]
        self.exhibits.set_value(str(link.exhibit_id) for link in links if link.exhibit_id)
        self.statements.set_value(str(link.statement_id) for link in links if link.statement_id)

    def _fit(self) -> None:
        """Asks only what the state needs: the reason where it does not apply, the particulars once done."""
        state = self.state.value()
        self.reason.setVisible(state == "not_applicable")
        done = state == "done"
        for field in (self.on, self.name, self.second):
            if field is not None:
                field.required = done
        self.words.required = done and (Evidence.TEXT in self.item.needs or self.hostility is not None)


def _save_hostility(hostility: Hostility, command: AnswerItem, desk: Desk) -> Changes:
    changes = answer_hostility(command.referral_id, hostility, command.note, desk)
    return (*changes, *answer_item(command, desk))
