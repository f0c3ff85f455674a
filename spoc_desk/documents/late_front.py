"""The pages between an earlier pack and its late exhibits: what was added, why, and all there is now."""

from collections.abc import Mapping
from itertools import groupby
from pathlib import Path

from reportlab.platypus import Flowable, PageBreak, Spacer

from spoc_desk.documents.case_sections import HASHES, opened
from spoc_desk.documents.exhibit_sections import exhibits_story, hashes_story
from spoc_desk.documents.fonts import register_fonts
from spoc_desk.documents.layout import Laid, draw_pages, versions
from spoc_desk.documents.linked import SectionMark, exhibit_target
from spoc_desk.documents.parts import Rendition
from spoc_desk.documents.rows import Press, Words
from spoc_desk.documents.style import TEXT_WIDTH, facts, heading, styles, text
from spoc_desk.domain.late_pages import EarlierPack
from spoc_desk.domain.moments import full_stamp
from spoc_desk.domain.packs import PackContent, sections_of

LATE = "Late material"
WHOLE_CONTENTS = "Contents of the whole bundle"
_BELOW_BAND = 112.0
_WIDTHS = (70.0, TEXT_WIDTH - 132, 62.0)
_HEAD = ("Reference", "Description", "")
_DEMONSTRATION = "DEMONSTRATION: the force, the people and the events in this pack are fictional."


def lay_out_late(
    content: PackContent,
    earlier: EarlierPack,
    renditions: Mapping[str, Rendition],
    faults: Mapping[str, str],
    fonts: Path,
) -> Laid:
    """The sheet that says what is late, the contents of the whole bundle, late continuity and hashes."""
    register_fonts(fonts)
    press = Press(styles())
    story: list[Flowable] = [SectionMark(LATE, press.record), *_sheet(content, earlier, press), PageBreak()]
    story += [*_contents(content, earlier, faults, press), PageBreak()]
    story += [*exhibits_story(content, renditions, press), PageBreak()]
    story += hashes_story(content, renditions, versions(), press)
    drawn, pages = draw_pages(story, content)
    front = next(page for title, page in press.record.sections if title == HASHES)
    return Laid(drawn, pages, front, press.record)


def _sheet(content: PackContent, earlier: EarlierPack, press: Press) -> list[Flowable]:
    look, count = press.styles, len(content.exhibits)
    rows = [
        ("Adds to", f"{earlier.reference}, issued {full_stamp(earlier.issued_at)}"),
        ("Why it is late", content.change_note),
        ("Recipient", content.recipient),
        ("Crime reference", content.crime_reference),
        ("Casefile", content.casefile_reference),
        ("Officer in the case", content.oic),
        ("Authorised", content.authorisation),
        ("Issued", full_stamp(content.issued_at)),
    ]
    kept = (
        f"Pages 1 to {earlier.pages:,} are those of {earlier.reference}, exactly where they were: whatever "
        f"quotes one of their numbers stays right. Only “of {earlier.pages:,}” beside the number has grown. "
        f"What is late begins with this page, {earlier.pages + 1:,}."
    )
    sealed = f"{earlier.reference} as it was issued, {earlier.pages:,} pages, has the SHA-256"
    added = f"{count} exhibit{'' if count == 1 else 's'} added"
    story: list[Flowable] = [
        Spacer(1, _BELOW_BAND),
        text(LATE, look.subtitle),
        text(content.title, look.title),
        text(f"{content.pack_reference}, {added}", look.subtitle),
        Spacer(1, 14),
    ]
    if content.demonstration:
        story += [text(_DEMONSTRATION, look.alarm), Spacer(1, 6)]
    story += [facts([row for row in rows if row[1]], look, 130), Spacer(1, 14), text(kept, look.body)]
    story += [text(f"{sealed}:", look.body), text(earlier.sha256, look.cell_mono)]
    if content.handling:
        story += [Spacer(1, 14), text("Handling", look.label), text(content.handling, look.body)]
    return story


def _contents(
    content: PackContent, earlier: EarlierPack, faults: Mapping[str, str], press: Press
) -> list[Flowable]:
    """Late exhibits first, because that is what the reader looks for; then all that was there before."""
    look = press.styles
    story = opened(WHOLE_CONTENTS, press)
    held = {exhibit.reference: exhibit for exhibit in content.exhibits}
    for section in sections_of(content):
        story += heading(section.title, look.subheading)
        rows = []
        for reference in section.references:
            exhibit, fault = held[reference], faults.get(reference)
            small = f"Withheld: {exhibit.withheld_reason}" if exhibit.withheld_reason else ""
            small = f"Slip sheet: {fault}" if fault else small
            rows.append(_row(reference, exhibit.description, small, not exhibit.withheld_reason, press))
        story.append(press.rows(rows, _WIDTHS, _HEAD))
    for title, items in groupby(earlier.items, key=lambda item: item.section):
        story += heading(title, look.subheading)
        rows = [
            _row(item.reference, item.description, "" if item.first_page else "Only listed", True, press)
            for item in items
        ]
        story.append(press.rows(rows, _WIDTHS, _HEAD))
    papers = f"The case papers of {earlier.reference} are listed in its own contents, at the front."
    return [*story, Spacer(1, 8), text(papers, look.note)]


def _row(
    reference: str, description: str, small: str, printed: bool, press: Press
) -> tuple[tuple[Words, ...], ...]:
    look, target = press.styles, exhibit_target(reference)
    described = (Words(description, look.cell, target), *((Words(small, look.cell_soft),) if small else ()))
    number = (Words("", look.cell, target, number=True),) if printed else ()
    return (Words(reference, look.cell_link, target),), described, number
