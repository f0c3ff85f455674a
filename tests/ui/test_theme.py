"""Colours that can be read, and a look that changes while the program runs."""

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from spoc_desk.ui.theme import Badge, Mode, Tone
from spoc_desk.ui.theme.tokens import DARK, LIGHT, contrast
from spoc_desk.ui.widgets.buttons import Button
from spoc_desk.ui.widgets.pill import Pill
from spoc_desk.ui.widgets.text import Text

BOTH = pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
WORDS = [
    ("text", "surface"), ("text", "canvas"), ("text", "sunken"), ("text", "selection"), ("text", "hover"),
    ("text2", "surface"), ("text2", "canvas"), ("text2", "selection"), ("hint", "surface"),
    ("hint", "sunken"),
    ("accent", "surface"), ("accent", "canvas"), ("accent", "selection"), ("onAccent", "accent"),
    ("onAccent", "accentHover"), ("error", "surface"), ("error", "errorGround"), ("text", "errorGround"),
    ("text", "warningGround"), ("warning", "warningGround"), ("text", "infoGround"), ("accent", "infoGround"),
    ("success", "surface"), ("navText", "navBg"), ("navMuted", "navBg"), ("navOn", "navActive"),
    ("navText", "navHover"), ("focus", "navBg"), ("onFocus", "focus"), ("surface", "error"),
]  # fmt: skip


@BOTH
@pytest.mark.parametrize(("words", "ground"), WORDS)
def test_words_stand_out_from_their_ground_by_four_and_a_half_to_one(tokens, words, ground):
    assert contrast(getattr(tokens, words), getattr(tokens, ground)) >= 4.5


@BOTH
@pytest.mark.parametrize("tone", list(Tone))
def test_each_status_can_be_read_and_its_marker_seen(tokens, tone):
    colours = tokens.tones[tone]
    assert contrast(colours.text, colours.ground) >= 4.5
    assert contrast(colours.marker, tokens.surface) >= 3


@BOTH
def test_edges_of_controls_and_the_focus_ring_are_seen(tokens):
    assert contrast(tokens.control, tokens.surface) >= 3
    assert contrast(tokens.ring, tokens.surface) >= 3
    assert contrast(tokens.ring, tokens.selection) >= 3


def test_switching_the_theme_repaints_what_is_already_on_screen(theme, qtbot):
    pill = Pill(theme, Badge(Tone.NEW, "New"))
    qtbot.addWidget(pill)
    light = pill.grab().toImage()
    theme.use(mode=Mode.DARK)
    assert pill.grab().toImage() != light
    theme.use(mode=Mode.LIGHT)
    assert pill.grab().toImage() == light


def test_a_larger_text_scale_makes_labels_and_buttons_larger_at_once(theme, qtbot):
    label, button = Text(theme, "Reference", "title"), Button(theme, "Save", kind="primary")
    for widget in (label, button):
        qtbot.addWidget(widget)
    theme.use(scale=2.0)
    assert label.font().pixelSize() == 44
    assert button.height() == 68


def test_text_scale_is_held_between_one_and_two(theme):
    theme.use(scale=9)
    assert theme.scale == 2.0
    theme.use(scale=0.2)
    assert theme.scale == 1.0


def test_high_contrast_drops_the_style_sheet_and_takes_the_systems_colours(theme):
    theme.use(high_contrast=True)
    app = QApplication.instance()
    assert app.styleSheet() == ""
    assert theme.tokens.text == app.palette().color(app.palette().ColorRole.Text).name()
    theme.use(high_contrast=False)
    assert app.styleSheet()


def test_the_style_sheet_is_short_and_every_token_in_it_exists(theme):
    app = QApplication.instance()
    assert "@" not in app.styleSheet()
    assert len((theme._resources / "styles" / "desk.qss").read_text().splitlines()) < 120


def test_inter_is_the_font_and_has_its_known_width(theme, qtbot):
    label = QLabel("SPOC Desk")
    qtbot.addWidget(label)
    label.setFont(theme.font(22, 700))
    assert label.fontInfo().family() == "Inter"
    assert 100 < label.fontMetrics().horizontalAdvance("SPOC Desk") < 125


def test_follow_takes_methods_only_so_that_qt_can_drop_them(theme):
    with pytest.raises(TypeError):
        theme.follow(lambda: None)


def test_an_unknown_icon_is_refused(theme):
    with pytest.raises(FileNotFoundError):
        theme.pixmap("no-such-icon")
