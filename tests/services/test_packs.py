"""Evidence packs: what a served copy leaves out, and what preflight finds in the words."""

from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from spoc_desk.domain.casefiles import CaseRole
from spoc_desk.domain.contacts import Channel, ContactPoint, HomeAddress, ReachKind
from spoc_desk.domain.exhibits import Disclosure
from spoc_desk.domain.served_copies import REMOVED
from spoc_desk.services.casefiles import AddCasePerson, add_case_person, view_casefile
from spoc_desk.services.contacts import change_person, set_home_address, set_reach
from spoc_desk.services.disclosure import SetDisclosure, set_disclosure
from spoc_desk.services.exhibits import AddExhibit, add_exhibit
from spoc_desk.services.incidents import TakeReport, change_incident, take_report
from spoc_desk.services.pack_building import BuildPack, build_pack
from spoc_desk.services.pack_content import PackTerms
from spoc_desk.services.pack_starts import starting_terms
from spoc_desk.services.preflight import preflight
from tests.fakes.desk import shipped_templates
from tests.services import casework
from tests.services.colleagues import enrolled

HOME, POSTCODE, PHONE, EMAIL = "14 Tarn View", "NM1 4ZZ", "07700 900123", "ann@example.org"
TOLD = f"Rang {PHONE} and {EMAIL} from outside {HOME}, {POSTCODE} (born 3 May 1970)"
SECRETS = (HOME, POSTCODE, PHONE, EMAIL, "3 May 1970")


@dataclass(frozen=True)
class Pages:
    path: Path | None = None
    pages: int = 1
    number: int = 1
    size: int = 1
    volumes: tuple["Pages", ...] = ()
    faults: tuple[tuple[str, str], ...] = ()
    spans: tuple[()] = ()
    renditions: tuple[tuple[str, str], ...] = ()
    redacted: tuple[tuple[str, int, str], ...] = ()
    unread: tuple[()] = ()
    proof: str = ""


class FakeDocuments:
    """Keeps what it was asked to print."""

    def __init__(self, folder):
        self._path = folder / "pack.pdf"
        self.contents = []

    @contextmanager
    def built_pack(self, content, source, scratch, kept, progress, cancelled):
        self.contents.append(content)
        self._path.write_bytes(b"%PDF not really")
        yield Pages(volumes=(Pages(self._path),))


@pytest.fixture
def printing(desk, tmp_path):
    return replace(desk, documents=FakeDocuments(tmp_path))


@pytest.fixture
def ann(desk):
    """A contact with everything that a served copy may not say."""
    ann = casework.person(desk)
    change_person(replace(ann, date_of_birth=date(1970, 5, 3)), desk)
    set_home_address(HomeAddress(0, ann.id, HOME, POSTCODE), desk)
    set_reach(ContactPoint(0, ann.id, ReachKind.PHONE, PHONE), desk)
    set_reach(ContactPoint(0, ann.id, ReachKind.EMAIL, EMAIL), desk)
    return ann


def a_case(desk, folder, **incident):
    found = casework.incident(desk, **incident)
    case = casework.casefile(desk, found)
    path = folder / "voicemail.txt"
    path.write_bytes(b"words")
    add_exhibit(AddExhibit(case.id, path, "Voicemail"), desk)
    return found, case


def printed(case, desk, **terms) -> str:
    build_pack(BuildPack(case.id, PackTerms("CPS", "Advice", **terms)), desk)
    return repr(desk.documents.contents[-1])


def test_a_served_copy_says_nothing_of_the_contact_an_incident_befell(printing, ann, tmp_path):
    _, case = a_case(printing, tmp_path, contact_id=ann.id, title=TOLD)
    told = printed(case, printing)
    assert REMOVED in told
    assert [secret for secret in SECRETS if secret in told] == []


def test_a_served_copy_says_nothing_of_a_contact_who_reported_it(printing, ann, tmp_path):
    found, case = a_case(printing, tmp_path, title=TOLD)
    take_report(TakeReport("They rang", "", Channel.PHONE, printing.clock.now(), found.id, ann.id), printing)
    told = printed(case, printing)
    assert [secret for secret in SECRETS if secret in told] == []


def test_somebody_who_is_not_in_the_case_is_never_printed(printing, ann, tmp_path):
    _, case = a_case(printing, tmp_path, contact_id=ann.id)
    served = printed(case, printing)
    internal = printed(case, printing, served=False, with_addresses=True)
    assert [secret for secret in (ann.name, *SECRETS) if secret in served + internal] == []


def test_somebody_in_the_case_keeps_their_telephone_in_an_internal_pack(printing, ann, tmp_path):
    _, case = a_case(printing, tmp_path)
    add_case_person(AddCasePerson(case.id, CaseRole.VICTIM, person_id=ann.id), printing)
    told = printed(case, printing, served=False)
    assert PHONE in told
    assert HOME not in told


