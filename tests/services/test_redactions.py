"""Redactions through the services, with real pages: drawn, found by a word, checked, printed, proved."""

import io
import subprocess
from dataclasses import replace

import pypdf
import pytest

from spoc_desk.domain.changes import RedactionsChecked, RedactionsDrawn
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.exhibits import Exhibit
from spoc_desk.domain.issues import IssuedPack, PackItem
from spoc_desk.domain.redactions import Box, Redaction, RedactionCheck
from spoc_desk.services.casefiles import view_casefile
from spoc_desk.services.exhibits import AddExhibit, add_exhibit
from spoc_desk.services.pack_building import BuildPack, build_pack
from spoc_desk.services.pack_choice import chosen
from spoc_desk.services.pack_content import PackTerms
from spoc_desk.services.pack_redactions import pack_redactions
from spoc_desk.services.packs import pack_volumes
from spoc_desk.services.preflight import preflight
from spoc_desk.services.redaction_pages import (
    find_word,
    open_pages,
    page_picture,
    redacted_version,
    suggestions,
)
from spoc_desk.services.redactions import (
    CheckRedactions,
    DrawRedaction,
    RedactWord,
    change_reason,
    check_redactions,
    confirm_redactions,
    consult_redactions,
    draw_redaction,
    redact_word,
    redact_words,
    withdraw_redaction,
)
from tests.services import casework
from tests.services.trail import all_of

LETTER = """Northmoor, Tuesday

Jane Quillfeather opened the door of 14 Tarn View at nine.
She rang 07700 900123 and wrote to jane@example.org.
The statement of Mrs Quillfeather, born on 3 May 1970, follows.
"""


@pytest.fixture
def at(desk, printing):
    """A desk that prints, over each kind of vault."""
    return printing(desk)


@pytest.fixture
def case(at, tmp_path):
    case = casework.casefile(at)
    for name, words in (("letter.txt", LETTER), ("note.txt", "Nothing private in this one.\n")):
        path = tmp_path / name
        path.write_text(words, encoding="utf-8")
        add_exhibit(AddExhibit(case.id, path, f"Item {name}", found_by="PC Ann Marsh"), at)
    return case


@pytest.fixture
def pages(at, case):
    return open_pages(all_of(at, Exhibit)[0].id, at)


def code_of(refused) -> str:
    return refused.value.code


def built(case, at, **terms) -> tuple[IssuedPack, bytes]:
    build_pack(BuildPack(case.id, PackTerms("CPS", "Advice", **terms)), at)
    pack = all_of(at, IssuedPack)[-1]
    return pack, pack_volumes(pack.id, at)[0].opened().read()


def words_in(content: bytes, folder) -> str:
    path = folder / "read.pdf"
    path.write_bytes(content)
    told = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages]
    told.append(
        subprocess.run(["pdftotext", str(path), "-"], capture_output=True, text=True, check=True).stdout
    )
    qdf = ["qpdf", "--qdf", "--object-streams=disable", str(path), "-"]
    told.append(
        subprocess.run(qdf, capture_output=True, check=True).stdout.replace(b"\0", b"").decode("latin-1")
    )
    return " ".join(" ".join(told).split())


def test_a_word_is_redacted_wherever_it_stands(at, pages):
    (change,) = redact_word(RedactWord(pages, "Quillfeather", "wit"), at)
    assert change == RedactionsDrawn(casefile=1, exhibit=pages.exhibit_id, count=2)
    drawn = all_of(at, Redaction)
    assert {(each.page, each.code, each.term, each.everywhere) for each in drawn} == {
        (1, "WIT", "Quillfeather", False)
    }
    assert {each.part_sha256 for each in drawn} == {pages.sha256}
    assert {each.made_by for each in drawn} == {at.officer.name}


def test_a_pack_prints_the_redacted_pages_and_proves_it(at, case, pages, tmp_path):
    redact_word(RedactWord(pages, "Quillfeather", "WIT", everywhere=True), at)
    draw_redaction(DrawRedaction(pages, find_word(pages, "07700 900123", at)[0], "TEL"), at)
    check_redactions(CheckRedactions(pages.exhibit_id, "DS Amir Khan", "all of it"), at)
    pack, content = built(case, at)
    words = words_in(content, tmp_path)
    assert [secret for secret in ("Quillfeather", "900123") if secret in words] == []
    assert "the door of 14 Tarn View" in words
    assert "Nothing private in this one." in words
    assert "3 redactions on 1 page (TEL telephone or e-mail, WIT personal data of a witness)" in words
    assert f"checked by DS Amir Khan, entered by {at.officer.name}" in words
    item = all_of(at, PackItem)[0]
    assert item.redactions == 3
    assert item.redacted_sha256 in words
    assert pages.sha256 in words
    assert item.sha256 in words
    assert pack.proof.startswith("3 boxes and 1 word redacted everywhere checked")


