"""Makes vault databases of any size for the benchmarks, filled with fictional incidents."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any, cast

from sqlalchemy import Engine

from spoc_desk.domain.incidents import Incident, IncidentStatus, Mode, Risk
from spoc_desk.domain.moments import full_stamp
from spoc_desk.domain.officers import Officer, Role
from spoc_desk.services.ports import Clock, Desk
from spoc_desk.storage.engine import DatabaseKey, open_engine
from spoc_desk.storage.evidence_files import EvidenceFolder
from spoc_desk.storage.mapping import MAPPED, stored_text
from spoc_desk.storage.migrate import upgrade
from spoc_desk.storage.search import INDEXED
from spoc_desk.storage.store import Store
from spoc_desk.storage.unit_of_work import Actor

MIGRATIONS = Path(__file__).resolve().parent.parent / "db"
KEY = bytes(range(32))
START = datetime(2027, 3, 25, 8, tzinfo=UTC)
BATCH = 5000
ACTOR = Actor("01938f00-0000-7000-8000-000000000001", "DESK-1", "0123456789abcdef", Role.SPOC)
KINDS = (
    ("Threat sent to the agent", "threat_other"),
    ("Abusive replies during a livestream", "online_abuse_pile_on"),
    ("Campaign office window broken", "damage_vehicle_office_home"),
    ("Leaflets torn down and burnt", "campaign_asset_damage_theft"),
    ("Followed home from a hustings", "stalking_following"),
    ("Home address posted online", "doxxing"),
    ("Egg thrown while canvassing", "assault_thrown_object"),
    ("Counterfeit letter in the party's name", "impersonation"),
)
PLACES = (
    "Northmere",
    "Exley Vale",
    "Kings Harbour",
    "St Osyth Park",
    "Penhallow",
    "Upper Teal",
    "Marlow Cross",
)
OFFICERS = ("DC Farrah Quill", "DC Tomos Pryce", "DS Imogen Hale", "PC Ewan Stride", "DC Patel-Moore")
STREETS = ("High Street", "Kings Way", "Harbour Road", "Mill Lane", "Chapel Row", "Vicarage Close")
OUTCOMES = {IncidentStatus.CHARGED: "1", IncidentStatus.CLOSED: "18"}
WORDS = (
    "caller", "candidate", "canvassing", "doorstep", "message", "screenshot", "neighbour", "witness",
    "vehicle", "registration", "posted", "deleted", "account", "anonymous", "threatened", "shouted",
    "followed", "recorded", "volunteer", "polling", "hustings", "agent", "reported", "photograph",
)  # fmt: skip


class Now:
    """The machine's clock."""

    def now(self) -> datetime:
        """The present moment."""
        return datetime.now(UTC)


def desk_over(store: Store, clock: Clock, folder: Path, evidence: EvidenceFolder | None = None) -> Desk:
    """A desk for verbs that need the vault and its sealed files, and nothing else."""
    unused = cast(Any, None)
    officer = Officer(1, ACTOR.officer, "Det Supt Ruth Hale", "RH", Role.SPOC, START)
    return Desk(
        officer=officer, workstation=ACTOR.workstation, session=ACTOR.session, clock=clock,
        unit_of_work=store.work(ACTOR), queries=store.queries, evidence=evidence or unused, lawpack=unused,
        checklist=unused, court_profiles=unused, parser=unused, documents=unused, write_table=unused,
        return_formats=unused,
        contact_files=unused, print_queue=unused, checks=store, folder=folder, templates=unused,
        redaction_reasons=unused,
        releases=unused, keys=unused, backups=unused, retention=unused,
    )  # fmt: skip


def incidents(count: int, seed: int = 7) -> Iterator[Incident]:
    """Fictional incidents with their ids, oldest first, a few minutes apart."""
    chance = random.Random(seed)
    statuses = tuple(IncidentStatus)
    for number in range(1, count + 1):
        title, category = chance.choice(KINDS)
        place = chance.choice(PLACES)
        at = START + timedelta(minutes=3 * number)
        local = full_stamp(at) if number % 1000 == 1 else "25 March 2027, 09:42 GMT"
        told = " ".join(chance.choices(WORDS, k=24))
        status = chance.choices(statuses, (30, 25, 10, 5, 30))[0]
        notable = chance.random() < 0.01
        yield Incident(
            id=number, uid=f"01938f00-0000-7000-8000-{number:012d}", reference=f"IN/2027/{number:04d}",
            title=f"{title}, {place}", crime_reference=f"NM/{number:07d}/27",
            happened_from=at, happened_local=local, reported_at=at, reported_local=local, recorded_at=at,
            category=category, channel=Mode.BOTH, description=told,
            location=f"{chance.randrange(1, 200)} {chance.choice(STREETS)}, {place}",
            risk=chance.choices(tuple(Risk), (60, 28, 10, 2))[0],
            status=status, outcome=OUTCOMES.get(status, ""), officer_in_case=chance.choice(OFFICERS),
            notable=notable, notable_summary="Damage and threats; enquiries continue." if notable else "",
        )  # fmt: skip


def build(path: Path, count: int) -> Engine:
    """A vault database with so many incidents, indexed for search; answers its writing engine."""
    engine = open_engine(path, DatabaseKey(KEY), writes=True)
    upgrade(engine, MIGRATIONS)
    mapped = MAPPED[Incident]
    names = mapped.names
    indexed = INDEXED[Incident]
    insert = f"INSERT INTO incident ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"
    supply = incidents(count)
    while batch := list(islice(supply, BATCH)):
        with engine.begin() as connection:
            cursor: Any = connection.connection.cursor()
            rows = [[_stored(value) for value in mapped.values(record)] for record in batch]
            cursor.executemany(insert, rows)
            words = [(record.id, " ".join(indexed.words(record))) for record in batch]
            cursor.executemany(f"INSERT INTO {indexed.index}(rowid, words) VALUES (?, ?)", words)
    return engine


def _stored(value: Any) -> Any:
    return value if value is None or isinstance(value, int) else stored_text(value)
