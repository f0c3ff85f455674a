"""From one pack to the next: built again with changes, in its place, or with late pages behind it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from spoc_desk.domain.dual_control import StandingBy
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.issues import IssuedPack, PackState
from spoc_desk.services.casefiles import CasefileView, consult_casefile
from spoc_desk.services.late_pages import AddLatePages, add_late_pages, late_candidates
from spoc_desk.services.pack_authority import authorisers
from spoc_desk.services.pack_content import PackTerms
from spoc_desk.services.pack_items import check_supersedes
from spoc_desk.services.pack_terms import terms_of
from spoc_desk.ui.packs.authoriser_field import AuthoriserField
from spoc_desk.ui.packs.build_dialog import build_dialog, build_in_background
from spoc_desk.ui.widgets.dialogs import FormDialog
from spoc_desk.ui.widgets.fields.ticks import TickField
from spoc_desk.ui.widgets.form import Form
from spoc_desk.ui.widgets.record_detail import DetailAction
from spoc_desk.ui.workplace import Workplace

if TYPE_CHECKING:
    from spoc_desk.services.ports import Cancelled, Changes, Desk, Progress

Start = tuple[CasefileView, PackTerms]
Candidates = tuple[tuple[str, str], ...]
Late = tuple[Candidates, StandingBy]


def _tr(text: str) -> str:
    return QCoreApplication.translate("LaterPacks", text)


def later_actions(
    workplace: Workplace, page: QWidget, pack: IssuedPack, state: PackState
) -> list[DetailAction]:
    """What may follow a pack as it stands; nothing follows one that was superseded already.

    A draft of late pages is not built again by itself: its late pages are added afresh to the earlier pack.
    """
    if state is PackState.SUPERSEDED or (state is PackState.DRAFT and pack.continues):
        return []
    if state is PackState.DRAFT:
        again = partial(compose_again, workplace, page, pack, instead=False)
        return [DetailAction(_tr("Build again with changes"), "package-plus", again)]
    return [DetailAction(_tr("Add late pages"), "file-plus", partial(ask_late, workplace, page, pack))]


def compose_again(workplace: Workplace, page: QWidget, pack: IssuedPack, *, instead: bool) -> None:
    """Opens the dialog with the pack's own terms. instead: the new one, once released, takes its place."""

    def opened(start: Start) -> None:
        build_dialog(workplace, page, *start)

    workplace.jobs.query(page, partial(_start, pack, instead=instead), opened, workplace.refused)


def ask_late(workplace: Workplace, page: QWidget, pack: IssuedPack) -> None:
    """Asks what came late and why; the earlier pages stay as they are."""

    def opened(late: Late) -> None:
        candidates, there = late
        if candidates:
            late_dialog(workplace, page, pack, candidates, there)
        else:
            error = DomainError("packs.nothing_late", reference=pack.reference)
            workplace.trouble(workplace.messages.sentence(error))

    workplace.jobs.query(page, partial(_late, pack.id), opened)


def late_dialog(
    workplace: Workplace, page: QWidget, pack: IssuedPack, candidates: Candidates, there: StandingBy
) -> None:
    """The form for late pages; on Build the later pack is made in the background."""
    form = Form(workplace.setting, draft_key=f"pack.{pack.id}.late")
    hint = _tr("Used exhibits that the pack has not. They are printed in this order.")
    chosen = form.add(
        "exhibits",
        TickField(workplace.theme, _tr("What came late"), candidates, required=True, hint=hint),
    )
    chosen.set_value(key for key, _ in candidates)
    note = form.text("note", _tr("Why it is late"), required=True, limit=400, lines=3)
    second = form.add("authorised_by", AuthoriserField(workplace.theme, there))

    def command() -> AddLatePages:
        return AddLatePages(pack.id, chosen.value(), note.value(), second.value())

    def build(_changes: Changes) -> None:
        build_in_background(workplace, page, partial(_add, command()), form.handed_on())

    FormDialog(
        workplace, page, _tr("Add late pages to {0}").format(pack.reference), form, save=_tr("Build pack"),
        verb=lambda: _nothing_yet, done=build, hands_on=True, width=640,
    ).open()  # fmt: skip


def _start(pack: IssuedPack, desk: Desk, *, instead: bool) -> Start:
    view = consult_casefile(pack.casefile_id, desk)
    with desk.queries.snapshot() as reader:
        terms = terms_of(pack, reader)
        if instead:
            check_supersedes(pack.reference, pack.casefile_id, reader)
            terms = replace(terms, supersedes=pack.reference, continues="", change_note="")
    return view, terms


def _late(pack_id: int, desk: Desk) -> Late:
    return late_candidates(pack_id, desk), authorisers(desk)


def _nothing_yet(_desk: Desk) -> Changes:
    return ()


def _add(command: AddLatePages, desk: Desk, progress: Progress, cancelled: Cancelled) -> Changes:
    return add_late_pages(command, desk, progress, cancelled)
