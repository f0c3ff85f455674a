"""A returning officer's list: the columns we ask for, with roles, phones and agents."""

from datetime import date

import pytest

from spoc_desk.domain.contact_rows import FileForm
from spoc_desk.domain.contacts import ContactRole
from tests.exchange.contact_texts import codes, kept, read, rejected, table

WHOLE = {
    "name": "Ann Marsh",
    "role": "Candidate",
    "phone": "07700 900123; 07700 900124",
    "email": "ann@example.org",
    "organisation": "",
    "election": "local.northmere.2027-05-06",
    "ballot_paper_id": "local.northmere.quay.2027-05-06",
    "poll_date": "06/05/2027",
    "party": "Teal Party",
    "area": "Quay",
    "gss": "",
    "agent": "Bo Hill",
}


def one(folder, **cells):
    (row,) = kept(read(folder, table(WHOLE | cells)))
    return row


def test_each_column_is_read(tmp_path):
    row = one(tmp_path)
    assert row.roles == (ContactRole.CANDIDATE,)
    assert row.phones == ("07700 900123", "07700 900124")
    assert (row.candidacy.poll_on, row.candidacy.agent) == (date(2027, 5, 6), "Bo Hill")


def test_a_column_of_names_is_enough(tmp_path):
    file = read(tmp_path, "Name\r\nAnn Marsh\r\n")
    assert file.form is FileForm.COLUMNS
    assert [(row.name, row.roles, row.candidacy) for row in kept(file)] == [("Ann Marsh", (), None)]


def test_somebody_on_a_ballot_paper_is_a_candidate(tmp_path):
    assert one(tmp_path, role="").roles == (ContactRole.CANDIDATE,)


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Election agent", ContactRole.AGENT),
        ("sub-agent", ContactRole.SUB_AGENT),
        ("STAFF", ContactRole.STAFF),
    ],
)
def test_other_roles_stand_on_no_ballot_paper(tmp_path, text, role):
    row = one(tmp_path, role=text)
    assert (row.roles, row.candidacy) == ((role,), None)


def test_an_unknown_role_is_rejected_with_those_there_are(tmp_path):
    (bad,) = rejected(read(tmp_path, table(WHOLE | {"role": "Wizard"})))
    assert bad.reason.code == "imports.role_unknown"
    assert bad.reason.mapping()["value"] == "Wizard"
    assert "Election agent" in bad.reason.mapping()["known"]


def test_the_day_of_poll_is_taken_from_the_ballot_paper_where_it_is_not_given(tmp_path):
    assert one(tmp_path, poll_date="").candidacy.poll_on == date(2027, 5, 6)


def test_an_election_stands_for_a_ballot_paper_that_is_not_given(tmp_path):
    row = one(tmp_path, ballot_paper_id="")
    assert row.candidacy.ballot_paper_id == "local.northmere.2027-05-06"


def test_e_mail_and_telephone_may_be_spelt_out(tmp_path):
    (row,) = kept(read(tmp_path, "Name;E-mail;Telephone\r\nBo Hill;bo@example.org;07700 900125\r\n"))
    assert (row.emails, row.phones) == (("bo@example.org",), ("07700 900125",))


def test_an_unusable_phone_is_left_out_and_told(tmp_path):
    row = one(tmp_path, phone="07700 900123, ask for Bo")
    assert row.phones == ("07700 900123",)
    assert codes(row.notices) == ["imports.phone_left_out"]


def test_an_american_date_is_refused_not_guessed(tmp_path):
    (bad,) = rejected(read(tmp_path, table(WHOLE | {"poll_date": "05/16/2027"})))
    assert bad.reason.code == "imports.date_wrong"
