"""The tables of a printed return: incidents, notable incidents, engagement, progress, outcomes."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, LongTable, Spacer, Table, TableStyle

from spoc_desk.documents.return_figures import RISK_COLOURS, WHOLE_FACE, CategoryBars, Chips
from spoc_desk.documents.style import HAIRLINE, NAVY, SHADE, SOFT, TEXT_WIDTH, Styles, heading, table, text
from spoc_desk.domain.return_checks import total_new, total_to_date
from spoc_desk.domain.return_codes import (
    CATEGORIES,
    CHANNELS,
    HATE_STRANDS,
    MEDIA,
    OFFICE_LEVELS,
    OUTCOMES,
    PLATFORMS,
    RISKS,
    TENSIONS,
    VICTIM_ROLES,
    VICTIM_SEXES,
)
from spoc_desk.domain.return_payload import Payload

ROWS_AT_ONCE = 150
_WIDTHS = (166.0, 104.0, 99.0, 38.0, 36.0, 44.28)
_HEAD = ("What happened", "Where", "To whom", "Crime", "New", "To date")
_NUMBERS = _HEAD[-2:]

ENGAGEMENT = {
    "candidates_known": "Candidates known",
    "contacted": "Contacted",
    "briefing_offered": "Briefing offered",
    "briefed": "Briefed",
    "declined": "Declined",
    "measures_in_place": "Measures in place",
}
EVENTS = {"notified": "Notified", "policed": "Policed", "disrupted": "Disrupted"}
PROGRESS = {
    "open": "Open incidents",
    "arrests": "Arrests",
    "va_interviews": "Voluntary interviews",
    "cps_early_advice": "Early advice by the CPS",
    "cps_submitted": "Submitted to the CPS",
    "charged": "Charged",
    "time_limit_under_30d": "Time limit within 30 days",
}


def category_section(payload: Payload, page_styles: Styles) -> list[Flowable]:
    """Incidents by category as bars, those with something new first."""
    new: Counter[str] = Counter()
    to_date: Counter[str] = Counter()
    for row in payload["incidents"]:
        new[row["category"]] += row["count_new"]
        to_date[row["category"]] += row["count_cumulative"]
    title = text("Incidents by category", page_styles.subheading)
    if not to_date:
        return [title, text("None has been recorded in this campaign.", page_styles.body), Spacer(1, 10)]
    ordered = sorted(to_date, key=lambda category: (-new[category], -to_date[category], category))
    bars = CategoryBars([(CATEGORIES[one], new[one], to_date[one]) for one in ordered])
    return [CondPageBreak(CategoryBars.ROW * 6), title, bars, Spacer(1, 14)]


def row_section(payload: Payload, page_styles: Styles) -> Iterator[Flowable]:
    """Every row of the return, the ones with something new first, and their totals."""
    rows = payload["incidents"]
    if not rows:
        return
    yield from heading("Every row of the return", page_styles.subheading)
    lines = sorted(rows, key=lambda row: (row["count_new"] == 0, list(CATEGORIES).index(row["category"])))
    for start in range(0, len(lines), ROWS_AT_ONCE):
        yield _rows(lines[start : start + ROWS_AT_ONCE], page_styles)
    yield _total_row(payload, page_styles)


def _rows(rows: Sequence[Payload], page_styles: Styles) -> LongTable:
    right = ParagraphStyle("head-number", parent=page_styles.cell_head, alignment=TA_RIGHT)
    head = [text(words, right if words in _NUMBERS else page_styles.cell_head) for words in _HEAD]
    made = table(
        [head, *(_incident_cells(row, page_styles) for row in rows)], _WIDTHS, page_styles=page_styles
    )
    # Not table's own head: two of these stand over numbers and are set to the right.
    made.repeatRows = 1
    made.setStyle(TableStyle([("LINEBELOW", (0, 0), (-1, 0), 0.9, NAVY)]))
    return made


def notable_section(payload: Payload, page_styles: Styles) -> Iterator[Flowable]:
    """Each notable incident as a card: pseudonym, kind, risk, flags and its summary."""
    if not payload["notable"]:
        return
    yield from heading("Notable incidents", page_styles.subheading)
    for entry in payload["notable"]:
        chips = [(f"{RISKS[entry['risk']].upper()} RISK", RISK_COLOURS[entry["risk"]])]
        chips += [(words, NAVY) for words in _flags(entry)]
        told = [
            f"Incident {entry['pseudonym']}",
            f"Tension: {TENSIONS[entry['tension']].lower()}",
            f"Media: {MEDIA[entry['media']].lower()}",
        ]
        if entry["cross_border_forces"]:
            told.append(f"Other forces: {', '.join(entry['cross_border_forces'])}")
        yield KeepTogether(
            [
                _card(
                    [
                        text(CATEGORIES[entry["category"]], page_styles.cell_bold),
                        Spacer(1, 3),
                        Chips(chips),
                        Spacer(1, 4),
                        text(entry["summary"], page_styles.body),
                        text(" · ".join(told), page_styles.cell_soft),
                    ]
                ),
                Spacer(1, 6),
            ]
        )


def counts_section(payload: Payload, page_styles: Styles) -> Iterator[Flowable]:
    """Engagement and events beside progress, then the outcomes that have any incident."""
    gap = 24.0
    wide = (TEXT_WIDTH - gap) / 2
    left = [
        text("Candidates", page_styles.subheading),
        _counts(payload["engagement"], ENGAGEMENT, wide, page_styles),
        text("Events", page_styles.subheading),
        _counts(payload["events"], EVENTS, wide, page_styles),
    ]
    right = [
        text("Progress to date", page_styles.subheading),
        _counts(payload["progress"], PROGRESS, wide, page_styles),
    ]
    beside = Table([[left, "", right]], colWidths=[wide, gap, wide], hAlign="LEFT")
    beside.setStyle(_BARE)
    yield from (KeepTogether([beside]), Spacer(1, 6))
    yield KeepTogether([text("Outcomes to date", page_styles.subheading), *_outcomes(payload, page_styles)])


def _outcomes(payload: Payload, page_styles: Styles) -> Iterator[Flowable]:
    outcomes = payload["progress"]["outcomes"]
    some = [code for code in OUTCOMES if outcomes[code]]
    if some:
        cells = [
            [
                text(code, page_styles.cell_bold),
                text(OUTCOMES[code], page_styles.cell),
                text(f"{outcomes[code]}", page_styles.cell_number),
            ]
            for code in some
        ]
        yield table(cells, (40, TEXT_WIDTH - 100, 60), page_styles=page_styles)
    rest = "Every other Home Office outcome: 0." if some else "Every Home Office outcome: 0."
    yield Spacer(1, 3)
    yield text(rest, page_styles.cell_soft)


def _counts(
    counts: Mapping[str, int], labels: Mapping[str, str], wide: float, page_styles: Styles
) -> Flowable:
    cells = [
        [text(label, page_styles.cell), text(f"{counts[name]}", page_styles.cell_number)]
        for name, label in labels.items()
    ]
    return table(cells, (wide - 50, 50), page_styles=page_styles)


def _incident_cells(row: Payload, page_styles: Styles) -> list[object]:
    style = page_styles.cell_bold if row["count_new"] else page_styles.cell
    under = [HATE_STRANDS[strand] for strand in row["hate_strands"]]
    under += ["Schedule 9 hostility"] if row["sch9_hostility"] else []
    under += [row["offence_code"]] if row["offence_code"] else []
    what: list[Flowable] = [text(CATEGORIES[row["category"]], style)]
    if under:
        what.append(text(", ".join(under), page_styles.cell_soft))
    platform = f", {PLATFORMS[row['platform']]}" if row["platform"] else ""
    person = f"{VICTIM_ROLES[row['victim_role']]}, {VICTIM_SEXES[row['victim_sex']].lower()}"
    office = OFFICE_LEVELS[row["office_level"]]
    return [
        what,
        text(f"{CHANNELS[row['channel']]}{platform}", page_styles.cell),
        [text(person, page_styles.cell), text(office, page_styles.cell_soft)],
        text("Yes" if row["crime_recorded"] else "No", page_styles.cell),
        text(f"{row['count_new']}", page_styles.cell_number),
        text(f"{row['count_cumulative']}", page_styles.cell_number),
    ]


def _total_row(payload: Payload, page_styles: Styles) -> Flowable:
    cells = [text("Total", page_styles.cell_bold), "", "", ""]
    cells += [
        text(f"{count}", page_styles.cell_number) for count in (total_new(payload), total_to_date(payload))
    ]
    made = Table([cells], colWidths=_WIDTHS, hAlign="LEFT")
    made.setStyle(
        TableStyle(
            [
                WHOLE_FACE,
                ("LINEABOVE", (0, 0), (-1, 0), 0.9, NAVY),
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("RIGHTPADDING", (0, 0), (-1, -1), 9),
                ("RIGHTPADDING", (-1, 0), (-1, -1), 0),
            ]
        )
    )
    return made


def _flags(entry: Payload) -> list[str]:
    flags = []
    if entry["ct_referred"]:
        flags.append("REFERRED TO CT POLICING")
    if entry["support_requested"]:
        flags.append("SUPPORT REQUESTED")
    return flags


def _card(content: Sequence[Flowable]) -> Table:
    card = Table([[list(content)]], colWidths=[TEXT_WIDTH], hAlign="LEFT")
    card.setStyle(
        TableStyle(
            [
                WHOLE_FACE,
                ("BOX", (0, 0), (-1, -1), 0.5, HAIRLINE),
                ("BACKGROUND", (0, 0), (-1, -1), SHADE),
                ("LINEBEFORE", (0, 0), (0, -1), 2.5, SOFT),
                ("LEFTPADDING", (0, 0), (-1, -1), 12),
                ("TOPPADDING", (0, 0), (-1, -1), 8),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 8),
            ]
        )
    )
    return card


_BARE = TableStyle(
    [
        WHOLE_FACE,
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 0),
        ("TOPPADDING", (0, 0), (-1, -1), 0),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
    ]
)
