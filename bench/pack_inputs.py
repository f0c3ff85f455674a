"""What the benchmarks of packs are made from: photographs, documents, e-mails, finished parts."""

from __future__ import annotations

import hashlib
import io
import os
import random
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

import pikepdf
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from spoc_desk.documents.packs import BuiltPack, build_pack
from spoc_desk.documents.part_making import Programs, Wanted, make_part, part_key
from spoc_desk.documents.part_text import Source
from spoc_desk.documents.parts import Part, save_part
from spoc_desk.domain.late_pages import EarlierPack
from spoc_desk.domain.packs import AuditAnchor, PackContent, PackExhibit
from spoc_desk.system.child import Child
from spoc_desk.system.resources import resource_folder

FONTS = resource_folder() / "fonts"
_COMMENT = b"\xff\xfe\x00\x0a"


@dataclass
class Kept:
    """Parts kept between builds, as files."""

    folder: Path
    parts: dict[str, Part] = field(default_factory=dict)

    def get(self, key: str, _folder: Path) -> Part | None:
        """The part, or None."""
        return self.parts.get(key)

    def put(self, _exhibit: PackExhibit, part: Part) -> None:
        """Keep a copy of this part."""
        kept = self.folder / f"{part.key}.pdf"
        shutil.copyfile(part.path, kept)
        self.parts[part.key] = replace(part, path=kept, fresh=False)


@dataclass(frozen=True)
class Case:
    """Originals on disk, and what a pack of them says."""

    folder: Path
    content: PackContent

    def build(self, child: Child, kept: Kept | None) -> BuiltPack:
        """The finished pack; parts come from `kept` where it has them."""
        return build_pack(
            self.content,
            self.original,
            self.folder / "pack.pdf",
            self.folder / "scratch",
            child,
            lambda _done, _total: None,
            lambda: False,
            fonts=FONTS,
            cache=kept,
        )

    def original(self, exhibit: PackExhibit | EarlierPack) -> BinaryIO:
        """One original, open."""
        if isinstance(exhibit, EarlierPack):
            raise TypeError(exhibit.reference)
        return (self.folder / exhibit.filename).open("rb")

    def read_and_decoded(self) -> None:
        """Reads and hashes every original, and decodes the pictures among them once."""
        for exhibit in self.content.exhibits:
            _digest(self.folder / exhibit.filename)
            if exhibit.filename.endswith(("jpg", "png")):
                with Image.open(self.folder / exhibit.filename) as picture:
                    picture.load()

    @property
    def size(self) -> int:
        """Bytes of all originals."""
        return sum(exhibit.size for exhibit in self.content.exhibits)


def concatenated(kept: Kept, target: Path) -> None:
    """The parts in one file by stock qpdf."""
    parts = [str(part.path) for part in kept.parts.values()]
    subprocess.run(["qpdf", "--empty", "--pages", *parts, "--", str(target)], check=True)


def mixed_case(folder: Path, photographs: int = 120, documents: int = 40) -> Case:
    """Photographs of 3.3 MB, documents of 23 pages, thirty e-mails, ten screenshots."""
    photograph = jpeg(1)
    names: list[str] = []

    def write(name: str, content: bytes) -> None:
        (folder / name).write_bytes(content)
        names.append(name)

    for number in range(photographs):
        write(f"photograph-{number}.jpg", another(photograph, number))
    for number in range(documents):
        write(f"document-{number}.pdf", document(number, 23 if number % 20 else 22))
    for number in range(30):
        write(f"mail-{number}.eml", _mail(number))
    for number in range(10):
        write(f"screen-{number}.png", _screenshot(number, transparent=number % 2 == 0))
    return Case(folder, content_of(folder, names))


def kept_case(folder: Path, child: Child, photographs: int, documents: int) -> tuple[Case, Kept]:
    """Exhibits whose parts are already there: documents of 25 pages and photographs of 3.3 MB each.

    The originals are a few bytes, so that packs of any size are made in a moment.
    """
    names = [f"{number}.jpg" for number in range(photographs)]
    names += [f"{number}.pdf" for number in range(documents)]
    for name in names:
        (folder / name).write_bytes(name.encode())
    case, kept = Case(folder, content_of(folder, names)), Kept(folder)
    (folder / "jpg").write_bytes(jpeg(1))
    (folder / "pdf").write_bytes(document(0, 25))
    wanted = Wanted.of(case.content, Programs())
    for ending in ("jpg", "pdf"):
        exhibits = [each for each in case.content.exhibits if each.filename.endswith(ending)]
        first = _source(replace(exhibits[0], size=10_000_000)) if exhibits else None
        if first:
            made = make_part(first, folder / ending, folder / f"first.{ending}", FONTS, child, wanted)
            _repeat(made, [part_key(_source(each), wanted) for each in exhibits], kept)
    return case, kept


def _repeat(made: Part, keys: Sequence[str], kept: Kept) -> None:
    with pikepdf.open(made.path) as pdf:
        for key in keys:
            path = kept.folder / f"{key}.pdf"
            save_part(pdf, path, made.rendition, key)
            kept.parts[key] = Part(path, made.pages, made.rendition, key)


def _source(exhibit: PackExhibit) -> Source:
    return Source(
        exhibit.reference,
        exhibit.description,
        exhibit.filename,
        exhibit.media_type,
        exhibit.size,
        exhibit.sha256,
    )


def content_of(folder: Path, names: Sequence[str]) -> PackContent:
    """A pack of these files, in this order."""
    paths = [folder / name for name in names]
    exhibits = tuple(
        PackExhibit(f"AM/{place}", path.name, "DC A Marsh", path.name, "", path.stat().st_size, _digest(path))
        for place, path in enumerate(paths, 1)
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


def jpeg(seed: int) -> bytes:
    """A picture of twelve megapixels and about 3.3 MB."""
    wide, high = 504, 378
    noise = Image.frombytes("RGB", (wide, high), random.Random(seed).randbytes(wide * high * 3))
    target = io.BytesIO()
    noise.resize((4032, 3024)).save(target, "JPEG", quality=86)
    return target.getvalue()


def another(picture: bytes, number: int) -> bytes:
    """The same picture with a comment of its own, so that it is another file."""
    return picture[:2] + _COMMENT + f"{number:08}".encode() + picture[2:]


def document(number: int, pages: int) -> bytes:
    """Small print, as many pages as asked."""
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=A4, invariant=1)
    for page in range(pages):
        for line in range(48):
            words = f"Document {number}, page {page}, line {line}: as it was typed."
            canvas.drawString(60, 780 - 15 * line, words)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def _mail(number: int) -> bytes:
    body = "".join(f"Line {line} of a message that nobody wanted to receive.\r\n" for line in range(30))
    head = f"From: sender{number}@example.org\r\nTo: office@example.org\r\nSubject: Message {number}\r\n\r\n"
    return (head + body).encode()


def _screenshot(number: int, *, transparent: bool) -> bytes:
    picture = Image.linear_gradient("L").resize((1920, 1080)).convert("RGBA" if transparent else "RGB")
    noise = Image.frombytes("L", (480, 270), random.Random(number).randbytes(480 * 270)).convert(picture.mode)
    picture.paste(noise, (200, 200))
    target = io.BytesIO()
    picture.save(target, "PNG", compress_level=4)
    return target.getvalue()


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def settle() -> None:
    """Let the disk finish what was asked before, so that nobody pays for another's writing."""
    os.sync()
