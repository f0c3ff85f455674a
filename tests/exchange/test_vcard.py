"""Address books: vCard 2.1 to 4.0, folded and escaped, and cards that are broken or mean harm."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spoc_desk.domain.contact_rows import FileForm
from spoc_desk.domain.contacts import ContactRole
from spoc_desk.domain.errors import DomainError
from spoc_desk.exchange.vcard import parsed, read_cards, unfolded
from tests.exchange.contact_texts import codes, kept, read, rejected


def card(*lines, version="4.0"):
    return "\r\n".join(("BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""))


def read_one(*lines, version="4.0"):
    (row,) = read_cards(card(*lines, version=version))
    return row


def test_a_version_4_card_is_read(tmp_path):
    text = card(
        "FN:Ann Marsh",
        "N:Marsh;Ann;;;",
        'TEL;VALUE=uri;TYPE="voice,home":tel:+44-7700-900123;ext=5',
        "EMAIL;PREF=1:ann@example.org",
        "ORG:Northmere Teal;Campaign team",
        "ROLE:Election agent",
        "URL:https://ann.example.org/",
    )
    file = read(tmp_path, text, "book.vcf")
    (row,) = kept(file)
    assert file.form is FileForm.VCARD
    assert (row.number, row.name, row.organisation) == (1, "Ann Marsh", "Northmere Teal, Campaign team")
    assert (row.phones, row.emails) == (("+44-7700-900123",), ("ann@example.org",))
    assert row.roles == (ContactRole.AGENT,)
    assert row.handles == ("Website: https://ann.example.org/",)


def test_a_version_3_card_with_groups_and_escapes_is_read():
    row = read_one(
        "item1.EMAIL;type=INTERNET;type=pref:bo@example.org",
        "FN:Hill\\, Bo",
        "ORG:Marsh\\; Sons;Print\\nroom",
        version="3.0",
    )
    assert (row.name, row.emails) == ("Hill, Bo", ("bo@example.org",))
    assert row.organisation == "Marsh; Sons, Print room"


def test_the_2_1_card_that_outlook_writes_is_read():
    row = read_one(
        "N;LANGUAGE=en-gb;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Bryn;Zo=C3=AB",
        "FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Zo=C3=AB=",
        " Bryn",
        "TEL;CELL;VOICE:07700 900126",
        "ADR;WORK;PREF:;;1 Quay Row;Northmere;;ZZ9 9ZZ;",
        version="2.1",
    )
    assert (row.name, row.phones) == ("Zoë Bryn", ("07700 900126",))
    assert codes(row.notices) == ["imports.address_left_out"]


def test_quoted_printable_in_an_older_code_page_is_read():
    assert read_one("FN;ENCODING=QUOTED-PRINTABLE:Zo=EB Bryn", version="2.1").name == "Zoë Bryn"


def test_a_folded_line_is_joined():
    assert read_one("FN:Ann", "  Marsh").name == "Ann Marsh"
    assert unfolded("A:1\r\n 2\n\t3\rB:4") == ["A:123", "B:4"]


def test_a_card_without_a_displayed_name_takes_its_parts():
    assert read_one("N:Marsh;Ann;Jo;Cllr;").name == "Cllr Ann Jo Marsh"


def test_a_birthday_and_a_note_are_not_taken_over():
    row = read_one("FN:Ann Marsh", "BDAY:19800229", "NOTE:lives alone", "PHOTO:data:image/png;base64,AAAA")
    assert "1980" not in repr(row)
    assert "alone" not in repr(row)


def test_a_job_title_in_other_words_gives_no_role():
    assert read_one("FN:Ann Marsh", "TITLE:Head of Widgets").roles == ()


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        (("FN:Ann Marsh", "rubbish"), "imports.card_line"),
        (("FN:Ann Marsh", ":no name"), "imports.card_line"),
        (('FN;X="open:Ann Marsh',), "imports.card_line"),
        (("EMAIL:ann@example.org",), "contacts.name_missing"),
        (("FN:Ann\u202eMarsh",), "contacts.name_hidden"),
        (("FN:" + "a" * 300,), "contacts.name_long"),
        (("FN:Ann", "ORG:" + "o" * 3000), "imports.cell_long"),
        (("FN:Ann", "BEGIN:VCARD", "FN:Bo"), "imports.card_nested"),
    ],
)
def test_a_bad_card_is_rejected_and_the_next_is_read(tmp_path, lines, code):
    file = read(tmp_path, card(*lines) + card("FN:Bo Hill"), "book.vcf")
    assert [(row.number, row.reason.code) for row in rejected(file)] == [(1, code)]
    assert [(row.number, row.name) for row in kept(file)] == [(2, "Bo Hill")]


def test_a_card_of_another_version_or_of_none_is_rejected():
    for version in ("5.0", ""):
        row = read_one("FN:Ann", version=version)
        assert row.reason.code == "imports.card_version"


def test_a_card_cut_short_is_rejected_by_name():
    (row,) = read_cards("BEGIN:VCARD\nVERSION:4.0\nFN:Ann Marsh\nTEL:0770")
    assert (row.name, row.reason.code) == ("Ann Marsh", "imports.card_unfinished")


def test_a_text_without_a_card_is_refused():
    with pytest.raises(DomainError) as caught:
        read_cards("name,email\nAnn,ann@example.org\n")
    assert caught.value.code == "imports.card_none"


def test_a_file_of_more_than_a_megabyte_is_refused(tmp_path):
    with pytest.raises(DomainError) as caught:
        read(tmp_path, card("FN:Ann", "NOTE:" + "n" * 1024 * 1024), "book.vcf")
    assert (caught.value.code, caught.value.values["limit"]) == ("imports.too_large", 1)


@pytest.mark.parametrize(
    "text",
    [
        "BEGIN:VCARD\n" * 40_000,
        card("FN:Ann", *(["A:"] * 200_000)),
        card("FN" + ";a=b" * 200_000 + ":Ann"),
        card('FN;X="' + "a;" * 300_000 + '":Ann'),
        card("FN:Ann", *([" x"] * 200_000)),
        card("FN;ENCODING=QUOTED-PRINTABLE:" + "=\r\n" * 200_000 + "Ann"),
    ],
    ids=["nested", "many lines", "many parameters", "long quotation", "much folding", "soft breaks"],
)
def test_a_card_made_to_be_slow_is_one_row_like_any_other(text):
    assert len(read_cards(text)) == 1


def test_a_colon_in_quotation_marks_does_not_end_the_parameters():
    read_line = parsed('TEL;X="a:b":+44 7700 900123')
    assert (read_line.name, read_line.value) == ("TEL", "+44 7700 900123")


@given(st.text(max_size=200))
def test_any_lines_in_a_card_are_a_row_and_never_a_crash(lines):
    found = read_cards("BEGIN:VCARD\nVERSION:4.0\nFN:Ann Marsh\n" + lines + "\nEND:VCARD\n")
    assert found[0].number == 1
