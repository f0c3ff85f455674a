"""What each role may do, verb by verb: every verb stands in one table, and the table is what happens."""

import importlib
import inspect
import pkgutil
import shutil
from dataclasses import replace

import pytest

import spoc_desk.services
from spoc_desk.domain.changes import Permission
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.officers import Role
from spoc_desk.domain.permissions import may
from spoc_desk.services.without_casework import permitted
from spoc_desk.storage.store import Store
from spoc_desk.storage.unit_of_work import Actor
from tests.fakes.desk import FakeClock, make_desk
from tests.fakes.releases import release_room
from tests.services import test_trail_can_be_disclosed as walk
from tests.services.conftest import KEY
from tests.services.test_returns import FakeFormats

P = Permission
# A new verb goes into this table, or into PARTS when no officer calls it.
NEEDS: dict[str, dict[Permission | None, str]] = {
    "anchors": {P.RESTORE: "acknowledge_rollback", None: "compare_anchor missed_anchors"},
    "anchor_slips": {None: "make_slip"},
    "audit": {P.AUDIT: "export_audit check_export_asked"},
    "backups": {P.BACKUP: "make_backup prove_backup", P.POLICY: "set_backup_policy", None: "backup_facts"},
    "candidacies": {P.WORK: "set_candidacy"},
    "casefiles": {
        P.WORK: "open_casefile link_incident change_casefile set_status add_case_person change_case_person "
        "add_statement",
        P.READ: "consult_casefile",
    },
    "certificates": {
        P.POLICY: "add_certificate add_certificate_file make_trial_certificate remove_certificate "
        "set_timestamp_server",
        None: "signing_facts",
    },
    "check_schedule": {P.POLICY: "set_check_policy", None: "check_standing"},
    "contact_import": {P.WORK: "plan_contacts import_contacts import_file"},
    "contact_lookalikes": {P.READ: "similar_contacts"},
    "contacts": {
        P.WORK: "add_person change_person set_reach set_roles set_home_address log_advice record_briefing "
        "offer_briefing record_measure",
        P.READ: "read_home_address consult_person",
    },
    "destruction": {P.ERASE: "destroy preview_destruction"},
    "disposals": {P.READ: "disposals certificate_of"},
    "disclosure": {P.WORK: "set_disclosure"},
    "dual_control": {None: "standing_by"},
    "dual_rules": {P.OFFICERS: "set_dual_control", None: "rules_of"},
    "exhibit_passwords": {P.WORK: "set_opening_password"},
    "exhibits": {
        P.WORK: "add_exhibit move_exhibit",
        P.READ: "propose_reference verify_exhibit consult_exhibit",
    },
    "happenings": {P.READ: "happenings"},
    "incidents": {P.WORK: "report_incident change_incident take_report", P.READ: "consult_incident"},
    "keys": {
        P.OFFICERS: "replace_slot issue_transfer draft_paper renew_recovery renew_key",
        None: "change_passphrase",
    },
    "kept_parts": {None: "drop_kept_parts"},
    "listing": {P.READ: "list_shown"},
    "late_pages": {P.WORK: "add_late_pages", P.READ: "late_candidates"},
    "offence_corrections": {P.WORK: "prove_point strike_date claim_exception", P.REMOVE: "withdraw_offence"},
    "offences": {P.WORK: "suspect_offence date_offence override_limit check_limit link_proof unlink_proof"},
    "officers": {P.OFFICERS: "enrol_officer change_role rename_officer", None: "view_officers"},
    "pack_authority": {None: "authorisers"},
    "pack_building": {P.WORK: "build_pack"},
    "pack_copies": {P.DISCLOSE: "log_copy log_run record_sent settle_copies", P.READ: "register_of"},
    "pack_printing": {P.DISCLOSE: "print_pack", P.READ: "check_print preview_printed"},
    "packs": {P.READ: "consult_pack pack_volumes file_name_of"},
    "preflight": {P.READ: "preflight faults_unnamed check_files"},
    "previews": {P.READ: "preview_exhibit"},
    "reads": {P.AUDIT: "reads_of who_read"},
    "redaction_pages": {P.READ: "open_pages suggestions redacted_version"},
    "redactions": {
        P.WORK: "draw_redaction redact_word redact_words change_reason withdraw_redaction "
        "withdraw_redactions confirm_redactions check_redactions",
        P.READ: "consult_redactions",
    },
    "referrals": {
        P.WORK: "start_referral answer_item answer_hostility send_referral record_decision tell_victim "
        "answer_charge_fact",
        P.READ: "consult_referral",
    },
    "release": {P.AUTHORISE: "release_pack check_release_asked"},
    "release_copies": {P.DISCLOSE: "save_copy", P.READ: "check_copy"},
    "retention": {
        P.POLICY: "enter_period",
        P.AUTHORISE: "confirm_clock",
        P.WORK: "set_retention",
        P.READ: "consult_retention",
        None: "retention_policy",
    },
    "retention_due": {P.READ: "retention_due waiting"},
    "retention_reviews": {P.AUTHORISE: "review_retention lift_hold", P.WORK: "place_hold"},
    "return_drafts": {P.READ: "draft_return prepare"},
    "returns": {
        None: "who_may_stand_by",
        P.WORK: "freeze_return",
        P.AUTHORISE: "authorise_return",
        P.DISCLOSE: "print_return export_return return_files",
        P.READ: "return_pdf consult_return view_return",
    },
    "search": {P.READ: "search_records log_search", P.AUDIT: "searches_for"},
    "sittings": {P.POLICY: "set_force_code", None: "recovery_proved"},
    "statements": {P.WORK: "change_statement"},
    "today": {P.READ: "today needs"},
    "trail": {P.AUDIT: "read_trail count_trail read_entry", None: "trail_officers"},
    "vault_facts": {None: "vault_facts"},
    "verify": {None: "verify_vault"},
}
# Called by verbs, by the unlocking or by a build under way; what they record is checked all the same.
PARTS = frozenset(
    {
        "anchors.rollback", "anchors.note_rollback", "anchors.remember_head", "backups.last_backup",
        "dual_control.approved", "dual_control.colleagues", "dual_control.rule_for",
        "enrolled_alone.enrolled_alone", "exhibits.fault_of",
        "file_checks.file_faults", "offences.unchecked", "pack_authority.approve_release",
        "pack_authority.chosen_authoriser", "pack_authority.stands_by", "pack_files.read_out",
        "pack_sealing.erase_unrecorded", "pack_sealing.seal_volumes", "page_findings.page_findings",
        "preflight.template_of", "reads.reads_csv", "record_names.named_record", "search.digests_of",
        "redaction_pages.find_word", "redaction_pages.page_picture",
        "referrals.referred_offences", "release_copies.check_secrets", "sittings.begin",
        "sittings.clock_notices", "sittings.end", "sittings.erased_names", "sittings.moved_in",
        "sittings.recovered", "sittings.sealed_names", "trail.trail_lines", "trail.trail_query",
    }
)  # fmt: skip
TABLE = {
    f"{module}.{verb}": needs
    for module, kinds in NEEDS.items()
    for needs, verbs in kinds.items()
    for verb in verbs.split()
}
# A case officer names who will authorise a pack, and at this desk there is nobody else to name.
BUILDS = "pack_building.build_pack"
LEAST = (Role.ADMINISTRATOR, Role.CASE_OFFICER, Role.DEPUTY, Role.SPOC)


