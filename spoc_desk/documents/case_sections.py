"""The case papers of a pack: contents, chronology, people, statements, offences and points to prove."""

from collections.abc import Callable, Mapping, Sequence

from reportlab.platypus import CondPageBreak, Flowable, Spacer

from spoc_desk.documents.linked import SectionMark, exhibit_target, section_target
from spoc_desk.documents.rows import Press, Words
from spoc_desk.documents.style import TEXT_WIDTH, heading, text
from spoc_desk.domain.packs import (
    PackContent,
    PackExhibit,
    PackOffence,
    PackPerson,
    PackPoint,
    PackSchedule,
    exhibits_shown,
    sections_of,
)

CHRONOLOGY = "Chronology"
PEOPLE = "People in the case"
STATEMENTS = "Statements"
OFFENCES = "Offences and points to prove"
EXHIBIT_LIST = "Exhibits and continuity"
HASHES = "Hashes, and how to check this pack"
_LEFT_OUT = (
    "Addresses, telephone numbers, e-mail addresses and dates of birth are left out of the case papers of "
    "this copy. Exhibits are {}, with what they themselves show."
)
_SENSITIVE = "Sensitive: for the prosecutor alone. Never to be given to the defence or the court file."
_NUMBER_WIDTH = 62.0
_REFERENCE_WIDTH = 70.0


def section_titles(content: PackContent) -> tuple[str, ...]:
    """The sections that this pack has, in their order before the exhibits."""
    present = (
        (CHRONOLOGY, content.chronology),
        (PEOPLE, content.people),
        (STATEMENTS, content.statements),
        (OFFENCES, content.offences),
        *((schedule.title, (schedule,)) for schedule in content.schedules),
        (EXHIBIT_LIST, content.exhibits),
    )
    return tuple(title for title, rows in present if rows)


def opened(title: str, press: Press, room: float = 150) -> list[Flowable]:
    """A section's heading, remembered for contents and bookmarks."""
    return [CondPageBreak(room), SectionMark(title, press.record), *heading(title, press.styles.heading)]


def contents_story(content: PackContent, press: Press, faults: Mapping[str, str]) -> list[Flowable]:
    """Case papers, then exhibits, each line leading to its first page."""
    look = press.styles
    story: list[Flowable] = [SectionMark("Contents", press.record), *heading("Contents", look.heading)]
    story += heading("Case papers", look.subheading)
    papers = [
        ((Words(title, look.cell, target),), (Words("", look.cell, target, number=True),))
        for title in (*section_titles(content), HASHES)
        for target in (section_target(title),)
    ]
    story.append(press.rows(papers, (TEXT_WIDTH - _NUMBER_WIDTH, _NUMBER_WIDTH)))
    held = {exhibit.reference: exhibit for exhibit in content.exhibits}
    widths = (_REFERENCE_WIDTH, TEXT_WIDTH - _REFERENCE_WIDTH - _NUMBER_WIDTH, _NUMBER_WIDTH)
    for section in sections_of(content):
        rows = [_contents_row(held[reference], press, faults) for reference in section.references]
        story += heading(section.title, look.subheading)
        story.append(press.rows(rows, widths, ("Reference", "Description", "")))
    return story


def _contents_row(
    exhibit: PackExhibit, press: Press, faults: Mapping[str, str]
) -> tuple[tuple[Words, ...], ...]:
    look, target = press.styles, exhibit_target(exhibit.reference)
    described = [Words(exhibit.description, look.cell, target)]
    if exhibit.withheld_reason:
        described.append(Words(f"Withheld: {exhibit.withheld_reason}", look.cell_soft))
    elif exhibit.reference in faults:
        described.append(Words(f"Slip sheet: {faults[exhibit.reference]}", look.cell_soft))
    number = () if exhibit.withheld_reason else (Words("", look.cell, target, number=True),)
    return (Words(exhibit.reference, look.cell_link, target),), tuple(described), number


def chronology_story(content: PackContent, press: Press) -> list[Flowable]:
    """What happened, when, and which exhibit shows it."""
    if not content.chronology:
        return []
    look = press.styles
    rows = [
        ((Words(event.when, look.cell),), (Words(event.text, look.cell),), references(event.exhibits, press))
        for event in content.chronology
    ]
    widths = (134.0, TEXT_WIDTH - 198, 64.0)
    head = ("When", "What happened", "Exhibits")
    return [*opened(CHRONOLOGY, press), press.rows(rows, widths, head), Spacer(1, 18)]


