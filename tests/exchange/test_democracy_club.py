"""Democracy Club exports: both forms by header name, what is taken over and what is left out."""

from datetime import date

import pytest

from spoc_desk.domain.candidacies import Standing
from spoc_desk.domain.contact_rows import FileForm
from spoc_desk.domain.contacts import ContactRole
from spoc_desk.domain.errors import DomainError
from tests.exchange.contact_texts import CORE, codes, kept, read, rejected, table

EARLIER = {
    "id": "101",
    "name": "Ann Marsh",
    "honorific_prefix": "Cllr",
    "honorific_suffix": "",
    "gender": "female",
    "birth_date": "1980",
    "election": "local.northmere.2027-05-06",
    "ballot_paper_id": "local.northmere.quay.2027-05-06",
    "party_id": "party:99",
    "party_name": "Teal Party",
    "party_description_text": "Teal for Northmere",
    "post_id": "gss:E05999901",
    "post_label": "Quay",
    "mapit_url": "",
    "elected": "",
    "email": "ann@example.org",
    "twitter_username": "annmarsh",
    "election_date": "2027-05-06",
    "election_current": "True",
    "seats_contested": "3",
    "gss_code": "E05999901",
    "party_ec_id": "PP9901",
    "cancelled_poll": "False",
    "favourite_biscuits": "ginger",
}


def test_the_present_form_is_read_by_its_core_columns_alone(tmp_path):
    file = read(tmp_path, table(CORE))
    (row,) = kept(file)
    assert file.form is FileForm.DEMOCRACY_CLUB
    assert (row.number, row.name, row.democracy_club_id) == (2, "Ann Marsh", "101")
    assert row.roles == (ContactRole.CANDIDATE,)
    assert row.candidacy.poll_on == date(2027, 5, 6)
    assert row.candidacy.area_name == "Quay"
    assert row.candidacy.party_id == "PP9901"
    assert row.candidacy.standing is None


def test_columns_may_stand_in_any_order(tmp_path):
    shuffled = dict(sorted(CORE.items(), reverse=True))
    assert kept(read(tmp_path, table(shuffled))) == kept(read(tmp_path, table(CORE)))


def test_header_names_may_be_written_with_capitals_and_spaces(tmp_path):
    spaced = {name.replace("_", " ").upper(): value for name, value in CORE.items()}
    assert kept(read(tmp_path, table(spaced))) == kept(read(tmp_path, table(CORE)))


def test_the_earlier_form_is_read_by_its_own_names(tmp_path):
    file = read(tmp_path, table(EARLIER))
    (row,) = kept(file)
    assert file.form is FileForm.DEMOCRACY_CLUB_OLD
    assert (row.democracy_club_id, row.emails, row.handles) == (
        "101",
        ("ann@example.org",),
        ("X: @annmarsh",),
    )
    assert (row.candidacy.party_id, row.candidacy.area_gss) == ("PP9901", "E05999901")
    assert row.candidacy.description == "Teal for Northmere"


def test_missing_columns_are_named_in_one_refusal(tmp_path):
    lacking = {
        name: value for name, value in CORE.items() if name not in ("ballot_paper_id", "election_date")
    }
    with pytest.raises(DomainError) as caught:
        read(tmp_path, table(lacking))
    assert caught.value.code == "imports.columns_missing"
    assert caught.value.values == {"columns": "ballot_paper_id, election_date"}


def test_the_earlier_form_without_ids_says_so(tmp_path):
    lacking = {name: value for name, value in EARLIER.items() if name != "id"}
    with pytest.raises(DomainError) as caught:
        read(tmp_path, table(lacking))
    assert (caught.value.code, caught.value.values["columns"]) == ("imports.columns_missing", "id")


def test_a_year_of_birth_never_becomes_a_date_of_birth(tmp_path):
    file = read(tmp_path, table(CORE | {"birth_date": "1980", "gender": "female"}))
    (row,) = kept(file)
    assert not hasattr(row, "date_of_birth")
    assert "birth_date" in dict(file.notices[0].values)["columns"]


def test_pages_and_accounts_become_handles(tmp_path):
    (row,) = kept(
        read(
            tmp_path,
            table(
                CORE
                | {
                    "twitter_username": "@ann_m",
                    "mastodon_username": "ann@social.example",
                    "facebook_page_url": "https://facebook.example/ann",
                    "homepage_url": "http://ann.example.org/",
                }
            ),
        )
    )
    assert row.handles == (
        "X: @ann_m",
        "Mastodon: @ann@social.example",
        "Facebook: https://facebook.example/ann",
        "Website: http://ann.example.org/",
    )


@pytest.mark.parametrize(
    "page", ["javascript:alert(1)", "file:///etc/passwd", "https://a.example/ b", "=cmd|x"]
)
def test_what_is_no_page_is_left_out_and_told(tmp_path, page):
    (row,) = kept(read(tmp_path, table(CORE | {"homepage_url": page})))
    assert row.handles == ()
    assert codes(row.notices) == ["imports.link_left_out"]


def test_an_unusable_email_is_left_out_and_the_candidate_kept(tmp_path):
    (row,) = kept(read(tmp_path, table(CORE | {"email": "ann at example"})))
    assert row.emails == ()
    assert codes(row.notices) == ["imports.email_left_out"]


