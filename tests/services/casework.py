"""Records to try verbs on, each made by the verb an officer would use."""

from dataclasses import replace
from datetime import timedelta

from spoc_desk.domain.casefiles import Casefile
from spoc_desk.domain.contacts import Person
from spoc_desk.domain.incidents import Incident, Mode
from spoc_desk.services.casefiles import OpenCasefile, open_casefile
from spoc_desk.services.contacts import AddPerson, add_person
from spoc_desk.services.incidents import ReportIncident, report_incident
from tests.services.trail import all_of


def incident_command(desk, **more):
    now = desk.clock.now()
    return replace(
        ReportIncident(
            title="Threat by telephone",
            crime_reference="42NM/7731/27",
            happened_from=now - timedelta(hours=5),
            reported_at=now - timedelta(hours=1),
            category="threat_other",
            channel=Mode.OFFLINE,
            description="A man rang and said he knew where the candidate lives.",
        ),
        **more,
    )


def person(desk, name="Ann Marsh"):
    add_person(AddPerson(name), desk)
    return all_of(desk, Person)[-1]


def incident(desk, **more):
    report_incident(incident_command(desk, **more), desk)
    return all_of(desk, Incident)[-1]


def casefile(desk, *incidents, title="Calls to candidates"):
    chosen = tuple(entry.id for entry in incidents) or (incident(desk).id,)
    open_casefile(OpenCasefile(title, chosen), desk)
    return all_of(desk, Casefile)[-1]
