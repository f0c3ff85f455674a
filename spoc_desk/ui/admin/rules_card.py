"""What takes two officers in this vault, and the dialog in which the force's rule is changed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from spoc_desk.domain.change import Permission
from spoc_desk.domain.changes import DualControlChanged
from spoc_desk.domain.dual_control import ALWAYS_TWO, CHOSEN, Deed, Policy, StandingBy
from spoc_desk.services.dual_control import standing_by
from spoc_desk.services.dual_rules import SetDualControl, rules_of, set_dual_control
from spoc_desk.ui.widgets.card import Card, SummaryList
from spoc_desk.ui.widgets.dialogs import FormDialog
from spoc_desk.ui.widgets.form import Form
from spoc_desk.ui.widgets.layouts import Column
from spoc_desk.ui.widgets.second_officer import SecondOfficerField
from spoc_desk.ui.widgets.text import Text
from spoc_desk.ui.workplace import Workplace

if TYPE_CHECKING:
    from collections.abc import Callable

    from spoc_desk.services.ports import Changes, Desk

Rules = dict[Deed, Policy]


def _tr(text: str) -> str:
    return QCoreApplication.translate("RulesCard", text)


class RulesCard(QWidget):
    """Reads the rules itself, anew whenever they are changed."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__()
        self._workplace = workplace
        self._column = Column(workplace.theme)
        self.setLayout(self._column)
        self._card: Card | None = None
        workplace.jobs.changed.connect(self._changed)
        self.read()

    def read(self) -> None:
        """Reads the rules."""
        self._workplace.jobs.query(self, rules_of, self.show_rules)

    def show_rules(self, rules: Rules) -> None:
        """Shows the rule for each deed."""
        theme, workplace = self._workplace.theme, self._workplace
        if self._card is not None:
            self._column.removeWidget(self._card)
            self._card.deleteLater()
        may = workplace.may(Permission.POLICY) and workplace.may(Permission.OFFICERS)
        facts = [(deed_words(deed), _told(deed, rule)) for deed, rule in rules.items()]
        note = _tr("The second officer enters their own passphrase in the same dialog, and is on the record.")
        self._card = Card(
            theme, _tr("Two officers"), SummaryList(theme, facts),
            Text(theme, note, "meta", "text2", wrap=True),
            action=_tr("Change the rules") if may else "", act=partial(rules_dialog, workplace, self, rules),
        )  # fmt: skip
        self._column.addWidget(self._card)

    def _changed(self, changes: Changes) -> None:
        if any(isinstance(change, DualControlChanged) for change in changes):
            self.read()


class RulesForm(Form):
    """One choice for each deed whose rule is the force's."""

    def __init__(self, workplace: Workplace, rules: Rules, there: StandingBy) -> None:
        super().__init__(workplace.setting)
        told = _tr(
            "Records are destroyed by two officers under every rule. Officers are enrolled by two while "
            "there are two: otherwise nobody could enrol the second."
        )
        self.note(Text(workplace.theme, told, "body", wrap=True))
        choices = [(str(rule), words) for rule, words in _rules().items()]
        self.chosen = {
            deed: self.choice(str(deed), deed_words(deed), choices, required=True) for deed in CHOSEN
        }
        for deed, field in self.chosen.items():
            field.set_value(str(rules[deed]))
        self.second = self.add("second", SecondOfficerField(workplace.theme, there))

    def command(self) -> SetDualControl:
        """The rules chosen."""
        rules = {deed: Policy(field.value()) for deed, field in self.chosen.items()}
        return SetDualControl(rules, self.second.value())


def rules_dialog(workplace: Workplace, owner: QWidget, rules: Rules) -> None:
    """Opens the dialog; changing the rules takes two officers itself."""

    def show(there: StandingBy) -> None:
        form = RulesForm(workplace, rules, there)

        def verb() -> Callable[[Desk], Changes]:
            return partial(set_dual_control, form.command())

        FormDialog(
            workplace, owner, _tr("What takes two officers"), form, save=_tr("Set the rules"), verb=verb,
            done=lambda _changes: workplace.toast(_tr("The rules hold from now on.")), width=620,
        ).open()  # fmt: skip

    workplace.jobs.query(owner, partial(standing_by, Deed.OFFICERS), show)


def deed_words(deed: Deed) -> str:
    """What a deed is called on screen."""
    return {
        Deed.ERASE: _tr("Destroying records"),
        Deed.EXPORT: _tr("Exporting the whole audit trail"),
        Deed.RESTORE: _tr("Restoring a backup"),
        Deed.OFFICERS: _tr("Officers, their roles and keys"),
        Deed.RELEASE: _tr("Releasing a pack"),
        Deed.RETURN: _tr("Authorising a return"),
    }[deed]


def _rules() -> dict[Policy, str]:
    return {
        Policy.LONE: _tr("Two; one alone while nobody else may stand by"),
        Policy.TWO: _tr("Two, always"),
    }


def _told(deed: Deed, rule: Policy) -> str:
    return _tr("Two, under every rule") if deed in ALWAYS_TWO else _rules()[rule]
