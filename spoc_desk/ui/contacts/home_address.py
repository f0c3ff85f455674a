"""The home address of a contact: hidden until asked for, which is written down first; then hidden again."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtGui import QHideEvent

from spoc_desk.domain.contacts import HomeAddress, Person, address_warning
from spoc_desk.services.contacts import read_home_address
from spoc_desk.ui.widgets.announce import announce
from spoc_desk.ui.widgets.banner import Banner, Kind
from spoc_desk.ui.widgets.buttons import Button
from spoc_desk.ui.widgets.card import Card
from spoc_desk.ui.widgets.layouts import Row, boxed
from spoc_desk.ui.widgets.text import IconText, Text
from spoc_desk.ui.workplace import Workplace

if TYPE_CHECKING:
    from spoc_desk.domain.errors import DomainError

SHOWN_SECONDS = 60


def _tr(text: str) -> str:
    return QCoreApplication.translate("HomeAddressCard", text)


class HomeAddressCard(Card):
    """Hides again after a minute, and whenever the card goes out of sight."""

    def __init__(
        self,
        workplace: Workplace,
        person: Person,
        *,
        has_address: bool,
        edit: Callable[[HomeAddress | None], object],
    ) -> None:
        super().__init__(workplace.theme, _tr("Home address"), gap=9)
        self._workplace, self._person, self._edit = workplace, person, edit
        self._address: HomeAddress | None = None
        self._left = 0
        theme = workplace.theme
        if person.address_withheld:
            words = _tr("Address withheld from the ballot paper")
            self.add(IconText(theme, "eye-off", words, style="meta", icon_tone="warning", size=14))
        trap = address_warning(person, None)
        self._warning = Banner(theme, Kind.WARNING, workplace.messages.told(trap) if trap else "")
        self.add(self._warning)
        self._warning.setVisible(bool(trap))
        self._words = Text(theme, "", "value", wrap=True, selectable=True)
        self._note = Text(theme, "", "meta", "text2", wrap=True, tabular=True)
        self.add(self._words)
        self.add(self._note)
        self._add_buttons()
        self._has_address = has_address
        self._seconds = QTimer(self)
        self._seconds.setInterval(1000)
        self._seconds.timeout.connect(self.tick)
        self.conceal()

    def _add_buttons(self) -> None:
        theme = self._workplace.theme
        self.show_button = Button(theme, _tr("Show address"), "eye")
        self.show_button.clicked.connect(self.ask)
        self.hide_button = Button(theme, _tr("Hide now"), "eye-off")
        self.hide_button.clicked.connect(self.conceal)
        self.copy_button = Button(theme, "", "copy", "ghost", _tr("Copy the home address"))
        self.copy_button.clicked.connect(self._copy)
        self.edit_button = Button(theme, "", "pencil", "ghost", _tr("Change the home address"))
        self.edit_button.clicked.connect(lambda _checked=False: self._edit(self._address))
        self.add_button = Button(theme, _tr("Add address"), "plus")
        self.add_button.clicked.connect(lambda _checked=False: self._edit(None))
        buttons = (self.show_button, self.hide_button, self.copy_button, self.edit_button, self.add_button)
        self.add(boxed(Row(theme, *buttons, None, gap=8)))

    def ask(self) -> None:
        """Reads the address; that it was read is on the audit trail before it is shown."""
        self.show_button.setEnabled(False)
        question = partial(read_home_address, self._person.id)
        self._workplace.jobs.query(self, question, self._reveal, self._refused)

    def conceal(self) -> None:
        """Takes the address off the screen and out of the card."""
        self._seconds.stop()
        self._address = None
        self._words.setText("")
        self._words.hide()
        hidden = _tr("Hidden. Showing it is written to the audit trail, and it hides again after a minute.")
        self._note.setText(hidden if self._has_address else _tr("None is recorded."))
        self._offer(shown=False)

    def tick(self) -> None:
        """One second less; at none left the address is hidden."""
        self._left -= 1
        if self._left <= 0:
            self.conceal()
            announce(self, _tr("The home address is hidden again."))
        else:
            self._say_left()

    def shown(self) -> bool:
        """Whether the address can be read now."""
        return self._address is not None

    def hideEvent(self, event: QHideEvent) -> None:
        """Another tab, another record or the lock: the address does not wait for anyone."""
        self.conceal()
        super().hideEvent(event)

    def _reveal(self, address: HomeAddress | None) -> None:
        self.show_button.setEnabled(True)
        if address is None or not self.isVisible():
            self.conceal()
            return
        self._address, self._left = address, SHOWN_SECONDS
        source = _tr("Already public: {0}").format(address.public_source) if address.public_source else ""
        self._words.setText("\n".join(filter(None, (address.address, address.postcode, source))))
        self._words.show()
        trap = address_warning(self._person, address)
        if trap:
            self._warning.say(self._workplace.messages.told(trap))
        self._offer(shown=True)
        self._say_left()
        self._seconds.start()

    def _offer(self, *, shown: bool) -> None:
        self.show_button.setVisible(self._has_address and not shown)
        self.add_button.setVisible(not self._has_address)
        for button in (self.hide_button, self.copy_button, self.edit_button):
            button.setVisible(shown)

    def _say_left(self) -> None:
        self._note.setText(_tr("Hides in {0} s. That you read it is written down.").format(self._left))

    def _copy(self) -> None:
        if self._address is not None:
            self._workplace.clipboard.copy(
                f"{self._address.address}\n{self._address.postcode}", sensitive=True
            )
            self._workplace.toast(_tr("Copied. The clipboard is cleared in 30 seconds."))

    def _refused(self, error: DomainError) -> None:
        self.show_button.setEnabled(True)
        self._warning.say(self._workplace.messages.sentence(error))
