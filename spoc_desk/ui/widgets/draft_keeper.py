"""Keeps what is typed in a form: two seconds after the last key, on leaving a field, and on locking."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from spoc_desk.ui.faults import fault_of
from spoc_desk.ui.workplace import Drafts

if TYPE_CHECKING:
    from spoc_desk.services.ports import Changes, Desk

    Verb = Callable[[Desk], Changes]

PAUSE_MS = 2_000


class DraftKeeper(QObject):
    """One form's draft. parts() gives the text of each field that was changed; none of them, no draft."""

    kept = Signal()

    def __init__(
        self,
        drafts: Drafts,
        key: str,
        parts: Callable[[], Mapping[str, str]],
        now: Callable[[], datetime],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._drafts, self._key, self._parts, self._now = drafts, key, parts, now
        self._unkept = self._there = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.keep)

    def typed(self) -> None:
        """Something was typed: keep it soon."""
        self._unkept = True
        self._pause.start()

    def keep(self) -> None:
        """Keeps what has been typed since the last time, now."""
        self._pause.stop()
        if not self._unkept:
            return
        self._unkept = False
        parts = dict(self._parts())
        if parts:
            self._there = True
            whole = {"at": self._now().isoformat(), "parts": parts}
            self._drafts.save(self._key, json.dumps(whole, ensure_ascii=False))
            self.kept.emit()
        elif self._there:
            self.drop()  # all is again as it was to begin with

    def load(self) -> tuple[datetime, dict[str, str]] | None:
        """When a draft was kept, and its parts; None when there is no draft that can be read."""
        text = self._drafts.load(self._key)
        if not text:
            return None
        try:
            whole = json.loads(text)
            parts = {str(key): str(part) for key, part in whole["parts"].items()}
            at = datetime.fromisoformat(whole["at"])
        except (ValueError, KeyError, TypeError, AttributeError):
            return None
        self._there = True
        return at, parts

    def ending(self, verb: Verb) -> Verb:
        """The verb, which ends the draft too: the desk may lock before anybody is told that it is done.

        The record is stored by then. A draft that cannot be ended must not make it look refused, or saving
        again would store it twice.
        """
        drafts, key = self._drafts, self._key

        def run(desk: Desk) -> Changes:
            changes = verb(desk)
            try:
                drafts.end(key)
            except Exception as error:  # noqa: BLE001 - whatever it is, the record is stored
                fault_of(error).log()
            return changes

        return run

    def handed_on(self) -> Callable[[], None]:
        """Keeps the draft; the answer throws it away, unless something else has been typed since."""
        self.keep()
        drafts, key = self._drafts, self._key
        kept = drafts.load(key)

        def drop() -> None:
            if drafts.load(key) == kept:
                drafts.drop(key)

        return drop

    def drop(self) -> None:
        """Throws the draft away."""
        self._pause.stop()
        self._unkept = self._there = False
        self._drafts.drop(self._key)
