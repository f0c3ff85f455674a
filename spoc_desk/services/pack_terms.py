"""The terms of a pack that was built, read back from what is kept of it, for a later pack of the case."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from spoc_desk.domain.casefiles import Statement
from spoc_desk.domain.exhibits import Exhibit
from spoc_desk.domain.issues import IssuedPack, PackItem
from spoc_desk.domain.packs import EXHIBITS, PackSchedule, PackSection
from spoc_desk.services.pack_choice import called_now
from spoc_desk.services.pack_content import PAPERS, PackTerms
from spoc_desk.services.ports import Reader
from spoc_desk.services.schedules import SENSITIVE, UNUSED

_PAPER, _SCHEDULE, _SPLIT, _LISTED = "paper:", "schedule:", "split:", "listed:"
ADDRESSES, MACHINE_TEXT, UNREDACTED = "addresses", "machine_text", "unredacted"


def choices_of(terms: PackTerms, schedules: Iterable[PackSchedule] = ()) -> tuple[str, ...]:
    """What was chosen beyond words and exhibits, as codes; and which exhibits its schedules list."""
    flags = {
        ADDRESSES: terms.with_addresses,
        MACHINE_TEXT: terms.machine_text,
        UNREDACTED: not terms.redacted,
    }
    papers = (f"{_PAPER}{paper}" for paper in terms.papers)
    chosen = (f"{_SCHEDULE}{schedule}" for schedule in terms.schedules)
    split = (f"{_SPLIT}{terms.volume_size}",) if terms.volume_size else ()
    flagged = (flag for flag, is_set in flags.items() if is_set)
    return (*papers, *chosen, *split, *flagged, *listed_codes(schedules))


def listed_codes(schedules: Iterable[PackSchedule]) -> tuple[str, ...]:
    """Which exhibits schedules list, as codes: a schedule that lists none has one too."""
    return tuple(
        f"{_LISTED}{SENSITIVE if schedule.sensitive else UNUSED}:{','.join(map(str, schedule.listed))}"
        for schedule in schedules
    )


def listed_in(pack: IssuedPack) -> tuple[str, ...]:
    """Those codes, as they were when the pack was built."""
    return tuple(choice for choice in pack.choices if choice.startswith(_LISTED))


def schedules_in(pack: IssuedPack) -> tuple[str, ...]:
    """Which schedules are in a pack."""
    return _chosen(pack.choices, _SCHEDULE)


def terms_of(pack: IssuedPack, reader: Reader) -> PackTerms:
    """The terms on which a pack was built, for a later one of the same casefile to begin with.

    Who authorised it is left out: a later pack is authorised anew. So are its own ties to
    earlier packs. A vault's packs from before these were kept begin with every case paper.
    """
    exhibits = reader.find(Exhibit, casefile_id=pack.casefile_id)
    statements = reader.find(Statement, casefile_id=pack.casefile_id)
    items = tuple(
        replace(item, reference=called_now(item, exhibits, statements))
        for item in reader.find(PackItem, pack_id=pack.id)
    )
    return PackTerms(
        recipient=pack.recipient,
        purpose=pack.purpose,
        served=pack.served,
        references=tuple(item.reference for item in items) or pack.exhibits,
        title=pack.title,
        handling=pack.handling,
        with_addresses=ADDRESSES in pack.choices,
        sections=_sections(items),
        schedules=schedules_in(pack),
        template=pack.template,
        audience=pack.audience,
        profile=pack.profile or "evidential",
        machine_text=MACHINE_TEXT in pack.choices,
        redacted=UNREDACTED not in pack.choices,
        volume_size=int(next(iter(_chosen(pack.choices, _SPLIT)), "0")),
        papers=_chosen(pack.choices, _PAPER) if pack.choices else PAPERS,
    )


def _chosen(choices: tuple[str, ...], kind: str) -> tuple[str, ...]:
    return tuple(choice.removeprefix(kind) for choice in choices if choice.startswith(kind))


def _sections(items: tuple[PackItem, ...]) -> tuple[PackSection, ...]:
    titles: dict[str, list[str]] = {}
    for item in sorted(items, key=lambda each: each.place):
        titles.setdefault(item.section, []).append(item.reference)
    if set(titles) <= {EXHIBITS}:
        return ()
    return tuple(PackSection(title, tuple(references)) for title, references in titles.items())
