"""What a served copy leaves out."""

from dataclasses import fields, replace

import pytest

from spoc_desk.domain.packs import (
    PackEvent,
    PackMovement,
    PackOffence,
    PackPerson,
    PackPoint,
    PackSchedule,
    PackSection,
    PackStatement,
)
from spoc_desk.domain.rewording import KEPT
from spoc_desk.domain.served_copies import REMOVED, for_recipient, places_told, without
from tests.domain.test_packs import CONTENT, exhibit

PERSON = PackPerson(
    "Llinos Harte",
    "Complainant",
    address="14 Tarn View\nNorthmoor\nNM1 4ZZ",
    phones=("07700 900123",),
    emails=("llinos@example.org",),
    date_of_birth="3 May 1970",
)
SECRETS = ("14 Tarn View", "NM1 4ZZ", "07700 900123", "llinos@example.org", "3 May 1970")
TOLD = "At 14 Tarn View, NM1 4ZZ; rang 07700-900 123 (+447700900123), LLINOS@example.org, 3 May 1970."
FULL = replace(
    CONTENT,
    people=(PERSON,),
    chronology=(PackEvent("1 May", TOLD),),
    exhibits=(
        replace(
            exhibit("AM/1", "14 Tarn View.jpg"),
            source=TOLD,
            continuity=(PackMovement("1 May", TOLD, "PC Marsh"),),
        ),
    ),
)


def test_a_served_copy_has_no_address_telephone_mail_or_date_of_birth_anywhere() -> None:
    served = repr(for_recipient(FULL))
    for secret in (*SECRETS, "07700-900 123", "+447700900123", "LLINOS@example.org"):
        assert secret not in served
    assert REMOVED in served
    assert "Llinos Harte" in served


@pytest.mark.parametrize(
    "written", ["03/05/1970", "3.5.1970", "1970-05-03", "3 May 1970", "3 may 1970", "03/05/70"]
)
def test_a_date_of_birth_is_found_however_it_is_written(written: str) -> None:
    told = replace(FULL, chronology=(PackEvent("1 May", f"Born {written}, she said"),))
    assert for_recipient(told).chronology[0].text == f"Born {REMOVED}, she said"


def test_the_town_where_it_happened_stays() -> None:
    told = replace(
        FULL, chronology=(PackEvent("1 May", "Reported at Northmoor police station, Tarn View side"),)
    )
    assert for_recipient(told).chronology[0].text == "Reported at Northmoor police station, Tarn View side"


def test_an_address_without_a_postcode_does_not_take_the_town_with_it() -> None:
    person = replace(PERSON, address="The Old Mill\nHigh Tarn\nNorthmoor")
    told = replace(FULL, people=(person,), chronology=(PackEvent("1 May", "At the old mill, Northmoor"),))
    assert for_recipient(told).chronology[0].text == f"At {REMOVED}, Northmoor"


def test_an_unserved_copy_stays_whole() -> None:
    content = replace(FULL, served=False)
    assert for_recipient(content) is content


@pytest.mark.parametrize("written", ["07700900123", "(07700) 900 123", "07700.900.123"])
def test_a_telephone_is_found_however_it_is_written(written: str) -> None:
    assert without(f"Call {written} now", ("07700 900123",)).replace("(", "") == f"Call {REMOVED} now"


def test_a_number_that_only_contains_the_telephone_stays() -> None:
    assert without("Ref 5077009001234", ("07700 900123",)) == "Ref 5077009001234"


@pytest.mark.parametrize(
    "written",
    [
        "0044 7700 900123",
        "+44 (0)7700 900123",
        "7700900123",
        "07700\u2011900\u2011123",
        "447700900123",
        "07700\u200b900123",
    ],
)
def test_a_telephone_is_found_however_it_is_dialled(written: str) -> None:
    told = replace(FULL, chronology=(PackEvent("1 May", f"Rang {written} twice"),))
    assert for_recipient(told).chronology[0].text == f"Rang {REMOVED} twice"


def test_a_short_postcode_is_found() -> None:
    person = replace(PERSON, address="The Old Mill\nHigh Tarn\nN1 4ZZ")
    told = replace(FULL, people=(person,), chronology=(PackEvent("1 May", "Seen near n14zz again"),))
    assert for_recipient(told).chronology[0].text == f"Seen near {REMOVED} again"


