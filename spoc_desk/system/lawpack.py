"""Reads law-pack, checklist and what packs are made by from their folders, and refuses malformed ones."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match

from spoc_desk.domain.court_profiles import CourtProfile, CourtProfiles, Landscape, LatePages, SizeLimit
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.lawpack import faults
from spoc_desk.domain.limit_rules import Limb, LimbRole, LimitException, RuleKind, StartEvent, TimeRule
from spoc_desk.domain.offences import (
    ChargeRoute,
    Consent,
    EvidenceSet,
    Exclusion,
    LawPack,
    Mode,
    Offence,
    Outcome,
    PointToProve,
    ScheduleNine,
    Term,
)
from spoc_desk.domain.pack_templates import (
    Audience,
    Holds,
    Need,
    Offer,
    PackTemplate,
    PackTemplates,
    TemplateSection,
    template_faults,
)
from spoc_desk.domain.redactions import RedactionReason, RedactionReasons
from spoc_desk.domain.referrals import Checklist, ChecklistItem, Evidence, Stage, Tie
from spoc_desk.domain.retention import CONTACTS
from spoc_desk.domain.retention_rules import CpiaRule, RetentionGroup, RetentionRules

FILES = (
    "pack", "limits", "evidence_sets", "offences", "outcomes",
    "categories", "hate_strands", "platforms", "charging",
)  # fmt: skip
LARGEST_FILE = 4 * 1024 * 1024

_Entry = Mapping[str, Any]


def newest_lawpack(folder: Path, on: date) -> Path:
    """The folder of the newest edition dated on or before this day; editions are folders named by date.

    Raises DomainError("lawpack.none").
    """
    editions = sorted(child for child in folder.iterdir() if child.is_dir() and _is_day(child.name, on))
    if not editions:
        raise DomainError("lawpack.none", folder=str(folder), on=on.isoformat())
    return editions[-1]


def load_lawpack(folder: Path, schemas: Path | None = None) -> LawPack:
    """The law-pack in this folder, checked against its schemas and then for consistency.

    schemas: the folder of schemas; by default the one beside the folder of editions.
    Raises DomainError("lawpack.malformed", file, fault).
    """
    rules_of = schemas or folder.parent.parent / "schemas"
    digest = hashlib.sha256()
    read: dict[str, _Entry] = {}
    for name in FILES:
        content = _bytes(folder / f"{name}.json")
        digest.update(f"{name} {len(content)}\n".encode() + content)
        read[name] = _checked(folder / f"{name}.json", content, rules_of / f"lawpack-{name}.json")
    pack = _pack(folder, read, digest.hexdigest())
    wrong = faults(pack)
    if wrong:
        raise _malformed(folder.name, "; ".join(wrong[:5]))
    return pack


def load_checklist(path: Path, schemas: Path | None = None) -> Checklist:
    """The CPS checklist in this file. Raises DomainError("lawpack.malformed", file, fault)."""
    rules_of = schemas or path.parent.parent / "schemas"
    read = _checked(path, _bytes(path), rules_of / "checklist.json")
    items = tuple(_item(entry) for entry in read["items"])
    if [item.number for item in items] != list(range(1, len(items) + 1)):
        raise _malformed(path.name, "items: numbers do not run from 1 without a gap")
    if len({item.key for item in items}) != len(items):
        raise _malformed(path.name, "items: a key appears more than once")
    return Checklist(read["version"], read["title"], items)


def load_redaction_reasons(path: Path, schemas: Path | None = None) -> RedactionReasons:
    """The reason codes in this file. Raises DomainError("lawpack.malformed", file, fault)."""
    rules_of = schemas or path.parent.parent / "schemas"
    read = _checked(path, _bytes(path), rules_of / "redaction-reasons.json")
    reasons = tuple(RedactionReason(**entry) for entry in read["reasons"])
    if len({reason.code for reason in reasons}) != len(reasons):
        raise _malformed(path.name, "reasons: a code appears more than once")
    if not {reason.served_as for reason in reasons} <= {"", *(reason.code for reason in reasons)}:
        raise _malformed(path.name, "reasons: served_as names no code of the file")
    return RedactionReasons(read["version"], date.fromisoformat(read["as_at"]), reasons)


def load_retention(path: Path, schemas: Path | None = None) -> RetentionRules:
    """The retention groups in this file. Raises DomainError("lawpack.malformed", file, fault)."""
    rules_of = schemas or path.parent.parent / "schemas"
    read = _checked(path, _bytes(path), rules_of / "retention.json")
    groups = tuple(RetentionGroup(**entry) for entry in read["groups"])
    if len({group.code for group in groups} - {CONTACTS}) != len(groups):
        raise _malformed(path.name, "groups: a code appears more than once")
    return RetentionRules(
        read["version"], date.fromisoformat(read["as_at"]), groups, CpiaRule(**read["cpia"])
    )


def load_court_profiles(path: Path, schemas: Path | None = None) -> CourtProfiles:
    """What courts ask, from this file. Raises DomainError("lawpack.malformed", file, fault)."""
    rules_of = schemas or path.parent.parent / "schemas"
    read = _checked(path, _bytes(path), rules_of / "court-profiles.json")
    profiles = tuple(_profile(entry) for entry in read["profiles"])
    if len({profile.key for profile in profiles}) != len(profiles):
        raise _malformed(path.name, "profiles: a key appears more than once")
    return CourtProfiles(read["version"], read["title"], profiles)


def load_templates(path: Path, schemas: Path | None = None) -> PackTemplates:
    """The kinds of pack in this file. Raises DomainError("lawpack.malformed", file, fault)."""
    rules_of = schemas or path.parent.parent / "schemas"
    read = _checked(path, _bytes(path), rules_of / "pack-templates.json")
    templates = PackTemplates(read["version"], read["title"], tuple(map(_template, read["templates"])))
    wrong = template_faults(templates)
    if wrong:
        raise _malformed(path.name, "; ".join(wrong[:5]))
    return templates


def _malformed(file: str, fault: str) -> DomainError:
    return DomainError("lawpack.malformed", file=file, fault=fault)


def _is_day(name: str, on: date) -> bool:
    try:
        return date.fromisoformat(name) <= on
    except ValueError:
        return False


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise _malformed(path.name, f"is larger than {LARGEST_FILE} bytes")
        return path.read_bytes()
    except OSError as error:
        raise _malformed(path.name, f"cannot be read: {error.strerror}") from error


def _checked(path: Path, content: bytes, schema: Path) -> _Entry:
    try:
        read = json.loads(content.decode("utf-8"), object_pairs_hook=_once, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise _malformed(path.name, f"is not JSON: {error}") from error
    validator = Draft202012Validator(
        json.loads(schema.read_text("utf-8")), format_checker=Draft202012Validator.FORMAT_CHECKER
    )
    fault = best_match(validator.iter_errors(read))
    if fault is not None:
        where = "/".join(str(step) for step in fault.absolute_path) or "the file"
        raise _malformed(path.name, f"{where}: {fault.message[:200]}")
    checked: _Entry = read
    return checked


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    keyed = dict(pairs)
    if len(keyed) != len(pairs):
        raise ValueError("a name appears twice in one object")
    return keyed


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not a number")


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _pack(folder: Path, read: Mapping[str, _Entry], sha256: str) -> LawPack:
    about = read["pack"]
    if about["version"] != folder.name:
        raise _malformed("pack.json", f"version {about['version']} is not the folder's name, {folder.name}")
    rules = tuple(_rule(entry) for entry in read["limits"]["time_limits"])
    evidence = tuple(
        EvidenceSet(entry["key"], entry["label"], tuple(entry["gather"]))
        for entry in read["evidence_sets"]["evidence_sets"]
    )
    by_rule = {rule.key: rule for rule in rules}
    by_set = {entry.key: entry for entry in evidence}
    return LawPack(
        version=about["version"],
        title=about["title"],
        as_at=date.fromisoformat(about["as_at"]),
        extent=about["extent"],
        signed_off_by=about["signed_off_by"],
        signed_off_on=_day(about["signed_off_on"]),
        statement=about["statement"],
        offences=tuple(_offence(entry, by_rule, by_set) for entry in read["offences"]["offences"]),
        outcomes=tuple(Outcome(**entry) for entry in read["outcomes"]["outcomes"]),
        categories=tuple(Term(**entry) for entry in read["categories"]["categories"]),
        hate_strands=tuple(Term(**entry) for entry in read["hate_strands"]["hate_strands"]),
        platforms=tuple(Term(**entry) for entry in read["platforms"]["platforms"]),
        exclusions=tuple(Exclusion(**entry) for entry in read["charging"]["exclusions"]),
        rules=rules,
        evidence_sets=evidence,
        sha256=sha256,
    )


def _rule(entry: _Entry) -> TimeRule:
    limbs = tuple(
        Limb(**{**limb, "role": LimbRole(limb["role"]), "start": StartEvent(limb["start"])})
        for limb in entry["limbs"]
    )
    exceptions = tuple(LimitException(**exception) for exception in entry["exceptions"])
    return TimeRule(**{**entry, "kind": RuleKind(entry["kind"]), "limbs": limbs, "exceptions": exceptions})


def _offence(entry: _Entry, rules: Mapping[str, TimeRule], sets: Mapping[str, EvidenceSet]) -> Offence:
    code = entry["code"]
    if entry["time_limit"] not in rules:
        raise _malformed("offences.json", f"{code}: time limit {entry['time_limit']} is not in limits.json")
    for key in entry["evidence_sets"]:
        if key not in sets:
            raise _malformed("offences.json", f"{code}: evidence set {key} is not in evidence_sets.json")
    fields = {name: value for name, value in entry.items() if name != "time_limit"}
    made = {
        "in_force_from": _day(entry["in_force_from"]),
        "in_force_to": _day(entry["in_force_to"]),
        "mode": Mode(entry["mode"]),
        "time_rule": rules[entry["time_limit"]],
        "points_to_prove": tuple(PointToProve(**point) for point in entry["points_to_prove"]),
        "evidence_sets": tuple(sets[key] for key in entry["evidence_sets"]),
        "charge_route": ChargeRoute(entry["charge_route"]),
        "exclusions": tuple(entry["exclusions"]),
        "schedule_9": ScheduleNine(entry["schedule_9"]),
        "consent": Consent(entry["consent"]),
        "notes": tuple(entry["notes"]),
    }
    return Offence(**{**fields, **made})


def _profile(entry: _Entry) -> CourtProfile:
    made = {
        "size_limits": tuple(SizeLimit(**limit) for limit in entry["size_limits"]),
        "late_pages": LatePages(entry["late_pages"]),
        "landscape": Landscape(entry["landscape"]),
    }
    return CourtProfile(**{**entry, **made})


def _template(entry: _Entry) -> PackTemplate:
    made = {
        "audience": Audience(entry["audience"]),
        "offered": tuple(Offer(each) for each in entry["offered"]),
        "needs": tuple(Need(each) for each in entry["needs"]),
        **{name: tuple(entry[name]) for name in ("papers", "schedules")},
        "sections": tuple(TemplateSection(each["title"], Holds(each["holds"])) for each in entry["sections"]),
    }
    return PackTemplate(**{**entry, **made})


def _item(entry: _Entry) -> ChecklistItem:
    made = {
        "stage": Stage(entry["stage"]),
        "needs": tuple(Evidence(need) for need in entry["needs"]),
        "tie": Tie(entry["tie"]),
    }
    return ChecklistItem(**{**entry, **made})
