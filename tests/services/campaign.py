"""Twelve days of a fictional campaign, 120 incidents, for the tests of returns on a real database."""

from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from spoc_desk.domain.candidacies import Candidacy
from spoc_desk.domain.casefiles import Casefile, CasefileIncident, CasePerson, CaseRole
from spoc_desk.domain.changes import RecordConsulted
from spoc_desk.domain.contacts import ContactRole, Person, PersonRole
from spoc_desk.domain.engagement import Briefing, BriefingState, Measure
from spoc_desk.domain.incidents import Incident, IncidentStatus, Mode, Risk

DAY = date(2027, 4, 19)
FIRST = datetime(2027, 4, 8, 9, 0, tzinfo=UTC)
FORCE = "Wessmere Constabulary"
POLL = date(2027, 5, 6)


def incident(number: int, recorded: datetime, **changes) -> Incident:
    """One of three kinds in turn."""
    category, channel, platform = (
        ("threat_other", Mode.ONLINE, "x"),
        ("assault_thrown_object", Mode.OFFLINE, ""),
        ("online_abuse_pile_on", Mode.ONLINE, "A site of its own"),
    )[number % 3]
    given = {
        "id": 0,
        "uid": f"0190f000-0000-7000-9000-{number:012d}",
        "reference": f"IN/2027/{number:04d}",
        "title": f"Incident {number}",
        "crime_reference": f"54/{100000 + number}/27",
        "happened_from": recorded,
        "happened_local": "",
        "reported_at": recorded,
        "reported_local": "",
        "recorded_at": recorded,
        "category": category,
        "channel": channel,
        "description": "Words.",
        "platform": platform,
        "risk": Risk.MEDIUM,
    }
    return Incident(**(given | changes))


@contextmanager
def writing(desk):
    """A transaction of the test's own; the trail asks each for an entry."""
    with desk.unit_of_work() as work:
        yield work
        work.record(RecordConsulted(kind="test", record=0))


def settle(desk) -> None:
    """The force and its key, as a new vault has them."""
    with writing(desk) as work:
        work.set_setting("force_gss", "E23000099")
        work.set_setting("force_name", FORCE)
        work.set_setting("pseudonym_key", "5a" * 32)


def fill(desk, days: int = 12) -> None:
    """Ten incidents a day from 8 April 2027, the last ten on 19 April; six candidates and an agent."""
    settle(desk)
    with writing(desk) as work:
        people = [add_person(work, number) for number in range(1, 9)]
        for number, person in enumerate(people[:6], 1):
            add_candidacy(work, person.id, number)
        work.add(PersonRole(0, people[6].id, ContactRole.AGENT))
        for day in range(days):
            for place in range(10):
                number = day * 10 + place + 1
                at = FIRST + timedelta(days=day, minutes=place)
                work.add(incident(number, at, contact_id=people[number % 8].id))


def add_person(work, number: int, **changes) -> Person:
    forename = ("Bryony", "Callum", "Delyth", "Esme")[number % 4]
    name = f"{forename} Featherstonehaugh{'abcdefghij'[number % 10]}"
    given = {"sex": "Female" if number % 2 else "Male", "handles": (f"X: @feather{number}",)}
    return work.add(Person(0, f"uid-{number}", f"CN/2027/{number:04d}", name, FIRST, **(given | changes)))


def add_candidacy(work, person_id: int, number: int, **changes) -> Candidacy:
    given = {
        "id": 0, "person_id": person_id, "election_id": "local.wessmere.2027-05-06",
        "ballot_paper_id": f"local.wessmere.{number}", "poll_on": POLL, "election_type": "local",
        "area_name": "Wessmere" if number == 1 else "Upper Teal", "party_name": "The Orchard Party",
    }  # fmt: skip
    return work.add(Candidacy(**(given | changes)))


def add_case(work, number: int, *incident_ids: int, **changes) -> Casefile:
    given = {
        "id": 0,
        "uid": f"case-{number}",
        "reference": f"CF/2027/{number:04d}",
        "title": "Case",
        "opened_at": FIRST,
    }
    case = work.add(Casefile(**(given | changes)))
    for incident_id in incident_ids:
        work.add(CasefileIncident(0, case.id, incident_id))
    return case


def add_suspect(work, casefile_id: int, **changes) -> CasePerson:
    return work.add(CasePerson(0, casefile_id, CaseRole.SUSPECT, "Unknown male", **changes))


def add_briefing(work, person_id: int, state: BriefingState, at: datetime = FIRST) -> Briefing:
    return work.add(Briefing(0, person_id, "Security briefing", state, at, "Det Supt Ruth Hale"))


def add_measure(work, person_id: int, **changes) -> Measure:
    return work.add(Measure(0, person_id, "alarm", **changes))


def give_outcome(desk, number: int, code: str, at: datetime | None, status=IncidentStatus.CLOSED) -> None:
    """The outcome of one incident, by its number."""
    with writing(desk) as work:
        (found,) = work.find(Incident, reference=f"IN/2027/{number:04d}")
        work.change(replace(found, outcome=code, outcome_at=at, status=status))
