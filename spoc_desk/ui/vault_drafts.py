"""Unsaved text kept in the vault itself, written by the writer thread and read back at once."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from spoc_desk.domain.errors import DomainError
from spoc_desk.ui.jobs import Jobs
from spoc_desk.ui.workplace import Drafts

if TYPE_CHECKING:
    from spoc_desk.services.machine import OpenVault
    from spoc_desk.services.ports import Changes, Desk


class VaultDrafts:
    """What is still on its way to the writer is answered from here, so that no read is older than a write."""

    def __init__(self, vault: OpenVault, jobs: Jobs) -> None:
        self._vault, self._jobs = vault, jobs
        # Each officer's unsaved text is their own. The first one's keys are as they were when vaults had one.
        officer = vault.desk.officer.id
        self._mine = "" if officer == 1 else f"officer {officer}: "
        self._on_its_way: dict[str, str] = {}

    def drafts(self) -> Drafts:
        """The functions that forms use."""
        return Drafts(self.save, self.load, self.drop, self.end)

    def save(self, key: str, text: str) -> None:
        """Keeps text; an empty text drops it."""

        def write(_desk: Desk) -> Changes:
            self._vault.save_draft(self._mine + key, text)
            return ()

        self._on_its_way[key] = text
        self._jobs.command(
            self._jobs, write, partial(self._landed, key, text), partial(self._not_kept, key, text)
        )

    def load(self, key: str) -> str | None:
        """The text kept last, or None."""
        if key in self._on_its_way:
            return self._on_its_way[key] or None
        return self._vault.load_draft(self._mine + key) or None

    def drop(self, key: str) -> None:
        """Throws the text away."""
        self.save(key, "")

    def end(self, key: str) -> None:
        """Throws the text away at once; called on the writer's thread."""
        self._vault.save_draft(self._mine + key, "")

    def keep_now(self, key: str, text: str) -> None:
        """Keeps text at once; for whoever closes the vault, once no thread writes any more."""
        self._vault.save_draft(self._mine + key, text)

    def _landed(self, key: str, text: str, _changes: Changes) -> None:
        if self._on_its_way.get(key) == text:
            del self._on_its_way[key]

    def _not_kept(self, key: str, text: str, _error: DomainError) -> None:
        self._landed(key, text, ())
