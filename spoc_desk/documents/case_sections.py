"""The case papers of a pack: contents, chronology, people, statements, offences and points to prove."""

from collections.abc import Callable, Iterator, Sequence

from reportlab.platypus import CondPageBreak, Flowable, Spacer

from spoc_desk.documents.linked import (
    LinkedText,
    PageSlot,
    Record,
    SectionMark,
    exhibit_target,
    section_target,
)
from spoc_desk.documents.style import TEXT_WIDTH, Styles, heading, table, text
from spoc_desk.domain.packs import PackContent, PackExhibit, PackOffence, PackPerson

CHUNK = 400
CHRONOLOGY = "Chronology"
PEOPLE = "People in the case"
STATEMENTS = "Statements"
OFFENCES = "Offences and points to prove"
EXHIBIT_LIST = "Exhibits and continuity"
HASHES = "Hashes, and how to check this pack"
_NUMBER_WIDTH = 62.0


def section_titles(content: PackContent) -> tuple[str, ...]:
    """The sections that this pack has, in their order before the exhibits."""
    present = (
        (CHRONOLOGY, content.chronology),
        (PEOPLE, content.people),
        (STATEMENTS, content.statements),
        (OFFENCES, content.offences),
        (EXHIBIT_LIST, content.exhibits),
    )
    return tuple(title for title, rows in present if rows)


def opened(title: str, page_styles: Styles, record: Record, room: float = 150) -> list[Flowable]:
    """A section's heading, remembered for contents and bookmarks."""
    return [CondPageBreak(room), SectionMark(title, record), *heading(title, page_styles.heading)]


def chunked(
    rows: Sequence[Sequence[object]], widths: Sequence[float], head: Sequence[str], page_styles: Styles
) -> Iterator[Flowable]:
    """Long tables in pieces, which keeps their cost linear; each piece repeats the head on every page."""
    for start in range(0, len(rows), CHUNK):
        yield table(rows[start : start + CHUNK], widths, head=head, page_styles=page_styles)


def contents_story(
    content: PackContent, page_styles: Styles, record: Record, faults: dict[str, str]
) -> list[Flowable]:
    """Case papers, then exhibits, each line leading to its first page."""
    story: list[Flowable] = [SectionMark("Contents", record), *heading("Contents", page_styles.heading)]
    story += heading("Case papers", page_styles.subheading)
    widths = (TEXT_WIDTH - _NUMBER_WIDTH, _NUMBER_WIDTH)
    lines = [
        [LinkedText(title, page_styles.cell, record, target), PageSlot(page_styles.cell, record, target)]
        for title in (*section_titles(content), HASHES)
        for target in (section_target(title),)
    ]
    story.append(table(lines, widths, page_styles=page_styles))
    story += heading("Exhibits", page_styles.subheading)
    rows = [_contents_row(exhibit, page_styles, record, faults) for exhibit in content.exhibits]
    widths3 = (70.0, TEXT_WIDTH - 70 - _NUMBER_WIDTH, _NUMBER_WIDTH)
    return [*story, *chunked(rows, widths3, ("Reference", "Description", ""), page_styles)]


def _contents_row(
    exhibit: PackExhibit, page_styles: Styles, record: Record, faults: dict[str, str]
) -> list[object]:
    target = exhibit_target(exhibit.reference)
    words: list[object] = [LinkedText(exhibit.description, page_styles.cell, record, target)]
    if exhibit.withheld_reason:
        words.append(text(f"Withheld: {exhibit.withheld_reason}", page_styles.cell_soft))
    elif exhibit.reference in faults:
        words.append(text(f"Slip sheet: {faults[exhibit.reference]}", page_styles.cell_soft))
    number: object = "" if exhibit.withheld_reason else PageSlot(page_styles.cell, record, target)
    return [LinkedText(exhibit.reference, page_styles.cell_link, record, target), words, number]


def chronology_story(content: PackContent, page_styles: Styles, record: Record) -> list[Flowable]:
    """What happened, when, and which exhibit shows it."""
    if not content.chronology:
        return []
    rows = [
        [
            text(event.when, page_styles.cell),
            text(event.text, page_styles.cell),
            references(event.exhibits, page_styles, record),
        ]
        for event in content.chronology
    ]
    head = ("When", "What happened", "Exhibits")
    return [
        *opened(CHRONOLOGY, page_styles, record),
        *chunked(rows, (134.0, TEXT_WIDTH - 198, 64.0), head, page_styles),
        Spacer(1, 18),
    ]


