"""JSON and CSV say the same, validate, and another force's file is believed only when all of it holds."""

import csv
import io
from dataclasses import replace

import jsonschema
import pytest
from hypothesis import given

from spoc_desk.domain import return_codes as codes
from spoc_desk.domain.disclosure_scan import KnownIdentifiers, unconfirmed
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.return_facts import ReturnFacts
from spoc_desk.domain.return_payload import ReturnSnapshot
from spoc_desk.domain.return_rules import FORCE_NAME_AT_MOST
from spoc_desk.domain.returns import Scanning, authorise, compile_return, correct, free_texts
from spoc_desk.exchange.npcc_return import (
    BYTES_AT_MOST,
    COLUMNS,
    SCHEMA_FILE,
    read_and_validate,
    return_schema,
    write_csv,
    write_json,
)
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
    issue,
    nil_facts,
)

SCHEMA = return_schema(resource_folder() / "schemas")


def cells(snapshot: ReturnSnapshot) -> dict[tuple[str, str, str], str]:
    rows = csv.DictReader(io.StringIO(write_csv(snapshot).decode("utf-8-sig"), newline=""))
    return {(row["section"], row["item"], row["field"]): row["value"] for row in rows}


def refused(content: bytes) -> DomainError:
    with pytest.raises(DomainError) as caught:
        read_and_validate(content, SCHEMA)
    return caught.value


def resealed(**changes: object) -> bytes:
    """A return with other values and a digest that fits them."""
    return write_json(ReturnSnapshot.of({**authorised().payload, **changes}))


def test_the_schema_is_a_schema_and_every_part_of_it_says_what_it_is():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    silent = []

    def walk(part: dict, place: str) -> None:
        if "$ref" not in part and "description" not in part:
            silent.append(place)
        if part.get("type") == "object":
            assert part["additionalProperties"] is False, place
            assert part["required"] == list(part["properties"]), place
        for name, inner in part.get("properties", {}).items():
            walk(inner, f"{place}.{name}")
        if part.get("type") == "array" and part["items"].get("type") == "object":
            walk(part["items"], f"{place}[]")

    walk(SCHEMA, "return")
    assert silent == []


def test_the_schema_lists_the_codes_the_program_knows():
    row = SCHEMA["properties"]["incidents"]["items"]["properties"]
    assert SCHEMA["$defs"]["category"]["enum"] == list(codes.CATEGORIES)
    assert row["channel"]["enum"] == list(codes.CHANNELS)
    assert row["platform"]["enum"] == [*codes.PLATFORMS, None]
    assert row["victim_role"]["enum"] == list(codes.VICTIM_ROLES)
    assert row["office_level"]["enum"] == list(codes.OFFICE_LEVELS)
    assert row["victim_sex"]["enum"] == list(codes.VICTIM_SEXES)
    assert row["hate_strands"]["items"]["enum"] == sorted(codes.HATE_STRANDS)
    whole, notable = SCHEMA["properties"], SCHEMA["properties"]["notable"]["items"]["properties"]
    assert whole["cadence"]["enum"] == list(codes.CADENCES)
    assert whole["progress"]["properties"]["outcomes"]["required"] == list(codes.OUTCOMES)
    assert whole["elections"]["items"]["properties"]["type"]["enum"] == list(codes.ELECTION_TYPES)
    assert notable["risk"]["enum"] == list(codes.RISKS)
    assert notable["tension"]["enum"] == list(codes.TENSIONS)
    assert notable["media"]["enum"] == list(codes.MEDIA)
    assert notable["summary"]["maxLength"] == codes.SUMMARY_AT_MOST == 500
    assert whole["risk_assessment"]["properties"]["trend"]["enum"] == list(codes.TRENDS)
    assert whole["force_name"]["maxLength"] == FORCE_NAME_AT_MOST
    assert set(whole["authorised_by_role"]["enum"]) == codes.AUTHORISING_ROLES
    assert f"npcc-return-{codes.SCHEMA_VERSION}.json" == SCHEMA_FILE


def test_the_schema_has_no_place_for_anybody():
    def fields(part: dict) -> set[str]:
        inner = part.get("properties", {})
        below = [*inner.values(), *([part["items"]] if "items" in part else [])]
        return set(inner).union(*(fields(one) for one in below))

    words = {word for field in fields(SCHEMA) - {"force_name"} for word in field.split("_")}
    assert words.isdisjoint(
        {
            "name",
            "address",
            "dob",
            "birth",
            "phone",
            "email",
            "contact",
            "handle",
            "url",
            "ref",
            "party",
            "uid",
        }
    )
    assert "pseudonym" in words


@pytest.mark.parametrize(
    "snapshot", [authorised(), authorised(nil_facts()), authorised(self_authorised=True)]
)
def test_a_return_comes_back_from_its_json_as_it_was(snapshot):
    assert read_and_validate(write_json(snapshot), SCHEMA) == snapshot.payload


def test_the_same_return_always_gives_the_same_bytes():
    assert write_json(authorised()) == write_json(authorised())
    assert write_csv(authorised()) == write_csv(authorised())
    assert write_json(authorised()).endswith(b"}\n")


def test_every_value_of_the_json_stands_in_the_csv():
    payload, table = authorised().payload, cells(authorised())
    assert table[("return", "", "force_name")] == payload["force_name"]
    assert table[("return", "", "nil_return")] == "false"
    assert table[("return", "", "supersedes_id")] == ""
    assert table[("incidents", "2", "count_cumulative")] == "2"
    assert table[("progress.outcomes", "", "14")] == "1"
    assert table[("notable", "1", "cross_border_forces")] == "W15000098"
    assert table[("data_quality", "1", "note")] == payload["data_quality"][0]
    assert table[("elections", "1", "poll_date")] == "2027-05-06"
    assert table[("risk_assessment", "", "trend")] == "rising"


