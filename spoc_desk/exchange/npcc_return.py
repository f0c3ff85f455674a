"""The NPCC return as files: JSON and CSV from one snapshot, and another force's JSON read with care."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker

from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.return_checks import ReturnFault, check_return
from spoc_desk.domain.return_payload import HASH_FIELD, Payload, ReturnSnapshot, payload_digest
from spoc_desk.exchange.spreadsheet import Cell, write_rows

SCHEMA_FILE = "npcc-return-1.0.0.json"
BYTES_AT_MOST = 64 * 1024 * 1024
NESTING_AT_MOST = 8
COLUMNS = ("return_id", "force_gss", "period_start", "period_end", "section", "item", "field", "value")
_PROBLEM_AT_MOST = 200
_OPENED = re.compile(r'"(?:[^"\\]|\\.)*"|([\[{])|([\]}])')


def return_schema(schemas: Path) -> dict[str, Any]:
    """The JSON Schema of the return, from resources/schemas."""
    schema: dict[str, Any] = json.loads((schemas / SCHEMA_FILE).read_text("utf-8"))
    return schema


def write_json(snapshot: ReturnSnapshot) -> bytes:
    """The return as JSON in UTF-8: keys sorted, indented by two, a line end at the end."""
    text = json.dumps(snapshot.payload, ensure_ascii=False, sort_keys=True, indent=2)
    return (text + "\n").encode("utf-8")


def write_csv(snapshot: ReturnSnapshot) -> bytes:
    """The return as one value a row, so that the files of many forces can be put under one another.

    Every row names its return, force and period; `item` numbers the entries of
    a list from 1; a list of codes is one value with "; " between.
    """
    payload = snapshot.payload
    key = (payload["return_id"], payload["force_gss"], payload["period_start"], payload["period_end"])
    return write_rows(COLUMNS, ((*key, *row) for row in _flat(payload)))


def read_and_validate(content: bytes, schema: dict[str, Any]) -> Payload:
    """The values of a return from a file, once everything about it holds.

    Raises DomainError: "returns.too_large", "returns.malformed" (with the
    place and the problem), "returns.altered" when the digest does not match.
    """
    if len(content) > BYTES_AT_MOST:
        raise DomainError("returns.too_large", limit=BYTES_AT_MOST)
    payload = _parsed(content)
    validator = Draft202012Validator(_in_python(schema), format_checker=FormatChecker())
    for fault in validator.iter_errors(payload):
        raise _malformed(fault.message, fault.json_path.removeprefix("$.") if fault.path else "the whole")
    if payload["period_end"] < payload["period_start"]:
        raise _malformed("it is before period_start", "period_end")
    if payload["cadence"] == "daily" and payload["period_end"] != payload["period_start"]:
        raise _malformed("a daily return covers one day", "period_end")
    if payload_digest(payload) != payload[HASH_FIELD]:
        raise DomainError("returns.altered")
    for doubt in _contradictions(payload):
        raise _malformed(doubt.code.split(".")[1].replace("_", " "), doubt.where)
    return payload


def _contradictions(payload: Payload) -> Iterator[ReturnFault]:
    """Faults nobody can explain; the sending force may have explained the others in its notes."""
    snapshot = ReturnSnapshot.of(payload)
    yield from (fault for fault in check_return(snapshot) if not fault.explainable)


def _parsed(content: bytes) -> Payload:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise _malformed("it is not UTF-8", f"byte {fault.start}") from None
    depth = 0
    for hit in _OPENED.finditer(text):
        depth += bool(hit[1]) - bool(hit[2])
        if depth > NESTING_AT_MOST:
            raise _malformed("lists lie too deep inside each other", f"character {hit.start()}")
    try:
        payload = json.loads(
            text, object_pairs_hook=_unrepeated, parse_float=_no_fraction, parse_constant=_no_fraction
        )
    except json.JSONDecodeError as fault:
        raise _malformed("it is not JSON", f"line {fault.lineno}") from None
    except (ValueError, RecursionError) as fault:
        raise _malformed(str(fault), "a number or key") from None
    if not isinstance(payload, dict):
        raise _malformed("it is not an object", "the whole")
    return payload


def _unrepeated(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


def _no_fraction(_text: str) -> Any:
    raise ValueError("a number is not a whole number")


def _in_python(schema: Any) -> Any:
    """The schema with its patterns as ECMA-262 reads them: ASCII digits, and nothing after the end."""
    if isinstance(schema, list):
        return [_in_python(inner) for inner in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        name: re.sub(r"\$$", r"\\Z", inner).replace(r"\d", "[0-9]")
        if name == "pattern" and isinstance(inner, str)
        else _in_python(inner)
        for name, inner in schema.items()
    }


def _malformed(problem: str, place: str) -> DomainError:
    return DomainError(
        "returns.malformed", problem=problem[:_PROBLEM_AT_MOST], place=place[:_PROBLEM_AT_MOST]
    )


def _flat(payload: Payload) -> Iterator[tuple[str, Cell, str, Cell]]:
    for name, value in payload.items():
        if isinstance(value, dict):
            yield from _section(name, value)
        elif isinstance(value, list):
            for number, entry in enumerate(value, 1):
                fields = entry.items() if isinstance(entry, dict) else (("note", entry),)
                yield from ((name, number, field, _cell(inner)) for field, inner in fields)
        else:
            yield "return", None, name, value


def _section(name: str, values: Payload) -> Iterator[tuple[str, Cell, str, Cell]]:
    for field, value in values.items():
        if isinstance(value, dict):
            yield from ((f"{name}.{field}", None, inner, count) for inner, count in value.items())
        else:
            yield name, None, field, value


def _cell(value: Any) -> Cell:
    return "; ".join(value) if isinstance(value, list) else value
