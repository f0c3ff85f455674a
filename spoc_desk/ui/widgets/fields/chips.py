"""A field of chips, of which one is chosen: for two or three answers that should all be in sight."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QPushButton

from spoc_desk.ui.theme import Theme
from spoc_desk.ui.widgets.buttons import ChipGroup
from spoc_desk.ui.widgets.fields.field import Field


class ChipField(Field):
    """One of a few, by key. none: nothing is chosen to begin with."""

    def __init__(
        self,
        theme: Theme,
        label: str,
        chips: Sequence[tuple[str, str]],
        *,
        required: bool = False,
        hint: str = "",
        none: bool = False,
    ) -> None:
        super().__init__(theme, label, required=required, hint=hint)
        self.chips = ChipGroup(theme, label, chips, none=none)
        self.body.addWidget(self.chips)
        self._keys = {key for key, _ in chips}
        first = self.chips.findChildren(QPushButton)
        if first:
            self.chips.setFocusProxy(first[0])
        self.chips.chosen.connect(self.on_edit)

    def go(self) -> None:
        """Puts the cursor on the first chip."""
        self.chips.setFocus()

    def value(self) -> str:
        """The key chosen, or empty."""
        return self.chips.current()

    def set_value(self, key: str) -> None:
        """Chooses a key."""
        if key in self._keys:
            self.chips.choose(key)

    def is_empty(self) -> bool:
        """Whether nothing is chosen."""
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
