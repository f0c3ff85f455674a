"""Sections and schedules of a pack, read back with another library than wrote them."""

from pathlib import Path

import pypdf
import pytest

from spoc_desk.documents.packs import BuiltPack
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.packs import PackSchedule, PackSection, check
from spoc_desk.system.child import Child
from tests.documents.pack_samples import build, content

SECTIONS = (PackSection("A  Photographs", ("JS/1", "AM/1")), PackSection("B  Messages", ("AM/10",)))
UNUSED = PackSchedule(
    "Schedule of unused material", "For the prosecutor.", ("Item", "What it is"), (("1", "A diary"),)
)


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory, child: Child, fonts: Path) -> BuiltPack:
    made = content()
    order = ("JS/1", "AM/1", "AM/10", "AM/2", "AM/3")
    held = {exhibit.reference: exhibit for exhibit in made.exhibits}
    return build(
        tmp_path_factory.mktemp("pack"),
        child,
        fonts,
        exhibits=tuple(held[reference] for reference in order),
        sections=SECTIONS,
        schedules=(UNUSED,),
    )


def outline(reader: pypdf.PdfReader) -> list[tuple[str, list[str]]]:
    """Each bookmark at the top with those below it, without their pages."""
    found: list[tuple[str, list[str]]] = []
    for item in reader.outline:
        if isinstance(item, list):
            found[-1][1].extend(str(each.title) for each in item)
        else:
            found.append((str(item.title).rpartition(" (p.")[0], []))
    return found


def test_bookmarks_stand_under_their_sections(pack: BuiltPack) -> None:
    below = dict(outline(pypdf.PdfReader(pack.path)))
    assert [title.split()[0] for title in below["A  Photographs"]] == ["JS/1", "AM/1"]
    assert [title.split()[0] for title in below["B  Messages"]] == ["AM/10"]
    assert [title.split()[0] for title in below["Further exhibits"]] == ["AM/2", "AM/3"]


def test_exhibits_are_printed_in_the_order_of_their_sections(pack: BuiltPack) -> None:
    assert [span.reference for span in pack.spans] == ["JS/1", "AM/1", "AM/10", "AM/2", "AM/3"]


def test_the_contents_name_each_section_and_each_schedule(pack: BuiltPack) -> None:
    words = pypdf.PdfReader(pack.path).pages[1].extract_text()
    told = [words.index(title) for title in ("Schedule of unused", "Photographs", "Messages", "Further")]
    assert told == sorted(told)


def test_a_schedule_is_printed_whole(pack: BuiltPack) -> None:
    words = "\n".join(page.extract_text() for page in pypdf.PdfReader(pack.path).pages)
    assert "For the prosecutor." in words
    assert "A diary" in words


def test_a_sensitive_schedule_is_refused_in_a_served_copy() -> None:
    sensitive = PackSchedule("Sensitive material", "", ("Item", "Why"), (("1", "Informant"),), sensitive=True)
    check(content(schedules=(sensitive,), served=False))
    with pytest.raises(DomainError) as refused:
        check(content(schedules=(sensitive,), served=True))
    assert refused.value.code == "packs.sensitive_served"
