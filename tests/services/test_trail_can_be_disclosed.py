"""Every verb on people with unmistakable particulars: none of it reaches the audit trail."""

from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from spoc_desk.domain.backups import BackupPolicy
from spoc_desk.domain.candidacies import Regime
from spoc_desk.domain.casefiles import Casefile, CasefileStatus, CasePerson, CaseRole, Statement
from spoc_desk.domain.contacts import Channel, ContactPoint, HomeAddress, Person, ReachKind
from spoc_desk.domain.copy_results import CopyState
from spoc_desk.domain.engagement import BriefingState, Measure
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.exhibits import Disclosure, Exhibit
from spoc_desk.domain.incidents import Incident
from spoc_desk.domain.referrals import AnswerState, Decision, Evidence, Hostility, Stage
from spoc_desk.domain.retention import CasefileRetention, Charging, ReviewDecision
from spoc_desk.domain.return_facts import RiskAssessment
from spoc_desk.domain.suspected_offences import OffenceEvent, ProofLink, SuspectedOffence
from spoc_desk.services import (
    backups,
    casefiles,
    certificates,
    contacts,
    disclosure,
    exhibits,
    incidents,
    offence_corrections,
    offences,
    pack_building,
    pack_copies,
    packs,
    preflight,
    referrals,
    release,
    retention,
    retention_reviews,
    returns,
)
from spoc_desk.services.contact_import import import_contacts
from spoc_desk.services.pack_content import PackTerms
from spoc_desk.services.statements import change_statement
from tests.exchange.contact_texts import CORE, table
from tests.fakes.backups import FakeBackups
from tests.fakes.releases import release_room
from tests.services import campaign
from tests.services.casework import incident_command
from tests.services.test_returns import FakeFormats, FakePaper
from tests.services.trail import events, everything, one_of, trail_holds

MARK = "quixotry"
TOLD_IN_RETURNS = "zephyrine"  # no mark of a person's: a return with one in it is refused


def marked(text):
    return f"{text} {MARK}"


@dataclass(frozen=True)
class Pages:
    path: Path | None = None
    pages: int = 1
    number: int = 1
    size: int = 1
    volumes: tuple["Pages", ...] = ()
    faults: tuple[tuple[str, str], ...] = ((MARK, MARK),)
    spans: tuple[()] = ()
    renditions: tuple[tuple[str, str], ...] = ((MARK, MARK),)
    redacted: tuple[tuple[str, int, str], ...] = ()
    unread: tuple[()] = ()
    proof: str = MARK


class Paper(FakePaper):
    """Prints nothing, and answers as a printer of packs and returns does."""

    def __init__(self, folder):
        super().__init__()
        self._path = folder / "pack.pdf"

    @contextmanager
    def built_pack(self, content, source, scratch, kept, progress, cancelled):
        self._path.write_text(repr(content), encoding="utf-8")
        yield Pages(volumes=(Pages(self._path),))


def test_no_verb_puts_anybodys_words_on_the_trail(stored, tmp_path):
    own = {
        "documents": Paper(tmp_path),
        "return_formats": FakeFormats(),
        "releases": release_room(),
        "backups": FakeBackups(),
    }
    desk = replace(stored, **own)
    speak_of_a_contact(desk, tmp_path)
    casefile_id = speak_of_a_case(desk)
    speak_of_evidence(desk, casefile_id, tmp_path)
    speak_of_a_pack(desk, casefile_id)
    speak_of_a_referral(desk, casefile_id)
    speak_of_a_return(desk)
    casefiles.set_status(casefile_id, CasefileStatus.CLOSED, "18", desk)
    speak_of_retention(desk, casefile_id)
    speak_of_backups(desk, tmp_path)
    assert repr(everything(desk)).count(MARK) > 70
    assert TOLD_IN_RETURNS in repr(everything(desk))
    assert {
        "ReferralAnswered", "ReferralSent", "ReferralDecided", "PackBuilt", "PackExported", "PackPrinted",
        "PackCopySent", "PackCopyChecked",
        "PackReleased", "CertificateAdded", "CertificateRemoved",
        "ReturnFrozen", "ReturnAuthorised", "ReturnPrinted", "ReturnExported",
        "BackupPolicySet", "BackupMade", "BackupProved", "BackupFailed", "BackupsRemoved",
    } <= set(events(desk))  # fmt: skip
    told = list(desk.queries.audit_entries())
    assert trail_holds(desk) == len(told) > 60
    marks = (MARK, TOLD_IN_RETURNS)
    spoken = [entry["payload"] for entry in told if any(m in entry["payload"].casefold() for m in marks)]
    assert spoken == []


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
    disclosure.set_disclosure(
        disclosure.SetDisclosure(exhibit.id, Disclosure.SENSITIVE, marked("Source")), desk
    )
    disclosure.set_disclosure(disclosure.SetDisclosure(exhibit.id, Disclosure.USED), desk)
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


