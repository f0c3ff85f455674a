"""A malformed law-pack or checklist is refused with the file and the fault; the shipped ones load."""

import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from spoc_desk.domain.errors import DomainError
from spoc_desk.system.lawpack import (
    FILES,
    load_checklist,
    load_lawpack,
    load_redaction_reasons,
    newest_lawpack,
)
from spoc_desk.system.resources import resource_folder

SHIPPED = resource_folder() / "lawpack" / "2026-11-20"
SCHEMAS = resource_folder() / "schemas"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = tmp_path / "lawpack" / "2026-11-20"
    shutil.copytree(SHIPPED, copy)
    return copy


def edit(path: Path, change: Callable[[Any], object]) -> None:
    read = json.loads(path.read_text("utf-8"))
    change(read)
    path.write_text(json.dumps(read), "utf-8")


def fault_of(folder: Path) -> tuple[str, str]:
    with pytest.raises(DomainError) as refused:
        load_lawpack(folder, SCHEMAS)
    assert refused.value.code == "lawpack.malformed"
    return str(refused.value.values["file"]), str(refused.value.values["fault"])


def test_the_shipped_pack_loads_and_names_its_edition_and_digest() -> None:
    pack = load_lawpack(SHIPPED)
    assert pack.version == "2026-11-20"
    assert len(pack.sha256) == 64
    assert len(pack.offences) == 83


def test_the_digest_changes_with_any_file(folder: Path) -> None:
    before = load_lawpack(folder, SCHEMAS).sha256
    edit(folder / "platforms.json", lambda read: read["platforms"][0].update(note="formerly Twitter"))
    assert load_lawpack(folder, SCHEMAS).sha256 != before


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    (folder / f"{name}.json").unlink()
    assert fault_of(folder)[0] == f"{name}.json"


@pytest.mark.parametrize("name", FILES)
def test_an_unknown_field_is_refused_in_every_file(folder: Path, name: str) -> None:
    edit(folder / f"{name}.json", lambda read: read.update(extra=1))
    file, fault = fault_of(folder)
    assert file == f"{name}.json"
    assert "extra" in fault


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[]",
        b'{"offences": NaN}',
        b"[" * 100_000,
        b'{"offences": [], "offences": []}',
    ],
)
def test_a_file_that_is_not_a_pack_is_refused(folder: Path, content: bytes) -> None:
    (folder / "offences.json").write_bytes(content)
    assert fault_of(folder)[0] == "offences.json"


def test_a_huge_file_is_refused_unread(folder: Path) -> None:
    with (folder / "offences.json").open("wb") as file:
        file.truncate(5 * 1024 * 1024)
    assert "larger" in fault_of(folder)[1]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("code", "PHA s2"),
        ("row", 40),
        ("row", "6"),
        ("title", " "),
        ("mode", "hybrid"),
        ("verified", "yes"),
        ("in_force_from", "2026-02-30"),
        ("in_force_from", "1 April 2026"),
        ("points_to_prove", []),
        ("points_to_prove", [{"key": "a"}]),
        ("charge_route", "P"),
        ("schedule_9", True),
        ("consent", "judge"),
        ("source", ""),
        ("evidence_sets", []),
    ],
)
def test_an_offence_with_a_bad_field_is_refused_where_it_stands(
    folder: Path, field: str, value: object
) -> None:
    edit(folder / "offences.json", lambda read: read["offences"][3].update({field: value}))
    file, fault = fault_of(folder)
    assert file == "offences.json"
    assert fault.startswith(f"offences/3/{field}")


def test_an_offence_without_a_field_is_refused(folder: Path) -> None:
    edit(folder / "offences.json", lambda read: read["offences"][0].pop("verification"))
    assert "verification" in fault_of(folder)[1]


@pytest.mark.parametrize(
    ("field", "value"),
    [("start", "arrest"), ("first_day_counts", "yes"), ("months", -1), ("months", 1.5), ("role", "either")],
)
def test_a_limb_with_a_bad_field_is_refused(folder: Path, field: str, value: object) -> None:
    edit(folder / "limits.json", lambda read: read["time_limits"][1]["limbs"][0].update({field: value}))
    assert fault_of(folder)[0] == "limits.json"


def test_a_limb_without_length_is_refused(folder: Path) -> None:
    edit(folder / "limits.json", lambda read: read["time_limits"][1]["limbs"][0].update(months=0))
    assert "has no length" in fault_of(folder)[1]


