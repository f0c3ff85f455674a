"""The right pane of a page: a record's reference, title, status and actions, its tabs, and their cards."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QLayoutItem,
    QMenu,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from spoc_desk.ui.theme import Theme
from spoc_desk.ui.widgets.buttons import Button
from spoc_desk.ui.widgets.detail_head import PLANS, DetailAction, DetailHead, HeadPlan
from spoc_desk.ui.widgets.layouts import CardGrid, Column, Row, boxed, framed
from spoc_desk.ui.widgets.pill import Pill
from spoc_desk.ui.widgets.tabs import RowTabs, SideTabs
from spoc_desk.ui.widgets.text import IconText, Tag, Text

COMPACT_BELOW = 640

__all__ = ["DetailAction", "DetailHead", "RecordDetail", "centred"]


class RecordDetail(QFrame):
    """One record. Each tab has a body of cards, or any widget put in its place."""

    tab_changed = Signal(str)
    back = Signal()
    copied = Signal(str)

    def __init__(
        self,
        theme: Theme,
        name: str,
        *,
        tabs: Sequence[tuple[str, str]] = (),
        list_name: str = "",
        side: bool = False,
    ) -> None:
        """name: of the kind of record, for screen readers. list_name: what the back button goes back to.

        side: the tabs stand as a list at the side, where there are too many for a row.
        """
        super().__init__()
        self._theme, self._name = theme, name
        self.setProperty("area", "canvas")
        self._buttons: list[Button] = []
        self._more = False
        self._bodies: dict[str, QWidget] = {}
        self.reference = Text(theme, "", "value", "accent", tabular=True, selectable=True)
        self.reference.setAccessibleName(self.tr("Reference"))
        self._recorded = Text(theme, "", "meta", "text2", tabular=True)
        self._title = Text(theme, "", "title", wrap=True)
        self._copy = Button(theme, "", "copy", "ghost", self.tr("Copy reference"))
        self._copy.clicked.connect(self._copy_reference)
        self.back_button = Button(theme, list_name or name, "chevron-left", "ghost")
        self.back_button.hide()
        self.back_button.clicked.connect(self.back)
        self._meta = Row(theme, gap=8)
        self._actions = Row(theme, gap=8)
        self._tabs = SideTabs(theme) if side else RowTabs()
        self._bodies_shown = QStackedWidget()
        self._build(name)
        self.set_tabs(tabs)
        theme.follow(self.dress)

    def dress(self) -> None:
        """Fits the header to the text scale in use."""
        self._fit()

    def show_head(self, head: DetailHead) -> None:
        """Shows what stands above the tabs; another record is shown from its beginning."""
        if (head.reference, head.title) != (self.reference.text(), self._title.text()):
            self._to_the_top()
        self.reference.setText(head.reference)
        self.reference.setVisible(bool(head.reference))
        self._copy.setVisible(bool(head.reference))
        self._recorded.setText(head.recorded)
        self._title.setText(head.title)
        _empty(self._meta)
        if head.badge is not None:
            self._meta.addWidget(Pill(self._theme, head.badge))
        for tag in head.tags:
            self._meta.addWidget(Tag(self._theme, tag))
        for icon, words in head.facts:
            self._meta.addWidget(IconText(self._theme, icon, words))
        self._meta.addStretch(1)
        self._fit()

    def show_actions(self, actions: Sequence[DetailAction], more: Sequence[DetailAction] = ()) -> None:
        """Shows the header's buttons; those in more stand in a menu at the right."""
        _empty(self._actions)
        self._buttons = []
        for action in actions:
            button = Button(self._theme, action.text, action.icon, action.kind, action.why_not)
            button.setEnabled(not action.why_not)
            button.clicked.connect(_caller(action.run))
            self._actions.addWidget(button)
            self._buttons.append(button)
        self._more = bool(more)
        if more:
            self._actions.addWidget(self._more_button(more))
        self._fit()

    def set_tabs(self, tabs: Sequence[tuple[str, str]]) -> None:
        """Names the tabs, by key and words; bodies already there are kept. Counts go into the words."""
        for key, _words in tabs:
            if key not in self._bodies:
                self.set_body(key, CardGrid(self._theme))
        self._tabs.set_sections(tabs)
        self._tabs.setVisible(len(tabs) > 1)

    def set_body(self, key: str, widget: QWidget) -> None:
        """Puts a widget in a tab's place, inside a scroll area."""
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setAccessibleName(self.tr("{0} details").format(self._name))
        scroll.setWidget(widget)
        if key in self._bodies:
            old = self._scroll_of(key)
            self._bodies_shown.removeWidget(old)
            old.deleteLater()
        self._bodies[key] = widget
        self._bodies_shown.addWidget(scroll)
        if self.tab() == key:
            self._bodies_shown.setCurrentWidget(scroll)

    def cards(self, key: str) -> CardGrid:
        """The card grid of a tab. Raises TypeError when another widget was put there."""
        body = self._bodies[key]
        if not isinstance(body, CardGrid):
            raise TypeError(f"the body of {key} is not a card grid")
        return body

    def tab(self) -> str:
        """The key of the tab shown."""
        return self._tabs.key()

    def show_tab(self, key: str) -> None:
        """Shows a tab."""
        self._tabs.show_key(key)
        self._tab_shown()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shortens the header where there is little room."""
        super().resizeEvent(event)
        self._fit()

    def _build(self, name: str) -> None:
        theme = self._theme
        self._tabs.setAccessibleName(self.tr("{0} sections").format(name))
        self._tabs.turned.connect(self._tab_shown)
        self._title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        line = Row(
            theme,
            self.back_button, self.reference, self._copy, self._recorded, None, boxed(self._actions),
            gap=8,
        )  # fmt: skip
        top = Column(theme, line, self._title, self._meta, margins=(20, 11, 16, 10), gap=7)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        if isinstance(self._tabs, SideTabs):
            layout.addWidget(framed("head", top))
            beside = Row(theme, self._tabs, gap=0)
            beside.addWidget(self._bodies_shown, 1)
            layout.addLayout(beside, 1)
        else:
            row = Row(theme, self._tabs, margins=(12, 0, 12, 0))
            layout.addWidget(framed("head", Column(theme, top, row, gap=0)))
            layout.addWidget(self._bodies_shown, 1)

    def _more_button(self, more: Sequence[DetailAction]) -> Button:
        button = Button(self._theme, "", "ellipsis", "secondary", self.tr("More actions"))
        menu = QMenu(button)
        for action in more:
            item = menu.addAction(self._theme.icon(action.icon), action.text)
            item.setEnabled(not action.why_not)
            item.setToolTip(action.why_not)
            item.triggered.connect(_caller(action.run))
        menu.setToolTipsVisible(True)
        button.clicked.connect(lambda: menu.popup(button.mapToGlobal(button.rect().bottomLeft())))
        return button

    def _scroll_of(self, key: str) -> QWidget:
        widget = self._bodies[key]
        for number in range(self._bodies_shown.count()):
            scroll = self._bodies_shown.widget(number)
            if isinstance(scroll, QScrollArea) and scroll.widget() is widget:
                return scroll
        return widget

    def _tab_shown(self, *_index: int) -> None:
        key = self.tab()
        if key in self._bodies:
            self._bodies_shown.setCurrentWidget(self._scroll_of(key))
            self.tab_changed.emit(key)

    def _to_the_top(self) -> None:
        for number in range(self._bodies_shown.count()):
            scroll = self._bodies_shown.widget(number)
            if isinstance(scroll, QScrollArea):
                scroll.verticalScrollBar().setValue(0)

    def _copy_reference(self) -> None:
        self.copied.emit(self.reference.text())

    def _fit(self) -> None:
        """Leaves out the least first: when it was recorded, lesser buttons' words, all words, copying."""
        room = self.width() - self._theme.px(36)
        plan = next((plan for plan in PLANS if self._wanted(plan) <= room), PLANS[-1])
        for button in self._buttons:
            button.set_compact(button.kind in plan.compact)
        self.back_button.set_compact(plan.tight)
        self._copy.setVisible(bool(self.reference.text()) and not plan.tight)
        self._recorded.setVisible(plan.recorded and bool(self._recorded.text()))
        narrow = self.width() / self._theme.scale < COMPACT_BELOW
        for number in range(self._meta.count()):
            item = self._meta.itemAt(number)
            widget = item.widget() if item is not None else None
            if isinstance(widget, IconText):
                widget.setVisible(not narrow)

    def _wanted(self, plan: HeadPlan) -> int:
        """How wide the top line would be; reckoned from the theme, as widgets may yet have to be dressed."""
        px, words = self._theme.px, QFontMetrics(self._theme.font(13, 500, True))
        widths = [button.width_when(compact=button.kind in plan.compact) for button in self._buttons]
        widths += [px(34)] * (self._more + (not plan.tight))
        widths.append(words.horizontalAdvance(self.reference.text()))
        if plan.recorded:
            small = QFontMetrics(self._theme.font(12.5, 400, True))
            widths.append(small.horizontalAdvance(self._recorded.text()))
        if not self.back_button.isHidden():
            widths.append(self.back_button.width_when(compact=plan.tight))
        return sum(widths) + px(8) * (len(widths) + 1)


def _caller(run: Callable[[], object]) -> Callable[..., None]:
    def call(_checked: bool = False) -> None:
        run()

    return call


def _empty(row: Row) -> None:
    while row.count():
        item: QLayoutItem | None = row.takeAt(0)
        widget = item.widget() if item is not None else None
        if widget is not None:
            widget.hide()
            widget.deleteLater()


def centred(widget: QWidget) -> QWidget:
    """A widget in the middle of its pane."""
    box = QWidget()
    box.setProperty("area", "canvas")
    box.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    layout = QVBoxLayout(box)
    layout.addStretch(1)
    layout.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
    layout.addStretch(1)
    return box
