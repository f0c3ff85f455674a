"""Ticks for what a pack prints beside its exhibits; only what the recipient may see is there at all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtWidgets import QCheckBox

from spoc_desk.ui.theme import Theme
from spoc_desk.ui.widgets.fields.field import Field


class PapersField(Field):
    """Several boxes, by key. A box that is not offered is not shown, and counts as not ticked."""

    def __init__(self, theme: Theme, label: str, choices: Sequence[tuple[str, str]]) -> None:
        super().__init__(theme, label, required=True)
        self._offered = {key for key, _ in choices}
        self.boxes: dict[str, QCheckBox] = {}
        for key, words in choices:
            box = QCheckBox(words)
            self.boxes[key] = box
            self.watch(box, words)
            self.body.addWidget(box)
            box.toggled.connect(self.on_edit)
        theme.follow(self.dress)

    def dress(self) -> None:
        """Takes the font in use."""
        for box in self.boxes.values():
            box.setFont(self.theme.font(13.5))

    def offer(self, keys: Iterable[str]) -> None:
        """Shows exactly these; the whole question goes when there is none."""
        self._offered = set(keys)
        for key, box in self.boxes.items():
            box.setVisible(key in self._offered)
        self.setVisible(bool(self._offered))

    def value(self) -> tuple[str, ...]:
        """The keys ticked among those offered."""
        return tuple(key for key, box in self.boxes.items() if key in self._offered and box.isChecked())

    def set_value(self, keys: Iterable[str]) -> None:
        """Ticks exactly these."""
        wanted = set(keys)
        for key, box in self.boxes.items():
            box.setChecked(key in wanted)

    def is_empty(self) -> bool:
        """Nothing need be ticked."""
        return False

    def draft(self) -> str:
        """The keys ticked, with commas."""
        return ",".join(self.value())

    def take_draft(self, text: str) -> None:
        """Ticks what draft() gave."""
        self.set_value(text.split(","))
