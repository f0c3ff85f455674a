"""Fields to choose in: one of several, yes or no, and a record found by typing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QListWidget, QListWidgetItem

from spoc_desk.ui.theme import Theme
from spoc_desk.ui.widgets.combo import Combo
from spoc_desk.ui.widgets.fields.field import Field
from spoc_desk.ui.widgets.search_field import SearchField


class ChoiceField(Field):
    """One of several, by key. Nothing is chosen to begin with."""

    def __init__(
        self,
        theme: Theme,
        label: str,
        choices: Sequence[tuple[str, str]],
        *,
        required: bool = False,
        hint: str = "",
    ) -> None:
        super().__init__(theme, label, required=required, hint=hint)
        self.editor = Combo(theme)
        self.watch(self.editor)
        self.body.addWidget(self.editor)
        self.set_choices(choices)
        self.editor.currentIndexChanged.connect(self.on_edit)

    def set_choices(self, choices: Sequence[tuple[str, str]]) -> None:
        """Offers other choices; the one chosen stays if it is among them."""
        chosen = self.value()
        self.editor.blockSignals(True)
        self.editor.clear()
        self.editor.addItem(self.tr("Choose…"), "")
        for key, words in choices:
            self.editor.addItem(words, key)
        self.editor.setCurrentIndex(max(0, self.editor.findData(chosen)))
        self.editor.blockSignals(False)

    def value(self) -> str:
        """The key chosen, or empty."""
        return str(self.editor.currentData() or "")

    def set_value(self, key: str) -> None:
        """Chooses a key."""
        self.editor.setCurrentIndex(max(0, self.editor.findData(key)))

    def is_empty(self) -> bool:
        """Whether nothing has been chosen."""
        return not self.value()

    def missing(self) -> str:
        """One must be chosen."""
        return self.tr("Choose one.")

    def draft(self) -> str:
        """The key chosen."""
        return self.value()

    def take_draft(self, text: str) -> None:
        """Chooses what draft() gave."""
        self.set_value(text)


class CheckField(Field):
    """Yes or no, with its words beside the box."""

    def __init__(self, theme: Theme, label: str, *, hint: str = "", must_be: str = "") -> None:
        """must_be: what to say when it has to be ticked and is not."""
        super().__init__(theme, label, required=True, hint=hint)
        self._must_be = must_be
        self._label.hide()
        self.editor = QCheckBox(label)
        self.watch(self.editor)
        self.body.addWidget(self.editor)
        self.body.addWidget(self._hint)  # below, as its words stand beside the box and not above it
        self.editor.toggled.connect(self.on_edit)
        theme.follow(self.dress)

    def dress(self) -> None:
        """Takes the font in use."""
        self.editor.setFont(self.theme.font(13.5))

    def value(self) -> bool:
        """Whether it is ticked."""
        return self.editor.isChecked()

    def set_value(self, ticked: bool) -> None:
        """Ticks it or not."""
        self.editor.setChecked(ticked)

    def is_empty(self) -> bool:
        """Whether it is as it began."""
        return not self.value()

    def problem(self) -> str:
        """Only where it must be ticked."""
        return self._must_be if self._must_be and not self.value() else ""

    def draft(self) -> str:
        """Ticked or not."""
        return "yes" if self.value() else ""

    def take_draft(self, text: str) -> None:
        """Ticks what draft() gave."""
        self.set_value(text == "yes")


@dataclass(frozen=True, slots=True)
class Pick:
    """A record offered or chosen: a person, an exhibit, a casefile."""

    id: int
    title: str
    detail: str = ""


Find = Callable[[str, Callable[[Sequence[Pick]], None]], None]


class PickField(Field):
    """A record found by typing part of its name. find(text, show) asks and passes what it found to show."""

    def __init__(
        self, theme: Theme, label: str, find: Find, *, required: bool = False, hint: str = ""
    ) -> None:
        super().__init__(theme, label, required=required, hint=hint)
        self._find = find
        self._pick: Pick | None = None
        self.editor = SearchField(theme, self.tr("Type a name or a reference"), icon="search", height=34)
        self.offers = QListWidget()
        self.offers.hide()
        self.watch(self.editor)
        self.watch(self.offers, self.tr("{0}: found").format(label))
        self.body.addWidget(self.editor)
        self.body.addWidget(self.offers)
        self.editor.searched.connect(self._ask)
        self.editor.textEdited.connect(self._typed)
        self.editor.left_down.connect(self._go_in)
        self.offers.itemActivated.connect(self._take)
        self.offers.itemClicked.connect(self._take)
        theme.follow(self.dress)

    def dress(self) -> None:
        """Takes the font in use."""
        self.offers.setFont(self.theme.font(13))
        self.offers.setMaximumHeight(self.theme.px(160))

    def value(self) -> int | None:
        """The id of the record chosen."""
        return None if self._pick is None else self._pick.id

    def set_value(self, pick: Pick | None) -> None:
        """Chooses a record without a search."""
        self._pick = pick
        self.editor.blockSignals(True)
        self.editor.setText(pick.title if pick is not None else "")
        self.editor.blockSignals(False)
        self.offers.hide()
        self.on_edit()

    def is_empty(self) -> bool:
        """Whether nothing has been chosen or typed."""
        return self._pick is None and not self.editor.text().strip()

    def own_problem(self) -> str:
        """Typed words are not a choice."""
        return self.tr("Choose one of the records found, or clear this.") if self._pick is None else ""

    def echo(self) -> str:
        """More about the record chosen."""
        return "" if self._pick is None else self._pick.detail

    def draft(self) -> str:
        """The record chosen: its id, title and details, one to a line."""
        return "" if self._pick is None else f"{self._pick.id}\n{self._pick.title}\n{self._pick.detail}"

    def take_draft(self, text: str) -> None:
        """Chooses what draft() gave."""
        parts = text.split("\n", 2)
        if len(parts) == 3 and parts[0].isdigit():
            self.set_value(Pick(int(parts[0]), parts[1], parts[2]))
        else:
            self.set_value(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in the line takes the first record found."""
        entered = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if entered and self.offers.count() and self._pick is None:
            self._take(self.offers.item(max(0, self.offers.currentRow())))
        else:
            super().keyPressEvent(event)

    def _typed(self, _text: str) -> None:
        self._pick = None
        self.on_edit()

    def _ask(self, text: str) -> None:
        if self._pick is None and text:
            self._find(text, self._show)
        else:
            self.offers.hide()

    def _show(self, found: Sequence[Pick]) -> None:
        self.offers.clear()
        for pick in found:
            item = QListWidgetItem(f"{pick.title}  ·  {pick.detail}" if pick.detail else pick.title)
            item.setData(Qt.ItemDataRole.UserRole, pick)
            self.offers.addItem(item)
        self.offers.setVisible(bool(found) and self._pick is None)

    def _go_in(self) -> None:
        if self.offers.isVisible():
            self.offers.setFocus()
            self.offers.setCurrentRow(0)

    def _take(self, item: QListWidgetItem) -> None:
        pick = item.data(Qt.ItemDataRole.UserRole)
        if isinstance(pick, Pick):
            self.editor.setFocus()
            self.set_value(pick)
            self.check()
