"""About the program: its version, and whose work it stands on, under which licence."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from spoc_desk import __version__
from spoc_desk.ui.widgets.buttons import Button
from spoc_desk.ui.widgets.card import Card, SummaryList
from spoc_desk.ui.widgets.dialogs import Sheet
from spoc_desk.ui.widgets.layouts import CardGrid, Row, boxed
from spoc_desk.ui.widgets.text import Text
from spoc_desk.ui.workplace import Workplace

# Name of the distribution, and its licence.
LIBRARIES = (
    ("PySide6-Essentials", "LGPL-3.0"),
    ("SQLAlchemy", "MIT"),
    ("alembic", "MIT"),
    ("sqlcipher3", "zlib; SQLCipher: BSD-3-Clause"),
    ("cryptography", "Apache-2.0 / BSD-3-Clause"),
    ("pyrage", "MIT"),
    ("keyring", "MIT"),
    ("reportlab", "BSD-3-Clause"),
    ("uharfbuzz", "Apache-2.0"),
    ("pikepdf", "MPL-2.0"),
    ("pypdfium2", "Apache-2.0 / BSD-3-Clause"),
    ("pillow", "MIT-CMU"),
    ("segno", "BSD-3-Clause"),
    ("jsonschema", "MIT"),
    ("platformdirs", "MIT"),
    ("tzdata", "Apache-2.0"),
)


def _tr(text: str) -> str:
    return QCoreApplication.translate("AboutSection", text)


class AboutSection(CardGrid):
    """Cards about the program itself."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(workplace.theme)
        theme = workplace.theme
        words = _tr(
            "Candidate-security casework for a police force's single point of contact. It works on this "
            "computer alone and opens no network connection at all."
        )
        facts = [(_tr("Version"), __version__), (_tr("Contains"), _tr("No advertising, no telemetry"))]
        self.add(
            Card(theme, _tr("SPOC Desk"), Text(theme, words, "body", wrap=True), SummaryList(theme, facts)),
            wide=True,
        )
        self.add(self._works(theme.resources))
        self.add(Card(theme, _tr("Libraries"), SummaryList(theme, list(_libraries()))))

    def _works(self, resources: Path) -> Card:
        theme = self._theme
        card = Card(theme, _tr("Fonts, icons and words"))
        for name, licence, path in (
            ("Inter", "OFL-1.1", resources / "fonts" / "LICENSE-inter.txt"),
            ("Noto", "OFL-1.1", resources / "fonts" / "LICENSE-noto.txt"),
            ("Droid Sans Fallback", "Apache-2.0", resources / "fonts" / "LICENSE-droid.txt"),
            ("Nanum Gothic", "OFL-1.1", resources / "fonts" / "LICENSE-nanum.txt"),
            ("Lucide", "ISC", resources / "icons" / "LICENSE-lucide.txt"),
            (_tr("English word list"), "MIT", resources / "wordlists" / "LICENSE-mnemonic.txt"),
        ):
            link = Button(theme, _tr("Read the licence"), kind="link")
            link.setAccessibleName(_tr("Read the licence of {0}").format(name))
            link.clicked.connect(self._reader(name, path))
            words = Text(theme, name, "value")
            card.add(boxed(Row(theme, words, Text(theme, licence, "meta", "text2"), None, link)))
        return card

    def _reader(self, name: str, path: Path) -> object:
        def read(_checked: bool = False) -> None:
            sheet = Sheet(self._theme, _tr("Licence of {0}").format(name), self, width=760)
            sheet.set_body(_licence(self._theme.px(520), name, path))
            close = Button(self._theme, _tr("Close"), kind="primary")
            close.clicked.connect(sheet.accept)
            sheet.buttons.addWidget(close)
            sheet.open()

        return read


def _licence(height: int, name: str, path: Path) -> QWidget:
    text = QPlainTextEdit(path.read_text("utf-8", "replace"))
    text.setReadOnly(True)
    text.setMinimumHeight(height)
    text.setAccessibleName(_tr("Licence of {0}").format(name))
    return text


def _libraries() -> list[tuple[str, str]]:
    found = []
    for name, licence in LIBRARIES:
        try:
            found.append((name, f"{version(name)} · {licence}"))
        except PackageNotFoundError:
            continue
    return found
