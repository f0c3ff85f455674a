"""Twelve investigations of the story: their people, offences, exhibits and statements."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from spoc_desk.demo import papers
from spoc_desk.demo.clock import StoryClock
from spoc_desk.demo.incidents import Happening
from spoc_desk.demo.story import Story
from spoc_desk.domain.casefiles import CaseRole
from spoc_desk.domain.changes import CasefileOpened, OffenceSuspected
from spoc_desk.domain.contacts import Person
from spoc_desk.domain.exhibits import Exhibit
from spoc_desk.domain.moments import day_of
from spoc_desk.domain.suspected_offences import SuspectedOffence
from spoc_desk.services.casefiles import (
    AddCasePerson,
    AddStatement,
    OpenCasefile,
    add_case_person,
    add_statement,
    open_casefile,
)
from spoc_desk.services.exhibits import AddExhibit, MoveExhibit, add_exhibit, move_exhibit
from spoc_desk.services.offences import LinkProof, SuspectOffence, check_limit, link_proof, suspect_offence
from spoc_desk.services.ports import Desk

CASES = 12
EXHIBITS = 80
SUSPECTS = ("Unknown account 4471", "Dane Lorrimer", "Unknown, doorbell camera", "Vic Tarrow")


@dataclass(frozen=True, slots=True)
class Case:
    """One investigation as it was opened."""

    id: int
    incident_id: int
    happening: Happening
    victim: Person
    offence_id: int | None


def open_case(
    desk: Desk, number: int, incident_id: int, happening: Happening, victim: Person, story: Story
) -> Case:
    """Opens a casefile with its people and, where the law-pack has one, its suspected offence."""
    title = happening.kind.title.format(ward=happening.ward)
    officer = story.officers[number % len(story.officers)]
    opened = open_casefile(OpenCasefile(title, (incident_id,), officer, "DI C Vantongeren"), desk)
    case_id = next(change.casefile for change in opened if isinstance(change, CasefileOpened)) or 0
    add_case_person(AddCasePerson(case_id, CaseRole.VICTIM, person_id=victim.id, vps="Offered"), desk)
    witness = f"{story.first_names[number]} {story.last_names[-number - 1]}"
    add_case_person(AddCasePerson(case_id, CaseRole.WITNESS, witness, phone=f"07700 900{300 + number}"), desk)
    suspect = SUSPECTS[number % len(SUSPECTS)]
    add_case_person(
        AddCasePerson(case_id, CaseRole.SUSPECT, suspect, identified_by="Account details and CCTV"), desk
    )
    offence_id = None
    if happening.kind.offence:
        acts = (day_of(happening.happened),)
        made = suspect_offence(SuspectOffence(case_id, happening.kind.offence, acts, suspect), desk)
        offence_id = next(change.offence for change in made if isinstance(change, OffenceSuspected))
        if number % 2 == 0:
            check_limit(offence_id, "DI C Vantongeren", desk)
    return Case(case_id, incident_id, happening, victim, offence_id)


class Gathering:
    """Seals eighty exhibits, each case's soon after it is opened: eighteen for the leading one."""

    def __init__(self, desk: Desk, clock: StoryClock, story: Story, scratch: Path) -> None:
        self._desk, self._clock, self._story, self._scratch = desk, clock, story, scratch
        place = {name: number for number, name in enumerate(story.leading)}
        self._files = sorted(
            story.exhibits.iterdir(), key=lambda path: (place.get(path.name, len(place)), path.name)
        )
        self._sealed = self._cases = 0

    def gather(self, case: Case, *, leading: bool) -> None:
        """Seals what was found for one case."""
        self._cases += 1
        share = 18 if leading else 6 if self._cases < CASES else EXHIBITS - self._sealed
        for place in range(share):
            turn = place if leading else self._sealed
            path, told = _file(case, turn, place, self._files, self._story, self._scratch)
            found = case.happening.reported + timedelta(minutes=40 + 7 * place)
            self._clock.move_to(found + timedelta(minutes=20))
            finder = self._story.officers[(case.id + place // 6) % len(self._story.officers)]
            add_exhibit(
                AddExhibit(
                    case.id,
                    path,
                    told,
                    found_by=finder,
                    found_at=found,
                    found_where=f"{case.happening.ward}, given by the candidate",
                    source="Candidate's phone" if path.suffix == ".png" else "",
                    storage="Digital only",
                ),
                self._desk,
            )
            self._sealed += 1


def _file(
    case: Case, turn: int, place: int, files: list[Path], story: Story, scratch: Path
) -> tuple[Path, str]:
    """The next exhibit's file: two of three are shipped, the others are written for this case."""
    if turn % 3 != 2:
        path = files[(turn - turn // 3) % len(files)]
        return path, f"{path.stem.replace('-', ' ').capitalize()}"
    when = case.happening.happened
    folder = scratch / f"case-{case.id}-{place}"
    folder.mkdir(parents=True, exist_ok=True)
    return _written(turn // 3 % 5, folder, when, case, story)


def _written(kind: int, folder: Path, when: datetime, case: Case, story: Story) -> tuple[Path, str]:
    ward = case.happening.ward
    if kind == 0:
        path = folder / "threat.eml"
        papers.threatening_email(path, when, story)
        return path, "E-mail with a picture attached, as received"
    if kind == 1:
        path = folder / "group-chat.txt"
        papers.chat_export(path, when, ward, story)
        return path, "Chat exported from a phone"
    if kind == 2:
        path = folder / "posts.csv"
        papers.table_of_posts(path, when, ward)
        return path, "Posts as the platform disclosed them"
    if kind == 3:
        path = folder / "forwarded.eml"
        papers.forwarded_email(path, when, story)
        return path, "E-mail from the campaign office, in English and Welsh"
    path = folder / "note-of-call.txt"
    papers.note_of_call(path, when, case.victim.name, story)
    return path, "Note of a telephone call"


def exhibits_of(case: Case, desk: Desk) -> tuple[Exhibit, ...]:
    """The case's exhibits, in recording order."""
    with desk.queries.snapshot() as reader:
        return reader.find(Exhibit, casefile_id=case.id)


def prove(desk: Desk, clock: StoryClock, case: Case) -> None:
    """Takes the victim's statement, moves two exhibits to the laboratory and ties every point to evidence."""
    every = exhibits_of(case, desk)
    paper = next((exhibit.id for exhibit in every if exhibit.filename.startswith("statement-")), None)
    exhibits = tuple(exhibit for exhibit in every if exhibit.id != paper)
    signed = day_of(desk.clock.now())
    add_statement(
        AddStatement(
            case.id,
            case.victim.name,
            signed_on=signed,
            address_absent=True,
            text="Describes each message, when it was read, and its effect.",
            exhibit_id=paper,
        ),
        desk,
    )
    vault, laboratory = "SPOC Desk vault", "Digital forensics unit"
    for exhibit in exhibits[:2]:
        move_exhibit(MoveExhibit(exhibit.id, vault, laboratory, "Examination copy made"), desk)
    clock.move_to(clock.now() + timedelta(minutes=95))
    for exhibit in exhibits[:2]:
        move_exhibit(MoveExhibit(exhibit.id, laboratory, vault, "Returned"), desk)
    if case.offence_id is None:
        return
    with desk.queries.snapshot() as reader:
        code = reader.get(SuspectedOffence, case.offence_id).code
    for place, point in enumerate(desk.lawpack.offence(code).points_to_prove):
        for exhibit in exhibits[place : place + 2]:
            link_proof(LinkProof(case.offence_id, point.key, exhibit_id=exhibit.id), desk)