def people_story(content: PackContent, page_styles: Styles, record: Record) -> list[Flowable]:
    """Who is in the case; how to reach them only in a copy that stays with police and CPS."""
    if not content.people:
        return []
    story = opened(PEOPLE, page_styles, record)
    if content.served:
        note = "Addresses, telephone numbers, e-mail addresses and dates of birth are left out of this copy."
        story.append(text(note, page_styles.note))
        head: tuple[str, ...] = ("Name", "Role", "Note")
        widths: tuple[float, ...] = (160.0, 120.0, TEXT_WIDTH - 280)
    else:
        head = ("Name", "Role", "Note", "Address and contact")
        widths = (120.0, 90.0, TEXT_WIDTH - 390, 180.0)
    rows = [_person_row(person, content.served, page_styles) for person in content.people]
    return [*story, *chunked(rows, widths, head, page_styles), Spacer(1, 18)]


def _person_row(person: PackPerson, served: bool, page_styles: Styles) -> list[object]:
    row: list[object] = [
        text(person.name, page_styles.cell_bold),
        text(person.role, page_styles.cell),
        text(person.note, page_styles.cell),
    ]
    if not served:
        born = f"Born {person.date_of_birth}" if person.date_of_birth else ""
        lines = [person.address, *person.phones, *person.emails, born]
        row.append([text(line, page_styles.cell) for line in lines if line])
    return row


def statements_story(content: PackContent, page_styles: Styles, record: Record) -> list[Flowable]:
    """Who has made which statement, and the exhibits it produces."""
    if not content.statements:
        return []
    rows = [
        [
            [text(each.witness, page_styles.cell_bold), *_small(each.note, page_styles)],
            text(each.kind, page_styles.cell),
            text(each.made_on, page_styles.cell),
            references(each.exhibits, page_styles, record),
        ]
        for each in content.statements
    ]
    head = ("Witness", "Statement", "Made", "Produces")
    return [
        *opened(STATEMENTS, page_styles, record),
        *chunked(rows, (TEXT_WIDTH - 270, 110.0, 90.0, 70.0), head, page_styles),
        Spacer(1, 18),
    ]


def offences_story(content: PackContent, page_styles: Styles, record: Record) -> list[Flowable]:
    """Each suspected offence with its points to prove, and what proves them."""
    if not content.offences:
        return []
    story = opened(OFFENCES, page_styles, record)
    for number, offence in enumerate(content.offences, 1):
        story += _offence(number, offence, page_styles, record)
    return [*story, Spacer(1, 18)]


def _offence(number: int, offence: PackOffence, page_styles: Styles, record: Record) -> list[Flowable]:
    story = heading(f"{number}\xa0\xa0{offence.title}", page_styles.subheading)
    story += _small(offence.provision, page_styles)
    if offence.limit:
        story.append(text(f"Time limit: {offence.limit}", page_styles.body))
    rows = [
        [
            text(f"{number}.{index}", page_styles.cell),
            [text(point.text, page_styles.cell), *_small(point.note, page_styles)],
            references(point.exhibits, page_styles, record) or text("No exhibit", page_styles.cell_soft),
        ]
        for index, point in enumerate(offence.points, 1)
    ]
    head = ("", "Point to prove", "Proved by")
    return [*story, *chunked(rows, (34.0, TEXT_WIDTH - 104, 70.0), head, page_styles)]


def references(exhibits: Sequence[str], page_styles: Styles, record: Record) -> list[Flowable]:
    """Exhibit references one under the other, each leading to its exhibit."""
    return [
        LinkedText(reference, page_styles.cell_link, record, exhibit_target(reference))
        for reference in exhibits
    ]


def _small(words: str, page_styles: Styles) -> list[Flowable]:
    return [text(words, page_styles.cell_soft)] if words else []


Section = Callable[[PackContent, Styles, Record], list[Flowable]]
CASE_SECTIONS: tuple[Section, ...] = (chronology_story, people_story, statements_story, offences_story)
