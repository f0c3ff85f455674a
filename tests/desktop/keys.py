"""Keys and clicks that reach the window through the X server, as an officer's do."""

import subprocess
from collections.abc import Mapping


def press_keys(keys: str, environment: Mapping[str, str]) -> None:
    """Presses one chord, such as "ctrl+k" or "Tab", in the window that has the keyboard."""
    _xdotool(environment, "key", "--clearmodifiers", keys)


def type_text(text: str, environment: Mapping[str, str]) -> None:
    """Types `text` key by key."""
    _xdotool(environment, "type", "--clearmodifiers", "--delay", "5", text)


def click(place: tuple[int, int], environment: Mapping[str, str]) -> None:
    """Presses the first mouse button at a place on the screen."""
    _xdotool(environment, "mousemove", "--sync", str(place[0]), str(place[1]), "click", "1")


def _xdotool(environment: Mapping[str, str], *arguments: str) -> None:
    subprocess.run(["xdotool", *arguments], env=environment, check=True, timeout=60)
