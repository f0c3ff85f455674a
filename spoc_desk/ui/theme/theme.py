"""The look in use now: one object, handed to each widget, that tells them all when it changes."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from types import MethodType

from PySide6 import QtCore
from PySide6.QtCore import QObject, QSignalBlocker, Signal
from PySide6.QtGui import QColor, QFont, QIcon, QPalette, QPixmap
from PySide6.QtWidgets import QApplication

from spoc_desk.ui.theme import fonts, icons, stylesheet
from spoc_desk.ui.theme.tokens import DARK, ICONS, LIGHT, Badge, Tokens, Tone, ToneColours, from_palette


class Mode(StrEnum):
    """What the officer chose."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Theme(QObject):
    """Colours, fonts, icons, sizes. Widgets call follow(self.dress) once and are dressed at each change."""

    changed = Signal()

    def __init__(self, app: QApplication, resources: Path) -> None:
        super().__init__()
        self._app = app
        self._resources = resources
        self._icon_folder = resources / "icons"
        self._pixmaps: dict[tuple[str, str, int], QPixmap] = {}
        self._system_palette = app.palette()
        self._complete = False
        self._mode = Mode.SYSTEM
        self._scale = 1.0
        self._contrast = False
        self.tokens: Tokens = LIGHT
        fonts.load(resources / "fonts", fonts.FIRST)
        self._apply()

    @property
    def resources(self) -> Path:
        """Where fonts, icons and their licences lie."""
        return self._resources

    @property
    def mode(self) -> Mode:
        """Light, dark or as the system."""
        return self._mode

    @property
    def scale(self) -> float:
        """Text scale, 1.0 to 2.0."""
        return self._scale

    @property
    def dark(self) -> bool:
        """Whether the dark colours are in use."""
        return self.tokens is DARK

    @property
    def high_contrast(self) -> bool:
        """Whether the system's own contrast theme is in use, without our style sheet."""
        return self._contrast

    def use(
        self, *, mode: Mode | None = None, scale: float | None = None, high_contrast: bool | None = None
    ) -> None:
        """Changes the look and repaints everything. scale is held between 1 and 2."""
        self._mode = self._mode if mode is None else mode
        self._scale = self._scale if scale is None else min(2.0, max(1.0, scale))
        self._contrast = self._contrast if high_contrast is None else high_contrast
        if self._complete:
            self._tell_system()
        self._apply()

    def complete(self) -> None:
        """Loads the other weights and the icons and heeds the system: call after the first paint.

        That is the faster without: asking the system makes all of Qt's enums, 10 ms.
        """
        if not self._complete:
            self._complete = True
            fonts.load(self._resources / "fonts", fonts.LATER)
            self._watch_system()
            self._tell_system()
            self._apply()

    def follow(self, dress: Callable[[], None]) -> None:
        """Calls a widget's own method now and after each change, for as long as the widget lives."""
        if not isinstance(dress, MethodType) or not isinstance(dress.__self__, QObject):
            raise TypeError("follow() takes a bound method of a QObject, so that Qt can drop it")
        self.changed.connect(dress)
        dress()

    def px(self, size: float) -> int:
        """A size in logical pixels at the text scale in use."""
        return round(size * self._scale)

    def font(self, size: float, weight: int = 400, tabular: bool = False) -> QFont:
        """Inter at a size in pixels before scaling."""
        return fonts.made(self.px(size), weight, tabular=tabular)

    def colour(self, token: str) -> QColor:
        """A colour by token name or #RRGGBB."""
        return QColor(token if token.startswith("#") else getattr(self.tokens, token))

    def tone(self, tone: Tone) -> ToneColours:
        """The colours of a status."""
        return self.tokens.tones[tone]

    def badge_icon(self, badge: Badge) -> str:
        """The icon a status is shown with."""
        return badge.icon or ICONS[badge.tone]

    def pixmap(self, name: str, token: str = "text", size: float = 16) -> QPixmap:  # noqa: S107
        """An icon tinted with a token or #RRGGBB, kept until the look changes."""
        key = (name, self.colour(token).name(), self.px(size))
        if not self._complete:
            return _blank(key[2])
        if key not in self._pixmaps:
            self._pixmaps[key] = icons.drawn(
                self._icon_folder, name, key[1], key[2], self._app.devicePixelRatio()
            )
        return self._pixmaps[key]

    def icon(self, name: str, tone: str = "text", size: float = 16) -> QIcon:
        """An icon for a button, tinted with a token or #RRGGBB."""
        return QIcon(self.pixmap(name, tone, size))

    def _watch_system(self) -> None:
        hints = self._app.styleHints()
        hints.colorSchemeChanged.connect(self._system_changed)
        accessibility = getattr(hints, "accessibility", None)
        if accessibility is not None:
            accessibility().contrastPreferenceChanged.connect(self._system_changed)
        self._contrast = self._contrast or self._wants_contrast()

    def _tell_system(self) -> None:
        """Window frames follow the choice; we repaint once, ourselves."""
        schemes = QtCore.Qt.ColorScheme
        asked = {Mode.SYSTEM: schemes.Unknown, Mode.LIGHT: schemes.Light, Mode.DARK: schemes.Dark}[self._mode]
        with QSignalBlocker(self._app.styleHints()):
            self._app.styleHints().setColorScheme(asked)

    def _wants_contrast(self) -> bool:
        accessibility = getattr(self._app.styleHints(), "accessibility", None)
        preference = getattr(QtCore.Qt, "ContrastPreference", None)
        if accessibility is None or preference is None:
            return False  # Qt before 6.10 cannot say
        return bool(accessibility().contrastPreference() == preference.HighContrast)

    def _system_changed(self) -> None:
        self._contrast = self._wants_contrast()
        if self._mode is Mode.SYSTEM or self._contrast:
            self._apply()

    def _apply(self) -> None:
        self._pixmaps.clear()
        if self._contrast:
            self.tokens = from_palette(self._system_palette)
            self._app.setPalette(self._system_palette)
            self._app.setStyleSheet("")
        else:
            self.tokens = DARK if self._chosen_dark() else LIGHT
            self._app.setPalette(self._palette())
            self._app.setStyleSheet(
                stylesheet.filled(
                    self._resources / "styles" / "desk.qss", self.tokens, self._scale, dark=self.dark
                )
            )
        self._app.setFont(self.font(13))
        self.changed.emit()

    def _chosen_dark(self) -> bool:
        if self._mode is Mode.SYSTEM:
            if not self._complete:  # the palette tells as well, and at once
                return self._system_palette.window().color().lightness() < 128
            return self._app.styleHints().colorScheme() == QtCore.Qt.ColorScheme.Dark
        return self._mode is Mode.DARK

    def _palette(self) -> QPalette:
        palette, role = QPalette(), QPalette.ColorRole
        for target, token in (
            (role.Window, "canvas"), (role.Base, "surface"), (role.AlternateBase, "sunken"),
            (role.WindowText, "text"), (role.Text, "text"), (role.Button, "surface"),
            (role.ButtonText, "text"), (role.Highlight, "accent"), (role.HighlightedText, "onAccent"),
            (role.Link, "accent"), (role.PlaceholderText, "hint"), (role.ToolTipBase, "text"),
            (role.ToolTipText, "surface"), (role.Mid, "border"), (role.Dark, "control"),
        ):  # fmt: skip
            palette.setColor(target, self.colour(token))
        disabled = QPalette.ColorGroup.Disabled
        for target in (role.Text, role.WindowText, role.ButtonText):
            palette.setColor(disabled, target, self.colour("hint"))
        return palette


def _blank(side: int) -> QPixmap:
    pixmap = QPixmap(side, side)
    pixmap.fill(QColor(0, 0, 0, 0))
    return pixmap