def test_an_internal_pack_may_print_the_exhibit_whole(at, case, pages, tmp_path):
    redact_word(RedactWord(pages, "Quillfeather", "WIT", everywhere=True), at)
    pack, content = built(case, at, served=False, redacted=False)
    assert "Quillfeather" in words_in(content, tmp_path)
    assert pack.proof == ""


def test_a_served_copy_does_not_tell_that_anything_is_sensitive(at, case, pages, tmp_path):
    redact_word(RedactWord(pages, "Quillfeather", "SENS"), at)
    with at.queries.snapshot() as reader:
        seen = view_casefile(case.id, reader)
        how = (seen, chosen(seen, ()), at.redaction_reasons, reader)
        found = {kind: pack_redactions(*how, served=kind).popitem()[1] for kind in (True, False)}
    assert {kind: {place.code for place in told.places} for kind, told in found.items()} == {
        True: {"RED"},
        False: {"SENS"},
    }
    assert "(RED redacted)" in words_in(built(case, at)[1], tmp_path)
    assert "(SENS sensitive material)" in words_in(built(case, at, served=False)[1], tmp_path)
    assert {each.code for each in all_of(at, Redaction)} == {"SENS"}


def test_the_same_pages_are_redacted_for_a_served_copy_and_an_internal_one(at, case, pages, tmp_path):
    redact_word(RedactWord(pages, "Quillfeather", "WIT"), at)
    for terms in ({"served": True}, {"served": False}, {"profile": "court"}):
        _, content = built(case, at, **terms)
        assert "Quillfeather" not in words_in(content, tmp_path)


def test_a_word_that_may_stand_nowhere_stops_a_pack_where_another_exhibit_says_it(at, case, pages, tmp_path):
    path = tmp_path / "second.txt"
    path.write_text("A second letter about Jane Quillfeather.\n", encoding="utf-8")
    add_exhibit(AddExhibit(case.id, path, "Second letter"), at)
    redact_word(RedactWord(pages, "Quillfeather", "WIT", everywhere=True), at)
    with pytest.raises(DomainError) as refused:
        built(case, at)
    assert code_of(refused) == "redaction.leaked"
    assert int(refused.value.values["page"]) > 1  # type: ignore[call-overload]
    assert all_of(at, IssuedPack) == ()


def test_a_word_that_may_stand_nowhere_goes_from_what_the_pack_says_itself(at, case, pages, tmp_path):
    redact_word(RedactWord(pages, "Calls to candidates", "REL", everywhere=True), at)
    assert [(each.page, each.term) for each in all_of(at, Redaction)] == [(0, "Calls to candidates")]
    _, content = built(case, at)
    words = words_in(content, tmp_path)
    assert "Calls to candidates" not in words
    assert "[redacted]" in words


def test_pages_that_have_changed_since_are_not_redacted_blindly(at, case, pages):
    redact_word(RedactWord(pages, "Quillfeather", "WIT"), at)
    exhibit = all_of(at, Exhibit)[0]
    with at.unit_of_work() as work:
        work.change(replace(exhibit, description="Another description of the letter"))
        work.record(RedactionsDrawn(casefile=case.id, exhibit=exhibit.id, count=0))
    with pytest.raises(DomainError) as refused:
        built(case, at)
    assert code_of(refused) == "redaction.pages_changed"
    confirm_redactions(open_pages(exhibit.id, at), at)
    assert built(case, at)[0].proof


def test_a_second_person_checks_what_stands_and_nothing_else(at, pages):
    redact_word(RedactWord(pages, "Quillfeather", "WIT"), at)
    with pytest.raises(DomainError) as refused:
        check_redactions(CheckRedactions(pages.exhibit_id, at.officer.name), at)
    assert code_of(refused) == "redaction.checker_made_it"
    (change,) = check_redactions(CheckRedactions(pages.exhibit_id, "DS Amir Khan"), at)
    assert isinstance(change, RedactionsChecked)
    (check,) = all_of(at, RedactionCheck)
    assert (check.checked_by, check.recorded_by) == ("DS Amir Khan", at.officer.name)


