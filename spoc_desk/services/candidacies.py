"""Candidacies entered by hand: where somebody stands, who their agent is, whether they have withdrawn."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

from spoc_desk.domain.candidacies import Candidacy, checked_gss
from spoc_desk.domain.changes import PersonChanged
from spoc_desk.domain.contacts import Person
from spoc_desk.domain.errors import DomainError
from spoc_desk.services.ports import Changes, Desk, UnitOfWork

_BALLOT = re.compile(r"[a-z0-9]+(\.[a-z0-9_-]+)*\.\d{4}-\d{2}-\d{2}")


def set_candidacy(candidacy: Candidacy, desk: Desk) -> Changes:
    """Adds a candidacy (id 0) or stores its new particulars.

    Without a ballot paper id one is made from the kind of election, the area and the day. Raises
    DomainError of the subject candidacies: area_missing, gss_wrong, ballot_wrong, agent_self, twice.
    """
    if not candidacy.area_name.strip():
        raise DomainError("candidacies.area_missing")
    if candidacy.agent_id == candidacy.person_id:
        raise DomainError("candidacies.agent_self")
    ballot = candidacy.ballot_paper_id.strip().lower() or _made_up(candidacy)
    if not _BALLOT.fullmatch(ballot):
        raise DomainError("candidacies.ballot_wrong", value=ballot[:80])
    given = replace(
        candidacy,
        area_name=candidacy.area_name.strip(),
        area_gss=checked_gss(candidacy.area_gss),
        ballot_paper_id=ballot,
        election_id=candidacy.election_id or _election(ballot),
    )
    with desk.unit_of_work() as work:
        person = work.get(Person, given.person_id)
        _check_once(work, given, person)
        if not given.id:
            work.add(given)
        elif work.get(Candidacy, given.id) == given:
            return ()
        else:
            work.change(given)
        change = PersonChanged(person=given.person_id, fields=("candidacy",))
        work.record(change)
    return (change,)


def _check_once(work: UnitOfWork, given: Candidacy, person: Person) -> None:
    same = work.find(Candidacy, person_id=given.person_id, ballot_paper_id=given.ballot_paper_id)
    if any(held.id != given.id for held in same):
        raise DomainError("candidacies.twice", name=person.name, ballot=given.ballot_paper_id)


def _made_up(candidacy: Candidacy) -> str:
    plain = unicodedata.normalize("NFKD", candidacy.area_name).encode("ascii", "ignore").decode().lower()
    area = re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "area"
    return f"{candidacy.election_type}.{area}.{candidacy.poll_on.isoformat()}"


def _election(ballot: str) -> str:
    """The election a ballot paper belongs to: its kind, its body where that is named, and its day."""
    parts = ballot.split(".")
    return ".".join((*parts[:-2], parts[-1])) if len(parts) > 3 else f"{parts[0]}.{parts[-1]}"
