"""Every page, for everyone: named, reached by the keyboard, legible, at any size, full and empty."""

import ast
from collections import Counter
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QColor, QImage
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from spoc_desk.bootstrap.window import load_pages
from spoc_desk.ui.theme import Mode
from spoc_desk.ui.widgets.empty import EmptyState
from spoc_desk.ui.window import Place

PAGES = [spec.key for spec in load_pages()]
LISTS = [key for key in PAGES if key not in {"today", "admin"}]
UI = Path(__file__).resolve().parents[2] / "spoc_desk" / "ui"
LEGIBLE = 4.5


def show(real, qtbot, key):
    """Goes to a page at full size and waits until what it asked for has come."""
    real.window.resize(1440, 900)
    real.window.activateWindow()
    real.window.go_to(Place(key))
    page = real.window.page()
    qtbot.waitUntil(lambda: not real.workplace.jobs.running())
    if key in LISTS and real.desk.queries.ids(key):
        qtbot.waitUntil(lambda: page.place() is not None)
        qtbot.waitUntil(lambda: bool(page.detail.reference.text()))
    QApplication.processEvents()
    return page


def focusable(window):
    return [
        widget
        for widget in window.findChildren(QWidget)
        if widget.isVisible() and widget.isEnabled() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]


def named(widget):
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface is not None and bool(interface.text(QAccessible.Text.Name))


@pytest.mark.parametrize("key", PAGES)
def test_everything_that_takes_the_keyboard_has_a_name(full, qtbot, key):
    show(full, qtbot, key)
    nameless = [widget for widget in focusable(full.window) if not named(widget)]
    assert nameless == []


@pytest.mark.parametrize("key", PAGES)
def test_tab_reaches_everything(full, qtbot, key):
    show(full, qtbot, key)
    window = full.window
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    wanted = {w for w in focusable(window) if not passed_over(w)}
    reached = set()
    for _ in range(len(wanted) * 3 + 20):
        window.focusNextChild()
        focus = QApplication.focusWidget()
        reached.add(focus)
    missed = [w for w in wanted - reached if w.focusProxy() not in reached]
    assert [f"{type(w).__name__} {w.accessibleName()!r}" for w in missed] == []


def passed_over(widget):
    """Arrows, not Tab, reach the other choices of one group."""
    return isinstance(widget, QAbstractButton) and widget.autoExclusive() and not widget.isChecked()


@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_no_button_is_narrower_than_its_words_at_any_size(full, theme, qtbot, scale):
    theme.use(scale=scale)
    cut = []
    for key in PAGES:
        show(full, qtbot, key)
        for width in (720, 1024, 1440, 1920):
            full.window.resize(width, 900)
            for _ in range(5):  # a line that breaks asks for another round of laying out
                QApplication.processEvents()
            cut += [(key, width, *each) for each in narrow(full.window)]
    assert cut == []


def narrow(window):
    """Buttons with words that have less room than the words need."""
    return [
        (button.accessibleName(), button.width(), button.sizeHint().width())
        for button in window.findChildren(QAbstractButton)
        if button.isVisible() and button.text() and button.width() < button.sizeHint().width()
    ]


@pytest.mark.parametrize("mode", [Mode.LIGHT, Mode.DARK])
def test_words_stand_out_from_their_ground(full, theme, qtbot, mode):
    theme.use(mode=mode, scale=1.5)
    faint = []
    for key in PAGES:
        page = show(full, qtbot, key)
        QApplication.processEvents()
        faint += [(key, *each) for each in hard_to_read(page)]
    assert faint == []


def hard_to_read(page):
    """Labels whose words and ground, as painted, are too much alike."""
    picture = page.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    found = []
    for label in page.findChildren(QLabel):
        area = label.visibleRegion().boundingRect()
        if not (label.isVisible() and label.isEnabled() and len(label.text()) > 3) or area != label.rect():
            continue
        area.moveTopLeft(label.mapTo(page, area.topLeft()))
        ratio = contrast_within(picture.copy(area))
        if ratio < LEGIBLE:
            found.append((label.text()[:40], round(ratio, 1)))
    return found


def contrast_within(picture):
    """The ratio of the commonest colour to the one that stands out most from it."""
    counted = Counter(memoryview(picture.constBits()).cast("I"))
    if not counted:
        return 21.0
    ground = luminance(counted.most_common(1)[0][0])
    return max(ratio_of(ground, luminance(pixel)) for pixel in counted)


def ratio_of(first, second):
    return (max(first, second) + 0.05) / (min(first, second) + 0.05)


def luminance(pixel):
    colour = QColor(pixel)
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("key", LISTS)
def test_an_empty_page_says_what_to_do_and_offers_it(bare, qtbot, key):
    page = show(bare, qtbot, key)
    qtbot.waitUntil(lambda: any(state.isVisible() for state in page.list.findChildren(EmptyState)))
    empty = next(state for state in page.list.findChildren(EmptyState) if state.isVisible())
    sentences = [label.text() for label in empty.findChildren(QLabel) if label.text()]
    actions = [button for button in empty.findChildren(QAbstractButton) if button.isVisible()]
    assert sentences[0].count(".") >= 1
    assert len(actions) == 1
    assert named(actions[0])


@pytest.mark.parametrize("key", ["today", "admin"])
def test_a_page_without_a_list_opens_on_an_empty_vault(bare, qtbot, key):
    page = show(bare, qtbot, key)
    qtbot.waitUntil(lambda: any(label.isVisible() and label.text() for label in page.findChildren(QLabel)))
    assert all(named(widget) for widget in focusable(bare.window))


# A subject may lend a form or a tab to another; nothing else crosses, and no page reaches into a page.
LENT = {
    ("casefiles", "exhibits.panel"), ("casefiles", "packs.build_dialog"),
    ("contacts", "incidents.new_form"), ("today", "incidents.new_form"),
    ("returns", "packs.pdf_pane"), ("returns", "packs.printing"), ("referrals", "casefiles.law_words"),
    ("referrals", "casefiles.offence_forms"), ("referrals", "exhibits.words"), ("packs", "exhibits.words"),
    ("redaction", "exhibits.words"), ("redaction", "exhibits.preview"), ("admin", "exhibits.words"),
}  # fmt: skip


def test_pages_reach_each_other_by_going_there_and_no_other_way():
    crossing = set()
    for path in sorted(UI.glob("*/*.py")):
        own = path.parent.name
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("spoc_desk.ui."):
                other, _, module = node.module.removeprefix("spoc_desk.ui.").partition(".")
                if module and other != own and other in {*PAGES, "exhibits"}:
                    crossing.add((own, f"{other}.{module}"))
    assert crossing <= LENT
