"""Evidence packs: from cold, and with every part kept, beside qpdf concatenating the same parts."""

from __future__ import annotations

import hashlib
import io
import os
import random
import resource
import shutil
import subprocess
import tempfile
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from bench.result import Result, at_most, noted, seconds
from spoc_desk.documents.child_modules import CHILD_MODULES
from spoc_desk.documents.packs import BuiltPack, build_pack
from spoc_desk.documents.parts import Part
from spoc_desk.domain.late_pages import EarlierPack
from spoc_desk.domain.packs import AuditAnchor, PackContent, PackExhibit
from spoc_desk.system.child import Child
from spoc_desk.system.resources import resource_folder

MEBI = 1 << 20


@dataclass
class Kept:
    """Parts kept between builds, as files."""

    folder: Path
    parts: dict[str, Part] = field(default_factory=dict)

    def get(self, key: str, folder: Path) -> Part | None:
        """The part, or None."""
        return self.parts.get(key)

    def put(self, exhibit: PackExhibit, part: Part) -> None:
        """Keep a copy of this part."""
        kept = self.folder / f"{len(self.parts)}.pdf"
        shutil.copyfile(part.path, kept)
        self.parts[part.key] = replace(part, path=kept, fresh=False)


def run(quick: bool = False) -> tuple[Result, ...]:
    """Photographs, documents and texts in equal numbers."""
    each = 8 if quick else 40
    with tempfile.TemporaryDirectory(prefix="spoc-bench-", dir=Path.cwd()) as place:
        folder = Path(place)
        files = _originals(each)
        content = _content(files)
        kept = Kept(folder)
        with Child(CHILD_MODULES, workers=2) as child:
            built: list[BuiltPack] = []

            def build() -> None:
                built.append(_built(content, files, folder, child, kept))

            cold = seconds(build)
            warm = min(seconds(build) for _ in range(3))
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        plain = min(seconds(lambda: _concatenated(kept, folder)) for _ in range(3))
        reading = seconds(lambda: _read_and_decoded(files))
        return _results(built, cold, warm, plain, reading, peak, sum(map(len, files.values())))


def _results(
    built: list[BuiltPack], cold: float, warm: float, plain: float, reading: float, peak: float, size: int
) -> tuple[Result, ...]:
    pages = built[0].pages
    told = f"{pages:,} pages, {size / MEBI:,.0f} MiB of exhibits"
    return (
        at_most(
            "pack, parts kept", warm / plain, 2.2, "×", f"qpdf concatenating the same parts: {plain:.2f} s"
        ),
        at_most(
            "pack, from cold", cold / reading, 2.0, "×", f"reading, hashing, decoding once: {reading:.2f} s"
        ),
        at_most("pack, size", built[0].size / size, 1.02, "×", "the exhibits"),
        at_most("pack, memory of this process", peak, 400, "MiB", told),
        noted("pack, parts kept", pages / warm, "pages/s", told),
        noted("pack, from cold", pages / cold, "pages/s", f"{told}, two processes"),
        noted(
            "same content, same bytes",
            float(len({each.sha256 for each in built})),
            "digest",
            f"{len(built)} builds",
        ),
    )


def _originals(each: int) -> dict[str, bytes]:
    chance = random.Random(1)
    found: dict[str, bytes] = {}
    for number in range(each):
        found[f"photo-{number}.jpg"] = _photo(chance)
        found[f"document-{number}.pdf"] = _document(number)
        found[f"chat-{number}.txt"] = ("A line of a conversation, neither short nor long.\n" * 400).encode()
    return found


def _photo(chance: random.Random) -> bytes:
    noise = Image.frombytes("RGB", (504, 378), chance.randbytes(504 * 378 * 3)).resize((4032, 3024))
    target = io.BytesIO()
    noise.save(target, "JPEG", quality=88)
    return target.getvalue()


def _document(number: int) -> bytes:
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=A4, invariant=1)
    for page in range(25):
        for line in range(48):
            canvas.drawString(
                60, 780 - 15 * line, f"Document {number}, page {page}, line {line}: as it was typed."
            )
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def _content(files: dict[str, bytes]) -> PackContent:
    exhibits = tuple(
        PackExhibit(
            f"AM/{place}", name, "DC A Marsh", name, "", len(original), hashlib.sha256(original).hexdigest()
        )
        for place, (name, original) in enumerate(files.items(), 1)
    )
    return PackContent(
        force="Wessmere Constabulary",
        casefile_reference="CF/2026/0001",
        title="A big case",
        pack_reference="PK/2026/0001",
        issued_at=datetime(2026, 11, 19, 9, tzinfo=UTC),
        recipient="CPS",
        purpose="Charging advice",
        served=True,
        anchor=AuditAnchor(1, "0" * 64),
        exhibits=exhibits,
    )


def _built(
    content: PackContent, files: dict[str, bytes], folder: Path, child: Child, kept: Kept
) -> BuiltPack:
    def source(sealed: PackExhibit | EarlierPack) -> BinaryIO:
        return io.BytesIO(files[sealed.filename] if isinstance(sealed, PackExhibit) else b"")

    return build_pack(
        content,
        source,
        folder / "pack.pdf",
        folder / "scratch",
        child,
        lambda _done, _total: None,
        lambda: False,
        fonts=resource_folder() / "fonts",
        cache=kept,
    )


def _concatenated(kept: Kept, folder: Path) -> None:
    parts = [str(part.path) for part in kept.parts.values()]
    target = str(folder / "plain.pdf")
    subprocess.run(["qpdf", "--empty", "--pages", *parts, "--", target], check=True)
    os.sync()


def _read_and_decoded(files: dict[str, bytes]) -> None:
    for name, original in files.items():
        hashlib.sha256(original).digest()
        if name.endswith(".jpg"):
            with Image.open(io.BytesIO(original)) as picture:
                picture.load()
