"""What identifies somebody is found however it is written; ordinary police English is left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spoc_desk.domain.disclosure_scan import (
    KIND_WORDS,
    Confirmation,
    Finding,
    KnownIdentifiers,
    scan_free_text,
    unconfirmed,
)
from spoc_desk.domain.disclosure_text import reduced, skeleton
from tests.domain.sample_returns import KNOWN, SURNAMES


def kinds(text: str) -> set[str]:
    return {finding.kind for finding in scan_free_text(text, KNOWN)}


@pytest.mark.parametrize(
    "number",
    [
        "07700 900123",
        "07700900123",
        "07700-900-123",
        "(01632) 960 001",
        "01632 960001",
        "020 7946 0018",
        "+44 7700 900 123",
        "+44 (0)7700 900123",
        "0044 7700 900123",
        "7700 900123",
        "O77OO 9OO123",
        "０７７００ ９００１２３",
        "07700\u00a0900\u200b123",
        "+353 1 555 0100",
        "nought seven seven double oh nine oh oh one two three",
    ],
)
def test_a_telephone_number_is_found_however_it_is_written(number):
    found = scan_free_text(f"He rang {number} twice.", KNOWN)
    assert [(one.kind, one.excerpt) for one in found] == [("phone", number)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("From jo.bloggs@example.org today", "email"),
        ("From jo at example dot org today", "email"),
        ("From jo [at] example [.] org today", "email"),
        ("See https://social.example/p/1", "url"),
        ("See hxxps://social.example/p/1", "url"),
        ("See www.example", "url"),
        ("See northmere-news.example.co.uk/story", "url"),
        ("See example[.]org", "url"),
        ("Posted on t.me/northmere", "url"),
        ("Posted by @north_troll", "handle"),
        ("Posted by @north_troll@social.invalid", "handle"),
        ("Posted by u/north_troll", "handle"),
        ("Posted by Northmere_Priya", "handle"),
        ("Near ZZ12 3AB", "postcode"),
        ("Near zz123ab", "postcode"),
        ("Near SW1A OAA", "postcode"),
        ("Near ＺＺ１ １ＡＡ", "postcode"),
        ("Outside 12 High Street", "address"),
        ("Outside 14a mill lane", "address"),
        ("Outside 12-14 Station Rd", "address"),
        ("Outside 7 Oak Way", "address"),
        ("Outside 5 Heol Fawr", "address"),
        ("In Flat 3", "address"),
        ("DOB 14/03/1978", "date_of_birth"),
        ("born on 14 March 1978", "date_of_birth"),
        ("Aged, 14.3.78", "date_of_birth"),
        ("Recorded as 1978-03-14", "date_of_birth"),
        ("Under 42/12345/27", "crime_reference"),
        ("Under 42NM 1234 27", "crime_reference"),
        ("Under FP-2027-001234", "crime_reference"),
        ("Under IN/2027/0001", "crime_reference"),
        ("Log 412 refers", "crime_reference"),
        ("CAD no. 1234", "crime_reference"),
        ("Under 20270408-0412", "crime_reference"),
        ("Under 14000123456", "crime_reference"),
        ("A van, AB12 CDE", "vehicle_registration"),
        ("Number QQ 12 34 56 C", "national_insurance"),
        ("From 192.0.2.44", "ip_address"),
        ("Mr Bloggs was spoken to", "titled_name"),
        ("Told Cllr Featherstone", "titled_name"),
        ("At the mill lane community hall", "place"),
    ],
)
def test_each_kind_of_identifier_is_found(text, kind):
    assert kinds(text) == {kind}


@pytest.mark.parametrize(
    "written",
    [
        "Priya",
        "priya",
        "PRIYA ANAND RAO",
        "Anand-Rao",
        "anand rao",
        "AnandRao",
        "Rao",
        "Р\u0433іуа",
        "Рrіуа",
        "Pri\u200bya",
        "Pri\u00adya",
        "Pr\u0301iya",
        "ＰＲＩＹＡ",
        "𝓟𝓻𝓲𝔂𝓪",
        "P r i y a",
        "P.R.I.Y.A",
        "Pr1ya",
        "Pr!ya",
        "Gwenllian",
        "GWENLLÏAN O’NEILL",
        "O`Neill",
        "ONeill",
        "Neill",
        "the O'Neills",
        "0'Ne1ll",
        "O'NeiII",
        "Marchbanks'",
        "marchbanks",
        "S. Ali",
        "ali",
    ],
)
def test_a_known_name_is_found_in_any_disguise_or_by_one_part(written):
    text = f"Words were had with {written} after it."
    if written == "ali":
        # So short a name counts only with its capital.
        assert kinds(text) == set()
    else:
        assert kinds(text) & {"name", "surname", "forename"}


@pytest.mark.parametrize(
    "written",
    [
        "the Orchard Party", "orchard party", "ОRСHАRD РАRТУ", "an Orchard activist", "the NRR",
        "Northmere Residents and Ratepayers", "a Tory", "Lib Dems", "Labour", "Greens",
    ],
)  # fmt: skip
def test_a_party_is_found_by_name_by_short_name_and_by_initials(written):
    assert kinds(f"It was aimed at {written} in the town.") == {"party"}


@pytest.mark.parametrize(
    "text",
    [
        "Three people shouted at a candidate near a street stall on 8 April 2027 at 10:15.",
        "Will officers attend? It may rain. All was in hand; nothing was left to do.",
        "There were 42 incidents from 01.04.2027 10:15 to 08.04.2027 11:30, and 12 on 7/4/27.",
        "Threats rose over 14 days; 2 arrests took place; 999 calls rose to 1,234 in 2027.",
        "A brick went through the window of a campaign office. CCTV was recovered. Risk 3/5.",
        "A conservative estimate is 300 at the count and 50 in the park; labour was hired; a green van left.",
        "An offence under s181 (OSA 2023) is suspected; MG11 and MG6C to follow. Cover is 24/7.",
        "The period 2027-04-08 to 2027-04-09 saw 4 men in a van, 3 leaflets and 1 egg.",
        "Online abuse followed a hustings. The candidate was offered advice and a personal alarm.",
        "Posters were torn down at 6 sites in the orchard and along the way.",
        "Mae'r ymgeisydd wedi cael cyngor. Nid oes risg newydd.",
    ],
)
def test_ordinary_police_english_is_left_alone(text):
    assert scan_free_text(text, KNOWN) == ()


def test_a_finding_says_where_in_the_text_as_typed_it_stands():
    text = "Ｔｏｌｄ: Р\u0301rіуа\u200b, then 07700 900123."
    first, second = scan_free_text(text, KNOWN)
    assert text[first.start : first.end] == first.excerpt == "Р\u0301rіуа"
    assert text[second.start : second.end] == "07700 900123"


def test_of_two_findings_in_one_place_the_longer_is_told():
    found = scan_free_text("Write to priya.rao@northmere.example now", KNOWN)
    assert [(one.kind, one.excerpt) for one in found] == [("email", "priya.rao@northmere.example")]


def test_a_name_that_is_also_a_word_counts_with_a_capital_inside_a_sentence():
    assert kinds("It was for Will to say") == {"forename"}
    assert kinds("Will they come? He will. It is his will.") == set()


@pytest.mark.parametrize(
    "written", ["Member of the public", "Returning Officer", "Anonymous", "Unknown male"]
)
def test_a_description_put_in_place_of_a_name_names_nobody(written):
    known = KnownIdentifiers(names=(written,))
    assert (
        scan_free_text("A member of the public told an officer of an unknown male, anonymous.", known) == ()
    )


def test_a_person_known_by_a_description_and_a_name_is_found_by_the_name():
    known = KnownIdentifiers(names=("Officer Featherstone",))
    assert [one.excerpt for one in scan_free_text("An officer met featherstone.", known)] == ["featherstone"]


def test_every_kind_has_words_to_tell_it_by():
    known = KnownIdentifiers(
        ("Ada Northwood",), ("Marsh Alliance",), ("77AB/1/27",), ("Old Mill House",), ("adan",)
    )
    text = "Ada Northwood, Northwood, Marsh, 77AB/1/27, Old Mill House, @adan, Mr Pym, 192.0.2.1, 1 Low Road"
    assert {finding.kind for finding in scan_free_text(text, known)} <= set(KIND_WORDS)


def test_a_confirmation_answers_for_one_finding_in_one_text():
    texts = {"a": "Orchard ward", "b": "Orchard ward"}
    finding = Finding(0, 7, "party", "Orchard")
    given_ = [Confirmation("a", finding, "It is the name of a ward.")]
    assert unconfirmed(texts, KNOWN, given_) == (("b", finding),)
    assert len(unconfirmed(texts, KNOWN, [Confirmation("a", finding, "  short ")])) == 2


@given(SURNAMES, st.text("abcdefgh .,'\n", max_size=30), st.text(" .,'\n", max_size=10))
def test_any_known_surname_is_found_between_any_words(surname, before, after):
    known = KnownIdentifiers(names=(f"Ada {surname}",))
    found = scan_free_text(f"{before} {surname.lower()} {after}", known)
    assert surname.lower() in {finding.excerpt.lower() for finding in found}


@given(st.text(max_size=200))
def test_any_text_can_be_scanned_and_findings_stand_in_it(text):
    for finding in scan_free_text(text, KNOWN):
        assert text[finding.start : finding.end] == finding.excerpt


@given(st.text(max_size=80))
def test_a_skeleton_remembers_where_each_character_came_from(text):
    reduced = skeleton(text)
    assert len(reduced.text) == len(reduced.origins)
    assert list(reduced.origins) == sorted(reduced.origins)
    assert all(0 <= place < len(text) for place in reduced.origins)


@given(st.text(st.sampled_from("abIiL \t\n\x1c\x0b'-."), max_size=12))
def test_the_quick_way_to_a_skeleton_gives_the_same_text(text):
    assert reduced(text) == skeleton(text).text
