"""The NPCC return on paper: the same snapshot as the JSON and the CSV, made to be read and filed."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

from reportlab.platypus import Flowable, KeepTogether, Spacer

from spoc_desk.documents.fonts import register_fonts
from spoc_desk.documents.return_figures import (
    ALARM_RED,
    CAUTION,
    RISK_COLOURS,
    AnchorBlock,
    Chips,
    Rule,
    key_figures,
    nil_panel,
)
from spoc_desk.documents.return_tables import category_section, counts_section, notable_section, row_section
from spoc_desk.documents.style import NAVY, TEXT_WIDTH, Sheet, Styles, facts, print_sheet, styles, table, text
from spoc_desk.domain.moments import full_stamp, long_day, short_day
from spoc_desk.domain.packs import AuditAnchor
from spoc_desk.domain.return_checks import total_new, total_to_date
from spoc_desk.domain.return_codes import CADENCES, ELECTION_TYPES, RISKS, ROLES, TRENDS
from spoc_desk.domain.return_payload import Payload, ReturnSnapshot

NIL_WORDS = "No new incident was recorded in this period, and none is notable. The figures to date follow."


def return_pdf(snapshot: ReturnSnapshot, demonstration: bool, anchor: AuditAnchor, fonts: Path) -> bytes:
    """The return as A4 pages in PDF; the same snapshot and anchor give the same bytes.

    fonts: resources/fonts. Every page carries the protective marking twice,
    its number, the start of the payload's digest and, for a demonstration,
    that word.
    """
    register_fonts(fonts)
    payload = snapshot.payload
    page_styles = styles()
    story = [
        *_opening(payload, demonstration, page_styles),
        *_risk(payload, page_styles),
        *notable_section(payload, page_styles),
        *category_section(payload, page_styles),
        *counts_section(payload, page_styles),
        *_elections(payload, page_styles),
        *_notes(payload, page_styles),
        *_closing(payload, anchor, page_styles),
        *row_section(payload, page_styles),
    ]
    sheet = Sheet(
        title=f"NPCC return, {payload['force_name']}, {_period(payload)}",
        marking=payload["marking"],
        footer=f"Payload {payload['payload_sha256'][:16]}",
        demonstration=demonstration,
    )
    destination = BytesIO()
    print_sheet(destination, story, sheet)
    return destination.getvalue()


def _opening(payload: Payload, demonstration: bool, page_styles: Styles) -> Iterator[Flowable]:
    yield text("NPCC candidate-security return", page_styles.subtitle)
    yield text(payload["force_name"], page_styles.title)
    yield text(
        f"{_period(payload)}, whole days in UK time. Force {payload['force_gss']}.", page_styles.subtitle
    )
    yield Spacer(1, 6)
    yield Chips(_standing(payload))
    yield Spacer(1, 10)
    if demonstration:
        words = "DEMONSTRATION: the force, the people and the events in this return are fictional."
        yield from (text(words, page_styles.alarm), Spacer(1, 4))
    if payload["supersedes_id"]:
        yield text(
            f"This return corrects return {payload['supersedes_id']}, which no longer counts.",
            page_styles.alarm,
        )
        yield text(f"Reason: {payload['correction_reason']}", page_styles.body)
        yield Spacer(1, 4)
    if payload["nil_return"]:
        yield nil_panel(NIL_WORDS)
        yield Spacer(1, 10)
    progress = payload["progress"]
    yield key_figures(
        (
            (total_new(payload), "new incidents"),
            (total_to_date(payload), "incidents to date"),
            (progress["open"], "open"),
            (progress["charged"], "charged"),
            (progress["time_limit_under_30d"], "limit within 30 days"),
        )
    )


def _standing(payload: Payload) -> list[tuple[str, object]]:
    chips: list[tuple[str, object]] = [(CADENCES[payload["cadence"]].upper(), NAVY)]
    if payload["supersedes_id"]:
        chips.append(("CORRECTION", CAUTION))
    if payload["authorised_by_role"] is None:
        chips.append(("DRAFT: NOT AUTHORISED", ALARM_RED))
    elif payload["self_authorised"]:
        chips.append(("SELF-AUTHORISED", CAUTION))
    return chips


def _risk(payload: Payload, page_styles: Styles) -> Iterator[Flowable]:
    risk = payload["risk_assessment"]
    block: list[Flowable] = [
        text("Risk assessment", page_styles.subheading),
        Chips(
            [
                (f"OVERALL: {RISKS[risk['overall']].upper()}", RISK_COLOURS[risk["overall"]]),
                (f"TREND: {TRENDS[risk['trend']].upper()}", NAVY),
            ]
        ),
        Spacer(1, 5),
    ]
    if risk["narrative"]:
        block.append(text(risk["narrative"], page_styles.body))
    yield KeepTogether(block)


def _elections(payload: Payload, page_styles: Styles) -> Iterator[Flowable]:
    if not payload["elections"]:
        return
    cells = [
        [
            text(short_day(date.fromisoformat(one["poll_date"])), page_styles.cell),
            text(ELECTION_TYPES[one["type"]], page_styles.cell),
            text(one["election_id"], page_styles.cell),
        ]
        for one in payload["elections"]
    ]
    head = ("Polling day", "Kind", "Election")
    made = table(cells, (90, 150, TEXT_WIDTH - 240), head=head, page_styles=page_styles)
    title = text("Elections", page_styles.subheading)
    yield from [KeepTogether([title, made])] if len(cells) < 12 else [title, made]


def _notes(payload: Payload, page_styles: Styles) -> Iterator[Flowable]:
    if not payload["data_quality"]:
        return
    first, *rest = (
        text(f"{number}. {note}", page_styles.body) for number, note in enumerate(payload["data_quality"], 1)
    )
    yield KeepTogether([text("Notes on the figures", page_styles.subheading), first])
    yield from rest


def _closing(payload: Payload, anchor: AuditAnchor, page_styles: Styles) -> Iterator[Flowable]:
    compiled = ROLES[payload["compiled_by_role"]]
    frozen = datetime.strptime(payload["generated_at"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    rows = [
        ("Compiled by", compiled),
        ("Authorised by", _authorisation(payload)),
        ("Frozen", full_stamp(frozen)),
        ("Return", payload["return_id"]),
        ("Supersedes", payload["supersedes_id"] or "Nothing"),
        ("Format", f"{payload['schema']} {payload['version']}"),
    ]
    yield KeepTogether(
        [
            text("Authorisation", page_styles.subheading),
            facts(rows, page_styles, 110),
            Spacer(1, 8),
            text(
                "SHA-256 of the payload (the JSON without this digest, in canonical form)", page_styles.label
            ),
            text(payload["payload_sha256"], page_styles.mono),
            Spacer(1, 5),
            text("SHA-256 of the records it was made from", page_styles.label),
            text(payload["source_db_hash"], page_styles.mono),
            Spacer(1, 10),
            Rule(),
            Spacer(1, 10),
            AnchorBlock(anchor),
        ]
    )


def _authorisation(payload: Payload) -> str:
    role = payload["authorised_by_role"]
    if role is None:
        return "Nobody yet. This draft is not to be sent."
    if payload["self_authorised"]:
        return f"{ROLES[role]}. Self-authorised: compiled and authorised by one officer."
    return f"{ROLES[role]}, a second officer"


def _period(payload: Payload) -> str:
    start, end = (date.fromisoformat(payload[name]) for name in ("period_start", "period_end"))
    return long_day(start) if start == end else f"{long_day(start)} to {long_day(end)}"
