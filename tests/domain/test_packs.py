"""The rules of packs: what may be said, in what order, under which file names."""

import unicodedata
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.packs import (
    AuditAnchor,
    PackContent,
    PackEvent,
    PackExhibit,
    by_reference,
    check,
    exhibit_file_name,
    manifest_lines,
    pack_file_name,
    safe_file_name,
)


def exhibit(reference: str, filename: str = "photo.jpg") -> PackExhibit:
    return PackExhibit(reference, "Photograph", "PC Ann Marsh", filename, "image/jpeg", 3, "ab" * 32)


CONTENT = PackContent(
    force="Northmoor Police",
    casefile_reference="CF/2026/0001",
    title="R v Doe",
    pack_reference="EP/2026/0001",
    issued_at=datetime(2026, 11, 20, 9, 30, tzinfo=UTC),
    recipient="Crown Prosecution Service",
    purpose="Charging decision",
    served=True,
    anchor=AuditAnchor(12, "cd" * 32),
    exhibits=(exhibit("AM/1"),),
)


def code_of(content: PackContent) -> str:
    with pytest.raises(DomainError) as caught:
        check(content)
    return caught.value.code


def test_a_whole_pack_passes() -> None:
    check(replace(CONTENT, chronology=(PackEvent("1 May", "Threat", ("AM/1",)),)))
    assert CONTENT.anchor.payload.endswith("cd")


def test_a_pack_without_exhibits_is_refused() -> None:
    assert code_of(replace(CONTENT, exhibits=())) == "packs.no_exhibits"


def test_a_reference_stands_once_in_a_pack() -> None:
    assert code_of(replace(CONTENT, exhibits=(exhibit("AM/1"), exhibit("AM/1")))) == "packs.reference_twice"


def test_an_exhibit_without_a_hash_is_not_sealed() -> None:
    assert code_of(replace(CONTENT, exhibits=(replace(exhibit("AM/1"), sha256=""),))) == "packs.unsealed"


def test_a_link_to_an_exhibit_outside_the_pack_is_refused() -> None:
    chronology = (PackEvent("1 May", "Threat", ("AM/9",)),)
    assert code_of(replace(CONTENT, chronology=chronology)) == "packs.unknown_exhibit"


def test_a_time_of_issue_names_its_zone() -> None:
    assert code_of(replace(CONTENT, issued_at=datetime(2026, 11, 20))) == "packs.no_time_zone"  # noqa: DTZ001


def test_exhibits_are_ordered_as_people_count() -> None:
    ordered = by_reference(exhibit(reference) for reference in ("JS/2", "AM/10", "AM/2", "AM/1"))
    assert [each.reference for each in ordered] == ["AM/1", "AM/2", "AM/10", "JS/2"]


def test_a_pack_is_named_after_its_case_reference_and_date() -> None:
    assert pack_file_name(CONTENT) == "R v Doe - EP-2026-0001 - 2026-11-20.pdf"


@pytest.mark.parametrize(
    ("filename", "expected"),
    [
        ("../../etc/passwd", "AM-1 etc-passwd"),
        ("IMG 001.JPG", "AM-1 IMG 001.JPG"),
        ("\u202egpj.exe", "AM-1 gpj.exe"),
        ("CON", "AM-1 _CON"),
        ("a:stream.txt", "AM-1 a-stream.txt"),
        ("x" * 300 + ".png", "AM-1 " + "x" * 80 + ".png"),
        ("nul\x00byte.pdf", "AM-1 nulbyte.pdf"),
        ("", "AM-1 unnamed"),
    ],
)
def test_an_originals_own_name_can_do_no_harm(filename: str, expected: str) -> None:
    assert exhibit_file_name(exhibit("AM/1", filename)) == expected


@given(st.text())
def test_no_text_makes_a_dangerous_file_name(text: str) -> None:
    name = safe_file_name(text)
    assert name
    assert not set(name) & set('/\\:*?"<>|\n\r\x00')
    assert not name.startswith(".")
    assert not name.endswith((".", " "))


def test_a_manifest_is_what_sha256sum_reads() -> None:
    assert manifest_lines([("ab" * 32, "AM-1 photo.jpg")]) == "ab" * 32 + "  AM-1 photo.jpg\n"


@pytest.mark.parametrize(
    "title", ["R v Doe", "मामला " * 40, "🏛️" * 80, "Ŷ" * 300, "案" * 90, "CON", "a/b:c?" * 30]
)
def test_a_packs_file_name_fits_every_disk_with_room_for_its_endings(title: str) -> None:
    name = pack_file_name(replace(CONTENT, title=title))
    assert len(name) <= 120
    assert len(f"{name}.sha256.part".encode()) <= 255
    assert name.endswith("EP-2026-0001 - 2026-11-20.pdf")
    assert name == unicodedata.normalize("NFC", name)


def test_an_exhibits_file_name_fits_every_disk_in_any_script() -> None:
    name = exhibit_file_name(exhibit("AM/1" * 30, f"{'नमस्ते' * 90}.jpeg"))
    assert len(name.encode()) <= 255
    assert name.endswith(".jpeg")
