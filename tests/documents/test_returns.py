"""The printed return says what the JSON and the CSV say, on every page what it is, and nothing of anybody."""

import csv
import io
import re
import subprocess
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given, settings

from spoc_desk.documents.returns import return_pdf
from spoc_desk.domain.disclosure_scan import KnownIdentifiers
from spoc_desk.domain.packs import AuditAnchor
from spoc_desk.domain.return_codes import CATEGORIES, OUTCOMES
from spoc_desk.domain.return_facts import ReturnFacts
from spoc_desk.domain.return_payload import ReturnSnapshot
from spoc_desk.domain.returns import Scanning, compile_return, correct
from spoc_desk.exchange.npcc_return import write_csv
from spoc_desk.system.resources import resource_folder
from tests.domain.sample_returns import (
    KEY,
    SCANNING,
    SECOND_ID,
    SURNAMES,
    any_facts,
    authorised,
    draft,
    facts,
    incident,
    issue,
    nil_facts,
)

FONTS = resource_folder() / "fonts"
ANCHOR = AuditAnchor(1841, "3f" * 32)


def printed(snapshot: ReturnSnapshot, demonstration: bool = False) -> bytes:
    return return_pdf(snapshot, demonstration, ANCHOR, FONTS)


def pages(pdf: bytes) -> list[str]:
    """The text of each page as it lies there, by poppler: an engine that is not ours."""
    done = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True, timeout=60
    )
    return done.stdout.decode("utf-8").split("\f")[:-1]


def words(pdf: bytes) -> str:
    return " ".join(" ".join(pages(pdf)).split())


def test_every_page_is_marked_twice_numbered_and_tied_to_the_payload():
    snapshot = authorised(
        facts(incidents=tuple(incident(n, category=one) for n, one in enumerate(CATEGORIES)))
    )
    told = pages(printed(snapshot))
    assert len(told) > 1
    for number, page in enumerate(told, 1):
        assert page.count("OFFICIAL-SENSITIVE") == 2
        assert f"Page {number} of {len(told)}" in page
        assert snapshot.payload_sha256[:16] in page
        assert "DEMONSTRATION" not in page


def test_a_demonstration_says_so_on_every_page():
    told = pages(printed(authorised(nil_facts()), demonstration=True))
    assert all("DEMONSTRATION" in page for page in told)
    assert "fictional" in told[0]


def test_a_nil_return_is_large_on_the_first_page_and_nowhere_on_another():
    assert "NIL RETURN" in pages(printed(authorised(nil_facts())))[0]
    assert "NIL RETURN" not in words(printed(authorised()))


def test_the_same_return_always_gives_the_same_bytes():
    assert printed(authorised()) == printed(authorised())


def test_each_sentence_and_the_whole_digest_are_printed():
    payload, told = authorised().payload, words(printed(authorised()))
    for sentence in (
        payload["force_name"],
        payload["notable"][0]["summary"],
        payload["notable"][0]["pseudonym"],
        payload["risk_assessment"]["narrative"],
        payload["data_quality"][0],
        payload["payload_sha256"],
        payload["source_db_hash"],
        payload["return_id"],
        "8 April 2027",
        "HIGH RISK",
        "SUPPORT REQUESTED",
        "Audit anchor 1841",
        "local.northmere.2027-05-06",
    ):
        assert sentence in told, sentence


def test_who_authorised_it_is_said_and_self_authorisation_is_labelled():
    assert "SELF-AUTHORISED" in words(printed(authorised(self_authorised=True)))
    assert "Self-authorised: compiled and authorised by one officer" in words(
        printed(authorised(self_authorised=True))
    )
    by_two = words(printed(authorised()))
    assert "Candidate SPOC, a second officer" in by_two
    assert "SELF-AUTHORISED" not in by_two
    assert "DRAFT: NOT AUTHORISED" in words(printed(draft()))


def test_a_correction_names_the_return_it_corrects_and_why():
    second = correct(authorised(), facts(), issue(SECOND_ID), "An incident was late.", KEY, SCANNING)
    told = words(printed(second))
    assert f"corrects return {authorised().return_id}" in told
    assert "Reason: An incident was late." in told


