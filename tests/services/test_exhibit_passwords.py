"""The password of an encrypted exhibit: proved, kept in the vault, told to nobody."""

from __future__ import annotations

import pytest

from spoc_desk.domain.changes import ExhibitUnlocked
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.exhibits import Exhibit
from spoc_desk.services.exhibit_passwords import SetOpeningPassword, set_opening_password
from spoc_desk.services.exhibits import AddExhibit, add_exhibit
from tests.services import casework
from tests.services.trail import all_of


class Prover:
    """Answers as the child process does; remembers what it was asked."""

    def __init__(self, answer: str) -> None:
        self.answer, self.asked = answer, {}

    def call(self, _function, arguments, timeout=30.0):
        self.asked = arguments
        return self.answer


@pytest.fixture
def case(desk, tmp_path):
    case = casework.casefile(desk)
    path = tmp_path / "letter.pdf"
    path.write_bytes(b"%PDF-1.7 sealed")
    add_exhibit(AddExhibit(case.id, path, "Letter"), desk)
    return case


def given(desk, password, answer="opens"):
    from dataclasses import replace

    prover = Prover(answer)
    return set_opening_password(SetOpeningPassword(1, password), replace(desk, parser=prover)), prover


def test_a_password_that_opens_the_file_is_kept_with_the_exhibit(desk, case):
    changes, prover = given(desk, "sesame")
    assert changes == (ExhibitUnlocked(casefile=case.id, exhibit=1),)
    assert prover.asked == {"content": b"%PDF-1.7 sealed", "password": "sesame"}
    assert all_of(desk, Exhibit)[0].opening_password == "sesame"


def test_the_password_is_in_no_change_and_in_no_words_about_the_exhibit(desk, case):
    changes, _ = given(desk, "sesame")
    assert "sesame" not in repr(changes)
    assert "sesame" not in repr(all_of(desk, Exhibit))
    assert "sesame" not in repr(SetOpeningPassword(1, "sesame"))


def test_the_same_password_again_changes_nothing(desk, case):
    given(desk, "sesame")
    assert given(desk, "sesame")[0] == ()


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ("wrong", "exhibits.password_wrong"),
        ("not_needed", "exhibits.password_not_needed"),
        ("no_pdf", "exhibits.password_no_pdf"),
    ],
)
def test_a_password_that_does_not_open_it_is_refused_and_not_kept(desk, case, answer, code):
    with pytest.raises(DomainError) as caught:
        given(desk, "sesame", answer)
    assert caught.value.code == code
    assert caught.value.values["reference"] == "RH/1"
    assert all_of(desk, Exhibit)[0].opening_password == ""


def test_an_empty_password_is_refused(desk, case):
    with pytest.raises(DomainError) as caught:
        given(desk, "")
    assert caught.value.code == "exhibits.password_empty"
