"""The change sheet: on paper, for whoever holds the earlier pack, what the later one changes."""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from reportlab.platypus import Flowable, Spacer

from spoc_desk.documents.fonts import register_fonts
from spoc_desk.documents.style import TEXT_WIDTH, Sheet, Styles, facts, print_sheet, styles, table, text
from spoc_desk.domain.change_sheets import ChangeSheet, ItemChange, SheetSide
from spoc_desk.domain.moments import full_stamp

_WIDTHS = (92.0, TEXT_WIDTH - 92 - 96 - 72 - 72, 96.0, 72.0, 72.0)
_HEAD = ("Reference", "Description", "What changed", "Pages before", "Pages now")
_ROWS_AT_ONCE = 100


def change_sheet_pdf(sheet: ChangeSheet, fonts: Path) -> bytes:
    """The sheet as A4 pages in PDF; the same sheet gives the same bytes. fonts: resources/fonts."""
    register_fonts(fonts)
    page_styles = styles()
    pages = Sheet(
        title=f"Change sheet {sheet.earlier.reference} to {sheet.later.reference}",
        marking=sheet.marking,
        footer=f"{sheet.later.reference} takes the place of {sheet.earlier.reference}",
        demonstration=sheet.demonstration,
    )
    destination = BytesIO()
    print_sheet(destination, [*_opening(sheet, page_styles), *_changes(sheet, page_styles)], pages)
    return destination.getvalue()


def _opening(sheet: ChangeSheet, page_styles: Styles) -> list[Flowable]:
    told = (
        f"Destroy or return {sheet.earlier.reference}, and use {sheet.later.reference} alone. "
        "Page numbers quoted from the earlier pack are those under “Pages before”."
    )
    story: list[Flowable] = [
        text("Change sheet", page_styles.subtitle),
        text(sheet.title, page_styles.title),
        text(f"{sheet.later.reference} takes the place of {sheet.earlier.reference}", page_styles.subtitle),
        Spacer(1, 8),
    ]
    if sheet.demonstration:
        words = "DEMONSTRATION: the force, the people and the events in this pack are fictional."
        story += [text(words, page_styles.alarm), Spacer(1, 4)]
    rows = [
        ("Force", sheet.force),
        ("Casefile", sheet.casefile_reference),
        ("Recipient", sheet.recipient),
        ("Reason", sheet.reason or "None was given"),
        ("Authorised", sheet.authorisation),
        *_side("Earlier pack", sheet.earlier),
        *_side("This pack", sheet.later),
    ]
    story += [facts([row for row in rows if row[1]], page_styles, 110), Spacer(1, 10)]
    story.append(text(told, page_styles.body))
    return story


def _side(label: str, side: SheetSide) -> list[tuple[str, str]]:
    return [
        (label, f"{side.reference}, {side.pages:,} pages, built {full_stamp(side.issued_at)}"),
        ("SHA-256", f"{side.sha256[:32]} {side.sha256[32:]}"),
    ]


def _changes(sheet: ChangeSheet, page_styles: Styles) -> list[Flowable]:
    count = len(sheet.changes)
    story: list[Flowable] = [text("Exhibits that differ", page_styles.heading)]
    if not count:
        story.append(text("None. Only the case papers or the way they are set differ.", page_styles.body))
    for start in range(0, count, _ROWS_AT_ONCE):
        cells = [_row(change, page_styles) for change in sheet.changes[start : start + _ROWS_AT_ONCE]]
        story.append(table(cells, _WIDTHS, head=_HEAD, page_styles=page_styles))
    same = "1 exhibit is" if sheet.unchanged == 1 else f"{sheet.unchanged:,} exhibits are"
    story += [Spacer(1, 8), text(f"{same} the same, on the same pages.", page_styles.body)]
    return story


def _row(change: ItemChange, page_styles: Styles) -> Sequence[object]:
    described: list[Flowable] = [text(change.description, page_styles.cell)]
    if change.sha256_before != change.sha256_after:
        for label, sha256 in (("was", change.sha256_before), ("now", change.sha256_after)):
            if sha256:
                described.append(text(f"{label} {sha256[:32]} {sha256[32:]}", page_styles.cell_mono))
    return (
        text(change.reference, page_styles.cell_bold),
        described,
        text(", ".join(change.how), page_styles.cell),
        text(change.pages_before or "–", page_styles.cell),
        text(change.pages_after or "–", page_styles.cell),
    )
