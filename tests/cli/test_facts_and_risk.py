"""The command line takes every fact of an incident, and files no view of the risk that nobody gave."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run

INCIDENT = {
    "title": "Shouted at outside the count",
    "crime_reference": "54/118127/26",
    "happened_at": "2026-11-14T22:41",
    "reported_at": "2026-11-15T09:00:00+00:00",
    "category": "threat_other",
    "channel": "offline",
    "description": "Two men shouted for half an hour.",
}
MORE = {
    "happened_to": "2026-11-14T23:10",
    "hate_strands": ["race", "sex"],
    "notable": True,
    "notable_summary": "A candidate was shouted at for half an hour.",
}
NOT_ASSESSED = "No risk assessment was entered; low and steady stand in its place."


def add(run: Run, place: Path, **more: object) -> tuple[int, str, str]:
    (place / "incident.json").write_text(json.dumps(INCIDENT | more), "utf-8")
    return run("add", "--json", "incident", "--from", str(place / "incident.json"))


def filed(run: Run, place: Path, day: str, *more: str) -> dict[str, Any]:
    status, _, err = run("return", "--date", day, "--to", str(place / day), *more)
    assert status == 0, err
    told: dict[str, Any] = json.loads((place / day / "return.json").read_text("utf-8"))
    return told


def test_an_incident_from_a_file_keeps_strands_its_end_and_what_is_told_to_the_npcc(
    run: Run, place: Path
) -> None:
    status, out, err = add(run, place, **MORE)
    assert status == 0, err
    shown = json.loads(run("show", json.loads(out)["incident"], "--json")[1])["incident"]
    assert shown["hate_strands"] == ["race", "sex"]
    assert shown["happened_to_local"] == "14 November 2026, 23:10 GMT"
    assert (shown["notable"], shown["notable_summary"]) == (True, MORE["notable_summary"])


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"hate_strands": ["envy"]}, "envy"),
        ({"hate_strands": "race"}, "a list of codes"),
        ({"notable": "yes"}, "true, false"),
        ({"happened_to": "later"}, "happened_to"),
    ],
)
def test_a_wrong_fact_is_refused_in_one_sentence(
    run: Run, place: Path, more: dict[str, object], said: str
) -> None:
    status, out, err = add(run, place, **more)
    assert (status, out, err.count("\n")) == (1, "", 1)
    assert said in err


def test_a_return_without_a_view_of_the_risk_says_so(run: Run, place: Path) -> None:
    told = filed(run, place, "2026-11-10")
    assert told["data_quality"] == [NOT_ASSESSED]


def test_a_return_tells_the_risk_that_was_given(run: Run, place: Path) -> None:
    given = ("--risk", "high", "--trend", "rising", "--narrative", "More visits are planned.")
    told = filed(run, place, "2026-11-11", *given)
    view = {"overall": "high", "trend": "rising", "narrative": "More visits are planned."}
    assert told["risk_assessment"] == view
    assert told["data_quality"] == []


@pytest.mark.parametrize("half", [("--risk", "high"), ("--trend", "rising"), ("--narrative", "Calm.")])
def test_half_a_view_of_the_risk_is_refused_and_nothing_is_filed(
    run: Run, place: Path, half: tuple[str, str]
) -> None:
    status, out, err = run("return", "--date", "2026-11-12", "--to", str(place / "half"), *half)
    assert (status, out, err.count("\n")) == (1, "", 1)
    assert "--risk and --trend" in err
    assert not (place / "half").exists()


def test_a_risk_is_not_dropped_when_the_day_is_already_frozen(run: Run, place: Path) -> None:
    filed(run, place, "2026-11-13")
    given = ("--risk", "high", "--trend", "rising")
    status, _, err = run("return", "--date", "2026-11-13", "--to", str(place / "again"), *given)
    assert (status, "--correction" in err) == (1, True)
    corrected = filed(run, place, "2026-11-13", *given, "--correction", "The risk was not yet assessed.")
    assert corrected["risk_assessment"]["overall"] == "high"
    assert NOT_ASSESSED not in corrected["data_quality"]
