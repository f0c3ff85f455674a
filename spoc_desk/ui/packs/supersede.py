"""Composes the pack that takes a released one's place, beginning with the terms of that one."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from spoc_desk.services.casefiles import CasefileView, consult_casefile
from spoc_desk.services.pack_content import PackTerms
from spoc_desk.services.pack_items import check_supersedes
from spoc_desk.services.pack_terms import terms_of
from spoc_desk.ui.packs.build_dialog import build_dialog
from spoc_desk.ui.workplace import Workplace

if TYPE_CHECKING:
    from spoc_desk.domain.issues import IssuedPack
    from spoc_desk.services.ports import Desk


def supersede_dialog(workplace: Workplace, page: QWidget, pack: IssuedPack) -> None:
    """Opens the dialog that builds the later pack; the earlier stands until that one is released."""

    def opened(answer: tuple[CasefileView, PackTerms]) -> None:
        build_dialog(workplace, page, *answer)

    workplace.jobs.query(page, partial(_terms, pack), opened, workplace.refused)


def _terms(pack: IssuedPack, desk: Desk) -> tuple[CasefileView, PackTerms]:
    view = consult_casefile(pack.casefile_id, desk)
    with desk.queries.snapshot() as reader:
        check_supersedes(pack.reference, pack.casefile_id, reader)
        terms = terms_of(pack, reader)
    return view, replace(terms, supersedes=pack.reference, continues="", change_note="")
