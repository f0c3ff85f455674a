"""A pack's content for tests, and the originals it opens."""

import hashlib
import io
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from spoc_desk.documents.packs import BuiltPack, build_pack
from spoc_desk.domain.packs import (
    AuditAnchor,
    PackContent,
    PackEvent,
    PackExhibit,
    PackMovement,
    PackOffence,
    PackPerson,
    PackPoint,
    PackStatement,
)
from spoc_desk.system.child import Child
from tests.documents import samples

FILES: Mapping[str, tuple[str, bytes]] = {
    "AM/1": ("door.jpg", samples.jpeg()),
    "AM/2": ("letter.pdf", samples.pdf()),
    "AM/3": ("threat.eml", bytes(samples.mail())),
    "AM/10": ("chat.txt", samples.chat(120).encode()),
    "JS/1": ("post.png", samples.saved(samples.picture(300, 500), "PNG")),
}
SECRETS = ("14 Tarn View", "NM1 4ZZ", "07700 900123", "dilys.home@example.org", "3 May 1970")


def content(files: Mapping[str, tuple[str, bytes]] = FILES, **changes: object) -> PackContent:
    move = PackMovement(
        "16 Nov 2026, 10:14", "DC Jo Sands", "Store 4", "Secure storage", "A0012", "DC Jo Sands"
    )
    exhibits = tuple(
        PackExhibit(
            reference=reference,
            description=f"Item {reference} from {name}",
            producer="Det Sgt Ann Marsh",
            filename=name,
            media_type="",
            size=len(original),
            sha256=hashlib.sha256(original).hexdigest(),
            source="https://social.example.org/post/1",
            acquired_by="DC Jo Sands",
            acquired_at="16 November 2026, 10:14 GMT",
            acquired_where="14 Tarn View",
            continuity=(move,),
        )
        for reference, (name, original) in files.items()
    )
    first = exhibits[0].reference
    made = PackContent(
        force="Northmoor Police",
        casefile_reference="CF/2026/0001",
        title="R v Doe",
        pack_reference="EP/2026/0001",
        issued_at=datetime(2026, 11, 20, 9, 30, tzinfo=UTC),
        recipient="Crown Prosecution Service",
        purpose="Charging decision",
        served=True,
        anchor=AuditAnchor(1284, "ab" * 32),
        exhibits=exhibits,
        crime_reference="NM/12345/26",
        chronology=(
            PackEvent("1 May 2026", "Stone thrown at 14 Tarn View; Llŷr rang 07700-900123", (first,)),
        ),
        people=(
            PackPerson(
                "Dilys Roe", "Complainant", "", "14 Tarn View\nNorthmoor\nNM1 4ZZ", *_contacts(), "3 May 1970"
            ),
        ),
        statements=(PackStatement("Dilys Roe", "MG11", "17 November 2026", (first,)),),
        offences=(
            PackOffence(
                "Threatening communication", "s 181", "None", (PackPoint("Sent a message", (first,)),)
            ),
        ),
        demonstration=True,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def _contacts() -> tuple[tuple[str, ...], tuple[str, ...]]:
    return ("07700 900123",), ("dilys.home@example.org",)


def opener(files: Mapping[str, tuple[str, bytes]]) -> Callable[[PackExhibit], BinaryIO]:
    return lambda exhibit: io.BytesIO(files[exhibit.reference][1])


def build(
    folder: Path, child: Child, fonts: Path, files: Mapping[str, tuple[str, bytes]] = FILES, **changes: object
) -> BuiltPack:
    return build_pack(
        content(files, **changes),
        opener(files),
        folder / "pack.pdf",
        folder / "scratch",
        child,
        lambda _done, _total: None,
        lambda: False,
        fonts=fonts,
    )