def test_preflight_names_redactions_that_nobody_else_checked(at, case, pages):
    def codes(**terms):
        found = preflight(case.id, PackTerms("CPS", "", **terms), at)
        return {fault.reason.code for fault in found if fault.reason.code.startswith("redaction.")}

    assert codes() == set()
    redact_word(RedactWord(pages, "Quillfeather", "WIT"), at)
    assert codes() == {"redaction.not_checked"}
    assert codes(redacted=False) == {"redaction.printed_unredacted"}
    assert codes(redacted=False, served=False) == set()
    check_redactions(CheckRedactions(pages.exhibit_id, "DS Amir Khan"), at)
    assert codes() == set()


def test_a_withdrawn_redaction_is_kept_and_no_longer_printed(at, case, pages, tmp_path):
    redact_word(RedactWord(pages, "Quillfeather", "WIT"), at)
    first, second = all_of(at, Redaction)
    withdraw_redaction(first.id, at)
    with pytest.raises(DomainError) as refused:
        withdraw_redaction(first.id, at)
    assert code_of(refused) == "redaction.withdrawn"
    drawn, _ = consult_redactions(pages.exhibit_id, at)
    assert [each.withdrawn_by for each in drawn] == [at.officer.name, ""]
    withdraw_redaction(second.id, at)
    _, content = built(case, at)
    assert "Quillfeather" in words_in(content, tmp_path)


def test_a_reason_is_corrected_and_asks_for_a_new_check(at, pages):
    redact_word(RedactWord(pages, "07700 900123", "WIT"), at)
    check_redactions(CheckRedactions(pages.exhibit_id, "DS Amir Khan"), at)
    (drawn,) = all_of(at, Redaction)
    change_reason(drawn.id, "tel", "her own number", at)
    (drawn,) = all_of(at, Redaction)
    assert (drawn.code, drawn.note) == ("TEL", "her own number")
    with pytest.raises(DomainError) as refused:
        change_reason(drawn.id, "NONE", "", at)
    assert code_of(refused) == "redaction.no_such_reason"


def test_the_redacted_version_is_shown_beside_before_any_pack_is_built(at, pages, tmp_path):
    redact_word(RedactWord(pages, "Quillfeather", "WIT", everywhere=True), at)
    content, sha256 = redacted_version(pages, at)
    assert "Quillfeather" not in words_in(content, tmp_path)
    assert len(sha256) == 64
    assert sha256 != pages.sha256
    assert page_picture(content, 1, 40, at).startswith(b"\x89PNG")


def test_what_looks_private_is_suggested_with_its_page(at, pages):
    found = {each.term: each for each in suggestions(pages, at)}
    assert {"07700 900123", "jane@example.org", "3 May 1970"} <= set(found)
    assert found["3 May 1970"].code == "DOB"
    assert found["3 May 1970"].pages == (1,)


def test_a_box_outside_the_pages_and_a_word_that_is_not_there_are_refused(at, pages):
    with pytest.raises(DomainError) as refused:
        draw_redaction(DrawRedaction(pages, Box(9, 0, 0, 5000, 5000), "WIT"), at)
    assert code_of(refused) == "redaction.no_such_page"
    with pytest.raises(DomainError) as refused:
        redact_word(RedactWord(pages, "Zebedee", "WIT"), at)
    assert code_of(refused) == "redaction.word_not_found"
    assert all_of(at, Redaction) == ()


def test_the_same_word_twice_is_redacted_once(at, pages):
    redact_word(RedactWord(pages, "Quillfeather", "WIT"), at)
    redact_word(RedactWord(pages, "Quillfeather", "WIT"), at)
    assert len(all_of(at, Redaction)) == 2


def test_no_redacted_word_reaches_the_audit_trail(at, pages):
    redact_word(RedactWord(pages, "Quillfeather", "WIT", everywhere=True, note="Mrs Quillfeather asked"), at)
    check_redactions(CheckRedactions(pages.exhibit_id, "DS Amir Khan"), at)
    assert "Quillfeather" not in repr([dict(entry) for entry in at.queries.audit_entries()])


def test_of_several_words_all_are_redacted_or_none(at, case, pages):
    known, unknown = RedactWord(pages, "Quillfeather", "WIT"), RedactWord(pages, "Zebedee", "WIT")
    with pytest.raises(DomainError) as refused:
        redact_words((known, unknown), at)
    assert code_of(refused) == "redaction.word_not_found"
    assert consult_redactions(pages.exhibit_id, at)[0] == ()
    assert len(redact_words((known, RedactWord(pages, "14 Tarn View", "ADDR")), at)) == 2
    assert len(consult_redactions(pages.exhibit_id, at)[0]) == 3
