"""What a pack's terms choose: exhibits, and the papers of statements under the statement's own reference."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from spoc_desk.domain.casefiles import Statement
from spoc_desk.domain.exhibits import Disclosure, Exhibit
from spoc_desk.domain.issues import PackItem
from spoc_desk.domain.packs import PackSection
from spoc_desk.services.casefiles import CasefileView

STATEMENT = "Statement "


@dataclass(frozen=True, slots=True)
class Chosen:
    """One thing to be printed: an exhibit, or a statement by its paper. reference: as it is printed."""

    reference: str
    exhibit: Exhibit
    statement: Statement | None = None

    @property
    def described(self) -> Exhibit:
        """The exhibit as the pack names it."""
        if self.statement is None:
            return replace(self.exhibit, reference=self.reference)
        told = f"{self.statement.kind} of {self.statement.witness}: {self.exhibit.description}"
        return replace(self.exhibit, reference=self.reference, description=told)


def statement_key(statement: Statement, exhibits: Sequence[Exhibit]) -> str:
    """How a statement is named beside exhibits: its reference, told apart where an exhibit has the same."""
    taken = any(exhibit.reference == statement.reference for exhibit in exhibits)
    return f"{STATEMENT}{statement.reference}" if taken else statement.reference


def printed_as(exhibits: Sequence[Exhibit], statements: Sequence[Statement]) -> dict[str, Exhibit]:
    """Each exhibit by every reference that it can be asked for under today: its own, or its statement's."""
    by_id = {exhibit.id: exhibit for exhibit in exhibits}
    found = {exhibit.reference: exhibit for exhibit in exhibits}
    for statement in statements:
        if statement.exhibit_id in by_id:
            found[statement_key(statement, exhibits)] = by_id[statement.exhibit_id]
    return found


def called_now(item: PackItem, exhibits: Sequence[Exhibit], statements: Sequence[Statement]) -> str:
    """The reference by which what a pack holds is asked for today.

    Its statement's when it was printed under that, though an exhibit may bear the same since.
    """
    for each in statements:
        if each.exhibit_id == item.exhibit_id and item.reference.removeprefix(STATEMENT) == each.reference:
            return statement_key(each, exhibits)
    return next((each.reference for each in exhibits if each.id == item.exhibit_id), item.reference)


def chosen(case: CasefileView, references: Sequence[str]) -> tuple[Chosen, ...]:
    """What is asked for and can be printed, in that order; every used exhibit when nothing is asked for.

    The paper of a statement that is asked for is printed once, under the statement's reference.
    """
    held = {exhibit.reference: exhibit for exhibit in case.exhibits}
    by_id = {exhibit.id: exhibit for exhibit in case.exhibits}
    taken = {statement_key(each, case.exhibits): each for each in case.statements}
    wanted = dict.fromkeys(references) or dict.fromkeys(
        each.reference for each in case.exhibits if each.disclosure is Disclosure.USED
    )
    papers = {taken[key].exhibit_id for key in wanted if key in taken}
    found = []
    for reference in wanted:
        if reference in held and held[reference].id not in papers:
            found.append(Chosen(reference, held[reference]))
        elif reference in taken:
            paper = by_id.get(taken[reference].exhibit_id or 0)
            if paper is not None and all(each.exhibit.id != paper.id for each in found):
                found.append(Chosen(reference, paper, taken[reference]))
    return tuple(found)


def unknown(case: CasefileView, references: Sequence[str]) -> tuple[str, ...]:
    """The references asked for that neither an exhibit nor a statement of the case has."""
    known = {exhibit.reference for exhibit in case.exhibits}
    known |= {statement_key(each, case.exhibits) for each in case.statements}
    return tuple(reference for reference in references if reference not in known)


def without_paper(case: CasefileView, references: Sequence[str]) -> tuple[Statement, ...]:
    """The statements asked for that have no paper, and so are only listed."""
    keys = {statement_key(each, case.exhibits): each for each in case.statements}
    return tuple(keys[ref] for ref in references if ref in keys and keys[ref].exhibit_id is None)


def sections(asked: Sequence[PackSection], printed: Sequence[Chosen]) -> tuple[PackSection, ...]:
    """The sections with only what is printed, each thing in the first section that asks for it."""
    left = {each.reference for each in printed}
    made = []
    for section in asked:
        inside = tuple(dict.fromkeys(ref for ref in section.references if ref in left))
        left -= set(inside)
        if inside:
            made.append(PackSection(section.title, inside))
    return tuple(made)