def test_an_offence_pointing_at_no_limit_or_evidence_set_is_refused(folder: Path) -> None:
    edit(folder / "offences.json", lambda read: read["offences"][0].update(time_limit="mca-7m"))
    assert "mca-7m" in fault_of(folder)[1]
    edit(
        folder / "offences.json",
        lambda read: read["offences"][0].update(time_limit="none", evidence_sets=["Z"]),
    )
    assert "evidence set Z" in fault_of(folder)[1]


def test_a_repeated_code_is_refused(folder: Path) -> None:
    edit(folder / "offences.json", lambda read: read["offences"].append(read["offences"][0]))
    assert "appears more than once" in fault_of(folder)[1]


def test_a_row_left_out_is_refused(folder: Path) -> None:
    def without_row_25(read: Any) -> None:
        read["offences"] = [offence for offence in read["offences"] if offence["row"] != 25]

    edit(folder / "offences.json", without_row_25)
    assert "row 25: has no offence" in fault_of(folder)[1]


def test_a_disabled_offence_without_a_reason_is_refused(folder: Path) -> None:
    edit(folder / "offences.json", lambda read: read["offences"][0].update(enabled=False))
    assert "needs a reason when disabled" in fault_of(folder)[1]


def test_a_pack_in_the_wrong_folder_is_refused(folder: Path) -> None:
    moved = folder.rename(folder.with_name("2027-01-01"))
    assert fault_of(moved)[0] == "pack.json"


def test_half_a_sign_off_is_refused_and_a_whole_one_is_kept(folder: Path) -> None:
    edit(folder / "pack.json", lambda read: read.update(signed_off_by="Force solicitor"))
    assert "signed off" in fault_of(folder)[1]
    edit(folder / "pack.json", lambda read: read.update(signed_off_on="2026-11-21"))
    assert load_lawpack(folder, SCHEMAS).signed_off_on == date(2026, 11, 21)


def test_the_newest_edition_on_or_before_the_day_is_chosen(folder: Path) -> None:
    editions = folder.parent
    for name in ("2026-05-01", "2027-05-06", "notes"):
        (editions / name).mkdir()
    (editions / "2026-12-31").touch()
    assert newest_lawpack(editions, date(2027, 1, 1)).name == "2026-11-20"
    assert newest_lawpack(editions, date(2028, 1, 1)).name == "2027-05-06"


def test_no_edition_yet_is_refused(folder: Path) -> None:
    with pytest.raises(DomainError) as refused:
        newest_lawpack(folder.parent, date(2026, 11, 19))
    assert refused.value.code == "lawpack.none"


def test_every_schema_is_itself_a_valid_schema() -> None:
    paths = [SCHEMAS / f"lawpack-{name}.json" for name in FILES] + [SCHEMAS / "checklist.json"]
    for path in paths:
        schema = json.loads(path.read_text("utf-8"))
        assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
        Draft202012Validator.check_schema(schema)


@pytest.fixture
def checklist(tmp_path: Path) -> Path:
    copy = tmp_path / "checklists" / "cps_referral.json"
    copy.parent.mkdir()
    shutil.copy(resource_folder() / "checklists" / "cps_referral.json", copy)
    return copy


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda read: read["items"].pop(4), "without a gap"),
        (lambda read: read["items"][1].update(key=read["items"][0]["key"]), "more than once"),
        (lambda read: read["items"][1].update(needs=["luck"]), "luck"),
        (lambda read: read["items"][1].pop("done_means"), "done_means"),
    ],
)
def test_a_malformed_checklist_is_refused(
    checklist: Path, change: Callable[[Any], object], fault: str
) -> None:
    edit(checklist, change)
    with pytest.raises(DomainError) as refused:
        load_checklist(checklist, SCHEMAS)
    assert refused.value.code == "lawpack.malformed"
    assert fault in str(refused.value.values["fault"])


def test_the_shipped_redaction_reasons_say_where_they_come_from_and_that_none_is_verified():
    reasons = load_redaction_reasons(resource_folder() / "redaction" / "reasons.json")
    codes = {each.code for each in reasons.reasons}
    assert {"ADDR", "TEL", "DOB", "3P", "FAM", "SEC", "WIT", "SENS"} <= codes
    assert all(each.source and not each.verified for each in reasons.reasons)


def test_a_reason_is_served_as_one_of_the_codes_of_the_file(tmp_path):
    told = json.loads((resource_folder() / "redaction" / "reasons.json").read_text("utf-8"))
    assert {each["code"]: each.get("served_as", "") for each in told["reasons"]}["SENS"] == "RED"
    told["reasons"][0]["served_as"] = "NONE"
    path = tmp_path / "reasons.json"
    path.write_text(json.dumps(told), "utf-8")
    with pytest.raises(DomainError) as refused:
        load_redaction_reasons(path, SCHEMAS)
    assert "served_as" in str(refused.value.values["fault"])