@pytest.mark.parametrize(
    ("gss", "stored"), [("", ""), ("E05999901", "E05999901"), ("e05999901", "E05999901")]
)
def test_a_blank_or_a_good_gss_code_is_taken_over(tmp_path, gss, stored):
    (row,) = kept(read(tmp_path, table(CORE | {"gss": gss})))
    assert (row.candidacy.area_gss, row.notices) == (stored, ())


def test_a_wrong_gss_code_is_left_out_and_told(tmp_path):
    (row,) = kept(read(tmp_path, table(CORE | {"gss": "X99"})))
    assert row.candidacy.area_gss == ""
    assert codes(row.notices) == ["imports.gss_left_out"]


def test_a_cancelled_poll_is_imported_and_told(tmp_path):
    (row,) = kept(read(tmp_path, table(CORE | {"cancelled_poll": "True"})))
    assert row.candidacy.standing is Standing.POLL_CANCELLED
    assert codes(row.notices) == ["imports.poll_cancelled"]


@pytest.mark.parametrize(
    ("told", "standing"),
    [("True", Standing.ELECTED), ("f", Standing.NOT_ELECTED), ("", None), ("maybe", None)],
)
def test_the_result_is_taken_over_where_the_file_has_it(tmp_path, told, standing):
    (row,) = kept(read(tmp_path, table(CORE | {"elected": told})))
    assert row.candidacy.standing is standing


def test_a_date_of_death_is_told_so_that_nobody_is_called(tmp_path):
    (row,) = kept(read(tmp_path, table(CORE | {"death_date": "2027-04-01"})))
    assert codes(row.notices) == ["imports.died"]


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("person_id", "", "imports.id_wrong"),
        ("person_id", "12a", "imports.id_wrong"),
        ("person_name", "", "contacts.name_missing"),
        ("person_name", "x" * 201, "contacts.name_long"),
        ("person_name", "Ann \u202eMarsh", "contacts.name_hidden"),
        ("person_name", "Ann\u200bMarsh", "contacts.name_hidden"),
        ("person_name", "Ann\x07", "contacts.name_hidden"),
        ("person_name", "Zal" + "\u0300\u0301\u0302\u0303\u0308\u030a" + "go", "contacts.name_marks"),
        ("ballot_paper_id", "", "imports.ballot_missing"),
        ("ballot_paper_id", "local quay", "imports.ballot_wrong"),
        ("election_date", "", "imports.date_missing"),
        ("election_date", "May", "imports.date_wrong"),
        ("election_date", "2027-02-30", "imports.date_wrong"),
        ("election_date", "0001-01-01", "imports.date_wrong"),
        ("post_label", "x" * 3000, "imports.cell_long"),
    ],
)
def test_an_unusable_row_is_rejected_with_its_reason_and_the_next_is_read(tmp_path, column, value, code):
    file = read(tmp_path, table(CORE | {column: value}, CORE | {"person_id": "102"}))
    (bad,) = rejected(file)
    assert (bad.number, bad.reason.code) == (2, code)
    assert [row.democracy_club_id for row in kept(file)] == ["102"]


def test_a_row_with_a_missing_cell_is_rejected_not_shifted(tmp_path):
    text = table(CORE).rstrip() + "\r\n102,Bo Hill,local.northmere.2027-05-06\r\n"
    file = read(tmp_path, text)
    assert [(row.number, row.name, row.reason.code) for row in rejected(file)] == [
        (3, "Bo Hill", "imports.row_ragged")
    ]


def test_a_rejected_name_is_shown_with_its_hidden_characters_made_visible(tmp_path):
    (bad,) = rejected(read(tmp_path, table(CORE | {"person_name": "\u202egpj.exe"})))
    assert bad.name == "⟦U+202E⟧gpj.exe"


def test_names_are_stored_composed_and_single_spaced(tmp_path):
    (row,) = kept(read(tmp_path, table(CORE | {"person_name": "  Jose\u0301   Nun\u0303ez "})))
    assert row.name == "Jos\u00e9 Nu\u00f1ez"


@pytest.mark.parametrize("cell", ["=2+3", "+1", "-1", "@SUM(A1)", "\t=cmd"])
def test_a_cell_that_begins_a_formula_stays_the_text_it_is(tmp_path, cell):
    (row,) = kept(read(tmp_path, table(CORE | {"post_label": cell})))
    assert row.candidacy.area_name == cell.strip()


def test_hidden_characters_in_other_cells_are_made_visible(tmp_path):
    (row,) = kept(read(tmp_path, table(CORE | {"party_name": "Teal\u202eytraP"})))
    assert row.candidacy.party_name == "Teal⟦U+202E⟧ytraP"


def test_a_name_with_an_apostrophe_and_one_in_another_script_are_kept(tmp_path):
    names = ["Siân O’Brien-Rhys", "Ελένη Παπά", "مریم کریمی", "नेहा शर्मा"]
    rows = [CORE | {"person_id": str(number), "person_name": name} for number, name in enumerate(names, 1)]
    assert [row.name for row in kept(read(tmp_path, table(*rows)))] == names
