"""Gives the builder of packs the parts that the vault keeps sealed, as files in its private folder."""

from __future__ import annotations

from pathlib import Path

from spoc_desk.documents.guarded_file import is_full
from spoc_desk.documents.parts import Part, Rendition
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.kept_parts import PartTold
from spoc_desk.domain.packs import PackExhibit
from spoc_desk.services.ports import PartKeeper

_BLOCK = 1 << 20


class SealedParts:
    """A PartCache over the vault. A part that is missing or damaged there counts as not kept."""

    def __init__(self, keeper: PartKeeper) -> None:
        self._keeper = keeper

    def get(self, key: str, folder: Path) -> Part | None:
        """The part, read out into the folder, or None. Raises OSError when the disk is full."""
        told = self._keeper.find(key)
        if told is None:
            return None
        path = folder / f"{key}.pdf"
        try:
            with self._keeper.open(key) as sealed, path.open("xb") as copy:
                while block := sealed.read(_BLOCK):
                    copy.write(block)
        except (DomainError, OSError) as fault:
            path.unlink(missing_ok=True)
            if isinstance(fault, OSError) and is_full(fault):
                raise
            self._keeper.drop(key)
            return None
        return Part(path, told.pages, Rendition(told.how, told.notes), key)

    def put(self, exhibit: PackExhibit, part: Part) -> None:
        """Seal a part that was made just now. Raises DomainError."""
        told = PartTold(part.key, part.pages, part.rendition.how, part.rendition.notes)
        with part.path.open("rb") as source:
            self._keeper.keep(exhibit.reference, told, source)
