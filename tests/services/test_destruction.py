"""Destruction: two officers, everything or nothing, and no trace of what was said."""

import shutil
from dataclasses import replace
from datetime import date

import pytest

from spoc_desk.domain.casefiles import Casefile, CasefileIncident, CasefileStatus
from spoc_desk.domain.changes import SettingChanged
from spoc_desk.domain.contacts import Person
from spoc_desk.domain.disposals import Disposal, ErasedFile
from spoc_desk.domain.dual_control import SecondOfficer
from spoc_desk.domain.engagement import Measure
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.exhibits import Exhibit
from spoc_desk.domain.incidents import Incident
from spoc_desk.domain.officer_changes import OfficerEnrolled
from spoc_desk.domain.officers import Officer, Role
from spoc_desk.domain.retention import CONTACTS, CasefileRetention, Charging, ReviewDecision
from spoc_desk.services import casefiles, certificates, contacts, holdings, retention, retention_reviews
from spoc_desk.services.destruction import Destroy, destroy, preview_destruction
from spoc_desk.services.verify import verify_vault
from spoc_desk.storage import tables
from spoc_desk.storage.evidence_files import EvidenceFolder
from spoc_desk.storage.mapping import TABLES
from spoc_desk.storage.store import SIGNING_KEY, Store
from spoc_desk.storage.unit_of_work import Actor
from tests.fakes.desk import FakeClock, FakeKeys, make_desk, officer
from tests.fakes.releases import release_room
from tests.services import casework
from tests.services import test_trail_can_be_disclosed as speaking
from tests.services.conftest import KEY
from tests.services.trail import all_of, everything, expect_refusal, newest, one_of
from tests.storage.plain_pages import plain_pages
from tests.storage.vaults import raw

WORDS = "correct horse"  # a made-up passphrase
LOWE = SecondOfficer("DCI Ben Lowe", WORDS)
CONTACTS_PERIOD = retention.EnterPeriod(CONTACTS, "RRD 9", after_poll_days=21)


def desk_over(folder, clock, keys):
    """A desk over a real database and real sealed files, and the database itself."""
    store = Store(folder / "vault.db", KEY, clock)
    desk = make_desk(
        folder,
        clock=clock,
        unit_of_work=store.work(Actor("officer-uid", "DESK-1", "s1", Role.SPOC)),
        queries=store.queries,
        evidence=EvidenceFolder(folder / "evidence"),
        checks=store,
        keys=keys,
        documents=speaking.Paper(folder),
        releases=release_room(),
    )
    return desk, store


@pytest.fixture(scope="module")
def prepared(empty_vault, tmp_path_factory):
    """A casefile whose time has come, with exhibits, packs and a referral under it; made once."""
    folder = tmp_path_factory.mktemp("prepared")
    shutil.copy(empty_vault, folder / "vault.db")
    clock, keys = FakeClock(), FakeKeys()
    desk, store = desk_over(folder, clock, keys)
    with desk.unit_of_work() as work:
        lowe = work.add(replace(officer(LOWE.name, "BL"), uid="lowe", role=Role.DEPUTY))
        work.set_setting(SIGNING_KEY, "11" * 32)
        work.record(SettingChanged(name="test"))
    speaking.speak_of_a_contact(desk, folder)
    casefile_id = speaking.speak_of_a_case(desk)
    speaking.speak_of_evidence(desk, casefile_id, folder)
    speaking.speak_of_a_pack(desk, casefile_id)
    speaking.speak_of_a_referral(desk, casefile_id)
    certificates.set_timestamp_server("", desk)
    keys.enrol(lowe, WORDS)
    ripen(desk, casefile_id)
    store.close()
    return folder, clock.at, keys


@pytest.fixture
def ended(prepared, tmp_path):
    """A copy of it for one test."""
    made, at, keys = prepared
    folder = tmp_path / "vault"
    shutil.copytree(made, folder)
    desk, store = desk_over(folder, FakeClock(at), keys)
    yield desk
    store.close()


def ripen(desk, casefile_id):
    """Closes a casefile and lets its review come and decide."""
    casefiles.set_status(casefile_id, CasefileStatus.CLOSED, "18", desk)
    retention.enter_period(retention.EnterPeriod("3", "RRD 7.2", 6, 5), desk)
    retention.enter_period(CONTACTS_PERIOD, desk)
    decided_on = date(2027, 4, 20)
    retention.set_retention(CasefileRetention(0, casefile_id, "3", Charging.NOT_CHARGED, decided_on), desk)
    desk.clock.forward(days=7 * 365)
    decide(desk, casefile_id=casefile_id)


