"""What a pack prints, section by section, in one list: ticked, ordered, named, by mouse or by keyboard."""

from __future__ import annotations

import json
from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Qt

from spoc_desk.domain.exhibits import Disclosure
from spoc_desk.domain.packs import EXHIBITS, PackSection
from spoc_desk.services.pack_starts import Offered
from spoc_desk.ui.exhibits.words import size_words
from spoc_desk.ui.packs.contents_list import ContentsList, is_section, key_of, ticked
from spoc_desk.ui.theme import Theme
from spoc_desk.ui.widgets.buttons import Button
from spoc_desk.ui.widgets.fields.field import Field
from spoc_desk.ui.widgets.layouts import Column, Row, framed
from spoc_desk.ui.widgets.text import Text

Rows = list[tuple[str, bool | None]]  # a title with None, or a key with its tick


def _tr(text: str) -> str:
    return QCoreApplication.translate("PackContents", text)


class ContentsField(Field):
    """Sections with their exhibits and statements. Space ticks; Alt+arrows, dragging or the buttons move."""

    def __init__(self, theme: Theme, label: str) -> None:
        hint = _tr("Space ticks, Alt+Up and Alt+Down move, F2 renames a section.")
        super().__init__(theme, label, required=True, hint=hint)
        self._offered: dict[str, Offered] = {}
        self.editor = ContentsList(theme)
        self.watch(self.editor)
        self.up = Button(theme, _tr("Move up"), "arrow-up")
        self.down = Button(theme, _tr("Move down"), "arrow-down")
        self.every = Button(theme, _tr("All"), kind="ghost")
        self.none = Button(theme, _tr("None"), kind="ghost")
        self.add_section = Button(theme, _tr("Add a section"), "plus")
        self.rename = Button(theme, _tr("Rename"), "pencil")
        self.remove_section = Button(theme, _tr("Remove section"), "x")
        self.estimate = Text(theme, "", "meta", "text2")
        self.body.addWidget(framed("card", Column(theme, self.editor, margins=(4, 4, 4, 4))))
        self.body.addLayout(Row(theme, self.up, self.down, None, self.every, self.none))
        self.body.addLayout(Row(theme, self.add_section, self.rename, self.remove_section, None))
        self.body.addWidget(self.estimate)
        self._join()

    def offer(self, offered: Sequence[Offered]) -> None:
        """What may be chosen now: what no longer may leaves the list, what newly may stands at its end."""
        rows = self._rows()
        self._offered = {each.key: each for each in offered}
        here = {key for key, tick in rows if tick is not None}
        rows = [row for row in rows if row[1] is None or row[0] in self._offered]
        rows += [(each.key, False) for each in offered if each.key not in here]
        self._fill(rows)

    def set_sections(self, sections: Sequence[PackSection]) -> None:
        """Ticks exactly these, under these titles; what else is offered stands at the end, not ticked."""
        rows: Rows = []
        for section in sections:
            rows.append((section.title, None))
            rows += [(key, True) for key in section.references if key in self._offered]
        chosen = {key for key, tick in rows if tick}
        rows += [(key, False) for key in self._offered if key not in chosen]
        self._fill(rows)

    def sections(self) -> tuple[PackSection, ...]:
        """Each title with what is ticked below it; a section without any is left out."""
        found: list[tuple[str, list[str]]] = []
        for key, tick in self._rows():
            if tick is None:
                found.append((key, []))
            elif tick:
                found[-1][1].append(key)
        return tuple(PackSection(title, tuple(keys)) for title, keys in found if keys)

    def value(self) -> tuple[str, ...]:
        """What is ticked, in order."""
        return tuple(key for key, tick in self._rows() if tick)

    def is_empty(self) -> bool:
        """Whether nothing is ticked."""
        return not self.value()

    def problem(self) -> str:
        """At least one must be ticked, and no two sections have one title."""
        if self.is_empty():
            return _tr("Tick at least one exhibit or statement.")
        titles = [section.title.casefold() for section in self.sections()]
        return _tr("Two sections have the same title. Rename one.") if len(set(titles)) < len(titles) else ""

    def draft(self) -> str:
        """The order, the titles and the ticks."""
        return json.dumps(self._rows(), ensure_ascii=False)

    def take_draft(self, text: str) -> None:
        """Puts back what draft() gave; what was added to the case since stands at the end, ticked if used."""
        if not text:
            return
        kept: Rows = [(str(key), tick) for key, tick in json.loads(text)]
        here = {key for key, tick in kept if tick is not None}
        kept = [row for row in kept if row[1] is None or row[0] in self._offered]
        later = [each for each in self._offered.values() if each.key not in here]
        self._fill([*kept, *((each.key, each.disclosure is Disclosure.USED) for each in later)])

    def _join(self) -> None:
        self.editor.changed.connect(self._changed)
        self.editor.turned.connect(self._turned)
        self.up.clicked.connect(lambda: self.editor.move_current(-1))
        self.down.clicked.connect(lambda: self.editor.move_current(1))
        self.every.clicked.connect(lambda: self.editor.tick_all(Qt.CheckState.Checked))
        self.none.clicked.connect(lambda: self.editor.tick_all(Qt.CheckState.Unchecked))
        self.add_section.clicked.connect(self._add_section)
        self.rename.clicked.connect(self.editor.rename_current)
        self.remove_section.clicked.connect(self.editor.remove_section)

    def _add_section(self) -> None:
        titles = {key for key, tick in self._rows() if tick is None}
        number = len(titles) + 1
        while _tr("Section {0}").format(number) in titles:
            number += 1
        self.editor.insert_section(_tr("Section {0}").format(number))

    def _rows(self) -> Rows:
        return [(key_of(item), ticked(item)) for item in self.editor.rows()]

    def _fill(self, rows: Rows) -> None:
        if not rows or rows[0][1] is not None:
            rows = [(_tr(EXHIBITS), None), *rows]
        self.editor.fill([(key, self._words(key), tick) for key, tick in rows])
        self._changed()

    def _words(self, key: str) -> str:
        each = self._offered.get(key)
        if each is None:
            return key
        told = f"{key}   {each.words}"
        if each.listed_only:
            return _tr("{0}  (no paper: listed only)").format(told)
        if each.disclosure is not Disclosure.USED:
            kind = _tr("unused") if each.disclosure is Disclosure.UNUSED else _tr("sensitive")
            return _tr("{0}  ({1} material)").format(told, kind)
        return told

    def _changed(self) -> None:
        chosen = [self._offered[key] for key in self.value() if key in self._offered]
        size = sum(each.size for each in chosen)
        told = _tr("{0} of {1} chosen · originals {2}")
        self.estimate.setText(told.format(len(chosen), len(self._offered), size_words(size)))
        self._turned()
        self.on_edit()

    def _turned(self, _row: int = -1) -> None:
        item = self.editor.currentItem()
        on_section = self.editor.currentRow() >= 0 and is_section(item)
        self.rename.setEnabled(on_section)
        self.remove_section.setEnabled(on_section and self.editor.sections() > 1)
