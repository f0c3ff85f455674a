"""The command that says whether an exhibit is used, unused or sensitive."""

from __future__ import annotations

from argparse import Namespace

from spoc_desk.cli.records import exhibit_id
from spoc_desk.cli.terminal import answer, unlocked
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.exhibits import Disclosure, Exhibit
from spoc_desk.services.disclosure import SetDisclosure, set_disclosure
from spoc_desk.services.machine import Machine


def disclose(options: Namespace, machine: Machine) -> None:
    """Sets one exhibit's disclosure and answers how it stands now."""
    case, _, reference = options.reference.partition(":")
    if not reference:
        raise DomainError("records.reference_unknown", reference=options.reference)
    chosen = Disclosure.USED if options.disclosure == "used" else Disclosure(options.disclosure)
    with unlocked(options, machine) as vault:
        desk = vault.desk
        found = exhibit_id(desk, case, reference)
        set_disclosure(SetDisclosure(found, chosen, options.reason), desk)
        with desk.queries.snapshot() as reader:
            exhibit = reader.get(Exhibit, found)
    told = options.disclosure
    document = {
        "casefile": case,
        "exhibit": exhibit.reference,
        "disclosure": told,
        "reason": exhibit.disclosure_reason,
    }
    answer(options, document, (f"Exhibit {exhibit.reference} is {told} material.",))