def test_the_csv_files_of_many_forces_can_be_put_under_one_another():
    rows = list(csv.reader(io.StringIO(write_csv(authorised()).decode("utf-8-sig"), newline="")))
    assert tuple(rows[0]) == COLUMNS
    assert {tuple(row[:4]) for row in rows[1:]} == {
        (authorised().return_id, "E23000099", "2027-04-08", "2027-04-08")
    }


def test_a_sentence_that_begins_like_a_formula_is_neutralised_in_the_csv_only():
    sly = facts(notable=(replace(facts().notable[0], summary="=1+1 were the words used"),))
    assert cells(authorised(sly))[("notable", "1", "summary")] == "'=1+1 were the words used"
    assert authorised(sly).payload["notable"][0]["summary"] == "=1+1 were the words used"


def test_a_return_nobody_authorised_is_not_accepted():
    fault = refused(write_json(draft()))
    assert fault.code == "returns.malformed"
    assert fault.values["place"] == "authorised_by_role"


def test_a_correction_is_accepted_and_a_reason_without_one_is_not():
    second = correct(authorised(), facts(), issue(SECOND_ID), "An incident was late.", KEY, SCANNING)
    assert read_and_validate(write_json(authorise(second, "deputy", False)), SCHEMA)["supersedes_id"]
    assert refused(resealed(correction_reason="An incident was late.")).code == "returns.malformed"
    assert refused(resealed(supersedes_id=SECOND_ID)).code == "returns.malformed"


def test_a_figure_changed_on_the_way_is_noticed():
    content = write_json(authorised()).replace(b'"count_new": 1', b'"count_new": 0')
    assert refused(content).code == "returns.altered"


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"victim_name": "Ada"}, "the whole"),
        ({"force_gss": "E23000099\n"}, "force_gss"),
        ({"force_gss": "E2300009٩"}, "force_gss"),
        ({"cadence": "hourly"}, "cadence"),
        ({"period_start": "2027-02-30", "period_end": "2027-02-30"}, "period_start"),
        ({"period_end": "2027-04-07"}, "period_end"),
        ({"period_end": "2027-04-09"}, "period_end"),
        ({"nil_return": True}, "notable"),
        ({"events": {"notified": -1, "policed": 0, "disrupted": 0}}, "events.notified"),
        ({"events": {"notified": True, "policed": 0, "disrupted": 0}}, "events.notified"),
        ({"data_quality": ["two\nlines"]}, "data_quality[0]"),
        (
            {"risk_assessment": {"overall": "low", "trend": "steady", "narrative": "x" * 2001}},
            "risk_assessment.narrative",
        ),
    ],
)
def test_a_wrong_value_is_named_by_its_place(changes, place):
    fault = refused(resealed(**changes))
    assert (fault.code, fault.values["place"]) == ("returns.malformed", place)
    assert len(str(fault.values["problem"])) <= 200


def test_rows_that_contradict_each_other_are_not_accepted():
    row = authorised().payload["incidents"][1]
    assert refused(resealed(incidents=[row, row])).values["problem"] == "row twice"
    assert refused(resealed(incidents=[{**row, "count_new": 3}])).values["problem"] == "new exceeds total"


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "it is not JSON"),
        (b"[]", "it is not an object"),
        (b"\xff\xfe{}", "it is not UTF-8"),
        (b'{"a": 1, "a": 2}', "a key stands twice"),
        (b'{"a": 1.0}', "a number is not a whole number"),
        (b'{"a": NaN}', "a number is not a whole number"),
        (b'{"a": ' + b"9" * 5000 + b"}", "Exceeds the limit"),
        (b"[" * 100_000, "lists lie too deep inside each other"),
        (b'{"a":' * 100_000, "lists lie too deep inside each other"),
    ],
)
def test_a_file_that_is_no_return_is_refused_with_the_reason(content, problem):
    fault = refused(content)
    assert fault.code == "returns.malformed"
    assert str(fault.values["problem"]).startswith(problem)


def test_a_file_too_large_to_be_a_return_is_not_even_parsed():
    assert refused(b" " * (BYTES_AT_MOST + 1)).code == "returns.too_large"


@given(any_facts())
def test_any_return_validates_and_its_csv_holds_the_same_figures(given_facts: ReturnFacts):
    snapshot = authorised(given_facts)
    payload = read_and_validate(write_json(snapshot), SCHEMA)
    table = cells(snapshot)
    for number, row in enumerate(payload["incidents"], 1):
        for field in ("count_new", "count_cumulative"):
            assert table[("incidents", str(number), field)] == str(row[field])
    for part in ("engagement", "events"):
        assert {field: table[(part, "", field)] for field in payload[part]} == {
            field: str(count) for field, count in payload[part].items()
        }


@given(any_facts(), SURNAMES, SURNAMES, SURNAMES)
def test_no_name_party_or_crime_reference_known_here_stands_in_any_file(given_facts, surname, party, mark):
    known = KnownIdentifiers((f"Ada {surname}",), (f"{party} Party",), (f"{mark}/123/27",))
    leaky = replace(
        given_facts,
        data_quality=(*given_facts.data_quality, f"From {surname} of {party}, {mark}/123/27."),
    )
    left = {finding.excerpt for _, finding in unconfirmed(free_texts(leaky), known)}
    assert {surname, party, f"{mark}/123/27"} <= left
    with pytest.raises(DomainError):
        compile_return(leaky, issue(), KEY, Scanning(known))
    snapshot = compile_return(given_facts, issue(), KEY, Scanning(known))
    for content in (write_json(snapshot), write_csv(snapshot)):
        told = content.decode("utf-8").casefold()
        assert not any(word.casefold() in told for word in (surname, party, mark))