def verbs():
    """Every public function of the services that takes a desk and no transaction of another's."""
    found = {}
    for each in pkgutil.iter_modules(spoc_desk.services.__path__):
        module = importlib.import_module(f"spoc_desk.services.{each.name}")
        for name, function in vars(module).items():
            if not inspect.isfunction(function) or function.__module__ != module.__name__:
                continue
            wants = inspect.signature(function).parameters
            if "desk" in wants and not {"reader", "work"} & set(wants) and not name.startswith("_"):
                found[f"{each.name}.{name}"] = function
    return found


def test_every_verb_stands_in_the_table():
    assert sorted(set(verbs()) - set(TABLE) - PARTS) == []
    assert sorted((set(TABLE) | PARTS) - set(verbs())) == []


@pytest.fixture
def desks(empty_vault, tmp_path):
    """The same vault as an officer of each role is at it."""
    path = tmp_path / "vault.db"
    shutil.copy(empty_vault, path)
    clock = FakeClock()
    store = Store(path, KEY, clock)
    made = make_desk(clock=clock, documents=walk.Paper(tmp_path), return_formats=FakeFormats())
    made = replace(made, releases=release_room())

    def of(role):
        return replace(
            made,
            officer=replace(made.officer, role=role),
            unit_of_work=store.work(Actor("officer-uid", "DESK-1", "s1", role)),
            queries=permitted(store.queries, role),
        )

    yield {role: of(role) for role in Role}
    store.close()


