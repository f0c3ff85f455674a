"""What a return says of one notable incident: whether at all, the summary, and what goes with it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QFrame, QWidget

from spoc_desk.domain.return_codes import MEDIA, SUMMARY_AT_MOST, TENSIONS
from spoc_desk.domain.return_rules import GSS
from spoc_desk.services.figures import NotableIncident
from spoc_desk.services.returns import NotableDetail
from spoc_desk.ui.returns.scanned import ScannedField
from spoc_desk.ui.theme import Theme
from spoc_desk.ui.widgets.badges import badge_of
from spoc_desk.ui.widgets.buttons import Button
from spoc_desk.ui.widgets.combo import Combo
from spoc_desk.ui.widgets.fields.choices import CheckField, ChoiceField
from spoc_desk.ui.widgets.fields.field import Field
from spoc_desk.ui.widgets.fields.words import LineField
from spoc_desk.ui.widgets.layouts import Column, Row, SideBySide, boxed
from spoc_desk.ui.widgets.pill import Pill
from spoc_desk.ui.widgets.text import Text


def _tr(text: str) -> str:
    return QCoreApplication.translate("NotableEntry", text)


class ForcesField(LineField):
    """Other forces, by their GSS codes."""

    def codes(self) -> tuple[str, ...]:
        """The codes typed."""
        return tuple(self.value().upper().replace(",", " ").split())

    def own_problem(self) -> str:
        """Names the first code that is none."""
        wrong = next((code for code in self.codes() if not GSS.fullmatch(code)), "")
        said = _tr("{0} is not a GSS code, which is E, W, S or N and eight digits.")
        return said.format(wrong) if wrong else ""


class NotableEntry(QFrame):
    """One incident. Its reference and title are shown to the officer alone and never leave."""

    def __init__(self, theme: Theme, incident: NotableIncident, category: str) -> None:
        super().__init__()
        self.setProperty("area", "card")
        self.theme, self.incident, self._category = theme, incident, category
        self.tell = CheckField(theme, _tr("Tell the NPCC about {0}").format(incident.reference))
        self.tell.set_value(incident.recorded_in_period)
        self.summary = ScannedField(
            theme, _tr("Summary"), f"notable:{incident.uid}", required=True, limit=SUMMARY_AT_MOST,
            hint=_tr("What happened, identifying nobody"),
        )  # fmt: skip
        self.summary.set_value(incident.summary)
        self.tension = ChoiceField(theme, _tr("Community tension"), list(TENSIONS.items()), required=True)
        self.media = ChoiceField(theme, _tr("Media interest"), list(MEDIA.items()), required=True)
        self.tension.set_value("none")
        self.media.set_value("none")
        self.forces = ForcesField(
            theme,
            _tr("Other forces concerned"),
            hint=_tr("GSS codes, such as W15000001, with spaces between"),
        )
        self.ct_referred = CheckField(theme, _tr("Referred to counter-terrorism policing"))
        self.support = CheckField(theme, _tr("National support requested"))
        self.tell.edited.connect(self._turn)

    def fields(self) -> dict[str, Field]:
        """Every field by its key."""
        return {
            "tell": self.tell, "summary": self.summary, "tension": self.tension, "media": self.media,
            "forces": self.forces, "ct": self.ct_referred, "support": self.support,
        }  # fmt: skip

    def lay_out(self) -> None:
        """Puts the fields into the card; called once a form owns them."""
        theme = self.theme
        title = Text(theme, self.incident.title, "value", "text2", wrap=True)
        own = Text(
            theme, _tr("Reference and title are for you; they never leave."), "small", "hint", wrap=True
        )
        kind = Row(
            theme,
            Pill(theme, badge_of(self.incident.risk)),
            Text(theme, self._category, "meta", "text2"),
            None,
        )
        inner = Column(
            theme, self.summary, SideBySide(theme, self.tension, self.media), self.forces,
            SideBySide(theme, self.ct_referred, self.support), gap=12,
        )  # fmt: skip
        self._inner: QWidget = boxed(inner)
        self.setLayout(
            Column(theme, self.tell, title, kind, own, self._inner, margins=(16, 10, 16, 14), gap=6)
        )
        self._turn()

    def detail(self) -> NotableDetail:
        """What freezing is told of it."""
        return NotableDetail(
            self.incident.id,
            self.summary.value(),
            self.tension.value() or "none",
            self.media.value() or "none",
            self.forces.codes() if not self.forces.own_problem() else (),
            self.ct_referred.value(),
            self.support.value(),
            left_out=not self.tell.value(),
        )

    def _turn(self) -> None:
        told = self.tell.value()
        self._inner.setVisible(told)
        # A hidden field is not checked; its parent's hiding alone does not count.
        for key, field in self.fields().items():
            if key != "tell":
                field.setVisible(told)


class EarlierField(Field):
    """Chooses incidents of earlier periods that are to be told again."""

    added = Signal(int)

    def __init__(self, theme: Theme, incidents: Sequence[NotableIncident]) -> None:
        super().__init__(
            theme,
            _tr("Tell again about an earlier incident"),
            hint=_tr("Such as one charged or solved in this period; say in its summary what is new"),
        )
        self._ids: list[int] = []
        self._known = {one.id: one for one in incidents}
        self.editor = Combo(theme)
        self.watch(self.editor)
        self.add_button = Button(theme, _tr("Add it"), "plus")
        self.add_button.clicked.connect(self._add)
        row = Row(theme, gap=8)
        row.addWidget(self.editor, 1)
        row.addWidget(self.add_button)
        self.body.addLayout(row)
        for one in reversed(incidents):
            self.editor.addItem(f"{one.reference} · {one.title}", one.id)

    def choose(self, incident: int) -> None:
        """Adds one incident, as if it had been chosen."""
        if incident in self._known and incident not in self._ids:
            self._ids.append(incident)
            self.editor.removeItem(max(0, self.editor.findData(incident)))
            self.setVisible(self.editor.count() > 0)
            self.added.emit(incident)
            self.on_edit()

    def is_empty(self) -> bool:
        """Whether none has been added."""
        return not self._ids

    def draft(self) -> str:
        """The ids of those added."""
        return " ".join(map(str, self._ids))

    def take_draft(self, text: str) -> None:
        """Adds those that draft() gave."""
        for each in text.split():
            if each.isdigit():
                self.choose(int(each))

    def _add(self, _checked: bool = False) -> None:
        chosen = self.editor.currentData()
        if chosen is not None:
            self.choose(int(chosen))
