"""Every verb on people with unmistakable particulars: none of it reaches the audit trail."""

from dataclasses import replace
from datetime import date

from spoc_desk.domain.candidacies import Regime
from spoc_desk.domain.casefiles import Casefile, CasefileStatus, CasePerson, CaseRole, Statement
from spoc_desk.domain.contacts import Channel, ContactPoint, HomeAddress, Person, ReachKind
from spoc_desk.domain.engagement import BriefingState, Measure
from spoc_desk.domain.exhibits import Exhibit
from spoc_desk.domain.incidents import Incident
from spoc_desk.domain.suspected_offences import OffenceEvent, ProofLink, SuspectedOffence
from spoc_desk.services import casefiles, contacts, exhibits, incidents, offences
from spoc_desk.services.contact_import import import_contacts
from tests.exchange.contact_texts import CORE, table
from tests.services.casework import incident_command
from tests.services.trail import everything, one_of, trail_holds

MARK = "quixotry"


def marked(text):
    return f"{text} {MARK}"


def test_no_verb_puts_anybodys_words_on_the_trail(desk, tmp_path):
    speak_of_a_contact(desk, tmp_path)
    casefile_id = speak_of_a_case(desk)
    speak_of_evidence(desk, casefile_id, tmp_path)
    casefiles.set_status(casefile_id, CasefileStatus.CLOSED, "18", desk)
    assert repr(everything(desk)).count(MARK) > 40
    told = list(desk.queries.audit_entries())
    assert trail_holds(desk) == len(told) > 30
    assert [entry["payload"] for entry in told if MARK in entry["payload"].casefold()] == []


def speak_of_a_contact(desk, folder):
    contacts.add_person(
        contacts.AddPerson(
            marked("Ann"), (), ("07700 900123",), (f"{MARK}@example.org",), marked("Teal"), notes=marked("N")
        ),
        desk,
    )
    ann = one_of(desk, Person)
    contacts.change_person(replace(ann, known_as=marked("Annie"), code_word=MARK, handles=(MARK,)), desk)
    contacts.set_reach(ContactPoint(0, ann.id, ReachKind.PHONE, "07700 900124", marked("Work")), desk)
    contacts.set_home_address(HomeAddress(0, ann.id, marked("1 Quay Row"), MARK, MARK), desk)
    contacts.read_home_address(ann.id, desk)
    contacts.log_advice(
        contacts.LogAdvice(ann.id, marked("Asked"), marked("Advised"), Channel.PHONE, marked("Why")), desk
    )
    contacts.offer_briefing(ann.id, marked("Briefing"), BriefingState.DECLINED, MARK, desk)
    contacts.record_measure(Measure(0, ann.id, marked("Alarm"), MARK), desk)
    contacts.consult_person(ann.id, desk)
    path = folder / f"{MARK}.csv"
    path.write_text(
        table(CORE | {"person_name": marked("Bo"), "email": f"bo@{MARK}.example"}), encoding="utf-8"
    )
    import_contacts(path, desk)


def speak_of_a_case(desk):
    incidents.report_incident(
        incident_command(
            desk,
            title=marked("Threat"),
            crime_reference=MARK,
            description=marked("He rang"),
            regime=Regime.FORD,
            regime_reason=MARK,
            location=MARK,
            post_url=MARK,
            account=MARK,
            verbatim=MARK,
            hostility=MARK,
            contact_id=1,
        ),
        desk,
    )
    incident = one_of(desk, Incident)
    incidents.change_incident(replace(incident, officer_in_case=MARK, notable_summary=marked("S")), desk)
    incidents.take_report(
        incidents.TakeReport(marked("Text"), marked("Caller"), Channel.PHONE, desk.clock.now(), incident.id),
        desk,
    )
    incidents.consult_incident(incident.id, desk)
    casefiles.open_casefile(casefiles.OpenCasefile(marked("Calls"), (incident.id,), MARK, MARK, MARK), desk)
    casefile = one_of(desk, Casefile)
    casefiles.change_casefile(replace(casefile, urn=MARK, summary=marked("Sum")), desk)
    casefiles.add_case_person(
        casefiles.AddCasePerson(casefile.id, CaseRole.SUSPECT, marked("Cy"), phone=MARK, notes=MARK), desk
    )
    casefiles.change_case_person(replace(one_of(desk, CasePerson), identified_by=marked("Voice")), desk)
    casefiles.add_statement(casefiles.AddStatement(casefile.id, marked("Di"), text=marked("I heard")), desk)
    casefiles.consult_casefile(casefile.id, desk)
    return casefile.id


def speak_of_evidence(desk, casefile_id, folder):
    path = folder / f"{MARK}.txt"
    path.write_text(MARK, encoding="utf-8")
    exhibits.add_exhibit(
        exhibits.AddExhibit(
            casefile_id, path, marked("Log"), marked("Di"), found_where=MARK, source=MARK, seal_number=MARK
        ),
        desk,
    )
    exhibit = one_of(desk, Exhibit)
    exhibits.move_exhibit(exhibits.MoveExhibit(exhibit.id, MARK, marked("Bo"), marked("Interview")), desk)
    exhibits.verify_exhibit(exhibit.id, desk)
    exhibits.consult_exhibit(exhibit.id, desk)
    acted = date(2027, 4, 19)
    offences.suspect_offence(offences.SuspectOffence(casefile_id, "pha-1997-s2", (acted,), MARK), desk)
    offence = one_of(desk, SuspectedOffence)
    offences.date_offence(offences.DateOffence(offence.id, OffenceEvent.ACT, acted, marked("Second")), desk)
    offences.override_limit(
        offences.OverrideLimit(offence.id, date(2027, 12, 1), marked("Why"), marked("Di")), desk
    )
    offences.check_limit(offence.id, marked("Ed"), desk)
    statement = one_of(desk, Statement)
    offences.link_proof(offences.LinkProof(offence.id, "course", statement_id=statement.id), desk)
    offences.unlink_proof(one_of(desk, ProofLink), desk)
