"""The schedules of unused and of sensitive material, made from each exhibit's one disclosure answer."""

from __future__ import annotations

from spoc_desk.domain.exhibits import Disclosure, Exhibit
from spoc_desk.domain.packs import PackSchedule
from spoc_desk.services.casefiles import CasefileView

UNUSED, SENSITIVE = "unused", "sensitive"
SCHEDULES = (UNUSED, SENSITIVE)
TITLES = {
    UNUSED: "Schedule of relevant non-sensitive unused material",
    SENSITIVE: "Schedule of relevant sensitive unused material",
}
_UNVERIFIED = (
    "Which form is due, and its exact layout, have not been verified: confirm them with the prosecutor."
)
_DRAFT = {
    UNUSED: "Working draft for the MG6C or, in a not-guilty case in the magistrates' court, for the "
    f"Streamlined Disclosure Certificate. {_UNVERIFIED}",
    SENSITIVE: f"Working draft for the MG6D. {_UNVERIFIED}",
}
_HEAD = ("No.", "Description", "Where it is", "Obtained")


def schedules_of(
    case: CasefileView, wanted: tuple[str, ...], *, served: bool = False, drafting: bool = True
) -> tuple[PackSchedule, ...]:
    """The schedules wanted. Items are numbered through both, sensitive ones last.

    So the schedule that the defence sees runs without a gap that would tell of sensitive material. Nor
    does a served copy print why the officer does not use an item: that is a note of their own.
    drafting: with the notes to whoever finishes the schedule, which no one whom it is served on reads.
    """
    unused = tuple(each for each in case.exhibits if each.disclosure is Disclosure.UNUSED)
    sensitive = tuple(each for each in case.exhibits if each.disclosure is Disclosure.SENSITIVE)
    made = []
    if UNUSED in wanted:
        rows = tuple(
            _row(number, each) if served else (*_row(number, each), each.disclosure_reason)
            for number, each in enumerate(unused, 1)
        )
        head = _HEAD if served else (*_HEAD, "Why it is not used")
        listed = tuple(each.id for each in unused)
        made.append(PackSchedule(TITLES[UNUSED], _note(UNUSED, rows, drafting), head, rows, listed=listed))
    if SENSITIVE in wanted:
        rows = tuple(
            (*_row(number, each), each.disclosure_reason)
            for number, each in enumerate(sensitive, len(unused) + 1)
        )
        head = (*_HEAD, "Why it is sensitive")
        made.append(
            PackSchedule(
                TITLES[SENSITIVE],
                _note(SENSITIVE, rows, drafting),
                head,
                rows,
                sensitive=True,
                listed=tuple(each.id for each in sensitive),
            )
        )
    return tuple(made)


def _row(number: int, exhibit: Exhibit) -> tuple[str, ...]:
    described = f"{exhibit.description} ({exhibit.reference})"
    return str(number), described, exhibit.storage or "SPOC Desk vault", exhibit.obtained


def _note(kind: str, rows: tuple[tuple[str, ...], ...], drafting: bool) -> str:
    none = "" if rows else "No exhibit is marked so."
    return " ".join(filter(None, (_DRAFT[kind] if drafting else "", none)))
