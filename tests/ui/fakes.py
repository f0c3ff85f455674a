"""A desk without a vault: rows out of a list, for the pieces of the window."""

from array import array
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

from spoc_desk.services.messages import Messages
from spoc_desk.services.rows import ListRow, SearchHit
from spoc_desk.ui.actions import Actions
from spoc_desk.ui.jobs import Jobs
from spoc_desk.ui.workplace import Drafts, FormSetting, OfficerCard, Workplace

RESOURCES = Path(__file__).resolve().parents[2] / "resources"
NOON = datetime(2026, 11, 16, 14, 32, tzinfo=UTC)
TITLES = (
    (
        "Threats in direct messages, Northgate ward",
        "Instagram · DC R Patel",
        "Awaiting CPS",
        "Last day to charge 18 May 2027",
    ),
    (
        "Brick through campaign office window",
        "Quay Street, Harbourside · DC L Nowak",
        "Under investigation",
        "",
    ),
    ("Anonymous letter to candidate's home", "Manor Road, Northgate · PC T Evans", "New", ""),
    (
        "Leaflet without imprint, false statement",
        "Eastfield · DS K Hughes",
        "Overdue",
        "Limit runs out in 3 days",
    ),
    ("Assault while canvassing", "Victoria Road, Eastfield · DC M Okafor", "Charged", ""),
    ("Repeated calls to agent's phone", "Harbourside · DC R Patel", "Under investigation", ""),
    ("Placards damaged outside polling place", "Station Road, Northgate · PC J Clarke", "Closed", ""),
)


def incident(number: int) -> ListRow:
    """A made-up incident."""
    title, detail, status, due = TITLES[number % len(TITLES)]
    when = f"{1 + number % 16} Nov 2026, 09:42"
    return ListRow(
        number, "incidents", f"IN/2026/{number:04d}", title, detail, when, status,
        due=due, flagged=number % 5 == 3,
    )  # fmt: skip


class FakeQueries:
    """Lists and searches over made-up incidents, ids 1 to count."""

    def __init__(self, count: int = 37) -> None:
        self.count = count
        self.fetched: list[tuple[int, ...]] = []

    def ids(self, kind: str, search: str = "", chip: str = "") -> array:
        everything = range(self.count, 0, -1)
        if search:
            return array("q", [n for n in everything if search.casefold() in incident(n).title.casefold()])
        return array("q", everything)

    def rows(self, kind: str, ids: tuple[int, ...]) -> tuple[ListRow, ...]:
        self.fetched.append(ids)
        return tuple(incident(number) for number in ids)

    def chips(self, kind: str) -> dict[str, int]:
        return {"open": self.count, "mine": min(9, self.count), "overdue": min(3, self.count)}

    def search(self, text: str, limit: int = 12) -> tuple[SearchHit, ...]:
        rows = [incident(n) for n in range(1, min(8, self.count + 1))]
        found = [row for row in rows if text.casefold() in f"{row.reference} {row.title}".casefold()]
        return tuple(SearchHit(r.kind, r.id, r.reference, r.title, r.detail) for r in found)


def fake_desk(count: int = 37) -> SimpleNamespace:
    """Stands in for an open vault."""
    trail = SimpleNamespace(record=lambda _change: None)
    return SimpleNamespace(queries=FakeQueries(count), unit_of_work=lambda: nullcontext(trail))


class FakeDrafts:
    """Drafts in a dictionary."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}

    def drafts(self) -> Drafts:
        return Drafts(self.kept.__setitem__, self.kept.get, lambda key: self.kept.pop(key, None))


def messages() -> Messages:
    """The sentences the program ships."""
    return Messages.read(RESOURCES / "messages" / "en.toml")


def setting(theme, drafts: FakeDrafts | None = None) -> FormSetting:
    """What forms stand on, at half past two on 16 November 2026."""
    return FormSetting(theme, messages(), lambda: NOON, drafts=drafts.drafts() if drafts else None)


def workplace(theme, desk=None, drafts: FakeDrafts | None = None) -> Workplace:
    """A workplace over a fake desk."""
    return Workplace(
        Jobs(desk or fake_desk()),
        setting(theme, drafts),
        Actions(),
        OfficerCard("Det Supt A Marsh", "Candidate SPOC", "AM"),
    )