def people_story(content: PackContent, press: Press) -> list[Flowable]:
    """Who is in the case; how to reach them only in a copy that stays with police and CPS."""
    if not content.people:
        return []
    story = opened(PEOPLE, press)
    if content.served:
        story.append(text(_LEFT_OUT.format(exhibits_shown(content)), press.styles.note))
        head: tuple[str, ...] = ("Name", "Role", "Note")
        widths: tuple[float, ...] = (160.0, 120.0, TEXT_WIDTH - 280)
    else:
        head = ("Name", "Role", "Note", "Address and contact")
        widths = (120.0, 90.0, TEXT_WIDTH - 390, 180.0)
    rows = [_person_row(person, content.served, press) for person in content.people]
    return [*story, press.rows(rows, widths, head), Spacer(1, 18)]


def _person_row(person: PackPerson, served: bool, press: Press) -> tuple[tuple[Words, ...], ...]:
    look = press.styles
    row = (
        (Words(person.name, look.cell_bold),),
        (Words(person.role, look.cell),),
        (Words(person.note, look.cell),),
    )
    if served:
        return row
    born = f"Born {person.date_of_birth}" if person.date_of_birth else ""
    lines = (person.address, *person.phones, *person.emails, born)
    return (*row, tuple(Words(line, look.cell) for line in lines if line))


def statements_story(content: PackContent, press: Press) -> list[Flowable]:
    """Who has made which statement, and the exhibits it produces."""
    if not content.statements:
        return []
    look = press.styles
    rows = [
        (
            (Words(each.witness, look.cell_bold), *_small(each.note, press)),
            (Words(each.kind, look.cell),),
            (Words(each.made_on, look.cell),),
            references(each.exhibits, press),
        )
        for each in content.statements
    ]
    widths = (TEXT_WIDTH - 280, 120.0, 96.0, 64.0)
    head = ("Witness", "Statement", "Made", "Its paper")
    return [*opened(STATEMENTS, press), press.rows(rows, widths, head), Spacer(1, 18)]


def offences_story(content: PackContent, press: Press) -> list[Flowable]:
    """Each suspected offence with its points to prove, and what proves them."""
    if not content.offences:
        return []
    story = opened(OFFENCES, press)
    for number, offence in enumerate(content.offences, 1):
        story += _offence(number, offence, press)
    return [*story, Spacer(1, 18)]


def _offence(number: int, offence: PackOffence, press: Press) -> list[Flowable]:
    look = press.styles
    story = heading(f"{number}\xa0\xa0{offence.title}", look.subheading)
    if offence.provision:
        story.append(text(offence.provision, look.cell_soft))
    if offence.limit:
        story.append(text(f"Time limit: {offence.limit}", look.body))
    rows = [
        (
            (Words(f"{number}.{index}", look.cell),),
            (Words(point.text, look.cell), *_small(point.note, press)),
            _proofs(point, press),
        )
        for index, point in enumerate(offence.points, 1)
    ]
    if rows:
        head = ("", "Point to prove", "Proved by")
        story.append(press.rows(rows, (34.0, TEXT_WIDTH - 98, 64.0), head))
    return story


def _proofs(point: PackPoint, press: Press) -> tuple[Words, ...]:
    left_out = tuple(Words(each, press.styles.cell_soft) for each in point.left_out)
    found = (*references(point.exhibits, press), *left_out)
    return found or (Words("No exhibit", press.styles.cell_soft),)


def schedules_story(content: PackContent, press: Press) -> list[Flowable]:
    """Each schedule of unused material, row by row."""
    return [each for schedule in content.schedules for each in _schedule(schedule, press)]


def _schedule(schedule: PackSchedule, press: Press) -> list[Flowable]:
    look = press.styles
    story = opened(schedule.title, press)
    if schedule.sensitive:
        story.append(text(_SENSITIVE, look.alarm))
    if schedule.note:
        story.append(text(schedule.note, look.note))
    first, rest = 40.0, len(schedule.head) - 1
    widths = (first, *((TEXT_WIDTH - first) / rest for _ in range(rest)))
    rows = [tuple((Words(cell, look.cell),) for cell in row) for row in schedule.rows]
    return [*story, press.rows(rows, widths, schedule.head), Spacer(1, 18)]


def references(exhibits: Sequence[str], press: Press) -> tuple[Words, ...]:
    """Exhibit references one under the other, each leading to its exhibit."""
    return tuple(Words(each, press.styles.cell_link, exhibit_target(each)) for each in exhibits)


def _small(words: str, press: Press) -> tuple[Words, ...]:
    return (Words(words, press.styles.cell_soft),) if words else ()


Section = Callable[[PackContent, Press], list[Flowable]]
CASE_SECTIONS: tuple[Section, ...] = (
    *(chronology_story, people_story, statements_story, offences_story, schedules_story),
)
