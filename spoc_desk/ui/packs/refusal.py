"""Says why a pack was not kept, until it is dismissed, and leads to the exhibit that it is about."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from spoc_desk.domain.errors import DomainError
from spoc_desk.ui.widgets.buttons import Button
from spoc_desk.ui.widgets.dialogs import Sheet
from spoc_desk.ui.widgets.text import Text
from spoc_desk.ui.workplace import Workplace


class RefusalSheet(Sheet):
    """The refusal in its own words. error: its value `exhibit`, if any, is the id of the exhibit to open."""

    def __init__(self, workplace: Workplace, parent: QWidget, error: DomainError) -> None:
        super().__init__(workplace.theme, _tr("The pack was not kept"), parent, width=560)
        self._workplace, self._exhibit = workplace, error.values.get("exhibit")
        sentence = workplace.messages.sentence(error)
        self.said = Text(workplace.theme, sentence, "body", wrap=True)
        self.setAccessibleDescription(sentence)
        self.set_body(self.said)
        self.close_button = Button(workplace.theme, _tr("Close"))
        self.close_button.clicked.connect(self.reject)
        self.buttons.addWidget(self.close_button)
        self.open_button: Button | None = None
        if isinstance(self._exhibit, int):
            self.open_button = Button(workplace.theme, _tr("Open the exhibit"), kind="primary")
            self.open_button.clicked.connect(self._open)
            self.buttons.addWidget(self.open_button)

    def _open(self) -> None:
        self.accept()
        if isinstance(self._exhibit, int):
            self._workplace.navigate("exhibits", self._exhibit)


def _tr(text: str) -> str:
    return QCoreApplication.translate("PackRefusal", text)
