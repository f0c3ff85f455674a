"""Retention and destruction by command, with a second officer who opens their own slot."""

import json

import pypdfium2
import pytest

INCIDENT = {
    "title": "Threat at a surgery", "crime_reference": "54/118/26", "happened_at": "2026-11-16T09:42",
    "reported_at": "2026-11-16T10:00", "category": "threat_other", "channel": "offline",
    "description": "He shouted.", "casefile": True,
}  # fmt: skip


@pytest.fixture(scope="module")
def contact(machine, place):
    """Somebody whom no casework names."""
    from spoc_desk.services.contacts import AddPerson, add_person
    from tests.bootstrap.vaults import OFFICER, PASSPHRASE

    opened = machine.open_vault(place / "vault", OFFICER, PASSPHRASE)
    add_person(AddPerson("Philippa Quillfeather", (), ("07700 900871",)), opened.desk)
    opened.close("exit")
    return "CN/2026/0001"


def test_periods_are_entered_by_command_and_none_is_there_before(run):
    status, said, _ = run("retention")
    assert (status, said.count("no period entered")) == (0, 5)
    assert run("retention", "--period", "3", "--first", "6")[0] == 1
    refused = run("retention", "--period", "9", "--first", "6", "--further", "5", "--policy", "RRD 7")
    assert (refused[0], "There is no retention group 9" in refused[2]) == (1, True)
    status, said, _ = run("retention", "--period", "3", "--first", "6", "--further", "5", "--policy", "RRD 7")
    assert "first review after 6 years, then every 5, RRD 7" in said
    assert run("retention", "--period", "contacts", "--after-poll", "21", "--policy", "RRD 9")[0] == 0


def test_a_casefile_tells_its_standing_and_what_stands_against_destroying_it(run, place):
    (place / "incident.json").write_text(json.dumps(INCIDENT), "utf-8")
    case = json.loads(run("add", "incident", "--from", str(place / "incident.json"), "--json")[1])["casefile"]
    status, said, _ = run(
        "review", case, "--group", "3", "--charging", "not_charged", "--charged-on", "2026-11-17"
    )
    assert (status, "Group 3" in said, "CPIA: period ended on 17 November 2026" in said) == (0, True, True)
    early = run("review", case, "--decide", "destroy", "--reason", "Over")
    assert (early[0], early[2]) == (1, f"{case} is not closed. Close it with its outcome first.\n")
    kept = run("review", case, "--decide", "keep", "--next", "2032-11-17", "--reason", "Under appeal")[1]
    assert "Next review: 17 November 2032\n" in kept
    assert "keep, review again on 17 November 2032  " in kept
    assert run("review", case, "--hold", "--reason", "Civil claim")[0] == 0
    seen = json.loads(run("destroy", case, "--preview", "--json")[1])
    assert [block["code"] for block in seen["blocks"]] == ["retention.held", "retention.casefile_open"]
    assert run("destroy", case, "--reason", "Over")[2].startswith(f"{case} is under a legal hold")
    assert "Legal hold: none" in run("review", case, "--lift", "--reason", "Settled")[1]


def test_a_contact_is_destroyed_by_two_officers_with_a_certificate(run, place, contact, deputy):
    run("retention", "--period", "contacts", "--after-poll", "21", "--policy", "RRD 9")
    assert run("review", contact, "--decide", "destroy", "--reason", "No longer needed")[0] == 0
    alone = run("destroy", contact, "--reason", "No longer needed")
    assert (alone[0], alone[2].startswith("This takes two officers")) == (1, True)
    named = run("destroy", contact, "--reason", "Philippa Quillfeather asked for it", *deputy)
    assert (named[0], "Quillfeather" in named[2]) == (1, True)
    paper = place / "certificate.pdf"
    status, said, trouble = run(
        "destroy", contact, "--reason", "No longer needed", "--certificate", str(paper), *deputy
    )
    assert (status, trouble) == (0, "")
    assert f"contact {contact}" in said
    assert run("list", "contacts", "--search", "Quillfeather")[1].strip() == ""
    assert run("show", contact)[0] == 1
    words = pypdfium2.PdfDocument(paper)[0].get_textpage().get_text_bounded()
    assert contact in words
    assert "Ch Supt Lena Ward" in words
    assert "Quillfeather" not in words
    assert "vaults that a restore set aside" in " ".join(words.split())
    assert json.loads(run("disposals", "--json")[1])[0]["subject"] == contact
    again = run("disposals", "--reference", "DR/2026/0001", "--to", str(paper))
    assert (again[0], "certificate.pdf" in again[2]) == (1, True)
    assert run("verify", "--full")[0] == 0


def test_a_period_for_no_group_and_what_is_no_date_or_number_are_refused(run, capsys):
    assert run("retention", "--first", "3")[2].startswith("Say with --period which retention group")
    for typed, told in (
        (("review", "CF/2026/0001", "--charged-on", "17/11/2026"), "is not a date; write it as 2026-11-20"),
        (("retention", "--first", "abc"), "abc is not a whole number; write it as 6"),
    ):
        with pytest.raises(SystemExit):
            run(*typed)
        assert told in capsys.readouterr().err


def test_what_is_neither_casefile_nor_contact_is_refused(run):
    assert run("review", "EX/1")[2].startswith("EX/1 is neither a casefile nor a contact")
    assert run("disposals", "--reference", "DR/1999/0001")[2].startswith(
        "DR/1999/0001 is not in the register"
    )
