"""What must be said above the page: pages that changed, pages whose words cannot be trusted, refusals."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from spoc_desk.domain.redactions import Redaction, standing
from spoc_desk.services.redaction_pages import RedactionPages
from spoc_desk.ui.theme import Theme
from spoc_desk.ui.widgets.announce import announce
from spoc_desk.ui.widgets.banner import Banner, Kind
from spoc_desk.ui.widgets.layouts import Column, empty


def _tr(text: str) -> str:
    return QCoreApplication.translate("RedactionNotes", text)


class PageNotes(QWidget):
    """Banners, one below another; out of sight while there is nothing to say."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._banners = Column(theme, gap=8, margins=(16, 12, 16, 0))
        self.setLayout(self._banners)
        self.hide()

    def clear(self) -> None:
        """Says nothing more."""
        empty(self._banners)
        self.hide()

    def say(self, kind: Kind, words: str) -> None:
        """Says this alone."""
        self.clear()
        self._add(kind, words)

    def refuse(self, words: str) -> None:
        """Says a refusal below what else there is to say."""
        self._add(Kind.ERROR, words)
        announce(self, words, urgent=True)

    def warn(self, pages: RedactionPages, drawn: Sequence[Redaction], confirm: Callable[[], object]) -> None:
        """Says what to be wary of on these pages. confirm: that redactions hold for pages that changed."""
        self.clear()
        if any(each.part_sha256 != pages.sha256 for each in standing(drawn)):
            words = _tr(
                "The pages have changed since these redactions were drawn. Look at each of them, then "
                "confirm that they still hold. Until then no pack is built with them."
            )
            self._add(Kind.WARNING, words, _tr("Confirm them"), confirm)
        if pages.machine_read:
            words = _tr(
                "The words of page {0} were read by a machine and lie unseen under a picture. A search may "
                "miss them, and its boxes may lie beside them: look at every box."
            )
            self._add(Kind.WARNING, words.format(_listed(pages.machine_read)))
        if pages.wordless:
            one = _tr("No words can be found on page {0}: it is a picture. Draw boxes there by hand.")
            several = _tr("No words can be found on pages {0}: they are pictures. Draw boxes there by hand.")
            words = one if len(pages.wordless) == 1 else several
            self._add(Kind.INFO, words.format(_listed(pages.wordless)))

    def _add(self, kind: Kind, words: str, action: str = "", act: Callable[[], object] | None = None) -> None:
        self._banners.addWidget(Banner(self._theme, kind, words, action, act))
        self.show()


def _listed(numbers: Sequence[int]) -> str:
    """Pages as people write them: 1–3, 7."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(f"{run[0]}" if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)
