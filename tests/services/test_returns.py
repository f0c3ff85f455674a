"""A day's return from casework: drafted, frozen, authorised, corrected, exported, on a real database."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from spoc_desk.domain.changes import ReturnExported, ReturnPrinted
from spoc_desk.domain.disclosure_scan import Confirmation
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.filed_returns import FiledReturn, FiledState
from spoc_desk.domain.incidents import Incident
from spoc_desk.domain.officers import Officer, Role
from spoc_desk.domain.return_facts import EventCounts, Explanation, RiskAssessment
from spoc_desk.domain.return_payload import ReturnSnapshot
from spoc_desk.services.returns import (
    FreezeReturn,
    NotableDetail,
    authorise_return,
    consult_return,
    draft_return,
    export_return,
    freeze_return,
    print_return,
    return_files,
    return_pdf,
    view_return,
    who_may_stand_by,
)
from tests.fakes.desk import START
from tests.services.campaign import DAY, FIRST, add_candidacy, fill, give_outcome, incident, settle, writing
from tests.services.colleagues import WORDS, second

YESTERDAY = FreezeReturn(DAY)


class FakeFormats:
    def json(self, snapshot):
        return snapshot.document.encode()

    def csv(self, snapshot):
        return b"csv"


class FakePaper:
    def __init__(self):
        self.printed = []

    def return_pdf(self, snapshot, head, *, demonstration):
        self.printed.append((snapshot, head, demonstration))
        return b"%PDF"


@pytest.fixture
def desk(stored):
    fill(stored)
    return replace(stored, return_formats=FakeFormats(), documents=FakePaper())


@pytest.fixture
def quiet_desk(stored):
    settle(stored)
    return stored


def deputy(desk):
    return replace(desk, officer=Officer(2, "deputy-uid", "DI Owen Lacey", "OL", Role.DEPUTY, START))


def freeze(desk, command=YESTERDAY) -> FiledReturn:
    (made,) = freeze_return(command, desk)
    return stored_return(desk, made.filed)


def stored_return(desk, filed_id) -> FiledReturn:
    with desk.queries.snapshot() as reader:
        return reader.get(FiledReturn, filed_id)


def payload(filed):
    return ReturnSnapshot(filed.snapshot).payload


def mark(desk, number: int, summary: str) -> int:
    with writing(desk) as work:
        (found,) = work.find(Incident, reference=f"IN/2027/{number:04d}")
        work.change(replace(found, notable=True, notable_summary=summary))
    return found.id


def refused(call, *arguments) -> str:
    with pytest.raises(DomainError) as told:
        call(*arguments)
    return told.value.code


def events_of(desk) -> list[str]:
    return [change["event"] for change in desk.queries.recent_changes(5)]


def test_open_incidents_and_outcomes_agree_in_a_return_of_120_incidents(desk):
    give_outcome(desk, 1, "14", FIRST)
    give_outcome(desk, 2, "1A", FIRST)
    drafted = draft_return(YESTERDAY, desk)
    assert (drafted.findings, drafted.faults, drafted.refused) == ((), (), None)
    told = payload(freeze(desk))
    assert sum(row["count_cumulative"] for row in told["incidents"]) == 120
    assert told["progress"]["open"] + sum(told["progress"]["outcomes"].values()) == 120


def test_a_return_frozen_late_tells_the_day_as_it_ended(desk):
    give_outcome(desk, 1, "14", START)
    told = payload(freeze(desk))
    assert told["progress"]["open"] == 120
    assert told["progress"]["outcomes"]["14"] == 0


def test_one_day_follows_the_other_without_a_fault(desk):
    freeze(desk, FreezeReturn(DAY - timedelta(days=1)))
    assert draft_return(YESTERDAY, desk).faults == ()


def test_what_officers_count_by_hand_travels(desk):
    command = FreezeReturn(
        DAY, events=EventCounts(5, 3, 1), risk=RiskAssessment("high", "rising", "More visits are planned."),
        notes=("Two reports were late.",),
    )  # fmt: skip
    told = payload(freeze(desk, command))
    assert told["events"] == {"notified": 5, "policed": 3, "disrupted": 1}
    assert told["risk_assessment"]["narrative"] == "More visits are planned."
    assert told["data_quality"] == ["Two reports were late."]


def test_a_risk_that_nobody_assessed_is_not_passed_off_as_the_forces_view(desk):
    told = payload(freeze(desk, FreezeReturn(DAY, notes=("Two reports were late.",))))
    note = "No risk assessment was entered; low and steady stand in its place."
    assert told["data_quality"] == ["Two reports were late.", note]
    assert (told["risk_assessment"]["overall"], told["risk_assessment"]["trend"]) == ("low", "steady")


def test_a_day_without_anything_new_is_a_nil_return(quiet_desk):
    filed = freeze(quiet_desk)
    assert filed.nil
    assert payload(filed)["nil_return"] is True


def test_a_day_that_has_not_begun_is_refused(desk):
    assert refused(draft_return, FreezeReturn(DAY + timedelta(days=2)), desk) == "returns.period_in_future"


def test_a_day_not_yet_over_is_frozen_and_says_so(desk):
    steady = RiskAssessment("low", "steady")
    today = FreezeReturn(DAY + timedelta(days=1), risk=steady, notes=("Two reports were late.",))
    assert draft_return(today, desk).unfinished
    notes = payload(freeze(desk, today))["data_quality"]
    assert notes[0] == "Two reports were late."
    assert notes[1].startswith("Frozen at 09:42, before the period was over.")


def test_a_second_return_of_a_day_needs_a_reason_and_supersedes_the_first(desk):
    first = freeze(desk)
    assert refused(freeze_return, YESTERDAY, desk) == "returns.correction_reason_missing"
    second = freeze(desk, FreezeReturn(DAY, correction_reason="One incident was counted twice."))
    assert stored_return(desk, first.id).state is FiledState.SUPERSEDED
    assert second.supersedes_id == first.id
    assert payload(second)["supersedes_id"] == first.uid
    assert draft_return(YESTERDAY, desk).supersedes == second


def test_the_reason_for_a_correction_is_read_for_names_while_it_is_drafted(desk):
    freeze(desk)
    command = FreezeReturn(DAY, correction_reason="Callum Featherstonehaughb was counted twice.")
    (finding,) = draft_return(command, desk).findings
    assert finding[0] == "correction_reason"
    assert refused(freeze_return, command, desk) == "returns.identifies_someone"


def test_a_reason_typed_where_nothing_is_corrected_is_not_read(desk):
    command = FreezeReturn(DAY, correction_reason="Callum Featherstonehaughb was counted twice.")
    assert draft_return(command, desk).findings == ()


def test_a_place_the_force_is_named_after_may_be_said_and_another_may_not(desk):
    def found(text):
        risk = RiskAssessment("low", "steady", text)
        return [finding.excerpt for _, finding in draft_return(FreezeReturn(DAY, risk=risk), desk).findings]

    assert found("Across Wessmere nothing changed.") == []
    assert found("In Upper Teal nothing changed.") == ["Upper Teal"]


def test_a_finding_confirmed_with_a_reason_lets_the_return_be_frozen(desk):
    risk = RiskAssessment("low", "steady", "Officers visited the bryony garden.")
    command = FreezeReturn(DAY, risk=risk)
    ((where, finding),) = draft_return(command, desk).findings
    confirmed = replace(command, confirmations=(Confirmation(where, finding, "A plant, nobody's name."),))
    assert draft_return(confirmed, desk).findings == ()
    assert freeze(desk, confirmed).state is FiledState.FROZEN


def test_figures_are_held_against_each_other_even_while_a_sentence_is_in_doubt(desk):
    freeze(desk, FreezeReturn(DAY - timedelta(days=1)))
    with writing(desk) as work:
        work.add(incident(900, FIRST + timedelta(days=2)))
    risk = RiskAssessment("low", "steady", "Callum Featherstonehaughb rang.")
    drafted = draft_return(FreezeReturn(DAY, risk=risk), desk)
    assert drafted.findings
    assert [fault.code for fault in drafted.faults] == ["returns.total_does_not_follow"]


def test_a_fault_is_refused_until_an_officer_explains_it(desk):
    freeze(desk, FreezeReturn(DAY - timedelta(days=1)))
    with writing(desk) as work:
        work.add(incident(900, FIRST + timedelta(days=2)))
    (fault,) = draft_return(YESTERDAY, desk).faults
    assert refused(freeze_return, YESTERDAY, desk) == fault.code
    given = Explanation(fault.code, fault.where, "One incident was moved here from another day.")
    steady = RiskAssessment("low", "steady")
    told = payload(freeze(desk, FreezeReturn(DAY, risk=steady, explanations=(given,))))
    assert told["data_quality"] == ["One incident was moved here from another day."]


def test_a_new_notable_incident_is_told_with_its_details(desk):
    key = mark(desk, 119, "A candidate was followed home.")
    detail = NotableDetail(key, "", "med", "local", ("W15000099",), ct_referred=True, support_requested=True)
    (told,) = payload(freeze(desk, FreezeReturn(DAY, notable=(detail,))))["notable"]
    assert told["summary"] == "A candidate was followed home."
    assert (told["tension"], told["media"], told["cross_border_forces"]) == ("med", "local", ["W15000099"])
    assert (told["ct_referred"], told["support_requested"]) == (True, True)


def test_a_notable_incident_without_details_is_told_by_itself(desk):
    mark(desk, 119, "A candidate was followed home.")
    assert len(payload(freeze(desk))["notable"]) == 1


def test_an_earlier_notable_incident_is_told_only_when_it_is_chosen(desk):
    key = mark(desk, 3, "A window was broken.")
    assert draft_return(YESTERDAY, desk).facts.notable == ()
    assert [one.id for one in draft_return(YESTERDAY, desk).notable] == [key]
    command = FreezeReturn(DAY, notable=(NotableDetail(key, "A man was charged over it."),))
    (told,) = draft_return(command, desk).facts.notable
    assert told.summary == "A man was charged over it."


def test_a_notable_incident_may_be_left_out(desk):
    key = mark(desk, 119, "A candidate was followed home.")
    command = FreezeReturn(DAY, notable=(NotableDetail(key, left_out=True),))
    assert draft_return(command, desk).facts.notable == ()


def test_a_draft_with_something_still_missing_shows_its_figures_and_says_what(desk):
    mark(desk, 119, "")
    drafted = draft_return(YESTERDAY, desk)
    assert drafted.refused.code == "returns.summary_missing"
    assert sum(fact.count for fact in drafted.facts.incidents) == 120


def test_who_froze_a_return_and_authorises_it_is_named_self_authorised(desk):
    filed = freeze(desk)
    authorise_return(filed.id, desk)
    kept = stored_return(desk, filed.id)
    assert kept.self_authorised
    assert payload(kept)["self_authorised"] is True


def test_a_second_officer_authorises_without_that_label(desk):
    filed = freeze(desk)
    authorise_return(filed.id, deputy(desk))
    kept = stored_return(desk, filed.id)
    assert (kept.self_authorised, kept.authorised_by, kept.state) == (
        False,
        "DI Owen Lacey",
        FiledState.AUTHORISED,
    )
    assert ReturnSnapshot(kept.snapshot).intact


def test_a_new_rank_makes_nobody_the_second_officer_of_their_own_return(desk):
    filed = freeze(desk)
    promoted = replace(desk, officer=replace(desk.officer, name="DCI Priya Shah-Newly"))
    assert who_may_stand_by(filed, promoted) is not None
    authorise_return(filed.id, promoted)
    assert payload(stored_return(desk, filed.id))["self_authorised"] is True


def test_who_froze_a_return_cannot_stand_by_for_it_at_a_colleagues_desk(desk):
    filed = freeze(desk)
    with writing(desk) as work:
        freezer = work.add(replace(desk.officer, id=0))
    desk.keys.enrol(freezer, WORDS)
    assert refused(authorise_return, filed.id, deputy(desk), second(freezer)) == "returns.froze_it"
    assert stored_return(desk, filed.id).state is FiledState.FROZEN


def test_a_return_leaves_only_once_it_is_authorised(desk):
    filed = freeze(desk)
    assert refused(export_return, filed.id, desk) == "returns.not_authorised"
    authorise_return(filed.id, desk)
    files = return_files(filed.id, desk)
    assert sorted(files) == ["return.csv", "return.json", "return.pdf"]
    assert stored_return(desk, filed.id).state is FiledState.EXPORTED
    assert events_of(desk)[0] == ReturnExported.__name__


def test_a_return_superseded_before_it_was_authorised_never_leaves(desk):
    first = freeze(desk)
    freeze(desk, FreezeReturn(DAY, correction_reason="One incident was counted twice."))
    assert refused(export_return, first.id, desk) == "returns.not_authorised"


def test_a_stored_return_that_was_altered_is_neither_authorised_nor_sent_nor_printed(desk):
    filed = freeze(desk)
    authorise_return(filed.id, desk)
    kept = stored_return(desk, filed.id)
    with writing(desk) as work:
        work.change(replace(kept, snapshot=kept.snapshot.replace('"policed":0', '"policed":9')))
    assert refused(export_return, filed.id, desk) == "returns.altered"
    assert refused(return_pdf, filed.id, desk) == "returns.altered"
    assert refused(print_return, filed.id, 1, desk) == "returns.altered"
    assert consult_return(filed.id, desk).id == filed.id


def test_a_whole_snapshot_put_in_anothers_place_is_noticed(desk):
    first = freeze(desk, FreezeReturn(DAY - timedelta(days=1)))
    second = freeze(desk)
    with writing(desk) as work:
        work.change(replace(second, snapshot=first.snapshot))
    assert refused(authorise_return, second.id, desk) == "returns.altered"


def test_printing_is_written_down(desk):
    filed = freeze(desk)
    print_return(filed.id, 2, desk)
    assert events_of(desk)[0] == ReturnPrinted.__name__


def test_the_preview_is_made_of_the_very_snapshot_and_its_reading_is_written_down(desk):
    filed = freeze(desk)
    assert return_pdf(filed.id, desk) == b"%PDF"
    snapshot, head, demonstration = desk.documents.printed[0]
    assert snapshot.document == filed.snapshot
    assert (head.sequence, head.head, demonstration) == (filed.anchor_sequence, filed.anchor_head, False)
    assert events_of(desk)[0] == "RecordConsulted"


def test_a_party_named_in_the_vault_is_found_in_a_note(desk):
    with writing(desk) as work:
        add_candidacy(work, 1, 40, party_name="Teal Valley Alliance")
    drafted = draft_return(FreezeReturn(DAY, notes=("The Teal Valley Alliance complained.",)), desk)
    assert [(where, finding.kind) for where, finding in drafted.findings] == [("data_quality:0", "party")]


def test_an_account_name_is_found_without_its_platform_and_sign(desk):
    drafted = draft_return(FreezeReturn(DAY, notes=("Posts by feather3 were kept.",)), desk)
    assert [(finding.kind, finding.excerpt) for _, finding in drafted.findings] == [("handle", "feather3")]


def test_a_summer_day_is_counted_in_british_time(desk):
    with writing(desk) as work:
        work.add(incident(901, datetime(2027, 4, 18, 23, 30, tzinfo=UTC)))
        work.add(incident(902, datetime(2027, 4, 19, 23, 30, tzinfo=UTC)))
    facts = draft_return(YESTERDAY, desk).facts.incidents
    assert sum(fact.count for fact in facts if fact.recorded_in_period) == 11


def test_a_snapshot_that_cannot_even_be_read_is_called_altered_and_can_be_put_right(desk):
    filed = freeze(desk)
    with writing(desk) as work:
        work.change(replace(filed, snapshot="{"))
    assert refused(authorise_return, filed.id, desk) == "returns.altered"
    assert not view_return(filed.id, desk).intact
    assert draft_return(FreezeReturn(DAY + timedelta(days=1)), desk).previous is None
    second = freeze(desk, FreezeReturn(DAY, correction_reason="The earlier one was damaged."))
    assert payload(second)["supersedes_id"] == filed.uid


def test_a_view_of_a_return_names_what_came_before_and_after_it(desk):
    first = freeze(desk)
    second = freeze(desk, FreezeReturn(DAY, correction_reason="One incident was counted twice."))
    assert view_return(first.id, desk).later == second
    assert view_return(second.id, desk).earlier == stored_return(desk, first.id)
    assert view_return(second.id, desk).why_not is None
    watching = replace(desk, officer=replace(desk.officer, role=Role.CASE_OFFICER))
    assert view_return(second.id, watching).why_not.code == "returns.role_cannot_authorise"
