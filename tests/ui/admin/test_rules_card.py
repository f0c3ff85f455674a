"""The force's rules for two officers, shown and changed in Admin."""

from PySide6.QtWidgets import QPushButton

from spoc_desk.domain.dual_control import Deed, Policy
from spoc_desk.services.dual_rules import rules_of
from spoc_desk.ui.admin.rules_card import RulesCard
from spoc_desk.ui.widgets.dialogs import FormDialog
from tests.ui.casework import words_in


def test_a_rule_is_made_stricter_in_the_window(qtbot, place, vault):
    card = RulesCard(place)
    qtbot.addWidget(card)
    card.show()
    qtbot.waitUntil(lambda: "Two, under every rule" in words_in(card))
    assert "Two, always" not in words_in(card)
    next(b for b in card.findChildren(QPushButton) if b.text() == "Change the rules").click()
    qtbot.waitUntil(lambda: card.findChildren(FormDialog) != [])
    dialog = card.findChild(FormDialog)
    assert "recorded and printed as self-authorised" in words_in(dialog)
    dialog._form.chosen[Deed.EXPORT].set_value(str(Policy.TWO))
    dialog.submit()
    qtbot.waitUntil(lambda: "Two, always" in words_in(card))
    assert rules_of(vault.desk)[Deed.EXPORT] is Policy.TWO
