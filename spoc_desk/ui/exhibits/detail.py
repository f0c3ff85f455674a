"""One exhibit: what it is, its digest proved on demand, its preview, and every hand it passed through."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.exhibits import Exhibit, ExhibitState, Movement
from spoc_desk.domain.moments import stamp
from spoc_desk.services.exhibits import verify_exhibit
from spoc_desk.services.previews import Preview, preview_exhibit
from spoc_desk.ui.exhibits.disclosure import disclosure_card
from spoc_desk.ui.exhibits.forms import move_dialog
from spoc_desk.ui.exhibits.password import password_dialog
from spoc_desk.ui.exhibits.preview import PreviewView
from spoc_desk.ui.exhibits.words import kind_of, shown_name, size_words, spaced_digest
from spoc_desk.ui.jobs import LatestOnly
from spoc_desk.ui.redaction.window import RedactionWindow
from spoc_desk.ui.widgets.announce import announce
from spoc_desk.ui.widgets.badges import badge_of
from spoc_desk.ui.widgets.buttons import Button
from spoc_desk.ui.widgets.card import Card, SummaryList
from spoc_desk.ui.widgets.layouts import Column, Row, Rule, boxed, empty
from spoc_desk.ui.widgets.pill import Pill
from spoc_desk.ui.widgets.sentence import Sentence
from spoc_desk.ui.widgets.text import IconMark, Text
from spoc_desk.ui.workplace import Workplace

if TYPE_CHECKING:
    from spoc_desk.services.ports import Cancelled, Changes, Desk, Progress


STACKED_BELOW = 620
PDF = "application/pdf"


def _tr(text: str) -> str:
    return QCoreApplication.translate("ExhibitDetail", text)


class ExhibitDetail(QWidget):
    """The exhibit chosen. Its preview is asked for once, and only while it can be seen."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__()
        self.workplace = workplace
        self._exhibit: Exhibit | None = None
        self._wanted = False
        self._proved: tuple[int, str] | None = None
        self._locked: tuple[int, bool] = (0, False)
        self.unlock: Button | None = None
        self._latest: LatestOnly[Preview | DomainError] = LatestOnly(workplace.jobs, self)
        theme = workplace.theme
        self.preview = PreviewView(theme, workplace.messages)
        self.reverify: Button | None = None
        self._right, self._foot = Column(theme, gap=14), Column(theme, gap=14)
        self._sides = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        preview, right = Card(theme, _tr("Preview"), self.preview), QWidget()
        right.setLayout(self._right)
        self._sides.addWidget(preview, 4, Qt.AlignmentFlag.AlignTop)
        self._sides.addWidget(right, 3, Qt.AlignmentFlag.AlignTop)
        self.setLayout(Column(theme, self._sides, self._foot, margins=(20, 14, 16, 16), gap=14))
        theme.follow(self.dress)

    def dress(self) -> None:
        """Spaces the sides for the text scale in use."""
        self._sides.setSpacing(self.workplace.theme.px(14))
        self._turn()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Puts the facts above the preview where there is little room."""
        super().resizeEvent(event)
        self._turn()

    def show_exhibit(self, exhibit: Exhibit, movements: tuple[Movement, ...]) -> None:
        """Shows an exhibit; the preview stays when it is the one shown already."""
        before = self._exhibit
        fresh = (
            before is None or before.id != exhibit.id or before.opening_password != exhibit.opening_password
        )
        self._exhibit = exhibit
        for column in (self._right, self._foot):
            empty(column)
        self._right.addWidget(self._facts(exhibit))
        self._right.addWidget(disclosure_card(self.workplace, self, exhibit))
        self._right.addWidget(self._integrity(exhibit))
        self._right.addWidget(self._redaction(exhibit))
        self._foot.addWidget(self._continuity(exhibit, movements))
        if fresh:
            self._wanted = True
            self.preview.wait(_tr("Drawing a preview…"))
        self.look()

    def look(self) -> None:
        """Asks for the preview if it is still wanted and can be seen."""
        if self._wanted and self._exhibit is not None and self.isVisible():
            self._wanted = False
            self._latest.ask(partial(_look, exhibit_id=self._exhibit.id), self._looked)

    def _looked(self, seen: Preview | DomainError) -> None:
        if isinstance(seen, DomainError):
            self.preview.refuse(seen)
        elif self._exhibit is not None and seen.exhibit_id == self._exhibit.id:
            self.preview.show_preview(seen)
            asks = seen.media_type == PDF and any(each.code == "encrypted" for each in seen.warnings)
            self._locked = (seen.exhibit_id, asks)
            self._show_unlock()

    def _show_unlock(self) -> None:
        """The way to give a password, only beside a PDF that asks for one or was given one."""
        if self.unlock is not None and self._exhibit is not None:
            asks = self._locked == (self._exhibit.id, True)
            self.unlock.setVisible(asks or bool(self._exhibit.opening_password))

    def _turn(self) -> None:
        ways = QBoxLayout.Direction
        stacked = self.width() / self.workplace.theme.scale < STACKED_BELOW
        self._sides.setDirection(ways.BottomToTop if stacked else ways.LeftToRight)

    def _facts(self, exhibit: Exhibit) -> Card:
        theme = self.workplace.theme
        kind, _ = kind_of(exhibit.media_type, exhibit.filename)
        facts = [
            (_tr("What it is"), exhibit.description),
            (_tr("Found by"), exhibit.found_by),
            (_tr("Found") if exhibit.found_known else _tr("Sealed"), exhibit.found_local),
            (_tr("Where"), exhibit.found_where),
            (_tr("Came from"), exhibit.source),
            (_tr("File"), shown_name(exhibit.filename)),
            (_tr("Kind"), f"{kind} · {exhibit.media_type}"),
            (_tr("Size"), _tr("{0} ({1} bytes)").format(size_words(exhibit.size), f"{exhibit.size:,}")),
        ]
        facts += [(_tr("Seal number"), exhibit.seal_number)] if exhibit.seal_number else []
        given = bool(exhibit.opening_password)
        facts += [(_tr("Password"), _tr("Given; packs open the file with it"))] if given else []
        card = Card(theme, exhibit.reference, SummaryList(theme, facts))
        self.unlock = Button(
            theme, _tr("Change its password") if given else _tr("Give its password"), "lock", "secondary"
        )
        self.unlock.setAccessibleName(_tr("Give the password of {0}").format(exhibit.reference))
        ask = partial(password_dialog, self.workplace, self, exhibit)
        self.unlock.clicked.connect(lambda _checked=False: ask())
        card.add(Row(theme, self.unlock, None))
        self._show_unlock()
        return card

    def _integrity(self, exhibit: Exhibit) -> Card:
        theme = self.workplace.theme
        card = Card(theme, _tr("Integrity"), gap=9)
        card.add(Row(theme, Pill(theme, badge_of(str(exhibit.state))), None))
        card.add(
            Text(theme, _tr("SHA-256 of the original, taken when it was sealed"), "meta", "text2", wrap=True)
        )
        digest = Text(theme, spaced_digest(exhibit.sha256), "value", tabular=True, wrap=True, selectable=True)
        digest.setAccessibleName(_tr("SHA-256 {0}").format(exhibit.sha256))
        card.add(digest)
        copy = Button(theme, _tr("Copy"), "copy", "secondary")
        copy.setAccessibleName(_tr("Copy the SHA-256 of {0}").format(exhibit.reference))
        copy.clicked.connect(lambda _checked=False: self._copy(exhibit))
        self.reverify = Button(theme, _tr("Re-verify"), "shield-check")
        self.reverify.setAccessibleName(_tr("Re-verify {0}").format(exhibit.reference))
        self.reverify.clicked.connect(lambda _checked=False: self._verify(exhibit))
        card.add(Row(theme, copy, self.reverify, None, gap=8))
        card.add(self._verified(exhibit))
        return card

    def _redaction(self, exhibit: Exhibit) -> Card:
        theme = self.workplace.theme
        words = _tr("Take out of packs what their readers may not see. The original is never changed.")
        redact = Button(theme, _tr("Redact…"), "eye-off")
        redact.setAccessibleName(_tr("Redact {0}").format(exhibit.reference))
        redact.setEnabled(exhibit.state is ExhibitState.SEALED)
        redact.clicked.connect(lambda _checked=False: self._redact(exhibit))
        return Card(
            theme, _tr("Redaction"), Text(theme, words, "meta", "text2", wrap=True), Row(theme, redact, None)
        )

    def _redact(self, exhibit: Exhibit) -> None:
        RedactionWindow(self.workplace, self, exhibit.id, exhibit.reference).open()

    def _verified(self, exhibit: Exhibit) -> QWidget:
        theme = self.workplace.theme
        when = stamp(exhibit.verified_at) if exhibit.verified_at else ""
        if exhibit.state is ExhibitState.MISSING:
            words = _tr("The sealed file is not there. Restore it from a backup. Noticed {0}.").format(when)
            return Sentence(theme, "triangle-alert", words, tone="error", icon_tone="error", style="value")
        if exhibit.state is ExhibitState.ALTERED:
            words = _tr("The sealed file is not what was sealed. Stop using it. Noticed {0}.").format(when)
            return Sentence(theme, "triangle-alert", words, tone="error", icon_tone="error", style="value")
        just = self._proved is not None and self._proved[0] == exhibit.id
        words = (
            _tr("Read whole just now: not a byte differs.") if just else _tr("Last verified {0}").format(when)
        )
        return Sentence(theme, "circle-check", words, icon_tone="success", style="value")

    def _continuity(self, exhibit: Exhibit, movements: tuple[Movement, ...]) -> Card:
        theme = self.workplace.theme
        move = partial(move_dialog, self.workplace, self, exhibit, movements)
        card = Card(theme, _tr("Continuity"), action=_tr("Record a movement"), act=move, gap=10)
        for number, movement in enumerate(movements):
            if number:
                card.add(Rule())
            card.add(_movement(self.workplace, movement))
        words = _tr("Entries are only ever added. Put a mistake right with a further entry.")
        card.add(Text(theme, words, "meta", "hint", wrap=True))
        return card

    def _copy(self, exhibit: Exhibit) -> None:
        self.workplace.clipboard.copy(exhibit.sha256)
        self.workplace.toast(_tr("Copied the SHA-256 of {0}.").format(exhibit.reference))

    def _verify(self, exhibit: Exhibit) -> None:
        self._allow_verifying(False)
        title = _tr("Verifying {0}").format(exhibit.reference)
        work, done = partial(_verify, exhibit.id), partial(self._verification_done, exhibit)
        self.workplace.jobs.long(self, work, title, done, self._verification_stopped)

    def _allow_verifying(self, allowed: bool) -> None:
        if self.reverify is not None:
            self.reverify.setEnabled(allowed)

    def _verification_done(self, exhibit: Exhibit, changes: Changes) -> None:
        fault = next((str(getattr(change, "fault", "")) for change in changes), "")
        self._proved = None if fault else (exhibit.id, exhibit.sha256)
        if not fault:
            announce(self, _tr("{0} verified: not a byte differs.").format(exhibit.reference))
        self.workplace.jobs.announce(changes)

    def _verification_stopped(self, error: DomainError) -> None:
        self._allow_verifying(True)
        if error.code != "work.cancelled":
            self.workplace.trouble(self.workplace.messages.sentence(error))


def _movement(workplace: Workplace, movement: Movement) -> QWidget:
    theme = workplace.theme
    passed = _tr("{0} to {1}").format(movement.from_holder, movement.to_holder)
    detail = movement.purpose
    if movement.seals:
        detail = _tr("{0} · Seals {1}").format(detail, movement.seals)
    recorded = _tr("Recorded by {0}, {1}").format(movement.officer, stamp(movement.recorded_at))
    words = Column(
        theme,
        Text(theme, passed, "value", wrap=True),
        Text(theme, detail, "meta", "text2", wrap=True),
        Text(theme, recorded, "small", "hint", wrap=True),
        gap=1,
    )
    row = Row(theme, gap=10)
    row.addWidget(IconMark(theme, "arrow-right", "hint", 16), 0, Qt.AlignmentFlag.AlignTop)
    row.addLayout(words, 1)
    row.addWidget(
        Text(theme, movement.moved_local, "small", "text2", tabular=True), 0, Qt.AlignmentFlag.AlignTop
    )
    line = boxed(row)
    line.setAccessibleName(f"{movement.moved_local}, {passed}, {detail}")
    return line


def _look(desk: Desk, *, exhibit_id: int) -> Preview | DomainError:
    try:
        return preview_exhibit(exhibit_id, desk)
    except DomainError as refused:
        return refused


def _verify(exhibit_id: int, desk: Desk, progress: Progress, cancelled: Cancelled) -> Changes:
    return verify_exhibit(exhibit_id, desk, progress, cancelled)
