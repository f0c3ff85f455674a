"""The register of copies on a pack's page: each copy that left, newest first, and those to be checked."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication

from spoc_desk.domain.copy_results import CopyState
from spoc_desk.domain.moments import stamp
from spoc_desk.services.pack_copies import PRINTED, CopyEntry
from spoc_desk.ui.packs.print_words import told_copy, told_numbers
from spoc_desk.ui.theme import Theme
from spoc_desk.ui.widgets.banner import Banner, Kind
from spoc_desk.ui.widgets.card import Card, EventLine
from spoc_desk.ui.widgets.text import Text


def _tr(text: str) -> str:
    return QCoreApplication.translate("CopiesCard", text)


def unchecked(register: Sequence[CopyEntry]) -> tuple[CopyEntry, ...]:
    """Copies that were handed to a printer and whose sheets nobody has looked at."""
    return tuple(entry for entry in register if entry.state is CopyState.SPOOLED)


def only_logged(register: Sequence[CopyEntry]) -> tuple[CopyEntry, ...]:
    """Copies written down of which nobody knows whether anything was printed, as after a power cut."""
    return tuple(e for e in register if e.copy.how == PRINTED and e.state is CopyState.LOGGED)


def copies_card(
    theme: Theme, register: Sequence[CopyEntry], check: Callable[[tuple[CopyEntry, ...]], object]
) -> Card:
    """check: asks whether the sheets of these copies came out."""
    card = Card(theme, _tr("Copies that left"), gap=11)
    waiting = unchecked(register)
    if waiting:
        words = _tr("Handed to the printer, sheets not checked yet: {0}.")
        numbers = told_numbers([entry.copy.first_number for entry in waiting])
        card.add(
            Banner(theme, Kind.WARNING, words.format(numbers), _tr("Check sheets"), lambda: check(waiting))
        )
    lost = only_logged(register)
    if lost:
        words = _tr("Not known to be printed: {0}. Unless the printing is still under way, settle it.")
        numbers = told_numbers([entry.copy.first_number for entry in lost])
        card.add(Banner(theme, Kind.WARNING, words.format(numbers), _tr("Settle"), lambda: check(lost)))
    for entry in register[::-1]:
        icon = "printer" if entry.copy.how == PRINTED else "hard-drive"
        title, detail = told_copy(entry)
        card.add(EventLine(theme, icon, title, detail, stamp(entry.copy.at)))
    if not register:
        card.add(Text(theme, _tr("None yet. Each one is written down before it leaves."), "plain", "hint"))
    return card
