"""A new recovery key on paper: printed as one sheet or three shares, and proved by typing rows back."""

from __future__ import annotations

import random
from datetime import datetime
from pathlib import Path

from spoc_desk.documents.recovery_sheet import recovery_sheet
from spoc_desk.documents.share_sheets import share_sheets
from spoc_desk.domain.moments import full_stamp
from spoc_desk.services.key_ports import RecoverySheet
from spoc_desk.storage.recovery import (
    check_proof,
    printed_rows,
    proof_rows,
    recovery_material,
    share_rows,
)
from spoc_desk.storage.recovery_shares import SHARES, split_identity


class NewPaper:
    """A recovery key that lives here and on paper alone. forget() leaves only its public half."""

    def __init__(
        self, fonts: Path, force: str, vault: str, made: datetime, *, shares: bool, demonstration: bool
    ) -> None:
        key = recovery_material()
        self.recipient = key.recipient
        self.identity = key.identity
        stamp = full_stamp(made)
        if shares:
            words = split_identity(key.identity)
            rows = share_rows(words)
            pdf = share_sheets(
                words, force=force, vault=vault, made=stamp, fonts=fonts, demonstration=demonstration
            )
        else:
            rows = printed_rows(key.identity)
            pdf = recovery_sheet(
                key.identity, rows, force=force, vault=vault, made=stamp, fonts=fonts,
                demonstration=demonstration,
            )  # fmt: skip
        count = SHARES if shares else 0
        asked = proof_rows(rows, random.SystemRandom(), count)
        self.sheet = RecoverySheet(pdf, rows, asked, count)
        self._right: set[int] = set()

    @property
    def proved(self) -> bool:
        """Whether both rows asked for were typed back."""
        return self._right == set(self.sheet.ask)

    def prove(self, row: int, typed: str) -> bool:
        """Whether typed is what the paper says in that row."""
        right = check_proof(self.sheet.rows, row, typed, words=bool(self.sheet.shares))
        if right and row in self.sheet.ask:
            self._right.add(row)
        return right

    def forget(self) -> None:
        """Drops the key."""
        self.identity = ""
