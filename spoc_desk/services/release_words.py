"""What the papers of a release may not say, though the records they are made of do."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache

from spoc_desk.domain.issues import IssuedPack, PackItem
from spoc_desk.domain.redaction_words import without_terms
from spoc_desk.domain.redactions import Redaction, standing
from spoc_desk.domain.served_copies import secrets_of, without
from spoc_desk.services.casefiles import view_casefile
from spoc_desk.services.pack_content import case_people
from spoc_desk.services.pack_terms import UNREDACTED
from spoc_desk.services.ports import Reader

Rewrite = Callable[[str], str]


def rewrite_for(pack: IssuedPack, items: Iterable[PackItem], reader: Reader) -> Rewrite:
    """Takes out of a text what a pack may say nowhere: words redacted everywhere in one of the items.

    From the papers of a served copy also the particulars of everybody whom the case concerns.
    """
    terms: list[str] = []
    if UNREDACTED not in pack.choices:
        for exhibit_id in dict.fromkeys(item.exhibit_id for item in items):
            drawn = standing(reader.find(Redaction, exhibit_id=exhibit_id))
            terms += [each.term for each in drawn if each.everywhere]
    people = case_people(view_casefile(pack.casefile_id, reader), reader) if pack.served else ()
    secrets = secrets_of(people)
    return cache(lambda text: without(without_terms(text, terms), secrets))
