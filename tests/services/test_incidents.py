"""Incidents: counted once, with three times and the rules of recording; and the reports of them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from spoc_desk.domain.candidacies import Regime
from spoc_desk.domain.changes import IncidentChanged, IncidentReported, RecordConsulted, ReportTaken
from spoc_desk.domain.contacts import Channel
from spoc_desk.domain.incidents import Incident, IncidentStatus, Risk
from spoc_desk.domain.reports import Report
from spoc_desk.services.incidents import (
    TakeReport,
    change_incident,
    consult_incident,
    report_incident,
    take_report,
)
from tests.services import casework
from tests.services.casework import incident_command
from tests.services.trail import all_of, events, expect_refusal, newest, one_of


def test_an_incident_keeps_its_three_times(desk):
    command = incident_command(desk)
    (change,) = report_incident(command, desk)
    incident = one_of(desk, Incident)
    assert change == IncidentReported(incident=incident.id)
    assert incident.reference == "IN/2027/0001"
    assert (incident.happened_from, incident.reported_at) == (command.happened_from, command.reported_at)
    assert incident.recorded_at == desk.clock.now()
    assert (incident.happened_local, incident.reported_local) == (
        "20 April 2027, 04:42 BST",
        "20 April 2027, 08:42 BST",
    )
    assert incident.status is IncidentStatus.NEW


def test_the_time_as_typed_is_kept_as_typed(desk):
    report_incident(incident_command(desk, happened_local="about 5 in the morning"), desk)
    assert one_of(desk, Incident).happened_local == "about 5 in the morning"


@pytest.mark.parametrize(
    ("moment", "local"),
    [
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "25 October 2026, 01:30 BST"),
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "25 October 2026, 01:30 GMT"),
    ],
)
def test_the_hour_that_comes_twice_says_which_one_it_was(desk, moment, local):
    report_incident(incident_command(desk, happened_from=moment), desk)
    assert one_of(desk, Incident).happened_local == local


def test_an_incident_may_last(desk):
    command = incident_command(desk)
    ends = command.happened_from + timedelta(minutes=30)
    report_incident(replace(command, happened_to=ends), desk)
    assert one_of(desk, Incident).happened_to_local == "20 April 2027, 05:12 BST"


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"title": " "}, "incidents.title_missing"),
        ({"title": "x" * 161}, "incidents.title_long"),
        ({"description": ""}, "incidents.description_missing"),
        ({"description": "x" * 20_001}, "incidents.text_long"),
        ({"verbatim": "x" * 20_001}, "incidents.text_long"),
        ({"crime_reference": " "}, "incidents.crime_reference_missing"),
        ({"regime": Regime.FORD}, "incidents.regime_reason_missing"),
        ({"category": "rudeness"}, "lawpack.unknown_category"),
        ({"offence_codes": ("treason",)}, "lawpack.unknown_offence"),
        ({"hate_strands": ("race", "envy")}, "lawpack.unknown_strand"),
        ({"offence_codes": ("cpa-2026-home-protest",)}, "lawpack.offence_disabled"),
        (
            {
                "offence_codes": ("poa-1986-s4b",),
                "happened_from": datetime(2026, 3, 31, 12, 0, tzinfo=UTC),
            },
            "lawpack.not_in_force",
        ),
        ({"contact_id": 41}, "records.not_found"),
    ],
)
def test_an_incident_that_breaks_a_rule_of_recording_is_refused(desk, more, code):
    command = incident_command(desk, **more)
    with expect_refusal(desk, code):
        report_incident(command, desk)


def test_times_in_the_wrong_order_are_refused(desk):
    now, command = desk.clock.now(), incident_command(desk)
    for more, code in (
        ({"happened_from": now}, "incidents.reported_before_happened"),
        ({"reported_at": now + timedelta(minutes=1)}, "incidents.reported_in_future"),
        ({"happened_to": command.happened_from - timedelta(minutes=1)}, "incidents.ends_before_start"),
    ):
        with expect_refusal(desk, code):
            report_incident(replace(command, **more), desk)


def test_a_reason_stands_in_for_a_crime_that_was_not_recorded(desk):
    report_incident(
        incident_command(desk, crime_reference="", not_crimed_reason="No offence disclosed"), desk
    )
    assert one_of(desk, Incident).not_crimed_reason == "No offence disclosed"


def test_a_refused_incident_uses_up_no_reference(desk):
    with expect_refusal(desk, "incidents.title_missing"):
        report_incident(incident_command(desk, title=""), desk)
    assert casework.incident(desk).reference == "IN/2027/0001"


def test_a_strand_from_an_earlier_list_may_stay_and_none_can_be_added(desk):
    incident = casework.incident(desk, hate_strands=("race",))
    with desk.unit_of_work() as work:
        work.change(replace(incident, hate_strands=("race", "ageing")))
        work.record(RecordConsulted(kind="test", record=0))
    kept = one_of(desk, Incident)
    change_incident(replace(kept, title="Corrected", hate_strands=("ageing", "sex")), desk)
    assert one_of(desk, Incident).hate_strands == ("ageing", "sex")
    with expect_refusal(desk, "lawpack.unknown_strand"):
        change_incident(replace(one_of(desk, Incident), hate_strands=("envy",)), desk)


def test_a_change_names_the_fields_it_altered(desk):
    incident = casework.incident(desk)
    (change,) = change_incident(replace(incident, risk=Risk.HIGH, location="Quay"), desk)
    assert change == IncidentChanged(incident=incident.id, fields=("location", "risk"))
    assert one_of(desk, Incident).risk is Risk.HIGH


def test_an_offence_is_held_against_the_day_it_happened_when_either_changes(desk):
    incident = casework.incident(desk, offence_codes=("poa-1986-s4b",))
    early = datetime(2026, 3, 31, 12, 0, tzinfo=UTC)
    with expect_refusal(desk, "lawpack.not_in_force"):
        change_incident(replace(incident, happened_from=early), desk)
    with expect_refusal(desk, "lawpack.offence_disabled"):
        change_incident(replace(incident, offence_codes=("cpa-2026-home-protest",)), desk)


def test_what_an_earlier_edition_let_be_recorded_may_still_be_corrected(desk):
    incident = casework.incident(desk, offence_codes=("poa-1986-s5",))
    offences = tuple(replace(each, enabled=each.code != "poa-1986-s5") for each in desk.lawpack.offences)
    newer = replace(desk, lawpack=replace(desk.lawpack, offences=offences))
    change_incident(replace(incident, location="Quay"), newer)
    assert one_of(desk, Incident).location == "Quay"


def test_a_change_that_changes_nothing_leaves_no_trace(desk):
    incident = casework.incident(desk)
    head = desk.queries.audit_head()
    assert change_incident(incident, desk) == ()
    assert desk.queries.audit_head() == head


def test_a_corrected_time_takes_its_local_text_along(desk):
    incident = casework.incident(desk)
    change_incident(replace(incident, happened_from=incident.happened_from - timedelta(hours=1)), desk)
    assert one_of(desk, Incident).happened_local == "20 April 2027, 03:42 BST"


def test_reference_and_time_of_recording_never_change(desk):
    incident = casework.incident(desk)
    desk.clock.forward(days=1)
    later = desk.clock.now()
    change_incident(
        replace(incident, reference="IN/1999/0001", uid="x", recorded_at=later, title="New"), desk
    )
    kept = one_of(desk, Incident)
    assert (kept.reference, kept.uid, kept.recorded_at, kept.title) == (
        incident.reference,
        incident.uid,
        incident.recorded_at,
        "New",
    )


def test_an_outcome_takes_the_time_it_was_given_and_closes_the_incident(desk):
    incident = casework.incident(desk)
    with expect_refusal(desk, "incidents.outcome_missing", reference=incident.reference):
        change_incident(replace(incident, status=IncidentStatus.CLOSED), desk)
    change_incident(replace(incident, status=IncidentStatus.CLOSED, outcome="14"), desk)
    assert one_of(desk, Incident).outcome_at == desk.clock.now()


def test_an_outcome_taken_back_takes_its_time_along(desk):
    incident = casework.incident(desk)
    change_incident(replace(incident, outcome="14"), desk)
    change_incident(replace(one_of(desk, Incident), outcome=""), desk)
    assert one_of(desk, Incident).outcome_at is None


def test_an_unknown_outcome_or_incident_is_refused(desk):
    incident = casework.incident(desk)
    with expect_refusal(desk, "lawpack.unknown_outcome", code="99"):
        change_incident(replace(incident, outcome="99"), desk)
    with expect_refusal(desk, "records.not_found", kind="incident"):
        change_incident(replace(incident, id=99), desk)


def test_the_rules_of_recording_hold_for_changes_too(desk):
    incident = casework.incident(desk)
    with expect_refusal(desk, "incidents.crime_reference_missing"):
        change_incident(replace(incident, crime_reference=""), desk)
    with expect_refusal(desk, "lawpack.unknown_category"):
        change_incident(replace(incident, category=""), desk)


def test_a_change_to_an_incident_in_a_casefile_belongs_to_the_casefile(desk):
    casefile = casework.casefile(desk, casework.incident(desk))
    (change,) = change_incident(replace(one_of(desk, Incident), location="Quay"), desk)
    assert change.casefile == casefile.id


def test_forty_reports_are_one_incident(desk):
    incident = casework.incident(desk)
    for number in range(40):
        take_report(
            TakeReport("Leaflet", f"Caller {number}", Channel.PHONE, desk.clock.now(), incident.id), desk
        )
    assert len(all_of(desk, Incident)) == 1
    assert len(consult_incident(incident.id, desk).reports) == 40


def test_a_report_may_wait_for_its_incident_and_takes_the_contacts_name(desk):
    ann = casework.person(desk)
    (change,) = take_report(
        TakeReport("They rang again", "", Channel.PHONE, desk.clock.now(), person_id=ann.id), desk
    )
    report = one_of(desk, Report)
    assert change == ReportTaken(report=report.id, incident=None)
    assert (report.reference, report.reporter) == ("RP/2027/0001", "Ann Marsh")
    assert (report.taken_by, report.received_local) == ("Det Supt Ruth Hale", "20 April 2027, 09:42 BST")


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"text": " "}, "reports.text_missing"),
        ({"text": "x" * 20_001}, "reports.text_long"),
        ({"reporter": " "}, "reports.reporter_missing"),
        ({"incident_id": 41}, "records.not_found"),
        ({"person_id": 41}, "records.not_found"),
    ],
)
def test_an_unusable_report_is_refused(desk, more, code):
    command = replace(TakeReport("Text", "Bo Hill", Channel.EMAIL, desk.clock.now()), **more)
    with expect_refusal(desk, code):
        take_report(command, desk)


def test_a_report_from_the_future_is_refused(desk):
    later = desk.clock.now() + timedelta(seconds=1)
    with expect_refusal(desk, "reports.in_future"):
        take_report(TakeReport("Text", "Bo Hill", Channel.EMAIL, later), desk)


def test_reading_an_incident_is_on_the_trail_of_its_casefile(desk):
    ann = casework.person(desk)
    casefile = casework.casefile(desk, casework.incident(desk, contact_id=ann.id))
    view = consult_incident(one_of(desk, Incident).id, desk)
    assert (view.contact, view.casefiles) == (ann, (casefile,))
    assert events(desk)[-1] == "RecordConsulted"
    assert (newest(desk)["kind"], newest(desk)["casefile"]) == ("incident", casefile.id)
    with expect_refusal(desk, "records.not_found"):
        consult_incident(99, desk)
