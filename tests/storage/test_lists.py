"""Lists: which ids, in which order, with which words, and from which index."""

import pytest

from spoc_desk.domain.candidacies import Candidacy
from spoc_desk.domain.casefiles import CasefileStatus
from spoc_desk.domain.exhibits import Exhibit, ExhibitState
from spoc_desk.domain.filed_returns import FiledReturn
from spoc_desk.domain.incidents import IncidentStatus, Risk
from spoc_desk.domain.issues import IssuedPack, PackRelease
from spoc_desk.domain.referrals import Referral
from spoc_desk.services.rows import ListRow
from spoc_desk.storage.engine import raw_reading
from spoc_desk.storage.lists import listings
from tests.storage.vaults import casefile, incident, person, sample, store_records

CHIPS = [(kind, chip) for kind, listing in listings().items() for chip in listing.chips]
LARGE = ("contacts", "incidents")


@pytest.fixture
def filled(store, work):
    """A few records in every list, each chip held by some and not by others."""
    statuses, risks = list(IncidentStatus), list(Risk)
    store_records(
        work,
        *(person(n, f"Ann {n}", prior_threat=n % 2 == 0, address_withheld=n % 3 == 0) for n in range(1, 7)),
        *(
            incident(n, status=statuses[n % 5], risk=risks[n % 4], notable=n % 3 == 0, location="Mill Lane")
            for n in range(1, 21)
        ),
        *(casefile(n, status=list(CasefileStatus)[n % 4]) for n in range(1, 9)),
    )
    states = list(ExhibitState)
    store_records(
        work,
        sample(Candidacy, person_id=2, agent_id=None),
        *(
            sample(Exhibit, uid=f"x{n}", casefile_id=n, file_name=f"f{n}", state=states[n % 4])
            for n in range(1, 9)
        ),
        *(sample(Referral, uid=f"r{n}", reference=f"RF/2027/{n}", casefile_id=n) for n in (1, 2)),
        *(
            sample(
                IssuedPack,
                uid=f"p{n}",
                reference=f"PK/2027/{n}",
                casefile_id=n,
                file_name=f"g{n}",
                served=n == 1,
            )
            for n in (1, 2)
        ),
        sample(FiledReturn, supersedes_id=None),
    )
    return store


@pytest.mark.parametrize(("kind", "chip"), CHIPS)
def test_a_chip_shows_as_many_as_it_counts_newest_first(filled, kind, chip):
    ids = list(filled.queries.ids(kind, chip=chip))
    assert len(ids) == filled.queries.chips(kind)[chip]
    assert ids == sorted(ids, reverse=True)
    assert list(filled.queries.first_ids(kind, chip=chip, limit=2)) == ids[:2]
    assert [row.id for row in filled.queries.rows(kind, ids)] == ids


@pytest.mark.parametrize(("kind", "chip"), CHIPS)
def test_words_and_a_chip_together_show_what_holds_both(filled, kind, chip):
    words = {"contacts": "ann", "incidents": "mill", "casefiles": "heron", "exhibits": "mxa"}.get(kind, "")
    among = list(filled.queries.ids(kind, words, chip))
    held = set(filled.queries.ids(kind, words))
    assert among == [key for key in filled.queries.ids(kind, chip=chip) if key in held]
    assert list(filled.queries.first_ids(kind, words, chip, limit=2)) == among[:2]


@pytest.mark.parametrize("kind", listings())
def test_every_list_has_something_in_it_and_something_every_chip_but_all_leaves_out(filled, kind):
    counted = filled.queries.chips(kind)
    assert counted["All"] == filled.queries.counts()[kind] > 0
    assert list(counted) == list(listings()[kind].chips)


@pytest.mark.parametrize(("kind", "chip"), [(kind, chip) for kind, chip in CHIPS if kind in LARGE])
@pytest.mark.parametrize("words", ["", "ann"])
def test_the_lists_that_grow_long_never_read_their_table(filled, kind, chip, words):
    queries = filled.queries
    listing = listings()[kind]
    statement = queries._matching(listing, chip) if words else queries._sql.ids(kind, chip)
    plan = explained(filled, statement, ('"ann"*',) if words else ())
    read = [step for step in plan if listing.table.name in step.split() and "COVERING INDEX" not in step]
    assert read == []
    assert not any("TEMP B-TREE" in step for step in plan)


@pytest.mark.parametrize("kind", LARGE)
def test_counting_the_chips_never_reads_the_table(filled, kind):
    plan = explained(filled, filled.queries._sql.counts(kind), ())
    assert f"SCAN {listings()[kind].table.name} USING COVERING INDEX" in plan[0]


def explained(store, statement, values):
    with raw_reading(store._reader) as cursor:
        return [row[3] for row in cursor.execute(f"EXPLAIN QUERY PLAN {statement}", values).fetchall()]


def test_an_incident_reads_as_words(store, work):
    (kept,) = store_records(
        work, incident(7, location="Mill Lane", officer_in_case="DC Quill", risk=Risk.HIGH)
    )
    assert store.queries.rows("incidents", (kept.id,)) == (
        ListRow(
            kept.id, "incidents", "IN/2027/0007", "Threat at the hustings", "Mill Lane · DC Quill",
            "20 Apr 2027, 09:42", "New", flagged=True,
        ),
    )  # fmt: skip


def test_a_contact_reads_with_the_newest_candidacy(store, work):
    (kept,) = store_records(work, person(3, organisation="Northmere Post", prior_threat=True))
    store_records(work, sample(Candidacy, person_id=kept.id, agent_id=None, description="Ward councillor"))
    (row,) = store.queries.rows("contacts", (kept.id,))
    assert (row.detail, row.status, row.flagged) == (
        "Ward councillor · Northmere Post",
        "Prior threat",
        False,
    )


def test_a_pack_whose_first_pages_were_superseded_is_listed_as_superseded(store, work):
    store_records(work, casefile(1))
    ties = ({}, {"continues": "PK/2027/1"}, {"continues": "PK/2027/2"}, {"supersedes": "PK/2027/1"}, {})
    packs = [
        sample(
            IssuedPack, uid=f"p{n}", reference=f"PK/2027/{n}", casefile_id=1, file_name=f"g{n}",
            **{"continues": "", "supersedes": "", **tie},
        )
        for n, tie in enumerate(ties, 1)
    ]  # fmt: skip
    store_records(work, *packs, *(sample(PackRelease, pack_id=n) for n in (1, 2, 3, 4)))
    rows = store.queries.rows("packs", store.queries.ids("packs"))
    states = {row.reference: row.status for row in rows}
    assert list(states.values()) == ["Draft", "Released", "Superseded", "Superseded", "Superseded"]
    assert len(store.queries.ids("packs", chip="Released")) == 1
    assert len(store.queries.ids("packs", chip="Draft")) == 1


@pytest.mark.parametrize("kind", listings())
def test_every_row_is_words_ready_to_paint(filled, kind):
    for row in filled.queries.rows(kind, filled.queries.ids(kind)):
        assert row.kind == kind
        assert all(isinstance(getattr(row, name), str) for name in ("reference", "title", "detail", "when"))
        assert all((row.reference, row.title, row.when))
        assert "None" not in f"{row.title} {row.detail} {row.due} {row.status}"
