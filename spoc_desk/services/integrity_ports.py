"""What proves a vault's files beside its database, and what this workstation remembers outside it."""

from __future__ import annotations

from typing import Protocol

from spoc_desk.domain.anchors import SeenHead


class HeadMemory(Protocol):
    """Remembers, outside the vault, the last audit entry that this workstation saw in it."""

    def recall(self) -> SeenHead | None:
        """What was seen last, or None when nothing readable is remembered."""

    def remember(self, head: SeenHead) -> bool:
        """Keeps this in place of what was remembered; answers whether it could be kept."""


class Forgetful:
    """A memory that keeps nothing: for a vault that is opened on no workstation."""

    def recall(self) -> SeenHead | None:
        """Nothing."""
        return None

    def remember(self, _head: SeenHead) -> bool:
        """Keeps nothing, and says so to nobody: there is nothing to miss."""
        return True
