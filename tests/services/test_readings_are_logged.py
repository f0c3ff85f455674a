"""Nothing of anybody is shown before the trail has its entry: when that cannot be written, nothing is."""

import inspect
import pkgutil
from contextlib import contextmanager
from dataclasses import replace
from importlib import import_module

import pytest

from spoc_desk import services
from spoc_desk.domain.casefiles import Casefile
from spoc_desk.domain.errors import DomainError
from spoc_desk.services import reads
from spoc_desk.services.listing import ShownLists, list_shown
from spoc_desk.services.retention import Subject
from spoc_desk.services.search import search_records
from tests.fakes.releases import release_room
from tests.services.test_returns import FakeFormats
from tests.services.test_trail_can_be_disclosed import (
    Paper,
    speak_of_a_case,
    speak_of_a_contact,
    speak_of_a_pack,
    speak_of_a_referral,
    speak_of_a_return,
    speak_of_evidence,
)
from tests.services.trail import events, newest, one_of

# By name: how it is asked. Whatever shows one record is called consult_… and is walked of itself.
OTHERS = {
    "read_home_address": lambda verb, desk: verb(1, desk),
    "who_read": lambda verb, desk: verb("CN/2027/0001", desk),
    "search_records": lambda verb, desk: verb("ann", desk),
    "consult_retention": lambda verb, desk: verb(Subject(casefile_id=1), desk),
    "list_shown": lambda verb, desk: verb("contacts", 2, desk),
}


@pytest.fixture(scope="module")
def campaign():
    """Names of the verbs that show one record."""
    named = [f"spoc_desk.services.{module.name}" for module in pkgutil.iter_modules(services.__path__)]
    return {
        name: verb
        for module in named
        for name, verb in inspect.getmembers(import_module(module), inspect.isfunction)
        if verb.__module__ == module and (name.startswith("consult_") or name in OTHERS)
    }


@pytest.fixture
def desk(stored, tmp_path):
    own = {"documents": Paper(tmp_path), "return_formats": FakeFormats(), "releases": release_room()}
    made = replace(stored, **own)
    speak_of_a_contact(made, tmp_path)
    casefile_id = speak_of_a_case(made)
    speak_of_evidence(made, casefile_id, tmp_path)
    speak_of_a_pack(made, casefile_id)
    speak_of_a_referral(made, casefile_id)
    speak_of_a_return(made)
    return made


@contextmanager
def no_entry_can_be_written():
    raise DomainError("vault.database_damaged")
    yield


def test_every_verb_that_shows_a_record_writes_its_entry_first_or_shows_nothing(campaign, desk):
    assert set(OTHERS) <= set(campaign)
    assert {
        "consult_person", "consult_incident", "consult_casefile", "consult_exhibit", "consult_referral",
        "consult_pack", "consult_return", "consult_redactions",
    } <= set(campaign)  # fmt: skip
    silent = replace(desk, unit_of_work=no_entry_can_be_written)
    for name, verb in campaign.items():
        ask = OTHERS.get(name, lambda verb, desk: verb(1, desk))
        before = len(events(desk))
        with pytest.raises(DomainError) as refused:
            ask(verb, silent)
        assert (name, refused.value.code) == (name, "vault.database_damaged")
        assert len(events(desk)) == before
        ask(verb, desk)
        assert len(events(desk)) == before + 1, name
        assert newest(desk)["verb"] == "consultation"


def test_a_list_is_written_down_once_in_a_sitting_and_before_its_first_line(desk):
    shown = ShownLists()
    with pytest.raises(DomainError):
        shown.tell("contacts", 2, replace(desk, unit_of_work=no_entry_can_be_written))
    shown.tell("contacts", 2, desk)
    shown.tell("contacts", 2, desk)
    shown.tell("incidents", 1, desk)
    assert events(desk)[-2:] == ["RecordsListed", "RecordsListed"]
    assert (newest(desk)["kind"], newest(desk)["results"]) == ("incidents", 1)


def test_a_search_that_cannot_be_written_down_finds_nothing(desk):
    with pytest.raises(DomainError):
        search_records("ann", replace(desk, unit_of_work=no_entry_can_be_written))
    assert reads.who_read(one_of(desk, Casefile).reference, desk).readings
    assert list_shown("today", 0, desk)[0].kind == "today"