def test_a_producer_gives_no_telephone_away() -> None:
    told = replace(FULL, exhibits=(replace(FULL.exhibits[0], producer="L Harte, 07700 900123"),))
    assert for_recipient(told).exhibits[0].producer == f"L Harte, {REMOVED}"


@pytest.mark.parametrize(
    ("secret", "written"),
    [
        ({"emails": ("jane_smith@x.org",)}, "jane_smith@x.org"),
        ({"emails": ("a@b.uk",)}, "A@b.uk"),
        ({"emails": ("jane+tag@x.org",)}, "jane+tag@x.org"),
        ({"address": "O'Brien House"}, "O\u2019Brien House"),
        ({"address": "14 St John's Road"}, "14 St John\u2019s Road"),
        ({"address": "14 St John's Road"}, "14 Saint Johns Rd."),
        ({"address": "9 Mill Ln"}, "9 Mill Lane"),
        ({"address": "9 Mill Street"}, "9 MILL ST"),
        ({"address": "9 Mill Ave"}, "9 mill avenue"),
        ({"address": "Mill\n\uff2e\uff2d\uff11 \uff14\uff3a\uff3a"}, "NM1 4ZZ"),
        ({"address": "Mill\nNM1 4ZZ"}, "\uff2e\uff2d\uff11\u3000\uff14\uff3a\uff3a"),
        ({"phones": ("07700 900123 ext 4",)}, "+447700900123"),
        ({"phones": ("Home 01632 960123",)}, "01632-960-123"),
    ],
)
def test_particulars_are_found_however_they_are_held_and_written(
    secret: dict[str, str], written: str
) -> None:
    person = PackPerson("Llinos Harte", "Complainant", **secret)
    told = replace(FULL, people=(person,), chronology=(PackEvent("1 May", f"It was {written} again"),))
    served = for_recipient(told).chronology[0].text
    assert served.replace("].", "]") == f"It was {REMOVED} again"


@pytest.mark.parametrize(
    "written",
    ["3rd May 1970", "3rd of May, 1970", "May 3, 1970", "May 3rd 1970", "3.5.70", "3/5/70"],
)
def test_a_date_of_birth_is_found_in_words_and_in_few_figures(written: str) -> None:
    told = replace(FULL, chronology=(PackEvent("1 May", f"Born {written}, she said"),))
    assert for_recipient(told).chronology[0].text == f"Born {REMOVED}, she said"


def test_a_file_name_with_underscores_gives_no_home_away() -> None:
    told = replace(FULL, exhibits=(replace(FULL.exhibits[0], filename="14_Tarn_View.jpg"),))
    assert for_recipient(told).exhibits[0].filename == f"{REMOVED}.jpg"


def filled(kind, told):
    """A record with these words in each of its texts, but for those that a pack leaves alone."""
    texts = (
        field.name for field in fields(kind) if "str" in str(field.type) and "tuple" not in str(field.type)
    )
    return replace(kind, **{name: told for name in texts if name not in KEPT})


@pytest.mark.parametrize("secret", SECRETS)
def test_no_text_of_a_served_copy_is_left_out_of_the_search(secret: str) -> None:
    move = filled(PackMovement("", "", ""), secret)
    point = filled(PackPoint(""), secret)
    content = replace(
        filled(FULL, secret),
        people=(PERSON, filled(PackPerson("", ""), secret)),
        exhibits=(replace(filled(exhibit("AM/1"), secret), continuity=(move,)),),
        chronology=(filled(PackEvent("", "", ("AM/1",)), secret),),
        statements=(filled(PackStatement("", ""), secret),),
        offences=(replace(filled(PackOffence(""), secret), points=(point,)),),
        sections=(filled(PackSection("", ("AM/1",)), secret),),
        schedules=(PackSchedule(secret, secret, ("No.",), ((secret,),)),),
    )
    served = for_recipient(content)
    assert secret not in repr(served)
    assert served.chronology[0].exhibits == served.sections[0].references == ("AM/1",)
    named = places_told(content, (PERSON,))
    for place in ("The recipient", "The URN", "The officer in the case", "Exhibit AM/1", secret):
        assert place in named
    for place in (f"Statement {secret}", f"The points to prove of {secret}"):
        assert place in named
    assert places_told(served, (PERSON,)) == ()