def test_markup_in_a_sentence_is_printed_as_it_was_typed():
    sly = replace(facts().notable[0], summary="He wrote <b>out</b> & <img src='x.png'/> twice.")
    assert "<b>out</b> & <img src='x.png'/>" in words(printed(authorised(facts(notable=(sly,)))))


def test_the_pdf_carries_its_fonts_and_nothing_active():
    with pikepdf.open(io.BytesIO(printed(authorised()))) as pdf:
        assert "/OpenAction" not in pdf.Root
        assert "/AcroForm" not in pdf.Root
        assert str(pdf.docinfo["/Title"]) == "NPCC return, Northmere Police, 8 April 2027"
        for page in pdf.pages:
            for font in page.Resources.Font.values():
                below = font.DescendantFonts[0] if "/DescendantFonts" in font else font
                assert "/FontFile2" in below.FontDescriptor, font.BaseFont


def test_a_campaign_of_many_rows_is_printed_whole():
    many = tuple(
        incident(number, category=category, office_level=level, victim_sex=sex, victim_role=role)
        for number, (category, level, sex, role) in enumerate(
            (category, level, sex, role)
            for category in CATEGORIES
            for level in ("uk", "local")
            for sex in ("female", "male")
            for role in ("candidate", "agent", "staff")
        )
    )
    told = pages(printed(authorised(facts(incidents=many, notable=()))))
    assert sum(page.count("Online, X") for page in told) == len(many) == 276
    assert re.search(rf"Total\s+{len(many)}\s+{len(many)}", told[-1])


@settings(max_examples=15)
@given(any_facts())
def test_json_csv_and_pdf_give_the_same_figures(given_facts: ReturnFacts):
    snapshot = authorised(given_facts)
    payload, told = snapshot.payload, words(printed(snapshot))
    rows = csv.DictReader(io.StringIO(write_csv(snapshot).decode("utf-8-sig"), newline=""))
    table = {(row["section"], row["field"]): row["value"] for row in rows if not row["item"]}
    for label, section, field in (
        ("Candidates known", "engagement", "candidates_known"),
        ("Measures in place", "engagement", "measures_in_place"),
        ("Notified", "events", "notified"),
        ("Disrupted", "events", "disrupted"),
        ("Open incidents", "progress", "open"),
        ("Voluntary interviews", "progress", "va_interviews"),
        ("Submitted to the CPS", "progress", "cps_submitted"),
        ("Time limit within 30 days", "progress", "time_limit_under_30d"),
    ):
        assert str(payload[section][field]) == table[(section, field)]
        assert re.search(rf"{label} {payload[section][field]}\b", told), label
    for code, count in payload["progress"]["outcomes"].items():
        assert table[("progress.outcomes", code)] == str(count)
        assert (f"{code} {OUTCOMES[code]} {count}" in told) == bool(count)
    new, to_date = (
        sum(row[name] for row in payload["incidents"]) for name in ("count_new", "count_cumulative")
    )
    if payload["incidents"]:
        assert re.search(rf"Total {new} {to_date}\b", told)


@settings(max_examples=10)
@given(any_facts(), SURNAMES, SURNAMES)
def test_no_name_or_party_known_here_is_printed(given_facts, surname, party):
    known = KnownIdentifiers(
        names=(f"Ada {surname}",), parties=(f"{party} Party",), crime_refs=("42NM/1234/27",)
    )
    told = words(printed(compile_return(given_facts, issue(), KEY, Scanning(known)))).casefold()
    assert surname.casefold() not in told
    assert party.casefold() not in told
    assert "42nm/1234/27" not in told


def test_fonts_that_are_not_there_are_our_own_fault(tmp_path: Path):
    with pytest.raises(Exception, match="NotoSans"):
        return_pdf(authorised(), False, ANCHOR, tmp_path)


def test_bars_that_do_not_fit_go_on_over_the_page_and_none_is_lost():
    one_each = tuple(incident(number, category=category) for number, category in enumerate(CATEGORIES))
    told = pages(printed(authorised(facts(incidents=one_each, notable=facts().notable * 2))))
    assert "Incidents by category" in told[0]
    assert "Candidates known" not in told[0]
    before_counts = " ".join(told).split("Candidates known")[0]
    assert all(label in before_counts for label in CATEGORIES.values())
