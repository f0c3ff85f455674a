"""Commands that list, show, import and add records."""

from __future__ import annotations

import json
import re
import sys
from argparse import Namespace
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from spoc_desk.cli.pack_terms import list_templates
from spoc_desk.cli.terminal import answer, plain, progress, text_of, unlocked
from spoc_desk.domain.candidacies import Regime
from spoc_desk.domain.casefiles import Casefile
from spoc_desk.domain.changes import CasefileOpened, ExhibitAdded, IncidentReported
from spoc_desk.domain.contacts import Person
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.exhibits import Exhibit
from spoc_desk.domain.filed_returns import FiledReturn
from spoc_desk.domain.incidents import Incident, Mode, Risk
from spoc_desk.domain.issues import IssuedPack
from spoc_desk.domain.moments import LONDON
from spoc_desk.domain.referrals import Referral
from spoc_desk.domain.times import resolve
from spoc_desk.services.casefiles import OpenCasefile, consult_casefile, open_casefile
from spoc_desk.services.contacts import consult_person
from spoc_desk.services.exhibits import AddExhibit, add_exhibit, consult_exhibit
from spoc_desk.services.incidents import ReportIncident, consult_incident, report_incident
from spoc_desk.services.listing import list_shown
from spoc_desk.services.machine import Machine
from spoc_desk.services.packs import consult_pack
from spoc_desk.services.ports import Desk
from spoc_desk.services.referrals import consult_referral
from spoc_desk.services.returns import consult_return
from spoc_desk.services.search import log_search


@dataclass(frozen=True, slots=True)
class _Shown:
    kind: type[Any]
    consult: Any


SHOWN = {
    "CN": _Shown(Person, consult_person),
    "IN": _Shown(Incident, consult_incident),
    "CF": _Shown(Casefile, consult_casefile),
    "RF": _Shown(Referral, consult_referral),
    "PK": _Shown(IssuedPack, consult_pack),
    "RT": _Shown(FiledReturn, consult_return),
}
NEEDED = ("title", "crime_reference", "happened_at", "reported_at", "category", "channel", "description")
KNOWN = (*NEEDED, "location", "platform", "post_url", "contact", "offences", "casefile", "risk", "verbatim",
         "regime", "regime_reason", "officer_in_case", "log_number", "hate_strands", "happened_to", "notable",
         "notable_summary")  # fmt: skip

LISTED = ("offences", "hate_strands")


def list_records(options: Namespace, machine: Machine) -> None:
    """One line, or one object, for each record of a list."""
    if options.what == "templates":
        list_templates(options, machine)
        return
    with unlocked(options, machine) as vault:
        queries = vault.desk.queries
        rows = queries.rows(options.what, tuple(queries.ids(options.what, options.search)))
        list_shown(options.what, len(rows), vault.desk)
        if options.search:
            log_search(options.search, len(rows), vault.desk)
    named = "name" if options.what == "contacts" else "title"
    document = [
        {
            "reference": row.reference, named: row.title, "detail": row.detail, "when": row.when,
            "status": row.status, "due": row.due,
        }
        for row in rows
    ]  # fmt: skip
    answer(options, document, (f"{row.reference:<14} {row.status:<20} {row.title}" for row in rows))


def show_record(options: Namespace, machine: Machine) -> None:
    """One record, whole; reading it is on the audit trail."""
    with unlocked(options, machine) as vault:
        desk = vault.desk
        case, _, exhibit = options.reference.partition(":")
        if exhibit:
            shown: Any = consult_exhibit(exhibit_id(desk, case, exhibit), desk)
        else:
            kind = SHOWN.get(case[:2].upper())
            if kind is None:
                raise DomainError("records.reference_unknown", reference=options.reference)
            shown = kind.consult(record_id(desk, kind.kind, case), desk)
    document = plain(shown)
    answer(options, document, _lines(document))


def _lines(document: Any, indent: str = "") -> list[str]:
    found: list[str] = []
    pairs = document.items() if isinstance(document, dict) else enumerate(document, 1)
    for key, value in pairs:
        if isinstance(value, dict | list):
            if value:
                found += [f"{indent}{key}:", *_lines(value, indent + "  ")]
        elif value not in ("", None):
            found.append(f"{indent}{key}: {value}")
    return found


def record_id(desk: Desk, kind: type[Any], reference: str) -> int:
    """The id behind a reference. Raises DomainError("records.reference_unknown")."""
    with desk.queries.snapshot() as reader:
        found = reader.find(kind, reference=reference.strip().upper())
    if not found:
        raise DomainError("records.reference_unknown", reference=reference)
    return int(found[0].id)


def exhibit_id(desk: Desk, casefile: str, reference: str) -> int:
    """The id of one casefile's exhibit. Raises DomainError("records.reference_unknown")."""
    case = record_id(desk, Casefile, casefile)
    with desk.queries.snapshot() as reader:
        found = reader.find(Exhibit, casefile_id=case, reference=reference.strip().upper())
    if not found:
        raise DomainError("records.reference_unknown", reference=f"{casefile}:{reference}")
    return found[0].id


def add_record(options: Namespace, machine: Machine) -> None:
    """Adds an incident or exhibits."""
    (_add_incident if options.what == "incident" else _add_exhibits)(options, machine)


