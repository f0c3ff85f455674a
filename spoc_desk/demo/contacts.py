"""The story's first days: candidates imported, briefed alike, some advised and protected."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random

from spoc_desk.demo.clock import FIRST_DAY, StoryClock
from spoc_desk.demo.people import Candidate, write_export
from spoc_desk.demo.story import Story
from spoc_desk.domain.contacts import Channel, ContactPoint, HomeAddress, Person, ReachKind
from spoc_desk.domain.engagement import BriefingState, Measure
from spoc_desk.domain.moments import day_of
from spoc_desk.services.contact_import import import_contacts
from spoc_desk.services.contacts import (
    LogAdvice,
    change_person,
    log_advice,
    offer_briefing,
    record_measure,
    set_home_address,
    set_reach,
)
from spoc_desk.services.ports import Desk

ADVISED = 48
_ANSWERS = (BriefingState.GIVEN, BriefingState.GIVEN, BriefingState.ACCEPTED, BriefingState.DECLINED)


def meet_everybody(
    desk: Desk, clock: StoryClock, story: Story, people: tuple[Candidate, ...], scratch: Path
) -> tuple[Person, ...]:
    """Imports the candidates and answers them as contacts, in the order of the export."""
    path = scratch / "candidates.csv"
    write_export(path, people, story)
    clock.move_to(FIRST_DAY + timedelta(hours=8))
    import_contacts(path, desk)
    with desk.queries.snapshot() as reader:
        held = {person.democracy_club_id: person for person in reader.find(Person)}
    return tuple(held[str(person.number)] for person in people if str(person.number) in held)


def engage(desk: Desk, clock: StoryClock, contacts: tuple[Person, ...], story: Story, chance: Random) -> None:
    """Offers everybody the same briefing; advises and protects those who ask."""
    clock.move_to(FIRST_DAY + timedelta(hours=9))
    for person in contacts[:180]:
        state = chance.choice(_ANSWERS)
        offer_briefing(person.id, "Security briefing for candidates", state, "e-mail", desk)
    for number, person in enumerate(contacts[:ADVISED]):
        asked, advice = story.asked[number % len(story.asked)]
        follow_up = day_of(clock.now()) + timedelta(days=25 + number % 9) if number % 6 == 0 else None
        why = "Standard advice; nothing in the vault suggests a particular risk."
        log_advice(LogAdvice(person.id, asked, advice, Channel.PHONE, why, follow_up_on=follow_up), desk)
    for number, person in enumerate(contacts[:24]):
        phone = f"07700 900{100 + number}"
        set_reach(
            ContactPoint(
                0,
                person.id,
                ReachKind.PHONE,
                phone,
                "Mobile",
                safe_to_leave_message=number % 3 == 0,
                do_not_use=number == 4,
                preferred_window="After 18:00" if number % 4 == 0 else "",
                verified=True,
            ),
            desk,
        )
    for number, person in enumerate(contacts[:9]):
        fitted = day_of(clock.now()) + timedelta(days=number)
        kind = ("Panic alarm", "Address marker", "Doorbell camera")[number % 3]
        record_measure(
            Measure(0, person.id, kind, "Force crime prevention", fitted, fitted + timedelta(days=2)), desk
        )


def house(desk: Desk, contacts: tuple[Person, ...], story: Story) -> None:
    """Notes where the leading candidates live, and who keeps it off the ballot paper."""
    for number, person in enumerate(contacts[:6]):
        with desk.queries.snapshot() as reader:
            held = reader.get(Person, person.id)
        withheld = number % 2 == 0
        change_person(
            replace(
                held,
                address_withheld=withheld,
                prior_threat=number < 2,
                own_agent=number == 2,
                code_word="Teasel" if number == 0 else "",
                handles=(f"@{person.name.split()[0].lower()}_for_{story.wards[number].lower()}",),
            ),
            desk,
        )
        set_home_address(
            HomeAddress(
                0, person.id, f"{10 + number} Example Terrace, {story.wards[number]}", f"ZZ9{number} 9ZZ"
            ),
            desk,
        )
