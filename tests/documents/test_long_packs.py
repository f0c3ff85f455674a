"""Packs with many exhibits and long tables: contents over several pages, every link still right."""

import hashlib
import io
import re
from dataclasses import replace
from pathlib import Path

import pypdf
import pytest

from spoc_desk.documents.packs import BuiltPack, build_pack
from spoc_desk.domain.packs import PackEvent, PackExhibit, PackMovement
from spoc_desk.system.child import Child
from tests.documents import samples
from tests.documents.pack_samples import content
from tests.documents.test_packs import links

COUNT = 150
PHOTO = samples.jpeg()


def exhibit(number: int) -> PackExhibit:
    words = "Photograph of the door of the constituency office, taken by the caretaker " * (1 + number % 4)
    moves = tuple(
        PackMovement(f"{day} May 2026", "Store", "DC Sands", "Examined") for day in range(number % 9)
    )
    return PackExhibit(
        f"AM/{number}",
        words + "x" * (400 if number == 7 else 0),
        "Ann Marsh",
        "door.jpg",
        "image/jpeg",
        len(PHOTO),
        hashlib.sha256(PHOTO).hexdigest(),
        continuity=moves,
    )


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory, child: Child, fonts: Path) -> BuiltPack:
    folder = tmp_path_factory.mktemp("long")
    exhibits = tuple(exhibit(number) for number in range(1, COUNT + 1))
    events = tuple(
        PackEvent(
            f"{1 + number % 28} May 2026",
            f"Event {number} at the hustings in Tŷ Llŵyd",
            (f"AM/{1 + number % COUNT}",),
        )
        for number in range(450)
    )
    told = replace(content(), exhibits=exhibits, chronology=events, served=False)
    return build_pack(
        told,
        lambda _exhibit: io.BytesIO(PHOTO),
        folder / "pack.pdf",
        folder,
        child,
        lambda *_: None,
        lambda: False,
        fonts=fonts,
    )


@pytest.fixture(scope="module")
def texts(pack: BuiltPack) -> list[str]:
    """The words of each page before the exhibits."""
    return [page.extract_text() for page in pypdf.PdfReader(pack.path).pages[: pack.spans[0].first - 1]]


def test_contents_over_several_pages_lead_to_every_exhibit(pack: BuiltPack) -> None:
    reader = pypdf.PdfReader(pack.path)
    all_links = links(reader)
    pages_of_contents = {page for page, target in all_links if target == pack.spans[-1].first}
    assert min(pages_of_contents) > 2
    first_links: dict[int, int] = {}
    for page, target in all_links:
        first_links.setdefault(target, page)
    assert all(first_links[span.first] <= min(pages_of_contents) for span in pack.spans)


def test_every_event_of_a_long_chronology_is_there_once(texts: list[str]) -> None:
    found = re.findall(r"Event (\d+) at the hustings", " ".join(" ".join(texts).split()))
    assert [int(number) for number in found] == list(range(450))


def test_a_table_that_runs_on_repeats_its_head(texts: list[str]) -> None:
    chronology = [text for text in texts if "at the hustings" in text]
    assert len(chronology) > 5
    assert all("What happened" in text for text in chronology)


def test_nothing_is_drawn_outside_the_page(pack: BuiltPack) -> None:
    outside: list[tuple[float, float]] = []

    def visit(text: str, cm: list[float], tm: list[float], *_: object) -> None:
        x, y = tm[4] * cm[0] + cm[4], tm[5] * cm[3] + cm[5]
        if text.strip() and not (20 < x < 580 and 20 < y < 830):
            outside.append((x, y))

    for page in pypdf.PdfReader(pack.path).pages[: pack.spans[0].first - 1]:
        page.extract_text(visitor_text=visit)
    assert outside == []