def speak_of_a_pack(desk, casefile_id):
    terms = PackTerms(marked("CPS"), marked("Advice"), False, (), marked("Calls"), MARK)
    preflight.preflight(casefile_id, terms, desk)
    pack_building.build_pack(pack_building.BuildPack(casefile_id, terms), desk)
    release.release_pack(release.ReleasePack(1, faults_accepted=True), desk)
    packs.consult_pack(1, desk)
    assert MARK.encode() in packs.pack_volumes(1, desk)[0].opened().read()
    pack_copies.log_copy(pack_copies.CopyPack(1, "saved", marked("Di")), desk)
    run = pack_copies.CopyPack(1, "printed", marked("Di"), 2, MARK, "1", recipients=(marked("Flo"),))
    _, (copy, _) = pack_copies.log_run(run, desk)
    pack_copies.record_sent(copy, CopyState.SPOOLED, 4, marked("Toner low"), desk)
    spoils = pack_copies.SettleCopy(copy.id, CopyState.SPOILED, 1, marked("Shredded"))
    pack_copies.settle_copies((spoils,), desk)
    certificates.make_trial_certificate(marked("a long passphrase"), desk)
    certificates.set_timestamp_server(f"https://{MARK}.example.org/", desk)
    certificates.remove_certificate(desk)


def speak_of_a_referral(desk, casefile_id):
    referrals.start_referral(casefile_id, desk)
    referrals.answer_charge_fact(casefile_id, "hate_crime", True, desk)
    referrals.answer_hostility(1, Hostility.YES, marked("He named her party"), desk)
    change_statement(replace(one_of(desk, Statement), signed_on=date(2027, 4, 19), address_absent=True), desk)
    code = one_of(desk, SuspectedOffence).code
    for point in desk.lawpack.offence(code).points_to_prove:
        offence_corrections.prove_point(offence_corrections.ProvePoint(1, point.key, (1,), (1,)), desk)
    for item in desk.checklist.items:
        if item.stage is Stage.BEFORE_SENDING:
            referrals.answer_item(answered(item), desk)
    referrals.consult_referral(1, desk)
    referrals.send_referral(referrals.SendReferral(1, marked("CPS"), marked("By hand"), "ab" * 32), desk)
    with pytest.raises(DomainError):
        referrals.record_decision(1, marked("Charge Cy"), marked("Both tests"), desk)
    referrals.record_decision(1, Decision.CHARGE_ALTERNATIVE, marked("Both tests"), desk)
    referrals.tell_victim(1, desk)


def answered(item):
    return referrals.AnswerItem(
        1, item.number, AnswerState.DONE, marked("Done"), marked("Why"),
        date(2027, 4, 19) if Evidence.DATE in item.needs else None, marked("Di"), marked("Ed"), (1,), (1,),
    )  # fmt: skip


def speak_of_retention(desk, casefile_id):
    retention.enter_period(retention.EnterPeriod("3", marked("RRD 7"), 6, 5), desk)
    retention.set_retention(CasefileRetention(0, casefile_id, "3", Charging.CHARGED), desk)
    for subject in (retention.Subject(casefile_id=casefile_id), retention.Subject(person_id=1)):
        kept = (ReviewDecision.KEEP, marked("Appeal"), date(2028, 1, 1))
        retention_reviews.review_retention(retention_reviews.ReviewRetention(subject, *kept), desk)
        retention_reviews.place_hold(subject, marked("Civil claim"), desk)
        retention_reviews.lift_hold(subject, marked("Settled"), desk)
        retention.consult_retention(subject, desk)
    retention.confirm_clock(desk)


def speak_of_backups(desk, folder):
    place = folder / MARK
    place.mkdir()
    backups.set_backup_policy(BackupPolicy(str(place), keep=1, keep_days=0), desk)
    for _ in range(2):
        backups.prove_backup(backups.make_backup(None, desk).backup.id, desk)
    desk.backups.refusal = "backup.gone"
    with pytest.raises(DomainError):
        backups.make_backup(None, desk)


def speak_of_a_return(desk):
    campaign.settle(desk)
    risk = RiskAssessment("low", "steady", f"A {TOLD_IN_RETURNS} day")
    command = returns.FreezeReturn(campaign.DAY, risk=risk, notes=(f"A {TOLD_IN_RETURNS} note",))
    (frozen,) = returns.freeze_return(command, desk)
    returns.consult_return(frozen.filed, desk)
    returns.authorise_return(frozen.filed, desk)
    returns.print_return(frozen.filed, 1, desk)
    returns.export_return(frozen.filed, desk)
