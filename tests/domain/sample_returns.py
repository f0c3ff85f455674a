"""A fictional force's day, and strategies for any other, for the tests of returns in every layer."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from spoc_desk.domain import return_codes as codes
from spoc_desk.domain.disclosure_scan import KnownIdentifiers
from spoc_desk.domain.return_facts import (
    ElectionFact,
    EngagementCounts,
    EventCounts,
    IncidentFact,
    NotableDraft,
    ProgressCounts,
    ReturnFacts,
    ReturnIssue,
    RiskAssessment,
)
from spoc_desk.domain.return_payload import ReturnSnapshot
from spoc_desk.domain.returns import Scanning, authorise, compile_return

KEY = bytes(range(32))
DAY = date(2027, 4, 8)
FIRST_ID = "0190f000-0000-7000-8000-000000000001"
SECOND_ID = "0190f000-0000-7000-8000-000000000002"
KNOWN = KnownIdentifiers(
    names=("Cllr Priya Anand-Rao", "Gwenllïan O'Neill", "Will Marchbanks", "Tom Ali"),
    parties=("The Orchard Party", "Northmere Residents and Ratepayers"),
    crime_refs=("42NM/1234/27",),
    places=("Mill Lane Community Hall",),
    handles=("@northmere_priya",),
)
SCANNING = Scanning(KNOWN)


def incident(number: int, new: bool = True, **changes: object) -> IncidentFact:
    plain = IncidentFact(
        uid=f"0190f000-0000-7000-9000-{number:012d}",
        category="threat_other",
        channel="online",
        platform="x",
        victim_role="candidate",
        office_level="local",
        victim_sex="female",
        recorded_in_period=new,
        crime_recorded=True,
        offence_code="mca1988-s1",
    )
    return replace(plain, **changes)


def facts(**changes: object) -> ReturnFacts:
    """Three incidents in two rows, one of them new, one with an outcome."""
    incidents = (
        incident(1),
        incident(2, new=False),
        incident(3, new=False, category="assault_thrown_object", channel="offline", platform=None),
    )
    plain = ReturnFacts(
        period_start=DAY,
        period_end=DAY,
        force_gss="E23000099",
        force_name="Northmere Police",
        risk_assessment=RiskAssessment(
            "med", "rising", "Online abuse is rising as polling day comes nearer."
        ),
        elections=(ElectionFact("local.northmere.2027-05-06", "local", date(2027, 5, 6)),),
        incidents=incidents,
        engagement=EngagementCounts(312, 290, 288, 201, 12, 9),
        events=EventCounts(14, 3, 1),
        progress=ProgressCounts(2, 1, 1, 1, 0, 0, (("14", 1),), 1),
        notable=(
            NotableDraft(
                incidents[0].uid,
                "threat_other",
                "A candidate was told online to withdraw or be hurt.",
                "high",
                "low",
                "local",
                ("W15000098",),
                support_requested=True,
            ),
        ),
        data_quality=("Two reports from the weekend are still to be recorded.",),
    )
    return replace(plain, **changes)


def nil_facts() -> ReturnFacts:
    """A day on which nothing happened, before which nothing happened."""
    return facts(incidents=(), notable=(), progress=ProgressCounts(), data_quality=())


def issue(return_id: str = FIRST_ID, **changes: object) -> ReturnIssue:
    plain = ReturnIssue(return_id, "case_officer", datetime(2027, 4, 8, 17, 5, tzinfo=UTC), "ab" * 32)
    return replace(plain, **changes)


def draft(given: ReturnFacts | None = None) -> ReturnSnapshot:
    return compile_return(given or facts(), issue(), KEY, SCANNING)


def authorised(given: ReturnFacts | None = None, self_authorised: bool = False) -> ReturnSnapshot:
    return authorise(draft(given), "spoc", self_authorised)


COUNTS = st.integers(0, 400)
# Words no pattern takes for a person; names and references are long enough not to be part of them.
WORDS = st.lists(
    st.sampled_from(("threats", "rose", "slowly", "over", "the", "weekend", "near", "polling", "forums")),
    min_size=1,
    max_size=12,
).map(" ".join)
SURNAMES = st.text("bcdfghjklmnpqrstvwxz", min_size=7, max_size=12).map(str.capitalize)


@st.composite
def incidents_of_a_campaign(draw: st.DrawFn) -> tuple[IncidentFact, ...]:
    def one(number: int) -> IncidentFact:
        return IncidentFact(
            uid=f"0190f000-0000-7000-9000-{number:012d}",
            category=draw(st.sampled_from(list(codes.CATEGORIES))),
            channel=draw(st.sampled_from(list(codes.CHANNELS))),
            platform=draw(st.none() | st.sampled_from(list(codes.PLATFORMS))),
            victim_role=draw(st.sampled_from(list(codes.VICTIM_ROLES))),
            office_level=draw(st.sampled_from(list(codes.OFFICE_LEVELS))),
            victim_sex=draw(st.sampled_from(list(codes.VICTIM_SEXES))),
            recorded_in_period=draw(st.booleans()),
            crime_recorded=draw(st.booleans()),
            hate_strands=tuple(draw(st.lists(st.sampled_from(list(codes.HATE_STRANDS)), max_size=3))),
            sch9_hostility=draw(st.booleans()),
            offence_code=draw(st.none() | st.sampled_from(["poa1986-s4a", "osa2023-s181"])),
        )

    return tuple(one(number) for number in range(draw(st.integers(0, 8))))


@st.composite
def any_facts(draw: st.DrawFn) -> ReturnFacts:
    incidents = draw(incidents_of_a_campaign())
    start = draw(st.dates(date(2026, 1, 1), date(2035, 12, 31)))
    cadence = draw(st.sampled_from(list(codes.CADENCES)))
    days = 0 if cadence == "daily" else draw(st.integers(0, 6))
    outcomes = draw(st.dictionaries(st.sampled_from(list(codes.OUTCOMES)), st.integers(0, 2), max_size=3))
    return facts(
        period_start=start,
        period_end=start + timedelta(days=days),
        cadence=cadence,
        incidents=incidents,
        engagement=EngagementCounts(*(draw(COUNTS) for _ in range(6))),
        events=EventCounts(*(draw(COUNTS) for _ in range(3))),
        progress=replace(ProgressCounts(*(draw(COUNTS) for _ in range(6))), outcomes=tuple(outcomes.items())),
        notable=tuple(
            NotableDraft(
                one.uid,
                one.category,
                draw(WORDS),
                draw(st.sampled_from(list(codes.RISKS))),
                draw(st.sampled_from(list(codes.TENSIONS))),
                draw(st.sampled_from(list(codes.MEDIA))),
                ct_referred=draw(st.booleans()),
            )
            for one in incidents[:2]
        ),
        risk_assessment=RiskAssessment(
            draw(st.sampled_from(list(codes.RISKS))), draw(st.sampled_from(list(codes.TRENDS))), draw(WORDS)
        ),
        data_quality=tuple(draw(st.lists(WORDS, max_size=2))),
    )
