"""A form built question by question: checks each on leaving it, all on Save, and never loses typed text."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar
from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from spoc_desk.domain.errors import DomainError
from spoc_desk.ui.widgets.banner import Banner, Kind
from spoc_desk.ui.widgets.buttons import Button
from spoc_desk.ui.widgets.draft_keeper import DraftKeeper
from spoc_desk.ui.widgets.fields import reach
from spoc_desk.ui.widgets.fields.choices import CheckField, ChoiceField, Find, PickField
from spoc_desk.ui.widgets.fields.field import Field
from spoc_desk.ui.widgets.fields.moment import DateField, MomentField
from spoc_desk.ui.widgets.fields.words import LINE_LIMIT, TEXT_LIMIT, LineField, TextField
from spoc_desk.ui.widgets.layouts import Column, Row, SideBySide, boxed
from spoc_desk.ui.widgets.text import Text
from spoc_desk.ui.workplace import FormSetting

if TYPE_CHECKING:
    from spoc_desk.ui.widgets.draft_keeper import Verb

AnyField = TypeVar("AnyField", bound=Field)


class Form(QWidget):
    """Fields are added in reading order; each method answers its field, whose value() is typed.

    draft_key: such as "incident.new" or "incident.12"; empty keeps no draft.
    """

    edited = Signal()
    draft_kept = Signal(str)  # the time of day, for "Draft saved 14:32"

    def __init__(self, setting: FormSetting, draft_key: str = "") -> None:
        super().__init__()
        self.setting, self.theme, self.draft_key = setting, setting.theme, draft_key
        self._fields: dict[str, Field] = {}
        self._drafts: DraftKeeper | None = None
        self._restored = False
        self._began_with: dict[str, str] = {}
        if setting.drafts is not None and draft_key:
            self._drafts = DraftKeeper(setting.drafts, draft_key, self.changed_parts, setting.now, self)
            self._drafts.kept.connect(self._say_kept)
        self._notice = Banner(self.theme, Kind.INFO, "", self.tr("Throw the draft away"), self.discard_draft)
        self._summary = Banner(self.theme, Kind.ERROR, "")
        self._links: list[QWidget] = []
        self._notice.hide()
        self._summary.hide()
        self._column = Column(self.theme, self._notice, self._summary, gap=14)
        self.setLayout(self._column)

    # The fields

    def section(self, title: str) -> None:
        """A heading above the fields that follow."""
        self._column.addWidget(Text(self.theme, title, "card"))

    def add(self, key: str, field: AnyField) -> AnyField:
        """Adds a field of your own. Raises ValueError when the key is taken."""
        if key in self._fields:
            raise ValueError(f"two fields are called {key}")
        self._fields[key] = field
        self._column.addWidget(field)
        field.edited.connect(self._edited)
        field.left.connect(self.keep_draft)
        return field

    def line(
        self, key: str, label: str, *, required: bool = False, hint: str = "", limit: int = LINE_LIMIT
    ) -> LineField:
        """One line of text."""
        return self.add(key, LineField(self.theme, label, required=required, hint=hint, limit=limit))

    def text(
        self,
        key: str,
        label: str,
        *,
        required: bool = False,
        hint: str = "",
        limit: int = TEXT_LIMIT,
        lines: int = 5,
    ) -> TextField:
        """Several lines of text, counted."""
        field = TextField(self.theme, label, required=required, hint=hint, limit=limit, lines=lines)
        return self.add(key, field)

    def choice(
        self,
        key: str,
        label: str,
        choices: Sequence[tuple[str, str]],
        *,
        required: bool = False,
        hint: str = "",
    ) -> ChoiceField:
        """One of several, by key and words."""
        return self.add(key, ChoiceField(self.theme, label, choices, required=required, hint=hint))

    def check_box(self, key: str, label: str, *, hint: str = "", must_be: str = "") -> CheckField:
        """Yes or no."""
        return self.add(key, CheckField(self.theme, label, hint=hint, must_be=must_be))

    def date(self, key: str, label: str, *, required: bool = False, hint: str = "") -> DateField:
        """A date."""
        s = self.setting
        field = DateField(s.theme, s.messages, s.now, label, zone=s.zone, required=required, hint=hint)
        return self.add(key, field)

    def moment(
        self, key: str, label: str, *, required: bool = False, hint: str = "", past: bool = True
    ) -> MomentField:
        """A date and a time."""
        s = self.setting
        field = MomentField(
            s.theme, s.messages, s.now, label, zone=s.zone, required=required, hint=hint, past=past
        )
        return self.add(key, field)

    def phone(self, key: str, label: str, *, required: bool = False, hint: str = "") -> LineField:
        """A telephone number."""
        return self.add(key, reach.phone_field(self.theme, label, required=required, hint=hint))

    def email(self, key: str, label: str, *, required: bool = False, hint: str = "") -> LineField:
        """An e-mail address."""
        return self.add(key, reach.email_field(self.theme, label, required=required, hint=hint))

    def postcode(self, key: str, label: str, *, required: bool = False, hint: str = "") -> LineField:
        """A postcode."""
        return self.add(key, reach.postcode_field(self.theme, label, required=required, hint=hint))

    def pick(self, key: str, label: str, find: Find, *, required: bool = False, hint: str = "") -> PickField:
        """A record found by typing."""
        return self.add(key, PickField(self.theme, label, find, required=required, hint=hint))

    def beside(self, *fields: Field) -> None:
        """Puts fields just added next to one another where there is room, else one below another."""
        for field in fields:
            self._column.removeWidget(field)
        self._column.addWidget(SideBySide(self.theme, *fields))

    def note(self, widget: QWidget) -> None:
        """Puts any widget between the fields."""
        self._column.addWidget(widget)

    def fields(self) -> Mapping[str, Field]:
        """The fields by key, in reading order."""
        return self._fields

    # Saving

    def check(self) -> bool:
        """Checks every field; the faults are listed at the top, each a link to its field."""
        faults = [(field, field.check()) for field in self._fields.values() if not field.isHidden()]
        faults = [(field, problem) for field, problem in faults if problem]
        self._show_faults(faults)
        return not faults

    def refuse(self, error: DomainError, field: Field | None = None) -> None:
        """Says a refusal in place: below its field when it is about one, and at the top."""
        sentence = self.setting.messages.sentence(error)
        asked = (each for each in self._fields.values() if each.answers_for(error.code))
        field = field or next(asked, None)
        if field is not None:
            field.refused(sentence)
            self._show_faults([(field, sentence)])
        else:
            self._show_faults([])
            self._summary.say(sentence)
            self._bring_up(self._summary)

    def saved(self) -> None:
        """To be called once what was entered is recorded: the draft is thrown away."""
        self._summary.hide()
        self._notice.hide()
        if self._drafts is not None:
            self._drafts.drop()

    # Drafts

    def parts(self) -> dict[str, str]:
        """What every field holds, as text."""
        return {key: field.draft() for key, field in self._fields.items()}

    def changed_parts(self) -> dict[str, str]:
        """What the fields hold that differs from what they began with.

        Only these are kept: a draft must not bring back what somebody has changed since elsewhere.
        """
        return {key: part for key, part in self.parts().items() if part != self._began_with.get(key, "")}

    def go_first(self) -> None:
        """Puts the cursor into the first field."""
        for field in self._fields.values():
            if not field.isHidden():
                field.go()
                return

    def keep_draft(self) -> None:
        """Keeps what was typed, now."""
        if self._drafts is not None:
            self._drafts.keep()

    def ending(self, verb: Verb) -> Verb:
        """The verb that records what was entered; the draft, kept until then, ends with it."""
        self.keep_draft()
        return verb if self._drafts is None else self._drafts.ending(verb)

    def handed_on(self) -> Callable[[], None]:
        """For long work that may still fail: the draft is kept, and thrown away by calling the answer."""
        return self._drafts.handed_on() if self._drafts is not None else _nothing

    def restore_draft(self) -> bool:
        """Enters the draft kept last, if any, and says so. Answers whether there was one."""
        self._restored = True
        self._began_with = self.parts()
        kept = self._drafts.load() if self._drafts is not None else None
        if kept is None:
            return False
        at, parts = kept
        for key, part in parts.items():
            if key in self._fields:
                self._fields[key].take_draft(part)
        here = at.astimezone(ZoneInfo(self.setting.zone)).strftime("%H:%M")
        self._notice.say(self.tr("Draft restored. It was last kept at {0}.").format(here))
        return True

    def discard_draft(self) -> None:
        """Throws the draft away; the fields hold what they held to begin with."""
        for key, field in self._fields.items():
            field.take_draft(self._began_with.get(key, ""))
            field.show_problem("")
        self.saved()

    def showEvent(self, event: QShowEvent) -> None:
        """Restores the draft the first time the form is seen."""
        super().showEvent(event)
        if not self._restored:
            self.restore_draft()

    def _edited(self) -> None:
        if self._drafts is not None:
            self._drafts.typed()
        self.edited.emit()

    def _say_kept(self) -> None:
        self.draft_kept.emit(self.setting.now().astimezone(ZoneInfo(self.setting.zone)).strftime("%H:%M"))

    def _show_faults(self, faults: Sequence[tuple[Field, str]]) -> None:
        for link in self._links:
            link.hide()
            link.deleteLater()
        self._links = []
        self._summary.setVisible(bool(faults))
        if not faults:
            return
        for field, problem in faults:
            link = Button(self.theme, field.label, kind="link")
            link.clicked.connect(_going(field))
            row = Row(self.theme, link, gap=8)
            row.addWidget(Text(self.theme, problem, "plain", wrap=True), 1)
            line = boxed(row)
            self._summary.parts.addWidget(line)
            self._links.append(line)
        self._summary.say(self.tr("Put these right first."))
        faults[0][0].go()
        self._bring_up(self._summary)

    def _bring_up(self, widget: QWidget) -> None:
        parent = self.parentWidget()
        while parent is not None:
            if isinstance(parent, QScrollArea):
                parent.ensureWidgetVisible(widget)
                return
            parent = parent.parentWidget()


def _nothing() -> None:
    """There is no draft to throw away."""


def _going(field: Field) -> Callable[..., None]:
    def go(_checked: bool = False) -> None:
        field.go()

    return go