def decide(desk, **subject):
    retention_reviews.review_retention(
        retention_reviews.ReviewRetention(
            retention.Subject(**subject), ReviewDecision.DESTROY, "Nothing is outstanding"
        ),
        desk,
    )


def destroyed(desk, kind="casefile", record=1, **more):
    return destroy(Destroy(kind, record, "The policy's period is over", **more), LOWE, desk)


def spoken(desk):
    """Where the mark of somebody's words can still be read, in any page of the database or any file."""
    with raw(desk.folder / "vault.db") as connection:
        names = [
            name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        ]
        rows = {name: repr(connection.execute(f"SELECT * FROM {name}").fetchall()) for name in names}
    found = [name for name, told in rows.items() if speaking.MARK in told.casefold()]
    pages = plain_pages(desk.folder / "vault.db", KEY)
    found += [f"page {n}" for n, page in enumerate(pages) if speaking.MARK.encode() in page.lower()]
    return found


def sound(desk):
    """Whether a full check finds every record as the trail left it, and every file claimed."""
    report = verify_vault(desk, full=True)
    assert (report.database, report.audit, report.bad, report.strays) == ((), None, (), ())
    return True


def test_every_reference_in_the_database_to_what_is_destroyed_is_followed():
    trees = (
        (holdings.UNDER_CASEFILE, {"person_id", "incident_id"}),
        (holdings.UNDER_INCIDENT, {"person_id", "contact_id", "casefile_id"}),
        (holdings.UNDER_PERSON, {"casefile_id", "agent_id"}),
    )
    blocking = {("incident", "contact_id"), ("report", "person_id"), ("case_person", "person_id"),
                ("candidacy", "agent_id"), ("casefile_incident", "incident_id")}  # fmt: skip
    for under, _outside in trees:
        kinds = {under[0][0]} | {kind for _, kind, _ in under}
        there = {TABLES[kind].name for kind in kinds}
        for table in tables.metadata.tables.values():
            for key in table.foreign_keys:
                if key.column.table.name in there and (table.name, key.parent.name) not in blocking:
                    assert table.name in there, f"{table.name}.{key.parent.name}"


def test_parents_stand_before_their_children():
    for under in (holdings.UNDER_CASEFILE, holdings.UNDER_INCIDENT, holdings.UNDER_PERSON):
        seen = {under[0][0]}
        for parent, kind, tie in under:
            assert parent in seen
            assert tie in TABLES[kind].columns
            seen.add(kind)


def test_a_destroyed_casefile_and_its_contacts_leave_no_word_in_any_page(ended):
    names = ended.evidence.names()
    assert len(names) > 1
    assert spoken(ended)
    destroyed(ended)
    assert ended.evidence.names() == frozenset()
    for measure in all_of(ended, Measure):
        contacts.record_measure(replace(measure, returned_on=date(2034, 1, 1)), ended)
    for person in all_of(ended, Person):
        decide(ended, person_id=person.id)
        destroyed(ended, "contact", person.id)
    left = {kind.__name__ for kind in everything(ended)}
    assert left <= {"Officer", "RetentionPeriod", "Disposal", "ErasedFile", "SigningCertificate"}
    assert spoken(ended) == []
    assert ended.queries.search(speaking.MARK) == ()
    assert (ended.folder / "vault.db-wal").stat().st_size == 0


def test_after_a_destruction_a_full_check_finds_nothing_wrong(ended):
    destroyed(ended)
    assert sound(ended)


def test_what_was_destroyed_stands_in_the_register_and_on_the_trail(ended):
    before = ended.queries.audit_head()
    destroyed(ended)
    entry = one_of(ended, Disposal)
    assert (entry.reference, entry.kind, entry.subject) == ("DR/2034/0001", "casefile", "CF/2027/0001")
    assert (entry.officer, entry.second_officer) == ("Det Supt Ruth Hale", "DCI Ben Lowe")
    assert (entry.policy_reference, entry.group_code) == ("RRD 7.2", "Group 3: all other offences")
    assert {"exhibit 1", "incident 1", "report 1", "referral 1", "pack 1"} <= set(entry.counts)
    assert (entry.anchor_sequence, entry.anchor_head) == (before.sequence, before.head)
    told = newest(ended)
    lowe = one_of(ended, Officer, uid="lowe")
    assert (told["event"], told["verb"], told["second_officer"]) == ("RecordsDestroyed", "erasure", lowe.id)
    assert told["records"]["casefile/1"] == "gone"
    assert entry.files == len(all_of(ended, ErasedFile)) > 0


