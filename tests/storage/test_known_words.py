"""Every name that the vault holds is found by the scan of a return's free text, whatever column it is in."""

from datetime import UTC, date, datetime
from enum import StrEnum

import pytest
from sqlalchemy import Boolean, Column, Integer, Text, create_engine, insert

from spoc_desk.domain.disclosure_scan import KnownIdentifiers, scan_free_text
from spoc_desk.storage import tables as t
from spoc_desk.storage.columns import Choice, Day, Moment, Words
from spoc_desk.storage.return_figures import known_words

NAMED = {
    "officer": "name",
    "person": "name known_as organisation handles",
    "advice": "officer",
    "candidacy": "party_name description area_name",
    "briefing": "officer",
    "incident": "officer_in_case account crime_reference log_number",
    "report": "reporter taken_by",
    "casefile": "officer_in_case supervisor urn",
    "case_person": "name",
    "exhibit": "found_by",
    "movement": "from_holder to_holder officer",
    "statement": "witness",
    "suspected_offence": "suspect override_by checked_by entered_by",
    "charge_answer": "by",
    "referral": "opened_by sent_by",
    "answer": "by name second",
    "issued_pack": "issued_by authorised_by",
    "pack_copy": "officer",
    "pack_copy_result": "officer",
    "pack_release": "released_by authorised_by",
    "redaction": "made_by withdrawn_by term",
    "redaction_check": "checked_by recorded_by",
    "signing_certificate": "added_by",
    "filed_return": "frozen_by authorised_by",
    "retention_period": "entered_by",
    "retention_review": "by",
    "legal_hold": "placed_by lifted_by",
    "disposal": "officer second_officer",
}
# Codes, digests, references of our own, telephones and addresses that the scan knows by their
# pattern, whom a paper is addressed to, and sentences, in which no machine can tell a name.
UNNAMED = {
    "officer": "uid initials",
    "person": "uid reference pronouns sex campaign_base code_word accessibility democracy_club_id notes",
    "contact_point": "value label preferred_window",
    "home_address": "address postcode public_source",
    "advice": "given_local asked advice rationale",
    "candidacy": "election_id ballot_paper_id election_type area_gss party_id",
    "briefing": "title method version declined_reason",
    "measure": "kind provider",
    "incident": "uid reference title happened_local reported_local category description happened_to_local "
    "not_crimed_reason regime_reason location platform post_url verbatim hostility hate_strands "
    "offence_codes outcome notable_summary",
    "report": "reference received_local text",
    "casefile": "uid reference title outcome summary",
    "case_person": "phone special_measures vps identified_by custody notes",
    "exhibit": "uid reference description filename media_type file_name file_identity sha256 found_local "
    "found_where source seal_number storage disclosure_reason opening_password",
    "movement": "moved_local purpose seals",
    "statement": "reference kind text",
    "suspected_offence": "code lawpack override_reason exceptions exception_reason withdrawn",
    "offence_date": "note",
    "charge_answer": "fact",
    "proof_link": "point",
    "referral": "uid reference checklist hostility_note recipient method pack_sha256 decision "
    "decision_reason",
    "answer": "note reason",
    "issued_pack": "uid reference title recipient sha256 file_name file_identity exhibits faults anchor_head "
    "template audience profile purpose handling choices supersedes continues change_note proof",
    "pack_item": "section reference description sha256 rendition redacted_sha256 drawn_sha256",
    "pack_finding": "reference code pages number",
    "pack_file": "sha256 file_name file_identity",
    "pack_release": "certificate certificate_sha256 manifest_sha256 time_stamp accepted",
    "pack_copy_result": "note",
    "redaction": "code note part_sha256",
    "redaction_check": "digest remark",
    "signing_certificate": "uid subject issuer serial sha256 key pkcs12",
    "backup": "stamp folder head fault",
    "kept_part": "key file_name file_identity sha256 how notes program",
    "pack_copy": "how recipient printer page_range duplex",
    "filed_return": "uid reference cadence snapshot payload_sha256 anchor_head correction_reason",
    "retention_period": "code policy_reference",
    "casefile_retention": "group_code",
    "retention_review": "reason",
    "legal_hold": "reason lift_reason",
    "disposal": "uid reference kind subject group_code reason policy_reference counts anchor_head",
    "erased_file": "file_name",
    "setting": "name value",
    "series": "name",
    "draft": "key value",
    "audit_entry": "at payload salt commit prev hash",
    "audit_checkpoint": "head at reason signature",
}
AT = datetime(2027, 4, 8, 9, 0, tzinfo=UTC)
WRITTEN = "Det Supt Perpetua Oxenthwaite"


def columns(listed: dict[str, str]) -> list[tuple[str, str]]:
    return [(table, column) for table, names in listed.items() for column in names.split()]


def test_every_column_of_words_is_either_looked_into_or_known_to_name_nobody() -> None:
    words = {
        (table.name, column.name)
        for table in t.metadata.tables.values()
        for column in table.columns
        if type(column.type) is Text or isinstance(column.type, Words)
    }
    assert {*columns(NAMED), *columns(UNNAMED)} == words
    assert not {*columns(NAMED)} & {*columns(UNNAMED)}


@pytest.mark.parametrize(("table", "column"), columns(NAMED))
def test_a_name_is_found_in_whatever_column_it_stands(table: str, column: str) -> None:
    known = vault_with(table, column)
    (found,) = scan_free_text(f"She was told that {WRITTEN} had been there.", known)
    assert found.excerpt in WRITTEN
    assert "Oxenthwaite" in found.excerpt


@pytest.mark.parametrize("rank", ["PC", "Det Supt", "Detective Inspector", "DCI", "Ch Insp"])
def test_an_officer_is_found_without_the_rank_and_the_rank_alone_names_nobody(rank: str) -> None:
    known = KnownIdentifiers(names=(f"{rank} Perpetua Oxenthwaite",))
    (found,) = scan_free_text("A briefing was given by Perpetua Oxenthwaite.", known)
    assert found.excerpt == "Perpetua Oxenthwaite"
    assert scan_free_text(f"A {rank} attended and took details of the chief complaint.", known) == ()


def test_somebody_whose_forename_looks_like_a_rank_is_found_by_it() -> None:
    (found,) = scan_free_text("The caller named Di in the post.", KnownIdentifiers(names=("Di Oxenthwaite",)))
    assert found.excerpt == "Di"


def vault_with(table: str, column: str) -> KnownIdentifiers:
    engine = create_engine("sqlite://")
    t.metadata.create_all(engine)
    chosen = t.metadata.tables[table]
    row = {each.name: _filler(each) for each in chosen.columns if not each.nullable}
    row[column] = [f"X: {WRITTEN}"] if isinstance(chosen.c[column].type, Words) else WRITTEN
    with engine.begin() as connection:
        connection.execute(insert(chosen).values(**row))
        words = known_words(connection)
    engine.dispose()
    return KnownIdentifiers(words.names, words.parties, words.crime_references, words.places, words.handles)


def _filler(column: Column[object]) -> object:
    if isinstance(column.type, Choice):
        members: type[StrEnum] = column.type.members
        return next(iter(members))
    fillers = {Moment: AT, Day: date(2027, 4, 8), Words: (), Boolean: False, Integer: 1}
    return next((value for kind, value in fillers.items() if isinstance(column.type, kind)), "")
