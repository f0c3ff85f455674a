"""Appearance and lock: colours, text size, minutes until the desk locks itself; for this account here."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from spoc_desk.services.away_ports import Sign
from spoc_desk.ui.capture_shield import CHOICE
from spoc_desk.ui.idle import minutes_of
from spoc_desk.ui.theme import Mode
from spoc_desk.ui.widgets.buttons import ChipGroup
from spoc_desk.ui.widgets.card import Card
from spoc_desk.ui.widgets.fields.choices import CheckField, ChoiceField
from spoc_desk.ui.widgets.layouts import CardGrid, Row, boxed
from spoc_desk.ui.widgets.text import Text
from spoc_desk.ui.workplace import Workplace

SIZES = tuple(range(100, 201, 10))
MINUTES = (5, 10, 15, 20, 30)


def _tr(text: str) -> str:
    return QCoreApplication.translate("LookSection", text)


class LookSection(CardGrid):
    """Each choice works at once and is kept for this account on this computer."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(workplace.theme)
        self._workplace = workplace
        theme = workplace.theme
        modes = [
            (Mode.LIGHT.value, _tr("Light")),
            (Mode.DARK.value, _tr("Dark")),
            (Mode.SYSTEM.value, _tr("As the system")),
        ]
        self.colours = ChipGroup(theme, _tr("Colours"), modes, none=True)
        self.text_size = ChoiceField(
            theme, _tr("Text size"), [(str(size), f"{size} %") for size in SIZES], required=True
        )
        self.minutes = ChipGroup(
            theme,
            _tr("Minutes until the lock"),
            [(str(m), _tr("{0} min").format(m)) for m in MINUTES],
            none=True,
        )
        self.signs = Text(theme, "", "meta", "text2", wrap=True)
        self.add(self._colour_card(), wide=True)
        self.add(self._size_card())
        self.add(self._lock_card())
        self.hidden = CheckField(theme, _tr("Keep these windows out of screen captures"))
        if workplace.hide_windows is not None:
            self.add(self._capture_card(), wide=True)
        self._show()
        self.hidden.edited.connect(self._captured)
        self.colours.chosen.connect(self._coloured)
        self.text_size.edited.connect(self._sized)
        self.minutes.chosen.connect(self._timed)
        theme.changed.connect(self._show)

    def _colour_card(self) -> Card:
        words = _tr(
            "The system's own contrast theme, when one is on, always comes before these. "
            "Every colour that tells something is also told by an icon and a word."
        )
        return self._card(_tr("Colours"), self.colours, words)

    def _size_card(self) -> Card:
        words = _tr(
            "Also Ctrl and +, Ctrl and −; Ctrl+0 puts it back. The scale of the system is added to it."
        )
        return self._card(_tr("Text size"), self.text_size, words)

    def _lock_card(self) -> Card:
        words = _tr(
            "After so long without a key or the mouse the desk locks: keys and records leave the memory, and "
            "what was typed is kept. Ctrl+L locks at once."
        )
        return self._card(_tr("Lock itself after"), self.minutes, words, self.signs)

    def _capture_card(self) -> Card:
        words = _tr(
            "Pictures, recordings and shared screens then leave them out. Whoever gives you remote support "
            "sees nothing of this program either. A camera still does."
        )
        return self._card(_tr("Screen captures"), self.hidden, words)

    def _card(self, title: str, choice: QWidget, words: str, *more: QWidget) -> Card:
        theme = self._workplace.theme
        row = boxed(Row(theme, choice))
        return Card(theme, title, row, Text(theme, words, "meta", "text2", wrap=True), *more)

    def showEvent(self, event: QShowEvent) -> None:
        """Says what this computer tells; known only a moment after the program has started."""
        super().showEvent(event)
        self.signs.setText(_signs_in_words(self._workplace.signs()))

    def _show(self) -> None:
        theme = self._workplace.theme
        for choice in (self.colours, self.text_size, self.minutes, self.hidden):
            choice.blockSignals(True)
        self.colours.choose(theme.mode.value)
        self.text_size.set_value(str(round(theme.scale * 100)))
        kept = minutes_of(self._workplace.choices.read("idle_minutes"))
        self.minutes.choose(str(min(MINUTES, key=lambda each: abs(each - kept))))
        self.hidden.set_value(self._workplace.choices.read(CHOICE) == "yes")
        for choice in (self.colours, self.text_size, self.minutes, self.hidden):
            choice.blockSignals(False)

    def _coloured(self, key: str) -> None:
        self._workplace.choices.write("colours", key)
        self._workplace.theme.use(mode=Mode(key))

    def _sized(self) -> None:
        if self.text_size.value():
            scale = int(self.text_size.value()) / 100
            self._workplace.choices.write("text_scale", str(scale))
            self._workplace.theme.use(scale=scale)

    def _captured(self) -> None:
        self._workplace.choices.write(CHOICE, "yes" if self.hidden.value() else "no")
        if self._workplace.hide_windows is not None:
            self._workplace.hide_windows(self.hidden.value())

    def _timed(self, key: str) -> None:
        self._workplace.choices.write("idle_minutes", key)
        self._workplace.idle_chosen.emit(int(key))


def _signs_in_words(signs: frozenset[Sign]) -> str:
    if Sign.SESSION in signs:
        return _tr("It also locks with the screen, and before the computer sleeps.")
    if Sign.SLEEP in signs:
        return _tr(
            "It also locks before the computer sleeps. This computer does not tell when its screen is locked."
        )
    return _tr("This computer tells neither of sleep nor of a locked screen: the desk locks by time only.")
