"""The words of the first page."""

from dataclasses import fields
from datetime import UTC, date, datetime

import pytest

from spoc_desk.domain import changes
from spoc_desk.domain.changes import Verb
from spoc_desk.domain.limit_alerts import days_level
from spoc_desk.services.happenings import TOLD, Happening
from spoc_desk.services.today import Need, What
from spoc_desk.ui.theme import Tone
from spoc_desk.ui.today.events import happening_words
from spoc_desk.ui.today.words import greeting, need_badge, need_words, when_words

TODAY = date(2027, 4, 20)


def need(what, days=0, **more):
    due = date.fromordinal(TODAY.toordinal() + days)
    given = {"kind": "casefiles", "record": 1, "reference": "CF/2027/0001", "title": "Threat"} | more
    return Need(what, **given, due=due, days=days, level=days_level(days))


@pytest.mark.parametrize(
    ("name", "greeted"),
    [
        ("Det Supt Ada Marsh", "Det Supt Marsh"),
        ("DC R. Patel", "DC Patel"),
        ("Ada Marsh", "Ada Marsh"),
        ("Det Supt", "Det Supt"),
    ],
)
def test_officers_are_greeted_by_rank_and_surname_or_by_their_whole_name(name, greeted):
    assert greeting(name, datetime(2027, 1, 5, 9, tzinfo=UTC)) == f"Good morning, {greeted}"


@pytest.mark.parametrize(
    ("hour", "hello"),
    [(11, "Good afternoon"), (10, "Good morning"), (17, "Good evening"), (16, "Good afternoon")],
)
def test_the_hour_is_that_of_the_united_kingdom(hour, hello):
    assert greeting("Ada Marsh", datetime(2027, 6, 5, hour, 30, tzinfo=UTC)).startswith(hello)


@pytest.mark.parametrize(
    ("days", "word", "tone"),
    [
        (-2, "2 days late", Tone.URGENT),
        (-1, "1 day late", Tone.URGENT),
        (0, "Today", Tone.WAITING),
        (1, "Tomorrow", Tone.WAITING),
        (14, "14 days left", Tone.WAITING),
        (15, "15 days left", Tone.NEW),
    ],
)
def test_how_near_a_need_is_is_always_a_word(days, word, tone):
    badge = need_badge(need(What.LIMIT, days))
    assert (badge.word, badge.tone) == (word, tone)


@pytest.mark.parametrize("what", list(What))
def test_every_kind_of_need_has_words(what):
    words, detail = need_words(need(what))
    assert words
    assert detail
    assert "{" not in words + detail


def test_a_title_with_braces_is_left_as_it_is():
    assert need_words(need(What.FOLLOW_UP, title="{name} {0}"))[0] == "Follow up with {name} {0}"


def test_a_return_is_named_by_the_day_it_counts():
    assert need_words(need(What.RETURN, reference=""))[0] == "Freeze the return for 19 Apr 2027"


def told_changes():
    every = [
        kind for kind in vars(changes).values() if isinstance(kind, type) and issubclass(kind, changes.Change)
    ]
    return sorted({kind.__name__ for kind in every if str(kind.verb) in TOLD and kind is not changes.Change})


@pytest.mark.parametrize("event", told_changes())
@pytest.mark.parametrize("count", [1, 3])
def test_everything_that_can_be_told_reads_as_a_sentence(event, count):
    icon, words = happening_words(
        Happening(event, datetime(2027, 4, 20, tzinfo=UTC), "", "casefiles", 1, "CF/2027/0001", count)
    )
    assert icon
    assert "{" not in words
    assert words[0].isupper() or words[0].isdigit()


def test_a_report_of_no_incident_yet_is_told_without_a_dangling_word():
    assert (
        happening_words(Happening("ReportTaken", datetime(2027, 4, 20, tzinfo=UTC), ""))[1] == "Report taken"
    )


def test_consultations_are_not_told():
    assert str(Verb.CONSULTATION) not in TOLD
    assert {field.name for field in fields(Happening)} >= {"event", "reference", "fresh"}


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (datetime(2027, 4, 20, 7, 5, tzinfo=UTC), "08:05"),
        (datetime(2027, 4, 19, 15, 20, tzinfo=UTC), "Yesterday 16:20"),
        (datetime(2027, 4, 2, 9, tzinfo=UTC), "2 Apr"),
        (datetime(2026, 12, 2, 9, tzinfo=UTC), "2 Dec 2026"),
    ],
)
def test_moments_are_told_as_near_as_matters(at, words):
    assert when_words(at, TODAY) == words
