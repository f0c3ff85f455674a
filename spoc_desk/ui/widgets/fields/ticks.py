"""A field to tick several in: exhibits, statements, whatever may be linked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from spoc_desk.ui.theme import Theme
from spoc_desk.ui.widgets.fields.field import Field
from spoc_desk.ui.widgets.layouts import Column, framed

_KEY = Qt.ItemDataRole.UserRole


class TickField(Field):
    """Any number of choices, by key; Space ticks, typing goes to a row."""

    def __init__(
        self,
        theme: Theme,
        label: str,
        choices: Sequence[tuple[str, str]],
        *,
        required: bool = False,
        hint: str = "",
        lines: int = 6,
    ) -> None:
        super().__init__(theme, label, required=required, hint=hint)
        self._lines = lines
        self.editor = QListWidget()
        self.editor.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.editor.setTextElideMode(Qt.TextElideMode.ElideRight)
        for key, words in choices:
            item = QListWidgetItem(words, self.editor)
            item.setData(_KEY, key)
            item.setToolTip(words)
            item.setFlags(
                Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable
            )
            item.setCheckState(Qt.CheckState.Unchecked)
        self.watch(self.editor)
        self.body.addWidget(framed("card", Column(theme, self.editor, margins=(4, 4, 4, 4))))
        self.editor.itemChanged.connect(self._ticked)
        self.show_problem("")
        self._say_count()
        theme.follow(self.dress)

    def dress(self) -> None:
        """Takes font and height at the text scale in use."""
        self.editor.setFont(self.theme.font(13))
        rows = max(2, min(self._lines, self.editor.count()))
        self.editor.setFixedHeight(rows * self.theme.px(28) + 4)
        for item in self._items():
            item.setSizeHint(QSize(0, self.theme.px(28)))

    def value(self) -> tuple[str, ...]:
        """The keys ticked, in the order shown."""
        return tuple(str(item.data(_KEY)) for item in self._items() if item.checkState() == _ON)

    def set_value(self, keys: Iterable[str]) -> None:
        """Ticks exactly these."""
        wanted = set(keys)
        for item in self._items():
            item.setCheckState(_ON if item.data(_KEY) in wanted else Qt.CheckState.Unchecked)

    def is_empty(self) -> bool:
        """Whether nothing is ticked."""
        return not self.value()

    def missing(self) -> str:
        """One must be ticked."""
        return self.tr("Tick at least one.")

    def draft(self) -> str:
        """The keys ticked, one to a line."""
        return "\n".join(self.value())

    def take_draft(self, text: str) -> None:
        """Ticks what draft() gave."""
        self.set_value(text.split("\n"))

    def _items(self) -> list[QListWidgetItem]:
        return [self.editor.item(number) for number in range(self.editor.count())]

    def _ticked(self, _item: QListWidgetItem) -> None:
        self._say_count()
        self.on_edit()

    def _say_count(self) -> None:
        told = self.tr("{0} of {1} ticked").format(len(self.value()), self.editor.count())
        self.show_count(told if self.editor.count() else "", too_many=False)


_ON = Qt.CheckState.Checked