def test_a_number_that_was_destroyed_is_never_given_again(ended):
    destroyed(ended)
    made = casework.casefile(ended, title="A new one")
    assert made.id == 2
    assert all_of(ended, Incident)[-1].id == 2
    assert sound(ended)


def test_a_preview_names_what_goes_and_what_stays_and_touches_nothing(ended):
    before, head = everything(ended), ended.queries.audit_head()
    seen = preview_destruction("casefile", 1, ended)
    assert (seen.reference, seen.blocks, seen.incidents, seen.stays) == (
        "CF/2027/0001", (), ("IN/2027/0001",), (),
    )  # fmt: skip
    counts = dict(seen.counts)
    assert (counts["exhibit"], counts["person in the case"], counts["checklist answer"]) == (
        1,
        1,
        len(before[holdings.Answer]),
    )
    kept = preview_destruction("casefile", 1, ended, with_incidents=False)
    assert (kept.incidents, kept.stays) == ((), ("IN/2027/0001",))
    assert (everything(ended), ended.queries.audit_head()) == (before, head)


def test_incidents_may_be_chosen_to_stay(ended):
    destroyed(ended, with_incidents=False)
    assert one_of(ended, Incident).reference == "IN/2027/0001"
    assert all_of(ended, CasefileIncident) == ()
    assert sound(ended)


def test_an_incident_of_another_casefile_stays_whole(ended):
    other = casework.casefile(ended, one_of(ended, Incident), title="Another")
    assert preview_destruction("casefile", 1, ended).stays == ("IN/2027/0001",)
    destroyed(ended)
    view = casefiles.consult_casefile(other.id, ended)
    assert [each.reference for each in view.incidents] == ["IN/2027/0001"]
    assert one_of(ended, Casefile).id == other.id


def test_nobody_destroys_without_a_second_officer_who_opens_their_own_slot(ended):
    for second in (None, SecondOfficer(LOWE.name, "guessed")):
        before = everything(ended)
        with pytest.raises(DomainError) as refused:
            destroy(Destroy("casefile", 1, "Over"), second, ended)
        assert refused.value.code in ("dual.second_needed", "dual.wrong_passphrase")
        assert everything(ended) == before


def test_a_case_officer_destroys_nothing(ended):
    lesser = replace(ended, officer=replace(ended.officer, role=Role.CASE_OFFICER))
    with expect_refusal(lesser, "permissions.refused"):
        destroy(Destroy("casefile", 1, "Over"), LOWE, lesser)


def test_a_hold_stops_it_until_lifted(ended):
    case = retention.Subject(casefile_id=1)
    retention_reviews.place_hold(case, "Civil claim", ended)
    with expect_refusal(ended, "retention.held", by="Det Supt Ruth Hale"):
        destroyed(ended)
    retention_reviews.lift_hold(case, "Claim settled", ended)
    destroyed(ended)


def test_a_hold_on_a_contact_keeps_the_casefiles_that_tell_of_them(ended):
    person = one_of(ended, Incident).contact_id
    retention_reviews.place_hold(retention.Subject(person_id=person), "Complaint to the IOPC", ended)
    reference = next(each.reference for each in all_of(ended, Person) if each.id == person)
    with expect_refusal(ended, "retention.person_held", person=reference, by="Det Supt Ruth Hale"):
        destroyed(ended)
    retention_reviews.lift_hold(retention.Subject(person_id=person), "Complaint closed", ended)
    destroyed(ended)


def test_a_guard_left_off_is_found_and_a_refused_destruction_leaves_none(ended):
    with ended.unit_of_work() as work:
        with pytest.raises(DomainError):
            work.erase([replace(one_of(ended, Incident), id=99)])
        work.set_setting("other", "yes")
        work.record(SettingChanged(name="other"))
    assert ended.checks.check_database() == ()
    with ended.unit_of_work() as work:
        work.set_setting(tables.ERASING, "yes")
        work.record(SettingChanged(name=tables.ERASING))
    assert ended.checks.check_database() == ("its guard against deleting was taken off",)


