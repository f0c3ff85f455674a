"""An officer at a real window: presses, types and reads by role and name, over the accessibility bus."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.desktop.accessibility import Node, Vanished, _root_of, accessibility_bus
from tests.desktop.keys import press_keys, type_text
from tests.desktop.processes import wait_until

PROGRAM = [sys.executable, "-m", "spoc_desk"]
ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 30.0


@dataclass(frozen=True)
class Officer:
    """Somebody working with the program."""

    root: Node
    process: "subprocess.Popen[bytes]"
    environment: Mapping[str, str]

    def find(self, role: str, name: str) -> Node:
        """Waits for a control of that name, or one that begins so; of several, the one in front."""
        found: list[Node] = []

        def is_there() -> bool:
            alike = [node for node in in_sight(self.root) if _is(node, role, name)]
            found[:] = [node for node in alike if _name_of(node) == name] or alike
            return bool(found)

        try:
            wait_until(is_there, f"{role} {name!r}", PATIENCE)
        except TimeoutError as late:
            raise TimeoutError(f"No {role} {name!r} among:\n{self.root.outline()}") from late
        return found[-1]

    def press(self, name: str, role: str = "push button") -> None:
        """Presses a button as soon as it can be pressed."""
        wait_until(lambda: self._press(name, role), f"{role} {name!r} to be pressed", PATIENCE)

    def write(self, name: str, text: str) -> None:
        """Puts words into a field, as dictation or a password store does."""
        field = self.find("text", name)
        field.write(text)
        field.wait(lambda: _holds(field, text), PATIENCE)

    def type_into(self, name: str, text: str) -> None:
        """Types words key by key into a field."""
        field = self.find("text", name)
        field.focus()
        type_text(text, self.environment)
        field.wait(lambda: _holds(field, text), PATIENCE)

    def choose(self, label: str, letters: str) -> None:
        """Chooses in a drop-down list by the first letters of the words."""
        box = self.box_of(label)
        box.press()
        box.find("list", None, PATIENCE)
        type_text(letters, self.environment)
        self.keys("Return")
        box.wait(lambda: _name_of(box).casefold().startswith(letters.casefold()), PATIENCE)

    def box_of(self, label: str) -> Node:
        """The drop-down list with this label; by itself it is named after what it stands at."""
        self.find("label", label)
        boxes: list[Node] = []
        for node in in_sight(self.root):
            if boxes and _is(node, "combo box", ""):
                return node
            if _is(node, "label", label):
                boxes = [node]
        raise AssertionError(f"No list below {label!r} among:\n{self.root.outline()}")

    def keys(self, chord: str) -> None:
        press_keys(chord, self.environment)

    def sees(self, words: str, role: str = "label") -> Node:
        """Waits until words that begin so stand on the screen."""
        return self.find(role, words)

    def go_to(self, number: int, title: str) -> None:
        """Goes to a page by its number, and waits until the window says so."""
        self.keys(f"ctrl+{number}")
        self.waits(lambda: title in self.find("frame", "").name, f"the page {title}")

    def waits(self, condition: Callable[[], bool], what: str) -> None:
        wait_until(condition, what, PATIENCE)

    def ends(self) -> int:
        """Waits until the program has ended and answers its status."""
        return self.process.wait(timeout=PATIENCE)

    def unlock(self, passphrase: str) -> None:
        """Types the passphrase into the first window."""
        self.waits(lambda: bool(self.box_of("Officer").find_all("list item")), "the officers of the vault")
        self.write("Passphrase", passphrase)
        self.press("Unlock")
        self.find("frame", "Today")

    def _press(self, name: str, role: str) -> bool:
        node = self.find(role, name)
        try:
            if "sensitive" not in node.states:
                return False
            node.press()
        except Vanished:
            return False
        return True


def in_sight(node: Node) -> Iterator[Node]:
    """What shows, parents first; nothing below what is hidden is asked for, which spares most calls."""
    try:
        if "showing" not in node.states:
            return
        below = node.children()
    except Vanished:
        return
    yield node
    for child in below:
        yield from in_sight(child)


def _is(node: Node, role: str, name: str) -> bool:
    try:
        return node.role == role and node.name.startswith(name)
    except Vanished:
        return False


def _name_of(node: Node) -> str:
    try:
        return node.name
    except Vanished:
        return ""


def _holds(field: Node, text: str) -> bool:
    """Whether a field ends in these words; one that hides them tells only how many letters."""
    shown = field.text
    return shown.endswith(text) or (len(shown) == len(text) and not shown.isascii())


@contextmanager
def at_the_window(environment: Mapping[str, str], command: list[str] | None = None) -> Iterator[Officer]:
    """Starts the program and gives its officer once a window shows; ends it with the block."""
    with (
        accessibility_bus(environment) as bus,
        # Not in this repository, whose many files every file dialog would list.
        subprocess.Popen(
            command or PROGRAM, env=_at_home(environment), cwd=environment["XDG_RUNTIME_DIR"]
        ) as process,
    ):
        try:
            yield Officer(_root_of(bus, process), process, environment)
        finally:
            if process.poll() is None:
                process.terminate()
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()


def _at_home(environment: Mapping[str, str]) -> dict[str, str]:
    known = [str(ROOT), environment.get("PYTHONPATH", "")]
    return {**environment, "PYTHONPATH": os.pathsep.join(filter(None, known))}


def at_the_terminal(
    *arguments: str | Path, environment: Mapping[str, str] | None = None, typed: str = ""
) -> "subprocess.CompletedProcess[str]":
    """Runs one command of the program."""
    return subprocess.run(
        [*PROGRAM, *map(str, arguments)],
        env=environment or os.environ,
        input=typed,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=180,
    )
