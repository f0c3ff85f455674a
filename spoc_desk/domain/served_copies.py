"""What a served copy may not say: addresses, telephones, e-mails and dates of birth of people in the case."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from spoc_desk.domain.packs import PackContent, PackExhibit, PackOffence, PackPerson

REMOVED = "[removed from served copy]"


def for_recipient(content: PackContent) -> PackContent:
    """The content as its recipient may see it.

    In a served copy no person has an address, telephone, e-mail or date of
    birth (MG11: the back of a statement stays with police and CPS), and
    wherever one of those stands in other words of the pack it is replaced.
    """
    if not content.served:
        return content
    secrets = _secrets(content.people)
    bare = tuple(
        replace(
            person, note=without(person.note, secrets), address="", phones=(), emails=(), date_of_birth=""
        )
        for person in content.people
    )
    return replace(
        content,
        people=bare,
        title=without(content.title, secrets),
        purpose=without(content.purpose, secrets),
        handling=without(content.handling, secrets),
        chronology=tuple(replace(each, text=without(each.text, secrets)) for each in content.chronology),
        statements=tuple(replace(each, note=without(each.note, secrets)) for each in content.statements),
        offences=tuple(_offence_without(each, secrets) for each in content.offences),
        exhibits=tuple(_exhibit_without(each, secrets) for each in content.exhibits),
    )


def without(text: str, secrets: Sequence[str]) -> str:
    """The text with each secret replaced, however its spaces, hyphens and capitals are written."""
    for secret in secrets:
        letters = [character for character in secret if character.isalnum() or character in "@+"]
        if len(letters) >= 6:
            pattern = r"[\s,.()\-–]*".join(re.escape(letter) for letter in letters)
            text = re.sub(rf"(?<!\w){pattern}(?!\w)", REMOVED, text, flags=re.IGNORECASE)
    return text


def _secrets(people: Iterable[PackPerson]) -> tuple[str, ...]:
    found: set[str] = set()
    for person in people:
        found.update((person.date_of_birth, *person.phones, *person.emails))
        found.update(_national(phone) for phone in person.phones)
        lines = [line.strip() for line in re.split(r"[\n,]", person.address)]
        # A town alone tells nobody's address; the first lines together and the postcode do.
        found.update({person.address.strip(), ", ".join(lines[:2]), lines[0], lines[-1]} - {""})
    return tuple(sorted(found - {""}, key=lambda secret: (-len(secret), secret)))


def _national(phone: str) -> str:
    digits = re.sub(r"[^\d+]", "", phone)
    if digits.startswith("+44"):
        return "0" + digits[3:].removeprefix("0")
    return "+44" + digits[1:] if digits.startswith("0") else digits


def _offence_without(offence: PackOffence, secrets: Sequence[str]) -> PackOffence:
    points = tuple(
        replace(point, text=without(point.text, secrets), note=without(point.note, secrets))
        for point in offence.points
    )
    return replace(offence, points=points)


def _exhibit_without(exhibit: PackExhibit, secrets: Sequence[str]) -> PackExhibit:
    moves = tuple(
        replace(
            move,
            from_holder=without(move.from_holder, secrets),
            to_holder=without(move.to_holder, secrets),
            purpose=without(move.purpose, secrets),
        )
        for move in exhibit.continuity
    )
    return replace(
        exhibit,
        description=without(exhibit.description, secrets),
        filename=without(exhibit.filename, secrets),
        source=without(exhibit.source, secrets),
        acquired_where=without(exhibit.acquired_where, secrets),
        withheld_reason=without(exhibit.withheld_reason, secrets),
        continuity=moves,
    )