def trying(name, verb, desks, tried, inside):
    """The verb as the walk calls it: refused to every role that may not, then done by the least that may."""

    def run(*args, **named):
        if inside:  # one verb calls another, in the same role
            return verb(*args, **named)
        inside.append(name)
        try:
            return outermost(*args, **named)
        finally:
            inside.clear()

    def outermost(*args, **named):
        bound = inspect.signature(verb).bind(*args, **named)
        before = desks[Role.SPOC].queries.audit_head()
        codes = {}
        for role in Role:
            if not may(role, TABLE[name]):
                bound.arguments["desk"] = desks[role]
                with pytest.raises(DomainError) as error:
                    verb(*bound.args, **bound.kwargs)
                codes[role] = error.value.code
        assert desks[Role.SPOC].queries.audit_head() == before
        least = next(role for role in LEAST if may(role, TABLE[name]))
        bound.arguments["desk"] = desks[Role.DEPUTY if name == BUILDS else least]
        answer = verb(*bound.args, **bound.kwargs)
        assert set(codes.values()) <= {"permissions.refused"}, (name, codes)
        tried.add(name)
        return answer

    return run


def test_a_whole_campaign_is_worked_by_the_least_role_and_refused_to_the_others(desks, tmp_path, monkeypatch):
    tried, inside, known = set(), [], verbs()
    for name, verb in known.items():
        if name in TABLE:
            module, function = name.split(".")
            monkeypatch.setattr(
                f"spoc_desk.services.{module}.{function}", trying(name, verb, desks, tried, inside)
            )
    desk = desks[Role.SPOC]
    walk.speak_of_a_contact(desk, tmp_path)
    casefile_id = walk.speak_of_a_case(desk)
    walk.speak_of_evidence(desk, casefile_id, tmp_path)
    walk.speak_of_a_pack(desk, casefile_id)
    walk.speak_of_a_referral(desk, casefile_id)
    walk.speak_of_a_return(desk)
    assert len(tried) > 50
    monkeypatch.undo()
    the_rest_is_refused(known, desks, tried)
    assert {TABLE[name] for name in tried} >= {
        P.READ,
        P.WORK,
        P.DISCLOSE,
        P.AUTHORISE,
        P.POLICY,
        P.AUDIT,
        P.ERASE,
    }


def the_rest_is_refused(known, desks, tried):
    """Every verb not tried yet that ids or words are enough for, in a vault where they find something."""
    before = desks[Role.SPOC].queries.audit_head()
    for name, verb in known.items():
        wants = [each for key, each in inspect.signature(verb).parameters.items() if key != "desk"]
        asked = [each for each in wants if each.default is each.empty]
        simple = all(each.annotation in {"int", "str", "str | None"} for each in asked)
        if name in tried or not TABLE.get(name) or not simple:
            continue
        given = {each.name: 1 if each.annotation == "int" else "IN/2027/0001" for each in asked}
        for role in Role:
            if not may(role, TABLE[name]):
                with pytest.raises(DomainError) as error:
                    verb(**given, desk=desks[role])
                # A change may be refused for another reason before its recording would be.
                changes = TABLE[name] in {P.WORK, P.REMOVE}
                assert error.value.code == "permissions.refused" or changes, (name, role)
        tried.add(name)
    assert desks[Role.SPOC].queries.audit_head() == before
