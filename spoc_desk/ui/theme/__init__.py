"""How the program looks: colours, type, icons and the style sheet, light and dark."""

from spoc_desk.ui.theme.theme import Mode, Theme
from spoc_desk.ui.theme.tokens import Badge, Tone

__all__ = ["Badge", "Mode", "Theme", "Tone"]
