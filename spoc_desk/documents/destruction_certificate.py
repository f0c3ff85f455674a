"""The certificate of destruction: what went, on whose decision, by which two officers; nothing it said."""

from __future__ import annotations

import io
from pathlib import Path

from reportlab.platypus import Flowable, KeepTogether, Spacer

from spoc_desk.documents.fonts import register_fonts
from spoc_desk.documents.return_figures import AnchorBlock
from spoc_desk.documents.style import (
    TEXT_WIDTH,
    Sheet,
    Styles,
    facts,
    heading,
    print_sheet,
    styles,
    table,
    text,
)
from spoc_desk.domain.disposals import Disposal
from spoc_desk.domain.moments import full_stamp
from spoc_desk.domain.packs import AuditAnchor

MARKING = "OFFICIAL"

_HOW = (
    "The records were removed from the encrypted database in one transaction, and the space they held was "
    "overwritten. Each sealed file was encrypted under a key of its own, which was kept in the database and "
    "was destroyed with them (crypto-erasure); the files were then removed from the disk. The search "
    "indexes were rewritten and the write-ahead log was emptied. The audit trail keeps the numbers of the "
    "records, never what they said. Returns already filed stay: counts, and summaries that name nobody."
)
_TRAIL = "The audit trail stood at this entry before the destruction, which the entries that follow record."


def destruction_certificate(
    entry: Disposal,
    anchor: AuditAnchor,
    *,
    force: str,
    backups: str,
    fonts: Path,
    demonstration: bool = False,
) -> bytes:
    """The certificate as a PDF in memory; the same entry gives the same bytes.

    anchor: the end of the trail before the destruction. backups: how long copies in backups last.
    """
    register_fonts(fonts)
    page_styles = styles()
    story: list[Flowable] = [
        text("Certificate of destruction", page_styles.title),
        text(f"{entry.reference}, {force}", page_styles.subtitle),
        Spacer(1, 10),
        facts(_told(entry), page_styles),
        Spacer(1, 6),
        *heading("What was destroyed", page_styles.subheading),
        _counts(entry, page_styles),
        text("How", page_styles.subheading),
        text(_HOW, page_styles.body),
        text("Backups", page_styles.subheading),
        text(backups, page_styles.body),
        KeepTogether(
            [
                text("Where it stands on record", page_styles.subheading),
                text(_TRAIL, page_styles.body),
                Spacer(1, 4),
                AnchorBlock(anchor),
            ]
        ),
    ]
    written = io.BytesIO()
    sheet = Sheet(f"Certificate of destruction {entry.reference}", MARKING, entry.reference, demonstration)
    print_sheet(written, story, sheet)
    return written.getvalue()


def _told(entry: Disposal) -> tuple[tuple[str, str], ...]:
    return (
        ("Destroyed", f"{'Casefile' if entry.kind == 'casefile' else 'Contact'} {entry.subject}"),
        ("When", full_stamp(entry.at)),
        ("Retention group", entry.group_code or "Contact without an incident, after the poll"),
        ("Force’s policy", entry.policy_reference or "None entered"),
        ("Reason", entry.reason),
        ("Destroyed by", entry.officer),
        ("Second officer", f"{entry.second_told}, who opened their own keyslot"),
    )


def _counts(entry: Disposal, page_styles: Styles) -> Flowable:
    rows = [_row(*told.rpartition(" ")[::2], page_styles) for told in entry.counts]
    rows.append(_row("sealed file", str(entry.files), page_styles))
    return table(rows, (TEXT_WIDTH - 80, 80), head=("Kind of record", "Number"), page_styles=page_styles)


def _row(kind: str, number: str, page_styles: Styles) -> list[Flowable]:
    return [text(kind.capitalize(), page_styles.cell), text(number, page_styles.cell)]
