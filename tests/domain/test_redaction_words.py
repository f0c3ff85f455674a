"""A word is found however it is written, and goes from everything a pack says itself."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.packs import AuditAnchor, PackContent, PackEvent, PackExhibit, PackPerson
from spoc_desk.domain.redaction_suggestions import of_people, that_look_private
from spoc_desk.domain.redaction_words import (
    REDACTED,
    everywhere_terms,
    redacted_content,
    without_terms,
)
from spoc_desk.domain.redactions import PackRedaction
from spoc_desk.domain.word_matching import any_stands_in, found_in


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("Jane Roe", "met JANE ROE."),
        ("Jane Roe", "met Jane-\nRoe"),
        ("Quillfeather", "Quill-\nfeather"),
        ("Quillfeather", "Quill\u00adfeather"),
        ("Quillfeather", "Quill\u0002\r\nfeather"),
        ("Llŷr", "LLYR"),
        ("Llyr", "Lly\u0302r"),
        ("office", "o\ufb03ce"),
        ("07700 900123", "07700-900-123"),
        ("07700 900123", "+44 (0)7700 900123"),
        ("NM1 4ZZ", "nm14zz"),
        ("ann@example.org", "Ann@Example.org,"),
        ("Roe", "Roe's house"),
    ],
)
def test_a_term_is_found_however_it_is_written(term, text):
    assert found_in(term, text)
    assert any_stands_in([term], text)


@pytest.mark.parametrize(
    ("term", "text"), [("Roe", "Roebuck"), ("Roe", "r o e"), ("Ann", "Annex"), ("NM1 4ZZ", "XNM1 4ZZ")]
)
def test_part_of_another_word_is_left_alone(term, text):
    assert found_in(term, text) == []


def test_the_place_is_told_in_the_text_as_it_was_given():
    text = "Ünder ﬁfty: Jane Roe."
    ((start, end),) = found_in("jane roe", text)
    assert text[start:end] == "Jane Roe"


def test_each_term_is_replaced():
    told = without_terms("Jane Roe rang 07700 900123; Jane Roe left.", ("Jane Roe", "07700900123"))
    assert told == f"{REDACTED} rang {REDACTED}; {REDACTED} left."


EXHIBIT = PackExhibit("AM/1", "Letter of Jane Roe", "DC Sands", "jane-roe.pdf", "", 1, "ab" * 32)
CONTENT = PackContent(
    force="Northmoor Police",
    casefile_reference="CF/2026/0001",
    title="R v Doe",
    pack_reference="EP/2026/0001",
    issued_at=datetime(2026, 11, 20, 9, 30, tzinfo=UTC),
    recipient="CPS",
    purpose="Advice on Jane Roe",
    served=True,
    anchor=AuditAnchor(1, "ab" * 32),
    exhibits=(EXHIBIT,),
    chronology=(PackEvent("1 May", "Jane Roe rang", ("AM/1",)),),
    people=(PackPerson("Ann Marsh", "Witness", "knows Jane Roe"),),
)


def test_a_word_that_may_stand_nowhere_goes_from_all_that_the_pack_says():
    redaction = PackRedaction((), ("Jane Roe",), "cd" * 32, "AM/1", "Letter of Jane Roe", "jane-roe.pdf")
    content = redacted_content(replace(CONTENT, exhibits=(replace(EXHIBIT, redaction=redaction),)))
    assert everywhere_terms(content) == ("Jane Roe",)
    assert content.exhibits[0].description == f"Letter of {REDACTED}"
    assert content.exhibits[0].filename == f"{REDACTED}.pdf"
    assert content.purpose == f"Advice on {REDACTED}"
    assert content.chronology[0].text == f"{REDACTED} rang"
    assert content.people[0].note == f"knows {REDACTED}"
    assert content.exhibits[0].redaction == redaction
    assert content.exhibits[0].sha256 == EXHIBIT.sha256


def test_a_pack_without_such_words_stays_as_it_is():
    assert redacted_content(CONTENT) is CONTENT


def test_what_the_vault_knows_of_people_is_suggested_with_its_reason():
    person = PackPerson(
        "Ann Marsh",
        "Witness",
        "",
        "14 Tarn View\nNorthmoor\nNM1 4ZZ",
        ("07700 900123",),
        ("ann@example.org",),
        "3 May 1970",
    )
    found = {each.term: (each.code, each.why) for each in of_people((person,))}
    assert found["NM1 4ZZ"] == ("ADDR", "address of Ann Marsh")
    assert found["14 Tarn View"][0] == "ADDR"
    assert found["07700 900123"] == ("TEL", "telephone of Ann Marsh")
    assert found["ann@example.org"] == ("TEL", "e-mail of Ann Marsh")
    assert found["03/05/1970"] == ("DOB", "date of birth of Ann Marsh")
    assert "Northmoor" not in found


@pytest.mark.parametrize(
    ("text", "term", "code"),
    [
        ("ring 07700 900456 now", "07700 900456", "TEL"),
        ("ring +44 20 7946 0999 now", "+44 20 7946 0999", "TEL"),
        ("to x.y@example.org.", "x.y@example.org", "TEL"),
        ("at NM12 4ZZ,", "NM12 4ZZ", "ADDR"),
        ("NI QQ 12 34 56 C", "", ""),
        ("NI AB 12 34 56 C", "AB 12 34 56 C", "ID"),
        ("DOB: 03/05/1970", "03/05/1970", "DOB"),
        ("born on 3 May 1970", "3 May 1970", "DOB"),
        ("crime reference 42NM/7731/27", "", ""),
    ],
)
def test_what_looks_private_is_suggested(text, term, code):
    assert [(each.term, each.code) for each in that_look_private(text)] == ([(term, code)] if term else [])


def test_a_word_inside_a_reference_is_refused_and_references_are_left_alone():
    wren = replace(EXHIBIT, reference="WREN/1", redaction=PackRedaction((), ("wren",), "", "WREN/1", "", ""))
    content = replace(CONTENT, exhibits=(wren,), chronology=(PackEvent("1 May", "Rang", ("WREN/1",)),))
    with pytest.raises(DomainError) as refused:
        redacted_content(content)
    assert refused.value.code == "redaction.word_in_reference"
    assert refused.value.values == {"word": "wren", "reference": "WREN/1"}
    redaction = PackRedaction((), ("Jane Roe",), "", "AM/1", "", "")
    kept = replace(content, exhibits=(replace(wren, redaction=redaction),))
    assert redacted_content(kept).chronology[0].exhibits == ("WREN/1",)