def places(case, desk, **terms):
    faults = preflight(case.id, PackTerms("CPS", "", **terms), desk)
    told = [fault.reason for fault in faults if fault.reason.code == "packs.address_in_words"]
    return [reason.mapping()["place"] for reason in told]


@pytest.mark.parametrize("secret", SECRETS)
def test_preflight_names_where_words_give_away_a_contact(desk, ann, tmp_path, secret):
    found, case = a_case(desk, tmp_path, contact_id=ann.id)
    assert places(case, desk) == []
    change_incident(replace(found, title=f"Seen by {secret}"), desk)
    assert places(case, desk, title=f"R v Doe, {secret}") == [
        "The title",
        f"The chronology at {found.happened_local}",
    ]


def test_preflight_names_the_exhibit_whose_description_gives_away_a_home(desk, ann, tmp_path):
    _, case = a_case(desk, tmp_path, contact_id=ann.id)
    path = tmp_path / "door.txt"
    path.write_bytes(b"a door")
    add_exhibit(AddExhibit(case.id, path, f"Photograph of {HOME}", found_by="PC Ann Marsh"), desk)
    assert places(case, desk) == ["Exhibit AM/1"]


def test_an_internal_pack_may_say_a_telephone_and_a_home_only_when_asked_to(desk, ann, tmp_path):
    _, case = a_case(desk, tmp_path, contact_id=ann.id)
    assert places(case, desk, served=False, title=f"Calls from {PHONE}") == []
    assert places(case, desk, served=False, title=f"Seen at {HOME}") == ["The title"]
    assert places(case, desk, served=False, with_addresses=True, title=f"Seen at {HOME}") == []


def test_the_fault_is_a_sentence_that_says_how_to_put_it_right(desk, ann, tmp_path):
    _, case = a_case(desk, tmp_path, contact_id=ann.id, title=f"Seen at {HOME}")
    (fault,) = [
        each
        for each in preflight(case.id, PackTerms("CPS", ""), desk)
        if each.reason.code == "packs.address_in_words" and "chronology" in each.reason.mapping()["place"]
    ]
    assert HOME not in repr(fault)


def test_how_fine_images_may_be_is_what_the_court_asks_for(printing, tmp_path):
    _, case = a_case(printing, tmp_path)
    finest = [printing.court_profiles.profile(key).dpi_at_most for key in ("evidential", "court")]
    for profile in ("evidential", "court"):
        printed(case, printing, profile=profile, machine_text=profile == "court")
    assert [content.dpi_at_most for content in printing.documents.contents] == finest == [0, 300]
    assert [content.machine_text for content in printing.documents.contents] == [False, True]


WITNESS_PHONE = "07700 900456"


@pytest.fixture
def witnessed(printing, tmp_path):
    """A case with a witness who is no contact and whose telephone stands in an exhibit's words."""
    _, case = a_case(printing, tmp_path)
    witness = AddCasePerson(case.id, CaseRole.WITNESS, name="Bea Holt", phone=WITNESS_PHONE)
    add_case_person(witness, printing)
    path = tmp_path / "call.txt"
    path.write_bytes(b"a call")
    described = AddExhibit(case.id, path, f"Call from {WITNESS_PHONE} to her", found_by="PC Ann Marsh")
    add_exhibit(described, printing)
    return case


@pytest.mark.parametrize("template", [each.key for each in shipped_templates().templates])
def test_no_template_serves_the_telephone_of_a_witness_who_is_no_contact(printing, witnessed, template):
    with printing.queries.snapshot() as reader:
        case = view_casefile(witnessed.id, reader)
    terms = replace(
        starting_terms(printing.templates.template(template), case),
        authorised_by=enrolled(printing).name,
        handling="x",
    )
    build_pack(BuildPack(witnessed.id, terms), printing)
    content = printing.documents.contents[-1]
    assert (WITNESS_PHONE in repr(content)) is not content.served
    told = [each.reason for each in preflight(witnessed.id, terms, printing)]
    named = [each.mapping()["place"] for each in told if each.code == "packs.address_in_words"]
    assert ("Exhibit AM/1" in named) is content.served


def test_a_schedule_gives_no_telephone_away_and_preflight_names_it(printing, witnessed):
    set_disclosure(SetDisclosure(2, Disclosure.UNUSED), printing)
    told = printed(witnessed, printing, schedules=("unused",))
    assert WITNESS_PHONE not in told
    named = places(witnessed, printing, schedules=("unused",))
    assert "Schedule of relevant non-sensitive unused material" in named