def test_a_casefile_opened_again_needs_a_new_decision(ended):
    casefiles.set_status(1, CasefileStatus.OPEN, "", ended)
    with expect_refusal(ended, "retention.casefile_open"):
        destroyed(ended)
    ended.clock.forward(minutes=1)
    casefiles.set_status(1, CasefileStatus.CLOSED, "18", ended)
    with expect_refusal(ended, "retention.not_decided"):
        destroyed(ended)


def test_what_cpia_keeps_stays(ended):
    kept = CasefileRetention(0, 1, "3")
    retention.set_retention(kept, ended)
    with expect_refusal(ended, "retention.cpia_unknown", reference="CF/2027/0001"):
        destroyed(ended)
    retention.set_retention(
        replace(kept, charging=Charging.CHARGED, charge_decided_on=date(2028, 1, 1)), ended
    )
    with expect_refusal(ended, "retention.cpia_runs"):
        destroyed(ended)


def test_an_exhibit_out_of_its_store_stops_it(ended):
    with ended.unit_of_work() as work:
        work.change(replace(work.find(Exhibit)[0], storage="Property store 2"))
        work.record(SettingChanged(name="test"))
    with expect_refusal(ended, "retention.checked_out"):
        destroyed(ended)


def test_a_contact_whom_casework_names_stays(ended):
    decide(ended, person_id=1)
    with expect_refusal(ended, "retention.contact_needed", by="IN/2027/0001"):
        destroyed(ended, "contact", 1)


def test_a_crash_before_the_files_went_leaves_nothing_worth_an_alarm(ended, monkeypatch):
    monkeypatch.setattr(EvidenceFolder, "erase", lambda _self, _name: (_ for _ in ()).throw(OSError()))
    destroyed(ended)
    left = ended.evidence.names()
    assert left
    assert verify_vault(ended).strays == ()
    from spoc_desk.services import sittings

    swept = ended.evidence.sweep(*sittings.sealed_names(ended), sittings.erased_names(ended))
    assert (swept.quarantined, swept.missing, ended.evidence.names()) == ((), (), frozenset())


def test_a_destruction_that_fails_half_way_takes_nothing(ended, monkeypatch):
    before = everything(ended)
    monkeypatch.setattr("spoc_desk.storage.unit_of_work.merge_indexes", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        destroyed(ended)
    assert everything(ended) == before
    assert spoken(ended)
    assert ended.evidence.names()


def test_unsaved_text_about_it_goes_too(ended):
    ended.checks.save_draft("casefile.1.offence", f"about {speaking.MARK}")
    ended.checks.save_draft("officer 2: casefile.1", f"about {speaking.MARK}")
    ended.checks.save_draft("officer 2: exhibit.1.movement", f"about {speaking.MARK}")
    other = f"casefile.{casework.casefile(ended, title='Another').id}.offence"
    ended.checks.save_draft(other, "about another")
    for key in ("contact.new", "return.2026-11-01.2026-11-01", "officer 2: incident.new.4"):
        ended.checks.save_draft(key, "about whatever came to mind")
    destroyed(ended)
    assert ended.checks.draft_keys() == (other,)


@pytest.mark.parametrize("alone", [True, False])
def test_a_second_officer_whom_the_first_let_in_alone_is_named_as_such(ended, alone):
    with ended.queries.snapshot() as reader:
        (lowe,) = reader.find(Officer, uid="lowe")
    with ended.unit_of_work() as work:
        work.record(
            OfficerEnrolled(
                enrolled=lowe.id, role="deputy", passphrase_only=True, second=None if alone else 1,
                self_authorised=alone,
            )
        )  # fmt: skip
    now = ended.clock.now()
    seen = preview_destruction("casefile", 1, ended)
    assert seen.enrolled_alone == (((lowe.name, now),) if alone else ())
    destroyed(ended)
    entry = one_of(ended, Disposal)
    assert entry.second_enrolled_alone_at == (now if alone else None)
    assert ("enrolled by the first officer alone on" in entry.second_told) is alone


def test_a_form_that_was_open_meanwhile_keeps_no_text_about_it(ended):
    destroyed(ended)
    for key in ("casefile.1", "officer 2: exhibit.1.movement", "pack.1", "report.1"):
        ended.checks.save_draft(key, f"about {speaking.MARK}")
    assert ended.checks.draft_keys() == ()


def test_copies_from_before_a_migration_go_too(ended):
    copy = ended.folder / "vault-before-0002.db"
    copy.write_bytes(b"an older state")
    destroyed(ended)
    assert not copy.exists()