def _add_incident(options: Namespace, machine: Machine) -> None:
    source = sys.stdin.read() if options.source == "-" else text_of(Path(options.source))
    given = _checked(source, options.source)
    opens = _yes(given.get("casefile", False), "casefile")
    with unlocked(options, machine) as vault:
        desk = vault.desk
        changes = report_incident(_command(given, desk), desk)
        incident = next(change.incident for change in changes if isinstance(change, IncidentReported))
        opened: int | None = None
        if opens:
            made = open_casefile(OpenCasefile(given["title"], (incident,)), desk)
            opened = next(change.casefile for change in made if isinstance(change, CasefileOpened))
        with desk.queries.snapshot() as reader:
            told = {"incident": reader.get(Incident, incident).reference}
            if opened is not None:
                told["casefile"] = reader.get(Casefile, opened).reference
    answer(options, told, (f"Recorded {' and '.join(told.values())}.",))


def _checked(source: str, name: str) -> dict[str, Any]:
    try:
        given = json.loads(source)
    except (ValueError, RecursionError) as fault:
        raise DomainError("incidents.file_not_json", name=name) from fault
    if not isinstance(given, dict):
        raise DomainError("incidents.file_not_json", name=name)
    given = {field: value for field, value in given.items() if value is not None}
    texts = {field: value for field, value in given.items() if field not in LISTED}
    shapeless = [field for field, value in texts.items() if not isinstance(value, str | bool)]
    if shapeless:
        raise DomainError("incidents.file_not_text", fields=", ".join(shapeless))
    missing = [field for field in NEEDED if not str(given.get(field, "")).strip()]
    if missing:
        raise DomainError("incidents.file_lacks", fields=", ".join(missing))
    unknown = sorted(set(given) - set(KNOWN))
    if unknown:
        raise DomainError("incidents.file_unknown", fields=", ".join(unknown), known=", ".join(KNOWN))
    return given


def _command(given: dict[str, Any], desk: Desk) -> ReportIncident:
    desk.lawpack.category(str(given["category"]))
    contact = given.get("contact")
    return ReportIncident(
        title=str(given["title"]),
        crime_reference=str(given["crime_reference"]),
        happened_from=_moment(given["happened_at"], "happened_at"),
        reported_at=_moment(given["reported_at"], "reported_at"),
        category=str(given["category"]),
        channel=_choice(Mode, given["channel"], "channel"),
        description=str(given["description"]),
        contact_id=record_id(desk, Person, str(contact)) if contact else None,
        location=str(given.get("location", "")),
        platform=str(given.get("platform", "")),
        post_url=str(given.get("post_url", "")),
        verbatim=str(given.get("verbatim", "")),
        log_number=str(given.get("log_number", "")),
        officer_in_case=str(given.get("officer_in_case", "")),
        regime=_choice(Regime, given.get("regime", "other"), "regime"),
        regime_reason=str(given.get("regime_reason", "")),
        risk=_choice(Risk, given.get("risk", "med"), "risk"),
        offence_codes=_listed(given, "offences"),
        hate_strands=_listed(given, "hate_strands"),
        happened_to=_moment(given["happened_to"], "happened_to") if given.get("happened_to") else None,
        notable=_yes(given.get("notable", False), "notable"),
        notable_summary=str(given.get("notable_summary", "")),
    )


def _listed(given: dict[str, Any], field: str) -> tuple[str, ...]:
    """A list of codes. One code that is no list is refused: its letters would be taken for codes."""
    codes = given.get(field, [])
    if not isinstance(codes, list) or not all(isinstance(code, str) for code in codes):
        raise DomainError("incidents.file_choice", field=field, value=str(codes), known="a list of codes")
    return tuple(codes)


def _yes(given: Any, field: str) -> bool:
    if not isinstance(given, bool):
        raise DomainError("incidents.file_choice", field=field, value=str(given), known="true, false")
    return given


def _choice(members: Any, typed: Any, field: str) -> Any:
    try:
        return members(str(typed).strip().lower())
    except ValueError as fault:
        known = ", ".join(member.value for member in members)
        raise DomainError("incidents.file_choice", field=field, value=str(typed), known=known) from fault


def _moment(typed: Any, field: str) -> datetime:
    """An ISO 8601 moment in UTC; without an offset it is the time of the United Kingdom.

    Raises DomainError: incidents.file_moment, and what times.resolve says of an hour that came twice or
    never.
    """
    text = re.sub(r"[zZ]$", "+00:00", str(typed).strip())
    try:
        if len(text) <= len("2026-11-16"):
            raise ValueError(text)
        moment = datetime.fromisoformat(text)
        if moment.tzinfo:
            return moment.astimezone(UTC)
        return resolve(moment.date(), moment.time(), LONDON.key).utc
    except (ValueError, OverflowError) as fault:
        raise DomainError("incidents.file_moment", field=field, value=str(typed)) from fault


def _add_exhibits(options: Namespace, machine: Machine) -> None:
    added = []
    found_at = _moment(options.found_at, "--found-at") if options.found_at else None
    with unlocked(options, machine) as vault:
        desk = vault.desk
        case = record_id(desk, Casefile, options.casefile)
        for path in options.files:  # all or none, as far as can be known before the first is sealed
            if not path.exists():
                raise DomainError("evidence.source_missing", name=str(path))
            if path.is_dir():
                raise DomainError("evidence.source_not_a_file", name=str(path))
        for path in options.files:
            told = AddExhibit(
                case, path, options.description or path.name, options.found_by, found_at,
                found_where=options.found_where, source=options.source,
            )  # fmt: skip
            for change in add_exhibit(told, desk, progress):
                if isinstance(change, ExhibitAdded):
                    with desk.queries.snapshot() as reader:
                        added.append(reader.get(Exhibit, change.exhibit))
    document = [
        {
            "reference": e.reference,
            "title": e.description,
            "filename": e.filename,
            "size": e.size,
            "sha256": e.sha256,
            "found_at": e.found_at if e.found_known else None,
        }
        for e in added
    ]
    answer(options, document, (f"Sealed {e.reference}: {e.filename}, SHA-256 {e.sha256}" for e in added))
